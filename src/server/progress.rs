//! How far long work is, told to the client as `$/progress`; and how the client ends it.
//!
//! A client that gives a token with its request is told under that token. Another one is asked for a token of ours, if it shows progress. Either way the work ends
//! with `window/workDoneProgress/cancel`, and with `$/cancelRequest`.

use std::collections::HashMap;
use std::future::Future;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{oneshot, watch};
use tower_lsp::Client;
use tower_lsp::ls_types::{NumberOrString, WorkDoneProgressCancelParams};

use super::Server;

/// Nobody reads faster.
const PAUSE: Duration = Duration::from_millis(100);

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) files: usize,
    /// None are known yet: 0.
    pub(super) of: usize,
}

/// Ends the work when it is dropped before it [`finished`](Self::finished): the request is then no longer waited for.
#[derive(Default)]
pub(super) struct Stop(Arc<Ends>);

#[derive(Default)]
struct Ends {
    cancelled: Arc<AtomicBool>,
    /// The client got its answer already: that it cancelled the request.
    abandoned: AtomicBool,
    finished: AtomicBool,
}

impl Stop {
    /// Whether to end.
    pub(super) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0.cancelled)
    }

    /// The work is done, or was cancelled otherwise.
    pub(super) fn finished(&self) {
        self.0.finished.store(true, Ordering::Relaxed);
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        if !self.0.finished.load(Ordering::Relaxed) {
            self.0.abandoned.store(true, Ordering::Relaxed);
            self.0.cancelled.store(true, Ordering::Relaxed);
        }
    }
}

/// What can be cancelled, by its token.
#[derive(Default)]
pub(super) struct Running(Mutex<HashMap<NumberOrString, Arc<AtomicBool>>>);

impl Running {
    fn with<T>(&self, work: impl FnOnce(&mut HashMap<NumberOrString, Arc<AtomicBool>>) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Server {
    /// `window/workDoneProgress/cancel`. What has ended already is not there any more.
    pub(super) async fn cancel_progress(&self, params: WorkDoneProgressCancelParams) {
        if let Some(cancelled) = self.state.running.with(|running| running.get(&params.token).cloned()) {
            cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Tells how far the work is until the sender of `seen` is dropped. What is returned is ready when the end is told.
    pub(super) fn tell(
        &self,
        stop: &Stop,
        token: Option<NumberOrString>,
        seen: watch::Receiver<Done>,
        shows_progress: bool,
    ) -> impl Future<Output = ()> + Send + use<> {
        static NUMBER: AtomicU64 = AtomicU64::new(1);
        let is_own = token.is_none();
        let token = token.or_else(|| {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            shows_progress.then(|| NumberOrString::String(format!("pygloss/workspace/{number}")))
        });
        let (told, is_told) = oneshot::channel::<()>();
        if let Some(token) = token {
            let cancelled = stop.flag();
            self.state
                .running
                .with(|running| running.insert(token.clone(), cancelled));
            let (client, state, ends) = (self.client.clone(), Arc::clone(&self.state), Arc::clone(&stop.0));
            // Not part of the request: that may be dropped, and the end is told all the same.
            tokio::spawn(async move {
                report(&client, token.clone(), is_own, seen, &ends).await;
                state.running.with(|running| running.remove(&token));
                drop(told);
            });
        }
        async move {
            let _ = is_told.await;
        }
    }
}

async fn report(client: &Client, token: NumberOrString, is_own: bool, mut seen: watch::Receiver<Done>, ends: &Ends) {
    if is_own {
        let ended = seen.clone();
        tokio::select! {
            created = client.create_work_done_progress(token.clone()) => {
                if let Err(error) = created {
                    tracing::info!("the client shows no progress: {error}");
                    return;
                }
            }
            // It was over before the client answered.
            () = over(ended) => return,
        }
    }
    let progress = client.progress(token, "Explaining the workspace");
    let progress = progress.with_message("looking for Python files");
    let progress = progress.with_percentage(0).with_cancel_button().begin().await;
    let mut last = 0;
    while seen.changed().await.is_ok() {
        let done = *seen.borrow_and_update();
        if let Some(percentage) = (done.files * 100).checked_div(done.of) {
            let percentage = u32::try_from(percentage).unwrap_or(100).max(last);
            last = percentage;
            let message = format!("{} of {} files", done.files, done.of);
            progress.report_with_message(message, percentage, None).await;
        }
        let _ = tokio::time::timeout(PAUSE, over(seen.clone())).await;
    }
    // A client's own token is not valid any more once its request is answered.
    if is_own || !ends.abandoned.load(Ordering::Relaxed) {
        progress.finish().await;
    }
}

/// Ready when nothing more is to come.
async fn over(mut seen: watch::Receiver<Done>) {
    let _ = seen.wait_for(|_| false).await;
}
