//! `@dataclass` as the class written out: what stays of the class statement, and which methods are added. What they look like is in
//! [`methods`](super::data_methods).

use super::data_methods::{Written, write};
use super::layout::{Edits, Layout, edited};
use super::surroundings::built_ins;
use super::{Answer, Draft, Rewriting, Site};
use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::fields::body::{self, Item};
use crate::insight::fields::data_class::{DataClass, Default, Field, Kind};
use crate::insight::fields::data_class_faults::raised;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "data-class",
    kinds: &["decorated_definition"],
    rewrite: data_class,
}];

/// Functions of the library that ask for what `@dataclass` leaves on a class.
const READERS: [&str; 6] = [
    "fields",
    "asdict",
    "astuple",
    "replace",
    "is_dataclass",
    "__dataclass_fields__",
];

fn data_class(site: &Site<'_>) -> Answer {
    let class = site
        .node
        .child("definition")
        .filter(|n| n.kind() == "class_definition")?;
    let decorator = body::decorators(class).find(|d| body::is(site.analysis, *d, "dataclasses.dataclass"))?;
    Some(rewrite(site, class, decorator))
}

fn rewrite<'a>(site: &Site<'a>, class: Node<'a>, decorator: Node<'a>) -> Result<Draft, String> {
    let data = DataClass::read(site.analysis, class)
        .ok_or("which fields the class has, and with which options, is not settled in this file")?;
    if let Some(error) = raised(site.analysis, &data) {
        return Err(format!("making the class raises `{error}`"));
    }
    if let Some(base) = data.unknown_base {
        return Err(format!(
            "whether `{}` brings fields or a `__post_init__` along is not known",
            crate::document::syntax::shorten(base, 40)
        ));
    }
    if let Some(below) = data_class_below(site, &data) {
        return Err(format!(
            "`{below}` is a data class, too, and takes the fields of `{}` from what `@dataclass` leaves on it",
            data.name
        ));
    }
    built_ins(site, &["type", "object", "hash", "super", "NotImplemented", "zip"])?;
    let own = own_values(site, &data)?;
    let text = site.analysis.document().text();
    let spot = site.spot()?;
    let mut fresh = site.fresh();
    let written = write(site, &data, &mut fresh)?;
    let edits = edits(&data, &own, &written)?;
    let body = class.child("body").ok_or("the class has no body")?;
    let layout = Layout::new(text, class, body, spot.unit());

    let mut after = String::new();
    let mut notes = Vec::new();
    let line_break = spot.line_break();
    let new_line = format!("{line_break}{}", layout.outer);
    for line in &written.before {
        after += &format!("{line}{new_line}");
    }
    // The decorators but for this one, and comments.
    let own_decorator = decorator.parent().ok_or("the decorator stands nowhere")?;
    let mut skipped = false;
    for child in site.node.named_children().filter(|n| *n != class) {
        if child == own_decorator {
            skipped = true;
            for comment in child.descendants().filter(|n| n.kind() == "comment") {
                after += &format!("{}{new_line}", comment.text());
            }
            continue;
        }
        after += &format!("{}{new_line}", child.text());
    }
    debug_assert!(skipped, "the decorator is one of the definition's");
    after += &edited(text, class.start()..layout.head_end, &edits);
    after += &layout.statements(text, body, line_break, &edits);
    for line in &written.lines {
        after += line_break;
        if !line.text.is_empty() {
            after += &format!("{}{}{}", layout.inner, spot.unit().repeat(line.level), line.text);
        }
    }
    notes.push(format!(
        "The class is none that `dataclasses.fields`, `replace` or `asdict` know: it has no `__dataclass_fields__`{}.",
        used_reader(site)
    ));
    if data.own("__doc__").is_none() && !has_docstring(body) {
        notes.push(format!(
            "Without a docstring `@dataclass` makes one: the name and the signature, `{}(…)`.",
            data.name
        ));
    }
    notes.extend(written.notes);
    let mut draft = Draft::new(
        "`@dataclass` as the class written out",
        spot.range.start..layout.end,
        after,
    );
    draft.notes = notes;
    Ok(draft)
}

/// Which function of `dataclasses` the file uses that will not know the class.
fn used_reader(site: &Site<'_>) -> String {
    let mut names = site.nodes.root().descendants().filter(|n| n.kind() == "identifier");
    let used = names.find(|n| READERS.contains(&n.text()));
    used.map_or(String::new(), |name| {
        format!(", which this file asks for with `{}`", name.text())
    })
}

fn has_docstring(body: Node<'_>) -> bool {
    let first = super::surroundings::parts(body).next();
    let first = first.filter(|n| n.kind() == "expression_statement");
    first
        .and_then(Node::first_child)
        .is_some_and(|n| n.kind() == "string" || n.kind() == "concatenated_string")
}

/// A data class of the file right below this one.
fn data_class_below<'a>(site: &Site<'a>, data: &DataClass<'a>) -> Option<&'a str> {
    let range = data.class.range();
    let classes = site
        .nodes
        .root()
        .descendants()
        .filter(|n| n.kind() == "class_definition");
    let mut below = classes.filter(|class| {
        let names = class.child("superclasses").into_iter().flat_map(Node::named_children);
        let is_base = names
            .filter(|n| n.kind() == "identifier" && n.text() == data.name)
            .any(|n| matches!(site.analysis.resolve(n), Resolution::Class(of) if of == range));
        is_base && body::decorators(*class).any(|d| body::is(site.analysis, d, "dataclasses.dataclass"))
    });
    below.next().and_then(|class| class.child("name")).map(Node::text)
}

/// What becomes of a field's value in the body.
struct OwnValue<'a> {
    /// The assignment.
    statement: Node<'a>,
    /// Its value as it is written.
    value: Node<'a>,
    /// What is to be left: nothing, or this expression.
    kept: Option<Node<'a>>,
}

/// The fields of the body whose value is a `field(…)`.
fn own_values<'a>(site: &Site<'a>, data: &DataClass<'a>) -> Result<Vec<OwnValue<'a>>, String> {
    let mut found = Vec::new();
    for field in data.fields.iter().filter(|field| field.class == data.class) {
        let same = data.items.iter().filter(|item| item.name().text() == field.node.text());
        if same.count() > 1 {
            return Err(format!("the body binds `{}` more than once", field.node.text()));
        }
        let Some(call) = field.call else { continue };
        let statement = field.node.parent().filter(|n| n.kind() == "assignment");
        let statement = statement.ok_or("a field stands in an unusual place")?;
        for (name, argument) in body::keywords(call.child("arguments")).unwrap_or_default() {
            let has_effect = argument
                .descendants()
                .any(|n| matches!(n.kind(), "call" | "await" | "yield"));
            if name.text() == "metadata" && has_effect {
                return Err(
                    "the `metadata` of a field is the result of a call, and has no place in the class".to_owned(),
                );
            }
        }
        let kept = match field.default {
            Default::Value(value) => Some(value),
            _ => None,
        };
        found.push(OwnValue {
            statement,
            value: call,
            kept,
        });
    }
    let is_descriptor = |field: &Field<'_>| match field.default {
        Default::Value(value) => match value.kind() {
            "function_definition" | "class_definition" => {
                value.parent().is_some_and(|n| n.kind() == "decorated_definition")
            }
            _ => !super::data_methods::is_literal(value) && uses(site, "__get__"),
        },
        _ => false,
    };
    match data.fields.iter().find(|field| is_descriptor(field)) {
        Some(field) => Err(format!(
            "the default of `{}` may be a descriptor, which `@dataclass` asks for the value",
            field.name
        )),
        None => Ok(found),
    }
}

fn uses(site: &Site<'_>, name: &str) -> bool {
    let mut identifiers = site.nodes.root().descendants().filter(|n| n.kind() == "identifier");
    identifiers.any(|n| n.text() == name)
}

fn edits<'a>(data: &DataClass<'a>, own: &[OwnValue<'a>], written: &Written) -> Result<Edits, String> {
    let mut edits = Edits::new();
    let dropped = |field: &Field<'_>| {
        // With slots the class keeps no value under the name of a field; a literal is written where it is used.
        data.options.slots
            && field.kind == Kind::Field
            && matches!(field.default, Default::Value(value) if super::data_methods::is_literal(value))
    };
    for field in data.fields.iter().filter(|field| field.class == data.class) {
        let own = own
            .iter()
            .find(|own| own.statement == field.node.parent().unwrap_or(own.value));
        let plain = match data.own(field.node.text()) {
            Some(Item::Annotated {
                value: Some(value),
                name,
                ..
            }) => name.parent().map(|statement| (statement, value)),
            _ => None,
        };
        let (statement, value, kept) = match (own, plain) {
            (Some(own), _) => (own.statement, own.value, own.kept),
            (None, Some((statement, value))) if dropped(field) => (statement, value, None),
            _ => continue,
        };
        let annotation = statement.child("type").ok_or("a field without an annotation")?;
        for comment in value.descendants().filter(|n| n.kind() == "comment") {
            let indent = &written.comment_indent;
            edits.push((
                statement.start()..statement.start(),
                format!("{}{indent}", comment.text()),
            ));
        }
        let new = match kept.filter(|_| !dropped(field)) {
            Some(kept) => format!(" = {}", super::surroundings::value(kept)),
            None => String::new(),
        };
        edits.push((annotation.end()..value.end(), new));
    }
    edits.sort_by_key(|(range, _)| range.start);
    Ok(edits)
}
