//! Open documents that are prose: concept files, while somebody writes them. Nothing in them is Python, so nothing in them is explained.

use std::path::PathBuf;

use dashmap::DashMap;
use tower_lsp::ls_types::TextDocumentItem;

use super::convert;
use crate::document::{Change, Document, Encoding};
use crate::gloss::{Place, Texts};

/// Open Markdown, by URI. Everything here is synchronous.
#[derive(Default)]
pub(super) struct Drafts(DashMap<String, Document>);

impl Drafts {
    /// Whether a document is one of these. A notebook's cells are not: they are read with their notebook.
    pub(super) fn takes(document: &TextDocumentItem) -> bool {
        document.language_id == "markdown" && !document.uri.as_str().contains(".ipynb")
    }

    pub(super) fn open(&self, uri: &str, text: String) {
        self.0.insert(uri.to_owned(), Document::new(text));
    }

    /// Applies changes; whether the document is one of these.
    pub(super) fn change(&self, uri: &str, changes: &mut Vec<Change>, encoding: Encoding) -> bool {
        let Some(mut document) = self.0.get_mut(uri) else {
            return false;
        };
        document.apply(std::mem::take(changes), encoding);
        true
    }

    /// Forgets a document; whether it was one of these.
    pub(super) fn close(&self, uri: &str) -> bool {
        self.0.remove(uri).is_some()
    }

    /// The texts of those that lie in one of `places`.
    pub(super) fn texts(&self, places: &[Place]) -> Texts {
        let in_place = |path: &PathBuf| places.iter().any(|place| path.starts_with(&place.folder));
        let open = self.0.iter().filter_map(|entry| {
            let path = convert::path(entry.key()).filter(in_place)?;
            Some((path, entry.value().text().to_owned()))
        });
        open.collect()
    }

    /// What the client calls a file that it has open.
    pub(super) fn uri_of(&self, path: &std::path::Path) -> Option<String> {
        let found = self
            .0
            .iter()
            .find(|entry| convert::path(entry.key()).as_deref() == Some(path));
        found.map(|entry| entry.key().clone())
    }
}
