//! `textDocument/codeAction`: "Explain: …" for each construct at the cursor or in the selection.

use serde_json::json;
use tower_lsp::ls_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, CodeActionTriggerKind,
    Command,
};

use super::state::Session;
use super::{convert, explain};
use crate::detect::Analysis;
use crate::gloss::Glossary;

/// The kind of all our actions. None of the standard kinds means "explain", and the others would put a lightbulb beside the line or run on save.
pub(super) const KIND: &str = "pygloss.explain";

/// More than this many would bury the menu.
const MOST: usize = 12;

pub(super) fn actions(session: &Session, analysis: &Analysis, params: &CodeActionParams) -> Option<CodeActionResponse> {
    // A request that nobody made by hand is for the lightbulb; explaining is possible on every line, so it would never go out.
    if params.context.trigger_kind == Some(CodeActionTriggerKind::AUTOMATIC)
        || !is_wanted(params.context.only.as_deref())
    {
        return None;
    }
    let document = analysis.document();
    let range = convert::range_of(document, params.range, session.encoding);
    let glosses = Glossary::builtin().touching(analysis, range);
    let actions: Vec<_> = glosses
        .iter()
        .take(MOST)
        .map(|gloss| {
            let anchor = convert::range(document, &gloss.occurrence.anchor(), session.encoding);
            let title = format!("Explain: {}", gloss.concept.title);
            let argument =
                json!({ "concept": gloss.concept.id, "uri": params.text_document.uri, "position": anchor.start });
            let command = Command {
                title: title.clone(),
                command: explain::COMMAND.to_owned(),
                arguments: Some(vec![argument]),
            };
            if session.action_literals {
                CodeActionOrCommand::CodeAction(CodeAction {
                    title,
                    kind: Some(CodeActionKind::new(KIND)),
                    command: Some(command),
                    ..CodeAction::default()
                })
            } else {
                CodeActionOrCommand::Command(command)
            }
        })
        .collect();
    (!actions.is_empty()).then_some(actions)
}

/// Whether the kinds that the client asks for include ours: itself, or a kind above it.
fn is_wanted(only: Option<&[CodeActionKind]>) -> bool {
    only.is_none_or(|kinds| {
        kinds.iter().any(|kind| {
            let kind = kind.as_str();
            kind.is_empty() || kind == KIND || KIND.strip_prefix(kind).is_some_and(|rest| rest.starts_with('.'))
        })
    })
}
