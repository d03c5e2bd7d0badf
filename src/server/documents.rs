//! The open documents.
//!
//! Lives here: what is open, and how a change reaches it. May not live here: what was agreed with the client, anything that waits.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dashmap::DashMap;

use super::notebooks::Notebooks;
use super::view::View;
use crate::detect::Analysis;
use crate::document::{Change, Document, Encoding};
use crate::notebook::{Book, Cell};

/// Open documents by their URI, whatever its scheme, and open notebooks.
///
/// Everything here is synchronous, and no guard leaves a method but for the notebooks', which the notifications about them hold.
#[derive(Default)]
pub(super) struct Documents {
    open: DashMap<String, Open>,
    notebooks: Mutex<Notebooks>,
}

enum Open {
    File(Arc<Analysis>),
    /// A cell or all cells of a notebook that the client sends as a file.
    Cell(Box<Written>),
}

/// A cell: what was written, and how it is read.
pub(super) struct Written {
    /// Never parsed: only edited.
    document: Document,
    is_joined: bool,
    book: Arc<Book>,
}

impl Written {
    fn new(text: String, is_joined: bool) -> Self {
        let mut written = Self {
            document: Document::new(text),
            is_joined,
            book: Arc::new(Book::new(Vec::new(), None)),
        };
        written.read();
        written
    }

    fn read(&mut self) {
        let text = self.document.text();
        let cell = if self.is_joined {
            Cell::joined(text)
        } else {
            Cell::new(text)
        };
        self.book = Arc::new(Book::new(vec![Arc::new(cell)], Some(&self.book)));
    }
}

impl Documents {
    pub(super) fn open(&self, uri: &str, text: String) {
        let open = match notebook_part(uri) {
            Some(part) => Open::Cell(Box::new(Written::new(text, part == Part::Whole))),
            None => Open::File(Arc::new(Analysis::new(Document::new(text)))),
        };
        self.open.insert(uri.to_owned(), open);
    }

    /// Applies changes. A document that is not open stays unknown: answering from a guess would be wrong.
    pub(super) fn change(&self, uri: &str, changes: Vec<Change>, encoding: Encoding) {
        let Some(mut entry) = self.open.get_mut(uri) else {
            tracing::warn!("a change of {uri}, which is not open");
            return;
        };
        let slot = match entry.value_mut() {
            Open::File(slot) => slot,
            Open::Cell(written) => {
                written.document.apply(changes, encoding);
                written.read();
                return;
            }
        };
        // A request that still reads the text keeps it; the change then works on a copy.
        let nothing = Arc::new(Analysis::new(Document::new(String::new())));
        let before = Arc::try_unwrap(std::mem::replace(slot, nothing)).unwrap_or_else(|shared| shared.to_be_changed());
        *slot = Arc::new(before.changed(|document| document.apply(changes, encoding)));
    }

    /// Forgets a document.
    pub(super) fn close(&self, uri: &str) {
        self.open.remove(uri);
    }

    /// Forgets what the client has another text of: a document, or a notebook with all its cells.
    pub(super) fn drop_all_of(&self, uri: &str) {
        self.close(uri);
        self.notebooks().close(uri);
    }

    /// The document as it is now; later changes leave the snapshot alone.
    pub(super) fn snapshot(&self, uri: &str) -> Option<Arc<View>> {
        if let Some(view) = self.notebooks().snapshot(uri) {
            return Some(Arc::new(view));
        }
        let view = self.open.get(uri).map(|entry| match entry.value() {
            Open::File(analysis) => View::file(Arc::clone(analysis)),
            Open::Cell(written) => View::cell(Arc::clone(&written.book), 0),
        });
        view.map(Arc::new)
    }

    /// The notebook that a document is a cell of, by its URI.
    pub(super) fn notebook_of(&self, cell: &str) -> Option<String> {
        self.notebooks().notebook_of(cell).map(str::to_owned)
    }

    pub(super) fn notebooks(&self) -> MutexGuard<'_, Notebooks> {
        self.notebooks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(PartialEq)]
enum Part {
    Cell,
    Whole,
}

/// Which part of a notebook a document is that a client opens as a file: it has `.ipynb` in its path, and a cell's URI a fragment too.
fn notebook_part(uri: &str) -> Option<Part> {
    let (path, is_cell) = match uri.split_once('#') {
        Some((path, _)) => (path, true),
        None => (uri, uri.starts_with("vscode-notebook-cell:")),
    };
    path.contains(".ipynb")
        .then_some(if is_cell { Part::Cell } else { Part::Whole })
}
