//! A stretch of a document, or many documents, at a glance: each concept once, with all of its places.
//!
//! Lives here: gathering and counting. May not live here: wording, the disk.

use std::cmp::Reverse;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::{Gloss, Glossary, Read};
use crate::detect::{Analysis, Occurrence};
use crate::document::Nodes;
use crate::insight::Memo;
use crate::knowledge::Concept;

/// What is in a stretch of a document.
#[derive(Debug, Default)]
pub struct Digest<'g> {
    /// Each concept once, in the order of their first places.
    pub met: Vec<Met<'g>>,
    /// How many concepts are there that the reader does not want to hear of.
    pub hushed: usize,
}

/// A concept, with what it does at its first place.
#[derive(Debug)]
pub struct Met<'g> {
    /// What it is and does, at its first place.
    pub gloss: Gloss<'g>,
    /// The tokens one hovers, one a construct, in the order of the text; never empty.
    pub places: Vec<Range<usize>>,
}

/// How often a document has a concept, and where first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    /// The concept, by its place in the glossary's knowledge.
    pub concept: usize,
    /// How many constructs there are.
    pub times: usize,
    /// The row of the first, from 0.
    pub row: usize,
}

/// Which concepts many documents have. As long as the knowledge, however many documents there are.
#[derive(Debug, Default)]
pub struct Census {
    files: usize,
    counted: FxHashMap<usize, Counted>,
}

#[derive(Debug)]
struct Counted {
    times: usize,
    files: usize,
    /// The number of the file with the first place, its path, and the row.
    first: (usize, String, usize),
}

/// A concept in many documents.
#[derive(Debug)]
pub struct Spread<'g> {
    /// What it is.
    pub concept: &'g Concept,
    /// How many constructs there are.
    pub times: usize,
    /// In how many files.
    pub files: usize,
    /// The path of the first file that has it.
    pub path: &'g str,
    /// The line in that file, from 1.
    pub line: usize,
}

impl Digest<'_> {
    /// How many constructs there are.
    pub fn places(&self) -> usize {
        self.met.iter().map(|met| met.places.len()).sum()
    }
}

impl Glossary {
    /// What is in the bytes `within` of a document: each construct with a token one hovers that lies in them as a whole and that `is_shown`. Concepts that the
    /// reader does not want to hear of are only counted.
    pub fn digest(
        &self,
        analysis: &Analysis,
        within: &Range<usize>,
        is_shown: impl Fn(&Range<usize>) -> bool,
        is_wanted: impl Fn(&Concept) -> bool,
    ) -> Digest<'_> {
        let counts = |anchor: &&Range<usize>| {
            let is_inside = within.start <= anchor.start && anchor.end <= within.end;
            is_inside && is_shown(anchor)
        };
        let mut gathered: FxHashMap<usize, (Occurrence, Vec<Range<usize>>)> = FxHashMap::default();
        for occurrence in self.detector.all(analysis) {
            if let Some(anchor) = occurrence.anchors.iter().find(counts).cloned() {
                let (_, places) = gathered
                    .entry(occurrence.concept)
                    .or_insert_with(|| (occurrence, Vec::new()));
                places.push(anchor);
            }
        }
        let before = gathered.len();
        let mut gathered: Vec<_> = gathered.into_values().collect();
        gathered.retain(|(occurrence, _)| is_wanted(self.concept(occurrence)));
        let hushed = before - gathered.len();
        gathered.sort_by_cached_key(|(occurrence, places)| {
            let (start, end) = places.first().map_or((0, 0), |first| (first.start, first.end));
            (start, end, self.specificity(occurrence))
        });
        let nodes = Nodes::whole(analysis.document()).seen_from(within.start);
        let memo = Memo::default();
        let read = Read::new(analysis, &nodes, &memo);
        let met = gathered.into_iter().filter_map(|(occurrence, places)| {
            let gloss = self.gloss_at(read, &occurrence, places.first()?);
            Some(Met { gloss, places })
        });
        Digest {
            met: met.collect(),
            hushed,
        }
    }

    /// How often a document has each concept.
    pub fn tally(&self, analysis: &Analysis) -> Vec<Tally> {
        let lines = analysis.document().lines();
        let mut tallies: FxHashMap<usize, (usize, usize)> = FxHashMap::default();
        for occurrence in self.detector.outline(analysis) {
            let start = occurrence.anchor().start;
            let (times, first) = tallies.entry(occurrence.concept).or_insert((0, start));
            *times += 1;
            *first = start.min(*first);
        }
        let rows = tallies.into_iter().map(|(concept, (times, first))| Tally {
            concept,
            times,
            row: lines.row(first),
        });
        rows.collect()
    }
}

impl Census {
    /// Adds what a document has. The numbers of the files say which is first: documents may come in any order.
    pub fn add(&mut self, number: usize, path: &str, tallies: &[Tally]) {
        self.files += 1;
        for tally in tallies {
            let counted = self.counted.entry(tally.concept).or_insert_with(|| Counted {
                times: 0,
                files: 0,
                first: (number, path.to_owned(), tally.row),
            });
            counted.times += tally.times;
            counted.files += 1;
            if number < counted.first.0 {
                counted.first = (number, path.to_owned(), tally.row);
            }
        }
    }

    /// How many documents were added.
    pub fn files(&self) -> usize {
        self.files
    }

    /// The concepts, the most advanced first, then the most frequent.
    pub fn spread<'g>(&'g self, glossary: &'g Glossary) -> Vec<Spread<'g>> {
        let concepts = glossary.knowledge().concepts();
        let counted = self.counted.iter();
        let mut all: Vec<Spread<'g>> = counted
            .filter_map(|(number, counted)| {
                let (_, path, row) = &counted.first;
                Some(Spread {
                    concept: concepts.get(*number)?,
                    times: counted.times,
                    files: counted.files,
                    path,
                    line: row + 1,
                })
            })
            .collect();
        all.sort_by_key(|spread| (Reverse(spread.concept.level), Reverse(spread.times), &spread.concept.id));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::knowledge::Level;

    const CODE: &str = "\
import functools

@functools.lru_cache
def slow(n):
    return [n for n in range(n)]

class Point:
    __slots__ = ('x',)

    @property
    def one(self):
        yield from [n for n in self]
";

    fn analysis(code: &str) -> Analysis {
        Analysis::new(Document::new(code.to_owned()))
    }

    fn digest<'g>(analysis: &Analysis, within: Range<usize>) -> Digest<'g> {
        Glossary::builtin().digest(analysis, &within, |_| true, |_| true)
    }

    fn ids<'d>(digest: &'d Digest<'_>) -> Vec<&'d str> {
        digest.met.iter().map(|met| met.gloss.concept.id.as_str()).collect()
    }

    #[test]
    fn each_concept_comes_once_at_its_first_place() {
        let analysis = analysis(CODE);
        let digest = digest(&analysis, 0..CODE.len());
        let mut sorted = ids(&digest);
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), digest.met.len(), "each once");
        let starts: Vec<usize> = digest.met.iter().map(|met| met.places[0].start).collect();
        assert!(starts.is_sorted(), "{starts:?}");
        let all = Glossary::builtin().all(&analysis).len();
        assert_eq!(digest.places(), all, "every construct is counted");
        let found = digest
            .met
            .iter()
            .find(|met| met.gloss.concept.id == "list-comprehension");
        let found = found.expect("two of them");
        assert_eq!(found.places.len(), 2);
        assert!(found.places.iter().all(|place| &CODE[place.start..=place.start] == "["));
    }

    #[test]
    fn a_selection_has_what_lies_in_it_as_a_whole() {
        let analysis = analysis(CODE);
        let slots = CODE.find("__slots__").expect("it is there");
        let whole = digest(&analysis, slots..slots + "__slots__".len());
        assert_eq!(ids(&whole), ["dunder-slots"]);
        for part in [slots + 1..CODE.len(), 0..slots + 1] {
            let digest = digest(&analysis, part.clone());
            assert!(!ids(&digest).contains(&"dunder-slots"), "{part:?}");
        }
        // The second place is the first in a selection around it.
        let last = CODE.rfind("[n for").expect("it is there");
        let digest = digest(&analysis, last..CODE.len());
        let met = digest
            .met
            .iter()
            .find(|met| met.gloss.concept.id == "list-comprehension");
        assert_eq!(met.map(|met| met.places.len()), Some(1));
        assert!(self::digest(&analysis, 3..3).met.is_empty(), "a cursor selects nothing");
    }

    #[test]
    fn a_place_that_is_not_the_readers_does_not_count() {
        let analysis = analysis(CODE);
        let hidden = CODE.find("[n for").expect("it is there");
        let is_shown = |place: &Range<usize>| !(hidden..hidden + "[n for n in range(n)]".len()).contains(&place.start);
        let digest = Glossary::builtin().digest(&analysis, &(0..CODE.len()), is_shown, |_| true);
        let met = digest
            .met
            .iter()
            .find(|met| met.gloss.concept.id == "list-comprehension");
        assert_eq!(met.map(|met| met.places.len()), Some(1));
    }

    #[test]
    fn what_nobody_wants_to_hear_of_is_counted() {
        let analysis = analysis(CODE);
        let all = digest(&analysis, 0..CODE.len());
        let is_wanted = |concept: &Concept| concept.level > Level::Beginner;
        let some = Glossary::builtin().digest(&analysis, &(0..CODE.len()), |_| true, is_wanted);
        assert!(some.hushed > 0 && !some.met.is_empty());
        assert_eq!(some.hushed + some.met.len(), all.met.len());
        assert!(some.met.iter().all(|met| is_wanted(met.gloss.concept)));
    }

    #[test]
    fn a_census_counts_alike_in_any_order() {
        let glossary = Glossary::builtin();
        let texts = ["x = 1\nyield_ = [n for n in x]\n", CODE, ""];
        let tallies: Vec<Vec<Tally>> = texts.iter().map(|text| glossary.tally(&analysis(text))).collect();
        let count = |order: &[usize]| {
            let mut census = Census::default();
            for &number in order {
                census.add(number, &format!("{number}.py"), &tallies[number]);
            }
            assert_eq!(census.files(), 3);
            let spread = census.spread(glossary);
            let levels: Vec<_> = spread.iter().map(|s| Reverse(s.concept.level)).collect();
            assert!(levels.is_sorted(), "the most advanced first");
            let told = spread
                .iter()
                .map(|s| (s.concept.id.clone(), s.times, s.files, s.path.to_owned(), s.line));
            told.collect::<Vec<_>>()
        };
        let counted = count(&[0, 1, 2]);
        assert_eq!(counted, count(&[2, 1, 0]));
        assert_eq!(counted, count(&[1, 0, 2]));
        let of = |id: &str| counted.iter().find(|c| c.0 == id).expect("it is there").clone();
        assert_eq!(
            of("list-comprehension"),
            ("list-comprehension".to_owned(), 3, 2, "0.py".to_owned(), 2)
        );
        assert_eq!(
            of("dunder-slots"),
            ("dunder-slots".to_owned(), 1, 1, "1.py".to_owned(), 8)
        );
        let all: usize = texts.iter().map(|text| glossary.outline(&analysis(text)).len()).sum();
        assert_eq!(
            counted.iter().map(|c| c.1).sum::<usize>(),
            all,
            "as many as a scan finds"
        );
    }
}
