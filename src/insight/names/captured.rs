//! A variable that an inner function captures: where it is bound, who binds it anew, who sees it.

use memchr::memmem;

use crate::detect::{Analysis, Owner, is_variable};
use crate::document::{Node, mentions, syntax};
use crate::insight::functions::shape::{NODES, is_private, name_of};
use crate::insight::names::closures::{of_owner, owner_node};
use crate::insight::sentence::{Sentence, line_of, say};
use crate::insight::{Insight, Site};

/// A place that binds a variable.
pub(super) struct Binding<'a> {
    pub(super) name: Node<'a>,
    /// The inner function that does, by `nonlocal`.
    pub(super) by: Option<Node<'a>>,
}

/// Every use and binding of the variable `name` of `owner`, whose scope the node opens.
fn occurrences<'a>(analysis: &Analysis, node: Node<'a>, name: &str, owner: &Owner) -> Vec<Node<'a>> {
    node.nodes()
        .at_word(&node.range(), name)
        .take(NODES)
        .filter(|at| at.is_identifier(name) && is_variable(*at))
        .filter(|at| analysis.owner(name, at.start()).as_ref() == Some(owner))
        .collect()
}

/// Whether the identifier stands where the variable gets a value.
pub(super) fn binds(analysis: &Analysis, name: Node<'_>) -> bool {
    let parent = name.parent();
    analysis.is_definition(name)
        && parent.is_some_and(|parent| match parent.kind() {
            "global_statement" | "nonlocal_statement" | "delete_statement" => false,
            "assignment" => parent.child("right").is_some(),
            _ => true,
        })
}

/// The places that bind a variable, in the order of the text.
pub(super) fn bindings<'a>(analysis: &Analysis, node: Node<'a>, name: &str, owner: &Owner) -> Vec<Binding<'a>> {
    occurrences(analysis, node, name, owner)
        .into_iter()
        .filter(|at| binds(analysis, *at))
        .map(|name| Binding {
            name,
            by: inner_function(name, node),
        })
        .collect()
}

/// The function inside `outer` whose code `at` is part of.
fn inner_function<'a>(at: Node<'a>, outer: Node<'a>) -> Option<Node<'a>> {
    let mut scope = syntax::scope_of(at).1?;
    for _ in 0..64 {
        if scope == outer {
            return None;
        }
        if matches!(scope.kind(), "function_definition" | "lambda") {
            return Some(scope);
        }
        scope = syntax::scope_of(scope).1?;
    }
    None
}

/// Whether there may be a function inside `outer`: most have none in their text, and their variables need not be looked for.
fn has_inner_function(outer: Node<'_>) -> bool {
    let text = outer.text();
    let inside = text.get(1..).unwrap_or("");
    let own = usize::from(outer.kind() == "function_definition");
    mentions(inside, "lambda") || memmem::find_iter(text.as_bytes(), "def").nth(own).is_some()
}

/// At a variable: where it is captured, and where it is bound.
pub(super) fn at_variable(site: &Site<'_>) -> Option<Insight> {
    let name = site.token;
    if name.kind() != "identifier" || !is_variable(name) {
        return None;
    }
    let owner = site
        .analysis
        .owner(name.text(), name.start())
        .filter(|_| !is_private(name.text()))?;
    if !matches!(owner, Owner::Function(_) | Owner::Comprehension(_)) {
        return None;
    }
    // What is only annotated has no value to capture.
    if site.analysis.bindings(name.text(), name.start(), 1).is_empty() {
        return None;
    }
    let node = owner_node(name, &owner)?;
    // Of a function too long to be read it is not known who binds its variables.
    if node.count() > NODES {
        return None;
    }
    match inner_function(name, node) {
        Some(user) => captured(site, user, node, &owner),
        None => seen_by_others(site, node, &owner),
    }
}

/// The function's name; "the lambda" where it has none.
pub(super) fn by_name(sentence: Sentence, function: Node<'_>) -> Sentence {
    match function.child("name") {
        Some(name) => sentence.node(name),
        None => sentence.say("the lambda"),
    }
}

/// At a use in the function that captures.
fn captured<'a>(site: &Site<'a>, user: Node<'a>, node: Node<'a>, owner: &Owner) -> Option<Insight> {
    let name = site.token.text();
    let found = bindings(site.analysis, node, name, owner);
    let (last, others) = found.split_last()?;
    let mut rebinding: Vec<Node<'_>> = found.iter().filter_map(|binding| binding.by).collect();
    rebinding.dedup();
    if binds(site.analysis, site.token) {
        let sentence = of_owner(say("binds the variable"), site.token, owner);
        return Some(Insight::new(
            sentence
                .say(" anew, by ")
                .code("nonlocal")
                .say(": no variable of its own"),
        ));
    }
    let sentence = of_owner(say("is the variable"), site.token, owner).say(" that ");
    let sentence = by_name(sentence, user).say(" captures");
    if rebinding == [user] {
        let sentence = sentence.say(" and, by ").code("nonlocal").say(", binds anew");
        return Some(Insight::new(sentence));
    }
    let loops = for_loop_of(last.name).filter(|at| at.start() <= user.start() && user.end() <= at.end());
    let sentence = if let Some(by) = rebinding.first() {
        let sentence = sentence.say("; ").code(name_of(*by)).say(" (").line(*by).say(")");
        let more = rebinding.len() - 1;
        let sentence = if more > 0 {
            sentence.say(&format!(" and {more} more"))
        } else {
            sentence
        };
        sentence
            .say(if more > 0 {
                " bind it anew by "
            } else {
                " binds it anew by "
            })
            .code("nonlocal")
    } else if let Some(at) = loops.filter(|_| others.is_empty()) {
        let sentence = sentence
            .say(": it is read at each call, so a call after the loop on ")
            .line(at);
        sentence.say(" sees the last ").code(name)
    } else if others.is_empty() {
        match last.name.ancestors().find(|at| at.kind().ends_with("parameters")) {
            Some(_) if is_parameter_of(last.name, node) => sentence.say(": a parameter that nothing binds anew"),
            _ => sentence.say(": bound on ").line(last.name).say(" alone"),
        }
    } else {
        bound_on(sentence.say(": bound on lines "), &found)
    };
    Some(Insight::new(sentence))
}

fn bound_on(sentence: Sentence, found: &[Binding<'_>]) -> Sentence {
    let mut lines: Vec<_> = found.iter().map(|binding| line_of(binding.name)).collect();
    lines.dedup();
    let shown: Vec<String> = lines.iter().take(4).map(ToString::to_string).collect();
    let more = if lines.len() > 4 { ", …" } else { "" };
    sentence.say(&format!("{}{more}; read as it stands at each call", shown.join(", ")))
}

fn is_parameter_of(name: Node<'_>, function: Node<'_>) -> bool {
    function
        .child("parameters")
        .is_some_and(|list| list.start() <= name.start() && name.end() <= list.end())
}

/// The `for` statement or clause whose target the name is part of.
pub(super) fn for_loop_of(name: Node<'_>) -> Option<Node<'_>> {
    let mut below = name;
    for at in name.ancestors().take(8) {
        match at.kind() {
            "for_statement" => return (below.field() == Some("left")).then_some(at),
            "for_in_clause" => return at.parent().filter(|_| below.field() == Some("left")),
            "pattern_list" | "tuple_pattern" | "list_pattern" | "list_splat_pattern" => below = at,
            _ => return None,
        }
    }
    None
}

/// At a binding or a use in the function that has the variable.
fn seen_by_others<'a>(site: &Site<'a>, node: Node<'a>, owner: &Owner) -> Option<Insight> {
    if !has_inner_function(node) {
        return None;
    }
    let name = site.token.text();
    let all = occurrences(site.analysis, node, name, owner);
    let is_read = |at: &Node<'_>| {
        let updates = at
            .parent()
            .is_some_and(|parent| parent.kind() == "augmented_assignment");
        updates || !site.analysis.is_definition(*at)
    };
    let reads = all.into_iter().filter(is_read);
    let mut users: Vec<Node<'_>> = reads.filter_map(|at| inner_function(at, node)).collect();
    users.dedup();
    let (first, others) = users.split_first()?;
    let mut rebinding: Vec<&str> = bindings(site.analysis, node, name, owner)
        .iter()
        .filter_map(|binding| binding.by)
        .map(name_of)
        .collect();
    rebinding.dedup();
    let sentence = say("captured by ");
    let sentence = match first.child("name") {
        Some(inner) => sentence.node(inner).say(" (").line(*first).say(")"),
        None => sentence.say("the lambda on ").line(*first),
    };
    let sentence = match others {
        [] => sentence.say(", which reads it"),
        [_] => sentence.say(" and one more function, which read it"),
        _ => sentence.say(&format!(" and {} more functions, which read it", others.len())),
    };
    let sentence = sentence.say(" as it stands at each call");
    let sentence = if rebinding.is_empty() {
        sentence
    } else {
        sentence
            .say("; ")
            .codes(&rebinding, 2)
            .say(if rebinding.len() > 1 {
                " bind it anew"
            } else {
                " binds it anew"
            })
            .say(" by ")
            .code("nonlocal")
    };
    Some(Insight::new(sentence))
}
