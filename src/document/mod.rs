//! One open file: its text, its lines, its syntax tree.
//!
//! Lives here: text, edits, positions in UTF-8, UTF-16 and UTF-32 code units, parsing, and walks over a tree that need no
//! recursion; tree-sitter's own nodes do not leave it. May not live here: anything that knows a concept, a name's meaning, or the protocol. No other module
//! converts between encodings.
//!
//! Inside pygloss a place is a byte offset into [`Document::text`]; rows and columns exist only at the edges.

mod edit;
mod kinds;
mod line;
mod node;
mod nodes;
mod parsed;
mod position;
mod statements;
pub mod syntax;
mod unseen;

use std::sync::{Arc, OnceLock};

pub use edit::{Change, Unchanged};
pub use line::Line;
pub use node::{Node, trait_of};
pub use nodes::Nodes;
use parsed::Parsed;
pub use position::{Encoding, LineIndex, Position, Positions};
pub use statements::{Branch, CLASSES, Class, Statement};
pub use unseen::{is_unseen, lines_spelled_out, spelled_out};

/// The text of one file, with its lines and (from the first question on) its syntax tree.
///
/// Cloning copies the text; the tree is shared.
#[derive(Clone)]
pub struct Document {
    text: String,
    lines: LineIndex,
    /// See [`set_parts`](Self::set_parts).
    parts: Arc<[usize]>,
    /// See [`unchanged`](Self::unchanged).
    unchanged: Unchanged,
    /// The tree of an earlier text, moved along with every edit since: what an incremental parse starts from.
    earlier: Option<Parsed>,
    tree: OnceLock<Parsed>,
}

impl Document {
    /// A document of this text. Nothing is parsed yet.
    pub fn new(text: String) -> Self {
        let lines = LineIndex::new(&text);
        Self {
            text,
            lines,
            parts: Arc::default(),
            unchanged: Unchanged::default(),
            earlier: None,
            tree: OnceLock::new(),
        }
    }

    /// The whole text, with its line breaks as they came.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the lines begin.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Says that the text was put together of several, a notebook's cells: the row of the text in which each begins. [`Line`] then counts from there.
    pub fn set_parts(&mut self, rows: Arc<[usize]>) {
        self.parts = rows;
    }

    /// The syntax tree of the text, parsed when first asked for.
    ///
    /// Byte offsets of its nodes are offsets into [`text`](Self::text), and their rows are the rows of [`lines`](Self::lines).
    fn parsed(&self) -> &Parsed {
        self.tree.get_or_init(|| match &self.earlier {
            Some(earlier) => Parsed::after(&self.text, &self.lines, earlier),
            None => Parsed::new(&self.text),
        })
    }

    /// The same text, as if nobody had asked about it yet: its tree takes ten times the memory of the text.
    pub fn unparsed(self) -> Self {
        Self {
            parts: self.parts,
            ..Self::new(self.text)
        }
    }

    /// Whether `what` stands somewhere in the text: a look at all of it, as fast as memory can be read.
    pub fn mentions(&self, what: &str) -> bool {
        mentions(&self.text, what)
    }

    /// Whether it is parsed.
    pub fn is_parsed(&self) -> bool {
        self.tree.get().is_some()
    }

    /// The byte offset of a position, clamped into the text and to a character's beginning.
    pub fn offset(&self, position: Position, encoding: Encoding) -> usize {
        self.lines.offset(&self.text, position, encoding)
    }

    /// The position of a byte offset, which is clamped into the text and to a character's beginning.
    pub fn position(&self, offset: usize, encoding: Encoding) -> Position {
        self.lines.position(&self.text, offset, encoding)
    }

    /// The same for many places, in the order of the text or nearly.
    pub fn positions(&self, encoding: Encoding) -> Positions<'_> {
        Positions::new(&self.text, &self.lines, encoding)
    }
}

/// Whether `what` stands somewhere in `text`.
pub fn mentions(text: &str, what: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), what.as_bytes()).is_some()
}

/// Where `word` stands in `text` with nothing around it that could be part of a name in ASCII.
fn words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + use<'t> {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, word.as_bytes()).filter(move |at| {
        !is_part(bytes.get(at + word.len())) && !at.checked_sub(1).is_some_and(|at| is_part(bytes.get(at)))
    })
}
