//! Any JSON as initialization options and as settings.

use arbitrary::Unstructured;
use serde_json::{Value, json};

use super::code;
use super::stream::{self, frame};

/// Values that some setting has, or nearly.
fn values() -> Vec<Value> {
    vec![
        json!("off"),
        json!("brief"),
        json!("full"),
        json!("beginner"),
        json!("expert"),
        json!(true),
        json!(false),
        json!(null),
        json!(3),
        json!(-1.5),
        json!("3.8"),
        json!("3"),
        json!("99.99"),
        json!("de"),
        json!("xx"),
        json!([]),
        json!(["decorator", "statements", "decorater"]),
        json!([1, null]),
        json!(["/nonexistent-pygloss/pack"]),
        json!(["", "~", "\u{0}"]),
        json!({}),
        json!({ "detail": "full" }),
        json!({ "detail": {} }),
    ]
}

const NAMES: [&str; 14] = [
    "hover.detail",
    "hover",
    "detail",
    "level",
    "ignore",
    "codeLens",
    "language",
    "packs",
    "python",
    "pygloss",
    "Level",
    "",
    "hover.detail.x",
    "code_lens",
];

/// Runs one input: whether it is the JSON itself, and that; or a choice of names and values.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let options: Value = if u.arbitrary().unwrap_or(false) {
        settings(&mut u, 0)
    } else {
        match serde_json::from_slice(code::rest(&mut u)) {
            Ok(value) => value,
            Err(_) => return,
        }
    };
    // A folder of the machine must not be read because of a few bytes.
    if options.to_string().contains("packs\":[\"/\"") {
        return;
    }
    let mut later = options.clone();
    stream::spoil(&mut u, &mut later, 0);
    let text = "@property\ndef f(self):\n    return [x for x in self]\n";
    let messages = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {}, "initializationOptions": options } }),
        json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }),
        json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": { "uri": "untitled:a", "languageId": "python", "version": 1, "text": text } } }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "textDocument/hover", "params": { "textDocument": { "uri": "untitled:a" }, "position": { "line": 0, "character": 1 } } }),
        json!({ "jsonrpc": "2.0", "method": "workspace/didChangeConfiguration", "params": { "settings": later } }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "textDocument/codeLens", "params": { "textDocument": { "uri": "untitled:a" } } }),
        json!({ "jsonrpc": "2.0", "id": 4, "method": "textDocument/hover", "params": { "textDocument": { "uri": "untitled:a" }, "position": { "line": 2, "character": 14 } } }),
    ];
    let bytes: Vec<u8> = messages
        .iter()
        .flat_map(|message| frame(message.to_string().as_bytes()))
        .collect();
    let said = stream::talk(&bytes, &[1, 2, 3, 4]);
    // Whatever the options are, the server serves.
    let first = said
        .iter()
        .find(|message| message["id"] == 1)
        .map(|message| &message["result"]["capabilities"]);
    assert!(first.is_some_and(Value::is_object), "{options} is refused: {said:#?}");
}

fn settings(u: &mut Unstructured<'_>, depth: usize) -> Value {
    let values = values();
    if depth > 3 {
        return u.choose(&values).cloned().unwrap_or(Value::Null);
    }
    match u.int_in_range(0..=3_u8).unwrap_or(3) {
        0 => u.choose(&values).cloned().unwrap_or(Value::Null),
        _ => {
            let mut object = serde_json::Map::new();
            for _ in 0..u.int_in_range(0..=4_u8).unwrap_or(0) {
                let name = *u.choose(&NAMES).unwrap_or(&"level");
                object.insert(name.to_owned(), settings(u, depth + 1));
            }
            Value::Object(object)
        }
    }
}

/// Options as they are meant, and choices.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds: Vec<Vec<u8>> = [
        r#"{"hover.detail":"full","level":"advanced","ignore":["decorator"],"codeLens":true,"language":"fr","python":"3.9"}"#,
        r#"{"pygloss":{"hover":{"detail":"off"},"packs":["/nonexistent-pygloss"]}}"#,
        r#"{"hover":{"detail":1},"level":[],"ignore":"x","unknown":{}}"#,
        "[]",
        "null",
        "\"\"",
    ]
    .iter()
    .map(|json| code::as_it_is(json))
    .collect();
    let mut random = fastrand::Rng::with_seed(5);
    seeds.extend((0..48).map(|_| {
        let mut seed = vec![1];
        seed.extend(std::iter::repeat_with(|| random.u8(..)).take(60));
        seed
    }));
    seeds
}
