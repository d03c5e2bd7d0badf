//! Which Python a construct needs, and which the file as a whole.

use crate::document::Node;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The concepts whose syntax came with a version.
pub(super) const CONCEPTS: &[&str] = &[
    "match-statement",
    "walrus-operator",
    "param-positional-only",
    "fstring-debug",
    "fstring-quote-reuse",
    "except-star",
    "except-unparenthesized",
    "type-alias-statement",
    "type-parameters-function",
    "type-parameters-class",
    "starred-subscript",
    "param-annotation-unpack",
    "decorator-any-expression",
    "comprehension-unpacking",
    "t-string",
    "lazy-import",
];

/// The minor version of Python 3 that brought the syntax of a concept: what each version's compiler takes.
fn of_concept(concept: &str) -> Option<u8> {
    Some(match concept {
        "walrus-operator" | "param-positional-only" | "fstring-debug" => 8,
        "decorator-any-expression" => 9,
        "match-statement" => 10,
        "except-star" | "starred-subscript" | "param-annotation-unpack" => 11,
        "type-alias-statement" | "type-parameters-function" | "type-parameters-class" | "fstring-quote-reuse" => 12,
        "except-unparenthesized" | "t-string" => 14,
        "comprehension-unpacking" | "lazy-import" => 15,
        _ => return None,
    })
}

/// The version a node's own syntax needs, and what to call it. Only what came with 3.8 or later.
fn of_node(node: Node<'_>) -> Option<(u8, &'static str)> {
    match node.kind() {
        "named_expression" => Some((8, "`:=`")),
        "positional_separator" => Some((8, "`/` in the parameters")),
        "match_statement" => Some((10, "`match`")),
        "type_alias_statement" if is_alias(node) => Some((12, "the `type` statement")),
        "type_parameter" if node.field() == Some("type_parameters") => Some((12, "the type parameters")),
        "except_clause" if node.children().nth(1).is_some_and(|n| n.kind() == "*") => Some((11, "`except*`")),
        "list_splat" if node.field() == Some("subscript") => Some((11, "the star in the subscript")),
        "list_splat"
            if node.field() == Some("body")
                && node
                    .parent()
                    .is_some_and(|p| p.kind().ends_with("comprehension") || p.kind() == "generator_expression") =>
        {
            Some((15, "the star in the comprehension"))
        }
        "string_start" => {
            let text = node.text();
            let prefix = text.trim_end_matches(['"', '\'']);
            prefix.contains(['t', 'T']).then_some((14, "the t-string"))
        }
        "splat_type"
            if node
                .parent()
                .and_then(Node::parent)
                .is_some_and(|p| p.kind() == "typed_parameter") =>
        {
            Some((11, "the star in the annotation"))
        }
        "=" if node.parent().is_some_and(|p| p.kind() == "interpolation") => Some((8, "`=` in the f-string")),
        _ => None,
    }
}

/// What the construct needs, and what the file does.
pub(super) fn floor(site: &Site<'_>) -> Option<Insight> {
    let needs = of_concept(site.concept)?;
    let newest = site.memo.newest.get_or_init(|| newest(site));
    let (node, version, what) = newest.filter(|(_, version, _)| *version > needs)?;
    let sentence = say(&format!(
        "needs Python 3.{needs}, but this file needs 3.{version} anyway, for {what} in "
    ));
    Some(Insight::new(sentence.line(site.nodes.node(node))))
}

/// The first node of the file with the newest syntax; `None` where the file is too long to tell.
fn newest(site: &Site<'_>) -> Option<(u32, u8, &'static str)> {
    let mut found: Option<(u32, u8, &'static str)> = None;
    if site.nodes.root().count() > super::MOST / 3 + 1 {
        return None;
    }
    for node in site.nodes.root().descendants() {
        // Syntax that the grammar does not know may be newer than all of it.
        if node.kind() == "ERROR" {
            return None;
        }
        if let Some((version, what)) = of_node(node)
            && found.is_none_or(|(_, known, _)| version > known)
        {
            found = Some((node.id(), version, what));
        }
    }
    found
}

/// Not `type(mock)._mock_check_sig = …`, which the grammar takes for a `type` statement too.
fn is_alias(node: Node<'_>) -> bool {
    let name = node.child("left").and_then(|left| left.named_children().next());
    name.is_some_and(|n| matches!(n.kind(), "identifier" | "generic_type"))
}
