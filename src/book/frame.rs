//! What every page has around its content: head, header, navigation, footer.

use askama::Template;

use super::{Error, Options};

/// Which entry of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The first page.
    Home,
    /// The order to read in.
    Course,
    /// The areas and their concepts.
    Areas,
    /// What people ask.
    Questions,
    /// The page for trying things, which is not the book's own.
    Playground,
}

/// What a page may load, as its `Content-Security-Policy` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy(pub &'static str);

impl Default for Policy {
    /// The site's own style sheets, scripts and pictures, and nothing else.
    fn default() -> Self {
        Self(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
        )
    }
}

/// What is around a page's content.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// What the window is called, without the name of the book.
    pub title: &'a str,
    /// What the page is about, in a sentence; plain text.
    pub description: &'a str,
    /// The way from the page to the root of the site: empty, or `../`.
    pub root: &'a str,
    /// Where in the navigation it is.
    pub place: Option<Place>,
    /// Whether the navigation leads to a playground.
    pub options: Options,
    /// What it may load.
    pub policy: Policy,
}

impl Frame<'_> {
    pub(super) fn is(&self, place: Place) -> bool {
        self.place == Some(place)
    }

    /// A page that is not the book's own, in the book's frame. `head` stands at the end of the head, `main` in the main part; both are HTML that is
    /// trusted, and `main` begins with a heading of the first level.
    ///
    /// # Errors
    /// If the page cannot be filled in.
    pub fn around(self, head: &str, main: &str) -> Result<String, Error> {
        #[derive(Template)]
        #[template(path = "other.html")]
        struct Other<'a> {
            frame: Frame<'a>,
            head: &'a str,
            main: &'a str,
        }
        Ok(Other {
            frame: self,
            head,
            main,
        }
        .render()?)
    }
}
