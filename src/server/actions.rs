//! `textDocument/codeAction`: "Explain: …" for each construct at the cursor or in the selection, and "Show in plainer Python: …" for those that can be.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeActionTriggerKind,
    Command,
};

use super::configuration::Moment;
use super::state::Session;
use super::view::View;
use super::{explain, known, rewrite, selection};
use crate::rewrite::Outcome;

/// The kinds of our actions. None of the standard kinds means "explain", and the others would put a lightbulb beside the line or run on save.
pub(super) const EXPLAIN: &str = "pygloss.explain";
pub(super) const REWRITE: &str = "pygloss.rewrite";
pub(super) const KNOWN: &str = "pygloss.known";

/// Below `pygloss.explain`, so that whoever asks for explanations gets this one too.
const EXPLAIN_SELECTION: &str = "pygloss.explain.selection";

/// More than this many would bury the menu.
const MOST: usize = 12;

/// And of rewritings, more than this many.
const MOST_REWRITINGS: usize = 3;

/// And of "I know this", which is for what a hover at the cursor explains, more than this many.
const MOST_KNOWN: usize = 2;

pub(super) fn actions(
    moment: &Moment,
    known: &BTreeSet<String>,
    analysis: &View,
    params: &CodeActionParams,
) -> Option<CodeActionResponse> {
    // A request that nobody made by hand is for the lightbulb; explaining is possible on every line, so it would never go out.
    if params.context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC) {
        return None;
    }
    let only = params.context.only.as_deref();
    let mut actions = Vec::new();
    if is_wanted(only, EXPLAIN_SELECTION) {
        actions.extend(of_selection(moment, analysis, params));
    }
    if is_wanted(only, EXPLAIN) {
        actions.extend(explanations(moment, analysis, params));
    }
    if is_wanted(only, REWRITE) {
        actions.extend(rewritings(&moment.session, analysis, params));
    }
    if is_wanted(only, KNOWN) {
        actions.extend(about_knowing(moment, known, analysis, params));
    }
    (!actions.is_empty()).then_some(actions)
}

/// "Explain this selection", where something lies in it.
fn of_selection(moment: &Moment, analysis: &View, params: &CodeActionParams) -> Option<CodeActionOrCommand> {
    let session = &moment.session;
    let within = analysis
        .range_of(params.range, session.encoding)
        .filter(|range| !range.is_empty())?;
    if !selection::has_any(moment, analysis, &within) {
        return None;
    }
    let range = analysis.range(&within, session.encoding);
    let argument = json!({ "uri": params.text_document.uri, "range": range });
    let title = "Explain this selection".to_owned();
    Some(action(
        session,
        title,
        EXPLAIN_SELECTION,
        selection::SELECTION,
        argument,
    ))
}

fn explanations(moment: &Moment, analysis: &View, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let session = &moment.session;
    let Some(range) = analysis.range_of(params.range, session.encoding) else {
        return Vec::new();
    };
    let glosses = moment.glossary.touching(analysis, range);
    let told = glosses
        .iter()
        .filter(|gloss| moment.settings.speaks_of(gloss.concept) && analysis.shows(&gloss.occurrence.anchor()));
    let first = told.take(MOST);
    first
        .map(|gloss| {
            let anchor = analysis.range(&gloss.occurrence.anchor(), session.encoding);
            let argument =
                json!({ "concept": gloss.concept.id, "uri": params.text_document.uri, "position": anchor.start });
            let title = format!("Explain: {}", gloss.concept.title);
            action(session, title, EXPLAIN, explain::COMMAND, argument)
        })
        .collect()
}

/// "I know this", or "Explain again" where that was said, for what a hover at the cursor may explain.
fn about_knowing(
    moment: &Moment,
    known: &BTreeSet<String>,
    analysis: &View,
    params: &CodeActionParams,
) -> Vec<CodeActionOrCommand> {
    let session = &moment.session;
    let range = analysis.range_of(params.range, session.encoding);
    let Some(cursor) = range.filter(std::ops::Range::is_empty) else {
        return Vec::new();
    };
    let glosses = moment.glossary.touching(analysis, cursor);
    let told = glosses
        .iter()
        .filter(|gloss| moment.settings.speaks_of(gloss.concept) && analysis.shows(&gloss.occurrence.anchor()));
    told.take(MOST_KNOWN)
        .map(|gloss| {
            let concept = gloss.concept;
            let (what, command) = match known.contains(&concept.id) {
                true => ("Explain again", known::AGAIN),
                false => ("I know this", known::KNOW),
            };
            let title = format!("{what}: {}", concept.title);
            action(session, title, KNOWN, command, json!({ "concept": concept.id }))
        })
        .collect()
}

fn rewritings(session: &Session, analysis: &View, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let Some(range) = analysis.range_of(params.range, session.encoding) else {
        return Vec::new();
    };
    let outcomes = rewrite::at(analysis, range.start);
    let first = outcomes.iter().take(MOST_REWRITINGS);
    first
        .map(|outcome| {
            let at = analysis.range(&(range.start..range.start), session.encoding).start;
            let argument = json!({ "uri": params.text_document.uri, "position": at, "about": outcome.about() });
            let title = match outcome {
                Outcome::Rewritten(rewrite) => format!("Show in plainer Python: {}", rewrite.title.replace('`', "")),
                Outcome::Impossible { .. } => "Show in plainer Python".to_owned(),
            };
            action(session, title, REWRITE, rewrite::COMMAND, argument)
        })
        .collect()
}

fn action(session: &Session, title: String, kind: &'static str, command: &str, argument: Value) -> CodeActionOrCommand {
    let command = Command {
        title: title.clone(),
        command: command.to_owned(),
        arguments: Some(vec![argument]),
    };
    if session.action_literals {
        CodeActionOrCommand::CodeAction(CodeAction {
            title,
            kind: Some(CodeActionKind::new(kind)),
            command: Some(command),
            ..CodeAction::default()
        })
    } else {
        CodeActionOrCommand::Command(command)
    }
}

/// Whether the kinds that the client asks for include this one: itself, or a kind above it.
fn is_wanted(only: Option<&[CodeActionKind]>, own: &str) -> bool {
    only.is_none_or(|kinds| {
        kinds.iter().any(|kind| {
            let kind = kind.as_str();
            kind.is_empty() || kind == own || own.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.'))
        })
    })
}
