//! The built-in concepts, as the build has read and checked them (`build.rs`): their files' texts stay where the program has them.

use std::borrow::Cow;

use super::{Knowledge, Source};

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The built-in concepts without their files' texts.
static CONCEPTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/concepts.bin"));

/// The concept files that are built in, in the order of their concepts.
pub fn builtin() -> Vec<Source> {
    let source = |(path, text): &(&str, &str)| Source {
        path: (*path).to_owned(),
        text: (*text).to_owned(),
    };
    EMBEDDED.iter().map(source).collect()
}

impl Knowledge {
    /// The built-in concepts. Pages and tests are read from a concept's file when they are asked for.
    pub fn builtin() -> Self {
        // The build wrote it with this very code, and a test reads it.
        Self::prepared().unwrap_or_else(|_| Self::load(&builtin(), None).knowledge)
    }

    /// What the build has written down.
    ///
    /// # Errors
    /// It cannot be read: a mistake of ours.
    pub fn prepared() -> postcard::Result<Self> {
        let mut prepared: Self = postcard::from_bytes(CONCEPTS)?;
        for (concept, (_, text)) in prepared.concepts.iter_mut().zip(EMBEDDED) {
            concept.source = Cow::Borrowed(*text);
        }
        Ok(prepared)
    }
}
