//! f-strings as calls of `format` whose results are joined.

use super::scopes::builtins;
use super::{Answer, Draft, Rewriting, Site};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "f-string",
    kinds: &["string", "concatenated_string"],
    rewrite: f_string,
}];

/// The built-ins that stand for `!r`, `!s` and `!a`.
const CONVERSIONS: [(&str, &str); 3] = [("!r", "repr"), ("!s", "str"), ("!a", "ascii")];

/// Format specifications may hold fields that have their own. CPython takes two levels, and a text may have as many as it likes.
const DEEPEST: usize = 4;

fn f_string(site: &Site<'_>) -> Answer {
    if site.node.parent().is_some_and(|p| p.kind() == "concatenated_string") {
        return None; // the whole of it is asked as well
    }
    let strings: Vec<Node<'_>> = match site.node.kind() {
        "string" => vec![site.node],
        _ => site.node.named_children().filter(|n| n.kind() == "string").collect(),
    };
    let starts = strings.iter().filter_map(|s| s.first_child());
    let prefixes: Vec<String> = starts.map(|n| n.text().to_ascii_lowercase()).collect();
    if !prefixes.iter().any(|p| prefix(p).contains('f')) || prefixes.iter().any(|p| prefix(p).contains('t')) {
        return None;
    }
    Some(joined(site, &strings))
}

/// What stands before the quotes.
fn prefix(start: &str) -> &str {
    start.trim_end_matches(['"', '\''])
}

fn joined(site: &Site<'_>, strings: &[Node<'_>]) -> Result<Draft, String> {
    if site.node.ancestors().any(|n| n.kind() == "interpolation") {
        return Err("it stands inside of another f-string, whose quotes it must not use before 3.12".to_owned());
    }
    let mut pieces = Vec::new();
    let mut calls = Vec::new();
    for string in strings {
        pieces.extend(parts(*string, &mut calls)?);
    }
    calls.push("format");
    calls.sort_unstable();
    calls.dedup();
    builtins(site, &calls)?;
    let values = pieces.iter().any(|piece| piece.starts_with("format("));
    let text = match pieces.as_slice() {
        [] => "\"\"".to_owned(),
        [one] => one.clone(),
        several if values => format!("\"\".join([{}])", several.join(", ")),
        several => format!("({})", several.join(" ")),
    };
    let draft = Draft::new("an f-string as calls of `format`", site.node.range(), text);
    Ok(if values {
        draft.note("`format(value, spec)` returns `type(value).__format__(value, spec)`; each value is evaluated and formatted before the next one is evaluated.")
    } else {
        draft
    })
}

/// The parts of a string or a format specification, as expressions.
fn parts(string: Node<'_>, calls: &mut Vec<&'static str>) -> Result<Vec<String>, String> {
    let start = string
        .first_child()
        .filter(|n| n.kind() == "string_start")
        .ok_or("a string without quotes")?;
    let end = string
        .children()
        .filter(|n| n.kind() == "string_end")
        .last()
        .ok_or("a string without an end")?;
    let opening: String = start.text().chars().filter(|c| !matches!(c, 'f' | 'F')).collect();
    let quoting = Quoting {
        opening: &opening,
        closing: end.text(),
        is_formatted: start.text().contains(['f', 'F']),
    };
    let mut pieces = Vec::new();
    for child in string.children() {
        match child.kind() {
            "string_content" => pieces.push(quoting.literal(child)?),
            "interpolation" => {
                let (label, value) = interpolation(child, &quoting, calls, DEEPEST)?;
                pieces.extend(label);
                pieces.push(value);
            }
            _ => {}
        }
    }
    Ok(pieces)
}

struct Quoting<'a> {
    opening: &'a str,
    closing: &'a str,
    is_formatted: bool,
}

impl Quoting<'_> {
    /// Literal text between the values, with the quotes of the whole.
    fn literal(&self, content: Node<'_>) -> Result<String, String> {
        let mut text = String::new();
        let mut at = content.start();
        let whole = content.text();
        for child in content
            .children()
            .filter(|n| self.is_formatted && n.kind() == "escape_interpolation")
        {
            text.push_str(
                whole
                    .get(at - content.start()..child.start() - content.start())
                    .unwrap_or(""),
            );
            text.push_str(child.text().get(..1).unwrap_or(""));
            at = child.end();
        }
        text.push_str(whole.get(at - content.start()..).unwrap_or(""));
        self.quoted(&text)
    }

    fn quoted(&self, text: &str) -> Result<String, String> {
        let escapes = |text: &str| text.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1;
        let quote = self.closing.get(..1).unwrap_or("\"");
        let open_quote = text.strip_suffix(quote).is_some_and(|before| !escapes(before));
        if escapes(text) || open_quote {
            return Err("its parts do not fit between the same quotes one by one".to_owned());
        }
        Ok(format!("{}{text}{}", self.opening, self.closing))
    }
}

/// A `{…}`: what `=` prints before it, and the call of `format`.
fn interpolation(
    node: Node<'_>,
    quoting: &Quoting<'_>,
    calls: &mut Vec<&'static str>,
    depth: usize,
) -> Result<(Option<String>, String), String> {
    let depth = depth
        .checked_sub(1)
        .ok_or("its format specifications are nested too deep")?;
    let expression = node.child("expression").ok_or("an empty replacement field")?;
    let conversion = node.child("type_conversion").map(|n| n.text().trim());
    let spec = node.child("format_specifier");
    let label = match node.children().find(|n| n.kind() == "=") {
        Some(sign) => Some(label(node, sign)?),
        None => None,
    };
    let mut value = argument(expression)?;
    let conversion = conversion.or((label.is_some() && spec.is_none()).then_some("!r"));
    if let Some(conversion) = conversion {
        let (_, function) = CONVERSIONS
            .iter()
            .find(|(sign, _)| *sign == conversion)
            .ok_or("an unknown conversion")?;
        calls.push(function);
        value = format!("{function}({value})");
    }
    let call = match spec {
        Some(spec) => format!("format({value}, {})", specification(spec, quoting, calls, depth)?),
        None => format!("format({value})"),
    };
    Ok((label, call))
}

/// The source that `{…=}` prints.
fn label(node: Node<'_>, sign: Node<'_>) -> Result<String, String> {
    let end = node
        .children()
        .find(|n| n.start() >= sign.end())
        .map_or(sign.end(), Node::start);
    let text = node.text().get(1..end - node.start()).unwrap_or("");
    if text.contains(['\\', '\n', '\r', '"', '#']) {
        return Err("the `=` prints source that is no plain text".to_owned());
    }
    Ok(format!("\"{text}\""))
}

/// The expression as an argument: braces are no brackets of a call.
fn argument(expression: Node<'_>) -> Result<String, String> {
    let text = expression.text();
    match expression.kind() {
        "expression_list" | "pattern_list" | "yield" | "named_expression" => Ok(format!("({text})")),
        "list_splat" => Err("it unpacks in braces".to_owned()),
        _ => Ok(text.to_owned()),
    }
}

/// The format specification as an expression.
fn specification(
    spec: Node<'_>,
    quoting: &Quoting<'_>,
    calls: &mut Vec<&'static str>,
    depth: usize,
) -> Result<String, String> {
    let mut pieces = Vec::new();
    let mut at = spec.start() + 1;
    let text = |from: usize, to: usize| spec.text().get(from - spec.start()..to - spec.start()).unwrap_or("");
    let literal = |text: &str| {
        if text.contains(['{', '}']) {
            return Err("its format specification has braces of its own".to_owned());
        }
        quoting.quoted(text)
    };
    for child in spec.named_children() {
        if child.kind() != "format_expression" && child.kind() != "interpolation" {
            continue;
        }
        if child.start() > at {
            pieces.push(literal(text(at, child.start()))?);
        }
        let (label, value) = interpolation(child, quoting, calls, depth)?;
        pieces.extend(label);
        pieces.push(value);
        at = child.end();
    }
    if spec.end() > at {
        pieces.push(literal(text(at, spec.end()))?);
    }
    Ok(match pieces.as_slice() {
        [] => "\"\"".to_owned(),
        pieces => pieces.join(" + "),
    })
}
