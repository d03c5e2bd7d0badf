//! Whether objects of a class can be hashed, and what that does in this file.

use serde_json::json;

use super::super::sentence::{Sentence, code, say};
use super::super::{Insight, Site, model};
use super::body::{self, LIMIT, Own};
use super::context::class_asked;
use crate::detect::Analysis;
use crate::document::Node;

/// A class whose objects are unhashable, and why.
pub(super) fn unhashable(site: &Site<'_>) -> Option<Insight> {
    let class = class_asked(site, &["__eq__", "__hash__"])?;
    let sentence = why(site, class)?;
    let claim = json!({ "class": body::name_of(class), "hashable": false });
    let sentence = match use_of(site, class) {
        Some(node) => sentence.say("; ").line(node).say(" hashes one: ").node(node),
        None => match cached_method(site.analysis, class) {
            Some(def) => sentence
                .say("; the cache on ")
                .code(body::name_of(def))
                .say(" (")
                .line(def)
                .say(") hashes ")
                .code("self"),
            None => sentence.say(": no dictionary key, no member of a set"),
        },
    };
    Some(Insight::new(sentence).with_claim(claim))
}

/// Classes of Python's whose `__hash__` is `None`.
const UNHASHABLE: &[&str] = &[
    "builtins.bytearray",
    "builtins.dict",
    "builtins.list",
    "builtins.set",
    "collections.Counter",
    "collections.OrderedDict",
    "collections.UserList",
    "collections.abc.Mapping",
    "collections.abc.Set",
    "collections.deque",
];

/// Why objects of the class are unhashable; nothing if they are not, or the file does not tell.
fn why<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Sentence> {
    let objects = code(body::name_of(class)).say(" objects are unhashable");
    match model::find_member(site.analysis, class, "__hash__") {
        model::Member::NoHash(base) => {
            let model::Own::Here(eq) = model::own_member(base, "__eq__") else {
                return None;
            };
            if base == class {
                let sentence = say("with ")
                    .code("__eq__")
                    .say(" (")
                    .line(eq)
                    .say(") and no ")
                    .code("__hash__")
                    .say(", ");
                return Some(sentence.code(body::name_of(class)).say(" objects are unhashable"));
            }
            let sentence = objects
                .say(", like those of its base ")
                .code(body::name_of(base))
                .say(", which has ");
            Some(
                sentence
                    .code("__eq__")
                    .say(" (")
                    .line(eq)
                    .say(") and no ")
                    .code("__hash__"),
            )
        }
        model::Member::Here(node) if is_none(node) => Some(
            objects
                .say(" by ")
                .code("__hash__ = None")
                .say(" (")
                .line(node)
                .say(")"),
        ),
        model::Member::Inherited(base, node) if is_none(node) => {
            let sentence = objects
                .say(", as its base ")
                .code(body::name_of(base))
                .say(" sets ")
                .code("__hash__ = None");
            Some(sentence.say(" (").line(node).say(")"))
        }
        model::Member::Builtin(known) if UNHASHABLE.contains(&known) => {
            let name = known.rsplit('.').next().unwrap_or(known);
            Some(objects.say(" like every ").code(name))
        }
        _ => None,
    }
}

fn is_none(statement: Node<'_>) -> bool {
    matches!(body::meaning(statement), Own::Value(value) if value.kind() == "none")
}

/// Where the file hashes an object that it makes at that very place: `{C()}`, `{C(): 1}`, `hash(C())`, `d[C()]`.
fn use_of<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Node<'a>> {
    model::calls_of(site.analysis, site.nodes, class).find_map(|made| {
        let around = made.parent()?;
        let is_hashed = match around.kind() {
            "set" => true,
            "pair" => around.child("key") == Some(made),
            "argument_list" => {
                let function = around.parent()?.child("function")?;
                body::is_one_of(site.analysis, function, &["builtins.hash"])
            }
            _ => false,
        };
        let shown = match around.kind() {
            "pair" | "argument_list" => around.parent()?,
            _ => around,
        };
        is_hashed.then_some(shown)
    })
}

/// A method of the class under `functools.lru_cache`, whose calls hash the object.
fn cached_method<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Node<'a>> {
    let members = crate::detect::members(class).take(LIMIT.min(512));
    members.filter(|n| n.kind() == "function_definition").find(|def| {
        let mut is_cached = false;
        for decorator in body::decorators(*def) {
            if !body::is_one_of(analysis, decorator, &["functools.lru_cache", "functools.cache"]) {
                return false;
            }
            is_cached = true;
        }
        is_cached
    })
}

/// A class with one half of equality: `__hash__` without `__eq__`, `__ne__` without `__eq__`.
pub(super) fn half_of_equality(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::decorators(def).next().is_some() || !model::is_default(site.analysis, class, "__eq__") {
        return None;
    }
    let name = body::name_of(class);
    let sentence = match body::name_of(def) {
        "__hash__" => code(name)
            .say(" has no ")
            .code("__eq__")
            .say(": two objects with the same hash are still two different keys, compared by identity"),
        "__ne__" => code(name)
            .say(" has no ")
            .code("__eq__")
            .say(": ")
            .code("!=")
            .say(" calls this method, but ")
            .code("==")
            .say(" compares by identity"),
        _ => return None,
    };
    Some(Insight::new(sentence))
}
