//! `textDocument/hover`.

use std::cell::Cell;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;
use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, TextDocumentPositionParams};

use super::configuration::Moment;
use super::explain;
use super::settings::Detail;
use super::view::View;
use crate::knowledge::Concept;
use crate::project::Project;
use crate::render::{self, Look};

pub(super) fn hover(
    moment: &Moment,
    analysis: &View,
    project: impl FnOnce() -> Option<Project>,
    place: &TextDocumentPositionParams,
) -> Option<Hover> {
    let (session, settings, glossary) = (&moment.session, &moment.settings, &moment.glossary);
    if settings.detail == Detail::Off {
        return None;
    }
    let offset = analysis.offset(place.position, session.encoding)?;
    let mut glosses = glossary.at(analysis, offset);
    glosses.retain(|gloss| settings.speaks_of(gloss.concept));
    // The disk is read only for what not every Python has.
    let is_dated = glosses.iter().any(|gloss| gloss.concept.since.is_some());
    let project = is_dated.then(project).flatten();
    let glosses = glosses
        .into_iter()
        .map(|gloss| gloss.within(project.as_ref(), analysis));
    let glosses: Vec<_> = glosses.collect();
    let explain = |concept: &Concept| (session.command_links && session.markdown).then(|| link(concept, place));
    let how = render::Hover {
        knowledge: glossary.knowledge(),
        explain: &explain,
        language: settings.language,
        full: settings.detail == Detail::Full,
    };
    let markdown = render::hover(&glosses, &how)?;
    let anchor = glosses
        .first()?
        .occurrence
        .anchors
        .iter()
        .find(|a| a.contains(&offset))?;
    let (kind, value) = if session.markdown {
        (MarkupKind::Markdown, markdown)
    } else {
        (MarkupKind::PlainText, render::text(&markdown, Look::PLAIN))
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(analysis.range(anchor, session.encoding)),
    })
}

/// The same, but nothing is read from the disk: `None` where that has to be done.
pub(super) fn at_once(moment: &Moment, analysis: &View, place: &TextDocumentPositionParams) -> Option<Option<Hover>> {
    let is_project_needed = Cell::new(false);
    let project = || {
        is_project_needed.set(true);
        None
    };
    let hover = hover(moment, analysis, project, place);
    (!is_project_needed.get()).then_some(hover)
}

/// `command:pygloss.explain?[…]`, for clients that follow it.
fn link(concept: &Concept, place: &TextDocumentPositionParams) -> String {
    let arguments = json!([{ "concept": concept.id, "uri": place.text_document.uri, "position": place.position }]);
    let encoded = utf8_percent_encode(&arguments.to_string(), NON_ALPHANUMERIC).to_string();
    format!("command:{}?{encoded}", explain::COMMAND)
}
