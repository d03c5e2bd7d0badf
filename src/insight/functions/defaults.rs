//! Default values: made once, when the `def` runs, and shared by every call.

use super::parameters::{Parameter, parameters};
use super::shape::{NODES, name_of};
use crate::detect::{Analysis, Owner, Resolution, is_variable};
use crate::document::{Node, syntax};
use crate::insight::sentence::{Sentence, code, say, shortest_of};
use crate::insight::{Insight, Site};

/// What a default is, where it can be changed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shared {
    List,
    Dict,
    Set,
}

impl Shared {
    fn noun(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Dict => "dict",
            Self::Set => "set",
        }
    }

    /// Methods that put something in, which work on an empty one too.
    fn growing(self) -> &'static [&'static str] {
        match self {
            Self::List => &["append", "extend", "insert"],
            Self::Dict => &["update", "setdefault"],
            Self::Set => &["add", "update"],
        }
    }

    fn operator(self) -> &'static str {
        match self {
            Self::List => "+=",
            Self::Dict | Self::Set => "|=",
        }
    }
}

/// The parameter whose default the token belongs to, with its function.
fn parameter_at<'a>(site: &Site<'a>) -> Option<(Node<'a>, Parameter<'a>)> {
    let is_default = |at: &Node<'_>| matches!(at.kind(), "default_parameter" | "typed_default_parameter");
    let node = site.token.ancestors().take(6).find(is_default)?;
    let function = node.parent()?.parent()?;
    let one = parameters(function)?
        .into_iter()
        .find(|one| one.name.parent() == Some(node))?;
    Some((function, one))
}

fn shared(analysis: &Analysis, value: Node<'_>) -> Option<Shared> {
    match value.kind() {
        "list" | "list_comprehension" => Some(Shared::List),
        "dictionary" | "dictionary_comprehension" => Some(Shared::Dict),
        "set" | "set_comprehension" => Some(Shared::Set),
        "call" => {
            let Resolution::Dotted(names) = analysis.resolve(value.child("function")?) else {
                return None;
            };
            match names.as_slice() {
                [name] => match name.as_str() {
                    "builtins.list" => Some(Shared::List),
                    "builtins.dict" | "collections.defaultdict" | "collections.OrderedDict" => Some(Shared::Dict),
                    "builtins.set" => Some(Shared::Set),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// What the body does with the shared object.
enum Use<'a> {
    Changed(Node<'a>),
    Stored(Node<'a>),
    Returned(Node<'a>),
}

/// At `=` or at the value of a mutable default.
pub(super) fn mutable(site: &Site<'_>) -> Option<Insight> {
    let (function, one) = parameter_at(site)?;
    let value = one.default?;
    let kind = shared(site.analysis, value)?;
    let name = one.name.text();
    let found = first_use(site.analysis, function, name, kind)?;
    let begin = code(name)
        .say(&format!(" is one {}, made when ", kind.noun()))
        .line(function)
        .say(" runs; ");
    let sentence = match found {
        Use::Changed(change) => begin
            .node(change)
            .say(" on ")
            .line(change)
            .say(" changes it for every later call without ")
            .code(name),
        Use::Stored(assignment) => begin
            .node(assignment)
            .say(" on ")
            .line(assignment)
            .say(" stores that same object for every call without ")
            .code(name),
        Use::Returned(statement) => begin
            .node(statement)
            .say(" on ")
            .line(statement)
            .say(" hands that same object to every caller that leaves ")
            .code(name)
            .say(" out"),
    };
    Some(Insight::new(shortest_of([sentence])?).with_detail(remedy(function, one.name, value)))
}

/// The usual way out, in the reader's names.
fn remedy(function: Node<'_>, name: Node<'_>, value: Node<'_>) -> String {
    if function.kind() == "lambda" || value.text().contains(['\n', '\r', '`']) {
        return "A new one for every call: `None` as the default, and the object made in the body.".to_owned();
    }
    let (name, value) = (name.text(), value.text());
    format!(
        "A new one for every call:\n\n```python\ndef {}(…, {name}=None):\n    if {name} is None:\n        {name} = {value}\n```",
        name_of(function)
    )
}

/// The first statement that changes what the parameter holds, or gives it away; `None` where the parameter may hold something else by then.
fn first_use<'a>(analysis: &Analysis, function: Node<'a>, name: &str, kind: Shared) -> Option<Use<'a>> {
    let body = function.child("body")?;
    if body.count() > NODES {
        return None;
    }
    let owner = Owner::Function(function.range());
    let mut stored = None;
    let mut changed = None;
    let uses = body
        .descendants()
        .filter(|at| at.kind() == "identifier" && at.text() == name && is_variable(*at));
    for at in uses.filter(|at| analysis.owner(name, at.start()).as_ref() == Some(&owner)) {
        let parent = at.parent()?;
        let grows = grown_by(at, kind);
        if analysis.is_definition(at) && grows.is_none() {
            return None;
        }
        if let Some(change) = grows {
            changed = changed.or(Some(Use::Changed(change)));
        } else if parent.kind() == "assignment" && at.field() == Some("right") {
            let to_attribute = parent.child("left").is_some_and(|left| left.kind() == "attribute");
            stored = stored.or(to_attribute.then_some(Use::Stored(parent)));
        } else if parent.kind() == "return_statement" && syntax::scope_of(parent).1 == Some(function) {
            stored = stored.or(Some(Use::Returned(parent)));
        }
    }
    changed.or(stored)
}

/// The expression or statement that puts something into what the name holds.
fn grown_by<'a>(name: Node<'a>, kind: Shared) -> Option<Node<'a>> {
    let parent = name.parent()?;
    match parent.kind() {
        "attribute" => {
            let call = parent
                .parent()
                .filter(|call| call.kind() == "call" && parent.field() == Some("function"))?;
            let method = parent.child("attribute")?.text();
            let takes = call.child("arguments")?.named_children().next().is_some();
            (takes && kind.growing().contains(&method)).then_some(call)
        }
        "subscript" if kind == Shared::Dict && name.field() == Some("value") => parent
            .parent()
            .filter(|at| at.kind() == "assignment" && parent.field() == Some("left")),
        "augmented_assignment" => {
            let operator = parent.child("operator")?.text();
            (name.field() == Some("left") && operator == kind.operator()).then_some(parent)
        }
        _ => None,
    }
}

/// Calls whose result cannot change, or that are there to be made once.
const CONSTANT: [&str; 16] = [
    "builtins.object",
    "builtins.float",
    "builtins.int",
    "builtins.str",
    "builtins.bytes",
    "builtins.bool",
    "builtins.complex",
    "builtins.tuple",
    "builtins.frozenset",
    "builtins.slice",
    "builtins.range",
    "builtins.type",
    "builtins.super",
    "builtins.sentinel",
    "re.compile",
    "operator.itemgetter",
];

/// At `=` before a default that is a call.
pub(super) fn evaluated_once(site: &Site<'_>) -> Option<Insight> {
    let (function, one) = parameter_at(site)?;
    let value = one.default.filter(|value| value.kind() == "call")?;
    if shared(site.analysis, value).is_some() {
        return None;
    }
    if let Resolution::Dotted(names) = site.analysis.resolve(value.child("function")?)
        && names.iter().any(|name| CONSTANT.contains(&name.as_str()))
    {
        return None;
    }
    let sentence = say("").node(value);
    let sentence = match syntax::scope_of(function) {
        (syntax::ScopeKind::Module, _) => sentence.say(" is evaluated once, as the module runs ").line(function),
        (syntax::ScopeKind::Class, Some(class)) => sentence
            .say(" is evaluated once, as the body of ")
            .code(name_of(class))
            .say(" runs ")
            .line(function),
        (_, Some(outer)) if outer.kind() == "function_definition" => sentence
            .say(" is evaluated each time ")
            .code(name_of(outer))
            .say(" runs ")
            .line(function),
        _ => sentence.say(" is evaluated where the function is made"),
    };
    let sentence = not_per_call(sentence, function, one.name);
    Some(Insight::new(shortest_of([sentence])?))
}

fn not_per_call(sentence: Sentence, function: Node<'_>, name: Node<'_>) -> Sentence {
    let sentence = sentence.say(", not at a call of ");
    let sentence = match function.child("name") {
        Some(own) => sentence.node(own),
        None => sentence.say("the lambda"),
    };
    sentence
        .say(": all calls without ")
        .node(name)
        .say(" get that one result")
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    #[test]
    fn who_changes_the_shared_default() {
        let said = |code: &str| fact("shared-default", "mutable-default-argument", code);
        for (code, expected) in [
            (
                "def add(item, items<CURSOR>=[]):\n    items.append(item)\n    return items\n",
                "`items` is one list, made when line 1 runs; `items.append(item)` on line 2 changes it for every later call without `items`",
            ),
            (
                "def add(key, cache<CURSOR>={}):\n    if key not in cache:\n        cache[key] = 1\n    return cache[key]\n",
                "`cache` is one dict, made when line 1 runs; `cache[key] = 1` on line 3 changes it for every later call without `cache`",
            ),
            (
                "class C:\n    def __init__(self, xs: list <CURSOR>= []):\n        self.xs = xs\n",
                "`xs` is one list, made when line 2 runs; `self.xs = xs` on line 3 stores that same object for every call without `xs`",
            ),
            (
                "def f(xs=<CURSOR>[]):\n    return xs\n",
                "`xs` is one list, made when line 1 runs; `return xs` on line 2 hands that same object to every caller that leaves `xs` out",
            ),
            (
                "def f(xs=<CURSOR>[]):\n    xs += [1]\n",
                "`xs` is one list, made when line 1 runs; `xs += [1]` on line 2 changes it for every later call without `xs`",
            ),
        ] {
            assert_eq!(said(code).as_deref(), Some(expected), "{code}");
        }
        for code in [
            "def f(xs=<CURSOR>[]):\n    xs = list(xs)\n    xs.append(1)\n",
            "def f(xs=<CURSOR>[]):\n    def g(xs):\n        xs.append(1)\n",
            "def f(xs=<CURSOR>[]):\n    for x in xs: print(x)\n",
            "def f(xs=<CURSOR>[]):\n    xs |= {1}\n",
            "def f(xs=<CURSOR>[]):\n    o.xs.append(1)\n",
        ] {
            assert_eq!(said(code), None, "{code}");
        }
    }

    #[test]
    fn a_call_is_evaluated_once() {
        let said = |code: &str| fact("default-call", "param-default", code);
        assert_eq!(
            said("import time\ndef log(text, t<CURSOR>=time.time()): pass\n").as_deref(),
            Some(
                "`time.time()` is evaluated once, as the module runs line 2, not at a call of `log`: all calls without `t` get that one result"
            )
        );
        assert_eq!(
            said("def outer():\n    def log(t<CURSOR>=now()): pass\n").as_deref(),
            Some(
                "`now()` is evaluated each time `outer` runs line 2, not at a call of `log`: all calls without `t` get that one result"
            )
        );
        for code in [
            "def log(t<CURSOR>=float('inf')): pass\n",
            "def log(t<CURSOR>=object()): pass\n",
            "def log(t<CURSOR>=NOW): pass\n",
        ] {
            assert_eq!(said(code), None, "{code}");
        }
    }
}
