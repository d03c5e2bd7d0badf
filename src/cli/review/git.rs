//! What git knows of a change, by its own plumbing. Nothing that a repository's settings name is run: no external diffs, no filters of text, no monitors.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::super::{Failure, source};

/// A change between two states of a repository.
pub(super) struct Change {
    /// The diff, with paths that begin at the work tree's top.
    pub(super) diff: Vec<u8>,
    top: PathBuf,
    /// The commit that has the new texts; `None`: the files as they are.
    head: Option<String>,
}

/// The top of the work tree around `folder`, where there is one.
pub(super) fn work_tree(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let top = folder.ancestors().find(|folder| folder.join(".git").exists());
    top.map(Path::to_owned)
}

/// The change of Python files since `base` forked off, up to `head` or the files as they are.
///
/// # Errors
/// There is no git, no repository, or no such commit.
pub(super) fn change(folder: &Path, base: &str, head: Option<&str>) -> Result<Change, Failure> {
    let top = PathBuf::from(line(&run(folder, &["rev-parse", "--show-toplevel"])?));
    let base = commit(&top, base)?;
    let head = head.map(|head| commit(&top, head)).transpose()?;
    let end = head.as_deref().unwrap_or("HEAD");
    // Two histories without a common commit are compared as they are.
    let fork = run(&top, &["merge-base", &base, end]).map_or(base, |fork| line(&fork));
    let mut arguments = vec![
        "diff",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--find-renames",
        "--src-prefix=a/",
        "--dst-prefix=b/",
        "--unified=3",
        "--submodule=short",
        &fork,
    ];
    arguments.extend(head.as_deref());
    arguments.extend(["--", "*.py", "*.pyi", "*.pyw"]);
    let diff = run(&top, &arguments)?;
    Ok(Change { diff, top, head })
}

impl Change {
    /// The new text of a file.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        match &self.head {
            Some(head) => {
                let bytes = run(&self.top, &["cat-file", "blob", &format!("{head}:{path}")]).ok()?;
                Some(source::decode(bytes))
            }
            None => super::read_below(&self.top.canonicalize().ok()?, path),
        }
    }
}

/// The full name of a commit.
fn commit(top: &Path, rev: &str) -> Result<String, Failure> {
    let name = format!("{rev}^{{commit}}");
    let found = run(top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name]);
    match found {
        Ok(name) => Ok(line(&name)),
        Err(_) => Err(Failure::Impossible(format!(
            "git knows no commit `{rev}`; in a shallow clone, `git fetch` it first"
        ))),
    }
}

fn line(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\r', '\n']).to_owned()
}

fn run(folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
    let output = Command::new("git")
        .args([
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.quotePath=false",
            "-c",
            "diff.noprefix=false",
        ])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| {
            Failure::Impossible(format!(
                "git cannot be run in {}: {error}; --base needs it",
                folder.display()
            ))
        })?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim().lines().next().unwrap_or("it says nothing").to_owned();
        Err(Failure::Impossible(format!("git {}: {said}", arguments[0])))
    }
}
