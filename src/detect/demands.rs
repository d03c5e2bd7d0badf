//! What a file must have for a pattern to be found in it: a scan does not ask the others.

use rustc_hash::FxHashSet;

use super::clues::{Constraints, last_part};
use crate::document::syntax;
use crate::knowledge::{Item, Pattern, Shape};

/// What a file must have for a pattern to be found in it.
#[derive(Default)]
pub(super) struct Demands {
    /// Kinds of node, by number.
    kinds: Vec<u16>,
    /// Identifiers: of each list, one at least.
    identifiers: Vec<Vec<String>>,
}

impl Demands {
    pub(super) fn of(pattern: &Pattern) -> Self {
        let known = Constraints::of(pattern);
        let mut demands = Self::default();
        demands.read(&known, &pattern.root);
        for predicate in &pattern.predicates {
            // A capture that is not there is not asked about.
            if let "resolves?" | "derives?" = predicate.operator.as_str()
                && let Some((capture, names)) = predicate.texts()
                && pattern.always_captures(capture)
            {
                let last = names.into_iter().map(|name| last_part(name).to_owned());
                demands.identifiers.push(last.collect());
            }
        }
        demands
    }

    fn read(&mut self, known: &Constraints<'_>, item: &Item) {
        if item.is_optional() {
            return;
        }
        match &item.shape {
            Shape::Node { kind, children, .. } => {
                self.kinds
                    .extend(kind.as_deref().and_then(|kind| syntax::kind_number(kind, true)));
                if kind.as_deref() == Some("identifier")
                    && let Some(texts) = Constraints::demanded(&known.texts, item)
                {
                    self.identifiers.push(texts.iter().map(|t| (*t).to_owned()).collect());
                }
                children.iter().for_each(|child| self.read(known, child));
            }
            Shape::Token(text) => self.kinds.extend(syntax::kind_number(text, false)),
            Shape::Sequence(items) => items.iter().for_each(|child| self.read(known, child)),
            Shape::Any | Shape::Choice(_) => {}
        }
    }

    /// Adds what a file must have for a fragment to be found in it.
    pub(super) fn extend(&mut self, other: &Self) {
        self.kinds.extend(&other.kinds);
        self.identifiers.extend(other.identifiers.iter().cloned());
    }

    /// Whether a file has it: `kinds` as [`Nodes::kinds`](crate::document::Nodes::kinds) has them.
    pub(super) fn are_met(&self, kinds: &[bool], identifiers: &FxHashSet<&str>) -> bool {
        let has_kind = |kind: &u16| kinds[usize::from(*kind).min(kinds.len() - 1)];
        self.kinds.iter().all(has_kind)
            && self
                .identifiers
                .iter()
                .all(|any| any.iter().any(|text| identifiers.contains(text.as_str())))
    }
}
