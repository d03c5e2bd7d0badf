//! Facts about special methods: hits, and near misses of which nothing may be said.

mod abstracts;
mod context;
mod descriptor;
mod hashing;
mod hooks;
mod iteration;
mod ordering;
mod property;
mod spelling;

use super::super::testing::fact;

/// Checks facts of one kind: code with a cursor, and the sentence.
fn check(about: &str, concept: &str, cases: &[(&str, Option<&str>)]) {
    for (code, expected) in cases {
        assert_eq!(fact(about, concept, code).as_deref(), *expected, "{code}");
    }
}
