//! Assignments to several targets: what is read when, and which names share an object.

use serde_json::json;

use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::conditions::source::is_broken;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The most targets that are looked at.
const MOST: usize = 16;
/// How many nodes of a target or a right side are looked at.
const NODES: usize = 200;

/// The assignment around, the outermost of a chain.
fn assignment<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let own = site
        .token
        .ancestors()
        .take(MOST)
        .find(|node| node.kind() == "assignment")?;
    let outer = own
        .ancestors()
        .take(MOST)
        .take_while(|node| node.kind() == "assignment");
    outer.last().or(Some(own)).filter(|node| !is_broken(*node))
}

/// The targets of a chain in the order in which they are assigned, and the value.
fn chain(assignment: Node<'_>) -> Option<(Vec<Node<'_>>, Node<'_>)> {
    let mut targets = vec![assignment.child("left")?];
    let mut right = assignment.child("right")?;
    while right.kind() == "assignment" && targets.len() < MOST {
        targets.push(right.child("left")?);
        right = right.child("right")?;
    }
    (right.kind() != "assignment").then_some((targets, right))
}

/// Of targets of which a later one uses an earlier one.
fn in_order(targets: &[Node<'_>]) -> Option<Insight> {
    let (first, later) = depends(targets)?;
    let sentence = say("assigns ")
        .node(first)
        .say(" first: ")
        .node(later)
        .say(" already uses the new ");
    Some(Insight::new(sentence.node(first)))
}

/// The order of a swap, and of targets that depend on each other.
pub fn order(site: &Site<'_>) -> Option<Insight> {
    let assignment = assignment(site)?;
    let (targets, right) = chain(assignment)?;
    if let Some(dependent) = in_order(&targets) {
        return Some(dependent);
    }
    let [pattern] = targets.as_slice() else {
        return None;
    };
    let targets = parts(*pattern, &["pattern_list", "tuple_pattern", "list_pattern"])?;
    if let Some(dependent) = in_order(&targets) {
        return Some(dependent);
    }
    let values = parts(right, &["expression_list", "tuple", "list"])?;
    let spread = |node: &Node<'_>| node.text().starts_with('*');
    if targets.len() != values.len() || targets.iter().chain(&values).any(spread) {
        return None;
    }
    let claim = json!({"statement": assignment.text()});
    let left: Vec<&str> = targets.iter().map(|node| node.text()).collect();
    let given: Vec<&str> = values.iter().map(|node| node.text()).collect();
    if let ([one, other], true) = (
        targets.as_slice(),
        left.iter().rev().eq(given.iter()) && left.first() != left.last(),
    ) {
        let sentence = say("swaps ").node(*one).say(" and ").node(*other);
        let sentence = sentence.say(": both are read before the first is assigned");
        return Some(Insight::new(sentence).with_claim(claim));
    }
    let old = targets.iter().filter(|target| {
        let used = |value: &Node<'_>| uses(*value, target.text());
        target.kind() == "identifier" && values.iter().any(used)
    });
    let old: Vec<&str> = old.map(|node| node.text()).collect();
    // An assignment one by one would do the same where only the last target is read.
    let matters = targets.iter().enumerate().any(|(at, target)| {
        let later = values.iter().skip(at + 1);
        target.kind() == "identifier" && later.into_iter().any(|value| uses(*value, target.text()))
    });
    if !matters {
        return None;
    }
    let sentence = say("computes the whole right side with the old ").codes(&old, 3);
    Some(Insight::new(sentence.say(", then assigns")).with_claim(claim))
}

/// The items of a display or pattern of one of these kinds, unless there are many.
pub(super) fn parts<'a>(node: Node<'a>, kinds: &[&str]) -> Option<Vec<Node<'a>>> {
    if !kinds.contains(&node.kind()) {
        return None;
    }
    let all: Vec<Node<'a>> = node
        .named_children()
        .filter(|n| n.kind() != "comment")
        .take(MOST + 1)
        .collect();
    (all.len() <= MOST).then_some(all)
}

/// A target whose place is worked out with a target before it.
fn depends<'a>(targets: &[Node<'a>]) -> Option<(Node<'a>, Node<'a>)> {
    targets.iter().enumerate().find_map(|(at, later)| {
        if !matches!(later.kind(), "subscript" | "attribute") {
            return None;
        }
        let earlier = targets.iter().take(at).find(|earlier| {
            let simple = matches!(earlier.kind(), "identifier" | "attribute" | "subscript");
            simple && earlier.text() != later.text() && uses(*later, earlier.text())
        })?;
        Some((*earlier, *later))
    })
}

/// Whether an expression reads what `code` names.
fn uses(expression: Node<'_>, code: &str) -> bool {
    expression.descendants().take(NODES).any(|node| {
        let is_value = matches!(node.kind(), "identifier" | "attribute" | "subscript");
        // The name behind a dot, or of an argument, is not read.
        let is_name = matches!(node.field(), Some("attribute" | "name"));
        is_value && !is_name && node.text() == code
    })
}

/// What a literal or call makes anew that can change.
pub(super) fn mutable<'a>(site: &Site<'a>, value: Node<'a>) -> Option<&'static str> {
    match value.kind() {
        "list" | "list_comprehension" => Some("list"),
        "dictionary" | "dictionary_comprehension" => Some("dictionary"),
        "set" | "set_comprehension" => Some("set"),
        "call" => match site.analysis.resolve(value.child("function")?) {
            Resolution::Dotted(names) => match names.as_slice() {
                [name] if name == "builtins.list" => Some("list"),
                [name] if name == "builtins.dict" => Some("dictionary"),
                [name] if name == "builtins.set" => Some("set"),
                [name] if name == "builtins.bytearray" => Some("bytearray"),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// `a = b = []`.
pub fn one_object(site: &Site<'_>) -> Option<Insight> {
    let (targets, value) = chain(assignment(site)?)?;
    let simple = |node: &Node<'_>| matches!(node.kind(), "identifier" | "attribute" | "subscript");
    if targets.len() < 2 || !targets.iter().all(simple) {
        return None;
    }
    let what = mutable(site, value)?;
    let (first, last) = (*targets.first()?, *targets.last()?);
    let names: Vec<&str> = targets.iter().map(|node| node.text()).collect();
    let sentence = say(&format!(
        "makes one {what} with {} names: what changes through ",
        targets.len()
    ));
    let sentence = sentence.node(last).say(" shows through ").node(first);
    Some(Insight::new(sentence).with_claim(json!({"same": names})))
}
