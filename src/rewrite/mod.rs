//! The same thing in plainer Python: a construct of the reader's, rewritten to what it stands for.
//!
//! Lives here: rewritings of constructs with the reader's own names; a file a family, each a function from a [`Site`] to an [`Outcome`] or nothing. May
//! not live here: text about constructs in general (that is `knowledge`), the protocol. A rewriting does what the original does: it evaluates the same
//! things in the same order, each once, and raises the same. Where there is none that does, it says why.

mod assignments;
mod calls;
mod cases;
mod class_bodies;
mod class_members;
mod class_patterns;
mod classes;
mod code;
mod comments;
mod comprehensions;
mod contexts;
mod data_classes;
mod data_init;
mod data_methods;
mod declarations;
mod decorators;
mod delegation;
mod displays;
mod exceptions;
mod expressions;
mod fresh;
mod imports;
mod layout;
mod loops;
mod operators;
mod patterns;
mod properties;
mod scopes;
mod surroundings;
mod texts;

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::detect::Analysis;
use crate::document::{Node, Nodes};

use code::{Code, Spot};
use fresh::Fresh;

/// A construct in plainer words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewrite {
    /// Which rewriting it is: the name of its [`Rewriting`].
    pub about: &'static str,
    /// What it is, in Markdown: "`with` as `try`/`finally`".
    pub title: String,
    /// The construct, in bytes of the text.
    pub range: Range<usize>,
    /// What [`after`](Self::after) takes the place of, in bytes of the text: the construct, or the statements around it where an expression needs
    /// statements before it.
    pub statement: Range<usize>,
    /// The plainer code. Its first line begins where [`statement`](Self::statement) does, the others are indented as the place is.
    pub after: String,
    /// What differs all the same, and what the code rests on: Markdown, a sentence each.
    pub notes: Vec<String>,
}

/// What came of a rewriting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Here it is.
    Rewritten(Rewrite),
    /// No plainer code does the same.
    Impossible {
        /// Which rewriting it would have been.
        about: &'static str,
        /// The construct, in bytes of the text.
        range: Range<usize>,
        /// Why: a Markdown sentence, without full stop.
        reason: String,
    },
}

impl Outcome {
    /// Which rewriting it is about.
    pub fn about(&self) -> &'static str {
        match self {
            Self::Rewritten(rewrite) => rewrite.about,
            Self::Impossible { about, .. } => about,
        }
    }

    /// The construct, in bytes of the text.
    pub fn range(&self) -> &Range<usize> {
        match self {
            Self::Rewritten(rewrite) => &rewrite.range,
            Self::Impossible { range, .. } => range,
        }
    }
}

/// A construct that may be rewritten.
#[derive(Clone, Copy)]
struct Site<'a> {
    /// The document and what its names stand for.
    analysis: &'a Analysis,
    /// The document's nodes.
    nodes: &'a Nodes<'a>,
    /// The construct.
    node: Node<'a>,
}

impl<'a> Site<'a> {
    /// Where the statement stands that the construct is or belongs to.
    fn spot(&self) -> Result<Spot<'a>, String> {
        Spot::new(self.analysis.document().text(), statement_of(self.node))
    }

    /// A supply of names that the file does not use.
    fn fresh(&self) -> Fresh {
        Fresh::new(self.nodes)
    }
}

/// What a rewriting answers: new code, or why there is none; `None` where it has nothing to do.
type Answer = Option<Result<Draft, String>>;

/// A rewriting without what the engine knows by itself.
struct Draft {
    title: String,
    statement: Range<usize>,
    after: String,
    notes: Vec<String>,
}

impl Draft {
    /// `after` in place of `statement`.
    fn new(title: impl Into<String>, statement: Range<usize>, after: String) -> Self {
        Self {
            title: title.into(),
            statement,
            after,
            notes: Vec::new(),
        }
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// One kind of rewriting.
struct Rewriting {
    /// What it is called; `tests/rewrites/` has a file of programs for it.
    about: &'static str,
    /// The kinds of node it is asked at.
    kinds: &'static [&'static str],
    rewrite: for<'a> fn(&Site<'a>) -> Answer,
}

/// All rewritings, by family. Of several of one construct the first comes first.
const FAMILIES: [&[Rewriting]; 18] = [
    expressions::REWRITINGS,
    comprehensions::REWRITINGS,
    assignments::REWRITINGS,
    displays::REWRITINGS,
    texts::REWRITINGS,
    calls::REWRITINGS,
    contexts::REWRITINGS,
    loops::REWRITINGS,
    data_classes::REWRITINGS,
    properties::REWRITINGS,
    decorators::REWRITINGS,
    exceptions::REWRITINGS,
    delegation::REWRITINGS,
    imports::REWRITINGS,
    cases::REWRITINGS,
    classes::REWRITINGS,
    declarations::REWRITINGS,
    operators::REWRITINGS,
];

/// A longer file is not rewritten: its names would have to be read anew with every question.
const LONGEST: usize = 1 << 20;

/// More than this of one line are not looked for.
const MOST: usize = 40;

/// More than this of one place are not told.
const MOST_HERE: usize = 12;

/// A longer line is not looked through to its end.
const MOST_TOKENS: usize = 500;

/// Deeper than this no construct is looked for.
const DEEPEST: usize = 200;

/// What the constructs at `offset` stand for, the innermost construct first. Constructs around the body that `offset` lies in are not asked.
pub fn rewrites<'a>(analysis: &'a Analysis, nodes: &'a Nodes<'a>, offset: usize) -> Vec<Outcome> {
    if analysis.document().text().len() > LONGEST {
        return Vec::new();
    }
    let mut asking = Asking::new(analysis, nodes);
    asking.on_path(&nodes.path(offset), |_| true)
}

/// What all constructs that begin in `range` stand for, in the order of the text, each once.
pub fn rewrites_between<'a>(analysis: &'a Analysis, nodes: &'a Nodes<'a>, range: Range<usize>) -> Vec<Outcome> {
    if analysis.document().text().len() > LONGEST {
        return Vec::new();
    }
    let mut asking = Asking::new(analysis, nodes);
    let mut found: Vec<Outcome> = Vec::new();
    let mut path = nodes.path_from(range.start);
    for _ in 0..MOST_TOKENS {
        if path.last().is_none_or(|token| token.start() >= range.end) || found.len() > MOST {
            break;
        }
        found.append(&mut asking.on_path(&path, |node| range.contains(&node.start())));
        if !nodes.go_on(&mut path) {
            break;
        }
    }
    found.sort_by_key(|outcome| (outcome.range().start, std::cmp::Reverse(outcome.range().end)));
    found
}

/// One question for rewritings: no construct is asked twice, however many tokens of the question lie in it.
struct Asking<'a> {
    analysis: &'a Analysis,
    nodes: &'a Nodes<'a>,
    /// The constructs that were asked, by [`Node::id`].
    asked: FxHashSet<u32>,
    /// The statement that was looked through last, by [`Node::id`], and whether it is broken.
    broken: Option<(u32, bool)>,
}

impl<'a> Asking<'a> {
    fn new(analysis: &'a Analysis, nodes: &'a Nodes<'a>) -> Self {
        Self {
            analysis,
            nodes,
            asked: FxHashSet::default(),
            broken: None,
        }
    }

    /// What the constructs above the end of `path` stand for that `wanted` admits, the innermost first.
    fn on_path(&mut self, path: &[Node<'a>], wanted: impl Fn(Node<'a>) -> bool) -> Vec<Outcome> {
        let mut found = Vec::new();
        let around = path.iter().rev().take(DEEPEST).take_while(|n| !is_body(**n));
        // The keyword `lambda` is of the kind `lambda`, too.
        for &node in around.filter(|n| n.is_named() && wanted(**n)) {
            if found.len() >= MOST_HERE {
                break;
            }
            if self.asked.insert(node.id()) {
                found.append(&mut self.at(node));
            }
        }
        found.truncate(MOST_HERE);
        found
    }

    /// What this very construct stands for.
    fn at(&mut self, node: Node<'a>) -> Vec<Outcome> {
        let (range, kind) = (node.range(), node.kind());
        let site = Site {
            analysis: self.analysis,
            nodes: self.nodes,
            node,
        };
        let rewritings = FAMILIES.iter().flat_map(|family| family.iter());
        let mut found = Vec::new();
        for rewriting in rewritings.filter(|rewriting| rewriting.kinds.contains(&kind)) {
            let about = rewriting.about;
            let Some(answer) = (rewriting.rewrite)(&site) else {
                continue;
            };
            if self.is_broken(statement_of(node)) {
                continue;
            }
            let range = range.clone();
            found.push(match answer.and_then(|draft| comments::kept(&site, draft)) {
                Ok(draft) => Outcome::Rewritten(Rewrite {
                    about,
                    title: draft.title,
                    range,
                    statement: draft.statement,
                    after: draft.after,
                    notes: draft.notes,
                }),
                Err(reason) => Outcome::Impossible { about, range, reason },
            });
        }
        found
    }

    /// Whether `statement` is broken code, which stands for nothing.
    fn is_broken(&mut self, statement: Node<'a>) -> bool {
        match self.broken {
            Some((id, broken)) if id == statement.id() => broken,
            _ => {
                let broken = statement.descendants().any(|n| n.kind() == "ERROR");
                self.broken = Some((statement.id(), broken));
                broken
            }
        }
    }
}

/// Whether a node is a body whose statements are constructs of their own.
fn is_body(node: Node<'_>) -> bool {
    let of_match = || node.parent().is_some_and(|p| p.kind() == "match_statement");
    node.kind() == "block" && !of_match()
}

/// The statement that `node` is or belongs to: the ancestor that is a child of a block or of the module.
fn statement_of(node: Node<'_>) -> Node<'_> {
    let is_suite = |n: Node<'_>| is_body(n) || n.kind() == "module";
    let mut at = node;
    while let Some(parent) = at.parent().filter(|p| !is_suite(*p)) {
        at = parent;
    }
    at
}

/// An expression's text, shortened, as it can stand in a Markdown code span.
fn shown(node: Node<'_>) -> String {
    crate::document::syntax::shorten(node, 40).replace('`', "'")
}
