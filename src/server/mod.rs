//! The language server: the only part that knows the protocol.
//!
//! Lives here: transport, state, conversions, one file a request. Handlers are a few lines around one question to the engine. May not live here:
//! any knowledge of Python.
//!
//! Messages are handled in the order of their arrival up to their first wait (see [`transport`]). So a notification that changes a document
//! changes the state before it waits for anything, and a request takes its snapshot of the state first of all.

mod actions;
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
mod lenses;
mod notebooks;
mod options;
mod packs;
mod page;
mod pages;
mod plainer;
pub mod proxy;
mod rewrite;
mod settings;
mod state;
mod transport;
mod view;

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
/// The runtime's threads cannot be started.
pub fn run() -> std::io::Result<bool> {
    let runtime = runtime()?;
    let orderly = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // The thread that reads standard input may sit in a read that never ends, so nothing waits for it.
    runtime.shutdown_background();
    Ok(orderly)
}

fn runtime() -> std::io::Result<Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
}

/// Serves one client until it says `exit` or `input` ends. Whether it said `shutdown` before.
async fn serve(input: impl AsyncRead + Unpin, output: impl AsyncWrite + Unpin + Send + 'static) -> bool {
    let state = Arc::new(State::default());
    let shared = Arc::clone(&state);
    let builder = LspService::build(|client| Server { client, state: shared });
    let builder = builder
        .custom_method("pygloss/page", Server::page)
        .custom_method("pygloss/plainer", Server::plainer)
        .custom_method("pygloss/concepts", Server::concepts);
    #[cfg(debug_assertions)]
    let builder = builder.custom_method("pygloss/panic", Server::panic);
    let (service, socket) = builder.finish();
    transport::serve(service, socket, input, output, Watch(state)).await
}

struct Server {
    client: Client,
    state: Arc<State>,
}

impl Server {
    /// Runs a question to the engine where it keeps no message waiting.
    async fn ask<T: Send + 'static>(&self, question: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        match tokio::task::spawn_blocking(question).await {
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
                let state = Arc::clone(&self.state);
                let hover = move || {
                    let project = || state.project(place.text_document.uri.as_str(), &moment.settings);
                    hover::hover(&moment, &analysis, project, &place)
                };
                self.ask(hover).await
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
            Some(analysis) => self.ask(move || actions::actions(&moment, &analysis, &params)).await,
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
        let session = self.session();
        let answer = if params.command == rewrite::COMMAND {
            self.rewriting(rewrite::read(&params)?, rewrite::rewrite).await?
        } else {
            self.explaining(explain::read(&params)?, explain::explain).await?
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
