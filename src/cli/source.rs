//! Python files on the disk.

use std::path::Path;

use super::Failure;
use crate::detect::Analysis;
use crate::document::Document;

/// The longest file that is read, in bytes: far beyond any source a person wrote.
const LONGEST: u64 = 64 << 20;

/// Whether a file is one of Python's, by its name.
pub(super) fn is_python(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "py" || e == "pyi" || e == "pyw")
}

/// Reads a Python file. Text that is not UTF-8 is read as Latin-1 if its first two lines say so, else with replacement characters.
pub(super) fn read(path: &Path) -> Result<Analysis, Failure> {
    Ok(Analysis::new(Document::new(text(path)?)))
}

/// The text of a Python file.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    let impossible = |what: String| Failure::Impossible(format!("{}: {what}", path.display()));
    let size = std::fs::metadata(path)
        .map_err(|e| impossible(format!("cannot be read: {e}")))?
        .len();
    if size > LONGEST {
        return Err(impossible(format!("has {size} bytes; at most {LONGEST} are read")));
    }
    let bytes = std::fs::read(path).map_err(|e| impossible(format!("cannot be read: {e}")))?;
    Ok(decode(bytes))
}

/// The text that the bytes of a Python file stand for.
pub(super) fn decode(bytes: Vec<u8>) -> String {
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
