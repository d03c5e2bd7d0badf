//! What a function captures: the variables of functions around it that it or a function inside it uses.

use serde_json::json;

use crate::detect::{Analysis, Owner, is_variable};
use crate::document::{Node, syntax};
use crate::insight::functions::shape::{NODES, identity, name_of};
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

/// The variables that `function` captures, in the order of their names, as `co_freevars` has them; `None` where that cannot be told.
pub(super) fn free_variables<'a>(analysis: &Analysis, function: Node<'a>) -> Option<Vec<Free<'a>>> {
    let body = function.child("body")?;
    let mut free: Vec<Free<'a>> = Vec::new();
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
        add(analysis, function, node.text(), node.start(), rebound, &mut free)?;
        // `super` stands for `super(__class__, …)`, whatever it is bound to.
        if node.text() == "super" && !analysis.is_definition(node) && !analysis.is_in_class_body(node.start()) {
            add(analysis, function, "__class__", node.start(), false, &mut free)?;
        }
    }
    free.sort_by_key(|one| one.name);
    Some(free)
}

fn add<'a>(
    analysis: &Analysis,
    function: Node<'_>,
    name: &'a str,
    at: usize,
    rebound: bool,
    free: &mut Vec<Free<'a>>,
) -> Option<()> {
    if let Some(known) = free.iter_mut().find(|known| known.name == name) {
        known.rebound |= rebound;
        return Some(());
    }
    let owner = analysis.owner(name, at)?;
    let Some(range) = owner.range() else {
        return Some(());
    };
    let own_parameters = matches!(owner, Owner::TypeParameters(_)) && *range == function.range();
    let around = range.start <= function.start() && function.end() <= range.end && *range != function.range();
    if around || own_parameters {
        // Python stores `__name` of a class under another name.
        if name.starts_with("__") && !name.ends_with("__") {
            return None;
        }
        free.push(Free { name, owner, rebound });
    }
    Some(())
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
    let free = free_variables(site.analysis, function)?;
    if free.is_empty() {
        return None;
    }
    let names: Vec<&str> = free.iter().map(|one| one.name).collect();
    let (qualified, line) = identity(function);
    let claim = json!({ "function": qualified, "line": line, "freevars": names });
    let sentence = sentence(function, &free);
    Some(
        Insight::new(sentence)
            .with_detail(detail(site.analysis, function, &free))
            .with_claim(claim),
    )
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
        let owner = owner_node(function, &one.owner);
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
