//! The language server: the only part that knows the protocol.
//!
//! Lives here: transport, state, conversions, one file a request. Handlers are a few lines around one question to the engine. May not live here:
//! any knowledge of Python.
//!
//! Messages are handled in the order of their arrival up to their first wait (see [`transport`]). So a notification that changes a document
//! changes the state before it waits for anything, and a request takes its snapshot of the state first of all.

mod actions;
mod alive;
mod capabilities;
mod complaints;
mod concepts;
mod configuration;
mod convert;
mod documents;
mod drafts;
mod explain;
mod frames;
mod hover;
mod known;
mod lane;
mod lenses;
mod notebooks;
mod options;
mod outlines;
mod packs;
mod page;
mod pages;
mod plainer;
mod progress;
pub mod proxy;
mod rewrite;
mod search;
mod selection;
mod settings;
mod state;
mod stdio;
mod surrogates;
mod transport;
mod view;
pub mod web;
mod workspace;

use std::sync::Arc;

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::runtime::Runtime;
use tower_lsp::jsonrpc::{Error, Request, Result};
use tower_lsp::ls_types::{
    CodeActionParams, CodeActionResponse, CodeLens, CodeLensParams, DidChangeConfigurationParams,
    DidChangeNotebookDocumentParams, DidChangeTextDocumentParams, DidChangeWatchedFilesParams,
    DidChangeWorkspaceFoldersParams, DidCloseNotebookDocumentParams, DidCloseTextDocumentParams,
    DidOpenNotebookDocumentParams, DidOpenTextDocumentParams, DidSaveNotebookDocumentParams, ExecuteCommandParams,
    Hover, HoverParams, InitializeParams, InitializeResult, InitializedParams,
};
use tower_lsp::{Client, LanguageServer, LspService};

use crate::gloss::Glossary;
use crate::project::Project;
use configuration::Moment;
use drafts::Drafts;
use state::{Session, State};
use view::View;

pub use settings::schema as settings_schema;

/// Serves one client over standard input and output, until it says `exit` or closes our input. Whether it said `shutdown` before.
///
/// # Errors
/// Our threads cannot be started, or standard output is closed.
pub fn run() -> std::io::Result<bool> {
    let runtime = runtime()?;
    let orderly = runtime.block_on(serve_within(Disk::Pages, stdio::input()?, stdio::output()?));
    // The thread that reads standard input may sit in a read that never ends, so nothing waits for it.
    runtime.shutdown_background();
    Ok(orderly)
}

/// Few threads: what one of them has used and freed is not given to another.
fn runtime() -> std::io::Result<Runtime> {
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        // Two wait for input and output, the others are asked questions.
        .max_blocking_threads(cores.clamp(2, 8) + 2)
        .enable_all()
        .build()
}

/// What a server may write to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Disk {
    /// Pages into the user's cache folder, when a command is run; what the reader has met and knows.
    Pages,
    /// Nothing at all.
    Nothing,
}

/// Serves one client, and writes nothing to the disk, until the client says `exit` or `input` ends. Whether it said `shutdown` before. It needs tokio's threads for
/// blocking work.
pub async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite + Unpin) -> bool {
    serve_within(Disk::Nothing, input, output).await
}

/// The same, with what may be written.
async fn serve_within(disk: Disk, input: impl AsyncRead + Unpin, output: impl AsyncWrite + Unpin) -> bool {
    let state = Arc::new(State::default());
    if disk == Disk::Nothing {
        state.progress.switch_off();
    }
    let shared = Arc::clone(&state);
    let builder = LspService::build(|client| Server {
        client,
        state: shared,
        disk,
    });
    let builder = builder
        .custom_method("pygloss/page", Server::page)
        .custom_method("pygloss/plainer", Server::plainer)
        .custom_method("pygloss/concepts", Server::concepts)
        .custom_method("pygloss/here", Server::here)
        .custom_method("pygloss/selection", Server::selection)
        .custom_method("pygloss/file", Server::file)
        .custom_method("pygloss/workspace", Server::workspace)
        .custom_method("pygloss/search", Server::search)
        // The library has no handler of its own for it.
        .custom_method("window/workDoneProgress/cancel", Server::cancel_progress);
    #[cfg(debug_assertions)]
    let builder = builder.custom_method("pygloss/panic", Server::panic);
    let (service, socket) = builder.finish();
    let orderly = transport::serve(service, socket, input, output, Watch(Arc::clone(&state))).await;
    known::finish(state).await;
    orderly
}

/// The commands there are.
const COMMANDS: [&str; 7] = [
    explain::COMMAND,
    rewrite::COMMAND,
    selection::SELECTION,
    selection::FILE,
    workspace::COMMAND,
    known::KNOW,
    known::AGAIN,
];

struct Server {
    client: Client,
    state: Arc<State>,
    disk: Disk,
}

impl Server {
    /// Runs a question to the engine where it keeps no message waiting.
    async fn ask<T: Send + 'static>(&self, question: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        // Who is cancelled while it waits is never begun. The permit goes along: a question that is asked cannot be stopped.
        let Ok(permit) = Arc::clone(&self.state.asking).acquire_owned().await else {
            return Err(Error::request_cancelled());
        };
        let asking = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            question()
        });
        match asking.await {
            Ok(answer) => Ok(answer),
            Err(error) => match error.try_into_panic() {
                // Told to the client where all panics are (see `transport`).
                Ok(panic) => std::panic::resume_unwind(panic),
                Err(_) => Err(Error::request_cancelled()),
            },
        }
    }

    fn session(&self) -> Arc<Session> {
        self.state.session()
    }

    /// What `make` makes of the concept that is wanted, and of the place.
    async fn explaining<T: Send + 'static>(
        &self,
        wanted: explain::Wanted,
        make: fn(&explain::Wanted, Option<&View>, Option<&Project>, &Moment) -> Result<T>,
    ) -> Result<T> {
        let uri = wanted.uri.as_deref();
        let (moment, view) = (self.moment(), uri.and_then(|uri| self.state.documents.snapshot(uri)));
        let state = Arc::clone(&self.state);
        let question = move || {
            let uri = wanted.uri.as_deref();
            let project = uri.and_then(|uri| state.project(uri, &moment.settings));
            make(&wanted, view.as_deref(), project.as_ref(), &moment)
        };
        self.ask(question).await?
    }

    /// What `make` makes of the construct that is wanted in plainer Python.
    async fn rewriting<T: Send + 'static>(
        &self,
        wanted: rewrite::Wanted,
        make: fn(&rewrite::Wanted, Option<&View>, &Moment) -> Result<T>,
    ) -> Result<T> {
        let (moment, view) = (self.moment(), self.state.documents.snapshot(&wanted.uri));
        self.ask(move || make(&wanted, view.as_deref(), &moment)).await?
    }

    /// Only in debug builds: what a bug in a handler would do.
    #[cfg(debug_assertions)]
    async fn panic(&self) -> Result<Value> {
        panic!("asked to panic")
    }
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let (session, options, result) = capabilities::negotiate(&params);
        self.state.begin(session);
        self.state.configuration.begin(options);
        Ok(result)
    }

    async fn initialized(&self, _: InitializedParams) {
        // The knowledge is read and compiled while the reader opens a file.
        tokio::task::spawn_blocking(Glossary::builtin);
        self.begin_configuration().await;
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.change_configuration(params).await;
    }

    async fn shutdown(&self) -> Result<()> {
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let document = params.text_document;
        if Drafts::takes(&document) {
            self.state.drafts.open(document.uri.as_str(), document.text);
            self.draft_changed(document.uri.as_str()).await;
        } else {
            self.state.documents.open(document.uri.as_str(), document.text);
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let encoding = self.session().encoding;
        let mut changes = params.content_changes.into_iter().map(convert::change).collect();
        let uri = params.text_document.uri.as_str();
        if self.state.drafts.change(uri, &mut changes, encoding) {
            self.draft_changed(uri).await;
        } else {
            self.state.documents.change(uri, changes, encoding);
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let uri = params.text_document.uri.as_str();
        if self.state.drafts.close(uri) {
            self.draft_changed(uri).await;
        } else {
            self.state.documents.close(uri);
            self.state.outlines.close(uri);
        }
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.folders_changed(params).await;
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.files_changed(params).await;
    }

    async fn notebook_did_open(&self, params: DidOpenNotebookDocumentParams) {
        self.state.documents.notebooks().open(params);
    }

    async fn notebook_did_change(&self, params: DidChangeNotebookDocumentParams) {
        let encoding = self.session().encoding;
        self.state.documents.notebooks().change(params, encoding);
    }

    async fn notebook_did_save(&self, _: DidSaveNotebookDocumentParams) {
        // Only what is open counts.
    }

    async fn notebook_did_close(&self, params: DidCloseNotebookDocumentParams) {
        let uri = params.notebook_document.uri;
        self.state.documents.notebooks().close(uri.as_str());
        self.state.outlines.close(uri.as_str());
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let place = params.text_document_position_params;
        let (mut moment, analysis) = (
            self.moment(),
            self.state.documents.snapshot(place.text_document.uri.as_str()),
        );
        match analysis {
            Some(analysis) => {
                if self.look_at_packs().await {
                    moment.glossary = self.state.configuration.concepts();
                }
                // What is known already is told at once: on its way to another thread and back the question would spend more time than with its answer.
                let is_counted = moment.settings.progress;
                let known = self.state.progress.known_already();
                let told = match known.filter(|_| analysis.is_read()) {
                    Some(known) => hover::at_once(&moment, &known, &analysis, &place),
                    None => None,
                };
                let told = match told {
                    Some(told) => told,
                    None => {
                        let state = Arc::clone(&self.state);
                        let hover = move || {
                            let project = || state.project(place.text_document.uri.as_str(), &moment.settings);
                            hover::hover(&moment, &state.progress.known(), &analysis, project, &place)
                        };
                        self.ask(hover).await?
                    }
                };
                if let Some(id) = told.as_ref().and_then(|told| told.met.as_ref()).filter(|_| is_counted) {
                    self.state.progress.meet(id);
                }
                self.keep_progress();
                Ok(told.map(|told| told.hover))
            }
            None => Ok(None),
        }
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let (moment, analysis) = (
            self.moment(),
            self.state.documents.snapshot(params.text_document.uri.as_str()),
        );
        match analysis {
            Some(analysis) => {
                let state = Arc::clone(&self.state);
                let actions = move || actions::actions(&moment, &state.progress.known(), &analysis, &params);
                self.ask(actions).await
            }
            None => Ok(None),
        }
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        let uri = params.text_document.uri.as_str().to_owned();
        let (moment, analysis) = (self.moment(), self.state.documents.snapshot(&uri));
        match analysis {
            Some(analysis) => {
                let state = Arc::clone(&self.state);
                self.ask(move || lenses::lenses(&moment, &state, &analysis, &uri)).await
            }
            None => Ok(None),
        }
    }

    async fn execute_command(&self, params: ExecuteCommandParams) -> Result<Option<Value>> {
        if self.disk == Disk::Nothing {
            let why =
                "commands write pages into files, and this server writes none; ask `pygloss/page` or `pygloss/plainer`";
            return Err(Error::invalid_params(why));
        }
        let session = self.session();
        let answer = match params.command.as_str() {
            rewrite::COMMAND => self.rewriting(rewrite::read(&params)?, rewrite::rewrite).await?,
            selection::SELECTION | selection::FILE => {
                let wanted = selection::Wanted::read(&params)?;
                self.digesting(wanted, selection::explain).await?
            }
            workspace::COMMAND => {
                workspace::read(&params)?;
                self.explain_workspace(params.work_done_progress_params.work_done_token)
                    .await?
            }
            known::KNOW | known::AGAIN => return Ok(Some(self.know(&params).await?)),
            _ => {
                let answer = self.explaining(explain::read(&params)?, explain::explain).await?;
                self.note_explained(&answer.about);
                answer
            }
        };
        Ok(Some(explain::show(&self.client, &session, answer).await))
    }
}

/// Sees every message before its handler does, to keep documents true.
struct Watch(Arc<State>);

impl transport::Watch for Watch {
    fn before(&self, request: Request) -> Request {
        let request = convert::readable(request);
        if let Some(uri) = convert::unreadable_sync(&request) {
            tracing::error!(
                "{} for {uri} cannot be read; the document is dropped until it is opened again",
                request.method()
            );
            self.0.drop_all_of(&uri);
        }
        request
    }

    fn panicked(&self, uri: Option<&str>) {
        if let Some(uri) = uri {
            self.0.drop_all_of(uri);
        }
    }
}
