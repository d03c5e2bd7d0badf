//! The book: all concepts as a static site, as data.
//!
//! Lives here: what pages there are, their order, what they say around the text of the concepts, their templates, style and scripts
//! (`assets`). May not live here: writing to a disk (`cli`), serving (`server`). Everything that comes from a concept is somebody else's text: it is
//! escaped, or rendered as Markdown without HTML whose links lead to concepts and `https://` alone.
//!
//! The same concepts give the same bytes. All addresses are relative, so that the site works in any folder, and from a disk as well.

mod concept;
mod frame;
mod home;
mod markdown;

use std::borrow::Cow;

use crate::knowledge::Knowledge;

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
}

/// The site of these concepts.
///
/// # Errors
/// If a page cannot be filled in, which no concept should be able to bring about.
pub fn site(knowledge: &Knowledge, options: Options) -> Result<Site, Error> {
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
        page("index.html".to_owned(), home::page(knowledge, options)?),
    ];
    for concept in knowledge.concepts() {
        files.push(page(
            format!("concepts/{}.html", concept.id),
            concept::page(concept, knowledge, options)?,
        ));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Site { files })
}
