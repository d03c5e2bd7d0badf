//! `pygloss check`: whether a folder of concept files is good.

use std::path::{Path, PathBuf};

use super::output::Output;
use super::{Failure, packs};
use crate::detect;
use crate::knowledge::{Knowledge, Listing};

pub(super) fn run(folder: &Path, standalone: bool, packs: &[PathBuf], output: &mut Output) -> Result<(), Failure> {
    let listing = Listing::of(folder)
        .map_err(|error| Failure::Impossible(format!("{}: cannot be read: {error}", folder.display())))?;
    let read = listing.read(|_| None);
    let (sources, mut problems) = (read.sources, read.problems);
    if sources.is_empty() && problems.is_empty() {
        return Err(Failure::Impossible(format!(
            "{}: there are no concept files (*.md) here; knowledge/README.md of pygloss shows how one is written",
            folder.display()
        )));
    }
    let others = packs::load(packs)?;
    let base = (!standalone).then(|| others.glossary().knowledge());
    let loaded = Knowledge::load(&sources, base);
    problems.extend(loaded.problems);
    problems.extend(detect::check(&loaded.knowledge));
    let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    if problems.is_empty() {
        output.text(&format!("{}, all good\n", number(sources.len(), "concept")))?;
        return Ok(());
    }
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let bad: std::collections::BTreeSet<&str> = problems.iter().map(|p| p.path.as_str()).collect();
    super::output::complain(&all.join("\n"));
    Err(Failure::Nothing(format!(
        "{} in {} of {}",
        number(problems.len(), "problem"),
        bad.len(),
        number(listing.files.len(), "file")
    )))
}
