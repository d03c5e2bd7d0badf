//! `pygloss review`: the constructs that a change introduces.

mod formats;
mod git;

use std::io::{IsTerminal, Read as _};
use std::path::{Path, PathBuf};

use super::output::Output;
use super::{Failure, With, packs, source};
use crate::knowledge::Level;
use crate::review::{self, Changed, Diff, Introduced};

pub(super) use formats::Format;

pub(super) const EXAMPLES: &str = "Only added lines count; code that the change merely moves is not new. Each construct is explained once, at its first place.

Examples:
  git diff | pygloss review
  pygloss review change.patch --level beginner
  pygloss review --base origin/main --format markdown

Exit codes: 0 the change was read; 1 with --exit-code, if it introduces anything; 2 it could not be read.";

/// The longest diff that is read, in bytes.
const LONGEST: u64 = 256 << 20;

/// What is asked for.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// A file with a unified diff; `-`, or nothing: standard input
    #[arg(value_name = "DIFF", conflicts_with = "base")]
    diff: Option<PathBuf>,
    /// Ask git for the change since this commit, from where the two histories part
    #[arg(long, value_name = "REV")]
    base: Option<String>,
    /// With --base: the change up to this commit, instead of the files as they are now
    #[arg(long, value_name = "REV", requires = "base")]
    head: Option<String>,
    /// The folder that the paths of the diff begin in; else the git work tree around this folder
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// The least level of what is explained
    #[arg(long, value_enum, default_value_t = Least::Intermediate)]
    level: Least,
    /// End with 1 if anything is introduced
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    with: With,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Least {
    /// Everything
    Beginner,
    /// What somebody who writes Python may want explained
    Intermediate,
    /// What somebody who writes libraries may want explained
    Advanced,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<(), Failure> {
    let files = match &arguments.base {
        Some(base) => from_git(arguments, base)?,
        None => from_diff(arguments)?,
    };
    let level = match arguments.level {
        Least::Beginner => Level::Beginner,
        Least::Intermediate => Level::Intermediate,
        Least::Advanced => Level::Advanced,
    };
    let concepts = packs::load(&arguments.with.packs)?;
    let glossary = concepts.glossary();
    let found = review::introduced(glossary, &files, level);
    formats::write(arguments.format, glossary, &found, output)?;
    if arguments.exit_code && !found.is_empty() {
        return Err(Failure::Nothing(summary(&found)));
    }
    Ok(())
}

/// "the change introduces 3 constructs"
fn summary(found: &[Introduced<'_>]) -> String {
    match found.len() {
        0 => "the change introduces nothing that wants explaining".to_owned(),
        1 => "the change introduces 1 construct".to_owned(),
        many => format!("the change introduces {many} constructs"),
    }
}

/// The files of a diff that is given: their texts are on the disk.
fn from_diff(arguments: &Arguments) -> Result<Vec<Changed>, Failure> {
    let diff = read_diff(arguments.diff.as_deref())?;
    let root = match &arguments.root {
        Some(root) => root.clone(),
        None => git::work_tree(Path::new("."))
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_else(|| PathBuf::from(".")),
    };
    let root = root
        .canonicalize()
        .map_err(|error| Failure::Impossible(format!("{}: {error}", root.display())))?;
    let mut files = Vec::new();
    for file in &diff.files {
        let candidates = candidates(file);
        if !candidates.iter().any(|path| source::is_python(Path::new(path))) {
            continue;
        }
        let read = candidates
            .iter()
            .find_map(|path| Some((path, read_below(&root, path)?)));
        match read {
            Some((path, text)) if file.fits(&text) => {
                files.push(Changed::whole((*path).to_owned(), text, file.added()));
            }
            other => {
                // The diff alone has to do; what stands outside of its lines is unknown.
                let path = other.as_ref().map_or(candidates[0], |(path, _)| path);
                let why = match other {
                    Some(_) => "is not as the diff has it",
                    None => "is not there",
                };
                tracing::warn!(
                    "{path} {why}; only the lines of the diff are looked at (--root DIR names the folder its paths begin in)"
                );
                files.push(Changed::fragment(path.to_owned(), file));
            }
        }
    }
    Ok(files)
}

/// The files of a change that git knows.
fn from_git(arguments: &Arguments, base: &str) -> Result<Vec<Changed>, Failure> {
    let folder = arguments.root.as_deref().unwrap_or(Path::new("."));
    let change = git::change(folder, base, arguments.head.as_deref())?;
    let diff = Diff::read(&change.diff).map_err(|error| Failure::Impossible(error.to_string()))?;
    let mut files = Vec::new();
    for file in diff
        .files
        .iter()
        .filter(|file| source::is_python(Path::new(&file.path)))
    {
        let path = candidates(file)[0];
        match change.text(path) {
            Some(text) if file.fits(&text) => files.push(Changed::whole(path.to_owned(), text, file.added())),
            _ => files.push(Changed::fragment(path.to_owned(), file)),
        }
    }
    Ok(files)
}

/// The paths that a file of a diff may mean: without git's prefix first.
fn candidates(file: &review::File) -> Vec<&str> {
    let bare = file.prefixed.then(|| file.path.split_once('/')).flatten();
    bare.map(|(_, rest)| rest)
        .into_iter()
        .chain([file.path.as_str()])
        .collect()
}

/// The text of a file below `root`. A diff may name any path, so nothing outside is read, not by a link either.
fn read_below(root: &Path, path: &str) -> Option<String> {
    let full = root.join(path).canonicalize().ok()?;
    if !full.starts_with(root) || !full.is_file() {
        return None;
    }
    source::text(&full).ok()
}

fn read_diff(path: Option<&Path>) -> Result<Diff, Failure> {
    let mut bytes = Vec::new();
    let read = match path.filter(|path| *path != Path::new("-")) {
        Some(path) => std::fs::File::open(path)
            .and_then(|file| file.take(LONGEST).read_to_end(&mut bytes))
            .map_err(|error| Failure::Impossible(format!("{}: cannot be read: {error}", path.display()))),
        None if std::io::stdin().is_terminal() => Err(Failure::Impossible(
            "there is no diff: pipe one in (`git diff | pygloss review`), name a file that holds one, or ask git with --base REV"
                .to_owned(),
        )),
        None => std::io::stdin()
            .take(LONGEST)
            .read_to_end(&mut bytes)
            .map_err(|error| Failure::Impossible(format!("standard input cannot be read: {error}"))),
    }?;
    if read as u64 == LONGEST {
        return Err(Failure::Impossible(format!("the diff is longer than {LONGEST} bytes")));
    }
    Diff::read(&bytes).map_err(|error| Failure::Impossible(error.to_string()))
}
