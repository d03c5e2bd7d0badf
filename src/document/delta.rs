//! What became of a text since an earlier moment: which of its bytes were edited, or are read by the parser in another way than before.
//!
//! Whoever has learnt something of a whole text keeps a [`Past`] beside it. Asked again, [`Document::since`] tells what has changed from there to the
//! present text, however many edits and parses lie between, and what was learnt of the rest is moved along with [`Delta::moved`]:
//!
//! ```
//! use pygloss::document::Document;
//!
//! let mut document = Document::new("a = 1\nb = 2\nc = 3\n".to_owned());
//! let past = document.past();
//! document.replace(6..7, "bee");
//! let delta = document.since(&past).expect("an edit of that very document");
//! assert_eq!(delta.moved(&(12..17)), Some(14..19), "`c = 3` is further down");
//! assert_eq!(delta.moved(&(6..11)), None, "the line that was edited is to be read again");
//! ```

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

use tree_sitter::{InputEdit, Tree};

use super::Document;

/// How many edits a document remembers: what was learnt longer ago is learnt again.
const REMEMBERED: usize = 256;

/// A text among all texts of this run: no two have the same number, but for copies of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version(u64);

impl Version {
    pub(super) fn next() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        Self(COUNT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The last edits of a document, oldest first: each with the text that it was made in.
#[derive(Clone, Default)]
pub(super) struct Log(VecDeque<(Version, InputEdit)>);

impl Log {
    pub(super) fn note(&mut self, before: Version, edit: InputEdit) {
        if self.0.len() == REMEMBERED {
            self.0.pop_front();
        }
        self.0.push_back((before, edit));
    }
}

/// A document as it was at one moment: its syntax tree, without its text. Cheap to make and to keep: trees share what they have in common.
#[derive(Clone)]
pub struct Past {
    version: Version,
    tree: Tree,
}

/// A piece of a text that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its bytes before.
    pub old: Range<usize>,
    /// Its bytes now.
    pub new: Range<usize>,
}

/// What changed between two texts of one document. Between the spans, characters and syntax are the same, though they may stand elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// In order; no two overlap or touch.
    spans: Vec<Span>,
}

impl Document {
    /// The document as it is now, to be compared with what becomes of it. Parses where that was not done.
    pub fn past(&self) -> Past {
        Past {
            version: self.version,
            tree: self.tree().clone(),
        }
    }

    /// What changed since then: the edited bytes, and what the parser reads differently (its changed ranges). `None` where that is not known: of another
    /// document, of one whose whole text was replaced, after very many edits. Parses where that was not done; costs what changed, not what there is.
    pub fn since(&self, past: &Past) -> Option<Delta> {
        let mut delta = Delta::default();
        if past.version == self.version {
            return Some(delta);
        }
        let first = self.log.0.iter().position(|(before, _)| *before == past.version)?;
        let mut tree = past.tree.clone();
        for (_, edit) in self.log.0.range(first..) {
            tree.edit(edit);
            delta.add(edit.start_byte..edit.old_end_byte, edit.new_end_byte - edit.start_byte);
        }
        for range in tree.changed_ranges(self.tree()) {
            let end = range.end_byte.min(self.text.len());
            let start = range.start_byte.min(end);
            delta.add(start..end, end - start);
        }
        Some(delta)
    }
}

impl Delta {
    /// What changed, in the order of the text.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Where the old bytes `range` are now; `None` where they changed, or stand right beside what changed.
    pub fn moved(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let next = self.spans.partition_point(|span| span.old.end < range.start);
        if self.spans.get(next).is_some_and(|span| span.old.start <= range.end) {
            return None;
        }
        let (old, new) = self.before(next);
        Some(range.start - old + new..range.end - old + new)
    }

    /// Whether some of the bytes `range` of the present text changed, or stand right beside what did.
    pub fn touches(&self, range: &Range<usize>) -> bool {
        let next = self.spans.partition_point(|span| span.new.end < range.start);
        self.spans.get(next).is_some_and(|span| span.new.start <= range.end)
    }

    /// The ends, old and new, of the last span before the one with this number: what lies between the two is moved by their difference.
    fn before(&self, next: usize) -> (usize, usize) {
        let last = next.checked_sub(1).and_then(|last| self.spans.get(last));
        last.map_or((0, 0), |span| (span.old.end, span.new.end))
    }

    /// Adds that the bytes `range`, counted after all that was added before, became `length` others.
    fn add(&mut self, range: Range<usize>, length: usize) {
        let first = self.spans.partition_point(|span| span.new.end < range.start);
        let behind = self.spans.partition_point(|span| span.new.start <= range.end);
        let ((old_before, new_before), (old_last, new_last)) = (self.before(first), self.before(behind));
        let (mut old, mut new) = (
            range.start - new_before + old_before..old_last,
            range.start..range.end.max(new_last),
        );
        old.end += new.end - new_last;
        // The span it begins in begins sooner.
        if let Some(one) = self.spans.get(first).filter(|one| one.new.start < range.start) {
            (old.start, new.start) = (one.old.start, one.new.start);
        }
        for span in &mut self.spans[behind..] {
            span.new = span.new.start - range.len() + length..span.new.end - range.len() + length;
        }
        new.end = new.end - range.len() + length;
        self.spans.splice(first..behind, [Span { old, new }]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Encoding, Nodes};

    #[test]
    fn what_did_not_change_is_moved_along_and_reads_as_before() {
        let source = "import a\ndef f(x):\n    return [x]\nclass C:\n    y = \"\"\"\n    é\"\"\"\n    def m(self): pass\nz = (1,\n  2)\n";
        let pieces = [
            "",
            "q",
            "\n",
            "(",
            ")",
            "\"\"\"",
            "def g():\n    ",
            "\r",
            "    ",
            "é",
            "#",
            ":",
        ];
        let mut state: u64 = 1;
        let mut below = |n: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        let mut kept = 0;
        for round in 0..400 {
            let mut document = Document::new(source.to_owned());
            let (past, text) = (document.past(), document.text().to_owned());
            let before = Document::new(text.clone());
            for _ in 0..=below(4) {
                let mut ends = [below(document.text().len() + 1), 0];
                ends[1] = (ends[0] + below(6)).min(document.text().len());
                let ends = ends.map(|end| document.text().floor_char_boundary(end));
                document.replace(ends[0]..ends[1], pieces[below(pieces.len())]);
                if below(2) == 0 {
                    document.tree();
                }
            }
            let delta = document.since(&past).expect("it was edited and no more");
            let (mut old_end, mut new_end) = (0, 0);
            for span in delta.spans() {
                assert_eq!(
                    text.get(old_end..span.old.start),
                    document.text().get(new_end..span.new.start),
                    "{round}"
                );
                (old_end, new_end) = (span.old.end, span.new.end);
            }
            assert_eq!(text.get(old_end..), document.text().get(new_end..), "{round}");
            // Leaves between the spans are the same leaves.
            let (old, new) = (Nodes::whole(&before), Nodes::whole(&document));
            for node in old
                .all()
                .filter(|node| node.first_child().is_none() && node.start() < node.end())
            {
                if let Some(moved) = delta.moved(&node.range()) {
                    kept += 1;
                    assert!(!delta.touches(&moved), "{round}");
                    let there = new.innermost(&moved);
                    assert_eq!(
                        (there.kind(), there.range()),
                        (node.kind(), moved),
                        "{round}: {:?}",
                        document.text()
                    );
                }
            }
        }
        assert!(kept > 1000, "{kept}");
    }

    #[test]
    fn another_document_has_no_past_here() {
        let mut document = Document::new("a\n".to_owned());
        let past = document.past();
        assert_eq!(document.since(&past), Some(Delta::default()));
        assert_eq!(Document::new("a\n".to_owned()).since(&past), None);
        let mut copy = document.clone();
        copy.replace(0..1, "b");
        document.replace(0..0, "c");
        assert_eq!(document.since(&copy.past()), None, "it was edited apart");
        assert!(document.since(&past).is_some() && copy.since(&past).is_some());
        document.apply([crate::document::Change::Whole("a\n".to_owned())], Encoding::Utf8);
        assert_eq!(document.since(&past), None);
    }
}
