//! What a class body binds, and where an attribute of a class is found.

use std::ops::Range;

use super::assigned::is_set_from_outside;
use super::bases::{decorators, may_be_replaced};
use super::metaclass::{Metaclass, metaclass_keyword};
use super::mro::{Entry, Mro, mro};
use super::slots::{Slots, slots};
use crate::detect::Analysis;
use crate::document::Node;

/// Whether a class body itself binds a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::insight) enum Own<'a> {
    /// Yes: the `def`, `class`, assignment or import that does so last.
    Here(Node<'a>),
    /// In a branch that may not run, or it is deleted again.
    Perhaps(Node<'a>),
    /// No statement of the body does.
    Absent,
    /// The body runs code that may bind any name.
    Unknown,
}

/// Where an attribute of a class is found, along its method resolution order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::insight) enum Member<'a> {
    /// In the class itself: what binds it.
    Here(Node<'a>),
    /// In a base of this file: the base, what binds it there.
    Inherited(Node<'a>, Node<'a>),
    /// In a class that Python brings along: its dotted name.
    Builtin(&'static str),
    /// It is `__hash__`, and the `class` statement of this class sets it to `None` since the body has `__eq__` alone.
    NoHash(Node<'a>),
    /// Nowhere.
    Absent,
    /// The file does not tell.
    Unknown,
}

/// A statement of a class body that binds a name.
#[derive(Clone, Copy)]
pub(in crate::insight) struct Binding<'a> {
    /// The name.
    pub name: &'a str,
    /// The statement.
    pub node: Node<'a>,
    /// Not every run of the body gets there.
    pub conditional: bool,
    /// It unbinds the name.
    pub deletes: bool,
}

/// What a class body binds, in order; `None` where it may bind any name or is too long.
pub(in crate::insight) fn bindings(class: Node<'_>) -> Option<Vec<Binding<'_>>> {
    let known = class.remembered(|| Bindings(read(class)));
    let nodes = class.nodes();
    let binding = |stored: &Stored| Binding {
        name: nodes.text_of(&stored.name),
        node: nodes.node(stored.node),
        conditional: stored.conditional,
        deletes: stored.deletes,
    };
    Some(known.0.as_ref()?.iter().map(binding).collect())
}

/// [`bindings`] as they are remembered of a class.
struct Bindings(Option<Vec<Stored>>);

struct Stored {
    name: Range<usize>,
    node: u32,
    conditional: bool,
    deletes: bool,
}

fn read(class: Node<'_>) -> Option<Vec<Stored>> {
    if class.count() > LONGEST {
        return None;
    }
    let body = class.child("body")?;
    let mut found = Vec::new();
    let mut at = Some(body);
    let mut left = MOST_NODES;
    while let Some(node) = at {
        left = left.checked_sub(1)?;
        let inside = enter(node, body, &mut found)?;
        at = node.next_below(body, inside);
    }
    Some(found)
}

/// How many nodes of a class body are read, without those of its methods.
const MOST_NODES: usize = 40_000;

/// A class of more nodes, some ten thousand lines, is not begun with: each of its methods would read it anew.
const LONGEST: usize = 100_000;

/// Notes what one node binds. Whether to go on inside of it; `None` where it may bind any name.
fn enter<'a>(node: Node<'a>, body: Node<'a>, found: &mut Vec<Stored>) -> Option<bool> {
    let mut bind = |name: Node<'a>, deletes: bool| {
        found.push(Stored {
            name: name.range(),
            node: node.id(),
            conditional: is_conditional(node, body),
            deletes,
        });
    };
    match node.kind() {
        "function_definition" | "class_definition" => {
            node.child("name").into_iter().for_each(|name| bind(name, false));
            Some(false)
        }
        "lambda" | "list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression" => {
            Some(false)
        }
        "assignment" if node.child("right").is_none() => Some(false),
        "assignment" | "augmented_assignment" | "for_statement" => {
            node.child("left")
                .into_iter()
                .flat_map(targets)
                .for_each(|name| bind(name, false));
            Some(true)
        }
        "as_pattern_target" => {
            targets(node).into_iter().for_each(|name| bind(name, false));
            Some(false)
        }
        "delete_statement" => {
            targets(node).into_iter().for_each(|name| bind(name, true));
            Some(false)
        }
        "named_expression" | "type_alias_statement" => {
            let name = node.child("name").or_else(|| node.child("left"));
            let name = name.and_then(|name| name.descendants().find(|n| n.kind() == "identifier"));
            name.into_iter().for_each(|name| bind(name, false));
            Some(true)
        }
        "import_statement" | "import_from_statement" => {
            for name in node.children_in("name") {
                let bound = name.child("alias").or_else(|| name.named_children().next());
                bound.into_iter().for_each(|name| bind(name, false));
            }
            Some(false)
        }
        "case_pattern" => {
            let names = node.descendants().take(64).filter(|n| n.kind() == "identifier");
            names.for_each(|name| bind(name, false));
            Some(false)
        }
        "global_statement" | "nonlocal_statement" | "exec_statement" | "wildcard_import" | "ERROR" => None,
        "call" => {
            let function = node.child("function").filter(|f| f.kind() == "identifier");
            let runs_code = function.is_some_and(|f| ["exec", "locals", "vars", "eval"].contains(&f.text()));
            (!runs_code).then_some(true)
        }
        "string" | "comment" => Some(false),
        _ => Some(true),
    }
}

/// The identifiers of an assignment's target.
fn targets(target: Node<'_>) -> Vec<Node<'_>> {
    let mut todo = vec![target];
    let mut found = Vec::new();
    while let Some(node) = todo.pop() {
        match node.kind() {
            "identifier" => found.push(node),
            "attribute" | "subscript" | "call" => {}
            _ if found.len() + todo.len() < 256 => todo.extend(node.named_children()),
            _ => {}
        }
    }
    found
}

/// Whether a statement of a class body may be left out.
fn is_conditional<'a>(node: Node<'a>, body: Node<'a>) -> bool {
    let mut around = node.ancestors().take_while(|n| *n != body).take(64);
    around.any(|n| {
        matches!(
            n.kind(),
            "if_statement"
                | "for_statement"
                | "while_statement"
                | "try_statement"
                | "match_statement"
                | "conditional_expression"
                | "boolean_operator"
        )
    }) || node.kind() == "for_statement"
}

/// Whether a class body itself binds `name`.
pub(in crate::insight) fn own_member<'a>(class: Node<'a>, name: &str) -> Own<'a> {
    match bindings(class) {
        Some(found) => last_binding(&found, name),
        None => Own::Unknown,
    }
}

/// What the bindings of a body come to for one name.
pub(in crate::insight) fn last_binding<'a>(bindings: &[Binding<'a>], name: &str) -> Own<'a> {
    match bindings.iter().rfind(|binding| binding.name == name) {
        None => Own::Absent,
        Some(last) if last.conditional || last.deletes => Own::Perhaps(last.node),
        Some(last) => Own::Here(last.node),
    }
}

/// The class attributes that a body assigns plainly, `name = value`, annotated or not: the name and the assignment.
pub(in crate::insight) fn assignments(class: Node<'_>) -> Vec<(&str, Node<'_>)> {
    let found = bindings(class).unwrap_or_default().into_iter();
    found
        .filter(|binding| binding.node.kind() == "assignment" && !binding.conditional)
        .filter(|binding| {
            binding
                .node
                .child("left")
                .is_some_and(|left| left.kind() == "identifier")
        })
        .map(|binding| (binding.name, binding.node))
        .collect()
}

/// What every class has in some way or other.
const EVERYWHERE: [&str; 8] = [
    "__dict__",
    "__weakref__",
    "__doc__",
    "__module__",
    "__qualname__",
    "__annotations__",
    "__slots__",
    "__abstractmethods__",
];

/// How much text may be read to find what is set from outside of classes.
const MOST_TEXT: usize = 16 << 20;

/// Where an attribute of a class is found. A private name (`__x`) is asked for as it is stored: `_C__x`.
#[allow(dead_code, reason = "for facts of other families")]
pub(in crate::insight) fn find_member<'a>(analysis: &Analysis, class: Node<'a>, name: &str) -> Member<'a> {
    if let Own::Here(node) = own_member(class, name)
        && !may_be_replaced(analysis, class)
    {
        return Member::Here(node);
    }
    match mro(analysis, class) {
        Mro::Complete(order) => find_along(analysis, &order, name),
        _ => Member::Unknown,
    }
}

/// Where an attribute is found along (the rest of) a method resolution order.
pub(in crate::insight) fn find_along<'a>(analysis: &Analysis, order: &[Entry<'a>], name: &str) -> Member<'a> {
    let text = analysis.document().text();
    let is_enum = order
        .iter()
        .any(|entry| matches!(entry, Entry::Known(known) if known.name == "enum.Enum"));
    if EVERYWHERE.contains(&name) || text.len().saturating_mul(order.len()) > MOST_TEXT {
        return Member::Unknown;
    }
    for (at, entry) in order.iter().enumerate() {
        match entry {
            Entry::Class(class) => {
                let rest = order.get(at + 1..).unwrap_or_default();
                if is_added(analysis, *class, name, rest) || (is_enum && name.starts_with('_')) {
                    return Member::Unknown;
                }
                let Some(found) = bindings(*class) else {
                    return Member::Unknown;
                };
                let raw = written(*class, name);
                match last_binding(&found, raw) {
                    Own::Here(node) if at == 0 => return Member::Here(node),
                    Own::Here(node) => return Member::Inherited(*class, node),
                    Own::Perhaps(_) | Own::Unknown => return Member::Unknown,
                    Own::Absent => {}
                }
                if name == "__hash__" {
                    match last_binding(&found, "__eq__") {
                        Own::Here(_) => return Member::NoHash(*class),
                        Own::Absent => {}
                        Own::Perhaps(_) | Own::Unknown => return Member::Unknown,
                    }
                }
                match slots(*class) {
                    Slots::None => {}
                    Slots::Names(names) => {
                        if let Some((_, node)) = names.iter().find(|(slot, _)| slot == raw) {
                            return if at == 0 {
                                Member::Here(*node)
                            } else {
                                Member::Inherited(*class, *node)
                            };
                        }
                    }
                    Slots::Unknown => return Member::Unknown,
                }
            }
            Entry::Known(known) => match known.has(name) {
                Some(true) => return Member::Builtin(known.name),
                Some(false) => {}
                None => return Member::Unknown,
            },
        }
    }
    Member::Absent
}

/// How a name is written in the body of `class` that is stored as `name`: `__x` for `_C__x`.
fn written<'n>(class: Node<'_>, name: &'n str) -> &'n str {
    let own = class.child("name").map_or("", Node::text).trim_start_matches('_');
    let raw = name.strip_prefix('_').and_then(|rest| rest.strip_prefix(own));
    raw.filter(|raw| !own.is_empty() && raw.starts_with("__") && !raw.ends_with("__"))
        .unwrap_or(name)
}

/// How a name is stored that is used in the body of `class` or in its methods: a private one gets the class's name in front.
pub(in crate::insight) fn mangled(class: Node<'_>, name: &str) -> String {
    let own = class.child("name").map_or("", Node::text).trim_start_matches('_');
    let is_private = name.starts_with("__") && !name.ends_with("__") && !name.contains('.') && !own.is_empty();
    if is_private {
        format!("_{own}{name}")
    } else {
        name.to_owned()
    }
}

/// Whether something other than its body may give a class an attribute: a decorator, the metaclass, `__init_subclass__` of a base, an assignment
/// from outside.
fn is_added(analysis: &Analysis, class: Node<'_>, name: &str, bases: &[Entry<'_>]) -> bool {
    let by_decorator = decorators(analysis, class).any(|(_, decorator)| match decorator.as_deref() {
        Some("functools.total_ordering") => ["__lt__", "__le__", "__gt__", "__ge__"].contains(&name),
        Some("dataclasses.dataclass") => name.starts_with("__") && name.ends_with("__"),
        Some("typing.final" | "typing.runtime_checkable" | "enum.unique" | "enum.verify") => false,
        Some("abc.update_abstractmethods" | "typing.dataclass_transform") => false,
        _ => true,
    });
    let by_metaclass = match metaclass_keyword(analysis, class) {
        None | Some(Metaclass::Known(_)) => false,
        Some(Metaclass::Class(meta)) => ["__init__", "__prepare__", "__setattr__"]
            .iter()
            .any(|hook| own_member(meta, hook) != Own::Absent),
        Some(Metaclass::Unknown) => true,
    };
    let by_base = bases.iter().any(|base| match base {
        Entry::Class(base) => match own_member(*base, "__init_subclass__") {
            Own::Here(hook) => hook.text().contains("setattr") || hook.text().contains(&format!(".{name}")),
            Own::Absent => false,
            Own::Perhaps(_) | Own::Unknown => true,
        },
        Entry::Known(_) => false,
    });
    by_decorator || by_metaclass || by_base || is_set_from_outside(analysis, class, name)
}
