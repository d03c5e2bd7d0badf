//! Which method a method overrides, and where it is overridden itself.

use serde_json::json;

use super::{Insight, Site, body_class, classes_of, name_of, qualified_name};
use crate::document::{Node, mentions, syntax};
use crate::insight::model::{Base, Entry, Member, Mro, Own, bases, find_along, mangled, mro, own_member};
use crate::insight::sentence::{Sentence, line_of, say};

/// What a method overrides, and the subclasses of the file that override it in turn.
pub(super) fn overriding<'a>(site: &Site<'a>) -> Option<Insight> {
    let function = site
        .token
        .parent()
        .filter(|parent| parent.kind() == "function_definition")?;
    let name = function.child("name")?;
    let class = body_class(function)?;
    // A later `def` of the same name is the method: a setter, an overload.
    if own_member(class, name.text()) != Own::Here(function) {
        return None;
    }
    let stored = mangled(class, name.text());
    let above = overridden(site, class, &stored);
    let below = overriders(site, class, name.text());
    let mut sentence = match &above {
        Some((owner, Some(node))) => {
            let shown = format!(
                "{}.{}",
                owner.name(),
                signature(*node).unwrap_or(name.text().to_owned())
            );
            say("overrides ").code(&shown).say(" (").line(*node).say(")")
        }
        Some((owner, None)) => say("overrides ").code(&format!("{}.{}", owner.name(), name.text())),
        None => Sentence::default(),
    };
    if let Some((owner, Some(node))) = &above
        && node.kind() == "function_definition"
        && does_something(*node)
        && !calls_base(function, owner.name(), name.text())
    {
        sentence = sentence.say(" and never calls it");
    }
    if let [first, rest @ ..] = below.as_slice() {
        let begin = if above.is_some() {
            "; overridden again in "
        } else {
            "overridden in "
        };
        sentence = sentence
            .say(begin)
            .code(name_of(first.0))
            .say(" (")
            .line(first.1)
            .say(")");
        match rest {
            [] => {}
            [one] => {
                sentence = sentence
                    .say(" and ")
                    .code(name_of(one.0))
                    .say(" (")
                    .line(one.1)
                    .say(")");
            }
            more => sentence = sentence.say(&format!(" and {} other classes", more.len())),
        }
    }
    if sentence.0.is_empty() {
        return None;
    }
    let insight = Insight::new(sentence);
    Some(match above {
        Some((owner, _)) => insight.with_claim(json!({
            "class": qualified_name(class), "line": line_of(class), "overrides": stored, "owner": owner.name(),
        })),
        None => insight,
    })
}

/// The class behind `class` in its order that has the method too, and what binds it there. What every class inherits from `object` is nothing to tell.
fn overridden<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Option<(Entry<'a>, Option<Node<'a>>)> {
    let Mro::Complete(order) = mro(site.analysis, class) else {
        return None;
    };
    let rest = order.get(1..)?;
    match find_along(site.analysis, rest, name) {
        Member::Here(node) => Some((*rest.first()?, Some(node))),
        Member::Inherited(owner, node) => Some((Entry::Class(owner), Some(node))),
        Member::Builtin(owner) if owner != "builtins.object" => {
            let is_owner = |entry: &&Entry<'a>| matches!(entry, Entry::Known(known) if known.name == owner);
            rest.iter().find(is_owner).map(|entry| (*entry, None))
        }
        _ => None,
    }
}

/// The classes of the file with `class` among their bases that bind the name themselves.
fn overriders<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Vec<(Node<'a>, Node<'a>)> {
    if name.starts_with("__") {
        return Vec::new();
    }
    // Most classes tell by their header that they do not derive from it.
    let all = classes_of(site, |header| header.contains(name_of(class)));
    let behind = all.filter(|other| other.start() > class.start());
    let overriding = behind.filter_map(|other| {
        // Nor do most have such a method.
        if !mentions(other.text(), name) {
            return None;
        }
        let found = bases(site.analysis, other).unwrap_or_default();
        let derives = found
            .iter()
            .any(|base| matches!(base, Base::Class(base) if *base == class));
        match derives.then(|| own_member(other, name))? {
            Own::Here(node) => Some((other, node)),
            _ => None,
        }
    });
    overriding.collect()
}

/// `name(self, n)` of a `def` with a short list of parameters.
fn signature(node: Node<'_>) -> Option<String> {
    let name = node.child("name").filter(|_| node.kind() == "function_definition")?;
    let parameters = node.child("parameters")?.text();
    let short = parameters.len() <= 24 && !parameters.contains('\n');
    short.then(|| format!("{}{parameters}", name.text()))
}

/// Whether a method may call the one that it overrides: it mentions `super`, or the base.
fn calls_base(function: Node<'_>, base: &str, name: &str) -> bool {
    let text = function.text();
    text.contains("super")
        || text.contains(&format!("{base}.{name}"))
        || text.contains("__class__")
        || text.contains("mro")
}

/// Whether a method does something: more than a docstring, `pass`, `...` or an exception, and it is not abstract.
fn does_something(function: Node<'_>) -> bool {
    let statements = function.child("body").into_iter().flat_map(Node::named_children);
    let mut acts = statements.filter(|statement| match statement.kind() {
        "pass_statement" | "raise_statement" | "comment" => false,
        "expression_statement" => {
            let mut inner = statement.named_children();
            inner.any(|n| !matches!(n.kind(), "string" | "ellipsis" | "concatenated_string"))
        }
        "return_statement" => {
            let constant = [
                "none",
                "true",
                "false",
                "identifier",
                "integer",
                "string",
                "list",
                "dictionary",
                "tuple",
            ];
            statement
                .named_children()
                .any(|value| !constant.contains(&value.kind()))
        }
        _ => true,
    });
    !syntax::decorators(function).any(|decorator| decorator.text().contains("abstract")) && acts.next().is_some()
}
