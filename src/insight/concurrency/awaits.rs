//! Coroutines: made and not awaited, awaited and no coroutine, awaited twice.

use crate::detect::{Resolution, members};
use crate::document::{Node, syntax};
use crate::insight::flow::{run_with, within};
use crate::insight::sentence::{code, say};
use crate::insight::{Insight, Site};

/// What calling a function gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Generator,
    Coroutine,
    AsyncGenerator,
}

/// What calling a `def` gives; `None` where a decorator may change it.
pub(super) fn kind(function: Node<'_>) -> Option<Kind> {
    let is_decorated = function.parent().is_some_and(|p| p.kind() == "decorated_definition");
    if function.kind() != "function_definition" || is_decorated {
        return None;
    }
    kind_of_body(function)
}

fn kind_of_body(function: Node<'_>) -> Option<Kind> {
    let run = run_with(function.child("body")?, |_| false)?;
    let yields = run.iter().any(|n| n.kind() == "yield" && n.is_named());
    Some(match (syntax::is_async(function), yields) {
        (false, false) => Kind::Plain,
        (false, true) => Kind::Generator,
        (true, false) => Kind::Coroutine,
        (true, true) => Kind::AsyncGenerator,
    })
}

/// The function of this file that a call calls: a plain name, or `self.NAME` of the class around.
fn callee<'a>(site: &Site<'a>, call: Node<'a>) -> Option<Node<'a>> {
    let function = call.child("function").filter(|_| call.kind() == "call")?;
    match function.kind() {
        "identifier" => match site.analysis.resolve(function) {
            Resolution::Function(range) => Some(site.nodes.at(&range)),
            _ => None,
        },
        "attribute" => method(function),
        _ => None,
    }
}

/// The method that `self.NAME` stands for in its own class, where the class has just one of that name.
fn method(attribute: Node<'_>) -> Option<Node<'_>> {
    let object = attribute.child("object").filter(|o| o.kind() == "identifier")?;
    let around = attribute
        .ancestors()
        .find(|n| matches!(n.kind(), "function_definition" | "lambda"))?;
    let first = around.child("parameters")?.named_children().next()?;
    let class = around
        .parent()
        .and_then(Node::parent)
        .filter(|n| n.kind() == "class_definition")?;
    let name = attribute.child("attribute")?.text();
    if first.kind() != "identifier" || first.text() != object.text() {
        return None;
    }
    let named = members(class).take(512).filter(|m| {
        m.child("name")
            .or_else(|| m.child("left"))
            .is_some_and(|n| n.text() == name)
    });
    let all: Vec<Node<'_>> = named.collect();
    match all.as_slice() {
        [only] if only.kind() == "function_definition" => Some(*only),
        _ => None,
    }
}

/// A call whose coroutine nobody gets.
pub(super) fn never_awaited(site: &Site<'_>) -> Option<Insight> {
    let name = site.name();
    let call = site.call()?;
    let statement = call.parent()?;
    // A notebook's or an interpreter's last line shows what it gives.
    if statement.kind() != "expression_statement" || statement.named_children().nth(1).is_some() {
        return None;
    }
    if let Resolution::Dotted(names) = site.analysis.resolve(name) {
        let known = [
            "asyncio.sleep",
            "asyncio.to_thread",
            "asyncio.wait_for",
            "asyncio.wait",
            "asyncio.open_connection",
        ];
        let is_known = !names.is_empty() && names.iter().all(|n| known.contains(&n.as_str()));
        return (is_known && site.concept != "closure").then(|| {
            Insight::new(
                say("does nothing: ")
                    .node(call)
                    .say(" only makes a coroutine, and nothing awaits it"),
            )
        });
    }
    let function = callee(site, call)?;
    if kind(function)? != Kind::Coroutine || site.concept != "closure" {
        return None;
    }
    let is_async = syntax::scope_of(call).0 == syntax::ScopeKind::AsyncFunction;
    let sentence = say("runs nothing: ")
        .node(name)
        .say(" is an ")
        .code("async def")
        .say(" (")
        .line(function)
        .say("), and no ")
        .code("await")
        .say(" takes its coroutine");
    let sentence = if is_async {
        sentence
    } else {
        sentence
            .say("; outside of ")
            .code("async def")
            .say(", ")
            .code("asyncio.run")
            .say(" runs it")
    };
    Some(Insight::new(sentence))
}

/// `await` of what cannot be awaited.
pub(super) fn operand(site: &Site<'_>) -> Option<Insight> {
    let await_ = site.token.ancestors().take(2).find(|n| n.kind() == "await")?;
    let call = await_.named_children().next()?;
    let function = callee(site, call)?;
    let kind = kind(function)?;
    let sentence = say("raises ")
        .code("TypeError")
        .say(": ")
        .node(call.child("function")?)
        .say(" (")
        .line(function)
        .say(")");
    let sentence = match kind {
        Kind::Coroutine => return None,
        Kind::Generator => sentence
            .say(" is a generator function, which ")
            .code("await")
            .say(" does not take"),
        Kind::AsyncGenerator => sentence
            .say(" is an async generator, for ")
            .code("async for")
            .say(" alone"),
        Kind::Plain if returns_nothing(function)? => sentence.say(" is a plain function that returns ").code("None"),
        Kind::Plain => return None,
    };
    Some(Insight::new(sentence))
}

fn returns_nothing(function: Node<'_>) -> Option<bool> {
    let run = run_with(function.child("body")?, |_| false)?;
    let raises = run.iter().any(|n| n.kind() == "raise_statement");
    let values = run
        .iter()
        .filter(|n| n.kind() == "return_statement")
        .any(|n| n.named_children().any(|v| v.kind() != "none" && v.kind() != "comment"));
    Some(!raises && !values)
}

/// `for` over what needs `async for`, and the other way round.
pub(super) fn iteration(site: &Site<'_>) -> Option<Insight> {
    let of = within(site.token, &["for_statement", "for_in_clause"])?;
    let call = of.child("right")?;
    let function = callee(site, call)?;
    let name = call.child("function")?;
    let sentence = say("raises ")
        .code("TypeError")
        .say(": ")
        .node(name)
        .say(" (")
        .line(function)
        .say(")");
    let sentence = match (syntax::is_async(of), kind(function)?) {
        (false, Kind::AsyncGenerator) => sentence.say(" is an async generator: that needs ").code("async for"),
        (false, Kind::Coroutine) => sentence
            .say(" is an ")
            .code("async def")
            .say(", its coroutine must be awaited first"),
        (true, Kind::Generator) => sentence.say(" is a plain generator: that needs a plain ").code("for"),
        (true, Kind::Coroutine) => sentence
            .say(" is an ")
            .code("async def")
            .say(" without ")
            .code("yield")
            .say(", its coroutine must be awaited first"),
        _ => return None,
    };
    Some(Insight::new(sentence))
}

fn call_at<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let name = site.name();
    name.parent()
        .filter(|p| p.kind() == "call" && p.child("function") == Some(name))
}

fn first_argument(call: Node<'_>) -> Option<Node<'_>> {
    let list = call.child("arguments").filter(|a| a.kind() == "argument_list")?;
    list.named_children()
        .find(|n| n.kind() != "comment")
        .filter(|n| n.kind() != "keyword_argument")
}

/// `asyncio.run(main)`: the function, not its coroutine.
pub(super) fn uncalled(site: &Site<'_>) -> Option<Insight> {
    let call = call_at(site)?;
    let argument = first_argument(call)?;
    let Resolution::Function(range) = site.analysis.resolve(argument) else {
        return None;
    };
    let function = site.nodes.at(&range);
    if kind(function)? != Kind::Coroutine {
        return None;
    }
    let error = if site.concept == "asyncio-run" {
        "ValueError"
    } else {
        "TypeError"
    };
    let meant = format!("{}()", argument.text());
    let sentence = say("raises ")
        .code(error)
        .say(": it needs the coroutine ")
        .code(&meant)
        .say(", not the function ")
        .node(argument);
    // Since 3.14 `run` says so with a TypeError too.
    Some(Insight::new(if site.concept == "asyncio-run" {
        sentence.say(" (").code("TypeError").say(" from 3.14)")
    } else {
        sentence
    }))
}

/// A task that nothing refers to.
pub(super) fn dropped(site: &Site<'_>) -> Option<Insight> {
    let call = call_at(site)?;
    if call.parent()?.kind() != "expression_statement" {
        return None;
    }
    let argument = first_argument(call)?;
    let task = if argument.kind() == "call" {
        argument.child("function")?
    } else {
        argument
    };
    let sentence = say("nothing keeps this task: the event loop holds it weakly, so ").node(task);
    Some(Insight::new(sentence.say(" may be collected before it ends")))
}

/// A cache around a coroutine function keeps the coroutine, which can be awaited once.
pub(super) fn cached(site: &Site<'_>) -> Option<Insight> {
    let decorator = within(site.token, &["decorator"])?;
    let outer = decorator.parent().filter(|p| p.kind() == "decorated_definition")?;
    let function = outer
        .child("definition")
        .filter(|n| n.kind() == "function_definition")?;
    let decorators: Vec<Node<'_>> = outer.children().filter(|n| n.kind() == "decorator").collect();
    // A decorator below may make something else of the coroutine.
    if decorators.last() != Some(&decorator) || kind_of_body(function)? != Kind::Coroutine {
        return None;
    }
    let expression = decorator.named_children().next()?;
    let mark = if expression.kind() == "call" {
        expression.child("function")?
    } else {
        expression
    };
    let Resolution::Dotted(names) = site.analysis.resolve(mark) else {
        return None;
    };
    let [name] = names.as_slice() else { return None };
    let name_of = function.child("name")?;
    let sentence = code(mark.text())
        .say(" keeps the coroutine that ")
        .node(name_of)
        .say(" makes, not its result: ");
    let again = match name.as_str() {
        "functools.lru_cache" | "functools.cache" => "the second `await` with the same arguments raises ",
        "functools.cached_property" => "the second `await` on the same object raises ",
        _ => return None,
    };
    Some(Insight::new(sentence.say(again).code("RuntimeError")))
}
