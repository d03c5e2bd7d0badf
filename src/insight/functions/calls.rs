//! Calls of functions of this file: which parameter gets which argument, or why the call fails.

use serde_json::json;

use super::parameters::{Parameter, Way, parameters};
use super::shape::{decorators, is_private, name_of};
use crate::detect::Resolution;
use crate::document::{Node, syntax};
use crate::insight::sentence::{Sentence, code_span, line_of, say, shortest_of};
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
    Default(Node<'a>),
    Collected(String),
    /// The splat may give it.
    Splat,
}

/// Why a call fails.
enum Failure<'a> {
    TooMany(usize, usize),
    Twice(&'a str),
    Unknown(&'a str),
    PlaceOnly(&'a str),
    Missing(Vec<&'a str>),
}

fn bind<'a>(all: &[Parameter<'a>], given: &Arguments<'a>) -> Result<Vec<Given<'a>>, Failure<'a>> {
    let places: Vec<_> = all
        .iter()
        .filter(|one| matches!(one.way, Way::Place | Way::Either))
        .collect();
    let takes_more = all.iter().any(|one| one.way == Way::Tuple);
    let takes_names = all.iter().any(|one| one.way == Way::Dict);
    if given.by_place.len() > places.len() && !takes_more {
        return Err(Failure::TooMany(places.len(), given.by_place.len()));
    }
    let mut other_names: Vec<String> = Vec::new();
    for (name, value) in &given.by_name {
        let text = name.text();
        let target = all
            .iter()
            .find(|one| one.name.text() == text && matches!(one.way, Way::Either | Way::Name));
        let by_place = places
            .iter()
            .position(|one| one.name.text() == text)
            .is_some_and(|at| at < given.by_place.len());
        match target {
            Some(_) if by_place => return Err(Failure::Twice(text)),
            Some(_) => {}
            None if takes_names => other_names.push(format!("'{text}': {}", value.text())),
            None if places.iter().any(|one| one.name.text() == text) => return Err(Failure::PlaceOnly(text)),
            None => return Err(Failure::Unknown(text)),
        }
    }
    let mut place = given.by_place.iter().copied();
    let mut bound: Vec<Given<'a>> = Vec::new();
    let mut missing: Vec<&'a str> = Vec::new();
    for one in all {
        let named = || {
            given
                .by_name
                .iter()
                .find(|(name, _)| name.text() == one.name.text())
                .map(|(_, value)| *value)
        };
        let is_place = matches!(one.way, Way::Place | Way::Either);
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
                let value = if is_place { place.next() } else { None };
                let value = value.or_else(|| if one.way == Way::Place { None } else { named() });
                match (value, one.default) {
                    (Some(value), _) => Given::Value(value),
                    (None, _) if may_splat => Given::Splat,
                    (None, Some(default)) => Given::Default(default),
                    (None, None) => {
                        missing.push(one.name.text());
                        continue;
                    }
                }
            }
        });
    }
    if missing.is_empty() {
        Ok(bound)
    } else {
        Err(Failure::Missing(missing))
    }
}

fn tuple<'a>(values: impl Iterator<Item = Node<'a>>) -> String {
    let values: Vec<&str> = values.map(Node::text).collect();
    match values.as_slice() {
        [one] => format!("({one},)"),
        _ => format!("({})", values.join(", ")),
    }
}

/// At a call of a function of this file.
pub(super) fn of_call(site: &Site<'_>) -> Option<Insight> {
    let call = site.token.ancestors().take(3).find(|at| at.kind() == "call")?;
    let name = call.child("function").filter(|at| at.kind() == "identifier")?;
    let Resolution::Function(range) = site.analysis.resolve(name) else {
        return None;
    };
    let function = name.nodes().at(&range);
    // A decorator may take other arguments.
    if function.kind() != "function_definition" || decorators(function).next().is_some() {
        return None;
    }
    let all = parameters(function)?;
    let given = arguments(call)?;
    match bind(&all, &given) {
        Ok(bound) => {
            // `f(a=1)` says it all itself.
            let is_plain = bound.iter().all(|one| matches!(one, Given::Value(_)));
            if all.is_empty() || (is_plain && given.by_place.is_empty()) {
                return None;
            }
            let sentence = shortest_of([4, 2, 1].map(|most| binding(function, &all, &bound, most)))?;
            Some(Insight::new(sentence).with_detail(table(&all, &bound)))
        }
        Err(failure) => {
            let sentence = say("fails with a ").code("TypeError").say(": ");
            let sentence = why(sentence, function, &failure);
            let claim = json!({ "call": name.text(), "line": line_of(call), "error": "TypeError" });
            Some(Insight::new(shortest_of([sentence])?).with_claim(claim))
        }
    }
}

fn binding(function: Node<'_>, all: &[Parameter<'_>], bound: &[Given<'_>], most: usize) -> Sentence {
    let mut sentence = say("for ").code(name_of(function)).say(" (").line(function).say("), ");
    let mut splat: Vec<&str> = Vec::new();
    let mut told = 0;
    let known = all
        .iter()
        .zip(bound)
        .filter(|(_, given)| !matches!(given, Given::Splat))
        .count();
    for (one, given) in all.iter().zip(bound) {
        let name = one.name.text();
        let (value, note) = match given {
            Given::Value(value) => (syntax::shorten(*value, 24).into_owned(), ""),
            Given::Default(value) => (syntax::shorten(*value, 24).into_owned(), " by default"),
            Given::Collected(value) => (syntax::shorten_text(value, 24).into_owned(), ""),
            Given::Splat => {
                splat.push(name);
                continue;
            }
        };
        if told < most {
            let glue = match told {
                0 => "",
                _ if told + 1 == known => " and ",
                _ => ", ",
            };
            sentence = sentence.say(glue).code(name).say(" is ").code(&value).say(note);
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

fn why(sentence: Sentence, function: Node<'_>, failure: &Failure<'_>) -> Sentence {
    let of = |sentence: Sentence| sentence.code(name_of(function)).say(" (").line(function).say(")");
    match failure {
        Failure::TooMany(most, count) => {
            of(sentence).say(&format!(" takes at most {most} by place, and this gives {count}"))
        }
        Failure::Twice(name) => sentence.code(name).say(" gets a value by place and another by name"),
        Failure::Unknown(name) => of(sentence).say(" has no parameter ").code(name),
        Failure::PlaceOnly(name) => of(sentence).say(" takes ").code(name).say(" by place only"),
        Failure::Missing(names) => {
            let verb = if names.len() == 1 { " gets" } else { " get" };
            of(sentence.codes(names, 3).say(" of ")).say(verb).say(" no value")
        }
    }
}

fn table(all: &[Parameter<'_>], bound: &[Given<'_>]) -> String {
    let mut table = "| Parameter | Gets |\n| --- | --- |".to_owned();
    for (one, given) in all.iter().zip(bound).take(30) {
        let cell = |text: &str| code_span(&syntax::shorten_text(text, 60).replace('|', "\\|"));
        let value = match given {
            Given::Value(value) => cell(value.text()),
            Given::Default(value) => format!("{} (its default)", cell(value.text())),
            Given::Collected(value) => cell(value),
            Given::Splat => "what is unpacked, or its default".to_owned(),
        };
        table.push_str(&format!("\n| {} | {value} |", code_span(one.name.text())));
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
                "fails with a `TypeError`: `f` (line 1) takes `a` by place only",
            ),
            (
                "def f(a)",
                "f<CURSOR>(1, 2)",
                "fails with a `TypeError`: `f` (line 1) takes at most 1 by place, and this gives 2",
            ),
            (
                "def f(a)",
                "f<CURSOR>(1, a=2)",
                "fails with a `TypeError`: `a` gets a value by place and another by name",
            ),
            (
                "def f(a)",
                "f<CURSOR>(b=2)",
                "fails with a `TypeError`: `f` (line 1) has no parameter `b`",
            ),
            (
                "def f(a, b, *, c)",
                "f<CURSOR>(1)",
                "fails with a `TypeError`: `b` and `c` of `f` (line 1) get no value",
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
}
