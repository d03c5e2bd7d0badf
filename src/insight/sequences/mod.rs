//! Unpacking, slices, comprehensions, ranges.

mod assignments;
mod augmented;
mod comprehensions;
mod ranges;
pub(super) mod settled;
mod slices;
mod unpacking;
mod walrus;

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "slice-in-words",
        concepts: &["slicing", "slice-assignment"],
        find: slices::in_words,
    },
    Finder {
        about: "range-items",
        concepts: &["type-range"],
        find: ranges::items,
    },
    Finder {
        about: "assignment-order",
        concepts: &[
            "evaluation-order",
            "sequence-unpacking",
            "chained-assignment",
            "chained-assignment-alias",
        ],
        find: assignments::order,
    },
    Finder {
        about: "unpacked-items",
        concepts: &["sequence-unpacking", "starred-assignment", "nested-unpacking"],
        find: unpacking::items,
    },
    Finder {
        about: "one-object",
        concepts: &["chained-assignment-alias", "chained-assignment"],
        find: assignments::one_object,
    },
    Finder {
        about: "in-place",
        concepts: &["augmented-assignment"],
        find: augmented::in_place,
    },
    Finder {
        about: "walrus-scope",
        concepts: &["walrus-operator"],
        find: walrus::scope,
    },
    Finder {
        about: "comprehension-as-loop",
        concepts: &[
            "list-comprehension",
            "set-comprehension",
            "dict-comprehension",
            "generator-expression",
        ],
        find: comprehensions::as_loop,
    },
];

#[cfg(test)]
mod tests;
