//! Patterns in words.

use serde_json::{Value, json};

use super::arguments::{Positional, positional};
use super::shape::{Shape, of_case, of_node};
use super::{case_at, within};
use crate::document::Node;
use crate::insight::sentence::{Sentence, code, say};
use crate::insight::{Insight, Site};

/// What a case matches.
pub(super) fn case(site: &Site<'_>) -> Option<Insight> {
    let case = case_at(site)?;
    let shape = of_case(case)?;
    let mut sentence = say("matches ");
    sentence = match &shape {
        Shape::Capture(name) => sentence.say("anything, which becomes ").node(*name),
        Shape::Literal(text) if matches!(text.as_str(), "None" | "True" | "False") => {
            sentence.code(text).say(" itself, as ").code("is").say(" would")
        }
        Shape::Literal(text) => sentence.say("what equals ").code(text),
        other => {
            sentence.0.extend(noun(site, other)?.0);
            sentence
        }
    };
    if let Some(test) = case.child("guard").and_then(|guard| guard.named_children().next()) {
        let bound = shape.names();
        sentence = sentence.say(", if ").node(test).say(" is true");
        if !bound.is_empty() {
            let names: Vec<&str> = bound.iter().map(|n| n.text()).collect();
            sentence = sentence.say("; ").codes(&names, 3).say(if names.len() == 1 {
                " stays bound if not"
            } else {
                " stay bound if not"
            });
        }
    }
    let insight = Insight::new(sentence);
    let means = meaning(site, &shape).filter(|_| case.child("guard").is_none());
    Some(match means {
        Some(means) => insight.with_claim(json!({"case": patterns(case), "means": means})),
        None => insight,
    })
}

/// The patterns of a case, as they are written.
fn patterns(case: Node<'_>) -> &str {
    let mut all = case
        .children()
        .filter(|n| n.kind() == "case_pattern" || n.kind() == ",");
    let first = all.next().map_or(case.start(), Node::start);
    let last = all.last().map_or_else(
        || {
            case.children()
                .find(|n| n.kind() == "case_pattern")
                .map_or(first, Node::end)
        },
        Node::end,
    );
    case.nodes().text_of(&(first..last))
}

/// For programs: what a pattern asks for, as a tree.
fn meaning<'a>(site: &Site<'a>, shape: &Shape<'a>) -> Option<Value> {
    let all = |shapes: &[Shape<'a>]| -> Option<Vec<Value>> { shapes.iter().map(|one| meaning(site, one)).collect() };
    Some(match shape {
        Shape::Anything => json!(["anything"]),
        Shape::Capture(name) => json!(["as", ["anything"], name.text()]),
        Shape::Literal(text) => json!(["literal", text]),
        Shape::Value(name) => json!(["value", name.text()]),
        Shape::Star(name) => json!(["star", name.map(Node::text)]),
        Shape::As(inner, name) => json!(["as", meaning(site, inner)?, name.text()]),
        Shape::Or(shapes) => json!(["or", all(shapes)?]),
        Shape::Sequence(shapes) => json!(["sequence", all(shapes)?]),
        Shape::Mapping(items, rest) => {
            let items = items.iter().map(|(key, one)| Some(json!([key, meaning(site, one)?])));
            let items: Option<Vec<Value>> = items.collect();
            json!(["mapping", items?, rest.map(Node::text)])
        }
        Shape::Class(class, by_position, by_name) => {
            let mut parts = Vec::new();
            let names = match by_position.as_slice() {
                [] => Positional::Names(Vec::new()),
                _ => positional(site, *class)?,
            };
            match (names, by_position.as_slice()) {
                (Positional::Whole, [only]) => parts.push(json!([null, meaning(site, only)?])),
                (Positional::Whole, _) => return None,
                (Positional::Names(names), _) => {
                    for (at, one) in by_position.iter().enumerate() {
                        parts.push(json!([names.get(at)?, meaning(site, one)?]));
                    }
                }
            }
            for (name, one) in by_name {
                parts.push(json!([name.text(), meaning(site, one)?]));
            }
            json!(["class", class.text(), parts])
        }
    })
}

/// What a pattern matches, as a noun: "a `P` whose `x` is `0`".
fn noun<'a>(site: &Site<'a>, shape: &Shape<'a>) -> Option<Sentence> {
    Some(match shape {
        Shape::Anything => say("anything"),
        Shape::Capture(name) => say("anything (as ").node(*name).say(")"),
        Shape::Literal(text) => code(text),
        Shape::Value(name) => say("what equals ").node(*name),
        Shape::Star(_) => say("any more"),
        Shape::As(inner, name) => {
            let is_simple = matches!(**inner, Shape::Anything | Shape::Literal(_) | Shape::Value(_));
            let how = if is_simple { " (as " } else { " (the whole as " };
            noun(site, inner)?.say(how).node(*name).say(")")
        }
        Shape::Or(all) => joined(site, all.iter(), ", ", " or ")?,
        Shape::Sequence(items) => sequence_noun(site, items)?,
        Shape::Mapping(items, rest) => mapping_noun(site, items, *rest)?,
        Shape::Class(class, by_position, by_name) => class_noun(site, *class, by_position, by_name)?,
    })
}

fn joined<'s, 'a: 's>(
    site: &Site<'a>,
    shapes: impl ExactSizeIterator<Item = &'s Shape<'a>>,
    between: &str,
    before_last: &str,
) -> Option<Sentence> {
    let count = shapes.len();
    let mut sentence = Sentence::default();
    for (at, shape) in shapes.enumerate() {
        if at > 0 {
            sentence = sentence.say(if at + 1 == count { before_last } else { between });
        }
        sentence.0.extend(noun(site, shape)?.0);
    }
    Some(sentence)
}

/// "a sequence of exactly 2 items".
fn sized(items: &[Shape<'_>]) -> Sentence {
    let fixed = items.iter().filter(|i| !matches!(i, Shape::Star(_))).count();
    let has_star = fixed < items.len();
    let items = if fixed == 1 {
        "1 item".to_owned()
    } else {
        format!("{fixed} items")
    };
    match (fixed, has_star) {
        (0, false) => say("an empty sequence"),
        (0, true) => say("any sequence"),
        (_, false) => say("a sequence of exactly ").say(&items),
        (_, true) => say("a sequence of ").say(&items).say(" or more"),
    }
}

fn sequence_noun<'a>(site: &Site<'a>, items: &[Shape<'a>]) -> Option<Sentence> {
    let sentence = sized(items);
    if items.is_empty() {
        return Some(sentence);
    }
    let mut sentence = sentence.say(": ");
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            sentence = sentence.say(", ");
        }
        sentence = match item {
            Shape::Star(Some(name)) => sentence.say("the rest as the list ").node(*name),
            Shape::Star(None) => sentence.say("any number of others"),
            other => {
                sentence.0.extend(noun(site, other)?.0);
                sentence
            }
        };
    }
    Some(sentence)
}

fn mapping_noun<'a>(site: &Site<'a>, items: &[(String, Shape<'a>)], rest: Option<Node<'a>>) -> Option<Sentence> {
    let mut sentence = say(if items.is_empty() { "any mapping" } else { "a mapping" });
    let mut before = " ";
    for (key, shape) in items {
        sentence = sentence.say(before);
        before = " and ";
        sentence = match shape {
            Shape::Anything => sentence.say("that has ").code(key),
            other => {
                let mut sentence = sentence.say("whose ").code(key).say(" is ");
                sentence.0.extend(noun(site, other)?.0);
                sentence
            }
        };
    }
    Some(match rest {
        Some(name) => sentence.say(", its other items as the dict ").node(name),
        None => sentence,
    })
}

fn class_noun<'a>(
    site: &Site<'a>,
    class: Node<'a>,
    by_position: &[Shape<'a>],
    by_name: &[(Node<'a>, Shape<'a>)],
) -> Option<Sentence> {
    let mut sentence = say("an instance of ").node(class);
    let mut first = true;
    let names = if by_position.is_empty() {
        Positional::Names(Vec::new())
    } else {
        positional(site, class)?
    };
    if let (Positional::Whole, [only]) = (&names, by_position) {
        match only {
            Shape::Capture(name) => sentence = sentence.say(" (as ").node(*name).say(")"),
            other => {
                sentence = sentence.say(" that is ");
                sentence.0.extend(noun(site, other)?.0);
                first = false;
            }
        }
    } else if !by_position.is_empty() {
        let Positional::Names(names) = names else { return None };
        for (at, shape) in by_position.iter().enumerate() {
            sentence = whose(site, sentence, &names.get(at)?.clone(), shape, &mut first)?;
        }
    }
    for (name, shape) in by_name {
        sentence = whose(site, sentence, name.text(), shape, &mut first)?;
    }
    Some(sentence)
}

fn whose<'a>(site: &Site<'a>, sentence: Sentence, name: &str, shape: &Shape<'a>, first: &mut bool) -> Option<Sentence> {
    let sentence = sentence
        .say(if *first { " whose " } else { " and " })
        .code(name)
        .say(" is ");
    *first = false;
    let mut sentence = sentence;
    sentence.0.extend(noun(site, shape)?.0);
    Some(sentence)
}

/// What a sequence pattern matches, and what it never does.
pub(super) fn sequence(site: &Site<'_>) -> Option<Insight> {
    let node = within(site.token, &["list_pattern", "tuple_pattern", "case_clause"])?;
    let shape = if node.kind() == "case_clause" {
        of_case(node)?
    } else {
        of_node(node)?
    };
    let Shape::Sequence(items) = &shape else { return None };
    let mut sentence = say("matches ");
    sentence.0.extend(sized(items).0);
    sentence = sentence
        .say(", such as a list or tuple, never a ")
        .code("str")
        .say(", ")
        .code("bytes")
        .say(" or ")
        .code("set");
    let star = items.iter().find_map(|item| {
        if let Shape::Star(Some(name)) = item {
            Some(*name)
        } else {
            None
        }
    });
    if let Some(star) = star {
        sentence = sentence.say("; ").node(star).say(" becomes a list");
    }
    Some(Insight::new(sentence))
}

/// What a mapping pattern matches.
pub(super) fn mapping(site: &Site<'_>) -> Option<Insight> {
    let node = within(site.token, &["dict_pattern"])?;
    let Shape::Mapping(items, rest) = of_node(node)? else {
        return None;
    };
    let keys: Vec<&str> = items.iter().map(|(key, _)| key.as_str()).collect();
    let sentence = match (keys.as_slice(), rest) {
        ([], None) => say("matches every mapping, not just an empty one"),
        ([], Some(rest)) => say("matches every mapping; ")
            .node(rest)
            .say(" becomes a new ")
            .code("dict")
            .say(" of its items"),
        ([_], None) => say("asks for the key ")
            .codes(&keys, 4)
            .say("; other keys may be there too"),
        ([_, ..], None) => say("asks for the keys ")
            .codes(&keys, 4)
            .say("; others may be there too"),
        ([_, ..], Some(rest)) => {
            let sentence = say("asks for ").codes(&keys, 4).say("; ").node(rest);
            sentence.say(" becomes a new ").code("dict").say(" of the other items")
        }
    };
    Some(Insight::new(sentence))
}
