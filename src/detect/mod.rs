//! Finding concepts in a document.
//!
//! Lives here: name tables and queries compiled from concepts, what a name resolves to, the occurrences in a file or at a place in it. May not
//! live here: the protocol, text for readers.
//!
//! Names, methods and attributes are looked up in tables. Query patterns are filed twice: under the tokens that can be their anchors, for a hover, and
//! under the rarest node that each looks for, for a scan; either way they are asked at the one node above where they can begin.

mod check;
mod classes;
mod clues;
mod contents;
mod demands;
mod grammar;
mod index;
mod matching;
mod names;
mod outline;
mod parts;
mod pattern;
mod predicates;
mod program;
mod rules;
mod search;
mod surroundings;
mod tables;
mod texts;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use crate::document::{Document, Node, Nodes};
use crate::knowledge::Knowledge;
use contents::Contents;
use index::Word;
use names::Names;
use outline::{Find, From};
use rules::Rules;
use tables::Tables;

pub use check::check;
pub use classes::{bases, members};
pub use names::{BoundAt, Owner, Place, Resolution, Way, dotted_parts, is_builtin, is_variable, matches_itself};
pub use outline::Outline;
pub use parts::Parts;

/// A document, with what detection has learnt of it so far.
pub struct Analysis {
    document: Document,
    names: OnceLock<Names>,
}

impl Analysis {
    /// Nothing is learnt yet.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            names: OnceLock::new(),
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The document, without what was learnt of it.
    pub fn into_document(self) -> Document {
        self.document
    }

    /// What a name or dotted name stands for where it is used.
    pub fn resolve(&self, node: Node<'_>) -> Resolution {
        self.names().resolve(node)
    }

    /// Where the name that is used at `name` is bound; `None` where the file does not tell.
    pub fn place(&self, name: Node<'_>) -> Option<Place> {
        self.names().place(name.text(), name.start())
    }

    /// To which scope the variable `name`, used at the byte `at`, belongs; `None` where scopes nest too deep to tell.
    pub fn owner(&self, name: &str, at: usize) -> Option<Owner> {
        self.names().owner(name, at)
    }

    /// The places that bind `name` in the scope to which it belongs where it is used at `at`: at most `most`.
    pub fn bindings(&self, name: &str, at: usize, most: usize) -> Vec<BoundAt> {
        self.names().bindings(name, at, most)
    }

    /// Whether the file imports names with `*`.
    pub fn has_stars(&self) -> bool {
        self.names().has_stars()
    }

    /// Whether what stands at the byte `at` is evaluated in a class body, not in a function.
    pub fn is_in_class_body(&self, at: usize) -> bool {
        self.names().is_in_class_body(at)
    }

    /// Whether some function around another binds `name`: a cheap look, over the whole file.
    pub fn may_be_captured(&self, name: &str) -> bool {
        self.names().is_bound_in(name, Some(Place::Enclosing))
    }

    /// Whether an identifier binds a name rather than uses it.
    pub fn is_definition(&self, name: Node<'_>) -> bool {
        self.names().is_definition(name.start())
    }

    /// The scopes and bindings of the text, read when first asked for.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::new(&Nodes::whole(&self.document)))
    }
}

/// The tokens of an occurrence, in bytes of the text: mostly one.
pub type Anchors = SmallVec<[Range<usize>; 1]>;

/// A concept found in a document. All ranges are bytes of the document's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The concept, by its place in [`Knowledge::concepts`].
    pub concept: usize,
    /// The tokens one hovers, in the order of the text; never empty.
    pub anchors: Anchors,
    /// The whole construct.
    pub construct: Range<usize>,
    /// What the queries captured: parts for `here`.
    captures: Vec<Captured>,
    /// A construct can be found in several ways at once.
    found_by: FoundBy,
}

/// A part of a construct.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Captured {
    name: Arc<str>,
    range: Range<usize>,
    /// Which match it is of: the pattern's number, then the match's.
    of: (usize, usize),
}

/// The ways in which a construct was found, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FoundBy(u8);

impl FoundBy {
    const QUERY: Self = Self(1);
    const NAME: Self = Self(2);
    const METHOD: Self = Self(4);
    const ATTRIBUTE: Self = Self(8);
    const PLAIN: Self = Self(16);

    fn has(self, way: Self) -> bool {
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

/// The concepts of a [`Knowledge`], ready to be found.
pub struct Detector {
    rules: Rules,
    tables: Tables,
}

impl Detector {
    /// Files every concept's names and patterns.
    pub fn new(knowledge: &Knowledge) -> Self {
        Self {
            rules: Rules::new(knowledge),
            tables: Tables::new(knowledge),
        }
    }

    /// The occurrences with an anchor that holds the byte at `offset`, in no particular order.
    pub fn at(&self, analysis: &Analysis, offset: usize) -> Vec<Occurrence> {
        self.at_path(analysis, &Nodes::new(&analysis.document).path(offset), offset)
    }

    fn at_path(&self, analysis: &Analysis, path: &[Node<'_>], offset: usize) -> Vec<Occurrence> {
        let mut found = Found::default();
        if let Some(&token) = path.last() {
            self.tables.ask(analysis, token, &mut found);
        }
        self.rules.asking(analysis).ask_at(path, offset, &mut found);
        let mut occurrences = found.finish();
        occurrences.retain(|o| o.is_at(offset));
        occurrences
    }

    /// The occurrences with an anchor that begins in `range`, in the order of their first anchors.
    pub fn between(&self, analysis: &Analysis, range: Range<usize>) -> Vec<Occurrence> {
        let mut occurrences = Vec::new();
        let nodes = Nodes::new(&analysis.document);
        let mut offset = range.start;
        while offset < range.end {
            let path = nodes.path(offset);
            let Some(token) = path.last().filter(|t| t.first_child().is_none()) else {
                offset += 1;
                continue;
            };
            for occurrence in self.at_path(analysis, &path, offset) {
                if !occurrences.contains(&occurrence) {
                    occurrences.push(occurrence);
                }
            }
            offset = token.end().max(offset + 1);
        }
        occurrences.sort_by_key(|o| (o.anchor().start, o.anchor().end, o.construct.start, o.concept));
        occurrences
    }

    /// All occurrences, in the order of their first anchors.
    pub fn all(&self, analysis: &Analysis) -> Vec<Occurrence> {
        self.everything(analysis, Found::default())
    }

    /// All occurrences, in the order of their first anchors, without the parts of the reader's code that complete a sentence: where one pattern has found
    /// a construct, others that would say more of it are not asked.
    pub fn outline(&self, analysis: &Analysis) -> Vec<Occurrence> {
        let found = Found {
            outline: true,
            ..Found::default()
        };
        self.everything(analysis, found)
    }

    fn everything(&self, analysis: &Analysis, mut found: Found) -> Vec<Occurrence> {
        let nodes = Nodes::whole(&analysis.document);
        let names = analysis.names.get_or_init(|| Names::new(&nodes));
        let contents = Contents::new(&nodes);
        found.reserve(nodes.len() / 8);
        self.ask_all(analysis, &nodes, names, &contents, &mut found);
        in_order(found.finish())
    }

    /// Asks about every node of a document.
    fn ask_all<'a>(
        &'a self,
        analysis: &'a Analysis,
        nodes: &'a Nodes<'a>,
        names: &'a Names,
        contents: &'a Contents<'a>,
        found: &mut Found,
    ) {
        let mut asking = self.rules.asking_all(analysis, contents);
        // What is known of each identifier's text, looked up when it is met first.
        let mut words: Vec<Option<(Word<'_>, bool)>> = vec![None; contents.word_count()];
        for node in nodes.all() {
            let word = contents.word_of(node).map(|word| {
                &*words[word].get_or_insert_with(|| {
                    let text = node.text();
                    (self.rules.word(text, names), self.tables.know(text, names))
                })
            });
            if let Some((_, true)) = word {
                self.tables.ask(analysis, node, found);
            }
            asking.ask(node, word.map(|(word, _)| word), found);
        }
    }
}

/// In the order of the first anchors.
fn in_order(occurrences: Vec<Occurrence>) -> Vec<Occurrence> {
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
    let sorted = keys
        .into_iter()
        .filter_map(|(.., last)| occurrences.get_mut(place(last))?.take());
    sorted.collect()
}

fn key(concept: usize, construct: &Range<usize>) -> (u32, u32, u32) {
    (number(concept), number(construct.start), number(construct.end))
}

/// Of what does not fit, nothing is said: nobody's file has four thousand million of it.
fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(u32::MAX)
}

/// Occurrences, each construct once.
#[derive(Default)]
struct Found {
    occurrences: Vec<Occurrence>,
    /// By concept and construct: the occurrence. Numbers of half the size, since there are many.
    places: FxHashMap<(u32, u32, u32), u32>,
    /// For each concept, the construct for which it was found last.
    latest: Vec<Range<usize>>,
    /// Captures are not wanted.
    outline: bool,
    /// Where what is found comes from, and with what else: kept one by one instead of put together.
    from: From,
    finds: Option<Vec<Find>>,
}

impl Found {
    /// Makes room for so many more.
    fn reserve(&mut self, count: usize) {
        self.occurrences.reserve(count);
        self.places.reserve(count);
    }

    /// Whether the concept was found last for this construct.
    fn has_just(&self, concept: usize, construct: &Range<usize>) -> bool {
        self.latest.get(concept).is_some_and(|last| last == construct)
    }

    /// Adds an occurrence. One that is known for this construct gains its anchors and captures.
    fn add(&mut self, occurrence: Occurrence) {
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
    fn finish(self) -> Vec<Occurrence> {
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
