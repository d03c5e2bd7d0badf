//! The text of a class that stays where it stands: pieces that change, and where its parts are.

use std::ops::Range;

use super::surroundings::parts;
use crate::document::Node;

/// Pieces of the text, and what takes their place; sorted.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// The text of `range` with the edits that lie in it.
pub(super) fn edited(text: &str, range: Range<usize>, edits: &Edits) -> String {
    let mut out = String::new();
    let mut at = range.start;
    for (piece, new) in edits
        .iter()
        .filter(|(piece, _)| range.start <= piece.start && piece.end <= range.end)
    {
        out += text.get(at..piece.start).unwrap_or("");
        out += new;
        at = piece.end;
    }
    out + text.get(at..range.end).unwrap_or("")
}

/// Where the parts of a class statement stand.
pub(super) struct Layout<'a> {
    /// The whitespace before the class statement and before the statements of its body.
    pub(super) outer: String,
    pub(super) inner: String,
    /// Behind the colon.
    pub(super) head_end: usize,
    /// Where the last line of the class ends, a comment in it included.
    pub(super) end: usize,
    pub(super) is_on_one_line: bool,
    /// The comment behind a body on one line, with what stands before it.
    pub(super) trailing: &'a str,
}

impl<'a> Layout<'a> {
    pub(super) fn new(text: &'a str, class: Node<'a>, body: Node<'a>, unit: &str) -> Self {
        let indent_at = |offset: usize| {
            let before = text.get(..offset).unwrap_or("");
            let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
            let line = before.get(start..).unwrap_or("");
            line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect::<String>()
        };
        let outer = indent_at(class.start());
        let colon = class.children().filter(|n| n.kind() == ":" && n.end() <= body.start());
        let head_end = colon.last().map_or(body.start(), Node::end);
        let between = text.get(head_end..body.start()).unwrap_or("");
        let is_on_one_line = !between.contains(['\n', '\r']);
        let rest = text.get(class.end()..).unwrap_or("");
        let rest = rest.split(['\n', '\r']).next().unwrap_or("");
        let has_comment = rest.trim_start().starts_with('#');
        let end = class.end() + if has_comment { rest.len() } else { 0 };
        Self {
            inner: if is_on_one_line {
                format!("{outer}{unit}")
            } else {
                indent_at(body.start())
            },
            outer,
            head_end,
            end,
            is_on_one_line,
            trailing: if has_comment { rest } else { "" },
        }
    }

    /// The statements of `body`, edited, on lines of their own.
    pub(super) fn statements(&self, text: &str, body: Node<'_>, line_break: &str, edits: &Edits) -> String {
        if !self.is_on_one_line {
            return edited(text, self.head_end..self.end, edits);
        }
        let lines = parts(body).map(|statement| {
            let code = edited(text, statement.range(), edits);
            format!("{line_break}{}{code}", self.inner)
        });
        lines.collect::<String>() + self.trailing
    }
}
