//! Which patterns a node may belong to, looked up by the node's kind and text.

use rustc_hash::FxHashMap as HashMap;
use smallvec::SmallVec;

use super::Analysis;
use super::clues::{Clue, last_part};
use super::names::{Names, Place, Resolution};
use super::pattern::Compiled;
use crate::document::{Node, syntax};

/// Patterns, filed under nodes that they look for.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Index {
    /// By the number of the node's kind: it may have any text.
    by_kind: Vec<Places>,
    /// By text and number: it has one of a few texts.
    by_text: HashMap<String, Vec<(u16, Places)>>,
    /// Identifiers that begin with two underscores.
    underscored: Places,
    /// Identifiers that may be bound in a function around, or in a class body.
    scoped: [(Place, Places); 3],
    /// By a text: identifiers that may stand for a library name that ends with it, though they are spelt otherwise.
    renamed: HashMap<String, Places>,
    /// Any node.
    anywhere: Places,
    /// The number of `identifier`.
    identifier: u16,
    /// The numbers of `string_start` and `string_content`.
    strings: [u16; 2],
    /// How long the longest text is that patterns look for.
    longest: usize,
    /// By the number of a root's kind: how many levels below it a node stands at most; less than 0 where no pattern begins with it.
    reaches: Vec<i16>,
}

/// Patterns by how many levels their root stands above the node, by the root's kind, and by what children the root needs.
#[derive(Default, serde::Deserialize, serde::Serialize)]
struct Places(Vec<(usize, Vec<(u16, Groups)>)>);

/// Patterns by what children their root needs, see [`Node::traits`].
type Groups = Vec<(u128, Vec<usize>)>;

impl Places {
    fn add(&mut self, depth: usize, root: u16, traits: u128, rule: usize) {
        let level = slot(&mut self.0, depth);
        let rules = slot(slot(level, root), traits);
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }

    /// The patterns that `node` may belong to, each with the node it then begins with.
    fn each<'n>(&self, node: Node<'n>, visit: &mut dyn FnMut(usize, Node<'n>)) {
        let mut root = node;
        let mut height = 0;
        for (depth, roots) in &self.0 {
            while height < *depth {
                let Some(parent) = root.parent() else { return };
                root = parent;
                height += 1;
            }
            let kind = root.kind_id();
            if let Ok(at) = roots.binary_search_by_key(&kind, |(k, _)| *k) {
                let traits = root.traits();
                for (_, rules) in roots[at].1.iter().filter(|(needed, _)| traits & needed == *needed) {
                    for &rule in rules {
                        visit(rule, root);
                    }
                }
            }
        }
    }
}

/// The value under `key` in a list that is kept in the order of its keys.
fn slot<K: Ord + Copy, V: Default>(list: &mut Vec<(K, V)>, key: K) -> &mut V {
    let at = list.partition_point(|(k, _)| *k < key);
    if list.get(at).is_none_or(|(k, _)| *k != key) {
        list.insert(at, (key, V::default()));
    }
    &mut list[at].1
}

/// What a list has for a kind of node. Errors have a number far beyond the others.
fn slot_of<V>(kind: u16, list: &mut [V]) -> &mut V {
    let last = list.len() - 1;
    &mut list[usize::from(kind).min(last)]
}

impl Index {
    pub(super) fn new() -> Self {
        let kinds = syntax::language().node_kind_count();
        Self {
            // One more for errors, whose number is far beyond the others.
            by_kind: (0..=kinds).map(|_| Places::default()).collect(),
            by_text: HashMap::default(),
            underscored: Places::default(),
            scoped: [Place::Enclosing, Place::Class, Place::Later].map(|place| (place, Places::default())),
            renamed: HashMap::default(),
            anywhere: Places::default(),
            identifier: syntax::kind_number("identifier", true).unwrap_or(0),
            strings: ["string_start", "string_content"].map(|kind| syntax::kind_number(kind, true).unwrap_or(0)),
            longest: 0,
            reaches: vec![-1; kinds + 1],
        }
    }

    /// Files the pattern with the number `rule` under one clue.
    pub(super) fn add(&mut self, clue: &Clue, pattern: &Compiled, rule: usize) {
        let traits = pattern.traits;
        for &root in &pattern.roots {
            let reach = slot_of(root, &mut self.reaches);
            *reach = i16::try_from(clue.depth).unwrap_or(i16::MAX).max(*reach);
            match (clue.kind, &clue.texts) {
                (None, _) => self.anywhere.add(clue.depth, root, traits, rule),
                (Some(kind), Some(texts)) => {
                    for text in texts {
                        self.longest = self.longest.max(text.len());
                        let of_text = self.by_text.entry(text.clone()).or_default();
                        slot(of_text, kind).add(clue.depth, root, traits, rule);
                        if clue.renamed {
                            let renamed = self.renamed.entry(text.clone()).or_default();
                            renamed.add(clue.depth, root, traits, rule);
                        }
                    }
                }
                (Some(_), None) if clue.scope.is_some() => {
                    for (_, places) in self.scoped.iter_mut().filter(|(place, _)| Some(*place) == clue.scope) {
                        places.add(clue.depth, root, traits, rule);
                    }
                }
                (Some(_), None) if clue.underscored => self.underscored.add(clue.depth, root, traits, rule),
                (Some(kind), None) => {
                    slot_of(kind, &mut self.by_kind).add(clue.depth, root, traits, rule);
                }
            }
        }
    }

    /// How many levels below a node of this kind a node can stand under which a pattern is filed that begins there; less than 0 where none begins there.
    pub(super) fn reach(&self, root: u16) -> i16 {
        self.reaches[usize::from(root).min(self.reaches.len() - 1)]
    }

    /// The same for a node of any kind.
    pub(super) fn farthest(&self) -> i16 {
        self.reaches.iter().copied().max().unwrap_or(-1)
    }

    /// What is known of the identifier `node`.
    pub(super) fn word_at(&self, node: Node<'_>, names: Names<'_>) -> Word<'_> {
        if let Some(others) = names.others(node.text()) {
            return self.word(node.text(), names, others);
        }
        // Not everything was read; what the name stands for at this very place will do.
        let Resolution::Dotted(candidates) = names.resolve(node) else {
            return self.word(node.text(), names, &[]);
        };
        let others = candidates.iter().map(|dotted| last_part(dotted).to_owned());
        let others: Vec<String> = others.filter(|other| other != node.text()).collect();
        self.word(node.text(), names, &others)
    }

    /// What is known of identifiers with this text, which may stand for names that end with one of `others`.
    pub(super) fn word(&self, text: &str, names: Names<'_>, others: &[String]) -> Word<'_> {
        let identifiers = self.by_text.get(text).into_iter().flatten();
        let mut places: SmallVec<[&Places; 2]> = identifiers
            .filter(|(kind, _)| *kind == self.identifier)
            .map(|(_, places)| places)
            .collect();
        if text.starts_with("__") {
            places.push(&self.underscored);
        }
        places.extend(others.iter().filter_map(|other| self.renamed.get(other)));
        let bound = |(place, places): &&(Place, Places)| !places.0.is_empty() && names.is_bound_in(text, Some(*place));
        Word {
            places,
            scoped: self
                .scoped
                .iter()
                .filter(bound)
                .map(|(place, places)| (*place, places))
                .collect(),
        }
    }

    /// The patterns that `node` may belong to, each with the node it then begins with; `word` is what is known of an identifier's text.
    pub(super) fn each<'n>(
        &self,
        analysis: &Analysis,
        node: Node<'n>,
        word: Option<&Word<'_>>,
        visit: &mut dyn FnMut(usize, Node<'n>),
    ) {
        let kind = node.kind_id();
        self.by_kind[usize::from(kind).min(self.by_kind.len() - 1)].each(node, visit);
        if let Some(word) = word {
            for places in &word.places {
                places.each(node, visit);
            }
            for (place, places) in &word.scoped {
                if analysis.names().place(node.text(), node.start()) == Some(*place) {
                    places.each(node, visit);
                }
            }
        } else if self.strings.contains(&kind) && node.range().len() <= self.longest {
            for (k, places) in self.by_text.get(node.text()).into_iter().flatten() {
                if *k == kind {
                    places.each(node, visit);
                }
            }
        }
        self.anywhere.each(node, visit);
    }

    /// Whether `node` is an identifier, so that its text counts.
    pub(super) fn is_word(&self, node: Node<'_>) -> bool {
        node.kind_id() == self.identifier
    }
}

/// The patterns that identifiers with one text, in one document, may belong to.
#[derive(Clone, Default)]
pub(super) struct Word<'r> {
    places: SmallVec<[&'r Places; 2]>,
    /// Those that ask for a binding in some place.
    scoped: SmallVec<[(Place, &'r Places); 1]>,
}
