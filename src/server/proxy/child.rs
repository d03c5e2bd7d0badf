//! The process of the other server: how it begins, and how nothing of it is left.

use std::ffi::OsString;
use std::io;
use std::process::Stdio;

use tokio::process::{Child, Command};

/// Why the proxy cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The other server is no program that can be run.
    #[error("cannot start `{program}`: {source}. {}", remedy(.source))]
    Program {
        /// As it was given.
        program: String,
        /// What the system says.
        source: io::Error,
    },
    /// The system gives no threads.
    #[error("the server cannot start: {0}")]
    Runtime(#[from] io::Error),
}

fn remedy(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => {
            "Install it, or give its whole path: pygloss proxy -- /path/to/server; `command -v` says whether it is on PATH"
        }
        io::ErrorKind::PermissionDenied => "The file has to be a program that you may run (chmod +x)",
        _ => "Does it run by itself?",
    }
}

/// The other server as messages call it.
pub(super) fn name(command: &[OsString]) -> String {
    let words: Vec<_> = command.iter().map(|word| word.to_string_lossy()).collect();
    format!("`{}`", words.join(" "))
}

/// Starts the other server; what it says on standard error goes where ours goes.
pub(super) fn start(command: &[OsString]) -> Result<Child, Failure> {
    let (program, arguments) = command.split_first().ok_or_else(|| Failure::Program {
        program: String::new(),
        source: io::ErrorKind::NotFound.into(),
    })?;
    // Windows finds `x.exe` by itself; what npm installs is `x.cmd`.
    let endings: &[&str] = if cfg!(windows) { &["", ".cmd", ".bat"] } else { &[""] };
    let mut result = Err(io::ErrorKind::NotFound.into());
    for ending in endings {
        let mut file = program.clone();
        file.push(ending);
        let mut command = Command::new(file);
        // A group of its own, which can be ended with all that it starts.
        #[cfg(unix)]
        command.process_group(0);
        result = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn();
        if !matches!(&result, Err(error) if error.kind() == io::ErrorKind::NotFound) {
            break;
        }
    }
    result.map_err(|source| Failure::Program {
        program: program.to_string_lossy().into_owned(),
        source,
    })
}

/// Ends what the other server has started and left behind: a wrapper's program, which nobody would end.
#[cfg_attr(not(unix), expect(unused_variables, reason = "there are no groups"))]
pub(super) fn end_group(leader: Option<u32>) {
    #[cfg(unix)]
    if let Some(leader) = leader.and_then(|pid| rustix::process::Pid::from_raw(i32::try_from(pid).ok()?)) {
        // It fails where nothing is left.
        let _ = rustix::process::kill_process_group(leader, rustix::process::Signal::KILL);
    }
}
