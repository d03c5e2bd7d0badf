//! Nodes that are read from tree-sitter's tree as they are asked for.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Entry, MANY, NONE, Nodes, UNREAD, field_of};

#[derive(Default)]
pub(super) struct Read<'d> {
    pub(super) entries: Vec<Entry>,
    /// For each entry whose children are read, what [`Node::traits`] says.
    pub(super) traits: Vec<u128>,
    /// What each entry was read from.
    pub(super) raw: Vec<tree_sitter::Node<'d>>,
    /// Those that were read without their siblings, by the node above and tree-sitter's number.
    pub(super) alone: FxHashMap<u32, FxHashMap<usize, u32>>,
    /// Of those with [`MANY`] children that are read: the children, in order.
    rows: FxHashMap<u32, Vec<u32>>,
}

impl Nodes<'_> {
    /// That child, if it is one of many that were not read yet: read without the others, which are thousands below the root of a large file.
    pub(super) fn read_alone(&self, parent: u32, offset: usize) -> Option<u32> {
        let mut read = self.read.borrow_mut();
        let raw = *read.raw.get(parent as usize)?;
        if read.entries.get(parent as usize)?.first != UNREAD || raw.child_count() < MANY {
            return None;
        }
        let (child, field) = if parent == 0 {
            (self.parsed.top_behind(offset)?, 0)
        } else {
            let mut cursor = raw.walk();
            cursor.goto_first_child_for_byte(offset)?;
            (cursor.node(), field_of(&cursor))
        };
        if let Some(known) = read.alone_below(parent, child) {
            return Some(known);
        }
        let mut entry = Entry::new(child, field, parent);
        entry.next = UNREAD;
        let id = read.push(entry, child);
        read.alone.entry(parent).or_default().insert(child.id(), id);
        Some(id)
    }

    pub(super) fn read_children(&self, id: u32) -> u32 {
        let mut read = self.read.borrow_mut();
        if id == 0 && !self.parsed.is_one_tree() {
            return read.set_tops(self.parsed.tops().into_iter());
        }
        let mut row = read.row(id);
        let mut cursor = read.raw[id as usize].walk();
        let mut has_more = cursor.goto_first_child();
        while has_more {
            read.add(&mut row, cursor.node(), field_of(&cursor));
            has_more = cursor.goto_next_sibling();
        }
        read.finish(row)
    }

    /// The first child that ends behind the byte at `offset`, of a node with many children that are all read: found by halves. `None` for other nodes.
    pub(super) fn first_in_row(&self, parent: u32, offset: usize) -> Option<u32> {
        let read = self.read.borrow();
        let row = read.rows.get(&parent)?;
        let at = row.partition_point(|&child| read.entries[child as usize].end as usize <= offset);
        Some(row.get(at).copied().unwrap_or(NONE))
    }
}

/// The children of a node, as far as they are read.
struct Row {
    parent: u32,
    /// Some were read before the others.
    has_alone: bool,
    children: SmallVec<[u32; MANY as usize]>,
}

impl<'d> Read<'d> {
    /// Adds a node; its number.
    pub(super) fn push(&mut self, entry: Entry, raw: tree_sitter::Node<'d>) -> u32 {
        self.entries.push(entry);
        self.traits.push(0);
        self.raw.push(raw);
        u32::try_from(self.entries.len() - 1).unwrap_or(NONE)
    }

    /// Makes these nodes the children of the root; the first of them.
    pub(super) fn set_tops(&mut self, tops: impl Iterator<Item = tree_sitter::Node<'d>>) -> u32 {
        let mut row = self.row(0);
        for top in tops {
            self.add(&mut row, top, 0);
        }
        self.finish(row)
    }

    /// The children of a node, none of them read yet.
    fn row(&self, parent: u32) -> Row {
        Row {
            parent,
            has_alone: self.alone.contains_key(&parent),
            children: SmallVec::new(),
        }
    }

    /// Adds the next child of a row.
    fn add(&mut self, row: &mut Row, child: tree_sitter::Node<'d>, field: u8) {
        let known = row.has_alone.then(|| self.alone_below(row.parent, child)).flatten();
        let this = known.unwrap_or_else(|| self.push(Entry::new(child, field, row.parent), child));
        let entry = &mut self.entries[this as usize];
        entry.next = NONE;
        let traits = entry.traits();
        self.traits[row.parent as usize] |= traits;
        if let Some(&before) = row.children.last() {
            self.entries[before as usize].next = this;
        }
        row.children.push(this);
    }

    /// All of a row is read; its first node.
    fn finish(&mut self, row: Row) -> u32 {
        let first = row.children.first().copied().unwrap_or(NONE);
        self.entries[row.parent as usize].first = first;
        if row.children.len() >= MANY as usize {
            self.rows.insert(row.parent, row.children.into_vec());
        }
        first
    }

    /// The child `raw` of `parent`, if it was read without the others.
    fn alone_below(&self, parent: u32, raw: tree_sitter::Node<'d>) -> Option<u32> {
        self.alone.get(&parent)?.get(&raw.id()).copied()
    }
}
