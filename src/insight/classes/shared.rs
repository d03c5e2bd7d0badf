//! A list, dict or set that a class body makes, and that a method changes for all objects.

use super::{Insight, Site, body_class, method_of, name_of};
use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::model::{Entry, Mro, Own, calls_of, decorators, mro, own_member};
use crate::insight::sentence::say;

/// How many nodes of a class are read.
const MOST_NODES: usize = 20_000;
/// How many places that make an object are counted.
const MOST_CALLS: usize = 100;

/// Methods that change the object that they are called of.
const CHANGES: [&str; 14] = [
    "append",
    "extend",
    "insert",
    "remove",
    "pop",
    "clear",
    "sort",
    "reverse",
    "add",
    "discard",
    "update",
    "setdefault",
    "popitem",
    "appendleft",
];

/// The attribute that a class body makes once, where a method changes it in place.
pub(super) fn shared(site: &Site<'_>) -> Option<Insight> {
    let assignment = site.token.ancestors().take(2).find(|n| n.kind() == "assignment")?;
    let name = assignment.child("left").filter(|left| left.kind() == "identifier")?;
    let value = assignment.child("right")?;
    let class = body_class(assignment)?;
    let kind = kind_of(site, value)?;
    let plain = decorators(site.analysis, class).next().is_none();
    let is_last = own_member(class, name.text()) == Own::Here(assignment);
    if !plain || !is_last || !is_plain_class(site, class) {
        return None;
    }
    let change = change_of(site, class, name.text())?;
    let made = calls_of(site.analysis, site.nodes, class).take(MOST_CALLS).count();
    let sentence = say(&format!("one {kind} for all objects of ")).code(name_of(class));
    let sentence = match made {
        0 | 1 => sentence,
        MOST_CALLS => sentence.say(&format!(" ({MOST_CALLS} places here, or more, make one)")),
        _ => sentence.say(&format!(" ({made} places here make one)")),
    };
    let sentence = sentence.say(": ").node(change).say(" (").line(change);
    Some(Insight::new(sentence.say(") changes it for each of them")))
}

/// What the value is, where it is made anew and can be changed.
fn kind_of(site: &Site<'_>, value: Node<'_>) -> Option<&'static str> {
    match value.kind() {
        "list" | "list_comprehension" => Some("list"),
        "dictionary" | "dictionary_comprehension" => Some("dict"),
        "set" | "set_comprehension" => Some("set"),
        "call" => match site.analysis.resolve(value.child("function")?) {
            Resolution::Dotted(names) => match names.as_slice() {
                [one] => match one.as_str() {
                    "builtins.list" => Some("list"),
                    "builtins.dict" => Some("dict"),
                    "builtins.set" => Some("set"),
                    "collections.deque" => Some("deque"),
                    "collections.defaultdict" => Some("defaultdict"),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// Whether nothing makes more of a class's attributes than attributes: all bases are known, and no enumeration among them.
fn is_plain_class(site: &Site<'_>, class: Node<'_>) -> bool {
    match mro(site.analysis, class) {
        Mro::Complete(order) => !order
            .iter()
            .any(|entry| matches!(entry, Entry::Known(known) if known.name.starts_with("enum."))),
        _ => false,
    }
}

/// The first place in a method that changes `self.NAME` in place; none where some method gives `self` one of its own.
fn change_of<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Option<Node<'a>> {
    let mut change = None;
    let mut seen = 0;
    for node in class.child("body")?.descendants() {
        seen += 1;
        if seen > MOST_NODES {
            return None;
        }
        let is_it = node.kind() == "attribute" && node.child("attribute").is_some_and(|n| n.text() == name);
        if !is_it {
            continue;
        }
        let around = node.parent()?;
        if is_target(node, around) {
            return None;
        }
        if change.is_none()
            && node
                .child("object")
                .is_some_and(|object| method_of(site, object).is_some())
        {
            change = changing(node, around);
        }
    }
    change
}

/// Whether an attribute is bound or unbound here, and not only changed in place.
fn is_target<'a>(attribute: Node<'a>, around: Node<'a>) -> bool {
    match around.kind() {
        "assignment" | "augmented_assignment" | "for_statement" => around.child("left") == Some(attribute),
        "pattern_list" | "tuple_pattern" | "list_pattern" | "delete_statement" | "as_pattern_target" => true,
        _ => false,
    }
}

/// The call or assignment that changes what `attribute` is.
fn changing<'a>(attribute: Node<'a>, around: Node<'a>) -> Option<Node<'a>> {
    let outer = around.parent()?;
    match around.kind() {
        "attribute" if outer.kind() == "call" && outer.child("function") == Some(around) => {
            let method = around.child("attribute")?;
            CHANGES.contains(&method.text()).then_some(outer)
        }
        "subscript" if around.child("value") == Some(attribute) => {
            let assigns = matches!(outer.kind(), "assignment" | "augmented_assignment");
            (assigns && outer.child("left") == Some(around) && outer.child("right").is_some()).then_some(outer)
        }
        _ => None,
    }
}
