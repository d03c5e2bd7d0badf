//! The query patterns of all concepts, and asking them about nodes.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::clues::{self, Clue};
use super::contents::Contents;
use super::demands::{Demands, Filed, Pool, Supply};
use super::index::{Index, Word};
use super::names::Names;
use super::outline::From;
use super::pattern::Compiled;
use super::predicates::{Predicate, Scene};
use super::{Analysis, Anchors, Captured, Found, FoundBy, Occurrence, number};
use crate::document::Node;
use crate::knowledge::{self, Knowledge};

pub(super) struct Rules {
    rules: Vec<Rule>,
    /// Of each, what is always looked at: together in memory, since a scan asks for one after the other all the time.
    briefs: Vec<Brief>,
    /// By what their anchors look like, for a question about one place.
    anchors: Index,
    /// By the rarest node each has, for a question about a whole file.
    triggers: Index,
    /// Those of `triggers` whose patterns look at the rest of the function around them.
    rooms: Index,
    /// The concepts with patterns that are left out where others have found the construct.
    leaving_out: Vec<bool>,
    /// The patterns of each concept.
    of_concept: HashMap<usize, Vec<usize>>,
    fragments: HashMap<(usize, String), Fragment>,
    /// All that patterns demand of a document.
    pool: Pool,
}

/// What a predicate searches for.
struct Fragment {
    /// Each with what must stand where it is searched.
    patterns: Vec<(Compiled, Demands)>,
    /// What a file must have for it to be found; `None` where its patterns differ in that.
    demands: Option<Demands>,
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

struct Rule {
    concept: usize,
    compiled: Compiled,
    /// What a document must have for it to be worth asking.
    demands: Demands,
    /// What the node it begins with must have inside.
    inside: Demands,
}

struct Brief {
    concept: u32,
    /// Where another pattern has found the construct, this one adds captures and no anchors.
    adds_nothing: bool,
    /// It looks at the rest of the function around it.
    looks_around: bool,
    /// See [`Compiled::looks_first`].
    looks_first: bool,
    /// What a document must have for it to be worth asking.
    demands: Filed,
}

impl Rules {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut rules = Self {
            rules: Vec::new(),
            briefs: Vec::new(),
            anchors: Index::new(),
            triggers: Index::new(),
            rooms: Index::new(),
            leaving_out: vec![false; knowledge.concepts().len()],
            of_concept: HashMap::new(),
            fragments: HashMap::new(),
            pool: Pool::default(),
        };
        let mut filed = Vec::new();
        for (index, concept) in knowledge.concepts().iter().enumerate() {
            for block in &concept.queries {
                // A pattern that cannot be read did not pass its checks, and its concept was not loaded.
                let patterns = knowledge::split(&block.source).unwrap_or_default();
                let patterns = patterns.into_iter().filter_map(|pattern| {
                    let compiled = Compiled::new(&pattern).ok()?;
                    Some((pattern, compiled))
                });
                if let Some(name) = &block.fragment {
                    let fragment = Fragment::new(patterns.collect(), &mut rules.pool);
                    rules.fragments.insert((index, name.clone()), fragment);
                    continue;
                }
                for (pattern, compiled) in patterns {
                    let clues = clues::anchors(&pattern);
                    rules.file(index, &pattern, &clues, compiled);
                    filed.push((pattern, clues));
                }
            }
        }
        rules.file_triggers(&filed);
        rules.add_demands_of_fragments();
        rules
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

    /// What is needed to ask about one place of a document.
    pub(super) fn asking<'a>(&'a self, analysis: &'a Analysis) -> Asking<'a> {
        Asking {
            rules: self,
            analysis,
            asked: FxHashSet::default(),
            latest: Vec::new(),
            scan: None,
        }
    }

    /// What is needed to ask about all nodes of a document.
    pub(super) fn asking_all<'a>(&'a self, analysis: &'a Analysis, contents: &'a Contents<'a>) -> Asking<'a> {
        Asking {
            scan: Some(self.pool.within(contents)),
            latest: vec![u32::MAX; self.rules.len()],
            ..self.asking(analysis)
        }
    }

    /// What is known of identifiers with this text.
    pub(super) fn word(&self, text: &str, names: &Names) -> Word<'_> {
        self.triggers.word(text, names)
    }

    /// How far below a node of this kind a pattern that begins there is filed; less than 0 where none begins there.
    pub(super) fn reach(&self, root: u16) -> i16 {
        self.triggers.reach(root)
    }

    /// The same for patterns that look at the rest of the function, whatever they begin with.
    pub(super) fn reach_of_rooms(&self) -> i16 {
        self.rooms.farthest()
    }

    /// Whether patterns of a concept are left out where others have found the construct.
    pub(super) fn leaves_out(&self, concept: usize) -> bool {
        self.leaving_out.get(concept).copied().unwrap_or(true)
    }

    /// The patterns of a fragment; none where there is no such fragment.
    pub(super) fn fragment(&self, concept: usize, name: &str) -> &[(Compiled, Demands)] {
        let fragment = self.fragments.get(&(concept, name.to_owned()));
        fragment.map_or(&[], |f| &f.patterns)
    }
}

/// Asks about nodes of one document, one after the other.
pub(super) struct Asking<'a> {
    rules: &'a Rules,
    analysis: &'a Analysis,
    /// Which patterns were asked at which nodes: each is asked once.
    asked: FxHashSet<(u32, u32)>,
    /// For each pattern, the node at which it was asked last: enough where asking twice costs time and no more.
    latest: Vec<u32>,
    /// For all nodes of a document: what it holds.
    scan: Option<Supply<'a>>,
}

impl Asking<'_> {
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
        self.ask_of(&self.rules.triggers, node, word, is_wanted, found);
    }

    /// The same for patterns that look at the rest of the function.
    pub(super) fn ask_rooms(&mut self, node: Node<'_>, is_wanted: &impl Fn(bool, u32) -> bool, found: &mut Found) {
        let rooms = &self.rules.rooms;
        let word = rooms
            .is_word(node)
            .then(|| rooms.word(node.text(), self.analysis.names()));
        self.ask_of(rooms, node, word.as_ref(), is_wanted, found);
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
            let brief = &rules.briefs[rule];
            let is_met = self.scan.as_ref().is_none_or(|scan| scan.meets(&brief.demands));
            if !is_met || !is_wanted(brief.looks_around, root.id()) {
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
        let mut concepts: Vec<usize> = found.occurrences.iter().map(|o| o.concept).collect();
        for &node in path {
            let anchors = &self.rules.anchors;
            let word = anchors
                .is_word(node)
                .then(|| anchors.word(node.text(), self.analysis.names()));
            anchors.each(self.analysis, node, word.as_ref(), &mut |rule, root| {
                let concept = self.rules.rules[rule].concept;
                if !concepts.contains(&concept) {
                    let mut hit = Found::default();
                    self.run(rule, root, Some(offset), &mut hit);
                    if !hit.occurrences.is_empty() {
                        concepts.push(concept);
                    }
                }
            });
        }
        for concept in concepts {
            for &rule in self.rules.of_concept.get(&concept).into_iter().flatten() {
                let roots = &self.rules.rules[rule].compiled.roots;
                for &root in path.iter().filter(|n| roots.contains(&n.kind_id())) {
                    self.run(rule, root, None, found);
                }
            }
        }
    }

    /// Adds the occurrences of one pattern that begins at `root`.
    fn run(&self, index: usize, root: Node<'_>, only_at: Option<usize>, found: &mut Found) {
        let brief = &self.rules.briefs[index];
        if found.outline && brief.adds_nothing && found.has_just(brief.concept as usize, &root.range()) {
            return;
        }
        let rule = &self.rules.rules[index];
        let pattern = &rule.compiled;
        if brief.looks_first && !pattern.may_begin(root) {
            return;
        }
        // Worth it only for patterns that look far.
        if brief.looks_first && pattern.is_wide {
            let inside = root.text();
            let has = |texts: &Vec<String>| texts.iter().any(|text| inside.contains(text.as_str()));
            let met = match &self.scan {
                Some(scan) => rule.inside.are_met_in(scan, &root.range()),
                None => pattern.required.iter().all(has),
            };
            if !met {
                return;
            }
        }
        let ways = pattern.ways(root, &[]);
        if ways.is_empty() {
            return;
        }
        let scene = Scene {
            analysis: self.analysis,
            rules: self.rules,
            concept: rule.concept,
            pattern,
            scan: self.scan.as_ref(),
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
