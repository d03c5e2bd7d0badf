//! The grammar, and walks over the tree. Nothing here recurses: a source file can nest 20,000 levels deep.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use tree_sitter::Language;

use super::Node;

/// The kind of a node where the parser gave up.
pub const ERROR: u16 = u16::MAX;

/// tree-sitter's grammar of Python.
pub fn language() -> Language {
    tree_sitter_python::LANGUAGE.into()
}

/// The number of a kind of node, of a token where not `named`; `None` where there is no such kind, or where the name stands for several.
pub fn kind_number(kind: &str, named: bool) -> Option<u16> {
    if kind == "ERROR" {
        return Some(ERROR);
    }
    NUMBERS[usize::from(named)].get(kind).copied()
}

/// The numbers of tokens and of kinds with names, but for those that stand for several: the parser itself looks for a name among all of them.
static NUMBERS: LazyLock<[FxHashMap<&'static str, u16>; 2]> = LazyLock::new(|| {
    let language = language();
    let all = 0..u16::try_from(kind_count()).unwrap_or(u16::MAX);
    let names: FxHashSet<&'static str> = all.map(kind_name).collect();
    [false, true].map(|named| {
        let known = names.iter().filter_map(|name| {
            let number = language.id_for_node_kind(name, named);
            (number != 0 && !language.node_kind_is_supertype(number)).then_some((*name, number))
        });
        known.collect()
    })
});

/// How many kinds of node there are: all numbers but [`ERROR`] are below.
pub fn kind_count() -> usize {
    super::kinds::kind_count()
}

/// What a kind of node is called, by its number.
pub fn kind_name(number: u16) -> &'static str {
    super::kinds::kind_name(number)
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
    scope_within(node, usize::MAX).unwrap_or((ScopeKind::Module, None))
}

/// The same, if it is found within `levels` levels around the node.
pub fn scope_within(node: Node<'_>, levels: usize) -> Option<(ScopeKind, Option<Node<'_>>)> {
    let mut below = node;
    for _ in 0..levels {
        let Some(around) = below.parent() else {
            return Some((ScopeKind::Module, None));
        };
        if let Some(kind) = opens_scope(around, below, node.start()) {
            return Some((kind, Some(around)));
        }
        below = around;
    }
    None
}

/// Whether `scope` is a scope for what stands at `offset` inside its child `child`.
fn opens_scope(scope: Node<'_>, child: Node<'_>, offset: usize) -> Option<ScopeKind> {
    let in_field = |name| child.field() == Some(name);
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
            let outer = first_iterable(scope).is_some_and(|n| n.range().contains(&offset));
            (!outer).then_some(ScopeKind::Comprehension)
        }
        _ => None,
    }
}

/// Whether a `def` or a `with` or `for` statement begins with `async`.
pub fn is_async(node: Node<'_>) -> bool {
    node.first_child().is_some_and(|n| n.kind() == "async")
}

/// The decorators of a `def` or `class`, from the top down.
pub fn decorators(definition: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    let around = definition.parent().filter(|n| n.kind() == "decorated_definition");
    let all = around.into_iter().flat_map(Node::named_children);
    all.filter(|n| n.kind() == "decorator")
}

/// The expression behind the `@` of a decorator.
pub fn decorator_value(decorator: Node<'_>) -> Option<Node<'_>> {
    decorator.named_children().find(|child| child.kind() != "comment")
}

/// The expressions behind each `@` of a `def` or `class`, from the top down.
pub fn decorator_values(definition: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    decorators(definition).filter_map(decorator_value)
}

/// The iterable of a comprehension's first `for`, which is evaluated outside of the comprehension.
pub fn first_iterable(comprehension: Node<'_>) -> Option<Node<'_>> {
    comprehension
        .children()
        .find(|n| n.kind() == "for_in_clause")
        .and_then(|clause| clause.child("right"))
}

/// Whether the byte at `offset` lies in a default value or an annotation of `parameters`.
fn in_outer_part(parameters: Node<'_>, offset: usize) -> bool {
    parameters
        .named_children()
        .filter(|p| p.range().contains(&offset))
        .any(|p| outer_parts(p).any(|n| n.range().contains(&offset)))
}

/// The parts of one parameter that are evaluated in the scope around the function: its annotation and its default.
pub fn outer_parts(parameter: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    ["type", "value"]
        .into_iter()
        .filter_map(move |field| parameter.child(field))
}

/// `node`'s text on one line and at most `limit` characters long: the first line up to the colon of a compound statement, else all of it with
/// its blanks collapsed, an ellipsis for what is left out.
pub fn shorten(node: Node<'_>, limit: usize) -> Cow<'_, str> {
    let compound = super::statements::is_statement(node.kind()) || node.kind().ends_with("_clause");
    let body = node.child("body").or_else(|| node.child("consequence"));
    match body.filter(|_| compound) {
        Some(body) => shorten_text(&node.text()[..header_end(node, body) - node.start()], limit),
        None => shorten_text(node.text(), limit),
    }
}

/// Where the colon before `body` begins.
fn header_end(node: Node<'_>, body: Node<'_>) -> usize {
    node.children()
        .filter(|n| n.kind() == ":" && n.end() <= body.start())
        .last()
        .map_or(body.start(), Node::start)
}

/// See [`shorten`].
pub fn shorten_text(text: &str, limit: usize) -> Cow<'_, str> {
    let text = text.trim();
    if text.len() <= limit && !text.contains(|c: char| c.is_control()) {
        return Cow::Borrowed(text);
    }
    let (mut short, mut length) = (String::new(), 0);
    let mut is_behind_blank = false;
    // Character by character: a word may have megabytes.
    for c in text.chars() {
        if c.is_whitespace() {
            is_behind_blank = length > 0;
            continue;
        }
        if std::mem::take(&mut is_behind_blank) {
            short.push(' ');
            length += 1;
        }
        if c.is_control() {
            continue;
        }
        if length + 1 >= limit {
            short.push('…');
            break;
        }
        short.push(c);
        length += 1;
    }
    Cow::Owned(short)
}
