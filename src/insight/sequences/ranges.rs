//! Ranges of known numbers, and whole numbers in the source.

use serde_json::json;

use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::conditions::source::is_broken;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The largest number that is worked with.
const LARGEST: i64 = 1_000_000_000_000_000;
/// How many items are listed.
const LISTED: i64 = 8;

/// Start, stop and step of a `range`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub start: i64,
    pub stop: i64,
    pub step: i64,
}

impl Range {
    /// How many items it has.
    pub fn count(self) -> i64 {
        let (span, step) = match self.step {
            0 => return 0,
            step if step > 0 => (self.stop - self.start, step),
            step => (self.start - self.stop, -step),
        };
        if span <= 0 { 0 } else { (span - 1) / step + 1 }
    }

    /// The item at a position that it has.
    pub fn item(self, at: i64) -> i64 {
        self.start + at * self.step
    }

    /// Its items, the middle left out where they are many.
    fn listed(self) -> String {
        let count = self.count();
        let item = |at: i64| self.item(at).to_string();
        if count <= LISTED {
            let items: Vec<String> = (0..count).map(item).collect();
            return items.join(", ");
        }
        format!("{}, {}, {}, …, {}", item(0), item(1), item(2), item(count - 1))
    }
}

/// The whole number that an expression spells out.
pub fn whole(node: Node<'_>) -> Option<i64> {
    match node.kind() {
        "integer" => {
            let digits = node.text().replace('_', "").to_ascii_lowercase();
            let value = match digits.get(..2) {
                Some("0x") => i64::from_str_radix(digits.get(2..)?, 16),
                Some("0o") => i64::from_str_radix(digits.get(2..)?, 8),
                Some("0b") => i64::from_str_radix(digits.get(2..)?, 2),
                _ => digits.parse(),
            };
            value.ok().filter(|value| *value <= LARGEST)
        }
        "unary_operator" => {
            let sign = node.child("operator")?.kind();
            let value = node
                .child("argument")
                .filter(|n| n.kind() == "integer")
                .and_then(whole)?;
            match sign {
                "-" => Some(-value),
                "+" => Some(value),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The range that a call makes, of the built-in and of numbers that are spelt out.
pub fn range<'a>(site: &Site<'a>, call: Node<'a>) -> Option<Range> {
    let function = call.child("function").filter(|_| call.kind() == "call")?;
    if site.analysis.resolve(function) != Resolution::Dotted(vec!["builtins.range".to_owned()]) {
        return None;
    }
    let arguments = call.child("arguments").filter(|n| n.kind() == "argument_list")?;
    let numbers: Option<Vec<i64>> = arguments
        .named_children()
        .filter(|n| n.kind() != "comment")
        .take(4)
        .map(whole)
        .collect();
    let (start, stop, step) = match numbers?.as_slice() {
        [stop] => (0, *stop, 1),
        [start, stop] => (*start, *stop, 1),
        [start, stop, step] => (*start, *stop, *step),
        _ => return None,
    };
    Some(Range { start, stop, step })
}

/// The numbers of a range.
pub fn items(site: &Site<'_>) -> Option<Insight> {
    let call = site.token.parent().filter(|node| node.kind() == "call")?;
    if call.child("function") != Some(site.token) || is_broken(call) {
        return None;
    }
    let range = range(site, call)?;
    let count = range.count();
    let claim = json!({"expression": call.text(), "count": count});
    let sentence = match count {
        _ if range.step == 0 => say("raises ").code("ValueError: range() arg 3 must not be zero"),
        0 if range.step > 0 => say(&format!("is empty: {} is not below {}", range.start, range.stop)),
        0 => say(&format!(
            "is empty: it counts down, and {} is not above {}",
            range.start, range.stop
        )),
        1 => say(&format!("gives {} alone", range.start)),
        _ => say(&format!("gives {}: {count} numbers", range.listed())),
    };
    Some(Insight::new(sentence).with_claim(claim))
}
