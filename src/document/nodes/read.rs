//! Nodes that are read from tree-sitter's tree as they are asked for.

use rustc_hash::FxHashMap;

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
        let mut row = Row {
            parent: id,
            has_alone: read.alone.contains_key(&id),
            first: NONE,
            before: NONE,
        };
        if id == 0 && !self.parsed.is_one_tree() {
            for top in self.parsed.tops() {
                read.add(&mut row, top, 0);
            }
        } else {
            let mut cursor = read.raw[id as usize].walk();
            let mut has_more = cursor.goto_first_child();
            while has_more {
                read.add(&mut row, cursor.node(), field_of(&cursor));
                has_more = cursor.goto_next_sibling();
            }
        }
        read.entries[id as usize].first = row.first;
        row.first
    }
}

/// The children of a node, as far as they are read.
struct Row {
    parent: u32,
    /// Some were read before the others.
    has_alone: bool,
    first: u32,
    before: u32,
}

impl<'d> Read<'d> {
    /// Adds a node; its number.
    pub(super) fn push(&mut self, entry: Entry, raw: tree_sitter::Node<'d>) -> u32 {
        self.entries.push(entry);
        self.traits.push(0);
        self.raw.push(raw);
        u32::try_from(self.entries.len() - 1).unwrap_or(NONE)
    }

    /// Adds the next child of a row.
    fn add(&mut self, row: &mut Row, child: tree_sitter::Node<'d>, field: u8) {
        let known = row.has_alone.then(|| self.alone_below(row.parent, child)).flatten();
        let this = known.unwrap_or_else(|| self.push(Entry::new(child, field, row.parent), child));
        let entry = &mut self.entries[this as usize];
        entry.next = NONE;
        let traits = entry.traits();
        self.traits[row.parent as usize] |= traits;
        match self.entries.get_mut(row.before as usize) {
            Some(before) => before.next = this,
            None => row.first = this,
        }
        row.before = this;
    }

    /// The child `raw` of `parent`, if it was read without the others.
    fn alone_below(&self, parent: u32, raw: tree_sitter::Node<'d>) -> Option<u32> {
        self.alone.get(&parent)?.get(&raw.id()).copied()
    }
}
