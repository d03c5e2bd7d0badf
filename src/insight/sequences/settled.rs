//! The value that a name has where it is used, as far as the statements just before settle it.

use crate::document::Node;
use crate::document::syntax::{self, ScopeKind};
use crate::insight::Site;

/// How many statements back, how many blocks out, and how many nodes of a statement are looked at.
const STATEMENTS: usize = 32;
const BLOCKS: usize = 4;
const NODES: usize = 600;
/// How many statements may stand before in the same block.
const BEFORE: usize = 512;

/// What the name at `name` was bound to last, in the same scope and on the only way to get there. The object may have changed since.
pub fn settled<'a>(site: &Site<'a>, name: Node<'a>) -> Option<Node<'a>> {
    if name.kind() != "identifier" {
        return None;
    }
    let (kind, scope) = syntax::scope_of(name);
    if !matches!(kind, ScopeKind::Module | ScopeKind::Function | ScopeKind::AsyncFunction) {
        return None;
    }
    // Whoever declares so may rebind names of other scopes.
    if site.nodes.mentions("global ") || site.nodes.mentions("nonlocal ") {
        return None;
    }
    let mut statement = statement_of(name)?;
    let mut rebound = rebinds_before(site, statement, name)?;
    for _ in 0..BLOCKS {
        let block = statement.parent()?;
        if rebound {
            return None;
        }
        if let Some(found) = last_binding(site, block, statement, name)? {
            return Some(found);
        }
        // A statement further out may run its block again, or on another way.
        statement = block.parent().filter(|around| Some(*around) != scope)?;
        if statement.kind() == "module" || is_scope(statement) {
            return None;
        }
        while statement
            .parent()
            .is_some_and(|p| !matches!(p.kind(), "block" | "module"))
        {
            statement = statement.parent().filter(|around| Some(*around) != scope)?;
        }
        rebound = mentions(site, statement, name, true)?;
    }
    None
}

fn is_scope(node: Node<'_>) -> bool {
    matches!(node.kind(), "function_definition" | "class_definition" | "lambda")
}

/// The statement that a node stands in, in its block.
fn statement_of(node: Node<'_>) -> Option<Node<'_>> {
    std::iter::once(node).chain(node.ancestors()).take(64).find(|at| {
        at.parent()
            .is_some_and(|parent| matches!(parent.kind(), "block" | "module"))
    })
}

/// Whether the statement of the use may rebind the name before the use; its own assignment comes after.
fn rebinds_before<'a>(site: &Site<'a>, statement: Node<'a>, name: Node<'a>) -> Option<bool> {
    let assignment = statement
        .first_child()
        .filter(|_| statement.kind() == "expression_statement");
    let target = assignment
        .filter(|node| matches!(node.kind(), "assignment" | "augmented_assignment"))
        .and_then(|node| node.child("left"))
        .filter(|left| left.kind() == "identifier");
    let mut seen = 0;
    for node in statement.descendants() {
        seen += 1;
        if seen > NODES {
            return None;
        }
        let same = node.kind() == "identifier" && node.text() == name.text();
        if same && node != name && Some(node) != target && site.analysis.is_definition(node) {
            return Some(true);
        }
    }
    Some(false)
}

/// The last binding of the name in `block` before `statement`: `Some(None)` where there is none, `None` where it is not plain.
fn last_binding<'a>(site: &Site<'a>, block: Node<'a>, statement: Node<'a>, name: Node<'a>) -> Option<Option<Node<'a>>> {
    let before: Vec<Node<'a>> = block
        .named_children()
        .take_while(|node| node.start() < statement.start())
        .take(BEFORE + 1)
        .collect();
    if before.len() > BEFORE {
        return None;
    }
    for node in before.iter().rev().take(STATEMENTS) {
        if let Some(value) = plain_binding(*node, name) {
            return Some(Some(value));
        }
        if node.kind() == "import_from_statement" && node.children().any(|n| n.kind() == "wildcard_import") {
            return None;
        }
        // A function's own names are others; what it is called is not.
        if node.kind() == "function_definition" {
            if node.child("name").is_some_and(|n| n.text() == name.text()) {
                return None;
            }
            continue;
        }
        if mentions(site, *node, name, true)? {
            return None;
        }
    }
    (before.len() <= STATEMENTS).then_some(None)
}

/// The right side of `name = …`.
fn plain_binding<'a>(statement: Node<'a>, name: Node<'a>) -> Option<Node<'a>> {
    let assignment = statement.first_child().filter(|node| node.kind() == "assignment")?;
    let left = assignment.child("left")?;
    let right = assignment.child("right")?;
    let plain = statement.kind() == "expression_statement"
        && assignment.next_sibling().is_none()
        && left.kind() == "identifier"
        && left.text() == name.text()
        && right.kind() != "assignment";
    plain.then_some(right)
}

/// Whether a statement has the name, as a binding where `bindings`; `None` where it is too long to be read.
fn mentions<'a>(site: &Site<'a>, statement: Node<'a>, name: Node<'a>, bindings: bool) -> Option<bool> {
    let mut seen = 0;
    for node in statement.descendants() {
        seen += 1;
        if seen > NODES {
            return None;
        }
        if node.kind() != "identifier" || node.text() != name.text() {
            continue;
        }
        let deleted = || node.ancestors().take(4).any(|n| n.kind() == "delete_statement");
        if !bindings || site.analysis.is_definition(node) || deleted() {
            return Some(true);
        }
    }
    Some(false)
}

/// Like [`settled`], for an object that can change: nothing between the binding and the use may touch it.
pub fn untouched<'a>(site: &Site<'a>, name: Node<'a>) -> Option<Node<'a>> {
    let value = settled(site, name)?;
    let statement = statement_of(value)?;
    let mut at = statement.next_sibling();
    for _ in 0..STATEMENTS {
        let node = at?;
        if node.start() <= name.start() && name.end() <= node.end() {
            let mut seen = 0;
            for inner in node.descendants() {
                seen += 1;
                let other = inner != name && inner.kind() == "identifier" && inner.text() == name.text();
                if other || seen > NODES {
                    return None;
                }
            }
            return Some(value);
        }
        if mentions(site, node, name, false)? {
            return None;
        }
        at = node.next_sibling();
    }
    None
}
