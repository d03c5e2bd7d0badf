//! What stands around a node: its function, its class and the classes above, whether it runs on import.

use std::ops::Range;

use super::names::Resolution;
use super::predicates::Answer;
use super::{Analysis, classes};
use crate::document::syntax::{self, ScopeKind};
use crate::document::{Node, Nodes};

/// So many levels around a node are looked at. CPython compiles no block and no bracket that is nested so deep; in a longer chain of operators nothing is known of what is
/// around it, since each of its links would look at all the others.
pub(super) const LEVELS: usize = 1000;

/// Whether a node of one of the kinds is around `node`; `None` where that is not known within [`LEVELS`].
pub(super) fn is_inside(node: Node<'_>, kinds: &[u16]) -> Option<bool> {
    let mut at = node;
    for _ in 0..LEVELS {
        let Some(around) = at.parent() else {
            return Some(false);
        };
        if kinds.contains(&around.kind_id()) {
            return Some(true);
        }
        at = around;
    }
    None
}

pub(super) fn resolve(analysis: &Analysis, node: Node<'_>) -> Resolution {
    analysis.names().resolve(node)
}

/// The name of the innermost function around `node`, if that is a method.
pub(super) fn method_around(node: Node<'_>) -> Option<&str> {
    let mut at = node;
    loop {
        let (kind, scope) = syntax::scope_of(at);
        let scope = scope?;
        match kind {
            ScopeKind::Function | ScopeKind::AsyncFunction => {
                let in_class = syntax::scope_of(scope).0 == ScopeKind::Class;
                let name = scope.child("name")?;
                return in_class.then(|| name.text());
            }
            ScopeKind::Comprehension => at = scope,
            ScopeKind::Module | ScopeKind::Class | ScopeKind::Lambda => return None,
        }
    }
}

/// How many classes of the file are followed upwards.
const CLASSES: usize = 64;

/// Whether a class derives from one of `names`; `None` where a base is not in the file and nothing else settles it.
pub(super) fn derives(analysis: &Analysis, class: Node<'_>, names: &[String]) -> Answer {
    let mut todo = vec![class.range()];
    let mut seen = Vec::new();
    let mut unknown = false;
    while let Some(range) = todo.pop() {
        if seen.contains(&range) {
            continue;
        }
        seen.push(range.clone());
        if seen.len() > CLASSES {
            return None;
        }
        let Some(class) = node_at(class.nodes(), &range, "class_definition") else {
            unknown = true;
            continue;
        };
        for base in classes::bases(class) {
            match resolve(analysis, base) {
                Resolution::Dotted(all) if all.iter().any(|d| names.contains(d)) => return Some(true),
                Resolution::Dotted(all) if all.iter().all(|d| d == "builtins.object") => {}
                Resolution::Class(range) => todo.push(range),
                _ => unknown = true,
            }
        }
    }
    if unknown { None } else { Some(false) }
}

/// Whether a class body defines `name` by `def` or assignment, `if`, `try` and `with` blocks of the body included.
pub(super) fn class_defines(class: Node<'_>, name: &str) -> bool {
    classes::members(class).any(|member| {
        let field = match member.kind() {
            "function_definition" => "name",
            "assignment" if member.child("right").is_some() => "left",
            _ => return false,
        };
        member.child(field).is_some_and(|n| n.text() == name)
    })
}

/// Whether `node` runs when its module is imported.
pub(super) fn runs_on_import(node: Node<'_>) -> bool {
    let mut below = node;
    for ancestor in node.ancestors() {
        match ancestor.kind() {
            "function_definition" | "lambda" if below.field() == Some("body") => return false,
            "if_statement" => {
                let main = ancestor.child("condition").is_some_and(|c| is_main_test(c.text()));
                if main && below.field() == Some("consequence") {
                    return false;
                }
            }
            _ => {}
        }
        below = ancestor;
    }
    true
}

/// `__name__ == "__main__"`, either way round, with anything added by `and`.
fn is_main_test(condition: &str) -> bool {
    condition.contains("__name__") && condition.contains("__main__") && condition.contains("==")
}

/// The innermost function around `node`, or else the module.
pub(super) fn room(node: Node<'_>) -> Node<'_> {
    let mut last = node;
    for ancestor in node.ancestors() {
        if matches!(ancestor.kind(), "function_definition" | "lambda") {
            return ancestor;
        }
        last = ancestor;
    }
    last
}

/// Whether an identifier is read: it binds nothing, and is no attribute's name.
pub(super) fn reads(analysis: &Analysis, node: Node<'_>) -> bool {
    let attribute = node
        .parent()
        .is_some_and(|p| p.kind() == "attribute" && p.child("attribute") == Some(node));
    node.kind() == "identifier" && !attribute && !analysis.names().is_definition(node.start())
}

pub(super) fn node_at<'a>(nodes: &'a Nodes<'a>, range: &Range<usize>, kind: &str) -> Option<Node<'a>> {
    Some(nodes.at(range)).filter(|n| n.kind() == kind)
}

/// Whether a function's own body has a `yield`.
pub(super) fn yields(function: Node<'_>) -> bool {
    let Some(body) = function.child("body") else {
        return false;
    };
    let mut at = Some(body);
    while let Some(node) = at {
        let inner = matches!(node.kind(), "function_definition" | "lambda" | "class_definition");
        if node.kind() == "yield" {
            return true;
        }
        at = node.next_below(body, !inner);
    }
    false
}
