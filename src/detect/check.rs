//! Checking the detection of concepts: their queries compile, and their cases hit and miss as marked.

use std::ops::Range;

use super::{Analysis, Detector, rules};
use crate::document::Document;
use crate::knowledge::{Concept, Expectation, Knowledge, Problem};

/// Everything that is wrong with the queries and cases of the concepts of `knowledge`, with file, row and column.
pub fn check(knowledge: &Knowledge) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut sound = Vec::new();
    for concept in knowledge.concepts() {
        let found = rules::check_queries(concept);
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
        let found: Vec<_> = detector.all(&analysis).into_iter().filter(|o| o.concept == index).collect();
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
