//! What `__slots__` of a class lists.

use super::members::{Own, own_member};
use crate::document::Node;

/// What a class's own `__slots__` comes to.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::insight) enum Slots<'a> {
    /// The body has none.
    None,
    /// These names, in order, each with its string.
    Names(Vec<(String, Node<'a>)>),
    /// Something that the file does not spell out.
    Unknown,
}

/// How many slots are read.
const MOST: usize = 256;

/// The slots that a class body declares: a string, or a tuple, list, set or dict of strings.
pub(in crate::insight) fn slots(class: Node<'_>) -> Slots<'_> {
    let value = match own_member(class, "__slots__") {
        Own::Absent => return Slots::None,
        Own::Here(node) if node.kind() == "assignment" => {
            let is_plain = node.child("left").is_some_and(|left| left.text() == "__slots__");
            node.child("right").filter(|_| is_plain)
        }
        _ => None,
    };
    value.and_then(strings).map_or(Slots::Unknown, Slots::Names)
}

fn strings(value: Node<'_>) -> Option<Vec<(String, Node<'_>)>> {
    match value.kind() {
        "string" => Some(vec![(string(value)?, value)]),
        "parenthesized_expression" => {
            let inner = value.named_children().find(|n| n.kind() != "comment")?;
            Some(vec![(string(inner)?, inner)])
        }
        "tuple" | "list" | "set" | "expression_list" | "dictionary" => {
            let items = value.named_children().filter(|n| n.kind() != "comment");
            let named = items.take(MOST + 1).map(|item| {
                let item = match item.kind() {
                    "pair" => item.child("key")?,
                    _ => item,
                };
                Some((string(item)?, item))
            });
            named.collect::<Option<Vec<_>>>().filter(|names| names.len() <= MOST)
        }
        _ => None,
    }
}

/// The value of a string that is written plainly: no prefix but `u` and `r`, no escapes.
pub(in crate::insight) fn string(node: Node<'_>) -> Option<String> {
    if node.kind() != "string" {
        return None;
    }
    let mut value = String::new();
    for part in node.children() {
        match part.kind() {
            "string_start" if part.text().contains(['f', 'F', 'b', 'B', 't', 'T']) => return None,
            "string_start" | "string_end" => {}
            "string_content" if part.text().contains('\\') => return None,
            "string_content" => value.push_str(part.text()),
            _ => return None,
        }
    }
    Some(value)
}
