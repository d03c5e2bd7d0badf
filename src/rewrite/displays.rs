//! Stars in lists, tuples, sets and dicts: built up piece by piece.

use super::assignments::comes_first;
use super::comprehensions::before_statement;
use super::expressions::on_its_own;
use super::scopes::{fits_before, is_compound};
use super::surroundings::{built_ins, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site, statement_of};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "star-display",
        kinds: &["list", "tuple", "set", "dictionary", "expression_list"],
        rewrite: display,
    },
    Rewriting {
        about: "star-arguments",
        kinds: &["argument_list"],
        rewrite: arguments,
    },
];

/// Longer displays get no plainer; CPython itself takes their elements in portions.
const MOST: usize = 15;

fn display(site: &Site<'_>) -> Answer {
    let elements: Vec<Node<'_>> = parts(site.node).collect();
    let has_star = elements
        .iter()
        .any(|n| matches!(n.kind(), "list_splat" | "dictionary_splat"));
    // `x[*y]`, `for x in *a, b` and `return *a, b` are tuples, too; `del` and targets are none.
    let is_bare = site.node.kind() == "expression_list";
    let around = site.node.parent().map_or("", Node::kind);
    let is_value = !is_bare
        || matches!(
            around,
            "assignment" | "return_statement" | "for_statement" | "expression_statement"
        );
    (has_star && is_value).then(|| built_up(site, &elements))
}

fn arguments(site: &Site<'_>) -> Answer {
    let is_call = site.node.parent().is_some_and(|n| n.kind() == "call");
    let has_star = parts(site.node).any(|n| matches!(n.kind(), "list_splat" | "dictionary_splat"));
    (is_call && has_star).then(|| {
        Err("how many arguments there are shows when the call is made, and nothing but stars passes so many; a list and a dict built before it would be passed with stars again, and would not refuse a keyword that comes twice".to_owned())
    })
}

fn built_up<'a>(site: &Site<'a>, elements: &[Node<'a>]) -> Result<Draft, String> {
    if elements.len() > MOST {
        return Err(format!("it has more than {MOST} elements"));
    }
    let statement = statement_of(site.node);
    fits_before(site)?;
    if statement.kind() == "while_statement" {
        return Err("the condition is evaluated anew for each round of the loop".to_owned());
    }
    comes_first(site, site.node, statement)?;
    let is_dict = site.node.kind() == "dictionary";
    let is_set = site.node.kind() == "set";
    let is_tuple = matches!(site.node.kind(), "tuple" | "expression_list");
    let mut fresh = site.fresh();
    let all = fresh.name(if is_dict { "pairs" } else { "items" });
    let mut code = Code::default();
    let mut needed = vec!["type", "hasattr", "TypeError"];
    // What comes before the first star is there at once.
    let is_star = |n: &Node<'_>| matches!(n.kind(), "list_splat" | "dictionary_splat");
    let first = elements.iter().position(is_star).unwrap_or(elements.len());
    let before: Vec<String> = elements.iter().take(first).map(|n| element(*n)).collect();
    let before = before.join(", ");
    code.line(
        0,
        match (is_dict, is_set) {
            (true, _) => format!("{all} = {{{before}}}"),
            (_, true) if before.is_empty() => {
                needed.push("set");
                format!("{all} = set()")
            }
            (_, true) => format!("{all} = {{{before}}}"),
            _ => format!("{all} = [{before}]"),
        },
    );
    let mut group: Vec<String> = Vec::new();
    let mut left = vec![all.clone()];
    let star = fresh.name(if is_dict { "mapping" } else { "iterable" });
    let mut checked = false;
    for element_node in elements.iter().skip(first) {
        if !is_star(element_node) {
            match (is_dict, is_set) {
                (true, _) => group.push(element(*element_node)),
                (_, true) => code.line(0, format!("{all}.add({})", element(*element_node))),
                _ => code.line(0, format!("{all}.append({})", element(*element_node))),
            }
            continue;
        }
        flush(&mut code, &all, &mut group);
        let inner = parts(*element_node).next().ok_or("a star before nothing")?;
        let made = if is_dict { is_made_dict(inner) } else { is_made(inner) };
        let text = if made {
            value(inner)
        } else {
            code.line(0, format!("{star} = {}", on_its_own(inner)));
            checked = true;
            if is_dict {
                code.line(0, format!("if not hasattr({star}, \"keys\"):"));
                code.line(
                    1,
                    format!("raise TypeError(f\"'{{type({star}).__name__}}' object is not a mapping\")"),
                );
            } else if !is_set {
                code.line(
                    0,
                    format!(
                        "if not hasattr(type({star}), \"__iter__\") and not hasattr(type({star}), \"__getitem__\"):"
                    ),
                );
                code.line(
                    1,
                    format!("raise TypeError(f\"Value after * must be an iterable, not {{type({star}).__name__}}\")"),
                );
            }
            star.clone()
        };
        let method = if is_dict || is_set { "update" } else { "extend" };
        code.line(0, format!("{all}.{method}({text})"));
    }
    flush(&mut code, &all, &mut group);
    if checked {
        left.push(star);
    }
    let expression = if is_tuple {
        needed.push("tuple");
        format!("tuple({all})")
    } else {
        all
    };
    built_ins(site, &needed)?;
    let names: Vec<&str> = left.iter().map(String::as_str).collect();
    let (range, mut after) = before_statement(site, &code, &expression, &names)?;
    let in_class = crate::document::syntax::scope_of(statement).0 == crate::document::syntax::ScopeKind::Class;
    let stays = !in_class && !is_compound(statement) && statement.kind() == "expression_statement";
    if stays {
        let spot = site.spot()?;
        let last = after.rsplit(['\n', '\r']).next().unwrap_or("");
        let indent: String = last.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        after += &format!("{}{indent}del {}", spot.line_break(), names.join(", "));
    }
    let title = match site.node.kind() {
        "list" => "stars in a list as `extend` and `append`",
        "set" => "stars in a set as `update` and `add`",
        "dictionary" => "`**` in a dict as `update`",
        _ => "stars in a tuple as a list that grows",
    };
    let draft = Draft::new(title, range, after);
    let draft = match is_dict {
        true => draft.note("A key that comes twice keeps its place and takes the later value."),
        false => draft
            .note("From left to right: an element is evaluated, then an iterable is evaluated and emptied, and so on."),
    };
    Ok(match is_dict || checked {
        true => draft.note("Before 3.9 CPython evaluates all of it first, and empties the iterables then."),
        false => draft,
    })
}

/// An element that is no star, as it can stand between brackets.
fn element(node: Node<'_>) -> String {
    match node.kind() {
        "yield" | "named_expression" => format!("({})", node.text()),
        _ => node.text().to_owned(),
    }
}

fn flush(code: &mut Code, all: &str, group: &mut Vec<String>) {
    if !group.is_empty() {
        code.line(0, format!("{all}.update({{{}}})", group.join(", ")));
        group.clear();
    }
}

/// Whether an expression makes an iterable, whatever its parts are.
fn is_made(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "list"
            | "tuple"
            | "set"
            | "dictionary"
            | "string"
            | "list_comprehension"
            | "set_comprehension"
            | "dictionary_comprehension"
    )
}

fn is_made_dict(node: Node<'_>) -> bool {
    matches!(node.kind(), "dictionary" | "dictionary_comprehension")
}

#[cfg(test)]
mod tests {
    use crate::detect::Analysis;
    use crate::document::{Document, Nodes};
    use crate::rewrite::{Outcome, rewrites};

    fn reason(code: &str) -> Option<String> {
        let analysis = Analysis::new(Document::new(code.to_owned()));
        let nodes = Nodes::whole(analysis.document());
        let found = rewrites(&analysis, &nodes, code.find('(').unwrap_or(0));
        found.into_iter().find_map(|outcome| match outcome {
            Outcome::Impossible {
                about: "star-arguments",
                reason,
                ..
            } => Some(reason),
            _ => None,
        })
    }

    #[test]
    fn arguments_with_stars_have_no_plainer_form() {
        assert!(reason("f(*a)\n").is_some_and(|why| why.contains("how many arguments")));
        assert!(reason("f(1, **a)\n").is_some());
        assert_eq!(reason("f(1, a=2)\n"), None);
        assert_eq!(reason("class C(*bases): pass\n"), None);
    }
}
