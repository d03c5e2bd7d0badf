//! What the build prepares is what the program would read, check and compile by itself.

use std::path::Path;

use pygloss::detect::{Analysis, Detector};
use pygloss::document::Document;
use pygloss::gloss::{Gloss, Glossary};
use pygloss::knowledge::{Concept, Knowledge, Loaded, builtin};

/// The concepts as their files say it, read now.
fn read() -> Loaded {
    let loaded = Knowledge::load(&builtin(), None);
    assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
    loaded
}

/// Every field, those that are read later too.
fn fields(concept: &Concept) -> String {
    let later = (concept.sections(), concept.code(), concept.cases());
    assert!(!later.0.is_empty() && !later.2.is_empty(), "{}", concept.id);
    format!("{concept:#?}")
}

#[test]
fn concepts_are_those_of_their_files() {
    let (read, prepared) = (read().knowledge, Knowledge::prepared().expect("it can be read"));
    assert!(read.concepts().len() > 500);
    assert_eq!(prepared.concepts().len(), read.concepts().len());
    for (at, (one, other)) in read.concepts().iter().zip(prepared.concepts()).enumerate() {
        assert_eq!(fields(one), fields(other), "{}", one.path);
        assert_eq!(read.depth(at), prepared.depth(at), "{}", one.path);
        let found = prepared.get(&one.id).map(|concept| &concept.path);
        assert_eq!(found, Some(&one.path));
        for block in &one.queries {
            assert!(!one.query(block).trim().is_empty(), "{}", one.path);
        }
    }
}

/// Byte by byte: the same sources give the same program.
#[test]
fn patterns_are_compiled_as_they_would_be_now() {
    let made = postcard::to_allocvec(&Detector::new(&read().knowledge)).expect("it can be written");
    assert!(Detector::prepared().is_ok(), "it can be read");
    assert!(made == Detector::PREPARED, "compiled now, the patterns are others");
}

#[test]
fn what_is_said_of_code_is_the_same() {
    let (prepared, made) = (Glossary::builtin(), Glossary::new(read().knowledge));
    let mut texts: Vec<String> = made
        .knowledge()
        .concepts()
        .iter()
        .flat_map(Concept::cases)
        .map(|block| block.cases.code.clone())
        .collect();
    let tour = Path::new(env!("CARGO_MANIFEST_DIR")).join("demo/tour.py");
    texts.push(std::fs::read_to_string(tour).expect("the tour is there"));
    let mut hovers = 0;
    for text in texts {
        let analysis = Analysis::new(Document::new(text));
        let all = made.all(&analysis);
        assert_eq!(prepared.all(&analysis), all, "{}", analysis.document().text());
        assert_eq!(prepared.outline(&analysis), made.outline(&analysis));
        for offset in all.iter().flat_map(|o| &o.anchors).map(|anchor| anchor.start) {
            let said = |glossary: &Glossary| {
                let glosses = glossary.at(&analysis, offset);
                glosses.iter().map(shown).collect::<Vec<_>>()
            };
            let expected = said(&made);
            assert!(!expected.is_empty());
            hovers += 1;
            assert_eq!(said(prepared), expected, "{offset} in {}", analysis.document().text());
        }
    }
    assert!(hovers > 1000, "{hovers}");
}

fn shown(gloss: &Gloss<'_>) -> String {
    let (id, hover) = (&gloss.concept.id, &gloss.concept.hover);
    format!(
        "{id} {hover} {:?} {:?} {:?}",
        gloss.occurrence, gloss.here, gloss.insights
    )
}
