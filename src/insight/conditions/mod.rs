//! Operators: chained comparisons, precedence, what `and` and `or` give, which method an operator calls.

mod booleans;
mod comparison;
mod operands;
mod operators;
mod precedence;
pub(super) mod source;

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "chain-spelt-out",
        concepts: &[
            "chained-comparison",
            "comparison-operators",
            "membership-operator",
            "identity-operator",
        ],
        find: comparison::chain,
    },
    Finder {
        about: "never-compared",
        concepts: &["boolean-operators", "comparison-operators", "operator-precedence"],
        find: booleans::never_compared,
    },
    Finder {
        about: "operator-method",
        concepts: &[
            "arithmetic-operators",
            "bitwise-operators",
            "comparison-operators",
            "membership-operator",
            "power-operator",
            "floor-division",
            "modulo-operator",
            "matmul-operator",
            "unary-operators",
            "augmented-assignment",
        ],
        find: operators::method,
    },
    Finder {
        about: "grouping",
        concepts: &[
            "operator-precedence",
            "bitwise-precedence",
            "unary-minus-power",
            "not-operator",
            "bitwise-operators",
            "power-operator",
            "unary-operators",
            "floor-division",
            "modulo-operator",
            "string-formatting-percent",
            "comparison-operators",
            "membership-operator",
            "identity-operator",
            "conditional-expression",
            "lambda-expression",
            "walrus-operator",
            "boolean-operators",
            "arithmetic-operators",
        ],
        find: precedence::grouping,
    },
    Finder {
        about: "operand-given",
        concepts: &["boolean-operators"],
        find: booleans::operand_given,
    },
    Finder {
        about: "branch-chosen",
        concepts: &["conditional-expression"],
        find: booleans::branch_chosen,
    },
];

#[cfg(test)]
mod tests;
