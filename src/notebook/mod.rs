//! A notebook: cells that are one program.
//!
//! Lives here: what of a cell is Python, the cells as one text, and which cell must not spoil the others. May not live here: the protocol, anything
//! that knows a concept.
//!
//! The cells are put one below the other, each followed by a line of ours, the [`FENCE`]: code that is indented, or ends in the middle of a line, has an
//! end there.

mod book;
mod calm;
mod magic;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::detect::Analysis;

pub use book::Book;
use magic::Standing;

/// The statement behind each cell, in the first column of a line of its own.
const FENCE: &str = "pass";

/// The text of a cell, read as Python.
pub struct Cell {
    /// Python alone, in the rows and columns of what was written.
    python: String,
    /// How many there are.
    rows: usize,
    /// Where quotes begin that nothing closes.
    open: Option<usize>,
    /// The rows that are not Python, each with the byte of the row from which on it is not.
    silent: Vec<(usize, usize)>,
    standing: Standing,
    /// The text that leaves the other cells alone, where it is another; found when first asked for.
    calm: OnceLock<Option<String>>,
}

impl Cell {
    /// A cell of a notebook.
    pub fn new(text: &str) -> Self {
        magic::read(text, true)
    }

    /// A notebook that its editor has made one text of: `%%` means nothing for all of it.
    pub fn joined(text: &str) -> Self {
        magic::read(text, false)
    }

    /// Whether what stands at the byte `column` of `row` is not Python: a magic, a command of the shell, a question.
    pub fn is_silent(&self, row: usize, column: usize) -> bool {
        self.standing == Standing::Silent || self.silent_from(row).is_some_and(|from| from <= column)
    }

    /// The byte of `row` from which on it is not Python.
    pub fn silent_from(&self, row: usize) -> Option<usize> {
        let at = self.silent.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.silent.get(at).map(|(_, from)| *from)
    }

    /// Whether one of `rows` is not all Python.
    pub fn has_silent(&self, rows: Range<usize>) -> bool {
        self.standing == Standing::Silent || self.silent.iter().any(|(row, _)| rows.contains(row))
    }
}

/// A cell in the text that it is explained in.
pub struct Excerpt {
    /// That text.
    pub analysis: Arc<Analysis>,
    /// The cell's bytes in it.
    pub bytes: Range<usize>,
    /// The row of it in which the cell begins.
    pub first_row: usize,
    /// The cell.
    pub cell: Arc<Cell>,
}
