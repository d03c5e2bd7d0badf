//! The names of a text as far as questions have needed them: what stands outside of functions, statement by statement, and functions one by one.
//!
//! What one of the outermost statements does to names depends on that statement alone, until it is asked what a name means in the module. So what was read
//! of it serves the text that an edit makes as well, where the edit left the statement's text alone and the parser understood it both times. (That it is the same node
//! of tree-sitter's tree would say less: the parser builds most of the outermost nodes anew.)
//! A class is one statement, but its methods are only looked into when one is asked about.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxBuildHasher;

use super::build::{self, Built};
use super::lookup::Scopes;
use super::{Binding, Bound, Kind, Outer, Scope};
use crate::document::{Branch, CLASSES, Class, Document, Nodes};

/// What is known so far of one text's names.
pub struct Skeleton {
    parts: Vec<Part>,
    /// For each name that a part binds in the module, or moves out of it: the name's hash, the part. In this order.
    bound: Vec<(u32, u32)>,
    /// Modules imported with `*`.
    stars: Vec<String>,
    /// How long the text was, in bytes.
    len: usize,
}

/// One of the outermost statements, or some small ones in a row.
pub(super) struct Part {
    range: Range<usize>,
    /// None where the parser did not understand it.
    shape: Option<Shape>,
    piece: Arc<Piece>,
}

/// What tells whether of two parts with the same text, both understood, one can stand for the other.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shape {
    /// How many statements it has.
    count: usize,
    /// Of [`Branch::shape`] of each.
    hash: u64,
}

impl Shape {
    fn of(branches: &[Branch<'_>]) -> Option<Self> {
        let is_understood = branches.iter().all(|branch| !branch.has_error());
        is_understood.then(|| {
            let mut hasher = FxBuildHasher.build_hasher();
            branches.iter().for_each(|branch| branch.shape().hash(&mut hasher));
            Self {
                count: branches.len(),
                hash: hasher.finish(),
            }
        })
    }
}

/// From the beginning of the first to the end of the last.
fn range_of(branches: &[Branch<'_>]) -> Range<usize> {
    let start = branches.first().map_or(0, |branch| branch.range().start);
    start..branches.last().map_or(start, |branch| branch.range().end)
}

/// So many assignments in a row are one part: a text may have 200,000 of them.
const ROW: usize = 32;
/// None of them has more bytes.
const SMALL: usize = 256;

/// How many of the first statements make up a part that is read anew.
fn row(branches: &[Branch<'_>], is_taken_over: impl Fn(&[Branch<'_>]) -> bool) -> usize {
    let is_small = |branch: &Branch<'_>| branch.is_expression() && branch.range().len() <= SMALL && !branch.has_error();
    let small = branches.iter().take(ROW).take_while(|branch| is_small(branch)).count();
    let known = (1..small).find(|at| is_taken_over(&branches[*at..]));
    known.unwrap_or(small).max(1)
}

/// What a statement does to names. Its bytes are counted as if the statement began at `base`, where it did when it was read.
struct Piece {
    base: usize,
    built: Built,
    /// The hashes of the names that it binds in the module, or moves out of it.
    hashes: Vec<u32>,
    /// What the functions that were cut out have inside, read when asked for.
    functions: Vec<OnceLock<Function>>,
    /// The classes at the level of the module.
    classes: Vec<Class>,
}

/// The inside of a function. Its bytes are counted as if the statement around it began at `base`.
pub(super) struct Function {
    base: usize,
    built: Built,
}

fn hash(name: &str) -> u32 {
    // The upper half is the better one.
    (FxBuildHasher.hash_one(name) >> 32) as u32
}

impl Piece {
    fn new(document: &Document, branches: &[Branch<'_>]) -> Self {
        let nodes = Nodes::of(document, branches);
        let built = build::skeleton(nodes.root());
        nodes.end();
        let module = built.scopes.first();
        let names = module.into_iter().flat_map(|m| m.bindings.keys().chain(m.outer.keys()));
        let mut hashes: Vec<u32> = names.map(|name| hash(name)).collect();
        hashes.sort_unstable();
        hashes.dedup();
        Self {
            base: range_of(branches).start,
            hashes,
            functions: built.cuts.iter().map(|_| OnceLock::new()).collect(),
            classes: match branches {
                [branch] => branch.classes(),
                // A row of expressions.
                _ => Vec::new(),
            },
            built,
        }
    }

    fn module(&self) -> &Scope {
        // A walk opens the module's scope first of all.
        &self.built.scopes[0]
    }
}

impl Skeleton {
    /// Reads what stands outside of functions. Of what was read of an earlier text, what is still there is taken over.
    pub fn new(document: &Document, earlier: Option<&Self>) -> Self {
        let branches = document.branches();
        let same = |rest: &[Branch<'_>]| earlier.and_then(|earlier| earlier.same_as(document, rest));
        let (mut parts, mut rest) = (Vec::new(), branches.as_slice());
        while !rest.is_empty() {
            let (count, shape, piece) = if let Some((count, part)) = same(rest) {
                (count, part.shape, Arc::clone(&part.piece))
            } else {
                let these = &rest[..row(rest, |rest| same(rest).is_some())];
                (these.len(), Shape::of(these), Arc::new(Piece::new(document, these)))
            };
            let (these, behind) = rest.split_at(count);
            let range = range_of(these);
            parts.push(Part { range, shape, piece });
            rest = behind;
        }
        let mut bound = Vec::with_capacity(parts.len());
        let mut stars = Vec::new();
        for (at, part) in (0..).zip(&parts) {
            bound.extend(part.piece.hashes.iter().map(|&hash| (hash, at)));
            stars.extend(part.piece.module().stars.iter().cloned());
        }
        bound.sort_unstable();
        Self {
            parts,
            bound,
            stars,
            len: document.text().len(),
        }
    }

    /// As [`Document::classes`].
    pub fn classes(&self) -> Vec<Class> {
        let all = self.parts.iter().flat_map(|part| {
            let (base, start) = (part.piece.base, part.range.start);
            part.piece.classes.iter().map(move |class| Class {
                range: moved(&class.range, base, start),
                header: moved(&class.header, base, start),
            })
        });
        all.take(CLASSES).collect()
    }

    /// The part that has the text with which `branches` of an edited document begin, and the same shape; how many of them that is.
    fn same_as(&self, document: &Document, branches: &[Branch<'_>]) -> Option<(usize, &Part)> {
        let (len, unchanged) = (document.text().len(), document.unchanged());
        let first = branches.first()?.range().start;
        let at = |start: usize| {
            let at = self.parts.partition_point(|part| part.range.start < start);
            self.parts.get(at).filter(|part| part.range.start == start)
        };
        // What stands before the edit stands where it did, what stands behind it as far from the end.
        let is_before = first < unchanged.before;
        let part = at(if is_before {
            first
        } else {
            self.len.checked_sub(len - first)?
        })?;
        let these = branches.get(..part.shape?.count)?;
        let range = range_of(these);
        let is_unchanged = if is_before {
            range.end <= unchanged.before
        } else {
            len - first <= unchanged.behind
        };
        let is_same = is_unchanged && part.range.len() == range.len() && part.shape == Shape::of(these);
        // A zero among places stands for no place, and is not moved along.
        (is_same && (part.piece.base != 0 || first == 0)).then_some((these.len(), part))
    }
}

/// Answers questions about the names of `document`.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    skeleton: &'a Skeleton,
    document: &'a Document,
}

/// A scope.
#[derive(Clone, Copy)]
pub(super) enum Id<'a> {
    Module,
    /// The scope of this number, of a part or of a function that was cut out of it.
    Of(&'a Part, Option<&'a Function>, usize),
}

impl<'a> Reader<'a> {
    pub(super) fn new(skeleton: &'a Skeleton, document: &'a Document) -> Self {
        Self { skeleton, document }
    }

    /// The part that a byte stands in, and the function.
    fn part_at(self, offset: usize) -> Option<(&'a Part, Option<&'a Function>)> {
        let parts = &self.skeleton.parts;
        let part = parts.get(parts.partition_point(|part| part.range.end <= offset))?;
        let inside = offset.checked_sub(part.range.start)? + part.piece.base;
        let cuts = &part.piece.built.cuts;
        let at = cuts.partition_point(|cut| cut.range.end <= inside);
        let cut = cuts.get(at).filter(|cut| cut.range.start <= inside);
        let function = cut.zip(part.piece.functions.get(at)).map(|(cut, function)| {
            function.get_or_init(|| {
                let range = moved(&cut.range, part.piece.base, part.range.start);
                let branch = Branch::with_range(self.document, &range, "function_definition");
                let nodes = branch.map(|branch| Nodes::of(self.document, &[branch]));
                let inside = nodes.as_ref().and_then(|nodes| nodes.root().first_child());
                let built = inside.map_or_else(Built::default, |f| {
                    build::inside(f, cut.scope, &part.piece.built.scopes)
                });
                nodes.iter().for_each(Nodes::end);
                let base = part.range.start;
                Function { base, built }
            })
        });
        Some((part, function))
    }

    pub(super) fn is_definition(self, offset: usize) -> bool {
        self.part_at(offset).is_some_and(|(part, function)| {
            let inside = offset - part.range.start;
            part.piece.built.definitions.contains(&(inside + part.piece.base))
                || function.is_some_and(|f| f.built.definitions.contains(&(inside + f.base)))
        })
    }

    /// What binds a name in the module, all over the file.
    fn bound_in_module(self, name: &str) -> impl Iterator<Item = Binding> {
        let mut outer = None;
        self.parts_with(name).flat_map(move |part| {
            let module = part.piece.module();
            // A statement before this one may have said `global` or `nonlocal` in the module itself.
            let before = outer;
            outer = module.outer.get(name).copied().or(outer);
            let all = module.bindings.get(name).into_iter().flatten();
            let counting = all.filter(move |one| before != Some(Outer::Nonlocal) || one.elsewhere);
            counting.map(move |binding| {
                let mut binding = shifted(binding, part.piece.base, part.range.start);
                if before == Some(Outer::Global) {
                    (binding.conditional, binding.elsewhere) = (true, true);
                }
                binding
            })
        })
    }

    fn module_outer(self, name: &str) -> Option<Outer> {
        let mut outers = self
            .parts_with(name)
            .rev()
            .filter_map(|part| part.piece.module().outer.get(name));
        outers.next().copied()
    }

    /// The parts that may bind a name in the module, or move it out of it, in the order of the text.
    fn parts_with(self, name: &str) -> impl DoubleEndedIterator<Item = &'a Part> {
        let hash = hash(name);
        let bound = &self.skeleton.bound;
        let first = bound.partition_point(|(known, _)| *known < hash);
        let behind = bound.partition_point(|(known, _)| *known <= hash);
        bound[first..behind]
            .iter()
            .map(move |(_, at)| &self.skeleton.parts[*at as usize])
    }
}

/// A scope of a part or of a function in it, with what its bytes are counted from.
fn scope<'a>(part: &'a Part, function: Option<&'a Function>, id: usize) -> (&'a Scope, usize) {
    let around = &part.piece.built.scopes;
    match (function, id.checked_sub(around.len())) {
        (Some(function), Some(own)) => (&function.built.scopes[own], function.base),
        _ => (&around[id], part.piece.base),
    }
}

impl<'a> Scopes for Reader<'a> {
    type Id = Id<'a>;

    fn scope_at(&self, offset: usize) -> Id<'a> {
        let Some((part, function)) = self.part_at(offset) else {
            return Id::Module;
        };
        let inside = offset - part.range.start;
        let id = match function {
            Some(function) => build::scope_at(&function.built.transitions, inside + function.base),
            None => build::scope_at(&part.piece.built.transitions, inside + part.piece.base),
        };
        if id == 0 {
            Id::Module
        } else {
            Id::Of(part, function, id)
        }
    }

    fn module(&self) -> Id<'a> {
        Id::Module
    }

    fn kind(&self, id: Id<'a>) -> Kind {
        match id {
            Id::Module => Kind::Module,
            Id::Of(part, function, id) => scope(part, function, id).0.kind,
        }
    }

    fn parent(&self, id: Id<'a>) -> Option<Id<'a>> {
        let Id::Of(part, function, id) = id else { return None };
        let parent = scope(part, function, id).0.parent;
        Some(if parent == 0 {
            Id::Module
        } else {
            Id::Of(part, function, parent)
        })
    }

    fn range(&self, id: Id<'a>) -> Range<usize> {
        match id {
            Id::Module => 0..self.document.text().len(),
            Id::Of(part, function, id) => {
                let (scope, base) = scope(part, function, id);
                moved(&scope.range, base, part.range.start)
            }
        }
    }

    fn outer(&self, id: Id<'a>, name: &str) -> Option<Outer> {
        match id {
            Id::Module => self.module_outer(name),
            Id::Of(part, function, id) => scope(part, function, id).0.outer.get(name).copied(),
        }
    }

    fn bound(&self, id: Id<'a>, name: &str) -> Cow<'_, [Binding]> {
        match id {
            Id::Module => Cow::Owned(self.bound_in_module(name).collect()),
            Id::Of(part, function, id) => {
                let (scope, base) = scope(part, function, id);
                match scope.bindings.get(name) {
                    Some(all) if base == part.range.start => Cow::Borrowed(all),
                    Some(all) => Cow::Owned(all.iter().map(|one| shifted(one, base, part.range.start)).collect()),
                    None => Cow::Borrowed(&[]),
                }
            }
        }
    }

    fn binds(&self, id: Id<'a>, name: &str) -> bool {
        match id {
            // Without copies of them all.
            Id::Module => self.bound_in_module(name).next().is_some(),
            Id::Of(..) => !self.bound(id, name).is_empty(),
        }
    }

    fn declares(&self, id: Id<'a>, name: &str) -> bool {
        match id {
            // Asked of no module: what it does not bind is its own all the same.
            Id::Module => false,
            Id::Of(part, function, id) => scope(part, function, id).0.declared.contains(name),
        }
    }

    fn stars(&self) -> &[String] {
        &self.skeleton.stars
    }
}

/// Bytes counted from another beginning of their statement.
fn moved(range: &Range<usize>, base: usize, start: usize) -> Range<usize> {
    range.start - base + start..range.end - base + start
}

fn shifted(binding: &Binding, base: usize, start: usize) -> Binding {
    let mut binding = binding.clone();
    binding.at = binding.at - base + start;
    if binding.from != 0 {
        binding.from = binding.from - base + start;
    }
    match &mut binding.what {
        Bound::Alias(_, at, _) => *at = *at - base + start,
        Bound::Class(range) | Bound::Function(range) => *range = moved(range, base, start),
        Bound::Import(_) | Bound::Parameter | Bound::Variable | Bound::Nothing => {}
    }
    binding
}
