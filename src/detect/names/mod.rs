//! What a name means at a place in a file: scopes, imports, simple rebinding.
//!
//! Lives here: Python's scoping rules, and the question "which dotted name does this name stand for". May not live here: any
//! concept. A wrong answer is worse than none: where the file does not settle it, the answer is [`Resolution::Unknown`].

mod bind;
mod build;
mod meanings;
mod owner;
mod python;
mod roles;

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use smallvec::SmallVec;

use crate::document::{Node, Nodes};

pub(super) use meanings::{Meaning, name_number};
pub use owner::{BoundAt, Owner, Way, is_variable};
pub use python::{is_builtin, matches_itself};

/// What a name stands for where it is used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// One of these dotted names, most likely the first: several where the file imports one of several (`try … except ImportError`). A
    /// built-in is `builtins.NAME`.
    Dotted(Vec<String>),
    /// A class of this file; the range is its `class` statement's.
    Class(Range<usize>),
    /// A function of this file; the range is its `def`'s.
    Function(Range<usize>),
    /// A parameter.
    Parameter,
    /// Something else that this file binds.
    Variable,
    /// The file does not tell.
    Unknown,
}

/// The names of one text, scope by scope.
pub struct Names {
    scopes: Vec<Scope>,
    /// From which byte on which scope is in force, ascending.
    transitions: Vec<(usize, usize)>,
    /// Where the identifiers begin that bind a name instead of using it.
    definitions: HashSet<usize>,
    /// For names that may stand for a dotted name with another last part (`import … as`, rebinding): those last parts.
    others: HashMap<String, Vec<String>>,
    /// Names that some class body binds, those that some function binds, those that some function around another binds.
    in_classes: HashSet<String>,
    in_functions: HashSet<String>,
    around_functions: HashSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Module,
    Class,
    /// `def` and `lambda`.
    Function,
    Comprehension,
    TypeParameters,
}

struct Scope {
    kind: Kind,
    parent: usize,
    /// The node that opens it.
    range: Range<usize>,
    bindings: HashMap<String, Vec<Binding>>,
    /// Names that a `global` or `nonlocal` statement moves out of this scope, and to which scope's lookup.
    outer: HashMap<String, Outer>,
    /// Modules imported with `*`, a relative one with its dots.
    stars: Vec<String>,
    /// Names that an annotation without a value makes the scope's own.
    declared: HashSet<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Outer {
    Global,
    Nonlocal,
}

#[derive(Clone)]
struct Binding {
    /// Where the name stands.
    at: usize,
    /// The byte from which on the name has this meaning.
    from: usize,
    what: Bound,
    /// Not every run of the scope gets there.
    conditional: bool,
    /// By `global` or `nonlocal` in another scope.
    elsewhere: bool,
    /// In an `except ImportError` or the like: stands in for what could not be imported.
    fallback: bool,
}

#[derive(Clone)]
enum Bound {
    /// This dotted name; a relative one keeps its leading dots.
    Import(String),
    /// What this name, read at this byte, stands for, with what follows its dots.
    Alias(String, usize, Vec<String>),
    Class(Range<usize>),
    Function(Range<usize>),
    Parameter,
    Variable,
    /// `del`: nothing.
    Nothing,
}

/// Where the binding of a name stands, seen from a use of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the function (or lambda, or comprehension) of the use, or in the class body of the use.
    Local,
    /// In the function of the use, and only further down: reading it fails, outside of a loop.
    Later,
    /// In a class body, used there.
    Class,
    /// In a function around that of the use: the use makes a closure.
    Enclosing,
    /// At the level of the module.
    Global,
    /// Nowhere in the file, and Python has it.
    Builtin,
}

impl Place {
    /// Every place, with the name that concept files use for it.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("local", Self::Local),
        ("later", Self::Later),
        ("class", Self::Class),
        ("enclosing", Self::Enclosing),
        ("global", Self::Global),
        ("builtin", Self::Builtin),
    ];
}

/// How many steps of rebinding are followed, and how many dots of a dotted name.
const DEPTH: usize = 16;

impl Names {
    /// Reads the scopes and bindings of a document from all of its nodes.
    pub fn new<'a>(nodes: &'a Nodes<'a>) -> Self {
        build::build(nodes.root())
    }

    /// Whether the identifier that begins at `offset` binds a name rather than uses it.
    pub fn is_definition(&self, offset: usize) -> bool {
        self.definitions.contains(&offset)
    }

    /// The last parts of the dotted names for which `name` may stand, somewhere in the file, beside its own: `import … as`, rebinding.
    pub fn others(&self, name: &str) -> &[String] {
        self.others.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether a use of `name` can be bound in `place`: a cheap look, over the whole file.
    pub fn is_bound_in(&self, name: &str, place: Option<Place>) -> bool {
        match place {
            Some(Place::Class) => self.in_classes.contains(name),
            Some(Place::Enclosing) => self.around_functions.contains(name),
            Some(Place::Later) => self.in_functions.contains(name),
            _ => true,
        }
    }

    /// What `node`, an identifier or a dotted name, stands for. Other expressions are [`Resolution::Unknown`].
    pub fn resolve(&self, node: Node<'_>) -> Resolution {
        match dotted_parts(node) {
            Some((first, rest)) => self.resolve_within(first.text(), first.start(), &rest, DEPTH),
            None => Resolution::Unknown,
        }
    }

    fn resolve_within(&self, name: &str, at: usize, rest: &[&str], depth: usize) -> Resolution {
        let Some(left) = depth.checked_sub(1) else {
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

    fn resolve_name(&self, name: &str, at: usize, depth: usize) -> Resolution {
        let mut id = self.scope_at(at);
        // Comprehensions run where they stand, so they see what their surroundings have bound so far.
        let mut in_order = true;
        // A class's names are seen from its body (and the type parameters there) alone.
        let mut direct = true;
        loop {
            let scope = &self.scopes[id];
            match scope.outer.get(name) {
                Some(Outer::Global) => {
                    in_order &= id == 0;
                    if let Some(bindings) = self.scopes[0].bindings.get(name) {
                        return self.settle(bindings, in_order, at, depth);
                    }
                    break;
                }
                Some(Outer::Nonlocal) => {}
                None => {
                    let visible = scope.kind != Kind::Class || direct;
                    if let Some(bindings) = scope.bindings.get(name).filter(|_| visible) {
                        return self.settle(bindings, in_order, at, depth);
                    }
                }
            }
            if id == 0 {
                break;
            }
            in_order &= scope.kind != Kind::Function;
            direct &= scope.kind == Kind::TypeParameters;
            id = scope.parent;
        }
        self.unbound(name)
    }

    /// Where the name that is used at `at` is bound; `None` where the file does not tell.
    pub fn place(&self, name: &str, at: usize) -> Option<Place> {
        let mut id = self.scope_at(at);
        let mut crossed = false;
        let mut direct = true;
        loop {
            let scope = &self.scopes[id];
            if scope.outer.get(name) == Some(&Outer::Global) {
                return Some(Place::Global);
            }
            let visible = (scope.kind != Kind::Class || direct) && !scope.outer.contains_key(name);
            if let Some(bindings) = scope.bindings.get(name).filter(|_| visible) {
                let later = !crossed && scope.kind == Kind::Function && bindings.iter().all(|b| b.from > at);
                return Some(match scope.kind {
                    _ if later => Place::Later,
                    Kind::Module => Place::Global,
                    Kind::Class => Place::Class,
                    Kind::Function | Kind::Comprehension | Kind::TypeParameters if crossed => Place::Enclosing,
                    Kind::Function | Kind::Comprehension | Kind::TypeParameters => Place::Local,
                });
            }
            if id == 0 {
                break;
            }
            crossed |= scope.kind == Kind::Function;
            direct &= scope.kind == Kind::TypeParameters;
            id = scope.parent;
        }
        (self.scopes[0].stars.is_empty() && is_builtin(name)).then_some(Place::Builtin)
    }

    /// A name that the file does not bind: a built-in, unless a star import may hide it.
    fn unbound(&self, name: &str) -> Resolution {
        let stars = &self.scopes[0].stars;
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
    fn settle(&self, bindings: &[Binding], in_order: bool, at: usize, depth: usize) -> Resolution {
        let mut relevant: SmallVec<[&Binding; 8]> = bindings.iter().filter(|b| !in_order || b.from <= at).collect();
        if in_order {
            // Whatever stands before the last statement that always runs is forgotten.
            if let Some(last) = relevant.iter().rposition(|b| !b.conditional && !b.fallback) {
                relevant.drain(..last);
            }
        }
        if relevant.iter().any(|b| !b.fallback) {
            relevant.retain(|b| !b.fallback);
        }
        let mut result: Option<Resolution> = None;
        for binding in relevant {
            let one = self.meaning(&binding.what, depth);
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

    fn meaning(&self, bound: &Bound, depth: usize) -> Resolution {
        match bound {
            Bound::Import(dotted) => Resolution::Dotted(vec![dotted.clone()]),
            Bound::Alias(name, at, rest) => {
                let rest: Vec<&str> = rest.iter().map(String::as_str).collect();
                match self.resolve_within(name, *at, &rest, depth) {
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

    fn scope_at(&self, offset: usize) -> usize {
        let next = self.transitions.partition_point(|&(from, _)| from <= offset);
        next.checked_sub(1).map_or(0, |at| self.transitions[at].1)
    }
}

/// The first identifier of a dotted name and the parts after it; `None` for any other expression.
pub fn dotted_parts(node: Node<'_>) -> Option<(Node<'_>, Vec<&str>)> {
    let mut rest = Vec::new();
    let mut node = node;
    loop {
        match node.kind() {
            "identifier" => {
                rest.reverse();
                return Some((node, rest));
            }
            "attribute" if rest.len() < DEPTH => {
                rest.push(node.child("attribute")?.text());
                node = node.child("object")?;
            }
            "dotted_name" => {
                let mut parts = node.named_children().filter(|n| n.kind() == "identifier");
                let first = parts.next()?;
                rest.reverse();
                let mut all: Vec<_> = parts.map(Node::text).collect();
                all.append(&mut rest);
                return Some((first, all));
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests;
