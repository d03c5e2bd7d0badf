//! What the place of a construct allows: which built-ins it sees, whether names bound there are seen by others, where jumps lead.

use super::Site;
use super::properties::has_plain_namespace;
use crate::detect::Resolution;
use crate::document::Node;
use crate::document::syntax::{self, ScopeKind};

/// Whether every one of the built-ins `names` has its usual meaning at the construct; `Err` says which has not.
pub(super) fn built_ins<'a>(site: &Site<'a>, names: &[&str]) -> Result<(), String> {
    let own = syntax::scope_of(site.node).1;
    let is_seen = |definition: Node<'a>| match syntax::scope_of(definition) {
        (_, None) => true,
        (ScopeKind::Class, class) => class == own,
        (_, Some(scope)) => site.node.ancestors().any(|n| n == scope),
    };
    let identifiers = site.nodes.root().descendants().filter(|n| n.kind() == "identifier");
    let rebound = identifiers
        .filter(|n| names.contains(&n.text()))
        .find(|n| is_global_statement(*n) || (site.analysis.is_definition(*n) && is_seen(*n)));
    match rebound {
        Some(name) => Err(format!(
            "the rewriting needs the built-in `{0}`, and this file gives `{0}` another meaning",
            name.text()
        )),
        None => Ok(()),
    }
}

fn is_global_statement(name: Node<'_>) -> bool {
    name.parent().is_some_and(|n| n.kind() == "global_statement")
}

/// Whether fresh names have to be deleted again, since they would become attributes of the class in whose body the construct stands right; `Err` where
/// they would be noticed all the same.
pub(super) fn leaves_names<'a>(site: &Site<'a>) -> Result<bool, String> {
    let (ScopeKind::Class, Some(class)) = syntax::scope_of(site.node) else {
        return Ok(false);
    };
    if !has_plain_namespace(site, class) {
        return Err("the rewriting needs names of its own, and in a class body a metaclass that the file does not tell might take them for attributes".to_owned());
    }
    let body = class.child("body");
    let around = site.node.ancestors().take_while(|n| Some(*n) != body);
    if around.take(DEEPEST).any(|n| n.kind() == "try_statement") {
        return Err("the rewriting needs names of its own, and after an error that the `try` around catches they would be attributes of the class".to_owned());
    }
    if is_left_by_jump(site.node) {
        return Err(
            "the rewriting needs names of its own, and after a jump out of it they would be attributes of the class"
                .to_owned(),
        );
    }
    Ok(true)
}

/// `Err` where the construct stands right in a class body: fresh names would become attributes of the class.
pub(super) fn names_stay_inside(site: &Site<'_>) -> Result<(), String> {
    match syntax::scope_of(site.node).0 {
        ScopeKind::Class => {
            Err("the rewriting needs names of its own, and in a class body they would become attributes".to_owned())
        }
        _ => Ok(()),
    }
}

/// Deletes the names that a rewriting has bound in a class body.
pub(super) fn delete_names<S: AsRef<str>>(code: &mut super::Code, names: &[S]) {
    if !names.is_empty() {
        let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
        code.line(0, format!("del {}", names.join(", ")));
    }
}

/// Whether a name or dotted name stands for this built-in.
pub(super) fn is_builtin(site: &Site<'_>, node: Node<'_>, name: &str) -> bool {
    match site.analysis.resolve(node) {
        Resolution::Dotted(names) => matches!(names.as_slice(), [only] if only.strip_prefix("builtins.") == Some(name)),
        _ => false,
    }
}

/// The nodes of `body` that run with it: not those of functions, classes and lambdas in it.
pub(super) fn own_nodes(body: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let is_other = |n: Node<'_>| matches!(n.kind(), "function_definition" | "class_definition" | "lambda");
    std::iter::successors(Some(body), move |n| n.next_below(body, !is_other(*n)))
}

/// Whether `body` holds a `return`, or a `break` or `continue` of a loop around it.
pub(super) fn is_left_by_jump(body: Node<'_>) -> bool {
    own_nodes(body).any(|n| match n.kind() {
        "return_statement" => true,
        "break_statement" | "continue_statement" => {
            loop_of(n).is_none_or(|target| !body.range().contains(&target.start()))
        }
        _ => false,
    })
}

/// Whether a `break` in `body` ends the loop `target`.
pub(super) fn has_break_of<'a>(target: Node<'a>, body: Node<'a>) -> bool {
    own_nodes(body).any(|n| n.kind() == "break_statement" && loop_of(n).is_none_or(|of| of == target))
}

/// Further up no loop is looked for: whoever asks takes such a jump for one that matters.
const DEEPEST: usize = 500;

/// The loop that a `break` or `continue` belongs to. The `else` of a loop is outside of it.
fn loop_of(jump: Node<'_>) -> Option<Node<'_>> {
    let mut below = jump;
    for node in jump.ancestors().take(DEEPEST) {
        let is_loop = matches!(node.kind(), "for_statement" | "while_statement");
        if is_loop && below.field() == Some("body") {
            return Some(node);
        }
        below = node;
    }
    None
}

/// An expression's code as it can stand behind `=` or between brackets: in parentheses if it goes over several lines or is a bare tuple.
pub(super) fn value(node: Node<'_>) -> String {
    let text = node.text();
    let bare = matches!(
        node.kind(),
        "expression_list" | "pattern_list" | "yield" | "named_expression"
    );
    if bare || text.contains(['\n', '\r']) {
        format!("({text})")
    } else {
        text.to_owned()
    }
}

/// An expression's code as it can stand behind `not` or beside `==`: in parentheses unless it holds together by itself.
pub(super) fn operand(node: Node<'_>) -> String {
    let is_tight = matches!(
        node.kind(),
        "identifier"
            | "attribute"
            | "call"
            | "subscript"
            | "parenthesized_expression"
            | "integer"
            | "float"
            | "string"
            | "true"
            | "false"
            | "none"
            | "list"
            | "dictionary"
            | "set"
            | "tuple"
    );
    if is_tight && !node.text().contains(['\n', '\r']) {
        node.text().to_owned()
    } else {
        format!("({})", node.text())
    }
}

/// The first child that is an expression or a statement.
pub(super) fn first_part(node: Node<'_>) -> Option<Node<'_>> {
    parts(node).next()
}

/// The named children but for comments and the backslashes at the ends of lines.
pub(super) fn parts(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    node.named_children()
        .filter(|n| !matches!(n.kind(), "comment" | "line_continuation"))
}
