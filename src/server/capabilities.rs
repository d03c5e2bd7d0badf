//! What is agreed at `initialize`: encoding, what the client can show, what the server offers.

use serde_json::Value;
use tower_lsp::ls_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, ExecuteCommandOptions, HoverProviderCapability,
    InitializeParams, InitializeResult, MarkupKind, PositionEncodingKind, ServerCapabilities, ServerInfo,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions,
};

use super::state::Session;
use super::{actions, explain, rewrite};
use crate::document::Encoding;

/// Reads what the client can do and answers with what the server does.
pub(super) fn negotiate(params: &InitializeParams) -> (Session, InitializeResult) {
    let client = &params.capabilities;
    let text = client.text_document.as_ref();
    let (encoding, encoding_name) = encoding(params);
    let formats = text
        .and_then(|t| t.hover.as_ref())
        .and_then(|h| h.content_format.as_ref());
    let mut complaints = Vec::new();
    let session = Session {
        encoding,
        markdown: formats.and_then(|f| f.first()) == Some(&MarkupKind::Markdown),
        action_literals: text
            .and_then(|t| t.code_action.as_ref())
            .is_some_and(|c| c.code_action_literal_support.is_some()),
        show_document: client
            .window
            .as_ref()
            .and_then(|w| w.show_document.as_ref())
            .is_some_and(|s| s.support),
        command_links: command_links(params.initialization_options.as_ref(), &mut complaints),
        complaints,
    };
    let result = InitializeResult {
        capabilities: ServerCapabilities {
            position_encoding: Some(encoding_name),
            text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                ..TextDocumentSyncOptions::default()
            })),
            hover_provider: Some(HoverProviderCapability::Simple(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
                code_action_kinds: Some(vec![
                    CodeActionKind::new(actions::EXPLAIN),
                    CodeActionKind::new(actions::REWRITE),
                ]),
                ..CodeActionOptions::default()
            })),
            execute_command_provider: Some(ExecuteCommandOptions {
                commands: vec![explain::COMMAND.to_owned(), rewrite::COMMAND.to_owned()],
                ..ExecuteCommandOptions::default()
            }),
            ..ServerCapabilities::default()
        },
        server_info: Some(ServerInfo {
            name: env!("CARGO_PKG_NAME").to_owned(),
            version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        }),
        ..InitializeResult::default()
    };
    (session, result)
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

/// `commandLinks`: whether the client follows `command:` links in hovers. A wrong value is told and counts as no.
fn command_links(options: Option<&Value>, complaints: &mut Vec<String>) -> bool {
    match options.and_then(|o| o.get("commandLinks")) {
        None => false,
        Some(Value::Bool(yes)) => *yes,
        Some(other) => {
            complaints.push(format!(
                "pygloss: `commandLinks` in initializationOptions must be true or false, not {other}"
            ));
            false
        }
    }
}
