//! How each parameter of a function may be given.

use serde_json::json;

use super::shape::{identity, is_called_as_written, is_private, is_unreadable, name_of};
use crate::document::{Node, syntax};
use crate::insight::sentence::{Sentence, code_span, say, shortest_of};
use crate::insight::{Insight, Site};

/// In which ways a call may give a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::insight) enum Way {
    Place,
    Either,
    Tuple,
    Name,
    Dict,
}

impl Way {
    /// What `inspect` calls it.
    fn description(self) -> &'static str {
        match self {
            Self::Place => "positional-only",
            Self::Either => "positional or keyword",
            Self::Tuple => "variadic positional",
            Self::Name => "keyword-only",
            Self::Dict => "variadic keyword",
        }
    }
}

/// A parameter.
#[derive(Clone, Copy)]
pub(in crate::insight) struct Parameter<'a> {
    pub(in crate::insight) name: Node<'a>,
    pub(in crate::insight) way: Way,
    pub(in crate::insight) default: Option<Node<'a>>,
}

/// The most parameters of one function that are looked at.
const PARAMETERS: usize = 256;

/// The parameters of a `def` or `lambda`, in order; `None` where Python would refuse them.
pub(in crate::insight) fn parameters<'a>(function: Node<'a>) -> Option<Vec<Parameter<'a>>> {
    let Some(list) = function.child("parameters") else {
        return Some(Vec::new());
    };
    let is_long = list.named_children().nth(2 * PARAMETERS).is_some();
    if is_long || is_unreadable(list) {
        return None;
    }
    let mut found: Vec<Parameter<'a>> = Vec::new();
    let mut way = Way::Either;
    let mut bare_star = false;
    for node in list.named_children() {
        if found.len() > PARAMETERS {
            return None;
        }
        match node.kind() {
            "comment" => continue,
            "positional_separator" => {
                let is_first = found.is_empty() || found.iter().any(|one| one.way != Way::Either);
                if is_first || way != Way::Either {
                    return None;
                }
                found.iter_mut().for_each(|one| one.way = Way::Place);
                continue;
            }
            "keyword_separator" => {
                if way != Way::Either {
                    return None;
                }
                way = Way::Name;
                bare_star = true;
                continue;
            }
            _ => {}
        }
        let one = parameter(node, way)?;
        let after_all = found.last().is_some_and(|last| last.way == Way::Dict);
        let needed_too_late = one.default.is_none()
            && matches!(one.way, Way::Place | Way::Either)
            && found.last().is_some_and(|last| last.default.is_some());
        let second_star = one.way == Way::Tuple && way != Way::Either;
        let empty_star = bare_star && one.way == Way::Dict && found.iter().all(|known| known.way != Way::Name);
        let twice = found.iter().any(|known| known.name.text() == one.name.text());
        if after_all || needed_too_late || second_star || empty_star || twice {
            return None;
        }
        if one.way == Way::Tuple {
            way = Way::Name;
        }
        found.push(one);
    }
    let empty_star = bare_star && found.iter().all(|known| known.way != Way::Name);
    (!empty_star).then_some(found)
}

fn parameter(node: Node<'_>, way: Way) -> Option<Parameter<'_>> {
    let target = match node.kind() {
        "default_parameter" | "typed_default_parameter" => node.child("name")?,
        "typed_parameter" => node.named_children().find(|part| part.kind() != "comment")?,
        _ => node,
    };
    let (name, way) = match target.kind() {
        "identifier" => (target, way),
        "list_splat_pattern" => (target.named_children().next()?, Way::Tuple),
        "dictionary_splat_pattern" => (target.named_children().next()?, Way::Dict),
        _ => return None,
    };
    let default = node.child("value");
    (name.kind() == "identifier").then_some(Parameter { name, way, default })
}

/// Whether the function is a method that is given the object (or the class) as its first argument.
pub(in crate::insight) fn is_method(site: &Site<'_>, function: Node<'_>) -> bool {
    let in_class = matches!(syntax::scope_of(function), (syntax::ScopeKind::Class, _));
    let is_static = super::shape::decorators(function).any(|decorator| {
        let resolution = super::shape::decorator_value(decorator).map(|value| site.analysis.resolve(value));
        resolution
            == Some(crate::detect::Resolution::Dotted(vec![
                "builtins.staticmethod".to_owned(),
            ]))
    });
    function.kind() == "function_definition" && in_class && !is_static && name_of(function) != "__new__"
}

/// At `def`, at the name behind it, at `/` and `*` between parameters, at `lambda`.
pub(in crate::insight) fn of_function(site: &Site<'_>) -> Option<Insight> {
    let mut around = site.token.ancestors().take(4);
    let function = around.find(|at| matches!(at.kind(), "function_definition" | "lambda"))?;
    let all = parameters(function)?;
    // Inside a class Python stores `__name` under another name.
    if all.iter().any(|one| is_private(one.name.text())) {
        return None;
    }
    let receiver = all.first().filter(|one| {
        (is_method(site, function) || name_of(function) == "__new__") && matches!(one.way, Way::Place | Way::Either)
    });
    let told = if receiver.is_some() {
        all.get(1..)?
    } else {
        all.as_slice()
    };
    let is_plain = told.iter().all(|one| one.way == Way::Either && one.default.is_none());
    if told.is_empty() || (is_plain && function.kind() == "lambda") {
        return None;
    }
    let as_written = is_called_as_written(site.analysis, function);
    let mut sentence = match (receiver, as_written) {
        (Some(one), true) => say("besides ").node(one.name).say(", ").code(name_of(function)),
        (Some(one), false) => say("as written, besides ")
            .node(one.name)
            .say(", ")
            .code(name_of(function)),
        (None, false) => say("as written, ").code(name_of(function)),
        (None, true) if function.kind() == "lambda" => say("the lambda"),
        (None, true) => Sentence::default().code(name_of(function)),
    };
    sentence = sentence.say(" takes ");
    let sentence = shortest_of([3, 2, 1].map(|most| defaults(ways(sentence.clone(), told, most), told, most)))?;
    let (name, line) = identity(function);
    let rows: Vec<_> = all
        .iter()
        .map(|one| json!({ "name": one.name.text(), "kind": one.way.description(), "default": one.default.is_some() }))
        .collect();
    let claim = json!({ "function": name, "line": line, "parameters": rows });
    Some(Insight::new(sentence).with_detail(table(&all)).with_claim(claim))
}

fn ways(mut sentence: Sentence, all: &[Parameter<'_>], most: usize) -> Sentence {
    let groups: Vec<(Way, Vec<&str>)> = [Way::Place, Way::Either, Way::Tuple, Way::Name, Way::Dict]
        .into_iter()
        .map(|way| {
            (
                way,
                all.iter()
                    .filter(|one| one.way == way)
                    .map(|one| one.name.text())
                    .collect::<Vec<_>>(),
            )
        })
        .filter(|(_, names)| !names.is_empty())
        .collect();
    for (at, (way, names)) in groups.iter().enumerate() {
        if at > 0 {
            sentence = sentence.say(if at + 1 == groups.len() { " and " } else { ", " });
        }
        sentence = match way {
            Way::Place => sentence.codes(names, most).say(" by place only"),
            Way::Either => sentence.codes(names, most).say(" by place or by name"),
            Way::Tuple if at == 0 => sentence.say("any number by place, as the tuple ").codes(names, 1),
            Way::Tuple => sentence.say("any more by place as the tuple ").codes(names, 1),
            Way::Name => sentence.codes(names, most).say(" by name only"),
            Way::Dict if at == 0 => sentence.say("any names, as the dict ").codes(names, 1),
            Way::Dict => sentence.say("any other names as the dict ").codes(names, 1),
        };
    }
    sentence
}

fn defaults(sentence: Sentence, all: &[Parameter<'_>], most: usize) -> Sentence {
    let plain: Vec<_> = all
        .iter()
        .filter(|one| !matches!(one.way, Way::Tuple | Way::Dict))
        .collect();
    let optional: Vec<&str> = plain
        .iter()
        .filter(|one| one.default.is_some())
        .map(|one| one.name.text())
        .collect();
    if optional.is_empty() {
        sentence
    } else if optional.len() == plain.len() {
        sentence.say(if optional.len() == 1 {
            "; it may be left out"
        } else {
            "; each may be left out"
        })
    } else {
        sentence.say("; ").codes(&optional, most).say(" may be left out")
    }
}

fn table(all: &[Parameter<'_>]) -> String {
    let mut table = "| Parameter | By place | By name | Default |\n| --- | --- | --- | --- |".to_owned();
    for one in all.iter().take(30) {
        let (name, place, by_name) = match one.way {
            Way::Place => (one.name.text().to_owned(), "yes", "no"),
            Way::Either => (one.name.text().to_owned(), "yes", "yes"),
            Way::Name => (one.name.text().to_owned(), "no", "yes"),
            Way::Tuple => (format!("*{}", one.name.text()), "all that are left", "no"),
            Way::Dict => (format!("**{}", one.name.text()), "no", "all that are left"),
        };
        let default = match (one.default, one.way) {
            (Some(value), _) => cell(&syntax::shorten(value, 40)),
            (None, Way::Tuple | Way::Dict) => "empty".to_owned(),
            (None, _) => "needed".to_owned(),
        };
        table.push_str(&format!("\n| {} | {place} | {by_name} | {default} |", code_span(&name)));
    }
    table
}

/// Code in a cell of a table, where a bar would end the cell even inside of code.
fn cell(code: &str) -> String {
    code_span(&code.replace('|', "\\|"))
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    fn said(code: &str) -> Option<String> {
        fact("parameters", "function-definition", code)
    }

    #[test]
    fn each_way_is_told() {
        for (code, expected) in [
            (
                "<CURSOR>def f(a, /, b, *args, c, d=1, **kw): pass\n",
                "`f` takes `a` by place only, `b` by place or by name, any more by place as the tuple `args`, `c` and `d` by name only and any other names as the dict `kw`; `d` may be left out",
            ),
            (
                "def <CURSOR>f(a: int, *, b: int = 1): pass\n",
                "`f` takes `a` by place or by name and `b` by name only; `b` may be left out",
            ),
            (
                "class C:\n    def <CURSOR>m(self, x=1): pass\n",
                "besides `self`, `m` takes `x` by place or by name; it may be left out",
            ),
            (
                "class C:\n    @staticmethod\n    def <CURSOR>m(a, x): pass\n",
                "`m` takes `a` and `x` by place or by name",
            ),
            (
                "@decorator\ndef <CURSOR>f(a): pass\n",
                "as written, `f` takes `a` by place or by name",
            ),
        ] {
            assert_eq!(said(code).as_deref(), Some(expected), "{code}");
        }
        assert_eq!(
            fact("parameters", "param-keyword-only", "def f(a, <CURSOR>*, b): pass\n").as_deref(),
            Some("`f` takes `a` by place or by name and `b` by name only")
        );
        assert_eq!(
            fact("parameters", "lambda-expression", "f = <CURSOR>lambda *a: a\n").as_deref(),
            Some("the lambda takes any number by place, as the tuple `a`")
        );
    }

    #[test]
    fn nothing_is_said_of_what_python_refuses() {
        for code in [
            "def <CURSOR>f(): pass\n",
            "class C:\n    def <CURSOR>m(self): pass\n",
            "def <CURSOR>f(a=1, b): pass\n",
            "def <CURSOR>f(a, a): pass\n",
            "def <CURSOR>f(a, *): pass\n",
            "def <CURSOR>f(a, *, **k): pass\n",
            "def <CURSOR>f(**k, a): pass\n",
            "def <CURSOR>f(/, a): pass\n",
            "class C:\n    def <CURSOR>m(self, __x): pass\n",
        ] {
            assert_eq!(said(code), None, "{code}");
        }
        assert_eq!(
            fact("parameters", "lambda-expression", "f = <CURSOR>lambda a: a\n"),
            None
        );
    }
}
