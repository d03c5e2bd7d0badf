//! `global` as `globals()`, `nonlocal` as a list that both functions hold.

use std::ops::Range;

use super::layout::{Edits, edited};
use super::surroundings::{built_ins, parts, value};
use super::{Answer, Draft, Rewriting, Site, statement_of};
use crate::detect::{self, Owner};
use crate::document::Node;
use crate::document::syntax::{ScopeKind, scope_of};

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "global-statement",
        kinds: &["global_statement"],
        rewrite: |site| Some(global(site)),
    },
    Rewriting {
        about: "nonlocal-statement",
        kinds: &["nonlocal_statement"],
        rewrite: nonlocal,
    },
];

/// More names of one statement, and longer functions (in nodes), are left alone.
const MOST: usize = 8;
const LONGEST: usize = 20_000;

/// How a name is bound.
enum Binding<'a> {
    /// As a target, where any other target could stand.
    Target,
    /// `name += …`.
    Augmented(Node<'a>),
    /// `del name`, and nothing else is deleted.
    Deleted(Node<'a>),
    /// `import name`, `… as name`, as the only name of its statement.
    Imported { statement: Node<'a>, name: Node<'a> },
    /// In a way that no other target can take the place of.
    Else(&'static str),
}

fn binding(name: Node<'_>) -> Binding<'_> {
    let mut at = name;
    loop {
        let Some(parent) = at.parent() else {
            return Binding::Else("in an unusual way");
        };
        let left = at.field() == Some("left");
        return match parent.kind() {
            "pattern_list"
            | "tuple_pattern"
            | "list_pattern"
            | "list_splat_pattern"
            | "as_pattern_target"
            | "tuple"
            | "list"
            | "parenthesized_expression"
            | "expression_list" => {
                at = parent;
                continue;
            }
            "assignment" if left && parent.child("type").is_some() => Binding::Else("by an annotated assignment"),
            "assignment" | "for_statement" if left => Binding::Target,
            "as_pattern" => match parent.parent().map_or("", Node::kind) {
                "with_item" => Binding::Target,
                _ => Binding::Else("by `except … as` or a `case`"),
            },
            "augmented_assignment" if left && at == name => Binding::Augmented(parent),
            "delete_statement" if at == name => Binding::Deleted(parent),
            "delete_statement" => Binding::Else("by a `del` of several"),
            "dotted_name" | "aliased_import" => {
                let statement = statement_of(name);
                let is_only = statement.children_in("name").count() == 1;
                let is_dotted = parent.kind() == "dotted_name" && parts(parent).count() > 1;
                match is_only && !is_dotted && statement.kind().starts_with("import") {
                    true => Binding::Imported { statement, name },
                    false => Binding::Else("by an `import` of several names or of a dotted one"),
                }
            }
            "named_expression" => Binding::Else("by `:=`, whose target is a plain name"),
            "function_definition" | "class_definition" => Binding::Else("by a definition"),
            _ => Binding::Else("in a way that no other target can take the place of"),
        };
    }
}

fn declared<'a>(statement: Node<'a>) -> Vec<&'a str> {
    parts(statement)
        .filter(|n| n.kind() == "identifier")
        .map(Node::text)
        .collect()
}

/// The scope that a declaration stands in: a function with a body on lines of its own.
struct Scope<'a> {
    function: Node<'a>,
    body: Node<'a>,
    line_break: &'static str,
}

impl<'a> Scope<'a> {
    fn new(site: &Site<'a>, function: Node<'a>) -> Result<Self, String> {
        let body = function.child("body").ok_or("a function without a body")?;
        let text = site.analysis.document().text();
        if function.descendants().take(LONGEST + 1).count() > LONGEST {
            return Err("the function is too long to be shown twice".to_owned());
        }
        let before = text.get(..body.start()).unwrap_or("");
        let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
        if !line.trim().is_empty() {
            return Err("the body of the function stands behind its colon".to_owned());
        }
        Ok(Self {
            function,
            body,
            line_break: if text.contains("\r\n") { "\r\n" } else { "\n" },
        })
    }

    /// What stands between two statements in the place of `statement`; `Err` where it shares its line.
    fn new_line(&self, site: &Site<'a>, statement: Node<'a>) -> Result<String, String> {
        let text = site.analysis.document().text();
        let before = text.get(..statement.start()).unwrap_or("");
        let line = before.rsplit(['\n', '\r']).next().unwrap_or("");
        let behind = text
            .get(statement.end()..)
            .unwrap_or("")
            .trim_start_matches([' ', '\t']);
        if !line.trim().is_empty() || behind.starts_with(';') {
            return Err("a statement that has to become several shares its line".to_owned());
        }
        Ok(format!("{}{line}", self.line_break))
    }
}

/// Takes a declaration away, with what stands before the next statement of its block or comment.
fn removed(statement: Node<'_>, edits: &mut Edits) {
    let siblings = || std::iter::successors(statement.next_sibling(), |n| n.next_sibling());
    let is_last = !siblings().any(|n| n.is_named() && n.kind() != "comment");
    match statement.next_sibling() {
        Some(next) if next.is_named() && !is_last => edits.push((statement.start()..next.start(), String::new())),
        _ => edits.push((statement.range(), "pass".to_owned())),
    }
}

fn global(site: &Site<'_>) -> Result<Draft, String> {
    let names = declared(site.node);
    if names.is_empty() || names.len() > MOST {
        return Err(format!("it declares none or more than {MOST} names"));
    }
    let function = match scope_of(site.node) {
        (ScopeKind::Function | ScopeKind::AsyncFunction, Some(function)) => function,
        (ScopeKind::Module, _) => {
            return Err("at the level of the module every name is global; it changes nothing".to_owned());
        }
        _ => return Err("in a class body, which has no other names of its own than attributes".to_owned()),
    };
    let scope = Scope::new(site, function)?;
    built_ins(site, &["globals", "NameError"])?;
    let mut fresh = site.fresh();
    let mut edits = Edits::new();
    removed(site.node, &mut edits);
    for name in &names {
        hidden_outside(function, site, name)?;
        let uses = function
            .descendants()
            .filter(|n| n.kind() == "identifier" && n.text() == *name && detect::is_variable(*n));
        for used in uses {
            let own = scope_of(used).1 == Some(function);
            let statement = statement_of(used);
            if statement.kind() == "global_statement" {
                if own && statement != site.node {
                    return Err(format!("the function declares `{name}` twice"));
                }
                continue;
            }
            if used
                .parent()
                .is_some_and(|n| n.kind() == "named_expression" && n.child("name") == Some(used))
            {
                return Err(format!("`{name}` is bound by `:=`, whose target is a plain name"));
            }
            let is_deleted = used.parent().is_some_and(|n| n.kind() == "delete_statement");
            let is_bound = site.analysis.is_definition(used) || is_deleted;
            if !own || !is_bound {
                continue;
            }
            let stored = format!("globals()[{name:?}]");
            match binding(used) {
                Binding::Target => edits.push((used.range(), stored)),
                Binding::Augmented(assignment) => {
                    let new_line = scope.new_line(site, statement)?;
                    let own = fresh.name("value");
                    let rest = assignment.text().get(used.end() - assignment.start()..).unwrap_or("");
                    edits.push((
                        assignment.range(),
                        format!("{own} = {name}{new_line}{own}{rest}{new_line}{stored} = {own}{new_line}del {own}"),
                    ));
                }
                Binding::Deleted(statement) => {
                    let new_line = scope.new_line(site, statement)?;
                    let unit = site.spot()?.unit().to_owned();
                    edits.push((
                        statement.range(),
                        format!("if {name:?} not in globals():{new_line}{unit}raise NameError(\"name '{name}' is not defined\"){new_line}del {stored}"),
                    ));
                }
                Binding::Imported { statement, name: node } => {
                    let new_line = scope.new_line(site, statement)?;
                    let own = fresh.name(name);
                    let is_alias = node.parent().is_some_and(|n| n.kind() == "aliased_import");
                    let new = if is_alias {
                        own.clone()
                    } else {
                        format!("{name} as {own}")
                    };
                    edits.push((node.range(), new));
                    let end = statement.end();
                    edits.push((end..end, format!("{new_line}{stored} = {own}{new_line}del {own}")));
                }
                Binding::Else(how) => return Err(format!("`{name}` is bound {how}")),
            }
        }
    }
    Ok(whole(site, &scope, edits, "`global` as `globals()`")?
        .note("`global` runs nothing: it tells the compiler which variable a name means in the whole function. `globals()` is the dict of the module's variables.")
        .note("A name that a function only reads is looked for there anyway, and then among the built-ins."))
}

/// Without the declaration a name that is only read would be the variable of a function around.
fn hidden_outside<'a>(function: Node<'a>, site: &Site<'a>, name: &str) -> Result<(), String> {
    match site.analysis.owner(name, function.start()) {
        Some(Owner::Global) => Ok(()),
        Some(Owner::Class(_)) if scope_of(function).0 == ScopeKind::Class => {
            let class = scope_of(function).1.ok_or("a class body of no class")?;
            match scope_of(class).0 {
                ScopeKind::Module => Ok(()),
                _ => hidden_outside(class, site, name),
            }
        }
        _ => Err(format!(
            "a function around has a variable `{name}` of its own, which a read without the declaration would mean"
        )),
    }
}

/// The function's body with the edits made.
fn whole<'a>(site: &Site<'a>, scope: &Scope<'a>, mut edits: Edits, title: &str) -> Result<Draft, String> {
    edits.sort_by_key(|(range, _)| range.start);
    let overlap = edits
        .windows(2)
        .any(|pair| matches!(pair, [(a, _), (b, _)] if a.end > b.start));
    if overlap {
        return Err("one statement binds it in two ways".to_owned());
    }
    let text = site.analysis.document().text();
    let range = scope.body.range();
    let after = edited(text, range.clone(), &edits);
    Ok(Draft::new(title, range, after))
}

fn nonlocal(site: &Site<'_>) -> Answer {
    let names = declared(site.node);
    (!names.is_empty()).then(|| cells(site, &names))
}

/// Each name as the only item of a list that is a variable of the outer function.
fn cells<'a>(site: &Site<'a>, names: &[&'a str]) -> Result<Draft, String> {
    if names.len() > MOST {
        return Err(format!("it declares more than {MOST} names"));
    }
    let mut owners = Vec::new();
    for name in names {
        match site.analysis.owner(name, site.node.start()) {
            Some(Owner::Function(range)) => owners.push(range),
            _ => return Err(format!("`{name}` is no variable of a function around")),
        }
    }
    let outer: Range<usize> = owners.first().cloned().ok_or("it declares nothing")?;
    if owners.iter().any(|range| *range != outer) {
        return Err("the names belong to several functions".to_owned());
    }
    let function = site.nodes.innermost(&outer);
    if function.kind() != "function_definition" {
        return Err("the variable belongs to no `def`".to_owned());
    }
    let scope = Scope::new(site, function)?;
    let mut seers = function.descendants().filter(|n| n.kind() == "identifier");
    if let Some(seer) = seers.find(|n| matches!(n.text(), "locals" | "vars" | "dir" | "eval" | "exec" | "_getframe")) {
        return Err(format!("`{}` sees the function's variables", seer.text()));
    }
    let mut fresh = site.fresh();
    let mut edits = Edits::new();
    for name in names {
        let cell = fresh.name(name);
        let owner = Owner::Function(outer.clone());
        one_cell(site, &scope, name, &cell, &owner, &mut edits)?;
    }
    for statement in function.descendants().filter(|n| n.kind() == "nonlocal_statement") {
        let all = declared(statement);
        let is_meant = |name: &&&str| {
            names.contains(*name)
                && site.analysis.owner(name, statement.start()) == Some(Owner::Function(outer.clone()))
        };
        let rest: Vec<&str> = all.iter().filter(|name| !is_meant(name)).copied().collect();
        if rest.len() == all.len() {
            continue;
        }
        if rest.is_empty() {
            removed(statement, &mut edits);
        } else {
            edits.push((statement.range(), format!("nonlocal {}", rest.join(", "))));
        }
    }
    Ok(whole(site, &scope, edits, "`nonlocal` as a list that both functions hold")?
        .note("`nonlocal` runs nothing: it tells the compiler that the name means the variable of the function around. A list that both hold is the same in the open: its item changes, the variable does not.")
        .note("CPython has such an object, too: the functions share a cell (`__closure__`)."))
}

fn one_cell<'a>(
    site: &Site<'a>,
    scope: &Scope<'a>,
    name: &str,
    cell: &str,
    owner: &Owner,
    edits: &mut Edits,
) -> Result<(), String> {
    let function = scope.function;
    let uses: Vec<Node<'a>> = function
        .descendants()
        .filter(|n| n.kind() == "identifier" && n.text() == name && detect::is_variable(*n))
        .filter(|n| site.analysis.owner(name, n.start()).as_ref() == Some(owner))
        .collect();
    let is_parameter = |n: &Node<'a>| n.start() < scope.body.start();
    let mut first = None;
    if uses.iter().any(is_parameter) {
        let statements: Vec<Node<'a>> = parts(scope.body).collect();
        let docstring = statements.first().filter(|n| {
            n.kind() == "expression_statement" && n.named_children().next().is_some_and(|n| n.kind() == "string")
        });
        let statement = statements
            .get(usize::from(docstring.is_some()))
            .ok_or("the function has no body")?;
        let start = statement.start();
        let new_line = scope.new_line(site, *statement)?;
        edits.push((start..start, format!("{cell} = [{name}]{new_line}")));
    } else {
        let earliest = uses.first().ok_or("the variable is used nowhere")?;
        let assignment = earliest
            .parent()
            .filter(|n| n.kind() == "assignment" && n.child("left") == Some(*earliest));
        let statement = assignment
            .and_then(Node::parent)
            .filter(|n| n.parent() == Some(scope.body));
        let right = assignment
            .and_then(|n| n.child("right"))
            .filter(|n| n.kind() != "assignment");
        let (Some(assignment), Some(_), Some(right)) = (assignment, statement, right) else {
            return Err(format!(
                "that `{name}` has a value before anything reads it is not settled; an item of a list always has one"
            ));
        };
        if uses.iter().any(|n| right.range().contains(&n.start())) {
            return Err(format!("the first value of `{name}` depends on `{name}`"));
        }
        edits.push((assignment.range(), format!("{cell} = [{}]", value(right))));
        first = Some(*earliest);
    }
    for used in uses.iter().filter(|n| !is_parameter(n) && first != Some(**n)) {
        let statement = statement_of(*used);
        if statement.kind() == "nonlocal_statement" {
            continue;
        }
        let prints = used
            .ancestors()
            .take_while(|n| *n != statement)
            .any(|n| n.kind() == "interpolation" && n.children().any(|n| n.kind() == "="));
        if prints {
            return Err("the `=` in an f-string prints the name as it is written".to_owned());
        }
        let is_walrus = used
            .parent()
            .is_some_and(|n| n.kind() == "named_expression" && n.child("name") == Some(*used));
        let is_deleted = used.parent().is_some_and(|n| n.kind() == "delete_statement");
        if site.analysis.is_definition(*used) || is_walrus || is_deleted {
            match binding(*used) {
                Binding::Target | Binding::Augmented(_) => {}
                Binding::Deleted(_) => {
                    return Err(format!("`{name}` is deleted, and an item of a list cannot be missing"));
                }
                Binding::Imported { .. } => return Err(format!("`{name}` is bound by an `import`")),
                Binding::Else(how) => return Err(format!("`{name}` is bound {how}")),
            }
        }
        edits.push((used.range(), format!("{cell}[0]")));
    }
    Ok(())
}
