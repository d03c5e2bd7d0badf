//! What a function captures: the variables of functions around it that it or a function inside it uses.

use serde_json::json;

use crate::detect::{Analysis, Owner, is_variable};
use crate::document::{Node, mentions, syntax};
use crate::insight::functions::shape::{NODES, identity, is_private, name_of};
use crate::insight::names::captured::by_name;
use crate::insight::sentence::{Sentence, code_span, line_of};
use crate::insight::{Insight, Site};

/// A variable that a function captures.
pub(super) struct Free<'a> {
    pub(super) name: &'a str,
    pub(super) owner: Owner,
    /// A `nonlocal` statement in the function itself names it.
    pub(super) rebound: bool,
}

/// What a function captures.
pub(super) struct Captures<'a> {
    /// In the order of their names, as `co_freevars` has them.
    pub(super) free: Vec<Free<'a>>,
    /// Some versions of Python capture more: names that only annotations use.
    varies: bool,
}

/// Whether there is anything to capture for `function`: a scope with variables around it, or the class that `super()` asks for.
fn may_capture(function: Node<'_>) -> bool {
    let has_variables = |around: Node<'_>| {
        let kind = around.kind();
        matches!(
            kind,
            "function_definition" | "lambda" | "generator_expression" | "type_alias_statement"
        ) || kind.ends_with("comprehension")
            // Of the module nothing is asked: it may have thousands of children.
            || (kind == "class_definition" && around.child("type_parameters").is_some())
    };
    let text = function.text();
    function.child("type_parameters").is_some()
        || function.ancestors().any(has_variables)
        || mentions(text, "super")
        || mentions(text, "__class__")
}

/// The variables that `function` captures; `None` where that cannot be told.
pub(super) fn captures<'a>(analysis: &Analysis, function: Node<'a>) -> Option<Captures<'a>> {
    let body = function.child("body")?;
    let mut free: Vec<Free<'a>> = Vec::new();
    let mut annotated: Vec<&str> = Vec::new();
    for (at, node) in body.descendants().enumerate() {
        // The parameters of a `type` statement are scopes of their own that nothing here knows.
        if at > NODES || node.kind_id() == syntax::ERROR || node.kind() == "type_alias_statement" {
            return None;
        }
        if node.kind() != "identifier" || !is_variable(node) {
            continue;
        }
        let rebound = node
            .parent()
            .is_some_and(|parent| parent.kind() == "nonlocal_statement")
            && syntax::scope_of(node).1 == Some(function);
        if let Some(known) = free.iter_mut().find(|known| known.name == node.text()) {
            known.rebound |= rebound;
        } else if let Some(owner) = outer_owner(analysis, function, node.text(), node.start())? {
            if is_unevaluated(analysis, node, function) {
                annotated.push(node.text());
            } else {
                free.push(Free {
                    name: node.text(),
                    owner,
                    rebound,
                });
            }
        }
        // `super` stands for `super(__class__, …)`, whatever it is bound to.
        if node.text() == "super"
            && !analysis.is_definition(node)
            && !analysis.is_in_class_body(node.start())
            && !free.iter().any(|known| known.name == "__class__")
            && let Some(owner) = outer_owner(analysis, function, "__class__", node.start())?
        {
            free.push(Free {
                name: "__class__",
                owner,
                rebound: false,
            });
        }
    }
    free.sort_by_key(|one| one.name);
    let varies = annotated
        .iter()
        .any(|name| free.iter().all(|known| known.name != *name));
    Some(Captures { free, varies })
}

/// The scope around `function` whose variable a name in it is.
fn outer_owner(analysis: &Analysis, function: Node<'_>, name: &str, at: usize) -> Option<Option<Owner>> {
    let owner = analysis.owner(name, at)?;
    let Some(range) = owner.range() else {
        return Some(None);
    };
    let own_parameters = matches!(owner, Owner::TypeParameters(_)) && *range == function.range();
    let around = range.start <= function.start() && function.end() <= range.end && *range != function.range();
    if !around && !own_parameters {
        return Some(None);
    }
    // Python stores `__name` of a class under another name.
    (!is_private(name)).then_some(Some(owner))
}

/// Whether the name stands in an annotation that newer versions of Python do not evaluate: a local variable's, or any with
/// `from __future__ import annotations`.
fn is_unevaluated<'a>(analysis: &Analysis, name: Node<'a>, function: Node<'a>) -> bool {
    let within = name.ancestors().take_while(|at| *at != function);
    let annotation = within.filter(|at| at.kind() == "type").find_map(|at| {
        let parent = at.parent()?;
        matches!(at.field(), Some("type" | "return_type")).then_some(parent)
    });
    let Some(annotated) = annotation else { return false };
    let is_local = annotated.kind() == "assignment" && !analysis.is_in_class_body(annotated.start());
    is_local || has_future_annotations(name)
}

fn has_future_annotations(node: Node<'_>) -> bool {
    let imports = node.nodes().root().named_children();
    imports
        .filter(|at| at.kind() == "future_import_statement")
        .any(|at| at.children_in("name").any(|name| name.text() == "annotations"))
}

/// The node that opens the scope.
pub(super) fn owner_node<'a>(from: Node<'a>, owner: &Owner) -> Option<Node<'a>> {
    let range = owner.range()?;
    let around = std::iter::once(from).chain(from.ancestors());
    around.filter(|node| node.range() == *range).find(|node| match owner {
        Owner::Function(_) => matches!(node.kind(), "function_definition" | "lambda"),
        Owner::Class(_) => node.kind() == "class_definition",
        Owner::Comprehension(_) => node.kind().ends_with("comprehension") || node.kind() == "generator_expression",
        Owner::TypeParameters(_) => true,
        Owner::Global => false,
    })
}

/// " of `outer` (line 3)", said of a variable.
pub(super) fn of_owner(sentence: Sentence, from: Node<'_>, owner: &Owner) -> Sentence {
    let Some(node) = owner_node(from, owner) else {
        return sentence.say(" of a function around it");
    };
    let sentence = match owner {
        Owner::Function(_) if node.kind() == "lambda" => return sentence.say(" of the lambda on ").line(node),
        Owner::Comprehension(_) => return sentence.say(" of the comprehension on ").line(node),
        Owner::TypeParameters(_) => sentence.say(" of the type parameters of "),
        _ => sentence.say(" of "),
    };
    sentence.code(name_of(node)).say(" (").line(node).say(")")
}

/// At `def`, at the name behind it, at `lambda`.
pub(super) fn of_function(site: &Site<'_>) -> Option<Insight> {
    let function = site
        .token
        .parent()
        .filter(|parent| matches!(parent.kind(), "function_definition" | "lambda"))?;
    if !may_capture(function) {
        return None;
    }
    let Captures { free, varies } = captures(site.analysis, function)?;
    if free.is_empty() {
        return None;
    }
    let names: Vec<&str> = free.iter().map(|one| one.name).collect();
    let (qualified, line) = identity(function);
    let insight = Insight::new(sentence(function, &free)).with_detail(detail(site.analysis, function, &free));
    if varies {
        return Some(insight);
    }
    Some(insight.with_claim(json!({ "function": qualified, "line": line, "freevars": names })))
}

fn sentence(function: Node<'_>, free: &[Free<'_>]) -> Sentence {
    let class = free.iter().find(|one| one.name == "__class__");
    let variables: Vec<&Free<'_>> = free.iter().filter(|one| one.name != "__class__").collect();
    let mut sentence = by_name(Sentence::default(), function).say(" captures ");
    let mut owners: Vec<&Owner> = Vec::new();
    for one in &variables {
        if !owners.contains(&&one.owner) {
            owners.push(&one.owner);
        }
    }
    for (at, owner) in owners.iter().take(2).enumerate() {
        if at > 0 {
            sentence = sentence.say(if class.is_some() || owners.len() > 2 {
                ", "
            } else {
                " and "
            });
        }
        let names: Vec<&str> = variables
            .iter()
            .filter(|one| one.owner == **owner)
            .map(|one| one.name)
            .collect();
        sentence = of_owner(sentence.codes(&names, 3), function, owner);
    }
    if owners.len() > 2 {
        sentence = sentence.say(" and others");
    }
    if let Some(class) = class {
        let node = owner_node(function, &class.owner);
        if !owners.is_empty() {
            sentence = sentence.say(" and ");
        }
        sentence = sentence
            .say("the class ")
            .code(node.map_or("", name_of))
            .say(", as ")
            .code("__class__")
            .say(", for ")
            .code("super()");
    }
    let rebound: Vec<&str> = free.iter().filter(|one| one.rebound).map(|one| one.name).collect();
    if !rebound.is_empty() {
        sentence = sentence
            .say("; by ")
            .code("nonlocal")
            .say(" it binds ")
            .codes(&rebound, 2)
            .say(" anew");
    }
    sentence
}

fn detail(analysis: &Analysis, function: Node<'_>, free: &[Free<'_>]) -> String {
    let mut table =
        "| Captured | Variable of | Bound in line | Bound by others |\n| --- | --- | --- | --- |".to_owned();
    for one in free.iter().take(30) {
        let owner = owner_node(function, &one.owner).filter(|node| node.count() <= NODES);
        let bindings = owner
            .map(|node| super::captured::bindings(analysis, node, one.name, &one.owner))
            .unwrap_or_default();
        let own: Vec<String> = bindings
            .iter()
            .filter(|b| b.by.is_none())
            .take(6)
            .map(|b| line_of(b.name).to_string())
            .collect();
        let mut others: Vec<String> = bindings
            .iter()
            .filter_map(|b| b.by)
            .map(|by| code_span(name_of(by)))
            .take(6)
            .collect();
        others.dedup();
        let scope = owner.map_or_else(String::new, |node| match node.kind() {
            "function_definition" | "class_definition" | "lambda" => {
                format!("{} (line {})", code_span(name_of(node)), line_of(node))
            }
            _ => format!("comprehension (line {})", line_of(node)),
        });
        let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        table.push_str(&format!(
            "\n| {} | {scope} | {} | {} |",
            code_span(one.name),
            dash(own.join(", ")),
            dash(others.join(", "))
        ));
    }
    table
}
