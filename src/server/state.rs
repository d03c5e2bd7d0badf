//! What the server knows: the client's wishes and the open documents.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::convert;
use super::documents::Documents;
use crate::document::Encoding;
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

/// Everything here is synchronous.
#[derive(Default)]
pub(super) struct State {
    session: OnceLock<Arc<Session>>,
    pub(super) documents: Documents,
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
}
