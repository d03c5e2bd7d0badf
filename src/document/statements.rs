//! A text's outermost statements, and whether the parser took offence.

use std::ops::Range;

use super::Document;

/// A statement at the outermost level, or what stands in the place of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// Its bytes.
    pub range: Range<usize>,
    /// It begins in the first column, and the parser understood all of it.
    pub is_sound: bool,
}

/// A node of the tree with all that is below it.
#[derive(Clone, Copy)]
pub struct Branch<'d> {
    pub(super) raw: tree_sitter::Node<'d>,
}

impl<'d> Branch<'d> {
    /// The node of this kind with exactly these bytes.
    pub fn with_range(document: &'d Document, range: &Range<usize>, kind: &str) -> Option<Self> {
        let inner = document
            .tree()
            .root_node()
            .descendant_for_byte_range(range.start, range.end);
        let mut around = std::iter::successors(inner, tree_sitter::Node::parent);
        let raw = around.find(|node| node.byte_range() == *range && node.kind() == kind)?;
        Some(Self { raw })
    }

    /// A number that it keeps when an edited text is parsed again and the parser finds it to be the same; no other has it as long as a tree with it is there.
    pub fn id(&self) -> usize {
        self.raw.id()
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.raw.byte_range()
    }
}

/// Keeps a tree's nodes, so that the [`id`](Branch::id)s of branches stay theirs. Cheap: trees share what they have in common.
pub struct Past {
    _tree: tree_sitter::Tree,
}

impl Document {
    /// Keeps the tree of the document as it is now.
    pub fn past(&self) -> Past {
        Past {
            _tree: self.tree().clone(),
        }
    }

    /// What stands directly below the root, in order; without comments and single tokens.
    pub fn branches(&self) -> Vec<Branch<'_>> {
        let mut cursor = self.tree().root_node().walk();
        let mut found = Vec::new();
        let mut has_next = cursor.goto_first_child();
        while has_next {
            let raw = cursor.node();
            if raw.child_count() > 0 {
                found.push(Branch { raw });
            }
            has_next = cursor.goto_next_sibling();
        }
        found
    }

    /// Whether the parser did not understand some of the text.
    pub fn has_error(&self) -> bool {
        self.tree().root_node().has_error()
    }

    /// Whether the parser found statements, one after the other. If not, [`statements`](Self::statements) has what it could tell apart.
    pub fn is_module(&self) -> bool {
        !self.tree().root_node().is_error()
    }

    /// The statements at the outermost level, in order.
    pub fn statements(&self) -> Vec<Statement> {
        let mut cursor = self.tree().root_node().walk();
        let mut found = Vec::new();
        if !cursor.goto_first_child() {
            return found;
        }
        loop {
            let node = cursor.node();
            let kind = node.kind();
            let is_statement = kind.ends_with("_statement") || kind.ends_with("_definition");
            found.push(Statement {
                range: node.byte_range(),
                is_sound: is_statement && node.start_position().column == 0 && !node.has_error(),
            });
            if !cursor.goto_next_sibling() {
                return found;
            }
        }
    }
}
