//! `pygloss scan --summary`: which concepts files and folders have, how often, and where first.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use serde_json::json;

use super::output::Output;
use super::{Failure, ScanFormat, packs, scan, source};
use crate::gloss::{Census, Glossary, Spread, Tally};
use crate::render::{self, Links, Survey};

pub(super) fn run(
    format: ScanFormat,
    packs: &[PathBuf],
    paths: &[PathBuf],
    output: &mut Output,
) -> Result<(), Failure> {
    let files = scan::files(paths)?;
    if files.is_empty() {
        return Err(Failure::Nothing(
            "there are no Python files (*.py, *.pyi, *.pyw) in these folders".to_owned(),
        ));
    }
    let concepts = packs::load(packs)?;
    let glossary = concepts.glossary();
    let (census, failed) = count(glossary, &files);
    let spread = census.spread(glossary);
    match format {
        ScanFormat::Text => {
            let names: Vec<_> = paths.iter().map(|path| path.to_string_lossy()).collect();
            let of = Survey {
                name: &names.join(", "),
                files: census.files(),
                stopped: false,
                // On standard error, as a scan has them.
                unreadable: &[],
                hushed: 0,
            };
            output.markdown(&render::census(&spread, &of, glossary.knowledge(), Links::None))?;
        }
        ScanFormat::Jsonl => {
            for spread in &spread {
                output.json(&line(spread))?;
            }
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Failure::Impossible(failed.join("\npygloss: "))),
    }
}

/// A concept as an object on a line; the row is from 1.
fn line(spread: &Spread<'_>) -> String {
    let concept = spread.concept;
    let object = json!({
        "concept": concept.id,
        "title": concept.title,
        "level": concept.level,
        "area": concept.area,
        "times": spread.times,
        "files": spread.files,
        "first": { "path": spread.path, "row": spread.line },
    });
    format!("{object}\n")
}

/// Counts on all processors. What cannot be read is told in the order of the files.
fn count(glossary: &Glossary, files: &[PathBuf]) -> (Census, Vec<String>) {
    let next = AtomicUsize::new(0);
    let (census, failed) = (Mutex::new(Census::default()), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = files.get(number) else { break };
            match tally(glossary, path) {
                Ok(tallies) => {
                    let mut census = census.lock().unwrap_or_else(PoisonError::into_inner);
                    census.add(number, &path.to_string_lossy(), &tallies);
                }
                Err(failure) => {
                    let mut failed = failed.lock().unwrap_or_else(PoisonError::into_inner);
                    failed.push((number, failure.to_string()));
                }
            }
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers.min(files.len()) {
            scope.spawn(work);
        }
    });
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort();
    let failed = failed.into_iter().map(|(_, why)| why).collect();
    (census.into_inner().unwrap_or_else(PoisonError::into_inner), failed)
}

fn tally(glossary: &Glossary, path: &Path) -> Result<Vec<Tally>, Failure> {
    Ok(glossary.tally(&source::read(path)?))
}
