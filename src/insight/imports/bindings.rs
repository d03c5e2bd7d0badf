//! The names that an `import` binds, and what they hide.

use super::is_of_module;
use crate::detect::is_builtin;
use crate::document::Node;
use crate::insight::flow::within;
use crate::insight::sentence::{Sentence, code, say};
use crate::insight::{Insight, Site};

/// A name of an `import`.
struct Bound<'a> {
    /// The identifier that is bound.
    name: Node<'a>,
    /// The whole dotted name behind it.
    dotted: Node<'a>,
    is_renamed: bool,
}

fn names(statement: Node<'_>) -> Vec<Bound<'_>> {
    let all = statement.children_in("name").take(64);
    let read = all.filter_map(|node| match node.kind() {
        "aliased_import" => Some(Bound {
            name: node.child("alias")?,
            dotted: node.child("name")?,
            is_renamed: true,
        }),
        _ => Some(Bound {
            name: node.named_children().next()?,
            dotted: node,
            is_renamed: false,
        }),
    });
    read.collect()
}

/// So many names and commas may one statement have: each name would read all the others.
const LONGEST: usize = 1000;

fn statement_at<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let statement = within(site.token, &["import_statement", "import_from_statement"])?;
    statement.children().nth(LONGEST).is_none().then_some(statement)
}

/// What an `import` binds, and what it loads.
pub(super) fn bound(site: &Site<'_>) -> Option<Insight> {
    let statement = statement_at(site)?;
    let all = names(statement);
    let is_from = statement.kind() == "import_from_statement";
    // On an `as` that very name.
    let renamed =
        within(site.token, &["aliased_import"]).and_then(|node| all.iter().find(|b| b.dotted.parent() == Some(node)));
    if let Some(one) = renamed.filter(|_| site.concept == "import-as") {
        return Some(Insight::new(alias(
            one,
            is_from.then(|| statement.child("module_name")).flatten(),
        )));
    }
    if is_from {
        from(site, statement, &all).map(Insight::new)
    } else {
        plain(&all).map(Insight::new)
    }
}

fn is_dotted(node: Node<'_>) -> bool {
    node.named_children().nth(1).is_some()
}

fn alias(one: &Bound<'_>, module: Option<Node<'_>>) -> Sentence {
    let sentence = say("binds ").node(one.name);
    match (module, one.dotted.named_children().next()) {
        (Some(module), _) => {
            let text = module.text();
            let dot = if text.ends_with('.') { "" } else { "." };
            let whole = format!("{text}{dot}{}", one.dotted.text());
            sentence
                .say(" to ")
                .code(&whole)
                .say("; ")
                .node(one.dotted)
                .say(" is not bound")
        }
        (None, Some(first)) if is_dotted(one.dotted) => sentence
            .say(" to the module ")
            .node(one.dotted)
            .say(" itself; ")
            .node(first)
            .say(" is not bound"),
        _ => sentence
            .say(" to the module ")
            .node(one.dotted)
            .say("; ")
            .node(one.dotted)
            .say(" is not bound"),
    }
}

fn plain(all: &[Bound<'_>]) -> Option<Sentence> {
    match all {
        [one] if one.is_renamed => Some(alias(one, None)),
        [one] if is_dotted(one.dotted) => {
            let text = one.dotted.text();
            let ends = text.match_indices('.').map(|(at, _)| at).chain([text.len()]);
            let loaded: Vec<&str> = ends.filter_map(|end| text.get(..end)).collect();
            let sentence = say("binds ").node(one.name).say(" alone; runs ").codes(&loaded, 4);
            let sentence = sentence.say(" in this order, each if it has not run yet");
            Some(sentence.say("; the last is reached as ").code(text))
        }
        [_] | [] => None,
        several => {
            let names: Vec<&str> = several.iter().map(|b| b.name.text()).collect();
            Some(say("binds ").codes(&names, 6))
        }
    }
}

/// `from m import f`: what is known of `m.f` afterwards.
fn from<'a>(site: &Site<'a>, statement: Node<'a>, all: &[Bound<'a>]) -> Option<Sentence> {
    let module = statement.child("module_name")?;
    if let Some(sentence) = set_later(site, module, all) {
        return Some(sentence);
    }
    let names: Vec<&str> = all.iter().map(|b| b.name.text()).collect();
    if names.is_empty() {
        return None;
    }
    if module.kind() == "relative_import" {
        return relative(module, all);
    }
    let first = module.named_children().next()?;
    if names.contains(&first.text()) {
        return None;
    }
    let sentence = say("binds ").codes(&names, 4).say(", not ").node(first);
    if !is_dotted(module) {
        return Some(sentence);
    }
    let text = module.text();
    let ends = text.match_indices('.').map(|(at, _)| at).chain([text.len()]);
    let loaded: Vec<&str> = ends.filter_map(|end| text.get(..end)).collect();
    let sentence = sentence.say("; runs ").codes(&loaded, 4);
    Some(sentence.say(" in this order, each if it has not run yet"))
}

/// `from . import f`, `from ..m import f`: which package the dots mean.
fn relative(module: Node<'_>, all: &[Bound<'_>]) -> Option<Sentence> {
    let text: String = module.text().split_whitespace().collect();
    let rest = text.trim_start_matches('.');
    let package = match text.len() - rest.len() {
        1 => "the package that this file belongs to",
        2 => "the package around that of this file",
        3 => "the second package around that of this file",
        _ => return None,
    };
    let names: Vec<&str> = all.iter().map(|b| b.name.text()).collect();
    let dots = text.get(..text.len() - rest.len())?;
    let sentence = say("binds ")
        .codes(&names, 4)
        .say("; ")
        .code(dots)
        .say(&format!(" is {package}"));
    if !rest.is_empty() {
        return Some(sentence.say(", and ").code(rest).say(" a module in it"));
    }
    let first = all.first()?.dotted.text();
    let sentence = sentence
        .say(": ")
        .code(first)
        .say(" is a name in its ")
        .code("__init__");
    Some(sentence.say(", or else its module of that name, which then runs"))
}

/// An assignment to `m.f` in this file, which the imported `f` does not follow.
fn set_later<'a>(site: &Site<'a>, module: Node<'a>, all: &[Bound<'a>]) -> Option<Sentence> {
    all.iter().find_map(|one| {
        let written = format!("{}.{}", module.text(), one.dotted.text());
        // A cheap look first: most files have none.
        site.nodes.mentions(&format!("{written} =")).then_some(())?;
        let set = site.nodes.root().descendants().take(super::MOST).find(|n| {
            n.kind() == "attribute" && n.field() == Some("left") && n.text() == written && n.start() > module.end()
        })?;
        let resolved = site.analysis.resolve(set);
        let same = resolved == crate::detect::Resolution::Dotted(vec![written.clone()]);
        same.then(|| {
            code(one.name.text())
                .say(" keeps the object of now: it does not follow when ")
                .line(set)
                .say(" sets ")
                .code(&written)
        })
    })
}

/// How many earlier bindings of a name are looked at.
const BINDINGS: usize = 8;

/// A name that an `import` takes away from something else.
pub(super) fn hides(site: &Site<'_>) -> Option<Insight> {
    let statement = statement_at(site)?;
    if !is_of_module(statement) || statement.parent().is_none_or(|p| p.kind() != "module") {
        return None;
    }
    let all = names(statement);
    if statement.children().any(|n| n.kind() == "wildcard_import") {
        return None;
    }
    // A definition right at the level of the module that nothing reads before this `import`.
    let lost = all.iter().find_map(|one| {
        let text = one.name.text();
        let bindings = site.analysis.bindings(text, 0, super::MOST);
        let before = bindings
            .iter()
            .filter(|one| one.at < statement.start() && !one.is_elsewhere);
        let named = before.rev().filter_map(|one| site.nodes.path(one.at).last().copied());
        let last = named.take(BINDINGS).find(|name| is_plain_binding(*name))?;
        let is_read = text_between(site, last, statement)
            .split(|c: char| !(c.is_alphanumeric() || c == '_'))
            .any(|word| word == text);
        let same_import = last
            .ancestors()
            .take(3)
            .any(|n| n.kind() == statement.kind() && n.text() == statement.text());
        (!is_read && !same_import && !binds_package(last, one)).then_some((one, last))
    });
    if let Some((one, last)) = lost {
        let sentence = say("binds ")
            .node(one.name)
            .say(" anew: what ")
            .line(last)
            .say(" bound is lost, and nothing used it");
        return Some(Insight::new(sentence));
    }
    let built_in = all.iter().find(|one| {
        is_builtin(one.name.text())
            && !is_class_like(one.name.text())
            && one.name.text() != "__import__"
            && !from_builtins(statement)
    })?;
    let sentence = say("hides the built-in ").node(built_in.name).say(" in this file");
    Some(Insight::new(sentence))
}

fn from_builtins(statement: Node<'_>) -> bool {
    statement.child("module_name").is_some_and(|m| m.text() == "builtins")
}

/// `import a.b` after `import a.c`: the same package.
fn binds_package(last: Node<'_>, one: &Bound<'_>) -> bool {
    let in_import = last.ancestors().take(3).any(|n| n.kind() == "import_statement");
    in_import && !one.is_renamed && one.dotted.parent().is_some_and(|p| p.kind() == "import_statement")
}

fn text_between<'a>(site: &Site<'a>, from: Node<'a>, to: Node<'a>) -> &'a str {
    site.nodes.text_of(&(from.end()..to.start()))
}

/// An identifier that an `import`, `def` or `class` right at the level of the module binds.
fn is_plain_binding(name: Node<'_>) -> bool {
    let mut at = name;
    for _ in 0..4 {
        let Some(parent) = at.parent() else { return false };
        match parent.kind() {
            "import_statement" | "import_from_statement" => {
                let is_bound = at.field() == Some("name");
                return is_bound && parent.parent().is_some_and(|p| p.kind() == "module");
            }
            "function_definition" | "class_definition" => {
                return at.field() == Some("name") && parent.parent().is_some_and(|p| p.kind() == "module");
            }
            "aliased_import" if parent.child("alias") != Some(at) => return false,
            "dotted_name" if parent.named_children().next() != Some(at) => return false,
            "aliased_import" | "dotted_name" => at = parent,
            _ => return false,
        }
    }
    false
}

/// An exception's name: what is imported under it is often the built-in one itself, as `io.BlockingIOError` is.
fn is_class_like(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}
