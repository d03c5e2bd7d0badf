//! Objects of the file's own classes: which class a name's object is of, where objects of a class are made.

use memchr::memmem;

use super::bases::{class_with, may_be_replaced};
use super::members::{Member, find_member};
use super::metaclass::{Metaclass, Winner, metaclass};
use super::mro::{Entry, Mro, mro};
use crate::detect::{Analysis, Resolution};
use crate::document::{Node, Nodes, syntax};

/// How many nodes of a scope are looked at.
const MOST_NODES: usize = 20_000;

/// The class of the object that a name stands for: of `self` in a method, of a variable that is `C(…)` and nothing else.
pub(in crate::insight) fn class_of_object<'a>(analysis: &Analysis, object: Node<'a>) -> Option<Node<'a>> {
    let (_, scope) = syntax::scope_of(object);
    match analysis.resolve(object) {
        Resolution::Parameter => receiver_of(object),
        Resolution::Variable => {
            let value = only_value(analysis, object, scope.unwrap_or_else(|| object.nodes().root()))?;
            let function = value.child("function").filter(|_| value.kind() == "call")?;
            class_with(analysis, function)
        }
        _ => None,
    }
}

/// The class of whose plain method the parameter `name` is the first, where it is used in that very method.
fn receiver_of(name: Node<'_>) -> Option<Node<'_>> {
    let def = syntax::scope_of(name).1.filter(|n| n.kind() == "function_definition")?;
    let first = def.child("parameters")?.named_children().next()?;
    let is_first = first.kind() == "identifier" && first.text() == name.text();
    let is_decorated = def
        .parent()
        .is_some_and(|parent| parent.kind() == "decorated_definition");
    let is_implicit = def
        .child("name")
        .is_some_and(|n| ["__new__", "__init_subclass__", "__class_getitem__"].contains(&n.text()));
    let class = syntax::scope_of(def)
        .1
        .filter(|class| class.kind() == "class_definition");
    class.filter(|_| is_first && !is_decorated && !is_implicit)
}

/// The value that a variable is given in `scope`, where it is given one only once.
pub(in crate::insight) fn only_value<'a>(analysis: &Analysis, name: Node<'a>, scope: Node<'a>) -> Option<Node<'a>> {
    if scope.count() > MOST_NODES {
        return None;
    }
    let mut value = None;
    let mut at = Some(scope);
    while let Some(node) = at {
        if node.kind() == "identifier" && node.text() == name.text() && analysis.is_definition(node) {
            let assignment = node
                .parent()
                .filter(|n| n.kind() == "assignment" && n.child("left") == Some(node))?;
            if value.is_some() {
                return None;
            }
            value = Some(assignment.child("right")?);
        }
        at = node.next_below(scope, true);
    }
    value
}

/// How many places with the name of a class are looked at.
const MOST_PLACES: usize = 256;

/// The calls of a class in the file, as far as they name it plainly.
pub(in crate::insight) fn calls_of<'a>(
    analysis: &'a Analysis,
    nodes: &'a Nodes<'a>,
    class: Node<'a>,
) -> impl Iterator<Item = Node<'a>> {
    let name = class.child("name").map_or("", Node::text);
    let places = memmem::find_iter(analysis.document().text().as_bytes(), name).take(MOST_PLACES);
    places.filter_map(move |at| {
        let token = nodes.innermost(&(at..at + name.len()));
        let is_name = token.kind() == "identifier" && token.text() == name;
        let call = token
            .parent()
            .filter(|n| is_name && n.kind() == "call" && n.child("function") == Some(token))?;
        (class_with(analysis, token) == Some(class)).then_some(call)
    })
}

/// The order in which attributes of the class are looked up, where all of it is known.
pub(in crate::insight) fn complete_order<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Vec<Entry<'a>>> {
    match mro(analysis, class) {
        Mro::Complete(order) => Some(order),
        _ => None,
    }
}

/// Whether the class has `name` from `object` alone.
pub(in crate::insight) fn is_default<'a>(analysis: &Analysis, class: Node<'a>, name: &str) -> bool {
    matches!(find_member(analysis, class, name), Member::Builtin("builtins.object"))
}

/// Whether calling the class makes an object of it: no `__new__` of a base, no metaclass of this file or of unknown origin, no decorator in between.
pub(in crate::insight) fn makes_its_own<'a>(analysis: &Analysis, class: Node<'a>) -> bool {
    let is_type = match metaclass(analysis, class) {
        Winner::Is(Metaclass::Known(name), _) => ["type", "ABCMeta"].contains(&name),
        _ => false,
    };
    is_type && is_default(analysis, class, "__new__") && !may_be_replaced(analysis, class)
}
