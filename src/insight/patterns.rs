//! `match`: what each pattern asks for and binds.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
