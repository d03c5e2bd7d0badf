//! The lines that a scan prints of one file. There are millions of them, so each is put together of pieces: a serializer would look
//! for what to escape in the same keys and the same path each time.

use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use crate::document::{Document, Encoding, Positions};
use crate::insight::Insight;
use crate::knowledge::Concept;
use crate::render;

/// The length of a line without its path.
const USUAL: usize = 128;

/// Rows and columns are printed from 1, columns in code points.
pub(super) struct Lines<'a> {
    printed: String,
    positions: Positions<'a>,
    shown: String,
    /// The path as JSON.
    path: String,
}

impl<'a> Lines<'a> {
    pub(super) fn new(document: &'a Document, path: &Path) -> Self {
        let shown = path.to_string_lossy().into_owned();
        Self {
            printed: String::new(),
            positions: document.positions(Encoding::Utf32),
            path: Value::from(shown.as_str()).to_string(),
            shown,
        }
    }

    /// Makes room for so many lines, or nearly.
    pub(super) fn reserve(&mut self, lines: usize) {
        self.printed.reserve(lines * (self.path.len() + USUAL));
    }

    pub(super) fn printed(self) -> String {
        self.printed
    }

    /// A construct, for a reader.
    pub(super) fn title(&mut self, concept: &Concept, anchor: &Range<usize>) {
        self.place(anchor);
        self.pieces([&concept.id, " (", &concept.title, ")\n"]);
    }

    /// The facts about a construct, for a reader.
    pub(super) fn sentences(&mut self, anchor: &Range<usize>, insights: &[Insight]) {
        for insight in insights {
            self.place(anchor);
            self.pieces([insight.about, ": ", &render::plain(&insight.sentence), "\n"]);
        }
    }

    /// A construct as an object; the keys are in the order of the alphabet.
    pub(super) fn object(&mut self, concept: &Concept, anchor: &Range<usize>, insights: Option<&Value>) {
        let (start, end) = (self.positions.at(anchor.start), self.positions.at(anchor.end));
        // An id has letters, digits and hyphens: nothing to escape.
        self.pieces(["{\"concept\":\"", &concept.id, "\",\"end_location\":{\"column\":"]);
        self.number(end.column);
        self.printed.push_str(",\"row\":");
        self.number(end.row);
        if let Some(insights) = insights {
            self.pieces(["},\"insights\":", &insights.to_string(), ",\"location\":{\"column\":"]);
        } else {
            self.printed.push_str("},\"location\":{\"column\":");
        }
        self.number(start.column);
        self.printed.push_str(",\"row\":");
        self.number(start.row);
        self.printed.push_str("},\"path\":");
        self.printed.push_str(&self.path);
        self.printed.push_str("}\n");
    }

    /// How a line for a reader begins.
    fn place(&mut self, anchor: &Range<usize>) {
        let start = self.positions.at(anchor.start);
        self.printed.push_str(&self.shown);
        self.printed.push(':');
        self.number(start.row);
        self.printed.push(':');
        self.number(start.column);
        self.printed.push_str(": ");
    }

    fn pieces<const N: usize>(&mut self, pieces: [&str; N]) {
        for piece in pieces {
            self.printed.push_str(piece);
        }
    }

    /// A row or column counted from 0, as it is printed.
    fn number(&mut self, from_0: usize) {
        self.printed.push_str(itoa::Buffer::new().format(from_0 + 1));
    }
}
