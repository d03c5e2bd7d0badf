//! Operators on instances of classes of this file: which method is called.

use super::source::is_broken;
use crate::detect::{Resolution, bases};
use crate::document::Node;
use crate::insight::sentence::{Sentence, code, say};
use crate::insight::sequences::settled::settled;
use crate::insight::{Insight, Site};

/// How many classes up, statements of a class body, and nodes of a function are looked at.
const CLASSES: usize = 8;
const STATEMENTS: usize = 256;
const NODES: usize = 1000;

/// How the file says what an operand is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    /// Made by a call of the class just before: this very class.
    Made,
    /// An annotated parameter: perhaps a subclass, perhaps nothing of the kind.
    Declared,
}

/// An operand, with its class and the classes that come after that in a search.
struct Instance<'a> {
    operand: Node<'a>,
    how: How,
    classes: Vec<Node<'a>>,
}

/// Where a search for a method ends.
enum Found<'a> {
    Method { class: Node<'a>, def: Node<'a> },
    Nowhere,
    Unknown,
}

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

/// What the file says of an operand.
fn instance<'a>(site: &Site<'a>, operand: Node<'a>) -> Option<Instance<'a>> {
    if operand.kind() != "identifier" {
        return None;
    }
    let (class, how) = match site.analysis.resolve(operand) {
        Resolution::Parameter => (declared(site, operand)?, How::Declared),
        _ => {
            let call = settled(site, operand).filter(|value| value.kind() == "call")?;
            (class_of(site, call.child("function")?)?, How::Made)
        }
    };
    let classes = chain(site, class)?;
    if how == How::Made && classes.iter().any(|class| defines(*class, "__new__") != Some(false)) {
        return None;
    }
    Some(Instance { operand, how, classes })
}

fn class_of<'a>(site: &Site<'a>, name: Node<'a>) -> Option<Node<'a>> {
    match site.analysis.resolve(name) {
        Resolution::Class(range) => {
            let class = site.nodes.at(&range);
            (class.kind() == "class_definition").then_some(class)
        }
        _ => None,
    }
}

/// The class in the annotation of a parameter that nothing in the function rebinds.
fn declared<'a>(site: &Site<'a>, operand: Node<'a>) -> Option<Node<'a>> {
    let function = operand
        .ancestors()
        .take(64)
        .find(|node| matches!(node.kind(), "function_definition" | "lambda"))
        .filter(|node| node.kind() == "function_definition")?;
    let mut parameters = function.child("parameters")?.named_children().take(64);
    let parameter = parameters.find(|node| match node.kind() {
        "typed_parameter" => node
            .named_children()
            .next()
            .is_some_and(|n| n.kind() == "identifier" && n.text() == operand.text()),
        "typed_default_parameter" => node.child("name").is_some_and(|n| n.text() == operand.text()),
        _ => false,
    })?;
    let annotation = parameter.child("type")?.named_children().next()?;
    let class = class_of(site, annotation).filter(|_| annotation.kind() == "identifier")?;
    let body = function.child("body")?;
    let nodes: Vec<Node<'a>> = body.descendants().take(NODES + 1).collect();
    let same = |node: &&Node<'a>| node.kind() == "identifier" && node.text() == operand.text();
    let rebound = nodes.iter().filter(same).any(|node| site.analysis.is_definition(*node));
    (nodes.len() <= NODES && !rebound).then_some(class)
}

/// A class and the classes that it derives from, one each: nothing where one of them is not of this file, or may be something else.
fn chain<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Vec<Node<'a>>> {
    let mut classes = Vec::new();
    let mut next = Some(class);
    while let Some(class) = next {
        let decorated = class
            .parent()
            .is_some_and(|parent| parent.kind() == "decorated_definition");
        if classes.len() >= CLASSES || decorated || classes.contains(&class) {
            return None;
        }
        classes.push(class);
        let arguments = class.child("superclasses");
        let keywords = |node: Node<'_>| matches!(node.kind(), "keyword_argument" | "dictionary_splat" | "list_splat");
        if arguments.is_some_and(|arguments| arguments.named_children().any(keywords)) {
            return None;
        }
        let mut above = bases(class);
        let base = above.next();
        if above.next().is_some() {
            return None;
        }
        next = match base {
            Some(base) if site.analysis.resolve(base) == Resolution::Dotted(vec!["builtins.object".to_owned()]) => None,
            Some(base) => Some(class_of(site, base)?),
            None => None,
        };
    }
    Some(classes)
}

/// Whether a class body defines a name by a plain `def`; `None` where it may be bound otherwise.
fn defines(class: Node<'_>, name: &str) -> Option<bool> {
    Some(definition(class, name)?.is_some())
}

/// The plain `def` of a name in a class body: `Some(None)` where nothing binds it, `None` where the file does not settle it.
fn definition<'a>(class: Node<'a>, name: &str) -> Option<Option<Node<'a>>> {
    let mut found = None;
    let statements: Vec<Node<'a>> = class.child("body")?.named_children().take(STATEMENTS + 1).collect();
    if statements.len() > STATEMENTS {
        return None;
    }
    for statement in statements {
        match statement.kind() {
            "function_definition" if statement.child("name").is_some_and(|n| n.text() == name) => {
                if found.is_some() {
                    return None;
                }
                found = Some(statement);
            }
            "function_definition" | "comment" | "pass_statement" | "class_definition" => {}
            "expression_statement" | "decorated_definition" => {
                let words = statement.descendants().take(NODES).filter(|n| n.kind() == "identifier");
                let own = |n: Node<'_>| n.text() == name || matches!(n.text(), "setattr" | "vars" | "locals" | "exec");
                if words.into_iter().any(own) {
                    return None;
                }
            }
            // A block may bind it on one of several ways.
            _ => return None,
        }
    }
    Some(found)
}

fn find<'a>(site: &Site<'a>, instance: &Instance<'a>, name: &str) -> Found<'a> {
    let text = site.analysis.document().text();
    // Bound from outside of the class.
    if text.contains(&format!(".{name} =")) || text.contains(&format!(".{name}=")) || text.contains("setattr(") {
        return Found::Unknown;
    }
    for class in &instance.classes {
        match definition(*class, name) {
            None => return Found::Unknown,
            Some(Some(def)) => return Found::Method { class: *class, def },
            Some(None) => {}
        }
    }
    Found::Nowhere
}
