//! `FILE:LINE[:COLUMN]`, as compilers print it.

use std::path::{Path, PathBuf};

/// A file, or a place in it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Row and column, both from 1, the column in code points.
    pub(super) at: Option<(usize, Option<usize>)>,
}

/// Reads an argument that names a file or a place in one; `None` where no such file is there.
pub(super) fn parse(argument: &str) -> Option<Place> {
    let place = |path: &str, at| Path::new(path).is_file().then(|| Place { path: path.into(), at });
    if let Some(whole) = place(argument, None) {
        return Some(whole);
    }
    let (before, last) = argument.rsplit_once(':')?;
    let last: usize = last.parse().ok()?;
    if let Some((path, row)) = before.rsplit_once(':')
        && let Some(found) = row.parse().ok().and_then(|row| place(path, Some((row, Some(last)))))
    {
        return Some(found);
    }
    place(before, Some((last, None)))
}

/// Whether an argument was meant to be a file.
pub(super) fn looks_like_file(argument: &str) -> bool {
    let path = argument.split(':').next().unwrap_or(argument);
    path.contains('/') || path.contains('\\') || path.ends_with(".py") || path.ends_with(".pyi")
}
