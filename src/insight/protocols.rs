//! Special methods: halves of protocols, hashability, ordering, abstract methods left, descriptors, spelling.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
