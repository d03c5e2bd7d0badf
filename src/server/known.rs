//! What the reader has met and knows: noted while questions are answered, written a moment later, and read again when another program has written.
//!
//! Nothing here keeps a request waiting but the two commands, which answer when what was said is stored.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::{ExecuteCommandParams, MessageType};

use super::{Server, explain};
use crate::knowledge::Concept;
use crate::progress::{Changes, Record, Stamp, Store};

/// The commands' names. Both take what `pygloss.explain` takes.
pub(super) const KNOW: &str = "pygloss.know";
pub(super) const AGAIN: &str = "pygloss.explainAgain";

/// How long after something was noted it is written, with all that was noted meanwhile.
const SOON: Duration = Duration::from_secs(2);

/// How long after a failure nothing is tried.
const PAUSE: Duration = Duration::from_secs(30);

/// How old what was read of the file may become before its time is looked at.
const FRESH: Duration = Duration::from_secs(1);

/// How long the end of the server waits for the last of it.
const LAST: Duration = Duration::from_secs(3);

/// The record as this server sees it.
#[derive(Default)]
pub(super) struct Progress {
    inner: Mutex<Inner>,
    /// One writes at a time.
    writing: Mutex<()>,
    /// Nothing is read, noted or written.
    is_off: AtomicBool,
}

#[derive(Default)]
struct Inner {
    record: Record,
    /// When the file was looked at, and how it was then.
    looked: Option<(Instant, Stamp)>,
    /// Noted and not yet written.
    pending: Changes,
    /// Somebody will write it.
    is_scheduled: bool,
    failed: Option<Instant>,
    known: Arc<BTreeSet<String>>,
    /// What went wrong, to be told; told once, until it works again.
    trouble: Option<String>,
    is_told: bool,
}

impl Inner {
    fn renew(&mut self) {
        let mut known = self.record.known();
        for (id, is_known) in self.pending.all_said() {
            if is_known {
                known.insert(id.to_owned());
            } else {
                known.remove(id);
            }
        }
        self.known = Arc::new(known);
    }

    fn fail(&mut self, why: String) {
        tracing::warn!("{why}");
        self.failed = Some(Instant::now());
        if !std::mem::replace(&mut self.is_told, true) {
            self.trouble = Some(why);
        }
    }

    fn work(&mut self) {
        self.failed = None;
        self.is_told = false;
    }
}

impl Progress {
    /// From now on nothing is read, noted or written.
    pub(super) fn switch_off(&self) {
        self.is_off.store(true, Ordering::Relaxed);
    }

    fn is_off(&self) -> bool {
        self.is_off.load(Ordering::Relaxed)
    }

    /// The ids of what the reader knows. Looks at the file, at most once a second.
    pub(super) fn known(&self) -> Arc<BTreeSet<String>> {
        let mut inner = self.inner();
        if !self.is_off() && inner.looked.is_none_or(|(at, _)| at.elapsed() >= FRESH) {
            Self::look(&mut inner);
        }
        Arc::clone(&inner.known)
    }

    /// The same, where the file need not be looked at for it.
    pub(super) fn known_already(&self) -> Option<Arc<BTreeSet<String>>> {
        let inner = self.inner();
        let is_fresh = self.is_off() || inner.looked.is_some_and(|(at, _)| at.elapsed() < FRESH);
        is_fresh.then(|| Arc::clone(&inner.known))
    }

    fn look(inner: &mut Inner) {
        let before = inner.looked.map(|(_, stamp)| stamp);
        let Ok(store) = Store::of_user() else {
            inner.looked = Some((Instant::now(), None));
            return;
        };
        let stamp = store.stamp();
        inner.looked = Some((Instant::now(), stamp));
        if before == Some(stamp) {
            return;
        }
        match store.read() {
            Ok(record) => {
                inner.record = record;
                inner.work();
                inner.renew();
            }
            // What was read before serves on.
            Err(error) => inner.fail(error.to_string()),
        }
    }

    /// A tip explained the concept.
    pub(super) fn meet(&self, id: &str) {
        if !self.is_off() {
            self.inner().pending.meet(id);
        }
    }

    /// The concept's page was opened.
    pub(super) fn explain(&self, id: &str) {
        if !self.is_off() {
            self.inner().pending.explain(id);
        }
    }

    /// The reader says whether it is known: in force at once.
    fn say(&self, id: &str, known: bool) {
        let mut inner = self.inner();
        inner.pending.know(id, known);
        inner.renew();
    }

    /// Whether the caller is to see that what was noted is written, [`SOON`].
    fn schedule(&self) -> bool {
        let mut inner = self.inner();
        let pauses = inner.failed.is_some_and(|at| at.elapsed() < PAUSE);
        let is_due = !inner.pending.is_empty() && !inner.is_scheduled && !pauses;
        inner.is_scheduled |= is_due;
        is_due
    }

    /// Writes what was noted. It stays noted if that fails.
    fn write(&self) -> std::result::Result<(), String> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let changes = {
            let mut inner = self.inner();
            inner.is_scheduled = false;
            std::mem::take(&mut inner.pending)
        };
        if changes.is_empty() {
            return Ok(());
        }
        let store = Store::of_user();
        let written = store.and_then(|store| Ok((store.apply(&changes)?, store.stamp())));
        let mut inner = self.inner();
        match written {
            Ok((record, stamp)) => {
                inner.record = record;
                inner.looked = Some((Instant::now(), stamp));
                inner.work();
                inner.renew();
                Ok(())
            }
            Err(error) => {
                let later = std::mem::take(&mut inner.pending);
                inner.pending = changes.then(later);
                inner.fail(error.to_string());
                Err(error.to_string())
            }
        }
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Sees that what was noted gets written, and tells what went wrong with it. Waits for neither.
    pub(super) fn keep_progress(&self) {
        let trouble = self.state.progress.inner().trouble.take();
        if let Some(why) = trouble {
            let client = self.client.clone();
            tokio::spawn(async move { client.show_message(MessageType::WARNING, why).await });
        }
        if self.state.progress.schedule() {
            let state = Arc::clone(&self.state);
            tokio::spawn(async move {
                tokio::time::sleep(SOON).await;
                let _ = tokio::task::spawn_blocking(move || state.progress.write()).await;
            });
        }
    }

    /// A page was opened.
    pub(super) fn note_explained(&self, id: &str) {
        if self.state.configuration.settings().progress {
            self.state.progress.explain(id);
            self.keep_progress();
        }
    }

    /// "I know this" and "Explain again".
    ///
    /// # Errors
    /// As [`explain::concept`] has them.
    pub(super) async fn know(&self, params: &ExecuteCommandParams) -> Result<Value> {
        let known = params.command == KNOW;
        let wanted = explain::arguments(params)?;
        let moment = self.moment();
        let id = match wanted.concept() {
            // Before anything waits: the next hover is answered with it.
            Some(id) => explain::by_id(id, &moment)?.id.clone(),
            None => {
                let view = wanted.uri.as_deref().and_then(|uri| self.state.documents.snapshot(uri));
                let find = {
                    let moment = moment.clone();
                    move || explain::concept(&wanted, view.as_deref(), &moment).map(|(concept, _)| concept.id.clone())
                };
                self.ask(find).await??
            }
        };
        self.state.progress.say(&id, known);
        let state = Arc::clone(&self.state);
        let stored = self.ask(move || state.progress.write()).await?;
        if let Err(why) = &stored {
            self.state.progress.inner().trouble = None;
            let message = format!("{why}. What you said holds until the server ends.");
            self.client.show_message(MessageType::WARNING, message).await;
        } else if !moment.session.changes
            && let Some(concept) = moment.glossary.knowledge().get(&id)
        {
            self.client.show_message(MessageType::INFO, said(concept, known)).await;
        }
        // The views that depend on it are the client's to ask for again; the answer does not wait for that.
        let (client, session) = (self.client.clone(), Arc::clone(&moment.session));
        tokio::spawn(async move { Self::refresh(&client, &session).await });
        Ok(json!({ "concept": id, "known": known, "stored": stored.is_ok() }))
    }
}

/// What is said where no view shows it.
fn said(concept: &Concept, known: bool) -> String {
    match known {
        true => format!(
            "{}: known. Its tip is short from now on; \"Explain again\" undoes it.",
            concept.title
        ),
        false => format!("{}: its tip explains it again.", concept.title),
    }
}

/// Writes the last of what was noted, when the server ends.
pub(super) async fn finish(state: Arc<super::State>) {
    let write = tokio::task::spawn_blocking(move || state.progress.write());
    let _ = tokio::time::timeout(LAST, write).await;
}
