//! Query patterns, filed under the tokens that can be their anchors.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use tree_sitter::{Node, Query, QueryCursor, StreamingIterator};

use super::predicates::{Predicate, Scene};
use super::{Analysis, Found, FoundBy, Occurrence};
use crate::document::syntax;
use crate::knowledge::{self, AnchorKind, Knowledge};

pub(super) struct Rules {
    rules: Vec<Rule>,
    /// By the number of the anchor's node kind in the grammar: patterns whose anchor may have any text.
    by_kind: Vec<Vec<Place>>,
    /// By number and text: patterns whose anchor has one of a few texts.
    by_text: HashMap<(u16, String), Vec<Place>>,
    /// Patterns whose anchor may be any node.
    anywhere: Vec<Place>,
    /// The patterns of each concept.
    of_concept: HashMap<usize, Vec<usize>>,
    fragments: HashMap<(usize, String), Fragment>,
}

/// A pattern. Compiling one takes milliseconds, so it waits until a token is met that may be its anchor.
struct Rule {
    concept: usize,
    source: String,
    /// The node kinds it can begin with.
    roots: Vec<u16>,
    /// Texts without which it matches nothing, see [`knowledge::Pattern::required`].
    required: Vec<Vec<String>>,
    compiled: OnceLock<Option<Compiled>>,
}

/// A pattern, and how many levels its root stands above the anchor.
#[derive(Clone, Copy)]
struct Place {
    rule: usize,
    depth: usize,
}

/// A fragment of a concept, for `#contains?`.
pub(super) struct Fragment {
    source: String,
    compiled: OnceLock<Option<Compiled>>,
}

pub(super) struct Compiled {
    pub(super) query: Query,
    /// Our own predicates of each pattern.
    pub(super) predicates: Vec<Vec<Predicate>>,
    anchor: Option<u32>,
    construct: Option<u32>,
}

impl Rules {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let kinds = syntax::language().node_kind_count();
        let mut rules = Self {
            rules: Vec::new(),
            by_kind: (0..kinds).map(|_| Vec::new()).collect(),
            by_text: HashMap::new(),
            anywhere: Vec::new(),
            of_concept: HashMap::new(),
            fragments: HashMap::new(),
        };
        for (index, concept) in knowledge.concepts().iter().enumerate() {
            for block in &concept.queries {
                if let Some(name) = &block.fragment {
                    let fragment = Fragment {
                        source: block.source.clone(),
                        compiled: OnceLock::new(),
                    };
                    rules.fragments.insert((index, name.clone()), fragment);
                    continue;
                }
                // A block that cannot be split did not pass its checks, and its concept was not loaded.
                for pattern in knowledge::split(&block.source).unwrap_or_default() {
                    rules.file(index, &pattern);
                }
            }
        }
        rules
    }

    fn file(&mut self, concept: usize, pattern: &knowledge::Pattern) {
        let language = syntax::language();
        let rule = self.rules.len();
        self.rules.push(Rule {
            concept,
            source: pattern.source.clone(),
            roots: pattern
                .roots
                .iter()
                .map(|root| language.id_for_node_kind(root, true))
                .collect(),
            required: pattern.required.clone(),
            compiled: OnceLock::new(),
        });
        self.of_concept.entry(concept).or_default().push(rule);
        for anchor in &pattern.anchors {
            let place = Place {
                rule,
                depth: anchor.depth,
            };
            let kind = match &anchor.kind {
                AnchorKind::Token(text) => language.id_for_node_kind(text, false),
                AnchorKind::Node(kind) => language.id_for_node_kind(kind, true),
                AnchorKind::Any => 0,
            };
            if kind == 0 || language.node_kind_is_supertype(kind) {
                self.anywhere.push(place);
                continue;
            }
            match (&pattern.anchor_texts, &anchor.kind) {
                (Some(texts), AnchorKind::Node(_)) => {
                    for text in texts {
                        self.by_text.entry((kind, text.clone())).or_default().push(place);
                    }
                }
                _ => self.by_kind[usize::from(kind)].push(place),
            }
        }
    }

    pub(super) fn warm(&self) {
        for rule in &self.rules {
            rule.compiled();
        }
    }

    /// What is needed to ask about many nodes of one document.
    pub(super) fn asking<'a>(&'a self, analysis: &'a Analysis) -> Asking<'a> {
        Asking {
            rules: self,
            analysis,
            cursor: QueryCursor::new(),
            asked: HashSet::new(),
        }
    }

    /// The patterns that may have the node at the end of `path` for an anchor, each with the node it then begins with.
    fn candidates<'a, 'tree>(
        &'a self,
        analysis: &'a Analysis,
        path: &'a [Node<'tree>],
    ) -> impl Iterator<Item = (usize, Node<'tree>)> + 'a {
        let kind = path.last().map_or(0, Node::kind_id);
        let by_text = path
            .last()
            .filter(|n| n.is_named() && n.child_count() == 0)
            .and_then(|n| {
                let text = analysis.text(*n);
                // No pattern names a text as long as that, and a string of megabytes need not be copied to find out.
                (text.len() <= 64).then(|| self.by_text.get(&(kind, text.to_owned())))?
            });
        let by_kind = self.by_kind.get(usize::from(kind));
        let places = by_kind
            .into_iter()
            .flatten()
            .chain(by_text.into_iter().flatten())
            .chain(&self.anywhere);
        places.filter_map(move |place| {
            let root = *path.get(path.len().checked_sub(1 + place.depth)?)?;
            self.rules[place.rule]
                .roots
                .contains(&root.kind_id())
                .then_some((place.rule, root))
        })
    }

    pub(super) fn fragment(&self, concept: usize, name: &str) -> Option<&Compiled> {
        let fragment = self.fragments.get(&(concept, name.to_owned()))?;
        fragment
            .compiled
            .get_or_init(|| Compiled::new(&fragment.source))
            .as_ref()
    }
}

impl Rule {
    fn compiled(&self) -> Option<&Compiled> {
        self.compiled.get_or_init(|| Compiled::new(&self.source)).as_ref()
    }
}

impl Compiled {
    /// Compiles a source that was checked when its file was loaded; `None` if it was not.
    fn new(source: &str) -> Option<Self> {
        let query = Query::new(&syntax::language(), source)
            .inspect_err(|error| tracing::error!("a query that passed its checks does not compile: {error}"))
            .ok()?;
        let mut predicates = Vec::new();
        for pattern in 0..query.pattern_count() {
            let all: Result<Vec<_>, _> = query.general_predicates(pattern).iter().map(Predicate::read).collect();
            predicates.push(all.ok()?);
        }
        Some(Self {
            predicates,
            anchor: query.capture_index_for_name("anchor"),
            construct: query.capture_index_for_name("construct"),
            query,
        })
    }
}

/// Asks about nodes of one document, one after the other.
pub(super) struct Asking<'a> {
    rules: &'a Rules,
    analysis: &'a Analysis,
    cursor: QueryCursor,
    /// Which patterns were asked at which nodes: each is asked once.
    asked: HashSet<(usize, usize)>,
}

impl Asking<'_> {
    /// Adds the occurrences of the patterns that may have the node at the end of `path` for an anchor.
    pub(super) fn ask(&mut self, path: &[Node<'_>], found: &mut Found) {
        for (rule, root) in self.rules.candidates(self.analysis, path) {
            if self.asked.insert((rule, root.id())) {
                self.run(rule, root, None, found);
            }
        }
    }

    /// Adds the occurrences with an anchor at the byte `offset`; `path` leads down to it, and `found` has what the tables know of it.
    ///
    /// Of a pattern's matches only those with an anchor there are worth their predicates. Where one holds, all patterns of its concept are asked at all
    /// nodes of the path, since together they give the captures.
    pub(super) fn ask_at(&mut self, path: &[Node<'_>], offset: usize, found: &mut Found) {
        let mut concepts: Vec<usize> = found.occurrences.iter().map(|o| o.concept).collect();
        for length in 1..=path.len() {
            for (rule, root) in self.rules.candidates(self.analysis, &path[..length]) {
                let concept = self.rules.rules[rule].concept;
                if !concepts.contains(&concept) {
                    let mut hit = Found::default();
                    self.run(rule, root, Some(offset), &mut hit);
                    if !hit.occurrences.is_empty() {
                        concepts.push(concept);
                    }
                }
            }
        }
        for concept in concepts {
            for &rule in self.rules.of_concept.get(&concept).into_iter().flatten() {
                for &root in path
                    .iter()
                    .filter(|n| self.rules.rules[rule].roots.contains(&n.kind_id()))
                {
                    self.run(rule, root, None, found);
                }
            }
        }
    }

    /// Adds the occurrences of one pattern that begins at `root`.
    fn run(&mut self, rule: usize, root: Node<'_>, only_at: Option<usize>, found: &mut Found) {
        let rule = &self.rules.rules[rule];
        // Cheaper than a match, and far cheaper than compiling for nothing.
        let inside = self.analysis.text(root);
        if !rule
            .required
            .iter()
            .all(|texts| texts.iter().any(|text| inside.contains(text.as_str())))
        {
            return;
        }
        let Some(compiled) = rule.compiled() else { return };
        self.cursor.set_max_start_depth(Some(0));
        let text = self.analysis.document().text().as_bytes();
        let mut matches = self.cursor.matches(&compiled.query, root, text);
        while let Some(one) = matches.next() {
            let mut anchors: Vec<Range<usize>> = Vec::new();
            let mut construct = root;
            for capture in one.captures() {
                if Some(capture.index) == compiled.anchor {
                    anchors.push(capture.node.byte_range());
                } else if Some(capture.index) == compiled.construct {
                    construct = capture.node;
                }
            }
            anchors.retain(|a| !a.is_empty());
            let wanted = match only_at {
                Some(offset) => anchors.iter().any(|a| a.contains(&offset)),
                None => !anchors.is_empty(),
            };
            let scene = Scene {
                analysis: self.analysis,
                rules: self.rules,
                concept: rule.concept,
                query: &compiled.query,
            };
            if !wanted
                || !compiled.predicates[one.pattern_index]
                    .iter()
                    .all(|p| p.holds(&scene, one.captures()))
            {
                continue;
            }
            anchors.sort_by_key(|a| (a.start, a.end));
            anchors.dedup();
            let names = compiled.query.capture_names();
            let captures = one
                .captures()
                .iter()
                .filter(|c| Some(c.index) != compiled.anchor && Some(c.index) != compiled.construct)
                .filter_map(|c| Some((names.get(c.index as usize)?, c.node.byte_range())))
                .filter(|(name, _)| !name.starts_with('_'))
                .map(|(name, range)| ((*name).to_owned(), range))
                .collect();
            found.add(Occurrence {
                concept: rule.concept,
                anchors,
                construct: construct.byte_range(),
                captures,
                found_by: vec![FoundBy::Query],
            });
        }
    }
}
