//! What is agreed at `initialize`: the other server's capabilities with ours added.

use serde_json::{Map, Value, json};

use super::message;

/// What the other server wants to be asked and told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wishes {
    pub(super) hover: bool,
    pub(super) actions: bool,
    pub(super) lenses: bool,
    pub(super) open_close: bool,
    pub(super) changes: bool,
}

impl Wishes {
    /// Before anything is agreed everything passes.
    pub(super) const ALL: Self = Self {
        hover: true,
        actions: true,
        lenses: true,
        open_close: true,
        changes: true,
    };

    /// Reads the capabilities that a server announces.
    pub(super) fn of(capabilities: &Value) -> Self {
        let has = |name| is_offered(capabilities.get(name));
        let sync = capabilities.get("textDocumentSync");
        let kind = sync.map_or(&Value::Null, |sync| sync.get("change").unwrap_or(sync));
        let changes = kind.as_u64().is_some_and(|kind| kind > 0);
        let open_close = match sync {
            Some(Value::Object(options)) => options.get("openClose") == Some(&Value::Bool(true)),
            _ => changes,
        };
        Self {
            hover: has("hoverProvider"),
            actions: has("codeActionProvider"),
            lenses: has("codeLensProvider"),
            open_close,
            changes,
        }
    }

    /// Adds what the server registers later (`client/registerCapability`).
    pub(super) fn register(&mut self, method: &str) {
        match method {
            "textDocument/hover" => self.hover = true,
            "textDocument/codeAction" => self.actions = true,
            "textDocument/codeLens" => self.lenses = true,
            "textDocument/didOpen" | "textDocument/didClose" => self.open_close = true,
            "textDocument/didChange" => self.changes = true,
            _ => {}
        }
    }
}

fn is_offered(capability: Option<&Value>) -> bool {
    !matches!(capability, None | Some(Value::Null | Value::Bool(false)))
}

/// The `initialize` request for our own server: the encoding is the one that the other chose, and the other's options are not taken for ours.
pub(super) fn own_request(id: &str, params: &Value, encoding: Option<&str>) -> Vec<u8> {
    let mut params = params.clone();
    if let Some(encoding) = encoding
        && let Some(capabilities) = params.get_mut("capabilities").and_then(Value::as_object_mut)
    {
        let general = capabilities.entry("general").or_insert_with(|| json!({}));
        if !general.is_object() {
            *general = json!({});
        }
        general["positionEncodings"] = json!([encoding]);
    }
    if let Some(object) = params.as_object_mut() {
        // The proxy looks after the client.
        object.remove("processId");
        let options = object.remove("initializationOptions");
        if let Some(own) = options.as_ref().and_then(own_options) {
            object.insert("initializationOptions".to_owned(), own);
        }
    }
    message::frame(&format!(
        r#"{{"jsonrpc":"2.0","id":{id},"method":"initialize","params":{params}}}"#
    ))
}

/// Of initializationOptions, what is named after us: `pygloss` and `pygloss.…`.
fn own_options(options: &Value) -> Option<Value> {
    let own = options.as_object()?.iter();
    let own: Map<String, Value> = own
        .filter(|(key, _)| *key == "pygloss" || key.starts_with("pygloss."))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    (!own.is_empty()).then_some(Value::Object(own))
}

/// The encoding that a server chose.
pub(super) fn encoding(result: &Value) -> &str {
    let chosen = result.pointer("/capabilities/positionEncoding");
    chosen.and_then(Value::as_str).unwrap_or("utf-16")
}

/// The commands that a server runs.
pub(super) fn commands(result: &Value) -> Vec<String> {
    let commands = result.pointer("/capabilities/executeCommandProvider/commands");
    let commands = commands.and_then(Value::as_array).into_iter().flatten();
    commands.filter_map(|c| Some(c.as_str()?.to_owned())).collect()
}

/// The other server's answer to `initialize`, with what ours offers added.
pub(super) fn merged(other: &Value, ours: &Value) -> Value {
    let mut result = if other.is_object() { other.clone() } else { json!({}) };
    if !result.get("capabilities").is_some_and(Value::is_object) {
        result["capabilities"] = json!({});
    }
    let own = |name: &str| ours.pointer(&format!("/capabilities/{name}")).cloned();
    let wishes = Wishes::of(&result["capabilities"]);
    let Some(capabilities) = result["capabilities"].as_object_mut() else {
        return result;
    };
    for name in [
        "hoverProvider",
        "codeActionProvider",
        "codeLensProvider",
        "executeCommandProvider",
    ] {
        if !is_offered(capabilities.get(name))
            && let Some(offer) = own(name)
        {
            capabilities.insert(name.to_owned(), offer);
        }
    }
    // A list that names kinds leaves out the others; without one, all are to be expected.
    for (name, list) in [
        ("codeActionProvider", "codeActionKinds"),
        ("executeCommandProvider", "commands"),
    ] {
        let ours = own(name).and_then(|offer| offer.get(list)?.as_array().cloned());
        if let Some(theirs) = capabilities
            .get_mut(name)
            .and_then(|offer| offer.get_mut(list)?.as_array_mut())
        {
            for item in ours.into_iter().flatten() {
                if !theirs.contains(&item) {
                    theirs.push(item);
                }
            }
        }
    }
    if !(wishes.open_close && wishes.changes) {
        let mut sync = match capabilities.remove("textDocumentSync") {
            Some(Value::Object(options)) => options,
            _ => Map::new(),
        };
        sync.insert("openClose".to_owned(), json!(true));
        if !wishes.changes {
            sync.insert("change".to_owned(), json!(2));
        }
        capabilities.insert("textDocumentSync".to_owned(), Value::Object(sync));
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours() -> Value {
        json!({ "capabilities": {
            "positionEncoding": "utf-8",
            "textDocumentSync": { "openClose": true, "change": 2 },
            "hoverProvider": true,
            "codeActionProvider": { "codeActionKinds": ["pygloss.explain"] },
            "executeCommandProvider": { "commands": ["pygloss.explain", "pygloss.rewrite"] },
        } })
    }

    fn with(capabilities: Value) -> Value {
        merged(&json!({ "capabilities": capabilities }), &ours())["capabilities"].take()
    }

    #[test]
    fn a_server_that_offers_nothing_has_what_ours_offers() {
        let mut expected = ours()["capabilities"].take();
        expected.as_object_mut().expect("an object").remove("positionEncoding");
        for nothing in [json!({}), json!({ "capabilities": null }), json!(null), json!([1])] {
            let found = merged(&nothing, &ours());
            assert_eq!(found["capabilities"], expected, "{nothing}");
        }
    }

    #[test]
    fn what_the_other_offers_stays() {
        let theirs = json!({
            "positionEncoding": "utf-32",
            "textDocumentSync": 1,
            "hoverProvider": { "workDoneProgress": true },
            "codeActionProvider": true,
            "executeCommandProvider": { "commands": ["fix", "pygloss.explain"] },
            "experimental": { "x": 1 },
        });
        let mut expected = theirs.clone();
        expected["executeCommandProvider"]["commands"] = json!(["fix", "pygloss.explain", "pygloss.rewrite"]);
        assert_eq!(with(theirs), expected);
        let kinds = with(json!({ "codeActionProvider": { "codeActionKinds": ["quickfix"], "resolveProvider": true } }));
        let expected = json!({ "codeActionKinds": ["quickfix", "pygloss.explain"], "resolveProvider": true });
        assert_eq!(kinds["codeActionProvider"], expected);
        let any = with(json!({ "codeActionProvider": { "resolveProvider": true }, "hoverProvider": false }));
        assert_eq!(any["codeActionProvider"], json!({ "resolveProvider": true }));
        assert_eq!(any["hoverProvider"], json!(true));
    }

    #[test]
    fn both_get_the_texts_that_they_need() {
        for (theirs, expected, open_close, changes) in [
            (json!(null), json!({ "openClose": true, "change": 2 }), false, false),
            (json!(0), json!({ "openClose": true, "change": 2 }), false, false),
            (json!(1), json!(1), true, true),
            (json!(2), json!(2), true, true),
            (
                json!({ "openClose": true, "save": true }),
                json!({ "openClose": true, "change": 2, "save": true }),
                true,
                false,
            ),
            (
                json!({ "openClose": true, "change": 1 }),
                json!({ "openClose": true, "change": 1 }),
                true,
                true,
            ),
            (
                json!({ "change": 1 }),
                json!({ "openClose": true, "change": 1 }),
                false,
                true,
            ),
        ] {
            let capabilities = json!({ "textDocumentSync": theirs });
            let wishes = Wishes::of(&capabilities);
            assert_eq!((wishes.open_close, wishes.changes), (open_close, changes), "{theirs}");
            assert_eq!(with(capabilities)["textDocumentSync"], expected, "{theirs}");
        }
    }

    #[test]
    fn our_server_is_asked_with_the_encoding_and_the_options_that_are_ours() {
        let params = json!({
            "capabilities": { "general": { "positionEncodings": ["utf-8", "utf-16"], "x": 1 } },
            "initializationOptions": { "level": "strict", "pygloss.level": "advanced", "pygloss": { "ignore": [] } },
        });
        let sent = own_request("7", &params, Some("utf-16"));
        let body = sent.split(|byte| *byte == b'\n').next_back().expect("a body");
        let sent: Value = serde_json::from_slice(body).expect("JSON");
        let expected = json!({
            "capabilities": { "general": { "positionEncodings": ["utf-16"], "x": 1 } },
            "initializationOptions": { "pygloss.level": "advanced", "pygloss": { "ignore": [] } },
        });
        assert_eq!(
            sent,
            json!({ "jsonrpc": "2.0", "id": 7, "method": "initialize", "params": expected })
        );
    }
}
