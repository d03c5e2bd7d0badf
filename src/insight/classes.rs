//! Classes: method resolution order, what `super()` calls, overriding, metaclass, slots.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
