//! What finding every concept costs, beside what parsing alone costs: the whole standard library, both in one run.
//!
//! `cargo bench --bench scan [-- --at-most RATIO]`: with a limit, ends with 1 where it is passed.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use pygloss::detect::Analysis;
use pygloss::document::{Document, syntax};
use pygloss::gloss::Glossary;

/// Rounds over all files; the best counts, since whatever disturbs a machine makes it slower.
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let limit: Option<f64> = arguments
        .iter()
        .position(|a| a == "--at-most")
        .and_then(|at| arguments.get(at + 1)?.parse().ok());
    let files: Vec<String> = standard_library()
        .iter()
        .filter_map(|p| std::fs::read_to_string(p).ok())
        .collect();
    let bytes: usize = files.iter().map(String::len).sum();
    let glossary = Glossary::builtin();
    let (mut parse, mut scan) = (Duration::MAX, Duration::MAX);
    let mut found = 0;
    for _ in 0..ROUNDS {
        let (mut bare, mut whole) = (Duration::ZERO, Duration::ZERO);
        found = 0;
        let mut parser = tree_sitter::Parser::new();
        parser
            .set_language(&syntax::language())
            .expect("the grammar fits the parser");
        for text in &files {
            let start = Instant::now();
            let tree = parser.parse(text, None).expect("a tree");
            bare += start.elapsed();
            drop(tree);
            let start = Instant::now();
            let analysis = Analysis::new(Document::new(text.clone()));
            found += glossary.outline(&analysis).len();
            whole += start.elapsed();
        }
        parse = parse.min(bare);
        scan = scan.min(whole);
    }
    let speed = |time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let ratio = scan.as_secs_f64() / parse.as_secs_f64();
    println!(
        "{} files, {:.1} MB, {} concepts, {found} occurrences\nparse alone: {:.2} s, {:.1} MB/s\nparse and find: {:.2} s, {:.1} MB/s\nratio: {ratio:.2}",
        files.len(),
        bytes as f64 / 1e6,
        glossary.knowledge().concepts().len(),
        parse.as_secs_f64(),
        speed(parse),
        scan.as_secs_f64(),
        speed(scan),
    );
    match limit {
        Some(limit) if ratio > limit => {
            println!("more than {limit} times a bare parse");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}

/// The Python files of the installed standard library, without what was installed beside it.
fn standard_library() -> Vec<PathBuf> {
    let python = std::env::var("PYGLOSS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python)
        .args(["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"])
        .output()
        .expect("CPython can be run; install it, or set PYGLOSS_PYTHON");
    let root = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let mut files = Vec::new();
    let mut todo = vec![Path::new(&root).to_path_buf()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.ends_with("site-packages") && !path.ends_with("dist-packages") {
                todo.push(path);
            } else if path.extension().is_some_and(|e| e == "py") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
