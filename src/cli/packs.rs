//! `--pack DIR`: concepts of the reader's own beside the built-in ones. The command line reads no pack that nobody named, not even `.pygloss`: what it
//! prints depends on its arguments alone.

use std::path::PathBuf;

use super::Failure;
use crate::gloss::{Glossary, Packs, Place, Texts};

/// The built-in concepts, or those with packs.
pub(super) struct Concepts(Option<Packs>);

impl Concepts {
    pub(super) fn glossary(&self) -> &Glossary {
        match &self.0 {
            Some(packs) => packs.glossary(),
            None => Glossary::builtin(),
        }
    }
}

/// Loads packs; a later one comes before an earlier one. Files with problems are named on standard error and left out.
pub(super) fn load(folders: &[PathBuf]) -> Result<Concepts, Failure> {
    if folders.is_empty() {
        return Ok(Concepts(None));
    }
    let place = |folder: &PathBuf| Place {
        folder: folder.clone(),
        is_named: true,
    };
    let places: Vec<Place> = folders.iter().map(place).collect();
    let packs = Glossary::with_packs(&places, &Texts::new(), None);
    if let Some(folder) = packs.unreadable.first() {
        let why = format!("{}: cannot be read: {}", folder.folder.display(), folder.why);
        return Err(Failure::Impossible(why));
    }
    for problem in &packs.problems {
        super::output::complain(&problem.to_string());
    }
    Ok(Concepts(Some(packs)))
}
