//! Sentences about the reader's code: words of ours, code of theirs.

use crate::document::{Line, Node, syntax};

/// A sentence, without the word "Here" and without a full stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sentence(pub Vec<Piece>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Our words: Markdown.
    Text(String),
    /// The reader's own code, on one line: never to be taken for Markdown.
    Code(String),
}

/// The longest piece of code in a sentence, in characters.
const LIMIT: usize = 48;

impl Sentence {
    /// Adds words of ours.
    pub(super) fn say(mut self, words: &str) -> Self {
        self.0.push(Piece::Text(words.to_owned()));
        self
    }

    /// Adds code: the reader's, or made of the reader's names. Shortened to one line.
    pub(super) fn code(mut self, code: &str) -> Self {
        self.0.push(Piece::Code(syntax::shorten_text(code, LIMIT).into_owned()));
        self
    }

    /// Adds a node's code, of a compound statement the first line.
    pub(super) fn node(mut self, node: Node<'_>) -> Self {
        self.0.push(Piece::Code(syntax::shorten(node, LIMIT).into_owned()));
        self
    }

    /// Adds the row of a node, counted from 1: "line 7".
    pub(super) fn line(self, node: Node<'_>) -> Self {
        let row = line_of(node);
        self.say(&format!("line {row}"))
    }

    /// Adds a list of names, each as code: `a`, `b` and `c`. After `most` of them: "and 3 more".
    pub(super) fn codes<S: AsRef<str>>(mut self, codes: &[S], most: usize) -> Self {
        let shown = codes.len().min(most);
        let rest = codes.len() - shown;
        for (at, code) in codes.iter().take(shown).enumerate() {
            if at > 0 {
                let is_last = at + 1 == shown && rest == 0;
                self = self.say(if is_last { " and " } else { ", " });
            }
            self = self.code(code.as_ref());
        }
        if rest > 0 {
            self = self.say(&format!(" and {rest} more"));
        }
        self
    }
}

/// Begins a sentence with words of ours.
pub(super) fn say(words: &str) -> Sentence {
    Sentence::default().say(words)
}

/// Begins a sentence with code.
pub(super) fn code(code: &str) -> Sentence {
    Sentence::default().code(code)
}

/// The line in which a node begins.
pub(super) fn line_of(node: Node<'_>) -> Line {
    node.nodes().line(node.start())
}

/// Code as Markdown, whatever it holds: fenced by more backticks than it has in a row.
pub fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{code}{pad}{fence}")
}
