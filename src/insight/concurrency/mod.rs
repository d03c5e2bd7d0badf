//! `async`: what is awaited, what blocks.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
