//! Applying an editor's changes to a document, and telling its tree about them.

use std::ops::Range;

use tree_sitter::{InputEdit, Point};

use super::{Document, Encoding, LineIndex, Position};

/// One change of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The whole text is replaced.
    Whole(String),
    /// What lies between two positions is replaced. Positions are clamped; a reversed pair is put in order.
    Part {
        /// Where the replaced text begins.
        start: Position,
        /// Where the replaced text ends.
        end: Position,
        /// What stands there afterwards.
        text: String,
    },
}

/// How many bytes at both ends of a text are those of an earlier text. The two ends do not overlap unless nothing was changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unchanged {
    /// From the beginning on.
    pub before: usize,
    /// Up to the end.
    pub behind: usize,
}

impl Document {
    /// What the text has in common with the text at the last [`remember`](Self::remember); nothing where there was none, or where the whole text was replaced.
    pub fn unchanged(&self) -> Unchanged {
        self.unchanged
    }

    /// Counts what is [`unchanged`](Self::unchanged) from the text as it is now.
    pub fn remember(&mut self) {
        let (before, behind) = (self.text.len(), self.text.len());
        self.unchanged = Unchanged { before, behind };
    }

    /// Applies `changes` in order, each on the text that the one before left behind.
    ///
    /// The tree is not parsed here but when it is next asked for, from the tree there was.
    pub fn apply(&mut self, changes: impl IntoIterator<Item = Change>, encoding: Encoding) {
        for change in changes {
            match change {
                Change::Whole(text) => *self = Self::new(text),
                Change::Part { start, end, text } => {
                    let (a, b) = (self.offset(start, encoding), self.offset(end, encoding));
                    self.replace(a.min(b)..a.max(b), &text);
                }
            }
        }
    }

    /// Makes it a document of `text`, by the one smallest edit that does.
    pub fn become_text(&mut self, text: &str) {
        let (a, b) = (self.text.as_bytes(), text.as_bytes());
        let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
        let start = text.floor_char_boundary(self.text.floor_char_boundary(same));
        let behind = a[start..].iter().rev().zip(b[start..].iter().rev());
        let behind = behind.take_while(|(a, b)| a == b).count();
        // Both ends are the same from here on, so a boundary of one is a boundary of the other.
        let end = text.ceil_char_boundary(text.len() - behind);
        let old_end = self.text.len() - (text.len() - end);
        if start < old_end || start < end {
            self.replace(start..old_end, &text[start..end]);
        }
    }

    /// Replaces the bytes `old`, which begin and end between characters of the text.
    pub fn replace(&mut self, old: Range<usize>, new: &str) {
        if let Some(tree) = self.tree.take() {
            self.earlier = Some(tree);
        }
        // The parser sees a lone `\r` as `\n` (see `syntax::parse`). Whether the `\r` before the edit is a lone one
        // may change with it, so the byte counts as edited.
        let after_cr = old.start > 0 && self.text.as_bytes()[old.start - 1] == b'\r';
        let start = old.start - usize::from(after_cr);
        let start_position = point(&self.lines, start);
        let old_end_position = point(&self.lines, old.end);
        self.unchanged = Unchanged {
            before: self.unchanged.before.min(start),
            behind: self.unchanged.behind.min(self.text.len() - old.end),
        };

        self.text.replace_range(old.clone(), new);
        self.lines.replace(&self.text, old.clone(), new.len());

        let new_end = old.start + new.len();
        if let Some(earlier) = &mut self.earlier {
            earlier.edit(&InputEdit {
                start_byte: start,
                old_end_byte: old.end,
                new_end_byte: new_end,
                start_position,
                old_end_position,
                new_end_position: point(&self.lines, new_end),
            });
        }
    }
}

/// The tree's own idea of a place: row from 0, column in bytes.
pub(super) fn point(lines: &LineIndex, offset: usize) -> Point {
    let row = lines.row(offset);
    Point::new(row, offset - lines.start(row).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Nodes;

    /// A small generator of reproducible numbers (SplitMix64), so that a failing run can be run again.
    struct Numbers(u64);

    impl Numbers {
        fn below(&mut self, n: usize) -> usize {
            self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut z = self.0;
            z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            ((z ^ (z >> 31)) % n as u64) as usize
        }
    }

    const PIECES: [&str; 14] = [
        "",
        "\n",
        "\r\n",
        "\r",
        "x = 1\n",
        "def f():\r\n    yield\r\n",
        "\u{1F40D}",
        "é",
        "  ",
        "class C:\r    pass\r",
        "\"\"\"",
        ")",
        "@d\n",
        "with a as b:\n\tpass\n",
    ];

    #[test]
    fn random_edits_leave_what_a_fresh_document_has() {
        for seed in 0..300 {
            let mut numbers = Numbers(seed);
            let mut document = Document::new("for x in xs:\r\n    pass\relse:\n    'é\u{1F40D}'\n".to_owned());
            for step in 0..12 {
                let rows = document.lines().count() + 1;
                let mut place = || Position {
                    row: numbers.below(rows),
                    column: numbers.below(14),
                };
                let (start, end) = (place(), place());
                let text = PIECES[numbers.below(PIECES.len())].to_owned();
                document.apply([Change::Part { start, end, text }], Encoding::Utf16);
                if numbers.below(2) == 0 {
                    document.parsed();
                }
                let fresh = Document::new(document.text().to_owned());
                assert_eq!(document.lines(), fresh.lines(), "seed {seed}, step {step}");
                assert_eq!(document.statements(), fresh.statements(), "seed {seed}, step {step}");
                assert_eq!(
                    shape(&document),
                    shape(&fresh),
                    "seed {seed}, step {step}: {:?}",
                    document.text()
                );
            }
        }
    }

    #[test]
    fn a_document_becomes_any_other() {
        for seed in 0..200 {
            let mut numbers = Numbers(seed);
            let mut document = Document::new(String::new());
            for step in 0..8 {
                let count = numbers.below(9);
                let text: String = (0..count).map(|_| PIECES[numbers.below(PIECES.len())]).collect();
                document.become_text(&text);
                let fresh = Document::new(text);
                assert_eq!(document.text(), fresh.text(), "seed {seed}, step {step}");
                assert_eq!(document.lines(), fresh.lines(), "seed {seed}, step {step}");
                assert_eq!(document.statements(), fresh.statements(), "seed {seed}, step {step}");
                assert_eq!(
                    shape(&document),
                    shape(&fresh),
                    "seed {seed}, step {step}: {:?}",
                    fresh.text()
                );
            }
        }
    }

    fn shape(document: &Document) -> Vec<(&str, Range<usize>, Option<&str>)> {
        let nodes = Nodes::whole(document);
        nodes.all().map(|n| (n.kind(), n.range(), n.field())).collect()
    }
}
