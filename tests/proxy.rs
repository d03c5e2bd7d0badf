//! `pygloss proxy` as a process, in front of a scripted server and of a real type checker's.

#![allow(clippy::print_stderr, reason = "a test that skips says so")]

#[path = "proxy/wire.rs"]
mod wire;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use wire::{Fake, Wire, body, framed};

const URI: &str = "file:///tmp/a.py";
const TEXT: &str = "with a as b:\n    pass\n";

/// A script for a server that offers `capabilities` and answers `shutdown`, with more.
fn script(capabilities: Value, more: Value) -> Value {
    let result = json!({ "capabilities": capabilities, "serverInfo": { "name": "fake" } });
    let mut script = json!({
        "initialize": [{ "body": format!(r#"{{"jsonrpc":"2.0","id":$ID,"result":{result}}}"#) }],
        "shutdown": [{ "body": r#"{"jsonrpc":"2.0","id":$ID,"result":null}"# }],
    });
    for (method, actions) in more.as_object().expect("an object") {
        script[method] = actions.clone();
    }
    script
}

/// What a usual server offers.
fn usual() -> Value {
    json!({ "textDocumentSync": 1, "hoverProvider": true, "codeActionProvider": true })
}

fn says(result: &str) -> Value {
    json!([{ "body": format!(r#"{{"jsonrpc":"2.0","id":$ID,"result":{result}}}"#) }])
}

/// A client in front of a server with `more` in its script, with one open document.
fn started(capabilities: Value, more: Value, options: &[&str]) -> (Fake, Wire) {
    let fake = Fake::new(&script(capabilities, more));
    let mut wire = fake.proxied(options);
    wire.initialize(&["utf-16"]);
    wire.open(URI, TEXT);
    (fake, wire)
}

fn at(line: u32, character: u32) -> Value {
    json!({ "textDocument": { "uri": URI }, "position": { "line": line, "character": character } })
}

fn by_hand() -> Value {
    let start = json!({ "line": 0, "character": 0 });
    let context = json!({ "diagnostics": [], "triggerKind": 1 });
    json!({ "textDocument": { "uri": URI }, "range": { "start": start, "end": start }, "context": context })
}

/// The text of the hover on `with`.
fn hover(wire: &mut Wire, id: u32) -> String {
    let answer = wire.ask(&json!(id), "textDocument/hover", at(0, 0));
    answer["result"]["contents"]["value"]
        .as_str()
        .unwrap_or_else(|| panic!("no hover: {answer}"))
        .to_owned()
}

fn is_ours(text: &str) -> bool {
    text.contains("Python docs")
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[test]
fn every_byte_passes_in_both_directions() {
    let odd_answer =
        "Content-Type: application/vscode-jsonrpc; charset=utf-8\r\ncontent-length: 59\r\nX-Odd:  1\r\n\r\n";
    let odd_body = "{ \"result\" : {\"b\":1.0e2, \"a\":\"\\u00e9é\"},\"id\":\"x\\u0079\"}   ";
    assert_eq!(odd_body.len(), 59);
    let notice = "{\"params\": {\"z\":[ 1.50 ]},\n\"method\":\"window/logMessage\",\"jsonrpc\":\"2.0\"}";
    let question = r#"{"method":"workspace/configuration", "id":"q\u0031","params":{"items":[]},"jsonrpc":"2.0"}"#;
    let fake = Fake::new(&script(
        usual(),
        json!({
            "odd/request": [{ "body": notice }, { "body": question }, { "raw": format!("{odd_answer}{odd_body}") }],
            "textDocument/definition": says(r#"[ 12345678901234567890123 , {"b":0,"a":0}]"#),
        }),
    ));
    let mut wire = fake.proxied(&[]);
    wire.initialize(&["utf-16"]);
    wire.open(URI, TEXT);
    let odd = "{ \"id\" :\"x\\u0079\",\"params\":{\"b\":1.0e2,\"a\":[ ]}, \"method\":\"odd\\/request\"}\n";
    wire.send_bytes(
        format!(
            "Content-Type: x/y\r\nCONTENT-Length:  {}  \r\nX-Odd: 2\r\n\r\n{odd}",
            odd.len()
        )
        .as_bytes(),
    );
    let answer = wire.answer(&json!("xy"));
    assert_eq!(String::from_utf8_lossy(&answer), format!("{odd_answer}{odd_body}"));
    assert_eq!(wire.wait_for("window/logMessage"), framed(notice));
    assert_eq!(wire.wait_for("workspace/configuration"), framed(question));
    wire.send_bytes(&framed(r#"{"result":[ null ],"id":"q1", "jsonrpc":"2.0"}"#));
    wire.send_bytes(&framed("this is no JSON"));
    wire.send_bytes(&framed(r#"[{"jsonrpc":"2.0","method":"batch"}]"#));
    wire.request(&json!(4), "textDocument/definition", at(0, 0));
    let expected = r#"{"jsonrpc":"2.0","id":4,"result":[ 12345678901234567890123 , {"b":0,"a":0}]}"#;
    assert_eq!(wire.answer(&json!(4)), framed(expected));
    wire.notify("$/cancelRequest", json!({ "id": 4 }));
    wire.notify("textDocument/didClose", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(wire.leave(), Some(0));
    assert_eq!(wire.unheard(), Vec::<Value>::new());
    assert!(fake.heard() == wire.sent, "{}", String::from_utf8_lossy(&fake.heard()));
    assert_eq!(wire.stderr(), "");
}

#[test]
fn the_other_chooses_the_encoding_and_ours_follows() {
    let offers = json!({ "positionEncoding": "utf-8", "textDocumentSync": 2 });
    let fake = Fake::new(&script(offers, json!({})));
    let mut wire = fake.proxied(&[]);
    let result = wire.initialize(&["utf-16", "utf-8"]);
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    assert_eq!(result["serverInfo"]["name"], "fake");
    assert_eq!(result["capabilities"]["hoverProvider"], true);
    let commands = &result["capabilities"]["executeCommandProvider"]["commands"];
    assert_eq!(
        commands,
        &json!([
            "pygloss.explain",
            "pygloss.rewrite",
            "pygloss.explainSelection",
            "pygloss.explainFile",
            "pygloss.explainWorkspace",
            "pygloss.know",
            "pygloss.explainAgain"
        ])
    );
    // Ten columns of UTF-16, sixteen bytes.
    wire.open(URI, "x = \"ééé\"; [a for a in b]\n");
    let found = wire.ask(&json!(1), "textDocument/hover", at(0, 17));
    assert_eq!(
        found["result"]["range"]["start"],
        json!({ "line": 0, "character": 17 }),
        "{found}"
    );
    assert_eq!(wire.leave(), Some(0));
    assert!(!contains(&fake.heard(), b"textDocument/hover"), "it offers no hovers");
}

#[test]
fn hovers_of_both_are_shown() {
    let theirs = r#"{"contents":["above",{"language":"python","value":"b: int"}],"range":{"theirs":1.0}}"#;
    let (_, mut wire) = started(usual(), json!({ "textDocument/hover": says(theirs) }), &[]);
    let answer = wire.ask(&json!(1), "textDocument/hover", at(0, 0));
    let text = answer["result"]["contents"]["value"].as_str().expect("a text");
    assert!(text.starts_with("above\n\n```python\nb: int\n```\n\n---\n\n"), "{text}");
    assert!(is_ours(text), "{text}");
    assert_eq!(answer["result"]["range"], json!({ "theirs": 1.0 }));
    // We say nothing on a plain name's end of line: the other's bytes are untouched.
    wire.request(&json!(2), "textDocument/hover", at(1, 8));
    assert_eq!(
        wire.answer(&json!(2)),
        framed(&format!(r#"{{"jsonrpc":"2.0","id":2,"result":{theirs}}}"#))
    );
    assert_eq!(wire.leave(), Some(0));
}

#[test]
fn ours_is_shown_where_the_other_says_nothing() {
    for other in [
        says("null"),
        says(r#"{"contents":""}"#),
        json!([{ "body": r#"{"jsonrpc":"2.0","id":$ID,"error":{"code":-32603,"message":"broken"}}"# }]),
    ] {
        let (_, mut wire) = started(usual(), json!({ "textDocument/hover": other }), &[]);
        assert!(is_ours(&hover(&mut wire, 1)));
        assert_eq!(wire.leave(), Some(0));
    }
}

#[test]
fn an_error_of_the_other_passes_where_we_say_nothing() {
    let error = r#"{"jsonrpc":"2.0","id":7,"error":{"message":"broken", "code":-32603}}"#;
    let (_, mut wire) = started(usual(), json!({ "textDocument/hover": [{ "body": error }] }), &[]);
    wire.request(&json!(7), "textDocument/hover", at(1, 8));
    assert_eq!(wire.answer(&json!(7)), framed(error));
    assert_eq!(wire.leave(), Some(0));
}

#[test]
fn a_late_hover_of_the_other_is_dropped() {
    let more = json!({
        "textDocument/hover": [],
        "now/hover": [{ "body": r#"{"jsonrpc":"2.0","id":1,"result":{"contents":"late"}}"# }],
        "now/echo": says("\"echo\""),
    });
    let (_, mut wire) = started(usual(), more, &["--wait", "0.1"]);
    let text = hover(&mut wire, 1);
    assert!(is_ours(&text) && !text.contains("late"), "{text}");
    wire.notify("now/hover", json!({}));
    assert_eq!(wire.ask(&json!(2), "now/echo", Value::Null)["result"], "echo");
    assert_eq!(
        wire.unheard(),
        Vec::<Value>::new(),
        "the late answer came before the echo"
    );
    // Where we have nothing to say, the other has as much time as it needs.
    wire.request(&json!(1), "textDocument/hover", at(1, 8));
    assert_eq!(wire.ask(&json!(3), "now/echo", Value::Null)["result"], "echo");
    wire.notify("now/hover", json!({}));
    assert_eq!(body(&wire.answer(&json!(1)))["result"]["contents"], "late");
    assert_eq!(wire.leave(), Some(0));
}

#[test]
fn code_actions_are_joined_and_our_commands_are_ours() {
    let more = json!({
        "textDocument/codeAction": says(r#"[ {"title":"theirs" , "data":1.50} ]"#),
        "workspace/executeCommand": says("\"theirs\""),
        "codeAction/resolve": says("\"resolved\""),
    });
    let offers = json!({ "textDocumentSync": 2, "codeActionProvider": { "resolveProvider": true } });
    let (fake, mut wire) = started(offers, more, &[]);
    wire.request(&json!(1), "textDocument/codeAction", by_hand());
    let answer = wire.answer(&json!(1));
    assert!(
        contains(&answer, br#"[{"title":"theirs" , "data":1.50},{"#),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    let ours = body(&answer)["result"][1].clone();
    assert!(
        ours["title"].as_str().is_some_and(|t| t.starts_with("Explain: ")),
        "{ours}"
    );
    assert_eq!(wire.ask(&json!(2), "codeAction/resolve", ours.clone())["result"], ours);
    assert_eq!(
        wire.ask(&json!(3), "codeAction/resolve", json!({ "title": "theirs" }))["result"],
        "resolved"
    );
    let theirs = json!({ "command": "fix", "arguments": [] });
    assert_eq!(
        wire.ask(&json!(4), "workspace/executeCommand", theirs)["result"],
        "theirs"
    );

    // Ours asks the client; the answer is for ours alone, and the id for nobody to mistake.
    wire.request(&json!(5), "workspace/executeCommand", ours["command"].clone());
    let question = body(&wire.wait_for("window/showDocument"));
    assert!(
        question["id"].as_str().is_some_and(|id| id.starts_with("pygloss-")),
        "{question}"
    );
    wire.send(&json!({ "jsonrpc": "2.0", "id": question["id"], "result": { "success": true } }));
    let shown = body(&wire.answer(&json!(5)));
    assert_eq!(shown["result"]["shown"], true, "{shown}");
    assert_eq!(wire.leave(), Some(0));
    let heard = fake.heard();
    assert!(!contains(&heard, b"success") && !contains(&heard, br#""id":5"#));
    assert!(contains(&heard, br#""id":4"#));
}

#[test]
fn texts_reach_only_who_asked_for_them() {
    let (fake, mut wire) = started(
        json!({ "hoverProvider": true }),
        json!({ "textDocument/hover": says("null") }),
        &[],
    );
    assert!(is_ours(&hover(&mut wire, 1)));
    let changes = json!([{ "text": "[a for a in b]\n" }]);
    wire.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": 2 }, "contentChanges": changes }),
    );
    let answer = wire.ask(&json!(2), "textDocument/hover", at(0, 0));
    assert!(
        answer["result"]["contents"]["value"]
            .as_str()
            .is_some_and(|t| t.contains("comprehension")),
        "{answer}"
    );
    wire.notify("textDocument/didSave", json!({ "textDocument": { "uri": URI } }));
    assert_eq!(wire.leave(), Some(0));
    let heard = fake.heard();
    assert!(!contains(&heard, b"didOpen") && !contains(&heard, b"didChange") && contains(&heard, b"didSave"));
    assert_eq!(wire.stderr(), "", "ours does not complain about what is not for it");
}

#[test]
fn a_server_that_ends_is_told_once_and_ours_goes_on() {
    let more = json!({ "never/answered": [], "now/end": [{ "stderr": "out of luck" }, { "exit": 3 }] });
    let (_, mut wire) = started(usual(), more, &[]);
    wire.request(&json!("lost"), "never/answered", json!({}));
    wire.request(&json!(1), "textDocument/hover", at(0, 0));
    wire.notify("now/end", json!({}));
    let told = body(&wire.wait_for("window/showMessage"));
    assert_eq!(told["params"]["type"], 1);
    let message = told["params"]["message"].as_str().expect("a message");
    assert!(
        message.contains("(exit code 3)") && message.contains("fake.py"),
        "{message}"
    );
    let lost = body(&wire.answer(&json!("lost")));
    assert_eq!(lost["error"]["code"], -32803, "{lost}");
    assert!(
        body(&wire.answer(&json!(1)))["result"]["contents"]["value"]
            .as_str()
            .is_some_and(is_ours)
    );
    assert!(is_ours(&hover(&mut wire, 2)));
    let refused = wire.ask(&json!(3), "textDocument/definition", at(0, 0));
    assert!(
        refused["error"]["message"]
            .as_str()
            .is_some_and(|m| m.contains("has ended")),
        "{refused}"
    );
    assert_eq!(wire.leave(), Some(0));
    assert_eq!(wire.unheard(), Vec::<Value>::new());
    assert!(wire.stderr().contains("out of luck"));
}

#[test]
fn a_server_that_ends_at_once_leaves_ours_alone() {
    let fake = Fake::new(&json!({ "": [{ "exit": 1 }] }));
    let mut wire = fake.proxied(&[]);
    let result = wire.initialize(&["utf-8", "utf-16"]);
    assert_eq!(result["serverInfo"]["name"], "pygloss");
    assert_eq!(result["capabilities"]["positionEncoding"], "utf-8");
    wire.open(URI, TEXT);
    assert!(is_ours(&hover(&mut wire, 1)));
    assert_eq!(wire.leave(), Some(0));
    let unheard = wire.unheard();
    assert_eq!(unheard.len(), 1, "{unheard:?}");
    assert_eq!(unheard[0]["method"], "window/showMessage");
}

#[test]
fn a_refusal_to_begin_passes_and_the_client_may_try_again() {
    let refusal = r#"{"id":"first", "error":{"code":-32002,"message":"no","data":{"retry":true}},"jsonrpc":"2.0"}"#;
    let fake = Fake::new(&script(usual(), json!({ "initialize": [{ "body": refusal }] })));
    let mut wire = fake.proxied(&[]);
    wire.request(
        &json!("first"),
        "initialize",
        json!({ "processId": null, "capabilities": {} }),
    );
    assert_eq!(wire.answer(&json!("first")), framed(refusal));
    assert_eq!(wire.leave(), Some(0));
}

#[test]
fn garbage_of_the_other_keeps_nothing_from_us() {
    for (name, noise) in [
        ("lines", json!({ "raw": "starting up\nall is well\n" })),
        ("no length", json!({ "raw": "Content-Length: many\r\n\r\n" })),
        (
            "an endless body",
            json!({ "raw": "Content-Length: 99999999999999\r\n\r\n" }),
        ),
        (
            "a body that does not come",
            json!({ "raw": "Content-Length: 400000000\r\n\r\n{" }),
        ),
        ("an endless line", json!({ "flood": "garbage without an end " })),
        ("endless lines", json!({ "flood": "garbage\n\n" })),
        (
            "answers to nothing",
            json!({ "body": r#"{"jsonrpc":"2.0","id":null,"error":{"code":1,"message":""}}"# }),
        ),
        ("no object", json!({ "body": "[[[[]]]]" })),
        ("not UTF-8", json!({ "raw": "Content-Length: 2\r\n\r\n\u{e9}" })),
    ] {
        let (_, mut wire) = started(usual(), json!({ "initialized": [noise] }), &["--wait", "0.1"]);
        assert!(is_ours(&hover(&mut wire, 1)), "{name}");
        assert_eq!(wire.leave(), Some(0), "{name}");
        assert!(wire.stderr().lines().count() <= 2, "{name}: {}", wire.stderr());
    }
}

#[test]
fn a_server_that_does_not_leave_is_ended() {
    let (_, mut wire) = started(usual(), json!({ "initialized": [{ "stay": true }] }), &[]);
    assert!(is_ours(&hover(&mut wire, 1)));
    assert_eq!(wire.leave(), Some(0));
    let (_, mut wire) = started(usual(), json!({}), &[]);
    assert!(is_ours(&hover(&mut wire, 1)));
    wire.close_input();
    assert_eq!(wire.exit_code(), Some(1), "without shutdown");
}

#[test]
fn a_program_that_is_none_is_named_with_a_remedy() {
    for (command, expected) in [
        ("no-such-server", "not found"),
        (env!("CARGO_MANIFEST_DIR"), "ermission denied"),
    ] {
        let ran = Command::new(env!("CARGO_BIN_EXE_pygloss"))
            .args(["proxy", "--", command, "--stdio"])
            .output()
            .expect("it runs");
        assert_eq!(ran.status.code(), Some(2));
        let said = String::from_utf8_lossy(&ran.stderr).to_lowercase();
        assert!(
            said.contains(&format!("cannot start `{}`", command.to_lowercase())),
            "{said}"
        );
        assert!(said.contains(expected) || said.contains("no such file"), "{said}");
        assert!(ran.stdout.is_empty());
    }
}

/// `ty`, a type checker with a server, from PyPI; `None` where it cannot be had, which is said.
fn ty() -> Option<PathBuf> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proxy/ty");
    let ran = Command::new(script).output().expect("the script runs");
    let said = String::from_utf8_lossy(&ran.stdout).trim().to_owned();
    if ran.status.success() {
        return Some(PathBuf::from(said));
    }
    assert!(std::env::var_os("PYGLOSS_TEST_ALL").is_none(), "{said}");
    eprintln!("{said}");
    None
}

const PROGRAM: &str = "\
import functools


class Point:
    __slots__ = (\"x\", \"y\")

    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y


@functools.lru_cache
def area(p: Point) -> int:
    return p.x * p.y


with open(\"é\") as file:
    lines = [line for line in file]
print(area(Point(1, \"2\")), lines)
";

/// Says the same to a server each time it is called; every answer as it was written.
fn session(mut wire: Wire, folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let uri = format!("file://{}/main.py", folder.display());
    let mut answers = BTreeMap::new();
    let params = json!({
        "processId": null,
        "rootUri": format!("file://{}", folder.display()),
        "capabilities": {
            "general": { "positionEncodings": ["utf-32", "utf-8", "utf-16"] },
            "textDocument": {
                "hover": { "contentFormat": ["markdown", "plaintext"] },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } } },
                "diagnostic": {}, "completion": {}, "inlayHint": {},
                "semanticTokens": { "requests": { "full": true }, "tokenTypes": [], "tokenModifiers": [], "formats": ["relative"] },
            },
        },
    });
    wire.ask(&json!("first"), "initialize", params);
    wire.notify("initialized", json!({}));
    wire.open(&uri, PROGRAM);
    let mut id = 0;
    let mut ask = |wire: &mut Wire, method: &str, mut params: Value| {
        id += 1;
        params["textDocument"] = json!({ "uri": uri });
        wire.request(&json!(id), method, params);
        answers.insert(format!("{id:04} {method}"), wire.answer(&json!(id)));
    };
    for round in 0..2 {
        for (line, text) in PROGRAM.lines().enumerate() {
            for character in (0..text.chars().count()).step_by(3) {
                let position = json!({ "line": line, "character": character });
                ask(&mut wire, "textDocument/hover", json!({ "position": position }));
                if character % 2 == 0 {
                    ask(&mut wire, "textDocument/definition", json!({ "position": position }));
                    ask(
                        &mut wire,
                        "textDocument/documentHighlight",
                        json!({ "position": position }),
                    );
                }
            }
        }
        let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 18, "character": 0 } });
        let last = json!({ "line": 14, "character": 13 });
        ask(&mut wire, "textDocument/completion", json!({ "position": last }));
        ask(
            &mut wire,
            "textDocument/signatureHelp",
            json!({ "position": { "line": 18, "character": 17 } }),
        );
        ask(
            &mut wire,
            "textDocument/references",
            json!({ "position": last, "context": { "includeDeclaration": true } }),
        );
        ask(&mut wire, "textDocument/documentSymbol", json!({}));
        ask(&mut wire, "textDocument/semanticTokens/full", json!({}));
        ask(&mut wire, "textDocument/inlayHint", json!({ "range": range }));
        ask(&mut wire, "textDocument/diagnostic", json!({}));
        // By itself, and so without ours.
        let context = json!({ "diagnostics": [], "triggerKind": 2 });
        ask(
            &mut wire,
            "textDocument/codeAction",
            json!({ "range": range, "context": context }),
        );
        ask(&mut wire, "no/such/method", json!({}));
        if round == 0 {
            let start = json!({ "line": 0, "character": 0 });
            let changes = json!([{ "range": { "start": start, "end": start }, "text": "y: str = 1\n" }]);
            let document = json!({ "uri": uri, "version": 2 });
            wire.notify(
                "textDocument/didChange",
                json!({ "textDocument": document, "contentChanges": changes }),
            );
        }
    }
    wire.request(&json!("end"), "shutdown", Value::Null);
    answers.insert("shutdown".to_owned(), wire.answer(&json!("end")));
    wire.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
    assert_eq!(wire.exit_code(), Some(0), "{}", wire.stderr());
    answers
}

#[test]
fn the_answers_of_a_real_type_checker_are_unchanged() {
    let Some(ty) = ty() else { return };
    let folder = tempfile::TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
    let folder = folder.path().canonicalize().expect("it is there");
    std::fs::write(folder.join("main.py"), PROGRAM).expect("it can be written");
    std::fs::write(folder.join("ty.toml"), "").expect("it can be written");
    // It shows files that it keeps in the cache.
    let cache = tempfile::TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
    let alone = session(Wire::start_with(&ty, &["server"], cache.path()), &folder);
    let ty = ty.to_str().expect("UTF-8");
    let arguments = ["proxy", "--wait", "60", "--", ty, "server"];
    let pygloss = Path::new(env!("CARGO_BIN_EXE_pygloss"));
    let proxied = session(Wire::start_with(pygloss, &arguments, cache.path()), &folder);
    let (mut same, mut both, mut ours) = (0, 0, 0);
    for ((question, before), (_, after)) in alone.iter().zip(&proxied) {
        if before == after {
            same += 1;
            continue;
        }
        let shown = [before, after].map(|frame| String::from_utf8_lossy(frame));
        assert!(question.ends_with("hover"), "{question}: {shown:#?}");
        let text = |frame: &[u8]| body(frame)["result"]["contents"]["value"].as_str().map(str::to_owned);
        let merged = text(after).expect("a hover that differs has a text");
        match text(before) {
            Some(theirs) => {
                both += 1;
                let start = format!("{}\n\n---\n\n", theirs.trim_end());
                assert!(merged.starts_with(&start), "{merged}");
                assert_eq!(body(before)["result"]["range"], body(after)["result"]["range"]);
            }
            None => ours += 1,
        }
        assert!(is_ours(&merged), "{merged}");
    }
    assert_eq!(alone.len(), proxied.len());
    assert!(
        same > 100 && both > 5 && ours > 10,
        "{same} the same, {both} of both, {ours} of ours alone"
    );
}
