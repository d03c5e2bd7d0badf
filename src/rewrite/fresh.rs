//! Names that the file does not use.

use rustc_hash::FxHashSet;

use crate::document::Nodes;

/// A supply of names that stand nowhere in the file.
pub(super) struct Fresh {
    taken: FxHashSet<String>,
}

impl Fresh {
    /// All identifiers of the file are taken, whatever they name.
    pub(super) fn new<'a>(nodes: &'a Nodes<'a>) -> Self {
        let identifiers = nodes.root().descendants().filter(|n| n.kind() == "identifier");
        Self {
            taken: identifiers.map(|n| n.text().to_owned()).collect(),
        }
    }

    /// `_stem`, or the first of `_stem2`, `_stem3` … that is free. It is taken from then on.
    pub(super) fn name(&mut self, stem: &str) -> String {
        let first = format!("_{stem}");
        let mut name = first.clone();
        let mut number = 2_u32;
        while !self.taken.insert(name.clone()) {
            name = format!("{first}{number}");
            number += 1;
        }
        name
    }
}
