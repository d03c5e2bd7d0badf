//! Facts in tests: code with `<CURSOR>` in it, and what is said there.

use super::{Piece, Sentence};
use crate::detect::Analysis;
use crate::document::Document;
use crate::gloss::Glossary;

/// What is said of the concept `concept` at `<CURSOR>` in `code`, one line for each fact: `about: sentence`.
pub(super) fn said(concept: &str, code: &str) -> Vec<String> {
    let offset = code.find("<CURSOR>").expect("code with a cursor");
    let analysis = Analysis::new(Document::new(code.replace("<CURSOR>", "")));
    let glosses = Glossary::builtin().at(&analysis, offset);
    let of_concept = glosses.iter().filter(|gloss| gloss.concept.id == concept);
    let insights = of_concept.flat_map(|gloss| &gloss.insights);
    insights
        .map(|insight| format!("{}: {}", insight.about, plain(&insight.sentence)))
        .collect()
}

/// That fact `about` at `<CURSOR>`, if it is known.
pub(super) fn fact(about: &str, concept: &str, code: &str) -> Option<String> {
    let prefix = format!("{about}: ");
    let said = said(concept, code);
    said.iter()
        .find_map(|line| line.strip_prefix(&prefix))
        .map(str::to_owned)
}

/// At `<CURSOR>` in `code`, the fact `about` is told in these very words.
#[track_caller]
pub(super) fn says(about: &str, concept: &str, code: &str, sentence: &str) {
    assert_eq!(fact(about, concept, code).as_deref(), Some(sentence), "{code}");
}

/// At `<CURSOR>` in `code`, nothing is told of `about`.
#[track_caller]
pub(super) fn silent(about: &str, concept: &str, code: &str) {
    assert_eq!(fact(about, concept, code), None, "{code}");
}

fn plain(sentence: &Sentence) -> String {
    let pieces = sentence.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Code(code) => format!("`{code}`"),
    });
    pieces.collect()
}
