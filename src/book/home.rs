//! The first page.

use askama::Template;

use super::{Error, Frame, Options, Place};
use crate::knowledge::{Concept, Knowledge};

#[derive(Template)]
#[template(path = "home.html")]
struct Page<'a> {
    frame: Frame<'a>,
    concepts: &'a [Concept],
}

pub(super) fn page(knowledge: &Knowledge, options: Options) -> Result<String, Error> {
    let frame = Frame::new(
        "Python, explained",
        "What Python's constructs are and do.",
        "",
        Some(Place::Home),
        options,
    );
    let concepts = knowledge.concepts();
    Ok(Page { frame, concepts }.render()?)
}
