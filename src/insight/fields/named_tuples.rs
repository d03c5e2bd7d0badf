//! Named tuples: `class NAME(NamedTuple)` and `namedtuple(…)`: their fields, their defaults, what is refused.

use serde_json::json;

use super::super::sentence::{code_span, say};
use super::super::{Finder, Insight, Piece, Site, model};
use super::body::{self, Base, Item};
use super::enums::class_of_base;
use crate::detect::Analysis;
use crate::document::{Node, syntax};

const CONCEPTS: &[&str] = &["class-definition", "typing-namedtuple", "collections-namedtuple"];

pub(super) const FAULT: Finder = Finder {
    about: "namedtuple-error",
    concepts: CONCEPTS,
    find: fault,
};

pub(super) const FIELDS: Finder = Finder {
    about: "namedtuple-fields",
    concepts: CONCEPTS,
    find: fields,
};

/// How many fields are read; how many are listed; the longest call in a sentence.
const MOST: usize = 256;
const ROWS: usize = 30;
const LONGEST_CALL: usize = 90;

pub(super) struct NamedTuple<'a> {
    /// The name of the class, as it is written.
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
    /// Names in the body that are no fields.
    ignored: Vec<&'a str>,
    /// What making it raises: the exception, the message as all versions have it.
    error: Option<(&'static str, String)>,
    /// The name under which a test finds it.
    place: Option<String>,
}

pub(super) struct Field {
    pub(super) name: String,
    /// Its default, as code.
    pub(super) default: Option<String>,
}

fn at<'a>(site: &Site<'a>) -> Option<NamedTuple<'a>> {
    if site.concept == "class-definition" {
        return of_class(site.analysis, body::class_at(site)?);
    }
    if let Some(class) = class_of_base(site.token) {
        return of_class(site.analysis, class);
    }
    let function = match site.token.parent()? {
        dotted if dotted.kind() == "attribute" => dotted,
        _ => site.token,
    };
    let call = function
        .parent()
        .filter(|n| n.kind() == "call" && function.field() == Some("function"))?;
    of_call(site.analysis, call)
}

/// The named tuple that a class statement makes.
pub(super) fn of_class<'a>(analysis: &Analysis, class: Node<'a>) -> Option<NamedTuple<'a>> {
    let mut is_named_tuple = false;
    for base in body::bases(analysis, class) {
        match base {
            Base::Library(name) if name == "typing.NamedTuple" || name == "typing_extensions.NamedTuple" => {
                is_named_tuple = true;
            }
            Base::Library(name) if name == "typing.Generic" => {}
            _ => return None,
        }
    }
    let decorators = body::decorators(class).all(|d| super::data_class_source::is_harmless(analysis, d));
    let has_keywords = class
        .child("superclasses")?
        .named_children()
        .any(|n| n.kind() == "keyword_argument");
    if !is_named_tuple || !decorators || has_keywords {
        return None;
    }
    let name = body::name_of(class)?;
    let items = body::items(class)?;
    let mut fields: Vec<Field> = Vec::new();
    for item in items.iter().filter(|item| matches!(item, Item::Annotated { .. })) {
        let own = item.name().text();
        let field = body::mangled(name, own);
        if fields.iter().any(|known| known.name == field) {
            continue;
        }
        let default = body::binding(&items, own).map(|item| match item {
            Item::Annotated { value, .. } | Item::Assigned { value, .. } => {
                value.map_or("…".into(), |value| syntax::shorten(value, 24).into_owned())
            }
            Item::Defined { .. } => "…".to_owned(),
        });
        fields.push(Field { name: field, default });
    }
    let is_field = |name: &str| fields.iter().any(|field| field.name == name);
    let ignored = items.iter().filter_map(|item| match item {
        Item::Assigned { name, .. } if !name.text().starts_with('_') && !is_field(name.text()) => Some(name.text()),
        _ => None,
    });
    let ignored = ignored.collect();
    let error = class_error(&fields, &items);
    (fields.len() <= MOST).then_some(NamedTuple {
        name: name.to_owned(),
        fields,
        ignored,
        error,
        place: body::qualified(class),
    })
}

fn class_error(fields: &[Field], items: &[Item<'_>]) -> Option<(&'static str, String)> {
    let first = fields.iter().position(|field| field.default.is_some());
    let late = first.and_then(|first| fields.iter().skip(first).find(|field| field.default.is_none()));
    if let Some(late) = late {
        let message = format!("Non-default namedtuple field {} cannot follow default field", late.name);
        return Some(("TypeError", message));
    }
    if let Some(error) = name_error(fields) {
        return Some(error);
    }
    let refused = [
        "__new__",
        "__init__",
        "__slots__",
        "__getnewargs__",
        "_fields",
        "_field_defaults",
        "_make",
        "_replace",
        "_asdict",
    ];
    let item = items
        .iter()
        .find(|item| item.binds() && refused.contains(&item.name().text()))?;
    let message = format!("Cannot overwrite NamedTuple attribute {}", item.name().text());
    Some(("AttributeError", message))
}

/// Names that a named tuple refuses.
fn name_error(fields: &[Field]) -> Option<(&'static str, String)> {
    for (at, field) in fields.iter().enumerate() {
        let name = &field.name;
        if name.starts_with('_') {
            let message = format!("Field names cannot start with an underscore: '{name}'");
            return Some(("ValueError", message));
        }
        if fields.iter().take(at).any(|known| known.name == *name) {
            return Some(("ValueError", format!("Encountered duplicate field name: '{name}'")));
        }
    }
    None
}

const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// The named tuple that a call of `collections.namedtuple` makes.
fn of_call<'a>(analysis: &Analysis, call: Node<'a>) -> Option<NamedTuple<'a>> {
    if !body::is(analysis, call, "collections.namedtuple") {
        return None;
    }
    let arguments = call.child("arguments").filter(|n| n.kind() == "argument_list")?;
    let mut by_place = Vec::new();
    let (mut rename, mut defaults) = (false, Vec::new());
    for argument in arguments.named_children().take(16) {
        match argument.kind() {
            "comment" => {}
            "keyword_argument" => {
                let value = argument.child("value")?;
                match argument.child("name")?.text() {
                    "rename" => rename = body::boolean(value)?,
                    "defaults" if value.kind() == "none" => {}
                    "defaults" if matches!(value.kind(), "list" | "tuple") => defaults = elements(value)?,
                    "module" => {}
                    _ => return None,
                }
            }
            "list_splat" | "dictionary_splat" => return None,
            _ => by_place.push(argument),
        }
    }
    let [name, fields] = by_place.as_slice() else {
        return None;
    };
    let name = model::string(*name)?;
    let mut names = field_names(*fields)?;
    let is_name = |name: &str| {
        let begins = |c: char| c == '_' || c.is_alphabetic();
        name.starts_with(begins) && name.chars().all(|c| c == '_' || c.is_alphanumeric())
    };
    if rename {
        for at in 0..names.len() {
            let name = names.get(at)?;
            let is_refused = !is_name(name)
                || KEYWORDS.contains(&name.as_str())
                || name.starts_with('_')
                || names.iter().take(at).any(|known| known == name);
            if is_refused {
                *names.get_mut(at)? = format!("_{at}");
            }
        }
    }
    let all = || std::iter::once(&name).chain(&names);
    let error = all().find_map(|name| {
        let message = if !is_name(name) {
            format!("Type names and field names must be valid identifiers: '{name}'")
        } else if KEYWORDS.contains(&name.as_str()) {
            format!("Type names and field names cannot be a keyword: '{name}'")
        } else {
            return None;
        };
        Some(("ValueError", message))
    });
    let first = names.len().checked_sub(defaults.len());
    let is_short = first.is_none();
    let first = first.unwrap_or(0);
    let fields: Vec<Field> = names
        .into_iter()
        .enumerate()
        .map(|(at, name)| Field {
            name,
            default: at
                .checked_sub(first)
                .and_then(|at| defaults.get(at))
                .map(|value: &Node<'_>| syntax::shorten(*value, 24).into_owned()),
        })
        .collect();
    let named = if rename { None } else { name_error(&fields) };
    let too_many = || is_short.then(|| ("TypeError", "Got more default values than field names".to_owned()));
    Some(NamedTuple {
        error: error.or(named).or_else(too_many),
        place: place_of(call),
        name,
        fields,
        ignored: Vec::new(),
    })
}

/// The items of a list or tuple without stars.
pub(super) fn elements<'a>(sequence: Node<'a>) -> Option<Vec<Node<'a>>> {
    let elements: Vec<_> = sequence.named_children().filter(|n| n.kind() != "comment").collect();
    let is_plain = elements.len() <= MOST && !elements.iter().any(|n| n.kind() == "list_splat");
    is_plain.then_some(elements)
}

fn field_names(fields: Node<'_>) -> Option<Vec<String>> {
    match fields.kind() {
        "string" => {
            let text = model::string(fields)?.replace(',', " ");
            Some(text.split_whitespace().take(MOST).map(str::to_owned).collect())
        }
        "list" | "tuple" => elements(fields)?.into_iter().map(model::string).collect(),
        _ => None,
    }
}

/// The name that the module binds to what a call makes: `NAME = namedtuple(…)`, `class NAME(namedtuple(…))`.
fn place_of(call: Node<'_>) -> Option<String> {
    let around = call.parent()?;
    if around.kind() == "argument_list" {
        let class = around.parent().filter(|n| n.kind() == "class_definition")?;
        let is_plain = around.named_children().count() == 1 && body::decorators(class).next().is_none();
        return body::qualified(class).filter(|_| is_plain);
    }
    let left = around
        .child("left")
        .filter(|n| around.kind() == "assignment" && n.kind() == "identifier")?;
    let statement = around.parent().filter(|n| n.kind() == "expression_statement")?;
    body::qualified_in(statement, left.text())
}

fn fault<'a>(site: &Site<'a>) -> Option<Insight> {
    let tuple = at(site)?;
    let (exception, message) = tuple.error?;
    let error = format!("{exception}: {message}");
    let mut sentence = say("making ").code(&tuple.name).say(" raises ");
    sentence.0.push(Piece::Code(error.chars().take(120).collect()));
    let insight = Insight::new(sentence);
    Some(match tuple.place {
        Some(place) => insight.with_claim(json!({ "class": place, "raises": error })),
        None => insight,
    })
}

/// A named tuple that can be made.
/// The fields of the named tuple that a call makes.
pub(in crate::insight) fn tuple_fields(analysis: &Analysis, call: Node<'_>) -> Option<Vec<String>> {
    let tuple = of_call(analysis, call)
        .filter(|_| call.kind() == "call")
        .and_then(sound)?;
    Some(tuple.fields.into_iter().map(|field| field.name).collect())
}

pub(super) fn sound(tuple: NamedTuple<'_>) -> Option<NamedTuple<'_>> {
    tuple.error.is_none().then_some(tuple)
}

fn fields<'a>(site: &Site<'a>) -> Option<Insight> {
    let tuple = sound(at(site)?)?;
    let shown = |field: &Field| match &field.default {
        Some(default) => format!("{}={default}", field.name),
        None => field.name.clone(),
    };
    let mut call = format!(
        "{}({})",
        tuple.name,
        tuple.fields.iter().map(shown).collect::<Vec<_>>().join(", ")
    );
    if call.chars().count() > LONGEST_CALL {
        call = call.chars().take(LONGEST_CALL - 2).chain("…)".chars()).collect();
    }
    let mut sentence = say("a call is ");
    sentence.0.push(Piece::Code(call));
    let sentence = match tuple.fields.as_slice() {
        [] => sentence.say("; it is an empty tuple"),
        [one] => sentence
            .say("; it is a tuple of one item, ")
            .code(&format!(".{}", one.name)),
        [first, .., last] => sentence
            .say(&format!("; it is a tuple of {}: ", tuple.fields.len()))
            .code(&format!(".{}", first.name))
            .say(" is ")
            .code("[0]")
            .say(", ")
            .code(&format!(".{}", last.name))
            .say(" is ")
            .code("[-1]"),
    };
    let sentence = match tuple.ignored.first() {
        Some(name) => body::with_clause(sentence, say("; ").code(name).say(" has no annotation and is no field")),
        None => sentence,
    };
    let mut detail = "| item | name | default |\n| --- | --- | --- |\n".to_owned();
    for (at, field) in tuple.fields.iter().take(ROWS).enumerate() {
        let default = field
            .default
            .as_deref()
            .map_or("none".to_owned(), |default| code_span(default).replace('|', "\\|"));
        detail.push_str(&format!("| `[{at}]` | {} | {default} |\n", code_span(&field.name)));
    }
    let insight = Insight::new(sentence).with_detail(detail);
    let Some(place) = tuple.place else { return Some(insight) };
    let names: Vec<&str> = tuple.fields.iter().map(|field| field.name.as_str()).collect();
    let defaults = tuple.fields.iter().filter(|field| field.default.is_some());
    let defaults: Vec<&str> = defaults.map(|field| field.name.as_str()).collect();
    Some(insight.with_claim(json!({ "namedtuple": place, "fields": names, "defaults": defaults })))
}
