//! Which method `super()` reaches.

use serde_json::json;

use super::{Insight, Site, body_class, classes_of, layout, name_of, qualified_name};
use crate::document::{Node, syntax};
use crate::insight::model::{Entry, Member, Mro, Slots, bases, class_with, find_along, mangled, may_be_replaced, mro};
use crate::insight::sentence::{Sentence, code, line_of, say};

/// How many classes with several bases are looked at.
const MOST_JOINS: usize = 32;

/// Where an attribute of `super()` is found.
#[derive(PartialEq)]
enum Target<'a> {
    /// In this class of the file, by this statement.
    Class(Node<'a>, Node<'a>),
    /// In a class that Python brings along.
    Known(&'static str),
    /// Nowhere.
    Nowhere,
}

/// What `super().NAME` is in a method.
pub(super) fn target<'a>(site: &Site<'a>) -> Option<Insight> {
    let call = site.token.parent().filter(|parent| parent.kind() == "call")?;
    let function = method_around(call)?;
    let class = body_class(function)?;
    if !is_of_class(site, call, function, class) || matches!(layout::slots_of(site.analysis, class), Slots::Unknown) {
        return None;
    }
    let attribute = call
        .parent()
        .filter(|parent| parent.kind() == "attribute")?
        .child("attribute")?;
    let name = mangled(class, attribute.text());
    let Mro::Complete(order) = mro(site.analysis, class) else {
        return None;
    };
    let rest = order.get(1..)?;
    let own = name_of(class);
    let shown = format!("super().{}", attribute.text());
    let Some(plain) = find(site, rest, &name) else {
        let next = rest.first()?;
        let sentence = code(&shown).say(" is looked for from ").code(next.name());
        return Some(Insight::new(sentence.say(" on")));
    };
    let join = other_target(site, class, &name, &plain);
    let sentence = match (&plain, &join) {
        (Target::Nowhere, None) => say("no class behind ")
            .code(own)
            .say(" has ")
            .code(attribute.text())
            .say(": it works in a subclass with another base that has it, and in a plain ")
            .code(own)
            .say(" raises ")
            .code("AttributeError"),
        (Target::Nowhere, Some((derived, target))) => is(code(&shown), target, &name)
            .say(" for a ")
            .code(name_of(*derived))
            .say("; a plain ")
            .code(own)
            .say(" has none: ")
            .code("AttributeError"),
        (plain, None) => is(code(&shown), plain, &name),
        (plain, Some((derived, target))) => {
            let sentence = is(code(&shown), plain, &name).say(" for a plain ").code(own);
            is_but(sentence, target, &name).say(" for a ").code(name_of(*derived))
        }
    };
    let owner = match plain {
        Target::Class(owner, _) => Some(name_of(owner)),
        Target::Known(known) => known.rsplit('.').next(),
        Target::Nowhere => None,
    };
    let claim = json!({"class": qualified_name(class), "line": line_of(class), "super": name, "owner": owner});
    Some(Insight::new(sentence).with_claim(claim))
}

/// The `def` whose own code `node` is part of; no lambda, comprehension or class between.
fn method_around(node: Node<'_>) -> Option<Node<'_>> {
    let (kind, scope) = syntax::scope_of(node);
    let function = matches!(kind, syntax::ScopeKind::Function | syntax::ScopeKind::AsyncFunction);
    scope.filter(|_| function)
}

/// Whether a call of `super` looks from the class of its method: `super()`, or `super(C, self)`.
fn is_of_class<'a>(site: &Site<'a>, call: Node<'a>, function: Node<'a>, class: Node<'a>) -> bool {
    let Some(list) = call.child("arguments").filter(|list| list.kind() == "argument_list") else {
        return false;
    };
    let arguments: Vec<Node<'a>> = list.named_children().collect();
    let parameters = function.child("parameters");
    let first = parameters.and_then(|parameters| parameters.named_children().next());
    let Some(first) = first.filter(|first| matches!(first.kind(), "identifier" | "typed_parameter")) else {
        return false;
    };
    match arguments.as_slice() {
        [] => true,
        [of, object] => {
            let first_name = first.text().split(':').next().unwrap_or("").trim();
            class_with(site.analysis, *of) == Some(class) && object.text() == first_name
        }
        _ => false,
    }
}

fn find<'a>(site: &Site<'a>, rest: &[Entry<'a>], name: &str) -> Option<Target<'a>> {
    match find_along(site.analysis, rest, name) {
        Member::Here(node) => match rest.first()? {
            Entry::Class(class) => Some(Target::Class(*class, node)),
            Entry::Known(_) => None,
        },
        Member::Inherited(owner, node) => Some(Target::Class(owner, node)),
        Member::Builtin(owner) => Some(Target::Known(owner)),
        Member::Absent => Some(Target::Nowhere),
        Member::NoHash(_) | Member::Unknown => None,
    }
}

/// The first class of the file that joins others in such a way that something else is found.
fn other_target<'a>(
    site: &Site<'a>,
    class: Node<'a>,
    name: &str,
    plain: &Target<'a>,
) -> Option<(Node<'a>, Target<'a>)> {
    let joins = classes_of(site, |header| header.contains(',')).filter(|other| {
        let arguments = other.child("superclasses").into_iter().flat_map(Node::named_children);
        *other != class && arguments.filter(|n| n.kind() != "comment").nth(1).is_some()
    });
    joins.take(MOST_JOINS).find_map(|other| {
        let several = bases(site.analysis, other).is_some_and(|bases| bases.len() > 1);
        if !several || may_be_replaced(site.analysis, other) {
            return None;
        }
        let Mro::Complete(order) = mro(site.analysis, other) else {
            return None;
        };
        let at = order.iter().position(|entry| entry.is(Entry::Class(class)))?;
        let target = find(site, order.get(at + 1..)?, name)?;
        (target != *plain && target != Target::Nowhere && layout::can_be_made(site.analysis, other, &order))
            .then_some((other, target))
    })
}

fn is(sentence: Sentence, target: &Target<'_>, name: &str) -> Sentence {
    owned(sentence.say(" is "), target, name)
}

fn is_but(sentence: Sentence, target: &Target<'_>, name: &str) -> Sentence {
    owned(sentence.say(", but "), target, name)
}

fn owned(sentence: Sentence, target: &Target<'_>, name: &str) -> Sentence {
    match target {
        Target::Class(owner, node) => {
            let sentence = sentence.code(&format!("{}.{name}", name_of(*owner)));
            sentence.say(" (").line(*node).say(")")
        }
        Target::Known(known) => {
            let owner = known.rsplit('.').next().unwrap_or(known);
            sentence.code(&format!("{owner}.{name}"))
        }
        Target::Nowhere => sentence.say("missing"),
    }
}
