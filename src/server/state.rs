//! What the server knows: the client's wishes and the open documents.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use dashmap::DashMap;

use super::convert;
use crate::detect::Analysis;
use crate::document::{Change, Document, Encoding};
use crate::project::{self, Project};

/// What was agreed with the client when it introduced itself.
#[derive(Debug, Default)]
pub(super) struct Session {
    /// What a column counts.
    pub(super) encoding: Encoding,
    /// Hovers may be Markdown.
    pub(super) markdown: bool,
    /// Code actions may be literals, not commands alone.
    pub(super) action_literals: bool,
    /// `window/showDocument` is understood.
    pub(super) show_document: bool,
    /// Links to commands in hovers are followed (`initializationOptions.commandLinks`).
    pub(super) command_links: bool,
    /// The workspace's folders: nothing else of the disk is read.
    pub(super) folders: Vec<PathBuf>,
    /// What is wrong with the client's options, to be shown to the user.
    pub(super) complaints: Vec<String>,
}

/// Open documents by their URI, whatever its scheme.
///
/// Everything here is synchronous, and no guard of the map leaves a method.
#[derive(Default)]
pub(super) struct State {
    session: OnceLock<Arc<Session>>,
    documents: DashMap<String, Arc<Analysis>>,
}

impl State {
    /// Keeps what was agreed. The protocol has it happen once; a second time changes nothing.
    pub(super) fn begin(&self, session: Session) {
        let _ = self.session.set(Arc::new(session));
    }

    pub(super) fn session(&self) -> Arc<Session> {
        self.session.get().cloned().unwrap_or_default()
    }

    /// The project around a file, as it stands on the disk now.
    pub(super) fn project(&self, uri: &str) -> Option<Project> {
        let file = convert::path(uri)?;
        project::nearest(&file, &self.session().folders)
    }

    pub(super) fn open(&self, uri: &str, text: String) {
        let analysis = Analysis::new(Document::new(text));
        self.documents.insert(uri.to_owned(), Arc::new(analysis));
    }

    /// Applies changes. A document that is not open stays unknown: answering from a guess would be wrong.
    pub(super) fn change(&self, uri: &str, changes: Vec<Change>, encoding: Encoding) {
        let Some(mut entry) = self.documents.get_mut(uri) else {
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
        self.documents.remove(uri);
    }

    /// The document as it is now; later changes leave the snapshot alone.
    pub(super) fn snapshot(&self, uri: &str) -> Option<Arc<Analysis>> {
        self.documents.get(uri).map(|entry| Arc::clone(entry.value()))
    }
}
