//! What the first hover costs beside a bare parse, what a hover costs at every token of large files, and what it costs after an edit; and where it costs most.
//!
//! `cargo bench --bench hover [-- --copies N] [--worst N] [--at-most RATIO] [FILE…]`: with a limit, ends with 1 where opening the first file once and hovering over its
//! beginning takes more bare parses. Without files, `_pydecimal.py` and the next largest of the standard library. Each file
//! is taken `--copies` times over, as one text (10 unless told). Times are of one thread, without the protocol; a token that took long is asked again, and
//! its best time counts, since whatever disturbs a machine makes it slower.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

mod common;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use common::{judge, lasted, milliseconds, parser, ratio};
use pygloss::detect::Analysis;
use pygloss::document::{Document, Nodes};
use pygloss::gloss::Glossary;
use pygloss::render::{self, Language};

/// How many of the largest files are asked about.
const FILES: usize = 11;
/// What takes longer is asked again.
const LONG: Duration = Duration::from_micros(300);
/// How many edits are measured.
const EDITS: usize = 200;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let number = |name: &str, otherwise: usize| {
        let at = arguments.iter().position(|a| a == name);
        at.and_then(|at| arguments.get(at + 1)?.parse().ok())
            .unwrap_or(otherwise)
    };
    let (copies, worst) = (number("--copies", 10), number("--worst", 5));
    let named: Vec<PathBuf> = arguments
        .iter()
        .filter(|a| a.ends_with(".py"))
        .map(PathBuf::from)
        .collect();
    let files = if named.is_empty() { largest() } else { named };
    let glossary = Glossary::builtin();
    let opened = files.first().and_then(|path| std::fs::read_to_string(path).ok());
    let opening = opened.map_or(0.0, |text| {
        [text.clone(), text.repeat(copies)]
            .map(|text| {
                let (open, bare) = open(glossary, &text);
                let (lines, ratio) = (text.lines().count(), ratio(open, bare));
                let (open, bare) = (milliseconds(open), milliseconds(bare));
                println!(
                    "{lines} lines opened, and a hover: {open:.1} ms; a bare parse: {bare:.1} ms; ratio: {ratio:.2}"
                );
                ratio
            })
            .into_iter()
            .fold(0.0, f64::max)
    });
    println!(
        "{:24} {:>7} {:>7} | {:>8} {:>8} {:>8} {:>8} | {:>8} {:>8}",
        "ms", "lines", "tokens", "first", "p50", "p99", "max", "edit p50", "p99"
    );
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let text = text.repeat(copies);
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let analysis = Analysis::new(Document::new(text.clone()));
        let tokens: Vec<usize> = {
            let nodes = Nodes::whole(analysis.document());
            nodes
                .all()
                .filter(|n| n.first_child().is_none() && !n.range().is_empty())
                .map(pygloss::document::Node::start)
                .collect()
        };
        let middle = tokens.get(tokens.len() / 2).copied().unwrap_or(0);
        let first = hover(glossary, &analysis, middle).0;
        let mut times: Vec<(Duration, usize)> = tokens
            .iter()
            .map(|&at| (hover(glossary, &analysis, at).0, at))
            .collect();
        for (time, at) in times.iter_mut().filter(|(time, _)| *time > LONG) {
            *time = (0..3)
                .map(|_| hover(glossary, &analysis, *at).0)
                .min()
                .unwrap_or(*time)
                .min(*time);
        }
        times.sort_unstable();
        let edits = edits(glossary, analysis, &tokens);
        println!(
            "{name:24} {:7} {:7} | {:8.3} {:8.3} {:8.3} {:8.3} | {:8.3} {:8.3}",
            text.lines().count(),
            tokens.len(),
            milliseconds(first),
            milliseconds(quantile(&times, 50).0),
            milliseconds(quantile(&times, 99).0),
            milliseconds(quantile(&times, 100).0),
            milliseconds(quantile(&edits, 50).0),
            milliseconds(quantile(&edits, 99).0),
        );
        let again = Analysis::new(Document::new(text));
        for (time, at) in times.iter().rev().take(worst) {
            let (_, said) = hover(glossary, &again, *at);
            let line = again.document().lines().row(*at);
            let shown = again.document().lines().line(again.document().text(), line).trim();
            println!(
                "  {:8.3} line {} byte {at}: {said}: {shown}",
                milliseconds(*time),
                line + 1
            );
        }
    }
    judge(opening)
}

/// How often a text is opened.
const ROUNDS: usize = 9;

/// What it takes to open a text and to hover over its beginning, and what it takes to parse it: the best of several rounds, since whatever disturbs a machine makes
/// it slower.
fn open(glossary: &Glossary, text: &str) -> (Duration, Duration) {
    let (mut whole, mut bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        let mut parser = parser();
        let (_tree, time) = lasted(|| parser.parse(text, None).expect("a tree"));
        bare = bare.min(time);
        let (_analysis, time) = lasted(|| {
            let analysis = Analysis::new(Document::new(text.to_owned()));
            hover(glossary, &analysis, 0);
            analysis
        });
        whole = whole.min(time);
    }
    (whole, bare)
}

/// What a hover takes, and the first line of what it says.
fn hover(glossary: &Glossary, analysis: &Analysis, at: usize) -> (Duration, String) {
    let start = Instant::now();
    let glosses = glossary.at(analysis, at);
    let how = render::Hover {
        knowledge: glossary.knowledge(),
        explain: &|_| None,
        know: &|_| None,
        language: Language::default(),
        full: false,
    };
    let said = render::hover(&glosses, &how);
    let time = start.elapsed();
    (
        time,
        said.unwrap_or_default().lines().next().unwrap_or("nothing").to_owned(),
    )
}

/// A blank put into the first column of a line in the middle, or taken away again, then a hover: what both take.
fn edits(glossary: &Glossary, mut analysis: Analysis, tokens: &[usize]) -> Vec<(Duration, usize)> {
    let lines = analysis.document().lines();
    let middle = lines.start(lines.count() / 2).unwrap_or(0);
    let mut times = Vec::new();
    for turn in 0..EDITS {
        let at = tokens.get(turn * 7919 % tokens.len().max(1)).copied().unwrap_or(0);
        let start = Instant::now();
        analysis = analysis.changed(|document| match turn % 2 {
            0 => document.replace(middle..middle, " "),
            _ => document.replace(middle..middle + 1, ""),
        });
        let edit = start.elapsed();
        times.push((edit + hover(glossary, &analysis, at).0, at));
    }
    times.sort_unstable();
    times
}

fn quantile(times: &[(Duration, usize)], percent: usize) -> (Duration, usize) {
    let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
    times.get(at).copied().unwrap_or_default()
}

/// `_pydecimal.py`, and the other largest files at the top of the installed standard library.
fn largest() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(common::library()).into_iter().flatten().flatten();
    let mut files: Vec<(bool, u64, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .map(|path| {
            (
                path.ends_with("_pydecimal.py"),
                path.metadata().map_or(0, |m| m.len()),
                path,
            )
        })
        .collect();
    files.sort();
    files.into_iter().rev().take(FILES).map(|(.., path)| path).collect()
}
