//! Values of string literals.

use crate::document::Node;

/// The longest literal whose value is worked out, in bytes.
const LONGEST: usize = 100_000;

/// One character of a text, or one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Its number.
    Known(u32),
    /// Written by an alias of its Unicode name, or by one that is not known.
    Named,
}

/// The value of a string literal without fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub is_bytes: bool,
    pub units: Vec<Unit>,
    /// Whether some backslash stood for something else.
    pub has_escapes: bool,
}

impl Text {
    /// The text, where each of its characters is known and none is half of a surrogate pair.
    pub fn known(&self) -> Option<String> {
        let chars = self.units.iter().map(|unit| match unit {
            Unit::Known(number) => char::from_u32(*number),
            Unit::Named => None,
        });
        chars.collect()
    }

    /// The text as Python would show it, on one line.
    pub fn shown(&self) -> Option<String> {
        let text = self.known()?;
        let quote = if text.contains('\'') && !text.contains('"') {
            '"'
        } else {
            '\''
        };
        let mut shown = String::from(if self.is_bytes { "b" } else { "" });
        shown.push(quote);
        for c in text.chars() {
            match c {
                '\n' => shown.push_str("\\n"),
                '\r' => shown.push_str("\\r"),
                '\t' => shown.push_str("\\t"),
                '\\' => shown.push_str("\\\\"),
                _ if c == quote => shown.extend(['\\', c]),
                _ if self.is_bytes && !(' '..='~').contains(&c) => shown.push_str(&format!("\\x{:02x}", u32::from(c))),
                _ if c == ' ' || is_printable(c) => shown.push(c),
                _ => return None,
            }
        }
        shown.push(quote);
        Some(shown)
    }
}

/// The character with this Unicode name. Upper and lower case are the same, as for Python; nothing else is left out.
pub fn named(name: &str) -> Option<char> {
    let found = unicode_names2::character(name)?;
    unicode_name(found)
        .is_some_and(|full| full.eq_ignore_ascii_case(name))
        .then_some(found)
}

/// The Unicode name of a character; control characters have none.
pub fn unicode_name(c: char) -> Option<String> {
    unicode_names2::name(c).map(|name| name.to_string())
}

/// Whether a character can be shown as itself.
pub fn is_printable(c: char) -> bool {
    !c.is_whitespace() && (matches!(c, '\'' | '"' | '\\') || c.escape_debug().count() == 1)
}

/// The value of a string literal; `None` for one with fields, one that Python refuses, and anything else.
pub fn text(node: Node<'_>) -> Option<Text> {
    if node.kind() != "string" || node.end() - node.start() > LONGEST {
        return None;
    }
    let start = node.children().find(|n| n.kind() == "string_start")?;
    let end = node.children().find(|n| n.kind() == "string_end")?;
    let prefix = start.text().trim_end_matches(['"', '\'']).to_ascii_lowercase();
    if prefix.contains(['f', 't']) || node.children().any(|n| n.kind() == "ERROR") || end.start() == end.end() {
        return None;
    }
    let content = node.nodes().text_of(&(start.end()..end.start()));
    decode(content, prefix.contains('b'), prefix.contains('r'))
}

/// The value of what stands between the quotes; `None` for what Python refuses.
pub fn decode(content: &str, is_bytes: bool, is_raw: bool) -> Option<Text> {
    let mut units = Vec::new();
    let mut has_escapes = false;
    let mut chars = content.chars().peekable();
    while let Some(c) = chars.next() {
        if is_bytes && !c.is_ascii() {
            return None;
        }
        if c == '\r' {
            // Python reads every end of a line as `\n`.
            chars.next_if_eq(&'\n');
            units.push(Unit::Known(10));
            continue;
        }
        if c != '\\' || is_raw {
            units.push(Unit::Known(u32::from(c)));
            continue;
        }
        let kind = chars.next()?;
        let hex = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>, count: u32| -> Option<u32> {
            let mut number: u32 = 0;
            for _ in 0..count {
                number = number.checked_mul(16)?.checked_add(chars.next()?.to_digit(16)?)?;
            }
            Some(number)
        };
        let simple = match kind {
            '\n' => None,
            '\r' => {
                chars.next_if_eq(&'\n');
                None
            }
            '\\' | '\'' | '"' => Some(Unit::Known(u32::from(kind))),
            'a' => Some(Unit::Known(7)),
            'b' => Some(Unit::Known(8)),
            'f' => Some(Unit::Known(12)),
            'n' => Some(Unit::Known(10)),
            'r' => Some(Unit::Known(13)),
            't' => Some(Unit::Known(9)),
            'v' => Some(Unit::Known(11)),
            '0'..='7' => {
                let mut number = kind.to_digit(8)?;
                for _ in 0..2 {
                    let Some(digit) = chars.peek().and_then(|c| c.to_digit(8)) else {
                        break;
                    };
                    chars.next();
                    number = number * 8 + digit;
                }
                Some(Unit::Known(if is_bytes { number & 0xff } else { number }))
            }
            'x' => Some(Unit::Known(hex(&mut chars, 2)?)),
            'u' if !is_bytes => Some(Unit::Known(hex(&mut chars, 4)?)),
            'U' if !is_bytes => Some(Unit::Known(hex(&mut chars, 8).filter(|n| *n <= 0x0010_ffff)?)),
            'N' if !is_bytes => {
                chars.next_if_eq(&'{')?;
                let name: String = chars.by_ref().take_while(|c| *c != '}').collect();
                (!name.is_empty()).then_some(())?;
                Some(named(&name).map_or(Unit::Named, |c| Unit::Known(u32::from(c))))
            }
            _ => {
                if is_bytes && !kind.is_ascii() {
                    return None;
                }
                // No escape: both stay.
                units.push(Unit::Known(92));
                units.push(Unit::Known(u32::from(kind)));
                continue;
            }
        };
        has_escapes = true;
        units.extend(simple);
    }
    Some(Text {
        is_bytes,
        units,
        has_escapes,
    })
}
