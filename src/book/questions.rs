//! The pages of questions: those of interviews, and by area all that people ask.

use askama::Template;

use super::areas::Area;
use super::{Book, Error, Frame, Place};
use crate::knowledge::Concept;

/// Well-known questions of interviews, each with the ids of the concepts that answer it.
const INTERVIEW: &str = include_str!("assets/interview.tsv");

/// The questions of interviews with the concepts that answer them and are there.
pub(super) fn interview<'k>(book: &Book<'k>) -> Vec<(&'static str, Vec<&'k Concept>)> {
    let lines = INTERVIEW.lines().filter_map(|line| line.split_once('\t'));
    let known = |ids: &str| {
        ids.split(", ")
            .filter_map(|id| book.knowledge.get(id))
            .collect::<Vec<_>>()
    };
    lines
        .map(|(question, ids)| (question, known(ids)))
        .filter(|(_, concepts)| !concepts.is_empty())
        .collect()
}

/// Whether people ask about an area.
pub(super) fn any(area: &Area<'_>) -> bool {
    area.concepts.iter().any(|concept| !concept.asked.is_empty())
}

#[derive(Template)]
#[template(path = "questions.html")]
struct All<'a> {
    frame: Frame<'a>,
    interview: Vec<(&'static str, Vec<&'a Concept>)>,
    areas: Vec<(&'a Area<'a>, usize)>,
    count: usize,
}

pub(super) fn all(book: &Book<'_>) -> Result<String, Error> {
    let count = |area: &Area<'_>| area.concepts.iter().map(|c| c.asked.len()).sum::<usize>();
    let areas: Vec<(&Area<'_>, usize)> = book.areas.iter().filter(|a| any(a)).map(|a| (a, count(a))).collect();
    let page = All {
        frame: book.frame(
            "Questions",
            "What people ask about Python, and the pages that answer it.",
            "../",
            Some(Place::Questions),
        ),
        interview: interview(book),
        count: areas.iter().map(|(_, count)| count).sum(),
        areas,
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "asked.html")]
struct OfArea<'a> {
    frame: Frame<'a>,
    area: &'a Area<'a>,
    concepts: Vec<&'a Concept>,
}

pub(super) fn area(book: &Book<'_>, area: &Area<'_>) -> Result<String, Error> {
    let title = format!("Questions: {}", area.title);
    let description = format!("What people ask about {}.", area.title);
    let mut concepts: Vec<&Concept> = area.concepts.iter().copied().filter(|c| !c.asked.is_empty()).collect();
    concepts.sort_by_key(|c| book.course.place(&c.id));
    let page = OfArea {
        frame: book.frame(&title, &description, "../", Some(Place::Questions)),
        area,
        concepts,
    };
    Ok(page.render()?)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{built_in, text_of};
    use super::*;
    use crate::book::Options;
    use crate::gloss::Glossary;

    #[test]
    fn each_question_of_interviews_leads_to_all_that_answers_it() {
        let knowledge = Glossary::builtin().knowledge();
        let book = Book::new(knowledge, Options::default());
        let answered = interview(&book);
        assert_eq!(answered.len(), INTERVIEW.lines().count());
        for (line, (_, concepts)) in INTERVIEW.lines().zip(&answered) {
            let ids: Vec<&str> = concepts.iter().map(|c| c.id.as_str()).collect();
            assert!(line.ends_with(&format!("\t{}", ids.join(", "))), "{line}");
        }
        let html = text_of(built_in(), "questions/");
        assert!(html.contains("href=\"../concepts/gil.html\""));
    }

    #[test]
    fn the_thirty_questions_are_there() {
        let seed = include_str!("../../tests/seed/questions.tsv");
        let plain = |text: &str| text.replace(" in Python", "");
        let own: Vec<String> = INTERVIEW.lines().map(plain).collect();
        for line in seed.lines().take(30) {
            let question = plain(line.split('\t').next().expect("a question"));
            assert!(own.iter().any(|line| line.starts_with(&question)), "{question}");
        }
    }
}
