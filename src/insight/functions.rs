//! Functions: generators and coroutines, parameters, defaults, decorators, calls of functions of this file.

use super::Finder;

pub(super) const FINDERS: &[Finder] = &[];
