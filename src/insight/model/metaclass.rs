//! Which class makes a class.

use super::bases::{Base, bases, class_with};
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
    /// The file does not tell: the expression, where there is one.
    Unknown(Option<Node<'a>>),
}

impl<'a> Metaclass<'a> {
    /// Its name, where it is known.
    pub fn name(self) -> Option<&'a str> {
        match self {
            Self::Class(class) => class.child("name").map(Node::text),
            Self::Known(name) => Some(name),
            Self::Unknown(_) => None,
        }
    }
}

/// The `metaclass=` of a class's header; unknown too where `**` may hide one.
pub(in crate::insight) fn metaclass_keyword<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Metaclass<'a>> {
    let arguments = class.child("superclasses")?;
    arguments.named_children().find_map(|argument| {
        let is_metaclass = argument.child("name").is_some_and(|name| name.text() == "metaclass");
        match argument.kind() {
            "dictionary_splat" => Some(Metaclass::Unknown(Some(argument))),
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
            Metaclass::Unknown(Some(value))
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
    Metaclass::Unknown(Some(value))
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
    let order = match mro(analysis, class) {
        Mro::Complete(order) => order,
        _ => return Winner::Unknown,
    };
    let own = order.iter().filter_map(|entry| {
        let own = match entry {
            Entry::Class(class) => metaclass_keyword(analysis, *class)?,
            Entry::Known(known) => known.metaclass.map_or(Metaclass::Unknown(None), Metaclass::Known),
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
        Some((Metaclass::Unknown(_), _)) | None => Winner::Unknown,
        Some((meta, from)) => Winner::Is(meta, from),
    }
}

/// Whether one metaclass is or derives from another; `None` where that is not known.
fn derives<'a>(analysis: &Analysis, one: Metaclass<'a>, other: Metaclass<'a>) -> Option<bool> {
    match (one, other) {
        (Metaclass::Unknown(_), _) | (_, Metaclass::Unknown(_)) => None,
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
