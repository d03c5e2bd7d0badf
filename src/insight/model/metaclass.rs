//! Which class makes a class.

use super::bases::{Base, bases, class_with};
use super::members::{Own, own_member};
use super::mro::{Entry, Mro, mro};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

/// What makes a class.
#[derive(Clone, Copy)]
pub(in crate::insight) enum Metaclass<'a> {
    /// A class of this file.
    Class(Node<'a>),
    /// One that Python brings along, by its undotted name: `type`, `ABCMeta`, `EnumType`, `_ProtocolMeta`.
    Known(&'static str),
    /// The file does not tell.
    Unknown,
}

impl<'a> Metaclass<'a> {
    /// Its name, where it is known.
    pub fn name(self) -> Option<&'a str> {
        match self {
            Self::Class(class) => class.child("name").map(Node::text),
            Self::Known(name) => Some(name),
            Self::Unknown => None,
        }
    }
}

/// The `metaclass=` of a class's header; unknown too where `**` may hide one.
pub(in crate::insight) fn metaclass_keyword<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Metaclass<'a>> {
    let arguments = class.child("superclasses")?;
    arguments.named_children().find_map(|argument| {
        let is_metaclass = argument.child("name").is_some_and(|name| name.text() == "metaclass");
        match argument.kind() {
            "dictionary_splat" => Some(Metaclass::Unknown),
            "keyword_argument" if is_metaclass => {
                let value = argument.child("value")?;
                Some(named(analysis, value))
            }
            _ => None,
        }
    })
}

fn named<'a>(analysis: &Analysis, value: Node<'a>) -> Metaclass<'a> {
    if let Some(class) = class_with(analysis, value) {
        return if is_metaclass(analysis, class) {
            Metaclass::Class(class)
        } else {
            Metaclass::Unknown
        };
    }
    if let Resolution::Dotted(names) = analysis.resolve(value)
        && let [name] = names.as_slice()
    {
        match name.as_str() {
            "builtins.type" => return Metaclass::Known("type"),
            "abc.ABCMeta" => return Metaclass::Known("ABCMeta"),
            "enum.EnumMeta" | "enum.EnumType" => return Metaclass::Known("EnumType"),
            _ => {}
        }
    }
    Metaclass::Unknown
}

/// Whether a class of this file derives from `type`, as far as its header shows.
pub(in crate::insight) fn is_metaclass(analysis: &Analysis, class: Node<'_>) -> bool {
    let mut at = class;
    for _ in 0..16 {
        let found = bases(analysis, at).unwrap_or_default();
        let is_type = |base: &Base<'_>| {
            let name = |known: &str| matches!(known, "builtins.type" | "abc.ABCMeta" | "enum.EnumMeta");
            matches!(base, Base::Known(known) if name(known.name))
        };
        if found.iter().any(is_type) {
            return true;
        }
        match found.first() {
            Some(Base::Class(base)) => at = *base,
            _ => return false,
        }
    }
    false
}

/// What makes a class: the most derived of the metaclasses of its bases and its own.
pub(in crate::insight) enum Winner<'a> {
    /// One is known, with where it comes from: the class of the order that brings it.
    Is(Metaclass<'a>, Entry<'a>),
    /// Two do not fit: `TypeError: metaclass conflict`. Each with the class that brings it.
    Conflict((Metaclass<'a>, Entry<'a>), (Metaclass<'a>, Entry<'a>)),
    /// The file does not tell.
    Unknown,
}

/// See [`Winner`].
pub(in crate::insight) fn metaclass<'a>(analysis: &Analysis, class: Node<'a>) -> Winner<'a> {
    let Mro::Complete(order) = mro(analysis, class) else {
        return Winner::Unknown;
    };
    let own = order.iter().filter_map(|entry| {
        let own = match entry {
            Entry::Class(class) => metaclass_keyword(analysis, *class)?,
            Entry::Known(known) => known.metaclass.map_or(Metaclass::Unknown, Metaclass::Known),
        };
        Some((own, *entry))
    });
    let mut winner: Option<(Metaclass<'a>, Entry<'a>)> = None;
    for (meta, from) in own {
        let Some(before) = winner else {
            winner = Some((meta, from));
            continue;
        };
        match (derives(analysis, before.0, meta), derives(analysis, meta, before.0)) {
            (Some(true), _) => {}
            (_, Some(true)) => winner = Some((meta, from)),
            (Some(false), Some(false)) => return Winner::Conflict(before, (meta, from)),
            _ => return Winner::Unknown,
        }
    }
    match winner {
        Some((Metaclass::Unknown, _)) | None => Winner::Unknown,
        Some((meta, from)) => Winner::Is(meta, from),
    }
}

/// Whether one metaclass is or derives from another; `None` where that is not known.
fn derives<'a>(analysis: &Analysis, one: Metaclass<'a>, other: Metaclass<'a>) -> Option<bool> {
    match (one, other) {
        (Metaclass::Unknown, _) | (_, Metaclass::Unknown) => None,
        (Metaclass::Known(one), Metaclass::Known(other)) => {
            Some(one == other || other == "type" || (one == "_ProtocolMeta" && other == "ABCMeta"))
        }
        (Metaclass::Known(_), Metaclass::Class(_)) => Some(false),
        (Metaclass::Class(one), other) => match mro(analysis, one) {
            Mro::Complete(order) => Some(order.iter().any(|entry| match (entry, other) {
                (Entry::Class(class), Metaclass::Class(other)) => *class == other,
                (Entry::Known(known), Metaclass::Known(other)) => {
                    let name = known.name.rsplit('.').next().unwrap_or("");
                    name == other || (name == "EnumMeta" && other == "EnumType")
                }
                _ => false,
            })),
            _ => None,
        },
    }
}

/// How many bases of a metaclass are looked at.
const MOST_METACLASSES: usize = 16;

/// Whether a metaclass of this file leaves the bases and the order of what it makes alone: it may have its own `mro`, change the bases in its
/// `__new__`, or be made by something that does not even make a class.
pub(super) fn keeps_order(analysis: &Analysis, meta: Node<'_>) -> bool {
    let mut todo = vec![meta];
    let mut done = 0;
    while let Some(class) = todo.pop() {
        done += 1;
        if done > MOST_METACLASSES || metaclass_keyword(analysis, class).is_some() {
            return false;
        }
        let passes = match own_member(class, "__new__") {
            Own::Absent => true,
            Own::Here(node) => passes_bases(node),
            Own::Perhaps(_) | Own::Unknown => false,
        };
        if !passes || own_member(class, "mro") != Own::Absent {
            return false;
        }
        for base in bases(analysis, class).unwrap_or_default() {
            match base {
                Base::Class(base) => todo.push(base),
                Base::Known(_) => {}
                Base::Unknown(_) => return false,
            }
        }
    }
    true
}

/// Whether a metaclass's `__new__` hands on the bases as they are, and returns the class that it gets.
fn passes_bases(function: Node<'_>) -> bool {
    let (Some(parameters), Some(body)) = (function.child("parameters"), function.child("body")) else {
        return false;
    };
    let names: Vec<&str> = parameters
        .named_children()
        .filter_map(|parameter| match parameter.kind() {
            "identifier" | "list_splat_pattern" => Some(parameter.text()),
            "typed_parameter" => parameter.named_children().next().map(Node::text),
            _ => None,
        })
        .collect();
    let hands_on = |call: Node<'_>| {
        let is_new = call.child("function").is_some_and(|f| f.text().ends_with(".__new__"));
        let arguments = call.child("arguments").into_iter().flat_map(Node::named_children);
        let given: Vec<&str> = arguments.map(Node::text).collect();
        is_new
            && match names.as_slice() {
                [_, _, bases, ..] if !bases.starts_with('*') => given.get(2) == Some(bases),
                [_, rest] if rest.starts_with('*') => given.get(1) == Some(rest),
                _ => false,
            }
    };
    let bases = names.get(2).copied().unwrap_or("");
    let (mut made, mut returned, mut good) = (Vec::new(), Vec::new(), true);
    for node in body.descendants().take(MOST_STATEMENTS) {
        match node.kind() {
            "assignment" | "augmented_assignment" => {
                let left = node.child("left").map_or("", Node::text);
                good &= left != bases && !left.contains("__bases__");
                if node
                    .child("right")
                    .is_some_and(|right| right.kind() == "call" && hands_on(right))
                {
                    made.push(left);
                }
            }
            "return_statement" => returned.extend(node.named_children().next()),
            _ => {}
        }
    }
    let is_class = |value: Node<'_>| made.contains(&value.text()) || (value.kind() == "call" && hands_on(value));
    good && !returned.is_empty() && returned.into_iter().all(is_class)
}

/// How many nodes of a metaclass's `__new__` are read.
const MOST_STATEMENTS: usize = 4000;
