//! Concepts that are found by a name: library names, special methods, special attributes.

use rustc_hash::FxHashMap as HashMap;

use smallvec::smallvec;

use super::names::{Names, Resolution};
use super::outline::From;
use super::{Analysis, Found, FoundBy, Occurrence};
use crate::document::Node;
use crate::document::syntax::{self, ScopeKind};
use crate::knowledge::Knowledge;

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Tables {
    /// By the last part of a dotted name: the whole name, the concept.
    names: HashMap<String, Vec<(String, usize)>>,
    methods: HashMap<String, Vec<usize>>,
    attributes: HashMap<String, Vec<usize>>,
}

impl Tables {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut tables = Self {
            names: HashMap::default(),
            methods: HashMap::default(),
            attributes: HashMap::default(),
        };
        for (index, concept) in knowledge.concepts().iter().enumerate() {
            for name in &concept.names {
                let last = name.rsplit('.').next().unwrap_or(name).to_owned();
                tables.names.entry(last).or_default().push((name.clone(), index));
            }
            for method in &concept.methods {
                tables.methods.entry(method.clone()).or_default().push(index);
            }
            for attribute in &concept.attributes {
                tables.attributes.entry(attribute.clone()).or_default().push(index);
            }
        }
        tables
    }

    /// Whether an identifier with this text may be worth asking about.
    pub(super) fn know(&self, text: &str, names: Names<'_>) -> bool {
        self.methods.contains_key(text)
            || self.attributes.contains_key(text)
            || self.names.contains_key(text)
            || names
                .others(text)
                .is_none_or(|others| others.iter().any(|other| self.names.contains_key(other)))
    }

    /// Looks up a token.
    pub(super) fn ask(&self, analysis: &Analysis, token: Node<'_>, found: &mut Found) {
        let Some(parent) = token.parent() else { return };
        if token.kind() != "identifier" {
            return;
        }
        let text = token.text();
        if !self.know(text, analysis.names()) {
            return;
        }
        found.from = From {
            root: parent.id(),
            looks_around: false,
        };
        if let Some(concepts) = self.methods.get(text)
            && let Some(definition) = method_definition(token, parent)
        {
            add(found, concepts, token, definition, FoundBy::METHOD);
        }
        let after_dot = parent.kind() == "attribute" && token.field() == Some("attribute");
        if let Some(concepts) = self.attributes.get(text).filter(|_| after_dot && one_line(parent)) {
            add(found, concepts, token, parent, FoundBy::ATTRIBUTE);
        }
        for concept in self.named(analysis, token, parent, after_dot) {
            let whole = if after_dot { parent } else { token };
            add(found, &[concept], token, whole, FoundBy::NAME);
        }
    }

    /// The concepts whose library name this token is a use of.
    fn named<'a>(&self, analysis: &Analysis, token: Node<'a>, parent: Node<'a>, after_dot: bool) -> Vec<usize> {
        let candidates = if let Some(imported) = imported_name(token, parent) {
            vec![imported]
        } else {
            let node = if after_dot { parent } else { token };
            if after_dot && !one_line(parent) {
                return Vec::new();
            }
            // The module of `from module import name` is looked up among modules, not among names.
            if parent.kind() == "dotted_name" && parent.field() == Some("module_name") {
                return Vec::new();
            }
            // `a` in `a.b` of a dotted name is no use of a library name; the last part may be.
            let node = if parent.kind() == "dotted_name" { parent } else { node };
            if node.kind() == "dotted_name" && last_identifier(node) != Some(token) {
                return Vec::new();
            }
            if analysis.names().is_definition(token.start()) {
                return Vec::new();
            }
            match analysis.names().resolve(node) {
                Resolution::Dotted(candidates) => candidates,
                _ => return Vec::new(),
            }
        };
        for candidate in candidates {
            let last = candidate.rsplit('.').next().unwrap_or(&candidate);
            let concepts: Vec<usize> = self
                .names
                .get(last)
                .into_iter()
                .flatten()
                .filter(|(name, _)| *name == candidate)
                .map(|&(_, concept)| concept)
                .collect();
            if !concepts.is_empty() {
                return concepts;
            }
        }
        Vec::new()
    }
}

fn add<'a>(found: &mut Found, concepts: &[usize], anchor: Node<'a>, construct: Node<'a>, found_by: FoundBy) {
    for &concept in concepts {
        found.add(Occurrence {
            concept,
            anchors: smallvec![anchor.range()],
            construct: construct.range(),
            captures: Vec::new(),
            found_by,
        });
    }
}

/// The `def` that `token` names, or the assignment to it, where that stands in a class body.
fn method_definition<'tree>(token: Node<'tree>, parent: Node<'tree>) -> Option<Node<'tree>> {
    let field = match parent.kind() {
        "function_definition" => "name",
        // A bare annotation assigns nothing.
        "assignment" if parent.child("right").is_some() => "left",
        _ => return None,
    };
    let named = token.field() == Some(field);
    (named && syntax::scope_of(parent).0 == ScopeKind::Class).then_some(parent)
}

/// `functools.lru_cache` for the `lru_cache` of `from functools import lru_cache`, with or without `as`.
fn imported_name<'a>(token: Node<'a>, parent: Node<'a>) -> Option<String> {
    if parent.kind() != "dotted_name" {
        return None;
    }
    let mut statement = parent.parent()?;
    if statement.kind() == "aliased_import" {
        statement = statement.parent()?;
    }
    let module = statement.child("module_name")?;
    let named = statement.kind() == "import_from_statement" && module != parent && parent.named_children().count() == 1;
    named.then(|| format!("{}.{}", module.text(), token.text()))
}

fn last_identifier(dotted: Node<'_>) -> Option<Node<'_>> {
    dotted.named_children().last()
}

/// Whether object and attribute stand on one line, or inside brackets. While `x.` is being typed, tree-sitter takes the next line's first
/// word for the attribute.
fn one_line(attribute: Node<'_>) -> bool {
    let object = attribute.child("object").map_or(0, |o| o.end() - attribute.start());
    !attribute.text()[object..].contains(['\n', '\r'])
        || attribute
            .ancestors()
            .take_while(|n| !n.kind().ends_with("_statement") && n.kind() != "block")
            .any(|n| {
                matches!(
                    n.kind(),
                    "parenthesized_expression"
                        | "argument_list"
                        | "list"
                        | "tuple"
                        | "set"
                        | "dictionary"
                        | "subscript"
                        | "generator_expression"
                        | "list_comprehension"
                )
            })
}
