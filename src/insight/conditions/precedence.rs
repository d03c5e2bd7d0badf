//! Precedence, made visible by the parentheses that Python thinks of.

use serde_json::json;

use super::source::{is_broken, width};
use crate::document::Node;
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

/// The longest piece of code in a sentence, in characters.
const FITS: usize = 47;
/// How long an operand may be where the whole is too long, in characters: the first that makes it fit.
const OPERAND: [usize; 4] = [20, 12, 8, 5];
/// How many operators around the token's own are looked at, and how many operands below.
const STEPS: usize = 12;
const OPERANDS: usize = 80;

/// An operand that is an operation itself, and may be read otherwise.
#[derive(Clone, Copy)]
struct Edge<'a> {
    outer: Node<'a>,
    inner: Node<'a>,
}

/// What belongs together around the operator under the cursor.
pub fn grouping(site: &Site<'_>) -> Option<Insight> {
    let own = std::iter::once(site.token)
        .chain(site.token.ancestors().take(1))
        .find(|node| is_operation(*node))?;
    let around: Vec<Node<'_>> = std::iter::once(own)
        .chain(own.ancestors().take_while(|node| is_operation(*node)))
        .take(STEPS)
        .collect();
    let top = *around.last()?;
    let all = edges(top)?;
    let edge = *all
        .iter()
        .find(|edge| edge.inner == own)
        .or_else(|| all.iter().find(|edge| edge.outer == own))?;
    // From the widest that can be read at a glance to the narrowest that shows the doubt.
    let wide = around.iter().rev().filter(|node| contains(**node, edge.outer));
    let fitting = wide.copied().find_map(|node| {
        let code = grouped(node, &edges(node)?, usize::MAX)?;
        (width(&code) <= FITS).then_some((node, code))
    });
    let elided = fitting.is_none();
    let (node, code) = match fitting {
        Some(found) => found,
        None => {
            let edges = edges(edge.outer)?;
            let code = OPERAND.iter().find_map(|operand| {
                let code = grouped(edge.outer, &edges, *operand)?;
                (width(&code) <= FITS).then_some(code)
            })?;
            (edge.outer, code)
        }
    };
    let sentence = reason(say("is grouped as ").code(&code), edge);
    let insight = Insight::new(sentence);
    Some(if elided {
        insight
    } else {
        insight.with_claim(json!({"expression": node.text(), "grouped": code}))
    })
}

fn contains(node: Node<'_>, inner: Node<'_>) -> bool {
    node.start() <= inner.start() && inner.end() <= node.end()
}

/// Whether a node joins operands without parentheses of its own.
fn is_operation(node: Node<'_>) -> bool {
    node.is_named()
        && matches!(
            node.kind(),
            "boolean_operator"
                | "not_operator"
                | "comparison_operator"
                | "binary_operator"
                | "unary_operator"
                | "conditional_expression"
                | "lambda"
                | "named_expression"
                | "expression_list"
        )
}

/// Every doubtful operand in `top`; `None` where there is too much of it.
fn edges(top: Node<'_>) -> Option<Vec<Edge<'_>>> {
    let mut edges = Vec::new();
    let mut todo = vec![top];
    let mut seen = 0;
    while let Some(outer) = todo.pop() {
        for inner in outer.named_children() {
            seen += 1;
            if seen > OPERANDS {
                return None;
            }
            if !is_operation(inner) {
                continue;
            }
            if is_doubtful(outer, inner) {
                edges.push(Edge { outer, inner });
            }
            todo.push(inner);
        }
    }
    Some(edges)
}

/// The operator of a node, as one writes it.
fn operator(node: Node<'_>) -> &'static str {
    match node.kind() {
        "not_operator" => "not",
        "conditional_expression" => "if … else",
        "lambda" => "lambda",
        "named_expression" => ":=",
        "expression_list" => ",",
        "comparison_operator" => node.child("operators").map_or("", Node::kind),
        _ => node.child("operator").map_or("", Node::kind),
    }
}

/// Whether a reader may take the operand apart: where operators of different kinds meet.
fn is_doubtful<'a>(outer: Node<'a>, inner: Node<'a>) -> bool {
    let (over, under) = (operator(outer), operator(inner));
    let is_binary = inner.kind() == "binary_operator";
    let is_arithmetic = is_binary && matches!(under, "+" | "-" | "*" | "/" | "//" | "%" | "@");
    let is_bitwise = is_binary && matches!(under, "&" | "|" | "^" | "<<" | ">>");
    match outer.kind() {
        "boolean_operator" => over == "or" && under == "and",
        "not_operator" => inner.kind() == "comparison_operator",
        "comparison_operator" => is_bitwise,
        "unary_operator" => under == "**",
        "binary_operator" => match over {
            "**" => under == "**",
            "//" | "%" if inner.kind() == "unary_operator" => inner.field() == Some("left") && under != "~",
            "+" => under == "%" && inner.field() == Some("left") && is_text(inner),
            "<<" | ">>" => is_arithmetic,
            "&" => is_arithmetic || matches!(under, "<<" | ">>"),
            "^" | "|" => is_arithmetic || (is_bitwise && under != over),
            _ => false,
        },
        "conditional_expression" => {
            let is_test = outer.named_children().nth(1) == Some(inner);
            let kinds = ["binary_operator", "boolean_operator", "comparison_operator"];
            match inner.kind() {
                "conditional_expression" => true,
                kind => !is_test && kinds.contains(&kind),
            }
        }
        "lambda" => matches!(inner.kind(), "conditional_expression" | "boolean_operator"),
        "named_expression" => matches!(
            inner.kind(),
            "comparison_operator" | "boolean_operator" | "conditional_expression"
        ),
        "expression_list" => matches!(inner.kind(), "lambda" | "conditional_expression"),
        _ => false,
    }
}

/// Whether the left side of `%` is a text.
fn is_text(percent: Node<'_>) -> bool {
    percent
        .child("left")
        .is_some_and(|left| matches!(left.kind(), "string" | "concatenated_string"))
}

/// `top` with parentheses around the doubtful operands; with operands cut that are longer than `longest`.
fn grouped<'a>(top: Node<'a>, edges: &[Edge<'a>], longest: usize) -> Option<String> {
    if top.text().len() > 1000 || is_broken(top) {
        return None;
    }
    let mut code = String::new();
    let mut at = top.start();
    let mut todo: Vec<Step<'a>> = vec![Step::Enter(top)];
    let nodes = top.nodes();
    while let Some(step) = todo.pop() {
        let node = match step {
            Step::Close => {
                code.push(')');
                continue;
            }
            Step::Enter(node) => node,
        };
        code.push_str(&plain(nodes.text_of(&(at..node.start())))?);
        at = node.start();
        if edges.iter().any(|edge| edge.inner == node) {
            code.push('(');
            todo.push(Step::Close);
        }
        if is_operation(node) {
            let children: Vec<Node<'_>> = node.children().collect();
            todo.extend(children.into_iter().rev().map(Step::Enter));
            continue;
        }
        let text = plain(node.text())?;
        if width(&text) > longest {
            let closing = text.chars().last().filter(|c| matches!(c, ')' | ']' | '}'));
            code.extend(text.chars().take(longest - 2));
            code.push('…');
            code.extend(closing);
        } else {
            code.push_str(&text);
        }
        at = node.end();
    }
    Some(code)
}

enum Step<'a> {
    Enter(Node<'a>),
    Close,
}

/// Code on one line; `None` where a line break may mean something.
fn plain(code: &str) -> Option<String> {
    if !code.contains(['\n', '\r']) {
        return Some(code.to_owned());
    }
    if code.contains(['#', '"', '\'']) {
        return None;
    }
    let words: Vec<&str> = code.split_whitespace().filter(|word| *word != "\\").collect();
    let pad = |is: bool| if is { " " } else { "" };
    let first = code.starts_with(char::is_whitespace);
    let last = code.ends_with(char::is_whitespace) && !words.is_empty();
    Some(format!("{}{}{}", pad(first), words.join(" "), pad(last)))
}

/// Why it is so.
fn reason(sentence: Sentence, edge: Edge<'_>) -> Sentence {
    let (over, under) = (operator(edge.outer), operator(edge.inner));
    if over == under {
        return sentence.say(": ").code(over).say(" goes from right to left");
    }
    let sentence = sentence.say(": ").code(under).say(" binds more tightly than ");
    match edge.outer.kind() {
        "expression_list" => sentence.say("the comma"),
        "unary_operator" => sentence.say("the sign before it"),
        _ => sentence.code(over),
    }
}
