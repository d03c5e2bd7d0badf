//! `__match_args__`: what a pattern's places stand for, whoever writes it.

use serde_json::json;

use super::super::sentence::{code, say};
use super::super::{Finder, Insight, Site, model};
use super::body::{self, Item};
use super::data_class::DataClass;
use super::data_class_source::is_harmless;
use super::{data_class_facts, named_tuples};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

pub(super) const MATCH_ARGS: Finder = Finder {
    about: "match-args",
    concepts: &["dunder-match-args"],
    find,
};

/// What `case NAME(a, b)` compares by place: the attributes in `__match_args__`, and whether a value of the wrong type stands there.
fn find<'a>(site: &Site<'a>) -> Option<Insight> {
    // A statement that is nothing but the attribute has the same range.
    let class = match site.token.parent()? {
        attribute if attribute.kind() == "attribute" => {
            let object = attribute.child("object")?;
            let Resolution::Class(range) = site.analysis.resolve(object) else {
                return None;
            };
            site.nodes.innermost(&range)
        }
        _ => body::class_around(site.token)?,
    };
    let name = body::name_of(class)?;
    if let Some(kind) = wrong_type(class) {
        let sentence = say("a pattern ")
            .code(&format!("{name}(x)"))
            .say(" raises ")
            .code("TypeError")
            .say(&format!(": a tuple is asked for, this is a {kind}"));
        return Some(Insight::new(sentence));
    }
    let names = match_args(site.analysis, class)?;
    let by_place = |pattern: &str, meaning: String| code(pattern).say(" means ").code(&meaning);
    let sentence = match names.as_slice() {
        [] => code(&format!("case {name}(a)"))
            .say(" raises ")
            .code("TypeError")
            .say(": there is nothing to compare by place"),
        [one] => by_place(&format!("case {name}(a)"), format!("case {name}({one}=a)")),
        [one, two, ..] => by_place(&format!("case {name}(a, b)"), format!("case {name}({one}=a, {two}=b)")),
    };
    let insight = Insight::new(sentence);
    Some(match body::qualified(class) {
        Some(place) => insight.with_claim(json!({ "class": place, "match_args": names })),
        None => insight,
    })
}

/// The type of an own `__match_args__` that is no tuple.
fn wrong_type(class: Node<'_>) -> Option<&'static str> {
    let items = body::items(class)?;
    let (Item::Annotated { value, .. } | Item::Assigned { value, .. }) = body::binding(&items, "__match_args__")?
    else {
        return None;
    };
    let mut value = value?;
    for _ in 0..8 {
        match value.kind() {
            "parenthesized_expression" => value = value.named_children().next()?,
            "list" => return Some("list"),
            "string" => return Some("str"),
            _ => return None,
        }
    }
    None
}

/// The names in the class's `__match_args__`: its own, those that `@dataclass` writes, a named tuple's. Since 3.10.
pub(in crate::insight) fn match_args(analysis: &Analysis, class: Node<'_>) -> Option<Vec<String>> {
    let items = body::items(class)?;
    if let Some(own) = body::binding(&items, "__match_args__") {
        let (Item::Annotated { value, .. } | Item::Assigned { value, .. }) = own else {
            return None;
        };
        let value = value?;
        let harmless = |d| is_harmless(analysis, d) || body::is(analysis, d, "dataclasses.dataclass");
        if !matches!(value.kind(), "tuple" | "expression_list") || !body::decorators(class).all(harmless) {
            return None;
        }
        return named_tuples::elements(value)?.into_iter().map(model::string).collect();
    }
    if let Some(tuple) = named_tuples::of_class(analysis, class).and_then(named_tuples::sound) {
        return Some(tuple.fields.into_iter().map(|field| field.name).collect());
    }
    let data = DataClass::read(analysis, class)?;
    data_class_facts::match_args(analysis, &data)
}
