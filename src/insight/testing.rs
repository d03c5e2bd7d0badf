//! Facts in tests: code with `<CURSOR>` in it, and what is said there. And whether each kind of fact has tests enough.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::process::Command;

use super::{FAMILIES, Finder, Piece, Sentence};
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

/// That fact `about` at `<CURSOR>`, if it is known. It has to be one that the concept can have: where it cannot, silence proves nothing.
#[track_caller]
pub(super) fn fact(about: &str, concept: &str, code: &str) -> Option<String> {
    let mut finders = finders().filter(|finder| finder.about == about);
    let is_asked = finders.any(|finder| finder.concepts.contains(&concept));
    assert!(is_asked, "nobody asks for {about} at {concept}");
    let prefix = format!("{about}: ");
    let said = said(concept, code);
    let fact = said.iter().find_map(|line| line.strip_prefix(&prefix));
    log(about, fact.is_some(), code);
    fact.map(str::to_owned)
}

fn finders() -> impl Iterator<Item = &'static Finder> {
    FAMILIES.iter().flat_map(|family| family.iter())
}

/// Names the file in which each test notes of which fact it asks, see [`each_fact_has_tests`].
const LOG: &str = "PYGLOSS_FACTS";

fn log(about: &str, is_hit: bool, code: &str) {
    let Some(path) = std::env::var_os(LOG) else { return };
    let mut hasher = DefaultHasher::new();
    code.hash(&mut hasher);
    let line = format!(
        "{about} {} {:x}\n",
        if is_hit { "hit" } else { "miss" },
        hasher.finish()
    );
    let mut file = std::fs::File::options().append(true).open(path).expect("the log");
    // In one piece: other tests write at the same time.
    file.write_all(line.as_bytes()).expect("the log");
}

/// Of each fact how many programs at least are told it, and how many are not.
const LEAST: usize = 2;

/// Runs the tests of all facts once more, in a process of its own, and counts what they ask.
#[test]
fn each_fact_has_tests() {
    let log = tempfile::NamedTempFile::new().expect("a file for the log");
    let tests = std::env::current_exe().expect("the tests");
    let run = Command::new(tests)
        .args(["insight::", "--skip", "each_fact_has_tests"])
        .env(LOG, log.path())
        .output()
        .expect("the tests");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stdout));
    let told = std::fs::read_to_string(log.path()).expect("the log");
    let mut programs: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for line in told.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [about, kind, program] = words.as_slice() else {
            panic!("a broken line: {line}");
        };
        programs.entry((about, kind)).or_default().insert(program);
    }
    let count = |about, kind| programs.get(&(about, kind)).map_or(0, BTreeSet::len);
    let mut few: Vec<String> = finders()
        .filter(|finder| count(finder.about, "hit") < LEAST || count(finder.about, "miss") < LEAST)
        .map(|finder| {
            let about = finder.about;
            format!(
                "{about}: {} hits, {} near misses",
                count(about, "hit"),
                count(about, "miss")
            )
        })
        .collect();
    few.dedup();
    assert!(few.is_empty(), "too few tests:\n{}", few.join("\n"));
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
