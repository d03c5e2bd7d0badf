//! Names: closures, scopes, what is shadowed, what is unbound.

mod captured;
mod closures;
mod declared;
mod late;
mod lookup;
mod traps;
mod unbound;

use super::{Finder, functions::parameters};

/// Of several facts at one place the first is what a hover says: traps before what is routine.
pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "hidden-builtin",
        concepts: &["shadowed-builtin"],
        find: traps::hidden_builtin,
    },
    Finder {
        about: "deleted-exception",
        concepts: &["except-variable-deleted"],
        find: traps::deleted_exception,
    },
    Finder {
        about: "class-variable",
        concepts: &["class-scope-comprehension"],
        find: traps::class_variable,
    },
    Finder {
        about: "unbound-local",
        concepts: &["unbound-local"],
        find: unbound::at_name,
    },
    Finder {
        about: "declared",
        concepts: &["global-statement", "name-lookup"],
        find: declared::global,
    },
    Finder {
        about: "declared",
        concepts: &["nonlocal-statement", "name-lookup"],
        find: declared::nonlocal,
    },
    Finder {
        about: "name-meaning",
        concepts: &["name-lookup"],
        find: lookup::of_name,
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
    Finder {
        about: "lambda-as-def",
        concepts: &["lambda-expression"],
        find: traps::lambda_as_def,
    },
];

#[cfg(test)]
mod tests;
