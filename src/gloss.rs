//! Glosses: what was found in a document, with what the knowledge says of it and what it does here.
//!
//! The one door to the engine. Server and command line ask a [`Glossary`]; what they get is data, and `render` makes text of it.

use std::ops::Range;
use std::sync::LazyLock;

use crate::detect::{Analysis, Detector, Occurrence, Parts};
use crate::document::Nodes;
use crate::knowledge::{self, Concept, Knowledge, Segment};

/// The concepts and the means to find them.
pub struct Glossary {
    knowledge: Knowledge,
    detector: Detector,
}

/// An occurrence, explained.
#[derive(Clone, Debug)]
pub struct Gloss<'g> {
    /// What it is.
    pub concept: &'g Concept,
    /// Where it was found.
    pub occurrence: Occurrence,
    /// What it does to the reader's own code, where its concept can tell.
    pub here: Option<Here>,
}

/// A sentence about the reader's own code, without the word "Here" and without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here(pub Vec<Piece>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Markdown of a concept file.
    Text(String),
    /// The reader's own code, on one line: never to be taken for Markdown.
    Code(String),
}

/// The built-in concepts, read when first asked for.
static BUILTIN: LazyLock<Glossary> = LazyLock::new(|| {
    let loaded = Knowledge::load(&knowledge::builtin(), None);
    for problem in &loaded.problems {
        // A test keeps the built-in files clean; one that is not is left out, and the rest serves.
        tracing::error!("{problem}");
    }
    Glossary::new(loaded.knowledge)
});

impl Glossary {
    /// A glossary of concepts whose files passed their checks.
    pub fn new(knowledge: Knowledge) -> Self {
        let detector = Detector::new(&knowledge);
        Self { knowledge, detector }
    }

    /// The glossary of the built-in concepts.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// Its concepts.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// What stands at the byte `offset`, the most specific first: the smallest anchor, then the concept that builds on most, then the smallest construct.
    pub fn at(&self, analysis: &Analysis, offset: usize) -> Vec<Gloss<'_>> {
        let mut found = self.detector.at(analysis, offset);
        found.sort_by_cached_key(|o| {
            let anchor = o.anchors.iter().filter(|a| a.contains(&offset)).map(Range::len).min();
            (anchor, self.specificity(o))
        });
        self.gloss_all(analysis, found)
    }

    /// What a cursor or selection touches: every construct with an anchor in `range` or at one of its ends, innermost first. An empty
    /// range is a cursor: where no anchor touches it, the constructs around it that begin in its row.
    pub fn touching(&self, analysis: &Analysis, range: Range<usize>) -> Vec<Gloss<'_>> {
        let touches = |a: &Range<usize>| a.start <= range.end && range.start <= a.end;
        let mut found: Vec<Occurrence> = if range.is_empty() {
            self.around_cursor(analysis, range.start)
        } else {
            let all = self.detector.all(analysis);
            all.into_iter().filter(|o| o.anchors.iter().any(touches)).collect()
        };
        found.sort_by_cached_key(|o| self.specificity(o));
        // On a token the most specific comes first, elsewhere the innermost.
        let on_token = range.is_empty() && found.iter().any(|o| o.anchors.iter().any(touches));
        if !on_token {
            found.sort_by_key(|o| o.construct.len());
        }
        self.gloss_all(analysis, found)
    }

    fn around_cursor(&self, analysis: &Analysis, offset: usize) -> Vec<Occurrence> {
        let mut found = self.detector.at(analysis, offset);
        if let Some(before) = analysis.document().text()[..offset].chars().next_back() {
            let before = self.detector.at(analysis, offset - before.len_utf8());
            found.extend(before.into_iter().filter(|b| b.anchors.iter().any(|a| a.end == offset)));
        }
        if found.is_empty() {
            let lines = analysis.document().lines();
            let row = lines.row(offset);
            let start = lines.start(row).unwrap_or(0);
            let end = start + lines.line(analysis.document().text(), row).len();
            found = self.detector.between(analysis, start..end);
            found.retain(|o| o.construct.start <= offset && offset <= o.construct.end);
            found.sort_by_key(|o| o.construct.len());
        }
        let mut seen = Vec::new();
        found.retain(|o| {
            let key = (o.concept, o.construct.clone());
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
        found
    }

    /// All occurrences of a document, in its order.
    pub fn all(&self, analysis: &Analysis) -> Vec<Occurrence> {
        self.detector.all(analysis)
    }

    /// All occurrences of a document, in its order, to be listed and not explained: cheaper than [`all`](Self::all).
    pub fn outline(&self, analysis: &Analysis) -> Vec<Occurrence> {
        self.detector.outline(analysis)
    }

    /// The concept of an occurrence that this glossary found.
    pub fn concept(&self, occurrence: &Occurrence) -> &Concept {
        &self.knowledge.concepts()[occurrence.concept]
    }

    /// An occurrence that this glossary found in `analysis`, explained.
    pub fn gloss(&self, analysis: &Analysis, occurrence: Occurrence) -> Gloss<'_> {
        let concept = self.concept(&occurrence);
        let here = here(analysis, &occurrence, concept);
        Gloss {
            concept,
            occurrence,
            here,
        }
    }

    fn gloss_all(&self, analysis: &Analysis, found: Vec<Occurrence>) -> Vec<Gloss<'_>> {
        let mut concepts = Vec::new();
        let mut glosses = Vec::new();
        for occurrence in found {
            if !concepts.contains(&occurrence.concept) {
                concepts.push(occurrence.concept);
                glosses.push(self.gloss(analysis, occurrence));
            }
        }
        glosses
    }

    /// Smaller is more specific.
    fn specificity(&self, occurrence: &Occurrence) -> (std::cmp::Reverse<usize>, usize, &str) {
        (
            std::cmp::Reverse(self.knowledge.depth(occurrence.concept)),
            occurrence.construct.len(),
            &self.concept(occurrence).id,
        )
    }
}

/// The first sentence of `here` whose parts are all there.
fn here(analysis: &Analysis, occurrence: &Occurrence, concept: &Concept) -> Option<Here> {
    if concept.here.is_empty() {
        return None;
    }
    let nodes = Nodes::new(analysis.document());
    let parts = Parts::new(analysis, &nodes, occurrence);
    concept.here.iter().find_map(|template| {
        let pieces: Option<Vec<Piece>> = template
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Text(text) => Some(Piece::Text(text.clone())),
                Segment::Part(name) => parts.get(name).map(|code| Piece::Code(code.into_owned())),
            })
            .collect();
        pieces.map(Here)
    })
}
