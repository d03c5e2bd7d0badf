//! Texts that nobody writes: whatever is asked of any of them is answered within a second of a processor's time, on a stack as small as a server's.
#![allow(clippy::print_stderr, reason = "it says how long it took where that is asked for")]

mod hostile_texts;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cpu_time::ThreadTime;
use hostile_texts::Text;
use pygloss::detect::Analysis;
use pygloss::document::{Document, Nodes};
use pygloss::gloss::Glossary;
use pygloss::knowledge::{Concept, Level};
use pygloss::render::{self, Language, Links};
use pygloss::review::{self, Changed};
use pygloss::rewrite;

/// For each answer, parsing included where it comes first.
const LIMIT: Duration = Duration::from_secs(1);

/// The stack of the threads that answer: Rust's default, which the server leaves as it is.
const STACK: usize = 2 << 20;

/// Asks everything of each text. All that took too long is told at the end. `PYGLOSS_TEST_ONLY` names the one text to ask.
fn ask(texts: &[Text]) {
    Glossary::builtin();
    let only = std::env::var("PYGLOSS_TEST_ONLY").ok();
    let asked = |text: &&Text| only.as_ref().is_none_or(|name| *name == text.name);
    let texts: Vec<&Text> = texts.iter().filter(asked).collect();
    let (next, slow) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let work = || {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut clock = Clock {
                        name: &text.name,
                        slow: &slow,
                    };
                    clock.everything(&text.text);
                }
            };
            std::thread::Builder::new()
                .stack_size(STACK)
                .spawn_scoped(scope, work)
                .expect("a thread");
        }
    });
    let slow = slow.into_inner().expect("no panic");
    assert!(slow.is_empty(), "{slow:#?}");
}

struct Clock<'a> {
    name: &'a str,
    slow: &'a Mutex<Vec<String>>,
}

impl Clock<'_> {
    fn time<T>(&mut self, what: &str, work: impl FnOnce() -> T) -> T {
        self.time_within(LIMIT, what, work)
    }

    fn time_within<T>(&mut self, limit: Duration, what: &str, work: impl FnOnce() -> T) -> T {
        let begun = ThreadTime::now();
        let done = work();
        let taken = begun.elapsed();
        if std::env::var_os("PYGLOSS_TEST_TIMES").is_some() {
            eprintln!("{:8.3} {what}: {}", taken.as_secs_f64(), self.name);
        }
        if taken > limit {
            self.slow
                .lock()
                .expect("no panic")
                .push(format!("{}: {what} took {taken:.2?}", self.name));
        }
        done
    }

    fn everything(&mut self, text: &str) {
        let glossary = Glossary::builtin();
        let analysis = Analysis::new(Document::new(text.to_owned()));
        let end = text.len();
        let places = [0, end / 3, end / 2, end.saturating_sub(2), end].map(|at| text.floor_char_boundary(at));
        self.time("the first hover", || hover(glossary, &analysis, places[2]));
        for (number, &offset) in places.iter().enumerate() {
            self.time(&format!("hover {number}"), || hover(glossary, &analysis, offset));
            self.time(&format!("actions {number}"), || {
                glossary.touching(&analysis, offset..offset).len()
            });
            self.time(&format!("plainer {number}"), || {
                let nodes = Nodes::new(analysis.document());
                let outcomes = rewrite::rewrites(&analysis, &nodes, offset);
                outcomes
                    .iter()
                    .map(|outcome| render::rewrite(analysis.document(), outcome).len())
                    .sum::<usize>()
            });
            self.time(&format!("a page {number}"), || {
                let glosses = glossary.touching(&analysis, offset..offset);
                glosses.first().map(|gloss| {
                    render::page(
                        gloss.concept,
                        glossary.knowledge(),
                        Some(gloss),
                        Links::Files,
                        Language::default(),
                    )
                })
            });
            self.time(&format!("plainer code of the line {number}"), || {
                let document = analysis.document();
                let row = document.lines().row(offset);
                let start = document.lines().start(row).unwrap_or(0);
                let line = document.lines().line(document.text(), row);
                let nodes = Nodes::new(document);
                rewrite::rewrites_between(&analysis, &nodes, start..start + line.len()).len()
            });
        }
        self.time("actions for everything", || glossary.touching(&analysis, 0..end).len());
        let all = self.time("a scan", || glossary.outline(&analysis));
        self.time("the places of a scan", || {
            let places = all.iter().map(|o| {
                analysis
                    .document()
                    .position(o.anchor().start, pygloss::document::Encoding::Utf16)
            });
            places.map(|position| position.column).max()
        });
        // One answer for each place of the file, for `scan --insights`: a second, and another one for each half of a megabyte.
        let limit = LIMIT + LIMIT * u32::try_from(2 * end / 1_000_000).unwrap_or(0);
        self.time_within(limit, "facts", || glossary.facts(&analysis).len());
        self.time("a list", || {
            glossary
                .gloss_document(&analysis, &(0..end), |concept: &Concept| {
                    concept.level == Level::Advanced
                })
                .len()
        });
        self.time("a review", || {
            let files = [Changed::whole(
                "a.py".to_owned(),
                text.to_owned(),
                (0..analysis.document().lines().count()).collect(),
            )];
            render::review(
                &review::introduced(glossary, &files, Level::Beginner),
                "",
                glossary.knowledge(),
            )
            .len()
        });
        self.time("an edit", || {
            let mut document = analysis.into_document();
            document.replace(places[2]..places[2], "x");
            hover(glossary, &Analysis::new(document), places[2])
        });
    }
}

fn hover(glossary: &Glossary, analysis: &Analysis, offset: usize) -> Option<String> {
    let glosses = glossary.at(analysis, offset);
    let how = render::Hover {
        knowledge: glossary.knowledge(),
        explain: &|_: &Concept| None,
        know: &|_: &Concept| None,
        language: Language::default(),
        full: true,
    };
    render::hover(&glosses, &how)
}

#[test]
fn deep() {
    ask(&hostile_texts::deep());
}

#[test]
fn levels() {
    ask(&hostile_texts::levels());
}

#[test]
fn long() {
    let (_, texts): (Vec<_>, Vec<_>) = hostile_texts::long().into_iter().partition(is_slow);
    ask(&texts);
}

#[test]
#[ignore = "a first hover, lists and reviews take 0.8 to 1.5 seconds, the parser alone far more: docs/reliability.md"]
fn long_and_slow() {
    let (texts, _): (Vec<_>, Vec<_>) = hostile_texts::long().into_iter().partition(is_slow);
    ask(&texts);
}

fn is_slow(text: &Text) -> bool {
    hostile_texts::SLOW.contains(&text.name.as_str())
}

#[test]
fn wide() {
    ask(&hostile_texts::wide());
}

#[test]
#[ignore = "the first hover takes up to 1.4 seconds, an edit among 200,000 comments far more: docs/reliability.md"]
fn many_lines() {
    ask(&hostile_texts::many_lines());
}

#[test]
#[ignore = "the parser alone takes longer than the limit: docs/reliability.md"]
fn slow_to_parse() {
    ask(&hostile_texts::slow_to_parse());
}

#[test]
fn odd() {
    ask(&hostile_texts::odd());
}
