//! `yield from` as the loop that it stands for.

use super::expressions::frame;
use super::surroundings::{built_ins, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site, statement_of};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "yield-from",
    kinds: &["yield"],
    rewrite: yield_from,
}];

fn yield_from(site: &Site<'_>) -> Answer {
    site.node.children().find(|n| n.kind() == "from")?;
    let iterable = parts(site.node).next()?;
    Some(rewrite(site, iterable))
}

fn rewrite<'a>(site: &Site<'a>, iterable: Node<'a>) -> Result<Draft, String> {
    let statement = statement_of(site.node);
    let Some((before, behind)) = frame(site.node, statement) else {
        return Err("it is part of a larger expression; only a whole right side, a whole returned value or a statement of its own becomes a loop".to_owned());
    };
    built_ins(
        site,
        &[
            "iter",
            "next",
            "isinstance",
            "getattr",
            "StopIteration",
            "GeneratorExit",
            "BaseException",
        ],
    )?;
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    let [it, item, sent, thrown, error, method, stop, result] =
        ["it", "item", "sent", "thrown", "error", "method", "stop", "result"].map(|stem| fresh.name(stem));
    let keeps = !(before.is_empty() && behind.is_empty());
    // What ends the iterator carries its result.
    let ended = |code: &mut Code, level: usize, ends: &[&str]| {
        if keeps {
            code.line(level, format!("except StopIteration as {stop}:"));
            code.line(level + 1, format!("{result} = {stop}.value"));
        } else {
            code.line(level, "except StopIteration:");
        }
        for line in ends {
            code.line(level + 1, *line);
        }
    };
    let mut code = Code::default();
    code.line(0, format!("{it} = iter({})", value(iterable)));
    code.line(0, "try:");
    code.line(1, format!("{item} = next({it})"));
    ended(&mut code, 0, if keeps { &[] } else { &["pass"] });
    code.line(0, "else:");
    code.line(1, "while True:");
    code.line(2, format!("{thrown} = None"));
    code.line(2, "try:");
    code.line(3, format!("{sent} = yield {item}"));
    code.line(2, format!("except BaseException as {error}:"));
    code.line(3, format!("{thrown} = {error}"));
    code.line(2, format!("if isinstance({thrown}, GeneratorExit):"));
    code.line(3, format!("{method} = getattr({it}, \"close\", None)"));
    code.line(3, format!("if {method} is not None:"));
    code.line(4, format!("{method}()"));
    code.line(3, format!("raise {thrown}"));
    code.line(2, format!("if {thrown} is not None:"));
    code.line(3, format!("{method} = getattr({it}, \"throw\", None)"));
    code.line(3, format!("if {method} is None:"));
    code.line(4, format!("raise {thrown}"));
    code.line(2, "try:");
    code.line(3, format!("if {thrown} is not None:"));
    code.line(4, format!("{item} = {method}({thrown})"));
    code.line(3, format!("elif {sent} is None:"));
    code.line(4, format!("{item} = next({it})"));
    code.line(3, "else:");
    code.line(4, format!("{item} = {it}.send({sent})"));
    ended(&mut code, 2, &["break"]);
    if keeps {
        code.line(0, format!("{before}{result}{behind}"));
    }
    Ok(Draft::new("`yield from` as a loop", spot.range.clone(), spot.fill(&code))
        .note("What is sent or thrown into this generator goes on to the iterator; closing it closes the iterator; its `return` value is the value of the expression.")
        .note("`throw` of an iterator that is no generator is here always given the exception itself, by `yield from` whatever the caller threw: a class, for example. The generator's `gi_yieldfrom` is `None` here."))
}
