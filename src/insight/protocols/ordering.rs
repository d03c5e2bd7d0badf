//! Which of `<`, `<=`, `>` and `>=` a class can answer, and what `functools.total_ordering` adds.

use super::super::sentence::say;
use super::super::{Insight, Sentence, Site, model};
use super::body::{self, Own};
use super::lookup;
use crate::document::Node;

/// The methods with their operators. `total_ordering` builds on the first that is there.
const METHODS: [(&str, &str); 4] = [("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")];

/// The methods that a class has beyond `object`'s, without what `total_ordering` adds; `None` where the file does not tell.
fn methods<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Vec<&'static str>> {
    let order = model::complete_order(site.analysis, class)?;
    let bases = order.get(1..)?;
    let mut found = Vec::new();
    for (name, _) in METHODS {
        let is_there = match body::own(class, name) {
            Own::Def(_) => true,
            Own::Value(value) if value.kind() == "none" => return None,
            Own::Value(_) => true,
            Own::Unsure => return None,
            Own::Absent if is_completed(site, class) => match model::find_along(site.analysis, bases, name) {
                model::Member::Builtin(known) => known != "builtins.object",
                model::Member::Here(_) | model::Member::Inherited(..) => true,
                _ => return None,
            },
            Own::Absent => match lookup::find(site, class, name) {
                lookup::Found::Known(known) => known != "builtins.object",
                lookup::Found::Class(..) => true,
                lookup::Found::Nowhere | lookup::Found::Unsure => return None,
            },
        };
        if is_there {
            found.push(name);
        }
    }
    Some(found)
}

/// Whether the class stands under `functools.total_ordering`, and under nothing else.
fn is_completed<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let mut all = body::decorators(class);
    let first = all.next();
    first.is_some_and(|n| body::is_one_of(site.analysis, n, &["functools.total_ordering"])) && all.next().is_none()
}

/// A class of whose four operators some fail.
pub(super) fn incomplete(site: &Site<'_>) -> Option<Insight> {
    let (class, def) = body::method_of(site)?;
    if body::decorators(class).next().is_some() || body::decorators(def).next().is_some() {
        return None;
    }
    let found = methods(site, class)?;
    let has = |name: &str| found.contains(&name);
    // Each method answers the mirrored operator too.
    let strict = has("__lt__") || has("__gt__");
    let weak = has("__le__") || has("__ge__");
    if strict == weak {
        return None;
    }
    let failing: [&str; 2] = if strict {
        ["x <= y", "x >= y"]
    } else {
        ["x < y", "x > y"]
    };
    let mirrored = match found.as_slice() {
        ["__lt__"] => Some(("x > y", "y < x")),
        ["__gt__"] => Some(("x < y", "y > x")),
        ["__le__"] => Some(("x >= y", "y <= x")),
        ["__ge__"] => Some(("x <= y", "y >= x")),
        _ => None,
    };
    let mut sentence = say("between two ").code(body::name_of(class)).say(" objects ");
    if let Some((operation, as_if)) = mirrored {
        sentence = sentence.code(operation).say(" works too, as ").code(as_if).say("; ");
    }
    let sentence = sentence.codes(&failing, 2).say(" raise ").code("TypeError");
    Some(Insight::new(sentence))
}

/// What `@total_ordering` does to the class below it.
pub(super) fn completed(site: &Site<'_>) -> Option<Insight> {
    let decorator = site.token.ancestors().find(|n| n.kind() == "decorator")?;
    let class = decorator
        .parent()
        .and_then(|n| n.child("definition"))
        .filter(|n| n.kind() == "class_definition")?;
    if !is_completed(site, class) {
        return None;
    }
    let found = methods(site, class)?;
    let name = body::name_of(class);
    let Some(root) = found.first() else {
        let sentence = say("this raises ")
            .code("ValueError")
            .say(": ")
            .code(name)
            .say(" has none of ")
            .codes(&["__lt__", "__le__", "__gt__", "__ge__"], 4);
        return Some(Insight::new(sentence));
    };
    let missing: Vec<&str> = METHODS
        .iter()
        .map(|(method, _)| *method)
        .filter(|method| !found.contains(method))
        .collect();
    if missing.is_empty() {
        let sentence = say("adds nothing: ").code(name).say(" has all four methods already");
        return Some(Insight::new(sentence));
    }
    let sentence = say("gives ")
        .code(name)
        .say(" ")
        .codes(&missing, 3)
        .say(", made from its ")
        .code(root);
    let sentence = match body::own(class, root) {
        Own::Def(def) => sentence.say(" (").line(def).say(")"),
        _ => sentence,
    };
    Some(Insight::new(with_equality(sentence, site, class, root)))
}

/// `a <= b` is made of `a < b or a == b`: without an `__eq__` that compares identities.
fn with_equality<'a>(sentence: Sentence, site: &Site<'a>, class: Node<'a>, root: &str) -> Sentence {
    if !model::is_default(site.analysis, class, "__eq__") {
        return sentence;
    }
    let made = match root {
        "__lt__" => "x <= y",
        "__gt__" => "x >= y",
        "__le__" => "x < y",
        _ => "x > y",
    };
    sentence
        .say("; without an ")
        .code("__eq__")
        .say(", ")
        .code(made)
        .say(" compares by identity where it asks whether the two are equal")
}

#[cfg(test)]
mod tests {
    use super::METHODS;

    #[test]
    fn roots_come_in_the_order_of_functools() {
        let mut names: Vec<_> = METHODS.iter().map(|(name, _)| *name).collect();
        names.sort_unstable_by(|a, b| b.cmp(a));
        assert_eq!(names, ["__lt__", "__le__", "__gt__", "__ge__"]);
    }
}
