//! `__enter__` and `__exit__`, and their `async` counterparts.

use super::super::sentence::{self, code, say};
use super::super::{Insight, Sentence, Site, model};
use super::body::{self, LIMIT};
use super::lookup::{self, Found};
use crate::document::{Line, Node, syntax};

/// One of the two protocols.
#[derive(Clone, Copy)]
struct Pair {
    enter: &'static str,
    exit: &'static str,
    statement: &'static str,
}

const PLAIN: Pair = Pair {
    enter: "__enter__",
    exit: "__exit__",
    statement: "with",
};

const ASYNC: Pair = Pair {
    enter: "__aenter__",
    exit: "__aexit__",
    statement: "async with",
};

/// A class that has one half only.
pub(super) fn half(site: &Site<'_>) -> Option<Insight> {
    let class = class_asked(site, &[PLAIN.enter, PLAIN.exit, ASYNC.enter, ASYNC.exit])?;
    let pair = if site.token.text().starts_with("__a") {
        [ASYNC, PLAIN]
    } else {
        [PLAIN, ASYNC]
    };
    pair.into_iter().find_map(|pair| half_of(site, class, pair))
}

fn half_of<'a>(site: &Site<'a>, class: Node<'a>, pair: Pair) -> Option<Insight> {
    let own = |name| body::own(class, name);
    let (has, lacks) = match (own(pair.enter).is_there(), own(pair.exit).is_there()) {
        (true, false) => (pair.enter, pair.exit),
        (false, true) => (pair.exit, pair.enter),
        _ => return None,
    };
    let Found::Nowhere = lookup::find(site, class, lacks) else {
        return None;
    };
    let name = body::name_of(class);
    let sentence = code(name)
        .say(" has ")
        .code(has)
        .say(" but no ")
        .code(lacks)
        .say(": ")
        .code(&format!("{} {name}(…)", pair.statement))
        .say(" raises ")
        .code("TypeError")
        .say(" (")
        .code("AttributeError")
        .say(" before 3.11)");
    Some(Insight::new(sentence))
}

/// The class that a place is about: its own statement, or that of a method with one of these names.
pub(super) fn class_asked<'a>(site: &Site<'a>, methods: &[&str]) -> Option<Node<'a>> {
    if site.construct.kind() == "class_definition" {
        return Some(site.construct);
    }
    if let Some(class) = site
        .construct
        .child("definition")
        .filter(|n| n.kind() == "class_definition")
    {
        return Some(class);
    }
    let (class, _) = body::method_of(site)?;
    methods.contains(&site.token.text()).then_some(class)
}

/// A `with` over an object of a class that is no context manager.
pub(super) fn with_fails(site: &Site<'_>) -> Option<Insight> {
    let statement = site.construct;
    if statement.kind() != "with_statement" {
        return None;
    }
    let (pair, other) = if syntax::is_async(statement) {
        (ASYNC, PLAIN)
    } else {
        (PLAIN, ASYNC)
    };
    let clause = statement.named_children().find(|n| n.kind() == "with_clause")?;
    let items = clause.named_children().filter(|n| n.kind() == "with_item").take(16);
    items.filter_map(|item| made_class(site, item)).find_map(|class| {
        let lookup = |name| lookup::find(site, class, name);
        let lacks = [pair.enter, pair.exit]
            .into_iter()
            .find(|name| matches!(lookup(name), Found::Nowhere))?;
        let name = body::name_of(class);
        let mut sentence = say("this fails: ")
            .code(name)
            .say(" (")
            .line(class)
            .say(") has no ")
            .code(lacks);
        let has = |name| matches!(lookup(name), Found::Class(_, own) if own.is_there());
        if has(other.enter) && has(other.exit) {
            let article = if other.statement == "with" { "" } else { "an " };
            sentence = sentence.say(&format!("; it is for {article}")).code(other.statement);
        }
        Some(Insight::new(sentence))
    })
}

/// The class of this file of which a `with` item makes an object.
fn made_class<'a>(site: &Site<'a>, item: Node<'a>) -> Option<Node<'a>> {
    let mut value = item.child("value")?;
    if value.kind() == "as_pattern" {
        value = value.named_children().next()?;
    }
    let function = value.child("function").filter(|_| value.kind() == "call")?;
    let class = model::class_with(site.analysis, function)?;
    lookup::makes_its_own(site, class).then_some(class)
}

/// What an `__exit__` does with an exception of the block: drops it always, or under a condition.
pub(super) fn swallows(site: &Site<'_>) -> Option<Insight> {
    let def = match site.token.kind() {
        "return" => site.token.ancestors().find(|n| n.kind() == "function_definition")?,
        _ => body::method_of(site)?.1,
    };
    body::class_around(def)?;
    let name = body::name_of(def);
    if ![PLAIN.exit, ASYNC.exit].contains(&name) {
        return None;
    }
    body::binding(site.analysis, def)?;
    if name == PLAIN.exit && syntax::is_async(def) {
        let sentence = code("with").say(" does not await ").code("async def __exit__").say(
            ": its body never runs, and the coroutine counts as true, so every exception of the block is swallowed",
        );
        return Some(Insight::new(sentence));
    }
    let outcome = outcome(def)?;
    if let Outcome::Generator(line) = outcome {
        let sentence = say("with the ")
            .code("yield")
            .say(&format!(" of line {line} a call only makes a generator: the body never runs, and as the generator counts as true, every exception is swallowed"));
        return (name == PLAIN.exit).then(|| Insight::new(sentence));
    }
    let (line, tail): (Line, Sentence) = match outcome {
        Outcome::Always(node) => (
            sentence::line_of(node),
            say(" swallows every exception of the block, even ").code("KeyboardInterrupt"),
        ),
        Outcome::Only(node, condition) => (
            sentence::line_of(node),
            say(" swallows an exception of the block only if ").node(condition),
        ),
        Outcome::Sometimes(node) => (
            sentence::line_of(node),
            say(" swallows an exception of the block when it is reached; any other way out lets it go on"),
        ),
        Outcome::Generator(_) => return None,
    };
    let mut sentence = code("return True").say(&format!(" on line {line}"));
    sentence.0.extend(tail.0);
    Some(Insight::new(sentence))
}

/// How a function gives a true value.
enum Outcome<'a> {
    /// By this statement, whenever it comes to an end.
    Always(Node<'a>),
    /// By this statement, if the condition holds, and else not.
    Only(Node<'a>, Node<'a>),
    /// By this statement, in some cases, and else not.
    Sometimes(Node<'a>),
    /// It has a `yield`, on this line.
    Generator(Line),
}

fn outcome<'a>(def: Node<'a>) -> Option<Outcome<'a>> {
    let body = def.child("body")?;
    let mut giving = Vec::new();
    let mut others = 0;
    let mut raises = false;
    for node in own_nodes(body)? {
        match node.kind() {
            "yield" => return Some(Outcome::Generator(sentence::line_of(node))),
            "finally_clause" => return None,
            "raise_statement" => raises = true,
            "return_statement" => match node.named_children().find(|n| n.kind() != "comment") {
                Some(value) if value.kind() == "true" => giving.push(node),
                Some(value) if matches!(value.kind(), "false" | "none") => others += 1,
                None => others += 1,
                Some(_) => return None,
            },
            _ => {}
        }
    }
    let first = giving.first().copied()?;
    let top = body.named_children().find(|n| giving.contains(n));
    let ends_before = |last: Node<'a>| {
        let mut before = body.named_children().take_while(|n| *n != last);
        before.any(|n| matches!(n.kind(), "return_statement" | "raise_statement"))
    };
    match (top, giving.as_slice()) {
        (Some(top), _) if ends_before(top) => None,
        (Some(top), _) if others == 0 && !raises => Some(Outcome::Always(top)),
        (None, [one]) => {
            let block = one.parent()?;
            let condition = block
                .parent()
                .filter(|n| {
                    n.kind() == "if_statement" && n.child("consequence") == Some(block) && n.parent() == Some(body)
                })
                .and_then(|n| n.child("condition"));
            Some(condition.map_or(Outcome::Sometimes(first), |condition| Outcome::Only(first, condition)))
        }
        (None, _) | (Some(_), [_]) => Some(Outcome::Sometimes(first)),
        _ => None,
    }
}

/// The nodes of a block that run in the function that it belongs to; `None` where there are too many.
pub(super) fn own_nodes(block: Node<'_>) -> Option<Vec<Node<'_>>> {
    let mut found = Vec::new();
    let mut at = Some(block);
    while let Some(node) = at {
        if found.len() >= LIMIT {
            return None;
        }
        let opens = matches!(node.kind(), "function_definition" | "class_definition" | "lambda");
        if !opens {
            found.push(node);
        }
        at = node.next_below(block, !opens);
    }
    Some(found)
}

/// An `__enter__` that is a coroutine or a generator.
pub(super) fn enter_kind(site: &Site<'_>) -> Option<Insight> {
    let (_, def) = body::method_of(site)?;
    if body::name_of(def) != PLAIN.enter {
        return None;
    }
    body::binding(site.analysis, def)?;
    let nodes = own_nodes(def.child("body")?)?;
    let found = nodes.iter().find(|n| n.kind() == "yield").copied();
    let sentence = match (syntax::is_async(def), found) {
        (true, None) => code("with")
            .say(" does not await ")
            .code("async def __enter__")
            .say(": its body never runs, and ")
            .code("as")
            .say(" binds the coroutine; ")
            .code("async with")
            .say(" calls ")
            .code("__aenter__"),
        (false, Some(found)) => say("with the ")
            .code("yield")
            .say(" of ")
            .line(found)
            .say(" a call only makes a generator: its body does not run, and ")
            .code("as")
            .say(" binds the generator"),
        _ => return None,
    };
    Some(Insight::new(sentence))
}

/// An `__aenter__` or `__aexit__` that is no coroutine and has nothing to await.
pub(super) fn not_awaitable(site: &Site<'_>) -> Option<Insight> {
    let (_, def) = body::method_of(site)?;
    let name = body::name_of(def);
    if ![ASYNC.enter, ASYNC.exit, "__anext__"].contains(&name)
        || syntax::is_async(def)
        || body::decorators(def).next().is_some()
    {
        return None;
    }
    let nodes = own_nodes(def.child("body")?)?;
    if nodes.iter().any(|n| matches!(n.kind(), "yield" | "raise_statement")) {
        return None;
    }
    let mut values = nodes.iter().filter(|n| n.kind() == "return_statement");
    let is_plain = |n: &Node<'_>| match n.named_children().find(|n| n.kind() != "comment") {
        Some(value) if value.kind() == "identifier" => is_self(value, def),
        Some(value) => matches!(
            value.kind(),
            "true" | "false" | "none" | "integer" | "float" | "string" | "list" | "tuple" | "dictionary"
        ),
        None => true,
    };
    if !values.all(is_plain) || is_stub(&nodes) {
        return None;
    }
    let statement = if name == "__anext__" {
        "async for"
    } else {
        ASYNC.statement
    };
    let sentence = code(statement)
        .say(" awaits what ")
        .code(name)
        .say(" returns, and this plain ")
        .code("def")
        .say(" returns nothing that can be awaited: ")
        .code("TypeError")
        .say("; write ")
        .code(&format!("async def {name}"));
    Some(Insight::new(sentence))
}

/// Whether a name is the function's first parameter, never bound again.
pub(super) fn is_self(name: Node<'_>, def: Node<'_>) -> bool {
    let first = def.child("parameters").and_then(|all| all.named_children().next());
    first.is_some_and(|first| first.kind() == "identifier" && first.text() == name.text())
}

/// Whether a body says nothing: `...`, a docstring, `pass` alone. It stands for something that is written elsewhere.
pub(super) fn is_stub(nodes: &[Node<'_>]) -> bool {
    let silent = |n: &Node<'_>| {
        matches!(
            n.kind(),
            "block"
                | "expression_statement"
                | "ellipsis"
                | "string"
                | "string_start"
                | "string_content"
                | "string_end"
                | "comment"
                | "escape_sequence"
        ) || !n.is_named()
    };
    nodes.iter().all(silent)
}

/// A special method that takes another number of arguments than Python gives it.
pub(super) fn arity(site: &Site<'_>) -> Option<Insight> {
    let (_, def) = body::method_of(site)?;
    let name = body::name_of(def);
    // The hook is called through the class: without `@classmethod` that is another story. `RuntimeError` before 3.12 for the last.
    if ["__subclasshook__", "__int__"].contains(&name) {
        return None;
    }
    let method = super::special::method_named(name)?;
    let bound = match body::binding(site.analysis, def)? {
        body::Binding::Bound => 1,
        body::Binding::Static => 0,
    };
    let count = method.arguments? + bound;
    let parameters = super::arity::parameters(def)?;
    if parameters.take(count) {
        return None;
    }
    let arguments = if count == 1 { "argument" } else { "arguments" };
    let object = match (bound, count) {
        (0, _) => "",
        (_, 1) => ", the object itself",
        _ => ", the object included",
    };
    let sentence = code(method.called_by)
        .say(" gives ")
        .code(name)
        .say(&format!(" {count} {arguments}{object}; this one "));
    let sentence = if parameters.needs_keyword {
        sentence.say("needs one by keyword")
    } else {
        sentence.say(&format!("takes {}", parameters.in_words()))
    };
    Some(Insight::new(sentence.say(", so the call fails")))
}
