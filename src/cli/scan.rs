//! `pygloss scan`: every occurrence in files and folders.

mod lines;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

use serde_json::{Value, json};

use lines::Lines;

use super::output::Output;
use super::{Failure, ScanFormat, packs, source};
use crate::gloss::Glossary;
use crate::insight::Insight;
use crate::project::sources;
use crate::render;

/// How many files, for each thread, may be read ahead of the first that is not printed yet: what they say has to be kept.
const AHEAD: usize = 16;

/// What is printed, and how.
#[derive(Clone, Copy)]
pub(super) struct How {
    pub(super) format: ScanFormat,
    /// Facts instead of occurrences.
    pub(super) insights: bool,
}

pub(super) fn run(how: How, packs: &[PathBuf], paths: &[PathBuf], output: &mut Output) -> Result<(), Failure> {
    let files = files(paths)?;
    if files.is_empty() {
        return Err(Failure::Nothing(
            "there are no Python files (*.py, *.pyi, *.pyw) in these folders".to_owned(),
        ));
    }
    let concepts = packs::load(packs)?;
    let glossary = concepts.glossary();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(files.len());
    let mut failed = Vec::new();
    let printed = Printed::default();
    std::thread::scope(|scope| {
        let (done, results) = mpsc::channel();
        for _ in 0..workers {
            let (done, next, files, printed) = (done.clone(), &next, &files, &printed);
            scope.spawn(move || {
                // Should it ever panic, the others do not wait for what it did not send.
                let _let_go = LetGo(printed);
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(path) = files.get(index) else { break };
                    // Neither a slow reader nor one slow file lets the results pile up.
                    printed.wait_for(index.saturating_sub(workers * AHEAD));
                    if done.send((index, scan(glossary, path, how))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
        // When writing fails, whoever waits goes on, and finds nobody to send to.
        let _let_go = LetGo(&printed);
        let mut early = BTreeMap::new();
        let mut wanted = 0;
        for (index, result) in results {
            early.insert(index, result);
            while let Some(result) = early.remove(&wanted) {
                wanted += 1;
                match result {
                    Ok(text) => match how.format {
                        ScanFormat::Text => output.text(&text)?,
                        ScanFormat::Jsonl => output.json(&text)?,
                    },
                    Err(failure) => failed.push(failure.to_string()),
                }
                printed.set(wanted);
            }
        }
        Ok::<(), Failure>(())
    })?;
    if failed.is_empty() {
        Ok(())
    } else {
        Err(Failure::Impossible(failed.join("\npygloss: ")))
    }
}

/// How many files are printed; never less than before.
#[derive(Default)]
struct Printed(Mutex<usize>, Condvar);

impl Printed {
    fn set(&self, count: usize) {
        let mut printed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *printed = count.max(*printed);
        drop(printed);
        self.1.notify_all();
    }

    /// Waits until so many are printed.
    fn wait_for(&self, count: usize) {
        let now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.1.wait_while(now, |printed| *printed < count));
    }
}

/// Lets everybody go on who waits, when it goes.
struct LetGo<'p>(&'p Printed);

impl Drop for LetGo<'_> {
    fn drop(&mut self) {
        self.0.set(usize::MAX);
    }
}

/// What is printed of one file.
fn scan(glossary: &Glossary, path: &Path, how: How) -> Result<String, Failure> {
    let analysis = source::read(path)?;
    let mut lines = Lines::new(analysis.document(), path);
    if how.insights {
        for (occurrence, insights) in glossary.facts(&analysis) {
            let (concept, anchor) = (glossary.concept(&occurrence), occurrence.anchor());
            match how.format {
                ScanFormat::Text => lines.sentences(&anchor, &insights),
                ScanFormat::Jsonl => lines.object(concept, &anchor, Some(&facts(&insights))),
            }
        }
    } else {
        let found = glossary.outline(&analysis);
        lines.reserve(found.len());
        for occurrence in found {
            let (concept, anchor) = (glossary.concept(&occurrence), occurrence.anchor());
            match how.format {
                ScanFormat::Text => lines.title(concept, &anchor),
                ScanFormat::Jsonl => lines.object(concept, &anchor, None),
            }
        }
    }
    Ok(lines.printed())
}

/// One place as an object: rows and columns from 1, in code points.
pub(super) fn object(path: &str, concept: &str, start: (usize, usize), end: (usize, usize)) -> Value {
    json!({
        "path": path,
        "concept": concept,
        "location": { "row": start.0, "column": start.1 },
        "end_location": { "row": end.0, "column": end.1 },
    })
}

/// Facts as objects, with their claims.
pub(super) fn facts(insights: &[Insight]) -> Value {
    let facts = insights.iter().map(|insight| {
        let sentence = render::plain(&insight.sentence);
        json!({ "about": insight.about, "sentence": sentence, "claim": insight.claim })
    });
    facts.collect()
}

/// The files that are named, and the Python files in the folders that are, in the order of their paths. Ignored and hidden files
/// of a folder are left out, as git would.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            if !path.exists() {
                return Err(Failure::Impossible(format!(
                    "{}: there is no such file or folder",
                    path.display()
                )));
            }
            files.push(path.clone());
            continue;
        }
        for entry in sources::walk(path, || true) {
            files.push(entry.map_err(|error| Failure::Impossible(error.to_string()))?);
        }
    }
    Ok(files)
}
