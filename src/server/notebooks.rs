//! The open notebooks: `notebookDocument/didOpen`, `didChange`, `didClose`.
//!
//! Lives here: which cells a notebook has, in which order, and what is written in them. How they make one program is the engine's (`notebook`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use tower_lsp::ls_types::{
    DidChangeNotebookDocumentParams, DidOpenNotebookDocumentParams, NotebookCell, NotebookCellKind,
    NotebookDocumentCellChangeStructure, TextDocumentItem,
};

use super::convert;
use super::view::View;
use crate::document::{Document, Encoding};
use crate::notebook::{Book, Cell};

/// Open notebooks by their URI.
#[derive(Default)]
pub(super) struct Notebooks {
    open: HashMap<String, Notebook>,
    /// For each cell the notebook that it is of.
    of_cell: HashMap<String, String>,
}

struct Notebook {
    cells: Vec<Slot>,
    /// What is written in the cells that are open, and how it is read.
    texts: HashMap<String, Text>,
    book: Arc<Book>,
}

struct Slot {
    uri: String,
    is_code: bool,
    /// The place of its text in the book.
    index: Option<usize>,
}

struct Text {
    /// Never parsed: only edited.
    written: Document,
    is_python: bool,
    cell: Arc<Cell>,
}

/// The notebook does not have what a message speaks of: our cells are not the client's any more.
struct OutOfStep(String);

impl Notebooks {
    pub(super) fn open(&mut self, params: DidOpenNotebookDocumentParams) {
        let uri = params.notebook_document.uri.as_str();
        self.close(uri);
        let mut notebook = Notebook {
            cells: params.notebook_document.cells.iter().map(Slot::new).collect(),
            texts: HashMap::new(),
            book: Arc::new(Book::new(Vec::new(), None)),
        };
        for item in params.cell_text_documents {
            notebook.open_text(item);
        }
        self.keep(uri, notebook);
    }

    /// Applies one change. A notebook that is not open stays unknown, and one whose cells are others than the client's is forgotten: answering from a
    /// guess would be wrong.
    pub(super) fn change(&mut self, params: DidChangeNotebookDocumentParams, encoding: Encoding) {
        let uri = params.notebook_document.uri.as_str();
        let Some(mut notebook) = self.open.remove(uri) else {
            tracing::warn!("a change of the notebook {uri}, which is not open");
            return;
        };
        match notebook.change(params, encoding) {
            Ok((uri, closed)) => {
                for cell in closed {
                    self.of_cell.remove(&cell);
                }
                self.keep(&uri, notebook);
            }
            Err((uri, OutOfStep(why))) => {
                tracing::warn!("{why}; the notebook {uri} is dropped until it is opened again");
                self.of_cell.retain(|_, of| *of != uri);
            }
        }
    }

    pub(super) fn close(&mut self, uri: &str) {
        self.open.remove(uri);
        self.of_cell.retain(|_, of| of != uri);
    }

    pub(super) fn notebook_of(&self, cell: &str) -> Option<&str> {
        self.of_cell.get(cell).map(String::as_str)
    }

    /// A cell as it is now; later changes leave it alone.
    pub(super) fn snapshot(&self, cell: &str) -> Option<View> {
        let notebook = self.open.get(self.notebook_of(cell)?)?;
        let slot = notebook.cells.iter().find(|slot| slot.uri == cell)?;
        Some(View::cell(Arc::clone(&notebook.book), slot.index?))
    }

    fn keep(&mut self, uri: &str, mut notebook: Notebook) {
        notebook.put_together();
        for slot in &notebook.cells {
            self.of_cell.insert(slot.uri.clone(), uri.to_owned());
        }
        self.open.insert(uri.to_owned(), notebook);
    }
}

impl Slot {
    fn new(cell: &NotebookCell) -> Self {
        Self {
            uri: cell.document.as_str().to_owned(),
            is_code: cell.kind == NotebookCellKind::CODE,
            index: None,
        }
    }
}

impl Notebook {
    fn open_text(&mut self, item: TextDocumentItem) {
        let text = Text {
            cell: Arc::new(Cell::new(&item.text)),
            written: Document::new(item.text),
            is_python: item.language_id == "python",
        };
        self.texts.insert(item.uri.as_str().to_owned(), text);
    }

    /// Structure, then the cells' kinds, then their texts. The notebook's URI, and which cells are gone.
    fn change(
        &mut self,
        params: DidChangeNotebookDocumentParams,
        encoding: Encoding,
    ) -> Result<(String, Vec<String>), (String, OutOfStep)> {
        let uri = params.notebook_document.uri.as_str().to_owned();
        let Some(cells) = params.change.cells else {
            // Metadata.
            return Ok((uri, Vec::new()));
        };
        let mut gone = Vec::new();
        if let Some(structure) = cells.structure {
            match self.restructure(structure) {
                Ok(removed) => gone = removed,
                Err(error) => return Err((uri, error)),
            }
        }
        for cell in cells.data.iter().flatten() {
            if let Some(slot) = self.cells.iter_mut().find(|slot| slot.uri == cell.document.as_str()) {
                slot.is_code = cell.kind == NotebookCellKind::CODE;
            }
        }
        for content in cells.text_content.into_iter().flatten() {
            let Some(text) = self.texts.get_mut(content.document.uri.as_str()) else {
                let why = format!(
                    "a change of the cell {}, which is not open",
                    content.document.uri.as_str()
                );
                return Err((uri, OutOfStep(why)));
            };
            text.written
                .apply(content.changes.into_iter().map(convert::change), encoding);
            text.cell = Arc::new(Cell::new(text.written.text()));
        }
        Ok((uri, gone))
    }

    /// The cells that are not in the notebook any more.
    fn restructure(&mut self, structure: NotebookDocumentCellChangeStructure) -> Result<Vec<String>, OutOfStep> {
        let array = structure.array;
        let start = usize::try_from(array.start).unwrap_or(usize::MAX);
        let count = usize::try_from(array.delete_count).unwrap_or(usize::MAX);
        let end = start.saturating_add(count);
        if end > self.cells.len() {
            let all = self.cells.len();
            return Err(OutOfStep(format!("a change of the cells {start} to {end}, of {all}")));
        }
        let new = array.cells.iter().flatten().map(Slot::new);
        let removed: Vec<Slot> = self.cells.splice(start..end, new).collect();
        for closed in structure.did_close.iter().flatten() {
            self.texts.remove(closed.uri.as_str());
        }
        for opened in structure.did_open.into_iter().flatten() {
            self.open_text(opened);
        }
        // A cell that is moved goes and comes.
        let there: HashSet<&str> = self.cells.iter().map(|slot| slot.uri.as_str()).collect();
        let is_gone = |uri: &String| !there.contains(uri.as_str());
        Ok(removed.into_iter().map(|slot| slot.uri).filter(is_gone).collect())
    }

    /// Makes the program of the cells as they are now. Cells of text, or of other languages, are no part of it.
    fn put_together(&mut self) {
        let mut cells = Vec::new();
        for slot in &mut self.cells {
            let text = self.texts.get(&slot.uri).filter(|text| slot.is_code && text.is_python);
            slot.index = text.map(|text| {
                cells.push(Arc::clone(&text.cell));
                cells.len() - 1
            });
        }
        self.book = Arc::new(Book::new(cells, Some(&self.book)));
    }
}
