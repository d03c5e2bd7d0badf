//! `FILE:LINE[:COLUMN]`, as compilers print it, and `FILE:START-END`.

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

/// Some lines of a file: `FILE:START-END`, both from 1 and with the last.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) path: PathBuf,
    pub(super) first: usize,
    pub(super) last: usize,
}

/// Reads an argument that names lines of a file; `None` where no such file is there.
pub(super) fn parse_lines(argument: &str) -> Option<Lines> {
    let (path, lines) = argument.rsplit_once(':')?;
    let (first, last) = lines.split_once('-')?;
    Path::new(path).is_file().then_some(())?;
    Some(Lines {
        path: path.into(),
        first: first.parse().ok()?,
        last: last.parse().ok()?,
    })
}

/// Whether an argument was meant to be a file.
pub(super) fn looks_like_file(argument: &str) -> bool {
    let path = argument.split(':').next().unwrap_or(argument);
    path.contains('/') || path.contains('\\') || path.ends_with(".py") || path.ends_with(".pyi")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_file_are_told_from_a_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.py");
        std::fs::write(&path, "").expect("written");
        let shown = path.display();
        let lines = |first, last| {
            Some(Lines {
                path: path.clone(),
                first,
                last,
            })
        };
        assert_eq!(parse_lines(&format!("{shown}:2-10")), lines(2, 10));
        assert_eq!(parse_lines(&format!("{shown}:9-3")), lines(9, 3));
        for wrong in ["", ":2", ":-2", ":2-", ":a-b", ":2-3-4", ":2:3-4"] {
            assert_eq!(parse_lines(&format!("{shown}{wrong}")), None, "{wrong}");
        }
        assert_eq!(parse_lines("no-such-file.py:1-2"), None);
        assert_eq!(parse(&format!("{shown}:2-10")), None);
    }
}
