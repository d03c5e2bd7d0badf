//! `global` and `nonlocal`: which binding is meant.

use crate::detect::{Analysis, Owner};
use crate::document::{Node, syntax};
use crate::insight::functions::shape::{function_around, name_of};
use crate::insight::names::captured::{bindings, by_name};
use crate::insight::names::closures::{of_owner, owner_node};
use crate::insight::names::unbound::{InModule, in_module};
use crate::insight::sentence::{Sentence, line_of, say};
use crate::insight::{Insight, Site};

fn statement<'a>(token: Node<'a>, kind: &str) -> Option<Node<'a>> {
    token.parent().filter(|parent| parent.kind() == kind)
}

/// The name under the cursor, or the statement's first.
fn name_at<'a>(token: Node<'a>, statement: Node<'a>) -> Option<Node<'a>> {
    if token.kind() == "identifier" {
        return Some(token);
    }
    statement.named_children().find(|at| at.kind() == "identifier")
}

/// At `global`.
pub(super) fn global(site: &Site<'_>) -> Option<Insight> {
    let statement = statement(site.token, "global_statement")?;
    let name = name_at(site.token, statement)?;
    let function = function_around(statement)?;
    let text = name.text();
    let sentence = say("in ").code(name_of(function)).say(", ").code(text).say(" is ");
    let sentence = match in_module(site.analysis, site.nodes, text) {
        InModule::Unknown => return None,
        InModule::Line(line) => sentence.say(&format!("the module's, of line {line}")),
        InModule::Nowhere => {
            let written = first_binding(site.analysis, function, name)?;
            let sentence = sentence
                .say("the module's, which no line of the module itself binds: it is there once ")
                .code(name_of(function));
            return Some(Insight::new(sentence.say(" has run ").line(written)));
        }
    };
    let sentence = match first_binding(site.analysis, function, name) {
        Some(written) => sentence.say("; ").line(written).say(" changes it for all who read it"),
        None => sentence
            .say("; nothing in ")
            .code(name_of(function))
            .say(" binds it, so it would be the module's anyway"),
    };
    Some(Insight::new(sentence))
}

/// So many bindings of a name are looked at before the function is read from its beginning instead.
const BINDINGS: usize = 64;

/// The first place in the function itself that binds (or deletes) the name.
fn first_binding<'a>(analysis: &Analysis, function: Node<'a>, name: Node<'a>) -> Option<Node<'a>> {
    let (text, range) = (name.text(), function.range());
    let known = analysis.bindings(text, name.start(), BINDINGS);
    if known.len() < BINDINGS && !known.iter().any(|one| range.contains(&one.at)) {
        return None;
    }
    first_written(analysis, function, text)
}

fn first_written<'a>(analysis: &Analysis, function: Node<'a>, name: &str) -> Option<Node<'a>> {
    let own = crate::insight::functions::shape::own_nodes(function);
    own.filter(|at| at.kind() == "identifier" && at.text() == name && analysis.is_definition(*at))
        .filter(|at| crate::detect::is_variable(*at))
        .find(|at| {
            let parent = at.parent().map_or("", Node::kind);
            !matches!(parent, "global_statement" | "nonlocal_statement")
        })
}

/// At `nonlocal`.
pub(super) fn nonlocal(site: &Site<'_>) -> Option<Insight> {
    let statement = statement(site.token, "nonlocal_statement")?;
    let name = name_at(site.token, statement)?;
    let text = name.text();
    let (_, scope) = syntax::scope_of(statement);
    let scope = scope?;
    match site.analysis.owner(text, name.start())? {
        Owner::Global if text != "__class__" => {
            let message = format!("no binding for nonlocal '{text}' found");
            let sentence = say("no function around ")
                .code(name_of(scope))
                .say(" binds ")
                .code(text);
            Some(Insight::new(
                sentence.say(": ").code("SyntaxError").say(": ").code(&message),
            ))
        }
        owner @ Owner::Function(_) => {
            let node = owner_node(name, &owner)?;
            let found = bindings(site.analysis, node, text, &owner);
            let own = found.iter().find(|binding| binding.by.is_none())?;
            let sentence = of_owner(say("").code(text).say(" is the variable"), name, &owner);
            let sentence = sentence.say(&format!(", bound on line {}", line_of(own.name)));
            let others = found.iter().filter_map(|binding| binding.by).find(|by| *by != scope);
            let sentence = match others {
                Some(other) => by_name(sentence.say("; "), other)
                    .say(" (")
                    .line(other)
                    .say(") binds it too"),
                None => sentence,
            };
            Some(Insight::new(written(site.analysis, sentence, scope, text)))
        }
        _ => None,
    }
}

fn written(analysis: &Analysis, sentence: Sentence, scope: Node<'_>, name: &str) -> Sentence {
    match first_written(analysis, scope, name) {
        Some(at) => sentence.say("; ").line(at).say(" changes it there"),
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    #[test]
    fn which_variable_is_meant() {
        let global = |code: &str| fact("declared", "global-statement", code);
        for (code, expected) in [
            (
                "count = 0\ndef f():\n    <CURSOR>global count\n    count += 1\n",
                "in `f`, `count` is the module's, of line 1; line 4 changes it for all who read it",
            ),
            (
                "def f():\n    <CURSOR>global count\n    count = 1\n",
                "in `f`, `count` is the module's, which no line of the module itself binds: it is there once `f` has run line 3",
            ),
            (
                "count = 0\ndef f():\n    <CURSOR>global count\n    print(count)\n",
                "in `f`, `count` is the module's, of line 1; nothing in `f` binds it, so it would be the module's anyway",
            ),
        ] {
            assert_eq!(global(code).as_deref(), Some(expected), "{code}");
        }
        assert_eq!(global("<CURSOR>global count\ncount = 1\n"), None);
        assert_eq!(
            global("from m import *\ndef f():\n    <CURSOR>global count\n    count = 1\n"),
            None
        );
        let nonlocal = |code: &str| fact("declared", "nonlocal-statement", code);
        assert_eq!(
            nonlocal("def f():\n    n = 0\n    def g():\n        <CURSOR>nonlocal n\n        n += 1\n").as_deref(),
            Some("`n` is the variable of `f` (line 1), bound on line 2; line 5 changes it there")
        );
        assert_eq!(
            nonlocal("n = 0\ndef g():\n    <CURSOR>nonlocal n\n    n += 1\n").as_deref(),
            Some("no function around `g` binds `n`: `SyntaxError`: `no binding for nonlocal 'n' found`")
        );
    }
}
