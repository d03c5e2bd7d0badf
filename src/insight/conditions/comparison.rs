//! Chained comparisons, spelt out.

use serde_json::json;

use super::source::{is_constant, one_line, width};
use crate::document::Node;
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

/// One comparison of a chain.
struct Link<'a> {
    left: Node<'a>,
    operator: &'static str,
    right: Node<'a>,
}

/// The longest chain that is spelt out, in comparisons.
const MOST: usize = 6;
/// The longest piece of code in a sentence, in characters.
const FITS: usize = 47;

/// `a < b < c` as the comparisons it joins.
pub fn chain(site: &Site<'_>) -> Option<Insight> {
    let chain = site
        .token
        .ancestors()
        .take(1)
        .find(|node| node.kind() == "comparison_operator")?;
    let links = links(chain)?;
    let parts: Option<Vec<String>> = links.iter().map(|link| spelt(link.left, link, link.right)).collect();
    let parts = parts?;
    let spelt = parts.join(" and ");
    let mut sentence = if width(&spelt) <= FITS {
        say("means ").code(&spelt)
    } else {
        let mut sentence = say("means ");
        for (at, part) in parts.iter().enumerate().take(2) {
            sentence = sentence.say(if at == 0 { "" } else { " and " }).code(part);
        }
        if parts.len() > 2 {
            sentence = sentence.say(" and so on");
        }
        sentence
    };
    sentence = remark(sentence, &links);
    let mut insight = Insight::new(sentence).with_claim(json!({"expression": one_line(chain)?, "means": spelt}));
    if let Some(exact) = exact(site, &links) {
        insight = insight.with_detail(format!(
            "Each operand is evaluated once, and no further than needed; exactly:\n\n```python\n{exact}\n```"
        ));
    }
    Some(insight)
}

/// The comparisons of a chain of at least two.
fn links(chain: Node<'_>) -> Option<Vec<Link<'_>>> {
    let mut links = Vec::new();
    let mut left = None;
    let mut operator = None;
    for node in chain.children().filter(|n| n.kind() != "comment") {
        if node.field() == Some("operators") {
            operator = Some(node.kind());
            continue;
        }
        if let (Some(left), Some(operator)) = (left, operator.take()) {
            links.push(Link {
                left,
                operator,
                right: node,
            });
        }
        left = Some(node);
        if links.len() > MOST {
            return None;
        }
    }
    (2..=MOST).contains(&links.len()).then_some(links)
}

fn spelt(left: Node<'_>, link: &Link<'_>, right: Node<'_>) -> Option<String> {
    Some(format!("{} {} {}", one_line(left)?, link.operator, one_line(right)?))
}

/// What is easily overlooked in a chain.
fn remark(sentence: Sentence, links: &[Link<'_>]) -> Sentence {
    let (Some(first), Some(last)) = (links.first(), links.last()) else {
        return sentence;
    };
    if let Some(link) = links.iter().find(|link| never_equal(link)) {
        let pair = spelt(link.left, link, link.right).unwrap_or_default();
        return sentence.say("; ").code(&pair).say(" is never true");
    }
    if mixes(links) {
        let pair = spelt(first.left, first, first.right).unwrap_or_default();
        return sentence.say("; the result of ").code(&pair).say(" is not compared");
    }
    if says_nothing_of_ends(links) {
        let (left, right) = (first.left, last.right);
        return sentence
            .say("; ")
            .node(left)
            .say(" and ")
            .node(right)
            .say(" are not compared");
    }
    let middle: Vec<Node<'_>> = links.iter().skip(1).map(|link| link.left).collect();
    let noticed: Vec<Node<'_>> = middle.into_iter().filter(|node| !is_constant(*node)).collect();
    match noticed.as_slice() {
        [] => sentence,
        [one] => sentence.say("; ").node(*one).say(" is evaluated once"),
        [..] => sentence.say("; every operand is evaluated at most once"),
    }
}

/// Which question an operator asks.
fn question(operator: &str) -> u8 {
    match operator {
        "in" | "not in" => 0,
        "is" | "is not" => 1,
        "==" | "!=" | "<>" => 2,
        _ => 3,
    }
}

/// Whether `in` or `is` stands beside another comparison: few readers see a chain there.
fn mixes(links: &[Link<'_>]) -> bool {
    let questions: Vec<u8> = links.iter().map(|link| question(link.operator)).collect();
    questions.iter().any(|q| *q < 2) && questions.windows(2).any(|pair| pair.first() != pair.last())
}

/// Whether nothing follows from the chain for its first and last operand: `a < b > c`, `a != b != c`.
fn says_nothing_of_ends(links: &[Link<'_>]) -> bool {
    let any = |operators: &[&str]| links.iter().any(|link| operators.contains(&link.operator));
    let differs = links.iter().filter(|link| link.operator == "!=").count() > 1;
    differs || (any(&["<", "<="]) && any(&[">", ">="]))
}

/// A display, a text or `None` is equal to nothing of another type.
fn never_equal(link: &Link<'_>) -> bool {
    let group = |node: Node<'_>| match node.kind() {
        "list" => Some(0),
        "tuple" => Some(1),
        "dictionary" => Some(2),
        "set" => Some(3),
        "true" | "false" | "integer" => Some(4),
        "none" => Some(5),
        "string" if node.text().starts_with(['"', '\'']) => Some(6),
        _ => None,
    };
    let groups = (group(link.left), group(link.right));
    link.operator == "==" && matches!(groups, (Some(left), Some(right)) if left != right)
}

/// The chain with each operand in the middle kept under a name of its own; `None` where names and literals make that needless.
fn exact(site: &Site<'_>, links: &[Link<'_>]) -> Option<String> {
    let mut parts = Vec::new();
    let mut left = one_line(links.first()?.left)?;
    let mut kept = 0;
    for (at, link) in links.iter().enumerate() {
        let right = one_line(link.right)?;
        let simple = is_constant(link.right) || link.right.kind() == "identifier";
        let is_last = at + 1 == links.len();
        if simple || is_last {
            parts.push(format!("{left} {} {right}", link.operator));
            left = right;
        } else {
            kept += 1;
            let name = format!("middle_{kept}");
            if site.nodes.mentions(&name) {
                return None;
            }
            parts.push(format!("{left} {} ({name} := {right})", link.operator));
            left = name;
        }
    }
    (kept > 0).then(|| parts.join(" and "))
}
