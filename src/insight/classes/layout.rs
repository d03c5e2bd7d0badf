//! What instances of a class consist of: a `__dict__`, slots, and whether classes go together as bases.

use crate::detect::Analysis;
use crate::document::Node;
use crate::insight::model::{
    Base, Entry, Mro, Slots, Winner, assignments, bases, bindings, decorators, mangled, metaclass, mro, order_of, slots,
};

/// A class's own `__slots__`; unknown too where a decorator writes them.
pub(super) fn slots_of<'a>(analysis: &Analysis, class: Node<'a>) -> Slots<'a> {
    let by_decorator = decorators(analysis, class).any(|(decorator, name)| {
        let mut arguments = decorator.descendants().take(64);
        let has_slots = arguments.any(|n| n.kind() == "keyword_argument" && n.text().starts_with("slots"));
        name.is_none_or(|name| name == "dataclasses.dataclass" && has_slots)
    });
    if by_decorator { Slots::Unknown } else { slots(class) }
}

/// Whether a class has slots of its own that hold attributes; `None` where the file does not tell.
fn is_solid(analysis: &Analysis, entry: Entry<'_>) -> Option<bool> {
    match entry {
        Entry::Class(class) => match slots_of(analysis, class) {
            Slots::None => Some(false),
            Slots::Names(names) => Some(names.iter().any(|(name, _)| !is_special(name))),
            Slots::Unknown => None,
        },
        Entry::Known(known) => known.is_solid,
    }
}

/// Whether a slot is no place for an attribute, but for the instance's dictionary or its list of weak references.
pub(super) fn is_special(slot: &str) -> bool {
    matches!(slot, "__dict__" | "__weakref__")
}

/// What the layouts of a class's bases come to.
pub(super) enum Layout<'a> {
    /// They go together.
    Agrees,
    /// Two bases do not, with the classes that lay out their instances.
    Conflict([Entry<'a>; 2], [Entry<'a>; 2]),
    /// The file does not tell.
    Unknown,
}

/// How many bases of one class are compared.
const MOST_BASES: usize = 8;

/// Whether the bases of a class go together.
pub(super) fn layout<'a>(analysis: &Analysis, class: Node<'a>) -> Layout<'a> {
    let Some(found) = bases(analysis, class) else {
        return Layout::Unknown;
    };
    if let [only] = found.as_slice() {
        return only.entry().map_or(Layout::Unknown, |_| Layout::Agrees);
    }
    if found.len() > MOST_BASES || matches!(mro(analysis, class), Mro::Unknown(_)) {
        return Layout::Unknown;
    }
    // Where it is not known whether a class has a layout of its own, both answers have to come to the same.
    match (layout_if(analysis, &found, true), layout_if(analysis, &found, false)) {
        (Layout::Agrees, _) => Layout::Agrees,
        (_, conflict @ Layout::Conflict(..)) => conflict,
        _ => Layout::Unknown,
    }
}

/// The layouts, if all classes of which it is not known have one of their own, or none.
fn layout_if<'a>(analysis: &Analysis, bases: &[Base<'a>], is_solid: bool) -> Layout<'a> {
    let mut winner: Option<(Entry<'a>, Entry<'a>, Vec<Entry<'a>>)> = None;
    for base in bases {
        let Some(base) = base.entry() else {
            return Layout::Unknown;
        };
        let Some((solid, order)) = solid_base(analysis, base, is_solid) else {
            return Layout::Unknown;
        };
        match &winner {
            Some((_, before, before_order)) => {
                if before_order.iter().any(|entry| entry.is(solid)) {
                    continue;
                }
                if !order.iter().any(|entry| entry.is(*before)) {
                    let (first, before, _) = winner.unwrap_or((base, solid, Vec::new()));
                    return Layout::Conflict([first, base], [before, solid]);
                }
                winner = Some((base, solid, order));
            }
            None => winner = Some((base, solid, order)),
        }
    }
    Layout::Agrees
}

/// The class that lays out the instances of `class`, with that class's order.
fn solid_base<'a>(analysis: &Analysis, class: Entry<'a>, otherwise: bool) -> Option<(Entry<'a>, Vec<Entry<'a>>)> {
    let Mro::Complete(order) = order_of(analysis, class) else {
        return None;
    };
    let varies = order
        .iter()
        .any(|entry| matches!(entry, Entry::Known(known) if known.varies_in_size && known.name != "builtins.type"));
    for (at, entry) in order.iter().enumerate() {
        // Until Python 3.11, a `__dict__` behind what varies in size made a layout of its own.
        let by_version = match entry {
            Entry::Class(class) => {
                varies && !matches!(slots_of(analysis, *class), Slots::Names(names) if names.is_empty())
            }
            Entry::Known(_) => false,
        };
        let known = if by_version { None } else { is_solid(analysis, *entry) };
        if known.unwrap_or(otherwise) {
            // Of several in a row the most derived comes first, and its own order is part of what follows.
            return Some((*entry, order.get(at..)?.to_vec()));
        }
    }
    None
}

/// Whether the bases of a class can be bases together.
pub(super) fn bases_agree(analysis: &Analysis, class: Node<'_>) -> bool {
    let found = bases(analysis, class).unwrap_or_default();
    let is_final = |base: &Base<'_>| matches!(base, Base::Known(known) if known.is_final);
    !found.iter().any(is_final) && matches!(layout(analysis, class), Layout::Agrees)
}

/// Whether instances have a `__dict__`, by the classes of an order; `None` where the file does not tell.
pub(super) fn has_dict(analysis: &Analysis, order: &[Entry<'_>]) -> Option<bool> {
    any(order, |entry| match entry {
        Entry::Class(class) => brings(analysis, class, "__dict__"),
        Entry::Known(known) => known.has_dict,
    })
}

/// Whether instances can be referred to weakly.
pub(super) fn has_weakref(analysis: &Analysis, order: &[Entry<'_>]) -> Option<bool> {
    let varies = order
        .iter()
        .any(|entry| matches!(entry, Entry::Known(known) if known.varies_in_size));
    any(order, |entry| match entry {
        Entry::Class(class) if varies => brings(analysis, class, "__weakref__").filter(|brings| !brings),
        Entry::Class(class) => brings(analysis, class, "__weakref__"),
        Entry::Known(known) => known.has_weakref,
    })
}

/// Whether a class of this file itself brings a special slot: without `__slots__` it brings all.
pub(super) fn brings(analysis: &Analysis, class: Node<'_>, slot: &str) -> Option<bool> {
    match slots_of(analysis, class) {
        Slots::None => Some(true),
        Slots::Names(names) => Some(names.iter().any(|(name, _)| name == slot)),
        Slots::Unknown => None,
    }
}

/// Whether one of them says yes, or else whether all say no.
fn any<'a>(order: &[Entry<'a>], ask: impl Fn(Entry<'a>) -> Option<bool>) -> Option<bool> {
    let answers: Vec<Option<bool>> = order.iter().map(|entry| ask(*entry)).collect();
    if answers.contains(&Some(true)) {
        Some(true)
    } else if answers.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// What CPython raises for a class's `__slots__`: the exception and its message.
pub(super) struct SlotError<'a> {
    /// `TypeError` or `ValueError`.
    pub exception: &'static str,
    /// The message.
    pub message: String,
    /// The slot, and the statement that is in its way, where it is one of the body.
    pub slot: String,
    pub rival: Option<Node<'a>>,
    /// The slot is no slot, but the base whose instances vary in size.
    pub varying: bool,
}

/// What is wrong with a class's `__slots__`, so that its statement fails.
pub(super) fn slot_error<'a>(analysis: &Analysis, class: Node<'a>) -> Option<SlotError<'a>> {
    let Slots::Names(names) = slots(class) else {
        return None;
    };
    let error = |exception, message, slot: &str, rival| {
        Some(SlotError {
            exception,
            message,
            slot: slot.to_owned(),
            rival,
            varying: false,
        })
    };
    let is_identifier = |name: &str| {
        let first = name.chars().next();
        first.is_some_and(|c| c.is_alphabetic() || c == '_') && name.chars().all(|c| c.is_alphanumeric() || c == '_')
    };
    if let Some(base) = varying_base(analysis, class).filter(|_| !names.is_empty()) {
        let message = format!("nonempty __slots__ not supported for subtype of '{base}'");
        let error = error("TypeError", message, base, None);
        return error.map(|error| SlotError { varying: true, ..error });
    }
    for (at, (name, _)) in names.iter().enumerate() {
        if !is_identifier(name) {
            // What a letter is, is Unicode's matter.
            let message = "__slots__ must be identifiers".to_owned();
            return name
                .is_ascii()
                .then(|| error("TypeError", message, name, None))
                .flatten();
        }
        if is_special(name) {
            let twice = names.iter().take(at).any(|(before, _)| before == name);
            if twice || inherits(analysis, class, name) == Some(true) {
                let message = format!("{name} slot disallowed: we already got one");
                return error("TypeError", message, name, None);
            }
        }
    }
    let found = bindings(class)?;
    for (name, node) in &names {
        if is_special(name) || matches!(name.as_str(), "__qualname__" | "__classcell__") {
            continue;
        }
        // The body stores a private name under another one, and so does `__slots__`.
        let mut last = None;
        for binding in found.iter().filter(|binding| binding.name == name) {
            last = (!binding.conditional && !binding.deletes).then_some(binding.node);
        }
        if let Some(rival) = last.filter(|rival| rival.range() != node.range()) {
            let stored = mangled(class, name);
            let message = format!("'{stored}' in __slots__ conflicts with class variable");
            return error("ValueError", message, &stored, Some(rival));
        }
    }
    None
}

/// The base whose instances vary in size, which leaves no place for slots (of `tuple` until Python 3.14).
fn varying_base<'a>(analysis: &Analysis, class: Node<'a>) -> Option<&'a str> {
    let Mro::Complete(order) = mro(analysis, class) else {
        return None;
    };
    let known = |entry: &&Entry<'a>| matches!(entry, Entry::Known(known) if known.varies_in_size);
    order.iter().find(known).map(|entry| entry.name())
}

/// Whether instances of a base have a `__dict__`, or a place for weak references.
fn inherits(analysis: &Analysis, class: Node<'_>, slot: &str) -> Option<bool> {
    let Mro::Complete(order) = mro(analysis, class) else {
        return None;
    };
    let rest = order.get(1..)?;
    if slot == "__dict__" {
        has_dict(analysis, rest)
    } else {
        has_weakref(analysis, rest)
    }
}

/// How many classes of an order are checked.
const CHECKED: usize = 16;

/// Whether no class statement of an order fails, as far as the file tells.
pub(super) fn can_be_made<'a>(analysis: &Analysis, class: Node<'a>, order: &[Entry<'a>]) -> bool {
    let is_enum = order
        .iter()
        .any(|entry| matches!(entry, Entry::Known(known) if known.name == "enum.Enum"));
    let with_members = |entry: &Entry<'a>| {
        let Entry::Class(base) = entry else { return false };
        is_enum && *base != class && assignments(*base).iter().any(|(name, _)| !name.starts_with('_'))
    };
    let conflict = matches!(metaclass(analysis, class), Winner::Conflict(..));
    let classes = order.iter().take(CHECKED).filter_map(|entry| match entry {
        Entry::Class(class) => Some(*class),
        Entry::Known(_) => None,
    });
    let sound = |class: Node<'_>| {
        let laid_out = matches!(layout(analysis, class), Layout::Agrees);
        laid_out
            && slot_error(analysis, class).is_none()
            && !has_final_base(analysis, class)
            && !mixes_protocol(analysis, class)
    };
    !conflict && !order.iter().any(with_members) && classes.into_iter().all(sound)
}

fn has_final_base(analysis: &Analysis, class: Node<'_>) -> bool {
    let found = bases(analysis, class).unwrap_or_default();
    found
        .iter()
        .any(|base| matches!(base, Base::Known(known) if known.is_final))
}

/// Whether `Protocol` stands beside a base that is no protocol, which `typing` refuses.
pub(super) fn mixes_protocol(analysis: &Analysis, class: Node<'_>) -> bool {
    let found = bases(analysis, class).unwrap_or_default();
    let is_protocol = |base: &Base<'_>| matches!(base, Base::Known(known) if known.name == "typing.Protocol");
    found.iter().any(is_protocol)
        && found.iter().any(|base| match base {
            Base::Class(base) => !bases(analysis, *base).unwrap_or_default().iter().any(is_protocol),
            Base::Known(known) => !known.name.starts_with("typing.") && !known.name.starts_with("collections.abc."),
            Base::Unknown(_) => false,
        })
}
