//! A selection or a whole document on one page: what `pygloss/selection` and `pygloss/file` answer, and what `pygloss.explainSelection` and `pygloss.explainFile`
//! open.

use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::{Value, json};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{self as lsp, ExecuteCommandParams};

use super::configuration::Moment;
use super::explain::{Answer, Page};
use super::view::View;
use super::{Server, convert};
use crate::gloss::Digest;
use crate::project::Project;
use crate::render::{self, Excerpt, Links};

/// The command's name. Its one argument is an object with `uri` and `range`.
pub(super) const SELECTION: &str = "pygloss.explainSelection";

/// The command's name. Its one argument is an object with `uri`.
pub(super) const FILE: &str = "pygloss.explainFile";

/// What a page is wanted of: a range, or all of a document.
pub(super) struct Wanted {
    uri: String,
    range: Option<lsp::Range>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfSelection {
    uri: String,
    range: lsp::Range,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfFile {
    uri: String,
}

/// What a page is made of.
pub(super) struct Subject {
    moment: Moment,
    view: Arc<View>,
    project: Option<Project>,
    /// Of a cell: the notebook's URI.
    notebook: Option<String>,
}

impl Wanted {
    /// Reads what `name` takes: a method or a command of ours.
    ///
    /// # Errors
    /// Something else was given.
    fn selection(name: &str, given: &Value) -> Result<Self> {
        let wanted = OfSelection::deserialize(given)
            .map_err(|error| Error::invalid_params(format!("`{name}` takes {{uri, range}}: {error}")))?;
        Ok(Self {
            uri: wanted.uri,
            range: Some(wanted.range),
        })
    }

    /// The same for a whole document.
    fn file(name: &str, given: &Value) -> Result<Self> {
        let wanted = OfFile::deserialize(given)
            .map_err(|error| Error::invalid_params(format!("`{name}` takes {{uri}}: {error}")))?;
        Ok(Self {
            uri: wanted.uri,
            range: None,
        })
    }

    /// Reads the one argument of a command.
    ///
    /// # Errors
    /// There is none, or several, or it is none of the command's.
    pub(super) fn read(params: &ExecuteCommandParams) -> Result<Self> {
        let name = params.command.as_str();
        let (takes, read): (_, fn(&str, &Value) -> Result<Self>) = match name {
            SELECTION => ("{uri, range}", Self::selection),
            _ => ("{uri}", Self::file),
        };
        match params.arguments.as_slice() {
            [one] => read(name, one),
            several => Err(Error::invalid_params(format!(
                "`{name}` takes one argument, {takes}: {} were given",
                several.len()
            ))),
        }
    }
}

impl Server {
    /// The page that `pygloss.explainSelection` would open.
    pub(super) async fn selection(&self, params: Value) -> Result<Value> {
        let page = self.digesting(Wanted::selection("pygloss/selection", &params)?, page);
        page.await.map(answer)
    }

    /// The page that `pygloss.explainFile` would open.
    pub(super) async fn file(&self, params: Value) -> Result<Value> {
        let page = self.digesting(Wanted::file("pygloss/file", &params)?, page);
        page.await.map(answer)
    }

    /// What `make` makes of a selection or a document.
    pub(super) async fn digesting<T: Send + 'static>(
        &self,
        wanted: Wanted,
        make: fn(&Wanted, &Subject) -> Result<T>,
    ) -> Result<T> {
        let (moment, view) = (self.moment(), self.state.documents.snapshot(&wanted.uri));
        let view = view.ok_or_else(|| Error::invalid_params(format!("{} is not open", wanted.uri)))?;
        let state = Arc::clone(&self.state);
        let question = move || {
            let subject = Subject {
                project: state.project(&wanted.uri, &moment.settings),
                notebook: state.documents.notebook_of(&wanted.uri),
                view,
                moment,
            };
            make(&wanted, &subject)
        };
        self.ask(question).await?
    }
}

/// A page for a client that shows it itself.
pub(super) fn answer(page: Page) -> Value {
    json!({ "title": page.title, "markdown": page.markdown })
}

/// Whether there is anything in the bytes `within` of a document that the reader wants to hear of.
pub(super) fn has_any(moment: &Moment, view: &View, within: &Range<usize>) -> bool {
    let is_told = |anchor: &Range<usize>| {
        let is_inside = within.start <= anchor.start && anchor.end <= within.end;
        is_inside && view.shows(anchor)
    };
    let all = moment.glossary.outline(view);
    all.iter()
        .any(|o| o.anchors.iter().any(is_told) && moment.settings.speaks_of(moment.glossary.concept(o)))
}

/// What is in the bytes `within` of a document, as the reader wants to hear of it.
pub(super) fn digest<'m>(moment: &'m Moment, view: &View, within: &Range<usize>) -> Digest<'m> {
    let is_shown = |anchor: &Range<usize>| view.shows(anchor);
    let is_wanted = |concept: &_| moment.settings.speaks_of(concept);
    moment.glossary.digest(view, within, is_shown, is_wanted)
}

/// Makes the page, and writes it.
///
/// # Errors
/// As [`page`] has them.
pub(super) fn explain(wanted: &Wanted, subject: &Subject) -> Result<Answer> {
    Ok(Answer::write_passing(page(wanted, subject)?, &subject.moment))
}

/// Makes the page.
///
/// # Errors
/// Nothing is selected, or there is nothing to explain.
fn page(wanted: &Wanted, subject: &Subject) -> Result<Page> {
    let (view, moment) = (&*subject.view, &subject.moment);
    let notebook = subject.notebook.as_deref();
    let encoding = moment.session.encoding;
    let within = match wanted.range {
        None => view.bytes(),
        Some(range) if range.start == range.end => {
            return Err(Error::invalid_params(
                "nothing is selected; select some code first, or explain the whole file",
            ));
        }
        Some(range) => view
            .range_of(range, encoding)
            .ok_or_else(|| Error::invalid_params("there is no Python in the selection"))?,
    };
    let mut digest = digest(moment, view, &within);
    if digest.met.is_empty() {
        return Err(Error::invalid_params(nothing(wanted, &digest)));
    }
    for met in &mut digest.met {
        met.gloss.belong_to(subject.project.as_ref(), view);
    }
    let line = |offset: usize| view.range(&(offset..offset), encoding).start.line as usize + 1;
    let name = name_of(notebook.unwrap_or(&wanted.uri));
    let excerpt = Excerpt {
        name: &name,
        is_cell: notebook.is_some(),
        lines: wanted.range.map(|_| lines(view, &within, line)),
        document: view.document(),
        line: &line,
    };
    let knowledge = moment.glossary.knowledge();
    Ok(Page {
        about: if wanted.range.is_some() { "selection" } else { "file" }.to_owned(),
        title: excerpt.title(),
        summary: render::digest_summary(&digest),
        markdown: render::digest(&digest, &excerpt, knowledge, Links::Files, moment.settings.language),
    })
}

/// The first and the last line of a selection, without empty lines at its end. One that ends where a line begins has nothing of that line.
fn lines(view: &View, within: &Range<usize>, line: impl Fn(usize) -> usize) -> (usize, usize) {
    let text = view.document().text();
    let ends = text.get(within.clone()).unwrap_or("").trim_end_matches(['\r', '\n']);
    (line(within.start), line(within.start + ends.len()))
}

fn nothing(wanted: &Wanted, digest: &Digest<'_>) -> String {
    let place = if wanted.range.is_some() {
        "the selection"
    } else {
        "this file"
    };
    match digest.hushed {
        0 => format!("there is nothing to explain in {place}"),
        _ => format!(
            "there is nothing to explain in {place} but what the settings `pygloss.level` and `pygloss.ignore` leave out"
        ),
    }
}

/// The name of a document for a heading: of `file:///tmp/a%20b.py`, "a b.py".
fn name_of(uri: &str) -> String {
    let path = convert::path(uri);
    if let Some(name) = path.as_deref().and_then(std::path::Path::file_name) {
        return name.to_string_lossy().into_owned();
    }
    let bare = uri.split(['?', '#']).next().unwrap_or(uri);
    let last = bare.rsplit(['/', ':']).find(|part| !part.is_empty()).unwrap_or(bare);
    percent_decode_str(last).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::name_of;

    #[test]
    fn documents_have_short_names() {
        for (uri, name) in [
            ("file:///tmp/a%20b.py", "a b.py"),
            ("untitled:Untitled-1", "Untitled-1"),
            ("git:/home/x/%C3%A4.py?ref#a", "ä.py"),
            ("vscode-notebook-cell:/tmp/n.ipynb#W0", "n.ipynb"),
            ("x", "x"),
            ("", ""),
        ] {
            assert_eq!(name_of(uri), name, "{uri}");
        }
    }
}
