//! A strict client for tests: it starts the real server as a child process and speaks to it over pipes.
//!
//! Strict means: a frame or message that the protocol does not allow, an answer nobody asked for, and a wait longer
//! than [`PATIENCE`] fail the test. Nothing sleeps: threads read and write the pipes, the test waits on their channels.

// Every test program has a copy of this module and uses a part of it.
#![allow(dead_code)]

use std::collections::{HashMap, HashSet, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::{NamedTempFile, TempDir};

/// How long an answer may take. Only a server that hangs needs as long.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// [`PATIENCE`], or as many seconds as `PYGLOSS_TEST_PATIENCE` says: for a debug build on a machine that is busy with other work.
fn patience() -> Duration {
    let said = std::env::var("PYGLOSS_TEST_PATIENCE").ok();
    said.map_or(PATIENCE, |seconds| {
        Duration::from_secs(seconds.parse().expect("PYGLOSS_TEST_PATIENCE is a number of seconds"))
    })
}

/// What the client answers to a server's request (method, params): a result or an error object. With `Err(Null)` the test answers later, by [`Client::answer_to`].
pub type Answer = Box<dyn FnMut(&str, &Value) -> Result<Value, Value>>;

/// How a client introduces itself.
pub struct Setup {
    pub capabilities: Value,
    /// `initializationOptions`; absent where it is null.
    pub options: Value,
    pub answer: Answer,
    /// `XDG_CACHE_HOME`, if not a temporary folder of the client's own. `XDG_STATE_HOME` is the folder `state` in it.
    pub cache: Option<PathBuf>,
    /// A shell's script that starts the server, which is `"$@"` in it.
    pub through: Option<String>,
}

impl Default for Setup {
    /// A client that can do all that pygloss makes use of, without options.
    fn default() -> Self {
        Self {
            capabilities: json!({
                "general": { "positionEncodings": ["utf-16"] },
                "textDocument": {
                    "hover": { "contentFormat": ["markdown", "plaintext"] },
                    "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } } },
                },
                "window": { "showDocument": { "support": true } },
            }),
            options: Value::Null,
            answer: Box::new(|method, _| {
                assert_eq!(
                    method, "window/showDocument",
                    "the only thing that pygloss asks of a client"
                );
                Ok(json!({ "success": true }))
            }),
            cache: None,
            through: None,
        }
    }
}

/// A failed request: JSON-RPC's code, and what is said to a person.
#[derive(Debug, PartialEq, Eq)]
pub struct Failed {
    pub code: i64,
    pub message: String,
}

pub struct Client {
    child: Child,
    /// Feeds the thread that writes; dropping it closes the server's input.
    to_server: Option<Sender<Vec<u8>>>,
    from_server: Receiver<Result<Value, String>>,
    stderr: NamedTempFile,
    answer: Answer,
    next_id: i64,
    pub open: Open,
    /// The result of `initialize`.
    pub agreed: Value,
    own_cache: TempDir,
}

/// What was asked and is not answered, and what came and no test has looked at.
#[derive(Debug, Default, PartialEq)]
pub struct Open {
    /// Ids of requests without an answer, as JSON text.
    asked: HashSet<String>,
    answers: HashMap<String, Value>,
    /// Errors about messages whose id the server could not read.
    pub errors: VecDeque<Failed>,
    /// The server's own requests and notifications.
    heard: VecDeque<Value>,
}

impl Client {
    /// A server that was not told anything yet.
    pub fn spawn(setup: Setup) -> Self {
        let own_cache = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
        let cache = setup.cache.unwrap_or_else(|| own_cache.path().to_owned());
        let stderr = NamedTempFile::with_prefix("pygloss-test").expect("a temporary file can be made");
        let program = env!("CARGO_BIN_EXE_pygloss");
        let mut command = match setup.through {
            Some(script) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &script, "sh", program]);
                shell
            }
            None => Command::new(program),
        };
        let mut child = command
            .arg("server")
            .env("XDG_STATE_HOME", cache.join("state"))
            .env("XDG_CACHE_HOME", cache)
            .env_remove("PYGLOSS_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr.reopen().expect("the file was just made"))
            .spawn()
            .expect("cargo built the program");
        let mut input = child.stdin.take().expect("stdin is piped");
        let output = child.stdout.take().expect("stdout is piped");
        let (to_server, to_write) = channel::<Vec<u8>>();
        std::thread::spawn(move || {
            // A server that has ended reads no more; whoever waits for its answer says so.
            while let Ok(bytes) = to_write.recv() {
                if input.write_all(&bytes).and_then(|()| input.flush()).is_err() {
                    break;
                }
            }
        });
        let (read, from_server) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(output);
            // After what is no message nothing can be read, and the test fails anyway.
            while let Some(message) = read_message(&mut output).transpose() {
                let broken = message.is_err();
                if read.send(message).is_err() || broken {
                    break;
                }
            }
        });
        Self {
            child,
            to_server: Some(to_server),
            from_server,
            stderr,
            answer: setup.answer,
            next_id: 1,
            open: Open::default(),
            agreed: Value::Null,
            own_cache,
        }
    }

    /// A server that is ready for documents.
    pub fn start(mut setup: Setup) -> Self {
        let (capabilities, options) = (setup.capabilities.take(), setup.options.take());
        let mut client = Self::spawn(setup);
        client.initialize(capabilities, options);
        client
    }

    /// [`start`](Self::start) with everything a client can do.
    pub fn able() -> Self {
        Self::start(Setup::default())
    }

    pub fn initialize(&mut self, capabilities: Value, options: Value) {
        let mut params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        if !options.is_null() {
            params["initializationOptions"] = options;
        }
        self.agreed = self.ask("initialize", params);
        self.notify("initialized", json!({}));
    }

    /// The server's process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How much of the machine's memory the server takes, in bytes; `None` where the system does not tell.
    pub fn resident(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
    }

    /// Puts bytes on the wire as they are.
    pub fn send_bytes(&mut self, bytes: impl Into<Vec<u8>>) {
        let to_server = self.to_server.as_ref().expect("the test has not closed the input");
        let _ = to_server.send(bytes.into()); // the writer ends with the server; see above
    }

    /// Frames a body, which need not be JSON.
    pub fn send_body(&mut self, body: &[u8]) {
        let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
        frame.extend_from_slice(body);
        self.send_bytes(frame);
    }

    pub fn send(&mut self, message: &Value) {
        self.send_body(message.to_string().as_bytes());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request and returns its id without waiting for the answer.
    pub fn request(&mut self, method: &str, params: Value) -> Value {
        let id = json!(self.next_id);
        self.next_id += 1;
        self.expect_answer(&id);
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        id
    }

    /// Announces a request that the test itself puts on the wire.
    pub fn expect_answer(&mut self, id: &Value) {
        assert!(
            self.open.asked.insert(id.to_string()),
            "the id {id} waits for an answer already"
        );
    }

    /// The answer to a request.
    pub fn wait(&mut self, id: &Value) -> Result<Value, Failed> {
        let key = id.to_string();
        let answer = self.until(&format!("the answer to request {id}"), |open| open.answers.remove(&key));
        answer
            .get("error")
            .map_or_else(|| Ok(answer["result"].clone()), |error| Err(failed(error)))
    }

    /// Sends a request that has to succeed and returns its result.
    pub fn ask(&mut self, method: &str, params: Value) -> Value {
        let id = self.request(method, params);
        self.wait(&id)
            .unwrap_or_else(|failed| panic!("{method} failed: {failed:?}{}", self.said_on_stderr()))
    }

    /// Sends a request that has to fail and returns the error.
    pub fn ask_in_vain(&mut self, method: &str, params: Value) -> Failed {
        let id = self.request(method, params);
        match self.wait(&id) {
            Err(failed) => failed,
            Ok(result) => panic!("{method} was expected to fail, and gave {result}"),
        }
    }

    /// The next error about a message whose id the server could not read.
    pub fn wait_error(&mut self) -> Failed {
        self.until("an error without an id", |open| open.errors.pop_front())
    }

    /// The params of the next request or notification of this method from the server.
    pub fn wait_for(&mut self, method: &str) -> Value {
        let position = |open: &Open| open.heard.iter().position(|m| m["method"] == method);
        self.until(method, |open| open.heard.remove(position(open)?))["params"].take()
    }

    /// The params of the next request or notification of this method, if it has come already.
    pub fn heard(&mut self, method: &str) -> Option<Value> {
        let heard = &mut self.open.heard;
        let position = heard.iter().position(|message| message["method"] == method)?;
        Some(heard.remove(position)?["params"].take())
    }

    /// The id of the next request of this method from the server.
    pub fn wait_for_id(&mut self, method: &str) -> Value {
        let position = |open: &Open| open.heard.iter().position(|m| m["method"] == method);
        self.until(method, |open| open.heard.remove(position(open)?))["id"].take()
    }

    /// Answers a request of the server's that was put off.
    pub fn answer_to(&mut self, id: &Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "result": result }));
    }

    /// Takes messages in until one of them is what is wanted.
    fn until<T>(&mut self, wanted: &str, find: impl Fn(&mut Open) -> Option<T>) -> T {
        let deadline = Instant::now() + patience();
        loop {
            if let Some(found) = find(&mut self.open) {
                return found;
            }
            let alive = self.receive(deadline, wanted);
            assert!(alive, "the server ended; expected {wanted}{}", self.said_on_stderr());
        }
    }

    /// What the server has taken of the processors; `None` where the system does not tell by a file.
    pub fn processor_time(&self) -> Option<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).ok()?;
        // Behind the name, which may hold anything: user and system time are the fields 14 and 15, in ticks of 10 ms.
        let fields: Vec<&str> = stat.rsplit(')').next()?.split_whitespace().collect();
        let ticks = fields.get(11)?.parse::<u64>().ok()? + fields.get(12)?.parse::<u64>().ok()?;
        Some(Duration::from_millis(ticks * 10))
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, uri: &str, version: usize, changes: Value) {
        let params = json!({ "textDocument": { "uri": uri, "version": version }, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    pub fn close(&mut self, uri: &str) {
        self.notify("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    }

    pub fn hover(&mut self, uri: &str, position: &Value) -> Value {
        self.ask("textDocument/hover", place(uri, position))
    }

    /// The text of a hover that has to be there.
    pub fn hover_text(&mut self, uri: &str, position: &Value) -> String {
        let hover = self.hover(uri, position);
        hover["contents"]["value"]
            .as_str()
            .unwrap_or_else(|| panic!("no hover at {position} in {uri}: {hover}"))
            .to_owned()
    }

    /// Code actions asked for by hand, any kind.
    pub fn actions(&mut self, uri: &str, range: &Value) -> Value {
        let context = json!({ "diagnostics": [], "triggerKind": 1 });
        self.ask(
            "textDocument/codeAction",
            json!({ "textDocument": { "uri": uri }, "range": range, "context": context }),
        )
    }

    /// Closes the server's standard input, after what was sent before.
    pub fn close_input(&mut self) {
        self.to_server = None;
    }

    /// Waits for the end of the process and returns its exit code.
    pub fn wait_exit(&mut self) -> Option<i32> {
        let deadline = Instant::now() + patience();
        // The pipe's end is what can be waited for with a deadline; the process ends with it.
        while self.receive(deadline, "the end of the process") {}
        self.child.wait().expect("the child is ours").code()
    }

    /// Ends the server as an editor does. Whatever it said that the test has not looked at fails the test.
    pub fn finish(mut self) {
        let _: Value = self.ask("shutdown", Value::Null);
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        assert_eq!(self.wait_exit(), Some(0), "exit code{}", self.said_on_stderr());
        assert_eq!(self.open, Open::default(), "left over");
    }

    /// Takes in one message; false at the end of the server's output.
    fn receive(&mut self, deadline: Instant, wanted: &str) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.from_server.recv_timeout(left) {
            Ok(Ok(message)) => self.take_in(message),
            Ok(Err(broken)) => panic!("the server broke the protocol: {broken}{}", self.said_on_stderr()),
            Err(RecvTimeoutError::Timeout) => {
                panic!("{:?} passed without {wanted}{}", patience(), self.said_on_stderr())
            }
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    fn take_in(&mut self, message: Value) {
        assert_eq!(message["jsonrpc"], "2.0", "{message}");
        let id = message.get("id");
        if let Some(method) = message["method"].as_str() {
            if let Some(id) = id {
                let mut response = json!({ "jsonrpc": "2.0", "id": id });
                let answer = (self.answer)(method, &message["params"]);
                let is_put_off = answer == Err(Value::Null);
                match answer {
                    Ok(result) => response["result"] = result,
                    Err(error) => response["error"] = error,
                }
                if !is_put_off {
                    self.send(&response);
                }
            }
            self.open.heard.push_back(message);
            return;
        }
        let error = message.get("error");
        assert!(
            message.get("result").is_some() != error.is_some(),
            "neither result nor error, or both: {message}"
        );
        match (id, error) {
            (None, _) => panic!("an answer without an id: {message}"),
            (Some(Value::Null), Some(error)) => self.open.errors.push_back(failed(error)),
            (Some(id), _) => {
                let id = id.to_string();
                assert!(
                    self.open.asked.remove(&id),
                    "an answer that nobody asked for, or the second one: {message}"
                );
                self.open.answers.insert(id, message);
            }
        }
    }

    fn said_on_stderr(&self) -> String {
        let text = std::fs::read_to_string(self.stderr.path()).unwrap_or_default();
        if text.is_empty() {
            text
        } else {
            format!("\nstandard error of the server:\n{text}")
        }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // Fails where the process has ended already, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How many columns a character takes: `char::len_utf8`, `char::len_utf16`, or always 1.
pub type Width = fn(char) -> usize;

/// The position of a byte of `text`, which begins a character and does not stand inside a CR LF.
pub fn position(text: &str, byte: usize, width: Width) -> Value {
    let before = text[..byte].replace("\r\n", "\n").replace('\r', "\n");
    let line = before.rsplit('\n').next().unwrap_or_default();
    json!({ "line": before.matches('\n').count(), "character": line.chars().map(width).sum::<usize>() })
}

/// The UTF-16 position of the first place in `text` that reads like `marked`: at its mark `‸`, or at its beginning.
pub fn at(text: &str, marked: &str) -> Value {
    let cursor = marked.find('‸').unwrap_or(0);
    let byte = text
        .find(&marked.replace('‸', ""))
        .unwrap_or_else(|| panic!("{marked:?} does not stand in {text:?}"));
    position(text, byte + cursor, char::len_utf16)
}

/// The UTF-16 range of the first place in `text` that reads like `marked`: between its marks `‹` and `›`, or whole.
pub fn span(text: &str, marked: &str) -> Value {
    let (before, rest) = marked.split_once('‹').unwrap_or(("", marked));
    let (inside, after) = rest.split_once('›').unwrap_or((rest, ""));
    let start = format!("{before}‸{inside}{after}");
    let end = format!("{before}{inside}‸{after}");
    json!({ "start": at(text, &start), "end": at(text, &end) })
}

/// The params of a request about a place.
pub fn place(uri: &str, position: &Value) -> Value {
    json!({ "textDocument": { "uri": uri }, "position": position })
}

fn failed(error: &Value) -> Failed {
    Failed {
        code: error["code"].as_i64().expect("an error has a code"),
        message: error["message"].as_str().expect("an error has a message").to_owned(),
    }
}

/// One message; `None` at the end of the output, which may only come between messages. pygloss writes no header but the
/// length.
fn read_message(output: &mut BufReader<ChildStdout>) -> Result<Option<Value>, String> {
    let mut header = String::new();
    for _ in 0..2 {
        let count = output
            .read_line(&mut header)
            .map_err(|error| format!("a header: {error}"))?;
        if count == 0 && header.is_empty() {
            return Ok(None);
        }
    }
    let length = header
        .strip_prefix("Content-Length: ")
        .and_then(|rest| rest.strip_suffix("\r\n\r\n")?.parse().ok());
    let mut body = vec![0; length.ok_or_else(|| format!("no header: {header:?}"))?];
    output
        .read_exact(&mut body)
        .map_err(|error| format!("a body of {} bytes: {error}", body.len()))?;
    let message: Value = serde_json::from_slice(&body)
        .map_err(|error| format!("no JSON: {error}: {}", String::from_utf8_lossy(&body)))?;
    if message.is_object() {
        Ok(Some(message))
    } else {
        Err(format!("no message: {message}"))
    }
}
