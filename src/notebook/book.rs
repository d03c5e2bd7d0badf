//! The cells as one text.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use super::magic::Standing;
use super::{Cell, Excerpt, FENCE, calm};
use crate::detect::Analysis;
use crate::document::Document;

/// The cells of a notebook in their order, at one moment. Nothing is parsed before something is asked.
pub struct Book {
    cells: Vec<Arc<Cell>>,
    /// The text of an earlier moment: what an incremental parse starts from.
    earlier: Option<Arc<Analysis>>,
    text: OnceLock<Text>,
    /// For each cell its own text, where the common one has not all of it.
    own: Vec<OnceLock<Arc<Analysis>>>,
}

/// What all cells are explained in, but for those that would spoil it.
struct Text {
    analysis: Arc<Analysis>,
    places: Vec<Place>,
}

/// Where a cell is.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    row: usize,
    /// The text there is the cell's own.
    is_own: bool,
}

impl Book {
    /// A notebook of these cells; `earlier` is what it was before, if it was.
    pub fn new(cells: Vec<Arc<Cell>>, earlier: Option<&Self>) -> Self {
        let own = cells.iter().map(|_| OnceLock::new()).collect();
        let earlier = earlier.and_then(|book| {
            let read = book.text.get().map(|text| &text.analysis);
            let only = book.own.first().filter(|_| book.own.len() == 1).and_then(OnceLock::get);
            read.or(only).or(book.earlier.as_ref()).map(Arc::clone)
        });
        Self {
            cells,
            earlier,
            text: OnceLock::new(),
            own,
        }
    }

    /// A cell in the text that it is explained in; `None` where there is no such cell.
    pub fn excerpt(&self, index: usize) -> Option<Excerpt> {
        let cell = self.cells.get(index)?;
        let own = self.own.get(index)?;
        let length = cell.python.len();
        if cell.standing == Standing::Alone || self.cells.len() == 1 {
            let alone = || Arc::new(Analysis::new(self.alone(cell)));
            return Some(Excerpt {
                analysis: Arc::clone(own.get_or_init(alone)),
                bytes: 0..length,
                first_row: 0,
                cell: Arc::clone(cell),
            });
        }
        let text = self.text.get_or_init(|| self.compose());
        let place = *text.places.get(index)?;
        let bytes = place.start..place.start + length;
        let analysis = if place.is_own {
            &text.analysis
        } else {
            own.get_or_init(|| {
                let mut document = text.analysis.document().clone();
                document.replace(bytes.clone(), &cell.python);
                Arc::new(Analysis::new(document))
            })
        };
        Some(Excerpt {
            analysis: Arc::clone(analysis),
            bytes,
            first_row: place.row,
            cell: Arc::clone(cell),
        })
    }

    /// The document of a cell that has no others.
    fn alone(&self, cell: &Cell) -> Document {
        match &self.earlier {
            // The only cell of a notebook changes as a file does.
            Some(earlier) if self.cells.len() == 1 => {
                let mut document = earlier.document().clone();
                document.set_parts(Arc::default());
                document.become_text(&cell.python);
                document
            }
            _ => Document::new(cell.python.clone()),
        }
    }

    fn compose(&self) -> Text {
        let (text, mut places) = self.join(false);
        let mut document = match &self.earlier {
            Some(earlier) => earlier.document().clone(),
            None => Document::new(String::new()),
        };
        document.become_text(&text);
        let fences = |places: &[Place]| -> Vec<usize> {
            let ends = places.iter().zip(&self.cells);
            ends.map(|(place, cell)| place.start + cell.python.len() + 1).collect()
        };
        // Cells that are contained one by one are so together, as a rule; the parser has the last word.
        if document.has_error() && !calm::are_fences(&document, &fences(&places)) {
            let (text, strictly) = self.join(true);
            document.become_text(&text);
            places = strictly;
        }
        document.set_parts(places.iter().map(|place| place.row).collect());
        Text {
            analysis: Arc::new(Analysis::new(document)),
            places,
        }
    }

    /// One text of all cells. If `strictly`, without those that have any error.
    fn join(&self, strictly: bool) -> (String, Vec<Place>) {
        let mut text = String::new();
        let mut places = Vec::with_capacity(self.cells.len());
        let mut row = 0;
        for cell in &self.cells {
            let start = text.len();
            let calm = match cell.standing {
                Standing::Shared if strictly => cell.without_errors().map(Cow::Owned),
                Standing::Shared => cell.calm().map(Cow::Borrowed),
                // What these bind, no other cell knows.
                Standing::Apart | Standing::Alone | Standing::Silent => Some(Cow::Owned(calm::blank(&cell.python))),
            };
            text.push_str(calm.as_deref().unwrap_or(&cell.python));
            places.push(Place {
                start,
                row,
                is_own: calm.is_none() || cell.standing == Standing::Silent,
            });
            row += cell.rows + 1;
            text.push('\n');
            text.push_str(FENCE);
            text.push('\n');
        }
        (text, places)
    }
}

impl Cell {
    /// The text that leaves other cells alone; `None` where that is the cell's own.
    pub(super) fn calm(&self) -> Option<&str> {
        self.calm
            .get_or_init(|| calm::calmed(&self.python, self.open))
            .as_deref()
    }

    /// The same, stricter: nothing that the parser has anything against.
    fn without_errors(&self) -> Option<String> {
        let has_error = self.calm().is_some() || Document::new(self.python.clone()).has_error();
        has_error.then(|| calm::blank(&self.python))
    }
}
