//! Names that are local to a function although it reads them before it binds them.

use crate::detect::{Analysis, Owner, Place, is_builtin, is_variable};
use crate::document::{Line, Node, syntax};
use crate::insight::functions::shape::name_of;
use crate::insight::names::captured::{bindings, binds};
use crate::insight::names::closures::{of_owner, owner_node};
use crate::insight::sentence::{Sentence, line_of, say};
use crate::insight::{Insight, Site};

/// At a name that has no value yet.
pub(super) fn at_name(site: &Site<'_>) -> Option<Insight> {
    let (analysis, name) = (site.analysis, site.token);
    if name.kind() != "identifier" || analysis.place(name) != Some(Place::Later) {
        return None;
    }
    let updates = name
        .parent()
        .is_some_and(|parent| parent.kind() == "augmented_assignment");
    if analysis.is_definition(name) && !updates {
        return None;
    }
    let owner = analysis.owner(name.text(), name.start())?;
    let function = owner_node(name, &owner).filter(|node| node.kind() == "function_definition")?;
    let found = bindings(analysis, function, name.text(), &owner);
    let binding = found.first()?.name;
    if may_run_later(name, binding, function) {
        return None;
    }
    let sentence = say("")
        .code(name.text())
        .say(" is local to all of ")
        .code(name_of(function))
        .say(", because ");
    let sentence = match binding == name {
        true => sentence.say("this line binds it"),
        false => sentence.line(binding).say(" binds it"),
    };
    let sentence = sentence
        .say(": read here it has no value yet (")
        .code("UnboundLocalError")
        .say(")");
    Some(Insight::new(not_looked_at(analysis, sentence, name, function)))
}

/// Whether the binding may have run before the use although it stands behind it: a loop around both, a generator expression.
fn may_run_later<'a>(name: Node<'a>, binding: Node<'a>, function: Node<'a>) -> bool {
    let around = name.ancestors().take_while(|at| *at != function);
    let is_lazy = |at: &Node<'_>| match at.kind() {
        "generator_expression" => true,
        "for_statement" | "while_statement" => at.start() <= binding.start() && binding.end() <= at.end(),
        _ => false,
    };
    around.into_iter().any(|at| is_lazy(&at))
}

/// The variable of the same name that one may have meant.
fn not_looked_at<'a>(analysis: &Analysis, sentence: Sentence, name: Node<'a>, function: Node<'a>) -> Sentence {
    let text = name.text();
    let Some(outer) = analysis.owner(text, function.start()) else {
        return sentence;
    };
    match outer {
        Owner::Global => match in_module(analysis, function, text) {
            InModule::Line(line) => sentence
                .say("; the ")
                .code(text)
                .say(&format!(" of line {line} is not looked at")),
            InModule::Nowhere if is_builtin(text) => {
                sentence.say("; the built-in ").code(text).say(" is not looked at")
            }
            _ => sentence,
        },
        Owner::Function(_) => of_owner(sentence.say("; the ").code(text), function, &outer).say(" is not looked at"),
        _ => sentence,
    }
}

/// How many nodes of a module are looked at.
const MODULE: usize = 100_000;

/// What the statements of the module itself say of a name.
pub(super) enum InModule {
    /// The first line that binds it.
    Line(Line),
    Nowhere,
    /// A star import may bind it, or the module is too long to be read.
    Unknown,
}

/// Whether a statement of the module itself, outside of functions and classes, binds the name.
pub(super) fn in_module(analysis: &Analysis, from: Node<'_>, name: &str) -> InModule {
    let root = from.nodes().root();
    let mut has_star = false;
    for (count, at) in root.descendants().enumerate() {
        if count > MODULE {
            return InModule::Unknown;
        }
        has_star |= at.kind() == "wildcard_import";
        let is_binding = at.kind() == "identifier" && at.text() == name && is_variable(at) && binds(analysis, at);
        if is_binding && syntax::scope_of(at).1.is_none() {
            return InModule::Line(line_of(at));
        }
    }
    if has_star { InModule::Unknown } else { InModule::Nowhere }
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    #[test]
    fn local_because_of_a_later_line() {
        let said = |code: &str| fact("unbound-local", "unbound-local", code);
        for (code, expected) in [
            (
                "count = 0\ndef f():\n    <CURSOR>count += 1\n",
                "`count` is local to all of `f`, because this line binds it: read here it has no value yet (`UnboundLocalError`); the `count` of line 1 is not looked at",
            ),
            (
                "def outer():\n    n = 0\n    def f():\n        print(<CURSOR>n)\n        n = 1\n",
                "`n` is local to all of `f`, because line 5 binds it: read here it has no value yet (`UnboundLocalError`); the `n` of `outer` (line 1) is not looked at",
            ),
            (
                "def f(xs):\n    print(<CURSOR>max)\n    max = 1\n",
                "`max` is local to all of `f`, because line 3 binds it: read here it has no value yet (`UnboundLocalError`); the built-in `max` is not looked at",
            ),
        ] {
            assert_eq!(said(code).as_deref(), Some(expected), "{code}");
        }
        for code in [
            "count = 0\ndef f():\n    global count\n    <CURSOR>count += 1\n",
            "def f():\n    count = 0\n    <CURSOR>count += 1\n",
            "def f():\n    for i in x:\n        if i:\n            print(<CURSOR>n)\n        n = 1\n",
            "def f():\n    g = (print(<CURSOR>n) for _ in x)\n    n = 1\n",
        ] {
            assert_eq!(said(code), None, "{code}");
        }
    }
}
