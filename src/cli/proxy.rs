//! `pygloss proxy`: in front of another language server.

use std::ffi::OsString;
use std::time::Duration;

use super::Failure;
use crate::server::proxy::{self, Bounds};

pub(super) const ABOUT: &str = "\
For editors that allow one language server a buffer, such as Emacs with eglot. The other server is started, and what it and the editor say to each other \
passes unchanged, but: hovers show the other's text and then pygloss's, code actions are those of both, and the commands of pygloss are offered.";

pub(super) const EXAMPLES: &str = "\
Examples:
  pygloss proxy -- ty server
  pygloss proxy -- basedpyright-langserver --stdio

In Emacs, with eglot:
  (with-eval-after-load 'eglot
    (add-to-list 'eglot-server-programs
                 '((python-mode python-ts-mode)
                   . (\"pygloss\" \"proxy\" \"--\" \"ty\" \"server\"))))";

/// Reads a number of seconds.
pub(super) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    match Duration::try_from_secs_f64(seconds) {
        Ok(wait) if wait <= Duration::from_secs(3600) => Ok(wait),
        _ => Err("from 0 to 3600 seconds are possible".to_owned()),
    }
}

pub(super) fn run(command: &[OsString], wait: Duration) -> Result<(), Failure> {
    match proxy::run(command, Bounds::new(wait)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::Nothing("the client left without `shutdown`".to_owned())),
        Err(error) => Err(Failure::Impossible(error.to_string())),
    }
}
