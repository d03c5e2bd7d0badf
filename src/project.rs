//! The project around a file: which Python it has to run on, and which Python files there are.
//!
//! Lives here: finding and reading `pyproject.toml` and source files. May not live here: anything about the code of a file.

mod python;
pub mod sources;

use std::path::{Path, PathBuf};

use crate::knowledge::Version;

pub use python::oldest;

/// Which Python a file has to run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// As it is written: `>=3.9` in `requires-python`, `3.9` in the setting.
    pub declared: String,
    /// The oldest Python that it allows.
    pub oldest: Version,
    /// Who says so.
    pub by: By,
}

/// Who says which Python a file has to run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The project around the file.
    Project,
    /// The reader, in the settings of the editor.
    Setting,
}

impl Project {
    /// What the setting says.
    pub fn set(oldest: Version) -> Self {
        Self {
            declared: oldest.to_string(),
            oldest,
            by: By::Setting,
        }
    }
}

/// The longest `pyproject.toml` that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// The nearest project that declares which Python it needs: that of the first `pyproject.toml` above `path` which says so. Only folders within one of
/// `roots` are looked at. The files are read each time: they are short, and always as they are now.
pub fn nearest(path: &Path, roots: &[PathBuf]) -> Option<Project> {
    let within = |folder: &&Path| roots.iter().any(|root| folder.starts_with(root));
    let folders = path.ancestors().skip(1).take_while(within);
    folders.filter_map(|folder| read(&folder.join("pyproject.toml"))).next()
}

/// What a `pyproject.toml` declares; what cannot be read declares nothing.
fn read(file: &Path) -> Option<Project> {
    let metadata = std::fs::metadata(file).ok()?;
    let is_short = metadata.is_file() && metadata.len() <= LONGEST;
    declared(&is_short.then(|| std::fs::read_to_string(file).ok()).flatten()?)
}

/// What the text of a `pyproject.toml` declares under `[project]`.
fn declared(text: &str) -> Option<Project> {
    let table: toml::Table = text.parse().ok()?;
    let declared = table.get("project")?.get("requires-python")?.as_str()?;
    Some(Project {
        declared: declared.to_owned(),
        oldest: oldest(declared)?,
        by: By::Project,
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
        let roots = vec![root.clone()];
        let find = |roots: &[PathBuf]| nearest(&file, roots).map(|p| (p.declared, p.oldest.to_string()));
        assert_eq!(find(&roots), None);
        write(&root, "[project]\nname = \"x\"\nrequires-python = \">=3.9\"\n");
        let outer = Some((">=3.9".to_owned(), "3.9".to_owned()));
        assert_eq!(find(&roots), outer);
        write(&inner, "[tool.x]\ny = 1\n");
        assert_eq!(find(&roots), outer, "a file that declares nothing is passed over");
        write(&inner, "[project\n");
        assert_eq!(find(&roots), outer, "and so is one that cannot be read");
        write(&inner, "[project]\nrequires-python = \">=3.12\"\n");
        assert_eq!(
            find(&roots),
            Some((">=3.12".to_owned(), "3.12".to_owned())),
            "a change is seen"
        );
        assert_eq!(find(&[]), None, "nothing outside of the folders is read");
    }
}
