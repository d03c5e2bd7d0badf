//! Files of our own: written whole or not at all.
//!
//! Lives here: how bytes come into a file of the user's cache or state folder. May not live here: which folder that is, and what stands in the file.
//!
//! The bytes go into a temporary file beside the place they are for, and one rename puts it there. So whoever reads sees the old file or the new one,
//! however the writer ends and however many write at once; and a link in the place of the file is replaced, never followed.

use std::collections::HashSet;
use std::fs::DirBuilder;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tempfile::NamedTempFile;

/// How the names of our temporary files begin and end.
const TEMPORARY: (&str, &str) = (".pygloss-", ".tmp");

/// A temporary file that nobody has written to for so long is left from a process that was killed.
const STALE: Duration = Duration::from_secs(60 * 60);

/// The folders that this process has cleared of what killed ones left behind.
static SWEPT: Mutex<Option<HashSet<PathBuf>>> = Mutex::new(None);

/// Puts `bytes` into the file `path` in one step, and makes its folder if need be. File and folder are for the user alone. What was written survives a power cut:
/// afterwards there is the old file or the new one.
///
/// # Errors
/// The folder cannot be made or the file cannot be written; then the old one is as it was.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let file = beside(path, bytes)?;
    file.as_file().sync_all()?;
    put(file, path)
}

/// [`write_whole`] for what can be made again: after a power cut the file may be empty. Nothing is written where the file has these bytes already.
///
/// # Errors
/// As [`write_whole`] has them.
pub fn cache_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if has(path, bytes) {
        return Ok(());
    }
    put(beside(path, bytes)?, path)
}

/// Whether a file, and no link to one, has these bytes.
fn has(path: &Path, bytes: &[u8]) -> bool {
    let same_length = path
        .symlink_metadata()
        .is_ok_and(|file| file.is_file() && file.len() == bytes.len() as u64);
    same_length && std::fs::read(path).is_ok_and(|old| old == bytes)
}

/// A temporary file with these bytes in the folder of `path`; gone when it is dropped.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    make_folder(folder)?;
    sweep_once(folder);
    let mut builder = tempfile::Builder::new();
    let mut file = builder.prefix(TEMPORARY.0).suffix(TEMPORARY.1).tempfile_in(folder)?;
    file.write_all(bytes)?;
    Ok(file)
}

fn put(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map(drop).map_err(|error| error.error)
}

/// Makes a folder and those above it; the ones that are made are the user's alone.
///
/// # Errors
/// It cannot be made.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Clears a folder, once in a process.
fn sweep_once(folder: &Path) {
    let mut swept = SWEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if swept.get_or_insert_default().insert(folder.to_owned()) {
        drop(swept);
        sweep(folder, STALE);
    }
}

/// Removes our temporary files that are older than `age`. What cannot be removed stays.
fn sweep(folder: &Path, age: Duration) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_ours = name
            .to_str()
            .is_some_and(|name| name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1));
        // Of the entry itself, not of what a link leads to.
        let is_old = || {
            let file = entry.metadata().ok().filter(std::fs::Metadata::is_file);
            let written = file.and_then(|file| file.modified().ok());
            written.is_some_and(|written| written.elapsed().is_ok_and(|passed| passed >= age))
        };
        if is_ours && is_old() {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("a folder");
        let mut names: Vec<String> = entries
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_and_its_folder_are_made_and_replaced() {
        let top = tempfile::tempdir().expect("a folder");
        let path = top.path().join("a/b/file");
        for bytes in [&b"one"[..], b"", b"two\0\xff"] {
            write_whole(&path, bytes).expect("it can be written");
            assert_eq!(std::fs::read(&path).expect("it is there"), bytes);
            cache_whole(&path, b"other").expect("it can be written");
            assert_eq!(std::fs::read(&path).expect("it is there"), b"other");
        }
        assert_eq!(names(&top.path().join("a/b")), ["file"]);
    }

    #[test]
    #[cfg(unix)]
    fn it_is_the_users_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let top = tempfile::tempdir().expect("a folder");
        let path = top.path().join("folder/file");
        write_whole(&path, b"x").expect("it can be written");
        let mode = |path: &Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&top.path().join("folder"))), (0o600, 0o700));
    }

    #[test]
    #[cfg(unix)]
    fn a_link_is_replaced_and_not_followed() {
        let top = tempfile::tempdir().expect("a folder");
        let (link, target) = (top.path().join("link"), top.path().join("target"));
        std::fs::write(&target, "same").expect("it can be written");
        for write in [write_whole, cache_whole] {
            std::os::unix::fs::symlink(&target, &link).expect("a link");
            write(&link, b"same").expect("it can be written");
            assert!(link.symlink_metadata().expect("it is there").is_file());
            std::fs::remove_file(&link).expect("it can be removed");
        }
        assert_eq!(std::fs::read(&target).expect("it is there"), b"same");
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing_behind() {
        let top = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(top.path().join("file/inside")).expect("a folder");
        assert!(
            write_whole(&top.path().join("file"), b"x").is_err(),
            "a folder in its place"
        );
        assert_eq!(names(top.path()), ["file"]);
        std::fs::write(top.path().join("plain"), "x").expect("it can be written");
        assert!(
            write_whole(&top.path().join("plain/file"), b"x").is_err(),
            "a file in the folder's place"
        );
        assert_eq!(names(top.path()), ["file", "plain"]);
    }

    #[test]
    fn what_a_killed_process_left_behind_is_removed() {
        let top = tempfile::tempdir().expect("a folder");
        for name in [".pygloss-old.tmp", ".pygloss-other", "page.md"] {
            std::fs::write(top.path().join(name), "x").expect("it can be written");
        }
        sweep(top.path(), STALE);
        assert_eq!(names(top.path()).len(), 3, "another process may be writing it");
        sweep(top.path(), Duration::ZERO);
        assert_eq!(names(top.path()), [".pygloss-other", "page.md"]);
    }

    /// However many write at once, a reader sees one of the texts.
    #[test]
    fn many_can_write_at_once() {
        let top = tempfile::tempdir().expect("a folder");
        let path = top.path().join("file");
        write_whole(&path, &[0; 4096]).expect("it can be written");
        std::thread::scope(|scope| {
            for byte in 1..=4_u8 {
                let path = &path;
                scope.spawn(move || {
                    for _ in 0..50 {
                        cache_whole(path, &[byte; 4096]).expect("it can be written");
                    }
                });
            }
            for _ in 0..200 {
                let bytes = std::fs::read(&path).expect("it is always there");
                assert_eq!(bytes.len(), 4096);
                assert!(bytes.windows(2).all(|pair| pair[0] == pair[1]));
            }
        });
        assert_eq!(names(top.path()), ["file"]);
    }
}
