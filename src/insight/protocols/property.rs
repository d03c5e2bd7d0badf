//! Properties: what is missing, what fails, what calls itself.

use super::super::sentence::{code, say};
use super::super::{Insight, Site, model};
use super::body::{self, LIMIT};
use super::context::{is_self, own_nodes};
use crate::detect::Analysis;
use crate::document::{Node, syntax};

/// One function of a property.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Accessor {
    Getter,
    Setter,
    Deleter,
}

/// Which function of which property a `def` is: by `@property`, or `@NAME.setter` on a `def` of that name.
fn accessor(analysis: &Analysis, def: Node<'_>) -> Option<Accessor> {
    let mut all = body::decorators(def);
    let first = all.next()?;
    let mut rest = all;
    if body::is_one_of(analysis, first, &["builtins.property"]) {
        let is_known =
            |n: Node<'_>| body::is_one_of(analysis, n, &["abc.abstractmethod", "typing.override", "typing.final"]);
        return rest.all(is_known).then_some(Accessor::Getter);
    }
    let is_of_name =
        first.kind() == "attribute" && first.child("object").is_some_and(|n| n.text() == body::name_of(def));
    match first.child("attribute").map(Node::text) {
        Some("setter") if is_of_name => Some(Accessor::Setter),
        Some("deleter") if is_of_name => Some(Accessor::Deleter),
        Some("getter") if is_of_name => Some(Accessor::Getter),
        _ => None,
    }
}

/// The `def` that a decorator stands over, with its class and what it is of its property.
fn decorated<'a>(site: &Site<'a>) -> Option<(Node<'a>, Node<'a>, Accessor)> {
    let decorator = site.token.ancestors().take(4).find(|n| n.kind() == "decorator");
    let def = match decorator {
        Some(decorator) => decorator.parent()?.child("definition")?,
        None => site.token.parent()?,
    };
    if def.kind() != "function_definition" {
        return None;
    }
    Some((body::class_around(def)?, def, accessor(site.analysis, def)?))
}

/// A property that fails where it is used: it calls itself, or takes arguments that nobody gives it.
pub(super) fn broken(site: &Site<'_>) -> Option<Insight> {
    let (class, def, accessor) = decorated(site)?;
    let name = body::name_of(def);
    let (count, access) = match accessor {
        Accessor::Getter => (1, format!("x.{name}")),
        Accessor::Setter => (2, format!("x.{name} = v")),
        Accessor::Deleter => (1, format!("del x.{name}")),
    };
    let parameters = super::arity::parameters(def)?;
    if !parameters.take(count) {
        let arguments = if count == 1 {
            "the object alone"
        } else {
            "the object and the value"
        };
        let takes = parameters.in_words();
        let sentence = code(&access)
            .say(&format!(
                " passes {arguments}; this function takes {takes}, so it raises "
            ))
            .code("TypeError");
        return Some(Insight::new(sentence));
    }
    if let Some(again) = calls_itself(def, name, accessor) {
        let sentence = say("the ")
            .node(again)
            .say(" on ")
            .line(again)
            .say(" calls this function again, without end: ")
            .code("RecursionError")
            .say("; the value has to be kept under another name");
        return Some(Insight::new(sentence));
    }
    rebound(class, def, name)
}

/// Where every run of the function comes back to itself.
fn calls_itself<'a>(def: Node<'a>, name: &str, accessor: Accessor) -> Option<Node<'a>> {
    let block = def.child("body")?;
    let is_same = |n: &Node<'_>| {
        n.kind() == "attribute"
            && n.child("attribute").is_some_and(|attribute| attribute.text() == name)
            && n.child("object")
                .is_some_and(|object| object.kind() == "identifier" && is_self(object, def))
    };
    for statement in block.named_children().take(64) {
        let expression = match statement.kind() {
            "comment" => continue,
            "expression_statement" | "return_statement" | "delete_statement" => statement,
            _ => return None,
        };
        let assignment = expression.named_children().next().filter(|n| n.kind() == "assignment");
        let found = match (accessor, assignment) {
            (Accessor::Setter, Some(assignment)) => assignment.child("left").filter(|n| is_same(n)),
            (Accessor::Deleter, _) if statement.kind() == "delete_statement" => {
                statement.named_children().next().filter(|n| is_same(n))
            }
            (Accessor::Getter, assignment) if statement.kind() != "delete_statement" => {
                let read = assignment.map_or(Some(expression), |n| n.child("right"));
                read.and_then(|read| first_read(read, &is_same))
            }
            _ => None,
        };
        if found.is_some() {
            return found;
        }
        if statement.kind() == "return_statement" {
            return None;
        }
    }
    None
}

/// An attribute that is read whenever the expression is evaluated.
fn first_read<'a>(expression: Node<'a>, is_same: &dyn Fn(&Node<'_>) -> bool) -> Option<Node<'a>> {
    let mut at = Some(expression);
    let mut left = 512;
    while let Some(node) = at {
        left -= 1;
        if left == 0 {
            return None;
        }
        if is_same(&node) && node.field() != Some("left") {
            return Some(node);
        }
        let inside = !matches!(
            node.kind(),
            "lambda"
                | "conditional_expression"
                | "boolean_operator"
                | "comparison_operator"
                | "list_comprehension"
                | "generator_expression"
                | "set_comprehension"
                | "dictionary_comprehension"
        );
        at = node.next_below(expression, inside);
    }
    None
}

/// A later statement of the class body that takes the property's name for something else.
fn rebound<'a>(class: Node<'a>, def: Node<'a>, name: &str) -> Option<Insight> {
    let bindings = model::bindings(class)?;
    let mut after = bindings
        .iter()
        .filter(|binding| binding.name == name && binding.node.start() > def.start());
    let lost = after.find(|binding| match binding.node.kind() {
        "function_definition" => body::decorators(binding.node).next().is_none(),
        "assignment" => binding
            .node
            .child("right")
            .is_some_and(|n| matches!(n.kind(), "integer" | "string" | "none" | "true" | "false")),
        _ => false,
    })?;
    if lost.conditional {
        return None;
    }
    let sentence = say("is lost: ")
        .line(lost.node)
        .say(" binds ")
        .code(name)
        .say(" in the class again");
    Some(Insight::new(sentence))
}

/// The functions that the class body gives the property.
fn accessors(analysis: &Analysis, class: Node<'_>, name: &str) -> Option<Vec<Accessor>> {
    let mut found = Vec::new();
    for binding in model::bindings(class)?.iter().filter(|binding| binding.name == name) {
        if binding.node.kind() != "function_definition" || binding.conditional {
            return None;
        }
        found.push(accessor(analysis, binding.node)?);
    }
    Some(found)
}

/// A property without a setter.
pub(super) fn read_only(site: &Site<'_>) -> Option<Insight> {
    let (class, def, Accessor::Getter) = decorated(site)? else {
        return None;
    };
    let name = body::name_of(def);
    let found = accessors(site.analysis, class, name)?;
    if found.contains(&Accessor::Setter) || !model::is_default(site.analysis, class, "__setattr__") {
        return None;
    }
    let class_name = body::name_of(class);
    let target = format!("x.{name} = …");
    let sentence = match assigned_in(class, name) {
        Some(place) => code(name)
            .say(" has no setter, so ")
            .node(place)
            .say(" on ")
            .line(place)
            .say(" raises ")
            .code("AttributeError"),
        None => code(name)
            .say(" is read-only: without a ")
            .code(&format!("@{name}.setter"))
            .say(" ")
            .code(&target)
            .say(" raises ")
            .code("AttributeError")
            .say(" on ")
            .code(class_name)
            .say(" objects"),
    };
    Some(Insight::new(sentence))
}

/// Where a method of the class assigns `self.NAME`.
fn assigned_in<'a>(class: Node<'a>, name: &str) -> Option<Node<'a>> {
    let block = class.child("body")?;
    let mut at = Some(block);
    let mut left = LIMIT;
    while let Some(node) = at {
        left = left.checked_sub(1)?;
        let is_target = node.kind() == "attribute"
            && node.child("attribute").is_some_and(|n| n.text() == name)
            && node.parent().is_some_and(|n| {
                (n.kind() == "assignment" && n.child("right").is_some() || n.kind() == "augmented_assignment")
                    && n.child("left") == Some(node)
            });
        if is_target && is_of_self(node, class) {
            return Some(node);
        }
        at = node.next_below(block, node.kind() != "class_definition");
    }
    None
}

/// Whether an attribute is one of the object that a method of `class` gets, and nothing but that.
fn is_of_self<'a>(attribute: Node<'a>, class: Node<'a>) -> bool {
    let Some(object) = attribute.child("object").filter(|n| n.kind() == "identifier") else {
        return false;
    };
    let (_, scope) = syntax::scope_of(attribute);
    let is_caught = attribute
        .ancestors()
        .take_while(|n| *n != class)
        .any(|n| n.kind() == "try_statement");
    scope.is_some_and(|def| {
        def.kind() == "function_definition"
            && !is_caught
            && is_self(object, def)
            && body::class_around(def) == Some(class)
            && body::name_of(def) != "__new__"
            && body::decorators(def).all(|n| n.kind() == "attribute")
    })
}

/// A property whose function is a coroutine or a generator.
pub(super) fn kind(site: &Site<'_>) -> Option<Insight> {
    let (_, def, accessor) = decorated(site)?;
    let name = body::name_of(def);
    let yields = own_nodes(def.child("body")?)?.into_iter().any(|n| n.kind() == "yield");
    let sentence = match (accessor, syntax::is_async(def), yields) {
        (Accessor::Getter, true, false) => say("reading ")
            .code(&format!("x.{name}"))
            .say(" gives a coroutine: the value is ")
            .code(&format!("await x.{name}")),
        (Accessor::Getter, false, true) => say("each read of ")
            .code(&format!("x.{name}"))
            .say(" gives a new generator"),
        (Accessor::Setter, true, false) => {
            code(&format!("x.{name} = v")).say(" only makes a coroutine that nobody awaits: nothing of the body runs")
        }
        (Accessor::Setter, false, true) => {
            code(&format!("x.{name} = v")).say(" only makes a generator that nobody asks: nothing of the body runs")
        }
        _ => return None,
    };
    Some(Insight::new(sentence))
}
