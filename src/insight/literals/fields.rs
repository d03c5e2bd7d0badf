//! Fields of f-strings: what is called, and what the format asks for.

use serde_json::json;

use super::format::{Piece, Spec, date_words};
use super::value;
use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::conditions::source::{is_broken, one_line};
use crate::insight::sentence::{Sentence, code_span, say};
use crate::insight::{Insight, Site};

/// The longest specification that is read, in bytes.
const LONGEST: usize = 64;

/// What a value is known to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Type {
    Text,
    Int,
    Float,
    Unknown,
}

/// A format specification in words.
pub fn format_in_words(site: &Site<'_>) -> Option<Insight> {
    let (value, shown, kind, pieces) = match site.concept {
        "builtin-format" => from_call(site)?,
        _ => from_field(site)?,
    };
    if is_broken(value) {
        return None;
    }
    let written = written(&pieces);
    let Some(spec) = Spec::read(&pieces) else {
        if kind != Type::Unknown {
            return None;
        }
        let words = date_words(&written)?;
        return Some(Insight::new(say("asks a date or time for its ").say(&words.join(", "))));
    };
    let accepted = spec.accepted();
    let fits = match kind {
        Type::Text => accepted.text,
        Type::Int => accepted.int,
        Type::Float => accepted.float,
        Type::Unknown => accepted.text || accepted.int || accepted.float,
    };
    if !fits {
        let sentence = say("raises ").code("ValueError").say(": ");
        let whose = match kind {
            Type::Text => "a text",
            Type::Int => "an int",
            Type::Float => "a float",
            Type::Unknown => return None,
        };
        let sentence = sentence.say(whose).say(" cannot be formatted by ").code(&written);
        return Some(Insight::new(sentence).with_claim(json!({"spec": written, "fits": false})));
    }
    let words = spec.words(kind == Type::Text);
    if words.is_empty() {
        return None;
    }
    let mut sentence = say("shows ").code(&shown).say(" ");
    for (at, (_, words)) in words.iter().enumerate() {
        sentence = phrase(sentence, if at == 0 { words.clone() } else { format!(", {words}") });
    }
    let rows = words.iter().map(|(piece, words)| {
        let piece = code_span(piece).replace('|', "\\|");
        format!("| {piece} | {} |\n", words.replace('|', "\\|"))
    });
    let detail = format!(
        "| in the format | means |\n| --- | --- |\n{}\nSo numbers and texts read it; a class with a `__format__` of its own may read it otherwise.",
        rows.collect::<String>()
    );
    Some(Insight::new(sentence).with_detail(detail).with_claim(json!({
        "spec": written,
        "text": accepted.text,
        "int": accepted.int,
        "float": accepted.float,
    })))
}

/// Words with code between backticks.
fn phrase(mut sentence: Sentence, words: String) -> Sentence {
    for (at, part) in words.split('`').enumerate() {
        sentence = if at % 2 == 1 {
            sentence.code(part)
        } else {
            sentence.say(part)
        };
    }
    sentence
}

/// A specification as it is written.
fn written(pieces: &[Piece]) -> String {
    let each = pieces.iter().map(|piece| match piece {
        Piece::Char(c) => c.to_string(),
        Piece::Field(field) => format!("{{{field}}}"),
    });
    each.collect()
}

type Field<'a> = (Node<'a>, String, Type, Vec<Piece>);

/// The value, how it is called, what it is, and the specification of a field.
fn from_field<'a>(site: &Site<'a>) -> Option<Field<'a>> {
    let field = field_of(site)?;
    let value = field.child("expression")?;
    let shown = one_line(value)?;
    let pieces = pieces(field)?;
    Some(match conversion(field) {
        Some(function) => (value, format!("{function}({shown})"), Type::Text, pieces),
        None => (value, shown, type_of(value), pieces),
    })
}

/// The same of `format(value, "…")`.
fn from_call<'a>(site: &Site<'a>) -> Option<Field<'a>> {
    let call = site.token.parent().filter(|node| node.kind() == "call")?;
    let function = call.child("function").filter(|function| *function == site.token)?;
    if site.analysis.resolve(function) != Resolution::Dotted(vec!["builtins.format".to_owned()]) {
        return None;
    }
    let mut arguments = call.child("arguments")?.named_children();
    let (value, spec) = (arguments.next()?, arguments.next()?);
    if arguments.next().is_some() || matches!(value.kind(), "list_splat" | "dictionary_splat" | "keyword_argument") {
        return None;
    }
    let spec = value::text(spec).filter(|text| !text.is_bytes)?.known()?;
    if spec.len() > LONGEST {
        return None;
    }
    let pieces = spec.chars().map(Piece::Char).collect();
    Some((value, one_line(value)?, type_of(value), pieces))
}

/// The replacement field that the token is of.
fn field_of<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let around = std::iter::once(site.construct).chain(site.token.ancestors().take(2));
    around
        .into_iter()
        .find(|node| node.kind() == "interpolation")
        .filter(|field| !is_broken(*field))
}

/// The function that a conversion calls.
fn conversion(field: Node<'_>) -> Option<&'static str> {
    match field.child("type_conversion")?.text() {
        "!r" => Some("repr"),
        "!s" => Some("str"),
        "!a" => Some("ascii"),
        _ => None,
    }
}

/// The specification of a field, its own fields included.
fn pieces(field: Node<'_>) -> Option<Vec<Piece>> {
    let specifier = field.child("format_specifier")?;
    let colon = specifier.first_child().filter(|node| node.kind() == ":")?;
    let end = field.children().filter(|node| node.kind() == "}").last()?.start();
    if end.checked_sub(colon.end()).is_none_or(|length| length > LONGEST) {
        return None;
    }
    let nodes = field.nodes();
    let mut pieces = Vec::new();
    let mut at = colon.end();
    for inner in specifier.children().filter(|node| node.kind() == "format_expression") {
        pieces.extend(plain(nodes.text_of(&(at..inner.start())))?);
        // With a conversion or a format of its own it is more than a number.
        if inner.named_children().count() != 1 {
            return None;
        }
        let expression = inner.child("expression")?;
        match expression.kind() {
            "integer" => pieces.extend(expression.text().chars().map(Piece::Char)),
            _ => pieces.push(Piece::Field(one_line(expression).filter(|text| !text.contains('`'))?)),
        }
        at = inner.end();
    }
    pieces.extend(plain(nodes.text_of(&(at..end)))?);
    Some(pieces)
}

fn plain(text: &str) -> Option<Vec<Piece>> {
    (!text.contains(['\\', '\n', '\r', '{', '}'])).then(|| text.chars().map(Piece::Char).collect())
}

/// What kind of value a literal is.
fn type_of(node: Node<'_>) -> Type {
    match node.kind() {
        "string" if value::text(node).is_some_and(|text| !text.is_bytes) => Type::Text,
        "integer" if !node.text().ends_with(['j', 'J']) => Type::Int,
        "float" if !node.text().ends_with(['j', 'J']) => Type::Float,
        _ => Type::Unknown,
    }
}

/// A field as the call it stands for.
pub fn field_as_call(site: &Site<'_>) -> Option<Insight> {
    let field = field_of(site)?;
    let value = field.child("expression")?;
    let shown = one_line(value)?;
    let equals = field.children().find(|node| node.kind() == "=");
    let pieces = match field.child("format_specifier") {
        Some(_) => Some(pieces(field)?),
        None => None,
    };
    let inner = match conversion(field) {
        Some(function) => format!("{function}({shown})"),
        None if equals.is_some() && pieces.is_none() => format!("repr({shown})"),
        None => shown,
    };
    let call = match &pieces {
        Some(pieces) => {
            let spec = written(pieces);
            let has_fields = pieces.iter().any(|piece| matches!(piece, Piece::Field(_)));
            let quote = if spec.contains('\'') { '"' } else { '\'' };
            if spec.contains(quote) {
                return None;
            }
            format!(
                "format({inner}, {}{quote}{spec}{quote})",
                if has_fields { "f" } else { "" }
            )
        }
        None => inner,
    };
    let Some(equals) = equals else {
        let claim = json!({"field": field.text(), "text": "", "call": call});
        return Some(Insight::new(say("puts in ").code(&call)).with_claim(claim));
    };
    // Blanks around the sign count.
    let open = field.first_child().filter(|node| node.kind() == "{")?;
    let nodes = field.nodes();
    let rest = field.children().find(|node| node.start() >= equals.end())?;
    let text = nodes.text_of(&(open.end()..rest.start()));
    if text.contains(['\n', '\r']) {
        return None;
    }
    let sentence = say("puts in the text ").code(&quoted(text)).say(", then ").code(&call);
    let claim = json!({"field": field.text(), "text": text, "call": call});
    Some(Insight::new(sentence).with_claim(claim))
}

/// Blanks at the ends have to be seen.
fn quoted(text: &str) -> String {
    let quote = if text.contains('\'') { '"' } else { '\'' };
    format!("{quote}{text}{quote}")
}
