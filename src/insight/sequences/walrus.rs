//! Where a walrus in a comprehension binds its name.

use crate::document::Node;
use crate::document::syntax::{self, ScopeKind};
use crate::insight::conditions::source::is_broken;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// How many comprehensions around are looked at.
const DEEP: usize = 8;

/// The scope that a name bound by `:=` in a comprehension ends up in.
pub fn scope(site: &Site<'_>) -> Option<Insight> {
    let walrus = std::iter::once(site.construct)
        .chain(site.token.ancestors().take(1))
        .find(|node| node.kind() == "named_expression" && !is_broken(*node))?;
    let name = walrus.child("name")?;
    let comprehensions = around(walrus);
    let innermost = *comprehensions.first()?;
    let outermost = *comprehensions.last()?;
    if comprehensions
        .iter()
        .any(|comprehension| iterates(*comprehension, name))
    {
        let sentence = say("is a ").code("SyntaxError").say(": ").node(name);
        return Some(Insight::new(sentence.say(
            " is a loop variable of this comprehension, which a walrus may not rebind",
        )));
    }
    if comprehensions
        .iter()
        .any(|comprehension| in_iterable(walrus, *comprehension))
    {
        let sentence = say("is a ")
            .code("SyntaxError")
            .say(": a walrus may not stand behind the ")
            .code("in");
        return Some(Insight::new(sentence.say(" of a comprehension")));
    }
    // Such a declaration sends the name elsewhere.
    if site.nodes.mentions("global ") || site.nodes.mentions("nonlocal ") {
        return None;
    }
    let (kind, around) = syntax::scope_of(outermost);
    let sentence = say("binds ").node(name);
    let sentence = match (kind, around) {
        (ScopeKind::Class, _) => {
            let sentence = say("is a ")
                .code("SyntaxError")
                .say(": in the body of a class, a comprehension may not have ");
            return Some(Insight::new(sentence.code(":=")));
        }
        (ScopeKind::Module, _) => sentence.say(" at the level of the module"),
        (ScopeKind::Lambda, _) => sentence.say(" in the lambda"),
        (_, Some(function)) => match function.child("name") {
            Some(function) => sentence.say(" in ").code(&format!("{}()", function.text())),
            None => return None,
        },
        _ => return None,
    };
    let when = match innermost.kind() {
        "generator_expression" => ", not in the generator, once that runs",
        _ => ", not in the comprehension: it keeps the last value",
    };
    Some(Insight::new(sentence.say(when)))
}

fn is_comprehension(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression"
    )
}

/// The comprehensions around a walrus, innermost first, up to the next function.
fn around(walrus: Node<'_>) -> Vec<Node<'_>> {
    let own = walrus
        .ancestors()
        .take(64)
        .take_while(|node| !matches!(node.kind(), "lambda" | "block" | "module"));
    own.filter(|node| is_comprehension(*node)).take(DEEP).collect()
}

/// Whether a name is a loop variable of a comprehension.
fn iterates(comprehension: Node<'_>, name: Node<'_>) -> bool {
    let clauses = comprehension.children().filter(|node| node.kind() == "for_in_clause");
    let targets = clauses.filter_map(|clause| clause.child("left"));
    targets
        .flat_map(Node::descendants)
        .take(64)
        .any(|node| node.kind() == "identifier" && node.text() == name.text())
}

/// Whether the walrus stands in an iterable of the comprehension.
fn in_iterable<'a>(walrus: Node<'a>, comprehension: Node<'a>) -> bool {
    let clauses = comprehension.children().filter(|node| node.kind() == "for_in_clause");
    let mut iterables = clauses.flat_map(|clause| clause.children_in("right"));
    iterables.any(|right| right.start() <= walrus.start() && walrus.end() <= right.end())
}
