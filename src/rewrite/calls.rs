//! `lambda` as `def`, and subscripts as calls.

use super::assignments::{comes_first, in_call, key_text};
use super::comprehensions::before_statement;
use super::expressions::on_its_own;
use super::scopes::{fits_before, sees_new_names};
use super::{Code, Draft, Rewriting, Site, statement_of};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "lambda",
        kinds: &["lambda"],
        rewrite: |site| Some(lambda(site)),
    },
    Rewriting {
        about: "subscript",
        kinds: &["subscript"],
        rewrite: |site| subscript(site).transpose(),
    },
];

/// A `lambda` as a function that is defined before the statement.
fn lambda(site: &Site<'_>) -> Result<Draft, String> {
    fits_before(site)?;
    let statement = statement_of(site.node);
    if statement.kind() == "while_statement" {
        return Err("the condition makes a new function for each round of the loop".to_owned());
    }
    let parameters = site.node.child("parameters");
    let defaults = parameters.is_some_and(|p| p.named_children().any(|n| n.kind().contains("default")));
    if defaults {
        comes_first(site, site.node, statement)
            .map_err(|_| "its default values would be evaluated before what stands before it".to_owned())?;
    }
    let body = site.node.child("body").ok_or("a `lambda` without a body")?;
    let name = site.fresh().name("function");
    let mut code = Code::default();
    code.line(0, format!("def {name}({}):", parameters.map_or("", Node::text)));
    code.line(1, format!("return {}", on_its_own(body)));
    code.line(0, format!("{name}.__name__ = \"<lambda>\""));
    code.line(0, format!("{name}.__qualname__ = \"{}<lambda>\"", qualifier(statement)));
    let (range, after) = before_statement(site, &code, &name, &[&name])?;
    let title = "`lambda` as a function with `return`";
    Ok(Draft::new(title, range, after)
        .note("All that a `lambda` lacks is a name; the two assignments give the function the one that it has.")
        .note(format!(
            "Its code is still called `{name}`: tracebacks say so, and before 3.10 error messages about its arguments."
        )))
}

/// What stands before a function's own name in its `__qualname__`.
fn qualifier(statement: Node<'_>) -> String {
    let mut parts: Vec<String> = Vec::new();
    for around in statement.ancestors() {
        let name = around.child("name").map_or("", Node::text);
        match around.kind() {
            "function_definition" => parts.push(format!("{name}.<locals>.")),
            "class_definition" => parts.push(format!("{name}.")),
            _ => {}
        }
    }
    parts.reverse();
    parts.concat()
}

/// `x[k]` as a call of `operator.getitem`, and so on.
fn subscript(site: &Site<'_>) -> Result<Option<Draft>, String> {
    let node = site.node;
    let Some(parent) = node.parent() else { return Ok(None) };
    match parent.kind() {
        // That has a rewriting of its own.
        "augmented_assignment" if node.field() == Some("left") => Ok(None),
        "assignment" if node.field() == Some("left") => stored(site, parent).map(Some),
        "delete_statement" => deleted(site).map(Some),
        kind if kind.contains("pattern") || kind == "as_pattern_target" => Err(several()),
        "for_statement" | "for_in_clause" if node.field() == Some("left") => Err(several()),
        "expression_list" if parent.parent().is_some_and(|p| p.kind() == "delete_statement") => Err(several()),
        _ => read(site).map(Some),
    }
}

fn several() -> String {
    "it is a target among others, or of a loop".to_owned()
}

/// The object and the key as arguments, and the lines so far.
fn parts(site: &Site<'_>) -> Result<(String, String, Code), String> {
    sees_new_names(site.node)?;
    let object = site.node.child("value").ok_or("a subscript of nothing")?;
    let key = key_text(site, site.node)?;
    let module = site.fresh().name("operator");
    let mut code = Code::default();
    code.line(0, format!("import operator as {module}"));
    Ok((module, format!("{}, {}", in_call(object), key), code))
}

fn read(site: &Site<'_>) -> Result<Draft, String> {
    let (module, arguments, code) = parts(site)?;
    let (range, after) = before_statement(site, &code, &format!("{module}.getitem({arguments})"), &[])?;
    Ok(Draft::new("a subscript as a call", range, after)
        .note("`operator.getitem(a, b)` returns `type(a).__getitem__(a, b)`; where `a` is a class whose metaclass has no such method, `a.__class_getitem__(b)`."))
}

fn stored(site: &Site<'_>, assignment: Node<'_>) -> Result<Draft, String> {
    let right = assignment.child("right").ok_or("nothing is assigned")?;
    let is_alone =
        assignment.parent().is_some_and(|p| p.kind() == "expression_statement") && right.kind() != "assignment";
    if !is_alone || assignment.child("type").is_some() {
        return Err(several());
    }
    let (module, arguments, mut code) = parts(site)?;
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    let is_constant = matches!(right.kind(), "integer" | "float" | "true" | "false" | "none");
    if is_constant {
        code.line(0, format!("{module}.setitem({arguments}, {})", right.text()));
    } else {
        let value = fresh.name("value");
        code.line(
            0,
            format!(
                "{value} = {}",
                if right.kind() == "yield" {
                    right.text().to_owned()
                } else {
                    on_its_own(right)
                }
            ),
        );
        code.line(0, format!("{module}.setitem({arguments}, {value})"));
        code.line(0, format!("del {value}"));
    }
    let draft = Draft::new(
        "a subscript that is assigned to as a call",
        spot.range.clone(),
        spot.fill(&code),
    );
    Ok(draft.note("`operator.setitem(a, b, c)` calls `type(a).__setitem__(a, b, c)`. The value is evaluated first, then the object, then the key."))
}

fn deleted(site: &Site<'_>) -> Result<Draft, String> {
    let (module, arguments, mut code) = parts(site)?;
    let spot = site.spot()?;
    code.line(0, format!("{module}.delitem({arguments})"));
    let draft = Draft::new(
        "a subscript that is deleted as a call",
        spot.range.clone(),
        spot.fill(&code),
    );
    Ok(draft.note("`operator.delitem(a, b)` calls `type(a).__delitem__(a, b)`."))
}
