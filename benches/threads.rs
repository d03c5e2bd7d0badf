//! What `pygloss scan` of the standard library takes, from its start to its end, beside a bare parse of the same files on as many threads.
//!
//! `cargo bench --bench threads [-- --rounds N --at-most RATIO]`: with a limit, ends with 1 where it is passed.
#![allow(clippy::print_stdout, reason = "it prints what it measured")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

mod common;

use common::{judge, lasted, number, parser, standard_library};

fn main() -> ExitCode {
    let files = standard_library();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let written = tempfile::NamedTempFile::new().expect("a temporary file can be made");
    let (mut bare, mut null, mut file) = (Best::default(), Best::default(), Best::default());
    // The best of each counts.
    for _ in 0..number("--rounds").map_or(3, |rounds| rounds as usize) {
        bare.take(|| {
            parse_all(&files, threads);
        });
        null.take(|| scan(&files, Stdio::null()));
        let out = written.reopen().expect("the file is there");
        out.set_len(0).expect("the file can be emptied");
        file.take(|| scan(&files, Stdio::from(out)));
    }
    let lines = count_lines(written.path());
    println!("{} files on {threads} threads, {lines} lines printed", files.len());
    println!("read and parse alone: {bare}");
    for (place, best) in [("nowhere", &null), ("into a file", &file)] {
        println!(
            "pygloss scan --format jsonl, printed {place}: {best}, ratio {:.2} (of the time computed: {:.2})",
            best.wall / bare.wall,
            best.computed / bare.computed
        );
    }
    judge(null.wall / bare.wall)
}

/// Seconds: by the clock on the wall, and what all threads together computed, this program's and its children's.
struct Best {
    wall: f64,
    computed: f64,
}

impl Default for Best {
    fn default() -> Self {
        Self {
            wall: f64::INFINITY,
            computed: f64::INFINITY,
        }
    }
}

impl Best {
    fn take(&mut self, call: impl FnOnce()) {
        let before = computed();
        let ((), wall) = lasted(call);
        self.wall = self.wall.min(wall.as_secs_f64());
        self.computed = self.computed.min(computed() - before);
    }
}

impl std::fmt::Display for Best {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} s ({:.2} s computed)", self.wall, self.computed)
    }
}

/// What this process and the children that it waited for have computed, in seconds; not a number where the system does not tell.
fn computed() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name before it may have any characters. Linux counts hundredths.
    let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let times: Vec<f64> = fields
        .split_whitespace()
        .skip(11)
        .take(4)
        .filter_map(|ticks| ticks.parse().ok())
        .collect();
    if times.len() == 4 {
        times.iter().sum::<f64>() / 100.0
    } else {
        f64::NAN
    }
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
