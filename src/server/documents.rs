//! The open documents.
//!
//! Lives here: what is open, and how a change reaches it. May not live here: what was agreed with the client, anything that waits.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dashmap::DashMap;

use super::convert;
use super::notebooks::Notebooks;
use super::view::View;
use crate::detect::Analysis;
use crate::document::{Change, Document, Encoding};
use crate::notebook::{Book, Cell};

/// How many files keep their syntax trees. A reader goes to and fro between few; any other is parsed again when it is asked about.
const RECENT: usize = 8;

/// Open documents by their URI, whatever its scheme, and open notebooks.
///
/// Everything here is synchronous, and no guard leaves a method but for the notebooks', which the notifications about them hold.
#[derive(Default)]
pub(super) struct Documents {
    open: DashMap<String, Open>,
    /// The files that were asked about last, the latest at the end: what was learnt of others is forgotten.
    recent: Mutex<Vec<String>>,
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
        self.recent().retain(|known| known != uri);
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
        let file = match self.open.get(uri)?.value() {
            Open::File(analysis) => Arc::clone(analysis),
            Open::Cell(written) => return Some(Arc::new(View::cell(Arc::clone(&written.book), 0))),
        };
        self.was_asked_about(uri);
        Some(Arc::new(View::file(file)))
    }

    /// Puts a file at the end of the recent ones, and forgets what was learnt of the one that is no longer among them.
    fn was_asked_about(&self, uri: &str) {
        let mut recent = self.recent();
        if recent.last().is_some_and(|last| last == uri) {
            return;
        }
        recent.retain(|known| known != uri);
        recent.push(uri.to_owned());
        let oldest = (recent.len() > RECENT).then(|| recent.remove(0));
        drop(recent);
        if let Some(mut entry) = oldest.and_then(|oldest| self.open.get_mut(&oldest))
            && let Open::File(slot) = entry.value_mut()
        {
            *slot = Arc::new(Analysis::new(taken(slot).unparsed()));
        }
    }

    fn recent(&self) -> MutexGuard<'_, Vec<String>> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The open documents that are files on the disk, by their paths, with their URIs.
    pub(super) fn on_disk(&self) -> HashMap<PathBuf, String> {
        let files = self.open.iter().filter(|entry| matches!(entry.value(), Open::File(_)));
        files
            .filter_map(|entry| Some((convert::path(entry.key())?, entry.key().clone())))
            .collect()
    }

    /// The notebook that a document is a cell of, by its URI.
    pub(super) fn notebook_of(&self, cell: &str) -> Option<String> {
        self.notebooks().notebook_of(cell).map(str::to_owned)
    }

    pub(super) fn notebooks(&self) -> MutexGuard<'_, Notebooks> {
        self.notebooks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The document out of `slot`. A request that still reads it keeps it, and then this is a copy.
fn taken(slot: &mut Arc<Analysis>) -> Document {
    let nothing = Arc::new(Analysis::new(Document::new(String::new())));
    match Arc::try_unwrap(std::mem::replace(slot, nothing)) {
        Ok(analysis) => analysis.into_document(),
        Err(shared) => shared.document().clone(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_asked_about_lately_keeps_its_tree() {
        let documents = Documents::default();
        let uri = |number: usize| format!("file:///{number}.py");
        let text = |number: usize| format!("value = {number}\n");
        let ask = |number| {
            let view = documents.snapshot(&uri(number)).expect("it is open");
            assert_eq!(view.document().text(), text(number));
            assert!(view.document().is_module());
            Arc::downgrade(view.analysis())
        };
        for number in 0..RECENT + 2 {
            documents.open(&uri(number), text(number));
        }
        let first = ask(0);
        for number in 1..RECENT {
            ask(number);
            assert!(Arc::ptr_eq(
                &first.upgrade().expect("it is kept"),
                &ask(0).upgrade().expect("it is kept")
            ));
        }
        let last = ask(RECENT);
        // The first was asked about in between.
        assert!(first.upgrade().is_some());
        documents.close(&uri(2));
        for number in [RECENT + 1, 3, 4, 5, 6, 7, RECENT] {
            ask(number);
        }
        assert!(last.upgrade().is_some());
        ask(1);
        assert!(first.upgrade().is_none(), "too long ago");
        ask(0);
    }
}
