//! `pygloss playground`: an editor and the book, in the browser.

use std::path::Path;

use super::output::Output;
use super::{Failure, source};
use crate::server::web::{self, Sample};

pub(super) const ABOUT: &str = "\
Serves a page with an editor on this machine alone: rest the mouse on a construct, and a tip says what it is. Beside it are the whole pages, the concepts in \
the text, and the book of all concepts. The address that is printed opens the page in one browser. Nothing is written to the disk, nothing is sent anywhere, \
and the file is read once and never changed. Ctrl-C ends it.";

pub(super) const EXAMPLES: &str = "Examples:
  pygloss playground
  pygloss playground demo/tour.py
  pygloss playground --port 8000 --no-open program.py";

/// The longest file that a browser is troubled with, in bytes.
const LONGEST: usize = 2 << 20;

pub(super) fn run(file: Option<&Path>, port: Option<u16>, open: bool, output: &mut Output) -> Result<(), Failure> {
    let sample = file.map(read).transpose()?.unwrap_or_default();
    let mut said = Ok(());
    let served = web::run(sample, port.unwrap_or(0), |address| {
        said = say(address, output);
        if open && said.is_ok() && has_desktop() {
            // Whoever has no browser that can be started has the address.
            let _ = open::that_detached(address);
        }
    });
    said?;
    served.map_err(|failure| Failure::Impossible(failure.to_string()))
}

fn say(address: &str, output: &mut Output) -> std::io::Result<()> {
    output.text(&format!(
        "The playground is at\n\n  {address}\n\nThe address opens it in one browser. Ctrl-C ends it.\n"
    ))?;
    output.finish()
}

fn read(path: &Path) -> Result<Sample, Failure> {
    let text = source::text(path)?;
    if text.len() > LONGEST {
        let (path, size) = (path.display(), text.len());
        return Err(Failure::Impossible(format!(
            "{path}: has {size} bytes; the playground takes at most {LONGEST}"
        )));
    }
    let name = path
        .file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned();
    Ok(Sample { name, text })
}

/// Whether a browser would come up where the user is: not at the other end of a connection, not on a machine without a screen.
fn has_desktop() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("SSH_CONNECTION") {
        return false;
    }
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"]
        .into_iter()
        .any(is_set)
}
