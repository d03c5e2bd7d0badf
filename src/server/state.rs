//! What the server knows: the client's wishes and the open documents.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::configuration::Configuration;
use super::convert;
use super::documents::Documents;
use super::drafts::Drafts;
use super::lenses::Outlines;
use super::packs::Watching;
use super::settings::Settings;
use crate::document::Encoding;
use crate::project::{self, Project};

/// What was agreed with the client when it introduced itself.
#[derive(Clone, Debug, Default)]
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
    /// Our notification `pygloss/changed` is understood (`initializationOptions.changes`).
    pub(super) changes: bool,
    /// The workspace's own text may be loaded (`initializationOptions.trusted`).
    pub(super) trusted: bool,
    /// `workspace/configuration` is answered.
    pub(super) configuration: bool,
    /// Changes of settings are told to those who register for them.
    pub(super) registers_settings: bool,
    /// `workspace/codeLens/refresh` is understood.
    pub(super) refreshes_lenses: bool,
    /// Diagnostics are shown.
    pub(super) diagnostics: bool,
    /// Changes of files are told to those who register for them.
    pub(super) watches: bool,
    /// Other documents than those it sends anyway are sent to those who register for them.
    pub(super) registers_documents: bool,
    /// A pattern of files may be relative to a folder.
    pub(super) relative_patterns: bool,
    /// The workspace's folders: nothing else of the disk is read.
    pub(super) folders: Vec<PathBuf>,
}

/// Everything here is synchronous.
#[derive(Default)]
pub(super) struct State {
    session: Mutex<Option<Arc<Session>>>,
    pub(super) documents: Documents,
    pub(super) configuration: Configuration,
    pub(super) outlines: Outlines,
    pub(super) drafts: Drafts,
    pub(super) watching: Watching,
}

impl State {
    /// Forgets what the client has another text of.
    pub(super) fn drop_all_of(&self, uri: &str) {
        self.documents.drop_all_of(uri);
        self.outlines.close(uri);
        self.drafts.close(uri);
    }

    /// Keeps what was agreed. The protocol has it happen once; a second time changes nothing.
    pub(super) fn begin(&self, session: Session) {
        self.agreed().get_or_insert_with(|| Arc::new(session));
    }

    pub(super) fn session(&self) -> Arc<Session> {
        self.agreed().clone().unwrap_or_default()
    }

    /// The workspace has other folders now.
    pub(super) fn change_folders(&self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        if let Some(session) = self.agreed().as_mut() {
            let folders = &mut Arc::make_mut(session).folders;
            folders.retain(|folder| !removed.contains(folder) && !added.contains(folder));
            folders.extend(added);
        }
    }

    fn agreed(&self) -> MutexGuard<'_, Option<Arc<Session>>> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Which Python a file has to run on: what the settings say, or else the project around it, as it stands on the disk now.
    pub(super) fn project(&self, uri: &str, settings: &Settings) -> Option<Project> {
        if let Some(python) = settings.python {
            return Some(Project::set(python));
        }
        // A cell has no place on the disk, its notebook has.
        let notebook = self.documents.notebook_of(uri);
        let file = convert::path(notebook.as_deref().unwrap_or(uri))?;
        project::nearest(&file, &self.session().folders)
    }
}
