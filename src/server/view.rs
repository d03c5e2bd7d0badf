//! What a client calls a document, in the text that it is explained in: a file is a text of its own, a notebook's cell a part of one.
//!
//! The only place that knows of a cell's rows: whatever goes in or out as a position goes through here.

use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use tower_lsp::ls_types as lsp;

use super::convert;
use crate::detect::Analysis;
use crate::document::{Document, Encoding};
use crate::notebook::{Book, Excerpt};

/// A document at one moment. What it has to be put together from is put together when it is first looked at, which may take a while.
pub(super) struct View {
    source: Source,
    /// The cell's text; `None` for a file.
    excerpt: OnceLock<Option<Excerpt>>,
    /// What a cell that is not there is explained in: nothing.
    nothing: OnceLock<Arc<Analysis>>,
}

enum Source {
    File(Arc<Analysis>),
    Cell(Arc<Book>, usize),
}

impl View {
    pub(super) fn file(analysis: Arc<Analysis>) -> Self {
        Self::new(Source::File(analysis))
    }

    /// The cell `index` of a notebook.
    pub(super) fn cell(book: Arc<Book>, index: usize) -> Self {
        Self::new(Source::Cell(book, index))
    }

    fn new(source: Source) -> Self {
        Self {
            source,
            excerpt: OnceLock::new(),
            nothing: OnceLock::new(),
        }
    }

    fn excerpt(&self) -> Option<&Excerpt> {
        let read = || match &self.source {
            Source::File(_) => None,
            Source::Cell(book, index) => book.excerpt(*index),
        };
        self.excerpt.get_or_init(read).as_ref()
    }

    /// The text that the document is explained in.
    pub(super) fn analysis(&self) -> &Arc<Analysis> {
        match (&self.source, self.excerpt()) {
            (Source::File(analysis), _) => analysis,
            (Source::Cell(..), Some(excerpt)) => &excerpt.analysis,
            (Source::Cell(..), None) => self
                .nothing
                .get_or_init(|| Arc::new(Analysis::new(Document::new(String::new())))),
        }
    }

    /// Whether a question about one place is answered in no time. A notebook's cell may have to be put together first.
    pub(super) fn is_read(&self) -> bool {
        matches!(&self.source, Source::File(analysis) if analysis.is_read())
    }

    /// The bytes of the text that are the client's document.
    pub(super) fn bytes(&self) -> Range<usize> {
        match self.excerpt() {
            Some(excerpt) => excerpt.bytes.clone(),
            None => 0..self.document().text().len(),
        }
    }

    /// The byte at a position, clamped into the document; `None` where a notebook's cell is not Python.
    pub(super) fn offset(&self, at: lsp::Position, encoding: Encoding) -> Option<usize> {
        let (offset, is_silent) = self.place(at, encoding);
        (!is_silent).then_some(offset)
    }

    /// The bytes of a range, clamped into the document and put in order; `None` for a cursor where a notebook's cell is not Python.
    pub(super) fn range_of(&self, range: lsp::Range, encoding: Encoding) -> Option<Range<usize>> {
        let ((a, is_silent), (b, _)) = (self.place(range.start, encoding), self.place(range.end, encoding));
        (range.start != range.end || !is_silent).then_some(a.min(b)..a.max(b))
    }

    fn place(&self, at: lsp::Position, encoding: Encoding) -> (usize, bool) {
        let mut position = convert::position(at);
        let Some(excerpt) = self.excerpt() else {
            return (self.document().offset(position, encoding), false);
        };
        let row = position.row;
        position.row = row.saturating_add(excerpt.first_row);
        let offset = self.document().offset(position, encoding);
        let offset = offset.clamp(excerpt.bytes.start, excerpt.bytes.end);
        let column = offset
            - self
                .document()
                .lines()
                .start(position.row)
                .unwrap_or(offset)
                .min(offset);
        (offset, excerpt.cell.is_silent(row, column))
    }

    /// A range of the text as the client counts it.
    pub(super) fn range(&self, range: &Range<usize>, encoding: Encoding) -> lsp::Range {
        lsp::Range::new(self.position(range.start, encoding), self.position(range.end, encoding))
    }

    fn position(&self, offset: usize, encoding: Encoding) -> lsp::Position {
        let document = self.document();
        let Some(excerpt) = self.excerpt() else {
            return convert::position_of(document.position(offset, encoding));
        };
        let mut offset = offset.clamp(excerpt.bytes.start, excerpt.bytes.end);
        let row = document.lines().row(offset);
        // What stands there for a command is not the reader's.
        if let Some(from) = excerpt.cell.silent_from(row.saturating_sub(excerpt.first_row)) {
            offset = offset.min(document.lines().start(row).unwrap_or(offset) + from);
        }
        let mut position = document.position(offset, encoding);
        position.row -= excerpt.first_row.min(position.row);
        convert::position_of(position)
    }

    /// Whether a range of the text is the reader's own: it begins in the document, and in its Python.
    pub(super) fn shows(&self, range: &Range<usize>) -> bool {
        let bytes = self.bytes();
        let is_inside = bytes.start <= range.start && range.start <= bytes.end;
        is_inside
            && !self.excerpt().is_some_and(|excerpt| {
                let (row, column) = place_in(self.document(), range.start);
                excerpt.cell.is_silent(row.saturating_sub(excerpt.first_row), column)
            })
    }

    /// Whether all rows of a range are as the reader wrote them.
    pub(super) fn is_as_written(&self, range: &Range<usize>) -> bool {
        self.excerpt().is_none_or(|excerpt| {
            let row = |offset| self.document().lines().row(offset).saturating_sub(excerpt.first_row);
            !excerpt.cell.has_silent(row(range.start)..row(range.end) + 1)
        })
    }
}

fn place_in(document: &Document, offset: usize) -> (usize, usize) {
    let row = document.lines().row(offset);
    (row, offset - document.lines().start(row).unwrap_or(offset))
}

impl Deref for View {
    type Target = Analysis;

    fn deref(&self) -> &Analysis {
        self.analysis()
    }
}
