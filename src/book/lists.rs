//! The pages of the areas: all of them, and the concepts of each by level.

use askama::Template;

use super::areas::Area;
use super::concept::level;
use super::{Book, Error, Frame, Place, questions};
use crate::knowledge::{Concept, Level};

#[derive(Template)]
#[template(path = "areas.html")]
struct Areas<'a> {
    frame: Frame<'a>,
    count: usize,
    areas: &'a [Area<'a>],
}

pub(super) fn areas(book: &Book<'_>) -> Result<String, Error> {
    let page = Areas {
        frame: book.frame(
            "Areas",
            "The concepts by what they belong to.",
            "../",
            Some(Place::Areas),
        ),
        count: book.course.len(),
        areas: &book.areas,
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "area.html")]
struct OneArea<'a> {
    frame: Frame<'a>,
    area: &'a Area<'a>,
    levels: Vec<OfLevel<'a>>,
    has_questions: bool,
}

/// The concepts of a level, each with its summary.
struct OfLevel<'a> {
    title: &'static str,
    slug: String,
    concepts: Vec<(&'a Concept, String)>,
}

pub(super) fn area(book: &Book<'_>, area: &Area<'_>) -> Result<String, Error> {
    let renderer = book.renderer();
    let levels = [Level::Beginner, Level::Intermediate, Level::Advanced].map(|wanted| {
        let mut concepts: Vec<&Concept> = area.concepts.iter().copied().filter(|c| c.level == wanted).collect();
        concepts.sort_by_key(|c| book.course.place(&c.id));
        OfLevel {
            title: level(wanted),
            slug: level(wanted).to_lowercase(),
            concepts: concepts.into_iter().map(|c| (c, renderer.inline(&c.hover))).collect(),
        }
    });
    let description = match area.about {
        "" => format!("The concepts of {}.", area.title),
        about => about.to_owned(),
    };
    let page = OneArea {
        frame: book.frame(&area.title, &description, "../", Some(Place::Areas)),
        area,
        levels: levels.into_iter().filter(|level| !level.concepts.is_empty()).collect(),
        has_questions: questions::any(area),
    };
    Ok(page.render()?)
}
