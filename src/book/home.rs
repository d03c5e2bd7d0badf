//! The first page.

use askama::Template;

use super::areas::Area;
use super::{Book, Error, Frame, Place, questions};
use crate::knowledge::Concept;

/// Concepts that show what the book is about, if they are there.
const TASTE: [&str; 10] = [
    "decorator",
    "walrus-operator",
    "param-var-positional",
    "with-statement",
    "yield-from",
    "dunder-slots",
    "lambda-expression",
    "match-statement",
    "loop-else",
    "f-string",
];

/// How many of the interview's questions stand here.
const QUESTIONS: usize = 6;

#[derive(Template)]
#[template(path = "home.html")]
struct Page<'a> {
    frame: Frame<'a>,
    count: usize,
    taste: Vec<&'a Concept>,
    areas: &'a [Area<'a>],
    questions: Vec<(&'static str, &'a Concept)>,
    first: Option<&'a Concept>,
}

pub(super) fn page(book: &Book<'_>) -> Result<String, Error> {
    let description =
        "What each construct of Python is, how it works, why it exists and where it bites, with an example.";
    let questions = questions::interview(book)
        .into_iter()
        .filter_map(|(question, concepts)| Some((question, *concepts.first()?)));
    let page = Page {
        frame: book.frame("Python, explained", description, "", Some(Place::Home)),
        count: book.course.len(),
        taste: TASTE.iter().filter_map(|id| book.knowledge.get(id)).collect(),
        areas: &book.areas,
        questions: questions.take(QUESTIONS).collect(),
        first: book.course.at(1),
    };
    Ok(page.render()?)
}
