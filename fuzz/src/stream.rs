//! Any bytes as what a client says, through the whole server.

use std::time::Duration;

use arbitrary::Unstructured;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::code;

/// No answer takes as long, on whatever machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs one input: the bytes themselves, or messages that they choose.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    if u.arbitrary::<u8>().unwrap_or(0).is_multiple_of(2) {
        let bytes = code::rest(&mut u);
        // In builds with debug assertions it does what it is called.
        if !bytes.windows(13).any(|window| window == b"pygloss/panic") {
            talk(bytes, &[]);
        }
    } else {
        let (bytes, asked) = conversation(&mut u);
        talk(&bytes, &asked);
    }
}

/// A message as it stands on the wire.
pub fn frame(body: &[u8]) -> Vec<u8> {
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(body);
    frame
}

/// Says these bytes and waits for the answers to the ids in `asked`, each exactly one. What the server said.
pub fn talk(said: &[u8], asked: &[u64]) -> Vec<Value> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let messages = runtime.block_on(async {
        let (mut to_server, input) = tokio::io::duplex(64 << 10);
        let (output, mut from_server) = tokio::io::duplex(64 << 10);
        let (from_us, open) = tokio::sync::oneshot::channel::<()>();
        let say = async {
            // A server that has ended reads no more.
            let _ = to_server.write_all(said).await;
            let _ = open.await;
            drop(to_server);
        };
        let hear = async {
            let (mut bytes, mut messages) = (Vec::new(), Vec::new());
            let mut open = Some(from_us);
            loop {
                let answered = |id: &u64| {
                    messages
                        .iter()
                        .any(|m: &Value| m["id"] == *id && m.get("method").is_none())
                };
                if asked.iter().all(answered) {
                    open = None;
                }
                let more = tokio::time::timeout(PATIENCE, from_server.read_buf(&mut bytes)).await;
                let more = more.unwrap_or_else(|_| {
                    panic!("nothing is said any more; {asked:?} were asked, and there came {messages:#?}")
                });
                if more.is_err() || more.is_ok_and(|count| count == 0) {
                    break;
                }
                messages.extend(take(&mut bytes));
            }
            drop(open);
            assert!(
                bytes.is_empty(),
                "half a message: {:?}",
                String::from_utf8_lossy(&bytes)
            );
            messages
        };
        let (_, (), messages) = tokio::join!(pygloss::server::serve(input, output), say, hear);
        messages
    });
    runtime.shutdown_timeout(PATIENCE);
    for message in &messages {
        well_formed(message);
    }
    for id in asked {
        let answers = messages
            .iter()
            .filter(|m| m["id"] == *id && m.get("method").is_none())
            .count();
        assert_eq!(answers, 1, "answers to {id} in {messages:#?}");
    }
    messages
}

/// The whole messages at the beginning of what was read.
fn take(bytes: &mut Vec<u8>) -> Vec<Value> {
    let mut messages = Vec::new();
    while let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
        let header = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length: usize = header
            .strip_prefix("Content-Length: ")
            .and_then(|n| n.parse().ok())
            .unwrap_or_else(|| panic!("a header {header:?}"));
        let Some(body) = bytes.get(end + 4..end + 4 + length) else {
            break;
        };
        let message =
            serde_json::from_slice(body).unwrap_or_else(|error| panic!("{error}: {:?}", String::from_utf8_lossy(body)));
        messages.push(message);
        bytes.drain(..end + 4 + length);
    }
    messages
}

fn well_formed(message: &Value) {
    assert_eq!(message["jsonrpc"], "2.0", "{message}");
    if message.get("method").is_some() {
        return;
    }
    let (result, error) = (message.get("result"), message.get("error"));
    assert!(
        result.is_some() != error.is_some() && message.get("id").is_some(),
        "{message}"
    );
    if let Some(error) = error {
        assert!(error["code"].is_i64() && error["message"].is_string(), "{message}");
        assert!(
            !error["message"].as_str().unwrap_or("").starts_with("pygloss failed"),
            "{message}"
        );
    }
}

const FILES: [&str; 5] = [
    "file:///nowhere/a.py",
    "untitled:b",
    "file:///nowhere/c.ipynb#x",
    "vscode-notebook-cell:/d.ipynb#1",
    "not a uri",
];

/// Messages of an editor, most of them good, and the ids of the requests that must be answered.
fn conversation(u: &mut Unstructured<'_>) -> (Vec<u8>, Vec<u64>) {
    let mut bytes = Vec::new();
    let mut asked = Vec::new();
    let begin = json!({ "capabilities": { "general": { "positionEncodings": [u.choose(&["utf-8", "utf-16", "utf-32"]).unwrap_or(&"utf-16")] } }, "processId": null });
    if u.ratio(9, 10).unwrap_or(true) {
        bytes.extend(frame(
            json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": begin })
                .to_string()
                .as_bytes(),
        ));
        bytes.extend(frame(br#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#));
        asked.push(0);
    }
    for number in 1..=u.int_in_range(1..=24_u64).unwrap_or(1) {
        let (method, params) = request(u);
        let mut message = json!({ "jsonrpc": "2.0", "method": method, "params": params });
        let is_request =
            !method.contains("/did") && !method.starts_with("notebookDocument/") && !method.starts_with('$');
        if is_request {
            message["id"] = json!(number);
        }
        match u.int_in_range(0..=9_u8).unwrap_or(9) {
            // Something in it is something else. Its id and method may be, too: then nothing is expected.
            0 | 1 => {
                spoil(u, &mut message["params"], 0);
                if is_request {
                    asked.push(number);
                }
                bytes.extend(frame(message.to_string().as_bytes()));
            }
            2 => {
                let text = code::changed(u, message.to_string());
                if !text.contains("exit") {
                    bytes.extend(frame(text.as_bytes()));
                }
            }
            _ => {
                if is_request {
                    asked.push(number);
                }
                bytes.extend(frame(message.to_string().as_bytes()));
            }
        }
    }
    // A message that was spoilt may have used an id.
    let count = |id: &u64| {
        bytes.windows(8).filter(|w| w.starts_with(b"\"id\":")).count() > 0
            && String::from_utf8_lossy(&bytes)
                .matches(&format!("\"id\":{id},"))
                .count()
                == 1
    };
    let once: Vec<u64> = asked.iter().copied().filter(|id| count(id)).collect();
    (bytes, once)
}

fn position(u: &mut Unstructured<'_>) -> Value {
    match u.int_in_range(0..=9_u8).unwrap_or(0) {
        0 => json!({ "line": u32::MAX, "character": u32::MAX }),
        _ => {
            json!({ "line": u.int_in_range(0..=12_u32).unwrap_or(0), "character": u.int_in_range(0..=30_u32).unwrap_or(0) })
        }
    }
}

fn text(u: &mut Unstructured<'_>) -> String {
    let piece = u.choose(&code::PIECES).cloned().unwrap_or_default();
    code::changed(u, piece)
}

fn request(u: &mut Unstructured<'_>) -> (&'static str, Value) {
    let uri = *u.choose(&FILES).unwrap_or(&"untitled:b");
    let file = json!({ "uri": uri });
    let book = json!({ "uri": "file:///nowhere/e.ipynb", "version": 1, "notebookType": "jupyter-notebook" });
    let cell = |n: u8| format!("vscode-notebook-cell:/e.ipynb#{n}");
    match u.int_in_range(0..=17_u8).unwrap_or(0) {
        0..=2 => {
            let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": text(u) });
            ("textDocument/didOpen", json!({ "textDocument": document }))
        }
        3 | 4 => {
            let change = if u.ratio(1, 5).unwrap_or(false) {
                json!({ "text": text(u) })
            } else {
                json!({ "range": { "start": position(u), "end": position(u) }, "text": code::token(u) })
            };
            (
                "textDocument/didChange",
                json!({ "textDocument": { "uri": uri, "version": u.arbitrary::<i32>().unwrap_or(2) }, "contentChanges": [change] }),
            )
        }
        5 => ("textDocument/didClose", json!({ "textDocument": file })),
        6..=8 => (
            "textDocument/hover",
            json!({ "textDocument": file, "position": position(u) }),
        ),
        9 => {
            let range = json!({ "start": position(u), "end": position(u) });
            (
                "textDocument/codeAction",
                json!({ "textDocument": file, "range": range, "context": { "diagnostics": [], "triggerKind": 1 } }),
            )
        }
        10 => ("textDocument/codeLens", json!({ "textDocument": file })),
        11 => ("pygloss/page", json!({ "uri": uri, "position": position(u) })),
        12 => ("pygloss/plainer", json!({ "uri": uri, "position": position(u) })),
        13 => ("pygloss/concepts", json!({ "textDocument": file, "uri": uri })),
        14 => {
            let command = *u
                .choose(&["pygloss.explain", "pygloss.rewrite", "other"])
                .unwrap_or(&"other");
            (
                "workspace/executeCommand",
                json!({ "command": command, "arguments": [{ "uri": uri, "position": position(u) }] }),
            )
        }
        15 => {
            let cells: Vec<Value> = (0..3).map(|n| json!({ "kind": 2, "document": cell(n) })).collect();
            let texts: Vec<Value> = (0..3)
                .map(|n| json!({ "uri": cell(n), "languageId": "python", "version": 1, "text": text(u) }))
                .collect();
            let mut notebook = book;
            notebook["cells"] = json!(cells);
            (
                "notebookDocument/didOpen",
                json!({ "notebookDocument": notebook, "cellTextDocuments": texts }),
            )
        }
        16 => {
            let start = u.int_in_range(0..=4_u32).unwrap_or(0);
            let structure = json!({ "array": { "start": start, "deleteCount": u.int_in_range(0..=2_u32).unwrap_or(0), "cells": [{ "kind": 2, "document": cell(7) }] }, "didOpen": [{ "uri": cell(7), "languageId": "python", "version": 1, "text": text(u) }] });
            let content = json!([{ "document": { "uri": cell(u.int_in_range(0..=3).unwrap_or(0)), "version": 2 }, "changes": [{ "text": text(u) }] }]);
            let cells = if u.arbitrary().unwrap_or(true) {
                json!({ "structure": structure })
            } else {
                json!({ "textContent": content })
            };
            (
                "notebookDocument/didChange",
                json!({ "notebookDocument": book, "change": { "cells": cells } }),
            )
        }
        _ => (
            "$/cancelRequest",
            json!({ "id": u.int_in_range(0..=24_u8).unwrap_or(1) }),
        ),
    }
}

/// Something of a value becomes something else.
pub fn spoil(u: &mut Unstructured<'_>, value: &mut Value, depth: usize) {
    let odd = || {
        [
            json!(null),
            json!(-1),
            json!(1e300),
            json!(4294967296_u64),
            json!(""),
            json!("\u{0}\u{1F40D}"),
            json!("../../x"),
            json!([]),
            json!({}),
            json!([[[[null]]]]),
            json!(true),
            json!("file:///a.py"),
            json!({ "uri": 1 }),
        ]
    };
    let inside: Vec<&mut Value> = match value {
        Value::Object(object) if depth < 6 => object.values_mut().collect(),
        Value::Array(array) if depth < 6 => array.iter_mut().collect(),
        _ => Vec::new(),
    };
    let count = inside.len();
    if count == 0 || u.ratio(1, 4).unwrap_or(true) {
        *value = u.choose(&odd()).cloned().unwrap_or(Value::Null);
    } else if let Some(inner) = inside.into_iter().nth(u.int_in_range(0..=count - 1).unwrap_or(0)) {
        spoil(u, inner, depth + 1);
    }
}

/// What an editor says, whole, and messages to choose.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = fastrand::Rng::with_seed(4);
    let mut seeds = Vec::new();
    for _ in 0..32 {
        let numbers: Vec<u8> = std::iter::repeat_with(|| random.u8(..)).take(300).collect();
        let (bytes, _) = conversation(&mut Unstructured::new(&numbers));
        if bytes.len() < 8000 {
            seeds.push([&[0][..], &bytes].concat());
        }
        seeds.push([&[1][..], &numbers].concat());
    }
    for odd in [
        "Content-Length: 2\r\n\r\n{}",
        "Content-Length: -1\r\n\r\n",
        "Content-Length: 99999999999999999999\r\n\r\n{}",
        "Content-Length: 4\r\n\r\nnull",
        "\r\n\r\n\r\n",
        "Content-Length: 2\r\n\r\n[]",
        "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
    ] {
        seeds.push(code::as_it_is(odd));
    }
    seeds
}
