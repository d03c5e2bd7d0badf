//! `except`: which clause comes first, what it catches of what the `try` is seen to raise.

use super::hierarchy::{Class, class_of, is_known, lineage};
use super::{run_with, within};
use crate::detect::Resolution;
use crate::document::{Node, syntax};
use crate::insight::sentence::{Sentence, code, say};
use crate::insight::{Insight, Site};

/// The most clauses of a `try`, and the most classes of a clause.
const MOST: usize = 32;

/// One class that a clause names.
#[derive(Clone)]
struct Caught<'a> {
    node: Node<'a>,
    class: Option<Class>,
}

/// The classes that a clause names; a bare one catches `BaseException`. Empty where it is not written out.
fn caught<'a>(site: &Site<'a>, clause: Node<'a>) -> Vec<Caught<'a>> {
    let values: Vec<Node<'a>> = clause.children_in("value").collect();
    let value = match values.as_slice() {
        [] => {
            let class = Some(Class::Named("BaseException".to_owned()));
            return vec![Caught { node: clause, class }];
        }
        // `except A, B:` has meant two things.
        [only] => *only,
        _ => return Vec::new(),
    };
    let named = if value.kind() == "as_pattern" {
        value.named_children().next()
    } else {
        Some(value)
    };
    let nodes: Vec<Node<'a>> = match named {
        Some(tuple) if tuple.kind() == "tuple" => super::statements(tuple).take(MOST + 1).collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    let all = nodes.into_iter().map(|node| Caught {
        node,
        class: class_of(site, node),
    });
    all.collect()
}

fn is_bare(clause: Node<'_>) -> bool {
    clause.child("value").is_none()
}

/// The text of a clause up to its colon.
fn header(clause: Node<'_>) -> &str {
    let colon = clause.children().find(|n| n.kind() == ":");
    let end = colon.map_or(clause.end(), Node::start);
    clause.nodes().text_of(&(clause.start()..end))
}

fn clauses(of: Node<'_>) -> Vec<Node<'_>> {
    of.children()
        .filter(|n| n.kind() == "except_clause")
        .take(MOST + 1)
        .collect()
}

/// The clause at the token, those before it, and its `try`.
fn around<'a>(site: &Site<'a>) -> Option<(Node<'a>, Vec<Node<'a>>, Node<'a>)> {
    let clause = within(site.token, &["except_clause"])?;
    let in_header = site
        .token
        .parent()
        .is_some_and(|p| p == clause || within(site.token, &["block"]).is_none_or(|b| b.parent() != Some(clause)));
    let of = clause.parent().filter(|p| p.kind() == "try_statement" && in_header)?;
    let mut all = clauses(of);
    let at = all.iter().position(|n| *n == clause).filter(|_| all.len() <= MOST)?;
    all.truncate(at);
    Some((clause, all, of))
}

/// A clause, or a class of it, that an earlier clause leaves nothing to.
pub(super) fn unreachable(site: &Site<'_>) -> Option<Insight> {
    let (clause, before, of) = around(site)?;
    if is_bare(clause) {
        let is_last = clauses(of).last() == Some(&clause);
        if !is_last {
            return Some(Insight::new(
                say("a ")
                    .code("SyntaxError")
                    .say(": an ")
                    .code("except:")
                    .say(" without a class must be the last clause"),
            ));
        }
    }
    let own = caught(site, clause);
    if own.is_empty() || own.len() > MOST {
        return None;
    }
    let earlier: Vec<(Node<'_>, Caught<'_>)> = before
        .iter()
        .flat_map(|c| caught(site, *c).into_iter().take(MOST).map(|one| (*c, one)))
        .collect();
    let firsts: Vec<_> = own.iter().map(|one| first_to_catch(site, one, &earlier)).collect();
    if firsts.iter().all(Option::is_some) {
        let (by, _) = firsts.first().cloned().flatten()?;
        let sentence = say("can never run: ");
        let same = firsts.iter().flatten().all(|(other, _)| *other == by);
        let sentence = if same {
            let sentence = sentence.code(header(by)).say(" (").line(by).say(") catches ");
            let names: Vec<&str> = own
                .iter()
                .map(|one| if is_bare(clause) { "everything" } else { one.node.text() })
                .collect();
            if is_bare(clause) {
                sentence.say("everything")
            } else {
                sentence.codes(&names, 3)
            }
            .say(" first")
        } else {
            let clauses: Vec<Node<'_>> = firsts.iter().flatten().map(|(by, _)| *by).collect();
            sentence
                .say("the clauses above (")
                .say(&super::loops::lines(&clauses))
                .say(") catch all of its classes first")
        };
        return Some(Insight::new(sentence));
    }
    let covered = own
        .iter()
        .zip(&firsts)
        .find_map(|(one, first)| Some((one, first.clone()?)));
    if let Some((one, (by, _))) = covered {
        let sentence = code(one.node.text())
            .say(" is never caught here: ")
            .code(header(by))
            .say(" (")
            .line(by)
            .say(") comes first");
        return Some(Insight::new(sentence));
    }
    redundant(site, &own)
}

/// The first earlier clause that catches everything that `one` is.
fn first_to_catch<'a>(
    site: &Site<'a>,
    one: &Caught<'a>,
    earlier: &[(Node<'a>, Caught<'a>)],
) -> Option<(Node<'a>, Class)> {
    let line = lineage(site, one.class.as_ref()?);
    let first = earlier
        .iter()
        .find(|(_, other)| other.class.as_ref().is_some_and(|c| line.contains(c)));
    first.and_then(|(clause, other)| Some((*clause, other.class.clone()?)))
}

/// Of the classes of one clause: one that another of them includes.
fn redundant(site: &Site<'_>, own: &[Caught<'_>]) -> Option<Insight> {
    let pair = own.iter().enumerate().find_map(|(at, one)| {
        let class = one.class.as_ref()?;
        let line = lineage(site, class);
        let wider = own.iter().enumerate().find(|(other, wide)| {
            let class_of_wide = wide.class.as_ref();
            // Two names of one class: the second is the one too many.
            let counts = class_of_wide != Some(class) || *other < at;
            *other != at && counts && class_of_wide.is_some_and(|c| line.contains(c))
        });
        wider.map(|(_, wide)| (one, wide))
    });
    let (one, wide) = pair?;
    let sentence = code(one.node.text()).say(" adds nothing: ");
    let same = one.class == wide.class;
    let sentence = sentence
        .code(wide.node.text())
        .say(if same { " is the same class" } else { " includes it" });
    Some(Insight::new(sentence))
}

/// `except A or B`, `except [A, B]`: not what it looks like.
pub(super) fn operand(site: &Site<'_>) -> Option<Insight> {
    let (clause, _, _) = around(site)?;
    let value = clause.child("value")?;
    let value = if value.kind() == "as_pattern" {
        value.named_children().next()?
    } else {
        value
    };
    let value = if value.kind() == "parenthesized_expression" {
        value.named_children().next()?
    } else {
        value
    };
    match value.kind() {
        "boolean_operator" => {
            let (left, right) = (value.child("left")?, value.child("right")?);
            // A class is true, unless its metaclass says otherwise: those built in are.
            let class = class_of(site, left).filter(|c| is_known(site, c))?;
            let is_exception = lineage(site, &class).contains(&Class::Named("BaseException".to_owned()));
            let (kept, lost) = if value.child("operator")?.kind() == "or" {
                (left, right)
            } else {
                (right, left)
            };
            let sentence = say("catches ")
                .node(kept)
                .say(" alone, not ")
                .node(lost)
                .say(": for both, write ");
            let both = format!("except ({}, {})", left.text(), right.text());
            is_exception.then(|| Insight::new(sentence.code(&both)))
        }
        "list" | "set" | "list_comprehension" => Some(Insight::new(
            say("raises ")
                .code("TypeError")
                .say(" once an exception gets here: several classes need a tuple, not ")
                .node(value),
        )),
        _ => None,
    }
}

/// Whether `clause` catches what is or derives from `class`; `None` where the file does not tell.
fn catches_class<'a>(site: &Site<'a>, clause: Node<'a>, class: &Class) -> Option<bool> {
    let line = lineage(site, class);
    let all = caught(site, clause);
    if all.is_empty() {
        return None;
    }
    if all
        .iter()
        .any(|one| one.class.as_ref().is_some_and(|c| line.contains(c)))
    {
        return Some(true);
    }
    let told = is_known(site, class)
        && all
            .iter()
            .all(|one| one.class.as_ref().is_some_and(|c| is_known(site, c)));
    told.then_some(false)
}

/// The nodes of the guarded block, without those of a `try` inside it that has its own clauses.
fn guarded<'a>(of: Node<'a>) -> Option<Vec<Node<'a>>> {
    let inner = |n: Node<'a>| n.kind() == "try_statement" || n.kind() == "with_statement";
    run_with(of.child("body")?, inner)
}

fn is_name(class: &Class, name: &str) -> bool {
    matches!(class, Class::Named(own) if own == name)
}

/// What a clause does to `sys.exit()` and to a cancelled `await`.
pub(super) fn exits(site: &Site<'_>) -> Option<Insight> {
    let (clause, before, of) = around(site)?;
    let own = caught(site, clause);
    let all = own
        .iter()
        .any(|one| one.class.as_ref().is_some_and(|c| is_name(c, "BaseException")));
    let broad = own
        .iter()
        .any(|one| one.class.as_ref().is_some_and(|c| is_name(c, "Exception")));
    if !all && !broad {
        return None;
    }
    let run = guarded(of)?;
    let exit = run.iter().copied().find(|n| is_exit(site, *n));
    if let Some(exit) = exit {
        let class = Class::Named("SystemExit".to_owned());
        let earlier = before.iter().map(|c| catches_class(site, *c, &class));
        if earlier.into_iter().all(|caught| caught == Some(false)) {
            let sentence = if all { say("catches ") } else { say("does not catch ") };
            let sentence = sentence.node(exit).say(" (").line(exit).say("): ").code("SystemExit");
            let sentence = sentence.say(if all { " is a " } else { " is no " }).code(if all {
                "BaseException"
            } else {
                "Exception"
            });
            return Some(Insight::new(sentence));
        }
    }
    let awaits = run.iter().copied().find(|n| n.kind() == "await")?;
    let asyncio = site.nodes.mentions("asyncio");
    let class = Class::Named("asyncio.CancelledError".to_owned());
    let first = before.iter().all(|c| catches_class(site, *c, &class) == Some(false));
    let raises = clause
        .descendants()
        .take(super::MOST)
        .any(|n| n.kind() == "raise_statement");
    if !asyncio || !first || (all && raises) || syntax::scope_of(awaits).0 != syntax::ScopeKind::AsyncFunction {
        return None;
    }
    let sentence = if all {
        say("also catches the ")
            .code("asyncio.CancelledError")
            .say(" of a cancelled task at the ")
            .code("await")
            .say(" in ")
            .line(awaits)
            .say(", and does not raise it again")
    } else {
        say("does not catch ")
            .code("asyncio.CancelledError")
            .say(", which ends a cancelled task at the ")
            .code("await")
            .say(" in ")
            .line(awaits)
            .say(" (since 3.8)")
    };
    Some(Insight::new(sentence))
}

/// A call of `sys.exit` or what else raises `SystemExit`.
fn is_exit(site: &Site<'_>, node: Node<'_>) -> bool {
    let function = node.child("function").filter(|_| node.kind() == "call");
    match function.map(|f| site.analysis.resolve(f)) {
        Some(Resolution::Dotted(names)) => {
            !names.is_empty()
                && names
                    .iter()
                    .all(|n| matches!(n.as_str(), "sys.exit" | "builtins.exit" | "builtins.quit"))
        }
        _ => false,
    }
}

/// Which `raise` of the guarded block a clause catches.
pub(super) fn catches(site: &Site<'_>) -> Option<Insight> {
    let (clause, before, of) = around(site)?;
    let run = guarded(of)?;
    let raises = run.iter().copied().filter(|n| n.kind() == "raise_statement").take(MOST);
    let mut missed = None;
    let mut found = Vec::new();
    for raise in raises {
        let Some(class) = raised(site, raise) else { continue };
        let earlier = before.iter().all(|c| catches_class(site, *c, &class) == Some(false));
        match catches_class(site, clause, &class) {
            Some(true) if earlier => found.push(raise),
            Some(false) if earlier && missed.is_none() && names_exception(site, clause) => missed = Some(raise),
            _ => {}
        }
    }
    let sentence: Sentence = match (found.as_slice(), missed) {
        ([], Some(raise)) if clauses(of).last() == Some(&clause) => say("does not catch the ")
            .node(raise)
            .say(" in ")
            .line(raise)
            .say(", which leaves the ")
            .code("try"),
        ([only], _) => say("catches the ").node(*only).say(" in ").line(*only),
        ([_, _, ..], _) => say("catches each ")
            .code("raise")
            .say(" in ")
            .say(&super::loops::lines(&found)),
        _ => return None,
    };
    Some(Insight::new(sentence))
}

/// Whether it names `Exception`, which many take for everything.
fn names_exception<'a>(site: &Site<'a>, clause: Node<'a>) -> bool {
    let all = caught(site, clause);
    all.iter()
        .any(|one| one.class.as_ref().is_some_and(|c| is_name(c, "Exception")))
}

/// The class that a `raise` raises.
fn raised(site: &Site<'_>, raise: Node<'_>) -> Option<Class> {
    let value = raise.named_children().next().filter(|n| n.field() != Some("cause"))?;
    let function = if value.kind() == "call" {
        value.child("function")?
    } else {
        value
    };
    let class = class_of(site, function)?;
    let is_exception = lineage(site, &class).contains(&Class::Named("BaseException".to_owned()));
    is_exception.then_some(class)
}
