//! Between the protocol's types and ours. The only file that names both.

use std::ops::Range;

use serde::Deserialize;
use tower_lsp::jsonrpc::Request;
use tower_lsp::ls_types::{
    self as lsp, DidChangeTextDocumentParams, DidCloseTextDocumentParams, DidOpenTextDocumentParams,
    TextDocumentContentChangeEvent,
};

use crate::document::{Change, Document, Encoding, Position};

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

/// The byte at a position, clamped into the text.
pub(super) fn offset(document: &Document, at: lsp::Position, encoding: Encoding) -> usize {
    document.offset(position(at), encoding)
}

/// The bytes of a range, clamped into the text and put in order.
pub(super) fn range_of(document: &Document, range: lsp::Range, encoding: Encoding) -> Range<usize> {
    let (a, b) = (
        offset(document, range.start, encoding),
        offset(document, range.end, encoding),
    );
    a.min(b)..a.max(b)
}

pub(super) fn range(document: &Document, range: &Range<usize>, encoding: Encoding) -> lsp::Range {
    let at = |offset| {
        let position = document.position(offset, encoding);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        lsp::Position::new(number(position.row), number(position.column))
    };
    lsp::Range::new(at(range.start), at(range.end))
}

/// The document that a notification is about, if the notification cannot be read: the text we would have is then not the client's any more.
pub(super) fn unreadable_sync(request: &Request) -> Option<String> {
    let params = request.params()?;
    let readable = match request.method() {
        "textDocument/didOpen" => DidOpenTextDocumentParams::deserialize(params).is_ok(),
        "textDocument/didChange" => DidChangeTextDocumentParams::deserialize(params).is_ok(),
        "textDocument/didClose" => DidCloseTextDocumentParams::deserialize(params).is_ok(),
        _ => true,
    };
    let uri = params.pointer("/textDocument/uri").and_then(|u| u.as_str());
    if readable { None } else { uri.map(str::to_owned) }
}
