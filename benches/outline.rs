//! What work on a whole open document costs, beside a bare parse of it: everything that is found (as code lenses and the view of concepts need it), the same after
//! an edit, and everything explained (as a list with a sentence for each place needs it). On `_pydecimal.py`, and on the same ten times over.
//!
//! `cargo bench --bench outline [-- --at-most RATIO]`: with a limit, ends with 1 where finding everything passes it.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::process::ExitCode;
use std::time::Duration;

use pygloss::detect::{Analysis, Outline};
use pygloss::document::Document;
use pygloss::gloss::Glossary;

mod common;

use common::{asked_anew, bare_parse, judge, mean, milliseconds, parser, ratio, text, timed};

fn main() -> ExitCode {
    let mut worst: f64 = 0.0;
    for (copies, rounds) in [(1, 15), (10, 4)] {
        worst = worst.max(measure(&text(copies), rounds));
    }
    judge(worst)
}

fn measure(text: &str, rounds: usize) -> f64 {
    let glossary = Glossary::builtin();
    let mut parser = parser();
    // The patterns are read before anything is measured.
    glossary.outline(&Analysis::new(Document::new("x = 1\n".to_owned())));
    let mut rows: Vec<(&str, Vec<Duration>)> = [
        "bare parse",
        "parse and find everything",
        "the same, kept for what follows",
        "after a space in the middle",
        "after a letter of a local name",
        "after a letter of a function's name",
        "after a new import",
        "parse and explain everything",
    ]
    .map(|name| (name, Vec::new()))
    .into();
    let mut found = 0;
    for round in 0..rounds {
        let mut take = |row: usize, time: Duration| rows[row].1.push(time);
        take(0, bare_parse(&mut parser, text));
        let (made, time) = asked_anew(text, |analysis| glossary.outline(analysis));
        found = made.1.len();
        take(1, time);
        drop(made);
        let ((mut analysis, mut outline), time) = asked_anew(text, |analysis| glossary.outline_after(analysis, None));
        take(2, time);
        let middle = text[text.len() / 2..]
            .find("\n        ")
            .map_or(0, |at| text.len() / 2 + at);
        let local = middle + text[middle..].find("self").unwrap_or(0);
        let function = middle + text[middle..].find("def ").unwrap_or(0) + 5;
        for (row, at, new) in [
            (3, middle, " "),
            (4, local, "s"),
            (5, function, "s"),
            (6, 0, "import os as x\n"),
        ] {
            let ((next, after), time) = timed(|| edited(glossary, analysis, &outline, at, new));
            (analysis, outline) = (next, after);
            take(row, time);
        }
        if round < 3 {
            let explain = |analysis: &Analysis| glossary.gloss_document(analysis, &(0..text.len()), |_| true);
            take(7, asked_anew(text, explain).1);
        }
    }
    let bare = mean(&rows[0].1);
    println!(
        "{} lines, {found} occurrences (means of the time computed)",
        text.lines().count()
    );
    for (name, times) in &rows {
        let time = mean(times);
        println!("{name:38} {:8.2} ms {:6.2}", milliseconds(time), ratio(time, bare));
    }
    ratio(mean(&rows[1].1), bare)
}

/// One edit, and everything that is found then.
fn edited(glossary: &Glossary, analysis: Analysis, outline: &Outline, at: usize, new: &str) -> (Analysis, Outline) {
    let mut document = analysis.into_document();
    document.replace(at..at, new);
    let analysis = Analysis::new(document);
    let outline = glossary.outline_after(&analysis, Some(outline));
    (analysis, outline)
}
