//! The rules by which a name is looked up, for scopes that were read in whatever way.

use std::borrow::Cow;
use std::cell::Cell;
use std::ops::Range;

use smallvec::SmallVec;

use super::owner::{BoundAt, Owner};
use super::python::{self, is_builtin};
use super::{Binding, Bound, DEPTH, Kind, Outer, Place, Resolution, dotted_parts};
use crate::document::Node;

/// How many scopes around a use are looked at.
const SCOPES: usize = 64;

/// How many steps of rebinding are followed along all ways together: each of several bindings may lead to several more.
const STEPS: usize = 256;

/// Of a name that may have more meanings than this, nothing is known.
const MEANINGS: usize = 1000;

/// What may still be followed.
#[derive(Clone, Copy)]
pub(super) struct Left<'s> {
    depth: usize,
    steps: &'s Cell<usize>,
}

impl Left<'_> {
    fn step(self) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        self.steps.set(self.steps.get().checked_sub(1)?);
        Some(Self { depth, ..self })
    }
}

/// Scopes, and what binds names in them.
pub(super) trait Scopes {
    /// Stands for a scope.
    type Id: Copy;

    /// The scope in force at a byte.
    fn scope_at(&self, offset: usize) -> Self::Id;
    /// The module's.
    fn module(&self) -> Self::Id;
    fn kind(&self, id: Self::Id) -> Kind;
    /// The scope around; `None` for the module.
    fn parent(&self, id: Self::Id) -> Option<Self::Id>;
    /// The bytes of the node that opens it.
    fn range(&self, id: Self::Id) -> Range<usize>;
    /// Whether `global` or `nonlocal` moves the name out of the scope.
    fn outer(&self, id: Self::Id, name: &str) -> Option<Outer>;
    /// What binds the name in the scope.
    fn bound(&self, id: Self::Id, name: &str) -> Cow<'_, [Binding]>;
    /// Whether anything does.
    fn binds(&self, id: Self::Id, name: &str) -> bool {
        !self.bound(id, name).is_empty()
    }
    /// Whether an annotation without a value makes the name the scope's own.
    fn declares(&self, id: Self::Id, name: &str) -> bool;
    /// Modules imported with `*`, a relative one with its dots.
    fn stars(&self) -> &[String];

    /// See [`Names::resolve`](super::Names::resolve).
    fn resolve(&self, node: Node<'_>) -> Resolution {
        match dotted_parts(node) {
            Some((first, rest)) => {
                let (depth, steps) = (DEPTH, Cell::new(STEPS));
                self.resolve_within(first.text(), first.start(), &rest, Left { depth, steps: &steps })
            }
            None => Resolution::Unknown,
        }
    }

    fn resolve_within(&self, name: &str, at: usize, rest: &[&str], left: Left<'_>) -> Resolution {
        let Some(left) = left.step() else {
            return Resolution::Unknown;
        };
        let found = self.resolve_name(name, at, left);
        if rest.is_empty() {
            return found;
        }
        match found {
            Resolution::Dotted(candidates) => Resolution::Dotted(
                candidates
                    .into_iter()
                    .map(|c| format!("{c}.{}", rest.join(".")))
                    .collect(),
            ),
            _ => Resolution::Unknown,
        }
    }

    fn resolve_name(&self, name: &str, at: usize, left: Left<'_>) -> Resolution {
        let mut id = self.scope_at(at);
        let module = self.module();
        // Comprehensions run where they stand, so they see what their surroundings have bound so far.
        let mut in_order = true;
        // A class's names are seen from its body (and the type parameters there) alone.
        let mut direct = true;
        loop {
            let kind = self.kind(id);
            match self.outer(id, name) {
                Some(Outer::Global) => {
                    in_order &= kind == Kind::Module;
                    let bindings = self.bound(module, name);
                    if !bindings.is_empty() {
                        return self.settle(&bindings, in_order, at, left);
                    }
                    break;
                }
                Some(Outer::Nonlocal) => {}
                None if kind == Kind::Class && !direct => {}
                None => {
                    let bindings = self.bound(id, name);
                    if !bindings.is_empty() {
                        return self.settle(&bindings, in_order, at, left);
                    }
                }
            }
            in_order &= kind != Kind::Function;
            direct &= kind == Kind::TypeParameters;
            let Some(parent) = self.parent(id) else { break };
            id = parent;
        }
        self.unbound(name)
    }

    /// See [`Names::place`](super::Names::place).
    fn place(&self, name: &str, at: usize) -> Option<Place> {
        let mut id = self.scope_at(at);
        let mut crossed = false;
        let mut direct = true;
        loop {
            let kind = self.kind(id);
            let outer = self.outer(id, name);
            if outer == Some(Outer::Global) {
                return Some(Place::Global);
            }
            let visible = (kind != Kind::Class || direct) && outer.is_none();
            if visible && self.binds(id, name) {
                let is_late = || self.bound(id, name).iter().all(|b| b.from > at);
                let later = !crossed && kind == Kind::Function && is_late();
                return Some(match kind {
                    _ if later => Place::Later,
                    Kind::Module => Place::Global,
                    Kind::Class => Place::Class,
                    Kind::Function | Kind::Comprehension | Kind::TypeParameters if crossed => Place::Enclosing,
                    Kind::Function | Kind::Comprehension | Kind::TypeParameters => Place::Local,
                });
            }
            crossed |= kind == Kind::Function;
            direct &= kind == Kind::TypeParameters;
            let Some(parent) = self.parent(id) else { break };
            id = parent;
        }
        (self.stars().is_empty() && is_builtin(name)).then_some(Place::Builtin)
    }

    /// A name that the file does not bind: a built-in, unless a star import may hide it.
    fn unbound(&self, name: &str) -> Resolution {
        let stars = self.stars();
        let mut candidates = Vec::new();
        for module in stars {
            if !python::is_standard(module) {
                return Resolution::Unknown;
            }
            candidates.push(format!("{module}.{name}"));
        }
        if is_builtin(name) {
            if stars.iter().any(|module| python::star_hides(module, name)) {
                return Resolution::Unknown;
            }
            candidates.insert(0, format!("builtins.{name}"));
        }
        if candidates.is_empty() {
            Resolution::Unknown
        } else {
            Resolution::Dotted(candidates)
        }
    }

    /// What one scope's bindings of a name come to for a use at `at`. `in_order`: the use runs along with the scope's own statements.
    fn settle(&self, bindings: &[Binding], in_order: bool, at: usize, left: Left<'_>) -> Resolution {
        let mut relevant: SmallVec<[&Binding; 8]> = SmallVec::new();
        for binding in bindings.iter().rev().filter(|b| !in_order || b.from <= at) {
            relevant.push(binding);
            // Whatever stands before the last statement that always runs is forgotten.
            if in_order && !binding.conditional && !binding.fallback {
                break;
            }
            if relevant.len() > MEANINGS {
                return Resolution::Unknown;
            }
        }
        relevant.reverse();
        if relevant.iter().any(|b| !b.fallback) {
            relevant.retain(|b| !b.fallback);
        }
        let mut result: Option<Resolution> = None;
        for binding in relevant {
            let one = self.meaning(&binding.what, left);
            result = Some(match (result, one) {
                (None, one) => one,
                (Some(Resolution::Dotted(mut all)), Resolution::Dotted(more)) => {
                    all.extend(more);
                    all.dedup();
                    Resolution::Dotted(all)
                }
                (Some(before), one) if before == one => before,
                _ => return Resolution::Unknown,
            });
        }
        result.unwrap_or(Resolution::Unknown)
    }

    fn meaning(&self, bound: &Bound, left: Left<'_>) -> Resolution {
        match bound {
            Bound::Import(dotted) => Resolution::Dotted(vec![dotted.clone()]),
            Bound::Alias(name, at, rest) => {
                let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
                match self.resolve_within(name, *at, &rest, left) {
                    // A module's attribute may be anything; the name still stands for it. A local one is a variable.
                    Resolution::Unknown => Resolution::Variable,
                    found => found,
                }
            }
            Bound::Class(range) => Resolution::Class(range.clone()),
            Bound::Function(range) => Resolution::Function(range.clone()),
            Bound::Parameter => Resolution::Parameter,
            Bound::Variable => Resolution::Variable,
            Bound::Nothing => Resolution::Unknown,
        }
    }

    /// See [`Names::owner`](super::Names::owner).
    fn owner(&self, name: &str, at: usize) -> Option<Owner> {
        let id = self.owner_scope(name, at)?;
        Some(match self.kind(id) {
            Kind::Module => Owner::Global,
            Kind::Class => Owner::Class(self.range(id)),
            Kind::Function => Owner::Function(self.range(id)),
            Kind::Comprehension => Owner::Comprehension(self.range(id)),
            Kind::TypeParameters => Owner::TypeParameters(self.range(id)),
        })
    }

    /// See [`Names::bindings`](super::Names::bindings).
    fn bindings(&self, name: &str, at: usize, most: usize) -> Vec<BoundAt> {
        let found = self.owner_scope(name, at).map(|id| self.bound(id, name));
        found
            .iter()
            .flat_map(|all| all.iter())
            .take(most)
            .map(BoundAt::from)
            .collect()
    }

    fn owner_scope(&self, name: &str, at: usize) -> Option<Self::Id> {
        let mut id = self.scope_at(at);
        let mut direct = true;
        let mut in_function = false;
        for _ in 0..SCOPES {
            let kind = self.kind(id);
            // What a class body declares holds for the body alone.
            let outer = self.outer(id, name).filter(|_| kind != Kind::Class || direct);
            if kind == Kind::Module || outer == Some(Outer::Global) {
                return Some(self.module());
            }
            let cell = name == "__class__" && kind == Kind::Class && in_function;
            let visible = outer.is_none() && (kind != Kind::Class || direct);
            let bound = || !self.bound(id, name).is_empty() || self.declares(id, name);
            if cell || (visible && bound()) {
                return Some(id);
            }
            in_function |= matches!(kind, Kind::Function | Kind::Comprehension);
            direct &= kind == Kind::TypeParameters;
            id = self.parent(id)?;
        }
        None
    }

    /// See [`Names::is_in_class_body`](super::Names::is_in_class_body).
    fn is_in_class_body(&self, at: usize) -> bool {
        matches!(self.kind(self.scope_at(at)), Kind::Class | Kind::TypeParameters)
    }
}
