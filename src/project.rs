//! The project around a file: which Python it declares.
//!
//! Lives here: finding and reading `pyproject.toml`. May not live here: anything about the code of a file.

mod python;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::knowledge::Version;

pub use python::oldest;

/// What a project declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// `requires-python` as it is written, `>=3.9`.
    pub declared: String,
    /// The oldest Python that it allows.
    pub oldest: Version,
}

/// The longest `pyproject.toml` that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// What a `pyproject.toml` said when it was read.
#[derive(Clone, Debug)]
pub struct Reading {
    file: PathBuf,
    changed: Option<SystemTime>,
    project: Option<Project>,
}

impl Reading {
    /// Reads `file`; what cannot be read declares nothing.
    fn new(file: &Path) -> Self {
        let metadata = std::fs::metadata(file)
            .ok()
            .filter(|m| m.is_file() && m.len() <= LONGEST);
        let text = metadata.as_ref().and_then(|_| std::fs::read_to_string(file).ok());
        Self {
            file: file.to_owned(),
            changed: metadata.and_then(|m| m.modified().ok()),
            project: text.and_then(|text| declared(&text)),
        }
    }

    /// Whether the file is still the one that was read.
    fn is_current(&self) -> bool {
        let now = std::fs::metadata(&self.file).ok().and_then(|m| m.modified().ok());
        now.is_some() && now == self.changed
    }
}

/// The nearest project that declares which Python it needs: that of the first `pyproject.toml` above `path` which says so. Only folders within one of
/// `roots` are looked at. `known` are earlier readings, which are used again while their files have not changed.
pub fn nearest(path: &Path, roots: &[PathBuf], known: &mut Vec<Reading>) -> Option<Project> {
    let within = |folder: &&Path| roots.iter().any(|root| folder.starts_with(root));
    for folder in path.ancestors().skip(1).take_while(within) {
        let file = folder.join("pyproject.toml");
        if !file.is_file() {
            continue;
        }
        known.retain(|reading| reading.file != file || reading.is_current());
        let reading = match known.iter().find(|reading| reading.file == file) {
            Some(reading) => reading.clone(),
            None => {
                let reading = Reading::new(&file);
                known.push(reading.clone());
                reading
            }
        };
        if reading.project.is_some() {
            return reading.project;
        }
    }
    None
}

/// What the text of a `pyproject.toml` declares under `[project]`.
fn declared(text: &str) -> Option<Project> {
    let table: toml::Table = text.parse().ok()?;
    let declared = table.get("project")?.get("requires-python")?.as_str()?;
    Some(Project {
        declared: declared.to_owned(),
        oldest: oldest(declared)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_project_that_declares_a_python_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().to_owned();
        let inner = root.join("a/b");
        std::fs::create_dir_all(&inner).expect("folders");
        let write = |at: &Path, text: &str| std::fs::write(at.join("pyproject.toml"), text).expect("written");
        let file = inner.join("m.py");
        let mut known = Vec::new();
        let roots = vec![root.clone()];
        let mut find =
            |roots: &[PathBuf]| nearest(&file, roots, &mut known).map(|p| (p.declared, p.oldest.to_string()));
        assert_eq!(find(&roots), None);
        write(&root, "[project]\nname = \"x\"\nrequires-python = \">=3.9\"\n");
        let outer = Some((">=3.9".to_owned(), "3.9".to_owned()));
        assert_eq!(find(&roots), outer);
        write(&inner, "[tool.x]\ny = 1\n");
        assert_eq!(find(&roots), outer, "a file that declares nothing is passed over");
        write(&inner, "[project\n");
        assert_eq!(find(&roots), outer, "and so is one that cannot be read");
        let time = SystemTime::now() + std::time::Duration::from_secs(5);
        write(&inner, "[project]\nrequires-python = \">=3.12\"\n");
        let changed = std::fs::File::options()
            .append(true)
            .open(inner.join("pyproject.toml"))
            .expect("it is there");
        changed.set_modified(time).expect("a time");
        assert_eq!(
            find(&roots),
            Some((">=3.12".to_owned(), "3.12".to_owned())),
            "a change is seen"
        );
        assert_eq!(find(&[]), None, "nothing outside of the folders is read");
    }
}
