//! The ways in which a review is printed.

use std::fmt::Write as _;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value, json};

use super::super::output::Output;
use super::super::{Failure, scan};
use super::summary;
use crate::gloss::Glossary;
use crate::knowledge::Concept;
use crate::render;
use crate::review::{Introduced, Place};

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Text,
    /// To be posted as a comment
    Markdown,
    /// Workflow commands, which GitHub shows as annotations
    Github,
    /// SARIF 2.1.0
    Sarif,
    /// An array of the objects that `pygloss scan` prints, with the facts; rows and columns from 1, in code points
    Json,
}

pub(super) fn write(
    format: Format,
    glossary: &Glossary,
    found: &[Introduced<'_>],
    output: &mut Output,
) -> Result<(), Failure> {
    match format {
        Format::Text => {
            for introduced in found {
                output.markdown(&render::review_entry(introduced, glossary.knowledge()))?;
                output.text("\n")?;
            }
            output.text(&format!("{}.\n", capitalized(&summary(found))))?;
        }
        Format::Markdown => output.text(&render::review(
            found,
            &capitalized(&summary(found)),
            glossary.knowledge(),
        ))?,
        Format::Github => {
            for introduced in found {
                output.text(&annotation(introduced))?;
            }
        }
        Format::Sarif => output.json(&pretty(&sarif(found)))?,
        Format::Json => output.json(&pretty(&found.iter().map(object).collect()))?,
    }
    Ok(())
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

/// What a concept is, as plain text.
fn paragraph(concept: &Concept) -> String {
    render::text(&concept.hover, render::Look::PLAIN).trim().to_owned()
}

/// Explanation and fact as lines of plain text.
fn message(introduced: &Introduced<'_>) -> String {
    let mut text = paragraph(introduced.gloss.concept);
    if let Some(sentence) = introduced.gloss.told() {
        let _ = write!(text, "\n\nHere: {}.", render::plain(sentence));
    }
    text
}

/// A workflow command: `::notice file=…,line=…::message`. What would end a property or the message is escaped.
fn annotation(introduced: &Introduced<'_>) -> String {
    let place = &introduced.place;
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    // GitHub takes columns only where both ends are in one line.
    let columns = if place.start.0 == place.end.0 {
        format!(",col={},endColumn={}", place.start.1, place.end.1)
    } else {
        String::new()
    };
    format!(
        "::notice file={},line={},endLine={}{columns},title={}::{}\n",
        property(&place.path),
        place.start.0,
        place.end.0,
        property(&introduced.gloss.concept.title),
        data(&message(introduced))
    )
}

fn object(introduced: &Introduced<'_>) -> Value {
    let place = &introduced.place;
    let mut object = scan::object(&place.path, &introduced.gloss.concept.id, place.start, place.end);
    object["level"] = json!(introduced.gloss.concept.level);
    object["here"] = json!(introduced.gloss.told().map(render::plain));
    object["insights"] = scan::facts(&introduced.gloss.insights);
    let others = introduced.others.iter();
    object["others"] = others
        .map(|place| scan::object(&place.path, &introduced.gloss.concept.id, place.start, place.end))
        .collect();
    object
}

fn sarif(found: &[Introduced<'_>]) -> Value {
    let rules = found.iter().map(|introduced| {
        let concept = introduced.gloss.concept;
        json!({
            "id": concept.id,
            "shortDescription": { "text": concept.title },
            "fullDescription": { "text": paragraph(concept) },
            "helpUri": concept.docs_url(),
            "defaultConfiguration": { "level": "note" },
            "properties": { "tags": [concept.area, concept.level] },
        })
    });
    let results = found.iter().enumerate().map(|(index, introduced)| {
        json!({
            "ruleId": introduced.gloss.concept.id,
            "ruleIndex": index,
            "level": "note",
            "message": { "text": message(introduced) },
            "locations": [location(&introduced.place)],
            "relatedLocations": introduced.others.iter().map(location).collect::<Vec<_>>(),
        })
    });
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": results.collect::<Vec<_>>(),
        }],
    })
}

fn location(place: &Place) -> Value {
    /// What may not stand in the path of a URI, and `%`, which would be taken for an escape.
    const PATH: AsciiSet = CONTROLS
        .add(b' ')
        .add(b'"')
        .add(b'#')
        .add(b'%')
        .add(b'<')
        .add(b'>')
        .add(b'?')
        .add(b'[')
        .add(b'\\')
        .add(b']')
        .add(b'^')
        .add(b'`')
        .add(b'{')
        .add(b'|')
        .add(b'}')
        .add(b':');
    json!({ "physicalLocation": {
        "artifactLocation": { "uri": utf8_percent_encode(&place.path, &PATH).to_string(), "uriBaseId": "%SRCROOT%" },
        "region": {
            "startLine": place.start.0, "startColumn": place.start.1,
            "endLine": place.end.0, "endColumn": place.end.1,
        },
    } })
}
