//! Checking the detection of concepts: their queries compile, and their cases hit and miss as marked.

use std::ops::Range;

use tree_sitter::Query;

use super::predicates::Predicate;
use super::{Analysis, Detector};
use crate::document::{Document, syntax};
use crate::knowledge::{self, Concept, Expectation, Knowledge, Problem};

/// Everything that is wrong with the queries and cases of the concepts of `knowledge`, with file, row and column.
pub fn check(knowledge: &Knowledge) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut sound = Vec::new();
    for concept in knowledge.concepts() {
        let found = check_queries(concept);
        if found.is_empty() {
            sound.push(concept.clone());
        }
        for (at, message, help) in found {
            problems.push(Problem::in_concept(concept, at, message, help));
        }
    }
    // One query that does not compile would spoil those of its kind, so the cases are run without it.
    let sound = Knowledge::of(sound);
    let detector = Detector::new(&sound);
    for (index, concept) in sound.concepts().iter().enumerate() {
        problems.extend(check_cases(&detector, index, concept));
    }
    problems
}

/// Runs the cases of one concept.
fn check_cases(detector: &Detector, index: usize, concept: &Concept) -> Vec<Problem> {
    let mut problems = Vec::new();
    for block in &concept.cases {
        let analysis = Analysis::new(Document::new(block.cases.code.clone()));
        let found: Vec<_> = detector
            .all(&analysis)
            .into_iter()
            .filter(|o| o.concept == index)
            .collect();
        let anchors: Vec<Range<usize>> = found.iter().flat_map(|o| o.anchors.iter().cloned()).collect();
        let fits = |mark: &Range<usize>, anchor: &Range<usize>| match mark.is_empty() {
            true => anchor.start == mark.start,
            false => anchor == mark,
        };
        for mark in &block.cases.marks {
            let problem = match mark.expectation {
                Expectation::Here if !anchors.iter().any(|a| fits(&mark.range, a)) => {
                    let near: Vec<_> = anchors.iter().map(|a| &block.cases.code[a.clone()]).collect();
                    Some(format!("nothing is found here; the block's anchors are {near:?}"))
                }
                Expectation::Not => {
                    let end = mark.range.end.max(mark.range.start + 1);
                    anchors
                        .iter()
                        .any(|a| a.start < end && mark.range.start < a.end)
                        .then(|| "the concept is found here, and should not be".to_owned())
                }
                Expectation::Here => None,
            };
            if let Some(message) = problem {
                let help = "mend the detection, or the mark if the detection is right";
                problems.push(Problem::in_concept(concept, block.start + mark.source, message, help));
            }
        }
        for occurrence in &found {
            let marked = occurrence.anchors.iter().any(|anchor| {
                block
                    .cases
                    .marks
                    .iter()
                    .any(|mark| mark.expectation == Expectation::Here && fits(&mark.range, anchor))
            });
            if !marked {
                let at = block.start + occurrence.anchor().start;
                let message = "the concept is found here without a mark";
                let help = "mark the place with `^^ here`, or mend the detection";
                problems.push(Problem::in_concept(concept, at, message, help));
            }
        }
    }
    problems
}

/// Compiles the patterns of one concept by themselves, to check them.
///
/// # Errors
/// The byte of the file at which a query is wrong, what is wrong, and what to do.
fn check_queries(concept: &Concept) -> Vec<(usize, String, String)> {
    let mut problems = Vec::new();
    for block in &concept.queries {
        let Ok(patterns) = knowledge::split(&block.source) else {
            continue; // reported when the file was read
        };
        for pattern in patterns {
            let start = block.start + pattern.start;
            if let Err((at, message, help)) = check_pattern(concept, &pattern, block.fragment.is_some()) {
                problems.push((start + at, message, help));
            }
        }
    }
    problems
}

fn check_pattern(
    concept: &Concept,
    pattern: &knowledge::Pattern,
    fragment: bool,
) -> Result<(), (usize, String, String)> {
    let language = syntax::language();
    let query = Query::new(&language, &pattern.source).map_err(|error| {
        let help = "node kinds and fields are those of tree-sitter-python; see its node-types.json";
        let message = error.message.lines().next().unwrap_or_default();
        (
            error.offset,
            format!("the query does not compile: {:?} {message}", error.kind),
            help.to_owned(),
        )
    })?;
    for root in &pattern.roots {
        let kind = language.id_for_node_kind(root, true);
        if !fragment
            && (kind == 0 || matches!(root.as_str(), "module" | "block") || language.node_kind_is_supertype(kind))
        {
            let help = "begin the pattern with the smallest node that holds what it looks for";
            return Err((0, format!("a pattern cannot begin with `{root}`"), help.to_owned()));
        }
    }
    if !fragment && !pattern.captures.iter().any(|c| c == "anchor") {
        return Err((
            0,
            "the pattern has no `@anchor`".to_owned(),
            "capture the token one hovers".to_owned(),
        ));
    }
    let at_of = |operator: &str| pattern.source.find(operator).unwrap_or(0);
    for properties in 0..query.pattern_count() {
        if let Some((property, _)) = query.property_predicates(properties).first() {
            return Err((
                at_of("#is"),
                format!("`#is? {}` is not evaluated here", property.key),
                predicates_help(),
            ));
        }
        if !query.property_settings(properties).is_empty() {
            return Err((
                at_of("#set!"),
                "`#set!` sets nothing here".to_owned(),
                predicates_help(),
            ));
        }
        for raw in query.general_predicates(properties) {
            let predicate =
                Predicate::read(raw).map_err(|message| (at_of(&raw.operator), message, predicates_help()))?;
            predicate
                .check(concept, fragment)
                .map_err(|(message, help)| (at_of(&raw.operator), message, help))?;
        }
    }
    Ok(())
}

fn predicates_help() -> String {
    "the predicates there are stand in knowledge/README.md, under \"Detection\"".to_owned()
}
