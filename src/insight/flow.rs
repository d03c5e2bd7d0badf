//! Statements: `with`, loops, `except`, `finally`, assignments.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
