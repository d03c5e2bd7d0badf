//! `with`: what is entered and left, in which order, and what `as` gets.

use super::{is_scope, run_with, within};
use crate::detect::{Resolution, bases, members};
use crate::document::{Node, syntax};
use crate::insight::sentence::{Sentence, code, say};
use crate::insight::{Insight, Site};

/// A manager of a `with`, and the target of its `as`.
#[derive(Clone, Copy)]
struct Item<'a> {
    manager: Node<'a>,
    target: Option<Node<'a>>,
}

fn item(node: Node<'_>) -> Option<Item<'_>> {
    let mut value = node.child("value")?;
    // `with (open(p) as f):` is a parenthesized item.
    if value.kind() == "parenthesized_expression"
        && let Some(inner) = value.named_children().next().filter(|n| n.kind() == "as_pattern")
    {
        value = inner;
    }
    if value.kind() != "as_pattern" {
        return Some(Item {
            manager: value,
            target: None,
        });
    }
    let target = value.child("alias").and_then(|alias| alias.named_children().next());
    Some(Item {
        manager: value.named_children().next()?,
        target,
    })
}

fn items(with: Node<'_>) -> Vec<Node<'_>> {
    let clause = with.children().find(|n| n.kind() == "with_clause");
    let all = clause
        .into_iter()
        .flat_map(Node::named_children)
        .filter(|n| n.kind() == "with_item");
    all.take(64).collect()
}

/// `with (a, b) as t`: one manager that is none.
pub(super) fn tuple(site: &Site<'_>) -> Option<Insight> {
    let with = within(site.token, &["with_statement"])?;
    let all = items(with);
    let trapped = all.iter().find_map(|node| {
        let item = item(*node)?;
        let inner = match item.manager.kind() {
            "parenthesized_expression" => item.manager.named_children().next()?,
            _ => item.manager,
        };
        (inner.kind() == "tuple").then_some((inner, item))
    });
    let (tuple, item) = trapped?;
    let elements: Vec<Node<'_>> = super::statements(tuple).take(8).collect();
    let sentence = code(tuple.text())
        .say(" is one manager here, a tuple: ")
        .code("TypeError")
        .say(" (")
        .code("AttributeError")
        .say(" before 3.11)");
    let names: Vec<&str> = item
        .target
        .map(|t| super::statements(t).map(Node::text).collect())
        .unwrap_or_default();
    let is_pair = item
        .target
        .is_some_and(|t| matches!(t.kind(), "tuple" | "tuple_pattern"))
        && names.len() == elements.len();
    let parts = elements
        .iter()
        .enumerate()
        .map(|(at, element)| match names.get(at).filter(|_| is_pair) {
            Some(name) => format!("{} as {name}", element.text()),
            None => element.text().to_owned(),
        });
    let meant = format!("with {}", parts.collect::<Vec<_>>().join(", "));
    let is_one = elements.len() > 1 && elements.iter().all(|e| e.kind() != "list_splat");
    Some(Insight::new(if is_one {
        sentence.say("; each of its own is ").code(&meant)
    } else {
        sentence
    }))
}

/// The order in which several managers are entered and left.
pub(super) fn order(site: &Site<'_>) -> Option<Insight> {
    let with = within(site.token, &["with_statement"])?;
    let all: Vec<Item<'_>> = items(with).into_iter().filter_map(item).collect();
    let sentence = match all.as_slice() {
        [first, second] => say("enters ")
            .node(first.manager)
            .say(", then ")
            .node(second.manager)
            .say(", and leaves them in reverse; if the second cannot be entered, the first is left all the same"),
        [first, .., last] => say("enters its ")
            .say(&all.len().to_string())
            .say(" managers from ")
            .node(first.manager)
            .say(" to ")
            .node(last.manager)
            .say(", and leaves them in reverse; if one cannot be entered, those before it are left all the same"),
        _ => return None,
    };
    Some(Insight::new(sentence))
}

/// What `as` gets and what becomes of an exception, where the manager's class or function stands in this file.
pub(super) fn protocol(site: &Site<'_>) -> Option<Insight> {
    let with = within(site.token, &["with_statement"])?;
    let is_async = syntax::is_async(with);
    let all = items(with);
    // On one item's `as` that item, on the keyword the only one.
    let own = within(site.token, &["with_item"]).filter(|n| all.contains(n));
    let only = all.first().copied().filter(|_| all.len() == 1);
    let item = item(own.or(only)?)?;
    let function = item
        .manager
        .child("function")
        .filter(|_| item.manager.kind() == "call")?;
    match site.analysis.resolve(function) {
        Resolution::Class(range) => of_class(site, item, site.nodes.at(&range), is_async),
        Resolution::Function(range) => of_function(site, item, site.nodes.at(&range), is_async),
        _ => None,
    }
}

/// A method of a class or of the bases it has in this file, where there is just one and nothing replaces it. `Err`: there is none in the file, and all bases are.
fn method<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Option<Result<Node<'a>, ()>> {
    let mut class = class;
    for _ in 0..16 {
        if class.kind() != "class_definition" || class.parent().is_some_and(|p| p.kind() == "decorated_definition") {
            return None;
        }
        let named = members(class).take(512).filter(|m| {
            let called = if m.kind() == "assignment" {
                m.child("left")
            } else {
                m.child("name")
            };
            called.is_some_and(|c| c.text() == name || c.kind() != "identifier")
        });
        let found: Vec<Node<'a>> = named.collect();
        match found.as_slice() {
            // Named, and yet no plain member: bound in some other way.
            [] if ["locals()", "vars()", name]
                .iter()
                .any(|how| class.text().contains(how)) =>
            {
                return None;
            }
            [] => {}
            [only] if only.kind() == "function_definition" => {
                let plain = only
                    .parent()
                    .is_some_and(|p| p.kind() == "block" && p.parent() == Some(class));
                return plain.then_some(Ok(*only));
            }
            _ => return None,
        }
        let list: Vec<Node<'a>> = class
            .child("superclasses")
            .into_iter()
            .flat_map(super::statements)
            .collect();
        let mut above = bases(class);
        match (list.len(), above.next().map(|base| site.analysis.resolve(base))) {
            (0, _) => return Some(Err(())),
            (1, Some(Resolution::Class(range))) => class = site.nodes.at(&range),
            (1, Some(Resolution::Dotted(names))) if names.as_slice() == ["builtins.object"] => return Some(Err(())),
            _ => return None,
        }
    }
    None
}

fn of_class<'a>(site: &Site<'a>, item: Item<'a>, class: Node<'a>, is_async: bool) -> Option<Insight> {
    let name = class.child("name")?.text();
    let (enter, exit) = if is_async {
        ("__aenter__", "__aexit__")
    } else {
        ("__enter__", "__exit__")
    };
    let entered = method(site, class, enter);
    let left = method(site, class, exit);
    let is_set_elsewhere =
        |method: &str| site.nodes.mentions(&format!(".{method} =")) || site.nodes.mentions("setattr(");
    for (found, method) in [(&entered, enter), (&left, exit)] {
        if matches!(found, Some(Err(()))) && !is_set_elsewhere(method) {
            let sentence = say("fails: ")
                .code(name)
                .say(" has no ")
                .code(method)
                .say(" (")
                .code("TypeError")
                .say(", ")
                .code("AttributeError")
                .say(" before 3.11)");
            return Some(Insight::new(sentence));
        }
    }
    let first = entered
        .and_then(Result::ok)
        .and_then(|enter| given(item, enter, name, is_async));
    let second = left.and_then(Result::ok).and_then(|exit| fate(exit, is_async));
    let sentence = match (first, second) {
        (Some(mut first), Some(second)) => {
            first.0.extend(say("; ").0);
            first.0.extend(second.0);
            first
        }
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => return None,
    };
    Some(Insight::new(sentence))
}

/// The values that a plain function returns, `None` where it is a generator, or of the wrong kind.
fn returned(function: Node<'_>, is_async: bool) -> Option<Vec<Node<'_>>> {
    let run = run_with(function.child("body")?, |_| false)?;
    if run.iter().any(|n| n.kind() == "yield") || syntax::is_async(function) != is_async {
        return None;
    }
    Some(run.into_iter().filter(|n| n.kind() == "return_statement").collect())
}

/// What `as` gets of `__enter__`.
fn given<'a>(item: Item<'a>, enter: Node<'a>, class: &str, is_async: bool) -> Option<Sentence> {
    let target = item.target?;
    let method = enter.child("name")?.text();
    let returns = returned(enter, is_async)?;
    let first_parameter = enter.child("parameters")?.named_children().next()?.text();
    let sentence = code(target.text());
    match returns.as_slice() {
        [] if !run_with(enter, |_| false)?
            .iter()
            .any(|n| n.kind() == "raise_statement") =>
        {
            Some(
                sentence
                    .say(" is ")
                    .code("None")
                    .say(": ")
                    .code(method)
                    .say(" (")
                    .line(enter)
                    .say(") returns nothing"),
            )
        }
        [only] => {
            let value = only.named_children().find(|n| n.kind() != "comment")?;
            let by = sentence.say(" is ");
            Some(if value.text() == first_parameter {
                by.say("the ")
                    .code(class)
                    .say(" itself: ")
                    .code(method)
                    .say(" returns ")
                    .code(first_parameter)
                    .say(" (")
                    .line(*only)
                    .say(")")
            } else {
                by.node(value)
                    .say(", which ")
                    .code(method)
                    .say(" returns in ")
                    .line(*only)
                    .say(", not the ")
                    .code(class)
            })
        }
        _ => None,
    }
}

/// What `__exit__` does to an exception of the block.
fn fate(exit: Node<'_>, is_async: bool) -> Option<Sentence> {
    let method = exit.child("name")?.text();
    let returns = returned(exit, is_async)?;
    let value = |n: &Node<'_>| n.named_children().find(|n| n.kind() != "comment").map(Node::kind);
    if returns
        .iter()
        .all(|n| matches!(value(n), None | Some("none" | "false")))
    {
        return Some(code(method).say(" lets exceptions go on"));
    }
    let body = exit.child("body")?;
    let last = super::statements(body).last()?;
    match returns.as_slice() {
        [only] if *only == last && value(only) == Some("true") => Some(
            code(method)
                .say(" returns ")
                .code("True")
                .say(" (")
                .line(*only)
                .say("): every exception of the block is dropped"),
        ),
        [only] => Some(
            say("whether an exception goes on depends on what ")
                .code(method)
                .say(" returns in ")
                .line(*only),
        ),
        _ => None,
    }
}

/// A function under `contextlib.contextmanager`: `as` gets what it yields.
fn of_function<'a>(site: &Site<'a>, item: Item<'a>, function: Node<'a>, is_async: bool) -> Option<Insight> {
    let outer = function.parent().filter(|p| p.kind() == "decorated_definition")?;
    let decorators: Vec<Node<'a>> = outer.children().filter(|n| n.kind() == "decorator").collect();
    let [decorator] = decorators.as_slice() else {
        return None;
    };
    let wanted = if is_async {
        "contextlib.asynccontextmanager"
    } else {
        "contextlib.contextmanager"
    };
    let resolved = site.analysis.resolve(decorator.named_children().next()?);
    if resolved != Resolution::Dotted(vec![wanted.to_owned()]) || syntax::is_async(function) != is_async {
        return None;
    }
    let name = function.child("name")?.text();
    let run = run_with(function.child("body")?, |_| false)?;
    let yields: Vec<Node<'a>> = run
        .iter()
        .copied()
        .filter(|n| n.kind() == "yield" && n.is_named())
        .collect();
    let [only] = yields.as_slice() else { return None };
    let value = only.named_children().find(|n| n.kind() != "comment");
    let mut sentence = match (item.target, value) {
        (Some(target), Some(value)) => code(target.text())
            .say(" is ")
            .node(value)
            .say(", which ")
            .code(name)
            .say(" yields in ")
            .line(*only),
        (Some(target), None) => code(target.text())
            .say(" is ")
            .code("None")
            .say(": the ")
            .code("yield")
            .say(" of ")
            .code(name)
            .say(" (")
            .line(*only)
            .say(") gives no value"),
        (None, _) => say("the block runs at the ")
            .code("yield")
            .say(" of ")
            .code(name)
            .say(" (")
            .line(*only)
            .say(")"),
    };
    let protected = only.ancestors().take_while(|n| *n != function && !is_scope(*n));
    let is_protected = protected
        .into_iter()
        .any(|n| matches!(n.kind(), "try_statement" | "with_statement"));
    let statement = only.ancestors().find(|n| n.kind() == "expression_statement");
    let follows = statement.and_then(|s| s.next_sibling().filter(|n| n.is_named() && n.kind() != "comment"));
    if let Some(next) = follows.filter(|_| !is_protected) {
        sentence = sentence
            .say("; an exception in the block skips ")
            .line(next)
            .say(", as no ")
            .code("try")
            .say(" is around the ")
            .code("yield");
    }
    Some(Insight::new(sentence))
}
