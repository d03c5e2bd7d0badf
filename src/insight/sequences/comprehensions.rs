//! Comprehensions as the loops they stand for.

use crate::document::Node;
use crate::insight::conditions::source::{is_broken, one_line};
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The most clauses that are written out.
const CLAUSES: usize = 8;

/// The loop that a comprehension stands for.
pub fn as_loop(site: &Site<'_>) -> Option<Insight> {
    let kinds = [
        "list_comprehension",
        "set_comprehension",
        "dictionary_comprehension",
        "generator_expression",
    ];
    let whole = site
        .token
        .ancestors()
        .take(2)
        .find(|node| kinds.contains(&node.kind()))?;
    if is_broken(whole) {
        return None;
    }
    let clauses: Vec<Node<'_>> = whole
        .named_children()
        .filter(|node| matches!(node.kind(), "for_in_clause" | "if_clause"))
        .take(CLAUSES + 1)
        .collect();
    let loops: Vec<Node<'_>> = clauses
        .iter()
        .copied()
        .filter(|n| n.kind() == "for_in_clause")
        .collect();
    let first = *loops.first()?;
    let target = first.child("left")?;
    let names = target.descendants().filter(|node| node.kind() == "identifier");
    let names: Vec<&str> = names.take(8).map(Node::text).collect();
    let iterable = first.child("right")?;
    if clauses.len() > CLAUSES || names.is_empty() {
        return None;
    }
    let own = |node: Node<'_>| !matches!(node.kind(), "attribute" | "subscript");
    let targets = loops.iter().filter_map(|clause| clause.child("left"));
    if !targets.flat_map(Node::descendants).all(own) {
        return None;
    }
    let code = written_out(whole, &clauses)?;
    let sentence = match (whole.kind(), loops.as_slice()) {
        ("generator_expression", _) => {
            let sentence = say("evaluates only ")
                .node(iterable)
                .say(" now; the rest runs when items are asked for, and ");
            sentence.codes(&names, 3).say(if names.len() == 1 {
                " stays inside"
            } else {
                " stay inside"
            })
        }
        (_, [_]) => {
            let sentence = say("is a loop in a scope of its own: ").codes(&names, 3);
            match names.as_slice() {
                [one] => sentence.say(" stays inside, an outer ").code(one).say(" is left alone"),
                _ => sentence.say(" stay inside, outer ones are left alone"),
            }
        }
        (_, [outer, inner, ..]) => {
            let sentence = say("nests its loops as they are written: ")
                .code(&head(*outer)?)
                .say(" outside, ");
            sentence.code(&head(*inner)?).say(" inside")
        }
        _ => return None,
    };
    Some(Insight::new(sentence).with_detail(format!(
        "The loop it stands for, in a scope of its own:\n\n```python\n{code}\n```"
    )))
}

/// `for x in xs`.
fn head(clause: Node<'_>) -> Option<String> {
    one_line(clause)
}

/// The statements.
fn written_out(whole: Node<'_>, clauses: &[Node<'_>]) -> Option<String> {
    let body = whole.child("body")?;
    let text = whole.text();
    let result = ["result", "collected", "result_of_loop"]
        .into_iter()
        .find(|name| !text.contains(name))?;
    let mut lines = Vec::new();
    let mut depth = 0;
    match whole.kind() {
        "list_comprehension" => lines.push(format!("{result} = []")),
        "set_comprehension" => lines.push(format!("{result} = set()")),
        "dictionary_comprehension" => lines.push(format!("{result} = {{}}")),
        "generator_expression" => {
            let head = if text.contains("async ") { "async def" } else { "def" };
            lines.push(format!("{head} {result}():"));
            depth = 1;
        }
        _ => return None,
    }
    for clause in clauses {
        lines.push(format!("{}{}:", "    ".repeat(depth), head(*clause)?));
        depth += 1;
    }
    let pad = "    ".repeat(depth);
    let spread = matches!(body.kind(), "list_splat" | "dictionary_splat");
    let value = one_line(body)?;
    lines.push(match whole.kind() {
        "list_comprehension" if spread => format!("{pad}{result}.extend({})", value.trim_start_matches('*')),
        "list_comprehension" => format!("{pad}{result}.append({value})"),
        "set_comprehension" if spread => format!("{pad}{result}.update({})", value.trim_start_matches('*')),
        "set_comprehension" => format!("{pad}{result}.add({value})"),
        "dictionary_comprehension" if spread => format!("{pad}{result}.update({})", value.trim_start_matches('*')),
        "dictionary_comprehension" => {
            let (key, value) = (one_line(body.child("key")?)?, one_line(body.child("value")?)?);
            format!("{pad}{result}[{key}] = {value}")
        }
        _ if spread => return None,
        _ => format!("{pad}yield {}", value.trim()),
    });
    Some(lines.join("\n"))
}
