//! `global` and `nonlocal`: nothing plainer does what they do.

use super::Rewriting;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "global-statement",
        kinds: &["global_statement"],
        rewrite: |_| {
            Some(Err("`global` runs nothing: it tells the compiler which variable a name means in the whole function. `globals()[\"name\"]` in its place \
                      would raise `KeyError` instead of `NameError`, and would not find built-ins"
                .to_owned()))
        },
    },
    Rewriting {
        about: "nonlocal-statement",
        kinds: &["nonlocal_statement"],
        rewrite: |_| {
            Some(Err("`nonlocal` runs nothing: it tells the compiler which variable a name means in the whole function, and nothing else reaches \
                      another function's variables"
                .to_owned()))
        },
    },
];
