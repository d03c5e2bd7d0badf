//! Version specifiers, as `requires-python` has them.

use crate::knowledge::Version;

/// The oldest Python 3 that a specifier such as `>=3.9` allows; `None` where it cannot be told.
pub fn oldest(specifier: &str) -> Option<Version> {
    let _ = specifier;
    None
}
