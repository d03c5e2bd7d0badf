//! Versions of Python, `3.8`, and the ranges that concept files use.

use std::fmt;
use std::str::FromStr;

/// A minor version of Python.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Deserialize, serde::Serialize)]
pub struct Version {
    /// 3 in `3.8`.
    pub major: u8,
    /// 8 in `3.8`.
    pub minor: u8,
}

impl FromStr for Version {
    type Err = ();

    /// Two numbers with a dot between, nothing else.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (major, minor) = text.split_once('.').ok_or(())?;
        let number = |part: &str| part.parse::<u8>().map_err(|_| ());
        Ok(Self {
            major: number(major)?,
            minor: number(minor)?,
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

/// `>=3.13` or `<3.13`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionRange {
    /// This version and later ones.
    From(Version),
    /// Versions before this one.
    Before(Version),
}

impl VersionRange {
    /// Whether `version` lies in the range.
    pub fn contains(self, version: Version) -> bool {
        match self {
            Self::From(first) => version >= first,
            Self::Before(end) => version < end,
        }
    }
}

impl FromStr for VersionRange {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        if let Some(version) = text.strip_prefix(">=") {
            version.parse().map(Self::From)
        } else if let Some(version) = text.strip_prefix('<') {
            version.parse().map(Self::Before)
        } else {
            Err(())
        }
    }
}

impl fmt::Display for VersionRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::From(version) => write!(f, "{version} and later"),
            Self::Before(version) => write!(f, "before {version}"),
        }
    }
}
