//! The query patterns of all concepts, and asking them about nodes.

use std::collections::HashMap;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::index::{self, Index};
use super::pattern::{Compiled, Fault};
use super::predicates::Scene;
use super::{Analysis, Found, FoundBy, Occurrence};
use crate::document::Node;
use crate::knowledge::{self, Knowledge, QueryBlock};

pub(super) struct Rules {
    rules: Vec<Rule>,
    /// By what their anchors look like, for a question about one place.
    anchors: Index,
    /// By the rarest node each has, for a question about a whole file.
    triggers: Index,
    /// The patterns of each concept.
    of_concept: HashMap<usize, Vec<usize>>,
    fragments: HashMap<(usize, String), Vec<Compiled>>,
}

struct Rule {
    concept: usize,
    compiled: Compiled,
    /// Texts without which it matches nothing, see [`knowledge::Pattern::required`].
    required: Vec<Vec<String>>,
}

impl Rules {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let mut rules = Self {
            rules: Vec::new(),
            anchors: Index::new(),
            triggers: Index::new(),
            of_concept: HashMap::new(),
            fragments: HashMap::new(),
        };
        for (index, concept) in knowledge.concepts().iter().enumerate() {
            for block in &concept.queries {
                // A pattern that cannot be read did not pass its checks, and its concept was not loaded.
                let patterns = compiled(block).filter_map(|(pattern, compiled)| Some((pattern, compiled.ok()?)));
                if let Some(name) = &block.fragment {
                    let patterns = patterns.map(|(_, compiled)| compiled).collect();
                    rules.fragments.insert((index, name.clone()), patterns);
                } else {
                    for (pattern, compiled) in patterns {
                        rules.file(index, &pattern, compiled);
                    }
                }
            }
        }
        rules
    }

    fn file(&mut self, concept: usize, pattern: &knowledge::Pattern, compiled: Compiled) {
        let rule = self.rules.len();
        for clue in index::anchors(pattern) {
            self.anchors.add(&clue, &compiled.roots, rule);
        }
        for clue in index::triggers(pattern) {
            self.triggers.add(&clue, &compiled.roots, rule);
        }
        self.of_concept.entry(concept).or_default().push(rule);
        let required = pattern.required().into_iter();
        self.rules.push(Rule {
            concept,
            compiled,
            required: required
                .map(|list| list.into_iter().map(str::to_owned).collect())
                .collect(),
        });
    }

    /// What is needed to ask about many nodes of one document.
    pub(super) fn asking<'a>(&'a self, analysis: &'a Analysis) -> Asking<'a> {
        Asking {
            rules: self,
            analysis,
            asked: FxHashSet::default(),
        }
    }

    pub(super) fn fragment(&self, concept: usize, name: &str) -> Option<&Vec<Compiled>> {
        self.fragments.get(&(concept, name.to_owned()))
    }
}

/// The patterns of a block; none where it cannot be read.
pub(super) fn compiled(
    block: &QueryBlock,
) -> impl Iterator<Item = (knowledge::Pattern, Result<Compiled, Fault>)> {
    let patterns = knowledge::split(&block.source).unwrap_or_default();
    patterns.into_iter().map(|pattern| {
        let compiled = Compiled::new(&pattern);
        (pattern, compiled)
    })
}

/// Asks about nodes of one document, one after the other.
pub(super) struct Asking<'a> {
    rules: &'a Rules,
    analysis: &'a Analysis,
    /// Which patterns were asked at which nodes: each is asked once.
    asked: FxHashSet<(usize, u32)>,
}

impl Asking<'_> {
    /// Adds the occurrences of the patterns that `node` is the rarest node of.
    pub(super) fn ask(&mut self, node: Node<'_>, found: &mut Found) {
        let rules = self.rules;
        // The traits of the node that was last asked about.
        let mut known = None;
        rules.triggers.each(self.analysis, node, &mut |rule, root| {
            let needed = rules.rules[rule].compiled.traits;
            if needed != 0 {
                let traits = match known {
                    Some((id, traits)) if id == root.id() => traits,
                    _ => root.traits(),
                };
                known = Some((root.id(), traits));
                if traits & needed != needed {
                    return;
                }
            }
            // A root is met once, a node below it perhaps several times.
            if root == node || self.asked.insert((rule, root.id())) {
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
            self.rules.anchors.each(self.analysis, node, &mut |rule, root| {
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
    fn run(&self, rule: usize, root: Node<'_>, only_at: Option<usize>, found: &mut Found) {
        let rule = &self.rules.rules[rule];
        if !rule.required.is_empty() {
            let inside = root.text();
            let has = |texts: &Vec<String>| texts.iter().any(|text| inside.contains(text.as_str()));
            if !rule.required.iter().all(has) {
                return;
            }
        }
        let pattern = &rule.compiled;
        if !pattern.predicates.iter().all(|p| p.may_hold_below(root)) {
            return;
        }
        let scene = Scene {
            analysis: self.analysis,
            rules: self.rules,
            concept: rule.concept,
            pattern,
        };
        for way in pattern.ways(root, &[]) {
            let mut anchors: Vec<Range<usize>> = Vec::with_capacity(2);
            let mut construct = root;
            for &(capture, node) in &way {
                if Some(capture) == pattern.anchor {
                    anchors.push(node.range());
                } else if Some(capture) == pattern.construct {
                    construct = node;
                }
            }
            // What the parser made up while somebody types has no width.
            anchors.retain(|a| !a.is_empty());
            let wanted = match only_at {
                Some(offset) => anchors.iter().any(|a| a.contains(&offset)),
                None => !anchors.is_empty(),
            };
            if !wanted || !pattern.predicates.iter().all(|p| p.holds(&scene, &way)) {
                continue;
            }
            anchors.sort_by_key(|a| (a.start, a.end));
            anchors.dedup();
            let captures = way
                .iter()
                .filter(|(c, _)| Some(*c) != pattern.anchor && Some(*c) != pattern.construct)
                .filter_map(|(c, node)| Some((pattern.captures.get(usize::from(*c))?, node)))
                .filter(|(name, _)| !name.starts_with('_'))
                .map(|(name, node)| (name.clone(), node.range()))
                .collect();
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
