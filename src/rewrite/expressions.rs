//! Conditional expressions and chained comparisons.

use super::scopes::{COMPREHENSIONS, is_steady, reads_source, sees_new_names};
use super::{Answer, Code, Draft, Rewriting, Site, statement_of};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "chained-comparison",
        kinds: &["comparison_operator"],
        rewrite: chained,
    },
    Rewriting {
        about: "conditional-expression",
        kinds: &["conditional_expression"],
        rewrite: conditional,
    },
];

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

/// The text of an expression that stands alone: in parentheses where it goes over several lines outside of brackets of its own, or is a `:=`.
pub(super) fn on_its_own(expression: Node<'_>) -> String {
    let over_lines = expression.text().contains('\n') && !is_bracketed(expression);
    if over_lines || expression.kind() == "named_expression" {
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
    let has_brackets = kind != "tuple" || expression.text().starts_with('(');
    kind == "string" || (has_brackets && BRACKETED.contains(&kind))
}

/// Longer chains are no person's.
const LONGEST_CHAIN: usize = 32;

/// `a < b < c` as two comparisons.
fn chained(site: &Site<'_>) -> Answer {
    let operands: Vec<Node<'_>> = site
        .node
        .named_children()
        .filter(|n| n.kind() != "comment" && n.kind() != "line_continuation")
        .collect();
    let operators: Vec<Node<'_>> = site.node.children_in("operators").collect();
    if operators.len() < 2 || operators.len() > LONGEST_CHAIN || operands.len() != operators.len() + 1 {
        return None;
    }
    Some(pairs(site, &operands, &operators))
}

fn pairs(site: &Site<'_>, operands: &[Node<'_>], operators: &[Node<'_>]) -> Result<Draft, String> {
    reads_source(site.node)?;
    let mut fresh = site.fresh();
    let mut comparisons = Vec::new();
    let mut stored = Vec::new();
    let [first, rest @ ..] = operands else {
        return Err(String::new());
    };
    let mut left = on_its_own(*first);
    for (at, (operand, operator)) in rest.iter().zip(operators).enumerate() {
        let own = on_its_own(*operand);
        let is_last = at + 1 == rest.len();
        let (right, next) = if is_last || can_be_read_twice(site, *operand) {
            (own.clone(), own)
        } else {
            let name = fresh.name("middle");
            stored.push(name.clone());
            (format!("({name} := {own})"), name)
        };
        comparisons.push(format!("{left} {} {right}", operator.kind()));
        left = next;
    }
    if !stored.is_empty() {
        sees_new_names(site.node)?;
        let statement = statement_of(site.node);
        if site
            .node
            .ancestors()
            .take_while(|n| *n != statement)
            .any(|n| COMPREHENSIONS.contains(&n.kind()))
        {
            return Err(
                "the value in the middle is evaluated once, and a comprehension has no name of its own to keep it in"
                    .to_owned(),
            );
        }
    }
    let text = comparisons.join(" and ");
    let text = if stands_alone(site.node) {
        text
    } else {
        format!("({text})")
    };
    let draft = Draft::new("a chained comparison as two, joined by `and`", site.node.range(), text);
    let draft = if operators.len() == 2 {
        draft
    } else {
        Draft {
            title: "a chained comparison as several, joined by `and`".to_owned(),
            ..draft
        }
    };
    Ok(match stored.first() {
        Some(name) => draft.note(format!(
            "What stands in the middle is evaluated once: `{name} := …` keeps it for the second comparison."
        )),
        None => draft,
    })
}

/// Whether evaluating the operand again does nothing and gives the same: a constant, or a variable that nothing else rebinds.
pub(super) fn can_be_read_twice(site: &Site<'_>, operand: Node<'_>) -> bool {
    match operand.kind() {
        "identifier" => is_steady(site.nodes, operand.text()),
        "integer" | "float" | "true" | "false" | "none" | "ellipsis" => true,
        "string" => operand.children().all(|n| n.kind() != "interpolation"),
        _ => false,
    }
}

/// Whether `and` binds as the construct did where `node` stands.
fn stands_alone(node: Node<'_>) -> bool {
    let free = node.parent().is_some_and(|parent| match parent.kind() {
        "parenthesized_expression" | "argument_list" | "return_statement" | "expression_statement" => true,
        "assignment" => node.field() == Some("right"),
        "if_statement" | "elif_clause" | "while_statement" => node.field() == Some("condition"),
        "if_clause" => true,
        "assert_statement" => true,
        _ => false,
    });
    free && !node.text().contains('\n')
}
