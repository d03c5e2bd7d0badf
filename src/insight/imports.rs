//! Imports: what is bound, what is exported, which Python the file needs.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
