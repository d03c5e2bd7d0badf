//! Between the protocol's types and ours. The only file that names both.

use std::path::PathBuf;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Deserialize;
use serde_json::Value;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types::{
    self as lsp, DidChangeNotebookDocumentParams, DidChangeTextDocumentParams, DidCloseNotebookDocumentParams,
    DidCloseTextDocumentParams, DidOpenNotebookDocumentParams, DidOpenTextDocumentParams,
    TextDocumentContentChangeEvent,
};

use crate::document::{Change, Position};

pub(super) fn change(event: TextDocumentContentChangeEvent) -> Change {
    match event.range {
        None => Change::Whole(event.text),
        Some(range) => Change::Part {
            start: position(range.start),
            end: position(range.end),
            text: event.text,
        },
    }
}

pub(super) fn position(position: lsp::Position) -> Position {
    Position {
        row: position.line as usize,
        column: position.character as usize,
    }
}

pub(super) fn position_of(position: Position) -> lsp::Position {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    lsp::Position::new(number(position.row), number(position.column))
}

/// A message as the library's types can read it, where it differs only in what clients are known to send: characters in a URI that should be
/// escaped, formats of text that the protocol does not have.
pub(super) fn readable(request: Request) -> Request {
    let (method, id, params) = request.into_parts();
    let mut build = Request::build(method.clone());
    if let Some(id) = id {
        build = build.id(id);
    }
    if let Some(mut params) = params {
        escape_uris(&mut params);
        if method == "initialize"
            && let Some(formats) = params.pointer_mut("/capabilities/textDocument/hover/contentFormat")
            && let Some(formats) = formats.as_array_mut()
        {
            formats.retain(|format| format == "markdown" || format == "plaintext");
        }
        build = build.params(params);
    }
    build.finish()
}

/// Percent-encodes what may not stand in a URI as it is, in every `uri` of a message and every `document` of a notebook's cell. Escaped and unescaped, they name the same document.
fn escape_uris(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(uri) if (key == "uri" || key == "document") && !uri.bytes().all(is_uri_byte) => {
                        *uri = utf8_percent_encode(uri, &ESCAPED).to_string();
                    }
                    _ => escape_uris(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(escape_uris),
        _ => {}
    }
}

/// All that RFC 3986 does not let stand in a URI, and the brackets, which it lets stand in few places.
const ESCAPED: AsciiSet = CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"<>[\\]^`{|}".contains(&byte)
}

/// The document or notebook that a notification is about, if the notification cannot be read, or comes as a request, which the library refuses: the text we
/// would have is then not the client's any more.
pub(super) fn unreadable_sync(request: &Request) -> Option<String> {
    let params = request.params()?;
    let readable = match request.method() {
        "textDocument/didOpen" => DidOpenTextDocumentParams::deserialize(params).is_ok(),
        "textDocument/didChange" => DidChangeTextDocumentParams::deserialize(params).is_ok(),
        "textDocument/didClose" => DidCloseTextDocumentParams::deserialize(params).is_ok(),
        "notebookDocument/didOpen" => DidOpenNotebookDocumentParams::deserialize(params).is_ok(),
        "notebookDocument/didChange" => DidChangeNotebookDocumentParams::deserialize(params).is_ok(),
        "notebookDocument/didClose" => DidCloseNotebookDocumentParams::deserialize(params).is_ok(),
        _ => return None,
    } && request.id().is_none();
    if readable { None } else { subject(request) }
}

/// The document or notebook that a message is about.
pub(super) fn subject(request: &Request) -> Option<String> {
    let params = request.params()?;
    let uri = ["/textDocument/uri", "/notebookDocument/uri"]
        .iter()
        .find_map(|path| params.pointer(path)?.as_str());
    uri.map(str::to_owned)
}

/// The file that a URI names; `None` for what is not on the disk.
pub(super) fn path(uri: &str) -> Option<PathBuf> {
    let uri: lsp::Uri = uri.parse().ok()?;
    Some(uri.to_file_path()?.into_owned())
}
