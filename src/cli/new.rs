//! `pygloss new`: the beginning of a concept file.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use super::Failure;
use super::output::Output;
use crate::gloss::Glossary;
use crate::knowledge::{is_id, skeleton};

pub(super) const EXAMPLES: &str = "Examples:
  pygloss new retry-decorator
  pygloss new retry-decorator --dir docs/concepts";

pub(super) fn run(id: &str, folder: &Path, output: &mut Output) -> Result<(), Failure> {
    if !is_id(id) {
        return Err(Failure::Impossible(format!(
            "`{}` cannot be an id; an id names a file and has lower-case letters (a to z), digits and hyphens alone, at most 80, such as `retry-decorator`",
            id.escape_debug()
        )));
    }
    let file = folder.join(format!("{id}.md"));
    let failed = |what: &Path, error: std::io::Error| {
        Failure::Impossible(format!("{}: cannot be written: {error}", what.display()))
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let opened = OpenOptions::new().write(true).create_new(true).open(&file);
    let mut opened = opened.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::Impossible(format!(
            "{} is there already and stays as it is; choose another id, or edit that file",
            file.display()
        )),
        _ => failed(&file, error),
    })?;
    opened
        .write_all(skeleton().as_bytes())
        .map_err(|error| failed(&file, error))?;
    output.text(&format!(
        "{} is written: a skeleton, with what each field is for.\n",
        file.display()
    ))?;
    if let Some(known) = Glossary::builtin().knowledge().get(id) {
        output.text(&format!(
            "It takes the place of the built-in concept \"{}\" once it is finished.\n",
            known.title
        ))?;
    }
    let folder = folder.display();
    output.text(&format!(
        "\nNext:\n  1. Write what stands behind `FILL IN:`. `pygloss check {folder}` names what is left.\n  \
         2. An editor shows the concept once the file is finished{}.\n  \
         3. On the command line: `pygloss explain {id} --pack {folder}`.\n",
        match file
            .parent()
            .and_then(Path::file_name)
            .is_some_and(|name| name == ".pygloss")
        {
            true => ", if this is the folder that it has open".to_owned(),
            false => format!(" and its setting `pygloss.packs` names {folder}"),
        }
    ))?;
    Ok(())
}
