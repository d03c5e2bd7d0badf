//! The parts of the reader's own code that complete a sentence of `here`.

use std::borrow::Cow;

use super::surroundings::LEVELS;
use super::{Analysis, FoundBy, Occurrence};
use crate::document::{Node, Nodes, syntax};

/// The longest part, in characters; the rest becomes an ellipsis.
const LIMIT: usize = 48;

/// Looks up the parts of one occurrence.
pub struct Parts<'a, 'o> {
    analysis: &'a Analysis,
    nodes: &'a Nodes<'a>,
    occurrence: &'o Occurrence,
    anchor: Node<'a>,
}

impl<'a, 'o> Parts<'a, 'o> {
    /// The parts of `occurrence`, which was found in `analysis`; `nodes` are those of its document.
    pub fn new(analysis: &'a Analysis, nodes: &'a Nodes<'a>, occurrence: &'o Occurrence) -> Self {
        Self {
            analysis,
            nodes,
            occurrence,
            anchor: nodes.innermost(&occurrence.anchor()),
        }
    }

    /// The text of a part on one line, shortened; `None` where this occurrence has no such part.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        let captured = self.occurrence.captures.iter().filter(|c| *c.name == *name);
        let ranges: Vec<_> = captured.map(|c| &c.range).collect();
        let text = self.analysis.document().text();
        let found = match ranges.as_slice() {
            [] => self.automatic(name)?,
            // A node again, so that a compound statement shows its first line alone.
            [one] => match Some(self.nodes.at(one)).filter(|n| n.range() == **one) {
                Some(node) => syntax::shorten(node, LIMIT),
                None => syntax::shorten_text(text.get((*one).clone())?, LIMIT),
            },
            several => {
                let all: Vec<_> = several.iter().filter_map(|r| text.get((*r).clone())).collect();
                Cow::Owned(syntax::shorten_text(&all.join(", "), LIMIT).into_owned())
            }
        };
        (!found.is_empty()).then_some(found)
    }

    fn short(&self, node: Node<'a>) -> Cow<'a, str> {
        syntax::shorten(node, LIMIT)
    }

    fn automatic(&self, name: &str) -> Option<Cow<'a, str>> {
        let by = |way| self.occurrence.found_by.has(way);
        match name {
            "anchor" => Some(self.short(self.anchor)),
            "class" => self.around("class_definition"),
            "function" => self.around("function_definition"),
            "name" if by(FoundBy::NAME) => Some(self.short(self.whole_name())),
            "call" if by(FoundBy::NAME) => Some(self.short(self.call()?)),
            "arguments" if by(FoundBy::NAME) => {
                let arguments = self.call()?.child("arguments")?;
                let text = arguments.text();
                let inner = text.strip_prefix('(')?.strip_suffix(')')?;
                Some(syntax::shorten_text(inner, LIMIT))
            }
            "first" if by(FoundBy::NAME) => {
                let arguments = self.call()?.child("arguments")?;
                let first = arguments.named_children().next().filter(|n| n.kind() != "comment")?;
                let positional = !matches!(first.kind(), "keyword_argument" | "dictionary_splat" | "list_splat");
                let generator = arguments.kind() == "generator_expression";
                positional.then(|| self.short(if generator { arguments } else { first }))
            }
            "target" if by(FoundBy::NAME) => {
                let call = self.call()?;
                let statement = call.parent()?;
                let assigned = match statement.kind() {
                    "assignment" if statement.child("right") == Some(call) => statement.child("left"),
                    "named_expression" => statement.child("name"),
                    _ => None,
                };
                assigned.map(|n| self.short(n))
            }
            "decorated" if by(FoundBy::NAME) => {
                let whole = self.whole_name();
                let mut decorator = whole.parent()?;
                if decorator.kind() == "call" && decorator.child("function") == Some(whole) {
                    decorator = decorator.parent()?;
                }
                if decorator.kind() != "decorator" {
                    return None;
                }
                let definition = decorator.parent()?.child("definition")?;
                definition.child("name").map(|n| self.short(n))
            }
            "subclass" if by(FoundBy::NAME) => {
                let whole = self.whole_name();
                let mut list = whole.parent()?;
                if list.kind() == "subscript" && list.child("value") == Some(whole) {
                    list = list.parent()?;
                }
                let class = list.parent().filter(|c| c.child("superclasses") == Some(list))?;
                class.child("name").map(|n| self.short(n))
            }
            "parameters" if by(FoundBy::METHOD) => {
                let list = self.anchor.parent()?.child("parameters")?;
                let rest: Vec<_> = list
                    .named_children()
                    .filter(|n| n.kind() != "comment")
                    .skip(1)
                    .collect();
                let (first, last) = (rest.first()?, rest.last()?);
                let text = self.analysis.document().text();
                Some(syntax::shorten_text(text.get(first.start()..last.end())?, LIMIT))
            }
            "object" if by(FoundBy::ATTRIBUTE) => {
                let object = self.anchor.parent()?.child("object")?;
                Some(self.short(object))
            }
            _ => None,
        }
    }

    /// The name of the innermost definition of a kind around the anchor, the anchor's own `def` or `class` left out.
    fn around(&self, kind: &str) -> Option<Cow<'a, str>> {
        self.anchor
            .ancestors()
            .take(LEVELS)
            .filter(|n| n.kind() == kind)
            .filter_map(|n| n.child("name"))
            .find(|name| *name != self.anchor)
            .map(|name| self.short(name))
    }

    /// The dotted name whose last part the anchor is.
    fn whole_name(&self) -> Node<'a> {
        self.anchor
            .parent()
            .filter(|p| p.kind() == "attribute" && p.child("attribute") == Some(self.anchor))
            .unwrap_or(self.anchor)
    }

    fn call(&self) -> Option<Node<'a>> {
        let whole = self.whole_name();
        whole
            .parent()
            .filter(|p| p.kind() == "call" && p.child("function") == Some(whole))
    }
}
