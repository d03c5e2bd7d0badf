//! Reads, checks and prepares the built-in concept files, with the very code that reads packs when the program runs; the same sources give the
//! same binary. Finds out which commit is built, for `pygloss --version`: what cannot be found out is left open, and no build fails for it.

// The modules are the library's, of which this script needs a part.
#[allow(dead_code, unused_imports, unfulfilled_lint_expectations)]
#[path = "src/detect/mod.rs"]
mod detect;
#[allow(dead_code, unused_imports, unfulfilled_lint_expectations)]
#[path = "src/document/mod.rs"]
mod document;
#[allow(dead_code, unused_imports, unfulfilled_lint_expectations)]
#[path = "src/knowledge/mod.rs"]
mod knowledge;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

use detect::Detector;
use knowledge::{Knowledge, Problem, Source};

fn main() -> io::Result<()> {
    println!("cargo::rustc-cfg=prepared");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or(io::ErrorKind::NotFound)?);
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?);
    let version = env::var("CARGO_PKG_VERSION").map_err(io::Error::other)?;
    let commit = commit(&root).unwrap_or_else(|| "commit unknown".to_owned());
    println!("cargo::rustc-env=PYGLOSS_VERSION={version} ({commit})");
    prepare(&root, &out)
}

/// Writes the concepts, what finds them and the list of their files into `out`.
fn prepare(root: &Path, out: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    collect(&root.join("knowledge"), &mut files)?;
    files.sort();
    let named = |file: &PathBuf| {
        let path = file
            .strip_prefix(root)
            .unwrap_or(file)
            .to_string_lossy()
            .replace('\\', "/");
        let text = fs::read_to_string(file)?;
        Ok(Source { path, text })
    };
    let sources = files.iter().map(named).collect::<io::Result<Vec<_>>>()?;
    let loaded = Knowledge::load(&sources, None);
    let mut problems = loaded.problems;
    problems.extend(detect::check_queries(&loaded.knowledge));
    refuse(&problems)?;
    let mut code =
        String::from("/// Path and text of each built-in concept file.\nstatic EMBEDDED: &[(&str, &str)] = &[\n");
    for concept in loaded.knowledge.concepts() {
        let file = root.join(&concept.path);
        writeln!(
            code,
            "    ({:?}, include_str!({:?})),",
            concept.path,
            file.to_string_lossy()
        )
        .map_err(io::Error::other)?;
    }
    code.push_str("];\n");
    fs::write(out.join("embedded.rs"), code)?;
    let detector = Detector::new(&loaded.knowledge);
    fs::write(
        out.join("concepts.bin"),
        postcard::to_allocvec(&loaded.knowledge).map_err(io::Error::other)?,
    )?;
    fs::write(
        out.join("detector.bin"),
        postcard::to_allocvec(&detector).map_err(io::Error::other)?,
    )
}

/// Ends the build where a concept file is wrong: with what is wrong, where, and what to do.
fn refuse(problems: &[Problem]) -> io::Result<()> {
    for problem in problems {
        for line in problem.to_string().lines() {
            println!("cargo::error={line}");
        }
    }
    match problems.len() {
        0 => Ok(()),
        count => Err(io::Error::other(format!(
            "{count} mistakes in the built-in concept files, told above"
        ))),
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|e| e == "md") && path.file_name().is_some_and(|n| n != "README.md") {
            files.push(path);
        }
    }
    Ok(())
}

/// The commit, short, and its day: what the environment says, the repository here, the package made of one, an archive made of one.
fn commit(root: &Path) -> Option<String> {
    println!("cargo::rerun-if-env-changed=PYGLOSS_COMMIT");
    for file in [PACKAGED, ARCHIVED] {
        // A file that is not there counts as changed each time.
        if root.join(file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    let said = env::var("PYGLOSS_COMMIT").ok().map(|said| said.trim().to_owned());
    said.filter(|said| is_commit(said))
        .or_else(|| from_repository(root))
        .or_else(|| from_package(root))
        .or_else(|| from_archive(root))
}

/// Written by `cargo package`.
const PACKAGED: &str = ".cargo_vcs_info.json";

/// Filled in by `git archive` (`.gitattributes`), from which the sdist is made.
const ARCHIVED: &str = ".commit";

/// Hexadecimal digits, and perhaps a day behind them: nothing that could break the line it is printed in.
fn is_commit(text: &str) -> bool {
    let (hash, day) = text.split_once(' ').unwrap_or((text, ""));
    (7..=64).contains(&hash.len())
        && hash.bytes().all(|b| b.is_ascii_hexdigit())
        && day.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

fn from_repository(root: &Path) -> Option<String> {
    // Sources that were unpacked somewhere inside another repository are not of its commit.
    if !git(root, &["rev-parse", "--show-prefix"])?.is_empty() {
        return None;
    }
    // A commit or a checkout changes one of these. In a work tree `.git` is a file, and they are elsewhere.
    let mut watched = vec!["HEAD".to_owned(), "logs/HEAD".to_owned(), "packed-refs".to_owned()];
    watched.extend(git(root, &["symbolic-ref", "--quiet", "HEAD"]));
    for name in watched {
        if let Some(path) = git(root, &["rev-parse", "--git-path", &name]) {
            let path = root.join(path);
            if path.exists() {
                println!("cargo::rerun-if-changed={}", path.display());
            }
        }
    }
    let show = [
        "-c",
        "log.showSignature=false",
        "log",
        "-1",
        "--abbrev=7",
        "--format=%h %cs",
    ];
    git(root, &show).filter(|said| is_commit(said))
}

fn from_package(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(PACKAGED)).ok()?;
    let (_, behind) = text.split_once("\"sha1\"")?;
    let hash = behind.split('"').nth(1)?;
    hash.get(..7).filter(|short| is_commit(short)).map(str::to_owned)
}

fn from_archive(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(ARCHIVED)).ok()?;
    Some(text.trim().to_owned()).filter(|said| is_commit(said))
}

/// What git prints, without the line's end.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(arguments);
    // A hook that builds has these set, for its own repository.
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
        command.env_remove(name);
    }
    let done = command.output().ok().filter(|done| done.status.success())?;
    Some(String::from_utf8(done.stdout).ok()?.trim().to_owned())
}
