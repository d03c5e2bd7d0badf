//! Special methods stored in an object, where Python does not look for them.

use super::super::{Insight, Sentence, Site, model};
use super::body::{self, Own};
use super::lookup::{self, Found};
use super::special;
use crate::document::Node;

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
    let class = model::class_of_object(site.analysis, object)?;
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

/// Whether objects of the class are made and given attributes in the ordinary way: no metaclass, not a metaclass itself, no `__new__`, `__setattr__` or `__slots__`.
fn is_plain<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    model::makes_its_own(site.analysis, class)
        && model::is_default(site.analysis, class, "__setattr__")
        && matches!(model::slots(class), model::Slots::None)
}
