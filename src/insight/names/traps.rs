//! Names that are not what they seem: a built-in that is hidden, an exception that is deleted, a class variable that a comprehension does not see.

use crate::detect::{Analysis, Owner, is_builtin, is_variable};
use crate::document::{Node, syntax};
use crate::insight::functions::shape::{NODES, name_of};
use crate::insight::names::captured::{bindings, binds};
use crate::insight::names::closures::owner_node;
use crate::insight::names::unbound::{InModule, in_module};
use crate::insight::sentence::{code, line_of, say, shortest_of};
use crate::insight::{Insight, Site};

/// The uses of a variable behind a byte, in the order of the text; nothing where the scope is too large to be read.
fn uses_after<'a>(analysis: &Analysis, name: Node<'a>, after: usize) -> Option<(Owner, Node<'a>, Vec<Node<'a>>)> {
    let owner = analysis.owner(name.text(), name.start())?;
    let scope = owner_node(name, &owner).unwrap_or_else(|| name.nodes().root());
    if scope.count() > NODES {
        return None;
    }
    let found = scope
        .descendants()
        .filter(|at| at.kind() == "identifier" && at.start() >= after);
    let found = found
        .filter(|at| at.text() == name.text() && is_variable(*at))
        .filter(|at| analysis.owner(name.text(), at.start()).as_ref() == Some(&owner))
        .collect();
    Some((owner, scope, found))
}

/// At a binding that hides a built-in: which line still uses the name.
pub(super) fn hidden_builtin(site: &Site<'_>) -> Option<Insight> {
    let (analysis, name) = (site.analysis, site.token);
    if name.kind() != "identifier" || !is_builtin(name.text()) || !binds(analysis, name) {
        return None;
    }
    let (owner, scope, uses) = uses_after(analysis, name, name.end())?;
    let is_deleted = |at: &Node<'_>| at.parent().is_some_and(|parent| parent.kind() == "delete_statement");
    if uses.iter().any(is_deleted) {
        return None;
    }
    let reads: Vec<Node<'_>> = uses.into_iter().filter(|at| !analysis.is_definition(*at)).collect();
    let call = reads.iter().find_map(|at| called(*at));
    let used = call.or_else(|| reads.first().copied())?;
    let text = name.text();
    let begin = say("hides the built-in ").code(text);
    let begin = match scope.kind() {
        "function_definition" => begin.say(" in ").code(name_of(scope)),
        "class_definition" => begin.say(" in this class body"),
        "module" => begin.say(" in this module"),
        _ => return None,
    };
    let begin = begin.say(": ").node(used).say(" on ").line(used);
    let only = bindings(analysis, scope, text, &owner).len() == 1;
    let noun = literal_noun(name, scope).filter(|_| only && call.is_some());
    let sentence = match noun {
        Some(noun) => begin
            .say(&format!(" calls this {noun}: "))
            .code("TypeError")
            .say(": ")
            .code(&format!("'{noun}' object is not callable")),
        None if call.is_some() => begin.say(" calls what is bound here"),
        None => begin.say(" reads what is bound here"),
    };
    Some(Insight::new(shortest_of([sentence])?))
}

/// The call of the name.
fn called(name: Node<'_>) -> Option<Node<'_>> {
    name.parent()
        .filter(|parent| parent.kind() == "call" && name.field() == Some("function"))
}

/// The type of the literal that a statement of the scope's own block binds to the name.
fn literal_noun<'a>(name: Node<'a>, scope: Node<'a>) -> Option<&'static str> {
    let assignment = name
        .parent()
        .filter(|parent| parent.kind() == "assignment" && name.field() == Some("left"))?;
    let statement = assignment.parent()?;
    let block = statement.parent()?;
    if block != scope && block.parent() != Some(scope) {
        return None;
    }
    match assignment.child("right")?.kind() {
        "list" | "list_comprehension" => Some("list"),
        "dictionary" | "dictionary_comprehension" => Some("dict"),
        "set" | "set_comprehension" => Some("set"),
        "tuple" => Some("tuple"),
        "integer" => Some("int").filter(|_| !assignment.text().ends_with(['j', 'J'])),
        "float" => Some("float"),
        "true" | "false" => Some("bool"),
        _ => None,
    }
}

/// At `as` or the name of an `except … as`: which line uses the name when it is gone.
pub(super) fn deleted_exception(site: &Site<'_>) -> Option<Insight> {
    let clause = site.token.ancestors().take(6).find(|at| at.kind() == "except_clause")?;
    let target = clause.child("value")?.child("alias")?;
    let name = target.named_children().next().filter(|at| at.kind() == "identifier")?;
    let block = clause.named_children().find(|at| at.kind() == "block")?;
    let last = block.named_children().filter(|at| at.kind() != "comment").last()?;
    let leaves = [
        "return_statement",
        "raise_statement",
        "continue_statement",
        "break_statement",
    ];
    if leaves.contains(&last.kind()) {
        return None;
    }
    let (owner, scope, uses) = uses_after(site.analysis, name, clause.end())?;
    let first = *uses.first()?;
    if site.analysis.is_definition(first) || in_sibling_clause(first, clause) {
        return None;
    }
    let text = name.text();
    let here = syntax::scope_of(first).1 == Some(scope) && syntax::scope_of(name).1 == Some(scope);
    let error = match owner {
        Owner::Function(_) if here => "UnboundLocalError",
        _ => "NameError",
    };
    let before = bindings(site.analysis, scope, text, &owner)
        .iter()
        .any(|binding| binding.name.end() <= clause.start());
    let sentence = say("when this handler has run, ").code(text).say(" is deleted");
    let sentence = if before {
        sentence.say(", with the value it had before")
    } else {
        sentence
    };
    let sentence = sentence.say(": reading it on ").line(first).say(" is then ");
    let sentence = if error.starts_with('U') {
        sentence.say("an ")
    } else {
        sentence.say("a ")
    };
    Some(Insight::new(sentence.code(error)))
}

/// Whether the use stands in another clause of the same `try`, which does not run after this one; `finally` does.
fn in_sibling_clause<'a>(name: Node<'a>, clause: Node<'a>) -> bool {
    let mut below = name;
    for at in name.ancestors() {
        if Some(at) == clause.parent() {
            return below.kind() != "finally_clause";
        }
        below = at;
    }
    false
}

/// At a name in a comprehension that the class body around it binds.
pub(super) fn class_variable(site: &Site<'_>) -> Option<Insight> {
    let (analysis, name) = (site.analysis, site.token);
    if name.kind() != "identifier" {
        return None;
    }
    let class = name.ancestors().find(|at| at.kind() == "class_definition")?;
    let body = class.child("body")?;
    let owned = Owner::Class(class.range());
    let text = name.text();
    let binding = bindings(analysis, body, text, &owned).first()?.name;
    let begin = say("the ")
        .code(text)
        .say(" of ")
        .line(binding)
        .say(" belongs to the body of ")
        .code(name_of(class))
        .say(", which a comprehension does not see: ");
    let sentence = match analysis.owner(text, name.start())? {
        Owner::Global => match in_module(analysis, name.nodes(), text) {
            InModule::Line(line) => begin.say(&format!("this is the module's, of line {line}")),
            InModule::Nowhere if is_builtin(text) => begin.say("this is the built-in ").code(text),
            InModule::Nowhere if analysis.place(name).is_none() => begin.say("a ").code("NameError"),
            _ => return None,
        },
        owner @ Owner::Function(_) => {
            let function = owner_node(name, &owner)?;
            begin
                .say("this is the ")
                .code(text)
                .say(" of ")
                .code(name_of(function))
                .say(&format!(" (line {})", line_of(function)))
        }
        _ => return None,
    };
    Some(Insight::new(shortest_of([sentence])?))
}

/// At `lambda`: the `def` that makes the same function.
pub(super) fn lambda_as_def(site: &Site<'_>) -> Option<Insight> {
    let lambda = site.token.parent().filter(|parent| parent.kind() == "lambda")?;
    let body = lambda.child("body")?.text();
    let parameters = lambda.child("parameters").map_or("", Node::text);
    let assigned = lambda
        .parent()
        .filter(|parent| parent.kind() == "assignment")
        .and_then(|parent| parent.child("left"))
        .filter(|left| left.kind() == "identifier");
    // A name that the lambda does not use itself.
    let is_free = |name: &&str| {
        lambda
            .descendants()
            .take(200)
            .all(|at| at.kind() != "identifier" || at.text() != *name)
    };
    let free = ["f", "g", "h", "func"].into_iter().find(is_free);
    let name = assigned.map(Node::text).or(free)?;
    let whole = format!("def {name}({parameters}): return {body}");
    if whole.chars().count() >= 48 || whole.contains(['\n', '\r']) {
        return None;
    }
    let sentence = match assigned {
        Some(_) => code(&whole)
            .say(" makes the same function, save that ")
            .code("__name__")
            .say(" is ")
            .code("'<lambda>'")
            .say(" here"),
        None => say("the same function as ").code(&whole).say(", without a name"),
    };
    Some(Insight::new(sentence))
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    #[test]
    fn a_hidden_builtin_is_used_further_down() {
        let said = |code: &str| fact("hidden-builtin", "shadowed-builtin", code);
        for (code, expected) in [
            (
                "def f(xs):\n    <CURSOR>list = [1]\n    return list(xs)\n",
                "hides the built-in `list` in `f`: `list(xs)` on line 3 calls this list: `TypeError`: `'list' object is not callable`",
            ),
            (
                "<CURSOR>max = 3\ndef f():\n    return max + 1\n",
                "hides the built-in `max` in this module: `max` on line 3 reads what is bound here",
            ),
            (
                "def f(<CURSOR>input):\n    return input('x')\n",
                "hides the built-in `input` in `f`: `input('x')` on line 2 calls what is bound here",
            ),
        ] {
            assert_eq!(said(code).as_deref(), Some(expected), "{code}");
        }
        for code in [
            "def f(xs):\n    <CURSOR>list = [1]\n",
            "class C:\n    <CURSOR>list = [1]\n    def f(self): return list(1)\n",
        ] {
            assert_eq!(said(code), None, "{code}");
        }
    }

    #[test]
    fn an_exception_is_gone_after_its_handler() {
        let said = |code: &str| fact("deleted-exception", "except-variable-deleted", code);
        for (code, expected) in [
            (
                "try: f()\nexcept E <CURSOR>as e:\n    log()\nprint(e)\n",
                "when this handler has run, `e` is deleted: reading it on line 4 is then a `NameError`",
            ),
            (
                "def f():\n    e = None\n    try: f()\n    except E <CURSOR>as e:\n        log()\n    return e\n",
                "when this handler has run, `e` is deleted, with the value it had before: reading it on line 6 is then an `UnboundLocalError`",
            ),
        ] {
            assert_eq!(said(code).as_deref(), Some(expected), "{code}");
        }
        for code in [
            "try: f()\nexcept E <CURSOR>as e:\n    log()\ne = 1\nprint(e)\n",
            "def f():\n    try: f()\n    except E <CURSOR>as e:\n        return\n    print(e)\n",
        ] {
            assert_eq!(said(code), None, "{code}");
        }
    }

    #[test]
    fn a_comprehension_does_not_see_the_class_body() {
        let said = |code: &str| fact("class-variable", "class-scope-comprehension", code);
        assert_eq!(
            said("rate = 2\nclass P:\n    rate = 3\n    gross = [n * <CURSOR>rate for n in x]\n").as_deref(),
            Some(
                "the `rate` of line 3 belongs to the body of `P`, which a comprehension does not see: this is the module's, of line 1"
            )
        );
        assert_eq!(
            said("class P:\n    rate = 3\n    gross = [n * <CURSOR>rate for n in x]\n").as_deref(),
            Some("the `rate` of line 2 belongs to the body of `P`, which a comprehension does not see: a `NameError`")
        );
        assert_eq!(
            said("class P:\n    rate = 3\n    gross = [n for n in <CURSOR>rate]\n"),
            None
        );
        assert_eq!(
            said("from x import *\nclass P:\n    rate = 3\n    gross = [n * <CURSOR>rate for n in x]\n"),
            None
        );
    }

    #[test]
    fn lambdas_are_functions() {
        let said = |code: &str| fact("lambda-as-def", "lambda-expression", code);
        assert_eq!(
            said("xs.sort(key=<CURSOR>lambda p: p[1])\n").as_deref(),
            Some("the same function as `def f(p): return p[1]`, without a name")
        );
        assert_eq!(
            said("first = <CURSOR>lambda p: p[0]\n").as_deref(),
            Some("`def first(p): return p[0]` makes the same function, save that `__name__` is `'<lambda>'` here")
        );
        assert_eq!(said("f = <CURSOR>lambda p: (\n  p)\n"), None);
        assert_eq!(
            said("f = <CURSOR>lambda first, second: first.of_some_kind + second.of_some_kind\n"),
            None
        );
    }
}
