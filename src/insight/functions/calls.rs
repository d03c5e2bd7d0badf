//! Calls of functions, methods and classes of this file: which parameter gets which argument, or why the call fails.

use serde_json::{Value, json};

use super::callee::{Callee, Slot};
use super::messages;
use super::parameters::Way;
use super::shape::is_private;
use crate::document::{Node, syntax};
use crate::insight::sentence::{Piece, Sentence, code_span, line_of, say, shortest_of};
use crate::insight::{Insight, Site};

/// The most arguments of a call that are followed.
const ARGUMENTS: usize = 40;

/// The arguments of a call.
#[derive(Default)]
struct Arguments<'a> {
    by_place: Vec<Node<'a>>,
    by_name: Vec<(Node<'a>, Node<'a>)>,
    /// `*xs`: what stands behind it has no known place.
    star: Option<Node<'a>>,
    double_star: Option<Node<'a>>,
}

fn arguments(call: Node<'_>) -> Option<Arguments<'_>> {
    let list = call.child("arguments")?;
    let mut found = Arguments::default();
    if list.kind() == "generator_expression" {
        found.by_place.push(list);
        return Some(found);
    }
    for (at, argument) in list.named_children().filter(|at| at.kind() != "comment").enumerate() {
        if at > ARGUMENTS || argument.kind_id() == syntax::ERROR {
            return None;
        }
        match argument.kind() {
            "keyword_argument" => {
                let name = argument.child("name")?;
                if is_private(name.text()) || found.by_name.iter().any(|(known, _)| known.text() == name.text()) {
                    return None;
                }
                found.by_name.push((name, argument.child("value")?));
            }
            "list_splat" => found.star = found.star.or(Some(argument)),
            "dictionary_splat" => found.double_star = found.double_star.or(Some(argument)),
            // A value after `*xs` comes after an unknown number of others.
            _ if found.star.is_some() => return None,
            _ if found.by_name.is_empty() => found.by_place.push(argument),
            _ => return None,
        }
    }
    Some(found)
}

/// What a parameter gets.
enum Given<'a> {
    Value(Node<'a>),
    Default(String),
    Collected(String),
    /// The splat may give it.
    Splat,
}

/// Which argument goes to which parameter, or what CPython (from 3.10 on) says where that fails.
fn bind<'a>(callee: &Callee<'_>, given: &Arguments<'a>) -> Option<Result<Vec<Given<'a>>, String>> {
    let all = &callee.slots;
    let is_place = |one: &&Slot| matches!(one.way, Way::Place | Way::Either);
    let places: Vec<&Slot> = all.iter().filter(is_place).collect();
    let takes_more = all.iter().any(|one| one.way == Way::Tuple);
    let takes_names = all.iter().any(|one| one.way == Way::Dict);
    let mut other_names: Vec<String> = Vec::new();
    for (name, value) in &given.by_name {
        let text = name.text();
        if callee.receiver.as_deref() == Some(text) {
            return None;
        }
        let target = all
            .iter()
            .find(|one| one.name == text && matches!(one.way, Way::Either | Way::Name));
        let by_place = places
            .iter()
            .position(|one| one.name == text)
            .is_some_and(|at| at < given.by_place.len());
        match target {
            Some(_) if by_place => return Some(Err(messages::twice(callee, text))),
            Some(_) => {}
            None if takes_names => other_names.push(format!("'{text}': {}", value.text())),
            None => return Some(Err(messages::unknown(callee, text, &given.by_name))),
        }
    }
    if given.by_place.len() > places.len() && !takes_more {
        let named = given.by_name.iter().map(|(name, _)| name.text());
        let named = named.filter(|name| all.iter().any(|one| one.way == Way::Name && one.name == **name));
        return Some(Err(messages::too_many(
            callee,
            &places,
            given.by_place.len(),
            named.count(),
        )));
    }
    let mut place = given.by_place.iter().copied();
    let mut bound: Vec<Given<'a>> = Vec::new();
    let mut missing: Vec<&Slot> = Vec::new();
    for one in all {
        let named = || {
            let mut named = given.by_name.iter();
            named.find(|(name, _)| name.text() == one.name).map(|(_, value)| *value)
        };
        let may_splat = match one.way {
            Way::Place => given.star.is_some(),
            Way::Either => given.star.is_some() || given.double_star.is_some(),
            Way::Tuple => given.star.is_some(),
            Way::Name | Way::Dict => given.double_star.is_some(),
        };
        bound.push(match one.way {
            Way::Tuple if may_splat => Given::Splat,
            Way::Dict if may_splat => Given::Splat,
            Way::Tuple => Given::Collected(tuple(place.by_ref())),
            Way::Dict => Given::Collected(format!("{{{}}}", other_names.join(", "))),
            _ => {
                let value = if is_place(&one) { place.next() } else { None };
                let value = value.or_else(|| if one.way == Way::Place { None } else { named() });
                match (value, &one.default) {
                    (Some(value), _) => Given::Value(value),
                    (None, _) if may_splat => Given::Splat,
                    (None, Some(default)) => Given::Default(default.clone()),
                    (None, None) => {
                        missing.push(one);
                        continue;
                    }
                }
            }
        });
    }
    Some(match missing.as_slice() {
        [] => Ok(bound),
        missing => Err(messages::missing(callee, missing)),
    })
}

fn tuple<'a>(values: impl Iterator<Item = Node<'a>>) -> String {
    let values: Vec<&str> = values.map(Node::text).collect();
    match values.as_slice() {
        [one] => format!("({one},)"),
        _ => format!("({})", values.join(", ")),
    }
}

/// At a call of a function, a method or a class of this file.
pub(super) fn of_call(site: &Site<'_>) -> Option<Insight> {
    let call = site.token.ancestors().take(3).find(|at| at.kind() == "call")?;
    let callee = Callee::of(site.analysis, call)?;
    let given = arguments(call)?;
    if callee.takes_none {
        let is_given = !given.by_place.is_empty() || !given.by_name.is_empty();
        let message = format!("{}() takes no arguments", callee.qualified);
        return is_given.then(|| failure(&callee, call, &message)).flatten();
    }
    match bind(&callee, &given)? {
        Ok(bound) => {
            // `f(a=1)` says it all itself.
            let is_plain = bound.iter().all(|one| matches!(one, Given::Value(_)));
            if callee.slots.is_empty() || (is_plain && given.by_place.is_empty()) {
                return None;
            }
            let sentence = shortest_of([4, 2, 1].map(|most| binding(&callee, &bound, most)))?;
            let insight = Insight::new(sentence).with_detail(table(&callee, &bound));
            Some(insight.with_claim(claim(call, &callee, &bound)))
        }
        Err(message) => failure(&callee, call, &message),
    }
}

/// For programs: each parameter with the code of what it gets, those left out that the splats may give.
fn claim(call: Node<'_>, callee: &Callee<'_>, bound: &[Given<'_>]) -> Value {
    let pairs = callee.slots.iter().zip(bound).filter_map(|(one, given)| {
        let value = match given {
            Given::Value(value) => value.text(),
            Given::Default(value) | Given::Collected(value) => value,
            Given::Splat => return None,
        };
        Some(json!([one.name, value]))
    });
    let name = call.child("function").map_or("", Node::text);
    json!({ "call": name, "line": line_of(call), "bound": pairs.collect::<Vec<_>>() })
}

/// The call cannot work.
fn failure(callee: &Callee<'_>, call: Node<'_>, message: &str) -> Option<Insight> {
    if callee.may_fail_otherwise {
        return None;
    }
    let mut sentence = callee.tell(say("fails in "));
    sentence = if callee.may_be_overridden {
        sentence.say(", unless a subclass has one of its own, with a ")
    } else {
        sentence.say(" with a ")
    };
    sentence = sentence.code("TypeError").say(": ");
    // Quoted in full.
    sentence.0.push(Piece::Code(message.to_owned()));
    let name = call.child("function").map_or("", Node::text);
    let mut claim = json!({ "call": name, "line": line_of(call), "error": "TypeError" });
    if !callee.may_be_overridden {
        claim["message"] = json!(message);
    }
    Some(Insight::new(shortest_of([sentence])?).with_claim(claim))
}

fn binding(callee: &Callee<'_>, bound: &[Given<'_>], most: usize) -> Sentence {
    let mut sentence = callee.tell(say("for ")).say(", ");
    let mut splat: Vec<&str> = Vec::new();
    let mut told = 0;
    let known = bound.iter().filter(|given| !matches!(given, Given::Splat)).count();
    for (one, given) in callee.slots.iter().zip(bound) {
        let (value, note) = match given {
            Given::Value(value) => (syntax::shorten(*value, 24).into_owned(), ""),
            Given::Default(value) => (syntax::shorten_text(value, 24).into_owned(), " by default"),
            Given::Collected(value) => (syntax::shorten_text(value, 24).into_owned(), ""),
            Given::Splat => {
                splat.push(&one.name);
                continue;
            }
        };
        if told < most {
            let glue = match told {
                0 => "",
                _ if told + 1 == known => " and ",
                _ => ", ",
            };
            sentence = sentence.say(glue).code(&one.name).say(" is ").code(&value).say(note);
        }
        told += 1;
    }
    if told > most {
        sentence = sentence.say(&format!(" and {} more", told - most));
    }
    if splat.is_empty() {
        return sentence;
    }
    let sentence = if told > 0 { sentence.say("; ") } else { sentence };
    sentence.codes(&splat, 3).say(if splat.len() == 1 {
        " takes what is unpacked"
    } else {
        " take what is unpacked"
    })
}

fn table(callee: &Callee<'_>, bound: &[Given<'_>]) -> String {
    let mut table = "| Parameter | Gets |\n| --- | --- |".to_owned();
    for (one, given) in callee.slots.iter().zip(bound).take(30) {
        let cell = |text: &str| code_span(&syntax::shorten_text(text, 60).replace('|', "\\|"));
        let value = match given {
            Given::Value(value) => cell(value.text()),
            Given::Default(value) => format!("{} (its default)", cell(value)),
            Given::Collected(value) => cell(value),
            Given::Splat => "what is unpacked, or its default".to_owned(),
        };
        table.push_str(&format!("\n| {} | {value} |", code_span(&one.name)));
    }
    table
}

#[cfg(test)]
mod tests {
    use crate::insight::testing::fact;

    fn said(definition: &str, call: &str) -> Option<String> {
        fact(
            "call-binding",
            "call-expression",
            &format!("{definition}: pass\n{call}\n"),
        )
    }

    #[test]
    fn arguments_find_their_parameters() {
        for (definition, call, expected) in [
            (
                "def f(a, b=0, *rest, k)",
                "f<CURSOR>(1, k=2)",
                "for `f` (line 1), `a` is `1`, `b` is `0` by default, `rest` is `()` and `k` is `2`",
            ),
            (
                "def f(a, b=0, *rest, k)",
                "f<CURSOR>(1, *xs, k=2)",
                "for `f` (line 1), `a` is `1` and `k` is `2`; `b` and `rest` take what is unpacked",
            ),
            (
                "def f(a, /, **kw)",
                "f<CURSOR>(1, a=2)",
                "for `f` (line 1), `a` is `1` and `kw` is `{'a': 2}`",
            ),
            ("def f(*a)", "f<CURSOR>(x, y)", "for `f` (line 1), `a` is `(x, y)`"),
        ] {
            assert_eq!(said(definition, call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn calls_that_fail() {
        for (definition, call, expected) in [
            (
                "def f(a, /)",
                "f<CURSOR>(a=1)",
                "fails in `f` (line 1) with a `TypeError`: `f() got some positional-only arguments passed as keyword arguments: 'a'`",
            ),
            (
                "def f(a)",
                "f<CURSOR>(1, 2)",
                "fails in `f` (line 1) with a `TypeError`: `f() takes 1 positional argument but 2 were given`",
            ),
            (
                "def f(a)",
                "f<CURSOR>(1, a=2)",
                "fails in `f` (line 1) with a `TypeError`: `f() got multiple values for argument 'a'`",
            ),
            (
                "def f(a)",
                "f<CURSOR>(b=2)",
                "fails in `f` (line 1) with a `TypeError`: `f() got an unexpected keyword argument 'b'`",
            ),
            (
                "def f(a, b, *, c)",
                "f<CURSOR>(1)",
                "fails in `f` (line 1) with a `TypeError`: `f() missing 1 required positional argument: 'b'`",
            ),
        ] {
            assert_eq!(said(definition, call).as_deref(), Some(expected), "{call}");
        }
    }

    #[test]
    fn other_functions_may_take_anything() {
        assert_eq!(said("@other\ndef f(a)", "f<CURSOR>(1, 2)"), None);
        assert_eq!(said("def f(a)", "f = g\nf<CURSOR>(1, 2)"), None);
        assert_eq!(said("def f(a)", "o.f<CURSOR>(1, 2)"), None);
        assert_eq!(said("def f(a)", "f<CURSOR>(*x, 2)"), None);
        assert_eq!(said("def f()", "f<CURSOR>()"), None);
    }

    fn called(code: &str) -> Option<String> {
        fact("call-binding", "call-expression", code)
    }

    #[test]
    fn methods_and_classes_are_called_too() {
        for (code, expected) in [
            (
                "class C:\n    def m(self, a, b=1): pass\n    def n(self):\n        self.m<CURSOR>(2)\n",
                "for `C.m` (line 2), `a` is `2` and `b` is `1` by default",
            ),
            (
                "class A:\n    def m(self, a): pass\nclass B(A):\n    def n(self):\n        self.m<CURSOR>(1, 2)\n",
                "fails in `A.m` (line 2), unless a subclass has one of its own, with a `TypeError`: `A.m() takes 2 positional arguments but 3 were given`",
            ),
            (
                "class C:\n    @staticmethod\n    def m(a): pass\nc = C()\nc.m<CURSOR>(1)\n",
                "for `C.m` (line 3), `a` is `1`",
            ),
            (
                "class C:\n    def m(self): pass\nc = C()\nc.m<CURSOR>(1)\n",
                "fails in `C.m` (line 2) with a `TypeError`: `C.m() takes 1 positional argument but 2 were given`",
            ),
            (
                "class C:\n    def __init__(self, x, *, y=2): pass\nC<CURSOR>(1)\n",
                "for `C.__init__` (line 2), `x` is `1` and `y` is `2` by default",
            ),
            (
                "class C: pass\nC<CURSOR>(1)\n",
                "fails in `C` (line 1) with a `TypeError`: `C() takes no arguments`",
            ),
            (
                "from dataclasses import dataclass, field\n@dataclass\nclass P:\n    x: int\n    y: list = field(default_factory=list)\nP<CURSOR>(1)\n",
                "for `P` (line 3), `x` is `1` and `y` is `list()` by default",
            ),
            (
                "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n    y: int\nP<CURSOR>(1)\n",
                "fails in `P` (line 3) with a `TypeError`: `P.__init__() missing 1 required positional argument: 'y'`",
            ),
            (
                "from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    y: int = 0\nP<CURSOR>(1, 2, 3)\n",
                "fails in `P` (line 2) with a `TypeError`: `P.__new__() takes from 2 to 3 positional arguments but 4 were given`",
            ),
        ] {
            assert_eq!(called(code).as_deref(), Some(expected), "{code}");
        }
    }

    #[test]
    fn objects_of_unknown_classes_may_take_anything() {
        for code in [
            // Another attribute, another class, another way to make objects.
            "class C:\n    def m(self): pass\n    def n(self):\n        self.m = f\n        self.m<CURSOR>(1)\n",
            "class C:\n    @wrap\n    def m(self): pass\n    def n(self):\n        self.m<CURSOR>(1)\n",
            "class C(B):\n    def n(self):\n        self.m<CURSOR>(1)\n",
            "class C:\n    def m(self): pass\ndef f(c):\n    c.m<CURSOR>(1)\n",
            "class C:\n    def __new__(cls, x): pass\nC<CURSOR>(1)\n",
            "from m import B\nclass C(B): pass\nC<CURSOR>(1)\n",
            "@wrap\nclass C: pass\nC<CURSOR>(1)\n",
            "class C(Exception): pass\nC<CURSOR>(1)\n",
            "class C: pass\nC<CURSOR>()\n",
            // Abstract methods count first.
            "import abc\nclass C(abc.ABC):\n    @abc.abstractmethod\n    def m(self): pass\n    def __init__(self): pass\nC<CURSOR>(1)\n",
        ] {
            assert_eq!(called(code), None, "{code}");
        }
    }
}
