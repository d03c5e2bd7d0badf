//! Comprehensions and generator expressions as functions that are called at once.

use super::code::Code;
use super::expressions::on_its_own;
use super::scopes::{COMPREHENSIONS, builtins, can_move_into_function, fits_before, is_builtin_here, is_compound};
use super::surroundings::delete_names;
use super::{Answer, Draft, Fresh, Rewriting, Site, statement_of};
use crate::document::Node;
use crate::document::syntax::{ScopeKind, first_iterable, scope_of};

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "list-comprehension",
        kinds: &["list_comprehension"],
        rewrite: |site| comprehension(site, Kind::List),
    },
    Rewriting {
        about: "set-comprehension",
        kinds: &["set_comprehension"],
        rewrite: |site| comprehension(site, Kind::Set),
    },
    Rewriting {
        about: "dict-comprehension",
        kinds: &["dictionary_comprehension"],
        rewrite: |site| comprehension(site, Kind::Dict),
    },
    Rewriting {
        about: "generator-expression",
        kinds: &["generator_expression"],
        rewrite: |site| comprehension(site, Kind::Generator),
    },
];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    List,
    Set,
    Dict,
    Generator,
}

fn comprehension(site: &Site<'_>, kind: Kind) -> Answer {
    let body = site.node.child("body")?;
    // `[*a for a in b]` is newer than what this knows.
    if body.kind() == "list_splat" || body.kind() == "dictionary_splat" {
        return None;
    }
    Some(function(site, kind, body))
}

/// The comprehension as a function before the statement, and a call in its place.
fn function<'a>(site: &Site<'a>, kind: Kind, body: Node<'a>) -> Result<Draft, String> {
    fits_before(site)?;
    can_move_into_function(site.node)?;
    let clauses: Vec<Node<'_>> = site
        .node
        .named_children()
        .filter(|n| matches!(n.kind(), "for_in_clause" | "if_clause"))
        .collect();
    let first = first_iterable(site.node).ok_or("it has no `for`")?;
    let is_async = waits(site.node);
    let first_is_async = clauses.first().is_some_and(|clause| has_async(*clause));
    if kind == Kind::Generator && first_is_async {
        return Err("the asynchronous iterator is asked for when the expression is evaluated, and `async for` would ask once more".to_owned());
    }
    let mut fresh = site.fresh();
    let maker = Maker {
        function: fresh.name(if kind == Kind::Generator {
            "generator"
        } else {
            "comprehension"
        }),
        items: fresh.name("items"),
        kind,
        body,
        clauses: &clauses,
    };
    let mut code = Code::default();
    let walruses = site.node.descendants().filter(|n| n.kind() == "named_expression");
    if walruses.count() > MOST_NAMES {
        return Err(format!("`:=` stands in it more than {MOST_NAMES} times"));
    }
    let rebound = walrus_targets(site.node);
    let (declaration, before) = declare(site, &rebound)?;
    for line in before {
        code.line(0, line);
    }
    code.line(
        0,
        format!(
            "{}def {}({}):",
            if is_async { "async " } else { "" },
            maker.function,
            maker.items
        ),
    );
    for line in declaration {
        code.line(1, line);
    }
    code.append(&maker.code(site, &mut fresh)?, 1);
    let call = match kind {
        Kind::Generator => format!("{}(iter({}))", maker.function, first.text()),
        _ => format!("{}({})", maker.function, first.text()),
    };
    let is_argument = site
        .node
        .parent()
        .is_some_and(|p| p.kind() == "call" && site.node.field() == Some("arguments"));
    let call = match kind {
        Kind::Generator if is_argument => format!("({call})"),
        Kind::Generator => call,
        _ if is_async => format!("(await {call})"),
        _ => call,
    };
    let (range, after) = before_statement(site, &code, &call, &[&maker.function])?;
    let title = match kind {
        Kind::List => "a list comprehension as a function with loops",
        Kind::Set => "a set comprehension as a function with loops",
        Kind::Dict => "a dict comprehension as a function with loops",
        Kind::Generator => "a generator expression as a generator function",
    };
    let draft = Draft::new(title, range, after)
        .note("The first iterable is evaluated outside of the function; all else sees the function's own names.");
    Ok(match kind {
        Kind::Generator => draft.note(format!(
            "The generator's `__name__` is `<genexpr>`, not `{}`.",
            maker.function
        )),
        _ => draft,
    })
}

/// `code` before the statement of the construct, and `expression` in the construct's place; in a class body `names` are deleted behind it.
pub(super) fn before_statement(
    site: &Site<'_>,
    code: &Code,
    expression: &str,
    names: &[&str],
) -> Result<(std::ops::Range<usize>, String), String> {
    let spot = site.spot()?;
    let statement = statement_of(site.node);
    let text = site.analysis.document().text();
    let is_compound = is_compound(statement);
    // Of a compound statement only what comes before the construct has to be repeated.
    let end = if is_compound { site.node.end() } else { statement.end() };
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let mut all = code.clone();
    all.line(
        0,
        format!(
            "{}{expression}{}",
            part(statement.start(), site.node.start()),
            part(site.node.end(), end)
        ),
    );
    if scope_of(statement).0 == ScopeKind::Class && !is_compound {
        delete_names(&mut all, names);
    }
    let range = spot.range.start..if is_compound { end } else { spot.range.end };
    Ok((range, spot.fill(&all)))
}

struct Maker<'a, 'c> {
    function: String,
    items: String,
    kind: Kind,
    body: Node<'a>,
    clauses: &'c [Node<'a>],
}

impl Maker<'_, '_> {
    /// The body of the function.
    fn code(&self, site: &Site<'_>, fresh: &mut Fresh) -> Result<Code, String> {
        let mut code = Code::default();
        let result = match self.kind {
            Kind::Generator => String::new(),
            _ => fresh.name("result"),
        };
        match self.kind {
            Kind::List => code.line(0, format!("{result} = []")),
            Kind::Set if !is_builtin_here(site, "set") => return Err("the file binds the name `set`".to_owned()),
            Kind::Set => code.line(0, format!("{result} = set()")),
            Kind::Dict => code.line(0, format!("{result} = {{}}")),
            Kind::Generator => {}
        }
        let mut level = 0;
        for (at, clause) in self.clauses.iter().enumerate() {
            if clause.kind() == "if_clause" {
                let condition = clause
                    .named_children()
                    .find(|n| n.kind() != "comment")
                    .ok_or("an empty `if`")?;
                code.line(level, format!("if {}:", on_its_own(condition)));
                level += 1;
                continue;
            }
            let target = clause.child("left").map(on_its_own).ok_or("a `for` without a target")?;
            let right = clause.child("right").ok_or("a `for` without an iterable")?;
            if at == 0 && self.kind == Kind::Generator {
                builtins(site, &["iter", "next", "StopIteration"])?;
                let simple = clause.child("left").is_some_and(|n| n.kind() == "identifier");
                let item = if simple { target.clone() } else { fresh.name("item") };
                code.line(0, "while True:");
                code.line(1, "try:");
                code.line(2, format!("{item} = next({})", self.items));
                code.line(1, "except StopIteration:");
                code.line(2, "return");
                if !simple {
                    code.line(1, format!("{target} = {item}"));
                }
            } else {
                let iterable = if at == 0 { self.items.clone() } else { on_its_own(right) };
                let word = if has_async(*clause) { "async for" } else { "for" };
                code.line(level, format!("{word} {target} in {iterable}:"));
            }
            level += 1;
        }
        self.element(&mut code, level, &result, fresh)?;
        if self.kind != Kind::Generator {
            code.line(0, format!("return {result}"));
        }
        Ok(code)
    }

    /// What is done with each element.
    fn element(&self, code: &mut Code, level: usize, result: &str, fresh: &mut Fresh) -> Result<(), String> {
        let text = self.body.text();
        match self.kind {
            Kind::List => code.line(level, format!("{result}.append({text})")),
            Kind::Set => code.line(level, format!("{result}.add({text})")),
            Kind::Generator => code.line(level, format!("yield {}", on_its_own(self.body))),
            Kind::Dict => {
                let key = self.body.child("key").ok_or("a pair without a key")?;
                let value = self.body.child("value").ok_or("a pair without a value")?;
                let targets = self.clauses.iter().filter_map(|clause| clause.child("left"));
                let is_target = |n: Node<'_>| {
                    n.kind() == "identifier"
                        && targets.clone().any(|t| {
                            t.descendants()
                                .any(|d| d.kind() == "identifier" && d.text() == n.text())
                        })
                };
                let constant = matches!(key.kind(), "integer" | "float" | "true" | "false" | "none")
                    || (key.kind() == "string" && key.children().all(|n| n.kind() != "interpolation"));
                let key = if constant || is_target(key) {
                    on_its_own(key)
                } else {
                    let name = fresh.name("key");
                    code.line(level, format!("{name} = {}", on_its_own(key)));
                    name
                };
                code.line(level, format!("{result}[{key}] = {}", on_its_own(value)));
            }
        }
        Ok(())
    }
}

fn has_async(clause: Node<'_>) -> bool {
    clause.children().any(|n| n.kind() == "async")
}

/// Whether the comprehension waits by itself, which makes its function a coroutine or an asynchronous generator.
fn waits(comprehension: Node<'_>) -> bool {
    let outer = first_iterable(comprehension).map(Node::range).unwrap_or_default();
    let mut at = comprehension.first_child();
    while let Some(node) = at {
        let is_outer = node.range() == outer;
        // A generator expression inside waits on its own account.
        let closed = is_outer || matches!(node.kind(), "lambda" | "generator_expression");
        if !is_outer && (node.kind() == "await" || node.kind() == "async") {
            return true;
        }
        if node.kind() == "generator_expression"
            && !is_outer
            && first_iterable(node).is_some_and(|n| n.descendants().any(|d| d.kind() == "await"))
        {
            return true;
        }
        at = node.next_below(comprehension, !closed);
    }
    false
}

/// The names that `:=` binds inside: variables of the scope around.
fn walrus_targets(comprehension: Node<'_>) -> Vec<&str> {
    let outer = first_iterable(comprehension).map(Node::range).unwrap_or_default();
    let mut names: Vec<&str> = Vec::new();
    for node in comprehension.descendants().filter(|n| n.kind() == "named_expression") {
        let in_lambda = node
            .ancestors()
            .take_while(|n| *n != comprehension)
            .any(|n| n.kind() == "lambda");
        if let Some(name) = node
            .child("name")
            .map(Node::text)
            .filter(|name| !in_lambda && !outer.contains(&node.start()) && !names.contains(name))
        {
            names.push(name);
        }
    }
    names
}

/// For each name the function around is read through, so there are bounds.
const MOST_NAMES: usize = 16;

/// How the function reaches those names: a declaration inside, and lines before it.
fn declare(site: &Site<'_>, names: &[&str]) -> Result<(Vec<String>, Vec<String>), String> {
    if names.is_empty() {
        return Ok((Vec::new(), Vec::new()));
    }
    let statement = statement_of(site.node);
    let Some(function) = scope_of(statement).1 else {
        return Ok((vec![format!("global {}", names.join(", "))], Vec::new()));
    };
    let (mut inside, mut before) = (Vec::new(), Vec::new());
    for name in names {
        let own: Vec<Node<'_>> = function
            .descendants()
            .filter(|n| n.kind() == "identifier" && n.text() == *name && is_of(*n, function))
            .collect();
        let declared = |kind: &str| own.iter().any(|n| n.parent().is_some_and(|p| p.kind() == kind));
        if declared("global_statement") {
            inside.push(format!("global {name}"));
            continue;
        }
        let range = site.node.range();
        let bound = own
            .iter()
            .any(|n| site.analysis.is_definition(*n) && !range.contains(&n.start()));
        if !bound && !declared("nonlocal_statement") {
            before.push(format!("{name}: object  # a variable of this function"));
        }
        inside.push(format!("nonlocal {name}"));
    }
    Ok((inside, before))
}

/// Whether a name belongs to the function's own scope; what `:=` binds in a comprehension does.
fn is_of<'a>(name: Node<'a>, function: Node<'a>) -> bool {
    let mut scope = scope_of(name);
    while scope.0 == ScopeKind::Comprehension {
        let is_target = name
            .parent()
            .is_some_and(|p| p.kind() == "named_expression" && name.field() == Some("name"));
        let Some(around) = scope.1.filter(|n| is_target && COMPREHENSIONS.contains(&n.kind())) else {
            return false;
        };
        scope = scope_of(around);
    }
    scope.1 == Some(function)
}
