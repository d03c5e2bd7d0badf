//! Query patterns as data: what a `query` block says, read but not yet compiled.
//!
//! The language is the part of tree-sitter's that `knowledge/README.md` describes. Which kinds of node and which fields there are is detection's
//! business.

mod facts;
mod parse;
mod tokens;

pub use facts::Root;
pub use parse::split;

/// One pattern of a query block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Where it begins in its block, in bytes.
    pub start: usize,
    /// Its source, with predicates and trailing captures.
    pub source: String,
    /// The node it begins with.
    pub root: Item,
    /// Its predicates, in the order of the text.
    pub predicates: Vec<RawPredicate>,
    /// The captures it names, without `@`, each once, in the order of the text.
    pub captures: Vec<String>,
}

/// A node that is looked for, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it looks like.
    pub shape: Shape,
    /// The field it stands in: `name:`.
    pub field: Option<String>,
    /// What it is captured as, without `@`.
    pub captures: Vec<String>,
    /// How often it stands there.
    pub quantifier: Quantifier,
    /// Whether no named node may stand between it and what is looked for before it: `.`.
    pub adjacent: bool,
}

impl Item {
    /// Whether a match may do without it.
    pub fn is_optional(&self) -> bool {
        matches!(self.quantifier, Quantifier::Optional | Quantifier::Any)
    }

    /// Whether it is captured as `name`.
    pub fn is_captured(&self, name: &str) -> bool {
        self.captures.iter().any(|c| c == name)
    }
}

/// See [`Item`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `(kind …)`, or `(_ …)` without a kind.
    Node {
        /// The kind, or a name that stands for several kinds.
        kind: Option<String>,
        /// The fields it must not have: `!name`.
        without: Vec<String>,
        /// What is looked for among its children, in their order.
        children: Vec<Item>,
        /// Whether no named child may follow: a `.` at the end.
        ends: bool,
    },
    /// `"with"`: a token that the grammar spells out.
    Token(String),
    /// `_`: any node or token.
    Any,
    /// `[a b]`: one of them.
    Choice(Vec<Item>),
    /// `(a b)`: one behind the other.
    Sequence(Vec<Item>),
}

/// See [`Item`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// Once.
    One,
    /// `?`
    Optional,
    /// `*`
    Any,
    /// `+`
    Some,
}

/// A predicate as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawPredicate {
    /// Its name, with the `?` and without the `#`.
    pub operator: String,
    /// What it is asked about.
    pub arguments: Vec<Argument>,
    /// Where it begins, in bytes of the block.
    pub start: usize,
}

impl RawPredicate {
    /// The capture it is asked about and the strings it is given; `None` where it does not begin with a capture or has another one.
    pub fn texts(&self) -> Option<(&str, Vec<&str>)> {
        let (Argument::Capture(capture), rest) = self.arguments.split_first()? else {
            return None;
        };
        let texts = rest.iter().map(|argument| match argument {
            Argument::Text(text) => Some(text.as_str()),
            Argument::Capture(_) => None,
        });
        Some((capture, texts.collect::<Option<_>>()?))
    }
}

/// See [`RawPredicate`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// `@name`
    Capture(String),
    /// `"text"`
    Text(String),
}

/// Why a query cannot be read, and at which byte of its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Bytes from the beginning of the block.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl QueryError {
    fn new(offset: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            offset,
            message: message.into(),
            help: help.into(),
        }
    }
}
