//! Functions made in a loop that read the loop's variable when they are called.

use crate::detect::{Analysis, Resolution, is_variable};
use crate::document::Node;
use crate::insight::functions::shape::NODES;
use crate::insight::names::captured::for_loop_of;
use crate::insight::sentence::{Sentence, say};
use crate::insight::{Insight, Site};

/// At a `lambda` or `def` that a loop makes again and again.
pub(super) fn of_function(site: &Site<'_>) -> Option<Insight> {
    let function = site
        .token
        .parent()
        .filter(|parent| matches!(parent.kind(), "function_definition" | "lambda"))?;
    let (read, target, the_loop) = late_name(site.analysis, function)?;
    let name = read.text();
    let mut sentence = say("reads ")
        .code(name)
        .say(" when it is called: after the loop on ")
        .line(the_loop);
    sentence = match only_binding(site.analysis, target, the_loop)
        .then(|| last_value(site.analysis, target, the_loop))
        .flatten()
    {
        Some(last) => sentence
            .say(", ")
            .code(name)
            .say(" is ")
            .code(&last)
            .say(" in every one of them"),
        None => sentence.say(" every one of them sees the same ").code(name),
    };
    Some(Insight::new(keeping(sentence, function, name)))
}

/// How to keep the value of each round.
fn keeping(sentence: Sentence, function: Node<'_>, name: &str) -> Sentence {
    let parameters = function.child("parameters");
    let inside: Vec<Node<'_>> = parameters.into_iter().flat_map(Node::named_children).collect();
    let is_plain = inside.iter().all(|parameter| {
        matches!(
            parameter.kind(),
            "identifier" | "typed_parameter" | "default_parameter" | "typed_default_parameter"
        ) && parameter.named_children().all(|part| !part.kind().contains("splat"))
    });
    if !is_plain {
        return sentence;
    }
    let mut list: Vec<&str> = inside.iter().map(|parameter| parameter.text()).collect();
    let default = format!("{name}={name}");
    list.push(&default);
    let list = list.join(", ");
    let code = match function.child("name") {
        Some(own) => format!("def {}({list})", own.text()),
        None => format!("lambda {list}: …"),
    };
    sentence.say("; ").code(&code).say(" keeps the value of its round")
}

/// The first name in the function's body that a loop around the function binds: its use, the loop's target, the loop.
fn late_name<'a>(analysis: &Analysis, function: Node<'a>) -> Option<(Node<'a>, Node<'a>, Node<'a>)> {
    let targets = targets_around(function);
    let body = function.child("body")?;
    let mut reads = body
        .descendants()
        .take(NODES)
        .filter(|at| at.kind() == "identifier" && is_variable(*at) && !analysis.is_definition(*at));
    reads.find_map(|read| {
        let (target, the_loop) = targets.iter().find(|(target, _)| target.text() == read.text())?;
        let same = analysis.owner(read.text(), read.start())? == analysis.owner(read.text(), target.start())?;
        same.then_some((read, *target, *the_loop))
    })
}

/// The names that loops around the function bind, innermost loop first.
fn targets_around<'a>(function: Node<'a>) -> Vec<(Node<'a>, Node<'a>)> {
    let mut found = Vec::new();
    let mut below = function;
    for at in function.ancestors().take(64) {
        match at.kind() {
            "function_definition" | "lambda" | "class_definition" => break,
            "for_statement" if below.field() == Some("body") => add_names(at, at, &mut found),
            "list_comprehension" | "set_comprehension" | "dictionary_comprehension"
                if below.field() == Some("body") =>
            {
                for clause in at.named_children().filter(|child| child.kind() == "for_in_clause") {
                    add_names(clause, at, &mut found);
                }
            }
            _ => {}
        }
        below = at;
    }
    found
}

fn add_names<'a>(binder: Node<'a>, the_loop: Node<'a>, found: &mut Vec<(Node<'a>, Node<'a>)>) {
    let Some(left) = binder.child("left") else { return };
    let names = left
        .descendants()
        .take(64)
        .filter(|at| at.kind() == "identifier" && for_loop_of(*at) == Some(the_loop));
    found.extend(names.map(|name| (name, the_loop)));
}

/// Whether nothing but this loop's target binds the name.
fn only_binding<'a>(analysis: &Analysis, target: Node<'a>, the_loop: Node<'a>) -> bool {
    let Some(owner) = analysis.owner(target.text(), target.start()) else {
        return false;
    };
    let top = super::closures::owner_node(the_loop, &owner).unwrap_or_else(|| target.nodes().root());
    let found = super::captured::bindings(analysis, top, target.text(), &owner);
    found.len() == 1 && top.count() <= NODES
}

/// The last value that a loop over a literal or over `range(3)` gives its only target.
fn last_value<'a>(analysis: &Analysis, target: Node<'a>, the_loop: Node<'a>) -> Option<String> {
    let binder = if the_loop.kind() == "for_statement" {
        let leaves = |at: Node<'_>| matches!(at.kind(), "break_statement" | "return_statement" | "delete_statement");
        if the_loop.descendants().take(NODES).any(leaves) {
            return None;
        }
        the_loop
    } else {
        let mut clauses = the_loop
            .named_children()
            .filter(|child| child.kind().ends_with("_clause"));
        clauses.next().filter(|_| clauses.next().is_none())?
    };
    if binder.child("left") != Some(target) {
        return None;
    }
    let items = binder.child("right")?;
    match items.kind() {
        "list" | "tuple" => {
            let last = items.named_children().filter(|item| item.kind() != "comment").last()?;
            matches!(last.kind(), "integer" | "string" | "float" | "true" | "false" | "none")
                .then(|| last.text().to_owned())
        }
        "call" => last_of_range(analysis, items),
        _ => None,
    }
}

/// The last number of `range(3)` or `range(1, 3)`.
fn last_of_range(analysis: &Analysis, call: Node<'_>) -> Option<String> {
    let is_range = analysis.resolve(call.child("function")?) == Resolution::Dotted(vec!["builtins.range".to_owned()]);
    let arguments = call.child("arguments").filter(|_| is_range)?;
    let numbers: Option<Vec<u32>> = arguments.named_children().map(|at| at.text().parse().ok()).collect();
    let (start, stop) = match numbers?.as_slice() {
        [stop] => (0, *stop),
        [start, stop] => (*start, *stop),
        _ => return None,
    };
    (start < stop).then(|| (stop - 1).to_string())
}
