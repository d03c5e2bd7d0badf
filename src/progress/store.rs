//! The record's file. Programs that change it take turns by a lock beside it, and each puts a whole new file in its place: whoever reads or is killed
//! finds the old one or the new one.

use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};

use etcetera::BaseStrategy;

use super::record::VERSION;
use super::{Changes, Record};
use crate::files;

/// How long another program may take to write. Longer, and what happened is kept for a later try.
const PATIENCE: Duration = Duration::from_secs(2);

/// A record is a few dozen KiB; what is longer is none.
const LONGEST: u64 = 8 << 20;

/// Where the record is kept.
#[derive(Clone, Debug)]
pub struct Store {
    path: PathBuf,
}

/// Tells whether the file is another one than before.
pub type Stamp = Option<(SystemTime, u64)>;

/// Why the record cannot be read or written. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No home folder, so no state folder.
    #[error("there is no folder for your progress: {0}")]
    NoFolder(String),
    /// The operating system says no.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it says.
        source: io::Error,
    },
    /// The file is no record.
    #[error("{}:{row}:{column}: your progress cannot be read: {why}; mend the file, or take it away to begin anew", path.display())]
    Broken {
        /// The file.
        path: PathBuf,
        /// From 1.
        row: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong.
        why: String,
    },
    /// A later program wrote it in another form.
    #[error("{}: your progress was written by a later pygloss (form {version}; this one knows {VERSION}); update pygloss", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its form.
        version: u64,
    },
    /// Another program holds the lock.
    #[error("{}: another pygloss has been writing for {} seconds; if none runs, take the file away", path.display(), PATIENCE.as_secs())]
    Locked {
        /// The lock.
        path: PathBuf,
    },
}

impl Store {
    /// The user's: `pygloss/progress.json` in the platform's state folder (`XDG_STATE_HOME`, else `~/.local/state`; the folder of the application's data
    /// where a platform has none for state).
    ///
    /// # Errors
    /// The user has no home folder.
    pub fn of_user() -> Result<Self, Error> {
        let base = etcetera::choose_base_strategy().map_err(|error| Error::NoFolder(error.to_string()))?;
        let state = base.state_dir().unwrap_or_else(|| base.data_dir());
        Ok(Self::at(state.join("pygloss").join("progress.json")))
    }

    /// In this file.
    pub fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What tells this state of the file from others; `None` where there is none.
    pub fn stamp(&self) -> Stamp {
        let metadata = std::fs::metadata(&self.path).ok()?;
        Some((metadata.modified().ok()?, metadata.len()))
    }

    /// The record; an empty one where there is no file.
    ///
    /// # Errors
    /// The file cannot be read, or is no record.
    pub fn read(&self) -> Result<Record, Error> {
        let metadata = match std::fs::metadata(&self.path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Record::default()),
            Err(error) => return Err(at(&self.path)(error)),
        };
        if !metadata.is_file() || metadata.len() > LONGEST {
            let why = "it is no file that pygloss wrote";
            return Err(at(&self.path)(io::Error::new(io::ErrorKind::InvalidData, why)));
        }
        let bytes = std::fs::read(&self.path).map_err(at(&self.path))?;
        // The form comes first: what a later program wrote may be right in a way that this one does not know.
        #[derive(serde::Deserialize)]
        struct Form {
            version: u64,
        }
        let version = serde_json::from_slice(&bytes).map(|form: Form| form.version);
        if let Ok(version) = version
            && version > VERSION
        {
            let path = self.path.clone();
            return Err(Error::Newer { path, version });
        }
        serde_json::from_slice(&bytes).map_err(|error| Error::Broken {
            path: self.path.clone(),
            row: error.line(),
            column: error.column(),
            why: error.to_string(),
        })
    }

    /// Makes changes to what stands in the file now, whoever wrote it, and returns what stands there afterwards.
    ///
    /// # Errors
    /// The file cannot be read or written, or is no record: it is as it was.
    pub fn apply(&self, changes: &Changes) -> Result<Record, Error> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        files::make_folder(folder).map_err(at(folder))?;
        let _lock = self.lock()?;
        let mut record = self.read()?;
        record.apply(changes);
        let text = serde_json::to_string_pretty(&record).map_err(|error| at(&self.path)(error.into()))?;
        files::write_whole(&self.path, (text + "\n").as_bytes()).map_err(at(&self.path))?;
        Ok(record)
    }

    /// Held until it is dropped, or the process ends.
    fn lock(&self) -> Result<Option<File>, Error> {
        let path = self.path.with_extension("lock");
        let file = File::options()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(at(&path))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Some(file)),
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => return Err(Error::Locked { path }),
                // A file system without locks: the file is still replaced whole, and only simultaneous changes can get lost.
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => return Ok(None),
                Err(TryLockError::Error(error)) => return Err(at(&path)(error)),
            }
        }
    }
}

fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    let path = path.to_path_buf();
    move |source| Error::Io {
        path: path.clone(),
        source,
    }
}
