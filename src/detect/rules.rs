//! Query patterns, filed under the node kinds they begin with.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use tree_sitter::{Node, Query, QueryCursor, StreamingIterator};

use super::predicates::{Predicate, Scene};
use super::{Analysis, Found, FoundBy, Occurrence};
use crate::document::syntax;
use crate::knowledge::{self, Concept, Knowledge};

pub(super) struct Rules {
    /// By the node kind's number in the grammar.
    by_kind: Vec<Option<KindRules>>,
    fragments: HashMap<(usize, String), Fragment>,
}

/// The patterns that can begin with nodes of one kind.
struct KindRules {
    patterns: Vec<(usize, String)>,
    compiled: OnceLock<Option<Compiled>>,
}

/// A fragment of a concept, for `#contains?`.
pub(super) struct Fragment {
    source: String,
    compiled: OnceLock<Option<Compiled>>,
}

pub(super) struct Compiled {
    pub(super) query: Query,
    /// The concept of each pattern.
    concepts: Vec<usize>,
    /// Our own predicates of each pattern.
    pub(super) predicates: Vec<Vec<Predicate>>,
    anchor: Option<u32>,
    construct: Option<u32>,
}

impl Rules {
    pub(super) fn new(knowledge: &Knowledge) -> Self {
        let language = syntax::language();
        let mut by_kind: Vec<Option<KindRules>> = (0..language.node_kind_count()).map(|_| None).collect();
        let mut fragments = HashMap::new();
        for (index, concept) in knowledge.concepts().iter().enumerate() {
            for block in &concept.queries {
                if let Some(name) = &block.fragment {
                    let fragment = Fragment {
                        source: block.source.clone(),
                        compiled: OnceLock::new(),
                    };
                    fragments.insert((index, name.clone()), fragment);
                    continue;
                }
                // A block that cannot be split did not pass its checks, and its concept was not loaded.
                for pattern in knowledge::split(&block.source).unwrap_or_default() {
                    for root in &pattern.roots {
                        let kind = language.id_for_node_kind(root, true);
                        if let Some(rules) = by_kind.get_mut(usize::from(kind)) {
                            rules
                                .get_or_insert_with(|| KindRules {
                                    patterns: Vec::new(),
                                    compiled: OnceLock::new(),
                                })
                                .patterns
                                .push((index, pattern.source.clone()));
                        }
                    }
                }
            }
        }
        Self { by_kind, fragments }
    }

    pub(super) fn warm(&self) {
        for rules in self.by_kind.iter().flatten() {
            rules.compiled();
        }
    }

    /// What is needed to ask many nodes of one document.
    pub(super) fn asking<'a>(&'a self, analysis: &'a Analysis) -> Asking<'a> {
        Asking {
            rules: self,
            analysis,
            cursor: QueryCursor::new(),
            only_at: None,
        }
    }

    pub(super) fn fragment(&self, concept: usize, name: &str) -> Option<&Compiled> {
        let fragment = self.fragments.get(&(concept, name.to_owned()))?;
        fragment
            .compiled
            .get_or_init(|| Compiled::new(&fragment.source, |_| concept))
            .as_ref()
    }
}

impl KindRules {
    fn compiled(&self) -> Option<&Compiled> {
        self.compiled
            .get_or_init(|| {
                let mut source = String::new();
                let mut starts = Vec::new();
                for (_, pattern) in &self.patterns {
                    starts.push(source.len());
                    source.push_str(pattern);
                    source.push('\n');
                }
                Compiled::new(&source, |start| {
                    let at = starts.partition_point(|&s| s <= start);
                    self.patterns[at.saturating_sub(1)].0
                })
            })
            .as_ref()
    }
}

impl Compiled {
    /// Compiles a source whose patterns were checked one by one when their files were loaded; `None` if that is not so.
    fn new(source: &str, concept_at: impl Fn(usize) -> usize) -> Option<Self> {
        let query = Query::new(&syntax::language(), source)
            .inspect_err(|error| tracing::error!("a query that passed its checks does not compile: {error}"))
            .ok()?;
        let mut concepts = Vec::new();
        let mut predicates = Vec::new();
        for pattern in 0..query.pattern_count() {
            concepts.push(concept_at(query.start_byte_for_pattern(pattern)));
            let all: Result<Vec<_>, _> = query.general_predicates(pattern).iter().map(Predicate::read).collect();
            predicates.push(all.ok()?);
        }
        Some(Self {
            concepts,
            predicates,
            anchor: query.capture_index_for_name("anchor"),
            construct: query.capture_index_for_name("construct"),
            query,
        })
    }
}

/// Asks nodes of one document, one after the other.
pub(super) struct Asking<'a> {
    rules: &'a Rules,
    analysis: &'a Analysis,
    cursor: QueryCursor,
    /// Matches without an anchor that holds this byte are passed over, before their predicates are looked at.
    pub(super) only_at: Option<usize>,
}

impl Asking<'_> {
    /// Adds the occurrences whose pattern begins at `node`.
    pub(super) fn ask(&mut self, node: Node<'_>, found: &mut Found) {
        let Some(rules) = self.rules.by_kind.get(usize::from(node.kind_id())).and_then(Option::as_ref) else {
            return;
        };
        let Some(compiled) = rules.compiled() else { return };
        self.cursor.set_max_start_depth(Some(0));
        let text = self.analysis.document().text().as_bytes();
        let mut matches = self.cursor.matches(&compiled.query, node, text);
        while let Some(one) = matches.next() {
            let mut anchors: Vec<Range<usize>> = Vec::new();
            let mut construct = node;
            for capture in one.captures() {
                if Some(capture.index) == compiled.anchor {
                    anchors.push(capture.node.byte_range());
                } else if Some(capture.index) == compiled.construct {
                    construct = capture.node;
                }
            }
            anchors.retain(|a| !a.is_empty());
            let wanted = match self.only_at {
                Some(offset) => anchors.iter().any(|a| a.contains(&offset)),
                None => !anchors.is_empty(),
            };
            if !wanted {
                continue;
            }
            let concept = compiled.concepts[one.pattern_index];
            let scene = Scene {
                analysis: self.analysis,
                rules: self.rules,
                concept,
                query: &compiled.query,
            };
            if !compiled.predicates[one.pattern_index].iter().all(|p| p.holds(&scene, one.captures())) {
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
                concept,
                anchors,
                construct: construct.byte_range(),
                captures,
                found_by: vec![FoundBy::Query],
            });
        }
    }
}

/// Compiles the patterns of one concept by themselves, to check them.
///
/// # Errors
/// The byte of the file at which a query is wrong, what is wrong, and what to do.
pub(super) fn check_queries(concept: &Concept) -> Vec<(usize, String, String)> {
    let mut problems = Vec::new();
    for block in &concept.queries {
        let Ok(patterns) = knowledge::split(&block.source) else {
            continue; // reported when the file was read
        };
        for pattern in patterns {
            let start = block.start + pattern.start;
            if let Err((at, message, help)) = check_pattern(concept, &pattern, block.fragment.is_some()) {
                problems.push((start + at, message, help));
            }
        }
    }
    problems
}

fn check_pattern(concept: &Concept, pattern: &knowledge::Pattern, fragment: bool) -> Result<(), (usize, String, String)> {
    let language = syntax::language();
    let query = Query::new(&language, &pattern.source).map_err(|error| {
        let help = "node kinds and fields are those of tree-sitter-python; see its node-types.json";
        let message = error.message.lines().next().unwrap_or_default();
        (error.offset, format!("the query does not compile: {:?} {message}", error.kind), help.to_owned())
    })?;
    for root in &pattern.roots {
        let kind = language.id_for_node_kind(root, true);
        if !fragment && (kind == 0 || matches!(root.as_str(), "module" | "block") || language.node_kind_is_supertype(kind)) {
            let help = "begin the pattern with the smallest node that holds what it looks for";
            return Err((0, format!("a pattern cannot begin with `{root}`"), help.to_owned()));
        }
    }
    if !fragment && !pattern.captures.iter().any(|c| c == "anchor") {
        return Err((0, "the pattern has no `@anchor`".to_owned(), "capture the token one hovers".to_owned()));
    }
    let at_of = |operator: &str| pattern.source.find(operator).unwrap_or(0);
    for properties in 0..query.pattern_count() {
        if let Some((property, _)) = query.property_predicates(properties).first() {
            return Err((at_of("#is"), format!("`#is? {}` is not evaluated here", property.key), predicates_help()));
        }
        if !query.property_settings(properties).is_empty() {
            return Err((at_of("#set!"), "`#set!` sets nothing here".to_owned(), predicates_help()));
        }
        for raw in query.general_predicates(properties) {
            let predicate = Predicate::read(raw).map_err(|message| (at_of(&raw.operator), message, predicates_help()))?;
            predicate
                .check(concept, fragment)
                .map_err(|(message, help)| (at_of(&raw.operator), message, help))?;
        }
    }
    Ok(())
}

fn predicates_help() -> String {
    "the predicates there are stand in knowledge/README.md, under \"Detection\"".to_owned()
}
