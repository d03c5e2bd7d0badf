//! What a reader calls a line.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Nodes;

/// A line as a reader counts it: from 1, in a notebook from the beginning of the cell. Written "7", or "7 of code cell 2" where that is another cell
/// than the reader's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    number: usize,
    /// The cell, counted from 1, if it is not the reader's.
    cell: Option<usize>,
}

impl Nodes<'_> {
    /// The line that holds the byte at `offset`.
    pub fn line(&self, offset: usize) -> Line {
        let row = self.lines.row(offset);
        let cell = self.cell_of(row);
        let first = cell.checked_sub(1).and_then(|at| self.parts.get(at)).copied();
        let from = self.from.map(|from| self.cell_of(self.lines.row(from)));
        Line {
            number: row - first.unwrap_or(0) + 1,
            cell: (cell > 0 && from != Some(cell)).then_some(cell),
        }
    }

    /// Which cell a row belongs to, counted from 1; 0 where there are none.
    fn cell_of(&self, row: usize) -> usize {
        self.parts.partition_point(|first| *first <= row)
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cell {
            None => write!(f, "{}", self.number),
            Some(cell) => write!(f, "{} of code cell {cell}", self.number),
        }
    }
}

/// For programs, which read files and no notebooks: the number alone.
impl Serialize for Line {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.number.serialize(to)
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Document, Nodes};

    #[test]
    fn lines_are_counted_in_the_cell_and_named_by_it_where_it_is_another() {
        let mut document = Document::new("a\r\nb\rc\nd\n".to_owned());
        let said = |document: &Document, from: Option<usize>| {
            let nodes = Nodes::new(document);
            let nodes = match from {
                Some(from) => nodes.seen_from(from),
                None => nodes,
            };
            [0, 3, 5, 7].map(|offset| nodes.line(offset).to_string())
        };
        assert_eq!(said(&document, None), ["1", "2", "3", "4"]);
        assert_eq!(said(&document, Some(5)), ["1", "2", "3", "4"], "a file has no cells");
        document.set_parts([0, 2].into());
        let (first, second) = (
            ["1 of code cell 1", "2 of code cell 1"],
            ["1 of code cell 2", "2 of code cell 2"],
        );
        assert_eq!(said(&document, None), [first, second].concat()[..]);
        assert_eq!(said(&document, Some(3)), ["1", "2", second[0], second[1]]);
        assert_eq!(said(&document, Some(7)), [first[0], first[1], "1", "2"]);
    }
}
