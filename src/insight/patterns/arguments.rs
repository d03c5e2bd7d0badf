//! Class patterns: which attribute a pattern by position stands for.

use super::shape::{Shape, of_node};
use super::{match_of, within};
use crate::detect::{Resolution, matches_itself};
use crate::document::Node;
use crate::insight::fields::{match_args, tuple_fields};
use crate::insight::flow::hierarchy::{Class, class_of};
use crate::insight::model::{Entry, Own, complete_order, decorators, own_member};
use crate::insight::sentence::{code, say};
use crate::insight::{Insight, Site};

/// What patterns by position are compared with.
pub(super) enum Positional {
    /// The attributes of these names.
    Names(Vec<String>),
    /// The one there may be, with the whole value.
    Whole,
}

/// Of a class, named in a pattern: what its patterns by position stand for, if the file tells.
pub(super) fn positional(site: &Site<'_>, name: Node<'_>) -> Option<Positional> {
    match site.analysis.resolve(name) {
        Resolution::Dotted(names) => {
            let [only] = names.as_slice() else { return None };
            let built_in = only.strip_prefix("builtins.")?;
            matches_itself(built_in).then_some(Positional::Whole)
        }
        Resolution::Class(range) => of_class(site, site.nodes.at(&range)),
        Resolution::Variable => of_call(site, name),
        _ => None,
    }
}

/// `P = namedtuple('P', 'x y')`, the one binding of that name.
fn of_call(site: &Site<'_>, name: Node<'_>) -> Option<Positional> {
    let found = site.analysis.bindings(name.text(), name.start(), 2);
    let [only] = found.as_slice() else { return None };
    let target = *site.nodes.path(only.at).last()?;
    let assignment = target
        .parent()
        .filter(|node| node.kind() == "assignment" && node.child("left") == Some(target))?;
    let names = tuple_fields(site.analysis, assignment.child("right")?)?;
    (!only.is_conditional).then_some(Positional::Names(names))
}

/// The class's own `__match_args__` or the first that a base has: written out, or a data class's, or a named tuple's. Without any: what Python's own
/// classes do.
fn of_class<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Positional> {
    // Something may set it from outside.
    if class.kind() != "class_definition" || site.nodes.mentions(".__match_args__ =") {
        return None;
    }
    if let Some(names) = match_args(site.analysis, class) {
        return Some(Positional::Names(names));
    }
    let order = complete_order(site.analysis, class)?;
    let mut is_whole = false;
    for entry in order {
        match entry {
            Entry::Class(class) => {
                if let Some(names) = match_args(site.analysis, class) {
                    return Some(Positional::Names(names));
                }
                if own_member(class, "__match_args__") != Own::Absent
                    || decorators(site.analysis, class).next().is_some()
                {
                    return None;
                }
            }
            Entry::Known(known) => {
                is_whole |= known.name.strip_prefix("builtins.").is_some_and(matches_itself);
                if known.has("__match_args__") != Some(false) {
                    return None;
                }
            }
        }
    }
    Some(if is_whole {
        Positional::Whole
    } else {
        Positional::Names(Vec::new())
    })
}

/// What a class pattern compares, by position.
pub(super) fn class_pattern(site: &Site<'_>) -> Option<Insight> {
    let node = within(site.token, &["class_pattern"])?;
    let Shape::Class(name, by_position, by_name) = of_node(node)? else {
        return None;
    };
    let count = by_position.len();
    if count == 0 {
        return by_name.is_empty().then(|| bare(site, node, name)).flatten();
    }
    match positional(site, name)? {
        Positional::Whole if count == 1 => {
            let sentence = say("the pattern inside is compared with the ")
                .node(name)
                .say(" itself");
            Some(Insight::new(sentence))
        }
        Positional::Whole => Some(Insight::new(
            say("raises ")
                .code("TypeError")
                .say(" for every ")
                .node(name)
                .say(": it takes one pattern by position, not ")
                .say(&count.to_string()),
        )),
        Positional::Names(names) if names.len() < count => {
            let sentence = say("raises ")
                .code("TypeError")
                .say(" for every ")
                .node(name)
                .say(": its ")
                .code("__match_args__")
                .say(" has ");
            let has = match names.len() {
                0 => "no name".to_owned(),
                1 => "1 name".to_owned(),
                n => format!("{n} names"),
            };
            Some(Insight::new(
                sentence.say(&has).say(&format!(", the pattern {count} by position")),
            ))
        }
        Positional::Names(names) => {
            let repeated = by_name
                .iter()
                .find(|(n, _)| names.iter().take(count).any(|p| p == n.text()));
            if let Some((twice, _)) = repeated {
                let sentence = say("raises ")
                    .code("TypeError")
                    .say(": ")
                    .code(twice.text())
                    .say(" is matched by position and by name");
                return Some(Insight::new(sentence));
            }
            let named = |at: usize, part: &str| match names.get(at).filter(|_| at < count) {
                Some(name) => format!("{name}={part}"),
                None => part.to_owned(),
            };
            let pairs: Vec<String> = parts(node)
                .iter()
                .enumerate()
                .map(|(at, part)| named(at, part))
                .collect();
            Some(Insight::new(
                say("by position ")
                    .code("__match_args__")
                    .say(" counts: the same as ")
                    .code(&format!("{}({})", name.text(), pairs.join(", "))),
            ))
        }
    }
}

/// The texts of the patterns, those by position first.
fn parts(node: Node<'_>) -> Vec<&str> {
    node.children()
        .filter(|n| n.kind() == "case_pattern")
        .map(Node::text)
        .collect()
}

/// `P()`: a test of the class alone.
fn bare<'a>(site: &Site<'a>, pattern: Node<'a>, name: Node<'a>) -> Option<Insight> {
    let class = class_of(site, name)?;
    let case = pattern.parent()?.parent().filter(|n| n.kind() == "case_clause")?;
    let mut subjects = match_of(case)?.children_in("subject");
    let subject = subjects
        .next()
        .filter(|n| matches!(n.kind(), "identifier" | "attribute"))?;
    if subjects.next().is_some() || case.children().any(|n| n.kind() == ",") {
        return None;
    }
    let sentence = say("asks for ")
        .code(&format!("isinstance({}, {})", subject.text(), name.text()))
        .say(", calls nothing");
    let is_int = class == Class::Named("int".to_owned());
    let also = |s: crate::insight::Sentence| {
        s.say("; ")
            .code("True")
            .say(" and ")
            .code("False")
            .say(" match too, as a ")
            .code("bool")
            .say(" is an ")
            .code("int")
    };
    Some(Insight::new(if is_int { also(sentence) } else { sentence }))
}

/// Only the name of the class, for [`super::captures`].
pub(super) fn as_test(name: &str) -> crate::insight::Sentence {
    code(&format!("{name}()"))
}
