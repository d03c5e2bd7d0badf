//! What a change introduces: the constructs on its added lines, each explained once.
//!
//! Lives here: reading a unified diff, telling moved lines from new ones, choosing what is worth saying. May not live here: wording, the disk, git.

mod diff;
mod moved;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::detect::Analysis;
use crate::document::{Document, Encoding};
use crate::gloss::{Gloss, Glossary};
use crate::knowledge::Level;

pub use diff::{Diff, File, Unreadable};

/// A file of a change, with its new text.
pub struct Changed {
    /// Its path, as the reader knows it.
    pub path: String,
    /// The new text: the whole of it, or what the diff shows of it where that cannot be had.
    pub analysis: Analysis,
    /// The rows of the text that the change added and did not only move, from 0, in order.
    pub added: Vec<usize>,
    /// Of a fragment: the row of the file, from 1, at which each row of the text stands. Of a whole file: empty.
    pub rows: Vec<usize>,
}

/// A place in a file of the change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file's path.
    pub path: String,
    /// Its start: row and column from 1, the column in code points.
    pub start: (usize, usize),
    /// Its end, likewise; the column is the first beyond it.
    pub end: (usize, usize),
}

/// A construct that the change introduces.
pub struct Introduced<'g> {
    /// What it is and does, at its first place.
    pub gloss: Gloss<'g>,
    /// The first place.
    pub place: Place,
    /// The line of code there, without its indentation.
    pub line: String,
    /// The other places on added lines, in the order of the files.
    pub others: Vec<Place>,
}

impl Changed {
    /// A file whose new text is known.
    pub fn whole(path: String, text: String, added: Vec<usize>) -> Self {
        Self {
            path,
            analysis: Analysis::new(Document::new(text)),
            added,
            rows: Vec::new(),
        }
    }

    /// A file of which only the change is known.
    pub fn fragment(path: String, file: &File) -> Self {
        let (text, rows, added) = file.fragment();
        Self {
            path,
            analysis: Analysis::new(Document::new(text)),
            added,
            rows,
        }
    }

    /// The place of a range of bytes.
    fn place(&self, range: &std::ops::Range<usize>) -> Place {
        let at = |offset| {
            let position = self.analysis.document().position(offset, Encoding::Utf32);
            let row = self.rows.get(position.row).copied().unwrap_or(position.row + 1);
            (row, position.column + 1)
        };
        let start = at(range.start);
        Place {
            path: self.path.clone(),
            start,
            // The parts of a change stand in any order; what was read across two of them ends where it begins.
            end: at(range.end).max(start),
        }
    }
}

/// The constructs on the added lines of `files`, of `level` and above, each at its first place: the most advanced first, then in the order of the files.
pub fn introduced<'g>(glossary: &'g Glossary, files: &[Changed], level: Level) -> Vec<Introduced<'g>> {
    let mut found: BTreeMap<usize, Introduced<'g>> = BTreeMap::new();
    for file in files {
        let document = file.analysis.document();
        for occurrence in glossary.all(&file.analysis) {
            let anchor = occurrence.anchor();
            let row = document.lines().row(anchor.start);
            if file.added.binary_search(&row).is_err() || glossary.concept(&occurrence).level < level {
                continue;
            }
            let place = file.place(&anchor);
            if let Some(known) = found.get_mut(&occurrence.concept) {
                known.others.push(place);
                continue;
            }
            let number = occurrence.concept;
            let line = document.lines().line(document.text(), row).trim().to_owned();
            let introduced = Introduced {
                gloss: glossary.gloss(&file.analysis, occurrence),
                place,
                line,
                others: Vec::new(),
            };
            found.insert(number, introduced);
        }
    }
    let order: BTreeMap<&str, usize> = files.iter().enumerate().map(|(i, f)| (f.path.as_str(), i)).collect();
    let mut all: Vec<_> = found.into_values().collect();
    all.sort_by_cached_key(|introduced| {
        let place = &introduced.place;
        let concept = introduced.gloss.concept;
        (
            Reverse(concept.level),
            order.get(place.path.as_str()).copied(),
            place.start,
            concept.id.clone(),
        )
    });
    all
}
