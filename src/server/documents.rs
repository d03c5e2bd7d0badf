//! The open documents.
//!
//! Lives here: what is open, and how a change reaches it. May not live here: what was agreed with the client, anything that waits.

use std::sync::Arc;

use dashmap::DashMap;

use crate::detect::Analysis;
use crate::document::{Change, Document, Encoding};

/// Open documents by their URI, whatever its scheme.
///
/// Everything here is synchronous, and no guard of the map leaves a method.
#[derive(Default)]
pub(super) struct Documents {
    open: DashMap<String, Arc<Analysis>>,
}

impl Documents {
    pub(super) fn open(&self, uri: &str, text: String) {
        let analysis = Analysis::new(Document::new(text));
        self.open.insert(uri.to_owned(), Arc::new(analysis));
    }

    /// Applies changes. A document that is not open stays unknown: answering from a guess would be wrong.
    pub(super) fn change(&self, uri: &str, changes: Vec<Change>, encoding: Encoding) {
        let Some(mut entry) = self.open.get_mut(uri) else {
            tracing::warn!("a change of {uri}, which is not open");
            return;
        };
        let slot = entry.value_mut();
        // A request that still reads the text keeps it; the change then works on a copy.
        let mut document = match Arc::try_unwrap(std::mem::replace(
            slot,
            Arc::new(Analysis::new(Document::new(String::new()))),
        )) {
            Ok(analysis) => analysis.into_document(),
            Err(shared) => shared.document().clone(),
        };
        document.apply(changes, encoding);
        *slot = Arc::new(Analysis::new(document));
    }

    pub(super) fn close(&self, uri: &str) {
        self.open.remove(uri);
    }

    /// The document as it is now; later changes leave the snapshot alone.
    pub(super) fn snapshot(&self, uri: &str) -> Option<Arc<Analysis>> {
        self.open.get(uri).map(|entry| Arc::clone(entry.value()))
    }
}
