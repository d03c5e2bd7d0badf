//! Operators on instances of classes of this file: which method is called.

use super::operands::{Found, How, Instance, find, instance};
use super::source::is_broken;
use crate::document::Node;
use crate::insight::sentence::{Sentence, code, say};
use crate::insight::{Insight, Site};

/// The method behind an operator.
pub fn method(site: &Site<'_>) -> Option<Insight> {
    let operation = site.token.parent().filter(|node| !is_broken(*node))?;
    let symbol = site.token.kind();
    match operation.kind() {
        "binary_operator" => {
            let name = arithmetic(symbol)?;
            let (left, right) = (operation.child("left")?, operation.child("right")?);
            binary(site, left, right, &format!("__{name}__"), &format!("__r{name}__"))
        }
        "comparison_operator" => {
            let mut operands = operation.named_children();
            let (left, right) = (operands.next()?, operands.next()?);
            if operands.next().is_some() {
                return None;
            }
            match symbol {
                "in" | "not in" => membership(site, right),
                "==" | "!=" => equality(site, left, right, symbol),
                _ => {
                    let (name, reflected) = ordering(symbol)?;
                    binary(site, left, right, name, reflected)
                }
            }
        }
        "unary_operator" => {
            let name = match symbol {
                "-" => "__neg__",
                "+" => "__pos__",
                "~" => "__invert__",
                _ => return None,
            };
            let instance = instance(site, operation.child("argument")?)?;
            match find(site, &instance, name) {
                Found::Method { class, def } => Some(Insight::new(calls(&instance, class, def))),
                Found::Nowhere if instance.how == How::Made => {
                    let sentence = lacks(&instance, name)?.say(": raises ").code("TypeError");
                    Some(Insight::new(sentence))
                }
                _ => None,
            }
        }
        "augmented_assignment" => augmented(site, operation, symbol.strip_suffix('=')?),
        _ => None,
    }
}

/// The middle of a method's name.
fn arithmetic(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "+" => "add",
        "-" => "sub",
        "*" => "mul",
        "/" => "truediv",
        "//" => "floordiv",
        "%" => "mod",
        "**" => "pow",
        "@" => "matmul",
        "&" => "and",
        "|" => "or",
        "^" => "xor",
        "<<" => "lshift",
        ">>" => "rshift",
        _ => return None,
    })
}

fn ordering(symbol: &str) -> Option<(&'static str, &'static str)> {
    Some(match symbol {
        "<" => ("__lt__", "__gt__"),
        "<=" => ("__le__", "__ge__"),
        ">" => ("__gt__", "__lt__"),
        ">=" => ("__ge__", "__le__"),
        _ => return None,
    })
}

fn binary<'a>(site: &Site<'a>, left: Node<'a>, right: Node<'a>, name: &str, reflected: &str) -> Option<Insight> {
    let Some(instance) = instance(site, left) else {
        return reflection(site, left, right, reflected);
    };
    match find(site, &instance, name) {
        Found::Method { class, def } => {
            let sentence = calls(&instance, class, def);
            Some(Insight::new(before(site, sentence, &instance, right)))
        }
        Found::Nowhere if instance.how == How::Made => {
            // What can be an index repeats a sequence.
            if name == "__mul__" && !matches!(find(site, &instance, "__index__"), Found::Nowhere) {
                return None;
            }
            let sentence = lacks(&instance, name)?;
            let sentence = if matches!(right.kind(), "integer" | "float" | "string") {
                sentence
                    .say(", and the other side does not know it: raises ")
                    .code("TypeError")
            } else {
                let sentence = sentence.say(": ").node(right).say(" is asked for ").code(reflected);
                sentence.say(", else ").code("TypeError")
            };
            Some(Insight::new(sentence))
        }
        _ => None,
    }
}

/// A number on the left has no answer for an instance on the right.
fn reflection<'a>(site: &Site<'a>, left: Node<'a>, right: Node<'a>, reflected: &str) -> Option<Insight> {
    if !matches!(left.kind(), "integer" | "float") {
        return None;
    }
    let instance = instance(site, right)?;
    match find(site, &instance, reflected) {
        Found::Method { class, def } => {
            let sentence = match instance.how {
                How::Made => say("").node(left).say(" has no answer: calls "),
                How::Declared => say("").node(left).say(" has no answer, so for what is declared calls "),
            };
            Some(Insight::new(place(sentence, class, def)))
        }
        Found::Nowhere if instance.how == How::Made => {
            let sentence = lacks(&instance, reflected)?.say(", and ").node(left);
            Some(Insight::new(sentence.say(" has no answer: raises ").code("TypeError")))
        }
        _ => None,
    }
}

fn equality<'a>(site: &Site<'a>, left: Node<'a>, right: Node<'a>, symbol: &str) -> Option<Insight> {
    let instance = instance(site, left)?;
    if symbol == "!="
        && let Found::Method { class, def } = find(site, &instance, "__ne__")
    {
        return Some(Insight::new(before(
            site,
            calls(&instance, class, def),
            &instance,
            right,
        )));
    }
    match (find(site, &instance, "__eq__"), symbol) {
        (Found::Method { class, def }, "==") => {
            let sentence = calls(&instance, class, def);
            Some(Insight::new(before(site, sentence, &instance, right)))
        }
        (Found::Method { class, def }, _) if matches!(find(site, &instance, "__ne__"), Found::Nowhere) => Some(
            Insight::new(calls(&instance, class, def).say(" and turns the answer round")),
        ),
        (Found::Nowhere, _)
            if instance.how == How::Made && matches!(find(site, &instance, "__ne__"), Found::Nowhere) =>
        {
            let sentence = lacks(&instance, "__eq__")?.say(": unless ").node(right);
            Some(Insight::new(
                sentence.say(" knows better, an instance equals only itself"),
            ))
        }
        _ => None,
    }
}

fn membership<'a>(site: &Site<'a>, container: Node<'a>) -> Option<Insight> {
    let instance = instance(site, container)?;
    match find(site, &instance, "__contains__") {
        Found::Method { class, def } => return Some(Insight::new(calls(&instance, class, def))),
        Found::Unknown => return None,
        Found::Nowhere => {}
    }
    if instance.how != How::Made {
        return None;
    }
    let sentence = lacks(&instance, "__contains__")?;
    match (find(site, &instance, "__iter__"), find(site, &instance, "__getitem__")) {
        (Found::Method { class, def }, _) => {
            let sentence = place(sentence.say(": goes through "), class, def);
            Some(Insight::new(sentence.say(" item by item")))
        }
        (Found::Nowhere, Found::Method { class, def }) => {
            let sentence = place(sentence.say(": asks "), class, def);
            Some(Insight::new(
                sentence.say(" for 0, 1, 2 … until an ").code("IndexError"),
            ))
        }
        (Found::Nowhere, Found::Nowhere) => {
            let sentence = sentence.say(" and cannot be iterated: raises ").code("TypeError");
            Some(Insight::new(sentence))
        }
        _ => None,
    }
}

fn augmented<'a>(site: &Site<'a>, statement: Node<'a>, symbol: &str) -> Option<Insight> {
    let name = arithmetic(symbol)?;
    let instance = instance(site, statement.child("left")?)?;
    let in_place = format!("__i{name}__");
    match find(site, &instance, &in_place) {
        Found::Method { class, def } => {
            let sentence = calls(&instance, class, def).say(" and binds ").node(instance.operand);
            Some(Insight::new(sentence.say(" to what that returns")))
        }
        Found::Nowhere if instance.how == How::Made => {
            let Found::Method { class, def } = find(site, &instance, &format!("__{name}__")) else {
                return None;
            };
            let sentence = place(
                lacks(&instance, &in_place)?
                    .say(": binds ")
                    .node(instance.operand)
                    .say(" to what "),
                class,
                def,
            );
            Some(Insight::new(sentence.say(" returns")))
        }
        _ => None,
    }
}

/// `Vec.__add__` (line 9).
fn place<'a>(sentence: Sentence, class: Node<'a>, def: Node<'a>) -> Sentence {
    let name = |node: Node<'a>| node.child("name").map_or("", Node::text);
    let sentence = sentence.code(&format!("{}.{}", name(class), name(def))).say(" (");
    sentence.line(def).say(")")
}

fn calls<'a>(instance: &Instance<'a>, class: Node<'a>, def: Node<'a>) -> Sentence {
    let sentence = match instance.how {
        How::Made => say("calls "),
        How::Declared => {
            let name = instance.classes.first().and_then(|class| class.child("name"));
            let sentence = say("").node(instance.operand).say(" is declared as ");
            sentence.code(name.map_or("", Node::text)).say(": calls ")
        }
    };
    place(sentence, class, def)
}

/// `Vec` has no `__add__`.
fn lacks(instance: &Instance<'_>, name: &str) -> Option<Sentence> {
    let class = instance.classes.first()?.child("name")?;
    Some(code(class.text()).say(" has no ").code(name))
}

/// An instance of a subclass on the right is asked first.
fn before<'a>(site: &Site<'a>, sentence: Sentence, left: &Instance<'a>, right: Node<'a>) -> Sentence {
    let plain = matches!(right.kind(), "integer" | "float" | "string" | "none" | "true" | "false");
    let same = instance(site, right)
        .is_some_and(|other| other.how == How::Made && other.classes.first() == left.classes.first());
    if plain || same {
        sentence
    } else {
        sentence.say("; on the right, an instance of a subclass may be asked first")
    }
}
