//! Names that a pattern binds although a comparison may be meant.

use super::arguments::as_test;
use crate::detect::is_builtin;
use crate::document::{Node, syntax};
use crate::insight::sentence::{line_of, say};
use crate::insight::{Insight, Site};

/// How many nodes of a file are looked through for an earlier binding.
const MOST: usize = 20_000;

/// A capture whose name says that it stands for something already.
pub(super) fn not_compared(site: &Site<'_>) -> Option<Insight> {
    let name = site.token;
    if name.kind() != "identifier" || name.parent().is_none_or(|p| p.kind() != "dotted_name") {
        return None;
    }
    let text = name.text();
    // A look at the rest of the file for names that look like a constant or a class alone.
    if !starts_upper(text) && !TYPES.contains(&text) {
        return None;
    }
    let earlier = earlier_binding(site, name);
    if let Some(earlier) = earlier {
        let holder = earlier.parent()?;
        let is_class = holder.kind() == "class_definition" && holder.child("name") == Some(earlier);
        let is_constant = holder.kind() == "assignment" && holder.child("left") == Some(earlier) && is_upper(text);
        let is_import = matches!(holder.kind(), "dotted_name" | "aliased_import") && starts_upper(text);
        if is_class || (is_import && !is_upper(text)) {
            let sentence = say("binds a new ")
                .code(text)
                .say(" to any value, and does not test for the class of ")
                .line(earlier)
                .say(": for that write ");
            let mut sentence = sentence;
            sentence.0.extend(as_test(text).0);
            return Some(Insight::new(sentence));
        }
        if is_constant || is_import {
            let sentence = say("binds a new ")
                .code(text)
                .say(" to any value, and is not compared with the ")
                .code(text)
                .say(&format!(" of line {}", line_of(earlier)));
            return Some(Insight::new(sentence.say(": only a dotted name is compared")));
        }
        return None;
    }
    let is_rebound = [
        format!("{text} = "),
        format!("class {text}"),
        format!("def {text}"),
        format!(" as {text}"),
    ];
    let is_type = is_builtin(text) && TYPES.contains(&text) && !is_rebound.iter().any(|how| site.nodes.mentions(how));
    let visible = is_type.then(|| {
        say("binds a new ")
            .code(text)
            .say(" to any value, and does not test for the built-in class: for that write ")
    })?;
    let mut sentence = visible;
    sentence.0.extend(as_test(text).0);
    Some(Insight::new(sentence))
}

const TYPES: [&str; 13] = [
    "bool",
    "bytearray",
    "bytes",
    "complex",
    "dict",
    "float",
    "frozenset",
    "int",
    "list",
    "object",
    "set",
    "str",
    "tuple",
];

fn is_upper(text: &str) -> bool {
    text.chars().all(|c| c.is_uppercase() || c.is_numeric() || c == '_') && starts_upper(text)
}

fn starts_upper(text: &str) -> bool {
    text.trim_start_matches('_')
        .chars()
        .next()
        .is_some_and(char::is_uppercase)
}

/// The first binding of the name before the pattern, in the module or in the pattern's own scope, that is no pattern itself.
fn earlier_binding<'a>(site: &Site<'a>, name: Node<'a>) -> Option<Node<'a>> {
    let scope = syntax::scope_of(name).1;
    let before = site
        .nodes
        .root()
        .descendants()
        .take(MOST)
        .take_while(|n| n.start() < name.start());
    let mut found = before
        .filter(|n| n.kind() == "identifier" && n.text() == name.text())
        .take(64);
    found.find(|n| {
        let own = syntax::scope_of(*n).1;
        let in_pattern = n.ancestors().take(3).any(|p| p.kind() == "case_pattern");
        (own.is_none() || own == scope) && !in_pattern && site.analysis.is_definition(*n)
    })
}
