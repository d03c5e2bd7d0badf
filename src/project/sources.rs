//! Python files on the disk: which there are in a folder, and their text.

use std::path::{Path, PathBuf};

/// The longest file that is read, in bytes: far beyond any source a person wrote.
const LONGEST: u64 = 64 << 20;

/// A file or folder that cannot be read. The message names it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreadable(pub String);

/// Whether a file is one of Python's, by its name.
pub fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "py" || e == "pyi" || e == "pyw")
}

/// The Python files of a folder and those below it, in the order of their paths, as they are found and as long as `goes_on`. What git ignores and what is hidden
/// is left out.
pub fn walk<F: Fn() -> bool>(folder: &Path, goes_on: F) -> impl Iterator<Item = Result<PathBuf, Unreadable>> + use<F> {
    let entries = ignore::WalkBuilder::new(folder).sort_by_file_path(Ord::cmp).build();
    let entries = entries.take_while(move |_| goes_on());
    entries.filter_map(|entry| match entry {
        Ok(entry) => {
            let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
            (is_file && is_python(entry.path())).then(|| Ok(entry.into_path()))
        }
        Err(error) => Some(Err(Unreadable(error.to_string()))),
    })
}

/// The text of a Python file. What is not UTF-8 is read as Latin-1 if its first two lines say so, else with replacement characters.
///
/// # Errors
/// The file cannot be read, or is too long.
pub fn text(path: &Path) -> Result<String, Unreadable> {
    let unreadable = |what: String| Unreadable(format!("{}: {what}", path.display()));
    let size = std::fs::metadata(path)
        .map_err(|e| unreadable(format!("cannot be read: {e}")))?
        .len();
    if size > LONGEST {
        return Err(unreadable(format!("has {size} bytes; at most {LONGEST} are read")));
    }
    let bytes = std::fs::read(path).map_err(|e| unreadable(format!("cannot be read: {e}")))?;
    Ok(decode(bytes))
}

/// The text that the bytes of a Python file stand for.
pub fn decode(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) if says_latin1(error.as_bytes()) => error.as_bytes().iter().map(|&b| char::from(b)).collect(),
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}

/// Whether a `coding:` comment in the first two lines names Latin-1 (PEP 263).
fn says_latin1(bytes: &[u8]) -> bool {
    bytes.split(|&b| b == b'\n').take(2).any(|line| {
        let line = String::from_utf8_lossy(line).to_lowercase();
        line.trim_start().starts_with('#')
            && line.contains("coding")
            && ["latin-1", "latin1", "iso-8859-1", "iso8859-1"]
                .iter()
                .any(|n| line.contains(n))
    })
}
