//! The kinds of node and the fields that the grammar has, by number.

use std::sync::LazyLock;

use tree_sitter::Language;

use super::syntax;

static LANGUAGE: LazyLock<Language> = LazyLock::new(syntax::language);

/// What every kind of node is called, by its number.
static KINDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let all = 0..u16::try_from(LANGUAGE.node_kind_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.node_kind_for_id(id).unwrap_or("")).collect()
});

/// Which kinds have names in the grammar, by number.
pub(super) static NAMED: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let all = 0..u16::try_from(LANGUAGE.node_kind_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.node_kind_is_named(id)).collect()
});

/// Which kinds never have children, by number: tokens that the grammar spells out, and some of those it names.
pub(super) static LEAVES: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let leaves = [
        "identifier",
        "integer",
        "float",
        "true",
        "false",
        "none",
        "comment",
        "string_start",
        "string_end",
        "escape_sequence",
    ];
    let is_leaf = |(name, named): (&&str, &bool)| !named || leaves.contains(name);
    KINDS.iter().zip(NAMED.iter()).map(is_leaf).collect()
});

/// What every field is called, by its number.
pub(super) static FIELDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let all = 0..=u16::try_from(LANGUAGE.field_count()).unwrap_or(u16::MAX);
    all.map(|id| LANGUAGE.field_name_for_id(id).unwrap_or("")).collect()
});

pub(super) fn kind_count() -> usize {
    KINDS.len()
}

pub(super) fn kind_name(number: u16) -> &'static str {
    KINDS.get(usize::from(number)).copied().unwrap_or("ERROR")
}
