//! The page of a workspace: which concepts its files have, how often, and where first.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::digest::{by_level, counted};
use super::page::{Links, reference};
use super::{cell, level, named};
use crate::gloss::Spread;
use crate::knowledge::{Knowledge, Level};

/// What was looked at.
pub struct Survey<'a> {
    /// What it is called: the folders' names.
    pub name: &'a str,
    /// How many files were read.
    pub files: usize,
    /// There are more files than are read: this many were.
    pub stopped: bool,
    /// What could not be read, each with why.
    pub unreadable: &'a [String],
    /// How many concepts the reader does not want to hear of.
    pub hushed: usize,
}

/// More rows than this make no summary.
const ROWS: usize = 20;

/// More files than this that could not be read are counted.
const UNREADABLE: usize = 20;

/// The page. `spread` has the most advanced first.
pub fn census(spread: &[Spread<'_>], of: &Survey<'_>, knowledge: &Knowledge, links: Links) -> String {
    let mut text = format!("# {}\n\n{}\n\n", named(of.name), census_summary(spread, of));
    if of.stopped {
        let _ = write!(
            text,
            "There are more files: only the first {} were read. `pygloss scan --summary DIR` reads all of a folder.\n\n",
            of.files + of.unreadable.len()
        );
    }
    let line = |spread: &Spread<'_>| {
        let titled = cell(&reference(&spread.concept.id, knowledge, links));
        let place = cell(&named(&format!("{}:{}", spread.path, spread.line)));
        (titled, format!("{} | {} | {place}", spread.times, spread.files))
    };
    let advanced: Vec<_> = spread.iter().filter(|s| s.concept.level == Level::Advanced).collect();
    if !advanced.is_empty() {
        text.push_str("## The advanced ones\n\n| concept | times | files | first at |\n| --- | --- | --- | --- |\n");
        for spread in advanced.iter().take(ROWS) {
            let (titled, rest) = line(spread);
            // Writing to a string cannot fail.
            let _ = writeln!(text, "| {titled} | {rest} |");
        }
        if advanced.len() > ROWS {
            let _ = write!(text, "\n… and {} more, below.\n", advanced.len() - ROWS);
        }
        text.push('\n');
    }
    let mut areas: BTreeMap<&str, Vec<&Spread<'_>>> = BTreeMap::new();
    for spread in spread {
        areas.entry(&spread.concept.area).or_default().push(spread);
    }
    for (area, spread) in areas {
        let _ = write!(
            text,
            "## {}\n\n| concept | level | times | files | first at |\n| --- | --- | --- | --- | --- |\n",
            heading(area)
        );
        for spread in spread {
            let (titled, rest) = line(spread);
            let _ = writeln!(text, "| {titled} | {} | {rest} |", level(spread.concept.level));
        }
        text.push('\n');
    }
    text.push_str(&notes(of));
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// "215 concepts in 45,678 places of 1,234 files: 40 advanced, 100 intermediate."
pub fn census_summary(spread: &[Spread<'_>], of: &Survey<'_>) -> String {
    let (files, _) = counted(of.files, "Python file", "Python files");
    if spread.is_empty() {
        return format!("There is nothing to explain in {files}.");
    }
    let (concepts, _) = counted(spread.len(), "concept", "concepts");
    let (places, _) = counted(spread.iter().map(|s| s.times).sum(), "place", "places");
    let levels = by_level(spread.iter().map(|s| s.concept));
    format!("{concepts} in {places} of {files}: {levels}.")
}

fn notes(of: &Survey<'_>) -> String {
    let mut text = String::new();
    if of.hushed > 0 {
        let (many, are) = counted(of.hushed, "concept", "concepts");
        let _ = write!(text, "{many} {are} left out by your settings.\n\n");
    }
    if !of.unreadable.is_empty() {
        text.push_str("## What could not be read\n\n");
        for why in of.unreadable.iter().take(UNREADABLE) {
            let _ = writeln!(text, "- {}", named(why));
        }
        if of.unreadable.len() > UNREADABLE {
            let _ = writeln!(text, "- … and {} more", of.unreadable.len() - UNREADABLE);
        }
    }
    text
}

/// `data-model` as a heading: "Data model"
fn heading(area: &str) -> String {
    let words = area.replace('-', " ");
    let mut letters = words.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gloss::{Census, Glossary, Tally};

    #[test]
    fn the_page_of_a_workspace() {
        let glossary = Glossary::builtin();
        let number = |id: &str| {
            let concepts = glossary.knowledge().concepts();
            concepts.iter().position(|concept| concept.id == id).expect("built in")
        };
        let tally = |id: &str, times, row| Tally {
            concept: number(id),
            times,
            row,
        };
        let mut census = Census::default();
        census.add(
            1,
            "b|c.py",
            &[tally("dunder-slots", 2, 4), tally("list-comprehension", 1, 0)],
        );
        census.add(0, "a\n.py", &[tally("list-comprehension", 3, 8)]);
        let unreadable: Vec<String> = (0..UNREADABLE + 3).map(|n| format!("{n}.py: no")).collect();
        let of = Survey {
            name: "here",
            files: census.files(),
            stopped: true,
            unreadable: &unreadable,
            hushed: 1,
        };
        let page = super::census(&census.spread(glossary), &of, glossary.knowledge(), Links::Files);
        for line in [
            "# `here`",
            "2 concepts in 6 places of 2 Python files: 1 advanced, 1 beginner.",
            "| [Slots](dunder-slots.md) | 2 | 1 | `b\\|c.py:5` |",
            "## Data model",
            "| [Slots](dunder-slots.md) | advanced | 2 | 1 | `b\\|c.py:5` |",
            "## Expressions",
            "| [List comprehension](list-comprehension.md) | beginner | 4 | 2 | `a\\n.py:9` |",
            "1 concept is left out by your settings.",
            "- `0.py: no`",
            "- … and 3 more",
        ] {
            assert!(page.lines().any(|found| found == line), "{line} is not in\n{page}");
        }
        assert!(page.contains("only the first 25 were read"), "{page}");
    }
}
