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
mod filing;
mod found;
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
mod stored;
mod surroundings;
mod tables;
mod texts;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::document::{Class, Document, Node, Nodes};
use crate::knowledge::Knowledge;
use contents::Contents;
use filing::Filing;
use found::{Captured, Found, FoundBy, in_order, key, number};
use index::Word;
use names::{Names, Skeleton, Whole};
use rules::{Asking, Rules};
use tables::Tables;

pub use check::{check, check_queries};
pub use classes::{bases, members};
pub use found::{Anchors, Occurrence};
pub use names::{BoundAt, Owner, Place, Resolution, Way, dotted_parts, is_builtin, is_variable, matches_itself};
pub use outline::Outline;
pub use parts::Parts;

/// A document, with what detection has learnt of it so far.
pub struct Analysis {
    document: Document,
    /// All names, where a question about the whole file had them read.
    whole: OnceLock<Whole>,
    /// The names that questions about places had read.
    skeleton: OnceLock<Arc<Skeleton>>,
    /// The same of the text that the document remembers: what edits did not touch since is taken over from there.
    earlier: Option<Arc<Skeleton>>,
    classes: OnceLock<Vec<Class>>,
}

impl Analysis {
    /// Nothing is learnt yet.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            whole: OnceLock::new(),
            skeleton: OnceLock::new(),
            earlier: None,
            classes: OnceLock::new(),
        }
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The analysis of what `change` makes of the document. Of what was learnt, that which the change leaves in force is not learnt again.
    #[must_use]
    pub fn changed(mut self, change: impl FnOnce(&mut Document)) -> Self {
        if let Some(skeleton) = self.skeleton.take() {
            self.earlier = Some(skeleton);
            self.document.remember();
        }
        change(&mut self.document);
        Self {
            whole: OnceLock::new(),
            classes: OnceLock::new(),
            ..self
        }
    }

    /// The same document, with what an edit of it can take over.
    #[must_use]
    pub fn to_be_changed(&self) -> Self {
        Self {
            skeleton: self.skeleton.clone(),
            earlier: self.earlier.clone(),
            ..Self::new(self.document.clone())
        }
    }

    /// See [`Document::classes`].
    pub fn classes(&self) -> &[Class] {
        self.classes.get_or_init(|| match self.skeleton.get() {
            Some(skeleton) => skeleton.classes(),
            None => self.document.classes(),
        })
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

    /// Whether an identifier binds a name rather than uses it.
    pub fn is_definition(&self, name: Node<'_>) -> bool {
        self.names().is_definition(name.start())
    }

    /// Whether what a question about one place needs is known already, so that it is answered in no time.
    pub fn is_read(&self) -> bool {
        self.document.is_parsed() && (self.whole.get().is_some() || self.skeleton.get().is_some())
    }

    /// The scopes and bindings of the text, read when first asked for.
    fn names(&self) -> Names<'_> {
        match self.whole.get() {
            Some(whole) => Names::Whole(whole),
            None => {
                let read = || Arc::new(Skeleton::new(&self.document, self.earlier.as_deref()));
                Names::Skeleton(self.skeleton.get_or_init(read), &self.document)
            }
        }
    }
}

/// The concepts of a [`Knowledge`], ready to be found.
#[derive(serde::Deserialize, serde::Serialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub struct Detector {
    rules: Rules,
    tables: Tables,
}

impl Detector {
    /// [`new`](Self::new) of the built-in concepts, as the build has written it down (`build.rs`).
    #[cfg(prepared)]
    pub const PREPARED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/detector.bin"));

    /// The detector of the built-in concepts.
    #[cfg(prepared)]
    pub fn builtin(knowledge: &Knowledge) -> Self {
        // The build wrote it with this very code, and a test reads it.
        Self::prepared().unwrap_or_else(|_| Self::new(knowledge))
    }

    /// What the build has written down.
    ///
    /// # Errors
    /// It cannot be read: a mistake of ours.
    #[cfg(prepared)]
    pub fn prepared() -> postcard::Result<Self> {
        postcard::from_bytes(Self::PREPARED)
    }

    /// Files every concept's names and patterns.
    pub fn new(knowledge: &Knowledge) -> Self {
        Self {
            rules: Filing::of(knowledge),
            tables: Tables::new(knowledge),
        }
    }

    /// The occurrences with an anchor that holds the byte at `offset`, in no particular order.
    pub fn at(&self, analysis: &Analysis, offset: usize) -> Vec<Occurrence> {
        self.at_in(analysis, &Nodes::new(&analysis.document), offset)
    }

    /// The same, with nodes of the document that serve other questions too.
    pub fn at_in<'a>(&'a self, analysis: &'a Analysis, nodes: &'a Nodes<'a>, offset: usize) -> Vec<Occurrence> {
        let mut asking = self.rules.asking(analysis);
        self.at_path(&mut asking, &nodes.path(offset), offset)
    }

    fn at_path(&self, asking: &mut Asking<'_>, path: &[Node<'_>], offset: usize) -> Vec<Occurrence> {
        let mut found = Found::default();
        if let Some(&token) = path.last() {
            self.tables.ask(asking.analysis(), token, &mut found);
        }
        asking.ask_at(path, offset, &mut found);
        let mut occurrences = found.finish();
        occurrences.retain(|o| o.is_at(offset));
        occurrences
    }

    /// The occurrences with an anchor that begins in `range`, in the order of their first anchors.
    pub fn between(&self, analysis: &Analysis, range: Range<usize>) -> Vec<Occurrence> {
        let mut occurrences: Vec<Occurrence> = Vec::new();
        let mut known: FxHashMap<(u32, u32, u32), Vec<usize>> = FxHashMap::default();
        let nodes = Nodes::new(&analysis.document);
        let mut asking = self.rules.asking_several(analysis);
        let mut path = nodes.path_from(range.start);
        while let Some(token) = path.last().filter(|token| token.start() < range.end) {
            let offset = token.start().max(range.start);
            for occurrence in self.at_path(&mut asking, &path, offset) {
                let same = known.entry(key(occurrence.concept, &occurrence.construct)).or_default();
                if !same.iter().any(|&at| occurrences.get(at) == Some(&occurrence)) {
                    same.push(occurrences.len());
                    occurrences.push(occurrence);
                }
            }
            if !nodes.go_on(&mut path) {
                break;
            }
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
        self.everything(analysis, Found::bare())
    }

    fn everything(&self, analysis: &Analysis, mut found: Found) -> Vec<Occurrence> {
        let nodes = Nodes::whole(&analysis.document);
        let names = Names::Whole(analysis.whole.get_or_init(|| Whole::new(&nodes)));
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
        names: Names<'a>,
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
                    (asking.word(text, names), self.tables.know(text, names))
                })
            });
            if let Some((_, true)) = word {
                self.tables.ask(analysis, node, found);
            }
            asking.ask(node, word.map(|(word, _)| word), found);
        }
    }
}
