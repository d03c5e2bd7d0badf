//! Unpacking: how many items it takes, and which name gets which.

use serde_json::json;

use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::conditions::source::{is_broken, one_line};
use crate::insight::literals::value::text;
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

use super::ranges::range;

/// The most targets and items that are looked at.
const MOST: usize = 64;
/// How many targets are told what they get.
const TOLD: usize = 4;

/// The targets of a pattern, and which of them takes the rest.
struct Targets<'a> {
    all: Vec<Node<'a>>,
    star: Option<usize>,
}

impl<'a> Targets<'a> {
    fn of(pattern: Node<'a>) -> Option<Self> {
        let all: Vec<Node<'a>> = pattern
            .named_children()
            .filter(|n| n.kind() != "comment")
            .take(MOST + 1)
            .collect();
        let starred = |node: &Node<'_>| node.text().starts_with('*');
        let stars = all.iter().filter(|node| starred(node)).count();
        let star = all.iter().position(starred);
        (all.len() <= MOST && stars <= 1 && !all.is_empty()).then_some(Self { all, star })
    }

    /// How many items it takes, the least where a starred target takes the rest.
    fn needed(&self) -> usize {
        self.all.len() - usize::from(self.star.is_some())
    }

    fn fits(&self, count: usize) -> bool {
        match self.star {
            Some(_) => count >= self.needed(),
            None => count == self.needed(),
        }
    }
}

/// What an unpacking takes and gives.
pub fn items(site: &Site<'_>) -> Option<Insight> {
    let is_pattern = |node: &Node<'_>| matches!(node.kind(), "pattern_list" | "tuple_pattern" | "list_pattern");
    // On the sign of an assignment, or in the pattern itself.
    let pattern = match site.token.parent().filter(|node| node.kind() == "assignment") {
        Some(assignment) => assignment.child("left").filter(is_pattern)?,
        None => site.token.ancestors().take(3).find(is_pattern)?,
    };
    let around = pattern.parent()?;
    if is_broken(pattern) {
        return None;
    }
    let targets = Targets::of(pattern)?;
    match around.kind() {
        "for_statement" | "for_in_clause" => in_loop(site, around, &targets),
        "assignment" if pattern.field() == Some("left") => {
            let mut right = around.child("right")?;
            for _ in 0..MOST {
                if right.kind() != "assignment" {
                    break;
                }
                right = right.child("right")?;
            }
            spelt_out(site, right, &targets).or_else(|| Some(Insight::new(needs(&targets, "needs"))))
        }
        // One item of what is taken apart further out.
        _ => Some(Insight::new(needs(&targets, "this one item has to have"))),
    }
}

/// How many items there have to be.
fn needs(targets: &Targets<'_>, verb: &str) -> Sentence {
    let needed = targets.needed();
    let items = if needed == 1 { "item" } else { "items" };
    let sentence = match targets.star {
        None => say(&format!("{verb} exactly {needed} {items}, else ")).code("ValueError"),
        Some(_) if needed == 0 => say("takes any number of items"),
        Some(_) => say(&format!("{verb} at least {needed} {items}, else ")).code("ValueError"),
    };
    match targets.star.and_then(|star| targets.all.get(star)) {
        Some(rest) => {
            let name = rest.text().trim_start_matches('*').trim();
            sentence.say("; ").code(name).say(" is always a list, of the rest")
        }
        None => sentence,
    }
}

/// A `for` that takes each item apart.
fn in_loop<'a>(site: &Site<'a>, around: Node<'a>, targets: &Targets<'a>) -> Option<Insight> {
    let right = around.child("right")?;
    if let Some(sentence) = paired(site, right, targets) {
        return Some(Insight::new(sentence));
    }
    Some(Insight::new(needs(targets, "each item has to have")))
}

/// The targets of `enumerate` and `zip`.
fn paired<'a>(site: &Site<'a>, call: Node<'a>, targets: &Targets<'a>) -> Option<Sentence> {
    let function = call.child("function").filter(|_| call.kind() == "call")?;
    let Resolution::Dotted(names) = site.analysis.resolve(function) else {
        return None;
    };
    let arguments = call.child("arguments").filter(|n| n.kind() == "argument_list")?;
    let arguments: Vec<Node<'a>> = arguments
        .named_children()
        .filter(|n| n.kind() != "comment")
        .take(MOST)
        .collect();
    let plain = |node: &Node<'_>| !matches!(node.kind(), "list_splat" | "dictionary_splat" | "keyword_argument");
    let [name] = names.as_slice() else {
        return None;
    };
    match (name.as_str(), targets.all.as_slice(), targets.star) {
        ("builtins.enumerate", [count, item], None) => {
            let from = arguments.first().filter(|node| plain(node))?;
            let start = match arguments.get(1) {
                None => "0".to_owned(),
                Some(node) if node.kind() == "keyword_argument" => one_line(node.child("value")?)?,
                Some(node) => one_line(*node).filter(|_| plain(node))?,
            };
            let sentence = say("").node(*count).say(" counts from ").code(&start).say(", ");
            Some(sentence.node(*item).say(" is the item of ").node(*from))
        }
        ("builtins.zip", all, None) if all.len() == arguments.len() && all.len() <= TOLD => {
            if all.len() < 2 || !arguments.iter().all(plain) {
                return None;
            }
            let mut sentence = Sentence::default();
            for (at, (target, from)) in all.iter().zip(&arguments).enumerate() {
                let between = if at == 0 { "" } else { ", " };
                sentence = sentence.say(between).node(*target).say(" comes from ").node(*from);
            }
            Some(sentence.say("; ends with the shortest"))
        }
        _ => None,
    }
}

/// The items of a right side that spells them out.
fn known<'a>(site: &Site<'a>, right: Node<'a>) -> Option<Vec<String>> {
    match right.kind() {
        "expression_list" | "tuple" | "list" => {
            let items: Vec<Node<'a>> = right
                .named_children()
                .filter(|n| n.kind() != "comment")
                .take(MOST + 1)
                .collect();
            let plain = items.len() <= MOST && !items.iter().any(|item| item.kind() == "list_splat");
            if !plain {
                return None;
            }
            items.into_iter().map(one_line).collect()
        }
        "string" => {
            let value = text(right)?;
            if value.is_bytes || value.units.len() > MOST {
                return None;
            }
            let shown = value.known()?;
            shown
                .chars()
                .map(|c| (c.is_ascii_graphic() && c != '\'' && c != '\\').then(|| format!("'{c}'")))
                .collect()
        }
        "call" => {
            let range = range(site, right)?;
            let count = range.count();
            let few = usize::try_from(count)
                .ok()
                .filter(|count| *count <= MOST && range.step != 0)?;
            Some(
                (0..i64::try_from(few).ok()?)
                    .map(|at| range.item(at).to_string())
                    .collect(),
            )
        }
        _ => None,
    }
}

/// Which target gets what.
fn spelt_out<'a>(site: &Site<'a>, right: Node<'a>, targets: &Targets<'a>) -> Option<Insight> {
    let items = known(site, right)?;
    let (needed, count) = (targets.needed(), items.len());
    if !targets.fits(count) {
        let sized = matches!(right.kind(), "expression_list" | "tuple" | "list");
        let message = match targets.star {
            Some(_) => format!("not enough values to unpack (expected at least {needed}, got {count})"),
            None if count < needed => format!("not enough values to unpack (expected {needed}, got {count})"),
            None => format!("too many values to unpack (expected {needed})"),
        };
        let sentence = say("raises ").code("ValueError").say(": ").say(&message);
        let sentence = match targets.star {
            None if count > needed && sized => sentence.say(&format!("; 3.14 adds: got {count}")),
            _ => sentence,
        };
        return Some(Insight::new(sentence).with_claim(json!({"statement": right.parent()?.text(), "error": message})));
    }
    let mut sentence = Sentence::default();
    let taken = count - needed;
    let mut at = 0;
    let mut bound = Vec::new();
    for (index, target) in targets.all.iter().enumerate() {
        let width = if targets.star == Some(index) { taken } else { 1 };
        let own = items.get(at..at + width)?;
        at += width;
        let value = match own {
            [one] if targets.star != Some(index) => one.clone(),
            _ => format!("[{}]", own.join(", ")),
        };
        let name = one_line(*target)?.trim_start_matches('*').trim().to_owned();
        if index < TOLD {
            let between = if index == 0 { "" } else { ", " };
            sentence = sentence.say(between).code(&name).say(" gets ").code(&value);
        }
        bound.push(json!([name, value]));
    }
    if targets.all.len() > TOLD {
        sentence = sentence.say(" and so on");
    }
    let claim = json!({"statement": right.parent()?.text(), "bound": bound});
    Some(Insight::new(sentence).with_claim(claim))
}
