//! `finally` that leaves: `return`, `break` and `continue` in it drop what is on its way.

use super::{is_scope, run_with, within};
use crate::document::Node;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The statement in a `finally` that leaves it.
pub(super) fn discards(site: &Site<'_>) -> Option<Insight> {
    let on_clause = site.token.kind() == "finally";
    let clause = if on_clause {
        site.token.parent()?
    } else {
        clause_left_by(site.token)?
    };
    let leaving = if on_clause {
        leaves(clause)?
    } else {
        within(site.token, &LEAVING)?
    };
    let of = clause.parent().filter(|p| p.kind() == "try_statement")?;
    let sentence = if on_clause {
        say("the ")
            .node(leaving)
            .say(" in ")
            .line(leaving)
            .say(" drops any exception of this ")
            .code("try")
    } else {
        say("drops any exception of the ").code("try").say(" in ").line(of)
    };
    let returns = run_with(of, |n| n.kind() == "finally_clause")?;
    let replaced = returns
        .into_iter()
        .find(|n| n.kind() == "return_statement" && !clause.range().contains(&n.start()));
    let sentence = match replaced {
        Some(earlier) if leaving.kind() == "return_statement" => sentence
            .say(" and replaces the ")
            .node(earlier)
            .say(" of ")
            .line(earlier),
        Some(earlier) => sentence.say(" and undoes the ").node(earlier).say(" of ").line(earlier),
        None => sentence,
    };
    let sentence = sentence.say("; ").code("SyntaxWarning").say(" from 3.14");
    let old = leaving.kind() == "continue_statement";
    Some(Insight::new(if old {
        sentence.say(", ").code("SyntaxError").say(" before 3.8")
    } else {
        sentence
    }))
}

const LEAVING: [&str; 3] = ["return_statement", "break_statement", "continue_statement"];

/// The innermost `finally` that the statement at `token` leaves.
fn clause_left_by(token: Node<'_>) -> Option<Node<'_>> {
    let leaving = within(token, &LEAVING)?;
    let mut below = leaving;
    for ancestor in leaving.ancestors() {
        let ends = matches!(ancestor.kind(), "for_statement" | "while_statement");
        if is_scope(ancestor) || (ends && leaving.kind() != "return_statement" && below.field() == Some("body")) {
            return None;
        }
        if ancestor.kind() == "finally_clause" {
            return Some(ancestor);
        }
        below = ancestor;
    }
    None
}

/// The first statement in a `finally` that leaves it.
fn leaves(clause: Node<'_>) -> Option<Node<'_>> {
    let all = run_with(clause, |_| false)?;
    all.into_iter()
        .filter(|n| LEAVING.contains(&n.kind()))
        .find(|n| clause_left_by(*n) == Some(clause))
}
