//! `with` and `async with` as `try` statements.

use super::Code;
use super::fresh::Fresh;
use super::surroundings::{built_ins, delete_names, first_part, is_left_by_jump, leaves_names, parts, value};
use super::{Answer, Draft, Rewriting, Site};
use crate::document::{Node, syntax};

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "with-statement",
    kinds: &["with_statement"],
    rewrite: with_statement,
}];

/// With more context managers than this nothing gets plainer.
const MOST: usize = 8;

fn with_statement(site: &Site<'_>) -> Answer {
    let items: Vec<Item<'_>> = site
        .node
        .children()
        .filter(|n| n.kind() == "with_clause")
        .flat_map(parts)
        .map(item)
        .collect::<Option<_>>()?;
    let body = site.node.child("body")?;
    (1..=MOST).contains(&items.len()).then(|| rewrite(site, &items, body))
}

/// One context manager, and what its value is bound to.
struct Item<'a> {
    manager: Node<'a>,
    target: Option<Node<'a>>,
}

fn item(node: Node<'_>) -> Option<Item<'_>> {
    let value = node.child("value")?;
    if value.kind() != "as_pattern" {
        return Some(Item {
            manager: value,
            target: None,
        });
    }
    Some(Item {
        manager: first_part(value)?,
        target: Some(first_part(value.child("alias")?)?),
    })
}

fn rewrite<'a>(site: &Site<'a>, items: &[Item<'a>], body: Node<'a>) -> Result<Draft, String> {
    let in_class = leaves_names(site)?;
    built_ins(site, &["type", "BaseException"])?;
    let spot = site.spot()?;
    let is_async = syntax::is_async(site.node);
    let mut fresh = site.fresh();
    let names: Vec<Names> = items.iter().map(|_| Names::new(&mut fresh)).collect();
    let jumps = is_left_by_jump(body);
    // From the innermost manager outwards.
    let mut code = spot.body(body, 0)?;
    for (item, names) in items.iter().zip(&names).rev() {
        code = managed(item, names, &code, is_async, jumps);
    }
    if in_class {
        let is_plain = |item: &Item<'_>| item.target.is_none_or(|n| n.kind() == "identifier");
        let bound = items.iter().zip(&names).flat_map(|(item, names)| {
            let value = (!is_plain(item)).then_some(&names.value);
            [Some(&names.manager), Some(&names.exit), value].into_iter().flatten()
        });
        let bound: Vec<&String> = bound.collect();
        delete_names(&mut code, &bound);
    }
    let title = match (is_async, items.len()) {
        (false, 1) => "`with` as `try`",
        (false, _) => "`with` as `try` in `try`",
        (true, 1) => "`async with` as `try`",
        (true, _) => "`async with` as `try` in `try`",
    };
    let protocol = if is_async {
        "asynchronous context manager"
    } else {
        "context manager"
    };
    let mut draft = Draft::new(title, spot.range.clone(), spot.fill(&code))
        .note("The special methods are looked up on the type, before the body runs; attributes of the object itself do not count.")
        .note(format!("An object that is no {protocol} is a `TypeError` for `with` (an `AttributeError` before 3.11), here always an `AttributeError`."));
    if jumps {
        draft = draft.note("The body can be left by `return`, `break` or `continue`: hence `finally`, and a flag that says whether the exit was called already.");
    }
    Ok(draft)
}

struct Names {
    manager: String,
    exit: String,
    value: String,
    error: String,
    normal: String,
}

impl Names {
    fn new(fresh: &mut Fresh) -> Self {
        let mut name = |stem| fresh.name(stem);
        Self {
            manager: name("manager"),
            exit: name("exit"),
            value: name("value"),
            error: name("error"),
            normal: name("normal"),
        }
    }
}

fn managed(item: &Item<'_>, names: &Names, body: &Code, is_async: bool, jumps: bool) -> Code {
    let Names {
        manager,
        exit,
        value: entered,
        error,
        normal,
    } = names;
    let (wait, prefix) = if is_async { ("await ", "a") } else { ("", "") };
    let enter = format!("{wait}type({manager}).__{prefix}enter__({manager})");
    let mut code = Code::default();
    code.line(0, format!("{manager} = {}", value(item.manager)));
    code.line(0, format!("{exit} = type({manager}).__{prefix}exit__"));
    match item.target {
        None => code.line(0, enter),
        // Binding a plain name cannot fail; anything else is bound where the exit sees it fail.
        Some(target) if target.kind() == "identifier" => code.line(0, format!("{} = {enter}", target.text())),
        Some(_) => code.line(0, format!("{entered} = {enter}")),
    }
    if jumps {
        code.line(0, format!("{normal} = True"));
    }
    code.line(0, "try:");
    if let Some(target) = item.target.filter(|n| n.kind() != "identifier") {
        code.line(1, format!("{} = {entered}", target.text()));
    }
    code.append(body, 1);
    code.line(0, format!("except BaseException as {error}:"));
    if jumps {
        code.line(1, format!("{normal} = False"));
    }
    code.line(
        1,
        format!("if not {wait}{exit}({manager}, type({error}), {error}, {error}.__traceback__):"),
    );
    code.line(2, "raise");
    let leave = format!("{wait}{exit}({manager}, None, None, None)");
    if jumps {
        code.line(0, "finally:");
        code.line(1, format!("if {normal}:"));
        code.line(2, leave);
    } else {
        code.line(0, "else:");
        code.line(1, leave);
    }
    code
}
