//! Characters behind escapes, and how long a string is.

use serde_json::json;

use super::value::{Unit, decode, is_printable, text};
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The character, or byte, behind an escape sequence.
pub fn escape(site: &Site<'_>) -> Option<Insight> {
    let token = site.token;
    let string = token.ancestors().take(3).find(|node| node.kind() == "string")?;
    let start = string.first_child().filter(|node| node.kind() == "string_start")?;
    let prefix = start.text().trim_end_matches(['"', '\'']).to_ascii_lowercase();
    if token.kind() != "escape_sequence" || prefix.contains('r') {
        return None;
    }
    let is_bytes = prefix.contains('b');
    let value = decode(token.text(), is_bytes, false).filter(|value| value.has_escapes)?;
    let [Unit::Known(number)] = value.units.as_slice() else {
        return None;
    };
    let claim = json!({"escape": token.text(), "bytes": is_bytes, "number": number});
    if is_bytes {
        let sentence = say(&format!("is one byte, number {number}"));
        let sentence = match char::from_u32(*number).filter(char::is_ascii_graphic) {
            Some(c) => sentence.say(": ").code(&format!("b{}", quoted(c))),
            None => sentence,
        };
        return Some(Insight::new(sentence).with_claim(claim));
    }
    let code_point = format!("U+{number:04X}");
    let sentence = match char::from_u32(*number) {
        None => say(&format!(
            "is {code_point}, half of a pair: a text with it cannot be encoded as UTF-8"
        )),
        Some(c) => match name(c) {
            Some(name) => say(&format!("is one character, {name} ({code_point})")),
            None if is_printable(c) => say("is the character ")
                .code(&c.to_string())
                .say(&format!(" ({code_point})")),
            None => say(&format!(
                "is one character, {code_point}, which shows nothing by itself"
            )),
        },
    };
    // Python counts three octal digits, of which a byte holds less.
    let sentence = if *number > 0o377 && token.text().starts_with(['\\']) && !token.text().contains(['x', 'u', 'U']) {
        sentence.say("; a warning from 3.12 on")
    } else {
        sentence
    };
    Some(Insight::new(sentence).with_claim(claim))
}

fn quoted(c: char) -> String {
    match c {
        '\'' => "\"'\"".to_owned(),
        '\\' => "'\\\\'".to_owned(),
        _ => format!("'{c}'"),
    }
}

/// Characters that have names and no shape.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        '\0' => "the null character",
        '\x07' => "the bell",
        '\x08' => "a backspace",
        '\t' => "a tab",
        '\n' => "a line feed",
        '\x0b' => "a vertical tab",
        '\x0c' => "a form feed",
        '\r' => "a carriage return",
        '\x1b' => "the escape that begins codes for terminals",
        ' ' => "a blank",
        '\x7f' => "delete",
        '\u{a0}' => "a blank that does not break a line",
        '\u{feff}' => "the byte order mark",
        _ => return None,
    })
}

/// How long a string is that is not what stands between the quotes.
pub fn length(site: &Site<'_>) -> Option<Insight> {
    let around = std::iter::once(site.token).chain(site.token.ancestors().take(1));
    let string = around.into_iter().find(|node| node.kind() == "string")?;
    let is_part = string
        .parent()
        .is_none_or(|parent| matches!(parent.kind(), "concatenated_string" | "expression_statement"));
    let value = text(string).filter(|_| !is_part)?;
    let count = value.units.len();
    let what = match (value.is_bytes, count) {
        (true, 1) => "byte",
        (true, _) => "bytes",
        (false, 1) => "character",
        (false, _) => "characters",
    };
    let claim = json!({"literal": string.text(), "length": count});
    let sentence = say(&format!("is {count} {what} long"));
    let known = value.known();
    let encoded = known.as_deref().map_or(0, str::len);
    let is_raw = site.concept == "raw-string";
    let sentence = if is_raw {
        if !value.units.contains(&Unit::Known(92)) {
            return None;
        }
        let shown = value.shown().filter(|shown| shown.chars().count() <= 40)?;
        say(&format!("is {count} {what} long, the same as ")).code(&shown)
    } else if value.has_escapes {
        let written = string.text().trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let quotes = if written.starts_with("\"\"\"") || written.starts_with("'''") {
            6
        } else {
            2
        };
        let written = written.chars().count().saturating_sub(quotes);
        sentence.say(&format!(", though {written} stand between the quotes"))
    } else if !value.is_bytes && encoded > count {
        sentence.say(&format!(", and {encoded} bytes as UTF-8"))
    } else {
        return None;
    };
    Some(Insight::new(sentence).with_claim(claim))
}
