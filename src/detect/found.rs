//! What is found in a document: occurrences, put together from what patterns and tables find one by one.
//!
//! May not live here: how anything is found.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::outline::{Find, From};

/// The tokens of an occurrence, in bytes of the text: mostly one.
pub type Anchors = SmallVec<[Range<usize>; 1]>;

/// A concept found in a document. All ranges are bytes of the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The concept, by its place in [`Knowledge::concepts`](crate::knowledge::Knowledge::concepts).
    pub concept: usize,
    /// The tokens one hovers, in the order of the text; never empty.
    pub anchors: Anchors,
    /// The whole construct.
    pub construct: Range<usize>,
    /// What the queries captured: parts for `here`.
    pub(super) captures: Vec<Captured>,
    /// A construct can be found in several ways at once.
    pub(super) found_by: FoundBy,
}

/// A part of a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Captured {
    pub(super) name: Arc<str>,
    pub(super) range: Range<usize>,
    /// Which match it is of: the pattern's number, then the match's.
    pub(super) of: (usize, usize),
}

/// The ways in which a construct was found, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FoundBy(u8);

impl FoundBy {
    pub(super) const QUERY: Self = Self(1);
    pub(super) const NAME: Self = Self(2);
    pub(super) const METHOD: Self = Self(4);
    pub(super) const ATTRIBUTE: Self = Self(8);
    pub(super) const PLAIN: Self = Self(16);

    pub(super) fn has(self, way: Self) -> bool {
        self.0 & way.0 != 0
    }
}

impl Occurrence {
    /// A concept at a plain name, which only a fact about the name makes worth a word.
    pub fn named(concept: usize, name: Range<usize>, construct: Range<usize>) -> Self {
        Self {
            concept,
            anchors: smallvec![name],
            construct,
            captures: Vec::new(),
            found_by: FoundBy::PLAIN,
        }
    }

    /// Whether it is at a plain name, see [`named`](Self::named).
    pub fn is_plain(&self) -> bool {
        self.found_by == FoundBy::PLAIN
    }

    /// The first anchor: where a list prints the occurrence.
    pub fn anchor(&self) -> Range<usize> {
        self.anchors.first().cloned().unwrap_or_default()
    }

    /// Whether the byte at `offset` belongs to an anchor.
    pub fn is_at(&self, offset: usize) -> bool {
        self.anchors.iter().any(|a| a.contains(&offset))
    }
}

/// In the order of the first anchors.
pub(super) fn in_order(occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
    let pair = |high: usize, low: usize| (u64::from(number(high)) << 32) | u64::from(number(low));
    let key = |(at, o): (usize, &Occurrence)| {
        let anchor = o.anchor();
        let construct = &o.construct;
        (
            pair(anchor.start, anchor.end),
            pair(construct.start, o.concept),
            pair(construct.end, at),
        )
    };
    let mut keys: Vec<_> = occurrences.iter().enumerate().map(key).collect();
    // Found in about this order, which this kind of sort makes use of.
    keys.sort();
    let mut occurrences: Vec<_> = occurrences.into_iter().map(Some).collect();
    let place = |last: u64| (last & u64::from(u32::MAX)) as usize;
    let mut sorted = Vec::with_capacity(occurrences.len());
    let all = keys
        .into_iter()
        .filter_map(|(.., last)| occurrences.get_mut(place(last))?.take());
    sorted.extend(all);
    sorted
}

pub(super) fn key(concept: usize, construct: &Range<usize>) -> (u32, u32, u32) {
    (number(concept), number(construct.start), number(construct.end))
}

/// Of what does not fit, nothing is said: nobody's file has four thousand million of it.
pub(super) fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// Occurrences, each construct once.
#[derive(Default)]
pub(super) struct Found {
    pub(super) occurrences: Vec<Occurrence>,
    /// By concept and construct: the occurrence. Numbers of half the size, since there are many.
    places: FxHashMap<(u32, u32, u32), u32>,
    /// For each concept, the construct for which it was found last.
    latest: Vec<Range<usize>>,
    /// Captures are not wanted.
    pub(super) outline: bool,
    /// Where what is found comes from, and with what else: kept one by one instead of put together.
    pub(super) from: From,
    pub(super) finds: Option<Vec<Find>>,
}

impl Found {
    /// For occurrences without captures.
    pub(super) fn bare() -> Self {
        Self {
            outline: true,
            ..Self::default()
        }
    }

    /// Makes room for so many more.
    pub(super) fn reserve(&mut self, count: usize) {
        self.occurrences.reserve(count);
        self.places.reserve(count);
    }

    /// Whether the concept was found last for this construct.
    pub(super) fn has_just(&self, concept: usize, construct: &Range<usize>) -> bool {
        self.latest.get(concept).is_some_and(|last| last == construct)
    }

    /// Adds an occurrence. One that is known for this construct gains its anchors and captures.
    pub(super) fn add(&mut self, occurrence: Occurrence) {
        if self.outline {
            if self.latest.len() <= occurrence.concept {
                self.latest.resize(occurrence.concept + 1, 0..0);
            }
            self.latest[occurrence.concept] = occurrence.construct.clone();
        }
        if let Some(finds) = &mut self.finds {
            finds.push(Find::new(&occurrence, self.from));
            return;
        }
        let key = key(occurrence.concept, &occurrence.construct);
        let index = *self.places.entry(key).or_insert(number(self.occurrences.len()));
        let Some(known) = self.occurrences.get_mut(index as usize) else {
            self.occurrences.push(occurrence);
            return;
        };
        for anchor in occurrence.anchors {
            if !known.anchors.contains(&anchor) {
                known.anchors.push(anchor);
            }
        }
        known.captures.extend(occurrence.captures);
        known.found_by.0 |= occurrence.found_by.0;
    }

    /// The occurrences. Where several matches name a capture alike, the first pattern's first match counts, in whatever order they were found.
    pub(super) fn finish(self) -> Vec<Occurrence> {
        let mut occurrences = self.occurrences;
        for occurrence in &mut occurrences {
            occurrence.anchors.sort_by_key(|a| (a.start, a.end));
            occurrence.anchors.dedup();
            if occurrence.captures.len() > 1 {
                occurrence.captures.sort_by_key(|c| c.of);
                let first: Vec<_> = occurrence
                    .captures
                    .iter()
                    .map(|c| (Arc::clone(&c.name), c.of))
                    .collect();
                occurrence.captures.retain(|c| {
                    first
                        .iter()
                        .find(|(name, _)| *name == c.name)
                        .is_some_and(|(_, of)| *of == c.of)
                });
            }
        }
        occurrences
    }
}
