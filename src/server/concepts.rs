//! `pygloss/concepts`: everything in a document that can be explained, for a view beside the text.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::Range;

use super::Server;
use super::configuration::Moment;
use super::view::View;
use crate::document::Encoding;
use crate::gloss::Gloss;
use crate::knowledge::{Concept, Level};
use crate::project::Project;
use crate::render;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    uri: String,
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
            .map_err(|error| Error::invalid_params(format!("`pygloss/concepts` takes {{uri}}: {error}")))?;
        let moment = self.moment();
        let analysis = self.state.documents.snapshot(&wanted.uri);
        let analysis = analysis.ok_or_else(|| Error::invalid_params(format!("{} is not open", wanted.uri)))?;
        let state = Arc::clone(&self.state);
        let find = move || {
            let project = state.project(&wanted.uri, &moment.settings);
            find(&analysis, project.as_ref(), &moment)
        };
        self.ask(find).await
    }
}

fn find(analysis: &View, project: Option<&Project>, moment: &Moment) -> Vec<Found> {
    let is_wanted = |concept: &Concept| moment.settings.speaks_of(concept);
    let glosses = moment
        .glossary
        .gloss_document(analysis, &analysis.bytes(), is_wanted)
        .into_iter();
    glosses
        .filter(|gloss| analysis.shows(&gloss.occurrence.anchor()))
        .map(|gloss| found(&gloss.within(project, analysis), analysis, moment.session.encoding))
        .collect()
}

fn found(gloss: &Gloss<'_>, analysis: &View, encoding: Encoding) -> Found {
    let range = |bytes| analysis.range(bytes, encoding);
    let concept = gloss.concept;
    Found {
        concept: concept.id.clone(),
        title: concept.title.clone(),
        level: concept.level,
        area: concept.area.clone(),
        name: concept.name.clone(),
        range: range(&gloss.occurrence.anchor()),
        construct: range(&gloss.occurrence.construct),
        here: gloss.told().map(render::plain),
    }
}
