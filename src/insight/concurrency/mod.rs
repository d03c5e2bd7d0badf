//! `async`: what is awaited, what blocks. Processes: what each of them runs again.

mod awaits;
mod blocking;
mod processes;

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "never-awaited",
        concepts: &["closure", "asyncio-sleep", "asyncio-gather", "asyncio-to-thread"],
        find: awaits::never_awaited,
    },
    Finder {
        about: "await-operand",
        concepts: &["await-expression"],
        find: awaits::operand,
    },
    Finder {
        about: "async-iteration",
        concepts: &[
            "for-loop",
            "async-for",
            "comprehension-for-clause",
            "async-comprehension",
        ],
        find: awaits::iteration,
    },
    Finder {
        about: "run-uncalled",
        concepts: &["asyncio-run", "asyncio-create-task"],
        find: awaits::uncalled,
    },
    Finder {
        about: "task-dropped",
        concepts: &["asyncio-create-task"],
        find: awaits::dropped,
    },
    Finder {
        about: "cached-coroutine",
        concepts: &[
            "lru-cache-on-async",
            "functools-lru-cache",
            "functools-cache",
            "functools-cached-property",
        ],
        find: awaits::cached,
    },
    Finder {
        about: "blocks-loop",
        concepts: &["blocking-call-in-async"],
        find: blocking::blocks,
    },
    Finder {
        about: "process-at-import",
        concepts: &[
            "multiprocessing-process",
            "multiprocessing-pool",
            "concurrent-futures-processpoolexecutor",
        ],
        find: processes::at_import,
    },
    Finder {
        about: "main-guard",
        concepts: &["main-guard"],
        find: processes::guard,
    },
];

#[cfg(test)]
mod tests;
