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

impl Document {
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
