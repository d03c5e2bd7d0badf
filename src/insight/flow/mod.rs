//! Statements: `with`, loops, `except`, `finally`.

mod contexts;
mod exceptions;
mod finals;
pub(super) mod hierarchy;
mod loops;

use super::Finder;
use crate::document::Node;

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "unreachable-except",
        concepts: &[
            "unreachable-except",
            "except-clause",
            "except-tuple",
            "except-star",
            "bare-except",
        ],
        find: exceptions::unreachable,
    },
    Finder {
        about: "except-operand",
        concepts: &["except-clause"],
        find: exceptions::operand,
    },
    Finder {
        about: "finally-discards",
        concepts: &["return-in-finally", "finally-clause"],
        find: finals::discards,
    },
    Finder {
        about: "except-exit",
        concepts: &["except-clause", "bare-except", "except-tuple"],
        find: exceptions::exits,
    },
    Finder {
        about: "except-catches",
        concepts: &["except-clause", "bare-except", "except-tuple"],
        find: exceptions::catches,
    },
    Finder {
        about: "tuple-manager",
        concepts: &["with-statement"],
        find: contexts::tuple,
    },
    Finder {
        about: "with-protocol",
        concepts: &["with-statement", "with-as-target", "async-with"],
        find: contexts::protocol,
    },
    Finder {
        about: "with-order",
        concepts: &["with-multiple", "with-parenthesized", "async-with"],
        find: contexts::order,
    },
    Finder {
        about: "loop-else",
        concepts: &["loop-else"],
        find: loops::otherwise,
    },
    Finder {
        about: "break-target",
        concepts: &["break-statement"],
        find: loops::break_target,
    },
    Finder {
        about: "loop-variable",
        concepts: &["loop-variable-leaks", "for-loop"],
        find: loops::variable,
    },
];

/// How many nodes of a statement are looked at; of a larger one nothing is said.
pub(super) const MOST: usize = 20_000;

/// The innermost node of one of `kinds` around `node`, itself included, that is not beyond a function or class.
pub(super) fn within<'a>(node: Node<'a>, kinds: &[&str]) -> Option<Node<'a>> {
    std::iter::successors(Some(node), |n| n.parent())
        .take(MOST)
        .take_while(|n| *n == node || kinds.contains(&n.kind()) || !is_scope(*n))
        .find(|n| kinds.contains(&n.kind()))
}

/// A node whose inside runs at another time.
pub(super) fn is_scope(node: Node<'_>) -> bool {
    matches!(node.kind(), "function_definition" | "class_definition" | "lambda")
}

/// The nodes below `top` that run when it runs, itself included: without the insides of functions, classes and of what `skip` says. `None` where there are too many.
pub(super) fn run_with<'a>(top: Node<'a>, skip: impl Fn(Node<'a>) -> bool) -> Option<Vec<Node<'a>>> {
    let mut found = Vec::new();
    let mut next = Some(top);
    while let Some(node) = next {
        if found.len() >= MOST {
            return None;
        }
        let inside = node == top || !(is_scope(node) || skip(node));
        if inside {
            found.push(node);
        }
        next = node.next_below(top, inside);
    }
    Some(found)
}

/// The statements of a block, comments left out.
pub(super) fn statements(block: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    block.named_children().filter(|n| n.kind() != "comment")
}

#[cfg(test)]
mod tests;
