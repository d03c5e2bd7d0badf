//! What the names of a text mean, scope by scope, as numbers that can be kept: two texts are compared by them.

use std::hash::{Hash, Hasher};
use std::ops::Range;

use rustc_hash::FxHasher;

use super::build::OTHERS;
use super::{Bound, Kind, Outer, Scope, Whole};

/// What one name means in one scope, but for where things stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::detect) struct Meaning {
    /// Where the node begins that opens the scope.
    pub(in crate::detect) start: u32,
    /// The scope's kind.
    kind: u8,
    /// See [`name_number`].
    pub(in crate::detect) name: u64,
    /// Of all its bindings, in their order.
    meaning: u64,
}

impl Meaning {
    /// What is compared: the scope, given where it begins now, and the name.
    pub(in crate::detect) fn key(&self, start: u32) -> (u32, u8, u64) {
        (start, self.kind, self.name)
    }

    /// The same in a scope that begins elsewhere now.
    pub(in crate::detect) fn at(self, start: u32) -> Self {
        Self { start, ..self }
    }

    /// Whether the bindings are alike.
    pub(in crate::detect) fn is_like(&self, other: &Self) -> bool {
        self.meaning == other.meaning
    }
}

/// A binding that makes one name stand for what another stands for.
pub(in crate::detect) struct Link {
    /// The name that is read, by its number, and where.
    pub(in crate::detect) from: u64,
    pub(in crate::detect) at: usize,
    /// The name that is bound, by its number, and where it stands.
    pub(in crate::detect) name: u64,
    pub(in crate::detect) bound_at: usize,
    /// The scope that has it.
    pub(in crate::detect) scope: Range<usize>,
}

/// A number that stands for a name.
pub(in crate::detect) fn name_number(name: &str) -> u64 {
    let mut hasher = FxHasher::default();
    name.hash(&mut hasher);
    hasher.finish()
}

impl Whole {
    /// What every name means in every scope that says something about it.
    pub(in crate::detect) fn meanings(&self) -> Vec<Meaning> {
        let mut all: Vec<Meaning> = self.scopes.iter().flat_map(meanings_of).collect();
        all.sort_unstable_by_key(|one| (one.key(one.start), one.meaning));
        all
    }

    /// Where the scope that begins at `start`, of the kind of `meaning`, ends.
    pub(in crate::detect) fn scope_of(&self, meaning: &Meaning) -> Option<Range<usize>> {
        let is_it = |scope: &&Scope| start_of(scope) == meaning.start && scope.kind as u8 == meaning.kind;
        self.scopes.iter().find(is_it).map(|scope| scope.range.clone())
    }

    /// Every binding that makes one name stand for another.
    pub(in crate::detect) fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for scope in &self.scopes {
            for (name, bindings) in &scope.bindings {
                for binding in bindings {
                    if let Bound::Alias(from, at, _) = &binding.what {
                        links.push(Link {
                            from: name_number(from),
                            at: *at,
                            name: name_number(name),
                            bound_at: binding.at,
                            scope: scope.range.clone(),
                        });
                    }
                }
            }
        }
        links
    }

    /// What holds for all of the text: the modules that are imported with `*`. `None` where so many names lead to one that not all are followed.
    pub(in crate::detect) fn stars_if_followed(&self) -> Option<Vec<String>> {
        let is_full = self.others.values().any(|others| others.len() >= OTHERS);
        (!is_full).then(|| self.scopes.first().map_or_else(Vec::new, |module| module.stars.clone()))
    }
}

/// Where a scope begins; a module's tree begins only with its first token.
fn start_of(scope: &Scope) -> u32 {
    match scope.kind {
        Kind::Module => 0,
        _ => u32::try_from(scope.range.start).unwrap_or(u32::MAX),
    }
}

fn meanings_of(scope: &Scope) -> impl Iterator<Item = Meaning> {
    let start = start_of(scope);
    let kind = scope.kind as u8;
    let bound = scope.bindings.keys();
    let only_outer = scope.outer.keys().filter(|name| !scope.bindings.contains_key(*name));
    bound.chain(only_outer).map(move |name| {
        let mut hasher = FxHasher::default();
        match scope.outer.get(name) {
            None => 0_u8,
            Some(Outer::Global) => 1,
            Some(Outer::Nonlocal) => 2,
        }
        .hash(&mut hasher);
        for binding in scope.bindings.get(name).into_iter().flatten() {
            (binding.conditional, binding.elsewhere, binding.fallback).hash(&mut hasher);
            match &binding.what {
                Bound::Import(dotted) => (1_u8, dotted).hash(&mut hasher),
                Bound::Alias(from, _, rest) => (2_u8, from, rest).hash(&mut hasher),
                Bound::Class(_) => 3_u8.hash(&mut hasher),
                Bound::Function(_) => 4_u8.hash(&mut hasher),
                Bound::Parameter => 5_u8.hash(&mut hasher),
                Bound::Variable => 6_u8.hash(&mut hasher),
                Bound::Nothing => 7_u8.hash(&mut hasher),
            }
        }
        Meaning {
            start,
            kind,
            name: name_number(name),
            meaning: hasher.finish(),
        }
    })
}
