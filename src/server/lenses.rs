//! `textDocument/codeLens`: over each function and class, the advanced concepts in it.

use std::ops::Range;

use serde_json::json;
use tower_lsp::ls_types::{CodeLens, Command};

use super::configuration::Moment;
use super::explain;
use super::state::State;
use super::view::View;
use crate::detect::Occurrence;
use crate::knowledge::{Concept, Level};

/// More than this many concepts are counted, not named.
const MOST: usize = 5;

/// A function or class.
struct Definition {
    /// With its decorators.
    range: Range<usize>,
    name: Range<usize>,
    /// What is in it and in no definition in it: concepts with their first places.
    found: Vec<(usize, Range<usize>)>,
}

/// The lenses of a document; `None` where they are switched off.
pub(super) fn lenses(moment: &Moment, state: &State, view: &View, uri: &str) -> Option<Vec<CodeLens>> {
    if !moment.settings.code_lens {
        return None;
    }
    let found = state.outline(uri, view, moment);
    let concept = |o: &Occurrence| moment.glossary.concept(o);
    let known = state.progress.known();
    let is_told = |concept: &Concept| {
        concept.level == Level::Advanced && moment.settings.speaks_of(concept) && !known.contains(&concept.id)
    };
    let told = found.occurrences().iter().filter(|o| is_told(concept(o)));
    let mut definitions: Vec<Definition> = found
        .definitions()
        .map(|(range, name)| Definition {
            range,
            name,
            found: Vec::new(),
        })
        .collect();
    definitions.retain(|definition| view.shows(&definition.name));
    assign(&mut definitions, told);
    let with_any = definitions.iter().filter(|definition| !definition.found.is_empty());
    Some(
        with_any
            .filter_map(|definition| lens(definition, moment, view, uri))
            .collect(),
    )
}

/// Gives each occurrence to the innermost definition around it. Both come in the order of the text.
fn assign<'o>(definitions: &mut [Definition], occurrences: impl Iterator<Item = &'o Occurrence>) {
    let mut around: Vec<usize> = Vec::new();
    let mut next = 0;
    for occurrence in occurrences {
        let anchor = occurrence.anchor();
        while let Some(definition) = definitions.get(next).filter(|d| d.range.start <= anchor.start) {
            let start = definition.range.start;
            let has_ended = |&open: &usize| definitions.get(open).is_none_or(|d| d.range.end <= start);
            // They lie in each other, so what has ended is at the top.
            while around.last().is_some_and(has_ended) {
                around.pop();
            }
            around.push(next);
            next += 1;
        }
        while let Some(&open) = around.last()
            && let Some(definition) = definitions.get_mut(open)
        {
            if definition.range.end <= anchor.start {
                around.pop();
                continue;
            }
            if !definition
                .found
                .iter()
                .any(|(concept, _)| *concept == occurrence.concept)
            {
                definition.found.push((occurrence.concept, anchor));
            }
            break;
        }
    }
}

/// "`Metaclass · yield from · +2`"; it explains the first.
fn lens(definition: &Definition, moment: &Moment, view: &View, uri: &str) -> Option<CodeLens> {
    let all = moment.glossary.knowledge().concepts();
    let concepts: Vec<&Concept> = definition
        .found
        .iter()
        .filter_map(|(index, _)| all.get(*index))
        .collect();
    let mut words: Vec<String> = concepts
        .iter()
        .take(MOST)
        .map(|concept| label(concept).to_owned())
        .collect();
    if concepts.len() > MOST {
        words.push(format!("+{}", concepts.len() - MOST));
    }
    let (_, first) = definition.found.first()?;
    let encoding = moment.session.encoding;
    let position = view.range(first, encoding).start;
    let argument = json!({ "concept": concepts.first()?.id, "uri": uri, "position": position });
    Some(CodeLens {
        range: view.range(&definition.name, encoding),
        command: Some(Command {
            title: words.join(" · "),
            command: explain::COMMAND.to_owned(),
            arguments: Some(vec![argument]),
        }),
        data: None,
    })
}

/// The token as it is written, unless the title says it: "Metaclass", `yield from`, `__set_name__`.
fn label(concept: &Concept) -> &str {
    let title = concept.title.to_lowercase();
    let is_said = |name: &str| {
        let word = name.trim_matches(|c: char| !c.is_alphanumeric() && c != '_');
        title.contains(&word.to_lowercase())
    };
    concept
        .name
        .as_deref()
        .filter(|name| !is_said(name))
        .unwrap_or(&concept.title)
}
