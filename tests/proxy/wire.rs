//! A client that sees bytes: what a server writes is kept as it was written.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::{NamedTempFile, TempDir};

/// How long an answer may take. Only what hangs needs as long.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct Wire {
    child: Child,
    input: Option<Sender<Vec<u8>>>,
    frames: Receiver<Vec<u8>>,
    stderr: NamedTempFile,
    /// What came and was not asked for.
    heard: VecDeque<Vec<u8>>,
    /// Everything that was sent.
    pub sent: Vec<u8>,
    _own_cache: Option<TempDir>,
}

impl Wire {
    pub fn start(program: &Path, arguments: &[&str]) -> Self {
        let cache = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
        let mut wire = Self::start_with(program, arguments, cache.path());
        wire._own_cache = Some(cache);
        wire
    }

    /// [`start`](Self::start) with the user's cache in a folder that others may use too.
    pub fn start_with(program: &Path, arguments: &[&str], cache: &Path) -> Self {
        let stderr = NamedTempFile::with_prefix("pygloss-test").expect("a temporary file can be made");
        let mut child = Command::new(program)
            .args(arguments)
            .env("XDG_STATE_HOME", cache.join("state"))
            .env("XDG_CACHE_HOME", cache)
            .env_remove("PYGLOSS_LOG")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr.reopen().expect("the file was just made"))
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        let mut to_child = child.stdin.take().expect("stdin is piped");
        let from_child = child.stdout.take().expect("stdout is piped");
        let (input, to_write) = channel::<Vec<u8>>();
        std::thread::spawn(move || {
            while let Ok(bytes) = to_write.recv() {
                if to_child.write_all(&bytes).and_then(|()| to_child.flush()).is_err() {
                    break;
                }
            }
        });
        let (read, frames) = channel();
        std::thread::spawn(move || {
            let mut output = BufReader::new(from_child);
            while let Some(frame) = frame(&mut output) {
                if read.send(frame).is_err() {
                    break;
                }
            }
        });
        Self {
            child,
            input: Some(input),
            frames,
            stderr,
            heard: VecDeque::new(),
            sent: Vec::new(),
            _own_cache: None,
        }
    }

    pub fn send_bytes(&mut self, bytes: &[u8]) {
        self.sent.extend_from_slice(bytes);
        let input = self.input.as_ref().expect("the input is open");
        let _ = input.send(bytes.to_vec()); // a server that has ended reads no more
    }

    pub fn send(&mut self, message: &Value) {
        self.send_bytes(&framed(&message.to_string()));
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    pub fn request(&mut self, id: &Value, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
    }

    /// The next message that fits, as it was written; what comes before it is kept.
    pub fn wait(&mut self, wanted: &str, fits: impl Fn(&Value) -> bool) -> Vec<u8> {
        if let Some(at) = self.heard.iter().position(|frame| fits(&body(frame))) {
            return self.heard.remove(at).expect("it is there");
        }
        let deadline = Instant::now() + PATIENCE;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            let frame = self
                .frames
                .recv_timeout(left)
                .unwrap_or_else(|error| panic!("{error} before {wanted}; on standard error: {}", self.stderr()));
            if fits(&body(&frame)) {
                return frame;
            }
            self.heard.push_back(frame);
        }
    }

    /// The answer to a request, as it was written.
    pub fn answer(&mut self, id: &Value) -> Vec<u8> {
        self.wait(&format!("the answer to {id}"), |m| {
            m.get("method").is_none() && m["id"] == *id
        })
    }

    /// Sends a request and takes its answer.
    pub fn ask(&mut self, id: &Value, method: &str, params: Value) -> Value {
        self.request(id, method, params);
        body(&self.answer(id))
    }

    /// The next request or notification of this method.
    pub fn wait_for(&mut self, method: &str) -> Vec<u8> {
        self.wait(method, |m| m["method"] == method)
    }

    /// What came and no test took.
    pub fn unheard(&mut self) -> Vec<Value> {
        let frames: Vec<Vec<u8>> = self.heard.drain(..).chain(self.frames.try_iter()).collect();
        frames.iter().map(|frame| body(frame)).collect()
    }

    pub fn initialize(&mut self, encodings: &[&str]) -> Value {
        let params = json!({ "processId": null, "rootUri": null, "capabilities": {
            "general": { "positionEncodings": encodings },
            "textDocument": {
                "hover": { "contentFormat": ["markdown", "plaintext"] },
                "codeAction": { "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [""] } } },
            },
            "window": { "showDocument": { "support": true } },
        } });
        let answer = self.ask(&json!("first"), "initialize", params);
        self.notify("initialized", json!({}));
        answer["result"].clone()
    }

    pub fn open(&mut self, uri: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": "python", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn close_input(&mut self) {
        self.input = None;
    }

    pub fn exit_code(&mut self) -> Option<i32> {
        let deadline = Instant::now() + PATIENCE;
        while Instant::now() < deadline {
            match self
                .frames
                .recv_timeout(deadline.saturating_duration_since(Instant::now()))
            {
                Ok(frame) => self.heard.push_back(frame),
                Err(_) => break,
            }
        }
        self.child.wait().expect("the child is ours").code()
    }

    /// Ends as an editor does; the exit code.
    pub fn leave(&mut self) -> Option<i32> {
        let answer = self.ask(&json!("last"), "shutdown", Value::Null);
        assert!(answer.get("error").is_none(), "{answer}");
        self.send(&json!({ "jsonrpc": "2.0", "method": "exit" }));
        self.exit_code()
    }

    pub fn stderr(&self) -> String {
        std::fs::read_to_string(self.stderr.path()).unwrap_or_default()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn framed(body: &str) -> Vec<u8> {
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// The message in a frame; null where it is no JSON.
pub fn body(frame: &[u8]) -> Value {
    let start = frame.windows(4).position(|w| w == b"\r\n\r\n").map_or(0, |at| at + 4);
    serde_json::from_slice(&frame[start..]).unwrap_or_default()
}

fn frame(output: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut length: Option<usize> = None;
    loop {
        let start = bytes.len();
        if output.read_until(b'\n', &mut bytes).ok()? == 0 {
            return None;
        }
        let line = String::from_utf8_lossy(&bytes[start..]).to_lowercase();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok();
        }
    }
    let start = bytes.len();
    bytes.resize(start + length?, 0);
    output.read_exact(&mut bytes[start..]).ok()?;
    Some(bytes)
}

/// A scripted server (see `fake.py`).
pub struct Fake {
    folder: TempDir,
    python: String,
}

impl Fake {
    pub fn new(script: &Value) -> Self {
        let folder = TempDir::with_prefix("pygloss-test").expect("a temporary folder can be made");
        std::fs::write(folder.path().join("script.json"), script.to_string()).expect("it can be written");
        let python = std::env::var("PYGLOSS_PYTHON").unwrap_or_else(|_| "python3".to_owned());
        Self { folder, python }
    }

    fn record(&self) -> PathBuf {
        self.folder.path().join("record")
    }

    /// Every byte that the server has read.
    pub fn heard(&self) -> Vec<u8> {
        std::fs::read(self.record()).unwrap_or_default()
    }

    /// The proxy in front of it.
    pub fn proxied(&self, options: &[&str]) -> Wire {
        let fake = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/proxy/fake.py");
        let (script, record) = (self.folder.path().join("script.json"), self.record());
        let mut arguments = vec!["proxy"];
        arguments.extend(options);
        arguments.extend(["--", &self.python]);
        arguments.extend([&fake, &script, &record].map(|path| path.to_str().expect("UTF-8")));
        Wire::start(Path::new(env!("CARGO_BIN_EXE_pygloss")), &arguments)
    }
}
