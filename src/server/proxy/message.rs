//! Messages as far as the proxy has to understand them, and messages of its own.
//!
//! Whatever is not looked into stays the text that it was: numbers, key order and white space of another server are not ours to change.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use serde_json::{Value, json};

use crate::server::frames::Frame;

/// A JSON-RPC message. A member that is `null` is there; one that is missing is `None`.
#[derive(Deserialize)]
pub(super) struct Message<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) id: Option<&'a RawValue>,
    #[serde(borrow, default)]
    pub(super) method: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) result: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) error: Option<&'a RawValue>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'a> Message<'a> {
    /// `None` for what is not one JSON object with these members.
    pub(super) fn parse(body: &'a [u8]) -> Option<Self> {
        serde_json::from_slice(body).ok()
    }

    pub(super) fn params(&self) -> Value {
        self.params.map_or(Value::Null, value)
    }

    /// The result, where it says something: not `null`, and no empty list.
    pub(super) fn said(&self) -> Option<&'a RawValue> {
        self.result
            .filter(|_| self.error.is_none())
            .filter(|result| !matches!(value(result), Value::Null) && value(result) != json!([]))
    }
}

/// An id that can be compared, however it is written.
pub(super) fn key(id: &RawValue) -> String {
    value(id).to_string()
}

pub(super) fn value(raw: &RawValue) -> Value {
    serde_json::from_str(raw.get()).unwrap_or_default()
}

/// The answer to the request `id` (JSON text), whose result is JSON text as well.
pub(super) fn answer(id: &str, result: &str) -> Vec<u8> {
    let mut body = String::with_capacity(id.len() + result.len() + 40);
    let _ = write!(body, r#"{{"jsonrpc":"2.0","id":{id},"result":{result}}}"#);
    frame(&body)
}

/// RequestFailed in the protocol: the request was good, and could not be answered.
const REQUEST_FAILED: i64 = -32803;

pub(super) fn refusal(id: &str, message: &str) -> Vec<u8> {
    let error = json!({ "code": REQUEST_FAILED, "message": message });
    frame(&format!(r#"{{"jsonrpc":"2.0","id":{id},"error":{error}}}"#))
}

/// A message in the editor's window, as an error.
pub(super) fn alert(message: &str) -> Vec<u8> {
    let params = json!({ "type": 1, "message": message });
    frame(&json!({ "jsonrpc": "2.0", "method": "window/showMessage", "params": params }).to_string())
}

pub(super) fn frame(body: &str) -> Vec<u8> {
    Frame::new(body.as_bytes()).into_bytes()
}
