//! `cases` blocks: Python code with marks under the places where a concept is, or is not, to be found.

use std::ops::Range;

use crate::document::{Encoding, LineIndex};

/// What a mark demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// An anchor covers exactly the marked columns (`^^ here`), or begins at the marked column (`<- here`).
    Here,
    /// No anchor touches the marked columns.
    Not,
}

/// One mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What it demands.
    pub expectation: Expectation,
    /// The marked bytes of [`Cases::code`]; empty for `<-`, which marks a beginning.
    pub range: Range<usize>,
    /// Where the mark itself stands in the block, in bytes.
    pub source: usize,
}

/// A `cases` block, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cases {
    /// The block's text, the marks blanked out: a comment can change how code around it is parsed.
    pub code: String,
    /// The marks, in order.
    pub marks: Vec<Mark>,
}

impl Cases {
    /// Reads a block.
    ///
    /// # Errors
    /// The byte of a mark that marks nothing, with what is wrong.
    pub fn parse(code: &str) -> Result<Self, (usize, String)> {
        let lines = LineIndex::new(code);
        let mut marks = Vec::new();
        let mut target: Option<usize> = None;
        let mut blanked = code.to_owned();
        for row in 0..lines.count() {
            let line = lines.line(code, row);
            let start = lines.start(row).unwrap_or(0);
            let Some((columns, expectation)) = mark(line) else {
                if !line.trim().is_empty() {
                    target = Some(row);
                }
                continue;
            };
            let hash = start + line.find('#').unwrap_or(0);
            blanked.replace_range(start..start + line.len(), &" ".repeat(line.len()));
            let Some(row) = target else {
                return Err((hash, "there is no line of code above this mark".to_owned()));
            };
            let code_line = lines.line(code, row);
            if code_line.chars().count() < columns.end {
                return Err((hash, "the mark reaches beyond the line of code above it".to_owned()));
            }
            let at = |column| lines.offset(code, crate::document::Position { row, column }, Encoding::Utf32);
            marks.push(Mark {
                expectation,
                range: at(columns.start)..at(columns.end),
                source: hash,
            });
        }
        Ok(Self { code: blanked, marks })
    }
}

/// The columns (code points, from 0) that a mark line marks.
fn mark(line: &str) -> Option<(Range<usize>, Expectation)> {
    let hash = line.find('#')?;
    if !line[..hash].trim().is_empty() {
        return None;
    }
    let column = line[..hash].chars().count();
    let mut words = line[hash + 1..].split_whitespace();
    let arrow = words.next()?;
    let expectation = match words.next()? {
        "here" => Expectation::Here,
        "not" => Expectation::Not,
        _ => return None,
    };
    if words.next().is_some() {
        return None;
    }
    if arrow == "<-" {
        return Some((column..column, expectation));
    }
    if !arrow.chars().all(|c| c == '^') {
        return None;
    }
    let start = line[..line.find('^')?].chars().count();
    Some((start..start + arrow.len(), expectation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_point_at_the_code_above() {
        let cases = Cases::parse("if (é := n): pass\n#     ^^ here\n#   ^ not\nx\n# <- not\n").expect("good cases");
        let texts: Vec<_> = cases.marks.iter().map(|m| &cases.code[m.range.clone()]).collect();
        assert_eq!(texts, [":=", "é", ""]);
        assert_eq!(cases.marks[2].range.start, cases.code.find("x\n").expect("it is there"));
        assert_eq!(cases.marks[2].expectation, Expectation::Not);
    }

    #[test]
    fn a_mark_without_code_is_an_error() {
        assert_eq!(Cases::parse("# ^ here\n").expect_err("no code").0, 0);
        assert!(Cases::parse("x\n#    ^ here\n").is_err());
    }
}
