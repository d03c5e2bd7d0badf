//! What `@dataclass` makes of these very fields.

use serde_json::{Value, json};

use super::super::sentence::{Sentence, code, code_span, line_of, say};
use super::super::{Finder, Insight, Piece, Site};
use super::body::{self, Item};
use super::data_class::{DataClass, Default, Field, Kind};
use super::data_class_faults::fault;
use crate::detect::Analysis;
use crate::document::{Node, syntax};

pub(super) const GENERATED: Finder = Finder {
    about: "dataclass-init",
    concepts: &["dataclasses-dataclass", "class-definition"],
    find: generated,
};

pub(super) const FIELD: Finder = Finder {
    about: "dataclass-field",
    concepts: &["dataclasses-field"],
    find: field,
};

pub(super) const KEYWORD_ONLY: Finder = Finder {
    about: "dataclass-kw-only",
    concepts: &["dataclasses-kw-only"],
    find: keyword_only,
};

pub(super) const NOT_A_FIELD: Finder = Finder {
    about: "dataclass-classvar",
    concepts: &["typing-classvar"],
    find: class_variable,
};

/// The longest call in a sentence, in characters; how many rows a table has.
const LONGEST_CALL: usize = 90;
const ROWS: usize = 30;

/// A data class that can be made.
fn sound<'a>(site: &Site<'a>, class: Node<'a>) -> Option<DataClass<'a>> {
    let data = DataClass::read(site.analysis, class)?;
    fault(site.analysis, &data).is_none().then_some(data)
}

fn generated<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = body::class_at(site)?;
    let data = sound(site, class)?;
    let insight = Insight::new(summary(&data)?).with_detail(detail(&data));
    Some(match claim(site.analysis, &data) {
        Some(claim) => insight.with_claim(claim),
        None => insight,
    })
}

fn summary(data: &DataClass<'_>) -> Option<Sentence> {
    let own: Vec<String> = own_fields(data).map(|f| parameter(f, 16)).collect();
    let begin = match (data.unknown_base, data.own("__init__")) {
        (Some(_), _) if own.is_empty() => return None,
        (Some(_), _) => say("its own fields are ")
            .codes(&own, 4)
            .say("; any of a base that is not in this file come first"),
        (None, Some(own)) => say("keeps its own ").code("__init__").say(" of ").line(own.name()),
        (None, None) if !data.options.init => say("gets no ").code("__init__").say(", because of ").code("init=False"),
        (None, None) => {
            let mut sentence = say("a call is ");
            sentence.0.push(Piece::Code(call(data)));
            sentence
        }
    };
    let sentence = traits(data, begin);
    let ignored = without_annotation(data);
    Some(match ignored.as_slice() {
        [] => sentence,
        [one] => {
            let clause = say("; ").code(one).say(" has no annotation and is no field");
            body::with_clause(sentence, clause)
        }
        more => {
            let clause = say("; ").codes(more, 2).say(" have no annotations and are no fields");
            body::with_clause(sentence, clause)
        }
    })
}

/// What the options do to changing, comparing and hashing.
fn traits(data: &DataClass<'_>, sentence: Sentence) -> Sentence {
    let mut traits = Vec::new();
    if data.options.frozen {
        traits.push("frozen");
    }
    if data.options.order {
        traits.push("ordered by their fields");
    }
    match hashing(data) {
        Hashing::None => traits.push("unhashable (`eq` without `frozen`)"),
        Hashing::Fields => traits.push("hashed by their fields"),
        Hashing::Kept => {}
    }
    let Some(last) = traits.pop() else { return sentence };
    let before = if traits.is_empty() {
        String::new()
    } else {
        format!("{} and ", traits.join(", "))
    };
    sentence.say(&format!("; the objects are {before}{last}"))
}

#[derive(PartialEq, Eq)]
enum Hashing {
    /// `__hash__` is `None`.
    None,
    /// `@dataclass` writes `__hash__`.
    Fields,
    /// The class's own or inherited one stays.
    Kept,
}

fn hashing(data: &DataClass<'_>) -> Hashing {
    let options = data.options;
    let explicit = data.own("__hash__").is_some_and(|item| {
        let is_none = matches!(item, Item::Assigned { value: Some(value), .. } if value.kind() == "none");
        !(is_none && data.own("__eq__").is_some())
    });
    match (options.unsafe_hash, options.eq, options.frozen) {
        (true, ..) => Hashing::Fields,
        (false, true, true) if !explicit => Hashing::Fields,
        (false, true, false) if !explicit => Hashing::None,
        _ => Hashing::Kept,
    }
}

fn own_fields<'x, 'a>(data: &'x DataClass<'a>) -> impl Iterator<Item = &'x Field<'a>> {
    data.fields
        .iter()
        .filter(|field| field.class == data.class && field.kind == Kind::Field)
}

/// A field as a parameter: `name`, `name=default`.
fn parameter(field: &Field<'_>, limit: usize) -> String {
    match field.default {
        Default::Missing => field.name.clone(),
        Default::Factory(_) => format!("{}=<factory>", field.name),
        Default::Value(value) if value.kind().ends_with("_definition") => format!("{}=…", field.name),
        Default::Value(value) => format!("{}={}", field.name, syntax::shorten(value, limit)),
    }
}

/// The call of the class: `Order(id, items=<factory>, *, note='')`.
fn call(data: &DataClass<'_>) -> String {
    let whole = format!("{}({})", data.name, parameters(data, |f| parameter(f, 24)).join(", "));
    if whole.chars().count() <= LONGEST_CALL {
        return whole;
    }
    let short = |field: &Field<'_>| {
        let mark = if field.has_default() { "=…" } else { "" };
        format!("{}{mark}", field.name)
    };
    let mut call = format!("{}(", data.name);
    for (at, one) in parameters(data, short).iter().enumerate() {
        if call.chars().count() + one.chars().count() + 4 > LONGEST_CALL {
            call.push_str(", …");
            break;
        }
        if at > 0 {
            call.push_str(", ");
        }
        call.push_str(one);
    }
    call.push(')');
    call
}

fn parameters<'a>(data: &DataClass<'a>, print: impl Fn(&Field<'a>) -> String) -> Vec<String> {
    let [by_place, keyword_only] = data.parameters();
    let mut printed: Vec<String> = by_place.into_iter().map(&print).collect();
    if !keyword_only.is_empty() {
        printed.push("*".to_owned());
    }
    printed.extend(keyword_only.into_iter().map(&print));
    printed
}

/// The public names that the body assigns without an annotation, which some take for fields.
fn without_annotation(data: &DataClass<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in &data.items {
        let Item::Assigned { name, .. } = item else { continue };
        let name = name.text();
        let annotates = |item: &Item<'_>| matches!(item, Item::Annotated { .. }) && item.name().text() == name;
        let is_defined = |item: &Item<'_>| matches!(item, Item::Defined { .. }) && item.name().text() == name;
        let known = data.items.iter().any(|item| annotates(item) || is_defined(item));
        if !known && !name.starts_with('_') && !names.iter().any(|n| n == name) {
            names.push(name.to_owned());
        }
    }
    names
}

fn detail(data: &DataClass<'_>) -> String {
    let mut text = String::new();
    if data.fields.iter().any(Field::is_parameter) {
        text.push_str("| parameter | declared in | default | given |\n| --- | --- | --- | --- |\n");
    }
    let [by_place, keyword_only] = data.parameters();
    for field in by_place.into_iter().chain(keyword_only).take(ROWS) {
        let owner = body::name_of(field.class).unwrap_or("");
        let how = if field.keyword_only {
            "by name only"
        } else {
            "by place or name"
        };
        let stored = if field.kind == Kind::InitVar {
            ", to `__post_init__` only"
        } else {
            ""
        };
        text.push_str(&format!(
            "| {} | {}, line {} | {} | {how}{stored} |\n",
            cell(&field.name),
            cell(owner),
            line_of(field.node),
            default(field),
        ));
    }
    text.push('\n');
    for line in others(data).iter().take(ROWS) {
        text.push_str(&format!("- {line}\n"));
    }
    text.trim().to_owned()
}

/// What a default is, for a table.
fn default(field: &Field<'_>) -> String {
    match field.default {
        Default::Missing => "none: must be given".to_owned(),
        Default::Factory(factory) => format!("a new {} each time", cell(&made_by(factory))),
        Default::Value(value) if field.inherits_default => format!("{}, from a base class", cell(value.text())),
        Default::Value(value) if value.kind().ends_with("_definition") => "what the body defines".to_owned(),
        Default::Value(value) => cell(value.text()),
    }
}

/// Code in a cell of a table.
fn cell(text: &str) -> String {
    code_span(&syntax::shorten_text(text, 40)).replace('|', "\\|")
}

/// What is no parameter, and what else is written.
fn others(data: &DataClass<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for field in &data.fields {
        let name = code_span(&field.name);
        match field.kind {
            Kind::ClassVar => lines.push(format!("{name} is a `ClassVar`: an attribute of the class, no field")),
            Kind::Field if !field.init => lines.push(format!("{name} is a field, but no parameter: `init=False`")),
            _ => {}
        }
    }
    for name in without_annotation(data) {
        let inherited = data.fields.iter().any(|field| field.name == name);
        lines.push(if inherited {
            format!(
                "{} has no annotation here: the field of that name keeps the default that it has",
                code_span(&name)
            )
        } else {
            format!(
                "{} has no annotation: an attribute of the class, no field",
                code_span(&name)
            )
        });
    }
    let written: Vec<String> = ["__init__", "__repr__", "__eq__"]
        .iter()
        .filter(|method| data.writes(method))
        .map(|method| format!("`{method}`"))
        .collect();
    if !written.is_empty() {
        lines.push(format!("`@dataclass` writes {}", written.join(", ")));
    }
    match hashing(data) {
        Hashing::None => lines.push("`__hash__` is `None`: `eq` without `frozen`".to_owned()),
        Hashing::Fields => lines.push("`__hash__` is the hash of the tuple of fields".to_owned()),
        Hashing::Kept => lines.push("`__hash__` is left as it is".to_owned()),
    }
    lines
}

/// The `__match_args__` that `@dataclass` writes: the parameters that may be given by place.
pub(super) fn match_args(analysis: &Analysis, data: &DataClass<'_>) -> Option<Vec<String>> {
    let is_known = data.unknown_base.is_none() && data.options.match_args && !data.is_decorated_again;
    if !is_known || fault(analysis, data).is_some() {
        return None;
    }
    let [by_place, _] = data.parameters();
    Some(by_place.into_iter().map(|field| field.name.clone()).collect())
}

/// What a test can compare: `init` is `str(inspect.signature(cls))` without annotations, each default shown as `...`.
fn claim(analysis: &Analysis, data: &DataClass<'_>) -> Option<Value> {
    let name = body::qualified(data.class).filter(|_| !data.is_decorated_again && data.unknown_base.is_none())?;
    let mut claim = json!({ "class": name, "order": data.options.order });
    let makes = |items: &[Item<'_>]| {
        ["__new__", "__signature__"]
            .iter()
            .any(|name| body::binding(items, name).is_some())
    };
    let is_plain = !makes(&data.items) && !data.above.iter().any(|above| makes(&above.items));
    if data.writes("__init__") && is_plain {
        let print = |field: &Field<'_>| {
            let mark = if field.has_default() { "=..." } else { "" };
            format!("{}{mark}", field.name)
        };
        claim["init"] = json!(format!("({})", parameters(data, print).join(", ")));
    }
    if let Some(names) = match_args(analysis, data).filter(|_| data.own("__match_args__").is_none()) {
        claim["match_args"] = json!(names);
    }
    match hashing(data) {
        Hashing::None => claim["hashable"] = json!(false),
        Hashing::Fields => claim["hashable"] = json!(true),
        Hashing::Kept => {}
    }
    Some(claim)
}

/// The field that a node in a class body is part of.
fn field_at<'x, 'a>(data: &'x DataClass<'a>, node: Node<'a>) -> Option<&'x Field<'a>> {
    let assignment = node.ancestors().take(16).find(|n| n.kind() == "assignment")?;
    let name = assignment.child("left")?;
    data.fields.iter().find(|field| field.node == name)
}

fn field<'a>(site: &Site<'a>) -> Option<Insight> {
    let data = sound(site, body::class_around(site.token)?)?;
    let field = field_at(&data, site.token)?;
    let called = field.call?.child("function")?;
    // The call itself, not one inside its arguments.
    if !called.range().contains(&site.token.start()) || !data.writes("__init__") {
        return None;
    }
    let name = code(&field.name);
    if !field.is_parameter() {
        let sentence = match field.default {
            Default::Missing => name
                .say(" is no parameter and has no value until something sets it, such as ")
                .code("__post_init__"),
            Default::Factory(factory) => name
                .say(" is no parameter; each ")
                .code(data.name)
                .say(" begins with a new ")
                .code(&made_by(factory)),
            Default::Value(value) => name
                .say(" is no parameter; each ")
                .code(data.name)
                .say(" begins with ")
                .node(value),
        };
        return Some(Insight::new(sentence));
    }
    let sentence = match field.default {
        Default::Missing => name.say(" must be given"),
        Default::Factory(factory) => name
            .say(" may be left out: each ")
            .code(data.name)
            .say(" then gets its own ")
            .code(&made_by(factory)),
        Default::Value(value) => name.say(" may be left out, it is then ").node(value),
    };
    Some(Insight::new(if field.keyword_only {
        sentence.say("; it is given by name only")
    } else {
        sentence
    }))
}

/// What a factory gives, as code: `list()`, the body of a lambda.
fn made_by(factory: Node<'_>) -> String {
    let body = factory.child("body").filter(|_| factory.kind() == "lambda");
    body.map_or_else(|| format!("{}()", factory.text()), |body| body.text().to_owned())
}

fn keyword_only<'a>(site: &Site<'a>) -> Option<Insight> {
    let data = sound(site, body::class_around(site.token)?)?;
    let marker = data.markers.first()?;
    let after = own_parameters(&data).filter(|f| f.keyword_only && f.node.start() > marker.start());
    let names: Vec<String> = after.map(|f| f.name.clone()).collect();
    if names.is_empty() {
        return Some(Insight::new(say("no field follows, so it changes nothing")));
    }
    let verb = if names.len() == 1 { "is" } else { "are" };
    let sentence = say("").codes(&names, 6).say(&format!(" {verb} given by name only"));
    if data.unknown_base.is_some() || !data.writes("__init__") {
        return Some(Insight::new(sentence));
    }
    let mut sentence = sentence.say(": ");
    sentence.0.push(Piece::Code(call(&data)));
    Some(Insight::new(sentence))
}

fn own_parameters<'x, 'a>(data: &'x DataClass<'a>) -> impl Iterator<Item = &'x Field<'a>> {
    data.fields
        .iter()
        .filter(|field| field.class == data.class && field.is_parameter())
}

fn class_variable<'a>(site: &Site<'a>) -> Option<Insight> {
    let data = sound(site, body::class_around(site.token)?)?;
    let field = field_at(&data, site.token).filter(|field| field.kind == Kind::ClassVar)?;
    let sentence = code(&field.name)
        .say(" belongs to the class ")
        .code(data.name)
        .say(" and is no field: no parameter, not in the ")
        .code("repr")
        .say(", not compared");
    Some(Insight::new(sentence))
}
