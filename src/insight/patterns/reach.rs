//! Cases that nothing reaches, and patterns that Python refuses.

use super::shape::{Shape, of_case, of_node};
use super::{case_at, cases, match_of, within};
use crate::document::Node;
use crate::insight::flow::hierarchy::{Class, class_of, is_known, lineage};
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

/// What makes the pattern of a case a `SyntaxError`.
pub(super) fn errors(site: &Site<'_>) -> Option<Insight> {
    let case = case_at(site)?;
    let shape = of_case(case)?;
    let on_keyword = site.token.kind() == "case";
    if site.concept == "pattern-or" {
        let shape = of_node(within(site.token, &["union_pattern"])?)?;
        return different_names(&shape).map(Insight::new);
    }
    if on_keyword {
        return refused(case, &shape).map(Insight::new);
    }
    // On the capture or wildcard itself: only if it is the one to blame.
    let blamed = match &shape {
        Shape::Capture(name) => *name == site.token,
        Shape::Anything => site.token.text() == "_",
        Shape::Or(all) => all
            .iter()
            .any(|one| matches!(one, Shape::Capture(name) if *name == site.token)),
        _ => false,
    };
    refused(case, &shape).filter(|_| blamed).map(Insight::new)
}

fn refused<'a>(case: Node<'a>, shape: &Shape<'a>) -> Option<Sentence> {
    if let Shape::Or(all) = shape {
        let (_, before) = all.split_last()?;
        if let Some(early) = before.iter().find(|one| one.is_irrefutable()) {
            return Some(
                say("a ")
                    .code("SyntaxError")
                    .say(": ")
                    .code(&what(early))
                    .say(" matches everything, the alternatives after it never get a turn"),
            );
        }
        if let Some(error) = different_names(shape) {
            return Some(error);
        }
    }
    let all = cases(match_of(case)?);
    let next = all.iter().skip_while(|n| **n != case).nth(1)?;
    let guarded = case.child("guard").is_some();
    if guarded || !shape.is_irrefutable() {
        return None;
    }
    let sentence = say("a ")
        .code("SyntaxError")
        .say(": ")
        .code(&what(shape))
        .say(" matches everything, so the cases from ")
        .line(*next);
    Some(sentence.say(" on are unreachable"))
}

/// What of an irrefutable pattern matches everything.
fn what(shape: &Shape<'_>) -> String {
    match shape {
        Shape::Capture(name) => name.text().to_owned(),
        Shape::As(inner, _) => what(inner),
        Shape::Or(all) => all.last().map(what).unwrap_or_default(),
        _ => "_".to_owned(),
    }
}

/// Alternatives that bind different names.
fn different_names(shape: &Shape<'_>) -> Option<Sentence> {
    let Shape::Or(all) = shape else { return None };
    let mut sets = all.iter().map(|one| {
        let mut names: Vec<&str> = one.names().iter().map(|n| n.text()).collect();
        names.sort_unstable();
        names
    });
    let first = sets.next()?;
    let other = sets.find(|set| *set != first)?;
    let only = |a: &[&str], b: &[&str]| a.iter().find(|n| !b.contains(n)).map(|n| (*n).to_owned());
    let missing = only(&first, &other).or_else(|| only(&other, &first))?;
    Some(
        say("a ")
            .code("SyntaxError")
            .say(": not every alternative binds ")
            .code(&missing),
    )
}

/// A case to which an earlier one leaves nothing.
pub(super) fn unreachable(site: &Site<'_>) -> Option<Insight> {
    let case = case_at(site)?;
    let shape = of_case(case)?;
    let all = cases(match_of(case)?);
    let before = all
        .iter()
        .take_while(|n| **n != case)
        .filter(|n| n.child("guard").is_none());
    let by = before.copied().find(|earlier| {
        let pattern = of_case(*earlier);
        pattern.is_some_and(|earlier| !earlier.is_irrefutable() && covers(site, &earlier, &shape))
    })?;
    let header = by.children().find(|n| n.kind() == ":").map_or(by.end(), Node::start);
    let sentence = say("can never match: ")
        .code(by.nodes().text_of(&(by.start()..header)))
        .say(" (")
        .line(by)
        .say(") takes all of it first");
    Some(Insight::new(sentence))
}

/// Whether everything that matches `later` matches `earlier` too. Both are of bounded depth.
fn covers<'a>(site: &Site<'a>, earlier: &Shape<'a>, later: &Shape<'a>) -> bool {
    match (earlier, later) {
        (Shape::Anything | Shape::Capture(_), _) => true,
        (_, Shape::Or(all)) => all.iter().all(|one| covers(site, earlier, one)),
        (_, Shape::As(inner, _)) => covers(site, earlier, inner),
        (Shape::As(inner, _), _) => covers(site, inner, later),
        (Shape::Or(all), _) => all.iter().any(|one| covers(site, one, later)),
        (Shape::Literal(one), Shape::Literal(other)) => one == other,
        (Shape::Value(one), Shape::Value(other)) => one.text() == other.text(),
        (Shape::Class(class, by_position, by_name), _) if by_position.is_empty() && by_name.is_empty() => {
            class_covers(site, *class, later)
        }
        (Shape::Class(one, _, _), Shape::Class(other, _, _)) => {
            same_class(site, *one, *other) && same_parts(site, earlier, later)
        }
        (Shape::Sequence(one), Shape::Sequence(other)) => sequence_covers(site, one, other),
        (Shape::Mapping(one, _), Shape::Mapping(other, _)) => one.iter().all(|(key, shape)| {
            let same = other.iter().find(|(k, _)| k == key);
            same.is_some_and(|(_, later)| covers(site, shape, later))
        }),
        _ => false,
    }
}

fn same_class(site: &Site<'_>, one: Node<'_>, other: Node<'_>) -> bool {
    let class = class_of(site, one);
    class.is_some() && class == class_of(site, other)
}

/// Two class patterns of one class: the same parts in the same places.
fn same_parts<'a>(site: &Site<'a>, earlier: &Shape<'a>, later: &Shape<'a>) -> bool {
    let (Shape::Class(_, one, one_named), Shape::Class(_, other, other_named)) = (earlier, later) else {
        return false;
    };
    let by_position = one.len() <= other.len() && one.iter().zip(other).all(|(a, b)| covers(site, a, b));
    by_position
        && one_named.iter().all(|(name, shape)| {
            let same = other_named.iter().find(|(n, _)| n.text() == name.text());
            same.is_some_and(|(_, later)| covers(site, shape, later))
        })
}

/// Whether a class pattern without parts takes everything of `later`. A number or string may equal what is no instance of its class.
fn class_covers(site: &Site<'_>, class: Node<'_>, later: &Shape<'_>) -> bool {
    let Some(class) = class_of(site, class) else {
        return false;
    };
    match later {
        Shape::Class(other, ..) => {
            let Some(other) = class_of(site, *other) else {
                return false;
            };
            let derives = lineage(site, &other).contains(&class);
            // A metaclass, seen or not, may have its own idea of an instance.
            other == class || (derives && is_known(site, &other) && is_known(site, &class))
        }
        Shape::Literal(text) if text == "True" || text == "False" => {
            matches!(&class, Class::Named(name) if name == "bool" || name == "int")
        }
        _ => false,
    }
}

fn sequence_covers<'a>(site: &Site<'a>, one: &[Shape<'a>], other: &[Shape<'a>]) -> bool {
    let is_star = |s: &Shape<'_>| matches!(s, Shape::Star(_));
    match one {
        [only] if is_star(only) => true,
        _ if one.iter().any(is_star) || other.iter().any(is_star) => {
            let alike = |(a, b): (&Shape<'a>, &Shape<'a>)| {
                if is_star(a) || is_star(b) {
                    is_star(a) && is_star(b)
                } else {
                    covers(site, a, b)
                }
            };
            one.len() == other.len() && one.iter().zip(other).all(alike)
        }
        _ => one.len() == other.len() && one.iter().zip(other).all(|(a, b)| covers(site, a, b)),
    }
}
