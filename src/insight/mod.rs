//! Facts about the reader's own code: what a construct does here, as far as the file tells.
//!
//! Lives here: what can be known of a class, a function, a statement or a value without running anything; a file a family, each fact a small function from
//! a [`Site`] to an [`Insight`] or nothing. May not live here: what holds for every use of a construct (that is `knowledge`), text for one kind of
//! reader, the protocol. What the file does not tell is not claimed: a base class that is imported from elsewhere may have any method.

mod classes;
mod concurrency;
mod conditions;
pub(crate) mod fields;
mod flow;
mod functions;
mod imports;
mod literals;
mod model;
mod names;
mod patterns;
mod protocols;
mod sentence;
mod sequences;
mod version;

use std::cell::OnceCell;

use serde_json::Value;

use crate::detect::Analysis;
use crate::document::{Node, Nodes};

pub use sentence::{Piece, Sentence, code_span};
pub use version::too_new;

/// A fact about a construct of the reader's.
#[derive(Clone, Debug, PartialEq)]
pub struct Insight {
    /// Which fact it is: the name of its [`Finder`].
    pub about: &'static str,
    /// What a hover says: without the word "Here", without a full stop, at most [`LONGEST`] characters, which
    /// [`find`] sees to.
    pub sentence: Sentence,
    /// What the page adds: Markdown blocks (a table, a list, a paragraph), made with [`sentence::code_span`] from the reader's own code.
    pub detail: Option<String>,
    /// The claim for programs: what a test can compare with what CPython says.
    pub claim: Option<Value>,
}

/// The longest sentence of a hover, in characters.
pub const LONGEST: usize = 240;

impl Insight {
    fn new(sentence: Sentence) -> Self {
        Self {
            about: "",
            sentence,
            detail: None,
            claim: None,
        }
    }

    fn with_detail(mut self, detail: String) -> Self {
        self.detail = Some(detail);
        self
    }

    fn with_claim(mut self, claim: Value) -> Self {
        self.claim = Some(claim);
        self
    }
}

/// What was found out of a whole file for one of its places, kept for the others.
#[derive(Default)]
pub struct Memo {
    /// The numbers of the nodes at the module's own level; nothing where there are too many.
    of_module: OnceCell<Option<Vec<u32>>>,
    /// The newest syntax of the file: the number of its node, the minor version that brought it, what it is called.
    newest: OnceCell<Option<(u32, u8, &'static str)>>,
}

/// A place in the reader's code that a concept was found at.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The document and what its names stand for.
    pub analysis: &'a Analysis,
    /// The document's nodes.
    pub nodes: &'a Nodes<'a>,
    /// What is known of the file as a whole.
    pub memo: &'a Memo,
    /// The concept's id.
    pub concept: &'a str,
    /// The token under the cursor: a keyword, an operator, a name.
    pub token: Node<'a>,
    /// The whole construct, as the concept's detection has it.
    pub construct: Node<'a>,
}

impl<'a> Site<'a> {
    /// The dotted name whose last part the token is, or the token.
    fn name(&self) -> Node<'a> {
        let parent = self.token.parent();
        parent
            .filter(|p| p.kind() == "attribute" && p.child("attribute") == Some(self.token))
            .unwrap_or(self.token)
    }

    /// The call of that name.
    fn call(&self) -> Option<Node<'a>> {
        let name = self.name();
        name.parent()
            .filter(|p| p.kind() == "call" && p.child("function") == Some(name))
    }
}

/// One kind of fact.
struct Finder {
    /// What it is called.
    about: &'static str,
    /// The concepts it is about.
    concepts: &'static [&'static str],
    find: for<'a> fn(&Site<'a>) -> Option<Insight>,
}

/// All kinds of fact, by family. Of several at one place the first comes first.
const FAMILIES: [&[Finder]; 12] = [
    classes::FINDERS,
    protocols::FINDERS,
    fields::FINDERS,
    functions::FINDERS,
    names::FINDERS,
    flow::FINDERS,
    patterns::FINDERS,
    concurrency::FINDERS,
    imports::FINDERS,
    conditions::FINDERS,
    sequences::FINDERS,
    literals::FINDERS,
];

/// So many levels of expressions may stand around a place: nobody reads on, and each fact would look at all of them.
const LEVELS: usize = 200;

/// Whether a place is deeper in its statement than facts look.
fn is_deep(token: Node<'_>) -> bool {
    let is_around = |node: &Node<'_>| !matches!(node.kind(), "block" | "module");
    token.ancestors().take_while(is_around).nth(LEVELS).is_some()
}

/// Everything that is known of a place, the most telling first.
pub fn find(site: &Site<'_>) -> Vec<Insight> {
    if is_deep(site.token) {
        return Vec::new();
    }
    let finders = FAMILIES.iter().flat_map(|family| family.iter());
    finders
        .filter(|finder| finder.concepts.contains(&site.concept))
        .filter_map(|finder| {
            let insight = (finder.find)(site)?;
            Some(Insight {
                about: finder.about,
                sentence: insight.sentence.within_bounds()?,
                ..insight
            })
        })
        .collect()
}

#[cfg(test)]
mod testing;
