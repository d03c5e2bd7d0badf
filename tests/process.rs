//! The server as a process: how it ends, and what it lives through.

mod common;

use common::{Client, Setup, at, place};
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";
const TEXT: &str = "with a as b:\n    pass\n";

/// A server with one open document, in which there is something to hover.
fn with_document() -> Client {
    let mut client = Client::able();
    client.open(URI, TEXT);
    client
}

fn on_with() -> Value {
    at(TEXT, "w‸ith")
}

/// The server is alive, in step with the client, and has the document.
fn assert_works(client: &mut Client, after: &str) {
    let hover = client.hover(URI, &on_with());
    assert!(hover["contents"]["value"].is_string(), "after {after}: {hover}");
}

#[test]
fn exit_after_shutdown_ends_with_0_while_stdin_is_open() {
    for exit in [
        json!({ "jsonrpc": "2.0", "method": "exit" }),
        json!({ "jsonrpc": "2.0", "method": "exit", "params": null }),
    ] {
        let mut client = with_document();
        let mut shutdown = exit.clone();
        shutdown["method"] = json!("shutdown");
        shutdown["id"] = json!("last");
        client.expect_answer(&json!("last"));
        client.send(&shutdown);
        assert_eq!(client.wait(&json!("last")), Ok(Value::Null));
        client.send(&exit);
        assert_eq!(client.wait_exit(), Some(0), "{exit}");
    }
}

#[test]
fn exit_without_shutdown_ends_with_1_while_stdin_is_open() {
    let mut before = Client::spawn(Setup::default());
    before.notify("exit", Value::Null);
    assert_eq!(before.wait_exit(), Some(1), "before initialize");

    let mut client = with_document();
    assert_works(&mut client, "initialize");
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_exit(), Some(1), "after initialize");
}

#[test]
fn a_shutdown_that_is_refused_is_none() {
    let mut client = Client::spawn(Setup::default());
    assert_eq!(client.ask_in_vain("shutdown", Value::Null).code, -32002);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_exit(), Some(1));
}

#[test]
fn the_end_of_input_ends_the_process() {
    let mut silent = Client::spawn(Setup::default());
    silent.close_input();
    assert_eq!(silent.wait_exit(), Some(1), "before initialize");

    let mut client = with_document();
    assert_works(&mut client, "initialize");
    client.close_input();
    assert_eq!(client.wait_exit(), Some(1), "without shutdown");

    let mut orderly = with_document();
    orderly.ask("shutdown", Value::Null);
    orderly.close_input();
    assert_eq!(orderly.wait_exit(), Some(0), "after shutdown");

    let mut torn = with_document();
    assert_works(&mut torn, "initialize");
    torn.send_bytes("Content-Length: 100\r\n\r\n{\"jsonrpc\"");
    torn.close_input();
    assert_eq!(torn.wait_exit(), Some(1), "in the middle of a message");
}

#[cfg(debug_assertions)]
#[test]
fn a_request_that_panics_is_answered_and_the_next_one_works() {
    let mut client = with_document();
    for _ in 0..3 {
        let failed = client.ask_in_vain("pygloss/panic", Value::Null);
        assert_eq!(failed.code, -32603);
        assert!(failed.message.contains("asked to panic"), "{}", failed.message);
        assert_works(&mut client, "a panic");
    }
    client.finish();
}

#[cfg(debug_assertions)]
#[test]
fn the_id_of_a_request_that_panicked_can_be_used_again() {
    let mut client = with_document();
    let id = json!("again");
    for (method, params, code) in [
        ("pygloss/panic", Value::Null, Some(-32603)),
        ("textDocument/hover", place(URI, &on_with()), None),
    ] {
        client.expect_answer(&id);
        client.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let answer = client.wait(&id);
        assert_eq!(
            answer.as_ref().err().map(|failed| failed.code),
            code,
            "{method}: {answer:?}"
        );
    }
    client.finish();
}

/// A body in a frame of its own that is no message: the error's code, and the next request works.
fn assert_refused(client: &mut Client, body: &[u8], code: i64) {
    let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
    client.send_body(body);
    let failed = client.wait_error();
    assert_eq!(failed.code, code, "{shown}: {failed:?}");
    assert_works(client, &shown);
}

#[test]
fn bodies_that_are_not_json_get_a_parse_error() {
    let mut client = with_document();
    let deep = "[".repeat(100_000);
    let twice_closed = b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"shutdown\"}}";
    let not_utf_8 = b"{\"jsonrpc\":\"2.0\",\"method\":\"\xff\xfe\"}";
    let bodies: [&[u8]; 7] = [
        b"",
        b"{",
        b"nonsense",
        twice_closed,
        not_utf_8,
        b"\xc3\x28\x00",
        deep.as_bytes(),
    ];
    for body in bodies {
        assert_refused(&mut client, body, -32700);
    }
    client.finish();
}

#[test]
fn json_that_is_no_message_is_an_invalid_request() {
    let mut client = with_document();
    let bodies = [
        json!([]),
        json!([{ "jsonrpc": "2.0", "id": 900, "method": "shutdown" }]),
        json!({}),
        json!({ "jsonrpc": "2.0" }),
        json!({ "jsonrpc": "1.0", "method": "shutdown" }),
        json!({ "jsonrpc": "2.0", "method": 7 }),
        json!({ "jsonrpc": "2.0", "method": "shutdown", "id": { "a": 1 } }),
        json!("shutdown"),
        Value::Null,
    ];
    for body in bodies {
        assert_refused(&mut client, body.to_string().as_bytes(), -32600);
    }
    client.finish();
}

/// Each piece on a server of its own. How many errors it makes is the server's affair; that they are the transport's
/// is not.
fn assert_passed_over(garbage: &[&str]) {
    for bytes in garbage {
        let mut client = with_document();
        let shown = format!("{:?}", &bytes[..bytes.len().min(60)]);
        client.send_bytes(*bytes);
        assert_works(&mut client, &shown);
        assert_works(&mut client, &shown);
        for failed in client.open.errors.drain(..) {
            assert!([-32700, -32600].contains(&failed.code), "{shown}: {failed:?}");
        }
        client.finish();
    }
}

#[test]
fn garbage_between_messages_is_passed_over() {
    assert_passed_over(&[
        "\r\n\r\n",
        "garbage\r\n",
        "garbage\r\n\r\n",
        "HTTP/1.1 200 OK\r\nServer: x\r\n\r\n",
    ]);
    assert_passed_over(&[
        "Content-Length: many\r\n\r\n",
        "Content-Length: -5\r\n\r\n",
        "Content-Type: application/vscode-jsonrpc\r\n\r\n",
    ]);
    assert_passed_over(&[&format!("{}\r\n\r\n", "x".repeat(100_000))]);
}

/// A body ends without a line break, so the next message's header continues its line.
#[test]
fn a_body_that_belongs_to_no_header_costs_itself_alone() {
    let body = json!({ "jsonrpc": "2.0", "id": 900, "method": "shutdown" }).to_string();
    let long = format!("{body}{}", "x".repeat(5000));
    let typed = format!("Content-Type: application/vscode-jsonrpc\r\n\r\n{body}");
    let short = format!("Content-Length: {}\r\n\r\n{body}", body.len() - 7);
    assert_passed_over(&["garbage", &body, &typed, &short, &long]);
}

#[test]
fn a_header_without_a_length_is_told() {
    let mut client = with_document();
    client.send_bytes("X-Header: 1\r\n\r\n");
    assert!([-32700, -32600].contains(&client.wait_error().code));
    assert_works(&mut client, "a header without Content-Length");
    client.finish();
}

#[test]
fn a_length_beyond_the_body_costs_the_next_message_alone() {
    let mut client = with_document();
    client.send_bytes("Content-Length: 60\r\n\r\n{\"jsonrpc\":\"2.0\",\"method\":\"$/foo\"}");
    // Its beginning belongs, as far as anybody can tell, to the message before.
    client.notify("$/lost", json!({ "why": "to be longer than what is missing before" }));
    assert_eq!(client.wait_error().code, -32700);
    assert_works(&mut client, "a length beyond the body");
    client.open.errors.clear(); // how many, is the server's affair
    client.finish();
}

#[test]
fn headers_in_any_spelling_and_frames_in_pieces_are_read() {
    let mut client = with_document();
    for (id, header) in [
        ("lower", "content-length: #\r\n\r\n"),
        (
            "typed",
            "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: #\r\n\r\n",
        ),
        (
            "typed after",
            "Content-Length: #\r\nContent-Type: application/vscode-jsonrpc; charset=utf8\r\n\r\n",
        ),
        ("tight", "Content-Length:#\r\n\r\n"),
    ] {
        let id = json!(id);
        let body =
            json!({ "jsonrpc": "2.0", "id": id, "method": "textDocument/hover", "params": place(URI, &on_with()) })
                .to_string();
        client.expect_answer(&id);
        for byte in header.replace('#', &body.len().to_string()).into_bytes() {
            client.send_bytes([byte]);
        }
        for piece in body.as_bytes().chunks(7) {
            client.send_bytes(piece);
        }
        assert!(client.wait(&id).is_ok_and(|hover| hover.is_object()), "{header:?}");
    }
    client.finish();
}

#[test]
fn requests_that_cannot_be_read_get_invalid_params() {
    let mut client = with_document();
    for params in [
        json!([]),
        json!(5),
        json!({}),
        Value::Null,
        json!({ "textDocument": { "uri": 5 }, "position": on_with() }),
        json!({ "textDocument": { "uri": URI } }),
        json!({ "textDocument": URI, "position": on_with() }),
        place(URI, &json!({ "line": "0", "character": 0 })),
        place(URI, &json!({ "line": -1, "character": 0 })),
        place(URI, &json!({ "line": 0.5, "character": 0 })),
        place(URI, &json!({ "line": 1_u64 << 40, "character": 0 })),
    ] {
        let failed = client.ask_in_vain("textDocument/hover", params.clone());
        assert_eq!(failed.code, -32602, "{params}: {failed:?}");
        assert_works(&mut client, &params.to_string());
    }
    client.finish();
}

#[test]
fn unknown_methods_are_refused() {
    let mut client = with_document();
    for method in [
        "textDocument/definition",
        "textDocument/typeDefinition",
        "pygloss/nothing",
        "",
    ] {
        let failed = client.ask_in_vain(method, place(URI, &on_with()));
        assert_eq!(failed.code, -32601, "{method}: {failed:?}");
    }
    client.finish();
}

/// The specification: a *notification* that begins with `$/` may be ignored, a *request* has to be answered.
#[test]
fn an_unknown_request_of_the_protocol_itself_is_refused() {
    let mut client = with_document();
    assert_eq!(client.ask_in_vain("$/foo", json!({})).code, -32601);
    client.finish();
}

#[test]
fn unknown_notifications_are_passed_over() {
    let mut client = with_document();
    for method in [
        "$/foo",
        "$/setTrace",
        "$/cancelRequest",
        "foo",
        "textDocument/didSave",
        "workspace/didChangeConfiguration",
    ] {
        client.notify(method, json!({ "value": "off", "id": "none" }));
        client.notify(method, json!([7]));
    }
    // A request that waits for no answer, and answers to questions that were not asked.
    client.notify("textDocument/hover", place(URI, &on_with()));
    client.send(&json!({ "jsonrpc": "2.0", "id": 999, "result": null }));
    client.send(&json!({ "jsonrpc": "2.0", "id": 999, "error": { "code": 1, "message": "no" } }));
    assert_works(&mut client, "unknown notifications");
    client.finish();
}

#[test]
fn before_initialize_and_after_shutdown_requests_are_refused() {
    let mut client = Client::spawn(Setup::default());
    client.open(URI, TEXT);
    assert_eq!(
        client.ask_in_vain("textDocument/hover", place(URI, &on_with())).code,
        -32002
    );
    assert_eq!(client.ask_in_vain("shutdown", Value::Null).code, -32002);

    client.initialize(Setup::default().capabilities, Value::Null);
    assert_eq!(
        client.hover(URI, &on_with()),
        Value::Null,
        "what was opened too early is not open"
    );
    client.open(URI, TEXT);
    assert_works(&mut client, "initialize");
    assert_eq!(
        client.ask_in_vain("initialize", json!({ "capabilities": {} })).code,
        -32600,
        "a second initialize"
    );
    assert_works(&mut client, "a second initialize");

    client.ask("shutdown", Value::Null);
    for method in [
        "textDocument/hover",
        "textDocument/codeAction",
        "workspace/executeCommand",
        "shutdown",
        "initialize",
    ] {
        assert_eq!(
            client.ask_in_vain(method, place(URI, &on_with())).code,
            -32600,
            "{method} after shutdown"
        );
    }
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_exit(), Some(0));
}

#[test]
fn a_change_that_cannot_be_read_drops_the_document_until_it_is_opened_again() {
    let mut client = with_document();
    let other = "file:///tmp/other.py";
    client.open(other, TEXT);
    let good = json!([{ "text": TEXT }]);
    let end = json!({ "line": 0, "character": 0 });
    let from =
        |line: Value| json!([{ "range": { "start": { "line": line, "character": 0 }, "end": end }, "text": "" }]);
    for bad in [
        Value::Null,
        json!({}),
        json!([{ "text": 5 }]),
        json!([{ "range": null }]),
        json!([{ "range": 5, "text": "" }]),
        from(json!(-1)),
        from(json!("0")),
        from(json!(1_u64 << 40)),
        json!([{ "text": TEXT }, { "text": null }]),
    ] {
        client.change(URI, 2, bad.clone());
        assert_eq!(client.hover(URI, &on_with()), Value::Null, "after {bad}");
        client.change(URI, 3, good.clone());
        assert_eq!(
            client.hover(URI, &on_with()),
            Value::Null,
            "a change does not open a document; after {bad}"
        );
        assert!(
            client.hover(other, &on_with()).is_object(),
            "other documents stay; after {bad}"
        );
        client.open(URI, TEXT);
        assert_works(&mut client, "opening it again");
    }
    client.finish();
}

#[test]
fn a_notification_sent_as_a_request_leaves_no_old_text() {
    let mut client = with_document();
    let params = json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": [{ "text": "pass\n" }] });
    assert_eq!(client.ask_in_vain("textDocument/didChange", params).code, -32600);
    assert_eq!(
        client.hover(URI, &on_with()),
        Value::Null,
        "whether it was changed or dropped"
    );
    client.finish();
}

#[test]
fn documents_that_are_not_open_have_nothing_to_say() {
    let mut client = Client::able();
    client.change(URI, 2, json!([{ "text": TEXT }]));
    assert_eq!(client.hover(URI, &on_with()), Value::Null);
    client.close(URI);
    client.open(URI, TEXT);
    assert_works(&mut client, "closing what is not open");
    client.open(URI, "plain = 1\n");
    assert_eq!(
        client.hover(URI, &on_with()),
        Value::Null,
        "opened twice: the second text counts"
    );
    client.close(URI);
    assert_eq!(client.hover(URI, &on_with()), Value::Null);
    client.finish();
}

#[test]
fn positions_beyond_every_edge_are_clamped() {
    let mut client = with_document();
    let far = u32::MAX;
    let places = [
        (0, far),
        (far, 0),
        (far, far),
        (1, 9),
        (2, 0),
        (i32::MAX as u32, i32::MAX as u32),
    ];
    for (line, character) in places {
        let position = json!({ "line": line, "character": character });
        assert_eq!(client.hover(URI, &position), Value::Null, "{position}");
        client.actions(URI, &json!({ "start": position, "end": position }));
        client.actions(URI, &json!({ "start": position, "end": { "line": 0, "character": 0 } }));
    }
    // Appended, although the range is far behind the end; then put where a reversed range ends.
    let end = json!({ "line": far, "character": far });
    client.change(
        URI,
        2,
        json!([{ "range": { "start": end, "end": end }, "text": "class C: pass\n" }]),
    );
    assert!(
        client
            .hover_text(URI, &json!({ "line": 2, "character": 0 }))
            .contains("`C`")
    );
    client.change(
        URI,
        3,
        json!([{ "range": { "start": end, "end": at(TEXT, "with") }, "text": "class D: pass" }]),
    );
    assert!(client.hover_text(URI, &at(TEXT, "with")).contains("`D`"));
    client.finish();
}

#[test]
fn an_empty_document_can_be_asked_and_filled() {
    let mut client = Client::able();
    client.open(URI, "");
    for line in [0, 7] {
        let position = json!({ "line": line, "character": line });
        assert_eq!(client.hover(URI, &position), Value::Null);
        assert_eq!(
            client.actions(URI, &json!({ "start": position, "end": position })),
            Value::Null
        );
        assert_eq!(
            client.actions(URI, &json!({ "start": { "line": 0, "character": 0 }, "end": position })),
            Value::Null
        );
    }
    let anywhere = json!({ "line": 5, "character": 5 });
    client.change(
        URI,
        2,
        json!([{ "range": { "start": anywhere, "end": anywhere }, "text": TEXT }]),
    );
    assert_works(&mut client, "filling it");
    client.change(URI, 3, json!([]));
    assert_works(&mut client, "a change of nothing");
    client.change(URI, 4, json!([{ "text": "" }]));
    assert_eq!(client.hover(URI, &on_with()), Value::Null);
    client.finish();
}
