//! What can be asked of every function: its name, its own statements, whether decorators may have replaced it.

use serde_json::{Value, json};

use crate::detect::{Analysis, Resolution};
use crate::document::{Node, syntax};
use crate::insight::sentence::line_of;

pub(in crate::insight) use crate::document::syntax::{decorator_value, decorators};

/// How many nodes of one function are looked at: more than that, and nothing is said.
pub(in crate::insight) const NODES: usize = 20_000;

/// How many scopes around a function are looked at.
pub(in crate::insight) const SCOPES: usize = 64;

/// The nodes that run as part of the function itself: those of the bodies of inner functions and classes are left out, their defaults and decorators are not.
pub(in crate::insight) fn own_nodes<'a>(function: Node<'a>) -> impl Iterator<Item = Node<'a>> {
    let body = function.child("body");
    std::iter::successors(body, move |node| {
        let top = body?;
        node.next_below(top, *node == top || !is_inner_body(*node))
    })
    .filter(move |node| Some(*node) == body || !is_inner_body(*node))
    .take(NODES)
}

fn is_inner_body(node: Node<'_>) -> bool {
    node.field() == Some("body")
        && node
            .parent()
            .is_some_and(|parent| matches!(parent.kind(), "function_definition" | "lambda" | "class_definition"))
}

/// Whether the text of the node has a part that Python would refuse, or is too long to be read.
pub(in crate::insight) fn is_unreadable(node: Node<'_>) -> bool {
    let is_broken = || node.descendants().any(|below| below.kind_id() == syntax::ERROR);
    node.count() > NODES || (node.has_error() && is_broken())
}

/// The `def` whose keyword or name this is.
pub(in crate::insight) fn definition_of(token: Node<'_>) -> Option<Node<'_>> {
    token.parent().filter(|parent| parent.kind() == "function_definition")
}

/// The function whose code the node is part of.
pub(in crate::insight) fn function_around(node: Node<'_>) -> Option<Node<'_>> {
    let (_, scope) = syntax::scope_of(node);
    scope.filter(|scope| matches!(scope.kind(), "function_definition" | "lambda"))
}

/// The function's name, `<lambda>` for a lambda: what `__name__` says.
pub(in crate::insight) fn name_of<'a>(function: Node<'a>) -> &'a str {
    function.child("name").map_or("<lambda>", Node::text)
}

/// Decorators that leave the function as it is for those who call it by its name.
const KEEPING: [&str; 8] = [
    "builtins.staticmethod",
    "builtins.classmethod",
    "abc.abstractmethod",
    "typing.override",
    "typing.final",
    "typing.no_type_check",
    "typing_extensions.override",
    "typing_extensions.final",
];

/// Whether calling the name calls the very function below its decorators.
pub(in crate::insight) fn is_called_as_written(analysis: &Analysis, definition: Node<'_>) -> bool {
    decorators(definition).all(|decorator| {
        let resolution = decorator_value(decorator).map(|value| analysis.resolve(value));
        matches!(resolution, Some(Resolution::Dotted(names)) if names.iter().all(|name| {
            KEEPING.contains(&name.as_str())
        }))
    })
}

/// Where a function stands, for a claim: the line that its code object tells, and its qualified name.
pub(in crate::insight) fn identity(function: Node<'_>) -> (Value, Value) {
    let first = decorators(function).next().unwrap_or(function);
    (json!(qualified_name(function)), json!(line_of(first)))
}

/// What `__qualname__` says, as long as nobody declares the name global.
pub(in crate::insight) fn qualified_name(function: Node<'_>) -> String {
    let mut parts = vec![name_of(function)];
    let mut at = function;
    for _ in 0..SCOPES {
        let (_, scope) = syntax::scope_of(at);
        let Some(scope) = scope else { break };
        match scope.kind() {
            "class_definition" => parts.push(scope.child("name").map_or("", Node::text)),
            "function_definition" | "lambda" => {
                parts.push("<locals>");
                parts.push(name_of(scope));
            }
            _ => {}
        }
        at = scope;
    }
    parts.reverse();
    parts.join(".")
}

/// Whether Python stores the name under another one inside of a class.
pub(in crate::insight) fn is_private(name: &str) -> bool {
    name.starts_with("__") && !name.ends_with("__")
}
