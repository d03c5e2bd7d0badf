//! Augmented assignments, where the file settles what the target is: changed in place, made anew, or refused.

use serde_json::json;

use super::assignments::{mutable, parts};
use super::settled::settled;
use crate::document::Node;
use crate::insight::conditions::source::is_broken;
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

/// `xs += …`.
pub fn in_place(site: &Site<'_>) -> Option<Insight> {
    let around = site.token.ancestors().take(2);
    let statement = around
        .into_iter()
        .find(|node| node.kind() == "augmented_assignment" && !is_broken(*node))?;
    let (left, right) = (statement.child("left")?, statement.child("right")?);
    let operator = statement.child("operator")?.kind();
    if left.kind() == "subscript" {
        return item(site, left, operator, right);
    }
    let bound = settled(site, left)?;
    let kind = mutable(site, bound).or(match bound.kind() {
        "tuple" | "expression_list" => Some("tuple"),
        "string" | "concatenated_string" if is_text(bound) => Some("text"),
        _ => None,
    })?;
    let sentence = refused(kind, operator, right).or_else(|| done(kind, operator, left, bound, right))?;
    Some(Insight::new(sentence))
}

/// What a value is whose literal says so.
fn literal(node: Node<'_>) -> Option<&'static str> {
    Some(match node.kind() {
        "integer" => "int",
        "float" => "float",
        "true" | "false" => "bool",
        "none" => "None",
        "list" | "list_comprehension" => "list",
        "tuple" | "expression_list" => "tuple",
        "dictionary" | "dictionary_comprehension" => "dictionary",
        "set" | "set_comprehension" => "set",
        "string" | "concatenated_string" if is_text(node) => "text",
        "string" | "concatenated_string" => "bytes",
        _ => return None,
    })
}

/// A text, an f-string included; no bytes, no template.
fn is_text(node: Node<'_>) -> bool {
    let start = node.descendants().take(4).find(|n| n.kind() == "string_start");
    start.is_some_and(|start| !start.text().contains(['b', 'B', 't', 'T']))
}

/// An operand that the type does not take.
fn refused(kind: &str, operator: &str, right: Node<'_>) -> Option<Sentence> {
    let given = literal(right)?;
    let is_number = matches!(given, "int" | "float" | "bool" | "None");
    let words = match (kind, operator) {
        ("list", "+=") if is_number => "a list takes up the items of something, and there are none in ",
        ("tuple", "+=") if given != "tuple" => "to a tuple only another tuple can be added, not ",
        ("text", "+=") if given != "text" => "to a text only another text can be added, not ",
        ("set", "|=" | "&=" | "-=" | "^=") if given != "set" => "with a set this operator takes only another set, not ",
        ("list" | "tuple" | "text", "*=") if !matches!(given, "int" | "bool") => {
            "it can be repeated an integer of times, not "
        }
        ("dictionary", "|=") if is_number => "a dictionary takes up keys and values, and there are none in ",
        _ => return None,
    };
    Some(say("raises ").code("TypeError").say(": ").say(words).node(right))
}

/// What happens to the object.
fn done<'a>(kind: &str, operator: &str, left: Node<'a>, bound: Node<'a>, right: Node<'a>) -> Option<Sentence> {
    let own = |what: &str| say("").node(left).say(&format!(" is the {what} of ")).line(bound);
    Some(match (kind, operator) {
        ("list", "+=") if literal(right) == Some("text") => say("adds the characters of ")
            .node(right)
            .say(" one by one to ")
            .node(left),
        ("list", "+=") => own("list").say(": it grows in place, under all of its names"),
        ("list", "*=") => own("list").say(": it changes in place, under all of its names"),
        ("set", "|=" | "&=" | "-=" | "^=") => own("set").say(": it changes in place, under all of its names"),
        ("dictionary", "|=") => own("dictionary").say(": it changes in place, under all of its names (3.9)"),
        ("tuple" | "text", "+=" | "*=") => {
            let empty = right
                .named_children()
                .all(|n| matches!(n.kind(), "string_start" | "string_end"));
            if empty && matches!(right.kind(), "tuple" | "string") {
                return None;
            }
            let sentence = say("binds ")
                .node(left)
                .say(&format!(" to a new object, since no {kind} can change; "));
            sentence.say("other names keep the one of ").line(bound)
        }
        _ => return None,
    })
}

/// `t[0] += …` of a tuple.
fn item<'a>(site: &Site<'a>, left: Node<'a>, operator: &str, right: Node<'a>) -> Option<Insight> {
    let bound = settled(site, left.child("value")?)?;
    let items = parts(bound, &["tuple", "expression_list"])?;
    if items.iter().any(|item| item.kind() == "list_splat") {
        return None;
    }
    let mut subscripts = left.children_in("subscript");
    let at = subscripts.next().filter(|node| node.kind() == "integer")?;
    let index: usize = at.text().parse().ok()?;
    let item = *items.get(index).filter(|_| subscripts.next().is_none())?;
    let given = literal(right);
    // Anything else may fail in a way of its own before the tuple is asked.
    let grows = match (literal(item)?, operator) {
        ("list", "+=") if given.is_some() => !matches!(given, Some("int" | "float" | "bool" | "None")),
        ("list", "*=") => given == Some("int"),
        ("int" | "float", "+=" | "-=" | "*=") if matches!(given, Some("int" | "float")) => false,
        _ => return None,
    };
    if literal(item) == Some("list") && !grows {
        return None;
    }
    let sentence = say("raises ").code("TypeError").say(": a tuple (");
    let sentence = sentence.line(bound).say(") takes no assignment to an item");
    let sentence = if grows {
        sentence.say("; but the list in it has changed by then")
    } else {
        sentence
    };
    let message = "'tuple' object does not support item assignment";
    Some(Insight::new(sentence).with_claim(json!({"error": message, "changed": grows})))
}
