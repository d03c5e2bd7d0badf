//! Patterns, read from the tree.

use crate::document::Node;

/// A pattern.
#[derive(Clone, Debug)]
pub(super) enum Shape<'a> {
    /// `_`.
    Anything,
    /// A bare name.
    Capture(Node<'a>),
    /// A number, a string, `None`, `True`, `False`: its text.
    Literal(String),
    /// A dotted name.
    Value(Node<'a>),
    /// `[a, b]`, `(a, b)`, `a, b`.
    Sequence(Vec<Self>),
    /// `*rest` in a sequence, `*_` without a name.
    Star(Option<Node<'a>>),
    /// `{key: pattern}`, and what `**` names.
    Mapping(Vec<(String, Self)>, Option<Node<'a>>),
    /// A class with its patterns by position and by name.
    Class(Node<'a>, Vec<Self>, Vec<(Node<'a>, Self)>),
    /// `a | b`.
    Or(Vec<Self>),
    /// `pattern as name`.
    As(Box<Self>, Node<'a>),
}

/// How deep a pattern may nest.
const DEEPEST: usize = 12;
/// How many parts a pattern may have.
const MOST: usize = 64;
/// How long the pattern of a case may be, in bytes.
const LONGEST: usize = 600;

/// The pattern of a `case`.
pub(super) fn of_case(case: Node<'_>) -> Option<Shape<'_>> {
    let patterns: Vec<Node<'_>> = case
        .children()
        .filter(|n| n.kind() == "case_pattern")
        .take(MOST + 1)
        .collect();
    // Every pattern is compared with those of other cases.
    let length: usize = patterns.iter().map(|n| n.range().len()).sum();
    if length > LONGEST {
        return None;
    }
    let is_open = case.children().any(|n| n.kind() == ",");
    match patterns.as_slice() {
        [only] if !is_open => read(*only, DEEPEST),
        several if several.len() <= MOST => Some(Shape::Sequence(all(several.iter().copied(), DEEPEST)?)),
        _ => None,
    }
}

/// The pattern of a node: a `case_pattern`, or what can stand in one.
pub(super) fn of_node(node: Node<'_>) -> Option<Shape<'_>> {
    read(node, DEEPEST)
}

fn all<'a>(nodes: impl Iterator<Item = Node<'a>>, depth: usize) -> Option<Vec<Shape<'a>>> {
    nodes.map(|n| read(n, depth)).collect()
}

fn parts(node: Node<'_>) -> Vec<Node<'_>> {
    let all = node
        .children()
        .filter(|n| n.kind() != "comment" && n.kind() != "line_continuation");
    all.take(2 * MOST).collect()
}

fn read(node: Node<'_>, depth: usize) -> Option<Shape<'_>> {
    let depth = depth.checked_sub(1)?;
    let parts = parts(node);
    match node.kind() {
        "case_pattern" => match parts.as_slice() {
            [only] => read(*only, depth),
            [minus, number] if minus.kind() == "-" => Some(Shape::Literal(format!("-{}", number.text()))),
            _ => None,
        },
        "_" => Some(Shape::Anything),
        "dotted_name" => match parts.as_slice() {
            [name] if name.text() == "_" => Some(Shape::Anything),
            [name] => Some(Shape::Capture(*name)),
            _ => Some(Shape::Value(node)),
        },
        "identifier" => Some(Shape::Capture(node)),
        "integer" | "float" | "string" | "concatenated_string" | "none" | "true" | "false" | "complex_pattern" => {
            Some(Shape::Literal(node.text().to_owned()))
        }
        "list_pattern" | "tuple_pattern" => {
            let is_group = node.kind() == "tuple_pattern" && !parts.iter().any(|n| n.kind() == ",");
            let inner: Vec<Node<'_>> = parts.into_iter().filter(|n| n.is_named()).collect();
            match inner.as_slice() {
                [only] if is_group => read(*only, depth),
                items => Some(Shape::Sequence(all(items.iter().copied(), depth)?)),
            }
        }
        "splat_pattern" => Some(Shape::Star(parts.into_iter().find(|n| n.kind() == "identifier"))),
        "union_pattern" => alternatives(&parts, depth),
        "as_pattern" => {
            let name = parts.last().filter(|n| n.kind() == "identifier")?;
            Some(Shape::As(Box::new(read(*parts.first()?, depth)?), *name))
        }
        "dict_pattern" => mapping(&parts, depth),
        "class_pattern" => class(&parts, depth),
        _ => None,
    }
}

fn alternatives<'a>(parts: &[Node<'a>], depth: usize) -> Option<Shape<'a>> {
    let mut found = Vec::new();
    for one in parts.split(|n| n.kind() == "|") {
        found.push(match one {
            [only] => read(*only, depth)?,
            [minus, number] if minus.kind() == "-" => Shape::Literal(format!("-{}", number.text())),
            _ => return None,
        });
    }
    Some(Shape::Or(found))
}

fn mapping<'a>(parts: &[Node<'a>], depth: usize) -> Option<Shape<'a>> {
    let mut items = Vec::new();
    let mut rest = None;
    let mut key = String::new();
    for part in parts {
        match (part.field(), part.kind()) {
            (Some("value"), _) => items.push((std::mem::take(&mut key), read(*part, depth)?)),
            (_, "splat_pattern") => rest = part.named_children().find(|n| n.kind() == "identifier"),
            (_, "{" | "}" | "," | ":") => {}
            // A key may be a number behind an anonymous minus.
            (Some("key"), _) | (_, "-") => key.push_str(part.text()),
            (_, "ERROR") => return None,
            _ => key.push_str(part.text()),
        }
    }
    Some(Shape::Mapping(items, rest))
}

fn class<'a>(parts: &[Node<'a>], depth: usize) -> Option<Shape<'a>> {
    let (name, inner) = parts.split_first()?;
    let mut positional = Vec::new();
    let mut named = Vec::new();
    for pattern in inner.iter().filter(|n| n.kind() == "case_pattern") {
        let keyword = pattern.first_child().filter(|n| n.kind() == "keyword_pattern");
        match keyword {
            Some(keyword) => {
                let of_keyword = self::parts(keyword);
                let shape = match of_keyword.as_slice() {
                    [_, _, value] => read(*value, depth)?,
                    [_, _, minus, number] if minus.kind() == "-" => Shape::Literal(format!("-{}", number.text())),
                    _ => return None,
                };
                named.push((*of_keyword.first()?, shape));
            }
            None => positional.push(read(*pattern, depth)?),
        }
    }
    Some(Shape::Class(*name, positional, named))
}

impl<'a> Shape<'a> {
    /// Whether it matches whatever comes.
    pub(super) fn is_irrefutable(&self) -> bool {
        match self {
            Self::Anything | Self::Capture(_) => true,
            Self::As(inner, _) => inner.is_irrefutable(),
            Self::Or(all) => all.last().is_some_and(Self::is_irrefutable),
            _ => false,
        }
    }

    /// The names it binds, in the order of the text.
    pub(super) fn names(&self) -> Vec<Node<'a>> {
        match self {
            Self::Capture(name) | Self::Star(Some(name)) => vec![*name],
            Self::Sequence(all) => all.iter().flat_map(Self::names).collect(),
            Self::Or(all) => all.first().map(Self::names).unwrap_or_default(),
            Self::Mapping(items, rest) => items.iter().flat_map(|(_, s)| s.names()).chain(*rest).collect(),
            Self::Class(_, positional, named) => {
                let named = named.iter().map(|(_, shape)| shape);
                positional.iter().chain(named).flat_map(Self::names).collect()
            }
            Self::As(inner, name) => inner.names().into_iter().chain([*name]).collect(),
            Self::Anything | Self::Star(None) | Self::Literal(_) | Self::Value(_) => Vec::new(),
        }
    }
}
