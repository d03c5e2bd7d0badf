//! What the benchmarks share: the files they measure with, and the bare parse that everything is compared with.
#![allow(dead_code, reason = "no benchmark needs all of it")]

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use pygloss::detect::Analysis;
use pygloss::document::{Document, syntax};

/// The folder of the installed standard library.
pub fn library() -> PathBuf {
    let python = std::env::var("PYGLOSS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let output = Command::new(python)
        .args(["-c", "import sysconfig; print(sysconfig.get_path('stdlib'))"])
        .output()
        .expect("CPython can be run; install it, or set PYGLOSS_PYTHON");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}

/// The Python files of the installed standard library, without what was installed beside it.
pub fn standard_library() -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut todo = vec![library()];
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

/// The text that the goals are about: `_pydecimal.py`, so many times over.
pub fn text(copies: usize) -> String {
    let path: &Path = &library().join("_pydecimal.py");
    std::fs::read_to_string(path)
        .expect("the standard library has it")
        .repeat(copies)
}

/// A parser, as bare as can be.
pub fn parser() -> tree_sitter::Parser {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&syntax::language())
        .expect("the grammar fits the parser");
    parser
}

/// How long a bare parse of `text` takes.
pub fn bare_parse(parser: &mut tree_sitter::Parser, text: &str) -> Duration {
    let (_tree, time) = timed(|| parser.parse(text, None).expect("a tree"));
    time
}

/// What `ask` gives of a document that nobody has asked about, and how long that takes, the parse included. The text is there before, and whoever calls takes down what was made:
/// so it is for the bare tree.
pub fn asked_anew<T>(text: &str, ask: impl FnOnce(&Analysis) -> T) -> ((Analysis, T), Duration) {
    let own = text.to_owned();
    timed(|| {
        let analysis = Analysis::new(Document::new(own));
        let answer = ask(&analysis);
        (analysis, answer)
    })
}

/// What one call takes, and what it gives. Where the system tells, the time that this thread computed: whoever else uses the machine does not count. It is
/// told to a few milliseconds, so only sums of many say much.
pub fn timed<T>(call: impl FnOnce() -> T) -> (T, Duration) {
    let (wall, own) = (Instant::now(), computed());
    let value = call();
    let elapsed = wall.elapsed();
    let computed = own.zip(computed()).map(|(before, after)| after.saturating_sub(before));
    (value, computed.unwrap_or(elapsed))
}

/// How long this thread has computed.
fn computed() -> Option<Duration> {
    let all = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    all.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}

/// What one call takes by the clock on the wall, for what runs on several threads or in another process.
pub fn lasted<T>(call: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let value = call();
    (value, start.elapsed())
}

/// The mean of some times.
pub fn mean(times: &[Duration]) -> Duration {
    let count = u32::try_from(times.len()).unwrap_or(u32::MAX).max(1);
    times.iter().sum::<Duration>() / count
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// How many times as long.
pub fn ratio(time: Duration, of: Duration) -> f64 {
    time.as_secs_f64() / of.as_secs_f64()
}

/// The number behind an argument: `--at-most 2.2`.
pub fn number(name: &str) -> Option<f64> {
    let arguments: Vec<String> = std::env::args().collect();
    let at = arguments.iter().position(|a| a == name)?;
    arguments.get(at + 1)?.parse().ok()
}

/// Ends with 1 where a limit that was asked for is passed.
#[allow(clippy::print_stdout, reason = "it prints what it measured")]
pub fn judge(ratio: f64) -> ExitCode {
    match number("--at-most") {
        Some(limit) if ratio > limit => {
            println!("more than {limit} times a bare parse");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
