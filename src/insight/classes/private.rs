//! Under which name a private attribute is stored.

use super::{Insight, Site, name_of};
use crate::document::Node;
use crate::insight::model::{Entry, Mro, mangled, mro};
use crate::insight::sentence::{code, say};

/// How many nodes of a class are read.
const MOST_NODES: usize = 20_000;

/// The name under which `__x` is stored; and whether it is another than that of a base.
pub(super) fn private<'a>(site: &Site<'a>) -> Option<Insight> {
    let name = site.token.text();
    let class = class_around(site.token)?;
    let stored = mangled(class, name);
    if stored == name {
        return None;
    }
    if let Some((base, node)) = stored_by_base(site, class, name) {
        let sentence = say("looks for ")
            .code(&stored)
            .say(", while the base ")
            .code(name_of(base));
        let sentence = sentence
            .say(" stores its own as ")
            .code(&mangled(base, name))
            .say(" (")
            .line(node);
        return Some(Insight::new(sentence.say(")")));
    }
    Some(Insight::new(code(name).say(" is stored as ").code(&stored)))
}

/// The innermost class in whose body `node` stands.
fn class_around(node: Node<'_>) -> Option<Node<'_>> {
    let mut below = node;
    for around in node.ancestors() {
        if around.kind() == "class_definition" {
            return (below.field() == Some("body")).then_some(around);
        }
        below = around;
    }
    None
}

/// A base of the file that stores an attribute of this private name, where the class itself never does.
fn stored_by_base<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Option<(Node<'a>, Node<'a>)> {
    let attribute = site.token.parent().filter(|parent| parent.kind() == "attribute")?;
    if attribute.child("attribute") != Some(site.token) || binding_of(class, name).is_some() {
        return None;
    }
    let Mro::Complete(order) = mro(site.analysis, class) else {
        return None;
    };
    let mut bases = order.iter().skip(1).take(16).filter_map(|entry| match entry {
        Entry::Class(base) if name_of(*base) != name_of(class) => Some(*base),
        _ => None,
    });
    bases.find_map(|base| binding_of(base, name).map(|node| (base, node)))
}

/// What binds a private name in a class: an assignment to an attribute or a name, a `def`. A class that is too long may.
fn binding_of<'a>(class: Node<'a>, name: &str) -> Option<Node<'a>> {
    let body = class.child("body")?;
    let mut nodes = body.descendants().take(MOST_NODES);
    nodes.find(|node| {
        let is_name = node.kind() == "identifier" && node.text() == name;
        is_name && node.parent().is_some_and(|parent| binds(parent, *node))
    })
}

fn binds<'a>(parent: Node<'a>, name: Node<'a>) -> bool {
    match parent.kind() {
        "function_definition" | "class_definition" => parent.child("name") == Some(name),
        "assignment" | "augmented_assignment" => parent.child("left") == Some(name),
        "attribute" => {
            parent.child("attribute") == Some(name)
                && parent
                    .parent()
                    .is_some_and(|around| around.kind() != "call" && is_target(around, parent))
        }
        "pattern_list" | "tuple_pattern" | "list_pattern" | "as_pattern_target" => true,
        _ => false,
    }
}

fn is_target<'a>(around: Node<'a>, attribute: Node<'a>) -> bool {
    match around.kind() {
        "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause" => {
            around.child("left") == Some(attribute)
        }
        "pattern_list" | "tuple_pattern" | "list_pattern" | "as_pattern_target" => true,
        _ => false,
    }
}
