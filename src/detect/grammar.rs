//! What the grammar allows to stand where, from its own list of node types: a pattern that asks for something else can never match.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde_json::Value;

use super::pattern::Fault;
use crate::knowledge::{Item, Shape};

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(Grammar::read);

/// What may stand anywhere.
const EXTRAS: [&str; 3] = ["comment", "line_continuation", "ERROR"];

struct Grammar {
    nodes: HashMap<String, Allowed>,
    supertypes: HashMap<String, Vec<String>>,
}

#[derive(Default)]
struct Allowed {
    fields: HashMap<String, HashSet<String>>,
    /// What stands in no field.
    others: HashSet<String>,
}

/// The kinds of node that `name` stands for, if it stands for several, such as `expression`.
pub(super) fn kinds_of_supertype(name: &str) -> Option<Vec<&'static str>> {
    GRAMMAR.supertypes.contains_key(name).then(|| {
        let mut all = Vec::new();
        GRAMMAR.expanded(name, &mut all);
        all.retain(|kind| !GRAMMAR.supertypes.contains_key(*kind));
        all
    })
}

/// Finds what can never match in the pattern that begins with `item`.
///
/// # Errors
/// What is impossible and what would be possible.
pub(super) fn check(item: &Item) -> Result<(), Fault> {
    let mut todo = vec![item];
    while let Some(item) = todo.pop() {
        match &item.shape {
            Shape::Node {
                kind,
                children,
                without,
                ..
            } => {
                if let Some(allowed) = kind.as_deref().and_then(|k| GRAMMAR.nodes.get(k)) {
                    let kind = kind.as_deref().unwrap_or_default();
                    if let Some(field) = without.iter().find(|f| !allowed.fields.contains_key(f.as_str())) {
                        return Err(no_field(kind, field, allowed));
                    }
                    for child in children {
                        GRAMMAR.check_child(kind, allowed, child, child.field.as_deref())?;
                    }
                }
                todo.extend(children);
            }
            Shape::Choice(items) | Shape::Sequence(items) => todo.extend(items),
            Shape::Token(_) | Shape::Any => {}
        }
    }
    Ok(())
}

fn no_field(kind: &str, field: &str, allowed: &Allowed) -> Fault {
    let mut known: Vec<&str> = allowed.fields.keys().map(String::as_str).collect();
    known.sort_unstable();
    Fault::new(
        format!("`{kind}` has no field `{field}`"),
        if known.is_empty() {
            "it has no fields at all".to_owned()
        } else {
            format!("its fields are: {}", known.join(", "))
        },
    )
}

impl Grammar {
    fn read() -> Self {
        let mut grammar = Self {
            nodes: HashMap::new(),
            supertypes: HashMap::new(),
        };
        // The grammar's own file, compiled in: it is what it is.
        let types: Vec<Value> = serde_json::from_str(tree_sitter_python::NODE_TYPES).unwrap_or_default();
        let list = |value: &Value| -> Vec<String> {
            let names = value
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|v| v["type"].as_str());
            names.map(str::to_owned).collect()
        };
        for entry in &types {
            let Some(name) = entry["type"].as_str().filter(|_| entry["named"] == true) else {
                continue;
            };
            if entry["subtypes"].is_array() {
                grammar.supertypes.insert(name.to_owned(), list(&entry["subtypes"]));
                continue;
            }
            let mut allowed = Allowed::default();
            for (field, content) in entry["fields"].as_object().into_iter().flatten() {
                let types = list(&content["types"]).into_iter().collect();
                allowed.fields.insert(field.clone(), types);
            }
            allowed.others.extend(list(&entry["children"]["types"]));
            grammar.nodes.insert(name.to_owned(), allowed);
        }
        grammar
    }

    /// A name in a pattern and all that it stands for.
    fn expanded<'g>(&'g self, name: &str, into: &mut Vec<&'g str>) {
        let mut todo = vec![name];
        while let Some(one) = todo.pop() {
            if let Some((known, below)) = self.supertypes.get_key_value(one) {
                into.push(known);
                todo.extend(below.iter().map(String::as_str));
            } else if let Some((known, _)) = self.nodes.get_key_value(one) {
                into.push(known);
            }
        }
    }

    fn check_child(&self, kind: &str, allowed: &Allowed, child: &Item, field: Option<&str>) -> Result<(), Fault> {
        let own = match &child.shape {
            Shape::Node { kind: Some(own), .. } => own,
            Shape::Token(own) if field.is_some() => own,
            Shape::Choice(items) | Shape::Sequence(items) => {
                return items
                    .iter()
                    .try_for_each(|item| self.check_child(kind, allowed, item, item.field.as_deref().or(field)));
            }
            _ => {
                return match field {
                    Some(field) if !allowed.fields.contains_key(field) => Err(no_field(kind, field, allowed)),
                    _ => Ok(()),
                };
            }
        };
        let places: Vec<&HashSet<String>> = match field {
            Some(field) => vec![
                allowed
                    .fields
                    .get(field)
                    .ok_or_else(|| no_field(kind, field, allowed))?,
            ],
            None => allowed.fields.values().chain([&allowed.others]).collect(),
        };
        let mut wanted = Vec::new();
        self.expanded(own, &mut wanted);
        let possible = places.iter().any(|place| {
            place.iter().any(|there| {
                let mut all = Vec::new();
                self.expanded(there, &mut all);
                there == own || all.iter().any(|one| wanted.contains(one))
            })
        });
        if possible || EXTRAS.contains(&own.as_str()) {
            return Ok(());
        }
        let place = field.map_or_else(
            || format!("below `{kind}`"),
            |f| format!("in the field `{f}` of `{kind}`"),
        );
        let mut there: Vec<&str> = places.iter().flat_map(|p| p.iter().map(String::as_str)).collect();
        there.sort_unstable();
        there.dedup();
        Err(Fault::new(
            format!("the pattern can never match: `{own}` does not stand {place}"),
            format!("what stands there: {}", there.join(", ")),
        ))
    }
}
