//! Names: closures, scopes, what is shadowed, what is unbound.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
