//! Checking the detection of concepts: their queries compile, and their cases hit and miss as marked.

use std::ops::Range;

use super::pattern::{Compiled, Fault, capture_number};
use super::predicates::Predicate;
use super::{Analysis, Detector, grammar};
use crate::document::Document;
use crate::knowledge::{self, Concept, Expectation, Knowledge, Problem, Root};

/// Everything that is wrong with the queries and cases of the concepts of `knowledge`, with file, row and column.
pub fn check(knowledge: &Knowledge) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut sound = Vec::new();
    for concept in knowledge.concepts() {
        let found = queries_of(concept);
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

/// What is wrong with the queries alone.
pub fn check_queries(knowledge: &Knowledge) -> Vec<Problem> {
    let of_one = |concept| {
        let found = queries_of(concept).into_iter();
        found.map(move |(at, message, help)| Problem::in_concept(concept, at, message, help))
    };
    knowledge.concepts().iter().flat_map(of_one).collect()
}

/// Runs the cases of one concept.
fn check_cases(detector: &Detector, index: usize, concept: &Concept) -> Vec<Problem> {
    let mut problems = Vec::new();
    for block in concept.cases() {
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

/// Checks the patterns of one concept: the byte of the file at which a query is wrong, what is wrong, and what to do.
fn queries_of(concept: &Concept) -> Vec<(usize, String, String)> {
    let mut problems = Vec::new();
    for block in &concept.queries {
        let Ok(patterns) = knowledge::split(concept.query(block)) else {
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
    let at = |offset: usize| move |fault: Fault| (offset, fault.message, fault.help);
    if !fragment {
        check_root(pattern).map_err(at(0))?;
    }
    for raw in &pattern.predicates {
        Predicate::read(raw, &|name| capture_number(pattern, name))
            .and_then(|predicate| predicate.check(concept, fragment))
            .map_err(at(raw.start - pattern.start))?;
    }
    Compiled::new(pattern).map_err(at(0))?;
    grammar::check(&pattern.root).map_err(at(0))
}

/// A pattern begins with the smallest node that holds what it looks for, and captures what one hovers.
fn check_root(pattern: &knowledge::Pattern) -> Result<(), Fault> {
    let Some(roots) = pattern.roots() else {
        let help =
            "begin it with the node that holds what it looks for, such as `(for_statement …)`, or `[(a …) (b …)]`";
        return Err(Fault::new("a pattern must begin with a node or a token", help));
    };
    let nodes = roots.iter().filter_map(|root| match root {
        Root::Node(kind) => Some(*kind),
        Root::Token(_) => None,
    });
    let too_wide = |root: &&str| matches!(*root, "module" | "block") || grammar::kinds_of_supertype(root).is_some();
    if let Some(root) = nodes.into_iter().find(too_wide) {
        let help = "begin the pattern with the smallest node that holds what it looks for";
        return Err(Fault::new(format!("a pattern cannot begin with `{root}`"), help));
    }
    if !pattern.captures.iter().any(|c| c == "anchor") {
        return Err(Fault::new(
            "the pattern has no `@anchor`",
            "capture the token one hovers",
        ));
    }
    Ok(())
}
