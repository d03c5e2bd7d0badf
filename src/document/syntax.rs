//! Parsing, and walks over the tree. Nothing here recurses: a source file can nest 20,000 levels deep.

use std::borrow::Cow;

use tree_sitter::{Language, Node, Parser, Tree, TreeCursor};

/// tree-sitter's grammar of Python.
pub fn language() -> Language {
    tree_sitter_python::LANGUAGE.into()
}

/// Parses `text`, from `earlier` (a tree that was edited along with the text) where there is one.
///
/// tree-sitter ends a line at `\n` only, Python and editors at a lone `\r` too, so the parser is shown a `\n` in its place: offsets stay, and
/// rows agree with [`LineIndex`](super::LineIndex).
pub(super) fn parse(text: &str, earlier: Option<&Tree>) -> Tree {
    let bytes = text.as_bytes();
    let lone: Vec<usize> = if text.contains('\r') {
        (0..bytes.len())
            .filter(|&at| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
            .collect()
    } else {
        Vec::new()
    };
    let mut read = |at: usize, _| -> &[u8] {
        if at >= bytes.len() {
            return b"";
        }
        match lone.get(lone.partition_point(|&cr| cr < at)) {
            Some(&cr) if cr == at => b"\n",
            Some(&cr) => &bytes[at..cr],
            None => &bytes[at..],
        }
    };
    let mut parser = Parser::new();
    // Cannot fail: a test parses with this very grammar, whose version is fixed in the lock file.
    parser.set_language(&language()).expect("the grammar fits the parser");
    // `None` is for a parser that was cancelled or has no language; this one is neither.
    parser
        .parse_with_options(&mut read, earlier, None)
        .expect("a parse that nobody cancels ends with a tree")
}

/// The bytes of `node` in `text`.
///
/// Empty where the node does not lie in `text`, which happens to nobody who takes node and text from one document.
pub fn text_of<'t>(node: Node<'_>, text: &'t str) -> &'t str {
    text.get(node.byte_range()).unwrap_or("")
}

/// `node` and all nodes below it, parents first, anonymous ones included.
pub fn preorder(node: Node<'_>) -> Preorder<'_> {
    Preorder {
        cursor: node.walk(),
        path: Vec::new(),
    }
}

/// See [`preorder`].
pub struct Preorder<'tree> {
    cursor: TreeCursor<'tree>,
    path: Vec<Node<'tree>>,
}

impl<'tree> Preorder<'tree> {
    /// Goes to the next node and returns the way to it, from the first node down.
    pub fn next_path(&mut self) -> Option<&[Node<'tree>]> {
        if !self.path.is_empty() && !self.cursor.goto_first_child() {
            loop {
                self.path.pop();
                if self.path.is_empty() {
                    return None;
                }
                if self.cursor.goto_next_sibling() {
                    break;
                }
                self.cursor.goto_parent();
            }
        }
        self.path.push(self.cursor.node());
        Some(&self.path)
    }
}

impl<'tree> Iterator for Preorder<'tree> {
    type Item = Node<'tree>;

    fn next(&mut self) -> Option<Node<'tree>> {
        self.next_path().and_then(<[_]>::last).copied()
    }
}

/// The nodes that contain the byte at `offset`, from the root down to the token; just the root where there is no token.
pub fn path(root: Node<'_>, offset: usize) -> Vec<Node<'_>> {
    let mut cursor = root.walk();
    let mut path = vec![root];
    while cursor.goto_first_child_for_byte(offset).is_some() {
        let node = cursor.node();
        if node.start_byte() > offset || node.end_byte() <= offset {
            break;
        }
        path.push(node);
    }
    path
}

/// The nodes around `node`, innermost first.
pub fn ancestors(node: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    std::iter::successors(node.parent(), Node::parent)
}

/// The field of its parent that `node` stands in.
pub fn field<'tree>(parent: Node<'tree>, node: Node<'tree>) -> Option<&'tree str> {
    let mut cursor = parent.walk();
    if !cursor.goto_first_child() {
        return None;
    }
    loop {
        if cursor.node() == node {
            return cursor.field_name();
        }
        if !cursor.goto_next_sibling() {
            return None;
        }
    }
}

/// What kind of scope a piece of code stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// The file's own.
    Module,
    /// A class body.
    Class,
    /// A plain `def`.
    Function,
    /// An `async def`.
    AsyncFunction,
    /// A `lambda`.
    Lambda,
    /// A comprehension or generator expression.
    Comprehension,
}

impl ScopeKind {
    /// Every kind, with the name that concept files use for it.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("module", Self::Module),
        ("class", Self::Class),
        ("function", Self::Function),
        ("async-function", Self::AsyncFunction),
        ("lambda", Self::Lambda),
        ("comprehension", Self::Comprehension),
    ];
}

/// The innermost scope in which `node` is evaluated, with the node that makes it (`None` for the module).
///
/// A decorator, a default value, an annotation, a base class, a function's name and a comprehension's first iterable belong to the scope around.
pub fn scope_of(node: Node<'_>) -> (ScopeKind, Option<Node<'_>>) {
    let mut below = node;
    for ancestor in ancestors(node) {
        if let Some(kind) = opens_scope(ancestor, below, node.start_byte()) {
            return (kind, Some(ancestor));
        }
        below = ancestor;
    }
    (ScopeKind::Module, None)
}

/// Whether `scope` is a scope for what stands at `offset` inside its child `child`.
fn opens_scope(scope: Node<'_>, child: Node<'_>, offset: usize) -> Option<ScopeKind> {
    let in_field = |name| scope.child_by_field_name(name) == Some(child);
    match scope.kind() {
        "function_definition" => {
            let own = in_field("body") || (in_field("parameters") && !in_outer_part(child, offset));
            let kind = if is_async(scope) {
                ScopeKind::AsyncFunction
            } else {
                ScopeKind::Function
            };
            own.then_some(kind)
        }
        "lambda" => {
            let own = in_field("body") || (in_field("parameters") && !in_outer_part(child, offset));
            own.then_some(ScopeKind::Lambda)
        }
        "class_definition" => in_field("body").then_some(ScopeKind::Class),
        "list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression" => {
            let outer = first_iterable(scope).is_some_and(|n| n.byte_range().contains(&offset));
            (!outer).then_some(ScopeKind::Comprehension)
        }
        _ => None,
    }
}

/// Whether a `def` or a `with` or `for` statement begins with `async`.
pub fn is_async(node: Node<'_>) -> bool {
    node.child(0).is_some_and(|n| n.kind() == "async")
}

/// The iterable of a comprehension's first `for`, which is evaluated outside of the comprehension.
pub fn first_iterable(comprehension: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = comprehension.walk();
    comprehension
        .named_children(&mut cursor)
        .find(|n| n.kind() == "for_in_clause")
        .and_then(|clause| clause.child_by_field_name("right"))
}

/// Whether the byte at `offset` lies in a default value or an annotation of `parameters`.
fn in_outer_part(parameters: Node<'_>, offset: usize) -> bool {
    let mut cursor = parameters.walk();
    parameters
        .named_children(&mut cursor)
        .filter(|p| p.byte_range().contains(&offset))
        .any(|p| outer_parts(p).any(|n| n.byte_range().contains(&offset)))
}

/// The parts of one parameter that are evaluated in the scope around the function: its annotation and its default.
pub fn outer_parts(parameter: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    ["type", "value"]
        .into_iter()
        .filter_map(move |field| parameter.child_by_field_name(field))
}

/// `node`'s text on one line and at most `limit` characters long: the first line up to the colon of a compound statement, else all of it with
/// its blanks collapsed, an ellipsis for what is left out.
pub fn shorten<'t>(node: Node<'_>, text: &'t str, limit: usize) -> Cow<'t, str> {
    let compound =
        node.kind().ends_with("_statement") || node.kind().ends_with("_definition") || node.kind().ends_with("_clause");
    let body = node
        .child_by_field_name("body")
        .or_else(|| node.child_by_field_name("consequence"));
    let range = match body.filter(|_| compound) {
        Some(body) => node.start_byte()..header_end(node, body),
        None => node.byte_range(),
    };
    shorten_text(text.get(range).unwrap_or(""), limit)
}

/// Where the colon before `body` begins.
fn header_end(node: Node<'_>, body: Node<'_>) -> usize {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .filter(|n| n.kind() == ":" && n.end_byte() <= body.start_byte())
        .last()
        .map_or(body.start_byte(), |colon| colon.start_byte())
}

/// See [`shorten`].
pub fn shorten_text(text: &str, limit: usize) -> Cow<'_, str> {
    let text = text.trim();
    if text.len() <= limit && !text.contains(|c: char| c.is_control()) {
        return Cow::Borrowed(text);
    }
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        if length > 0 {
            short.push(' ');
            length += 1;
        }
        for c in word.chars().filter(|c| !c.is_control()) {
            if length + 1 >= limit {
                short.push('…');
                return Cow::Owned(short);
            }
            short.push(c);
            length += 1;
        }
    }
    Cow::Owned(short)
}
