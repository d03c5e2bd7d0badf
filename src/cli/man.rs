//! `pygloss man`: the manual, from what the command line itself knows of its commands and options.

use std::path::Path;
use std::{fs, io};

use super::Failure;
use super::output::Output;

pub(super) const EXAMPLES: &str = "Examples:
  pygloss man | man -l -
  pygloss man --out ~/.local/share/man/man1";

pub(super) fn run(out: Option<&Path>, command: clap::Command, output: &mut Output) -> Result<(), Failure> {
    // The plain version: pages of one release are the same, whatever commit they were printed by.
    let mut command = command.version(env!("CARGO_PKG_VERSION")).disable_help_subcommand(true);
    command.build();
    let Some(folder) = out else {
        return Ok(output.program(&page(&command)?)?);
    };
    let subcommands = command.get_subcommands().filter(|c| !c.is_hide_set());
    fs::create_dir_all(folder)
        .and_then(|()| {
            std::iter::once(&command)
                .chain(subcommands)
                .try_for_each(|c| fs::write(folder.join(format!("{}.1", name(c))), page(c)?))
        })
        .map_err(|error| {
            Failure::Impossible(format!(
                "cannot write the pages into {}: {error}; name a folder that can be written to",
                folder.display()
            ))
        })
}

/// `pygloss-explain` for the command `explain`, as manual pages are named.
fn name(command: &clap::Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

fn page(command: &clap::Command) -> io::Result<String> {
    let page = clap_mangen::Man::new(command.clone())
        .title(name(command))
        // Without one, the source would take its place in the heading.
        .date(" ")
        .source(concat!("pygloss ", env!("CARGO_PKG_VERSION")))
        .manual("pygloss");
    let mut text = Vec::new();
    page.render(&mut text)?;
    String::from_utf8(text).map_err(io::Error::other)
}
