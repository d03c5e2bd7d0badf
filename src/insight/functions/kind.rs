//! Whether a function is a generator, a coroutine or an async generator, and by which line.

use serde_json::json;

use super::shape::{definition_of, function_around, identity, is_called_as_written, is_unreadable, name_of, own_nodes};
use crate::document::{Node, mentions, syntax};
use crate::insight::sentence::{Sentence, code, line_of, say, shortest_of};
use crate::insight::{Insight, Site};

/// What the statements of a function make of it.
struct Kind<'a> {
    name: &'static str,
    yields: Vec<Node<'a>>,
    /// The `return`s of a generator that give a value.
    returns: Vec<Node<'a>>,
    /// The first `await`, `async for` or `async with`.
    pause: Option<Node<'a>>,
}

fn kind_of(function: Node<'_>) -> Option<Kind<'_>> {
    if is_unreadable(function) {
        return None;
    }
    let is_async = function.kind() == "function_definition" && syntax::is_async(function);
    let yields: Vec<_> = yields(function).collect();
    let name = match (is_async, yields.is_empty()) {
        (false, true) => return None,
        (false, false) => "generator",
        (true, true) => "coroutine",
        (true, false) => "async generator",
    };
    let returns = own_nodes(function).filter(|node| returns_value(*node)).collect();
    let pause = own_nodes(function).find(|node| may_pause(*node));
    Some(Kind {
        name,
        yields,
        returns,
        pause,
    })
}

/// The function's own `yield`s. Most functions have none in their text, and need not be read.
fn yields(function: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let nodes = mentions(function.text(), "yield").then(|| own_nodes(function));
    let nodes = nodes.into_iter().flatten();
    nodes.filter(|node| node.is_named() && node.kind() == "yield")
}

/// Whether a call of the function runs none of its body.
pub(super) fn is_generator(function: Node<'_>) -> bool {
    yields(function).next().is_some()
}

/// A generator expression pauses for whoever takes its items, not for the function that it stands in.
fn may_pause(node: Node<'_>) -> bool {
    let pauses = match node.kind() {
        "await" => node.is_named(),
        "for_statement" | "with_statement" | "for_in_clause" => syntax::is_async(node),
        _ => false,
    };
    pauses
        && syntax::scope_of(node)
            .1
            .is_some_and(|scope| scope.kind() != "generator_expression")
}

fn returns_value(node: Node<'_>) -> bool {
    node.kind() == "return_statement"
        && node
            .named_children()
            .any(|value| !matches!(value.kind(), "none" | "comment"))
}

fn claim(function: Node<'_>, kind: &Kind<'_>) -> serde_json::Value {
    let (name, line) = identity(function);
    json!({ "function": name, "line": line, "kind": kind.name })
}

/// At `def` and at the name behind it.
pub(super) fn of_definition(site: &Site<'_>) -> Option<Insight> {
    let function = definition_of(site.token)?;
    let kind = kind_of(function)?;
    let as_written = is_called_as_written(site.analysis, function);
    let sentence = match kind.name {
        "generator" => generator(function, &kind, as_written),
        "coroutine" => coroutine(function, &kind, as_written),
        _ => async_generator(function, &kind, as_written),
    };
    let claim = claim(function, &kind);
    Some(Insight::new(sentence).with_detail(detail(&kind)).with_claim(claim))
}

/// "`walk` is a generator function", or "the decorators get a generator function".
fn subject(function: Node<'_>, noun: &str, as_written: bool) -> Sentence {
    if as_written {
        code(name_of(function)).say(&format!(" is {noun}"))
    } else {
        say(&format!("what the decorator gets is {noun}"))
    }
}

fn generator(function: Node<'_>, kind: &Kind<'_>, as_written: bool) -> Sentence {
    let mut sentence = subject(function, "a generator function", as_written);
    if let Some(first) = kind.yields.first() {
        sentence = sentence.say(" by the ").code("yield").say(" on ").line(*first);
    }
    sentence = if as_written {
        sentence
            .say(": ")
            .code(&format!("{}(…)", name_of(function)))
            .say(" runs none of its body before the first ")
            .code("next")
    } else {
        sentence.say(": its call runs no line before the first ").code("next")
    };
    let short = sentence.clone();
    if let Some(value) = kind.returns.first() {
        sentence = sentence
            .say("; ")
            .node(*value)
            .say(" (")
            .line(*value)
            .say(") is seen as ")
            .code("StopIteration.value")
            .say(" or by ")
            .code("yield from")
            .say(" alone");
    }
    shortest_of([sentence, short.clone()]).unwrap_or(short)
}

fn coroutine(function: Node<'_>, kind: &Kind<'_>, as_written: bool) -> Sentence {
    let mut sentence = subject(function, "a coroutine function", as_written);
    if as_written {
        sentence = sentence
            .say(": ")
            .code(&format!("{}(…)", name_of(function)))
            .say(" runs none of its body until it is awaited or run as a task");
    } else {
        sentence = sentence.say(": its call runs no line until the result is awaited or run as a task");
    }
    match kind.pause {
        Some(pause) => {
            let word = match pause.kind() {
                "await" => "await",
                "with_statement" => "async with",
                _ => "async for",
            };
            sentence
                .say("; the first place where it may pause is the ")
                .code(word)
                .say(" on ")
                .line(pause)
        }
        None => sentence
            .say("; with no ")
            .code("await")
            .say(", ")
            .code("async for")
            .say(" or ")
            .code("async with")
            .say(" in it, it never pauses once it runs"),
    }
}

fn async_generator(function: Node<'_>, kind: &Kind<'_>, as_written: bool) -> Sentence {
    let mut sentence = subject(function, "an async generator function", as_written);
    if let Some(first) = kind.yields.first() {
        sentence = sentence.say(" by the ").code("yield").say(" on ").line(*first);
    }
    if as_written {
        let call = format!("{}(…)", name_of(function));
        sentence = sentence
            .say(": ")
            .code("async for")
            .say(" takes its items; ")
            .code(&format!("await {call}"));
        sentence.say(" is a ").code("TypeError")
    } else {
        sentence
            .say(": ")
            .code("async for")
            .say(" takes its items, it cannot be awaited")
    }
}

/// A list of the lines that count.
fn detail(kind: &Kind<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    let rows = |nodes: &[Node<'_>]| {
        let mut rows: Vec<String> = nodes.iter().take(12).map(|node| line_of(*node).to_string()).collect();
        rows.dedup();
        if nodes.len() > 12 {
            rows.push("…".to_owned());
        }
        rows.join(", ")
    };
    if !kind.yields.is_empty() {
        lines.push(format!("- `yield`: line {}", rows(&kind.yields)));
    }
    if !kind.returns.is_empty() && kind.name == "generator" {
        lines.push(format!("- `return` with a value: line {}", rows(&kind.returns)));
    }
    if let Some(pause) = kind.pause {
        lines.push(format!("- may first wait for something else: line {}", line_of(pause)));
    }
    if lines.is_empty() {
        lines.push("- nothing in the body waits for anything else".to_owned());
    }
    lines.join("\n")
}

/// At a `yield`.
pub(super) fn of_yield(site: &Site<'_>) -> Option<Insight> {
    let node = site.token.parent().filter(|parent| parent.kind() == "yield")?;
    let function = function_around(node)?;
    let kind = kind_of(function)?;
    let count = kind.yields.len();
    let sentence = if count == 1 {
        say("is the one ").code("yield").say(" that makes ")
    } else {
        say(&format!("is one of {count} ")).code("yield").say("s that make ")
    };
    let sentence = match function.child("name") {
        Some(name) => sentence.node(name).say(" (").line(function).say(")"),
        None => sentence.say("the lambda around it"),
    };
    let sentence = match kind.name {
        "generator" => sentence
            .say(" a generator: its call runs none of the body before the first ")
            .code("next"),
        _ => sentence
            .say(" an async generator: ")
            .code("async for")
            .say(" takes its items, it cannot be awaited"),
    };
    Some(
        Insight::new(sentence)
            .with_detail(detail(&kind))
            .with_claim(claim(function, &kind)),
    )
}

/// At a `return` with a value, in a generator.
pub(super) fn of_return(site: &Site<'_>) -> Option<Insight> {
    let node = site.token.ancestors().find(|node| node.kind() == "return_statement")?;
    let value = node
        .named_children()
        .find(|value| !matches!(value.kind(), "none" | "comment"))?;
    let function = function_around(node)?;
    // A decorator, and whoever awaits, may make something else of the value.
    if !is_called_as_written(site.analysis, function) || name_of(function) == "__await__" {
        return None;
    }
    let kind = kind_of(function).filter(|kind| kind.name == "generator")?;
    let first = *kind.yields.first()?;
    let sentence = say("because of the ")
        .code("yield")
        .say(" on ")
        .line(first)
        .say(", calling ")
        .code(name_of(function))
        .say(" does not give ")
        .node(value)
        .say(": only ")
        .code("yield from")
        .say(" and ")
        .code("StopIteration.value")
        .say(" do");
    Some(Insight::new(sentence).with_claim(claim(function, &kind)))
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    #[test]
    fn generators_by_their_first_yield() {
        let walk = "def wa<CURSOR>lk(tree):\n    for node in tree:\n        yield node\n    return 3\n";
        assert_eq!(
            fact("function-kind", "function-definition", walk).as_deref(),
            Some(
                "`walk` is a generator function by the `yield` on line 3: `walk(…)` runs none of its body before the first `next`; `return 3` (line 4) is seen as `StopIteration.value` or by `yield from` alone"
            )
        );
        let managed = "from contextlib import contextmanager\n@contextmanager\nd<CURSOR>ef f():\n    yield\n";
        assert_eq!(
            fact("function-kind", "function-definition", managed).as_deref(),
            Some(
                "what the decorator gets is a generator function by the `yield` on line 4: its call runs no line before the first `next`"
            )
        );
        let default = "def <CURSOR>f():\n    def g(x=(yield)): pass\n";
        assert!(fact("function-kind", "function-definition", default).is_some());
    }

    #[test]
    fn a_yield_inside_another_function_does_not_count() {
        for code in [
            "def <CURSOR>f():\n    def g():\n        yield\n    return g\n",
            "def <CURSOR>f():\n    return lambda: (yield)\n",
            "def <CURSOR>f():\n    return 1\n",
            "def <CURSOR>f(x=(yield)):\n    return 1\n",
        ] {
            assert_eq!(fact("function-kind", "function-definition", code), None, "{code}");
        }
    }

    #[test]
    fn coroutines_say_where_they_may_pause() {
        let code = "async d<CURSOR>ef f(x):\n    y = 1\n    await x\n";
        assert_eq!(
            fact("function-kind", "async-function", code).as_deref(),
            Some(
                "`f` is a coroutine function: `f(…)` runs none of its body until it is awaited or run as a task; the first place where it may pause is the `await` on line 3"
            )
        );
        let code = "async def <CURSOR>f(x):\n    async def g():\n        await x\n";
        assert_eq!(
            fact("function-kind", "function-definition", code).as_deref(),
            Some(
                "`f` is a coroutine function: `f(…)` runs none of its body until it is awaited or run as a task; with no `await`, `async for` or `async with` in it, it never pauses once it runs"
            )
        );
        let code = "async def ti<CURSOR>cks():\n    yield 1\n";
        assert_eq!(
            fact("function-kind", "function-definition", code).as_deref(),
            Some(
                "`ticks` is an async generator function by the `yield` on line 2: `async for` takes its items; `await ticks(…)` is a `TypeError`"
            )
        );
    }

    #[test]
    fn at_yield_and_return() {
        let code = "def f():\n    x = yi<CURSOR>eld 1\n    yield from x\n";
        assert_eq!(
            fact("function-kind", "yield-expression", code).as_deref(),
            Some(
                "is one of 2 `yield`s that make `f` (line 1) a generator: its call runs none of the body before the first `next`"
            )
        );
        let code = "def f():\n    yield 1\n    retu<CURSOR>rn 5\n";
        assert_eq!(
            fact("generator-return", "generator-return-value", code).as_deref(),
            Some(
                "because of the `yield` on line 2, calling `f` does not give `5`: only `yield from` and `StopIteration.value` do"
            )
        );
        let code = "def f(xs):\n    for x in xs:\n        yield x\n    return<CURSOR> len(xs)\n"
            .replace("return<CURSOR>", "<CURSOR>return");
        assert_eq!(
            fact("generator-return", "generator-return-value", &code).as_deref(),
            Some(
                "because of the `yield` on line 3, calling `f` does not give `len(xs)`: only `yield from` and `StopIteration.value` do"
            )
        );
        assert_eq!(
            fact(
                "generator-return",
                "return-statement",
                "def f():\n    def g():\n        yield\n    <CURSOR>return g\n"
            ),
            None
        );
        assert_eq!(
            fact(
                "generator-return",
                "return-statement",
                "def f():\n    retu<CURSOR>rn 5\n"
            ),
            None
        );
    }
}
