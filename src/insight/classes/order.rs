//! The order in which classes are searched, or why there is none.

use serde_json::json;

use super::{Insight, Site, headed_class, layout, qualified_name};
use crate::document::Node;
use crate::insight::model::{
    Base, Entry, Metaclass, Mro, Slots, Winner, bases, may_be_replaced, metaclass, mro, order_of,
};
use crate::insight::sentence::{Sentence, code_span, line_of, say};

/// How many classes a sentence names.
const SHOWN: usize = 9;
/// How many rows a table has.
const ROWS: usize = 30;

/// The order of a class that has more than one base, or a base of this file that has one too.
pub(super) fn order(site: &Site<'_>) -> Option<Insight> {
    let class = headed_class(site).filter(|class| !may_be_replaced(site.analysis, *class))?;
    let Mro::Complete(order) = mro(site.analysis, class) else {
        return None;
    };
    let of_file = order.iter().filter(|entry| matches!(entry, Entry::Class(_))).count();
    let telling = of_file > 2 || bases(site.analysis, class)?.len() > 1;
    if !telling || !layout::can_be_made(site.analysis, class, &order) {
        return None;
    }
    let names: Vec<&str> = order.iter().map(|entry| entry.name()).collect();
    let sentence = arrows(say("an attribute is looked for along "), &names);
    let rows = order.iter().take(ROWS).enumerate().map(|(at, entry)| {
        let origin = match entry {
            Entry::Class(class) => format!("line {}", line_of(*class)),
            Entry::Known(known) => match known.name.rsplit_once('.') {
                Some((module, _)) if module != "builtins" => format!("from {}", code_span(module)),
                _ => "built in".to_owned(),
            },
        };
        format!("| {} | {} | {origin} |\n", at + 1, code_span(entry.name()))
    });
    let mut table = String::from("| | class | defined |\n|---|---|---|\n");
    table.extend(rows);
    if order.len() > ROWS {
        table.push_str(&format!("| … | {} more | |\n", order.len() - ROWS));
    }
    let claim = json!({"class": qualified_name(class), "line": line_of(class), "mro": names});
    Some(Insight::new(sentence).with_detail(table).with_claim(claim))
}

/// `A` → `B` → `object`; of many the first ones and the last.
pub(super) fn arrows(mut sentence: Sentence, names: &[&str]) -> Sentence {
    let length: usize = names.iter().map(|name| name.chars().count() + 5).sum();
    let shown = if length > 190 { 4 } else { SHOWN };
    for (at, name) in names.iter().enumerate() {
        let is_last = at + 1 == names.len();
        if at >= shown && !is_last {
            continue;
        }
        if at > 0 {
            let left_out = is_last && names.len() > shown + 1;
            sentence = sentence.say(if left_out { " → … → " } else { " → " });
        }
        sentence = sentence.code(name);
    }
    sentence
}

/// The `TypeError` of a class whose bases have no common order, or one of them twice.
pub(super) fn conflict(site: &Site<'_>) -> Option<Insight> {
    let class = headed_class(site)?;
    let Mro::Conflict { class: failing, error } = mro(site.analysis, class) else {
        return None;
    };
    if failing != class || !is_first_error(site, class) {
        return None;
    }
    let sentence = say("this statement fails with ").code("TypeError").say(": ");
    let sentence = match reason(site, class).filter(|_| error.starts_with(ORDER)) {
        Some([base, derived]) => sentence
            .code(base)
            .say(" stands before ")
            .code(derived)
            .say(", which derives from it; so there is no method resolution order"),
        None => sentence.say("“").say(&code_span(&error)).say("”"),
    };
    let claim = json!({"class": qualified_name(class), "line": line_of(class), "error": ["TypeError", error]});
    let detail =
        format!("CPython raises `TypeError` when it runs the statement:\n\n```text\nTypeError: {error}\n```\n");
    Some(Insight::new(sentence).with_detail(detail).with_claim(claim))
}

const ORDER: &str = "Cannot create a consistent method resolution order (MRO) for bases ";

/// Whether nothing fails before the order is asked for.
fn is_first_error(site: &Site<'_>, class: Node<'_>) -> bool {
    let found = bases(site.analysis, class).unwrap_or_default();
    let sound = found.into_iter().all(|base| match base {
        Base::Class(base) => matches!(metaclass(site.analysis, base), Winner::Is(Metaclass::Known("type"), _)),
        Base::Known(known) => known.metaclass == Some("type"),
        Base::Unknown(_) => false,
    });
    // What slots may do depends on an order that there is not.
    let slotless = match layout::slots_of(site.analysis, class) {
        Slots::None => true,
        Slots::Names(names) => names.is_empty(),
        Slots::Unknown => false,
    };
    sound && slotless && layout::bases_agree(site.analysis, class)
}

/// Two bases of which the first stands before its own subclass.
fn reason<'a>(site: &Site<'a>, class: Node<'a>) -> Option<[&'a str; 2]> {
    let found = bases(site.analysis, class)?;
    let entries: Vec<Entry<'a>> = found.into_iter().filter_map(Base::entry).collect();
    entries.iter().enumerate().find_map(|(at, derived)| {
        let Mro::Complete(order) = order_of(site.analysis, *derived) else {
            return None;
        };
        let mut before = entries.iter().take(at);
        let base = before.find(|base| order.iter().skip(1).any(|entry| entry.is(**base)))?;
        Some([base.name(), derived.name()])
    })
}
