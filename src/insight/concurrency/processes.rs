//! Processes that start while the module is imported, and the guard against it.

use crate::document::{Node, syntax};
use crate::insight::flow::{run_with, within};
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// How many nodes of a file are looked at.
const MOST: usize = 60_000;

/// A process that is started at the level of the module, without the guard.
pub(super) fn at_import(site: &Site<'_>) -> Option<Insight> {
    let call = site.call()?;
    let chosen = ["set_start_method", "get_context", "mp_context", "freeze_support"]
        .iter()
        .any(|word| site.nodes.mentions(word));
    if chosen || !runs_at_import(call) {
        return None;
    }
    let starts = if site.concept == "multiprocessing-pool" {
        call
    } else {
        start_of(site, call)?
    };
    let sentence = say("starts at import (")
        .line(starts)
        .say("): where children are spawned (Windows, macOS; Linux from 3.14 by ");
    let sentence = sentence
        .code("forkserver")
        .say(") each imports this file again and fails: put it under ")
        .code("if __name__ == \"__main__\":");
    Some(Insight::new(sentence))
}

/// Whether a node runs when the module is imported, whatever `__name__` is.
fn runs_at_import(node: Node<'_>) -> bool {
    let guarded = node.ancestors().any(|n| {
        matches!(
            n.kind(),
            "if_statement" | "match_statement" | "function_definition" | "lambda"
        )
    });
    !guarded && syntax::scope_of(node).1.is_none()
}

/// Where a process or an executor that `call` makes is started: `.start()`, or the first `.submit()` or `.map()`.
fn start_of<'a>(site: &Site<'a>, call: Node<'a>) -> Option<Node<'a>> {
    let methods: &[&str] = if site.concept == "multiprocessing-process" {
        &["start"]
    } else {
        &["submit", "map"]
    };
    let parent = call.parent()?;
    if parent.kind() == "attribute" {
        return parent.child("attribute").filter(|a| methods.contains(&a.text()));
    }
    let name = match parent.kind() {
        "assignment" if parent.child("right") == Some(call) => parent.child("left")?,
        "as_pattern" => parent.child("alias")?.named_children().next()?,
        _ => return None,
    };
    let all = site.nodes.root().descendants().take(MOST);
    let mut calls = all.filter(|n| n.kind() == "attribute" && n.start() > call.end() && n.field() == Some("function"));
    calls.find(|n| {
        let object = n
            .child("object")
            .is_some_and(|o| o.text() == name.text() && o.kind() == "identifier");
        let method = n.child("attribute").is_some_and(|a| methods.contains(&a.text()));
        object && method && runs_at_import(*n)
    })
}

/// What stands under the guard, and what an import runs in spite of it.
pub(super) fn guard(site: &Site<'_>) -> Option<Insight> {
    let guard = within(site.token, &["if_statement"])?;
    let module = guard.parent().filter(|p| p.kind() == "module")?;
    let body = guard.child("consequence")?;
    let calls = run_with(body, |_| false)?;
    let called = calls.into_iter().find(|n| n.kind() == "call")?;
    // Calls that stand alone at the level of the module run on import too.
    let alone = module.named_children().take(2_000).find(|n| {
        let expression = n.named_children().next();
        n.kind() == "expression_statement" && expression.is_some_and(|e| e.kind() == "call")
    });
    let sentence = say("an import of this file skips ").node(called);
    let sentence = match alone {
        Some(call) => sentence
            .say(", but still runs ")
            .node(call)
            .say(" (")
            .line(call)
            .say(")"),
        None => return None,
    };
    Some(Insight::new(sentence))
}
