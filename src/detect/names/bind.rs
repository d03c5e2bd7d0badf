//! What each kind of statement, parameter and pattern binds.

use super::build::{Builder, Level};
use super::{Binding, Bound, Kind, Outer, dotted_parts};
use crate::document::Node;

impl Builder {
    /// `import` (with an empty `module`) and `from module import`.
    pub(super) fn bind_imports(&mut self, level: &Level<'_>, module: &str) {
        let imported: Vec<_> = level.node.children_in("name").collect();
        let prefix = match module {
            "" => String::new(),
            m if m.ends_with('.') => m.to_owned(),
            m => format!("{m}."),
        };
        for node in imported {
            let (name, alias) = match node.kind() {
                "aliased_import" => (node.child("name"), node.child("alias")),
                _ => (Some(node), None),
            };
            let Some(name) = name else { continue };
            let Some((first, rest)) = dotted_parts(name) else {
                continue;
            };
            let top = first.text();
            let whole = std::iter::once(top).chain(rest).collect::<Vec<_>>().join(".");
            let (bound, dotted) = match alias {
                Some(alias) => (alias, format!("{prefix}{whole}")),
                None => (first, format!("{prefix}{top}")),
            };
            self.bind(level, bound, level.node.end(), Bound::Import(dotted));
        }
    }

    pub(super) fn bind_parameters(&mut self, level: &Level<'_>) {
        let parameters: Vec<_> = level.node.named_children().collect();
        for parameter in parameters {
            let name = match parameter.kind() {
                "default_parameter" | "typed_default_parameter" => parameter.child("name"),
                "typed_parameter" => parameter.named_children().next(),
                _ => Some(parameter),
            };
            if let Some(name) = name {
                self.bind_targets(level, name, 0, &Bound::Parameter);
            }
        }
    }

    pub(super) fn bind_assignment(&mut self, level: &Level<'_>, left: Node<'_>, right: Node<'_>) {
        let simple = left.kind() == "identifier" && matches!(right.kind(), "identifier" | "attribute");
        let what = match dotted_parts(right).filter(|_| simple) {
            Some((first, rest)) => Bound::Alias(
                first.text().to_owned(),
                first.start(),
                rest.into_iter().map(str::to_owned).collect(),
            ),
            None => Bound::Variable,
        };
        self.bind_targets(level, left, level.node.end(), &what);
    }

    /// Binds the names in an assignment's target: an identifier, or any of them in a pattern.
    pub(super) fn bind_targets(&mut self, level: &Level<'_>, target: Node<'_>, from: usize, what: &Bound) {
        let mut todo = vec![target];
        while let Some(node) = todo.pop() {
            match node.kind() {
                "identifier" => self.bind(level, node, from, what.clone()),
                "pattern_list"
                | "tuple_pattern"
                | "list_pattern"
                | "list_splat_pattern"
                | "dictionary_splat_pattern"
                | "as_pattern_target"
                | "tuple"
                | "list"
                | "list_splat"
                | "parenthesized_expression"
                | "expression_list"
                | "delete_statement" => {
                    todo.extend(node.named_children());
                }
                _ => {}
            }
        }
    }

    /// `:=` binds in the scope around any comprehensions.
    pub(super) fn bind_walrus(&mut self, level: &Level<'_>, name: Node<'_>) {
        let mut scope = level.scope;
        while self.scopes[scope].kind == Kind::Comprehension {
            scope = self.scopes[scope].parent;
        }
        self.definitions.insert(name.start());
        let binding = Binding {
            at: name.start(),
            from: level.node.end(),
            earliest: 0,
            what: Bound::Variable,
            conditional: true,
            elsewhere: false,
            fallback: false,
        };
        self.bind_in(scope, name.text().to_owned(), binding);
    }

    pub(super) fn bind_outer(&mut self, level: &Level<'_>) {
        let outer = if level.node.kind() == "global_statement" {
            Outer::Global
        } else {
            Outer::Nonlocal
        };
        for name in level.node.named_children() {
            self.definitions.insert(name.start());
            let name = name.text().to_owned();
            self.scopes[level.scope].outer.insert(name, outer);
        }
    }

    pub(super) fn bind_type_alias(&mut self, level: &Level<'_>) {
        let left = level.node.child("left");
        if let Some(name) = left.and_then(first_identifier) {
            self.bind(level, name, level.node.end(), Bound::Variable);
        }
    }

    pub(super) fn bind_type_parameters(&mut self, level: &Level<'_>, definition: &Level<'_>) {
        let parameters: Vec<_> = level.node.named_children().collect();
        for parameter in parameters {
            if let Some(name) = first_identifier(parameter) {
                self.definitions.insert(name.start());
                let binding = Binding {
                    at: name.start(),
                    from: 0,
                    earliest: 0,
                    what: Bound::Variable,
                    conditional: false,
                    elsewhere: false,
                    fallback: false,
                };
                self.bind_in(definition.outer, name.text().to_owned(), binding);
            }
        }
    }

    /// A pattern that is a bare name captures; so does the name after `as`, and the name of a mapping's `**rest` (a `splat_pattern`).
    pub(super) fn bind_pattern(&mut self, level: &Level<'_>) {
        let Some(inner) = level.node.named_children().next() else {
            return;
        };
        let name = match inner.kind() {
            "dotted_name" => single_name(Some(inner)),
            "as_pattern" => last_child(inner).filter(|n| n.kind() == "identifier"),
            _ => None,
        };
        if let Some(name) = name {
            self.bind(level, name, level.node.start(), Bound::Variable);
        }
    }
}

pub(super) fn first_identifier(node: Node<'_>) -> Option<Node<'_>> {
    node.descendants().find(|n| n.kind() == "identifier")
}

pub(super) fn last_child(node: Node<'_>) -> Option<Node<'_>> {
    node.named_children().last()
}

/// The identifier of a `dotted_name` (or of a `case_pattern` around one) that has just one part.
pub(super) fn single_name(node: Option<Node<'_>>) -> Option<Node<'_>> {
    let mut node = node?;
    if node.kind() == "case_pattern" {
        node = node.named_children().next()?;
    }
    match node.kind() {
        "identifier" => Some(node),
        "dotted_name" if node.named_children().count() == 1 => node.named_children().next(),
        _ => None,
    }
}
