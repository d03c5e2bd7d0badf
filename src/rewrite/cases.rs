//! `match` as `if` and `elif` where each pattern is a condition, and in general as tests and assignments that find the case.

use super::patterns::{Captures, Reader, Step, emit, unwrapped};
use super::surroundings::{built_ins, delete_names, leaves_names, operand, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site};
use crate::detect::{Resolution, matches_itself};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "match-statement",
    kinds: &["match_statement"],
    rewrite: match_statement,
}];

/// More cases than these, and deeper patterns, are left alone.
const MOST: usize = 64;
const DEEPEST: usize = 8;

fn match_statement(site: &Site<'_>) -> Answer {
    let subjects: Vec<Node<'_>> = site.node.children_in("subject").collect();
    let clauses: Vec<Node<'_>> = parts(site.node.child("body")?)
        .filter(|n| n.kind() == "case_clause")
        .collect();
    if !(1..=MOST).contains(&clauses.len()) {
        return None;
    }
    let is_tuple = subjects.len() > 1 || site.node.children().any(|n| n.kind() == ",");
    if let ([subject], false) = (&subjects[..], is_tuple)
        && let Ok(draft) = rewrite(site, *subject, &clauses)
    {
        return Some(Ok(draft));
    }
    Some(in_general(site, &subjects, is_tuple, &clauses))
}

/// First which case fits, then its body: for patterns that take more than a condition.
fn in_general<'a>(
    site: &Site<'a>,
    subjects: &[Node<'a>],
    is_tuple: bool,
    clauses: &[Node<'a>],
) -> Result<Draft, String> {
    let in_class = leaves_names(site)?;
    let spot = site.spot()?;
    let mut reader = Reader::new(site);
    let own = reader.temporary("subject");
    let number = reader.temporary("case");
    let (first, last) = subjects.first().zip(subjects.last()).ok_or("there is no subject")?;
    let text = site.analysis.document().text();
    let subject = match is_tuple {
        true => format!("({},)", text.get(first.start()..last.end()).unwrap_or("")),
        false => value(*first),
    };
    let mut search = Code::default();
    let mut bodies = Code::default();
    let mut always;
    for (at, clause) in clauses.iter().enumerate() {
        let patterns: Vec<Node<'_>> = parts(*clause).filter(|n| n.kind() == "case_pattern").collect();
        let comma = clause.children().any(|n| n.kind() == ",");
        let (mut steps, mut captures) = (Vec::new(), Captures::new());
        match patterns[..] {
            [pattern] if !comma => {
                reader.read(&unwrapped(pattern), &own, &mut steps, &mut captures, DEEPEST)?;
            }
            _ => reader.items(&patterns, &own, &mut steps, &mut captures, DEEPEST)?,
        }
        steps.extend(captures.iter().map(|(name, from)| Step::Do(format!("{name} = {from}"))));
        if let Some(guard) = clause.child("guard").and_then(|guard| parts(guard).next()) {
            steps.push(Step::Test(operand(guard)));
        }
        let not_yet = format!("not {number}");
        let is_last = at + 1 == clauses.len();
        always = is_last && steps.is_empty() && at > 0;
        if !always {
            let found = [format!("{number} = {}", at + 1)];
            emit(&mut search, 0, &steps, (at > 0).then_some(not_yet.as_str()), &found);
        }
        bodies.line(
            0,
            match (at, always) {
                (0, _) => format!("if {number} == 1:"),
                (_, false) => format!("elif {number} == {}:", at + 1),
                (_, true) => "else:".to_owned(),
            },
        );
        let block = clause.child("consequence").ok_or("the `case` has no body")?;
        bodies.append(&spot.body(block, 0)?, 1);
    }
    built_ins(site, &reader.built_ins)?;
    let mut code = Code::default();
    for (name, import) in [(&reader.sequence, "Sequence"), (&reader.mapping, "Mapping")] {
        if let Some(name) = name {
            code.line(0, format!("from collections.abc import {import} as {name}"));
        }
    }
    if in_class && reader.temporary.len() > 2 {
        // Not each of them is bound whatever happens, but each is deleted.
        let others = reader.temporary.iter().filter(|name| **name != own && **name != number);
        let others: Vec<&str> = others
            .filter(|name| Some(*name) != reader.sequence.as_ref() && Some(*name) != reader.mapping.as_ref())
            .map(String::as_str)
            .collect();
        if !others.is_empty() {
            code.line(0, format!("{} = None", others.join(" = ")));
        }
    }
    code.line(0, format!("{own} = {subject}"));
    if let Some(missing) = &reader.missing {
        code.line(0, format!("{missing} = object()"));
    }
    code.line(0, format!("{number} = 0"));
    code.append(&search, 0);
    code.append(&bodies, 0);
    if in_class {
        delete_names(&mut code, &reader.temporary);
    }
    let mut draft = Draft::new("`match` as tests and assignments", spot.range.clone(), spot.fill(&code))
        .note("First it is found out which case fits; names are bound when all of its pattern does, before the guard is asked.");
    if reader.sequence.is_some() {
        draft = draft.note(
            "A sequence pattern fits what is a `Sequence` and no string; CPython has a flag for that on the type.",
        );
    }
    if reader.mapping.is_some() {
        draft = draft.note("A mapping pattern asks `get` for each of its keys; other keys do not matter.");
    }
    Ok(draft)
}

const SEQUENCE: &str =
    "a sequence pattern asks whether the subject is a sequence but no string, which no built-in function tells";

/// What a pattern comes to.
#[derive(Default)]
struct Pattern<'a> {
    /// The alternatives, one of which must be true; none where the pattern always fits.
    tests: Vec<String>,
    /// The names that the subject is bound to.
    names: Vec<&'a str>,
    /// Whether `isinstance` is called.
    asks_class: bool,
}

fn rewrite<'a>(site: &Site<'a>, subject: Node<'a>, clauses: &[Node<'a>]) -> Result<Draft, String> {
    let in_class = leaves_names(site)?;
    let spot = site.spot()?;
    let own = site.fresh().name("subject");
    let mut code = Code::default();
    code.line(0, format!("{own} = {}", value(subject)));
    let mut asks_class = false;
    for (at, clause) in clauses.iter().enumerate() {
        let pattern = pattern_of(site, *clause, &own)?;
        asks_class |= pattern.asks_class;
        let guard = clause.child("guard").and_then(|guard| parts(guard).next());
        if guard.is_some() && !pattern.names.is_empty() {
            return Err(
                "a captured name is bound before the guard is asked, and `elif` has no place for that".to_owned(),
            );
        }
        let all = pattern.tests.len();
        let test = pattern.tests.join(" or ");
        let condition = match (all, guard) {
            (0, None) => None,
            (0, Some(guard)) => Some(value(guard)),
            (_, None) => Some(test),
            (1, Some(guard)) => Some(format!("{test} and {}", operand(guard))),
            (_, Some(guard)) => Some(format!("({test}) and {}", operand(guard))),
        };
        code.line(
            0,
            match (at, condition) {
                (0, condition) => format!("if {}:", condition.as_deref().unwrap_or("True")),
                (_, Some(condition)) => format!("elif {condition}:"),
                (_, None) => "else:".to_owned(),
            },
        );
        for name in pattern.names {
            code.line(1, format!("{name} = {own}"));
        }
        let block = clause.child("consequence").ok_or("the `case` has no body")?;
        code.append(&spot.body(block, 0)?, 1);
    }
    if in_class {
        delete_names(&mut code, &[own]);
    }
    let mut draft = Draft::new("`match` as `if` and `elif`", spot.range.clone(), spot.fill(&code))
        .note("Literals and dotted names are compared by `==`; `None`, `True` and `False` by `is`.");
    if asks_class {
        built_ins(site, &["isinstance"])?;
        draft = draft.note("A class pattern is an `isinstance` test of one class: what is none is a `TypeError`, a tuple of classes, too.");
    }
    Ok(draft)
}

fn pattern_of<'a>(site: &Site<'a>, clause: Node<'a>, subject: &str) -> Result<Pattern<'a>, String> {
    let patterns: Vec<Node<'_>> = parts(clause).filter(|n| n.kind() == "case_pattern").collect();
    let comma = clause.children().any(|n| n.kind() == ",");
    let mut found = Pattern::default();
    match patterns[..] {
        [pattern] if !comma => read(site, &unwrapped(pattern), subject, &mut found, DEEPEST)?,
        _ => return Err(SEQUENCE.to_owned()),
    }
    Ok(found)
}

fn read<'a>(
    site: &Site<'a>,
    pattern: &[Node<'a>],
    subject: &str,
    found: &mut Pattern<'a>,
    depth: usize,
) -> Result<(), String> {
    let depth = depth.checked_sub(1).ok_or("the patterns are nested too deep")?;
    let equal = |text: &str| format!("{subject} == {text}");
    let node = match *pattern {
        [node] => node,
        [minus, number] if minus.kind() == "-" => {
            found.tests.push(equal(&format!("-{}", number.text())));
            return Ok(());
        }
        _ => return Err("this pattern is none that a comparison stands for".to_owned()),
    };
    match node.kind() {
        "_" => {}
        "integer" | "float" | "string" => found.tests.push(equal(&operand(node))),
        "concatenated_string" | "complex_pattern" => found.tests.push(equal(&format!("({})", node.text()))),
        "none" | "true" | "false" => found.tests.push(format!("{subject} is {}", node.text())),
        "dotted_name" if parts(node).count() == 1 => found.names.push(node.text()),
        "dotted_name" => found.tests.push(equal(&value(node))),
        "case_pattern" => read(site, &unwrapped(node), subject, found, depth)?,
        "as_pattern" => {
            let mut inside = parts(node);
            let (pattern, name) = (inside.next(), inside.next());
            let (Some(pattern), Some(name)) = (pattern, name) else {
                return Err("this pattern is none that a comparison stands for".to_owned());
            };
            read(site, &unwrapped(pattern), subject, found, depth)?;
            found.names.push(name.text());
        }
        "union_pattern" => {
            let nodes: Vec<Node<'_>> = node
                .children()
                .filter(|n| !matches!(n.kind(), "comment" | "line_continuation"))
                .collect();
            for alternative in nodes.split(|n| n.kind() == "|") {
                let mut one = Pattern::default();
                read(site, alternative, subject, &mut one, depth)?;
                if !one.names.is_empty() {
                    return Err("an alternative binds a name, and `or` has no place for that".to_owned());
                }
                if one.tests.is_empty() {
                    return Err("an alternative fits everything".to_owned());
                }
                found.tests.append(&mut one.tests);
                found.asks_class |= one.asks_class;
            }
        }
        "tuple_pattern" => {
            // In parentheses and without a comma it is what stands in them.
            let inside: Vec<Node<'_>> = parts(node).collect();
            match inside[..] {
                [pattern] if node.children().all(|n| n.kind() != ",") => {
                    read(site, &unwrapped(pattern), subject, found, depth)?;
                }
                _ => return Err(SEQUENCE.to_owned()),
            }
        }
        "list_pattern" | "splat_pattern" => return Err(SEQUENCE.to_owned()),
        "dict_pattern" => {
            return Err(
                "a mapping pattern asks whether the subject is a mapping, which no built-in function tells".to_owned(),
            );
        }
        "class_pattern" => class_pattern(site, node, subject, found, depth)?,
        _ => return Err("this pattern is none that a comparison stands for".to_owned()),
    }
    Ok(())
}

fn class_pattern<'a>(
    site: &Site<'a>,
    node: Node<'a>,
    subject: &str,
    found: &mut Pattern<'a>,
    depth: usize,
) -> Result<(), String> {
    let mut inside = parts(node);
    let class = inside.next().ok_or("the pattern names no class")?;
    let arguments: Vec<Node<'_>> = inside.collect();
    let resolved = site.analysis.resolve(class);
    let of_itself = match &resolved {
        Resolution::Dotted(names) => {
            let [name] = names.as_slice() else {
                return Err("which class the pattern asks for is not known".to_owned());
            };
            name.strip_prefix("builtins.").is_some_and(matches_itself)
        }
        Resolution::Class(_) => false,
        _ => return Err("that what the pattern names is a class is not known".to_owned()),
    };
    let test = format!("isinstance({subject}, {})", value(class));
    found.asks_class = true;
    match arguments[..] {
        [] => found.tests.push(test),
        [argument] if of_itself && argument.kind() == "case_pattern" => {
            let mut one = Pattern::default();
            read(site, &unwrapped(argument), subject, &mut one, depth)?;
            found.tests.push(match one.tests.len() {
                0 => test,
                1 => format!("{test} and {}", one.tests.join("")),
                _ => format!("{test} and ({})", one.tests.join(" or ")),
            });
            found.names.append(&mut one.names);
        }
        _ => {
            return Err("a class pattern with parts reads attributes of the subject one by one; there is no short condition that does".to_owned());
        }
    }
    Ok(())
}
