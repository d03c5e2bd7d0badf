//! The book: all concepts as a static site, as data.
//!
//! Lives here: what pages there are, their order, what they say around the text of the concepts, their templates, style and scripts
//! (`assets`). May not live here: writing to a disk (`cli`), serving (`server`). Everything that comes from a concept is somebody else's text: it is
//! escaped, or rendered as Markdown without HTML whose links lead to concepts and `https://` alone.
//!
//! The same concepts give the same bytes. All addresses are relative, so that the site works in any folder, and from a disk as well.

mod areas;
mod concept;
mod course;
mod frame;
mod highlight;
mod home;
mod lists;
mod markdown;
mod order;
mod questions;
mod search;
#[cfg(test)]
mod testing;

use std::borrow::Cow;
use std::collections::HashMap;

use crate::knowledge::{Concept, Knowledge};
use areas::Area;
use highlight::Colours;
use markdown::Renderer;
use order::Course;

pub use frame::{Frame, Place, Policy};

/// A site: its files, in the order of their paths.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub files: Vec<File>,
}

impl Site {
    /// The file at a path, as a server is asked for it: the path below the site's root; a folder is its `index.html`.
    pub fn get(&self, path: &str) -> Option<&File> {
        let whole = match path {
            "" => Cow::Borrowed("index.html"),
            folder if folder.ends_with('/') => Cow::Owned(format!("{folder}index.html")),
            file => Cow::Borrowed(file),
        };
        let at = self
            .files
            .binary_search_by(|file| file.path.as_str().cmp(&whole))
            .ok()?;
        self.files.get(at)
    }
}

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Below the site's root, with `/` between folders: letters, digits, `-`, `.` alone.
    pub path: String,
    /// What is in it.
    pub bytes: Cow<'static, [u8]>,
    /// What it is.
    pub kind: Kind,
}

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A page, HTML.
    Page,
    /// A style sheet.
    Style,
    /// JavaScript.
    Script,
    /// A picture, SVG.
    Picture,
}

impl Kind {
    /// What a server says of it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Style => "text/css; charset=utf-8",
            Self::Script => "text/javascript; charset=utf-8",
            Self::Picture => "image/svg+xml",
        }
    }
}

/// What a site has beside the concepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The header leads to a playground, the page `playground/index.html`. It is not among the files: whoever asks for the link adds it
    /// ([`Frame`] makes it look like the others).
    pub playground: bool,
}

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A page could not be filled in.
    #[error("a page of the book cannot be written: {0}")]
    Template(#[from] askama::Error),
    /// The index for the search could not be written.
    #[error("the index of the book cannot be written: {0}")]
    Index(#[from] serde_json::Error),
}

/// What all pages are made from.
struct Book<'k> {
    knowledge: &'k Knowledge,
    options: Options,
    areas: Vec<Area<'k>>,
    course: Course<'k>,
    colours: Colours,
    /// What builds on a concept, in the course's order.
    leads_to: HashMap<&'k str, Vec<&'k Concept>>,
}

impl<'k> Book<'k> {
    fn new(knowledge: &'k Knowledge, options: Options) -> Self {
        let areas = areas::areas(knowledge);
        let course = Course::new(knowledge, &areas);
        let mut leads_to: HashMap<&str, Vec<&Concept>> = HashMap::new();
        for concept in course.concepts() {
            for id in &concept.builds_on {
                leads_to.entry(id).or_default().push(concept);
            }
        }
        Self {
            knowledge,
            options,
            areas,
            course,
            colours: Colours::new(),
            leads_to,
        }
    }

    fn renderer(&self) -> Renderer<'_> {
        Renderer {
            knowledge: self.knowledge,
            colours: &self.colours,
        }
    }

    /// The area that a concept stands in.
    fn area_of(&self, concept: &Concept) -> Option<&Area<'k>> {
        self.areas.iter().find(|area| area.key == concept.area)
    }

    /// The frame of a page of the book; `root` is the way from it to the root of the site.
    fn frame<'a>(&self, title: &'a str, description: &'a str, root: &'a str, place: Option<Place>) -> Frame<'a> {
        Frame {
            title,
            description,
            root,
            place,
            options: self.options,
            policy: Policy::default(),
        }
    }
}

/// The site of these concepts.
///
/// # Errors
/// If a page cannot be filled in, which no concept should be able to bring about.
pub fn site(knowledge: &Knowledge, options: Options) -> Result<Site, Error> {
    let book = Book::new(knowledge, options);
    let page = |path: String, html: String| File {
        path,
        bytes: Cow::Owned(html.into_bytes()),
        kind: Kind::Page,
    };
    let fixed = |path: &str, text: &'static str, kind| File {
        path: path.to_owned(),
        bytes: Cow::Borrowed(text.as_bytes()),
        kind,
    };
    let mut files = vec![
        fixed("book.css", include_str!("assets/book.css"), Kind::Style),
        fixed("book.js", include_str!("assets/book.js"), Kind::Script),
        fixed("theme.js", include_str!("assets/theme.js"), Kind::Script),
        fixed("icon.svg", include_str!("assets/icon.svg"), Kind::Picture),
        File {
            path: "search-index.js".to_owned(),
            bytes: Cow::Owned(search::index(&book)?.into_bytes()),
            kind: Kind::Script,
        },
        page("index.html".to_owned(), home::page(&book)?),
        page("course.html".to_owned(), course::page(&book)?),
        page("areas/index.html".to_owned(), lists::areas(&book)?),
        page("questions/index.html".to_owned(), questions::all(&book)?),
    ];
    for area in &book.areas {
        files.push(page(format!("areas/{}.html", area.slug), lists::area(&book, area)?));
        if questions::any(area) {
            files.push(page(
                format!("questions/{}.html", area.slug),
                questions::area(&book, area)?,
            ));
        }
    }
    for concept in knowledge.concepts() {
        files.push(page(
            format!("concepts/{}.html", concept.id),
            concept::page(&book, concept)?,
        ));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Site { files })
}
