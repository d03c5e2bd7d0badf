//! What the server knows: the client's wishes and the open documents.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use super::configuration::{Configuration, Moment};
use super::convert;
use super::documents::Documents;
use super::drafts::Drafts;
use super::known::Progress;
use super::options::Trust;
use super::outlines::Outlines;
use super::packs::Watching;
use super::progress::Running;
use super::settings::Settings;
use super::view::View;
use crate::detect::Outline;
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
    /// Progress is shown (`window/workDoneProgress/create`).
    pub(super) progress: bool,
    /// `window/showDocument` is understood.
    pub(super) show_document: bool,
    /// Links to commands in hovers are followed (`initializationOptions.commandLinks`).
    pub(super) command_links: bool,
    /// Links in hovers to "I know this" and "Explain again" are followed (`initializationOptions.commandLinks` names the commands).
    pub(super) know_links: bool,
    /// Our notification `pygloss/changed` is understood (`initializationOptions.changes`).
    pub(super) changes: bool,
    /// Whether the workspace's own text may be loaded (`initializationOptions.trusted`).
    pub(super) trust: Trust,
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
pub(super) struct State {
    /// As many questions are put to the engine at once as the machine can work on.
    pub(super) asking: Arc<Semaphore>,
    session: Mutex<Option<Arc<Session>>>,
    pub(super) documents: Documents,
    pub(super) configuration: Configuration,
    pub(super) outlines: Outlines,
    pub(super) drafts: Drafts,
    pub(super) watching: Watching,
    pub(super) running: Running,
    pub(super) progress: Progress,
}

impl Default for State {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            asking: Arc::new(Semaphore::new(cores.max(2))),
            session: Mutex::default(),
            documents: Documents::default(),
            configuration: Configuration::default(),
            outlines: Outlines::default(),
            drafts: Drafts::default(),
            watching: Watching::default(),
            running: Running::default(),
            progress: Progress::default(),
        }
    }
}

impl State {
    /// Forgets what the client has another text of.
    pub(super) fn drop_all_of(&self, uri: &str) {
        self.documents.drop_all_of(uri);
        self.outlines.close(uri);
        self.drafts.close(uri);
    }

    /// Everything that is found in a document. The cells of a notebook are one text.
    pub(super) fn outline(&self, uri: &str, view: &View, moment: &Moment) -> Arc<Outline> {
        let notebook = self.documents.notebook_of(uri);
        self.outlines
            .of(notebook.as_deref().unwrap_or(uri), view.analysis(), moment)
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
