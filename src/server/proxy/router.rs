//! Where each message goes: to the other server, to ours, or to both.
//!
//! Lives here: what was asked and is not answered, and the decisions. May not live here: anything that reads, writes or waits. What is to be done is
//! returned as [`Step`]s.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};

use super::agreement::{self, Wishes};
use super::merge;
use super::message::{self, Message, key};
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
    pub(super) fn from_client(&mut self, frame: Frame) -> Vec<Step> {
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
        let steps = if self.alive {
            vec![to_other(frame)]
        } else {
            vec![Step::ToOwn(agreement::own_request(id, &params, None))]
        };
        self.ask(id, Whom::Agreement(params, None));
        steps
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

    /// A message of the other server.
    pub(super) fn from_other(&mut self, frame: Frame) -> Vec<Step> {
        let Some(message) = Message::parse(frame.body()) else {
            return vec![to_client(frame)];
        };
        let id = message.id.map(key);
        match (message.method.as_deref(), id) {
            (None, Some(id)) => self.answer_of_other(frame, &id),
            (Some("client/registerCapability"), _) => {
                let params = message.params();
                let registrations = params.get("registrations").and_then(Value::as_array);
                for registration in registrations.into_iter().flatten() {
                    let method = registration.get("method").and_then(Value::as_str);
                    self.wishes.register(method.unwrap_or_default());
                }
                vec![to_client(frame)]
            }
            _ => vec![to_client(frame)],
        }
    }

    fn answer_of_other(&mut self, frame: Frame, id: &str) -> Vec<Step> {
        if let Some(count) = self.dropped.get_mut(id) {
            *count -= 1;
            if *count == 0 {
                self.dropped.remove(id);
            }
            return Vec::new();
        }
        let Some(asked) = self.asked.get_mut(id) else {
            return vec![to_client(frame)];
        };
        match &mut asked.whom {
            Whom::Both(both) => {
                both.other = Some(frame);
                self.settle(id)
            }
            Whom::Agreement(params, answer @ None) => {
                let message = Message::parse(frame.body());
                let Some(result) = message.filter(|m| m.error.is_none()).and_then(|m| m.result) else {
                    // It will not serve this client, so neither do we.
                    self.asked.remove(id);
                    return vec![to_client(frame)];
                };
                let result = message::value(result);
                let request = agreement::own_request(&asked.id, params, Some(agreement::encoding(&result)));
                *answer = Some(frame);
                vec![Step::ToOwn(request)]
            }
            // Not even asked, or answered twice: the client sees what it would see without us.
            Whom::Own | Whom::Agreement(..) => vec![to_client(frame)],
            Whom::Other => {
                self.asked.remove(id);
                vec![to_client(frame)]
            }
        }
    }

    /// A message of our own server.
    pub(super) fn from_own(&mut self, frame: Frame) -> Vec<Step> {
        let Some(message) = Message::parse(frame.body()) else {
            return Vec::new();
        };
        match (message.method.is_some(), message.id) {
            (true, Some(id)) => {
                let name = format!("{}{}", self.prefix, key(id));
                with_id(&frame, json!(name)).map(Step::ToClient).into_iter().collect()
            }
            (true, None) => vec![to_client(frame)],
            (false, Some(id)) => self.own_answer(&key(id), frame),
            (false, None) => Vec::new(),
        }
    }

    fn own_answer(&mut self, id: &str, frame: Frame) -> Vec<Step> {
        match self.asked.get_mut(id).map(|asked| &mut asked.whom) {
            Some(Whom::Both(both)) => {
                both.own = Some(frame);
                self.settle(id)
            }
            Some(Whom::Own) => {
                self.asked.remove(id);
                vec![to_client(frame)]
            }
            Some(Whom::Agreement(..)) => self.agree(id, frame),
            // Given up, or an answer to what we would not have sent.
            Some(Whom::Other) | None => Vec::new(),
        }
    }

    /// Both have answered to `initialize`, or ours where the other has ended.
    fn agree(&mut self, id: &str, own: Frame) -> Vec<Step> {
        let Some(Asked {
            id,
            whom: Whom::Agreement(_, other),
            ..
        }) = self.asked.remove(id)
        else {
            return Vec::new();
        };
        let result = |frame: &Frame| Message::parse(frame.body())?.result.map(message::value);
        let Some(ours) = result(&own) else {
            tracing::error!("our own server cannot start: {}", String::from_utf8_lossy(own.body()));
            return vec![to_client(other.unwrap_or(own)), Step::Agreed];
        };
        self.ready = true;
        self.commands = agreement::commands(&ours);
        self.lenses = Wishes::of(&ours["capabilities"]).lenses;
        let Some(theirs) = other.as_ref().and_then(result) else {
            return vec![to_client(own), Step::Agreed];
        };
        self.wishes = Wishes::of(&theirs["capabilities"]);
        if agreement::encoding(&ours) != agreement::encoding(&theirs) {
            let chosen = agreement::encoding(&theirs);
            tracing::warn!(
                "{} counts columns in `{chosen}`, which pygloss does not know",
                self.name
            );
        }
        let merged = agreement::merged(&theirs, &ours).to_string();
        vec![Step::ToClient(message::answer(&id, &merged)), Step::Agreed]
    }

    /// Our server does not answer to `initialize`: the client has the other alone.
    pub(super) fn give_up_own(&mut self) -> Vec<Step> {
        let agreeing = |asked: &Asked| matches!(asked.whom, Whom::Agreement(_, Some(_)));
        let id = self
            .asked
            .iter()
            .find_map(|(id, asked)| agreeing(asked).then(|| id.clone()));
        match id.and_then(|id| self.asked.remove(&id)) {
            Some(Asked {
                whom: Whom::Agreement(_, Some(frame)),
                ..
            }) => vec![to_client(frame)],
            _ => Vec::new(),
        }
    }

    /// Answers what both were asked, if that is possible; else sees to it that it will be.
    fn settle(&mut self, id: &str) -> Vec<Step> {
        let Some(asked) = self.asked.get(id) else {
            return Vec::new();
        };
        let Whom::Both(both) = &asked.whom else {
            return Vec::new();
        };
        let wait = match (&both.other, &both.own) {
            (Some(_), Some(_)) => return self.finish(id),
            // Where we have nothing to say, the other takes its time as it would without us.
            (None, Some(own)) if both.kind != Kind::Shutdown && says_nothing(own, both.kind) => return Vec::new(),
            (None, Some(_)) if both.kind == Kind::List => self.wait * 3,
            (None, Some(_)) => self.wait,
            (Some(_), None) => OWN,
            (None, None) => return Vec::new(),
        };
        vec![Step::Later(id.to_owned(), asked.serial, wait)]
    }

    /// The time is over in which the request was to be answered by both.
    pub(super) fn late(&mut self, id: &str, serial: u64) -> Vec<Step> {
        match self.asked.get(id) {
            Some(Asked {
                serial: own,
                whom: Whom::Both(both),
                ..
            }) if *own == serial => {
                if both.other.is_none() {
                    *self.dropped.entry(id.to_owned()).or_default() += 1;
                }
                self.finish(id)
            }
            _ => Vec::new(),
        }
    }

    /// Answers with what has come.
    fn finish(&mut self, id: &str) -> Vec<Step> {
        match self.asked.remove(id) {
            Some(Asked {
                id,
                whom: Whom::Both(both),
                ..
            }) => {
                let answer = joined(&id, both, self.markdown);
                answer.map(Step::ToClient).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    /// The other server has ended; `how` is told to the user.
    pub(super) fn other_ended(&mut self, how: &str) -> Vec<Step> {
        self.alive = false;
        self.dropped.clear();
        let mut steps = Vec::new();
        if !self.leaving && !self.gone {
            let text = format!(
                "{} {how}. pygloss goes on alone; restart the language server to have the rest back.",
                self.name
            );
            steps.push(Step::ToClient(message::alert(&text)));
        }
        let mut waiting: Vec<(u64, String)> = self.asked.iter().map(|(id, a)| (a.serial, id.clone())).collect();
        waiting.sort();
        for (_, id) in waiting {
            steps.extend(self.without_other(&id, how));
        }
        steps
    }

    fn without_other(&mut self, id: &str, how: &str) -> Vec<Step> {
        let Some(asked) = self.asked.get_mut(id) else {
            return Vec::new();
        };
        match &mut asked.whom {
            Whom::Own | Whom::Agreement(_, Some(_)) => Vec::new(),
            Whom::Agreement(params, None) => vec![Step::ToOwn(agreement::own_request(&asked.id, params, None))],
            Whom::Both(both) if both.own.is_some() || both.other.is_some() => self.finish(id),
            Whom::Both(_) => {
                asked.whom = Whom::Own;
                Vec::new()
            }
            Whom::Other => {
                let refusal = message::refusal(&asked.id, &format!("{} {how}", self.name));
                self.asked.remove(id);
                vec![Step::ToClient(refusal)]
            }
        }
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

fn says_nothing(frame: &Frame, kind: Kind) -> bool {
    Message::parse(frame.body()).is_some_and(|message| {
        let is_said = |result| kind != Kind::Hover || merge::is_said(result);
        message.error.is_none() && !message.said().is_some_and(is_said)
    })
}

/// One answer of two. Whoever is the only one with something to say is passed on as it came; of two that say nothing, the other's is.
fn joined(id: &str, both: Both, markdown: bool) -> Option<Vec<u8>> {
    let (other, own) = match (both.other, both.own) {
        (Some(other), Some(own)) => (other, own),
        (one, two) => return one.or(two).map(Frame::into_bytes),
    };
    let said = |frame: &Frame| Message::parse(frame.body())?.said().map(ToOwned::to_owned);
    if both.kind != Kind::Shutdown
        && let (Some(above), Some(below)) = (said(&other), said(&own))
    {
        let merged = match both.kind {
            Kind::Hover => merge::hover(&above, &below, markdown),
            _ => merge::list(&above, &below),
        };
        if let Some(merged) = merged {
            return Some(message::answer(id, &merged));
        }
    }
    let is_own = both.kind != Kind::Shutdown && !is_good(&other, both.kind) && is_good(&own, both.kind);
    Some(if is_own { own } else { other }.into_bytes())
}

fn is_good(frame: &Frame, kind: Kind) -> bool {
    Message::parse(frame.body()).is_some_and(|m| m.error.is_none()) && !says_nothing(frame, kind)
}
