//! Unpacking, slices, comprehensions, ranges.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
