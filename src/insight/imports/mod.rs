//! Imports: what is bound, what is exported, which Python the file needs.

mod bindings;
mod exports;
mod versions;

use super::{Finder, Site};
use crate::document::{Node, syntax};

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "import-hides",
        concepts: &["from-import", "import-as", "import-statement"],
        find: bindings::hides,
    },
    Finder {
        about: "import-binding",
        concepts: &["import-statement", "import-as", "from-import"],
        find: bindings::bound,
    },
    Finder {
        about: "exports",
        concepts: &["dunder-all"],
        find: exports::exports,
    },
    Finder {
        about: "version-floor",
        concepts: versions::CONCEPTS,
        find: versions::floor,
    },
];

/// How many nodes of a file are looked at; of a longer one nothing is said.
const MOST: usize = 60_000;

/// The nodes of a file's own level: what stands inside of functions, classes and lambdas left out. `None` where there are too many.
fn of_module<'a>(site: &Site<'a>) -> Option<Vec<Node<'a>>> {
    let numbers = site.memo.of_module.get_or_init(|| read_module(site)).as_ref()?;
    Some(numbers.iter().map(|number| site.nodes.node(*number)).collect())
}

fn read_module(site: &Site<'_>) -> Option<Vec<u32>> {
    let top = site.nodes.root();
    let mut found = Vec::new();
    let mut next = Some(top);
    while let Some(node) = next {
        if found.len() >= MOST {
            return None;
        }
        found.push(node.id());
        let inside = node.field() != Some("body") || !node.parent().is_some_and(super::flow::is_scope);
        next = node.next_below(top, inside);
    }
    Some(found)
}

/// Whether a node stands at the level of the module.
fn is_of_module(node: Node<'_>) -> bool {
    syntax::scope_of(node).1.is_none()
}

#[cfg(test)]
mod tests;
