//! Special methods stored in an object, where Python does not look for them.

use super::super::{Insight, Sentence, Site, model};
use super::body::{self, Own};
use super::lookup::{self, Found};
use super::special;
use crate::detect::{Analysis, Resolution};
use crate::document::{Node, syntax};

/// Special names that Python or its standard library reads from the object itself.
const OF_OBJECTS: &[&str] = &[
    "__copy__",
    "__deepcopy__",
    "__reduce__",
    "__reduce_ex__",
    "__getstate__",
    "__setstate__",
    "__getnewargs__",
    "__getnewargs_ex__",
    "__replace__",
    "__new__",
    "__init__",
    "__init_subclass__",
    "__subclasshook__",
    "__class_getitem__",
    "__mro_entries__",
    "__prepare__",
    "__post_init__",
    "__set_name__",
    "__instancecheck__",
    "__subclasscheck__",
];

/// `x.__len__ = …`, where `x` is an object of a class of this file.
pub(super) fn instance(site: &Site<'_>) -> Option<Insight> {
    let name = site.token.text();
    if !name.starts_with("__") || OF_OBJECTS.contains(&name) {
        return None;
    }
    let method = special::method_named(name)?;
    let target = site
        .token
        .parent()
        .filter(|n| n.kind() == "attribute" && n.child("attribute") == Some(site.token))?;
    target
        .parent()
        .filter(|n| n.kind() == "assignment" && n.child("left") == Some(target) && n.child("right").is_some())?;
    let object = target.child("object").filter(|n| n.kind() == "identifier")?;
    let class = class_of(site, object)?;
    let class_name = body::name_of(class);
    // A class statement that could make something else than a plain class, or take assignments itself.
    if !is_plain(site, class) {
        return None;
    }
    let sentence = method.call(Sentence::default()).say(" asks the class");
    let sentence = match lookup::find(site, class, name) {
        Found::Class(owner, Own::Def(def)) => sentence
            .say(", and so calls the ")
            .code(name)
            .say(" of ")
            .code(body::name_of(owner))
            .say(" (")
            .line(def)
            .say("), not what is stored in the object"),
        Found::Nowhere => sentence
            .say(", and ")
            .code(class_name)
            .say(" has no ")
            .code(name)
            .say(": what is stored in the object is never called by it"),
        _ => sentence
            .say(" ")
            .code(class_name)
            .say(", never what is stored in the object"),
    };
    Some(Insight::new(sentence))
}

/// The class of the object that a name stands for: of `self` in a method, of a variable that is `C(…)` and nothing else.
fn class_of<'a>(site: &Site<'a>, object: Node<'a>) -> Option<Node<'a>> {
    let (_, scope) = syntax::scope_of(object);
    match site.analysis.resolve(object) {
        Resolution::Parameter => {
            let def = scope.filter(|n| n.kind() == "function_definition")?;
            let first = def.child("parameters")?.named_children().next()?;
            let is_self = first.kind() == "identifier" && first.text() == object.text();
            let is_method = is_self && body::decorators(def).next().is_none() && body::name_of(def) != "__new__";
            if is_method { body::class_around(def) } else { None }
        }
        Resolution::Variable => {
            let value = only_value(site.analysis, object, scope.unwrap_or_else(|| site.nodes.root()))?;
            let function = value.child("function").filter(|_| value.kind() == "call")?;
            model::class_with(site.analysis, function)
        }
        _ => None,
    }
}

/// The value that a variable is given in `scope`, where it is given one only once.
pub(super) fn only_value<'a>(analysis: &Analysis, name: Node<'a>, scope: Node<'a>) -> Option<Node<'a>> {
    let mut value = None;
    let mut left = body::LIMIT;
    let mut at = Some(scope);
    while let Some(node) = at {
        left = left.checked_sub(1)?;
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

/// Whether objects of the class are made and given attributes in the ordinary way: no metaclass, not a metaclass itself, no `__new__`, `__setattr__` or `__slots__`.
fn is_plain<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    lookup::makes_its_own(site, class)
        && lookup::is_default(site, class, "__setattr__")
        && matches!(model::slots(class), model::Slots::None)
}
