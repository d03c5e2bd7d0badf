//! Filing the query patterns of all concepts: under what their anchors look like, and under the rarest node that each has. Done once by the build for
//! the built-in concepts, and again where packs are added.

use rustc_hash::FxHashMap;

use super::clues::{self, Clue};
use super::demands::{Demands, Filed, Pool};
use super::index::Index;
use super::number;
use super::pattern::Compiled;
use super::predicates::Predicate;
use super::rules::{Brief, Fragment, Rule, Rules, Scan};
use super::stored::Stored;
use crate::knowledge::{self, Knowledge};

/// What is filed so far.
pub(super) struct Filing {
    rules: Vec<Rule>,
    briefs: Vec<Brief>,
    anchors: Index,
    triggers: Index,
    rooms: Index,
    leaving_out: Vec<bool>,
    of_concept: FxHashMap<usize, Vec<usize>>,
    fragments: FxHashMap<(usize, String), Fragment>,
    pool: Pool,
}

impl Fragment {
    fn new(patterns: Vec<(knowledge::Pattern, Compiled)>, pool: &mut Pool) -> Self {
        Self {
            demands: match patterns.as_slice() {
                [(only, _)] => Some(Demands::of(only, pool.texts())),
                _ => None,
            },
            patterns: patterns
                .into_iter()
                .map(|(pattern, compiled)| (compiled, Demands::texts_inside(&pattern, pool.texts())))
                .collect(),
        }
    }
}

impl Filing {
    /// Files the patterns of all concepts.
    pub(super) fn of(knowledge: &Knowledge) -> Rules {
        let mut filing = Self {
            rules: Vec::new(),
            briefs: Vec::new(),
            anchors: Index::new(),
            triggers: Index::new(),
            rooms: Index::new(),
            leaving_out: vec![false; knowledge.concepts().len()],
            of_concept: FxHashMap::default(),
            fragments: FxHashMap::default(),
            pool: Pool::default(),
        };
        let mut filed = Vec::new();
        for (index, concept) in knowledge.concepts().iter().enumerate() {
            for block in &concept.queries {
                // A pattern that cannot be read did not pass its checks, and its concept was not loaded.
                let patterns = knowledge::split(concept.query(block)).unwrap_or_default();
                let patterns = patterns.into_iter().filter_map(|pattern| {
                    let compiled = Compiled::new(&pattern).ok()?;
                    Some((pattern, compiled))
                });
                if let Some(name) = &block.fragment {
                    let fragment = Fragment::new(patterns.collect(), &mut filing.pool);
                    filing.fragments.insert((index, name.clone()), fragment);
                    continue;
                }
                for (pattern, compiled) in patterns {
                    let clues = clues::anchors(&pattern);
                    filing.file(index, &pattern, &clues, compiled);
                    filed.push((pattern, clues));
                }
            }
        }
        filing.file_triggers(&filed);
        filing.add_demands_of_fragments();
        filing.finish()
    }

    /// A pattern that must find a fragment needs what the fragment needs.
    fn add_demands_of_fragments(&mut self) {
        for rule in &mut self.rules {
            for name in rule.compiled.predicates.iter().filter_map(Predicate::needed_fragment) {
                let fragment = self.fragments.get(&(rule.concept, name.to_owned()));
                if let Some(demands) = fragment.and_then(|f| f.demands.as_ref()) {
                    rule.demands.extend(demands);
                }
            }
        }
        for (rule, brief) in self.rules.iter().zip(&mut self.briefs) {
            brief.demands = self.pool.file(&rule.demands);
        }
    }

    fn file(&mut self, concept: usize, pattern: &knowledge::Pattern, anchors: &[Clue], compiled: Compiled) {
        let rule = self.rules.len();
        for clue in anchors {
            self.anchors.add(clue, &compiled, rule);
        }
        self.of_concept.entry(concept).or_default().push(rule);
        self.briefs.push(Brief {
            concept: number(concept),
            adds_nothing: false,
            looks_around: compiled.predicates.iter().any(Predicate::looks_around),
            looks_first: compiled.looks_first(),
            demands: Filed::new(),
        });
        self.rules.push(Rule {
            concept,
            compiled,
            demands: Demands::of(pattern, self.pool.texts()),
            inside: Demands::inside(pattern, self.pool.texts()),
        });
    }

    /// Files all patterns, given with the clues to their anchors, for scans: the plainest of each concept first.
    fn file_triggers(&mut self, filed: &[(knowledge::Pattern, Vec<Clue>)]) {
        for rules in self.of_concept.values() {
            for &rule in rules {
                let one = &self.rules[rule].compiled;
                let alike = rules.iter().all(|&other| {
                    let two = &self.rules[other].compiled;
                    let apart = one.roots.iter().all(|root| !two.roots.contains(root));
                    apart || (two.construct.is_none() && filed[rule].1 == filed[other].1)
                });
                let adds_nothing = alike && one.construct.is_none();
                self.briefs[rule].adds_nothing = adds_nothing;
                self.leaving_out[self.rules[rule].concept] |= adds_nothing;
            }
        }
        let mut order: Vec<usize> = (0..filed.len()).collect();
        // What says least of the reader's code is found most often.
        order.sort_by_key(|&rule| (filed[rule].0.captures.len(), filed[rule].0.source.len()));
        for rule in order {
            for clue in clues::triggers(&filed[rule].0) {
                self.triggers.add(&clue, &self.rules[rule].compiled, rule);
                if self.briefs[rule].looks_around {
                    self.rooms.add(&clue, &self.rules[rule].compiled, rule);
                }
            }
        }
    }

    fn finish(self) -> Rules {
        let fragments = self.fragments.into_iter();
        Rules {
            rules: self.rules.into_iter().map(Stored::new).collect(),
            briefs: self.briefs,
            anchors: self.anchors,
            scan: Stored::new(Scan {
                triggers: self.triggers,
                rooms: self.rooms,
                leaving_out: self.leaving_out,
                pool: self.pool,
            }),
            of_concept: self.of_concept,
            fragments: fragments.map(|(key, fragment)| (key, Stored::new(fragment))).collect(),
        }
    }
}
