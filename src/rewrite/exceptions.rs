//! `assert`, `raise … from`, and `try` with `else` or `finally`.

use super::surroundings::{built_ins, names_stay_inside, operand, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site};
use crate::detect::{self, Resolution};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "assert-statement",
        kinds: &["assert_statement"],
        rewrite: assert_statement,
    },
    Rewriting {
        about: "raise-from",
        kinds: &["raise_statement"],
        rewrite: raise_from,
    },
    Rewriting {
        about: "try-else-finally",
        kinds: &["try_statement"],
        rewrite: try_statement,
    },
];

fn assert_statement(site: &Site<'_>) -> Answer {
    let mut parts = parts(site.node);
    let condition = parts.next()?;
    Some(rewrite_assert(site, condition, parts.next()))
}

fn rewrite_assert<'a>(site: &Site<'a>, condition: Node<'a>, message: Option<Node<'a>>) -> Result<Draft, String> {
    built_ins(site, &["AssertionError"])?;
    let spot = site.spot()?;
    let mut code = Code::default();
    code.line(0, "if __debug__:");
    code.line(1, format!("if not {}:", operand(condition)));
    code.line(
        2,
        match message {
            Some(message) => format!("raise AssertionError({})", message.text()),
            None => "raise AssertionError".to_owned(),
        },
    );
    Ok(
        Draft::new("`assert` as `if` and `raise`", spot.range.clone(), spot.fill(&code))
            .note("`__debug__` is `True`, and `False` under `python -O`: then nothing of the statement runs."),
    )
}

fn raise_from(site: &Site<'_>) -> Answer {
    let cause = site.node.child("cause")?;
    let error = parts(site.node).find(|n| *n != cause)?;
    Some(rewrite_raise(site, error, cause))
}

/// What an expression behind `raise` or `from` gives.
#[derive(Clone, Copy, PartialEq)]
enum Raised {
    Instance,
    Class,
    Nothing,
    Unknown,
}

fn rewrite_raise<'a>(site: &Site<'a>, error: Node<'a>, cause: Node<'a>) -> Result<Draft, String> {
    names_stay_inside(site)?;
    let spot = site.spot()?;
    let (error_is, cause_is) = (raised(site, error), raised(site, cause));
    let mut fresh = site.fresh();
    let name = fresh.name("error");
    let mut code = Code::default();
    let mut needed = Vec::new();
    code.line(0, format!("{name} = {}", value(error)));
    // Both are evaluated before a class is called.
    let cause_name = match cause_is {
        Raised::Nothing => "None".to_owned(),
        Raised::Instance if cause.kind() == "identifier" => cause.text().to_owned(),
        _ => {
            let own = fresh.name("cause");
            code.line(0, format!("{own} = {}", value(cause)));
            own
        }
    };
    match error_is {
        Raised::Class => code.line(0, format!("{name} = {name}()")),
        Raised::Unknown | Raised::Nothing => {
            needed.extend(["isinstance", "type", "issubclass", "BaseException"]);
            code.line(
                0,
                format!("if isinstance({name}, type) and issubclass({name}, BaseException):"),
            );
            code.line(1, format!("{name} = {name}()"));
        }
        Raised::Instance => {}
    }
    let set = format!("{name}.__cause__ = {cause_name}");
    let of_cause = |code: &mut Code, level: usize, needed: &mut Vec<&'static str>| match cause_is {
        Raised::Class => code.line(level, format!("{cause_name} = {cause_name}()")),
        Raised::Unknown => {
            needed.extend(["isinstance", "type", "issubclass", "BaseException"]);
            code.line(
                level,
                format!("if isinstance({cause_name}, type) and issubclass({cause_name}, BaseException):"),
            );
            code.line(level + 1, format!("{cause_name} = {cause_name}()"));
        }
        Raised::Instance | Raised::Nothing => {}
    };
    if matches!(error_is, Raised::Unknown | Raised::Nothing) {
        // What is no exception fails as ever, before the cause is looked at.
        code.line(0, format!("if isinstance({name}, BaseException):"));
        of_cause(&mut code, 1, &mut needed);
        code.line(1, set);
    } else {
        of_cause(&mut code, 0, &mut needed);
        code.line(0, set);
    }
    code.line(0, format!("raise {name}"));
    built_ins(site, &needed)?;
    let mut draft = Draft::new("`raise … from` as an assignment to `__cause__`", spot.range.clone(), spot.fill(&code))
        .note("Setting `__cause__`, to `None` too, also sets `__suppress_context__`: the traceback no longer shows the exception that was being handled.");
    if error_is == Raised::Unknown || cause_is == Raised::Unknown {
        draft = draft.note("`raise` calls an exception class without arguments to have an exception; where the call gives something else, its `TypeError` says so in other words.");
    }
    if cause_is == Raised::Unknown {
        draft =
            draft.note("A cause that is neither an exception nor `None` is a `TypeError` both ways, in other words.");
    }
    Ok(draft)
}

/// What can be told of an expression behind `raise` or `from`.
fn raised(site: &Site<'_>, node: Node<'_>) -> Raised {
    match node.kind() {
        "none" => Raised::Nothing,
        "call" if node.child("function").is_some_and(|f| is_exception(site, f)) => Raised::Instance,
        "identifier" if is_caught(node) => Raised::Instance,
        "identifier" | "attribute" if is_exception(site, node) => Raised::Class,
        _ => Raised::Unknown,
    }
}

/// Whether a name stands for a built-in exception class.
fn is_exception(site: &Site<'_>, node: Node<'_>) -> bool {
    let Resolution::Dotted(names) = site.analysis.resolve(node) else {
        return false;
    };
    let [only] = names.as_slice() else { return false };
    only.strip_prefix("builtins.").is_some_and(|name| {
        detect::is_builtin(name)
            && (name.ends_with("Error")
                || name.ends_with("Exception")
                || matches!(
                    name,
                    "KeyboardInterrupt" | "StopIteration" | "StopAsyncIteration" | "SystemExit" | "GeneratorExit"
                ))
    })
}

/// Whether a name is that of an `except … as NAME` around it, and not bound again there.
fn is_caught(name: Node<'_>) -> bool {
    let clause = name.ancestors().find(|n| {
        matches!(
            n.kind(),
            "except_clause" | "function_definition" | "lambda" | "class_definition"
        )
    });
    let Some(clause) = clause.filter(|n| n.kind() == "except_clause") else {
        return false;
    };
    let mut uses = clause
        .descendants()
        .filter(|n| n.kind() == "identifier" && n.text() == name.text());
    let bound = uses
        .next()
        .is_some_and(|n| n.ancestors().take(2).any(|a| a.kind() == "as_pattern_target"));
    // Read only: a part of a call, an attribute's object, behind `from`.
    bound
        && uses.all(|n| {
            n == name
                || n.parent().is_some_and(|p| {
                    matches!(p.kind(), "argument_list" | "call")
                        || (p.kind() == "attribute" && n.field() == Some("object"))
                })
        })
}

fn try_statement(site: &Site<'_>) -> Answer {
    let parts: Vec<Node<'_>> = parts(site.node).collect();
    let clause = |kind: &str| parts.iter().copied().find(|n| n.kind() == kind);
    let body = site.node.child("body")?;
    let excepts: Vec<Node<'_>> = parts
        .iter()
        .copied()
        .filter(|n| n.kind().starts_with("except"))
        .collect();
    let otherwise = clause("else_clause");
    let finally = clause("finally_clause");
    let rewritten = !excepts.is_empty() && (otherwise.is_some() || finally.is_some());
    rewritten.then(|| rewrite_try(site, body, &excepts, otherwise, finally))
}

fn rewrite_try<'a>(
    site: &Site<'a>,
    body: Node<'a>,
    excepts: &[Node<'a>],
    otherwise: Option<Node<'a>>,
    finally: Option<Node<'a>>,
) -> Result<Draft, String> {
    let spot = site.spot()?;
    let flag = match otherwise {
        Some(_) => {
            names_stay_inside(site)?;
            Some(site.fresh().name("passed"))
        }
        None => None,
    };
    let mut inner = Code::default();
    if let Some(flag) = &flag {
        inner.line(0, format!("{flag} = False"));
    }
    inner.line(0, "try:");
    inner.append(&spot.body(body, 0)?, 1);
    if let Some(flag) = &flag {
        inner.line(1, format!("{flag} = True"));
    }
    for except in excepts {
        let block = block_of(*except).ok_or("the `except` has no body")?;
        let head = spot.head(*except, block);
        inner.line(0, head);
        inner.append(&spot.body(block, 0)?, 1);
    }
    if let (Some(flag), Some(block)) = (&flag, otherwise.and_then(block_of)) {
        inner.line(0, format!("if {flag}:"));
        inner.append(&spot.body(block, 0)?, 1);
    }
    let mut code = inner.clone();
    if let Some(block) = finally.and_then(block_of) {
        code = Code::default();
        code.line(0, "try:");
        code.append(&inner, 1);
        code.line(0, "finally:");
        code.append(&spot.body(block, 0)?, 1);
    }
    let title = match (flag.is_some(), finally.is_some()) {
        (true, true) => "`try … else … finally` as two `try` and a flag",
        (true, false) => "`else` of a `try` as `if` and a flag",
        (false, _) => "`try … except … finally` as two `try`",
    };
    let mut draft = Draft::new(title, spot.range.clone(), spot.fill(&code));
    if flag.is_some() {
        draft = draft.note("`else` runs when the body came to its end: not after an exception, `return`, `break` or `continue`. Its own exceptions are not caught.");
    }
    if finally.is_some() {
        draft = draft.note(
            "`finally` stands around all of the others: it runs after an exception in a handler or in `else`, too.",
        );
    }
    Ok(draft)
}

fn block_of(clause: Node<'_>) -> Option<Node<'_>> {
    clause.children().find(|n| n.kind() == "block")
}
