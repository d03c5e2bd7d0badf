//! Version specifiers, as `requires-python` has them (PEP 440).

use std::str::FromStr as _;

use pep440_rs::{Version as Release, VersionSpecifiers};

use crate::knowledge::Version;

/// How many minor versions of Python 3, and releases of each, are tried: more than there will be for a long time.
const MINORS: u8 = 60;
const RELEASES: u64 = 40;

/// The oldest Python 3 of which a specifier such as `>=3.9` allows a release; `None` where it allows none, or is not a specifier.
pub fn oldest(specifier: &str) -> Option<Version> {
    let allowed = VersionSpecifiers::from_str(specifier).ok()?;
    let allows = |minor: u8| {
        let mut releases = (0..RELEASES).map(|patch| Release::new([3, u64::from(minor), patch]));
        releases.any(|release| allowed.contains(&release))
    };
    // Without any condition nothing is declared.
    let minor = (0..MINORS)
        .find(|&minor| allows(minor))
        .filter(|_| !allowed.is_empty())?;
    Some(Version { major: 3, minor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn specifiers_allow_what_they_say() {
        for (specifier, expected) in [
            (">=3.9", Some(9)),
            (">= 3.8, < 4", Some(8)),
            ("~=3.10", Some(10)),
            ("~=3.10.2", Some(10)),
            (">3.8,<4", Some(8)),
            (">3.8.99", Some(9)),
            ("==3.11.*", Some(11)),
            ("!=3.0.*,!=3.1.*,>=2.7", Some(2)),
            (">=3.9.1", Some(9)),
            (">=2.7", Some(0)),
            ("<3", None),
            ("", None),
            ("^3.9", None),
            ("three", None),
        ] {
            assert_eq!(oldest(specifier).map(|version| version.minor), expected, "{specifier}");
        }
    }
}
