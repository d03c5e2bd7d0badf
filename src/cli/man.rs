//! `pygloss man`: the manual, from what the command line itself knows of its commands and options.

use std::fs;
use std::path::Path;

use super::Failure;
use super::output::Output;

pub(super) const EXAMPLES: &str = "Examples:
  pygloss man | man -l -
  pygloss man --out ~/.local/share/man/man1";

pub(super) fn run(out: Option<&Path>, command: clap::Command, output: &mut Output) -> Result<(), Failure> {
    // The plain version: pages of one release are the same, whatever commit they were printed by.
    let command = command.version(env!("CARGO_PKG_VERSION"));
    let Some(folder) = out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command).render(&mut page)?;
        return Ok(output.text(&String::from_utf8_lossy(&page))?);
    };
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| {
            Failure::Impossible(format!(
                "cannot write the pages into {}: {error}; name a folder that can be written to",
                folder.display()
            ))
        })
}
