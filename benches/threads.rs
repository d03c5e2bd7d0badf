//! What `pygloss scan` of the standard library takes, from its start to its end, beside a bare parse of the same files on as many threads.
//!
//! `cargo bench --bench threads [-- --at-most RATIO]`: with a limit, ends with 1 where it is passed.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

mod common;

use common::{judge, lasted, parser, ratio, standard_library};

/// Rounds; the best of each counts.
const ROUNDS: usize = 3;

fn main() -> ExitCode {
    let files = standard_library();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let written = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    let (mut bare, mut null, mut file, mut lines) = (Duration::MAX, Duration::MAX, Duration::MAX, 0);
    for _ in 0..ROUNDS {
        bare = bare.min(lasted(|| parse_all(&files, threads)).1);
        null = null.min(lasted(|| scan(&files, Stdio::null())).1);
        let out = written.reopen().expect("the file is there");
        out.set_len(0).expect("the file can be emptied");
        file = file.min(lasted(|| scan(&files, Stdio::from(out))).1);
        lines = count_lines(written.path());
    }
    println!("{} files on {threads} threads, {lines} lines printed", files.len());
    println!("read and parse alone: {:.2} s", bare.as_secs_f64());
    for (where_to, time) in [("nowhere", null), ("into a file", file)] {
        println!(
            "pygloss scan --format jsonl, printed {where_to}: {:.2} s, ratio: {:.2}",
            time.as_secs_f64(),
            ratio(time, bare)
        );
    }
    judge(ratio(null, bare))
}

/// Reads and parses all files, each thread the next that nobody has taken.
fn parse_all(files: &[PathBuf], threads: usize) -> usize {
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut parser = parser();
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = std::fs::read(path).unwrap_or_default();
                    let tree = parser.parse(&text, None).expect("a tree");
                    bytes.fetch_add(tree.root_node().end_byte(), Ordering::Relaxed);
                }
            });
        }
    });
    bytes.into_inner()
}

/// Runs the program itself over the same files.
fn scan(files: &[PathBuf], out: Stdio) {
    let status = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(["scan", "--format", "jsonl", "--"])
        .args(files)
        .stdout(out)
        .status()
        .expect("the program can be run");
    assert!(status.success(), "the scan fails: {status}");
}

fn count_lines(path: &Path) -> usize {
    let bytes = std::fs::read(path).expect("the file is there");
    bytes.iter().filter(|byte| **byte == b'\n').count()
}
