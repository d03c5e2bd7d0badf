//! What new code may count on where it is to stand: scopes, names that nobody rebinds, built-ins that nobody shadows.

use super::surroundings::leaves_names;
use super::{Site, statement_of};
use crate::document::syntax::{ScopeKind, first_iterable, scope_of};
use crate::document::{Node, Nodes};

/// Names through which a module's variables can be rebound unseen.
const BACK_DOORS: [&str; 7] = ["globals", "exec", "eval", "vars", "__main__", "__dict__", "modules"];

/// What looks into the scope it is called in, or at the frame: it would see another one in a function of its own.
const FRAME_READERS: [&str; 10] = [
    "locals",
    "vars",
    "dir",
    "eval",
    "exec",
    "super",
    "_getframe",
    "currentframe",
    "stack",
    "getcallargs",
];

pub(super) const COMPREHENSIONS: [&str; 4] = [
    "list_comprehension",
    "set_comprehension",
    "dictionary_comprehension",
    "generator_expression",
];

/// Whether nothing but the statements of its own scope rebinds the name `name`: reading it twice in one expression gives the same twice.
pub(super) fn is_steady<'a>(nodes: &'a Nodes<'a>, name: &str) -> bool {
    let text = nodes.text_of(&nodes.root().range());
    let doors = BACK_DOORS.iter().chain(&["global", "nonlocal", ":="]);
    if !text.is_empty() && !doors.into_iter().any(|word| text.contains(word)) {
        return true;
    }
    let mut identifiers = nodes.root().descendants().filter(|n| n.kind() == "identifier");
    !identifiers.any(|n| {
        let text = n.text();
        if text != name {
            return BACK_DOORS.contains(&text);
        }
        let Some(parent) = n.parent() else { return false };
        matches!(parent.kind(), "global_statement" | "nonlocal_statement")
            || (parent.kind() == "named_expression" && scope_of(parent).0 == ScopeKind::Comprehension)
    })
}

/// Why one of `names` may be something else than the built-in: the file binds it somewhere.
pub(super) fn builtins(site: &Site<'_>, names: &[&str]) -> Result<(), String> {
    let everywhere = site.nodes.root().range();
    let same = names.iter().flat_map(|name| {
        let words = site.nodes.at_word(&everywhere, name);
        words.filter(|n| n.is_identifier(name))
    });
    let bound = same.filter(|n| site.analysis.is_definition(*n) || is_import(*n));
    match bound.min_by_key(|n| n.start()) {
        Some(name) => Err(format!("the file binds the name `{}`", name.text())),
        None => Ok(()),
    }
}

/// Whether `name` is the built-in wherever it stands: the file binds it nowhere.
pub(super) fn is_builtin_here(site: &Site<'_>, name: &str) -> bool {
    builtins(site, &[name]).is_ok()
}

fn is_import(name: Node<'_>) -> bool {
    name.ancestors().take(3).any(|n| n.kind().starts_with("import"))
}

/// Why `node` cannot use a name that a statement before its own has bound; `Ok` where it can.
pub(super) fn sees_new_names(node: Node<'_>) -> Result<(), String> {
    let statement = statement_of(node);
    if scope_of(statement).0 == ScopeKind::Class {
        return Err("in a class body every new name becomes an attribute of the class".to_owned());
    }
    reads_source(node)
}

/// Why the text of `node` is not free: it is an annotation, or printed by `{…=}`.
pub(super) fn reads_source(node: Node<'_>) -> Result<(), String> {
    let statement = statement_of(node);
    for around in node.ancestors().take_while(|n| *n != statement) {
        if around.kind() == "type" || around.kind() == "type_parameter" {
            return Err("annotations are evaluated later or never".to_owned());
        }
        if around.kind() == "interpolation" && around.children().any(|n| n.kind() == "=") {
            return Err("the `=` in the f-string prints the expression as it is written".to_owned());
        }
    }
    Ok(())
}

/// Why a function that stands before the statement cannot take the place of `node`: it would not see the names around `node`.
pub(super) fn fits_before(site: &Site<'_>) -> Result<(), String> {
    let node = site.node;
    let statement = statement_of(node);
    if leaves_names(site)? && is_compound(statement) {
        return Err("in a class body every new name becomes an attribute of the class".to_owned());
    }
    reads_source(node)?;
    for around in node.ancestors().take_while(|n| *n != statement) {
        if around.kind() == "lambda" && !is_in_defaults(around, node) {
            return Err("it stands in a `lambda`, which has no room for a statement".to_owned());
        }
        let outer = || first_iterable(around).is_some_and(|n| n.range().contains(&node.start()));
        if COMPREHENSIONS.contains(&around.kind()) && !outer() {
            return Err("it stands in a comprehension, whose names a statement before does not see".to_owned());
        }
    }
    Ok(())
}

/// Whether a statement has a body.
pub(super) fn is_compound(statement: Node<'_>) -> bool {
    let has_body = |n: Node<'_>| matches!(n.kind(), "block" | "function_definition" | "class_definition");
    statement.named_children().any(has_body)
}

fn is_in_defaults(lambda: Node<'_>, node: Node<'_>) -> bool {
    lambda
        .child("parameters")
        .is_some_and(|p| p.range().contains(&node.start()))
}

/// Why what is inside `node` cannot move into a function of its own.
pub(super) fn can_move_into_function(node: Node<'_>) -> Result<(), String> {
    let outer = first_iterable(node).map(Node::range);
    let inside = |n: &Node<'_>| !outer.as_ref().is_some_and(|range| range.contains(&n.start()));
    let mut readers = node
        .descendants()
        .filter(|n| n.kind() == "identifier" && FRAME_READERS.contains(&n.text()))
        .filter(inside);
    match readers.next() {
        Some(reader) => Err(format!(
            "`{}` depends on the scope or frame it is called in",
            reader.text()
        )),
        None => Ok(()),
    }
}
