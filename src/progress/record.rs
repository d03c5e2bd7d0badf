//! The record, and what changes it.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// The form of the file that this program writes.
pub(super) const VERSION: u64 = 1;

/// What is known of a reader.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub(super) version: u64,
    /// By the concepts' ids.
    #[serde(default)]
    concepts: BTreeMap<String, Entry>,
    /// What a later program wrote there is kept.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// What is known of a reader and one concept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// How often a tip explained it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub met: u64,
    /// How often its page was opened.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub explained: u64,
    /// The reader said "I know this".
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub known: bool,
    /// What a later program wrote there is kept.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Default for Record {
    fn default() -> Self {
        Self {
            version: VERSION,
            concepts: BTreeMap::new(),
            rest: Map::new(),
        }
    }
}

impl Record {
    /// What is known of the reader and a concept.
    pub fn of(&self, id: &str) -> Entry {
        self.concepts.get(id).cloned().unwrap_or_default()
    }

    /// The concepts that the reader knows.
    pub fn known(&self) -> BTreeSet<String> {
        let known = self.concepts.iter().filter(|(_, entry)| entry.known);
        known.map(|(id, _)| id.clone()).collect()
    }

    /// All concepts of which something is known.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &Entry)> {
        self.concepts.iter().map(|(id, entry)| (id.as_str(), entry))
    }

    /// Makes changes.
    pub fn apply(&mut self, changes: &Changes) {
        for (id, change) in &changes.0 {
            let entry = self.concepts.entry(id.clone()).or_default();
            entry.met = entry.met.saturating_add(change.met);
            entry.explained = entry.explained.saturating_add(change.explained);
            if let Some(known) = change.known {
                entry.known = known;
            }
            if *entry == Entry::default() {
                self.concepts.remove(id);
            }
        }
    }
}

/// What happened since a record was last written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(BTreeMap<String, Change>);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Change {
    met: u64,
    explained: u64,
    /// What the reader said last.
    known: Option<bool>,
}

impl Changes {
    /// Whether nothing happened.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A tip explained the concept.
    pub fn meet(&mut self, id: &str) {
        let change = self.of(id);
        change.met = change.met.saturating_add(1);
    }

    /// The concept's page was opened.
    pub fn explain(&mut self, id: &str) {
        let change = self.of(id);
        change.explained = change.explained.saturating_add(1);
    }

    /// The reader says whether it is known.
    pub fn know(&mut self, id: &str, known: bool) {
        self.of(id).known = Some(known);
    }

    /// What the reader said of a concept; `None` where nothing was said.
    pub fn said(&self, id: &str) -> Option<bool> {
        self.0.get(id)?.known
    }

    /// The concepts of which the reader said something, with what.
    pub fn all_said(&self) -> impl Iterator<Item = (&str, bool)> {
        self.0
            .iter()
            .filter_map(|(id, change)| Some((id.as_str(), change.known?)))
    }

    /// With what happened after it.
    #[must_use]
    pub fn then(mut self, later: Self) -> Self {
        for (id, change) in later.0 {
            let own = self.0.entry(id).or_default();
            own.met = own.met.saturating_add(change.met);
            own.explained = own.explained.saturating_add(change.explained);
            own.known = change.known.or(own.known);
        }
        self
    }

    fn of(&mut self, id: &str) -> &mut Change {
        self.0.entry(id.to_owned()).or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_last_counts_and_counts_add_up() {
        let (mut first, mut second) = (Changes::default(), Changes::default());
        first.meet("with");
        first.know("with", true);
        first.explain("slots");
        second.meet("with");
        second.know("with", false);
        second.know("match", true);
        let mut record = Record::default();
        record.apply(&first.clone().then(second.clone()));
        let mut one_by_one = Record::default();
        one_by_one.apply(&first);
        assert_eq!(one_by_one.known(), BTreeSet::from(["with".to_owned()]));
        one_by_one.apply(&second);
        assert_eq!(record, one_by_one);
        let with = record.of("with");
        assert_eq!((with.met, with.explained, with.known), (2, 0, false));
        assert_eq!(record.known(), BTreeSet::from(["match".to_owned()]));
        let ids: Vec<&str> = record.entries().map(|(id, _)| id).collect();
        assert_eq!(ids, ["match", "slots", "with"]);
    }

    #[test]
    fn what_says_nothing_leaves_no_entry_behind() {
        let mut changes = Changes::default();
        changes.know("with", false);
        let mut record = Record::default();
        record.apply(&changes);
        assert_eq!(record, Record::default());
    }

    #[test]
    fn a_later_programs_words_are_kept() {
        let text = r#"{"version":1,"concepts":{"with":{"met":1,"liked":true}},"owner":{"a":[1]}}"#;
        let mut record: Record = serde_json::from_str(text).expect("a record");
        let mut changes = Changes::default();
        changes.meet("with");
        record.apply(&changes);
        let written: Value = serde_json::to_value(&record).expect("JSON");
        let wanted = r#"{"version":1,"concepts":{"with":{"met":2,"liked":true}},"owner":{"a":[1]}}"#;
        assert_eq!(written, serde_json::from_str::<Value>(wanted).expect("JSON"));
    }
}
