//! `pygloss scan`: every occurrence in files and folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use serde_json::{Value, json};

use super::output::Output;
use super::{Failure, ScanFormat, packs, source};
use crate::document::Encoding;
use crate::gloss::Glossary;
use crate::insight::Insight;
use crate::project::sources;
use crate::render;

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
    std::thread::scope(|scope| {
        // Bounded, so that a slow reader does not let the results pile up.
        let (done, results) = mpsc::sync_channel(workers * 4);
        for _ in 0..workers {
            let (done, next, files) = (done.clone(), &next, &files);
            scope.spawn(move || {
                while let Some((index, path)) = files.get(next.fetch_add(1, Ordering::Relaxed)).map(|f| (f.0, &f.1)) {
                    if done.send((index, scan(glossary, path, how))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(done);
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

fn scan(glossary: &Glossary, path: &Path, how: How) -> Result<String, Failure> {
    let analysis = source::read(path)?;
    let shown = path.to_string_lossy();
    let mut text = String::new();
    let found = if how.insights {
        glossary.facts(&analysis)
    } else {
        let all = glossary.outline(&analysis).into_iter();
        all.map(|occurrence| (occurrence, Vec::new())).collect()
    };
    for (occurrence, insights) in found {
        let anchor = occurrence.anchor();
        let at = |offset| {
            let position = analysis.document().position(offset, Encoding::Utf32);
            (position.row + 1, position.column + 1)
        };
        let (start, end) = (at(anchor.start), at(anchor.end));
        let concept = glossary.concept(&occurrence);
        match how.format {
            ScanFormat::Text if how.insights => {
                for insight in &insights {
                    let sentence = render::plain(&insight.sentence);
                    text.push_str(&format!(
                        "{shown}:{}:{}: {}: {sentence}\n",
                        start.0, start.1, insight.about
                    ));
                }
            }
            ScanFormat::Text => text.push_str(&format!(
                "{shown}:{}:{}: {} ({})\n",
                start.0, start.1, concept.id, concept.title
            )),
            ScanFormat::Jsonl => {
                let mut object = object(&shown, &concept.id, start, end);
                if how.insights {
                    object["insights"] = facts(&insights);
                }
                text.push_str(&object.to_string());
                text.push('\n');
            }
        }
    }
    Ok(text)
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

/// The files that are named, and the Python files in the folders that are, numbered, in the order of their paths. Ignored and hidden files
/// of a folder are left out, as git would.
pub(super) fn files(paths: &[PathBuf]) -> Result<Vec<(usize, PathBuf)>, Failure> {
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
    Ok(files.into_iter().enumerate().collect())
}
