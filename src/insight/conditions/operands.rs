//! Operands that are instances of classes of this file, and the methods that these classes have.

use crate::detect::{Resolution, bases};
use crate::document::Node;
use crate::insight::Site;
use crate::insight::sequences::settled::settled;

/// How many classes up, statements of a class body, and nodes of a function are looked at.
const CLASSES: usize = 8;
const STATEMENTS: usize = 256;
const NODES: usize = 1000;

/// How the file says what an operand is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// Made by a call of the class just before: this very class.
    Made,
    /// An annotated parameter: perhaps a subclass, perhaps nothing of the kind.
    Declared,
}

/// An operand, with its class and the classes that come after that in a search.
pub(super) struct Instance<'a> {
    pub(super) operand: Node<'a>,
    pub(super) how: How,
    pub(super) classes: Vec<Node<'a>>,
}

/// Where a search for a method ends.
pub(super) enum Found<'a> {
    Method { class: Node<'a>, def: Node<'a> },
    Nowhere,
    Unknown,
}

/// What the file says of an operand.
pub(super) fn instance<'a>(site: &Site<'a>, operand: Node<'a>) -> Option<Instance<'a>> {
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

/// Where the search for a method ends.
pub(super) fn find<'a>(site: &Site<'a>, instance: &Instance<'a>, name: &str) -> Found<'a> {
    // Bound from outside of the class.
    if site.nodes.mentions(&format!(".{name} ="))
        || site.nodes.mentions(&format!(".{name}="))
        || site.nodes.mentions("setattr(")
    {
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
