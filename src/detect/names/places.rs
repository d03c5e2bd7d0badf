//! What a walk over a tree asks of a node: in which scope a child of it stands, whether what it has inside can wait.

use memchr::memmem;

use super::build::Level;
use crate::document::{Node, syntax};

/// The scope in force at a child of `levels`' last node.
pub(super) fn scope_of_child<'a>(node: Node<'a>, levels: &[Level<'a>]) -> usize {
    let parent = &levels[levels.len() - 1];
    let around = levels.len().checked_sub(2).map(|at| &levels[at]);
    let farther = levels.len().checked_sub(3).map(|at| &levels[at]);
    match (parent.node.kind(), node.field()) {
        ("function_definition" | "lambda", Some("parameters" | "body")) | ("class_definition", Some("body")) => {
            parent.own.unwrap_or(parent.scope)
        }
        ("function_definition" | "class_definition", Some("return_type" | "superclasses" | "type_parameters")) => {
            parent.outer
        }
        ("type_alias_statement", _) => parent.own.unwrap_or(parent.scope),
        ("typed_parameter" | "default_parameter" | "typed_default_parameter", Some("type" | "value")) => {
            // [… function, parameters, parameter]
            match (around, farther) {
                (Some(list), Some(function)) if list.node.kind().ends_with("parameters") => function.outer,
                _ => parent.scope,
            }
        }
        ("list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression", _) => {
            parent.own.unwrap_or(parent.scope)
        }
        ("for_in_clause", Some("right")) => match around {
            Some(comprehension) if syntax::first_iterable(comprehension.node) == Some(node) => comprehension.scope,
            _ => parent.scope,
        },
        _ => parent.scope,
    }
}

/// Whether the `except` clause `node` is for what a failed import or a missing attribute raises.
pub(super) fn is_fallback(node: Node<'_>) -> bool {
    let names = ["ImportError", "ModuleNotFoundError", "AttributeError"];
    node.child("value")
        .is_some_and(|value| names.iter().any(|name| value.text().contains(name)))
}

/// Whether what a function has inside does nothing to names outside of it. A look at its text: what stands in the tree stands in the text, where the
/// parser made nothing up.
pub(super) fn keeps_to_itself(function: Node<'_>) -> bool {
    let text = function.text().as_bytes();
    let imports_all = |at: usize| {
        let behind = text[at + "import".len()..].iter();
        let mut behind = behind.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\x0C' | b'\\' | b'\r' | b'\n'));
        behind.next() == Some(&b'*')
    };
    !function.has_error()
        && memmem::find(text, b"global").is_none()
        && !memmem::find_iter(text, "import").any(imports_all)
}
