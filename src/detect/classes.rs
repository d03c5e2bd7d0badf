//! What a class statement says: its bases, its members.

use crate::document::Node;

/// The positional bases of a class, a subscripted one (`Generic[T]`) without its subscript.
pub fn bases(class: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    class
        .child("superclasses")
        .into_iter()
        .flat_map(Node::named_children)
        .filter(|n| !matches!(n.kind(), "keyword_argument" | "comment" | "dictionary_splat"))
        .map(|n| match n.kind() {
            "subscript" => n.child("value").unwrap_or(n),
            _ => n,
        })
}

/// The `def`s, classes and assignments of a class body, those in its `if`, `try` and `with` blocks included.
pub fn members(class: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let mut todo: Vec<Node<'_>> = class.child("body").into_iter().collect();
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
                    let children: Vec<_> = node.named_children().collect();
                    todo.extend(children.into_iter().rev());
                }
                _ => {}
            }
        }
        None
    })
}
