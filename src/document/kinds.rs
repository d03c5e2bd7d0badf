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

/// Kinds whose children stand in no field: most nodes of a text are below one of them.
const WITHOUT_FIELDS: [&str; 24] = [
    "argument_list",
    "assert_statement",
    "await",
    "concatenated_string",
    "decorator",
    "delete_statement",
    "dictionary",
    "dotted_name",
    "expression_list",
    "expression_statement",
    "finally_clause",
    "list",
    "list_splat",
    "module",
    "parameters",
    "parenthesized_expression",
    "pattern_list",
    "return_statement",
    "set",
    "slice",
    "string",
    "tuple",
    "type",
    "with_clause",
];

/// Those, by number.
pub(super) static FIELDLESS: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let is_fieldless = |(name, named): (&&str, &bool)| *named && WITHOUT_FIELDS.contains(name);
    KINDS.iter().zip(NAMED.iter()).map(is_fieldless).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar_gives_them_no_fields() {
        let types: Vec<serde_json::Value> =
            serde_json::from_str(tree_sitter_python::NODE_TYPES).expect("the grammar's own list");
        for name in WITHOUT_FIELDS {
            let kind = types.iter().find(|kind| kind["type"] == name && kind["named"] == true);
            let fields = kind.expect("a kind of the grammar")["fields"].as_object();
            assert!(fields.is_none_or(serde_json::Map::is_empty), "{name}");
        }
    }
}
