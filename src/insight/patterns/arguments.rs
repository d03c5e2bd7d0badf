//! Class patterns: which attribute a pattern by position stands for.

use super::shape::{Shape, of_node};
use super::{match_of, within};
use crate::detect::{Resolution, bases, matches_itself, members};
use crate::document::Node;
use crate::insight::flow::hierarchy::{Class, class_of};
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
        _ => None,
    }
}

fn of_class<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Positional> {
    let mut class = class;
    for _ in 0..16 {
        // Something may set it from outside.
        if class.kind() != "class_definition" || site.nodes.root().text().contains(".__match_args__ =") {
            return None;
        }
        let decorated = class.parent().filter(|p| p.kind() == "decorated_definition");
        let own: Vec<Node<'a>> = members(class)
            .take(512)
            .filter(|m| {
                m.child("left")
                    .or_else(|| m.child("name"))
                    .is_some_and(|n| n.text() == "__match_args__")
            })
            .collect();
        match (own.as_slice(), decorated) {
            ([], Some(outer)) => return dataclass(site, class, outer),
            ([], None) => {}
            ([only], None) => return strings(only.child("right")?).map(Positional::Names),
            _ => return None,
        }
        let list = class.child("superclasses");
        if list.is_some_and(|l| {
            l.named_children()
                .any(|n| n.kind() == "keyword_argument" || n.kind().contains("splat"))
        }) {
            return None;
        }
        let above: Vec<Node<'a>> = bases(class).take(2).collect();
        match above.as_slice() {
            [] => return Some(Positional::Names(Vec::new())),
            [only] => match class_of(site, *only)? {
                Class::Local(range) => class = site.nodes.at(&range),
                Class::Named(name) if name == "object" => return Some(Positional::Names(Vec::new())),
                Class::Named(name) if matches_itself(&name) => return Some(Positional::Whole),
                Class::Named(_) => return None,
            },
            _ => return None,
        }
    }
    None
}

/// The strings of a tuple of string literals.
fn strings(tuple: Node<'_>) -> Option<Vec<String>> {
    if tuple.kind() != "tuple" {
        return None;
    }
    let items = tuple.named_children().filter(|n| n.kind() != "comment").take(64);
    items.map(plain_string).collect()
}

fn plain_string(node: Node<'_>) -> Option<String> {
    let parts: Vec<Node<'_>> = node.children().filter(|_| node.kind() == "string").collect();
    match parts.as_slice() {
        [start, content, _] if matches!(start.text(), "\"" | "'") && content.first_child().is_none() => {
            Some(content.text().to_owned())
        }
        _ => None,
    }
}

/// The fields of a plain `@dataclass` without bases.
fn dataclass<'a>(site: &Site<'a>, class: Node<'a>, outer: Node<'a>) -> Option<Positional> {
    let decorators: Vec<Node<'a>> = outer.children().filter(|n| n.kind() == "decorator").collect();
    let [decorator] = decorators.as_slice() else {
        return None;
    };
    let expression = decorator.named_children().next()?;
    let function = if expression.kind() == "call" {
        expression.child("function")?
    } else {
        expression
    };
    let is_dataclass = site.analysis.resolve(function) == Resolution::Dotted(vec!["dataclasses.dataclass".to_owned()]);
    // Keywords that change what is a parameter by position.
    let changes = ["kw_only", "init", "match_args", "**"]
        .iter()
        .any(|word| decorator.text().contains(word));
    if !is_dataclass
        || changes
        || class
            .child("superclasses")
            .is_some_and(|l| l.named_children().next().is_some())
    {
        return None;
    }
    let mut names = Vec::new();
    for member in members(class).take(256).filter(|m| m.kind() == "assignment") {
        let Some(annotation) = member.child("type").map(Node::text) else {
            continue;
        };
        let name = member.child("left")?;
        let value = member.child("right").map_or("", Node::text);
        let special = ["ClassVar", "KW_ONLY", "InitVar", "\"", "'"]
            .iter()
            .any(|word| annotation.contains(word));
        let plain = member.ancestors().nth(2) == Some(class) && name.kind() == "identifier";
        if special
            || !plain
            || ["kw_only", "init"].iter().any(|word| value.contains(word))
            || names.iter().any(|n| n == name.text())
        {
            return None;
        }
        names.push(name.text().to_owned());
    }
    Some(Positional::Names(names))
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
