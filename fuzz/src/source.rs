//! Any text as a file of Python: everything that is ever asked of one.

use std::ops::Range;

use arbitrary::Unstructured;
use pygloss::detect::{Analysis, Occurrence};
use pygloss::document::{Document, Encoding, Nodes};
use pygloss::gloss::{Gloss, Glossary};
use pygloss::knowledge::{Concept, Level};
use pygloss::render::{self, Language, Links, Look};
use pygloss::review::{self, Changed};
use pygloss::rewrite::{self, Outcome};

use super::{code, markdown};

/// At so many places of a longer text it is asked.
const PLACES: usize = 120;

/// What a link to an explanation begins with here.
const EXPLAIN: &str = "explain:";

/// Runs one input.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    check(code::code(&mut u));
}

/// The examples and programs of the built-in concepts.
pub fn seeds() -> Vec<Vec<u8>> {
    code::PIECES.iter().map(|piece| code::as_it_is(piece)).collect()
}

/// What must hold of any text.
pub fn check(text: String) {
    let analysis = Analysis::new(Document::new(text));
    let document = analysis.document();
    let text = document.text();
    positions(document);
    let glossary = Glossary::builtin();
    let all = glossary.all(&analysis);
    for occurrence in &all {
        ranges(text, occurrence);
    }
    let outline = glossary.outline(&analysis);
    // An outline is for lists: of several tokens it need not have all.
    let short = |o: &Occurrence| (o.concept, o.anchor(), o.construct.clone());
    assert_eq!(
        all.iter().map(short).collect::<Vec<_>>(),
        outline.iter().map(short).collect::<Vec<_>>(),
        "an outline of {text:?}"
    );
    for (occurrence, insights) in glossary.facts(&analysis) {
        ranges(text, &occurrence);
        for insight in insights {
            assert!(
                !render::plain(&insight.sentence).is_empty(),
                "{}: an empty sentence in {text:?}",
                insight.about
            );
        }
    }
    let places = places(text);
    for &offset in &places {
        at(glossary, &analysis, &all, offset);
    }
    // The whole text selected, and its first half.
    for range in [0..text.len(), 0..text.floor_char_boundary(text.len() / 2)] {
        glosses(glossary, &analysis, &glossary.touching(&analysis, range));
    }
    rewrites(
        document,
        rewrite::rewrites_between(&analysis, &Nodes::new(document), 0..text.len()),
    );
    introduced(glossary, text, (0..document.lines().count()).step_by(2).collect());
}

fn is_part(text: &str, range: &Range<usize>) -> bool {
    text.get(range.clone()).is_some()
}

fn ranges(text: &str, occurrence: &Occurrence) {
    assert!(!occurrence.anchors.is_empty(), "{occurrence:?} in {text:?}");
    for range in occurrence.anchors.iter().chain([&occurrence.construct]) {
        assert!(is_part(text, range), "{occurrence:?} is no part of {text:?}");
    }
}

/// All places between characters, or of a long text some, and its end.
fn places(text: &str) -> Vec<usize> {
    let step = text.len() / PLACES + 1;
    let mut places: Vec<usize> = (0..text.len())
        .step_by(step)
        .map(|at| text.floor_char_boundary(at))
        .collect();
    places.push(text.len());
    places.dedup();
    places
}

/// Positions lead back to their places.
fn positions(document: &Document) {
    let text = document.text();
    for offset in places(text) {
        // Inside a CR LF no position stands.
        if text[..offset].ends_with('\r') && text[offset..].starts_with('\n') {
            continue;
        }
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let position = document.position(offset, encoding);
            assert_eq!(
                document.offset(position, encoding),
                offset,
                "{encoding:?}, {position:?} in {text:?}"
            );
        }
    }
}

fn at(glossary: &Glossary, analysis: &Analysis, all: &[Occurrence], offset: usize) {
    let document = analysis.document();
    let here = glossary.at(analysis, offset);
    glosses(glossary, analysis, &here);
    // A hover finds what a list of the file has there.
    for occurrence in all.iter().filter(|o| o.is_at(offset)) {
        assert!(
            here.iter().any(|gloss| gloss.occurrence.concept == occurrence.concept),
            "{} at {offset} is listed, but not told, in {:?}",
            glossary.concept(occurrence).id,
            document.text()
        );
    }
    for gloss in here.iter().filter(|gloss| !gloss.occurrence.is_plain()) {
        assert!(
            all.iter()
                .any(|o| o.concept == gloss.occurrence.concept && o.is_at(offset)),
            "{} at {offset} is told, but not listed, in {:?}",
            gloss.concept.id,
            document.text()
        );
    }
    glosses(glossary, analysis, &glossary.touching(analysis, offset..offset));
    let nodes = Nodes::new(document);
    rewrites(document, rewrite::rewrites(analysis, &nodes, offset));
}

/// What is written of glosses, in every form.
fn glosses(glossary: &Glossary, analysis: &Analysis, glosses: &[Gloss<'_>]) {
    let text = analysis.document().text();
    for full in [false, true] {
        let explain = |concept: &Concept| full.then(|| format!("{EXPLAIN}{}", concept.id));
        let how = render::Hover {
            knowledge: glossary.knowledge(),
            explain: &explain,
            know: &explain,
            language: Language::default(),
            full,
        };
        match render::hover(glosses, &how) {
            Some(hover) => {
                markdown::check(&hover, EXPLAIN);
                assert!(!render::text(&hover, Look::PLAIN).trim().is_empty());
            }
            None => assert!(glosses.is_empty()),
        }
    }
    for gloss in glosses.iter().take(3) {
        ranges(text, &gloss.occurrence);
        let page = render::page(
            gloss.concept,
            glossary.knowledge(),
            Some(gloss),
            Links::Files,
            Language::default(),
        );
        markdown::check(&page, EXPLAIN);
        render::text(
            &page,
            Look {
                width: Some(40),
                styled: true,
            },
        );
    }
}

fn rewrites(document: &Document, outcomes: Vec<Outcome>) {
    let text = document.text();
    for outcome in outcomes {
        assert!(is_part(text, outcome.range()), "{outcome:?} is no part of {text:?}");
        markdown::check(&render::rewrite(document, &outcome), EXPLAIN);
        let Outcome::Rewritten(rewrite) = outcome else { continue };
        assert!(is_part(text, &rewrite.statement), "{rewrite:?} is no part of {text:?}");
        // What was Python stays Python.
        if !document.has_error() {
            let mut new = text.to_owned();
            new.replace_range(rewrite.statement.clone(), &rewrite.after);
            assert!(
                !Document::new(new.clone()).has_error(),
                "{}: {text:?} becomes {new:?}",
                rewrite.about
            );
        }
    }
}

/// A review of the text, with these rows new.
pub fn introduced(glossary: &Glossary, text: &str, added: Vec<usize>) {
    let files = [Changed::whole("a.py".to_owned(), text.to_owned(), added)];
    let found = review::introduced(glossary, &files, Level::Beginner);
    render::review(&found, "some", glossary.knowledge());
    for introduced in found {
        markdown::check(&render::review_entry(&introduced, glossary.knowledge()), EXPLAIN);
    }
}
