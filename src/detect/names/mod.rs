//! What a name means at a place in a file: scopes, imports, simple rebinding.
//!
//! Lives here: Python's scoping rules, and the question "which dotted name does this name stand for". May not live here: any
//! concept. A wrong answer is worse than none: where the file does not settle it, the answer is [`Resolution::Unknown`].
//!
//! Names are read in two ways that give the same answers, which a test holds. A scan reads all of them in one walk ([`Whole`]). A question about one place
//! reads what stands outside of functions, and of functions the one it is about ([`Skeleton`]); of that an edit leaves in force what it did not touch.

mod bind;
mod build;
mod lookup;
mod meanings;
mod owner;
mod places;
mod python;
mod roles;
mod skeleton;
mod whole;

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use crate::document::{Document, Node};
use lookup::Scopes;
use skeleton::Reader;

pub(super) use meanings::{Meaning, name_number};
pub use owner::{BoundAt, Owner, Way, is_variable};
pub use python::{is_builtin, matches_itself};
pub use skeleton::Skeleton;
pub use whole::Whole;

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

/// The names of one text, read in one of two ways.
#[derive(Clone, Copy)]
pub enum Names<'a> {
    /// All of them.
    Whole(&'a Whole),
    /// Those outside of functions, and in functions as they are asked for.
    Skeleton(&'a Skeleton, &'a Document),
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
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

impl<'a> Names<'a> {
    /// Whether the identifier that begins at `offset` binds a name rather than uses it.
    pub fn is_definition(self, offset: usize) -> bool {
        match self {
            Self::Whole(whole) => whole.is_definition(offset),
            Self::Skeleton(skeleton, document) => Reader::new(skeleton, document).is_definition(offset),
        }
    }

    /// The last parts of the dotted names for which `name` may stand, somewhere in the file, beside its own: `import … as`, rebinding. `None` where that
    /// is not known, since not everything was read; then they may be any.
    pub fn others(self, name: &str) -> Option<&'a [String]> {
        match self {
            Self::Whole(whole) => Some(whole.others(name)),
            Self::Skeleton(..) => None,
        }
    }

    /// Whether a use of `name` can be bound in `place`: a cheap look, over the whole file, if that was read.
    pub fn is_bound_in(self, name: &str, place: Option<Place>) -> bool {
        match self {
            Self::Whole(whole) => whole.is_bound_in(name, place),
            Self::Skeleton(..) => true,
        }
    }

    /// What `node`, an identifier or a dotted name, stands for. Other expressions are [`Resolution::Unknown`].
    pub fn resolve(self, node: Node<'_>) -> Resolution {
        match self {
            Self::Whole(whole) => whole.resolve(node),
            Self::Skeleton(skeleton, document) => Reader::new(skeleton, document).resolve(node),
        }
    }

    /// Where the name that is used at `at` is bound; `None` where the file does not tell.
    pub fn place(self, name: &str, at: usize) -> Option<Place> {
        match self {
            Self::Whole(whole) => whole.place(name, at),
            Self::Skeleton(skeleton, document) => Reader::new(skeleton, document).place(name, at),
        }
    }

    /// To which scope `name` belongs where it is used at `at`; `None` where scopes nest too deep to tell.
    pub fn owner(self, name: &str, at: usize) -> Option<Owner> {
        match self {
            Self::Whole(whole) => whole.owner(name, at),
            Self::Skeleton(skeleton, document) => Reader::new(skeleton, document).owner(name, at),
        }
    }

    /// The places that bind `name` in the scope to which it belongs where it is used at `at`, at most `most` of them, in the order in which they were
    /// met: those of the scope in the order of the text.
    pub fn bindings(self, name: &str, at: usize, most: usize) -> Vec<BoundAt> {
        match self {
            Self::Whole(whole) => whole.bindings(name, at, most),
            Self::Skeleton(skeleton, document) => Reader::new(skeleton, document).bindings(name, at, most),
        }
    }

    /// Whether the file imports names with `*`: then a name that nothing binds may be bound all the same.
    pub fn has_stars(self) -> bool {
        match self {
            Self::Whole(whole) => !whole.stars().is_empty(),
            Self::Skeleton(skeleton, document) => !Reader::new(skeleton, document).stars().is_empty(),
        }
    }

    /// Whether the use at `at` is evaluated in a class body, not in a function.
    pub fn is_in_class_body(self, at: usize) -> bool {
        match self {
            Self::Whole(whole) => whole.is_in_class_body(at),
            Self::Skeleton(skeleton, document) => Reader::new(skeleton, document).is_in_class_body(at),
        }
    }
}

/// How many dots of a dotted name are followed.
const DEPTH: usize = 16;

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
