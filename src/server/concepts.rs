//! `pygloss/concepts`: everything in a document that can be explained, for a view beside the text; `pygloss/here`: what one of it does.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Range;

use super::Server;
use super::configuration::Moment;
use super::view::View;
use crate::detect::{Occurrence, Outline};
use crate::document::Encoding;
use crate::gloss::Gloss;
use crate::knowledge::{Concept, Level};
use crate::project::Project;
use crate::render;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    uri: String,
    /// Whether each place is told what it does.
    #[serde(default = "yes")]
    here: bool,
}

fn yes() -> bool {
    true
}

/// One of the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    uri: String,
    concept: String,
    range: Range,
    construct: Range,
}

/// What one of the list does in this code.
#[derive(Default, Serialize)]
pub(super) struct Here {
    #[serde(skip_serializing_if = "Option::is_none")]
    here: Option<String>,
}

/// One concept at one place.
#[derive(Serialize)]
pub(super) struct Found {
    concept: String,
    title: String,
    level: Level,
    area: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    /// The token one hovers.
    range: Range,
    /// The whole construct.
    construct: Range,
    /// What it does in this code, in one sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    here: Option<String>,
}

impl Server {
    /// What can be explained in an open document, in the order of the text.
    pub(super) async fn concepts(&self, params: Value) -> Result<Vec<Found>> {
        let wanted = Wanted::deserialize(params)
            .map_err(|error| Error::invalid_params(format!("`pygloss/concepts` takes {{uri, here?}}: {error}")))?;
        let (moment, view) = (self.moment(), self.open(&wanted.uri)?);
        let state = Arc::clone(&self.state);
        let find = move || {
            if wanted.here {
                let project = state.project(&wanted.uri, &moment.settings);
                explained(&view, project.as_ref(), &moment)
            } else {
                listed(&state.outline(&wanted.uri, &view, &moment), &view, &moment)
            }
        };
        self.ask(find).await
    }

    /// What one of the list does in this code; nothing where it is not there any more.
    pub(super) async fn here(&self, params: Value) -> Result<Here> {
        let wanted = Listed::deserialize(params).map_err(|error| {
            Error::invalid_params(format!(
                "`pygloss/here` takes {{uri, concept, range, construct}}: {error}"
            ))
        })?;
        let (moment, view) = (self.moment(), self.open(&wanted.uri)?);
        let state = Arc::clone(&self.state);
        let tell = move || {
            let project = state.project(&wanted.uri, &moment.settings);
            here(&wanted, &view, project.as_ref(), &moment)
        };
        self.ask(tell).await
    }

    fn open(&self, uri: &str) -> Result<Arc<View>> {
        let view = self.state.documents.snapshot(uri);
        view.ok_or_else(|| Error::invalid_params(format!("{uri} is not open")))
    }
}

/// Everything, each with what it does.
fn explained(view: &View, project: Option<&Project>, moment: &Moment) -> Vec<Found> {
    let is_wanted = |concept: &Concept| moment.settings.speaks_of(concept);
    let glosses = moment.glossary.gloss_document(view, &view.bytes(), is_wanted);
    glosses
        .into_iter()
        .filter(|gloss| view.shows(&gloss.occurrence.anchor()))
        .map(|gloss| {
            let gloss = gloss.within(project, view);
            let found = found(gloss.concept, &gloss.occurrence, view, moment.session.encoding);
            Found {
                here: gloss.told().map(render::plain),
                ..found
            }
        })
        .collect()
}

/// The same without what it does: that may depend on all of the text, so it costs far more than to find it, and is asked for again after each edit.
fn listed(outline: &Outline, view: &View, moment: &Moment) -> Vec<Found> {
    let within = view.bytes();
    let occurrences = outline.occurrences().iter().map(|o| (o, moment.glossary.concept(o)));
    occurrences
        .filter(|(occurrence, concept)| {
            let anchor = occurrence.anchor();
            within.contains(&anchor.start) && moment.settings.speaks_of(concept) && view.shows(&anchor)
        })
        .map(|(occurrence, concept)| found(concept, occurrence, view, moment.session.encoding))
        .collect()
}

fn found(concept: &Concept, occurrence: &Occurrence, view: &View, encoding: Encoding) -> Found {
    let range = |bytes| view.range(bytes, encoding);
    Found {
        concept: concept.id.clone(),
        title: concept.title.clone(),
        level: concept.level,
        area: concept.area.clone(),
        name: concept.name.clone(),
        range: range(&occurrence.anchor()),
        construct: range(&occurrence.construct),
        here: None,
    }
}

fn here(wanted: &Listed, view: &View, project: Option<&Project>, moment: &Moment) -> Here {
    let encoding = moment.session.encoding;
    let Some(offset) = view.offset(wanted.range.start, encoding) else {
        return Here::default();
    };
    let glosses = moment.glossary.listed_at(view, offset, &wanted.concept);
    let is_it = |gloss: &Gloss<'_>| {
        let occurrence = &gloss.occurrence;
        view.range(&occurrence.anchor(), encoding) == wanted.range
            && view.range(&occurrence.construct, encoding) == wanted.construct
    };
    let gloss = glosses.into_iter().find(is_it);
    Here {
        here: gloss.and_then(|gloss| gloss.within(project, view).told().map(render::plain)),
    }
}
