//! What a document must have for a pattern to be found in it: a scan does not try the others.

use std::ops::Range;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::clues::{Constraints, is_common, last_part};
use super::contents::Contents;
use super::pattern::kinds_of;
use super::search::Searched;
use crate::document::syntax;
use crate::knowledge::{Item, Pattern, Shape};

/// What a document must have for a pattern to be found in it.
#[derive(Clone, Default, serde::Deserialize, serde::Serialize)]
pub(super) struct Demands {
    /// Kinds of node: of each list, one at least.
    kinds: Vec<Vec<u16>>,
    /// Texts of identifiers, by their numbers in [`Texts`]: of each list, one at least.
    texts: Vec<Vec<usize>>,
}

/// What several patterns demand alike: once for all of them. By its number in [`Pool`].
pub(super) type Filed = SmallVec<[u32; 6]>;

/// All that patterns demand, each list once.
#[derive(Default, serde::Deserialize, serde::Serialize)]
pub(super) struct Pool {
    texts: Texts,
    /// Only to file more.
    #[serde(skip)]
    numbers: FxHashMap<Demand, u32>,
    demands: Vec<Demand>,
}

#[derive(Clone, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
enum Demand {
    Kinds(Vec<u16>),
    Texts(Vec<usize>),
}

impl Pool {
    pub(super) fn texts(&mut self) -> &mut Texts {
        &mut self.texts
    }

    /// Files what a pattern demands.
    pub(super) fn file(&mut self, demands: &Demands) -> Filed {
        let kinds = demands.kinds.iter().cloned().map(Demand::Kinds);
        let texts = demands.texts.iter().cloned().map(Demand::Texts);
        let mut filed: Filed = texts.chain(kinds).map(|demand| self.number(demand)).collect();
        filed.sort_unstable();
        filed.dedup();
        filed
    }

    fn number(&mut self, demand: Demand) -> u32 {
        let next = u32::try_from(self.demands.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(demand).or_insert_with_key(|demand| {
            self.demands.push(demand.clone());
            next
        })
    }

    /// What a document has of it all.
    pub(super) fn within<'a>(&self, contents: &'a Contents<'a>) -> Supply<'a> {
        let words = self.texts.within(contents);
        let has = |demand: &Demand| match demand {
            Demand::Kinds(any) => any.iter().any(|&kind| contents.has_kind(kind)),
            Demand::Texts(any) => any.iter().any(|&text| words[text].is_some()),
        };
        Supply {
            met: self.demands.iter().map(has).collect(),
            words,
            contents,
            searched: Searched::default(),
        }
    }
}

/// What a document has of all that patterns demand.
pub(super) struct Supply<'a> {
    met: Vec<bool>,
    /// The numbers in `contents` of the texts that patterns demand.
    words: Vec<Option<usize>>,
    pub(super) contents: &'a Contents<'a>,
    pub(super) searched: Searched,
}

impl Supply<'_> {
    /// Whether the document has what a pattern demands.
    pub(super) fn meets(&self, demands: &Filed) -> bool {
        demands.iter().all(|&demand| self.met[demand as usize])
    }
}

/// The texts that any pattern demands, numbered.
#[derive(Default, serde::Deserialize, serde::Serialize)]
pub(super) struct Texts(FxHashMap<String, usize>);

impl Texts {
    fn number(&mut self, text: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(text.to_owned()).or_insert(next)
    }

    fn numbers<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) -> Vec<usize> {
        texts.into_iter().map(|text| self.number(text)).collect()
    }

    /// For each text, its number in `contents`.
    fn within(&self, contents: &Contents<'_>) -> Vec<Option<usize>> {
        let mut words = vec![None; self.0.len()];
        for (text, &number) in &self.0 {
            words[number] = contents.word(text);
        }
        words
    }
}

impl Demands {
    /// What `pattern` demands of the node it begins with, that node's own kind aside.
    pub(super) fn inside(pattern: &Pattern, texts: &mut Texts) -> Self {
        let mut demands = Self::default();
        demands.read(&Constraints::of(pattern), &pattern.root, texts);
        // The kinds near the root are seen at once, and of others most are everywhere.
        demands.kinds.clear();
        demands.read_far(&pattern.root, 0);
        demands
    }

    /// The texts that `pattern` demands of the node it begins with.
    pub(super) fn texts_inside(pattern: &Pattern, texts: &mut Texts) -> Self {
        let mut demands = Self::default();
        demands.read(&Constraints::of(pattern), &pattern.root, texts);
        demands.kinds.clear();
        demands
    }

    /// What `pattern` demands of a document.
    pub(super) fn of(pattern: &Pattern, texts: &mut Texts) -> Self {
        let mut demands = Self::default();
        demands.read(&Constraints::of(pattern), &pattern.root, texts);
        for predicate in &pattern.predicates {
            let Some((capture, arguments)) = predicate.texts() else {
                continue;
            };
            // A capture that is not there is not asked about.
            if !pattern.always_captures(capture) {
                continue;
            }
            match predicate.operator.as_str() {
                "resolves?" | "derives?" => demands.texts.push(texts.numbers(arguments.into_iter().map(last_part))),
                "method?" => demands.texts.push(texts.numbers(arguments)),
                "defines?" => demands
                    .texts
                    .extend(arguments.into_iter().map(|name| vec![texts.number(name)])),
                "inside?" | "parent?" => {
                    let kinds = arguments.into_iter().flat_map(|a| syntax::kind_number(a, true));
                    demands.kinds.push(kinds.collect());
                }
                "in?" => demands.kinds.extend(kinds_of_all(&arguments, &SCOPES)),
                "bound?" => demands.kinds.extend(kinds_of_all(&arguments, &BINDINGS)),
                _ => {}
            }
        }
        demands
    }

    fn read(&mut self, known: &Constraints<'_>, item: &Item, texts: &mut Texts) {
        if item.is_optional() {
            return;
        }
        match &item.shape {
            Shape::Node { kind, children, .. } => {
                let kinds = kind.as_deref().and_then(|kind| kinds_of(kind).ok());
                self.kinds.extend(kinds);
                if kind.as_deref() == Some("identifier")
                    && let Some(demanded) = Constraints::demanded(&known.texts, item)
                {
                    self.texts.push(texts.numbers(demanded.iter().copied()));
                }
                children.iter().for_each(|child| self.read(known, child, texts));
            }
            Shape::Token(text) => self
                .kinds
                .extend(syntax::kind_number(text, false).map(|kind| vec![kind])),
            Shape::Sequence(items) => items.iter().for_each(|child| self.read(known, child, texts)),
            Shape::Choice(branches) => {
                let of_branch = |branch: &Item| {
                    let mut demands = Self::default();
                    demands.read(known, branch, texts);
                    demands
                };
                self.add_common(branches.iter().map(of_branch));
            }
            Shape::Any => {}
        }
    }

    /// Adds what all the branches of an alternation demand.
    fn add_common(&mut self, branches: impl Iterator<Item = Self>) {
        let common = branches.reduce(|mut one, other| {
            one.kinds.retain(|kinds| other.kinds.contains(kinds));
            one.texts.retain(|texts| other.texts.contains(texts));
            one
        });
        self.extend(&common.unwrap_or_default());
    }

    /// Reads the rare kinds from two levels below the root on.
    fn read_far(&mut self, item: &Item, depth: usize) {
        if item.is_optional() {
            return;
        }
        let far = |kind: Option<u16>| {
            kind.filter(|kind| depth > 1 && !is_common(*kind))
                .map(|kind| vec![kind])
        };
        match &item.shape {
            Shape::Node { kind, children, .. } => {
                self.kinds
                    .extend(far(kind.as_deref().and_then(|kind| syntax::kind_number(kind, true))));
                children.iter().for_each(|child| self.read_far(child, depth + 1));
            }
            Shape::Token(text) => self.kinds.extend(far(syntax::kind_number(text, false))),
            Shape::Sequence(items) => items.iter().for_each(|child| self.read_far(child, depth)),
            Shape::Choice(branches) => self.add_common(branches.iter().map(|branch| {
                let mut demands = Self::default();
                demands.read_far(branch, depth);
                demands
            })),
            Shape::Any => {}
        }
    }

    /// Adds what a fragment demands that must be found.
    pub(super) fn extend(&mut self, other: &Self) {
        self.kinds.extend(other.kinds.iter().cloned());
        self.texts.extend(other.texts.iter().cloned());
    }

    /// Whether the bytes in `range` have it.
    pub(super) fn are_met_in(&self, supply: &Supply<'_>, range: &Range<usize>) -> bool {
        let contents = supply.contents;
        let has_text = |&text: &usize| {
            supply.words[text].is_some_and(|word| contents.identifiers_in(word, range).next().is_some())
        };
        self.texts.iter().all(|any| any.iter().any(has_text))
            && self
                .kinds
                .iter()
                .all(|any| any.iter().any(|&kind| contents.has_kind_in(kind, range)))
    }
}

/// The nodes and tokens that a scope needs, by the name that `#in?` has for it.
const SCOPES: [(&str, &[&str]); 5] = [
    ("class", &["class_definition"]),
    ("function", &["function_definition"]),
    ("async-function", &["async"]),
    ("lambda", &["lambda"]),
    (
        "comprehension",
        &[
            "list_comprehension",
            "set_comprehension",
            "dictionary_comprehension",
            "generator_expression",
        ],
    ),
];

/// The nodes and tokens that a binding needs, by the name that `#bound?` has for it.
const BINDINGS: [(&str, &[&str]); 4] = [
    ("class", &["class_definition"]),
    ("function", &["function_definition"]),
    ("async-function", &["async"]),
    ("generator-function", &["yield"]),
];

/// The kinds of node of which one must be there for one of `names`; `None` where one of them needs none.
fn kinds_of_all(names: &[&str], needs: &[(&str, &[&str])]) -> Option<Vec<u16>> {
    let mut kinds = Vec::new();
    for name in names {
        let (_, needed) = needs.iter().find(|(known, _)| known == name)?;
        let numbers = |kind: &&str| [true, false].map(|named| syntax::kind_number(kind, named));
        kinds.extend(needed.iter().flat_map(numbers).flatten());
    }
    Some(kinds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Nodes};
    use crate::knowledge::split;

    #[test]
    fn a_document_without_what_a_pattern_needs_is_known() {
        let text = "class C:\n    async def f(self):\n        await g()\n    def g(self): pass\n";
        let document = Document::new(text.to_owned());
        let nodes = Nodes::whole(&document);
        let contents = Contents::new(&nodes);
        for (source, met, met_below) in [
            (r#"((call function: (identifier) @n) (#eq? @n "g"))"#, true, true),
            (
                r#"((call function: (identifier) @n) (#any-of? @n "h" "i"))"#,
                false,
                false,
            ),
            (r#"((call function: (_) @n) (#resolves? @n "m.h"))"#, false, true),
            (r#"((function_definition) @f (#method? @f "f"))"#, true, true),
            (r#"((function_definition) @f (#method? @f "__init__"))"#, false, true),
            (
                r#"((call function: (identifier) @n) (#bound? @n "async-function"))"#,
                true,
                true,
            ),
            (
                r#"((call function: (identifier) @n) (#bound? @n "generator-function"))"#,
                false,
                true,
            ),
            (r#"((call) @c (#in? @c "lambda" "module"))"#, true, true),
            (r#"((call) @c (#in? @c "lambda" "comprehension"))"#, false, true),
            (r#"((call) @c (#inside? @c "for_statement"))"#, false, true),
            ("(function_definition body: (block (pass_statement)))", true, false),
            ("(function_definition body: (block (yield)?))", true, true),
        ] {
            let pattern = split(source).expect("a good query").remove(0);
            let mut pool = Pool::default();
            let whole = Demands::of(&pattern, pool.texts());
            let below = Demands::inside(&pattern, pool.texts());
            let whole = pool.file(&whole);
            let supply = pool.within(&contents);
            assert_eq!(supply.meets(&whole), met, "{source}");
            // Up to the end of the first method.
            let first = 0..text.find("    def").expect("it is there");
            assert_eq!(below.are_met_in(&supply, &first), met_below, "{source}");
        }
    }
}
