//! What is agreed at `initialize`: encoding, what the client can show, what the server offers.

use std::path::PathBuf;

use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, ExecuteCommandOptions,
    HoverProviderCapability, InitializeParams, InitializeResult, MarkupKind, Notebook, NotebookCellSelector,
    NotebookDocumentSyncOptions, NotebookSelector, OneOf, PositionEncodingKind, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, WorkDoneProgressOptions,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities,
};

use super::options::Read;
use super::state::Session;
use super::{actions, options};
use crate::document::Encoding;

/// Reads what the client can do and says of settings, and answers with what the server does.
pub(super) fn negotiate(params: &InitializeParams) -> (Session, Read, InitializeResult) {
    let client = &params.capabilities;
    let text = client.text_document.as_ref();
    let (encoding, encoding_name) = encoding(params);
    let formats = text
        .and_then(|t| t.hover.as_ref())
        .and_then(|h| h.content_format.as_ref());
    let workspace = client.workspace.as_ref();
    let watched = workspace.and_then(|w| w.did_change_watched_files.as_ref());
    let (options, flags) = options::from_options(params.initialization_options.as_ref());
    let session = Session {
        encoding,
        markdown: formats.and_then(|f| f.first()) == Some(&MarkupKind::Markdown),
        action_literals: text
            .and_then(|t| t.code_action.as_ref())
            .is_some_and(|c| c.code_action_literal_support.is_some()),
        progress: client.window.as_ref().and_then(|w| w.work_done_progress) == Some(true),
        show_document: client
            .window
            .as_ref()
            .and_then(|w| w.show_document.as_ref())
            .is_some_and(|s| s.support),
        folders: folders(params),
        command_links: flags.command_links,
        know_links: flags.know_links,
        changes: flags.changes,
        trust: flags.trust,
        configuration: workspace.and_then(|w| w.configuration) == Some(true),
        registers_settings: workspace
            .and_then(|w| w.did_change_configuration.as_ref())
            .is_some_and(|c| c.dynamic_registration == Some(true)),
        diagnostics: text.is_some_and(|t| t.publish_diagnostics.is_some()),
        registers_documents: text
            .and_then(|t| t.synchronization.as_ref())
            .is_some_and(|s| s.dynamic_registration == Some(true)),
        watches: watched.and_then(|w| w.dynamic_registration) == Some(true),
        relative_patterns: watched.and_then(|w| w.relative_pattern_support) == Some(true),
        refreshes_lenses: workspace
            .and_then(|w| w.code_lens.as_ref())
            .is_some_and(|l| l.refresh_support == Some(true)),
    };
    let result = InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding_name),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                ..TextDocumentSyncOptions::default()
            })),
            notebook_document_sync: Some(OneOf::Left(notebooks())),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::new(actions::EXPLAIN),
                    CodeActionKind::new(actions::REWRITE),
                    CodeActionKind::new(actions::KNOWN),
                ]),
                ..CodeActionOptions::default()
            })),
            // Offered always, so that it can be switched on while the client runs.
            code_lens_provider: Some(CodeLensOptions {
                resolve_provider: Some(false),
            }),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: super::COMMANDS.map(str::to_owned).to_vec(),
                work_done_progress_options: WorkDoneProgressOptions {
                    work_done_progress: Some(true),
                },
            }),
            workspace: Some(WorkspaceServerCapabilities {
                workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                    supported: Some(true),
                    change_notifications: Some(OneOf::Left(true)),
                }),
                file_operations: None,
            }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    };
    (session, options, result)
}

/// Which notebooks are sent: all with cells of Python, and of them these cells.
fn notebooks() -> NotebookDocumentSyncOptions {
    NotebookDocumentSyncOptions {
        notebook_selector: vec![NotebookSelector::ByNotebook {
            notebook: Notebook::String("*".to_owned()),
            cells: Some(vec![NotebookCellSelector {
                language: "python".to_owned(),
            }]),
        }],
        save: None,
    }
}

/// The folders of the workspace, or its root where the client has no folders.
fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    let folders = params.workspace_folders.iter().flatten().map(|folder| &folder.uri);
    let folders: Vec<PathBuf> = folders
        .filter_map(|uri| Some(uri.to_file_path()?.into_owned()))
        .collect();
    #[expect(deprecated, reason = "clients without workspace folders still send it")]
    let root = params
        .root_uri
        .as_ref()
        .and_then(|uri| Some(uri.to_file_path()?.into_owned()));
    if folders.is_empty() {
        root.into_iter().collect()
    } else {
        folders
    }
}

/// The first encoding of the client's list that is one of the protocol's; UTF-16 where it has no list.
fn encoding(params: &InitializeParams) -> (Encoding, PositionEncodingKind) {
    let offered = params
        .capabilities
        .general
        .as_ref()
        .and_then(|g| g.position_encodings.as_ref());
    let known = [
        (PositionEncodingKind::UTF8, Encoding::Utf8),
        (PositionEncodingKind::UTF16, Encoding::Utf16),
        (PositionEncodingKind::UTF32, Encoding::Utf32),
    ];
    offered
        .into_iter()
        .flatten()
        .find_map(|kind| known.iter().find(|(k, _)| k == kind))
        .map_or((Encoding::Utf16, PositionEncodingKind::UTF16), |(kind, encoding)| {
            (*encoding, kind.clone())
        })
}
