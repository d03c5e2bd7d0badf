//! The nodes of a syntax tree in one table of numbers, read from tree-sitter's tree as they are asked for, or all at once.
//!
//! A step from node to node costs a look into a table, where tree-sitter's own costs a call and often a search from the root. A hover reads the nodes
//! on its way down; a scan reads all of them in one walk.

mod memory;
mod paths;
mod read;
mod table;

use std::cell::RefCell;
use std::ops::Range;

use tree_sitter::TreeCursor;

use super::kinds::{FIELDLESS, LEAVES, NAMED};
use super::node::{Node, trait_of};
use super::parsed::Parsed;
use super::{Branch, Document, LineIndex};
use memory::Memory;
use read::Read;
use table::Table;

/// No node: behind the last sibling, above the root.
pub(super) const NONE: u32 = u32::MAX;
/// The children have not been read yet, or those behind a node.
const UNREAD: u32 = u32::MAX - 1;
/// From so many children on, one of them is read without the others.
const MANY: u32 = 32;

/// The nodes of one document.
pub struct Nodes<'d> {
    pub(super) text: &'d str,
    parsed: &'d Parsed,
    pub(super) lines: &'d LineIndex,
    /// The rows in which a notebook's cells begin.
    pub(super) parts: &'d [usize],
    /// Where the reader is, see [`seen_from`](Self::seen_from).
    pub(super) from: Option<usize>,
    /// All nodes, parents before children, in the order of the text; or none, where they are read as they are asked for.
    whole: Vec<Entry>,
    /// For each of them, what [`Node::traits`] says.
    traits: Vec<u128>,
    /// What has been read so far, where not everything was read at once.
    read: RefCell<Read<'d>>,
    memory: Memory,
}

/// What is known of a node.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) parent: u32,
    first: u32,
    pub(super) next: u32,
    pub(super) kind: u16,
    pub(super) field: u8,
    pub(super) named: bool,
}

impl Entry {
    fn new(node: tree_sitter::Node<'_>, field: u8, parent: u32) -> Self {
        let kind = node.kind_id();
        Self {
            start: number(node.start_byte()),
            end: number(node.end_byte()),
            parent,
            first: UNREAD,
            next: NONE,
            kind,
            field,
            // An error has a name.
            named: NAMED.get(usize::from(kind)).copied().unwrap_or(true),
        }
    }

    fn root(parsed: &Parsed) -> Self {
        let range = parsed.range();
        Self {
            start: number(range.start),
            end: number(range.end),
            ..Self::new(parsed.root(), 0, NONE)
        }
    }

    /// What it adds to the traits of the node around it.
    fn traits(&self) -> u128 {
        trait_of(0, self.kind) | trait_of(u16::from(self.field), self.kind)
    }

    pub(super) fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl<'d> Nodes<'d> {
    /// The nodes of `document`; only the root is read so far.
    pub fn new(document: &'d Document) -> Self {
        let parsed = document.parsed();
        let mut read = Read::new();
        read.push(Entry::root(parsed), parsed.root());
        Self {
            text: document.text(),
            parsed,
            lines: &document.lines,
            parts: &document.parts,
            from: None,
            whole: Vec::new(),
            traits: Vec::new(),
            read: RefCell::new(read),
            memory: Memory::default(),
        }
    }

    /// The root, and below it nothing but `branches`.
    pub fn of(document: &'d Document, branches: &[Branch<'d>]) -> Self {
        let nodes = Self::new(document);
        nodes
            .read
            .borrow_mut()
            .set_tops(branches.iter().map(|branch| branch.raw));
        nodes
    }

    /// All nodes of `document`.
    pub fn whole(document: &'d Document) -> Self {
        let parsed = document.parsed();
        let mut read = Table::with_capacity(parsed.root().descendant_count());
        if parsed.is_one_tree() {
            read.add(&mut parsed.root().walk(), NONE);
        } else {
            read.push(Entry::root(parsed));
            let (mut before, mut cursor) = (NONE, parsed.root().walk());
            for top in parsed.tops() {
                let id = u32::try_from(read.entries.len()).unwrap_or(NONE);
                match read.entries.get_mut(before as usize) {
                    Some(before) => before.next = id,
                    None => read.entries[0].first = id,
                }
                cursor.reset(top);
                read.add(&mut cursor, 0);
                before = id;
            }
        }
        Self {
            text: document.text(),
            parsed,
            lines: &document.lines,
            parts: &document.parts,
            from: None,
            whole: read.entries,
            traits: read.traits,
            read: RefCell::default(),
            memory: Memory::default(),
        }
    }

    /// To be said at the end of a question: nothing is asked of the nodes any more, and the next question can have their memory.
    pub fn end(&self) {
        self.read.take().leave();
    }

    /// The same, for a reader at the byte `offset`: [`Line`](super::Line) need not name the reader's own cell.
    #[must_use]
    pub fn seen_from(mut self, offset: usize) -> Self {
        self.from = Some(offset);
        self
    }

    /// The root.
    pub fn root(&'d self) -> Node<'d> {
        Node { nodes: self, id: 0 }
    }

    /// How many nodes [`whole`](Self::whole) has read.
    #[expect(clippy::len_without_is_empty, reason = "a tree always has its root")]
    pub fn len(&self) -> usize {
        self.whole.len()
    }

    /// The node with this number, see [`Node::id`].
    pub fn node(&'d self, id: u32) -> Node<'d> {
        Node { nodes: self, id }
    }

    /// Every node of [`whole`](Self::whole), parents before children.
    pub fn all(&'d self) -> impl Iterator<Item = Node<'d>> + Clone {
        let count = u32::try_from(self.whole.len()).unwrap_or(NONE);
        (0..count).map(move |id| Node { nodes: self, id })
    }

    /// The nodes that contain the byte at `offset`, from the root down to the token; just the root where there is no token.
    pub fn path(&'d self, offset: usize) -> Vec<Node<'d>> {
        let mut path = vec![self.root()];
        let mut at = self.root();
        while let Some(child) = self.first_behind(at, offset).filter(|n| n.start() <= offset) {
            path.push(child);
            at = child;
        }
        path
    }

    /// The outermost node with exactly this range, or else the innermost one around it.
    pub fn at(&'d self, range: &Range<usize>) -> Node<'d> {
        let mut at = self.root();
        // Parents before children in the order of the text: ascending by their beginnings.
        let first = self.whole.partition_point(|e| (e.start as usize) < range.start);
        if let Some(id) = self.with_range(first, range).and_then(|n| u32::try_from(n).ok()) {
            return Node { nodes: self, id };
        }
        while at.range() != *range {
            let inner = if range.is_empty() {
                at.children().find(|n| n.end() > range.start || n.range() == *range)
            } else {
                self.first_behind(at, range.start)
            };
            let Some(child) = inner.filter(|n| n.start() <= range.start && n.end() >= range.end) else {
                break;
            };
            at = child;
        }
        at
    }

    /// The first child of `node` that ends behind the byte at `offset`.
    fn first_behind(&'d self, node: Node<'d>, offset: usize) -> Option<Node<'d>> {
        if let Some(id) = self.read_alone(node.id, offset) {
            return Some(Node { nodes: self, id });
        }
        match self.first_in_row(node.id, offset) {
            Some(NONE) => None,
            Some(id) => Some(Node { nodes: self, id }),
            None => node.children().find(|n| n.end() > offset),
        }
    }

    /// The place in the table of the first node with this range; `first` is the first that begins there.
    fn with_range(&self, first: usize, range: &Range<usize>) -> Option<usize> {
        let rest = self.whole.get(first..)?;
        let has_end = |e: &Entry| e.end as usize == range.end;
        // A chain of 50,000 operators is 50,000 nodes with one beginning, each inside the one before it: not all are looked at.
        let same = &rest[..rest.partition_point(|e| e.start as usize == range.start)];
        let found = same.partition_point(|e| e.end as usize > range.end);
        if same.get(found).is_some_and(has_end) && (found == 0 || !has_end(&same[found - 1])) {
            return Some(first + found);
        }
        // Behind a node without text stands one of the same beginning that is not inside.
        same.iter().position(has_end).map(|at| first + at)
    }

    /// The innermost node with exactly this range, or else the innermost one around it.
    pub fn innermost(&'d self, range: &Range<usize>) -> Node<'d> {
        let mut node = self.at(range);
        loop {
            let child = if range.is_empty() {
                node.children().find(|n| n.range() == *range)
            } else {
                // No other can have these bytes.
                self.first_behind(node, range.start).filter(|n| n.range() == *range)
            };
            match child {
                Some(child) => node = child,
                None => return node,
            }
        }
    }

    /// The text between two bytes; empty where they do not stand at characters of the text.
    pub fn text_of(&self, range: &Range<usize>) -> &'d str {
        self.text.get(range.clone()).unwrap_or("")
    }

    #[inline]
    pub(super) fn entry(&self, id: u32) -> Entry {
        match self.whole.get(id as usize) {
            Some(entry) => *entry,
            None => self.read.borrow().entries[id as usize],
        }
    }

    #[inline]
    pub(super) fn first_of(&self, id: u32) -> u32 {
        match self.entry(id).first {
            UNREAD => self.read_children(id),
            first => first,
        }
    }

    /// See [`Node::count`].
    pub(super) fn count(&self, id: u32) -> usize {
        if let Some(node) = self.read.borrow().raw.get(id as usize) {
            return if id == 0 && !self.parsed.is_one_tree() {
                1 + self
                    .parsed
                    .tops()
                    .iter()
                    .map(tree_sitter::Node::descendant_count)
                    .sum::<usize>()
            } else {
                node.descendant_count()
            };
        }
        let around = std::iter::successors(Some(id), |id| {
            Some(self.entry(*id).parent).filter(|parent| *parent != NONE)
        });
        let behind = around.map(|id| self.entry(id).next).find(|next| *next != NONE);
        behind.map_or(self.whole.len(), |next| next as usize) - id as usize
    }

    /// The sibling behind a node.
    pub(super) fn next_of(&self, id: u32) -> u32 {
        let entry = self.entry(id);
        if entry.next != UNREAD {
            return entry.next;
        }
        self.read_children(entry.parent);
        self.entry(id).next
    }

    /// See [`Node::has_error`].
    pub(super) fn has_error(&self, id: u32) -> bool {
        let read = self.read.borrow();
        read.raw.get(id as usize).is_none_or(tree_sitter::Node::has_error)
    }

    /// See [`Node::traits`].
    pub(super) fn traits_of(&self, id: u32) -> u128 {
        if let Some(traits) = self.traits.get(id as usize) {
            return *traits;
        }
        self.first_of(id);
        self.read.borrow().traits[id as usize]
    }
}

/// An offset as it stands in the table.
fn number(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(NONE)
}

fn field_of(cursor: &TreeCursor<'_>) -> u8 {
    // The grammar has some thirty fields.
    cursor
        .field_id()
        .map_or(0, |field| u8::try_from(field.get()).unwrap_or(0))
}

#[cfg(test)]
mod tests;
