//! The nodes of a syntax tree in one table of numbers, read from tree-sitter's tree as they are asked for, or all at once.
//!
//! A step from node to node costs a look into a table, where tree-sitter's own costs a call and often a search from the root. A hover reads the nodes
//! on its way down; a scan reads all of them in one walk.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use tree_sitter::{Language, TreeCursor};

use super::node::{Node, trait_of};
use super::{Document, LineIndex, syntax};

/// No node: behind the last sibling, above the root.
pub(super) const NONE: u32 = u32::MAX;
/// The children have not been read yet.
const UNREAD: u32 = u32::MAX - 1;

static LANGUAGE: LazyLock<Language> = LazyLock::new(syntax::language);

/// What every kind of node is called, by its number.
static KINDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let all = 0..u16::try_from(LANGUAGE.node_kind_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.node_kind_for_id(id).unwrap_or("")).collect()
});

/// Which kinds have names in the grammar, by number.
static NAMED: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let all = 0..u16::try_from(LANGUAGE.node_kind_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.node_kind_is_named(id)).collect()
});

/// Which kinds never have children, by number: tokens that the grammar spells out, and some of those it names.
static LEAVES: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let leaves = [
        "identifier",
        "integer",
        "float",
        "true",
        "false",
        "none",
        "comment",
        "string_start",
        "string_end",
        "escape_sequence",
    ];
    let is_leaf = |(name, named): (&&str, &bool)| !named || leaves.contains(name);
    KINDS.iter().zip(NAMED.iter()).map(is_leaf).collect()
});

/// What every field is called, by its number.
pub(super) static FIELDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let all = 0..=u16::try_from(LANGUAGE.field_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.field_name_for_id(id).unwrap_or("")).collect()
});

/// The nodes of one document.
pub struct Nodes<'d> {
    pub(super) text: &'d str,
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
}

#[derive(Default)]
struct Read<'d> {
    entries: Vec<Entry>,
    /// For each entry whose children are read, what [`Node::traits`] says.
    traits: Vec<u128>,
    /// What each entry was read from.
    raw: Vec<tree_sitter::Node<'d>>,
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
        let number = |offset| u32::try_from(offset).unwrap_or(NONE);
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
        let root = document.tree().root_node();
        Self {
            text: document.text(),
            lines: &document.lines,
            parts: &document.parts,
            from: None,
            whole: Vec::new(),
            traits: Vec::new(),
            read: RefCell::new(Read {
                entries: vec![Entry::new(root, 0, NONE)],
                traits: vec![0],
                raw: vec![root],
            }),
        }
    }

    /// All nodes of `document`.
    pub fn whole(document: &'d Document) -> Self {
        let root = document.tree().root_node();
        let mut entries = Vec::with_capacity(root.descendant_count());
        let mut traits: Vec<u128> = Vec::with_capacity(root.descendant_count());
        let mut cursor = root.walk();
        // The last node read at each level above the cursor.
        let mut above: Vec<u32> = Vec::new();
        'nodes: loop {
            let id = u32::try_from(entries.len()).unwrap_or(NONE);
            let mut entry = Entry::new(cursor.node(), field_of(&cursor), above.last().copied().unwrap_or(NONE));
            traits.push(0);
            if let Some(of_parent) = traits.get_mut(entry.parent as usize) {
                *of_parent |= entry.traits();
            }
            let is_leaf = LEAVES.get(usize::from(entry.kind)).copied().unwrap_or(false);
            if !is_leaf && cursor.goto_first_child() {
                entry.first = id + 1;
                entries.push(entry);
                above.push(id);
                continue;
            }
            entry.first = NONE;
            entries.push(entry);
            let mut done = id;
            while !cursor.goto_next_sibling() {
                match above.pop() {
                    Some(parent) if cursor.goto_parent() => done = parent,
                    _ => break 'nodes,
                }
            }
            if let Some(before) = entries.get_mut(done as usize) {
                before.next = id + 1;
            }
        }
        Self {
            text: document.text(),
            lines: &document.lines,
            parts: &document.parts,
            from: None,
            whole: entries,
            traits,
            read: RefCell::default(),
        }
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
        while let Some(child) = at.children().find(|n| n.end() > offset).filter(|n| n.start() <= offset) {
            path.push(child);
            at = child;
        }
        path
    }

    /// The path to the first token that ends behind the byte at `offset`; just the root where there is none.
    pub fn path_from(&'d self, offset: usize) -> Vec<Node<'d>> {
        let step = |at: &Node<'d>| at.children().find(|n| n.end() > offset);
        std::iter::successors(Some(self.root()), step).collect()
    }

    /// Makes of the [`path`](Self::path) to a token the path to the next one; false behind the last.
    pub fn go_on(&'d self, path: &mut Vec<Node<'d>>) -> bool {
        while let Some(node) = path.pop() {
            let Some(mut next) = node.next_sibling() else { continue };
            path.push(next);
            while let Some(child) = next.first_child() {
                path.push(child);
                next = child;
            }
            return true;
        }
        false
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
            let inner = at.children().find(|n| n.end() > range.start || n.range() == *range);
            let Some(child) = inner.filter(|n| n.start() <= range.start && n.end() >= range.end) else {
                break;
            };
            at = child;
        }
        at
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
        while let Some(child) = node.children().find(|n| n.range() == *range) {
            node = child;
        }
        node
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

    /// See [`Node::traits`].
    pub(super) fn traits_of(&self, id: u32) -> u128 {
        if let Some(traits) = self.traits.get(id as usize) {
            return *traits;
        }
        self.first_of(id);
        self.read.borrow().traits[id as usize]
    }

    fn read_children(&self, id: u32) -> u32 {
        let mut read = self.read.borrow_mut();
        let node = read.raw[id as usize];
        let first = u32::try_from(read.entries.len()).unwrap_or(NONE);
        let mut cursor = node.walk();
        if !cursor.goto_first_child() {
            read.entries[id as usize].first = NONE;
            return NONE;
        }
        let mut next = first;
        loop {
            let child = cursor.node();
            let entry = Entry::new(child, field_of(&cursor), id);
            read.traits[id as usize] |= entry.traits();
            read.entries.push(entry);
            read.traits.push(0);
            read.raw.push(child);
            if !cursor.goto_next_sibling() {
                break;
            }
            read.entries[next as usize].next = next + 1;
            next += 1;
        }
        read.entries[id as usize].first = first;
        first
    }
}

pub(super) fn kind_count() -> usize {
    KINDS.len()
}

pub(super) fn kind_name(number: u16) -> &'static str {
    KINDS.get(usize::from(number)).copied().unwrap_or("ERROR")
}

fn field_of(cursor: &TreeCursor<'_>) -> u8 {
    // The grammar has some thirty fields.
    cursor
        .field_id()
        .map_or(0, |field| u8::try_from(field.get()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "class C:\n    def f(self, *a):\n        # é\n        return [x for x in a if x] + [*a]\nC.f(1, b=2)(\n";

    fn described(node: Node<'_>) -> (&str, Range<usize>, Option<&str>, bool, Option<Range<usize>>) {
        (
            node.kind(),
            node.range(),
            node.field(),
            node.is_named(),
            node.parent().map(Node::range),
        )
    }

    #[test]
    fn reading_as_asked_and_reading_everything_give_the_same() {
        let document = Document::new(TEXT.to_owned());
        let (some, whole) = (Nodes::new(&document), Nodes::whole(&document));
        for node in whole.all() {
            let raw = document
                .tree()
                .root_node()
                .descendant_for_byte_range(node.start(), node.end());
            let is_leaf = LEAVES.get(usize::from(node.kind_id())).copied().unwrap_or(false);
            assert!(!is_leaf || raw.is_some_and(|r| r.child_count() == 0), "{node:?}");
            assert!(raw.is_some_and(|r| r.kind_id() != node.kind_id() || r.is_named() == node.is_named()));
        }
        for node in whole.all() {
            let of_children = node
                .children()
                .map(|c| trait_of(0, c.kind_id()) | trait_of(c.field_id(), c.kind_id()));
            assert_eq!(node.traits(), of_children.fold(0, |all, one| all | one), "{node:?}");
            assert_eq!(
                Nodes::new(&document).at(&node.range()).traits(),
                whole.at(&node.range()).traits()
            );
        }
        let one: Vec<_> = some.root().descendants().map(described).collect();
        let other: Vec<_> = whole.all().map(described).collect();
        assert_eq!(one, other);
        assert_eq!(one.len(), document.tree().root_node().descendant_count());
        for offset in 0..TEXT.len() {
            let path = |nodes: Vec<Node<'_>>| nodes.into_iter().map(|n| (n.kind(), n.range())).collect::<Vec<_>>();
            assert_eq!(path(some.path(offset)), path(whole.path(offset)));
        }
        for node in whole.all() {
            assert_eq!(whole.at(&node.range()).range(), node.range());
            let fresh = Nodes::new(&document);
            assert_eq!(described(fresh.at(&node.range())), described(whole.at(&node.range())));
        }
    }
}
