//! `textDocument/hover`.

use std::cell::Cell;
use std::collections::BTreeSet;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tower_lsp::ls_types::{Hover, HoverContents, MarkupContent, MarkupKind, TextDocumentPositionParams};

use super::configuration::Moment;
use super::settings::{Detail, Known};
use super::view::View;
use super::{explain, known};
use crate::knowledge::Concept;
use crate::project::Project;
use crate::render::{self, Look};

/// A hover, and what it is about.
pub(super) struct Told {
    pub(super) hover: Hover,
    /// The concept that it explains; `None` where the reader knows it.
    pub(super) met: Option<String>,
}

pub(super) fn hover(
    moment: &Moment,
    known: &BTreeSet<String>,
    analysis: &View,
    project: impl FnOnce() -> Option<Project>,
    place: &TextDocumentPositionParams,
) -> Option<Told> {
    let (session, settings, glossary) = (&moment.session, &moment.settings, &moment.glossary);
    if settings.detail == Detail::Off {
        return None;
    }
    let offset = analysis.offset(place.position, session.encoding)?;
    let mut glosses = glossary.at(analysis, offset);
    let is_known = |concept: &Concept| known.contains(&concept.id);
    glosses.retain(|gloss| {
        settings.speaks_of(gloss.concept) && !(settings.known == Known::Hide && is_known(gloss.concept))
    });
    // What is new to the reader comes first.
    glosses.sort_by_key(|gloss| is_known(gloss.concept));
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
        know: &|concept: &Concept| {
            let command = if is_known(concept) { known::AGAIN } else { known::KNOW };
            (session.know_links && session.markdown).then(|| address(command, &json!([{ "concept": concept.id }])))
        },
        full: settings.detail == Detail::Full,
    };
    let first = glosses.first()?;
    let is_brief = is_known(first.concept);
    let markdown = if is_brief {
        render::known_hover(first.concept, &how)
    } else {
        render::hover(&glosses, &how)?
    };
    let anchor = first.occurrence.anchors.iter().find(|a| a.contains(&offset))?;
    let (kind, value) = if session.markdown {
        (MarkupKind::Markdown, markdown)
    } else {
        (MarkupKind::PlainText, render::text(&markdown, Look::PLAIN))
    };
    let hover = Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(analysis.range(anchor, session.encoding)),
    };
    Some(Told {
        hover,
        met: (!is_brief).then(|| first.concept.id.clone()),
    })
}

/// The same, but nothing is read from the disk: `None` where that has to be done.
pub(super) fn at_once(
    moment: &Moment,
    known: &BTreeSet<String>,
    analysis: &View,
    place: &TextDocumentPositionParams,
) -> Option<Option<Told>> {
    let is_project_needed = Cell::new(false);
    let project = || {
        is_project_needed.set(true);
        None
    };
    let hover = hover(moment, known, analysis, project, place);
    (!is_project_needed.get()).then_some(hover)
}

/// `command:pygloss.explain?[…]`, for clients that follow it.
fn link(concept: &Concept, place: &TextDocumentPositionParams) -> String {
    let arguments = json!([{ "concept": concept.id, "uri": place.text_document.uri, "position": place.position }]);
    address(explain::COMMAND, &arguments)
}

fn address(command: &str, arguments: &Value) -> String {
    let encoded = utf8_percent_encode(&arguments.to_string(), NON_ALPHANUMERIC).to_string();
    format!("command:{command}?{encoded}")
}
