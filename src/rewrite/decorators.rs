//! Decorators as calls.

use super::properties::has_plain_namespace;
use super::surroundings::{is_builtin, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site};
use crate::detect::{self, Resolution};
use crate::document::Node;
use crate::document::syntax::{self, ScopeKind};

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "decorators",
    kinds: &["decorated_definition"],
    rewrite: decorators,
}];

/// Longer rows of decorators are left alone.
const MOST: usize = 16;

fn decorators(site: &Site<'_>) -> Answer {
    let definition = site.node.child("definition")?;
    let name = definition.child("name")?;
    let decorators: Vec<Node<'_>> = parts(site.node)
        .filter(|n| n.kind() == "decorator")
        .filter_map(|n| parts(n).next())
        .collect();
    (1..=MOST)
        .contains(&decorators.len())
        .then(|| rewrite(site, definition, name, &decorators))
}

fn rewrite<'a>(
    site: &Site<'a>,
    definition: Node<'a>,
    name: Node<'a>,
    decorators: &[Node<'a>],
) -> Result<Draft, String> {
    let (scope, class) = syntax::scope_of(site.node);
    let in_class = scope == ScopeKind::Class;
    if in_class && class.is_some_and(has_keywords) {
        return Err(
            "the metaclass named in the `class` statement may give a namespace that notices each assignment".to_owned(),
        );
    }
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    // What is a plain name of something known can be read after the definition as well as before.
    let kept: Vec<Option<String>> = decorators
        .iter()
        .map(|d| (!is_settled(site, *d)).then(|| fresh.name("decorator")))
        .collect();
    let has_kept = kept.iter().any(Option::is_some);
    if has_kept && in_class && class.is_none_or(|class| has_bases(class) && !has_plain_namespace(site, class)) {
        return Err("the decorator is evaluated before the `def`, which takes a name of its own, and in the body of a class with bases that name may become more than an attribute".to_owned());
    }
    let mut code = Code::default();
    for (decorator, kept) in decorators.iter().zip(&kept) {
        if let Some(kept) = kept {
            code.line(0, format!("{kept} = {}", value(*decorator)));
        }
    }
    code.append(&spot.body(definition, 0)?, 0);
    let mut call = name.text().to_owned();
    for (decorator, kept) in decorators.iter().zip(&kept).rev() {
        let function = kept.as_deref().unwrap_or(decorator.text());
        call = format!("{function}({call})");
    }
    code.line(0, format!("{} = {call}", name.text()));
    if has_kept {
        let names: Vec<&str> = kept.iter().flatten().map(String::as_str).collect();
        code.line(0, format!("del {}", names.join(", ")));
    }
    let title = match decorators.len() {
        1 => "a decorator as a call",
        _ => "decorators as calls",
    };
    let mut draft = Draft::new(title, spot.range.clone(), spot.fill(&code)).note(format!(
        "With decorators, `{0}` is bound once, to what the last call returns; here it is for a moment the {1} itself, and stays so if a call fails.",
        name.text(),
        if definition.kind() == "class_definition" { "class" } else { "function" },
    ));
    if decorators.iter().any(|d| is_builtin(site, *d, "property")) {
        draft = draft.note(format!(
            "A `property` is a descriptor: `OBJECT.{0}` is then `type(OBJECT).__dict__[\"{0}\"].__get__(OBJECT, type(OBJECT))`, which calls the function with `OBJECT`; assigning calls `__set__`, `del` calls `__delete__`.",
            name.text(),
        ));
    }
    if decorators.len() > 1 {
        draft = draft.note("Decorators are evaluated from top to bottom and called from bottom to top.");
    }
    Ok(draft)
}

/// Whether a decorator is a name that stands for the same before and after the definition.
fn is_settled(site: &Site<'_>, decorator: Node<'_>) -> bool {
    let Some((first, _)) = detect::dotted_parts(decorator) else {
        return false;
    };
    // A default value or a class body may bind it anew.
    let mut names = site
        .node
        .descendants()
        .filter(|n| n.kind() == "identifier" && n.text() == first.text());
    !names.any(|n| site.analysis.is_definition(n))
        && !decorator.text().contains(['\n', '\r'])
        && matches!(
            site.analysis.resolve(decorator),
            Resolution::Dotted(_) | Resolution::Class(_) | Resolution::Function(_) | Resolution::Parameter
        )
}

fn has_bases(class: Node<'_>) -> bool {
    class
        .child("superclasses")
        .is_some_and(|list| parts(list).next().is_some())
}

fn has_keywords(class: Node<'_>) -> bool {
    let list = class.child("superclasses");
    list.is_some_and(|list| parts(list).any(|n| matches!(n.kind(), "keyword_argument" | "dictionary_splat")))
}
