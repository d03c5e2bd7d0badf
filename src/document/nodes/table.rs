//! All nodes of a tree, read in one walk.

use tree_sitter::TreeCursor;

use super::{Entry, FIELDLESS, LEAVES, NONE, field_of};

/// A node above the cursor.
struct Level {
    id: u32,
    /// How many of its children the cursor has not been at.
    left: u32,
    /// Whether its children may stand in fields.
    has_fields: bool,
}

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
        let mut levels: Vec<Level> = Vec::new();
        loop {
            let id = u32::try_from(self.entries.len()).unwrap_or(NONE);
            let (parent, has_fields) = levels
                .last()
                .map_or((parent, true), |level| (level.id, level.has_fields));
            let node = cursor.node();
            let mut entry = Entry::new(node, if has_fields { field_of(cursor) } else { 0 }, parent);
            let kind = usize::from(entry.kind);
            let is_leaf = LEAVES.get(kind).copied().unwrap_or(false);
            let count = if is_leaf { 0 } else { node.child_count() };
            if count > 0 && cursor.goto_first_child() {
                entry.first = id + 1;
                self.push(entry);
                levels.push(Level {
                    id,
                    left: count - 1,
                    has_fields: !FIELDLESS.get(kind).copied().unwrap_or(false),
                });
                continue;
            }
            entry.first = NONE;
            self.push(entry);
            let mut done = id;
            loop {
                let Some(level) = levels.last_mut() else { return };
                // To find that no sibling is left, the cursor would look at all that the grammar hides.
                if level.left > 0 && cursor.goto_next_sibling() {
                    level.left -= 1;
                    break;
                }
                if !cursor.goto_parent() {
                    return;
                }
                done = level.id;
                levels.pop();
            }
            if let Some(before) = self.entries.get_mut(done as usize) {
                before.next = id + 1;
            }
        }
    }
}
