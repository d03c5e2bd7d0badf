//! Slices in words, and the very items where the sequence is spelt out.

use serde_json::json;

use super::ranges::{Range, range, whole};
use super::settled::{settled, untouched};
use crate::document::Node;
use crate::insight::conditions::source::{is_broken, one_line, width};
use crate::insight::literals::value::{Text, text};
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

/// How many items of a display are looked at.
const ITEMS: usize = 64;
/// The longest result that is shown, in characters.
const FITS: usize = 47;

/// One of the three parts of a slice.
#[derive(Clone, Debug, PartialEq)]
enum Bound {
    Absent,
    Number(i64),
    Code(String),
}

struct Slice {
    start: Bound,
    stop: Bound,
    step: Bound,
}

/// What a slice selects.
pub fn in_words(site: &Site<'_>) -> Option<Insight> {
    let subscript = site.token.ancestors().take(2).find(|node| node.kind() == "subscript")?;
    let value = subscript.child("value")?;
    let mut parts = subscript.children_in("subscript");
    let node = parts.next().filter(|node| node.kind() == "slice")?;
    // Labels of a table are another matter: `.loc` includes the last.
    if parts.next().is_some() || is_broken(subscript) || value.text().ends_with("loc") {
        return None;
    }
    let slice = read(node)?;
    if slice.step == Bound::Number(0) {
        return Some(Insight::new(
            say("raises ").code("ValueError: slice step cannot be zero"),
        ));
    }
    let stored = is_stored(subscript);
    if let Some(insight) = (!stored).then(|| very_items(site, subscript, value, &slice)).flatten() {
        return Some(insight);
    }
    let what = if value.kind() == "string" { "character" } else { "item" };
    let sentence = words(&slice, what)?;
    let part = site.nodes.text_of(&(value.end()..subscript.end()));
    Some(Insight::new(sentence).with_claim(json!({"slice": part})))
}

/// Whether the slice is assigned to or deleted.
fn is_stored(subscript: Node<'_>) -> bool {
    subscript.field() == Some("left")
        || subscript
            .parent()
            .is_some_and(|parent| parent.kind() == "delete_statement")
}

/// The parts of a slice.
fn read(node: Node<'_>) -> Option<Slice> {
    let mut bounds = [Bound::Absent, Bound::Absent, Bound::Absent];
    let mut at = 0;
    for child in node.children().filter(|child| child.kind() != "comment") {
        if child.kind() == ":" {
            at += 1;
            continue;
        }
        let bound = match (child.kind(), whole(child)) {
            ("none", _) => Bound::Absent,
            (_, Some(number)) => Bound::Number(number),
            _ => Bound::Code(one_line(child)?),
        };
        *bounds.get_mut(at)? = bound;
    }
    let [start, stop, step] = bounds;
    Some(Slice { start, stop, step })
}

/// `1 item`, `3 items`.
fn counted(count: i64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The first or last few: `the first item`, `the last 3 items`.
fn some(which: &str, count: i64, what: &str) -> String {
    match count {
        1 => format!("the {which} {what}"),
        _ => format!("the {which} {count} {what}s"),
    }
}

/// A slice of a sequence of unknown length.
fn words(slice: &Slice, what: &str) -> Option<Sentence> {
    let step = match slice.step {
        Bound::Absent => 1,
        Bound::Number(step) => step,
        Bound::Code(_) => return None,
    };
    if is_empty(slice, step) {
        let from = number(&slice.start).unwrap_or(0);
        let to = number(&slice.stop).unwrap_or(0);
        let reason = if step < 0 {
            "it goes backwards"
        } else {
            "it goes forwards"
        };
        return Some(say(&format!(
            "is always empty: {reason}, and {to} does not lie ahead of {from}"
        )));
    }
    if step == 1 {
        return straight(slice, what);
    }
    let every = match step.abs() {
        1 => format!("all {what}s"),
        2 => format!("every second {what}"),
        3 => format!("every third {what}"),
        n => format!("every {n}th {what}"),
    };
    let every = match step.abs() {
        n if n > 20 => format!("one {what} in {n}"),
        _ => every,
    };
    let sentence = say("selects ").say(&every);
    let backwards = step < 0;
    let sentence = match &slice.start {
        Bound::Absent if backwards && step == -1 && slice.stop == Bound::Absent => {
            return Some(sentence.say(", in reverse order"));
        }
        Bound::Absent if backwards => sentence.say(", from the last one backwards"),
        Bound::Absent => sentence.say(", from the first one on"),
        start => place(sentence.say(", from "), start).say(if backwards { " backwards" } else { " on" }),
    };
    Some(match &slice.stop {
        Bound::Absent => sentence,
        stop => place(sentence.say(", up to but without "), stop),
    })
}

fn number(bound: &Bound) -> Option<i64> {
    match bound {
        Bound::Number(number) => Some(*number),
        _ => None,
    }
}

/// Whether no sequence has an item there.
fn is_empty(slice: &Slice, step: i64) -> bool {
    let zero = Some(0);
    match (number(&slice.start), number(&slice.stop)) {
        (Some(start), Some(stop)) if (start < 0) == (stop < 0) => {
            if step > 0 {
                start >= stop
            } else {
                start <= stop
            }
        }
        (Some(_), stop) if step > 0 && stop == zero => true,
        (None, stop) => step > 0 && stop == zero && slice.start == Bound::Absent,
        (start, Some(-1)) => step < 0 && start.is_some_and(|start| start >= 0),
        _ => false,
    }
}

/// An index.
fn place(sentence: Sentence, bound: &Bound) -> Sentence {
    match bound {
        Bound::Number(-1) => sentence.say("the last one"),
        Bound::Number(number) if *number < 0 => sentence.say(&format!("number {} from the end", -number)),
        Bound::Number(number) => sentence.say(&format!("index {number}")),
        Bound::Code(code) => sentence.say("index ").code(code),
        Bound::Absent => sentence,
    }
}

/// A slice in steps of one.
fn straight(slice: &Slice, what: &str) -> Option<Sentence> {
    let start = match &slice.start {
        Bound::Number(0) => &Bound::Absent,
        start => start,
    };
    let sentence = say("selects ");
    Some(match (start, &slice.stop) {
        (Bound::Absent, Bound::Absent) => return None,
        (Bound::Absent, Bound::Number(stop)) if *stop > 0 => sentence.say(&some("first", *stop, what)),
        (Bound::Absent, Bound::Number(stop)) => sentence.say("all but ").say(&some("last", -stop, what)),
        (Bound::Number(start), Bound::Absent) if *start > 0 => {
            sentence.say("all but ").say(&some("first", *start, what))
        }
        (Bound::Number(start), Bound::Absent) => sentence.say(&some("last", -start, what)),
        (Bound::Number(start), Bound::Number(stop)) if *start > 0 && *stop > 0 => {
            let count = counted(stop - start, what);
            let from = start + 1;
            match stop - start {
                1 => sentence.say(&format!("{count}, the one at index {start}")),
                _ => sentence.say(&format!(
                    "{count}, number {from} to {stop}: from index {start} to {}",
                    stop - 1
                )),
            }
        }
        (Bound::Number(start), Bound::Number(stop)) if *start > 0 => {
            let first = some("first", *start, what);
            sentence
                .say("all but ")
                .say(&first)
                .say(" and ")
                .say(&some("last", -stop, what))
        }
        (Bound::Number(start), Bound::Number(stop)) if *stop < 0 => {
            let count = counted(stop - start, what);
            sentence
                .say(&format!("the {count} before "))
                .say(&some("last", -stop, what))
        }
        (Bound::Absent, Bound::Code(stop)) => match negated(stop) {
            Some(back) => {
                let sentence = sentence
                    .say("all but the last ")
                    .code(back)
                    .say(&format!(" {what}s; nothing if "));
                sentence.code(back).say(" is 0")
            }
            None => {
                let sentence = sentence.say("the first ").code(stop).say(&format!(" {what}s, if "));
                sentence.code(stop).say(" is not negative")
            }
        },
        (Bound::Code(start), Bound::Absent) => match negated(start) {
            Some(back) => {
                let sentence = sentence.say("the last ").code(back).say(&format!(" {what}s; all if "));
                sentence.code(back).say(" is 0")
            }
            None => sentence.say("everything from index ").code(start).say(" on"),
        },
        (Bound::Code(start), Bound::Code(stop)) if length(start, stop).is_some() => {
            let count = length(start, stop)?;
            let sentence = match count.parse::<i64>() {
                Ok(count) => sentence.say("at most ").say(&counted(count, what)),
                Err(_) => sentence.say("at most ").code(count).say(&format!(" {what}s")),
            };
            sentence.say(", from index ").code(start).say(" on")
        }
        (start, stop) => {
            let sentence = sentence.say("what stands from ");
            let sentence = match start {
                Bound::Absent => sentence.say("the first one"),
                start => place(sentence, start),
            };
            place(sentence.say(" up to but without "), stop)
        }
    })
}

/// The `n` of `i:i + n`.
fn length<'s>(start: &str, stop: &'s str) -> Option<&'s str> {
    let count = stop.strip_prefix(start)?.trim_start().strip_prefix('+')?.trim();
    (is_simple(start) && is_simple(count)).then_some(count)
}

/// The `n` of `-n`.
fn negated(code: &str) -> Option<&str> {
    code.strip_prefix('-').filter(|code| is_simple(code))
}

/// A name, a dotted name or a number.
fn is_simple(code: &str) -> bool {
    !code.is_empty() && code.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '.')
}

/// A sequence that is spelt out.
enum Known<'a> {
    Items(Vec<Node<'a>>, &'static str),
    Text(Text),
    Range(Range),
}

/// The result of a slice of a sequence that is spelt out.
fn very_items<'a>(site: &Site<'a>, subscript: Node<'a>, value: Node<'a>, slice: &Slice) -> Option<Insight> {
    let (known, from) = match known(site, value) {
        Some(known) => (known, None),
        None => {
            let bound = settled(site, value)?;
            let known = known(site, bound)?;
            // A list may have changed since.
            if matches!(known, Known::Items(_, "list")) {
                untouched(site, value)?;
            }
            (known, Some(bound))
        }
    };
    let length = match &known {
        Known::Items(items, _) => i64::try_from(items.len()).ok()?,
        Known::Text(text) => i64::try_from(text.units.len()).ok()?,
        Known::Range(range) => range.count(),
    };
    let taken = indices(slice, length)?;
    let count = taken.count();
    let shown = match &known {
        Known::Range(range) => {
            let sliced = Range {
                start: range.item(taken.start),
                stop: range.item(taken.stop),
                step: range.step * taken.step,
            };
            match sliced.step {
                1 => format!("range({}, {})", sliced.start, sliced.stop),
                step => format!("range({}, {}, {step})", sliced.start, sliced.stop),
            }
        }
        Known::Text(text) => {
            let units = (0..count).filter_map(|at| text.units.get(usize::try_from(taken.item(at)).ok()?).copied());
            let sliced = Text {
                units: units.collect(),
                ..text.clone()
            };
            sliced.shown()?
        }
        Known::Items(items, kind) => {
            let items = (0..count).map(|at| one_line(*items.get(usize::try_from(taken.item(at)).ok()?)?));
            let items: Option<Vec<String>> = items.collect();
            let items = items?;
            match (*kind, items.as_slice()) {
                ("tuple", [one]) => format!("({one},)"),
                ("tuple", _) => format!("({})", items.join(", ")),
                _ => format!("[{}]", items.join(", ")),
            }
        }
    };
    if width(&shown) > FITS {
        return None;
    }
    let mut sentence = say("gives ").code(&shown);
    if let Some(bound) = from {
        sentence = sentence.say(", with ").node(value).say(" from ").line(bound);
    }
    let source = from.unwrap_or(value).text();
    let part = site.nodes.text_of(&(value.end()..subscript.end()));
    Some(Insight::new(sentence).with_claim(json!({"expression": format!("({source}){part}"), "value": shown})))
}

fn known<'a>(site: &Site<'a>, value: Node<'a>) -> Option<Known<'a>> {
    match value.kind() {
        kind @ ("list" | "tuple") => {
            let items: Vec<Node<'a>> = value
                .named_children()
                .filter(|n| n.kind() != "comment")
                .take(ITEMS + 1)
                .collect();
            let plain = items.len() <= ITEMS && !items.iter().any(|item| item.kind() == "list_splat");
            plain.then_some(Known::Items(items, if kind == "list" { "list" } else { "tuple" }))
        }
        "string" => text(value).map(Known::Text),
        "call" => range(site, value).filter(|range| range.step != 0).map(Known::Range),
        _ => None,
    }
}

/// As `slice.indices` works them out.
fn indices(slice: &Slice, length: i64) -> Option<Range> {
    let plain = |bound: &Bound| match bound {
        Bound::Absent => Some(None),
        Bound::Number(number) => Some(Some(*number)),
        Bound::Code(_) => None,
    };
    let step = plain(&slice.step)?.unwrap_or(1);
    let (lower, upper) = if step < 0 { (-1, length - 1) } else { (0, length) };
    let clamp = |bound: Option<i64>, absent: i64| match bound {
        None => absent,
        Some(at) if at < 0 => (at + length).max(lower),
        Some(at) => at.min(upper),
    };
    let (first, last) = if step < 0 { (upper, lower) } else { (lower, upper) };
    Some(Range {
        start: clamp(plain(&slice.start)?, first),
        stop: clamp(plain(&slice.stop)?, last),
        step,
    })
}
