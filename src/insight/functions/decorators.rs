//! Decorators as the assignment they stand for, and those of this file that lose the function's name.

use serde_json::json;

use super::kind::is_generator;
use super::shape::{decorator_value, decorators, function_around, identity, name_of, own_nodes};
use crate::detect::{Analysis, Owner, Resolution, is_variable};
use crate::document::{Node, syntax};
use crate::insight::sentence::{code, code_span, line_of, say, shortest_of};
use crate::insight::{Insight, Site};

/// How many decorators of one definition are told of.
const DECORATORS: usize = 12;

/// The definition below the decorator that the token is part of.
fn decorated<'a>(token: Node<'a>) -> Option<(Node<'a>, Node<'a>)> {
    let decorator = token.ancestors().take(6).find(|at| at.kind() == "decorator")?;
    Some((decorator, decorator.parent()?.child("definition")?))
}

/// At a decorator: `load = retry(3)(cached(load))`.
pub(super) fn as_assignment(site: &Site<'_>) -> Option<Insight> {
    let (_, definition) = decorated(site.token)?;
    let name = definition.child("name")?.text();
    let values: Option<Vec<Node<'_>>> = decorators(definition).map(decorator_value).collect();
    let values = values?;
    if values.len() > DECORATORS || values.iter().any(|value| value.text().contains(['\n', '\r'])) {
        return None;
    }
    let mut whole = name.to_owned();
    for value in values.iter().rev() {
        whole = format!("{}({whole})", callee(*value));
    }
    let whole = format!("{name} = {whole}");
    let is_long = whole.chars().count() >= 48;
    let mut sentence = match values.as_slice() {
        [_] if is_long => return None,
        [first, .., last] if is_long => {
            let sentence = say("gives what is defined below to ")
                .node(*last)
                .say(" first and to ")
                .node(*first);
            sentence.say(" last; the result is then ").code(name)
        }
        [first, .., last] => {
            let sentence = say("means ")
                .code(&whole)
                .say(": ")
                .node(*first)
                .say(" is evaluated first, ");
            sentence.node(*last).say(" applied first")
        }
        _ => say("means ").code(&whole),
    };
    // `@x.setter` speaks of the `x` from before.
    if !is_long && values.iter().any(|value| mentions(*value, name)) {
        sentence = sentence
            .say("; the innermost ")
            .code(name)
            .say(" is what is defined below");
    }
    Some(Insight::new(shortest_of([sentence])?).with_detail(steps(definition, &values, &whole)))
}

fn callee(value: Node<'_>) -> String {
    match value.kind() {
        "identifier" | "attribute" | "call" | "subscript" | "parenthesized_expression" => value.text().to_owned(),
        _ => format!("({})", value.text()),
    }
}

fn mentions(value: Node<'_>, name: &str) -> bool {
    let mut below = value.descendants().take(200);
    below.any(|at| at.kind() == "identifier" && at.text() == name && is_variable(at))
}

/// What happens, in order.
fn steps(definition: Node<'_>, values: &[Node<'_>], whole: &str) -> String {
    let name = name_of(definition);
    let what = if definition.kind() == "class_definition" {
        "class"
    } else {
        "function"
    };
    let mut steps: Vec<String> = Vec::new();
    for value in values {
        let text = syntax::shorten(*value, 60);
        steps.push(format!("evaluates {} (line {})", code_span(&text), line_of(*value)));
    }
    steps.push(format!("makes the {what} {}", code_span(name)));
    for (at, value) in values.iter().rev().enumerate() {
        let argument = if at == 0 { what } else { "result" };
        steps.push(format!(
            "calls {} with that {argument}",
            code_span(&syntax::shorten(*value, 60))
        ));
    }
    steps.push(format!("binds the last result to {}", code_span(name)));
    let numbered = steps.iter().zip(1..).map(|(step, number)| format!("{number}. {step}"));
    let numbered = numbered.collect::<Vec<_>>().join("\n");
    format!("{}\n\n{numbered}", code_span(whole))
}

/// At a decorator of this file that gives back an inner function under that function's own name.
pub(super) fn loses_name(site: &Site<'_>) -> Option<Insight> {
    let (decorator, definition) = decorated(site.token)?;
    if definition.kind() != "function_definition" {
        return None;
    }
    let value = decorator_value(decorator)?;
    let maker = match value.kind() {
        "call" => returned_function(site.analysis, local_function(site, value.child("function")?)?)?,
        _ => local_function(site, value)?,
    };
    let inner = returned_function(site.analysis, maker)?;
    // `wraps` or anything else that may give it another name.
    if decorators(inner).next().is_some() {
        return None;
    }
    let (name, own) = (definition.child("name")?.text(), name_of(inner));
    if name == own {
        return None;
    }
    let is_only = decorators(definition).count() == 1;
    let sentence = code(name_of(maker))
        .say(" returns its ")
        .code(own)
        .say(" (")
        .line(inner)
        .say(") without ");
    let mut sentence = sentence.code("functools.wraps").say(": ");
    sentence = if is_only {
        sentence
            .code(&format!("{name}.__name__"))
            .say(" is ")
            .code(&format!("'{own}'"))
    } else {
        sentence.say("the name of what it gives is ").code(&format!("'{own}'"))
    };
    if has_docstring(definition) && !has_docstring(inner) {
        sentence = sentence.say(", and the docstring of ").code(name).say(" is lost");
    }
    let insight = Insight::new(shortest_of([sentence])?);
    if !is_only {
        return Some(insight);
    }
    let (qualified, line) = identity(definition);
    Some(insight.with_claim(json!({ "decorated": qualified, "line": line, "name": own })))
}

/// The function of this file that a decorator's name stands for: a plain one, called as it is written.
fn local_function<'a>(site: &Site<'a>, name: Node<'a>) -> Option<Node<'a>> {
    let Resolution::Function(range) = site.analysis.resolve(name) else {
        return None;
    };
    function_at(name.nodes().at(&range))
}

fn function_at(node: Node<'_>) -> Option<Node<'_>> {
    let is_plain = node.kind() == "function_definition" && !syntax::is_async(node) && decorators(node).next().is_none();
    (is_plain && !is_generator(node)).then_some(node)
}

/// The inner function that every `return` of `maker` gives, where nothing else is done with it.
fn returned_function<'a>(analysis: &Analysis, maker: Node<'a>) -> Option<Node<'a>> {
    if is_generator(maker) || syntax::is_async(maker) {
        return None;
    }
    let mut found: Option<Node<'a>> = None;
    for statement in own_nodes(maker).filter(|node| node.kind() == "return_statement") {
        let value = statement.named_children().find(|at| at.kind() != "comment")?;
        let Resolution::Function(range) = analysis.resolve(value) else {
            return None;
        };
        let inner = own_nodes(maker).find(|at| at.kind() == "function_definition" && at.range() == range)?;
        if found.is_some_and(|known| known != inner) || syntax::is_async(inner) {
            return None;
        }
        found = Some(inner);
    }
    let inner = found?;
    let ends_with_return = maker
        .child("body")?
        .named_children()
        .filter(|at| at.kind() != "comment")
        .last()?;
    if ends_with_return.kind() != "return_statement" {
        return None;
    }
    let owner = Owner::Function(maker.range());
    let uses =
        own_nodes(maker).filter(|at| at.kind() == "identifier" && at.text() == name_of(inner) && is_variable(*at));
    let mut others = uses.filter(|at| {
        let is_own =
            at.parent() == Some(inner) || at.parent().is_some_and(|parent| parent.kind() == "return_statement");
        analysis.owner(at.text(), at.start()).as_ref() == Some(&owner) && !is_own
    });
    (others.next().is_none() && function_around(inner) == Some(maker)).then_some(inner)
}

fn has_docstring(function: Node<'_>) -> bool {
    let first = function
        .child("body")
        .and_then(|body| body.named_children().find(|at| at.kind() != "comment"));
    first
        .filter(|at| at.kind() == "expression_statement")
        .and_then(Node::first_child)
        .is_some_and(|at| at.kind() == "string" && !at.text().starts_with(['f', 'F', 'b', 'B']))
}

/// At the name of a decorated function or class.
pub(super) fn of_definition(site: &Site<'_>) -> Option<Insight> {
    let definition = site
        .token
        .parent()
        .filter(|parent| matches!(parent.kind(), "function_definition" | "class_definition"))?;
    let first = decorators(definition).next()?;
    as_assignment(&Site {
        token: first.first_child()?,
        ..*site
    })
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    #[test]
    fn decorators_are_assignments() {
        for (code, expected) in [
            (
                "<CURSOR>@retry(3)\n@cached\ndef load(): pass\n",
                "means `load = retry(3)(cached(load))`: `retry(3)` is evaluated first, `cached` applied first",
            ),
            ("<CURSOR>@cached\ndef load(): pass\n", "means `load = cached(load)`"),
            ("<CURSOR>@a or b\nclass C: pass\n", "means `C = (a or b)(C)`"),
            (
                "class C:\n    <CURSOR>@x.setter\n    def x(self, v): pass\n",
                "means `x = x.setter(x)`; the innermost `x` is what is defined below",
            ),
        ] {
            assert_eq!(
                fact("decorators", "decorator", code).as_deref(),
                Some(expected),
                "{code}"
            );
        }
        let code = "@a\n@b\ndef <CURSOR>f(): pass\n";
        assert_eq!(
            fact("decorators", "function-definition", code).as_deref(),
            Some("means `f = a(b(f))`: `a` is evaluated first, `b` applied first")
        );
        assert_eq!(
            fact("decorators", "function-definition", "def <CURSOR>f(): pass\n"),
            None
        );
        assert_eq!(
            fact("decorators", "decorator", "<CURSOR>@a(\n  1)\ndef f(): pass\n"),
            None
        );
    }

    #[test]
    fn a_wrapper_without_wraps_loses_the_name() {
        let said = |code: &str| fact("lost-name", "decorator", code);
        let plain = "def cached(f):\n    def inner(*a):\n        return f(*a)\n    return inner\n";
        assert_eq!(
            said(&format!("{plain}<CURSOR>@cached\ndef load():\n    '''Loads.'''\n")).as_deref(),
            Some(
                "`cached` returns its `inner` (line 2) without `functools.wraps`: `load.__name__` is `'inner'`, and the docstring of `load` is lost"
            )
        );
        let factory =
            "def retry(n):\n    def wrap(f):\n        def again(): return f()\n        return again\n    return wrap\n";
        assert_eq!(
            said(&format!("{factory}@other\n<CURSOR>@retry(3)\ndef load(): pass\n")).as_deref(),
            Some(
                "`wrap` returns its `again` (line 3) without `functools.wraps`: the name of what it gives is `'again'`"
            )
        );
        for decorator in [
            "import functools\ndef cached(f):\n    @functools.wraps(f)\n    def inner(*a):\n        return f(*a)\n    return inner\n",
            "def cached(f):\n    def inner(*a):\n        return f(*a)\n    inner.__name__ = f.__name__\n    return inner\n",
            "def cached(f):\n    def inner(*a):\n        return f(*a)\n    if x: return inner\n    return f\n",
            "def cached(f):\n    def inner(*a):\n        return f(*a)\n    return inner\ncached = other(cached)\n",
            "@other\ndef cached(f):\n    def inner(*a):\n        return f(*a)\n    return inner\n",
            "from other import cached\n",
        ] {
            assert_eq!(
                said(&format!("{decorator}<CURSOR>@cached\ndef load(): pass\n")),
                None,
                "{decorator}"
            );
        }
    }
}
