//! `match`: what each pattern asks for and binds.

mod arguments;
mod captures;
mod reach;
mod shape;
mod words;

use super::flow::within;
use super::{Finder, Site};
use crate::document::Node;

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "pattern-error",
        concepts: &["case-clause", "pattern-capture", "pattern-wildcard", "pattern-or"],
        find: reach::errors,
    },
    Finder {
        about: "capture-not-compared",
        concepts: &["pattern-capture"],
        find: captures::not_compared,
    },
    Finder {
        about: "unreachable-case",
        concepts: &["case-clause"],
        find: reach::unreachable,
    },
    Finder {
        about: "class-pattern",
        concepts: &["pattern-class"],
        find: arguments::class_pattern,
    },
    Finder {
        about: "sequence-pattern",
        concepts: &["pattern-sequence"],
        find: words::sequence,
    },
    Finder {
        about: "mapping-pattern",
        concepts: &["pattern-mapping"],
        find: words::mapping,
    },
    Finder {
        about: "case-words",
        concepts: &["case-clause"],
        find: words::case,
    },
];

/// The `case` around a token of its header.
fn case_at<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let case = within(site.token, &["case_clause"])?;
    let body = case.child("consequence");
    body.is_none_or(|body| site.token.end() <= body.start()).then_some(case)
}

/// The cases of a `match`, in the order of the text.
fn cases(of: Node<'_>) -> Vec<Node<'_>> {
    let body = of.child("body");
    let all = body.into_iter().flat_map(Node::named_children);
    all.filter(|n| n.kind() == "case_clause").take(64).collect()
}

/// The `match` of a case.
fn match_of(case: Node<'_>) -> Option<Node<'_>> {
    case.ancestors().take(2).find(|n| n.kind() == "match_statement")
}

#[cfg(test)]
mod tests;
