//! What was found in whole documents, kept for the next question about them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::configuration::Moment;
use crate::detect::{Analysis, Outline};

/// What was found in documents, from which the next search starts, as long as the concepts do not change. At most [`KEPT`] of them.
#[derive(Default)]
pub(super) struct Outlines(Mutex<HashMap<String, Kept>>);

/// More documents than anybody has before their eyes.
const KEPT: usize = 24;

struct Kept {
    of: Weak<Analysis>,
    with: Option<u64>,
    found: Arc<Outline>,
    /// The larger, the later it was asked for.
    asked: u64,
}

impl Outlines {
    /// Everything that is found in the document, or the notebook, that `key` stands for.
    pub(super) fn of(&self, key: &str, analysis: &Arc<Analysis>, moment: &Moment) -> Arc<Outline> {
        let with = moment.glossary.fingerprint();
        let mut before = None;
        let mut all = self.all();
        let asked = all.values().map(|kept| kept.asked + 1).max().unwrap_or(0);
        if let Some(kept) = all.get_mut(key).filter(|kept| kept.with == with) {
            kept.asked = asked;
            if std::ptr::eq(kept.of.as_ptr(), Arc::as_ptr(analysis)) {
                return Arc::clone(&kept.found);
            }
            before = Some(Arc::clone(&kept.found));
        }
        drop(all);
        let found = Arc::new(moment.glossary.outline_after(analysis, before.as_deref()));
        let kept = Kept {
            of: Arc::downgrade(analysis),
            with,
            found: Arc::clone(&found),
            asked,
        };
        let mut all = self.all();
        all.insert(key.to_owned(), kept);
        if all.len() > KEPT {
            let oldest = all.iter().min_by_key(|(_, kept)| kept.asked);
            if let Some(key) = oldest.map(|(key, _)| key.clone()) {
                all.remove(&key);
            }
        }
        found
    }

    /// Forgets a document or notebook.
    pub(super) fn close(&self, key: &str) {
        self.all().remove(key);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
