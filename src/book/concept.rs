//! The page of a concept.

use askama::Template;

use super::{Error, Frame, Options, Place, markdown};
use crate::knowledge::{Concept, Knowledge};

#[derive(Template)]
#[template(path = "concept.html")]
struct Page<'a> {
    frame: Frame<'a>,
    concept: &'a Concept,
    summary: String,
    sections: Vec<Section<'a>>,
}

struct Section<'a> {
    title: &'a str,
    html: String,
}

pub(super) fn page(concept: &Concept, knowledge: &Knowledge, options: Options) -> Result<String, Error> {
    let frame = Frame::new(&concept.title, &concept.title, "../", None, options);
    let summary = markdown::html(&concept.hover, knowledge);
    let sections = concept.sections.iter().map(|section| Section {
        title: &section.title,
        html: markdown::html(&section.markdown, knowledge),
    });
    let sections = sections.collect();
    let page = Page {
        frame,
        concept,
        summary,
        sections,
    };
    Ok(page.render()?)
}
