//! What is wrong with a concept file, where, and what to do about it.

use std::fmt;

use crate::document::{Encoding, LineIndex};

/// One thing wrong with a concept file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as its pack names it.
    pub path: String,
    /// Row, from 1.
    pub row: usize,
    /// Column, from 1, in code points.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: error: {}", self.path, self.row, self.column, self.message)?;
        for line in self.help.lines() {
            write!(f, "\n  help: {line}")?;
        }
        Ok(())
    }
}

/// Collects the problems of one file.
pub(crate) struct Problems<'f> {
    path: &'f str,
    text: &'f str,
    lines: LineIndex,
    found: Vec<Problem>,
}

impl<'f> Problems<'f> {
    pub(crate) fn new(path: &'f str, text: &'f str) -> Self {
        Self {
            path,
            text,
            lines: LineIndex::new(text),
            found: Vec::new(),
        }
    }

    /// Notes a problem at the byte `offset` of the file.
    pub(crate) fn at(&mut self, offset: usize, message: impl Into<String>, help: impl Into<String>) {
        let position = self.lines.position(self.text, offset, Encoding::Utf32);
        self.found.push(Problem {
            path: self.path.to_owned(),
            row: position.row + 1,
            column: position.column + 1,
            message: message.into(),
            help: help.into(),
        });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub(crate) fn into_vec(self) -> Vec<Problem> {
        self.found
    }
}

/// "Did you mean `…`?", or the whole list where nothing is near.
pub(crate) fn nearest<'c>(wrong: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    let all: Vec<&str> = candidates.into_iter().collect();
    let best = all.iter().map(|c| (strsim::damerau_levenshtein(wrong, c), *c)).min();
    match best {
        Some((distance, name)) if distance <= 2.max(wrong.len() / 3) => format!("did you mean `{name}`?"),
        _ if all.len() <= 20 => format!("use one of: {}", all.join(", ")),
        _ => "`pygloss list` shows the ids there are".to_owned(),
    }
}

/// The byte at which `part`, a slice of `whole`, begins; 0 for any other text.
pub(crate) fn offset_in(whole: &str, part: &str) -> usize {
    let (start, at) = (whole.as_ptr() as usize, part.as_ptr() as usize);
    at.checked_sub(start).filter(|&o| o <= whole.len()).unwrap_or(0)
}

impl Problem {
    /// A problem of a file as a whole.
    pub fn of_file(path: &std::path::Path, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            path: path.to_string_lossy().into_owned(),
            row: 1,
            column: 1,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A problem at the byte `offset` of a concept's file.
    pub fn in_concept(
        concept: &super::Concept,
        offset: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let position = LineIndex::new(&concept.source).position(&concept.source, offset, Encoding::Utf32);
        Self {
            path: concept.path.clone(),
            row: position.row + 1,
            column: position.column + 1,
            message: message.into(),
            help: help.into(),
        }
    }
}
