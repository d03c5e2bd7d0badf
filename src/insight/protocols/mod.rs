//! Special methods: halves of protocols, hashability, ordering, abstract methods left, descriptors, spelling.

mod arity;
mod body;
mod instance;
mod special;
mod spelling;

use super::Finder;

/// Of several at one place, what fails comes first, what is merely so comes last.
pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "spelling",
        concepts: &[
            "dunder-typo",
            "function-definition",
            "closure",
            "numeric-conversion-methods",
        ],
        find: spelling::spelling,
    },
    Finder {
        about: "instance-dunder",
        concepts: &["special-method-lookup", "closure"],
        find: instance::instance,
    },
];

#[cfg(test)]
mod tests;
