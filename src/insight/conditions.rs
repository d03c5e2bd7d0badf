//! Operators: chained comparisons, precedence, what `and` and `or` give, which method an operator calls.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
