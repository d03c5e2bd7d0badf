//! Packs of the reader's own: folders of concept files that are added to the built-in ones.
//!
//! What is wrong with them is kept as data, so that it can be told in a message or shown in the files.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use super::Glossary;
use crate::detect;
use crate::knowledge::{Knowledge, Problem, Source, files_of};

/// The longest concept file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What came of loading packs.
pub struct Packs {
    /// The built-in concepts and those of the packs, without the files that have problems.
    pub glossary: Glossary,
    /// What is wrong with files.
    pub problems: Vec<Problem>,
    /// Folders that could not be read at all.
    pub unreadable: Vec<Unreadable>,
    /// Tells the packs' texts from other texts.
    pub fingerprint: u64,
}

/// A folder that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The folder.
    pub folder: PathBuf,
    /// Why.
    pub why: String,
}

impl Glossary {
    /// The built-in concepts and those of the packs in `folders`. A later pack's concept takes the place of an earlier one's with the same id, and of the
    /// built-in one.
    pub fn with_packs(folders: &[PathBuf]) -> Packs {
        let mut knowledge = Self::builtin().knowledge().clone();
        let (mut problems, mut unreadable) = (Vec::new(), Vec::new());
        let mut hasher = DefaultHasher::new();
        for folder in folders {
            match read(folder, &mut problems) {
                Ok(sources) => {
                    for source in &sources {
                        (&source.path, &source.text).hash(&mut hasher);
                    }
                    knowledge = add(&knowledge, &sources, &mut problems);
                }
                Err(why) => unreadable.push(Unreadable {
                    folder: folder.clone(),
                    why,
                }),
            }
        }
        Packs {
            glossary: Self::new(knowledge),
            problems,
            unreadable,
            fingerprint: hasher.finish(),
        }
    }
}

/// The files of a pack, without those that cannot be read.
fn read(folder: &Path, problems: &mut Vec<Problem>) -> Result<Vec<Source>, String> {
    let files = files_of(folder).map_err(|error| error.to_string())?;
    if files.is_empty() {
        return Err("there are no concept files (*.md) in it".to_owned());
    }
    let mut sources = Vec::new();
    for file in files {
        let path = file.to_string_lossy().into_owned();
        match text(&file) {
            Ok(text) => sources.push(Source { path, text }),
            Err(why) => problems.push(Problem {
                path,
                row: 1,
                column: 1,
                message: format!("cannot be read: {why}"),
                help: "a concept file is text in UTF-8".to_owned(),
            }),
        }
    }
    Ok(sources)
}

fn text(file: &Path) -> Result<String, String> {
    let metadata = std::fs::metadata(file).map_err(|error| error.to_string())?;
    if !metadata.is_file() {
        return Err("it is no file".to_owned());
    }
    if metadata.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    std::fs::read_to_string(file).map_err(|error| error.to_string())
}

/// Adds the good files of one pack, checked as `pygloss check` does it.
fn add(base: &Knowledge, sources: &[Source], problems: &mut Vec<Problem>) -> Knowledge {
    let loaded = Knowledge::load(sources, Some(base));
    let found = detect::check(&loaded.knowledge);
    let is_good = |path: &str| !found.iter().any(|problem| problem.path == path);
    let good = loaded
        .knowledge
        .concepts()
        .iter()
        .filter(|concept| is_good(&concept.path));
    let merged = base.with(Knowledge::of(good.cloned().collect()));
    problems.extend(loaded.problems);
    problems.extend(found);
    problems.extend(merged.problems);
    merged.knowledge
}
