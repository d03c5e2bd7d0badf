//! The nodes of a syntax tree in one table of numbers, read from tree-sitter's tree as they are asked for, or all at once.
//!
//! A step from node to node costs a look into a table, where tree-sitter's own costs a call and often a search from the root. A hover reads the nodes
//! on its way down; a scan reads all of them in one walk.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;
use tree_sitter::{Language, TreeCursor};

use super::{Document, syntax};

/// No node: behind the last sibling, above the root.
const NONE: u32 = u32::MAX;
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

/// What every field is called, by its number.
static FIELDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let all = 0..=u16::try_from(LANGUAGE.field_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.field_name_for_id(id).unwrap_or("")).collect()
});

/// The nodes of one document.
pub struct Nodes<'d> {
    text: &'d str,
    table: RefCell<Table<'d>>,
    /// Everything is read, parents before children, in the order of the text.
    whole: bool,
}

struct Table<'d> {
    entries: Vec<Entry>,
    /// What each entry was read from.
    raw: Vec<tree_sitter::Node<'d>>,
}

#[derive(Clone, Copy)]
struct Entry {
    start: u32,
    end: u32,
    parent: u32,
    first: u32,
    next: u32,
    kind: u16,
    field: u16,
    named: bool,
}

impl Entry {
    fn new(node: tree_sitter::Node<'_>, field: u16, parent: u32) -> Self {
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
}

impl<'d> Nodes<'d> {
    /// The nodes of `document`; only the root is read so far.
    pub fn new(document: &'d Document) -> Self {
        let root = document.tree().root_node();
        Self {
            text: document.text(),
            table: RefCell::new(Table {
                entries: vec![Entry::new(root, 0, NONE)],
                raw: vec![root],
            }),
            whole: false,
        }
    }

    /// All nodes of `document`.
    pub fn whole(document: &'d Document) -> Self {
        let root = document.tree().root_node();
        let mut entries = Vec::with_capacity(root.descendant_count());
        let mut cursor = root.walk();
        // The last node read at each level above the cursor.
        let mut above: Vec<u32> = Vec::new();
        loop {
            let id = u32::try_from(entries.len()).unwrap_or(NONE);
            let mut entry = Entry::new(cursor.node(), field_of(&cursor), above.last().copied().unwrap_or(NONE));
            if cursor.goto_first_child() {
                entry.first = id + 1;
                entries.push(entry);
                above.push(id);
                continue;
            }
            entry.first = NONE;
            entries.push(entry);
            let mut done = id;
            loop {
                if cursor.goto_next_sibling() {
                    if let Some(before) = entries.get_mut(done as usize) {
                        before.next = id + 1;
                    }
                    break;
                }
                match above.pop() {
                    Some(parent) if cursor.goto_parent() => done = parent,
                    _ => {
                        return Self {
                            text: document.text(),
                            table: RefCell::new(Table {
                                entries,
                                raw: Vec::new(),
                            }),
                            whole: true,
                        };
                    }
                }
            }
        }
    }

    /// The root.
    pub fn root(&'d self) -> Node<'d> {
        Node { nodes: self, id: 0 }
    }

    /// Every node of [`whole`](Self::whole), parents before children.
    pub fn all(&'d self) -> impl Iterator<Item = Node<'d>> {
        self.root().descendants()
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

    /// The outermost node with exactly this range, or else the innermost one around it.
    pub fn at(&'d self, range: &Range<usize>) -> Node<'d> {
        let mut at = self.root();
        if self.whole {
            // Parents before children in the order of the text: ascending by their beginnings.
            let entries = &self.table.borrow().entries;
            let first = entries.partition_point(|e| (e.start as usize) < range.start);
            let same = entries[first..]
                .iter()
                .take_while(|e| e.start as usize == range.start)
                .position(|e| e.end as usize == range.end);
            if let Some(id) = same.and_then(|n| u32::try_from(first + n).ok()) {
                return Node { nodes: self, id };
            }
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

    /// The text between two bytes; empty where they do not stand at characters of the text.
    pub fn text_of(&self, range: &Range<usize>) -> &'d str {
        self.text.get(range.clone()).unwrap_or("")
    }

    /// The identifiers among the nodes read so far, each once.
    pub fn identifiers(&self) -> FxHashSet<&'d str> {
        let identifier = LANGUAGE.id_for_node_kind("identifier", true);
        let table = self.table.borrow();
        let all = table.entries.iter().filter(|e| e.kind == identifier);
        all.map(|e| self.text_of(&(e.start as usize..e.end as usize))).collect()
    }

    /// Which kinds of node occur among those read so far: by number, the last place for errors.
    pub fn kinds(&self) -> Vec<bool> {
        let mut kinds = vec![false; KINDS.len() + 1];
        for entry in &self.table.borrow().entries {
            kinds[usize::from(entry.kind).min(KINDS.len())] = true;
        }
        kinds
    }

    fn entry(&self, id: u32) -> Entry {
        self.table.borrow().entries[id as usize]
    }

    fn first_of(&self, id: u32) -> u32 {
        match self.entry(id).first {
            UNREAD => self.read_children(id),
            first => first,
        }
    }

    fn read_children(&self, id: u32) -> u32 {
        let mut table = self.table.borrow_mut();
        let node = table.raw[id as usize];
        let first = u32::try_from(table.entries.len()).unwrap_or(NONE);
        let mut cursor = node.walk();
        if !cursor.goto_first_child() {
            table.entries[id as usize].first = NONE;
            return NONE;
        }
        let mut next = first;
        loop {
            let child = cursor.node();
            table.entries.push(Entry::new(child, field_of(&cursor), id));
            table.raw.push(child);
            if !cursor.goto_next_sibling() {
                break;
            }
            table.entries[next as usize].next = next + 1;
            next += 1;
        }
        table.entries[id as usize].first = first;
        first
    }
}

/// The bit that stands for a child of this kind in this field (0: in any or none), see [`Node::traits`].
pub fn trait_of(field: u16, kind: u16) -> u128 {
    let mixed = (u32::from(field) << 16 | u32::from(kind)).wrapping_mul(0x9E37_79B1);
    1 << (mixed >> 25)
}

pub(super) fn kind_name(number: u16) -> &'static str {
    KINDS.get(usize::from(number)).copied().unwrap_or("ERROR")
}

fn field_of(cursor: &TreeCursor<'_>) -> u16 {
    cursor.field_id().map_or(0, std::num::NonZeroU16::get)
}

/// A node of a syntax tree. Copied freely; two are equal where they are the same node of the same [`Nodes`].
#[derive(Clone, Copy)]
pub struct Node<'a> {
    nodes: &'a Nodes<'a>,
    id: u32,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id && std::ptr::eq(self.nodes, other.nodes)
    }
}

impl Eq for Node<'_> {}

impl std::fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{:?}", self.kind(), self.range())
    }
}

impl<'a> Node<'a> {
    fn entry(self) -> Entry {
        self.nodes.entry(self.id)
    }

    fn with(self, id: u32) -> Option<Self> {
        (id != NONE).then_some(Self { nodes: self.nodes, id })
    }

    /// A number of its own among the nodes of its document.
    pub fn id(self) -> u32 {
        self.id
    }

    /// The nodes it is one of.
    pub fn nodes(self) -> &'a Nodes<'a> {
        self.nodes
    }

    /// What kind of node it is: the name in the grammar, or the token's own text. `"ERROR"` where the parser gave up.
    pub fn kind(self) -> &'static str {
        kind_name(self.kind_id())
    }

    /// The kind's number in the grammar.
    pub fn kind_id(self) -> u16 {
        self.entry().kind
    }

    /// Whether the grammar gives it a name; a token that the grammar spells out (`"with"`, `"("`) has none.
    pub fn is_named(self) -> bool {
        self.entry().named
    }

    /// Where it begins, in bytes of the text.
    pub fn start(self) -> usize {
        self.entry().start as usize
    }

    /// Where it ends, in bytes of the text.
    pub fn end(self) -> usize {
        self.entry().end as usize
    }

    /// Its bytes.
    pub fn range(self) -> Range<usize> {
        let entry = self.entry();
        entry.start as usize..entry.end as usize
    }

    /// Its text.
    pub fn text(self) -> &'a str {
        self.nodes.text.get(self.range()).unwrap_or("")
    }

    /// The node around it.
    pub fn parent(self) -> Option<Self> {
        self.with(self.entry().parent)
    }

    /// The nodes around it, innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |n| n.parent())
    }

    /// Its first child.
    pub fn first_child(self) -> Option<Self> {
        self.with(self.nodes.first_of(self.id))
    }

    /// The node behind it, below the same parent.
    pub fn next_sibling(self) -> Option<Self> {
        self.with(self.entry().next)
    }

    /// Its children, in the order of the text.
    pub fn children(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.first_child(), |n| n.next_sibling())
    }

    /// Bits that stand for the kinds of its children, and for kinds in fields. A node that lacks a bit of [`trait_of`] has no such child; one that has it may.
    pub fn traits(self) -> u128 {
        let mut traits = 0;
        for child in self.children() {
            let entry = child.entry();
            traits |= trait_of(0, entry.kind) | trait_of(entry.field, entry.kind);
        }
        traits
    }

    /// Its children that the grammar gives names.
    pub fn named_children(self) -> impl Iterator<Item = Self> {
        self.children().filter(|n| n.is_named())
    }

    /// The number of the field it stands in, 0 for none.
    pub fn field_id(self) -> u16 {
        self.entry().field
    }

    /// The field of its parent that it stands in.
    pub fn field(self) -> Option<&'static str> {
        FIELDS.get(usize::from(self.field_id())).copied().filter(|f| !f.is_empty())
    }

    /// Its first child in the field `name`.
    pub fn child(self, name: &str) -> Option<Self> {
        self.children().find(|n| n.field() == Some(name))
    }

    /// Its children in the field `name`.
    pub fn children_in(self, name: &'static str) -> impl Iterator<Item = Self> {
        self.children().filter(move |n| n.field() == Some(name))
    }

    /// It and all nodes below it, parents first, anonymous ones included.
    pub fn descendants(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), move |n| n.next_below(self, true))
    }

    /// The node that follows in a walk over `top`, parents first; without the nodes below this one unless `inside`.
    pub fn next_below(self, top: Self, inside: bool) -> Option<Self> {
        if inside && let Some(child) = self.first_child() {
            return Some(child);
        }
        let mut at = self;
        loop {
            if at == top {
                return None;
            }
            if let Some(next) = at.next_sibling() {
                return Some(next);
            }
            at = at.parent()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "class C:\n    def f(self, *a):\n        # é\n        return [x for x in a if x] + [*a]\nC.f(1, b=2)(\n";

    fn described(node: Node<'_>) -> (&str, Range<usize>, Option<&str>, bool, Option<Range<usize>>) {
        (node.kind(), node.range(), node.field(), node.is_named(), node.parent().map(Node::range))
    }

    #[test]
    fn reading_as_asked_and_reading_everything_give_the_same() {
        let document = Document::new(TEXT.to_owned());
        let (some, whole) = (Nodes::new(&document), Nodes::whole(&document));
        for node in whole.all() {
            let raw = document.tree().root_node().descendant_for_byte_range(node.start(), node.end());
            assert!(raw.is_some_and(|r| r.kind_id() != node.kind_id() || r.is_named() == node.is_named()));
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
