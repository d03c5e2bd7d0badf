//! Python files on the disk, as the command line reads them.

use std::path::Path;

use super::Failure;
use crate::detect::Analysis;
use crate::document::Document;
use crate::project::sources;

pub(super) use sources::{decode, is_python};

/// Reads a Python file.
pub(super) fn read(path: &Path) -> Result<Analysis, Failure> {
    Ok(Analysis::new(Document::new(text(path)?)))
}

/// The text of a Python file.
pub(super) fn text(path: &Path) -> Result<String, Failure> {
    sources::text(path).map_err(|error| Failure::Impossible(error.to_string()))
}
