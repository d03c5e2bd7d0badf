//! A rewriting does what the original does: CPython runs both, and they print the same and raise the same.
//!
//! `tests/rewrites/NAME.py` has the programs for the rewriting NAME, separated by lines `# ---`. The construct stands in the line that ends with
//! `# <- here`, or at `<CURSOR>`; `# <- impossible` marks one that no plainer code does justice, `# <- nothing` one that is no such construct. A program that
//! needs a version begins with `# since 3.10`. With PYGLOSS_SHOW=1 the rewritten programs are printed.
#![allow(clippy::print_stdout, reason = "PYGLOSS_SHOW prints the rewritten programs")]

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use libtest_mimic::{Arguments, Failed, Trial};
use pygloss::detect::Analysis;
use pygloss::document::{Document, Nodes};
use pygloss::knowledge::Version;
use pygloss::rewrite::{Outcome, Rewrite, rewrites};
use serde_json::{Value, json};

/// So many programs at least are rewritten and run.
const FEWEST: usize = 20;

fn main() {
    let arguments = Arguments::from_args();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/rewrites");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the programs")
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    files.sort();
    let trials = files.into_iter().map(|path| {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        Trial::test(name.clone(), move || behaves_alike(&name, &path))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}

fn python() -> String {
    std::env::var("PYGLOSS_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

fn version() -> Result<Version, Failed> {
    let script = "import sys; print('%d.%d' % sys.version_info[:2])";
    let output = Command::new(python()).args(["-c", script]).output()?;
    let printed = String::from_utf8_lossy(&output.stdout).trim().parse();
    printed.map_err(|()| "CPython says no version".into())
}

/// What is expected at a program's mark.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Here,
    Impossible,
    Nothing,
}

/// A program, and the bytes among which its construct begins.
struct Program {
    row: usize,
    source: String,
    mark: Mark,
    places: std::ops::Range<usize>,
    since: Option<Version>,
}

fn read(text: &str) -> Result<Vec<Program>, Failed> {
    let mut programs = Vec::new();
    let mut row = 1;
    for source in text.split("# ---\n") {
        programs.push(program(source, row).map_err(|why| format!("line {row}: {why}"))?);
        row += source.lines().count() + 1;
    }
    Ok(programs)
}

fn program(source: &str, row: usize) -> Result<Program, &'static str> {
    let since = source
        .strip_prefix("# since ")
        .and_then(|rest| rest.lines().next()?.trim().parse().ok());
    let marks = [
        (Mark::Here, "# <- here"),
        (Mark::Impossible, "# <- impossible"),
        (Mark::Nothing, "# <- nothing"),
    ];
    let mut marked = marks
        .iter()
        .filter_map(|(mark, text)| Some((*mark, source.find(text)?)));
    let found = marked.next();
    if let Some(offset) = source.find("<CURSOR>") {
        let mark = found.map_or(Mark::Here, |(mark, _)| mark);
        let source = source.replace("<CURSOR>", "");
        return Ok(Program {
            row,
            source,
            mark,
            places: offset..offset + 1,
            since,
        });
    }
    let (mark, offset) = found.ok_or("the program has no mark")?;
    let start = source[..offset].rfind('\n').map_or(0, |at| at + 1);
    Ok(Program {
        row,
        source: source.to_owned(),
        mark,
        places: start..offset,
        since,
    })
}

/// The rewriting `about` at the first of a program's places that has one.
fn outcome(about: &str, program: &Program) -> Option<Outcome> {
    let analysis = Analysis::new(Document::new(program.source.clone()));
    let nodes = Nodes::new(analysis.document());
    let mut found = program
        .places
        .clone()
        .flat_map(|offset| rewrites(&analysis, &nodes, offset))
        .filter(|outcome| outcome.about() == about);
    found.next()
}

fn rewritten(source: &str, rewrite: &Rewrite) -> String {
    let (before, behind) = (&source[..rewrite.statement.start], &source[rewrite.statement.end..]);
    format!("{before}{}{behind}", rewrite.after)
}

fn comments(source: &str) -> Vec<String> {
    let analysis = Analysis::new(Document::new(source.to_owned()));
    let nodes = Nodes::whole(analysis.document());
    let all = nodes.root().descendants().filter(|n| n.kind() == "comment");
    all.map(|n| n.text().trim_end().to_owned()).collect()
}

/// The comments of a program that its rewriting has no more.
fn lost_comments(before: &str, after: &str) -> Vec<String> {
    let mut kept = comments(after);
    let mut lost = comments(before);
    lost.retain(|comment| match kept.iter().position(|other| other == comment) {
        Some(at) => {
            kept.swap_remove(at);
            false
        }
        None => true,
    });
    lost
}

fn behaves_alike(about: &str, path: &Path) -> Result<(), Failed> {
    let programs = read(&std::fs::read_to_string(path)?)?;
    let count = programs.iter().filter(|program| program.mark == Mark::Here).count();
    if count < FEWEST {
        return Err(format!("{count} programs are rewritten and run; {FEWEST} are wanted").into());
    }
    let version = version()?;
    let mut wrong = Vec::new();
    let mut pairs = Vec::new();
    for program in &programs {
        let name = format!("{about}.py:{}", program.row);
        match (outcome(about, program), program.mark) {
            (Some(Outcome::Rewritten(rewrite)), Mark::Here) => {
                let after = rewritten(&program.source, &rewrite);
                if std::env::var_os("PYGLOSS_SHOW").is_some() {
                    println!("## {name}\n{after}\n{:?}", rewrite.notes);
                }
                let lost = lost_comments(&program.source, &after);
                if !lost.is_empty() {
                    wrong.push(format!("{name}: lost comments: {lost:?}\n{after}"));
                }
                if program.since.is_none_or(|since| since <= version) {
                    pairs.push(json!({ "name": name, "before": program.source, "after": after }));
                }
            }
            (Some(Outcome::Impossible { .. }), Mark::Impossible) | (None, Mark::Nothing) => {}
            (other, _) => wrong.push(format!("{name}: unexpected: {other:?}")),
        }
    }
    wrong.extend(run(&json!(pairs))?);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.join("\n\n").into())
    }
}

/// Runs the pairs in one process and returns what differs.
fn run(pairs: &Value) -> Result<Vec<String>, Failed> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/rewrites.py");
    let mut child = Command::new(python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().ok_or("a pipe")?;
    let input = pairs.to_string();
    let writing = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output()?;
    let _ = writing.join();
    if !output.status.success() {
        return Err(format!("{script} ended with {}", output.status).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
