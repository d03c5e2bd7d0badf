//! A construct in plainer Python, on a page of its own: what `pygloss/plainer` answers, and what `pygloss.rewrite` opens. The reader's file is never
//! changed.

use serde::Deserialize;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, Position};

use super::configuration::Moment;
use super::explain::{Answer, Page};
use super::view::View;
use crate::document::Nodes;
use crate::render;
use crate::rewrite::{Outcome, rewrites};

/// The command's name. Its one argument is an object with `uri` and `position`, and with `about`, the rewriting's name, where several are possible.
pub(super) const COMMAND: &str = "pygloss.rewrite";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Wanted {
    pub(super) uri: String,
    position: Position,
    about: Option<String>,
}

/// Reads the arguments.
///
/// # Errors
/// Arguments that are none of the command's.
pub(super) fn read(params: &ExecuteCommandParams) -> Result<Wanted> {
    let wrong = |why: String| Error::invalid_params(format!("`{COMMAND}` takes {{uri, position, about}}{why}"));
    match params.arguments.as_slice() {
        [one] => Wanted::deserialize(one).map_err(|error| wrong(format!(": {error}"))),
        several => Err(wrong(format!(": {} arguments were given", several.len()))),
    }
}

/// What stands at `offset` or ends there, in plainer Python: what there is, or else why there is none.
pub(super) fn at(analysis: &View, offset: usize) -> Vec<Outcome> {
    let nodes = Nodes::new(analysis.document());
    let mut found = rewrites(analysis, &nodes, offset);
    if found.is_empty() && offset > 0 {
        found = rewrites(analysis, &nodes, offset - 1);
    }
    found.retain(|outcome| analysis.shows(outcome.range()) && analysis.is_as_written(outcome.range()));
    if found.iter().any(|outcome| matches!(outcome, Outcome::Rewritten(_))) {
        found.retain(|outcome| matches!(outcome, Outcome::Rewritten(_)));
    } else {
        found.truncate(1);
    }
    // Of two that are called the same the inner one is meant.
    let mut seen = Vec::new();
    found.retain(|outcome| {
        let is_new = !seen.contains(&outcome.about());
        seen.push(outcome.about());
        is_new
    });
    found
}

/// Rewrites, and writes the page.
///
/// # Errors
/// As [`page`] has them.
pub(super) fn rewrite(wanted: &Wanted, analysis: Option<&View>, moment: &Moment) -> Result<Answer> {
    let page = Page {
        title: "Plainer Python".to_owned(),
        ..page(wanted, analysis, moment)?
    };
    let stem = format!("plainer-{}", page.about);
    Ok(Answer::write(page, &stem, moment))
}

/// Rewrites, and makes the page.
///
/// # Errors
/// The document is not open, or nothing at the position stands for something plainer.
pub(super) fn page(wanted: &Wanted, analysis: Option<&View>, moment: &Moment) -> Result<Page> {
    let analysis = analysis.ok_or_else(|| Error::invalid_params(format!("{} is not open", wanted.uri)))?;
    let document = analysis.document();
    let offset = analysis.offset(wanted.position, moment.session.encoding);
    let outcomes = offset.map(|offset| at(analysis, offset)).unwrap_or_default();
    let is_wanted = |outcome: &&Outcome| wanted.about.as_deref().is_none_or(|about| about == outcome.about());
    let outcome = outcomes
        .iter()
        .find(is_wanted)
        .ok_or_else(|| Error::invalid_params("nothing here stands for something plainer"))?;
    let summary = match outcome {
        Outcome::Rewritten(rewrite) => rewrite.title.clone(),
        Outcome::Impossible { reason, .. } => format!("no plainer code does the same here: {reason}"),
    };
    Ok(Page {
        about: outcome.about().to_owned(),
        title: render::rewrite_title(outcome).replace('`', ""),
        summary: format!("{summary}."),
        markdown: render::rewrite(document, outcome),
    })
}
