//! What `__slots__` comes to: which attributes instances have room for, and what is in the way.

use serde_json::json;

use super::layout::{self, Layout, SlotError};
use super::{Insight, Site, body_class, headed_class, method_of, name_of, qualified_name};
use crate::document::Node;
use crate::insight::model::{
    Base, Entry, Member, Mro, Slots, Winner, bases, find_along, mangled, may_be_replaced, metaclass, mro, slots,
};
use crate::insight::sentence::{Sentence, code, line_of, say};

/// How many slots a sentence names.
const SHOWN: usize = 6;

/// The class in whose body the place assigns `__slots__`.
fn slotted_class<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let assignment = site.token.parent().filter(|parent| parent.kind() == "assignment")?;
    let target = assignment.child("left").filter(|left| left.text() == "__slots__")?;
    body_class(assignment).filter(|_| site.token == target)
}

/// Whether instances have a `__dict__` in spite of the slots.
pub(super) fn effective(site: &Site<'_>) -> Option<Insight> {
    let class = slotted_class(site).filter(|class| !may_be_replaced(site.analysis, *class))?;
    let Slots::Names(own) = layout::slots_of(site.analysis, class) else {
        return None;
    };
    let order = match mro(site.analysis, class) {
        Mro::Complete(order) => order,
        Mro::Unknown(Some(base)) if base.parent().and_then(Node::parent) == Some(class) => {
            let sentence = say("whether instances still have a ")
                .code("__dict__")
                .say(" depends on ");
            return Some(Insight::new(sentence.node(base).say(", which this file does not tell")));
        }
        _ => return None,
    };
    if !layout::can_be_made(site.analysis, class, &order) {
        return None;
    }
    let rest = order.get(1..)?;
    let has_dict = layout::has_dict(site.analysis, &order)?;
    let has_weakref = layout::has_weakref(site.analysis, &order);
    let is_own = own.iter().any(|(name, _)| name == "__dict__");
    let sentence = if is_own {
        say("instances have a ")
            .code("__dict__")
            .say(", as it is among the slots: any attribute can be set")
    } else if has_dict {
        let sentence = code(name_of(class))
            .say(" still has a ")
            .code("__dict__")
            .say(", which ");
        with_dict(site, sentence, rest)?.say(" brings: any attribute can be set")
    } else {
        let names = all_slots(site, &order)?;
        let sentence = match names.as_slice() {
            [] => say("instances have no attributes of their own"),
            _ => say("instances have room for ").codes(&names, SHOWN).say(" alone"),
        };
        let sentence = sentence.say(": no ").code("__dict__");
        if has_weakref == Some(false) {
            sentence.say(", no weak references")
        } else {
            sentence
        }
    };
    let names: Vec<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
    let mut claim = json!({"class": qualified_name(class), "line": line_of(class), "slots": names, "dict": has_dict});
    if let (Some(weakref), Some(claim)) = (has_weakref, claim.as_object_mut()) {
        claim.insert("weakref".to_owned(), json!(weakref));
    }
    Some(Insight::new(sentence).with_claim(claim))
}

/// The class that brings the `__dict__`: the one farthest from the class itself.
fn with_dict<'a>(site: &Site<'a>, sentence: Sentence, rest: &[Entry<'a>]) -> Option<Sentence> {
    let brings = |entry: &&Entry<'a>| match entry {
        Entry::Class(class) => layout::brings(site.analysis, *class, "__dict__") == Some(true),
        Entry::Known(known) => known.has_dict == Some(true),
    };
    let origin = rest.iter().rfind(brings)?;
    let sentence = sentence.code(origin.name());
    Some(match origin {
        Entry::Class(class) => sentence.say(" (").line(*class).say(")"),
        Entry::Known(_) => sentence,
    })
}

/// The slots of all classes of an order, those of the bases first.
fn all_slots<'a>(site: &Site<'a>, order: &[Entry<'a>]) -> Option<Vec<String>> {
    let mut names: Vec<String> = Vec::new();
    for entry in order.iter().rev() {
        let Entry::Class(class) = entry else { continue };
        let Slots::Names(own) = layout::slots_of(site.analysis, *class) else {
            return None;
        };
        names.extend(
            own.into_iter()
                .map(|(name, _)| name)
                .filter(|name| !layout::is_special(name)),
        );
    }
    Some(names)
}

/// Slots with which the class cannot be made.
pub(super) fn conflict(site: &Site<'_>) -> Option<Insight> {
    let class = slotted_class(site)
        .or_else(|| headed_class(site))
        .or_else(|| rival_class(site))?;
    if !is_sound_so_far(site, class) || matches!(mro(site.analysis, class), Mro::Conflict { .. }) {
        return None;
    }
    let error = layout::slot_error(site.analysis, class)?;
    let fails = say("this class fails with ").code(error.exception).say(": ");
    let claim =
        json!({"class": qualified_name(class), "line": line_of(class), "error": [error.exception, error.message]});
    Some(match error {
        SlotError {
            rival: Some(rival),
            slot,
            ..
        } => {
            let sentence = fails
                .code(&slot)
                .say(" is a slot, and ")
                .line(rival)
                .say(" binds it in the body too");
            Insight::new(sentence).with_claim(claim)
        }
        SlotError {
            varying: true, slot, ..
        } => {
            let until = if slot == "int" || slot == "bytes" {
                ""
            } else {
                " before Python 3.15"
            };
            let sentence = fails
                .say("instances of ")
                .code(&slot)
                .say(" vary in size and leave no room for slots");
            Insight::new(sentence.say(until))
        }
        SlotError { slot, .. } if layout::is_special(&slot) => {
            Insight::new(fails.say("instances have a ").code(&slot).say(" already"))
        }
        SlotError { message, .. } => Insight::new(fails.say("“").code(&message).say("”")),
    })
}

/// The class whose body the place assigns a name in that may be a slot too.
fn rival_class<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    if site.concept != "slots-with-default" {
        return None;
    }
    body_class(site.token.parent()?)
}

/// Whether the bases go together and their metaclasses fit, which is looked at before the slots.
fn is_sound_so_far(site: &Site<'_>, class: Node<'_>) -> bool {
    !layout::mixes_protocol(site.analysis, class)
        && !matches!(metaclass(site.analysis, class), Winner::Conflict(..))
        && {
            let found = bases(site.analysis, class);
            found.is_some_and(|found| found.is_empty()) || layout::bases_agree(site.analysis, class)
        }
}

/// Bases that lay out their instances differently.
pub(super) fn layout_conflict(site: &Site<'_>) -> Option<Insight> {
    let class = headed_class(site)?;
    let Layout::Conflict([one, other], [first, second]) = layout::layout(site.analysis, class) else {
        return None;
    };
    let sound = bases(site.analysis, class)?.into_iter().all(|base| match base {
        Base::Class(base) => match mro(site.analysis, base) {
            Mro::Complete(order) => layout::can_be_made(site.analysis, base, &order),
            _ => false,
        },
        Base::Known(known) => !known.is_final,
        Base::Unknown(_) => false,
    });
    if !sound
        || layout::mixes_protocol(site.analysis, class)
        || !matches!(metaclass(site.analysis, class), Winner::Is(..))
    {
        return None;
    }
    let by = |sentence: Sentence, base: Entry<'_>, solid: Entry<'_>| {
        let sentence = sentence.code(base.name());
        match solid {
            Entry::Class(_) if base.name() == solid.name() => sentence.say(" (by its slots)"),
            Entry::Class(_) => sentence.say(" (by the slots of ").code(solid.name()).say(")"),
            Entry::Known(_) if base.name() == solid.name() => sentence,
            Entry::Known(_) => sentence.say(" (by ").code(solid.name()).say(")"),
        }
    };
    let sentence = say("this statement fails with ").code("TypeError").say(": ");
    let sentence = by(by(sentence, one, first).say(" and "), other, second);
    let message = "multiple bases have instance lay-out conflict";
    let claim = json!({"class": qualified_name(class), "line": line_of(class), "error": ["TypeError", message]});
    Some(Insight::new(sentence.say(" lay out their instances differently")).with_claim(claim))
}

/// An attribute of `self` that there is no slot for.
pub(super) fn missing(site: &Site<'_>) -> Option<Insight> {
    let attribute = assigned_attribute(site)?;
    let (class, _) = method_of(site, attribute.child("object")?)?;
    let name = mangled(class, attribute.child("attribute")?.text());
    if may_be_replaced(site.analysis, class) || matches!(slots(class), Slots::None) {
        return None;
    }
    let Mro::Complete(order) = mro(site.analysis, class) else {
        return None;
    };
    let setter = find_along(site.analysis, &order, "__setattr__");
    let no_room = layout::has_dict(site.analysis, &order) == Some(false)
        && setter == Member::Builtin("builtins.object")
        && find_along(site.analysis, &order, &name) == Member::Absent
        && layout::can_be_made(site.analysis, class, &order);
    if !no_room {
        return None;
    }
    let sentence = code(name_of(class))
        .say(" has no slot ")
        .code(&name)
        .say(" and no ")
        .code("__dict__");
    let sentence = sentence.say(": ").code("AttributeError").say(", unless ");
    let sentence = sentence
        .node(attribute.child("object")?)
        .say(" is of a subclass that has room for it");
    Some(Insight::new(sentence))
}

/// The attribute `self.x` that a place assigns: at its name, or at the `=`.
fn assigned_attribute<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let around = site.token.parent()?;
    let attribute = match around.kind() {
        "assignment" if site.token.kind() == "=" => around.child("left")?,
        "attribute" if around.child("attribute") == Some(site.token) => around,
        _ => return None,
    };
    let assignment = attribute.parent().filter(|parent| parent.kind() == "assignment")?;
    let assigned = assignment.child("left") == Some(attribute) && assignment.child("right").is_some();
    (assigned && attribute.kind() == "attribute").then_some(attribute)
}
