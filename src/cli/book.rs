//! `pygloss book`: the concepts as a site in a folder.
//!
//! A folder that is not a book is never touched. A book is made beside the old one, inside of the folder, and takes its place entry by entry; what was
//! put into the folder by others stays.

use std::collections::BTreeSet;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::{fmt::Display, fs};

use super::output::Output;
use super::{Failure, packs};
use crate::book::{self, Options, Site};

pub(super) const EXAMPLES: &str = "The folder is made if it is not there. One that has something else in it is never touched; a book in it is replaced.

Examples:
  pygloss book --out python-book
  pygloss book --out python-book --pack .pygloss";

/// Shows that a folder is a book, and names what in it belongs to the book, a name a line.
const MARKER: &str = ".pygloss-book";

/// What the names of folders begin with in which a book is made.
const STAGE: &str = ".pygloss-book-";

pub(super) fn run(folder: &Path, packs: &[PathBuf], output: &mut Output) -> Result<(), Failure> {
    let old = old_book(folder)?;
    let concepts = packs::load(packs)?;
    let knowledge = concepts.glossary().knowledge();
    let site = book::site(knowledge, Options::default()).map_err(|error| Failure::Impossible(error.to_string()))?;
    write(folder, &site, &old).map_err(|error| {
        let why = format!("the book cannot be written to {}: {error}", folder.display());
        Failure::Impossible(format!("{why}; name a folder that can be written to"))
    })?;
    let count = knowledge.concepts().len();
    output.text(&format!(
        "{count} concepts are in {}. Open {} in a browser, or put the folder on any web server.\n",
        folder.display(),
        folder.join("index.html").display()
    ))?;
    Ok(())
}

/// What in the folder belongs to an earlier book; nothing if there is none.
fn old_book(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let failed = |error: &dyn Display| Failure::Impossible(format!("{}: cannot be read: {error}", folder.display()));
    let mut entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(BTreeSet::new()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(Failure::Impossible(format!(
                "{} is a file; --out names a folder",
                folder.display()
            )));
        }
        Err(error) => return Err(failed(&error)),
    };
    match fs::read_to_string(folder.join(MARKER)) {
        Ok(text) => Ok(text.lines().filter(|name| is_entry(name)).map(str::to_owned).collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => match entries.next() {
            None => Ok(BTreeSet::new()),
            Some(_) => Err(Failure::Impossible(format!(
                "{} has something in it that is not a book of pygloss, and stays as it is; name a new or empty folder",
                folder.display()
            ))),
        },
        Err(error) => Err(failed(&error)),
    }
}

/// Whether a name can be one of a book's entries: nothing hidden, and no way out of the folder.
fn is_entry(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
}

fn write(folder: &Path, site: &Site, old: &BTreeSet<String>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let new: BTreeSet<String> = site
        .files
        .iter()
        .filter_map(|file| file.path.split('/').next())
        .map(str::to_owned)
        .collect();
    // From here on it is a book, if only half of one: after an interruption the next run replaces it.
    mark(folder, &new.union(old).cloned().collect())?;
    remove_stages(folder)?;
    let stage = tempfile::Builder::new().prefix(STAGE).tempdir_in(folder)?;
    for file in &site.files {
        let path = stage.path().join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&path, &file.bytes)?;
    }
    for name in &new {
        remove(&folder.join(name))?;
        fs::rename(stage.path().join(name), folder.join(name))?;
    }
    for name in old.difference(&new) {
        remove(&folder.join(name))?;
    }
    mark(folder, &new)
}

/// Writes the marker: the whole of it, or the old one stays.
fn mark(folder: &Path, entries: &BTreeSet<String>) -> io::Result<()> {
    let mut text = String::new();
    for name in entries {
        text.push_str(name);
        text.push('\n');
    }
    let path = folder.join(MARKER);
    let beside = folder.join(format!("{MARKER}.new"));
    fs::write(&beside, text)?;
    fs::rename(beside, path)
}

/// What an interrupted run left.
fn remove_stages(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_string_lossy().starts_with(STAGE) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// Removes a file, a folder, or a link (and not what it leads to), if it is there.
fn remove(path: &Path) -> io::Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(data) if data.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{File, Kind};

    fn site(paths: &[&str]) -> Site {
        let files = paths.iter().map(|path| File {
            path: (*path).to_owned(),
            bytes: path.as_bytes().to_vec().into(),
            kind: Kind::Page,
        });
        Site { files: files.collect() }
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_book_is_replaced_and_what_others_put_there_stays() {
        let temp = tempfile::tempdir().expect("a folder");
        let folder = temp.path().join("a/book");
        assert!(old_book(&folder).expect("nothing is there").is_empty());
        write(
            &folder,
            &site(&["index.html", "concepts/a.html", "concepts/b.html", "old/x.html"]),
            &BTreeSet::new(),
        )
        .expect("written");
        fs::write(folder.join("CNAME"), "x.org").expect("written");
        fs::create_dir(folder.join(".pygloss-book-interrupted")).expect("made");
        let old = old_book(&folder).expect("a book");
        write(&folder, &site(&["index.html", "concepts/a.html"]), &old).expect("written");
        assert_eq!(names(&folder), [MARKER, "CNAME", "concepts", "index.html"]);
        assert_eq!(names(&folder.join("concepts")), ["a.html"]);
        assert_eq!(
            fs::read_to_string(folder.join(MARKER)).expect("a marker"),
            "concepts\nindex.html\n"
        );
    }

    #[test]
    fn a_folder_that_is_no_book_is_not_touched() {
        let temp = tempfile::tempdir().expect("a folder");
        fs::write(temp.path().join("thesis.txt"), "years of work").expect("written");
        let why = old_book(temp.path()).expect_err("it is refused").to_string();
        assert!(
            why.contains("is not a book") && why.contains("name a new or empty folder"),
            "{why}"
        );
        let why = old_book(&temp.path().join("thesis.txt"))
            .expect_err("it is refused")
            .to_string();
        assert!(why.contains("is a file"), "{why}");
    }

    #[test]
    fn a_marker_names_nothing_outside() {
        for bad in ["", ".", "..", "../x", "/etc", "a/b", ".git", "a\\b", "C:"] {
            assert!(!is_entry(bad), "{bad}");
        }
        for good in ["index.html", "concepts", "search-index.js"] {
            assert!(is_entry(good), "{good}");
        }
    }
}
