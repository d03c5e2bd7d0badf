//! Descriptors: which come before what an object stores, and where one is used.

use super::super::sentence::{code, say};
use super::super::{Insight, Sentence, Site, model};
use super::body::{self, Own};
use super::context::{class_asked, is_self, own_nodes};
use super::lookup::{self, Found};
use crate::document::{Node, syntax};

/// Which methods of the protocol a class has.
#[derive(Clone, Copy)]
struct Methods<'a> {
    get: Option<(Node<'a>, Node<'a>)>,
    has_set: bool,
    has_delete: bool,
}

fn methods<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Methods<'a>> {
    let has = |name| match lookup::find(site, class, name) {
        Found::Nowhere => Some(None),
        Found::Class(owner, Own::Def(def)) => Some(Some((owner, def))),
        _ => None,
    };
    let found = Methods {
        get: has("__get__")?,
        has_set: has("__set__")?.is_some(),
        has_delete: has("__delete__")?.is_some(),
    };
    (found.get.is_some() || found.has_set || found.has_delete).then_some(found)
}

/// What the objects of a class are as descriptors.
pub(super) fn kind(site: &Site<'_>) -> Option<Insight> {
    let class = class_asked(site, &["__get__", "__set__", "__delete__"])?;
    let found = methods(site, class)?;
    let name = body::name_of(class);
    let is_data = found.has_set || found.has_delete;
    let sentence = match (found.get, found.has_set) {
        (Some(_), _) if is_data => {
            let method = if found.has_set { "__set__" } else { "__delete__" };
            let sentence = say("with ")
                .code(method)
                .say(", ")
                .code(name)
                .say(" is a data descriptor: it wins over what the object stores under its name");
            if found.has_set {
                sentence
            } else {
                sentence
                    .say("; with no ")
                    .code("__set__")
                    .say(" assigning raises ")
                    .code("AttributeError")
            }
        }
        (Some((_, def)), _) => {
            let sentence = code(name)
                .say(" has ")
                .code("__get__")
                .say(" alone: what an object stores under its name hides it");
            match stores(def) {
                Some(place) => sentence
                    .say(", so after the store on ")
                    .line(place)
                    .say(" the stored value is read directly"),
                None => sentence,
            }
        }
        (None, true) => code(name)
            .say(" has ")
            .code("__set__")
            .say(" but no ")
            .code("__get__")
            .say(": reading gives what the object's ")
            .code("__dict__")
            .say(" has under the name, or else the ")
            .code(name)
            .say(" object itself"),
        (None, false) => return None,
    };
    Some(Insight::new(with_use(sentence, site, class)))
}

/// Where a `__get__` keeps its result in the object it was asked for.
fn stores(get: Node<'_>) -> Option<Node<'_>> {
    let object = get.child("parameters")?.named_children().nth(1)?;
    let object = match object.kind() {
        "identifier" => object,
        "typed_parameter" => object.named_children().next()?,
        _ => object.child("name")?,
    };
    let nodes = own_nodes(get.child("body")?)?;
    nodes.into_iter().find(|n| {
        let target = n.child("left").filter(|_| n.kind() == "assignment");
        let dict = target
            .filter(|target| target.kind() == "subscript")
            .and_then(|target| target.child("value"))
            .filter(|value| {
                value.kind() == "attribute" && value.child("attribute").is_some_and(|a| a.text() == "__dict__")
            });
        dict.and_then(|dict| dict.child("object"))
            .is_some_and(|o| o.text() == object.text())
    })
}

/// Adds an attribute for which the class is used.
fn with_use<'a>(sentence: Sentence, site: &Site<'a>, class: Node<'a>) -> Sentence {
    let used = model::calls_of(site.analysis, site.nodes, class).find_map(|call| {
        let assignment = call
            .parent()
            .filter(|n| n.kind() == "assignment" && n.child("right") == Some(call))?;
        let target = assignment.child("left").filter(|n| n.kind() == "identifier")?;
        body::class_around(assignment).map(|owner| (target, owner))
    });
    match used {
        Some((target, owner)) => {
            let attribute = format!("{}.{}", body::name_of(owner), target.text());
            sentence.say(" (so ").code(&attribute).say(", ").line(target).say(")")
        }
        None => sentence,
    }
}

/// An attribute that is a descriptor of a class of this file: in a class body it works, in an object it does not.
pub(super) fn attribute(site: &Site<'_>) -> Option<Insight> {
    let parent = site.token.parent()?;
    let target = match parent.kind() {
        "attribute" if parent.child("attribute") == Some(site.token) => parent,
        _ => site.token,
    };
    let assignment = target
        .parent()
        .filter(|n| n.kind() == "assignment" && n.child("left") == Some(target))?;
    let call = assignment.child("right").filter(|n| n.kind() == "call")?;
    let class = model::class_with(site.analysis, call.child("function")?)?;
    let found = methods(site, class)?;
    if !model::makes_its_own(site.analysis, class) {
        return None;
    }
    let name = body::name_of(class);
    let attribute = site.token.text();
    if target != site.token {
        return in_object(target, name);
    }
    body::class_around(assignment)?;
    let read = match found.get {
        Some((owner, def)) => say("reading ")
            .code(&format!("x.{attribute}"))
            .say(" calls ")
            .code(&format!("{}.__get__", body::name_of(owner)))
            .say(" (")
            .line(def)
            .say(")"),
        None => say("reading ")
            .code(&format!("x.{attribute}"))
            .say(" gives what the object stores"),
    };
    let sentence = match (found.has_set, found.has_delete) {
        (true, _) => read.say(", assigning calls ").code(&format!("{name}.__set__")),
        (false, true) => read.say(", assigning raises ").code("AttributeError"),
        (false, false) => read.say(" until something is assigned to it: that is stored in the object and hides it"),
    };
    Some(Insight::new(sentence))
}

/// `self.x = Descriptor()`.
fn in_object(target: Node<'_>, class_name: &str) -> Option<Insight> {
    let (_, scope) = syntax::scope_of(target);
    let def = scope.filter(|n| n.kind() == "function_definition")?;
    body::class_around(def)?;
    let object = target.child("object").filter(|n| n.kind() == "identifier")?;
    if !is_self(object, def) || body::decorators(def).next().is_some() || body::name_of(def) == "__new__" {
        return None;
    }
    let sentence = say("a descriptor works only in a class: stored in an object, ")
        .node(target)
        .say(" is the ")
        .code(class_name)
        .say(" object itself, and its ")
        .code("__get__")
        .say(" is not called");
    Some(Insight::new(sentence))
}
