//! The query patterns of all concepts, and asking them about nodes.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::contents::Contents;
use super::demands::{Demands, Filed, Pool, Supply};
use super::index::{Index, Word};
use super::names::Names;
use super::outline::From;
use super::pattern::Compiled;
use super::predicates::Scene;
use super::stored::Stored;
use super::{Analysis, Anchors, Captured, Found, FoundBy, Occurrence, number};
use crate::document::{Node, mentions};

/// All patterns, as [`Filing`](super::filing::Filing) has filed them. A hover needs few of them, so each is read when it is asked first.
#[derive(serde::Deserialize, serde::Serialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct Rules {
    pub(super) rules: Vec<Stored<Rule>>,
    /// Of each, what is always looked at: together in memory, since a scan asks for one after the other all the time.
    pub(super) briefs: Vec<Brief>,
    /// By what their anchors look like, for a question about one place.
    pub(super) anchors: Index,
    /// What only a question about a whole file needs.
    pub(super) scan: Stored<Scan>,
    /// The patterns of each concept.
    pub(super) of_concept: FxHashMap<usize, Vec<usize>>,
    pub(super) fragments: FxHashMap<(usize, String), Stored<Fragment>>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Scan {
    /// Patterns by the rarest node each has.
    pub(super) triggers: Index,
    /// Those of `triggers` whose patterns look at the rest of the function around them.
    pub(super) rooms: Index,
    /// The concepts with patterns that are left out where others have found the construct.
    pub(super) leaving_out: Vec<bool>,
    /// All that patterns demand of a document.
    pub(super) pool: Pool,
}

/// What a predicate searches for.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Fragment {
    /// Each with what must stand where it is searched.
    pub(super) patterns: Vec<(Compiled, Demands)>,
    /// What a file must have for it to be found; `None` where its patterns differ in that.
    pub(super) demands: Option<Demands>,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Rule {
    pub(super) concept: usize,
    pub(super) compiled: Compiled,
    /// What a document must have for it to be worth asking.
    pub(super) demands: Demands,
    /// What the node it begins with must have inside.
    pub(super) inside: Demands,
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Brief {
    pub(super) concept: u32,
    /// Where another pattern has found the construct, this one adds captures and no anchors.
    pub(super) adds_nothing: bool,
    /// It looks at the rest of the function around it.
    pub(super) looks_around: bool,
    /// See [`Compiled::looks_first`].
    pub(super) looks_first: bool,
    /// What a document must have for it to be worth asking.
    pub(super) demands: Filed,
}

impl Rules {
    /// What is needed to ask about one place of a document.
    pub(super) fn asking<'a>(&'a self, analysis: &'a Analysis) -> Asking<'a> {
        Asking {
            rules: self,
            analysis,
            asked: FxHashSet::default(),
            latest: Vec::new(),
            long: None,
            met: Vec::new(),
            scan: None,
        }
    }

    /// What is needed to ask about several places of a document, all with the same nodes.
    pub(super) fn asking_several<'a>(&'a self, analysis: &'a Analysis) -> Asking<'a> {
        Asking {
            long: Some(Remembered::default()),
            ..self.asking(analysis)
        }
    }

    /// What is needed to ask about all nodes of a document.
    pub(super) fn asking_all<'a>(&'a self, analysis: &'a Analysis, contents: &'a Contents<'a>) -> Asking<'a> {
        let scan = self.scan.get();
        let supply = scan.map(|scan| scan.pool.within(contents));
        let meets = |brief: &Brief| supply.as_ref().is_none_or(|supply| supply.meets(&brief.demands));
        let met = self.briefs.iter().map(meets).collect();
        Asking {
            met,
            scan: scan.zip(supply),
            latest: vec![u32::MAX; self.rules.len()],
            ..self.asking(analysis)
        }
    }

    /// Whether patterns of a concept are left out where others have found the construct.
    pub(super) fn leaves_out(&self, concept: usize) -> bool {
        let leaving_out = self.scan.get().and_then(|scan| scan.leaving_out.get(concept));
        leaving_out.copied().unwrap_or(true)
    }

    /// The patterns of a fragment; none where there is no such fragment.
    pub(super) fn fragment(&self, concept: usize, name: &str) -> &[(Compiled, Demands)] {
        let fragment = self.fragments.get(&(concept, name.to_owned()));
        fragment.and_then(Stored::get).map_or(&[], |f| &f.patterns)
    }

    fn rule(&self, index: usize) -> Option<&Rule> {
        self.rules.get(index)?.get()
    }
}

/// So many nodes around a token are asked: calls of calls may be 50,000 deep, and no anchor stands as far below its construct.
const LEVELS: usize = 64;

/// A node of so many bytes is long: see [`Asking::long`].
const LONG: usize = 2048;

/// What patterns found, by pattern and by the node they began with.
type Remembered = RefCell<FxHashMap<(u32, u32), Rc<[Occurrence]>>>;

/// Asks about nodes of one document, one after the other.
pub(super) struct Asking<'a> {
    rules: &'a Rules,
    analysis: &'a Analysis,
    /// Which patterns were asked at which nodes: each is asked once.
    asked: FxHashSet<(u32, u32)>,
    /// For each pattern, the node at which it was asked last: enough where asking twice costs time and no more.
    latest: Vec<u32>,
    /// For several places: what was found at long nodes, by pattern and node. There each match costs a look at all children, and each token inside asks for it.
    long: Option<Remembered>,
    /// For all nodes of a document: for each pattern, whether the document holds what it demands.
    met: Vec<bool>,
    /// For all nodes of a document: how the patterns are filed for that, and what the document holds.
    scan: Option<(&'a Scan, Supply<'a>)>,
}

impl<'a> Asking<'a> {
    /// What is asked about.
    pub(super) fn analysis(&self) -> &'a Analysis {
        self.analysis
    }

    /// What is known of identifiers with this text, for a scan.
    pub(super) fn word(&self, text: &str, names: Names<'_>) -> Word<'a> {
        let others = names.others(text).unwrap_or_default();
        let known = self
            .scan
            .as_ref()
            .map(|(scan, _)| scan.triggers.word(text, names, others));
        known.unwrap_or_default()
    }

    /// How far below a node of this kind a pattern that begins there is filed; less than 0 where none begins there.
    pub(super) fn reach(&self, root: u16) -> i16 {
        self.scan.as_ref().map_or(-1, |(scan, _)| scan.triggers.reach(root))
    }

    /// The same for patterns that look at the rest of the function, whatever they begin with.
    pub(super) fn reach_of_rooms(&self) -> i16 {
        self.scan.as_ref().map_or(-1, |(scan, _)| scan.rooms.farthest())
    }

    /// What the document holds, in a scan.
    fn supply(&self) -> Option<&Supply<'a>> {
        self.scan.as_ref().map(|(_, supply)| supply)
    }

    /// Adds the occurrences of the patterns that `node` is the rarest node of.
    pub(super) fn ask(&mut self, node: Node<'_>, word: Option<&Word<'_>>, found: &mut Found) {
        self.ask_where(node, word, &|_, _| true, found);
    }

    /// The same for patterns that are wanted: told whether a pattern looks at the rest of the function, and the node it begins with.
    pub(super) fn ask_where(
        &mut self,
        node: Node<'_>,
        word: Option<&Word<'_>>,
        is_wanted: &impl Fn(bool, u32) -> bool,
        found: &mut Found,
    ) {
        if let Some(scan) = self.scan.as_ref().map(|(scan, _)| *scan) {
            self.ask_of(&scan.triggers, node, word, is_wanted, found);
        }
    }

    /// The same for patterns that look at the rest of the function.
    pub(super) fn ask_rooms(&mut self, node: Node<'_>, is_wanted: &impl Fn(bool, u32) -> bool, found: &mut Found) {
        if let Some(scan) = self.scan.as_ref().map(|(scan, _)| *scan) {
            let word = scan
                .rooms
                .is_word(node)
                .then(|| scan.rooms.word_at(node, self.analysis.names()));
            self.ask_of(&scan.rooms, node, word.as_ref(), is_wanted, found);
        }
    }

    fn ask_of(
        &mut self,
        index: &Index,
        node: Node<'_>,
        word: Option<&Word<'_>>,
        is_wanted: &impl Fn(bool, u32) -> bool,
        found: &mut Found,
    ) {
        let rules = self.rules;
        index.each(self.analysis, node, word, &mut |rule, root| {
            if self.met.get(rule) == Some(&false) || !is_wanted(rules.briefs[rule].looks_around, root.id()) {
                return;
            }
            // A root is met once, a node below it perhaps several times.
            let is_new = root == node
                || if found.outline {
                    std::mem::replace(&mut self.latest[rule], root.id()) != root.id()
                } else {
                    self.asked.insert((number(rule), root.id()))
                };
            if is_new {
                self.run(rule, root, None, found);
            }
        });
    }

    /// Adds the occurrences with an anchor at the byte `offset`; `path` leads down to it, and `found` has what the tables know of it.
    ///
    /// Of a pattern's matches only those with an anchor there are worth their predicates. Where one holds, all patterns of its concept are asked at all
    /// nodes of the path, since together they give the captures.
    pub(super) fn ask_at(&mut self, path: &[Node<'_>], offset: usize, found: &mut Found) {
        let path = path.get(path.len().saturating_sub(LEVELS)..).unwrap_or(path);
        let mut concepts: Vec<usize> = found.occurrences.iter().map(|o| o.concept).collect();
        for &node in path {
            let anchors = &self.rules.anchors;
            let word = anchors
                .is_word(node)
                .then(|| anchors.word_at(node, self.analysis.names()));
            anchors.each(self.analysis, node, word.as_ref(), &mut |rule, root| {
                let concept = self.rules.briefs[rule].concept as usize;
                if !concepts.contains(&concept) {
                    let mut hit = Found::default();
                    self.run_once(rule, root, Some(offset), &mut hit);
                    if !hit.occurrences.is_empty() {
                        concepts.push(concept);
                    }
                }
            });
        }
        for concept in concepts {
            for &rule in self.rules.of_concept.get(&concept).into_iter().flatten() {
                let roots = self.rules.rule(rule).map_or(&[][..], |rule| &rule.compiled.roots);
                for &root in path.iter().filter(|n| roots.contains(&n.kind_id())) {
                    self.run_once(rule, root, None, found);
                }
            }
        }
    }

    /// The same as [`run`](Self::run), from memory where it was run for another place.
    fn run_once(&self, rule: usize, root: Node<'_>, only_at: Option<usize>, found: &mut Found) {
        let key = (number(rule), root.id());
        let is_long = root.range().len() >= LONG;
        let Some(long) = self.long.as_ref().filter(|_| is_long) else {
            return self.run(rule, root, only_at, found);
        };
        let known = long.borrow().get(&key).cloned();
        let all = known.unwrap_or_else(|| {
            let mut all = Found::default();
            self.run(rule, root, None, &mut all);
            let all: Rc<[Occurrence]> = all.occurrences.into();
            long.borrow_mut().insert(key, Rc::clone(&all));
            all
        });
        for occurrence in all.iter().filter(|o| only_at.is_none_or(|offset| o.is_at(offset))) {
            found.add(occurrence.clone());
        }
    }

    /// Adds the occurrences of one pattern that begins at `root`.
    fn run(&self, index: usize, root: Node<'_>, only_at: Option<usize>, found: &mut Found) {
        let brief = &self.rules.briefs[index];
        if found.outline && brief.adds_nothing && found.has_just(brief.concept as usize, &root.range()) {
            return;
        }
        let Some(rule) = self.rules.rule(index) else { return };
        let pattern = &rule.compiled;
        if brief.looks_first && !pattern.may_begin(root) {
            return;
        }
        // Worth it only for patterns that look far.
        if brief.looks_first && pattern.is_wide {
            let inside = root.text();
            let has = |texts: &Vec<String>| texts.iter().any(|text| mentions(inside, text));
            let met = match self.supply() {
                Some(supply) => rule.inside.are_met_in(supply, &root.range()),
                None => pattern.required.iter().all(has),
            };
            if !met {
                return;
            }
        }
        let ways = pattern.ways(root, &[], only_at);
        if ways.is_empty() {
            return;
        }
        let scene = Scene {
            analysis: self.analysis,
            rules: self.rules,
            concept: rule.concept,
            pattern,
            scan: self.supply(),
        };
        for (number, way) in ways.into_iter().enumerate() {
            let mut anchors = Anchors::new();
            let mut construct = root;
            for (capture, node) in way.iter() {
                if Some(capture) == pattern.anchor {
                    anchors.push(node.range());
                } else if Some(capture) == pattern.construct {
                    construct = node;
                }
            }
            // What the parser made up while somebody types has no width.
            anchors.retain(|a| a.start < a.end);
            let wanted = match only_at {
                Some(offset) => anchors.iter().any(|a| a.contains(&offset)),
                None => !anchors.is_empty(),
            };
            if !wanted || !pattern.predicates.iter().all(|p| p.holds(&scene, &way)) {
                continue;
            }
            let parts = way.iter().filter(|_| !found.outline);
            let captures = parts
                .filter(|(c, _)| Some(*c) != pattern.anchor && Some(*c) != pattern.construct)
                .filter_map(|(c, node)| Some((pattern.captures.get(usize::from(c))?, node)))
                .filter(|(name, _)| !name.starts_with('_'))
                .map(|(name, node)| Captured {
                    name: Arc::clone(name),
                    range: node.range(),
                    of: (index, number),
                })
                .collect();
            found.from = From {
                root: root.id(),
                looks_around: brief.looks_around,
            };
            found.add(Occurrence {
                concept: rule.concept,
                anchors,
                construct: construct.range(),
                captures,
                found_by: FoundBy::QUERY,
            });
        }
    }
}
