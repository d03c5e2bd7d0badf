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

/// A class at the level of the module, in an `if` or `try` of the module or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// Its bytes.
    pub range: Range<usize>,
    /// Those before its body.
    pub header: Range<usize>,
}

/// How many classes of a module are looked at.
pub const CLASSES: usize = 256;

/// A node of the tree with all that is below it.
#[derive(Clone, Copy)]
pub struct Branch<'d> {
    pub(super) raw: tree_sitter::Node<'d>,
}

impl<'d> Branch<'d> {
    /// The node of this kind with exactly these bytes.
    pub fn with_range(document: &'d Document, range: &Range<usize>, kind: &str) -> Option<Self> {
        let around = document.parsed().around(range);
        let inner = around.descendant_for_byte_range(range.start, range.end);
        let mut around = std::iter::successors(inner, tree_sitter::Node::parent);
        let raw = around.find(|node| node.byte_range() == *range && node.kind() == kind)?;
        Some(Self { raw })
    }

    /// Its bytes.
    pub fn range(&self) -> Range<usize> {
        self.raw.byte_range()
    }

    /// Its kind's number in the grammar, and how many nodes it has: whether of two branches with the same text, both understood, one can stand for the other.
    pub fn shape(&self) -> (u16, usize) {
        (self.raw.kind_id(), self.raw.descendant_count())
    }

    /// Whether the parser did not understand something in it.
    pub fn has_error(&self) -> bool {
        self.raw.has_error()
    }

    /// Whether it is an expression alone or an assignment: a statement with no other in it.
    pub fn is_expression(&self) -> bool {
        self.raw.kind() == "expression_statement"
    }

    /// Where it is at the level of the module: the classes at that level, in order, without a walk through anything else.
    pub fn classes(&self) -> Vec<Class> {
        let mut todo = vec![self.raw];
        let mut found = Vec::new();
        while let Some(node) = todo.pop() {
            match node.kind() {
                "class_definition" => {
                    let (range, body) = (node.byte_range(), node.child_by_field_name("body"));
                    let header = range.start..body.map_or(range.end, |body| body.start_byte());
                    found.push(Class { range, header });
                }
                "block"
                | "decorated_definition"
                | "if_statement"
                | "elif_clause"
                | "else_clause"
                | "try_statement"
                | "except_clause"
                | "finally_clause" => {
                    let before = todo.len();
                    todo.extend(node.named_children(&mut node.walk()));
                    todo[before..].reverse();
                }
                _ => {}
            }
        }
        found
    }
}

/// Whether nodes of a kind are statements.
pub(super) fn is_statement(kind: &str) -> bool {
    kind.ends_with("_statement") || kind.ends_with("_definition")
}

impl Document {
    /// What stands directly below the root, in order; without comments and single tokens.
    pub fn branches(&self) -> Vec<Branch<'_>> {
        let tops = self.parsed().tops().into_iter();
        tops.filter(|raw| raw.child_count() > 0)
            .map(|raw| Branch { raw })
            .collect()
    }

    /// The classes at the level of the module, in order. The first 256.
    pub fn classes(&self) -> Vec<Class> {
        let branches = self.branches();
        branches.iter().flat_map(Branch::classes).take(CLASSES).collect()
    }

    /// Whether the parser did not understand some of the text.
    pub fn has_error(&self) -> bool {
        self.parsed().has_error()
    }

    /// Whether the parser found statements, one after the other. If not, [`statements`](Self::statements) has what it could tell apart.
    pub fn is_module(&self) -> bool {
        self.parsed().is_module()
    }

    /// The statements at the outermost level, in order.
    pub fn statements(&self) -> Vec<Statement> {
        let tops = self.parsed().tops().into_iter();
        tops.map(|node| Statement {
            range: node.byte_range(),
            is_sound: is_statement(node.kind()) && node.start_position().column == 0 && !node.has_error(),
        })
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Nodes;

    /// The same by a walk over all nodes.
    fn walked(document: &Document) -> Vec<Class> {
        let nodes = Nodes::whole(document);
        let is_open = |kind: &str| {
            let kinds = [
                "block",
                "decorated_definition",
                "if_statement",
                "elif_clause",
                "else_clause",
            ];
            kinds.contains(&kind) || ["try_statement", "except_clause", "finally_clause"].contains(&kind)
        };
        let classes = nodes.all().filter(|node| node.kind() == "class_definition");
        let outermost = classes.filter(|class| {
            class
                .ancestors()
                .all(|around| around.parent().is_none() || is_open(around.kind()))
        });
        let class = |node: crate::document::Node<'_>| {
            let body = node.child("body").map_or(node.end(), crate::document::Node::start);
            Class {
                range: node.range(),
                header: node.start()..body,
            }
        };
        outermost.map(class).collect()
    }

    #[test]
    fn classes_are_those_of_a_walk() {
        let texts = [
            "",
            "class A: pass",
            "x = 1; class A: pass\nclass B:\n    class C: pass\n",
            "# class X: pass\n'class Y: pass'\nclass_ = 1\nsubclass = 2\nclass Z(class_): pass\n",
            "if a:\n    class A: pass\nelif b:\n    @d\n    class B: pass\nelse:\n    try:\n        class C: pass\n    except class_:\n        class D: pass\n    finally:\n        class E: pass\n",
            "def f():\n    class A: pass\nfor x in y:\n    class B: pass\nwith z:\n    class C: pass\n@class_\ndef g(): pass\nclass D: pass\n",
            "class A(\nclass B: pass\n",
            "class\nclass A: pass\nclass 3: pass\nx = class\n",
            "\u{feff}class A: pass\r\nclass B[T](x): pass\rclass C: pass",
            "if a: pass\n    # class\nclass A: pass\n",
        ];
        for text in texts {
            let mut document = Document::new(text.to_owned());
            assert_eq!(document.classes(), walked(&document), "{text:?}");
            // Also of a statement that was parsed alone.
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                for new in ["class N: pass\n", "x", " "] {
                    document = Document::new(text.to_owned());
                    document.parsed();
                    document.replace(at..at, new);
                    assert_eq!(document.classes(), walked(&document), "{text:?} at {at}");
                }
            }
        }
    }
}
