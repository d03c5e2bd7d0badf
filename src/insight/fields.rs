//! What a class statement makes of its body: data classes, enumerations, named tuples, the order in which a class is made.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
