//! Iterators and their halves, for `for` and for `async for`.

use super::super::sentence::{code, say};
use super::super::{Insight, Sentence, Site};
use super::body::{self, Own};
use super::context::{class_asked, is_self, is_stub, own_nodes};
use super::lookup;
use crate::document::{Node, syntax};

/// What a function returns, as far as its `return` statements tell.
enum Returned<'a> {
    /// Its own first parameter, always.
    Itself,
    /// A value that is no iterator, by this statement.
    Plain(Node<'a>),
    /// Nothing at all.
    Nothing,
}

fn returned<'a>(def: Node<'a>) -> Option<Returned<'a>> {
    let nodes = own_nodes(def.child("body")?)?;
    if is_stub(&nodes)
        || nodes
            .iter()
            .any(|n| matches!(n.kind(), "yield" | "raise_statement" | "pass_statement"))
    {
        return None;
    }
    let mut values = Vec::new();
    for node in nodes.iter().filter(|n| n.kind() == "return_statement") {
        values.push(node.named_children().find(|n| n.kind() != "comment"));
    }
    let is_list = |n: &Node<'_>| {
        matches!(
            n.kind(),
            "list"
                | "tuple"
                | "dictionary"
                | "set"
                | "string"
                | "list_comprehension"
                | "set_comprehension"
                | "dictionary_comprehension"
                | "integer"
                | "none"
        )
    };
    match values.as_slice() {
        [] => Some(Returned::Nothing),
        all if all
            .iter()
            .all(|value| value.is_some_and(|value| value.kind() == "identifier" && is_self(value, def))) =>
        {
            let rebinds =
                |n: &&Node<'_>| n.kind() == "assignment" && n.child("left").is_some_and(|left| is_self(left, def));
            nodes.iter().find(rebinds).is_none().then_some(Returned::Itself)
        }
        all => {
            let first = all.iter().flatten().next()?;
            all.iter()
                .all(|value| value.is_some_and(|value| is_list(&value)))
                .then_some(Returned::Plain(*first))
        }
    }
}

/// An iterator with one half missing or wrong.
pub(super) fn half(site: &Site<'_>) -> Option<Insight> {
    let class = class_asked(site, &["__iter__", "__next__", "__aiter__", "__anext__"])?;
    let is_async = site.token.text().starts_with("__a");
    let order = if is_async { [true, false] } else { [false, true] };
    let sentence = order
        .into_iter()
        .find_map(|is_async| wrong_iter(site, class, is_async).or_else(|| lonely_next(site, class, is_async)))?;
    Some(Insight::new(sentence))
}

fn undecorated<'a>(class: Node<'a>, name: &str) -> Option<Node<'a>> {
    let def = body::own(class, name).def()?;
    body::decorators(def).next().is_none().then_some(def)
}

/// An `__iter__` whose result is no iterator.
fn wrong_iter<'a>(site: &Site<'a>, class: Node<'a>, is_async: bool) -> Option<Sentence> {
    let (iter, next, statement) = if is_async {
        ("__aiter__", "__anext__", "async for")
    } else {
        ("__iter__", "__next__", "for")
    };
    let def = undecorated(class, iter)?;
    let fails = |sentence: Sentence| sentence.say(": ").code(statement).say(" raises ").code("TypeError");
    if syntax::is_async(def) {
        let yields = own_nodes(def.child("body")?)?.iter().any(|n| n.kind() == "yield");
        let sentence = match (is_async, yields) {
            (true, true) => return None,
            (true, false) => code(iter)
                .say(" may not be an ")
                .code("async def")
                .say(" without ")
                .code("yield"),
            (false, true) => {
                code("async def __iter__").say(" makes an asynchronous generator, which is not an iterator")
            }
            (false, false) => code("async def __iter__").say(" gives a coroutine, which is not an iterator"),
        };
        return Some(fails(sentence));
    }
    let sentence = match returned(def)? {
        Returned::Itself => {
            if !lookup::is_nowhere(site, class, next) {
                return None;
            }
            code(iter)
                .say(" (")
                .line(def)
                .say(") returns ")
                .code("self")
                .say(", but ")
                .code(body::name_of(class))
                .say(" has no ")
                .code(next)
        }
        Returned::Plain(value) => {
            let sentence = code(iter)
                .say(" returns ")
                .node(value)
                .say(" (")
                .line(value)
                .say("), which is not an iterator");
            let sentence = fails(sentence);
            let is_iterable = !matches!(value.kind(), "integer" | "none") && !is_async;
            return Some(if is_iterable {
                sentence.say("; ").code("return iter(…)").say(" is meant")
            } else {
                sentence
            });
        }
        Returned::Nothing => code(iter)
            .say(" returns nothing, and ")
            .code("None")
            .say(" is not an iterator"),
    };
    Some(fails(sentence))
}

/// A `__next__` without an `__iter__`.
fn lonely_next<'a>(site: &Site<'a>, class: Node<'a>, is_async: bool) -> Option<Sentence> {
    let (iter, next, call, statement) = if is_async {
        ("__aiter__", "__anext__", "await x.__anext__()", "async for")
    } else {
        ("__iter__", "__next__", "next(x)", "for")
    };
    body::own(class, next).def()?;
    if !lookup::is_nowhere(site, class, iter) || (!is_async && !lookup::is_nowhere(site, class, "__getitem__")) {
        return None;
    }
    let sentence = code(body::name_of(class))
        .say(" has ")
        .code(next)
        .say(" but no ")
        .code(iter)
        .say(": ")
        .code(call)
        .say(" works, ")
        .code(&format!("{statement} y in x"))
        .say(" raises ")
        .code("TypeError");
    Some(sentence)
}

/// A `__next__` (or a `__getitem__` that `for` counts through) that has no way to end a loop.
pub(super) fn endless(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::decorators(def).next().is_some() {
        return None;
    }
    let name = body::name_of(def);
    let nodes = own_nodes(def.child("body")?)?;
    if is_stub(&nodes) || nodes.iter().any(|n| n.kind() == "pass_statement") {
        return None;
    }
    if let Some(found) = nodes.iter().find(|n| n.kind() == "yield" && n.is_named()) {
        return (name == "__next__" && !syntax::is_async(def)).then(|| {
            let sentence = say("with the ")
                .code("yield")
                .say(" of ")
                .line(*found)
                .say(" each ")
                .code("next(x)")
                .say(" gives a new generator and runs none of this: a ")
                .code("for")
                .say(" over it never ends");
            Insight::new(sentence)
        });
    }
    let end = match name {
        "__next__" if !syntax::is_async(def) => "StopIteration",
        "__anext__" if syntax::is_async(def) => "StopAsyncIteration",
        "__getitem__" if lookup::is_nowhere(site, class, "__iter__") => "IndexError",
        _ => return None,
    };
    // Whatever can raise an exception from elsewhere: calls, subscripts, operators on unknown objects, attributes of others, loops, assertions.
    let is_silent = |n: &Node<'_>| match n.kind() {
        "raise_statement"
        | "call"
        | "subscript"
        | "await"
        | "assert_statement"
        | "delete_statement"
        | "for_statement"
        | "with_statement"
        | "import_statement"
        | "import_from_statement"
        | "list_comprehension"
        | "generator_expression"
        | "exec_statement"
        | "pattern_list"
        | "tuple_pattern"
        | "list_pattern"
        | "ERROR" => false,
        "attribute" => n
            .child("object")
            .is_some_and(|object| object.kind() == "identifier" && is_self(object, def)),
        _ => true,
    };
    if !nodes.iter().all(is_silent) {
        return None;
    }
    let has_hook = |hook| !matches!(body::own(class, hook), Own::Absent);
    if has_hook("__getattr__") || has_hook("__getattribute__") {
        return None;
    }
    let statement = if end == "StopAsyncIteration" {
        "async for"
    } else {
        "for"
    };
    let sentence = say("nothing here raises ")
        .code(end)
        .say(": a ")
        .code(statement)
        .say(" over such an object ends only by ")
        .code("break")
        .say(", ")
        .code("return")
        .say(" or another exception");
    Some(Insight::new(sentence))
}

/// `__len__` decides the truth of an object that has no `__bool__`.
pub(super) fn truth_by_length(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::name_of(def) != "__len__"
        || body::decorators(def).next().is_some()
        || !lookup::is_nowhere(site, class, "__bool__")
    {
        return None;
    }
    let name = body::name_of(class);
    let sentence = code(name)
        .say(" has no ")
        .code("__bool__")
        .say(", so this decides ")
        .code("if x:")
        .say(" too: an object of length 0 counts as false");
    Some(Insight::new(sentence))
}

/// A special method that is a coroutine where Python does not await it.
pub(super) fn coroutine(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::decorators(def).next().is_some() {
        return None;
    }
    let name = body::name_of(def);
    let yields = own_nodes(def.child("body")?)?.into_iter().find(|n| n.kind() == "yield");
    let method = super::special::method_named(name)?;
    if let (Some(found), "__init__", false) = (yields, name, syntax::is_async(def)) {
        let sentence = say("the ")
            .code("yield")
            .say(" of ")
            .line(found)
            .say(" makes ")
            .code("__init__")
            .say(" a generator function: making an object raises ")
            .code("TypeError");
        return Some(Insight::new(sentence));
    }
    if !syntax::is_async(def) || yields.is_some() {
        return None;
    }
    let call = match name {
        "__init__" => code(&format!("{}(…)", body::name_of(class))),
        _ => method.call(Sentence::default()),
    };
    let sentence = match name {
        "__init__" | "__await__" | "__len__" | "__bool__" | "__str__" | "__repr__" | "__hash__" | "__format__"
        | "__bytes__" | "__int__" | "__float__" | "__index__" | "__complex__" | "__fspath__" | "__length_hint__" => {
            call.say(" does not await it, and for a coroutine raises ")
                .code("TypeError")
        }
        "__contains__" => code("y in x")
            .say(" does not await it: the coroutine counts as true, so the answer is always ")
            .code("True"),
        "__eq__" | "__ne__" | "__lt__" | "__le__" | "__gt__" | "__ge__" => {
            call.say(" does not await it: the result is a coroutine, which counts as true")
        }
        "__setattr__" | "__delattr__" | "__setitem__" | "__delitem__" | "__set__" | "__delete__" | "__del__"
        | "__set_name__" | "__post_init__" | "__init_subclass__" => {
            call.say(" does not await it: nothing of its body ever runs")
        }
        _ => return None,
    };
    Some(Insight::new(sentence))
}
