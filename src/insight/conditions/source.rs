//! The reader's code, as pieces of a sentence or of a rewritten expression.

use crate::document::Node;

/// The longest code that is looked into, in bytes.
const LONGEST: usize = 2000;

/// A node's code on one line, unless that would change what it means or there is too much of it.
pub fn one_line(node: Node<'_>) -> Option<String> {
    let text = node.text();
    if text.len() > LONGEST || is_broken(node) {
        return None;
    }
    if !text.contains(['\n', '\r']) {
        return Some(text.to_owned());
    }
    let breaks = |n: Node<'_>| match n.kind() {
        "comment" => true,
        "string" => n.text().contains(['\n', '\r']),
        _ => false,
    };
    if node.descendants().any(breaks) {
        return None;
    }
    let lines = text
        .split(['\n', '\r'])
        .map(|line| line.trim().trim_end_matches('\\').trim());
    let filled: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    Some(filled.join(" "))
}

/// Whether the parser gave up somewhere in `node`, or put in what is not there; also where there is too much of it to be read for one fact.
pub fn is_broken(node: Node<'_>) -> bool {
    if node.end() - node.start() > 2 * LONGEST {
        return true;
    }
    let missing = |n: Node<'_>| n.start() == n.end() && n.first_child().is_none() && n.kind() != "string_content";
    node.descendants().any(|n| n.kind() == "ERROR" || missing(n))
}

/// A literal whose evaluation nobody can notice.
pub fn is_constant(node: Node<'_>) -> bool {
    match node.kind() {
        "integer" | "float" | "true" | "false" | "none" | "ellipsis" => true,
        "string" => !node.children().any(|n| n.kind() == "interpolation"),
        "unary_operator" => node
            .child("argument")
            .is_some_and(|n| matches!(n.kind(), "integer" | "float")),
        _ => false,
    }
}

/// Whether a literal is true in a test; `None` where it is no plain literal.
pub fn truth(node: Node<'_>) -> Option<bool> {
    match node.kind() {
        "true" => Some(true),
        "false" | "none" => Some(false),
        "integer" => {
            let digits = node.text().trim_start_matches("0x").trim_start_matches("0X");
            let digits = digits.trim_start_matches(['0', '_', 'o', 'O']);
            let is_binary = node.text().starts_with("0b") || node.text().starts_with("0B");
            let digits = if is_binary {
                digits.trim_matches(['b', 'B', '0', '_'])
            } else {
                digits
            };
            // An imaginary number.
            (!digits.ends_with(['j', 'J'])).then_some(!digits.is_empty())
        }
        "string" if is_constant(node) => Some(node.children().any(|n| n.kind() == "string_content")),
        _ => None,
    }
}

/// How long code is, in characters.
pub fn width(code: &str) -> usize {
    code.chars().count()
}
