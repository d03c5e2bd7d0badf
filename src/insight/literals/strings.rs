//! Characters behind escapes, and how long a string is.

use serde_json::json;

use super::value::{Unit, decode, is_printable, text, unicode_name};
use crate::insight::sentence::{code, line_of, say};
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
    let mut claim = json!({"escape": token.text(), "bytes": is_bytes, "number": number});
    let unicode = char::from_u32(*number).filter(|c| !c.is_ascii()).and_then(unicode_name);
    if let Some(name) = unicode.as_ref().filter(|_| !is_bytes) {
        claim["name"] = json!(name);
    }
    if is_bytes {
        let sentence = say(&format!("is one byte, number {number}"));
        let sentence = match char::from_u32(*number).filter(char::is_ascii_graphic) {
            Some(c) => sentence.say(": ").code(&format!("b{}", quoted(c))),
            None => sentence,
        };
        return Some(Insight::new(sentence).with_claim(claim));
    }
    let code_point = format!("U+{number:04X}");
    let character = char::from_u32(*number);
    // Where the escape itself is the name, once is enough.
    let code_point = match unicode.filter(|_| !token.text().starts_with("\\N")) {
        Some(name) if character.is_some_and(|c| self::name(c).is_none()) => format!("{code_point}, {name}"),
        _ => code_point,
    };
    let sentence = match character {
        None => say(&format!(
            "is {code_point}, half of a pair: a text with it cannot be encoded as UTF-8"
        )),
        Some(c) => match name(c) {
            Some(name) => say(&format!("is one character, {name} ({code_point})")),
            None if is_printable(c) => say("is the character ")
                .code(&c.to_string())
                .say(&format!(" ({code_point})")),
            None => say(&format!("is one character that shows nothing by itself ({code_point})")),
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

/// How many backslashes are looked at.
const BACKSLASHES: usize = 10_000;

/// A backslash that begins no escape: it stays, and Python warns.
pub fn invalid(site: &Site<'_>) -> Option<Insight> {
    let string = site.token.parent().filter(|node| node.kind() == "string")?;
    let start = string.first_child().filter(|node| node.kind() == "string_start")?;
    let prefix = start.text().trim_end_matches(['"', '\'']).to_ascii_lowercase();
    if prefix.contains('r') {
        return None;
    }
    let is_bytes = prefix.contains('b');
    let parts = string.children().filter(|node| node.kind() == "string_content");
    let mut found: Vec<(usize, char)> = Vec::new();
    for part in parts {
        let mut chars = part.text().char_indices();
        let mut left = BACKSLASHES;
        while let Some((at, c)) = chars.next() {
            if c != '\\' {
                continue;
            }
            left = left.checked_sub(1)?;
            match chars.next() {
                Some((_, kind)) if !is_escape(kind, is_bytes) => found.push((part.start() + at, kind)),
                _ => {}
            }
        }
    }
    let (&(at, kind), others) = found.split_first()?;
    let line = site.nodes.line(at);
    let sentence = code(&format!("\\{kind}"));
    let sentence = match line == line_of(string) {
        true => sentence,
        false => sentence.say(&format!(" on line {line}")),
    };
    let sentence = sentence
        .say(" is no escape, so the backslash stays; 3.12 and 3.13 say ")
        .code("SyntaxWarning");
    let message = format!("invalid escape sequence '\\{kind}'");
    let sentence = sentence
        .say(": ")
        .code(&message)
        .say(", later versions the same in other words");
    let different = others.iter().any(|(_, other)| *other != kind);
    let sentence = match others.len() {
        0 => sentence,
        1 => sentence.say("; one more follows"),
        more => sentence.say(&format!("; {more} more follow")),
    };
    let claim = json!({"literal": string.text(), "warning": message, "several": different});
    Some(Insight::new(sentence).with_claim(claim))
}

/// Whether a backslash before this character stands for something else.
fn is_escape(kind: char, is_bytes: bool) -> bool {
    match kind {
        'N' | 'u' | 'U' => !is_bytes,
        '\n' | '\r' | '\\' | '\'' | '"' | 'a' | 'b' | 'f' | 'n' | 'r' | 't' | 'v' | 'x' | '0'..='7' => true,
        _ => false,
    }
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
