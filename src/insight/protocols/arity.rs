//! How many arguments a method takes, and how many Python gives it.

use crate::document::Node;

/// How many positional arguments a function takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Parameters {
    /// At least.
    pub(super) least: usize,
    /// At most; `None` with a `*args`.
    pub(super) most: Option<usize>,
    /// A parameter behind the `*` without a default.
    pub(super) needs_keyword: bool,
}

impl Parameters {
    /// Whether a call with so many positional arguments goes well.
    pub(super) fn take(self, count: usize) -> bool {
        self.least <= count && self.most.is_none_or(|most| count <= most) && !self.needs_keyword
    }

    /// How many it takes, in words.
    pub(super) fn in_words(self) -> String {
        match self.most {
            None => format!("at least {}", self.least),
            Some(most) if most == self.least => most.to_string(),
            Some(most) => format!("{} to {most}", self.least),
        }
    }
}

/// The parameters of a `def`; `None` where it is unfinished.
pub(super) fn parameters(def: Node<'_>) -> Option<Parameters> {
    let mut found = Parameters {
        least: 0,
        most: Some(0),
        needs_keyword: false,
    };
    let mut only_keywords = false;
    for parameter in def.child("parameters")?.named_children() {
        let inner = match parameter.kind() {
            "typed_parameter" => parameter.named_children().next()?.kind(),
            kind => kind,
        };
        match inner {
            "identifier" | "tuple_pattern" if only_keywords => found.needs_keyword = true,
            "identifier" | "tuple_pattern" => {
                found.least += 1;
                found.most = found.most.map(|most| most + 1);
            }
            "default_parameter" | "typed_default_parameter" if only_keywords => {}
            "default_parameter" | "typed_default_parameter" => found.most = found.most.map(|most| most + 1),
            "list_splat_pattern" => {
                found.most = None;
                only_keywords = true;
            }
            "keyword_separator" => only_keywords = true,
            "dictionary_splat_pattern" | "positional_separator" | "comment" => {}
            _ => return None,
        }
    }
    Some(found)
}
