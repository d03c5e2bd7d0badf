//! `for`, `async for` and `while … else` as `while True`.

use super::Code;
use super::surroundings::{built_ins, delete_names, has_break_of, is_builtin, leaves_names, operand, value};
use super::{Answer, Draft, Rewriting, Site};
use crate::document::{Node, syntax};

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "for-statement",
        kinds: &["for_statement"],
        rewrite: |site| (!syntax::is_async(site.node)).then(|| for_statement(site))?,
    },
    Rewriting {
        about: "async-for",
        kinds: &["for_statement"],
        rewrite: |site| syntax::is_async(site.node).then(|| for_statement(site))?,
    },
    Rewriting {
        about: "while-else",
        kinds: &["while_statement"],
        rewrite: while_else,
    },
];

/// A loop's parts.
struct For<'a> {
    target: Node<'a>,
    iterable: Node<'a>,
    body: Node<'a>,
    otherwise: Option<Node<'a>>,
}

fn for_statement(site: &Site<'_>) -> Answer {
    let parts = For {
        target: site.node.child("left")?,
        iterable: site.node.child("right")?,
        body: site.node.child("body")?,
        otherwise: otherwise(site.node),
    };
    Some(rewrite_for(site, &parts))
}

/// The block of a loop's `else`.
fn otherwise(node: Node<'_>) -> Option<Node<'_>> {
    node.child("alternative").and_then(|clause| clause.child("body"))
}

fn rewrite_for<'a>(site: &Site<'a>, parts: &For<'a>) -> Result<Draft, String> {
    let is_async = syntax::is_async(site.node);
    let stop = if is_async {
        "StopAsyncIteration"
    } else {
        "StopIteration"
    };
    let in_class = leaves_names(site)?;
    built_ins(
        site,
        if is_async {
            &["type", "StopAsyncIteration"]
        } else {
            &["iter", "next", "StopIteration"]
        },
    )?;
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    let it = fresh.name("it");
    let item = fresh.name("item");
    let exhausted = parts.otherwise.map(|_| fresh.name("exhausted"));
    let next = if is_async {
        format!("await type({it}).__anext__({it})")
    } else {
        format!("next({it})")
    };

    // One round.
    let mut round = Code::default();
    // Binding a plain name cannot fail; anything else may, and a `StopIteration` from there is none of the loop's.
    let plain = parts.target.kind() == "identifier";
    round.line(0, "try:");
    let first = if plain { parts.target.text() } else { item.as_str() };
    round.line(1, format!("{first} = {next}"));
    round.line(0, format!("except {stop}:"));
    if let Some(flag) = &exhausted {
        round.line(1, format!("{flag} = True"));
    }
    round.line(1, "break");
    if !plain {
        round.line(0, format!("{} = {item}", parts.target.text()));
    }
    round.append(&spot.body(parts.body, 0)?, 0);

    let harmless = !is_async && is_harmless(site, parts.iterable);
    let mut code = Code::default();
    if is_async {
        code.line(0, format!("{it} = {}", value(parts.iterable)));
        code.line(0, format!("{it} = type({it}).__aiter__({it})"));
    } else {
        code.line(0, format!("{it} = iter({})", value(parts.iterable)));
    }
    if let Some(flag) = &exhausted {
        code.line(0, format!("{flag} = False"));
    }
    let mut left: Vec<&String> = exhausted.iter().collect();
    if in_class && !plain {
        // Without any item it would not be there to be deleted.
        code.line(0, format!("{item} = None"));
        left.push(&item);
    }
    if in_class && harmless {
        left.push(&it);
    }
    if harmless {
        code.line(0, "while True:");
        code.append(&round, 1);
    } else {
        code.line(0, "try:");
        code.line(1, "while True:");
        code.append(&round, 2);
        code.line(0, "finally:");
        code.line(1, format!("del {it}"));
    }
    if let (Some(flag), Some(block)) = (&exhausted, parts.otherwise) {
        code.line(0, format!("if {flag}:"));
        code.append(&spot.body(block, 0)?, 1);
    }
    if in_class {
        delete_names(&mut code, &left);
    }
    let title = match (is_async, exhausted.is_some()) {
        (false, false) => "`for` as `while`, `iter` and `next`",
        (false, true) => "`for … else` as `while` and a flag",
        (true, false) => "`async for` as `while` and `await`",
        (true, true) => "`async for … else` as `while`, `await` and a flag",
    };
    let mut draft = Draft::new(title, spot.range.clone(), spot.fill(&code));
    if !harmless {
        draft = draft.note("`for` keeps its iterator where no name reaches it, and drops it when the loop ends, however it ends; `del` does so here: a generator left early is closed at once.");
    }
    if is_async {
        draft = draft.note("The special methods are looked up on the type. An object without them is a `TypeError` for `async for`, here an `AttributeError`.");
    }
    if exhausted.is_some() {
        draft = draft.note("`else` runs when the iterator has no more items, and not after `break`.");
    }
    Ok(draft)
}

/// Whether nothing happens when an iterator over this goes away, early or late.
fn is_harmless(site: &Site<'_>, iterable: Node<'_>) -> bool {
    match iterable.kind() {
        "string" => true,
        "call" => iterable.child("function").is_some_and(|f| is_builtin(site, f, "range")),
        _ => false,
    }
}

fn while_else(site: &Site<'_>) -> Answer {
    let condition = site.node.child("condition")?;
    let body = site.node.child("body")?;
    let block = otherwise(site.node)?;
    Some(rewrite_while(site, condition, body, block))
}

fn rewrite_while<'a>(site: &Site<'a>, condition: Node<'a>, body: Node<'a>, block: Node<'a>) -> Result<Draft, String> {
    let spot = site.spot()?;
    let mut code = Code::default();
    if !has_break_of(site.node, body) {
        // Nothing keeps `else` from running once the condition is false.
        code.line(0, format!("while {}:", value(condition)));
        code.append(&spot.body(body, 0)?, 1);
        code.append(&spot.body(block, 0)?, 0);
        return Ok(
            Draft::new("`while … else` without `else`", spot.range.clone(), spot.fill(&code))
                .note("No `break` ends this loop, so what stands below `else` always runs after it."),
        );
    }
    let in_class = leaves_names(site)?;
    let flag = site.fresh().name("finished");
    code.line(0, format!("{flag} = False"));
    code.line(0, "while True:");
    code.line(1, format!("if not {}:", operand(condition)));
    code.line(2, format!("{flag} = True"));
    code.line(2, "break");
    code.append(&spot.body(body, 0)?, 1);
    code.line(0, format!("if {flag}:"));
    code.append(&spot.body(block, 0)?, 1);
    if in_class {
        delete_names(&mut code, &[flag]);
    }
    Ok(Draft::new(
        "`while … else` as `while` and a flag",
        spot.range.clone(),
        spot.fill(&code),
    )
    .note("`else` runs when the condition is false, and not after `break`."))
}
