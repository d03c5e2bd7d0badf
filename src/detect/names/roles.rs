//! What nodes of each kind do to scopes and names, by the kind's number.

use std::sync::LazyLock;

use crate::document::syntax;

/// Children of the node may stand in another scope than it does.
pub(super) const DIVIDES: u8 = 1;
/// The node opens a scope.
pub(super) const OPENS: u8 = 2;
/// The node binds names.
pub(super) const BINDS: u8 = 4;
/// Not every run of the scope gets to what stands inside.
pub(super) const CONDITIONAL: u8 = 8;
/// An `except` clause.
pub(super) const HANDLES: u8 = 16;

/// What nodes of each kind do to scopes and names: most do nothing, and are not looked at any further.
const ROLES: [(&str, u8); 38] = [
    ("function_definition", DIVIDES | OPENS | BINDS),
    ("lambda", DIVIDES | OPENS),
    ("class_definition", DIVIDES | OPENS | BINDS),
    ("list_comprehension", DIVIDES | OPENS),
    ("set_comprehension", DIVIDES | OPENS),
    ("dictionary_comprehension", DIVIDES | OPENS),
    ("generator_expression", DIVIDES | OPENS),
    ("type_alias_statement", DIVIDES | OPENS | BINDS),
    ("typed_parameter", DIVIDES),
    ("default_parameter", DIVIDES),
    ("typed_default_parameter", DIVIDES),
    ("for_in_clause", DIVIDES | BINDS),
    ("import_statement", BINDS),
    ("import_from_statement", BINDS),
    ("future_import_statement", BINDS),
    ("wildcard_import", BINDS),
    ("parameters", BINDS),
    ("lambda_parameters", BINDS),
    ("assignment", BINDS),
    ("augmented_assignment", BINDS),
    ("named_expression", BINDS),
    ("as_pattern_target", BINDS),
    ("delete_statement", BINDS),
    ("global_statement", BINDS),
    ("nonlocal_statement", BINDS),
    ("type_parameter", BINDS),
    ("case_pattern", BINDS),
    ("splat_pattern", BINDS),
    ("keyword_pattern", BINDS),
    ("keyword_argument", BINDS),
    ("for_statement", BINDS | CONDITIONAL),
    ("if_statement", CONDITIONAL),
    ("while_statement", CONDITIONAL),
    ("try_statement", CONDITIONAL),
    ("match_statement", CONDITIONAL),
    ("boolean_operator", CONDITIONAL),
    ("conditional_expression", CONDITIONAL),
    ("except_clause", HANDLES),
];

/// The roles of nodes of a kind, as bits.
pub(super) fn roles(kind: u16) -> u8 {
    static OF_KINDS: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let mut all = vec![0; syntax::kind_count()];
        for (kind, roles) in ROLES {
            if let Some(number) = syntax::kind_number(kind, true) {
                all[usize::from(number)] = roles;
            }
        }
        all
    });
    OF_KINDS.get(usize::from(kind)).copied().unwrap_or(0)
}
