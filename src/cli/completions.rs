//! `pygloss completions`: the script that teaches a shell the commands and options.

use clap_complete::Shell;

use super::Failure;
use super::output::Output;

pub(super) const EXAMPLES: &str = "Examples:
  pygloss completions bash > ~/.local/share/bash-completion/completions/pygloss
  pygloss completions zsh > ~/.zfunc/_pygloss        # with ~/.zfunc in fpath
  pygloss completions fish > ~/.config/fish/completions/pygloss.fish";

pub(super) fn run(shell: Shell, mut command: clap::Command, output: &mut Output) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "pygloss", &mut script);
    Ok(output.program(&String::from_utf8_lossy(&script))?)
}
