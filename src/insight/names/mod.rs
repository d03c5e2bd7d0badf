//! Names: closures, scopes, what is shadowed, what is unbound.

mod captured;
mod closures;
mod declared;
mod late;
mod unbound;

use super::{Finder, functions::parameters};

/// Of several facts at one place the first is what a hover says: traps before what is routine.
pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "unbound-local",
        concepts: &["unbound-local"],
        find: unbound::at_name,
    },
    Finder {
        about: "declared",
        concepts: &["global-statement"],
        find: declared::global,
    },
    Finder {
        about: "declared",
        concepts: &["nonlocal-statement"],
        find: declared::nonlocal,
    },
    Finder {
        about: "late-binding",
        concepts: &["late-binding-closure"],
        find: late::of_function,
    },
    Finder {
        about: "captured",
        concepts: &["closure", "nonlocal-statement"],
        find: captured::at_variable,
    },
    Finder {
        about: "closure",
        concepts: &["function-definition", "async-function", "lambda-expression"],
        find: closures::of_function,
    },
    // The routine one, behind what a function captures.
    Finder {
        about: "parameters",
        concepts: &[
            "param-positional-only",
            "param-keyword-only",
            "function-definition",
            "async-function",
            "lambda-expression",
        ],
        find: parameters::of_function,
    },
];

#[cfg(test)]
mod tests;
