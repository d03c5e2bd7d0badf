//! What becomes of the answers, of both servers, and of those that never come.

use serde_json::{Value, json};

use super::{Asked, Both, Kind, OWN, Router, Step, Whom, to_client, with_id};
use crate::server::frames::Frame;
use crate::server::proxy::agreement::{self, Wishes};
use crate::server::proxy::message::{Message, key};
use crate::server::proxy::{merge, message};

impl Router {
    /// A message of the other server.
    pub(in crate::server::proxy) fn other_said(&mut self, frame: Frame) -> Vec<Step> {
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
    pub(in crate::server::proxy) fn own_said(&mut self, frame: Frame) -> Vec<Step> {
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
    pub(in crate::server::proxy) fn give_up_own(&mut self) -> Vec<Step> {
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
    pub(in crate::server::proxy) fn late(&mut self, id: &str, serial: u64) -> Vec<Step> {
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
    pub(in crate::server::proxy) fn other_ended(&mut self, how: &str) -> Vec<Step> {
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
