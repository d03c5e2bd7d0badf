//! Under which name a private attribute is stored.

use memchr::memmem;

use super::{Insight, Site, name_of};
use crate::document::Node;
use crate::insight::model::{
    Entry, Member, Mro, class_of_object, class_with, complete_order, find_member, is_default, mangled, mro,
};
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

/// `v.__x` outside of the class that `v` is an object of: there the attribute has another name.
pub(super) fn from_outside<'a>(site: &Site<'a>) -> Option<Insight> {
    let name = site.token.text();
    let attribute = site
        .token
        .parent()
        .filter(|_| site.token.field() == Some("attribute"))?;
    let object = attribute
        .child("object")
        .filter(|object| object.kind() == "identifier")?;
    if class_around(site.token).is_some() || !name.starts_with("__") || name.ends_with("__") {
        return None;
    }
    let class = class_of_object(site.analysis, object).or_else(|| class_with(site.analysis, object))?;
    let order = complete_order(site.analysis, class)?;
    let is_known = |entry: &Entry<'_>| match entry {
        Entry::Class(_) => true,
        Entry::Known(known) => known.name == "builtins.object" || known.name == "abc.ABC",
    };
    let hooks = ["__getattr__", "__getattribute__", "__setattr__"];
    let is_plain = |hook: &str| hook == "__getattr__" || is_default(site.analysis, class, hook);
    let has_getattr = find_member(site.analysis, class, "__getattr__") != Member::Absent;
    if !order.iter().all(is_known) || has_getattr || !hooks.iter().all(|hook| is_plain(hook)) {
        return None;
    }
    let mut classes = order.iter().filter_map(|entry| match entry {
        Entry::Class(class) => Some(*class),
        Entry::Known(_) => None,
    });
    let (owner, place) = classes.find_map(|class| binding_of(class, name).map(|node| (class, node)))?;
    let stored = mangled(owner, name);
    let own = code(name_of(owner))
        .say(" keeps its own as ")
        .code(&stored)
        .say(" (")
        .line(place)
        .say(")");
    let around = attribute.parent()?;
    if is_target(around, attribute) {
        let mut sentence = say("binds a new attribute ").code(name).say(": ");
        sentence.0.extend(own.0);
        return Some(Insight::new(sentence));
    }
    // Somebody may have set it from outside, where it has this very name.
    if stored == name || is_set_outside(site, name) {
        return None;
    }
    let mut sentence = say("fails with an ")
        .code("AttributeError")
        .say(": outside of a class ");
    sentence = sentence.code(name).say(" is looked for as it stands, and ");
    sentence.0.extend(own.0);
    Some(Insight::new(sentence))
}

/// Whether code outside of classes gives some object an attribute of this name, or may.
fn is_set_outside(site: &Site<'_>, name: &str) -> bool {
    let text = site.analysis.document().text();
    let literal = [format!("'{name}'"), format!("\"{name}\"")];
    if site.nodes.mentions("setattr(") && literal.iter().any(|literal| site.nodes.mentions(literal)) {
        return true;
    }
    memmem::find_iter(text.as_bytes(), name).take(256).any(|at| {
        let token = site.nodes.innermost(&(at..at + name.len()));
        let attribute = token.parent().filter(|_| token.field() == Some("attribute"));
        let bound = attribute.and_then(|attribute| Some(is_target(attribute.parent()?, attribute)));
        bound == Some(true) && class_around(token).is_none()
    })
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
