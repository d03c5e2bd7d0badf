//! `and`, `or` and `if … else` as values: which operand comes out, and what is evaluated.

use super::source::{is_broken, is_constant, truth};
use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The longest chain of one operator that is looked at.
const MOST: usize = 16;

/// `x == 1 or 2`: the 2 is no comparison.
pub fn never_compared(site: &Site<'_>) -> Option<Insight> {
    let top = outermost(site.token)?;
    if operator(top) != "or" || is_broken(top) {
        return None;
    }
    let operands = operands(top)?;
    let compared = operands
        .first()
        .filter(|first| first.kind() == "comparison_operator")
        .filter(|first| first.child("operators").is_some_and(|n| n.kind() == "=="))?;
    let subject = compared.named_children().next()?;
    let always = operands.iter().skip(1).find(|operand| truth(**operand) == Some(true))?;
    // `True` at the end is meant: it switches a test off.
    if always.kind() == "true" {
        return None;
    }
    let sentence = say("is always true: ").node(*always).say(" is not compared with ");
    let sentence = sentence
        .node(subject)
        .say(", it is an operand of ")
        .code("or")
        .say(" by itself");
    Some(Insight::new(sentence))
}

/// Which operand an `and` or `or` gives, where its value is used.
pub fn operand_given(site: &Site<'_>) -> Option<Insight> {
    let top = outermost(site.token)?;
    if is_broken(top) || is_test(top) {
        return None;
    }
    let operands = operands(top)?;
    let (last, before) = operands.split_last()?;
    let settled = |operand: Node<'_>| is_constant(operand) || operand.kind() == "boolean_operator";
    if operands.iter().all(|operand| is_bool(site, *operand)) || before.iter().any(|operand| settled(*operand)) {
        return None;
    }
    let first = *before.first()?;
    if operator(top) == "and" {
        if before.iter().all(|operand| is_surely_bool(site, *operand)) {
            let sentence = say("gives ").node(*last).say(" if ");
            let sentence = match before {
                [one] => sentence.node(*one).say(" holds"),
                _ => sentence.say("everything before it holds"),
            };
            return Some(Insight::new(sentence.say(", else ").code("False")));
        }
        if before.iter().any(|operand| is_bool(site, *operand)) {
            return None;
        }
        let sentence = match before {
            [one] => say("gives ").node(*one).say(" itself if that is falsy ("),
            _ => say("gives the first operand that is falsy ("),
        };
        let sentence = sentence
            .code("None")
            .say(", ")
            .code("0")
            .say(", ")
            .code("''")
            .say(", empty), else ");
        return Some(Insight::new(sentence.node(*last)));
    }
    if before.iter().any(|operand| is_bool(site, *operand)) {
        return None;
    }
    let replaced = match last.kind() {
        "list" | "dictionary" | "set" if last.named_children().next().is_none() => {
            let sentence = say("an empty ")
                .node(first)
                .say(" is replaced too, by a new ")
                .node(*last);
            return Some(Insight::new(
                sentence.say(": what is added to that, the old one does not get"),
            ));
        }
        "integer" | "float" => "`0`",
        "string" => "an empty text",
        "true" => {
            return Some(Insight::new(
                say("is always true: a ")
                    .code("False")
                    .say(" of ")
                    .node(first)
                    .say(" is replaced too"),
            ));
        }
        _ => "`0`, an empty text or container",
    };
    let [one] = before else {
        return Some(Insight::new(
            say("gives the first operand that is true, else ").node(*last),
        ));
    };
    let sentence = say("gives ").node(*last).say(" also where ").node(*one).say(" is ");
    Some(Insight::new(sentence.say(replaced).say(", not only for ").code("None")))
}

/// What of a conditional expression is evaluated.
pub fn branch_chosen(site: &Site<'_>) -> Option<Insight> {
    let whole = site.token.parent()?;
    if whole.kind() != "conditional_expression" || is_broken(whole) {
        return None;
    }
    let mut parts = whole.named_children().filter(|node| node.kind() != "comment");
    let (yes, test, no) = (parts.next()?, parts.next()?, parts.next()?);
    if is_constant(test) {
        return None;
    }
    let is_idle = |node: Node<'_>| is_constant(node) || node.kind() == "identifier";
    let sentence = match (is_idle(yes), is_idle(no)) {
        (true, true) => return None,
        (false, true) => say("evaluates ").node(yes).say(" only if ").node(test).say(" is true"),
        (true, false) => say("evaluates ").node(no).say(" only if ").node(test).say(" is false"),
        (false, false) => {
            let sentence = say("evaluates ").node(test).say(" first, then only ").node(yes);
            sentence.say(" or only ").node(no)
        }
    };
    Some(Insight::new(sentence))
}

/// The outermost of the chain of one operator that the token is of: `a or b or c`.
fn outermost(token: Node<'_>) -> Option<Node<'_>> {
    let own = token
        .ancestors()
        .take(2)
        .find(|node| node.kind() == "boolean_operator")?;
    let same = |node: &Node<'_>| node.kind() == "boolean_operator" && operator(*node) == operator(own);
    own.ancestors().take(MOST).take_while(same).last().or(Some(own))
}

fn operator(node: Node<'_>) -> &'static str {
    node.child("operator").map_or("", Node::kind)
}

/// The operands of a chain of one operator, left to right.
fn operands(top: Node<'_>) -> Option<Vec<Node<'_>>> {
    let mut operands = Vec::new();
    let mut at = top;
    for _ in 0..MOST {
        operands.push(at.child("right")?);
        let left = at.child("left")?;
        if left.kind() == "boolean_operator" && operator(left) == operator(top) {
            at = left;
            continue;
        }
        operands.push(left);
        operands.reverse();
        return Some(operands);
    }
    None
}

/// Whether nothing but the truth of a value counts where it stands.
fn is_test(node: Node<'_>) -> bool {
    let mut below = node;
    for above in node.ancestors().take(MOST) {
        match above.kind() {
            "parenthesized_expression" | "boolean_operator" => below = above,
            "if_statement" | "elif_clause" | "while_statement" => return below.field() == Some("condition"),
            "if_clause" | "not_operator" | "assert_statement" | "case_clause" => return true,
            "conditional_expression" => return above.named_children().nth(1) == Some(below),
            // A value that nobody takes.
            "expression_statement" => return true,
            _ => return false,
        }
    }
    true
}

/// Whether an expression is a `bool`, or made to be tested: a class may define comparisons otherwise.
fn is_bool<'a>(site: &Site<'a>, node: Node<'a>) -> bool {
    inside(node).kind() == "comparison_operator" || is_surely_bool(site, node)
}

/// Whether an expression is a `bool` whatever its operands are: `not`, `is` and `in` cannot be redefined to give anything else.
fn is_surely_bool<'a>(site: &Site<'a>, node: Node<'a>) -> bool {
    let node = inside(node);
    let sure = |n: Node<'_>| matches!(n.kind(), "is" | "is not" | "in" | "not in");
    match node.kind() {
        "comparison_operator" => node.children_in("operators").all(sure),
        "call" => node
            .child("function")
            .is_some_and(|function| match site.analysis.resolve(function) {
                Resolution::Dotted(names) => names.iter().all(|name| ASKING.contains(&name.as_str())),
                _ => false,
            }),
        kind => matches!(kind, "not_operator" | "true" | "false"),
    }
}

/// Built-in functions that give a `bool`.
const ASKING: [&str; 7] = [
    "builtins.all",
    "builtins.any",
    "builtins.bool",
    "builtins.callable",
    "builtins.hasattr",
    "builtins.isinstance",
    "builtins.issubclass",
];

/// What stands in one pair of parentheses.
fn inside(node: Node<'_>) -> Node<'_> {
    let inner = (node.kind() == "parenthesized_expression").then(|| node.named_children().next());
    inner.flatten().unwrap_or(node)
}
