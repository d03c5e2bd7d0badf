//! The concepts of a whole workspace: what `pygloss/workspace` answers, and what `pygloss.explainWorkspace` opens.
//!
//! The files are read on threads of their own, half as many as there are processors, so that other requests are answered meanwhile. What is kept of a file is
//! how often it has each concept. Open documents count as they stand in the editor.

use std::collections::{HashMap, HashSet};
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde_json::Value;
use tokio::sync::watch;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::{ExecuteCommandParams, NumberOrString};

use super::Server;
use super::configuration::Moment;
use super::explain::{Answer, Page};
use super::progress::{Done, Stop};
use super::selection::answer;
use super::state::State;
use crate::detect::Analysis;
use crate::document::Document;
use crate::gloss::{Census, Tally};
use crate::project::sources;
use crate::render::{self, Links, Survey};

/// The command's name. It takes no argument.
pub(super) const COMMAND: &str = "pygloss.explainWorkspace";

/// More files than this are not read: a folder that was opened by mistake may hold a whole disk.
const MOST_FILES: usize = 10_000;

/// More threads than this gain little.
const MOST_WORKERS: usize = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    #[serde(rename = "workDoneToken")]
    token: Option<NumberOrString>,
}

/// Checks that the command has no argument.
///
/// # Errors
/// It has one.
pub(super) fn read(params: &ExecuteCommandParams) -> Result<()> {
    match params.arguments.as_slice() {
        [] | [Value::Null] => Ok(()),
        _ => Err(Error::invalid_params(format!(
            "`{COMMAND}` takes no argument: it is about the folders that are open"
        ))),
    }
}

impl Server {
    /// The page that `pygloss.explainWorkspace` would open.
    pub(super) async fn workspace(&self, params: Value) -> Result<Value> {
        let wanted = Wanted::deserialize(params)
            .map_err(|error| Error::invalid_params(format!("`pygloss/workspace` takes {{workDoneToken}}: {error}")))?;
        self.surveying(wanted.token).await.map(answer)
    }

    /// Writes the page.
    pub(super) async fn explain_workspace(&self, token: Option<NumberOrString>) -> Result<Answer> {
        let (moment, page) = (self.moment(), self.surveying(token).await?);
        self.ask(move || Answer::write_passing(page, &moment)).await
    }

    /// Looks at all files of the workspace, and tells how far it is.
    async fn surveying(&self, token: Option<NumberOrString>) -> Result<Page> {
        let moment = self.moment();
        let folders = apart(&moment.session.folders);
        if folders.is_empty() {
            return Err(Error::invalid_params(
                "there is no folder open: open one, or explain a single file instead",
            ));
        }
        let (progress, seen) = watch::channel(Done::default());
        // Dropped with this request, it ends the work.
        let stop = Stop::default();
        let telling = self.tell(&stop, token, seen, moment.session.progress);
        let (state, flag) = (Arc::clone(&self.state), stop.flag());
        let answer = self
            .ask(move || survey(&state, &moment, &folders, &flag, progress))
            .await;
        stop.finished();
        // The end is told before the answer.
        telling.await;
        answer?
    }
}

/// The folders without those that lie in another.
fn apart(folders: &[PathBuf]) -> Vec<PathBuf> {
    let is_below = |folder: &PathBuf| folders.iter().any(|other| folder != other && folder.starts_with(other));
    let mut seen = HashSet::new();
    let apart = folders
        .iter()
        .filter(|folder| !is_below(folder) && seen.insert(*folder));
    apart.cloned().collect()
}

/// A file, and what the reader calls it.
struct File {
    path: PathBuf,
    shown: String,
}

/// The files there are.
#[derive(Default)]
struct Found {
    files: Vec<File>,
    unreadable: Vec<String>,
    /// There are more.
    stopped: bool,
}

fn survey(
    state: &State,
    moment: &Moment,
    folders: &[PathBuf],
    cancelled: &AtomicBool,
    progress: watch::Sender<Done>,
) -> Result<Page> {
    let mut found = find(folders, cancelled);
    let census = count(state, moment, &mut found, cancelled, &progress);
    drop(progress);
    if cancelled.load(Ordering::Relaxed) {
        return Err(Error::request_cancelled());
    }
    if found.files.is_empty() && found.unreadable.is_empty() {
        return Err(Error::invalid_params(
            "there are no Python files (*.py, *.pyi, *.pyw) in the workspace",
        ));
    }
    let name = folders.iter().map(|folder| name_of(folder)).collect::<Vec<_>>();
    let name = name.join(", ");
    let mut spread = census.spread(&moment.glossary);
    let all = spread.len();
    spread.retain(|spread| moment.settings.speaks_of(spread.concept));
    let of = Survey {
        name: &name,
        files: census.files(),
        stopped: found.stopped,
        unreadable: &found.unreadable,
        hushed: all - spread.len(),
    };
    Ok(Page {
        about: "workspace".to_owned(),
        summary: render::census_summary(&spread, &of),
        markdown: render::census(&spread, &of, moment.glossary.knowledge(), Links::Files),
        title: name,
    })
}

fn find(folders: &[PathBuf], cancelled: &AtomicBool) -> Found {
    let mut found = Found::default();
    for folder in folders {
        for entry in sources::walk(folder, || !cancelled.load(Ordering::Relaxed)) {
            if found.files.len() + found.unreadable.len() == MOST_FILES {
                found.stopped = true;
                return found;
            }
            match entry {
                Ok(path) => {
                    let below = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy();
                    let shown = match folders {
                        [_] => below.into_owned(),
                        _ => format!("{}/{below}", name_of(folder)),
                    };
                    found.files.push(File { path, shown });
                }
                Err(error) => found.unreadable.push(error.to_string()),
            }
        }
    }
    found
}

fn name_of(folder: &Path) -> String {
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or_else(|| folder.display().to_string())
}

/// Counts what is in the files. What cannot be read is noted in the order of the files.
fn count(
    state: &State,
    moment: &Moment,
    found: &mut Found,
    cancelled: &AtomicBool,
    progress: &watch::Sender<Done>,
) -> Census {
    let open = state.documents.on_disk();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = (processors / 2).clamp(1, MOST_WORKERS);
    let (next, census) = (AtomicUsize::new(0), Mutex::new(Census::default()));
    let failed = Mutex::new(Vec::new());
    let files = &found.files;
    let all = files.len();
    progress.send_replace(Done { files: 0, of: all });
    let work = || {
        while !cancelled.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(number) else { break };
            let read = || tally(state, moment, &open, &file.path);
            // A mistake of ours about one file leaves the others.
            let read = std::panic::catch_unwind(AssertUnwindSafe(read));
            match read {
                Ok(Ok(tallies)) => lock(&census).add(number, &file.shown, &tallies),
                Ok(Err(error)) => lock(&failed).push((number, error.to_string())),
                Err(_) => lock(&failed).push((
                    number,
                    format!(
                        "{}: pygloss failed on this file. Please report it.",
                        file.path.display()
                    ),
                )),
            }
            progress.send_modify(|done| done.files += 1);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(work);
        }
    });
    let mut failed = failed.into_inner().unwrap_or_else(PoisonError::into_inner);
    failed.sort();
    found.unreadable.extend(failed.into_iter().map(|(_, why)| why));
    census.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

fn tally(
    state: &State,
    moment: &Moment,
    open: &HashMap<PathBuf, String>,
    path: &Path,
) -> std::result::Result<Vec<Tally>, sources::Unreadable> {
    let snapshot = open.get(path).and_then(|uri| state.documents.snapshot(uri));
    match snapshot {
        Some(view) => Ok(moment.glossary.tally(&view)),
        None => {
            let analysis = Analysis::new(Document::new(sources::text(path)?));
            Ok(moment.glossary.tally(&analysis))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_in_another_is_not_looked_at_twice() {
        let folders = ["/a/b", "/a", "/c", "/ab", "/c"].map(PathBuf::from);
        assert_eq!(apart(&folders), ["/a", "/c", "/ab"].map(PathBuf::from));
    }
}
