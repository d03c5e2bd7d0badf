//! A node, and the steps from it to others.

use std::ops::Range;

use super::kinds::{FIELDS, kind_name};
use super::nodes::{Entry, NONE, Nodes};

/// A node of a syntax tree. Copied freely; two are equal where they are the same node of the same [`Nodes`].
#[derive(Clone, Copy)]
pub struct Node<'a> {
    pub(super) nodes: &'a Nodes<'a>,
    pub(super) id: u32,
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
    #[inline]
    fn entry(self) -> Entry {
        self.nodes.entry(self.id)
    }

    #[inline]
    fn with(self, id: u32) -> Option<Self> {
        (id != NONE).then_some(Self { nodes: self.nodes, id })
    }

    /// A number of its own among the nodes of its document.
    #[inline]
    pub fn id(self) -> u32 {
        self.id
    }

    /// The nodes it is one of.
    #[inline]
    pub fn nodes(self) -> &'a Nodes<'a> {
        self.nodes
    }

    /// What kind of node it is: the name in the grammar, or the token's own text. `"ERROR"` where the parser gave up.
    pub fn kind(self) -> &'static str {
        kind_name(self.kind_id())
    }

    /// The kind's number in the grammar.
    #[inline]
    pub fn kind_id(self) -> u16 {
        self.entry().kind
    }

    /// Whether the grammar gives it a name; a token that the grammar spells out (`"with"`, `"("`) has none.
    #[inline]
    pub fn is_named(self) -> bool {
        self.entry().named
    }

    /// Where it begins, in bytes of the text.
    #[inline]
    pub fn start(self) -> usize {
        self.entry().start as usize
    }

    /// Where it ends, in bytes of the text.
    #[inline]
    pub fn end(self) -> usize {
        self.entry().end as usize
    }

    /// Its bytes.
    #[inline]
    pub fn range(self) -> Range<usize> {
        self.entry().range()
    }

    /// Whether the parser did not understand something in it. True where that is not known: of nodes that were all read at once.
    pub fn has_error(self) -> bool {
        self.nodes.has_error(self.id)
    }

    /// Its text.
    #[inline]
    pub fn text(self) -> &'a str {
        self.nodes.text.get(self.range()).unwrap_or("")
    }

    /// Whether it is the identifier `name`.
    pub fn is_identifier(self, name: &str) -> bool {
        self.kind() == "identifier" && self.text() == name
    }

    /// The node around it.
    #[inline]
    pub fn parent(self) -> Option<Self> {
        self.with(self.entry().parent)
    }

    /// The nodes around it, innermost first.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |n| n.parent())
    }

    /// Its first child.
    #[inline]
    pub fn first_child(self) -> Option<Self> {
        self.with(self.nodes.first_of(self.id))
    }

    /// The node behind it, below the same parent.
    #[inline]
    pub fn next_sibling(self) -> Option<Self> {
        self.with(self.nodes.next_of(self.id))
    }

    /// Its children, in the order of the text.
    #[inline]
    pub fn children(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.first_child(), |n| n.next_sibling())
    }

    /// Bits that stand for the kinds of its children, and for kinds in fields. A node that lacks a bit of [`trait_of`] has no such child; one that has it may.
    #[inline]
    pub fn traits(self) -> u128 {
        self.nodes.traits_of(self.id)
    }

    /// Its children that the grammar gives names.
    pub fn named_children(self) -> impl Iterator<Item = Self> {
        self.children().filter(|n| n.is_named())
    }

    /// The number of the field it stands in, 0 for none.
    #[inline]
    pub fn field_id(self) -> u16 {
        u16::from(self.entry().field)
    }

    /// The field of its parent that it stands in.
    pub fn field(self) -> Option<&'static str> {
        FIELDS
            .get(usize::from(self.field_id()))
            .copied()
            .filter(|f| !f.is_empty())
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

    /// How many nodes [`descendants`](Self::descendants) has, known without a walk.
    pub fn count(self) -> usize {
        self.nodes.count(self.id)
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

/// The bit that stands for a child of this kind in this field (0: in any or none), see [`Node::traits`].
pub fn trait_of(field: u16, kind: u16) -> u128 {
    let mixed = (u32::from(field) << 16 | u32::from(kind)).wrapping_mul(0x9E37_79B1);
    1 << (mixed >> 25)
}
