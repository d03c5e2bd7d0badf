//! Assignments: augmented ones, `:=`, and unpacking with a star.

use super::expressions::{can_be_read_twice, on_its_own};
use super::scopes::{builtins, is_builtin_here, reads_source, sees_new_names};
use super::{Answer, Code, Draft, Fresh, Rewriting, Site, statement_of};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "augmented-assignment",
        kinds: &["augmented_assignment"],
        rewrite: augmented,
    },
    Rewriting {
        about: "walrus",
        kinds: &["named_expression"],
        rewrite: |site| Some(hoisted(site)),
    },
    Rewriting {
        about: "star-unpacking",
        kinds: &["assignment"],
        rewrite: starred,
    },
];

/// The functions of `operator` for the operators of augmented assignment, with the method each asks first and the operator that is left.
const IN_PLACE: [(&str, &str, &str, &str); 13] = [
    ("+=", "iadd", "__iadd__", "+"),
    ("-=", "isub", "__isub__", "-"),
    ("*=", "imul", "__imul__", "*"),
    ("/=", "itruediv", "__itruediv__", "/"),
    ("//=", "ifloordiv", "__ifloordiv__", "//"),
    ("%=", "imod", "__imod__", "%"),
    ("**=", "ipow", "__ipow__", "**"),
    ("@=", "imatmul", "__imatmul__", "@"),
    ("&=", "iand", "__iand__", "&"),
    ("|=", "ior", "__ior__", "|"),
    ("^=", "ixor", "__ixor__", "^"),
    (">>=", "irshift", "__irshift__", ">>"),
    ("<<=", "ilshift", "__ilshift__", "<<"),
];

/// `x += y` as an assignment of what `operator.iadd` returns.
fn augmented(site: &Site<'_>) -> Answer {
    let operator = site.node.child("operator")?;
    let row = IN_PLACE.iter().find(|(sign, ..)| *sign == operator.kind())?;
    let (left, right) = (site.node.child("left")?, site.node.child("right")?);
    Some(in_place(site, left, right, *row))
}

fn in_place(
    site: &Site<'_>,
    left: Node<'_>,
    right: Node<'_>,
    (_, function, method, sign): (&str, &str, &str, &str),
) -> Result<Draft, String> {
    sees_new_names(site.node)?;
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    let module = fresh.name("operator");
    let mut code = Code::default();
    code.line(0, format!("import operator as {module}"));
    let (target, stored) = target_once(site, left, right, &mut fresh, &mut code)?;
    code.line(
        0,
        format!("{target} = {module}.{function}({target}, {})", in_call(right)),
    );
    if !stored.is_empty() {
        code.line(0, format!("del {}", stored.join(", ")));
    }
    let title = "an augmented assignment as an assignment";
    let draft = Draft::new(title, spot.range.clone(), spot.fill(&code)).note(format!(
        "`operator.{function}(a, b)` returns `type(a).{method}(a, b)`; where there is no such method, or it returns `NotImplemented`, it returns `a {sign} b`."
    ));
    Ok(if stored.is_empty() {
        draft
    } else {
        draft.note("The object and the key are evaluated once, and then used twice: to read and to store.")
    })
}

/// The target as text that may be read and assigned, with what it consists of evaluated once, by lines of `code`; and the names made for that.
fn target_once(
    site: &Site<'_>,
    left: Node<'_>,
    right: Node<'_>,
    fresh: &mut Fresh,
    code: &mut Code,
) -> Result<(String, Vec<String>), String> {
    let rebinds = right.descendants().any(|n| n.kind() == "named_expression");
    let steady = |n: Node<'_>| can_be_read_twice(site, n) && !rebinds;
    let mut stored = Vec::new();
    let mut keep = |stem: &str, text: &str| {
        let name = fresh.name(stem);
        code.line(0, format!("{name} = {text}"));
        stored.push(name.clone());
        name
    };
    let target = match left.kind() {
        "identifier" => left.text().to_owned(),
        "attribute" => {
            let object = left.child("object").ok_or("an attribute of nothing")?;
            let name = left
                .child("attribute")
                .map(Node::text)
                .ok_or("an attribute without a name")?;
            if steady(object) {
                format!("{}.{name}", object.text())
            } else {
                format!("{}.{name}", keep("object", &on_its_own(object)))
            }
        }
        "subscript" => {
            let object = left.child("value").ok_or("a subscript of nothing")?;
            let keys: Vec<Node<'_>> = left.children_in("subscript").collect();
            let single = keys.len() == 1 && !has_comma(left);
            if steady(object) && single && keys.first().is_some_and(|key| steady(*key)) {
                left.text().to_owned()
            } else {
                let key = key_text(site, left)?;
                let object = keep("object", &on_its_own(object));
                format!("{object}[{}]", keep("key", &key))
            }
        }
        _ => return Err("nothing is known of such a target".to_owned()),
    };
    Ok((target, stored))
}

fn has_comma(subscript: Node<'_>) -> bool {
    subscript.children().any(|n| n.kind() == ",")
}

/// What stands between the brackets as one expression: slices become calls of `slice`, several a tuple.
pub(super) fn key_text(site: &Site<'_>, subscript: Node<'_>) -> Result<String, String> {
    let keys = || subscript.children_in("subscript");
    if keys().any(|key| key.kind() == "slice") && !is_builtin_here(site, "slice") {
        return Err("the file binds the name `slice`".to_owned());
    }
    let keys: Vec<String> = keys()
        .map(|key| match key.kind() {
            "slice" => slice_text(key),
            "list_splat" => key.text().to_owned(),
            _ => on_its_own(key),
        })
        .collect();
    Ok(match keys.as_slice() {
        [one] if !has_comma(subscript) && !one.starts_with('*') => one.clone(),
        [one] => format!("({one},)"),
        several => format!("({})", several.join(", ")),
    })
}

/// `a:b:c` as a call of `slice`.
fn slice_text(slice: Node<'_>) -> String {
    let mut parts = [String::new(), String::new(), String::new()];
    let mut at = 0;
    for child in slice.children() {
        if child.kind() == ":" {
            at += 1;
        } else if child.is_named()
            && child.kind() != "comment"
            && let Some(part) = parts.get_mut(at)
        {
            *part = on_its_own(child);
        }
    }
    let parts = parts.map(|part| if part.is_empty() { "None".to_owned() } else { part });
    let [start, stop, step] = &parts;
    if step == "None" && at < 2 {
        format!("slice({start}, {stop})")
    } else {
        format!("slice({start}, {stop}, {step})")
    }
}

/// An expression as an argument of a call: in parentheses where its commas would make several of it, or where it is a `yield`.
pub(super) fn in_call(expression: Node<'_>) -> String {
    match expression.kind() {
        "expression_list" | "pattern_list" | "yield" | "named_expression" | "generator_expression" => {
            format!("({})", expression.text())
        }
        _ => expression.text().to_owned(),
    }
}

/// `:=` as an assignment before the statement.
fn hoisted(site: &Site<'_>) -> Result<Draft, String> {
    reads_source(site.node)?;
    let (name, value) = (site.node.child("name"), site.node.child("value"));
    let (name, value) = name.zip(value).ok_or("it has no name or no value")?;
    let statement = statement_of(site.node);
    comes_first(site, site.node, statement)?;
    let mut place = site.node;
    while let Some(parent) = place.parent().filter(|p| p.kind() == "parenthesized_expression") {
        place = parent;
    }
    let text = site.analysis.document().text();
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let spot = site.spot()?;
    let mut code = Code::default();
    let title = "`:=` as an assignment of its own";
    let assignment = format!("{} = {}", name.text(), value_text(value));
    if statement.kind() != "while_statement" {
        code.line(0, assignment);
        let body = statement.named_children().find(|n| n.kind() == "block");
        // Of a compound statement only its header has to be repeated.
        let end = body.map_or(statement.end(), |_| place.end());
        code.line(
            0,
            format!(
                "{}{}{}",
                part(statement.start(), place.start()),
                name.text(),
                part(place.end(), end)
            ),
        );
        let range = spot.range.start..body.map_or(spot.range.end, |_| end);
        return Ok(Draft::new(title, range, spot.fill(&code)));
    }
    let condition = statement.child("condition").ok_or("a `while` without a condition")?;
    let body = statement.child("body").ok_or("a `while` without a body")?;
    if statement.child("alternative").is_some() {
        return Err("the loop has an `else`, which a `break` in place of its condition would leave out".to_owned());
    }
    let condition_text = format!(
        "{}{}{}",
        part(condition.start(), place.start()),
        name.text(),
        part(place.end(), condition.end())
    );
    let bare = condition.range() == place.range() || condition.kind() == "identifier";
    code.line(0, "while True:");
    code.line(1, assignment);
    code.line(
        1,
        if bare {
            format!("if not {}:", name.text())
        } else {
            format!("if not ({condition_text}):")
        },
    );
    code.line(2, "break");
    code.append(&spot.body(body, 1)?, 0);
    let range = spot.range.start..statement.end();
    Ok(Draft::new(title, range, spot.fill(&code))
        .note("The condition is evaluated anew before each round, so the assignment belongs into the loop."))
}

fn value_text(value: Node<'_>) -> String {
    on_its_own(value)
}

/// Why `node` is not the first thing that its statement evaluates, and always; `Ok` where it is.
pub(super) fn comes_first<'a>(site: &Site<'a>, node: Node<'a>, statement: Node<'a>) -> Result<(), String> {
    let mut at = node;
    while at != statement {
        let Some(parent) = at.parent() else { break };
        let first = parent.named_children().find(|n| n.kind() != "comment");
        let is_first = first == Some(at);
        let fits = match parent.kind() {
            "parenthesized_expression"
            | "expression_statement"
            | "return_statement"
            | "not_operator"
            | "unary_operator"
            | "await"
            | "assert_statement" => is_first,
            "comparison_operator" | "binary_operator" | "boolean_operator" | "list" | "tuple" | "expression_list" => {
                is_first
            }
            "subscript" => at.field() == Some("value"),
            "attribute" => at.field() == Some("object"),
            "named_expression" => at.field() == Some("value"),
            "conditional_expression" => parent.named_children().filter(|n| n.kind() != "comment").nth(1) == Some(at),
            "argument_list" => is_first,
            "call" => at.field() == Some("function") || calls_builtin(site, parent),
            "assignment" => at.field() == Some("right") && parent.child("type").is_none(),
            "if_statement" | "while_statement" => at.field() == Some("condition"),
            "for_statement" => at.field() == Some("right"),
            "match_statement" => is_first,
            "elif_clause" => {
                return Err("an `elif` is evaluated only if the conditions before it were false".to_owned());
            }
            "lambda" => return Err("it stands in a `lambda`, which has no room for a statement".to_owned()),
            kind if kind.ends_with("comprehension")
                || kind == "generator_expression"
                || kind == "for_in_clause"
                || kind == "if_clause" =>
            {
                return Err("it stands in a comprehension, which has no room for a statement".to_owned());
            }
            _ => false,
        };
        if !fits {
            return Err(
                "something else of the statement is evaluated before it, or decides whether it is evaluated at all"
                    .to_owned(),
            );
        }
        at = parent;
    }
    Ok(())
}

/// Whether a call's function is a built-in by name: looking that up is nothing that could come before or after.
fn calls_builtin(site: &Site<'_>, call: Node<'_>) -> bool {
    let function = call.child("function").filter(|n| n.kind() == "identifier");
    function.is_some_and(|n| crate::detect::is_builtin(n.text()) && is_builtin_here(site, n.text()))
}

/// `a, *b, c = value` as assignments of items and a slice.
fn starred(site: &Site<'_>) -> Answer {
    let left = site.node.child("left")?;
    let targets: Vec<Node<'_>> = left.named_children().filter(|n| n.kind() != "comment").collect();
    let star = targets.iter().position(|n| n.kind() == "list_splat_pattern")?;
    let right = site.node.child("right")?;
    Some(items(site, &targets, star, right))
}

fn items(site: &Site<'_>, targets: &[Node<'_>], star: usize, right: Node<'_>) -> Result<Draft, String> {
    sees_new_names(site.node)?;
    let is_alone =
        site.node.parent().is_some_and(|p| p.kind() == "expression_statement") && right.kind() != "assignment";
    if !is_alone {
        return Err("the statement assigns to several targets".to_owned());
    }
    builtins(
        site,
        &["type", "hasattr", "list", "iter", "len", "TypeError", "ValueError"],
    )?;
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    let mut code = Code::default();
    let made = matches!(
        right.kind(),
        "expression_list"
            | "tuple"
            | "list"
            | "set"
            | "dictionary"
            | "string"
            | "list_comprehension"
            | "generator_expression"
    );
    let all = fresh.name("items");
    let mut stored = vec![all.clone()];
    if made {
        code.line(0, format!("{all} = list(iter({}))", in_call(right)));
    } else {
        let value = fresh.name("value");
        let value_text = if right.kind() == "yield" {
            right.text().to_owned()
        } else {
            on_its_own(right)
        };
        code.line(0, format!("{value} = {value_text}"));
        code.line(
            0,
            format!("if not hasattr(type({value}), \"__iter__\") and not hasattr(type({value}), \"__getitem__\"):"),
        );
        code.line(
            1,
            format!("raise TypeError(f\"cannot unpack non-iterable {{type({value}).__name__}} object\")"),
        );
        code.line(0, format!("{all} = list(iter({value}))"));
        stored.push(value);
    }
    let others = targets.len() - 1;
    if others > 0 {
        code.line(0, format!("if len({all}) < {others}:"));
        code.line(
            1,
            format!(
                "raise ValueError(f\"not enough values to unpack (expected at least {others}, got {{len({all})}})\")"
            ),
        );
    }
    let behind = others - star;
    for (at, target) in targets.iter().enumerate() {
        let index = if at < star {
            at.to_string()
        } else {
            format!("-{}", targets.len() - at)
        };
        let (target, index) = if at == star {
            let target = target.named_children().next().ok_or("a star without a target")?;
            let from = if star == 0 { String::new() } else { star.to_string() };
            let to = if behind == 0 {
                String::new()
            } else {
                format!("-{behind}")
            };
            (target, format!("{from}:{to}"))
        } else {
            (*target, index)
        };
        code.line(0, format!("{} = {all}[{index}]", target.text()));
    }
    code.line(0, format!("del {}", stored.join(", ")));
    Ok(Draft::new(
        "unpacking with a star as a list, its items and a slice",
        spot.range.clone(),
        spot.fill(&code),
    )
    .note("The targets are assigned from left to right, after everything was taken from the iterable."))
}
