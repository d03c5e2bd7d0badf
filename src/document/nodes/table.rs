//! All nodes of a tree, read in one walk.

use tree_sitter::TreeCursor;

use super::{Entry, LEAVES, NONE, field_of};

/// All nodes of a tree.
pub(super) struct Table {
    pub(super) entries: Vec<Entry>,
    pub(super) traits: Vec<u128>,
}

impl Table {
    pub(super) fn with_capacity(count: usize) -> Self {
        Self {
            entries: Vec::with_capacity(count),
            traits: Vec::with_capacity(count),
        }
    }

    pub(super) fn push(&mut self, entry: Entry) {
        if let Some(of_parent) = self.traits.get_mut(entry.parent as usize) {
            *of_parent |= entry.traits();
        }
        self.entries.push(entry);
        self.traits.push(0);
    }

    /// Adds the node at which a fresh cursor stands, and all below it.
    pub(super) fn add(&mut self, cursor: &mut TreeCursor<'_>, parent: u32) {
        // The last node read at each level above the cursor.
        let mut above: Vec<u32> = Vec::new();
        loop {
            let id = u32::try_from(self.entries.len()).unwrap_or(NONE);
            let mut entry = Entry::new(cursor.node(), field_of(cursor), above.last().copied().unwrap_or(parent));
            let is_leaf = LEAVES.get(usize::from(entry.kind)).copied().unwrap_or(false);
            if !is_leaf && cursor.goto_first_child() {
                entry.first = id + 1;
                self.push(entry);
                above.push(id);
                continue;
            }
            entry.first = NONE;
            self.push(entry);
            let mut done = id;
            while !cursor.goto_next_sibling() {
                match above.pop() {
                    Some(parent) if cursor.goto_parent() => done = parent,
                    _ => return,
                }
            }
            if let Some(before) = self.entries.get_mut(done as usize) {
                before.next = id + 1;
            }
        }
    }
}
