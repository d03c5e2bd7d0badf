//! Nodes that are read from tree-sitter's tree as they are asked for.

use std::cell::Cell;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::{Entry, FIELDLESS, LEAVES, MANY, NONE, Nodes, UNREAD, field_of};

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

/// The memory of nodes that nobody asks for any more.
#[derive(Default)]
struct Spare {
    entries: Vec<Entry>,
    traits: Vec<u128>,
    raw: Vec<tree_sitter::Node<'static>>,
}

/// Of more nodes than these no memory is kept: some three megabytes.
const MOST_SPARE: usize = 1 << 15;

thread_local! {
    /// What this thread's last question left: a question reads some thousand nodes, and to get memory for them takes as long.
    static SPARE: Cell<Option<Spare>> = const { Cell::new(None) };
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
        read.set_children(id)
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
    /// Nothing read yet.
    pub(super) fn new() -> Self {
        let Spare { entries, traits, raw } = SPARE.take().unwrap_or_default();
        Self {
            entries,
            traits,
            raw,
            ..Self::default()
        }
    }

    /// Leaves the memory to the next one on this thread.
    pub(super) fn leave(self) {
        let (mut entries, mut traits, mut raw) = (self.entries, self.traits, self.raw);
        if entries.capacity().max(raw.capacity()) > MOST_SPARE {
            return;
        }
        entries.clear();
        traits.clear();
        raw.clear();
        // An empty list of nodes of any document.
        let raw = raw.into_iter().map_while(|_| None).collect();
        SPARE.set(Some(Spare { entries, traits, raw }));
    }

    /// Adds a node; its number.
    pub(super) fn push(&mut self, mut entry: Entry, raw: tree_sitter::Node<'d>) -> u32 {
        if LEAVES.get(usize::from(entry.kind)).copied().unwrap_or(false) {
            entry.first = NONE;
        }
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

    /// Reads the children of a node; the first of them.
    fn set_children(&mut self, id: u32) -> u32 {
        let (raw, kind) = (self.raw[id as usize], self.entries[id as usize].kind);
        let mut row = self.row(id);
        let mut cursor = raw.walk();
        let has_fields = !FIELDLESS.get(usize::from(kind)).copied().unwrap_or(false);
        // To find that no sibling is left, the cursor would look at all that the grammar hides.
        let mut left = raw.child_count();
        let mut has_more = left > 0 && cursor.goto_first_child();
        while has_more {
            let field = if has_fields { field_of(&cursor) } else { 0 };
            self.add(&mut row, cursor.node(), field);
            left -= 1;
            has_more = left > 0 && cursor.goto_next_sibling();
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
