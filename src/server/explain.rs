//! The page of a concept: what `pygloss/page` answers, and what `pygloss.explain` writes to the user's cache folder and opens.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::Client;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, MessageType, Position, ShowDocumentParams, Uri};

use super::configuration::Moment;
use super::pages;
use super::state::Session;
use super::view::View;
use crate::gloss::{Gloss, Glossary};
use crate::knowledge::Concept;
use crate::project::Project;
use crate::render::{self, Links, Look};

/// The command's name. Its one argument is a concept's id, or an object with `concept`, `uri` and `position`, each of which may be missing: without a
/// concept, what stands at the position is explained.
pub(super) const COMMAND: &str = "pygloss.explain";

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    concept: Option<String>,
    pub(super) uri: Option<String>,
    position: Option<Position>,
}

impl Wanted {
    /// The concept's id, where it is given.
    pub(super) fn concept(&self) -> Option<&str> {
        self.concept.as_deref()
    }
}

/// A page.
pub(super) struct Page {
    /// What it is about: a concept's id, or the name of a rewriting.
    pub(super) about: String,
    /// Its heading, without marks.
    pub(super) title: String,
    /// What there is to say in one sentence, plain text.
    pub(super) summary: String,
    pub(super) markdown: String,
}

/// A page in a file, ready to be shown.
pub(super) struct Answer {
    /// As the page's.
    pub(super) about: String,
    title: String,
    summary: String,
    page: std::result::Result<PathBuf, String>,
}

impl Answer {
    /// Writes the page into the file `stem` of the user's cache folder.
    pub(super) fn write(page: Page, stem: &str, moment: &Moment) -> Self {
        Self {
            page: pages::write(stem, &page.markdown, moment).map_err(|error| error.to_string()),
            about: page.about,
            title: page.title,
            summary: page.summary,
        }
    }

    /// Writes a page about code as it is now, which no other page leads to.
    pub(super) fn write_passing(page: Page, moment: &Moment) -> Self {
        Self {
            page: pages::write_passing(&page.about, &page.markdown, moment).map_err(|error| error.to_string()),
            about: page.about,
            title: page.title,
            summary: page.summary,
        }
    }
}

/// Reads the arguments.
///
/// # Errors
/// Another command, or arguments that are none of its own.
pub(super) fn read(params: &ExecuteCommandParams) -> Result<Wanted> {
    if params.command != COMMAND {
        return Err(Error::invalid_params(format!(
            "there is no command `{}`; there are {}",
            params.command,
            super::COMMANDS.map(|name| format!("`{name}`")).join(", ")
        )));
    }
    arguments(params)
}

/// Reads arguments that say which concept is meant.
///
/// # Errors
/// Arguments that do not.
pub(super) fn arguments(params: &ExecuteCommandParams) -> Result<Wanted> {
    let command = &params.command;
    match params.arguments.as_slice() {
        [Value::String(concept)] => Ok(Wanted {
            concept: Some(concept.clone()),
            ..Wanted::default()
        }),
        [object @ Value::Object(_)] => Wanted::deserialize(object)
            .map_err(|error| Error::invalid_params(format!("`{command}` takes {{concept, uri, position}}: {error}"))),
        _ => Err(Error::invalid_params(format!(
            "`{command}` takes one argument: a concept's id, or {{concept, uri, position}}"
        ))),
    }
}

/// Writes the page.
///
/// # Errors
/// As [`page`] has them.
pub(super) fn explain(
    wanted: &Wanted,
    analysis: Option<&View>,
    project: Option<&Project>,
    moment: &Moment,
) -> Result<Answer> {
    let page = page(wanted, analysis, project, moment)?;
    let stem = page.about.clone();
    Ok(Answer::write(page, &stem, moment))
}

/// Finds the concept and makes its page.
///
/// # Errors
/// There is no such concept, or nothing to explain at the position.
pub(super) fn page(
    wanted: &Wanted,
    analysis: Option<&View>,
    project: Option<&Project>,
    moment: &Moment,
) -> Result<Page> {
    let glossary: &Glossary = &moment.glossary;
    let (concept, gloss) = concept(wanted, analysis, moment)?;
    let gloss = gloss
        .zip(analysis)
        .map(|(gloss, analysis)| gloss.within(project, analysis));
    Ok(Page {
        about: concept.id.clone(),
        title: concept.title.clone(),
        summary: render::text(&concept.hover, Look::PLAIN).trim().to_owned(),
        markdown: render::page(
            concept,
            glossary.knowledge(),
            gloss.as_ref(),
            Links::Files,
            moment.settings.language,
        ),
    })
}

/// The concept that is wanted, and what stands at the position of it.
///
/// # Errors
/// There is no such concept, or nothing to explain at the position.
pub(super) fn concept<'m>(
    wanted: &Wanted,
    analysis: Option<&View>,
    moment: &'m Moment,
) -> Result<(&'m Concept, Option<Gloss<'m>>)> {
    let glossary: &Glossary = &moment.glossary;
    let at = analysis.zip(wanted.position).and_then(|(analysis, position)| {
        let offset = analysis.offset(position, moment.session.encoding)?;
        let glosses = glossary.touching(analysis, offset..offset).into_iter();
        let own = glosses.filter(|gloss| analysis.shows(&gloss.occurrence.anchor()));
        Some(own.collect())
    });
    let mut glosses: Vec<Gloss<'_>> = at.unwrap_or_default();
    match &wanted.concept {
        Some(id) => {
            let concept = by_id(id, moment)?;
            Ok((concept, glosses.into_iter().find(|g| g.concept.id == *id)))
        }
        None => {
            if let (Some(uri), None) = (&wanted.uri, analysis) {
                let why = format!(
                    "there is nothing to explain: {uri} is not open; give a concept's id, or open the document"
                );
                return Err(Error::invalid_params(why));
            }
            if glosses.is_empty() {
                return Err(Error::invalid_params(
                    "there is nothing to explain here; give a concept's id, or the position of a construct",
                ));
            }
            let gloss = glosses.swap_remove(0);
            Ok((gloss.concept, Some(gloss)))
        }
    }
}

/// The concept of this id.
///
/// # Errors
/// There is none.
pub(super) fn by_id<'m>(id: &str, moment: &'m Moment) -> Result<&'m Concept> {
    let knowledge = moment.glossary.knowledge();
    knowledge
        .get(id)
        .ok_or_else(|| Error::invalid_params(knowledge.unknown(id)))
}

/// Opens the page in the editor; where that is not possible, says what it says and where it is.
pub(super) async fn show(client: &Client, session: &Session, answer: Answer) -> Value {
    let uri = answer.page.as_ref().ok().and_then(Uri::from_file_path);
    let mut shown = false;
    if let (true, Some(uri)) = (session.show_document, uri.clone()) {
        let params = ShowDocumentParams {
            uri,
            external: Some(false),
            take_focus: Some(true),
            selection: None,
        };
        shown = client.show_document(params).await.unwrap_or(false);
    }
    if !shown {
        let message = match &answer.page {
            Ok(path) => format!(
                "{}: {} The whole page: {}",
                answer.title,
                answer.summary,
                path.display()
            ),
            Err(error) => format!(
                "{}: {} (The whole page could not be written: {error})",
                answer.title, answer.summary
            ),
        };
        client.show_message(MessageType::INFO, message).await;
    }
    json!({ "uri": uri, "shown": shown })
}
