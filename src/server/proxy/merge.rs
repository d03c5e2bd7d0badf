//! One answer of two: hovers below each other, lists behind each other.
//!
//! Lives here: text in, text out. May not live here: who is asked, and when.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::message::value;

/// Between the other server's text and ours.
const RULE: &str = "\n\n---\n\n";

/// What a hover says, and whether it is Markdown.
struct Text {
    text: String,
    markdown: bool,
}

/// The other's hover above ours, as JSON text. `None` where one of them says nothing, or what it says is no hover.
pub(super) fn hover(other: &RawValue, ours: &RawValue, client_shows_markdown: bool) -> Option<String> {
    // What we do not know of (`range`, and what some servers add) stays the text that it was.
    let mut merged: BTreeMap<String, Box<RawValue>> = serde_json::from_str(other.get()).ok()?;
    let own: BTreeMap<String, Box<RawValue>> = serde_json::from_str(ours.get()).ok()?;
    let above = text(&value(merged.get("contents")?))?;
    let below = text(&value(own.get("contents")?))?;
    let markdown = client_shows_markdown && (above.markdown || below.markdown);
    let joined = format!("{}{RULE}{}", shown(&above, markdown), shown(&below, markdown));
    let kind = if markdown { "markdown" } else { "plaintext" };
    let contents = serde_json::value::to_raw_value(&json!({ "kind": kind, "value": joined })).ok()?;
    merged.insert("contents".to_owned(), contents);
    if merged.get("range").is_none_or(|range| range.get() == "null")
        && let Some(range) = own.get("range")
    {
        merged.insert("range".to_owned(), range.clone());
    }
    serde_json::to_string(&merged).ok()
}

/// Whether a hover's contents say anything.
pub(super) fn is_said(hover: &RawValue) -> bool {
    value(hover).get("contents").and_then(text).is_some()
}

/// Reads MarkupContent, MarkedString (a string or `{language, value}`), or an array of these. `None` where there is nothing but space.
fn text(contents: &Value) -> Option<Text> {
    let (text, markdown) = match contents {
        Value::String(text) => (text.clone(), true),
        Value::Object(object) => {
            let text = object.get("value")?.as_str()?;
            match (object.get("kind"), object.get("language")) {
                (Some(kind), _) => (text.to_owned(), kind == "markdown"),
                (None, Some(language)) if !text.trim().is_empty() => {
                    (fenced(text, language.as_str().unwrap_or_default()), true)
                }
                _ => (text.to_owned(), true),
            }
        }
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().filter_map(|p| Some(text(p)?.text)).collect();
            (parts.join("\n\n"), true)
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(Text { text, markdown })
}

/// A text as it stands in a Markdown or plain one.
fn shown(text: &Text, in_markdown: bool) -> String {
    let trimmed = text.text.trim_end();
    if in_markdown && !text.markdown {
        fenced(trimmed, "text")
    } else {
        trimmed.to_owned()
    }
}

/// A block of code, in a fence that the code does not contain.
fn fenced(code: &str, language: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    // A word, or it would end the line that the fence begins.
    let is_word = |c: char| c.is_alphanumeric() || "-_+#.".contains(c);
    let language = if language.chars().all(is_word) { language } else { "" };
    format!("{fence}{language}\n{}\n{fence}", code.trim_end())
}

/// The other's list, then ours, as JSON text; each item is the text that it was. `None` where one of them is no list.
pub(super) fn list(other: &RawValue, ours: &RawValue) -> Option<String> {
    let mut items: Vec<&RawValue> = serde_json::from_str(other.get()).ok()?;
    items.extend(serde_json::from_str::<Vec<&RawValue>>(ours.get()).ok()?);
    let items: Vec<&str> = items.into_iter().map(RawValue::get).collect();
    Some(format!("[{}]", items.join(",")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(text: &str) -> Box<RawValue> {
        RawValue::from_string(text.to_owned()).expect("JSON")
    }

    const OURS: &str = r#"{"contents":{"kind":"markdown","value":"**ours**"},"range":{"our":1}}"#;

    fn merged(other: &str, ours: &str, markdown: bool) -> Option<Value> {
        let text = hover(&raw(other), &raw(ours), markdown)?;
        Some(serde_json::from_str(&text).expect("JSON"))
    }

    #[test]
    fn every_form_of_a_hover_is_put_above_ours() {
        for (other, expected) in [
            (
                r#"{"contents":{"kind":"markdown","value":"theirs\n"}}"#,
                "theirs\n\n---\n\n**ours**",
            ),
            (r#"{"contents":"theirs"}"#, "theirs\n\n---\n\n**ours**"),
            (
                r#"{"contents":{"language":"python","value":"x: int"}}"#,
                "```python\nx: int\n```\n\n---\n\n**ours**",
            ),
            (
                r#"{"contents":["one",{"language":"python","value":"x"},""]}"#,
                "one\n\n```python\nx\n```\n\n---\n\n**ours**",
            ),
            (
                r#"{"contents":{"language":"x\n```\n# not code","value":"x"}}"#,
                "```\nx\n```\n\n---\n\n**ours**",
            ),
            (
                r#"{"contents":{"kind":"plaintext","value":"a *b* ```"}}"#,
                "````text\na *b* ```\n````\n\n---\n\n**ours**",
            ),
        ] {
            let hover = merged(other, OURS, true).expect("both say something");
            assert_eq!(
                hover["contents"],
                json!({ "kind": "markdown", "value": expected }),
                "{other}"
            );
            assert_eq!(hover["range"], json!({ "our": 1 }), "the other has none");
        }
    }

    #[test]
    fn a_client_without_markdown_gets_plain_text() {
        let ours = r#"{"contents":{"kind":"plaintext","value":"ours"}}"#;
        let hover = merged(r#"{"contents":{"kind":"plaintext","value":"theirs"}}"#, ours, false).expect("both");
        assert_eq!(
            hover["contents"],
            json!({ "kind": "plaintext", "value": "theirs\n\n---\n\nours" })
        );
    }

    #[test]
    fn whoever_says_nothing_leaves_the_other_alone() {
        for nothing in [
            "null",
            r#"{"contents":""}"#,
            r#"{"contents":[]}"#,
            r#"{"contents":["", " "]}"#,
            r#"{"contents":{"kind":"markdown","value":" \n"}}"#,
            r#"{"contents":{"language":"python","value":""}}"#,
            r#"{"contents":7}"#,
            "[]",
            "{}",
        ] {
            assert_eq!(merged(nothing, OURS, true), None, "{nothing}");
            assert_eq!(merged(OURS, nothing, true), None, "{nothing}");
            assert!(!is_said(&raw(nothing)), "{nothing}");
        }
        assert!(is_said(&raw(OURS)));
    }

    #[test]
    fn what_is_not_ours_to_read_keeps_its_bytes() {
        let other = r#"{"range":{"start" : 1.50e1},"contents":"t","actions":[ 123456789012345678901234567890 ]}"#;
        let text = hover(&raw(other), &raw(OURS), true).expect("both");
        assert!(
            text.contains(r#""actions":[ 123456789012345678901234567890 ]"#),
            "{text}"
        );
        assert!(text.contains(r#""range":{"start" : 1.50e1}"#), "{text}");
        let joined = list(&raw(r#"[ {"b" : 1.0, "a":2} ,3]"#), &raw(r#"[{"c":4}]"#));
        assert_eq!(joined.as_deref(), Some(r#"[{"b" : 1.0, "a":2},3,{"c":4}]"#));
        assert_eq!(list(&raw("null"), &raw("[]")), None);
    }
}
