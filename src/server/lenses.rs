//! `textDocument/codeLens`: over each function and class, the advanced concepts in it.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde_json::json;
use tower_lsp::ls_types::{CodeLens, Command};

use super::configuration::Moment;
use super::explain;
use super::view::View;
use crate::detect::{Analysis, Occurrence};
use crate::document::{Document, Nodes};
use crate::knowledge::{Concept, Level};

/// More than this many concepts are counted, not named.
const MOST: usize = 5;

/// What was found in documents, as long as neither they nor the concepts change.
#[derive(Default)]
pub(super) struct Outlines(Mutex<HashMap<String, Kept>>);

struct Kept {
    of: Weak<Analysis>,
    with: Option<u64>,
    found: Arc<Vec<Occurrence>>,
}

impl Outlines {
    /// Everything that is found in a document.
    fn of(&self, uri: &str, analysis: &Arc<Analysis>, moment: &Moment) -> Arc<Vec<Occurrence>> {
        let with = moment.glossary.fingerprint();
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_same = |kept: &&Kept| kept.with == with && std::ptr::eq(kept.of.as_ptr(), Arc::as_ptr(analysis));
        // The cells of a notebook are one text.
        if let Some(kept) = lock().values().find(is_same) {
            return Arc::clone(&kept.found);
        }
        let found = Arc::new(moment.glossary.outline(analysis));
        let kept = Kept {
            of: Arc::downgrade(analysis),
            with,
            found: Arc::clone(&found),
        };
        let mut all = lock();
        // What is closed or changed is gone.
        all.retain(|_, kept| kept.of.strong_count() > 0);
        all.insert(uri.to_owned(), kept);
        found
    }
}

/// A function or class.
struct Definition {
    /// With its decorators.
    range: Range<usize>,
    name: Range<usize>,
    /// What is in it and in no definition in it: concepts with their first places.
    found: Vec<(usize, Range<usize>)>,
}

/// The lenses of a document; `None` where they are switched off.
pub(super) fn lenses(
    moment: &Moment,
    known: &BTreeSet<String>,
    outlines: &Outlines,
    view: &View,
    uri: &str,
) -> Option<Vec<CodeLens>> {
    if !moment.settings.code_lens {
        return None;
    }
    let found = outlines.of(uri, view.analysis(), moment);
    let concept = |o: &Occurrence| moment.glossary.concept(o);
    let is_told = |concept: &Concept| {
        concept.level == Level::Advanced && moment.settings.speaks_of(concept) && !known.contains(&concept.id)
    };
    let told = found.iter().filter(|o| is_told(concept(o)));
    let mut definitions = definitions(view.document());
    definitions.retain(|definition| view.shows(&definition.name));
    assign(&mut definitions, told);
    let with_any = definitions.iter().filter(|definition| !definition.found.is_empty());
    Some(
        with_any
            .filter_map(|definition| lens(definition, moment, view, uri))
            .collect(),
    )
}

/// The functions and classes of a document, in its order: each before those in it.
fn definitions(document: &Document) -> Vec<Definition> {
    let nodes = Nodes::whole(document);
    let defined = nodes
        .all()
        .filter(|node| matches!(node.kind(), "function_definition" | "class_definition"));
    let definitions = defined.filter_map(|node| {
        let around = node.parent().filter(|parent| parent.kind() == "decorated_definition");
        Some(Definition {
            range: around.unwrap_or(node).range(),
            name: node.child("name")?.range(),
            found: Vec::new(),
        })
    });
    definitions.collect()
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
