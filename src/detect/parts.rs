//! The parts of the reader's own code that complete a sentence of `here`.

use std::borrow::Cow;

use tree_sitter::Node;

use super::{Analysis, FoundBy, Occurrence};
use crate::document::syntax;

/// The longest part, in characters; the rest becomes an ellipsis.
const LIMIT: usize = 48;

/// Looks up the parts of one occurrence.
pub struct Parts<'a> {
    analysis: &'a Analysis,
    occurrence: &'a Occurrence,
    anchor: Node<'a>,
}

impl<'a> Parts<'a> {
    /// The parts of `occurrence`, which was found in `analysis`.
    pub fn new(analysis: &'a Analysis, occurrence: &'a Occurrence) -> Self {
        let range = occurrence.anchor();
        let root = analysis.document().tree().root_node();
        Self {
            analysis,
            occurrence,
            anchor: root.descendant_for_byte_range(range.start, range.end).unwrap_or(root),
        }
    }

    /// The text of a part on one line, shortened; `None` where this occurrence has no such part.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        let captured = self.occurrence.captures.iter().filter(|(n, _)| n == name);
        let ranges: Vec<_> = captured.map(|(_, range)| range).collect();
        let text = self.analysis.document().text();
        let found = match ranges.as_slice() {
            [] => self.automatic(name)?,
            // A node again, so that a compound statement shows its first line alone.
            [one] => match self.node(one).filter(|n| n.byte_range() == **one) {
                Some(node) => syntax::shorten(node, text, LIMIT),
                None => syntax::shorten_text(text.get((*one).clone())?, LIMIT),
            },
            several => {
                let all: Vec<_> = several.iter().filter_map(|r| text.get((*r).clone())).collect();
                Cow::Owned(syntax::shorten_text(&all.join(", "), LIMIT).into_owned())
            }
        };
        (!found.is_empty()).then_some(found)
    }

    fn node(&self, range: &std::ops::Range<usize>) -> Option<Node<'a>> {
        let root = self.analysis.document().tree().root_node();
        root.descendant_for_byte_range(range.start, range.end)
    }

    fn short(&self, node: Node<'a>) -> Cow<'a, str> {
        syntax::shorten(node, self.analysis.document().text(), LIMIT)
    }

    fn automatic(&self, name: &str) -> Option<Cow<'a, str>> {
        let by = |way| self.occurrence.found_by.contains(&way);
        match name {
            "anchor" => Some(self.short(self.anchor)),
            "class" => self.around("class_definition"),
            "function" => self.around("function_definition"),
            "name" if by(FoundBy::Name) => Some(self.short(self.whole_name())),
            "call" if by(FoundBy::Name) => Some(self.short(self.call()?)),
            "arguments" if by(FoundBy::Name) => {
                let arguments = self.call()?.child_by_field_name("arguments")?;
                let text = self.analysis.text(arguments);
                let inner = text.strip_prefix('(')?.strip_suffix(')')?;
                Some(syntax::shorten_text(inner, LIMIT))
            }
            "first" if by(FoundBy::Name) => {
                let arguments = self.call()?.child_by_field_name("arguments")?;
                let first = arguments.named_child(0).filter(|n| n.kind() != "comment")?;
                let positional = !matches!(first.kind(), "keyword_argument" | "dictionary_splat" | "list_splat");
                let generator = arguments.kind() == "generator_expression";
                positional.then(|| self.short(if generator { arguments } else { first }))
            }
            "target" if by(FoundBy::Name) => {
                let call = self.call()?;
                let statement = call.parent()?;
                let assigned = match statement.kind() {
                    "assignment" if statement.child_by_field_name("right") == Some(call) => {
                        statement.child_by_field_name("left")
                    }
                    "named_expression" => statement.child_by_field_name("name"),
                    _ => None,
                };
                assigned.map(|n| self.short(n))
            }
            "decorated" if by(FoundBy::Name) => {
                let whole = self.whole_name();
                let mut decorator = whole.parent()?;
                if decorator.kind() == "call" && decorator.child_by_field_name("function") == Some(whole) {
                    decorator = decorator.parent()?;
                }
                if decorator.kind() != "decorator" {
                    return None;
                }
                let definition = decorator.parent()?.child_by_field_name("definition")?;
                definition.child_by_field_name("name").map(|n| self.short(n))
            }
            "subclass" if by(FoundBy::Name) => {
                let whole = self.whole_name();
                let mut list = whole.parent()?;
                if list.kind() == "subscript" && list.child_by_field_name("value") == Some(whole) {
                    list = list.parent()?;
                }
                let class = list
                    .parent()
                    .filter(|c| c.child_by_field_name("superclasses") == Some(list))?;
                class.child_by_field_name("name").map(|n| self.short(n))
            }
            "parameters" if by(FoundBy::Method) => {
                let list = self.anchor.parent()?.child_by_field_name("parameters")?;
                let mut cursor = list.walk();
                let rest: Vec<_> = list
                    .named_children(&mut cursor)
                    .filter(|n| n.kind() != "comment")
                    .skip(1)
                    .collect();
                let (first, last) = (rest.first()?, rest.last()?);
                let text = self.analysis.document().text();
                Some(syntax::shorten_text(
                    text.get(first.start_byte()..last.end_byte())?,
                    LIMIT,
                ))
            }
            "object" if by(FoundBy::Attribute) => {
                let object = self.anchor.parent()?.child_by_field_name("object")?;
                Some(self.short(object))
            }
            _ => None,
        }
    }

    /// The name of the innermost definition of a kind around the anchor, the anchor's own `def` or `class` left out.
    fn around(&self, kind: &str) -> Option<Cow<'a, str>> {
        syntax::ancestors(self.anchor)
            .filter(|n| n.kind() == kind)
            .filter_map(|n| n.child_by_field_name("name"))
            .find(|name| *name != self.anchor)
            .map(|name| self.short(name))
    }

    /// The dotted name whose last part the anchor is.
    fn whole_name(&self) -> Node<'a> {
        self.anchor
            .parent()
            .filter(|p| p.kind() == "attribute" && p.child_by_field_name("attribute") == Some(self.anchor))
            .unwrap_or(self.anchor)
    }

    fn call(&self) -> Option<Node<'a>> {
        let whole = self.whole_name();
        whole
            .parent()
            .filter(|p| p.kind() == "call" && p.child_by_field_name("function") == Some(whole))
    }
}

/// The positional bases of a class, a subscripted one (`Generic[T]`) without its subscript.
pub(super) fn bases(class: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let list = class.child_by_field_name("superclasses");
    let count = list.map_or(0, |l| u32::try_from(l.named_child_count()).unwrap_or(0));
    (0..count)
        .filter_map(move |at| list.and_then(|l| l.named_child(at)))
        .filter(|n| !matches!(n.kind(), "keyword_argument" | "comment" | "dictionary_splat"))
        .map(|n| match n.kind() {
            "subscript" => n.child_by_field_name("value").unwrap_or(n),
            _ => n,
        })
}

/// The `def`s, classes and assignments of a class body, those in its `if`, `try` and `with` blocks included.
pub(super) fn class_members(class: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut todo: Vec<Node<'_>> = class.child_by_field_name("body").into_iter().collect();
    std::iter::from_fn(move || {
        while let Some(node) = todo.pop() {
            match node.kind() {
                "function_definition" | "class_definition" | "assignment" => return Some(node),
                "block"
                | "if_statement"
                | "elif_clause"
                | "else_clause"
                | "try_statement"
                | "except_clause"
                | "finally_clause"
                | "with_statement"
                | "decorated_definition"
                | "expression_statement" => {
                    let mut cursor = node.walk();
                    let children: Vec<_> = node.named_children(&mut cursor).collect();
                    todo.extend(children.into_iter().rev());
                }
                _ => {}
            }
        }
        None
    })
}
