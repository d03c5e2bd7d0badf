//! `__getattr__`, `__subclasshook__`, and what pickling calls.

use super::super::sentence::{code, say};
use super::super::{Insight, Site, model};
use super::body::{self, Binding, LIMIT, Own};
use super::context::{is_self, is_stub, own_nodes};
use super::lookup;
use crate::document::{Node, syntax};

/// A `__subclasshook__` that is never asked, or fails.
pub(super) fn subclass_hook(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::name_of(def) != "__subclasshook__" {
        return None;
    }
    let name = body::name_of(class);
    let order = model::complete_order(site.analysis, class)?;
    let is_meta = order
        .iter()
        .any(|entry| matches!(entry, model::Entry::Known(known) if known.name == "builtins.type"));
    if is_meta {
        let sentence = say("is never asked: ")
            .code(name)
            .say(" is a metaclass, and the hook is looked up on the class after the comma of ")
            .code("issubclass(D, C)");
        return Some(Insight::new(sentence));
    }
    let model::Winner::Is(model::Metaclass::Known(meta), _) = model::metaclass(site.analysis, class) else {
        return None;
    };
    if meta == "type" && !model::may_be_replaced(site.analysis, class) {
        let sentence = say("is never asked: the metaclass of ")
            .code(name)
            .say(" is ")
            .code("type")
            .say(", and only ")
            .code("ABCMeta")
            .say(" asks the hook");
        return Some(Insight::new(sentence));
    }
    if !["ABCMeta", "_ProtocolMeta"].contains(&meta) {
        return None;
    }
    let parameters = super::arity::parameters(def)?;
    let (count, passed) = match body::decorators(def).next() {
        None => (1, "the class to check alone"),
        Some(_) => match body::binding(site.analysis, def)? {
            Binding::Static => (1, "the class to check alone"),
            Binding::Bound => (2, "the class itself and the class to check"),
        },
    };
    if !parameters.take(count) {
        let takes = parameters.in_words();
        let call = format!("issubclass(D, {name})");
        let mut sentence = code(&call)
            .say(&format!(" passes {passed}; this function takes {takes}, so it raises "))
            .code("TypeError");
        if count == 1 && parameters.take(2) {
            sentence = sentence.say(": ").code("@classmethod").say(" is missing");
        }
        return Some(Insight::new(sentence));
    }
    inherited_hook(class, def)
}

/// A hook that answers for the subclasses of its class too.
fn inherited_hook(class: Node<'_>, def: Node<'_>) -> Option<Insight> {
    let nodes = own_nodes(def.child("body")?)?;
    let cls = def.child("parameters")?.named_children().next()?.text();
    let asks_itself = nodes.iter().any(|n| n.kind() == "identifier" && n.text() == cls);
    if asks_itself || is_stub(&nodes) || !nodes.iter().any(|n| n.kind() == "return_statement") {
        return None;
    }
    let name = body::name_of(class);
    let sentence = say("subclasses of ")
        .code(name)
        .say(" inherit this answer for checks against themselves, as it does not ask ")
        .code(&format!("{cls} is {name}"));
    Some(Insight::new(sentence))
}

/// A `__getattr__` that never says that an attribute is missing, or calls itself.
pub(super) fn getattr(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::name_of(def) != "__getattr__" || body::decorators(def).next().is_some() || syntax::is_async(def) {
        return None;
    }
    let block = def.child("body")?;
    let nodes = own_nodes(block)?;
    if is_stub(&nodes) || nodes.iter().any(|n| n.kind() == "yield") {
        return None;
    }
    comes_back(site, class, def, block)
        .or_else(|| key_error(class, def, block))
        .or_else(|| falls_off(block, &nodes))
        .or_else(|| never_raises(def, &nodes))
}

/// The first statement of a function that is no docstring.
fn first_statement(block: Node<'_>) -> Option<Node<'_>> {
    let mut statements = block.named_children().filter(|n| n.kind() != "comment");
    statements.find(|n| {
        let is_docstring =
            n.kind() == "expression_statement" && n.named_children().all(|child| child.kind() == "string");
        !is_docstring
    })
}

/// `self.data` in the first statement of `__getattr__`, before anything could have ended the call.
fn comes_back<'a>(site: &Site<'a>, class: Node<'a>, def: Node<'a>, block: Node<'a>) -> Option<Insight> {
    let guards = |n: &Node<'_>| {
        matches!(
            n.kind(),
            "raise_statement"
                | "try_statement"
                | "if_statement"
                | "conditional_expression"
                | "boolean_operator"
                | "comparison_operator"
                | "for_statement"
                | "while_statement"
                | "with_statement"
                | "match_statement"
                | "list_comprehension"
                | "generator_expression"
        )
    };
    let nodes = own_nodes(first_statement(block)?)?;
    let read = nodes.iter().take_while(|n| !guards(n)).find(|n| {
        n.kind() == "attribute"
            && n.child("object")
                .is_some_and(|object| object.kind() == "identifier" && is_self(object, def))
            && n.child("attribute")
                .is_some_and(|attribute| !attribute.text().starts_with("__"))
            && n.field() != Some("left")
    })?;
    let attribute = read.child("attribute")?.text();
    let hooks = [
        "__setstate__",
        "__getstate__",
        "__reduce__",
        "__reduce_ex__",
        "__copy__",
        "__getattribute__",
        "__slots__",
    ];
    if hooks.iter().any(|hook| body::own(class, hook) != Own::Absent) || !lookup::is_nowhere(site, class, attribute) {
        return None;
    }
    let sentence = say("while ")
        .node(*read)
        .say(" (")
        .line(*read)
        .say(") is not set, reading it calls ")
        .code("__getattr__")
        .say(" again, without end; ")
        .code("copy")
        .say(" and ")
        .code("pickle")
        .say(" make objects without ")
        .code("__init__");
    Some(Insight::new(sentence))
}

/// `return self.data[name]`, where the data is a dictionary: another exception than callers expect.
fn key_error<'a>(class: Node<'a>, def: Node<'a>, block: Node<'a>) -> Option<Insight> {
    let statement = first_statement(block)?;
    if statement.kind() != "return_statement" {
        return None;
    }
    let value = statement.named_children().next().filter(|n| n.kind() == "subscript")?;
    let key = def.child("parameters")?.named_children().nth(1)?;
    if value.child("subscript")?.text() != key.text() || key.kind() != "identifier" {
        return None;
    }
    let source = value.child("value").filter(|n| n.kind() == "attribute")?;
    let object = source.child("object").filter(|n| n.kind() == "identifier")?;
    let attribute = source.child("attribute")?.text();
    if !is_self(object, def) || !(attribute == "__dict__" || is_always_a_dict(class, attribute)) {
        return None;
    }
    let sentence = say("a name that is missing raises ")
        .code("KeyError")
        .say(", not ")
        .code("AttributeError")
        .say(": ")
        .code("hasattr(x, name)")
        .say(" and ")
        .code("getattr(x, name, default)")
        .say(" let it through");
    Some(Insight::new(sentence))
}

/// Whether all assignments to `self.NAME` in the class give it a dictionary display or `dict(…)`.
fn is_always_a_dict(class: Node<'_>, name: &str) -> bool {
    let Some(block) = class.child("body") else {
        return false;
    };
    let mut found = false;
    let mut at = Some(block);
    let mut left = LIMIT;
    while let Some(node) = at {
        left -= 1;
        if left == 0 {
            return false;
        }
        let target = node.child("left").filter(|_| node.kind() == "assignment");
        let is_target = |n: &Node<'_>| {
            n.kind() == "attribute" && n.child("attribute").is_some_and(|attribute| attribute.text() == name)
        };
        if target.as_ref().is_some_and(is_target) {
            match node.child("right").map(Node::kind) {
                Some("dictionary" | "dictionary_comprehension") => found = true,
                _ => return false,
            }
        }
        at = node.next_below(block, true);
    }
    found
}

/// A `__getattr__` whose last statement is an `if` without `else`.
fn falls_off(block: Node<'_>, nodes: &[Node<'_>]) -> Option<Insight> {
    let last = block.named_children().filter(|n| n.kind() != "comment").last()?;
    if last.kind() != "if_statement" || last.children().any(|n| n.kind() == "else_clause") {
        return None;
    }
    let mut returns = nodes.iter().filter(|n| n.kind() == "return_statement");
    let gives = returns.any(|n| n.named_children().next().is_some_and(|value| value.kind() != "none"));
    if !gives {
        return None;
    }
    let sentence = say("any name that the ")
        .code("if")
        .say(" of ")
        .line(last)
        .say(" does not know gives ")
        .code("None")
        .say(" instead of an ")
        .code("AttributeError")
        .say(": ")
        .code("hasattr(x, name)")
        .say(" is then true");
    Some(Insight::new(sentence))
}

/// A `__getattr__` that has nothing in it that could fail.
fn never_raises(def: Node<'_>, nodes: &[Node<'_>]) -> Option<Insight> {
    let can_fail = |n: &Node<'_>| {
        matches!(
            n.kind(),
            "raise_statement"
                | "subscript"
                | "await"
                | "assert_statement"
                | "delete_statement"
                | "for_statement"
                | "with_statement"
                | "import_statement"
                | "import_from_statement"
                | "binary_operator"
                | "attribute"
                | "pattern_list"
                | "tuple_pattern"
                | "ERROR"
                | "pass_statement"
        ) || n.kind() == "call"
    };
    if nodes.iter().any(can_fail) || !nodes.iter().any(|n| n.kind() == "return_statement") {
        return None;
    }
    // A name from elsewhere could be missing; a parameter, a literal or a lambda cannot.
    let own = def.child("parameters")?;
    let is_own = |n: &Node<'_>| own.named_children().any(|p| p.text() == n.text());
    if nodes.iter().any(|n| n.kind() == "identifier" && !is_own(n)) {
        return None;
    }
    let sentence = say("never raises ")
        .code("AttributeError")
        .say(": ")
        .code("hasattr(x, name)")
        .say(" is true for every name, and a misspelt attribute goes unnoticed");
    Some(Insight::new(sentence))
}

/// `__getstate__` or `__setstate__` alone.
pub(super) fn half_of_state(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    let name = body::name_of(def);
    let reduces = ["__reduce__", "__reduce_ex__"];
    if reduces
        .iter()
        .any(|reduce| !model::is_default(site.analysis, class, reduce))
        || body::decorators(def).next().is_some()
    {
        return None;
    }
    match name {
        "__getstate__" if lookup::is_nowhere(site, class, "__setstate__") => {
            let nodes = own_nodes(def.child("body")?)?;
            let gives = |n: &Node<'_>| n.kind() == "return_statement" && n.named_children().next().is_some();
            if !nodes.iter().any(gives) {
                return None;
            }
            let wrong = nodes.iter().filter(|n| n.kind() == "return_statement").find_map(|n| {
                let value = n.named_children().next()?;
                matches!(
                    value.kind(),
                    "list" | "string" | "integer" | "list_comprehension" | "true"
                )
                .then_some(value)
            });
            let sentence = match wrong {
                Some(value) => say("without a ")
                    .code("__setstate__")
                    .say(" the state has to be a ")
                    .code("dict")
                    .say(": loading a copy with ")
                    .node(value)
                    .say(" (")
                    .line(value)
                    .say(") fails"),
                None => say("there is no ")
                    .code("__setstate__")
                    .say(": what this returns has to be a ")
                    .code("dict")
                    .say(" (or a pair of them, for slots), and updates the ")
                    .code("__dict__")
                    .say(" of the new object"),
            };
            Some(Insight::new(sentence))
        }
        "__setstate__" if body::own(class, "__getstate__") == Own::Absent && inherits_no_state(site, class) => {
            let sentence = say("there is no ")
                .code("__getstate__")
                .say(": this gets the ")
                .code("__dict__")
                .say(" of the object, and is not called where that is empty");
            Some(Insight::new(sentence))
        }
        _ => None,
    }
}

/// Whether no base of this file has a `__getstate__`, and no other base but `object` is there, nor slots.
fn inherits_no_state<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let Some(order) = model::complete_order(site.analysis, class) else {
        return false;
    };
    order.iter().all(|entry| match entry {
        model::Entry::Class(base) => {
            body::own(*base, "__getstate__") == Own::Absent && matches!(model::slots(*base), model::Slots::None)
        }
        model::Entry::Known(known) => ["builtins.object", "abc.ABC"].contains(&known.name),
    })
}
