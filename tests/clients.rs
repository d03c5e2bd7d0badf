//! Clients that break the protocol, ask too much, do not listen or are gone: what becomes of the server.
//!
//! `docs/reliability.md` has the outcomes in a table. What a broken message alone does is in `process.rs`.

mod common;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use common::{Client, Setup, at, place};
use serde_json::{Value, json};

const URI: &str = "file:///tmp/a.py";
const TEXT: &str = "with a as b:\n    pass\n";
const MB: u64 = 1 << 20;

/// Within this time the server ends when its client is gone.
const END: Duration = Duration::from_secs(10);

fn with_document() -> Client {
    let mut client = Client::able();
    client.open(URI, TEXT);
    client
}

fn assert_works(client: &mut Client, after: &str) {
    let hover = client.hover(URI, &at(TEXT, "w‸ith"));
    assert!(hover["contents"]["value"].is_string(), "after {after}: {hover}");
}

/// A program that does nothing, and is taken for the client.
fn sleeper() -> Child {
    Command::new("sleep").arg("600").spawn().expect("the system has it")
}

fn initialize(pid: &Value) -> Value {
    json!({ "processId": pid, "rootUri": null, "capabilities": Setup::default().capabilities })
}

/// Waits for the end of a process; whether it came in time.
fn ends(child: &mut Child) -> bool {
    let deadline = Instant::now() + END;
    while Instant::now() < deadline {
        if child.try_wait().expect("it is ours").is_some() {
            return true;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    false
}

#[test]
fn a_request_that_is_none_is_refused_under_its_id() {
    let mut client = with_document();
    for (id, body) in [
        (
            json!(901),
            json!({ "jsonrpc": "1.0", "id": 901, "method": "textDocument/hover" }),
        ),
        (json!("x"), json!({ "id": "x", "method": "textDocument/hover" })),
        (json!(902), json!({ "jsonrpc": "2.0", "id": 902, "method": 7 })),
        (
            json!(903),
            json!({ "jsonrpc": "2.0", "id": 903, "method": "textDocument/hover", "params": "none" }),
        ),
    ] {
        client.expect_answer(&id);
        client.send(&body);
        let code = client.wait(&id).expect_err("it is no request").code;
        assert!([-32600, -32602].contains(&code), "{body}: {code}");
        assert_works(&mut client, &body.to_string());
    }
    client.finish();
}

#[test]
fn an_introduction_that_cannot_be_read_is_refused_and_may_be_repeated() {
    let mut client = Client::spawn(Setup::default());
    for wrong in [
        json!({ "capabilities": { "textDocument": 5 } }),
        json!({ "processId": "me", "capabilities": {} }),
        json!({ "processId": -1, "capabilities": {} }),
        json!([]),
        json!({}),
    ] {
        assert_eq!(client.ask_in_vain("initialize", wrong.clone()).code, -32602, "{wrong}");
    }
    client.initialize(Setup::default().capabilities, Value::Null);
    client.open(URI, TEXT);
    assert_works(&mut client, "a good introduction");
    client.finish();
}

#[test]
fn cancelling_what_is_not_asked_does_nothing() {
    let mut client = with_document();
    for id in [
        json!(12345),
        json!("no"),
        Value::Null,
        json!(1.5),
        json!({}),
        json!([1]),
    ] {
        client.notify("$/cancelRequest", json!({ "id": id }));
        client.notify("$/cancelRequest", json!(id));
    }
    client.notify("$/cancelRequest", Value::Null);
    // Sent as a request it has to be answered like any other.
    let refused = client.ask_in_vain("$/cancelRequest", json!({ "id": 1 }));
    assert_eq!(refused.code, -32601);
    assert_works(&mut client, "cancelling nothing");
    client.finish();
}

#[test]
fn a_version_that_goes_backwards_does_not_matter() {
    let mut client = with_document();
    for (version, text) in [(7, "pass\n"), (3, TEXT), (3, "class C: pass\n"), (0, TEXT)] {
        client.change(URI, version, json!([{ "text": text }]));
        let hover = client.hover(URI, &json!({ "line": 0, "character": 0 }));
        let word = text.split([' ', '\n']).next().expect("a word");
        assert!(
            hover["contents"]["value"].as_str().is_some_and(|t| t.contains(word)),
            "{version}: {hover}"
        );
    }
    client.notify(
        "textDocument/didChange",
        json!({ "textDocument": { "uri": URI, "version": null }, "contentChanges": [{ "text": TEXT }] }),
    );
    let id = client.request("textDocument/hover", place(URI, &at(TEXT, "w‸ith")));
    let _ = client.wait(&id).expect("with or without the document");
    client.open(URI, TEXT);
    client.close(URI);
    client.close(URI);
    assert_eq!(client.hover(URI, &at(TEXT, "w‸ith")), Value::Null, "closed twice");
    client.open(URI, TEXT);
    assert_works(&mut client, "opening it again");
    client.finish();
}

#[test]
fn a_place_inside_of_a_character_is_at_its_edge() {
    let mut client = Client::able();
    // Two units each.
    let text = "s = '\u{1F40D}\u{1F40D}'; pass\n";
    for character in 0..16 {
        client.open(URI, text);
        let inside = json!({ "line": 0, "character": character });
        client.hover(URI, &inside);
        client.actions(URI, &json!({ "start": inside, "end": inside }));
        client.change(
            URI,
            2,
            json!([{ "range": { "start": inside, "end": inside }, "text": "" }]),
        );
        // Nothing was inserted, so the text is what it was.
        let there = client.hover_text(URI, &at(text, "‸pass"));
        assert!(there.contains("pass"), "{character}: {there}");
    }
    client.finish();
}

/// Five thousand requests without waiting, of which a third is cancelled at once and a third later, with edits between.
#[test]
fn pipelined_requests_are_answered_once_each_about_the_text_of_their_time() {
    const ROUNDS: usize = 100;
    const EACH: usize = 50;
    let mut client = with_document();
    let words = ["with", "class", "for"];
    let texts = ["with a as b: pass\n", "class C: pass\n", "for x in y: pass\n"];
    let start = json!({ "line": 0, "character": 0 });
    let mut asked: Vec<(Value, usize, bool)> = Vec::new();
    for round in 0..ROUNDS {
        client.change(URI, round + 2, json!([{ "text": texts[round % 3] }]));
        let mut late = Vec::new();
        for number in 0..EACH {
            let id = client.request("textDocument/hover", place(URI, &start));
            match number % 3 {
                0 => client.notify("$/cancelRequest", json!({ "id": id })),
                1 => late.push(id.clone()),
                _ => {}
            }
            asked.push((id, round % 3, number % 3 != 2));
        }
        for id in late {
            client.notify("$/cancelRequest", json!({ "id": id }));
        }
    }
    let mut cancelled = 0;
    for (id, word, may_be_cancelled) in asked {
        match client.wait(&id) {
            Ok(hover) => {
                let text = hover["contents"]["value"].as_str().unwrap_or_default();
                assert!(
                    text.contains(words[word]),
                    "request {id} was about {}: {text}",
                    words[word]
                );
            }
            Err(failed) => {
                assert!(may_be_cancelled && failed.code == -32800, "{id}: {failed:?}");
                cancelled += 1;
            }
        }
    }
    assert!(cancelled < ROUNDS * EACH * 2 / 3 + ROUNDS, "{cancelled} of them");
    if let Some(resident) = client.resident() {
        assert!(resident < 400 * MB, "{} MB", resident / MB);
    }
    client.change(URI, 1000, json!([{ "text": TEXT }]));
    assert_works(&mut client, "five thousand requests");
    client.finish();
}

/// Questions that a client leaves open do not pile up, and do not stop the server.
#[test]
fn a_client_that_never_answers_is_not_waited_for() {
    let mut client = Client::start(Setup {
        answer: Box::new(|_, _| Err(Value::Null)),
        ..Setup::default()
    });
    client.open(URI, TEXT);
    let argument = json!({ "command": "pygloss.explain", "arguments": ["with-statement"] });
    let ids: Vec<Value> = (0..200)
        .map(|_| client.request("workspace/executeCommand", argument.clone()))
        .collect();
    assert_works(&mut client, "200 commands");
    // The last ones were not asked, and say in another way what they have to say.
    let last = client.wait(ids.last().expect("there are some")).expect("an answer");
    assert_eq!(last["shown"], false, "{last}");
    client.wait_for("window/showMessage");
    let mut asked = 0;
    while client.heard("window/showDocument").is_some() {
        asked += 1;
    }
    assert!((1..=64).contains(&asked), "{asked} questions");
    client.ask("shutdown", Value::Null);
    client.notify("exit", Value::Null);
    assert_eq!(client.wait_exit(), Some(0));
}

#[test]
fn headers_without_end_take_no_memory() {
    let mut client = with_document();
    let before = client.resident();
    for line in [
        "Content-Length: 1\r\n",
        "X-Header: 1\r\n",
        "noise\n",
        "noise",
        "Content-Type: x/y\r\n",
    ] {
        let block = line.repeat((MB as usize) / line.len());
        for _ in 0..24 {
            client.send_bytes(block.as_bytes());
        }
        client.send_bytes("\r\n\r\n");
        // A length that was said was meant for something: one byte more is its body.
        client.send_bytes("\r\n\r\n");
        assert_works(&mut client, line);
    }
    if let (Some(before), Some(after)) = (before, client.resident()) {
        assert!(after < before + 64 * MB, "{} MB became {} MB", before / MB, after / MB);
    }
    client.open.errors.clear();
    client.finish();
}

#[test]
fn a_length_that_nothing_follows_reserves_nothing() {
    for length in ["500000000", "1152921504606846976", "18446744073709551615"] {
        let mut client = with_document();
        assert_works(&mut client, "initialize");
        client.send_bytes(format!("Content-Length: {length}\r\n\r\n{{}}"));
        client.close_input();
        assert_eq!(client.wait_exit(), Some(1), "{length}");
    }
    // Said to be too long, and passed over byte by byte.
    let mut client = with_document();
    let long = (512 << 20) + 1;
    client.send_bytes(format!("Content-Length: {long}\r\n\r\n"));
    let block = vec![b' '; 8 << 20];
    let mut left = long;
    while left > 0 {
        let part = left.min(block.len());
        client.send_bytes(&block[..part]);
        left -= part;
    }
    assert_eq!(client.wait_error().code, -32600);
    assert_works(&mut client, "a message that is too long");
    if let Some(resident) = client.resident() {
        assert!(resident < 300 * MB, "{} MB", resident / MB);
    }
    client.finish();
}

#[test]
fn a_document_of_a_hundred_megabytes_is_taken_and_others_go_on() {
    let mut client = with_document();
    let big = "file:///tmp/big.py";
    // Not one comment after the other: the grammar's scanner takes quadratic time for these.
    let line = format!("x = '{}'\n", "x".repeat(993));
    let text = format!("{TEXT}{}", line.repeat(100_000));
    client.open(big, &text);
    assert_works(&mut client, "a big document");
    let id = client.request("textDocument/hover", place(big, &at(TEXT, "w‸ith")));
    assert_works(&mut client, "a question about it");
    assert!(client.wait(&id).expect("an answer").is_object());
    client.close(big);
    assert_works(&mut client, "closing it");
    client.finish();
}

/// A server whose pipes the test holds by hand.
struct Raw {
    child: Child,
    input: Option<ChildStdin>,
    output: Option<BufReader<ChildStdout>>,
}

impl Raw {
    fn start(arguments: &[&str], pid: &Value) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_pygloss"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("cargo built the program");
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut raw = Self {
            child,
            input,
            output: output.map(BufReader::new),
        };
        raw.send(&json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": initialize(pid) }));
        assert_eq!(raw.read().expect("an answer")["id"], 0);
        raw.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        raw
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(&framed(message)).expect("the server reads");
    }

    fn read(&mut self) -> Option<Value> {
        let output = self.output.as_mut()?;
        let mut header = String::new();
        output.read_line(&mut header).ok().filter(|count| *count > 0)?;
        output.read_line(&mut header).ok()?;
        let length: usize = header.trim().strip_prefix("Content-Length: ")?.parse().ok()?;
        let mut body = vec![0; length];
        output.read_exact(&mut body).ok()?;
        serde_json::from_slice(&body).ok()
    }

    fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn framed(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Writes requests for pages until all are written or the server reads no more, and says how many it has taken.
fn flood(raw: &mut Raw, count: usize) -> (Arc<AtomicUsize>, std::thread::JoinHandle<ChildStdin>) {
    let mut input = raw.input.take().expect("the input is open");
    let taken = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&taken);
    let writing = std::thread::spawn(move || {
        for id in 1..=count {
            let params = json!({ "concept": "with-statement" });
            let request = json!({ "jsonrpc": "2.0", "id": id, "method": "pygloss/page", "params": params });
            if input.write_all(&framed(&request)).is_err() {
                break;
            }
            counter.store(id, Ordering::SeqCst);
        }
        input
    });
    (taken, writing)
}

/// Waits until the server has taken nothing more for a second.
fn paused(taken: &AtomicUsize) -> usize {
    let (mut last, mut since) = (0, Instant::now());
    loop {
        let now = taken.load(Ordering::SeqCst);
        if now != last {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > Duration::from_secs(1) {
            return now;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_client_that_never_reads_makes_reading_pause_and_loses_nothing() {
    const COUNT: usize = 20_000;
    let mut raw = Raw::start(&["server"], &Value::Null);
    let (taken, writing) = flood(&mut raw, COUNT);
    let at_pause = paused(&taken);
    assert!(at_pause < COUNT, "everything was taken");
    if let Some(resident) = raw.resident() {
        assert!(resident < 300 * MB, "{} MB", resident / MB);
    }
    // It reads again: everything goes on where it stopped.
    let mut seen: HashMap<u64, usize> = HashMap::new();
    while seen.len() < COUNT {
        let message = raw.read().expect("an answer");
        let id = message["id"].as_u64().expect("only answers");
        assert!(message["result"]["markdown"].is_string(), "{message}");
        *seen.entry(id).or_default() += 1;
    }
    assert!(seen.values().all(|times| *times == 1));
    let input = writing.join().expect("no panic");
    assert_eq!(taken.load(Ordering::SeqCst), COUNT);
    if let Some(resident) = raw.resident() {
        assert!(resident < 300 * MB, "{} MB", resident / MB);
    }
    drop(input);
    assert!(ends(&mut raw.child), "it ends with its input");
}

#[test]
fn a_client_that_never_reads_and_is_gone_ends_the_server() {
    // Both pipes break.
    let mut raw = Raw::start(&["server"], &Value::Null);
    let (taken, writing) = flood(&mut raw, 20_000);
    paused(&taken);
    raw.output = None;
    drop(writing.join().expect("no panic"));
    assert!(ends(&mut raw.child), "its output is closed");

    // Neither breaks: another process has them.
    let mut client = sleeper();
    let mut raw = Raw::start(&["server"], &json!(client.id()));
    let (taken, writing) = flood(&mut raw, 20_000);
    paused(&taken);
    client.kill().expect("it is ours");
    client.wait().expect("it is ours");
    assert!(ends(&mut raw.child), "its client has ended");
    drop(writing.join().expect("no panic"));
}

#[test]
fn the_end_of_the_output_ends_the_server() {
    let mut raw = Raw::start(&["server"], &Value::Null);
    raw.output = None;
    // Something has to be said before anybody can know.
    let ask = json!({ "jsonrpc": "2.0", "id": 1, "method": "pygloss/page", "params": { "concept": "with-statement" } });
    raw.send(&ask);
    assert!(ends(&mut raw.child), "nobody hears it, and it goes on");
}

#[test]
fn a_client_that_dies_without_closing_anything_ends_the_server() {
    let mut client = sleeper();
    let mut raw = Raw::start(&["server"], &json!(client.id()));
    raw.send(
        &json!({ "jsonrpc": "2.0", "id": 1, "method": "pygloss/page", "params": { "concept": "with-statement" } }),
    );
    assert_eq!(raw.read().expect("it lives")["id"], 1);
    client.kill().expect("it is ours");
    client.wait().expect("it is ours");
    assert!(ends(&mut raw.child));
}

/// A server in front of which the proxy stands: a shell that starts what it is about, as wrappers do.
#[cfg(unix)]
fn wrapped(then: &str) -> (Raw, Child, std::path::PathBuf, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let pids = folder.path().join("pids");
    let answer = framed(&json!({ "jsonrpc": "2.0", "id": 0, "result": { "capabilities": {} } }));
    std::fs::write(folder.path().join("answer"), answer).expect("it can be written");
    // Writes down itself and a child that nobody but it knows, and answers to `initialize`.
    let script = format!(
        "cd {0}; sleep 600 & echo $$ $! > new; mv new pids; cat answer; {then}",
        folder.path().display()
    );
    let client = sleeper();
    let raw = Raw::start(&["proxy", "--", "sh", "-c", &script], &json!(client.id()));
    (raw, client, pids, folder)
}

/// Whether a process is there, and more than a number.
#[cfg(unix)]
fn lives(pid: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(") ")
        .next()
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['Z', 'X']))
}

#[cfg(target_os = "linux")]
#[test]
fn proxied_servers_end_with_the_client_and_so_does_what_they_started() {
    // One that waits for its input, one that ignores everything, one that writes without end.
    for then in [
        "cat > /dev/null",
        "trap '' TERM HUP INT; sleep 600; sleep 600",
        "yes garbage",
    ] {
        for how in ["dies", "closes", "kills"] {
            let (mut raw, mut client, pids, _folder) = wrapped(then);
            let pids = std::fs::read_to_string(pids).expect("it has begun");
            let pids: Vec<&str> = pids.split_whitespace().collect();
            assert!(pids.len() == 2 && pids.iter().all(|pid| lives(pid)), "{pids:?}");
            match how {
                "dies" => client.kill().expect("it is ours"),
                "closes" => {
                    raw.input = None;
                    raw.output = None;
                }
                // The server is killed; the proxy goes on alone, until its client leaves.
                _ => {
                    let killed = Command::new("kill").args(["-9", pids[0]]).status();
                    assert!(killed.expect("the system has it").success());
                    while raw.read().expect("the proxy lives")["method"] != "window/showMessage" {}
                    raw.input = None;
                }
            }
            let _ = client.kill();
            client.wait().expect("it is ours");
            assert!(ends(&mut raw.child), "{then}, {how}");
            let deadline = Instant::now() + END;
            while pids.iter().any(|pid| lives(pid)) {
                assert!(Instant::now() < deadline, "{then}, {how}: something is left behind");
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// Numbers that say nothing about the client: nobody's, one that never was, one that has ended, our own.
#[test]
fn a_process_that_cannot_be_the_client_is_not_waited_for() {
    let mut gone = sleeper();
    gone.kill().expect("it is ours");
    gone.wait().expect("it is ours");
    for pid in [
        Value::Null,
        json!(0),
        json!(u32::MAX),
        json!(i32::MAX),
        json!(gone.id()),
        json!(1),
    ] {
        let mut raw = Raw::start(&["server"], &pid);
        for id in 1..4 {
            let params = json!({ "concept": "with-statement" });
            raw.send(&json!({ "jsonrpc": "2.0", "id": id, "method": "pygloss/page", "params": params }));
            assert_eq!(raw.read().expect("it lives")["id"], id, "{pid}");
        }
        // A number that was dead would have been noticed by now.
        assert!(raw.child.try_wait().expect("it is ours").is_none(), "{pid}");
        raw.input = None;
        assert!(ends(&mut raw.child), "{pid}");
    }
}
