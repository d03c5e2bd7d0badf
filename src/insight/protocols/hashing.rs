//! Whether objects of a class can be hashed, and what that does in this file.

use serde_json::json;

use super::super::sentence::{Sentence, code, say};
use super::super::{Insight, Site};
use super::body::{self, LIMIT, Own};
use super::context::class_asked;
use super::lookup::{self, Found};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

/// A class whose objects are unhashable, and why.
pub(super) fn unhashable(site: &Site<'_>) -> Option<Insight> {
    let class = class_asked(site, &["__eq__", "__hash__"])?;
    let sentence = why(site, class)?;
    let claim = json!({ "class": body::name_of(class), "hashable": false });
    let sentence = match use_of(site, class) {
        Some(node) => sentence.say("; ").line(node).say(" hashes one: ").node(node),
        None => match cached_method(site.analysis, class) {
            Some(def) => sentence.say("; the cache on ").code(body::name_of(def)).say(" (").line(def).say(") hashes ").code("self"),
            None => sentence.say(": no dictionary key, no member of a set"),
        },
    };
    Some(Insight::new(sentence).with_claim(claim))
}

/// Why objects of the class are unhashable; nothing if they are not, or the file does not tell.
fn why<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Sentence> {
    let name = body::name_of(class);
    let own = |name| body::own(site.analysis, class, name);
    if !lookup::keeps_hash(site, class) {
        return None;
    }
    match (own("__hash__"), own("__eq__")) {
        (Own::Value(value), _) if value.kind() == "none" => {
            Some(code(name).say(" objects are unhashable by ").code("__hash__ = None").say(" (").line(value).say(")"))
        }
        (Own::Absent, Own::Def(eq) | Own::Value(eq)) => Some(
            say("with ")
                .code("__eq__")
                .say(" (")
                .line(eq)
                .say(") and no ")
                .code("__hash__")
                .say(", ")
                .code(name)
                .say(" objects are unhashable"),
        ),
        (Own::Absent, Own::Absent) => match lookup::find(site, class, "__hash__") {
            Found::Class(base, Own::Value(value)) if value.kind() == "none" => {
                Some(code(name).say(" objects are unhashable: ").code(body::name_of(base)).say(" (").line(base).say(") sets ").code("__hash__ = None"))
            }
            Found::Nowhere | Found::Unsure | Found::Known(_) => inherited(site, class),
            Found::Class(..) => None,
        },
        _ => None,
    }
}

/// A class that inherits the missing hash from a base of this file that has an `__eq__` alone.
fn inherited<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Sentence> {
    let order = lookup::order(site, class)?;
    for base in order.into_iter().skip(1) {
        let lookup::Entry::Class(base) = base else {
            return None;
        };
        if !lookup::keeps_hash(site, base) {
            return None;
        }
        match (body::own(site.analysis, base, "__hash__"), body::own(site.analysis, base, "__eq__")) {
            (Own::Absent, Own::Absent) => {}
            (Own::Absent, Own::Def(eq) | Own::Value(eq)) => {
                let name = body::name_of(class);
                let sentence = code(name)
                    .say(" objects are unhashable, like those of its base ")
                    .code(body::name_of(base))
                    .say(", which has ")
                    .code("__eq__")
                    .say(" (")
                    .line(eq)
                    .say(") and no ")
                    .code("__hash__");
                return Some(sentence);
            }
            _ => return None,
        }
    }
    None
}

/// Where the file hashes an object that it makes at that very place: `{C()}`, `{C(): 1}`, `hash(C())`, `d[C()]`.
fn use_of<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Node<'a>> {
    let name = body::name_of(class);
    let text = site.analysis.document().text();
    let call = format!("{name}(");
    let mut uses = text.match_indices(&call).take(64);
    uses.find_map(|(at, _)| {
        let token = site.nodes.innermost(&(at..at + name.len()));
        let made = token.parent().filter(|n| n.kind() == "call" && n.child("function") == Some(token))?;
        let is_class = matches!(site.analysis.resolve(token), Resolution::Class(range) if range == class.range());
        let around = made.parent().filter(|_| is_class)?;
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
    let is_of_object = |name| match lookup::find(site, class, name) {
        Found::Known(known) => known.name == "builtins.object",
        _ => false,
    };
    if !is_of_object("__eq__") {
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
