//! Sentences about the reader's code: words of ours, code of theirs.

use super::LONGEST;
use crate::document::{Line, Node, spelled_out, syntax};

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

    /// How long it is as a reader sees it, in characters; code counts the two marks around it.
    pub fn length(&self) -> usize {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(text) => text.chars().count(),
            Piece::Code(code) => code.chars().count() + 2,
        });
        pieces.sum()
    }

    /// The sentence where it is at most [`LONGEST`] characters long; of a longer one as many of its parts, which semicolons divide, as are; `None` where
    /// the first is too long.
    pub(super) fn within_bounds(mut self) -> Option<Self> {
        while self.length() > LONGEST {
            let last = self.0.iter().rposition(|piece| match piece {
                Piece::Text(text) => text.contains("; "),
                Piece::Code(_) => false,
            })?;
            self.0.truncate(last + 1);
            if let Some(Piece::Text(text)) = self.0.last_mut() {
                let end = text.rfind("; ")?;
                text.truncate(end);
            }
        }
        Some(self)
    }
}

/// The first of several ways to say a thing that is short enough.
pub(super) fn shortest_of(sentences: impl IntoIterator<Item = Sentence>) -> Option<Sentence> {
    sentences.into_iter().find(|sentence| sentence.length() <= LONGEST)
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

/// Code as Markdown, whatever it holds: fenced by more backticks than it has in a row, and what could not be seen spelled out.
pub fn code_span(code: &str) -> String {
    let code = &*spelled_out(code);
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{code}{pad}{fence}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_ends_no_line_and_no_fence() {
        assert_eq!(code_span("x\n\n`[y](z)`"), "`` x\\n\\n`[y](z)` ``");
    }
}
