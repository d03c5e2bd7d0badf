//! Loops: what `else` depends on, which loop a `break` leaves, what is left of the loop's variable.

use super::{is_scope, run_with, within};
use crate::detect::{Place, Resolution, is_builtin};
use crate::document::{Node, syntax};
use crate::insight::sentence::{code, line_of, say};
use crate::insight::{Insight, Site};

const LOOPS: [&str; 2] = ["for_statement", "while_statement"];

/// The `break`s that leave a loop: those of loops inside it are theirs, but not the ones in the `else` of a loop inside.
fn breaks<'a>(of: Node<'a>) -> Option<Vec<Node<'a>>> {
    let inner_body =
        |n: Node<'a>| n.field() == Some("body") && n.parent().is_some_and(|p| p != of && LOOPS.contains(&p.kind()));
    let all = run_with(of.child("body")?, inner_body)?;
    Some(all.into_iter().filter(|n| n.kind() == "break_statement").collect())
}

/// A `while` whose test is a constant that is true.
fn is_endless(of: Node<'_>) -> bool {
    let condition = of.child("condition").filter(|_| of.kind() == "while_statement");
    condition.is_some_and(|c| {
        c.kind() == "true" || (c.kind() == "integer" && c.text().chars().any(|d| ('1'..='9').contains(&d)))
    })
}

/// When the `else` of a loop runs.
pub(super) fn otherwise(site: &Site<'_>) -> Option<Insight> {
    let clause = within(site.token, &["else_clause"])?;
    let of = clause.parent().filter(|p| LOOPS.contains(&p.kind()))?;
    let breaks = breaks(of)?;
    if is_endless(of) {
        let why = if breaks.is_empty() {
            "and no `break` leaves the loop"
        } else {
            "and `break` skips it"
        };
        let sentence = say("never runs: the test ").node(of.child("condition")?);
        return Some(Insight::new(sentence.say(&format!(" never turns false, {why}"))));
    }
    let sentence = match breaks.as_slice() {
        [] => say(
            "always runs when the loop ends by itself: there is no `break` in it, so the block could as well stand after the loop",
        ),
        [only] => {
            let sentence = say("skipped by the `break` in ").line(*only);
            let test = only
                .parent()
                .and_then(Node::parent)
                .filter(|n| n.kind() == "if_statement" && n.child("consequence") == only.parent());
            let sentence = match test.and_then(|n| n.child("condition")) {
                Some(test) => sentence.say(" (if ").node(test).say(")"),
                None => sentence,
            };
            sentence.say(", runs when the loop ends without it")
        }
        several => say("skipped by each `break` (")
            .say(&lines(several))
            .say("), runs when the loop ends without one"),
    };
    Some(Insight::new(sentence))
}

/// "lines 3, 5 and 9", of more than five the first ones.
pub(in crate::insight) fn lines(nodes: &[Node<'_>]) -> String {
    let mut rows: Vec<_> = nodes.iter().take(6).map(|n| line_of(*n)).collect();
    rows.dedup();
    let more = nodes.len() > 6;
    match rows.as_slice() {
        [] => String::new(),
        [one] => format!("line {one}"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(ToString::to_string).collect();
            let joined = if more {
                format!("{}, {last} …", first.join(", "))
            } else {
                format!("{} and {last}", first.join(", "))
            };
            format!("lines {joined}")
        }
    }
}

/// Which loop a `break` leaves, where that is not plain to see: there is an `else` to be skipped, or a loop around it.
pub(super) fn break_target(site: &Site<'_>) -> Option<Insight> {
    let of = loop_of(site.token)?;
    let skipped = of.child("alternative");
    let outer = loop_of(of);
    if skipped.is_none() && outer.is_none() {
        return None;
    }
    let sentence = say("leaves ").node(of).say(" (").line(of).say(")");
    let sentence = match (skipped, outer) {
        (Some(clause), _) => sentence.say(" and skips its `else` (").line(clause).say(")"),
        (None, Some(outer)) => sentence.say(", not the loop around it (").line(outer).say(")"),
        (None, None) => sentence,
    };
    Some(Insight::new(sentence))
}

/// The loop that a `break` at `node` would leave.
fn loop_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut below = node;
    for ancestor in node.ancestors() {
        if is_scope(ancestor) {
            return None;
        }
        if LOOPS.contains(&ancestor.kind()) && below.field() == Some("body") {
            return Some(ancestor);
        }
        below = ancestor;
    }
    None
}

/// What the variable of a `for` holds after the loop, where it is read there.
pub(super) fn variable(site: &Site<'_>) -> Option<Insight> {
    let of = within(site.token, &["for_statement"])?;
    let left = of.child("left")?;
    let targets: Vec<Node<'_>> = match left.kind() {
        "identifier" => vec![left],
        "pattern_list" | "tuple_pattern" => left.named_children().filter(|n| n.kind() == "identifier").collect(),
        _ => return None,
    };
    // On a token of the target that very name, else the first one that is read.
    let chosen = targets.iter().find(|n| **n == site.token).copied();
    let mut candidates = chosen.map_or(targets, |one| vec![one]).into_iter().take(4);
    candidates.find_map(|target| kept(site, of, target))
}

fn kept<'a>(site: &Site<'a>, of: Node<'a>, target: Node<'a>) -> Option<Insight> {
    let (_, scope) = syntax::scope_of(of);
    let top = scope.unwrap_or(site.nodes.root());
    let name = target.text();
    let mentions = mentions(top, name)?;
    let after = mentions.iter().find(|n| n.start() >= of.end()).copied()?;
    let is_read = !site.analysis.is_definition(after) && syntax::scope_of(after).1 == scope && runs_after(of, after);
    if !is_read
        || !matches!(
            site.analysis.place(after),
            Some(Place::Local | Place::Global | Place::Class)
        )
    {
        return None;
    }
    let sentence = code(name);
    if let Some(last) = last_value(site, of, target, &mentions) {
        let sentence = sentence
            .say(" is still ")
            .code(&last)
            .say(" after the loop, in ")
            .line(after);
        return Some(Insight::new(sentence));
    }
    let sentence = sentence
        .say(" keeps its last value after the loop: ")
        .line(after)
        .say(" reads it");
    Some(Insight::new(
        never_bound(site, of, target, &mentions).map_or(sentence.clone(), |error| {
            sentence.say("; if there were no items, that raises ").code(error)
        }),
    ))
}

/// The places of a scope that speak of `name`, in the order of the text. `None` where some of them make the name hard to follow.
fn mentions<'a>(top: Node<'a>, name: &str) -> Option<Vec<Node<'a>>> {
    if top.count() > 4 * super::MOST {
        return None;
    }
    let mut found = Vec::new();
    let mut next = Some(top);
    while let Some(node) = next {
        if node.kind() == "identifier" && node.text() == name && is_name(node) {
            let statement = node.parent().map_or("", |p| p.kind());
            if matches!(
                statement,
                "delete_statement" | "global_statement" | "nonlocal_statement"
            ) {
                return None;
            }
            found.push(node);
        }
        if node.kind() == "wildcard_import" || (node.kind() == "delete_statement" && node.text().contains(name)) {
            return None;
        }
        next = node.next_below(top, true);
    }
    Some(found)
}

/// Not the `b` of `a.b`, nor that of `f(b=1)`.
fn is_name(node: Node<'_>) -> bool {
    let parent = node.parent();
    !parent.is_some_and(|p| match p.kind() {
        "attribute" => p.child("attribute") == Some(node),
        "keyword_argument" => p.child("name") == Some(node),
        _ => false,
    })
}

/// Whether `after` stands in a statement that follows the loop in its block, not in another branch.
fn runs_after<'a>(of: Node<'a>, after: Node<'a>) -> bool {
    let block = of.parent();
    after.ancestors().any(|n| Some(n) == block)
}

/// The name of the error that reading the variable raises where the iterable is empty, if the file tells.
fn never_bound<'a>(site: &Site<'a>, of: Node<'a>, target: Node<'a>, mentions: &[Node<'a>]) -> Option<&'static str> {
    // An `else` runs when there are no items, and may bind or leave.
    if of.child("alternative").is_some() || holds_items(site, of.child("right")?) {
        return None;
    }
    let (kind, scope) = syntax::scope_of(of);
    let outermost = std::iter::successors(loop_of(of), |n| loop_of(*n)).last().unwrap_or(of);
    let bound_elsewhere = |n: &&Node<'a>| {
        let before = n.start() < of.start() || (n.start() < outermost.end() && n.start() >= of.end());
        before && site.analysis.is_definition(**n) && syntax::scope_of(**n).1 == scope
    };
    if mentions.iter().any(|n| bound_elsewhere(&n)) {
        return None;
    }
    // An inner loop may run later, once bound, in a later round of the outer loop: still unbound in the first.
    match kind {
        syntax::ScopeKind::Function | syntax::ScopeKind::AsyncFunction => Some("UnboundLocalError"),
        // Outside of a function the name is looked up among the built-ins too; a class body looks around itself first.
        syntax::ScopeKind::Module if !is_builtin(target.text()) && !names_global(site, target.text()) => {
            Some("NameError")
        }
        _ => None,
    }
}

/// Whether some `global` statement names it, so that functions may bind it.
fn names_global(site: &Site<'_>, name: &str) -> bool {
    site.nodes.mentions("global ") && run_all_globals(site).any(|n| n.named_children().any(|c| c.text() == name))
}

fn run_all_globals<'a>(site: &Site<'a>) -> impl Iterator<Item = Node<'a>> {
    let top = site.nodes.root();
    top.descendants().filter(|n| n.kind() == "global_statement")
}

/// Whether an iterable is a display or string that certainly holds something.
fn holds_items(site: &Site<'_>, iterable: Node<'_>) -> bool {
    match iterable.kind() {
        "list" | "tuple" | "set" | "expression_list" => iterable
            .named_children()
            .any(|n| !matches!(n.kind(), "comment" | "list_splat")),
        "string" => iterable.children().any(|n| n.kind() == "string_content"),
        "call" => range_end(site, iterable).is_some(),
        _ => false,
    }
}

/// `n` of `range(n)`, where `n` is a number above 0 and `range` the built-in.
fn range_end(site: &Site<'_>, call: Node<'_>) -> Option<u64> {
    let function = call.child("function")?;
    let built_in = Resolution::Dotted(vec!["builtins.range".to_owned()]);
    let arguments = call.child("arguments").filter(|a| a.kind() == "argument_list")?;
    let mut values = arguments.named_children().filter(|n| n.kind() != "comment");
    let only = values
        .next()
        .filter(|n| n.kind() == "integer" && values.next().is_none())?;
    let end: u64 = only.text().parse().ok().filter(|end| *end > 0)?;
    (site.analysis.resolve(function) == built_in).then_some(end)
}

/// The very last value, where the items are known and nothing else binds the variable or ends the loop early.
fn last_value<'a>(site: &Site<'a>, of: Node<'a>, target: Node<'a>, mentions: &[Node<'a>]) -> Option<String> {
    let single = of.child("left") == Some(target) && breaks(of)?.is_empty();
    let inside = |n: &&Node<'a>| **n != target && n.start() > of.start() && n.end() <= of.end();
    if !single || mentions.iter().filter(inside).any(|n| site.analysis.is_definition(*n)) {
        return None;
    }
    let right = of.child("right")?;
    match right.kind() {
        "call" => range_end(site, right).map(|end| (end - 1).to_string()),
        "list" | "tuple" | "expression_list" => {
            let last = right.named_children().filter(|n| n.kind() != "comment").last()?;
            matches!(last.kind(), "integer" | "string" | "true" | "false" | "none" | "float")
                .then(|| last.text().to_owned())
        }
        _ => None,
    }
}
