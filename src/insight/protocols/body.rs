//! A class body, as far as it can be read: what binds each name.

use super::super::{Site, model};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

pub(super) use crate::document::syntax::decorator_values as decorators;

/// How many nodes of a class body, or of a function, are looked at.
pub(super) const LIMIT: usize = 20_000;

/// What a class body says of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Own<'a> {
    /// Nothing.
    Absent,
    /// A `def`: its node.
    Def(Node<'a>),
    /// An assignment of one name: the value.
    Value(Node<'a>),
    /// Something, or something in some cases: not to be relied on.
    Unsure,
}

impl<'a> Own<'a> {
    /// Whether the class has a definition that always holds and is no `None`.
    pub(super) fn is_there(self) -> bool {
        match self {
            Own::Def(_) => true,
            Own::Value(value) => value.kind() != "none",
            Own::Absent | Own::Unsure => false,
        }
    }

    /// The `def`.
    pub(super) fn def(self) -> Option<Node<'a>> {
        match self {
            Own::Def(def) => Some(def),
            _ => None,
        }
    }
}

/// The class in whose body the site's `def` (or assignment) stands, and the `def`.
pub(super) fn method_of<'a>(site: &Site<'a>) -> Option<(Node<'a>, Node<'a>)> {
    let def = site
        .token
        .parent()
        .filter(|def| def.kind() == "function_definition" && def.child("name") == Some(site.token))?;
    Some((class_around(def)?, def))
}

/// The class in whose body a statement stands, its `if`, `try` and `with` blocks included.
pub(super) fn class_around(statement: Node<'_>) -> Option<Node<'_>> {
    statement
        .ancestors()
        .find(|n| matches!(n.kind(), "class_definition" | "function_definition" | "lambda"))
        .filter(|n| n.kind() == "class_definition")
}

/// The name of a class or function.
pub(super) fn name_of(definition: Node<'_>) -> &str {
    definition.child("name").map_or("", Node::text)
}

/// What the body of `class` says of `name`.
pub(super) fn own<'a>(class: Node<'a>, name: &str) -> Own<'a> {
    match model::own_member(class, name) {
        model::Own::Here(statement) => meaning(statement),
        model::Own::Absent => Own::Absent,
        model::Own::Perhaps(_) | model::Own::Unknown => Own::Unsure,
    }
}

/// What a statement that binds a name makes of it.
pub(super) fn meaning(statement: Node<'_>) -> Own<'_> {
    match statement.kind() {
        "function_definition" => Own::Def(statement),
        "assignment" if statement.child("left").is_some_and(|left| left.kind() == "identifier") => {
            last_value(statement).map_or(Own::Unsure, Own::Value)
        }
        _ => Own::Unsure,
    }
}

/// The value of `a = b = VALUE`.
fn last_value(assignment: Node<'_>) -> Option<Node<'_>> {
    let mut value = assignment.child("right")?;
    for _ in 0..16 {
        if value.kind() != "assignment" {
            return Some(value);
        }
        value = value.child("right")?;
    }
    None
}

/// The dotted names that a decorator, called or not, stands for: empty where the file does not tell.
pub(super) fn dotted(analysis: &Analysis, decorator: Node<'_>) -> Vec<String> {
    let name = match decorator.kind() {
        "call" => decorator.child("function"),
        _ => Some(decorator),
    };
    match name.map(|name| analysis.resolve(name)) {
        Some(Resolution::Dotted(names)) => names,
        _ => Vec::new(),
    }
}

/// Whether `node` stands for one of these dotted names, and for nothing else.
pub(super) fn is_one_of(analysis: &Analysis, node: Node<'_>, names: &[&str]) -> bool {
    let found = dotted(analysis, node);
    !found.is_empty() && found.iter().all(|one| names.contains(&one.as_str()))
}

/// How a `def` in a class body is bound to what it is read through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Binding {
    /// The object or the class comes first.
    Bound,
    /// A `staticmethod`.
    Static,
}

/// How a method is bound; `None` where a decorator may have replaced it.
pub(super) fn binding(analysis: &Analysis, def: Node<'_>) -> Option<Binding> {
    const KEEPING: &[&str] = &[
        "abc.abstractmethod",
        "typing.final",
        "typing.override",
        "typing_extensions.final",
        "typing_extensions.override",
        "typing.no_type_check",
    ];
    let mut binding = Binding::Bound;
    for decorator in decorators(def) {
        if is_one_of(analysis, decorator, &["builtins.staticmethod"]) {
            binding = Binding::Static;
        } else if !is_one_of(analysis, decorator, &["builtins.classmethod"]) && !is_one_of(analysis, decorator, KEEPING)
        {
            return None;
        }
    }
    Some(binding)
}
