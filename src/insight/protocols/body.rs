//! A class body, as far as it can be read: what binds each name.

use super::super::Site;
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

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
pub(super) fn own<'a>(analysis: &Analysis, class: Node<'a>, name: &str) -> Own<'a> {
    let Some(body) = class.child("body") else {
        return Own::Unsure;
    };
    let mut found = Own::Absent;
    let mut at = Some(body);
    let mut left = LIMIT;
    while let Some(node) = at {
        left -= 1;
        if left == 0 {
            return Own::Unsure;
        }
        let inside = match node.kind() {
            // Their names are bound here, their bodies are scopes of their own.
            "function_definition" | "class_definition" => {
                if node.child("name").is_some_and(|n| n.text() == name) {
                    found = meaning(node, body);
                }
                false
            }
            "lambda" => false,
            "assignment" if node.child("right").is_none() => false,
            "identifier" if node.text() == name && analysis.is_definition(node) => {
                let statement = node.parent().filter(|n| n.kind() == "assignment");
                found = match statement {
                    Some(statement) if statement.child("left") == Some(node) => meaning(statement, body),
                    _ => Own::Unsure,
                };
                false
            }
            // Names by text.
            "call" if writes_names(analysis, node) => return Own::Unsure,
            "exec_statement" | "ERROR" => return Own::Unsure,
            _ => true,
        };
        at = node.next_below(body, inside);
    }
    found
}

/// The meaning of a name after this statement, which binds it.
fn meaning<'a>(statement: Node<'a>, body: Node<'a>) -> Own<'a> {
    let mut around = statement.ancestors().take_while(|n| *n != body);
    if around.any(|n| !matches!(n.kind(), "expression_statement" | "decorated_definition" | "assignment")) {
        // In one branch of an `if` or `try`.
        return Own::Unsure;
    }
    match statement.kind() {
        "function_definition" => Own::Def(statement),
        "assignment" => last_value(statement).map_or(Own::Unsure, Own::Value),
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

/// Whether a call may bind names of the scope it stands in: `exec`, `locals`, `vars`.
fn writes_names(analysis: &Analysis, call: Node<'_>) -> bool {
    let Some(function) = call.child("function") else {
        return false;
    };
    matches!(function.text(), "exec" | "locals" | "vars" | "builtins.exec")
        && !matches!(
            analysis.resolve(function),
            Resolution::Function(_) | Resolution::Class(_)
        )
}

/// The decorators of a `def` or `class`, the outermost first: what stands behind each `@`.
pub(super) fn decorators(definition: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let around = definition.parent().filter(|n| n.kind() == "decorated_definition");
    let all = around.into_iter().flat_map(Node::named_children);
    all.filter(|n| n.kind() == "decorator")
        .filter_map(|n| n.named_children().find(|child| child.kind() != "comment"))
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

/// Whether a call in another place of the file may give the class the attribute `name`: `C.name = …`, `setattr(C, …)`.
pub(super) fn is_patched(site: &Site<'_>, class: Node<'_>, name: &str) -> bool {
    let text = site.analysis.document().text();
    let class_name = name_of(class);
    if !class_name.is_empty() && text.contains("setattr(") {
        let mut calls = text.match_indices("setattr(").take(256);
        if calls.any(|(at, call)| {
            text.get(at + call.len()..)
                .is_some_and(|rest| rest.trim_start().starts_with(class_name))
        }) {
            return true;
        }
    }
    let attribute = format!(".{name}");
    text.match_indices(&attribute).take(256).any(|(at, found)| {
        let rest = text
            .get(at + found.len()..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        let assigned =
            (rest.starts_with('=') && !rest.starts_with("==")) || rest.starts_with(',') || rest.starts_with(':');
        let before = text.get(..at).unwrap_or("");
        let object = before
            .rsplit(|c: char| !(c.is_alphanumeric() || c == '_'))
            .next()
            .unwrap_or("");
        assigned && object != "self"
    })
}
