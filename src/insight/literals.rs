//! Literals: values of numbers and strings, format specifications.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
