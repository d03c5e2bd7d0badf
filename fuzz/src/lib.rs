//! Anything at all through pygloss.
//!
//! Lives here: what is done with the bytes of one input, and what must hold. libFuzzer calls these functions (`fuzz_targets/`), and so does `tests/fuzz.rs`, without
//! libFuzzer and with inputs that a seed decides. May not live here: anything that only one of the two needs.

pub mod code;
pub mod concept;
pub mod diff;
pub mod edits;
mod grammar;
pub mod markdown;
pub mod notebook;
pub mod proxy;
pub mod settings;
pub mod source;
pub mod stream;

/// One way in.
pub struct Target {
    /// Its name: that of the program of libFuzzer, and of the folder of its regressions.
    pub name: &'static str,
    /// Runs one input. A panic is a find.
    pub run: fn(&[u8]),
    /// Inputs to begin with.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many inputs a short run has.
    pub cases: usize,
}

/// All of them.
pub const TARGETS: [Target; 8] = [
    Target {
        name: "source",
        run: source::run,
        seeds: source::seeds,
        cases: 600,
    },
    Target {
        name: "edits",
        run: edits::run,
        seeds: edits::seeds,
        cases: 900,
    },
    Target {
        name: "notebook",
        run: notebook::run,
        seeds: notebook::seeds,
        cases: 900,
    },
    Target {
        name: "stream",
        run: stream::run,
        seeds: stream::seeds,
        cases: 900,
    },
    Target {
        name: "proxy",
        run: proxy::run,
        seeds: proxy::seeds,
        cases: 5000,
    },
    Target {
        name: "concept",
        run: concept::run,
        seeds: concept::seeds,
        cases: 1800,
    },
    Target {
        name: "diff",
        run: diff::run,
        seeds: diff::seeds,
        cases: 900,
    },
    Target {
        name: "settings",
        run: settings::run,
        seeds: settings::seeds,
        cases: 450,
    },
];
