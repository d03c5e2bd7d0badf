//! What changed from one text to the next, node by node: which nodes are as they were, and at which a pattern must be asked again.

use std::ops::Range;
use std::sync::LazyLock;

use crate::document::{Nodes, syntax};

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// A node as it is kept: enough to know it again.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub(super) start: u32,
    pub(super) end: u32,
    /// How many nodes before it its parent stands; 0 for the root.
    up: u32,
    pub(super) kind: u16,
    field: u8,
}

impl Shape {
    /// Whether it stands in the field `name`.
    pub(super) fn is_name(self) -> bool {
        self.field == KINDS.name
    }

    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// All nodes, in their order.
pub(super) fn shapes<'a>(nodes: &'a Nodes<'a>) -> Vec<Shape> {
    let number = |size| u32::try_from(size).unwrap_or(NONE);
    let shape = |node: crate::document::Node<'_>| Shape {
        start: number(node.start()),
        end: number(node.end()),
        up: node.parent().map_or(0, |parent| node.id() - parent.id()),
        kind: node.kind_id(),
        field: u8::try_from(node.field_id()).unwrap_or(0),
    };
    nodes.all().map(shape).collect()
}

/// The parent of the node `id`.
pub(super) fn parent(shapes: &[Shape], id: u32) -> Option<u32> {
    let up = shapes.get(id as usize)?.up;
    (up > 0).then(|| id - up)
}

/// The numbers of some kinds of node, and of a field.
pub(super) struct Kinds {
    pub(super) block: u16,
    pub(super) module: u16,
    pub(super) function: u16,
    pub(super) lambda: u16,
    pub(super) class: u16,
    pub(super) yields: u16,
    pub(super) comment: u16,
    pub(super) decorated: u16,
    /// The field.
    name: u8,
}

pub(super) static KINDS: LazyLock<Kinds> = LazyLock::new(|| {
    let name = syntax::language().field_id_for_name("name");
    let kind = |name| syntax::kind_number(name, true).unwrap_or(syntax::ERROR);
    Kinds {
        block: kind("block"),
        module: kind("module"),
        function: kind("function_definition"),
        lambda: kind("lambda"),
        class: kind("class_definition"),
        yields: kind("yield"),
        comment: kind("comment"),
        decorated: kind("decorated_definition"),
        name: name.and_then(|id| u8::try_from(id.get()).ok()).unwrap_or(u8::MAX),
    }
});

impl Kinds {
    /// Whether statements stand below such a node.
    pub(super) fn holds_statements(&self, kind: u16) -> bool {
        kind == self.block || kind == self.module
    }
}

/// The one stretch in which two texts differ.
#[derive(Clone, Copy)]
pub(super) struct Edit {
    from: u32,
    old_end: u32,
    new_end: u32,
}

impl Edit {
    /// `None` where the texts are the same, or too long for their places to be numbers of 32 bits.
    pub(super) fn between(old: &str, new: &str) -> Option<Self> {
        let (a, b) = (old.as_bytes(), new.as_bytes());
        u32::try_from(a.len().max(b.len())).ok()?;
        let shorter = a.len().min(b.len());
        let same = common(shorter, |from, to| a[from..to] == b[from..to]);
        if same == shorter && a.len() == b.len() {
            return None;
        }
        let behind = common(shorter - same, |from, to| {
            a[a.len() - to..a.len() - from] == b[b.len() - to..b.len() - from]
        });
        let number = |size| u32::try_from(size).unwrap_or(NONE);
        Some(Self {
            from: number(same),
            old_end: number(a.len() - behind),
            new_end: number(b.len() - behind),
        })
    }

    /// Where a place behind the edit is now.
    fn shifted(self, old: u32) -> u32 {
        old.wrapping_add(self.new_end.wrapping_sub(self.old_end))
    }

    /// Where a place now is that lies before the edit or behind it.
    pub(super) fn moved(self, old: u32) -> u32 {
        if old < self.old_end { old } else { self.shifted(old) }
    }

    /// Where the beginning of something outside of the edit is now; `None` inside.
    pub(super) fn moved_start(self, old: u32) -> Option<u32> {
        if old <= self.from {
            Some(old)
        } else {
            (old >= self.old_end).then(|| self.shifted(old))
        }
    }

    /// Whether a place was there before, and where it is now.
    fn is_same(self, old: u32, new: u32) -> bool {
        (old <= self.from && new == old) || (old >= self.old_end && new == self.shifted(old))
    }

    /// Whether something that is there now reaches the edit.
    fn touches(self, now: Shape) -> bool {
        now.start <= self.new_end && now.end >= self.from
    }
}

/// How far `is_same` holds, up to `length`: by doubling and halving, since comparing bytes one by one takes longer.
fn common(length: usize, is_same: impl Fn(usize, usize) -> bool) -> usize {
    let mut same = 0;
    let mut step = 4096;
    while same < length && step > 0 {
        let to = (same + step).min(length);
        if is_same(same, to) {
            same = to;
        } else {
            step /= 2;
        }
    }
    same
}

/// What became of the nodes.
pub(super) struct Changes {
    pub(super) edit: Edit,
    /// For each node before: which it is now, or [`NONE`].
    pub(super) now: Vec<u32>,
    /// For each node now: which it was before, or [`NONE`].
    before: Vec<u32>,
    /// For each node now: whether something in it changed, or something that patterns which begin with it look at.
    pub(super) again: Vec<bool>,
    /// For each node now: whether it lies in a statement of which everything counts as changed.
    pub(super) fresh: Vec<bool>,
    /// The statements, and the blocks whose statements are others now.
    pub(super) changed: Vec<u32>,
}

impl Changes {
    /// `None` where so much changed that nothing is won.
    pub(super) fn between(old: &[Shape], new: &[Shape], edit: Edit) -> Option<Self> {
        let mut changes = Self {
            edit,
            now: vec![NONE; old.len()],
            before: vec![NONE; new.len()],
            again: vec![false; new.len()],
            fresh: vec![false; new.len()],
            changed: Vec::new(),
        };
        changes.match_nodes(old, new);
        if changes.before.first() != Some(&0) {
            return None;
        }
        changes.mark_changed(old, new);
        let mut count = 0;
        for id in 0..new.len() {
            let inherited = parent(new, id as u32).is_some_and(|p| changes.fresh[p as usize]);
            changes.fresh[id] |= inherited;
            changes.again[id] |= changes.fresh[id];
            count += usize::from(changes.fresh[id]);
        }
        changes.mark_around(new);
        (count <= new.len() / 2).then_some(changes)
    }

    /// Nodes are in the same order before and now: as many as possible are matched from the beginning, then from the end.
    fn match_nodes(&mut self, old: &[Shape], new: &[Shape]) {
        let edit = self.edit;
        let is_same = |a: &Shape, b: &Shape| {
            a.kind == b.kind && a.field == b.field && edit.is_same(a.start, b.start) && edit.is_same(a.end, b.end)
        };
        let first = old
            .iter()
            .zip(new)
            .take_while(|(a, b)| a.up == b.up && is_same(a, b))
            .count();
        for id in 0..first {
            self.now[id] = id as u32;
            self.before[id] = id as u32;
        }
        let behind = old[first..].iter().rev().zip(new[first..].iter().rev());
        let last = behind.take_while(|(a, b)| is_same(a, b)).count();
        for (was, is) in (old.len() - last..old.len()).zip(new.len() - last..new.len()) {
            let parents = (parent(old, was as u32), parent(new, is as u32));
            if let (Some(a), Some(b)) = parents
                && self.before[b as usize] == a
            {
                self.now[was] = is as u32;
                self.before[is] = was as u32;
            }
        }
    }

    /// Marks what the edit touches, what is new, and what lost something; and the statement around each of them, since what stands in the head of a
    /// statement (a method's name, `async`, a condition) counts for all that stands below.
    fn mark_changed(&mut self, old: &[Shape], new: &[Shape]) {
        let mut has_touched_child = vec![false; new.len()];
        for id in (0..new.len()).rev() {
            let is_new = self.before[id] == NONE;
            let touches = self.edit.touches(new[id]);
            if let Some(parent) = parent(new, id as u32)
                && touches
            {
                has_touched_child[parent as usize] = true;
            }
            self.again[id] |= touches;
            if is_new || (touches && !has_touched_child[id]) {
                self.mark_statement(new, id as u32, is_new);
            }
        }
        for was in 0..old.len() {
            if self.now[was] == NONE
                && let Some(parent) = parent(old, was as u32)
                && let Some(&now) = self.now.get(parent as usize).filter(|now| **now != NONE)
            {
                self.mark_statement(new, now, false);
            }
        }
    }

    /// Marks the statement around a changed node. A block that is as it was, but for the statements in it, is none.
    fn mark_statement(&mut self, new: &[Shape], id: u32, is_new: bool) {
        self.again[id as usize] = true;
        if !is_new && KINDS.holds_statements(new[id as usize].kind) {
            self.changed.push(id);
            return;
        }
        let mut statement = id;
        while !self.fresh[statement as usize] {
            match parent(new, statement) {
                Some(parent) if !KINDS.holds_statements(new[parent as usize].kind) => statement = parent,
                _ => {
                    self.fresh[statement as usize] = true;
                    self.changed.push(statement);
                }
            }
        }
    }

    /// Marks what stands around something marked; in blocks, also what was or is their first statement.
    pub(super) fn mark_around(&mut self, new: &[Shape]) {
        for id in (0..new.len()).rev() {
            if self.again[id]
                && let Some(parent) = parent(new, id as u32)
            {
                self.again[parent as usize] = true;
            }
        }
    }

    /// Marks the first statements of blocks in which something changed: one that was the first may not be it any more.
    pub(super) fn mark_first_statements<'a>(&mut self, nodes: &'a Nodes<'a>) {
        for node in nodes.all().filter(|node| KINDS.holds_statements(node.kind_id())) {
            if !self.again[node.id() as usize] {
                continue;
            }
            for statement in node.named_children().filter(|n| n.kind_id() != KINDS.comment) {
                let is_marked = &mut self.again[statement.id() as usize];
                if !*is_marked {
                    *is_marked = true;
                    break;
                }
            }
        }
    }

    /// For each node, whether something changed in the function (or module) that it stands in.
    pub(super) fn rooms(&self, new: &[Shape]) -> Vec<bool> {
        let mut changed = vec![self.again.first().copied().unwrap_or(true); new.len()];
        for id in 1..new.len() {
            if let Some(parent) = parent(new, id as u32) {
                let parent = parent as usize;
                let is_room = new[parent].kind == KINDS.function || new[parent].kind == KINDS.lambda;
                changed[id] = if is_room { self.again[parent] } else { changed[parent] };
            }
        }
        changed
    }

    /// Which node of before a node is.
    pub(super) fn before(&self, id: u32) -> Option<u32> {
        self.before.get(id as usize).copied().filter(|id| *id != NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    fn edit(old: &str, new: &str) -> Option<(u32, u32, u32)> {
        Edit::between(old, new).map(|edit| (edit.from, edit.old_end, edit.new_end))
    }

    #[test]
    fn the_edit_between_two_texts_is_the_smallest() {
        let long = "x = 1\n".repeat(5000);
        assert_eq!(edit(&long, &long), None);
        assert_eq!(edit("", ""), None);
        assert_eq!(edit("", "ab"), Some((0, 0, 2)));
        assert_eq!(edit("ab", ""), Some((0, 2, 0)));
        assert_eq!(edit("aa", "aaa"), Some((2, 2, 3)), "what is the same counts once");
        assert_eq!(edit("aaa", "aa"), Some((2, 3, 2)));
        let (head, tail) = long.split_at(12_345);
        assert_eq!(edit(&long, &format!("{head}é{tail}")), Some((12_345, 12_345, 12_347)));
        assert_eq!(
            edit(&format!("{head}abc{tail}"), &format!("{head}d{tail}")),
            Some((12_345, 12_348, 12_346))
        );
    }

    #[test]
    fn what_an_edit_leaves_alone_is_known_again() {
        let text = "import a\n\nclass C:\n    def f(self):\n        return 1\n\n    def g(self):\n        return 2\n\nx = C()\n";
        let (old, new) = (
            Document::new(text.to_owned()),
            Document::new(text.replace("return 1", "return 1 + 3")),
        );
        let (old_nodes, nodes) = (Nodes::whole(&old), Nodes::whole(&new));
        let (before, now) = (shapes(&old_nodes), shapes(&nodes));
        let edit = Edit::between(old.text(), new.text()).expect("an edit");
        let changes = Changes::between(&before, &now, edit).expect("little changed");
        let marked: Vec<&str> = nodes
            .all()
            .filter(|node| changes.fresh[node.id() as usize])
            .map(crate::document::Node::text)
            .collect();
        assert_eq!(marked, ["return 1 + 3", "return", "1 + 3", "1", "+", "3"]);
        for node in nodes.all() {
            let has_changed = node.text().contains("1 + 3") || changes.fresh[node.id() as usize];
            assert_eq!(changes.again[node.id() as usize], has_changed, "{node:?}");
            if let Some(was) = changes.before(node.id()) {
                assert_eq!(old_nodes.node(was).kind(), node.kind());
                assert!(has_changed || old_nodes.node(was).text() == node.text(), "{node:?}");
            } else {
                assert!(has_changed, "{node:?}");
            }
        }
    }
}
