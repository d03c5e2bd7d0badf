//! The files of a pack on the disk: which there are, and their texts. What cannot be read is a [`Problem`] of that file, and the others are read.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::{Problem, Source};

/// More concept files than this in one folder are none that somebody wrote: the folder is another one than was meant.
const MOST_FILES: usize = 5_000;

/// More entries than this are not looked at.
const MOST_ENTRIES: usize = 50_000;

/// The longest concept file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// All files of a pack together are at most as long, in bytes.
const LONGEST_TOGETHER: usize = 32 << 20;

/// What is in a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The concept files, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// Symbolic links that lead to folders or nowhere: they are not followed.
    links: Vec<PathBuf>,
}

/// What was read of a folder.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// The concept files, in the order of their paths.
    pub sources: Vec<Source>,
    /// Why others cannot be read.
    pub problems: Vec<Problem>,
}

impl Listing {
    /// What is below `folder`: every `*.md` but `README.md`, hidden folders left out. Folders are not followed through symbolic links.
    ///
    /// # Errors
    /// A folder that cannot be read, or holds more than anybody would write.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let mut listing = Self::default();
        let mut todo = vec![folder.to_path_buf()];
        let mut seen = 0;
        while let Some(folder) = todo.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                seen += 1;
                if name.starts_with('.') {
                    continue;
                }
                let (path, kind) = (entry.path(), entry.file_type()?);
                if kind.is_dir() {
                    todo.push(path);
                } else if path.extension().is_some_and(|e| e == "md") && name != "README.md" {
                    listing.files.push(path);
                } else if kind.is_symlink() && !path.is_file() {
                    listing.links.push(path);
                }
                if listing.files.len() > MOST_FILES || seen > MOST_ENTRIES {
                    let why = format!("it holds more than {MOST_FILES} concept files or {MOST_ENTRIES} files");
                    return Err(io::Error::other(why));
                }
            }
        }
        listing.files.sort();
        listing.links.sort();
        Ok(listing)
    }

    /// What shows that something has changed, without reading a file.
    pub fn stamps(&self) -> Vec<(PathBuf, Option<SystemTime>, u64)> {
        let stamp = |path: &PathBuf| {
            let metadata = std::fs::metadata(path).ok();
            let length = metadata.as_ref().map_or(0, std::fs::Metadata::len);
            (path.clone(), metadata.and_then(|m| m.modified().ok()), length)
        };
        self.files.iter().chain(&self.links).map(stamp).collect()
    }

    /// The texts of the files; `open` knows those that an editor has another text of.
    pub fn read(&self, open: impl Fn(&Path) -> Option<String>) -> Files {
        let mut read = Files::default();
        let mut together = 0;
        for link in &self.links {
            let why = match std::fs::metadata(link) {
                Ok(_) => "a symbolic link to a folder is not followed".to_owned(),
                Err(error) => format!("a symbolic link that leads nowhere: {error}"),
            };
            let help = "put the files themselves here, or name the folder that they are in as a pack of its own";
            read.problems.push(Problem::of_file(link, why, help));
        }
        for file in &self.files {
            let text = match open(file) {
                Some(text) if text.len() as u64 <= LONGEST => Ok(text),
                Some(_) => Err(too_long()),
                None if together > LONGEST_TOGETHER => Err(too_many()),
                None => text_of(file),
            };
            together += text.as_ref().map_or(0, String::len);
            match text {
                Ok(text) => read.sources.push(Source {
                    path: file.to_string_lossy().into_owned(),
                    text: plain(text),
                }),
                Err((why, help)) => read.problems.push(Problem::of_file(file, why, help)),
            }
        }
        read
    }
}

/// Why a file cannot be read, and what to do about it.
type Refused = (String, &'static str);

fn text_of(file: &Path) -> Result<String, Refused> {
    let help = "a concept file is text in UTF-8 that you may read; take it away, or mend it";
    let refused = |error: io::Error| (format!("cannot be read: {error}"), help);
    // What is no file is not even opened: a pipe would wait for somebody to write.
    let metadata = std::fs::metadata(file).map_err(refused)?;
    if !metadata.is_file() {
        return Err(("cannot be read: it is no file".to_owned(), help));
    }
    let mut bytes = Vec::new();
    let opened = std::fs::File::open(file).map_err(refused)?;
    opened.take(LONGEST + 1).read_to_end(&mut bytes).map_err(refused)?;
    if bytes.len() as u64 > LONGEST {
        return Err(too_long());
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let row = error.as_bytes().iter().take(at).filter(|b| **b == b'\n').count() + 1;
        (format!("cannot be read: line {row} is no text in UTF-8"), help)
    })
}

fn too_long() -> Refused {
    let why = format!("cannot be read: it is longer than {} KiB", LONGEST >> 10);
    (why, "a concept is a page to read; split it, or take the file away")
}

fn too_many() -> Refused {
    let why = format!(
        "is not read: the files before it are longer than {} MiB together",
        LONGEST_TOGETHER >> 20
    );
    (why, "take away what is no concept, or name another folder")
}

/// A text as editors on other systems write it, with our line ends. Rows and columns stay.
fn plain(text: String) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') {
        text.replace("\r\n", "\n")
    } else {
        text
    }
}

/// The texts of all concept files below `folder`.
///
/// # Errors
/// As [`Listing::of`] has them, and a file that cannot be read.
pub fn read_folder(folder: &Path) -> io::Result<Vec<Source>> {
    let read = Listing::of(folder)?.read(|_| None);
    match read.problems.first() {
        None => Ok(read.sources),
        Some(problem) => Err(io::Error::other(problem.to_string())),
    }
}
