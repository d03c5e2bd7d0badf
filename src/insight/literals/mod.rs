//! Literals: values of numbers and strings, format specifications.

mod concatenation;
mod fields;
mod format;
mod numbers;
mod strings;
pub(super) mod value;

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "format-in-words",
        concepts: &["fstring-format-spec", "builtin-format"],
        find: fields::format_in_words,
    },
    Finder {
        about: "field-as-call",
        concepts: &["fstring-conversion", "fstring-debug", "fstring-format-spec"],
        find: fields::field_as_call,
    },
    Finder {
        about: "joined-strings",
        concepts: &["implicit-concatenation", "implicit-concatenation-missing-comma"],
        find: concatenation::joined,
    },
    Finder {
        about: "integer-value",
        concepts: &["integer-literal", "digit-separator"],
        find: numbers::integer,
    },
    Finder {
        about: "float-value",
        concepts: &["float-literal", "digit-separator"],
        find: numbers::float,
    },
    Finder {
        about: "escape-meaning",
        concepts: &["escape-sequence", "unicode-name-escape"],
        find: strings::escape,
    },
    Finder {
        about: "invalid-escape",
        concepts: &["invalid-escape"],
        find: strings::invalid,
    },
    Finder {
        about: "string-length",
        concepts: &["string-literal", "bytes-literal", "raw-string", "triple-quoted-string"],
        find: strings::length,
    },
];

#[cfg(test)]
mod tests;
