//! Where each message goes: to the other server, to ours, or to both.
//!
//! Lives here: what was asked and is not answered, and the decisions. May not live here: anything that reads, writes or waits. What is to be done is
//! returned as [`Step`]s.

mod answers;

use std::collections::HashMap;
use std::time::Duration;

use serde_json::Value;

use super::agreement::{self, Wishes};
use super::message::{self, Message};
use crate::server::frames::Frame;

/// How long the other server's answer waits for ours. Ours comes always; this is for a bug in it.
const OWN: Duration = Duration::from_secs(30);

/// What is to be done, in this order.
#[derive(Debug)]
pub(super) enum Step {
    ToClient(Vec<u8>),
    ToOther(Vec<u8>),
    ToOwn(Vec<u8>),
    /// Call [`Router::late`] with these after that time.
    Later(String, u64, Duration),
    /// Both have agreed to the client's `initialize`.
    Agreed,
    /// This is the client's process.
    Watch(u32),
}

/// A request of the client that is not answered.
struct Asked {
    /// As the client wrote it.
    id: String,
    /// Counts the requests.
    serial: u64,
    whom: Whom,
}

enum Whom {
    Other,
    Own,
    Both(Both),
    /// The `initialize` request with these params; then, the answer of the other.
    Agreement(Value, Option<Frame>),
}

struct Both {
    kind: Kind,
    other: Option<Frame>,
    own: Option<Frame>,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Hover,
    List,
    Shutdown,
}

pub(super) struct Router {
    /// What the other server is called in messages.
    name: String,
    /// How long our hover waits for the other's.
    wait: Duration,
    /// Begins the ids of our requests to the client. No other server's ids begin so.
    prefix: String,
    alive: bool,
    /// Our server has been introduced to the client.
    ready: bool,
    leaving: bool,
    /// The client has said `initialize` before.
    introduced: bool,
    /// The client said `exit`: nobody is told anything.
    gone: bool,
    wishes: Wishes,
    commands: Vec<String>,
    /// Ours offers code lenses.
    lenses: bool,
    markdown: bool,
    serial: u64,
    asked: HashMap<String, Asked>,
    /// Answers of the other server that nobody waits for any more, by id.
    dropped: HashMap<String, usize>,
}

impl Router {
    pub(super) fn new(name: String, prefix: String, wait: Duration) -> Self {
        Self {
            name,
            wait,
            prefix,
            alive: true,
            ready: false,
            leaving: false,
            introduced: false,
            gone: false,
            wishes: Wishes::ALL,
            commands: Vec::new(),
            lenses: false,
            markdown: false,
            serial: 0,
            asked: HashMap::new(),
            dropped: HashMap::new(),
        }
    }

    /// The client said `shutdown`.
    pub(super) fn is_leaving(&self) -> bool {
        self.leaving
    }

    /// Whether our server's answer to `initialize` is waited for.
    pub(super) fn is_agreeing(&self) -> bool {
        let agreeing = |asked: &Asked| matches!(asked.whom, Whom::Agreement(_, Some(_)));
        self.asked.values().any(agreeing)
    }

    /// A message of the client.
    pub(super) fn client_said(&mut self, frame: Frame) -> Vec<Step> {
        let Some(message) = Message::parse(frame.body()) else {
            // Whatever it is, it is not for us; and who understands it answers.
            return vec![if self.alive { to_other(frame) } else { to_own(frame) }];
        };
        match (message.method.as_deref(), message.id) {
            (Some(method), Some(id)) => {
                let (method, id) = (method.to_owned(), id.get().to_owned());
                self.request(frame, &method, &id)
            }
            (Some(method), None) => {
                let method = method.to_owned();
                self.notification(frame, &method)
            }
            (None, Some(id)) => match self.own_id(&message::value(id)) {
                Some(own) => restored(&frame, &own),
                None => self.if_alive(frame),
            },
            (None, None) => self.if_alive(frame),
        }
    }

    fn request(&mut self, frame: Frame, method: &str, id: &str) -> Vec<Step> {
        let message = Message::parse(frame.body());
        let params = || message.as_ref().map_or(Value::Null, Message::params);
        let kind = match method {
            "initialize" => return self.introduction(params(), frame, id),
            "shutdown" => {
                self.leaving = true;
                Some((Kind::Shutdown, true))
            }
            "textDocument/hover" => Some((Kind::Hover, self.wishes.hover)),
            "textDocument/codeAction" => Some((Kind::List, self.wishes.actions)),
            "textDocument/codeLens" if self.lenses => Some((Kind::List, self.wishes.lenses)),
            _ => None,
        };
        let whom = match (kind, self.ready, self.alive) {
            (Some((kind, true)), true, true) => Some(Whom::Both(Both {
                kind,
                other: None,
                own: None,
            })),
            (Some(_), true, _) => Some(Whom::Own),
            (None, true, _) if self.is_own(method, &params()) => Some(Whom::Own),
            (None, true, _) if method.ends_with("/resolve") && self.is_own_item(&params()) => {
                // Ours are whole from the beginning.
                let item = message.as_ref().and_then(|m| m.params).map_or("null", |p| p.get());
                return vec![Step::ToClient(message::answer(id, item))];
            }
            (_, _, true) => Some(Whom::Other),
            (_, _, false) => None,
        };
        let steps = match &whom {
            Some(Whom::Both(_)) => {
                let copy = frame.body().to_vec();
                vec![to_other(frame), Step::ToOwn(Frame::new(&copy).into_bytes())]
            }
            Some(Whom::Own) => vec![to_own(frame)],
            Some(_) => vec![to_other(frame)],
            None => {
                let why = format!("{} has ended; restart the language server", self.name);
                return vec![Step::ToClient(message::refusal(id, &why))];
            }
        };
        if let Some(whom) = whom {
            self.ask(id, whom);
        }
        steps
    }

    fn ask(&mut self, id: &str, whom: Whom) {
        self.serial += 1;
        let asked = Asked {
            id: id.to_owned(),
            serial: self.serial,
            whom,
        };
        self.asked.insert(canonical(id), asked);
    }

    fn introduction(&mut self, params: Value, frame: Frame, id: &str) -> Vec<Step> {
        let formats = params.pointer("/capabilities/textDocument/hover/contentFormat");
        let formats = formats.and_then(Value::as_array).into_iter().flatten();
        self.markdown = formats.into_iter().any(|format| format == "markdown");
        let client = params.get("processId").and_then(Value::as_u64);
        let is_first = !std::mem::replace(&mut self.introduced, true);
        let client = client.and_then(|pid| u32::try_from(pid).ok()).filter(|_| is_first);
        let step = if self.alive {
            to_other(frame)
        } else {
            Step::ToOwn(agreement::own_request(id, &params, None))
        };
        self.ask(id, Whom::Agreement(params, None));
        client.map(Step::Watch).into_iter().chain([step]).collect()
    }

    fn notification(&mut self, frame: Frame, method: &str) -> Vec<Step> {
        let wishes = self.wishes;
        self.gone |= method == "exit";
        let for_other = match method {
            "textDocument/didOpen" | "textDocument/didClose" => wishes.open_close,
            "textDocument/didChange" => wishes.changes,
            _ => !method.starts_with("pygloss/"),
        };
        // Ours understands these; of others it would complain.
        let for_own = self.ready
            && (method.starts_with("pygloss/")
                || method.starts_with("notebookDocument/did")
                || matches!(
                    method,
                    "initialized"
                        | "exit"
                        | "$/cancelRequest"
                        | "window/workDoneProgress/cancel"
                        | "textDocument/didOpen"
                        | "textDocument/didChange"
                        | "textDocument/didClose"
                        | "workspace/didChangeConfiguration"
                        | "workspace/didChangeWorkspaceFolders"
                ));
        let copy = for_own.then(|| Step::ToOwn(Frame::new(frame.body()).into_bytes()));
        let whole = (for_other && self.alive).then(|| to_other(frame));
        whole.into_iter().chain(copy).collect()
    }

    /// A request that is ours alone.
    fn is_own(&self, method: &str, params: &Value) -> bool {
        method.starts_with("pygloss/")
            || (method == "workspace/executeCommand" && self.is_own_command(params.get("command")))
    }

    fn is_own_command(&self, command: Option<&Value>) -> bool {
        let command = command.and_then(Value::as_str);
        command.is_some_and(|command| self.commands.iter().any(|own| own == command))
    }

    /// A code action or code lens of ours.
    fn is_own_item(&self, item: &Value) -> bool {
        self.is_own_command(item.pointer("/command/command"))
    }

    fn if_alive(&self, frame: Frame) -> Vec<Step> {
        if self.alive { vec![to_other(frame)] } else { Vec::new() }
    }

    /// The id that our server gave to a request, if it is the client's name for one.
    fn own_id(&self, id: &Value) -> Option<Value> {
        serde_json::from_str(id.as_str()?.strip_prefix(&self.prefix)?).ok()
    }
}

fn to_client(frame: Frame) -> Step {
    Step::ToClient(frame.into_bytes())
}

fn to_other(frame: Frame) -> Step {
    Step::ToOther(frame.into_bytes())
}

fn to_own(frame: Frame) -> Step {
    Step::ToOwn(frame.into_bytes())
}

fn canonical(id: &str) -> String {
    serde_json::from_str::<Value>(id).unwrap_or_default().to_string()
}

/// The client's answer to a request of our server, with the id that our server gave.
fn restored(frame: &Frame, id: &Value) -> Vec<Step> {
    with_id(frame, id.clone()).map(Step::ToOwn).into_iter().collect()
}

fn with_id(frame: &Frame, id: Value) -> Option<Vec<u8>> {
    let mut message: Value = serde_json::from_slice(frame.body()).ok()?;
    message["id"] = id;
    Some(message::frame(&message.to_string()))
}
