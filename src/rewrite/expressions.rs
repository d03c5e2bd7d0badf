//! Expressions in statements of their own: conditional expressions.

use super::{Answer, Code, Draft, Rewriting, Site, statement_of};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "conditional-expression",
    kinds: &["conditional_expression"],
    rewrite: conditional,
}];

/// `x = a if c else b` as `if`/`else`, where the expression is all that stands on the right.
fn conditional(site: &Site<'_>) -> Answer {
    let statement = statement_of(site.node);
    let parts: Vec<Node<'_>> = site.node.named_children().filter(|n| n.kind() != "comment").collect();
    let [yes, condition, no] = parts[..] else { return None };
    Some(choice(site, statement, [yes, condition, no]))
}

fn choice<'a>(site: &Site<'a>, statement: Node<'a>, [yes, condition, no]: [Node<'a>; 3]) -> Result<Draft, String> {
    let Some((before, behind)) = frame(site.node, statement) else {
        return Err("it is part of a larger expression; only a whole right side or a whole returned value becomes `if` and `else`".to_owned());
    };
    let spot = site.spot()?;
    let mut code = Code::default();
    code.line(0, format!("if {}:", on_its_own(condition)));
    code.line(1, format!("{before}{}{behind}", on_its_own(yes)));
    code.line(0, "else:");
    code.line(1, format!("{before}{}{behind}", on_its_own(no)));
    Ok(Draft::new(
        "a conditional expression as `if` and `else`",
        spot.range.clone(),
        spot.fill(&code),
    ))
}

/// What stands before and behind `expression` in `statement`, where the expression is evaluated first of all: the value of a `return`, of an assignment
/// or of a statement that is nothing but the expression. Parentheses around it are left out.
pub(super) fn frame<'a>(expression: Node<'a>, statement: Node<'a>) -> Option<(&'a str, &'a str)> {
    let mut outer = expression;
    while let Some(parent) = outer.parent().filter(|p| p.kind() == "parenthesized_expression") {
        outer = parent;
    }
    let parent = outer.parent()?;
    let text = |start: usize, end: usize| statement.text().get(start - statement.start()..end - statement.start());
    let framed = match parent.kind() {
        "return_statement" => parent == statement,
        "expression_statement" => parent == statement && statement.named_children().count() == 1,
        "assignment" => {
            let mut chain = parent;
            while let Some(around) = chain.parent().filter(|p| p.kind() == "assignment") {
                chain = around;
            }
            let is_value = outer.field() == Some("right");
            is_value && parent.child("type").is_none() && chain.parent() == Some(statement)
        }
        _ => false,
    };
    let frame = || {
        Some((
            text(statement.start(), outer.start())?,
            text(outer.end(), statement.end())?,
        ))
    };
    frame().filter(|_| framed)
}

/// The text of an expression that stands alone: in parentheses where it goes over several lines outside of brackets of its own.
pub(super) fn on_its_own(expression: Node<'_>) -> String {
    if expression.text().contains('\n') && !is_bracketed(expression) {
        format!("({})", expression.text())
    } else {
        expression.text().to_owned()
    }
}

/// Whether line breaks in it need no parentheses around it.
fn is_bracketed(expression: Node<'_>) -> bool {
    const BRACKETED: [&str; 9] = [
        "parenthesized_expression",
        "list",
        "tuple",
        "set",
        "dictionary",
        "list_comprehension",
        "set_comprehension",
        "dictionary_comprehension",
        "generator_expression",
    ];
    let kind = expression.kind();
    (BRACKETED.contains(&kind) && !(kind == "tuple" && !expression.text().starts_with('('))) || kind == "string"
}
