//! Which metaclass makes a class, where it comes from, and when two do not fit.

use serde_json::json;

use super::{Insight, Site, body_class, headed_class, layout, name_of, qualified_name};
use crate::insight::model::{
    Base, Entry, Metaclass, Mro, Winner, bases, may_be_replaced, metaclass as metaclass_of, metaclass_keyword, mro,
};
use crate::insight::sentence::{Sentence, line_of, say};

const CONFLICT: &str = "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases";

/// The metaclass, where a base brings it.
pub(super) fn metaclass(site: &Site<'_>) -> Option<Insight> {
    let class = headed_class(site).filter(|class| !may_be_replaced(site.analysis, *class))?;
    let Winner::Is(meta, from) = metaclass_of(site.analysis, class) else {
        return None;
    };
    let name = meta.name().filter(|name| *name != "type" && *name != "_ProtocolMeta")?;
    let Mro::Complete(order) = mro(site.analysis, class) else {
        return None;
    };
    if from.is(Entry::Class(class)) || !layout::can_be_made(site.analysis, class, &order) {
        return None;
    }
    let sentence = match metaclass_keyword(site.analysis, class) {
        Some(asked) => {
            let asked = asked.name()?;
            let sentence = say("the metaclass is not ").code(asked).say(" but ").code(name);
            sentence
                .say(", which derives from it and is that of ")
                .code(from.name())
        }
        None => origin(say("the metaclass is ").code(name).say(", inherited from "), from),
    };
    let insight = Insight::new(sentence);
    // `EnumType` was called `EnumMeta` before Python 3.11.
    Some(match meta {
        Metaclass::Known("EnumType") => insight,
        _ => insight.with_claim(json!({"class": qualified_name(class), "line": line_of(class), "metaclass": name})),
    })
}

fn origin(sentence: Sentence, from: Entry<'_>) -> Sentence {
    let sentence = sentence.code(from.name());
    match from {
        Entry::Class(class) => sentence.say(" (").line(class).say(")"),
        Entry::Known(_) => sentence,
    }
}

/// The `TypeError` of a class whose metaclasses do not fit.
pub(super) fn conflict<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = headed_class(site)?;
    let Winner::Conflict((one, from), (other, origin)) = metaclass_of(site.analysis, class) else {
        return None;
    };
    // A base that cannot be made fails before.
    let sound = bases(site.analysis, class)?.into_iter().all(|base| match base {
        Base::Class(base) => matches!(metaclass_of(site.analysis, base), Winner::Is(..)),
        Base::Known(known) => !known.is_final,
        Base::Unknown(_) => false,
    });
    if !sound {
        return None;
    }
    let by = |sentence: Sentence, meta: Metaclass<'a>, from: Entry<'a>| {
        let sentence = sentence.code(meta.name().unwrap_or("?"));
        if from.is(Entry::Class(class)) {
            sentence.say(" in the header")
        } else {
            sentence.say(" of ").code(from.name())
        }
    };
    let sentence = say("this statement fails with ")
        .code("TypeError")
        .say(": metaclass conflict, ");
    let sentence = by(by(sentence, one, from).say(" and "), other, origin);
    let sentence = sentence.say(" do not derive from one another");
    let detail =
        format!("CPython raises `TypeError` when it runs the statement:\n\n```text\nTypeError: {CONFLICT}\n```\n");
    let claim = json!({"class": qualified_name(class), "line": line_of(class), "error": ["TypeError", CONFLICT]});
    Some(Insight::new(sentence).with_detail(detail).with_claim(claim))
}

/// `__metaclass__` in a class body, which Python 2 looked at.
pub(super) fn attribute(site: &Site<'_>) -> Option<Insight> {
    let assignment = site.token.parent().filter(|parent| parent.kind() == "assignment")?;
    let target = assignment.child("left").filter(|left| left.text() == "__metaclass__")?;
    let value = assignment.child("right")?;
    if site.token != target && site.token.kind() != "=" {
        return None;
    }
    let class = body_class(assignment)?;
    let sentence = say("has no effect in Python 3");
    let sentence = match metaclass_of(site.analysis, class) {
        Winner::Is(meta, _) => {
            let sentence = sentence.say(", the metaclass of ").code(name_of(class)).say(" is ");
            sentence.code(meta.name()?)
        }
        _ => sentence,
    };
    let sentence = match value.kind() {
        "identifier" | "attribute" => sentence
            .say("; it is given in the header: ")
            .code(&format!("metaclass={}", value.text())),
        _ => sentence,
    };
    Some(Insight::new(sentence))
}
