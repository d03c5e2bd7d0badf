//! Glosses: what was found in a document, with what the knowledge says of it and what it does here.
//!
//! The one door to the engine. Server and command line ask a [`Glossary`]; what they get is data, and `render` makes text of it.

mod digest;
mod packs;

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::detect::{Analysis, Detector, Occurrence, Outline, Parts};
use crate::document::{Node, Nodes};
use crate::insight::{self, Insight, Memo, Piece, Sentence, Site};
use crate::knowledge::{Concept, Knowledge, Segment};
use crate::project::Project;

pub use digest::{Census, Digest, Met, Spread, Tally};
pub use packs::{Packs, Place, Stamps, Texts, Unreadable};

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
    pub here: Option<Sentence>,
    /// What is known of it beyond that, the most telling first.
    pub insights: Vec<Insight>,
}

/// The built-in concepts, put in place when first asked for.
static BUILTIN: LazyLock<Glossary> = LazyLock::new(|| {
    let knowledge = Knowledge::builtin();
    let detector = Detector::builtin(&knowledge);
    Glossary { knowledge, detector }
});

impl Gloss<'_> {
    /// What it does to the reader's own code, in one sentence: a fact about this very code says more than a sentence about any such code.
    pub fn told(&self) -> Option<&Sentence> {
        let fact = self.insights.first().map(|insight| &insight.sentence);
        fact.or(self.here.as_ref())
    }

    /// With what the project around the file has to do with it: a construct that is newer than the oldest Python it declares.
    #[must_use]
    pub fn within(mut self, project: Option<&Project>, analysis: &Analysis) -> Self {
        self.belong_to(project, analysis);
        self
    }

    /// The same in place.
    pub fn belong_to(&mut self, project: Option<&Project>, analysis: &Analysis) {
        if let (Some(since), Some(project)) = (self.concept.since, project) {
            let nodes = Nodes::new(analysis.document()).seen_from(self.occurrence.anchor().start);
            let construct = nodes.at(&self.occurrence.construct);
            if let Some(insight) = insight::too_new(since, project, construct) {
                self.insights.insert(0, insight);
            }
        }
    }
}

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
        let (nodes, memo) = (Nodes::new(analysis.document()).seen_from(offset), Memo::default());
        let mut found = self.detector.at_in(analysis, &nodes, offset);
        found.sort_by_cached_key(|o| {
            let anchor = o.anchors.iter().filter(|a| a.contains(&offset)).map(Range::len).min();
            (anchor, self.specificity(o))
        });
        let read = Read::new(analysis, &nodes, &memo);
        let mut glosses = self.gloss_all(read, found, offset);
        let known: Vec<&str> = glosses.iter().map(|gloss| gloss.concept.id.as_str()).collect();
        let named = self.named(read, offset, &known);
        glosses.extend(named);
        nodes.end();
        glosses
    }

    /// What is known of a plain name: the name in `class NAME` and in `def NAME`, a variable that a closure captures. Nothing where there is no fact.
    fn named<'s: 'a, 'a>(&'s self, read: Read<'a>, offset: usize, known: &[&str]) -> Vec<Gloss<'s>> {
        let path = read.nodes.path(offset);
        let Some(&token) = path.last().filter(|token| token.kind() == "identifier") else {
            return Vec::new();
        };
        let (ids, construct) = plain_name(token);
        let asked = ids.iter().filter(|id| !known.contains(*id));
        let numbers = asked.filter_map(|id| self.number(id));
        let glosses = numbers.map(|number| {
            let occurrence = Occurrence::named(number, token.range(), construct.range());
            self.gloss_at(read, &occurrence, &token.range())
        });
        // Without a fact a plain name stays silent.
        glosses.filter(|gloss| !gloss.insights.is_empty()).take(1).collect()
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
        let (nodes, memo) = (Nodes::new(analysis.document()).seen_from(range.start), Memo::default());
        let read = Read::new(analysis, &nodes, &memo);
        self.gloss_all(read, found, range.start)
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
            let text = analysis.document().text();
            let start = lines.start(row).unwrap_or(0);
            let end = start + lines.line(text, row).len();
            let near = text.ceil_char_boundary(offset.saturating_sub(NEAR))..text.floor_char_boundary(offset + NEAR);
            found = self
                .detector
                .between(analysis, start.max(near.start)..end.min(near.end));
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

    /// The same, starting from what was found `before` the last edits: only what they changed is searched again.
    pub fn outline_after(&self, analysis: &Analysis, before: Option<&Outline>) -> Outline {
        self.detector.outline_after(analysis, before)
    }

    /// Everything that is known of a document's code: occurrences and plain names, each with its facts, in the order of the text.
    pub fn facts(&self, analysis: &Analysis) -> Vec<(Occurrence, Vec<Insight>)> {
        let (nodes, memo) = (Nodes::whole(analysis.document()), Memo::default());
        let mut found = self.detector.all(analysis);
        let numbers = PLAIN_NAMES.map(|id| (id, self.number(id)));
        for token in nodes.all().filter(|node| node.kind() == "identifier") {
            let (ids, construct) = plain_name(token);
            let asked = numbers.iter().filter(|(id, _)| ids.contains(id));
            let asked = asked.filter_map(|(_, number)| *number);
            found.extend(asked.map(|number| Occurrence::named(number, token.range(), construct.range())));
        }
        found.sort_by_key(|o| (o.anchor().start, o.anchor().end, o.construct.start, o.concept));
        // A name that a pattern has found already.
        found.dedup_by_key(|o| (o.concept, o.anchor()));
        // Several concepts at one token may be asked for the same fact.
        let mut told = FxHashSet::default();
        let known = found.into_iter().filter_map(|occurrence| {
            let anchor = occurrence.anchor();
            let site = Site {
                analysis,
                nodes: &nodes,
                memo: &memo,
                concept: &self.concept(&occurrence).id,
                token: nodes.innermost(&anchor),
                construct: nodes.at(&occurrence.construct),
            };
            let mut insights = insight::find(&site);
            insights.retain(|insight| told.insert((anchor.start, anchor.end, insight.about)));
            (!insights.is_empty()).then_some((occurrence, insights))
        });
        known.collect()
    }

    /// The concept of an occurrence that this glossary found.
    pub fn concept(&self, occurrence: &Occurrence) -> &Concept {
        &self.knowledge.concepts()[occurrence.concept]
    }

    /// An occurrence that this glossary found in `analysis`, explained.
    pub fn gloss(&self, analysis: &Analysis, occurrence: Occurrence) -> Gloss<'_> {
        let token = occurrence.anchor();
        let (nodes, memo) = (Nodes::new(analysis.document()).seen_from(token.start), Memo::default());
        let read = Read::new(analysis, &nodes, &memo);
        self.gloss_at(read, &occurrence, &token)
    }

    /// All occurrences that begin in the bytes `within` of a document and whose concept `is_wanted`, in its order, explained.
    pub fn gloss_document(
        &self,
        analysis: &Analysis,
        within: &Range<usize>,
        is_wanted: impl Fn(&Concept) -> bool,
    ) -> Vec<Gloss<'_>> {
        let mut found = self.detector.all(analysis);
        found.retain(|occurrence| within.contains(&occurrence.anchor().start) && is_wanted(self.concept(occurrence)));
        let (nodes, memo) = (
            Nodes::whole(analysis.document()).seen_from(within.start),
            Memo::default(),
        );
        let read = Read::new(analysis, &nodes, &memo);
        self.gloss_each(read, &found)
    }

    /// The occurrences of one concept with a token at the byte `offset`, each explained as [`gloss_document`](Self::gloss_document) does.
    pub fn listed_at(&self, analysis: &Analysis, offset: usize, concept: &str) -> Vec<Gloss<'_>> {
        let (nodes, memo) = (Nodes::new(analysis.document()).seen_from(offset), Memo::default());
        let mut found = self.detector.at_in(analysis, &nodes, offset);
        found.retain(|occurrence| self.concept(occurrence).id == concept);
        let read = Read::new(analysis, &nodes, &memo);
        self.gloss_each(read, &found)
    }

    /// Each of them, explained as seen from its first token.
    fn gloss_each<'s: 'a, 'a>(&'s self, read: Read<'a>, found: &[Occurrence]) -> Vec<Gloss<'s>> {
        let glosses = found
            .iter()
            .map(|occurrence| self.gloss_at(read, occurrence, &occurrence.anchor()));
        glosses.collect()
    }

    /// An occurrence, explained as seen from one of its tokens.
    fn gloss_at<'s: 'a, 'a>(&'s self, read: Read<'a>, occurrence: &Occurrence, token: &Range<usize>) -> Gloss<'s> {
        let concept = self.concept(occurrence);
        let Read { analysis, nodes, memo } = read;
        let site = Site {
            analysis,
            nodes,
            memo,
            concept: &concept.id,
            token: nodes.innermost(token),
            construct: nodes.at(&occurrence.construct),
        };
        Gloss {
            concept,
            here: here(analysis, nodes, occurrence, concept),
            insights: insight::find(&site),
            occurrence: occurrence.clone(),
        }
    }

    /// All of them, each concept once, as seen from `offset`.
    fn gloss_all<'s: 'a, 'a>(&'s self, read: Read<'a>, found: Vec<Occurrence>, offset: usize) -> Vec<Gloss<'s>> {
        let mut concepts = Vec::new();
        let mut glosses = Vec::new();
        for occurrence in found {
            if !concepts.contains(&occurrence.concept) {
                concepts.push(occurrence.concept);
                let at_offset = occurrence.anchors.iter().find(|anchor| anchor.contains(&offset));
                let token = at_offset.cloned().unwrap_or_else(|| occurrence.anchor());
                glosses.push(self.gloss_at(read, &occurrence, &token));
            }
        }
        glosses
    }

    /// The number of a concept.
    fn number(&self, id: &str) -> Option<usize> {
        self.knowledge.concepts().iter().position(|concept| concept.id == id)
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

/// What is farther from the cursor is not looked for, in bytes: a line may have megabytes.
const NEAR: usize = 512;

/// A document as one question reads it: its nodes are read once, and what was found out of the whole of it is kept.
#[derive(Clone, Copy)]
struct Read<'a> {
    analysis: &'a Analysis,
    nodes: &'a Nodes<'a>,
    memo: &'a Memo,
}

impl<'a> Read<'a> {
    fn new(analysis: &'a Analysis, nodes: &'a Nodes<'a>, memo: &'a Memo) -> Self {
        Self { analysis, nodes, memo }
    }
}

/// The concepts that a plain name may have a fact about: of a class, of a function, of any other name.
const PLAIN_NAMES: [&str; 4] = ["class-definition", "function-definition", "closure", "name-lookup"];

/// The concepts that facts about a plain name belong to, and what the name is for: the class or function it names, or itself, a variable.
fn plain_name(token: Node<'_>) -> (&'static [&'static str], Node<'_>) {
    let definition = token.parent().filter(|_| token.field() == Some("name"));
    match definition.map(|parent| (parent.kind(), parent)) {
        Some(("class_definition", node)) => (&PLAIN_NAMES[..1], node),
        Some(("function_definition", node)) => (&PLAIN_NAMES[1..2], node),
        _ => (&PLAIN_NAMES[2..], token),
    }
}

/// The first sentence of `here` whose parts are all there.
fn here<'a>(
    analysis: &'a Analysis,
    nodes: &'a Nodes<'a>,
    occurrence: &Occurrence,
    concept: &Concept,
) -> Option<Sentence> {
    if concept.here.is_empty() {
        return None;
    }
    let parts = Parts::new(analysis, nodes, occurrence);
    concept.here.iter().find_map(|template| {
        let pieces: Option<Vec<Piece>> = template
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Text(text) => Some(Piece::Text(text.clone())),
                Segment::Part(name) => parts.get(name).map(|code| Piece::Code(code.into_owned())),
            })
            .collect();
        pieces.map(Sentence)
    })
}
