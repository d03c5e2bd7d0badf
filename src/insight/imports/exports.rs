//! `__all__`: which of its names there are, and which public ones it leaves out.

use super::{is_of_module, of_module};
use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::sentence::{code, say};
use crate::insight::{Insight, Site};

/// The most names that are looked at.
const MOST: usize = 2_000;

/// A statement that makes or extends `__all__`: its items, if they are written out.
fn items(name: Node<'_>) -> Option<Vec<Node<'_>>> {
    let parent = name.parent()?;
    let list = match parent.kind() {
        "assignment" | "augmented_assignment" if parent.child("left") == Some(name) => parent.child("right")?,
        "attribute" => {
            let call = parent.parent().filter(|p| p.kind() == "call")?;
            let argument = call
                .child("arguments")?
                .named_children()
                .find(|n| n.kind() != "comment")?;
            match parent.child("attribute")?.text() {
                "append" => return Some(vec![argument]),
                "extend" => argument,
                _ => return None,
            }
        }
        _ => return None,
    };
    let is_written = matches!(list.kind(), "list" | "tuple");
    is_written.then(|| {
        list.named_children()
            .filter(|n| n.kind() != "comment")
            .take(MOST)
            .collect()
    })
}

fn string(node: Node<'_>) -> Option<&str> {
    let mut contents = node.children().filter(|n| n.kind() == "string_content");
    let content = contents
        .next()
        .filter(|c| node.kind() == "string" && c.first_child().is_none())?;
    contents.next().is_none().then_some(content.text())
}

/// What `__all__` exports.
pub(super) fn exports(site: &Site<'_>) -> Option<Insight> {
    let name = site.token;
    if name.text() != "__all__" || !is_of_module(name) {
        return None;
    }
    let own = items(name)?;
    if let Some(joined) = own.iter().find(|n| n.kind() == "concatenated_string") {
        let sentence = code(joined.text())
            .say(" is one name: a comma is missing between the strings (")
            .line(*joined)
            .say(")");
        return Some(Insight::new(sentence));
    }
    if let Some(object) = own.iter().find(|n| {
        matches!(
            site.analysis.resolve(**n),
            Resolution::Function(_) | Resolution::Class(_)
        )
    }) {
        let sentence = code("from … import *")
            .say(" raises ")
            .code("TypeError")
            .say(": ")
            .node(*object)
            .say(" is no string, write its name in quotes");
        return Some(Insight::new(sentence));
    }
    let nodes = of_module(site)?;
    let defined: std::collections::HashSet<&str> = bound_names(site, &nodes)?;
    let names: Vec<&str> = own.iter().filter_map(|n| string(*n)).collect();
    if names.len() < own.len() {
        return None;
    }
    let missing: Vec<&str> = names.iter().copied().filter(|n| !defined.contains(n)).collect();
    if !missing.is_empty() {
        let sentence = code("from … import *")
            .say(" raises ")
            .code("AttributeError")
            .say(": this file does not bind ")
            .codes(&missing, 3);
        let it = if missing.len() == 1 {
            " (unless it is a submodule of this package)"
        } else {
            " (unless they are submodules of this package)"
        };
        return Some(Insight::new(sentence.say(it)));
    }
    let mut seen = std::collections::HashSet::new();
    if let Some(twice) = own.iter().find(|n| !seen.insert(string(**n))) {
        return Some(Insight::new(
            code(twice.text()).say(" is listed twice, again in ").line(*twice),
        ));
    }
    left_out(&nodes)
}

/// The names that the module binds; `None` where others may be bound unseen.
fn bound_names<'a>(site: &Site<'a>, nodes: &[Node<'a>]) -> Option<std::collections::HashSet<&'a str>> {
    let hidden = [
        "globals()",
        "vars()",
        "locals()",
        "sys.modules",
        "exec(",
        "__getattr__",
        "global ",
        "__dict__",
        "lazy",
    ];
    if hidden.iter().any(|how| site.nodes.mentions(how))
        || nodes.iter().any(|n| matches!(n.kind(), "wildcard_import" | "ERROR"))
    {
        return None;
    }
    let bound = nodes
        .iter()
        .filter(|n| n.kind() == "identifier" && site.analysis.is_definition(**n));
    let mut names: std::collections::HashSet<&str> = bound.map(|n| n.text()).collect();
    names.extend([
        "__doc__",
        "__name__",
        "__file__",
        "__all__",
        "__package__",
        "__spec__",
        "__loader__",
        "__builtins__",
        "__cached__",
        "__path__",
    ]);
    Some(names)
}

/// Public functions and classes that `__all__` leaves out.
fn left_out(nodes: &[Node<'_>]) -> Option<Insight> {
    let uses: Vec<Node<'_>> = nodes
        .iter()
        .copied()
        .filter(|n| n.kind() == "identifier" && n.text() == "__all__")
        .collect();
    let mut exported = std::collections::HashSet::new();
    for one in uses {
        exported.extend(items(one)?.iter().filter_map(|n| string(*n)));
    }
    let definitions = nodes
        .iter()
        .filter(|n| matches!(n.kind(), "function_definition" | "class_definition"));
    let at_top = definitions.filter(|n| {
        n.parent().is_some_and(|p| {
            p.kind() == "module"
                || p.parent()
                    .is_some_and(|q| q.kind() == "module" && p.kind() == "decorated_definition")
        })
    });
    let mut public: Vec<&str> = at_top
        .filter_map(|n| n.child("name"))
        .map(Node::text)
        .filter(|n| !n.starts_with('_') && !exported.contains(n))
        .collect();
    public.dedup();
    if public.is_empty() {
        return None;
    }
    let sentence = say("leaves out ").codes(&public, 4);
    Some(Insight::new(sentence.say(if public.len() == 1 {
        ", whose name is public"
    } else {
        ", whose names are public"
    })))
}
