//! The programs of `knowledge/`, run by CPython: each must print its output block, character for character.
//!
//! By the `python3` found (or `$PYGLOSS_PYTHON`), a process a program; and by CPython 3.14 from npm, compiled to WebAssembly, in one Node process;
//! and by the release candidate of 3.15 (`npm ci` in `tests/python` brings both). Without Node or the package that half is skipped, unless `PYGLOSS_TEST_ALL` is set.
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use libtest_mimic::{Arguments, Failed, Trial};
use pygloss::knowledge::{Code, Concept, Knowledge, Program, Version, builtin, read_folder};
use serde_json::{Value, json};

/// CPythons from npm, compiled to WebAssembly.
const NEWER: [(Version, &str); 2] = [
    (Version { major: 3, minor: 14 }, "pyodide"),
    (Version { major: 3, minor: 15 }, "pyodide-next"),
];

/// How long a program may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

fn main() {
    let arguments = Arguments::from_args();
    let loaded = Knowledge::load(&builtin(), None);
    let concepts = loaded.knowledge.concepts();
    let mut trials = native_trials(concepts);
    // The pack that the documentation shows is held to the same.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/example-pack");
    let sources = read_folder(&folder).expect("the folder can be read");
    let pack = Knowledge::load(&sources, Some(&loaded.knowledge)).knowledge;
    trials.extend(native_trials(pack.concepts()));
    for (version, package) in NEWER {
        trials.extend(newer_trials(concepts, version, package, arguments.list));
    }
    let all: Vec<Concept> = concepts.iter().chain(pack.concepts()).cloned().collect();
    trials.push(compiling_trial(&all));
    libtest_mimic::run(&arguments, trials).exit();
}

fn python() -> String {
    std::env::var("PYGLOSS_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

fn name_of(concept: &Concept, program: &Program) -> String {
    format!("{}:{}", concept.id, program.row)
}

/// The version a program needs, by its page or by itself.
fn needs(concept: &Concept, program: &Program) -> Option<Version> {
    program.since.max(concept.since)
}

fn native_trials(concepts: &[Concept]) -> Vec<Trial> {
    let probe = Command::new(python())
        .args(["-c", "import sys; print('%d.%d' % sys.version_info[:2])"])
        .output();
    let version: Option<Version> = probe
        .ok()
        .and_then(|o| String::from_utf8_lossy(&o.stdout).trim().parse().ok());
    let Some(version) = version else {
        return vec![Trial::test("python3", || {
            Err(format!(
                "`{}` cannot be run; install CPython 3.8 or later, or set PYGLOSS_PYTHON",
                python()
            )
            .into())
        })];
    };
    let mut trials = Vec::new();
    for concept in concepts {
        for program in concept.programs() {
            let fits = needs(concept, program).is_none_or(|needed| version >= needed);
            let name = format!("{version}::{}", name_of(concept, program));
            let (source, output) = (program.source.clone(), program.output(version).map(str::to_owned));
            let test = move || compare(output.as_deref(), &run_native(&source)?);
            trials.push(Trial::test(name, test).with_ignored_flag(!fits));
        }
    }
    trials
}

fn compare(wanted: Option<&str>, printed: &str) -> Result<(), Failed> {
    match wanted {
        None => Err("no output block fits this version".into()),
        Some(wanted) if wanted == printed => Ok(()),
        Some(wanted) => Err(format!("the page says\n{wanted}\nand CPython prints\n{printed}").into()),
    }
}

/// Runs a program from a file in an empty folder and returns what it printed.
fn run_native(source: &str) -> Result<String, Failed> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("main.py");
    std::fs::write(&file, source)?;
    let mut child = Command::new(python())
        .arg(&file)
        .current_dir(folder.path())
        .env_remove("PYTHONPATH")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut streams = (
        child.stdout.take().ok_or("a pipe")?,
        child.stderr.take().ok_or("a pipe")?,
    );
    let said = std::thread::spawn(move || {
        let mut text = String::new();
        streams.1.read_to_string(&mut text).map(|_| text)
    });
    let printed = std::thread::spawn(move || {
        let mut text = String::new();
        streams.0.read_to_string(&mut text).map(|_| text)
    });
    let end = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if Instant::now() > end {
            child.kill()?;
            child.wait()?;
            return Err(format!("still running after {PATIENCE:?}").into());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let printed = printed.join().map_err(|_| "reading its output failed")??;
    let said = said.join().map_err(|_| "reading its errors failed")??;
    if status.success() {
        Ok(printed)
    } else {
        Err(format!("ended with {status}:\n{printed}\n{said}").into())
    }
}

/// One trial a program on a CPython from npm; all programs run in one go, beforehand.
fn newer_trials(concepts: &[Concept], version: Version, package: &'static str, only_list: bool) -> Vec<Trial> {
    let mut programs: Vec<(&Concept, &Program)> = concepts
        .iter()
        .flat_map(|c| c.programs().map(move |p| (c, p)))
        .filter(|(c, p)| needs(c, p).is_none_or(|needed| needed <= version))
        .collect();
    // What is new comes first: a program that asks what is imported is not to see what others have imported.
    programs.sort_by_key(|(c, p)| std::cmp::Reverse(needs(c, p)));
    let runs = |program: &Program| !program.threads && !program.processes;
    let input: Vec<Value> = programs
        .iter()
        .filter(|(_, p)| runs(p))
        .map(|(c, p)| json!({ "name": name_of(c, p), "source": p.source }))
        .collect();
    let results = if only_list {
        Ok(Vec::new())
    } else {
        run_newer(version, package, &json!(input).to_string())
    };
    let results = match results {
        Ok(results) => results,
        Err(why) => {
            let must = std::env::var_os("PYGLOSS_TEST_ALL").is_some();
            eprintln!("SKIPPED examples on CPython {version}: {why}");
            return vec![Trial::test(version.to_string(), move || Err(why.into())).with_ignored_flag(!must)];
        }
    };
    let mut trials = Vec::new();
    for (concept, program) in programs {
        let name = name_of(concept, program);
        let result = results.iter().find(|r| r["name"] == name).cloned();
        let output = program.output(version).map(str::to_owned);
        let skipped = !runs(program);
        let test = move || {
            let result = result.ok_or("it was not run")?;
            match result["error"].as_str() {
                Some(error) => Err(format!("it failed:\n{error}").into()),
                None => compare(output.as_deref(), result["printed"].as_str().unwrap_or("")),
            }
        };
        trials.push(Trial::test(format!("{version}::{name}"), test).with_ignored_flag(skipped));
    }
    trials
}

fn run_newer(version: Version, package: &str, input: &str) -> Result<Vec<Value>, String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python");
    if !Path::new(folder).join("node_modules").join(package).is_dir() {
        return Err("tests/python/node_modules is not there; run `npm ci` in tests/python".to_owned());
    }
    let flags = Command::new("node")
        .args(["--experimental-wasm-stack-switching", "-e", "0"])
        .output();
    let flagged = flags.map_err(|e| format!("node cannot be run: {e}"))?.status.success();
    let mut node = Command::new("node");
    // `asyncio.run` waits in the middle of WebAssembly; newer versions of Node allow it without the flag.
    if flagged {
        node.arg("--experimental-wasm-stack-switching");
    }
    let text = talk(node.args(["run.mjs", package]).current_dir(folder), input)?;
    let results: Vec<Value> = serde_json::from_str(&text).map_err(|e| format!("node printed no JSON: {e}"))?;
    match results.first().and_then(|r| r["printed"].as_str()) {
        Some(found) if found == version.to_string() => Ok(results),
        other => Err(format!("the package {package} is not CPython {version} but {other:?}")),
    }
}

/// Runs a command with `input` on its standard input and returns what it printed.
fn talk(command: &mut Command, input: &str) -> Result<String, String> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| e.to_string())?;
    let mut stdin = child.stdin.take().ok_or("a pipe")?;
    let input = input.to_owned();
    let writing = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().map_err(|e| e.to_string())?;
    let _ = writing.join();
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(format!("{command:?} ended with {}", output.status))
    }
}

/// Code that is shown without being run must compile, or be refused where the page says so.
fn compiling_trial(concepts: &[Concept]) -> Trial {
    let pieces: Vec<Value> = concepts
        .iter()
        .flat_map(|c| c.code().iter().map(move |code| (c, code)))
        .map(|(concept, code)| {
            let (source, row, refused) = match code {
                Code::Program(program) => (&program.source, program.row, false),
                Code::Compiles { source, row } => (source, *row, false),
                Code::Refused { source, row } => (source, *row, true),
            };
            json!({ "name": format!("{}:{row}", concept.path), "source": source, "refused": refused, "since": concept.since.map(|v| v.minor) })
        })
        .filter(|piece| piece["since"].as_u64().is_none_or(|minor| minor <= 11))
        .collect();
    Trial::test("pieces_compile", move || {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/compile.py");
        let text = talk(Command::new(python()).arg(script), &json!(pieces).to_string())?;
        let wrong: Vec<String> = serde_json::from_str(&text)?;
        if wrong.is_empty() {
            Ok(())
        } else {
            Err(wrong.join("\n").into())
        }
    })
}
