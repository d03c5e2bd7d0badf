//! `pygloss check`: whether a folder of concept files is good.

use std::path::Path;

use super::Failure;
use super::output::Output;
use crate::detect;
use crate::gloss::Glossary;
use crate::knowledge::{Knowledge, read_folder};

pub(super) fn run(folder: &Path, standalone: bool, output: &mut Output) -> Result<(), Failure> {
    let sources = read_folder(folder)
        .map_err(|error| Failure::Impossible(format!("{}: cannot be read: {error}", folder.display())))?;
    if sources.is_empty() {
        return Err(Failure::Impossible(format!(
            "{}: there are no concept files (*.md) here; knowledge/README.md of pygloss shows how one is written",
            folder.display()
        )));
    }
    let base = (!standalone).then(|| Glossary::builtin().knowledge());
    let loaded = Knowledge::load(&sources, base);
    let mut problems = loaded.problems;
    problems.extend(detect::check(&loaded.knowledge));
    if problems.is_empty() {
        output.text(&format!("{} concepts, all good\n", sources.len()))?;
        return Ok(());
    }
    let all: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let bad: std::collections::BTreeSet<&str> = problems.iter().map(|p| p.path.as_str()).collect();
    anstream::eprintln!("{}", all.join("\n"));
    let number = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    Err(Failure::Nothing(format!(
        "{} in {} of {}",
        number(problems.len(), "problem"),
        bad.len(),
        number(sources.len(), "file")
    )))
}
