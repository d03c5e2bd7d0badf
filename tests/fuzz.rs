//! A short run of every target of `fuzz/`, without libFuzzer: the regressions, the seeds, and inputs made of them. A seed decides which, so that a failing
//! run can be run again; `docs/reliability.md` says how, and what the long runs are.
//!
//! `PYGLOSS_FUZZ_SEED` is another seed, `PYGLOSS_FUZZ_FACTOR` how many times as many inputs. Whatever a failing input is, it is written below `target/fuzz-finds`.
#![allow(clippy::print_stdout, reason = "it says how many inputs there were")]

#[path = "../fuzz/src/lib.rs"]
mod fuzz;

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fuzz::{TARGETS, Target};
use libtest_mimic::{Arguments, Failed, Trial};

/// What one input may take of a processor. A hover may take a thousandth of it; here everything is asked everywhere.
const LIMIT: Duration = Duration::from_secs(10);

/// Set where the pages that the server writes go to a folder of their own.
const INSIDE: &str = "PYGLOSS_FUZZ_INSIDE";

/// Panics of any thread: those of handlers are caught by the server.
static PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn main() -> ExitCode {
    if std::env::var_os(INSIDE).is_none() {
        return inside();
    }
    std::panic::set_hook(Box::new(|panic| {
        PANICS
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push(panic.to_string());
    }));
    let trials = TARGETS
        .iter()
        .map(|target| Trial::test(target.name, move || short(target)))
        .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}

/// Runs this program again, with a cache folder that is nobody's.
fn inside() -> ExitCode {
    let cache = tempfile::TempDir::with_prefix("pygloss-fuzz").expect("a temporary folder can be made");
    let program = std::env::current_exe().expect("this program is a file");
    let status = Command::new(program)
        .args(std::env::args_os().skip(1))
        .env(INSIDE, "1")
        .env("XDG_CACHE_HOME", cache.path())
        .status();
    match status.expect("this program runs").code() {
        Some(0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

fn number(variable: &str, default: u64) -> u64 {
    let said = std::env::var(variable).ok();
    said.map_or(default, |said| {
        said.parse().unwrap_or_else(|_| panic!("{variable} is a number"))
    })
}

fn short(target: &'static Target) -> Result<(), Failed> {
    let begun = Instant::now();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fuzz/regressions")
        .join(target.name);
    let mut regressions: Vec<PathBuf> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    regressions.sort();
    for path in &regressions {
        one(target, &std::fs::read(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let seeds = (target.seeds)();
    let cases = target.cases * usize::try_from(number("PYGLOSS_FUZZ_FACTOR", 1))?;
    let mut random = fastrand::Rng::with_seed(number("PYGLOSS_FUZZ_SEED", 20_260_101));
    for case in 0..cases {
        let input = match random.u8(..10) {
            0 => {
                let length = random.usize(..400);
                std::iter::repeat_with(|| random.u8(..)).take(length).collect()
            }
            1..=3 => random.choice(&seeds).cloned().unwrap_or_default(),
            _ => mutated(&mut random, &seeds),
        };
        one(target, &input).map_err(|error| format!("case {case}: {error}"))?;
    }
    println!(
        "{}: {} regressions, {cases} inputs, {:.1} s",
        target.name,
        regressions.len(),
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

/// A seed with some bytes changed, taken out, put in from another seed.
fn mutated(random: &mut fastrand::Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = random.choice(seeds).cloned().unwrap_or_default();
    let other = random.choice(seeds).cloned().unwrap_or_default();
    for _ in 0..random.usize(1..12) {
        let at = random.usize(..=input.len());
        let end = (at + random.usize(..20)).min(input.len());
        match random.u8(..6) {
            0 | 1 if at < input.len() => input[at] = random.u8(..),
            2 => drop(input.splice(at..end, [])),
            3 => drop(input.splice(at..at, [random.u8(..)])),
            4 => {
                let from = random.usize(..=other.len());
                let to = (from + random.usize(..60)).min(other.len());
                input.splice(at..end, other[from..to].iter().copied());
            }
            5 => {
                let again = input[at..end].to_vec();
                input.splice(at..at, again);
            }
            _ => input.truncate(at),
        }
    }
    input
}

fn one(target: &Target, input: &[u8]) -> Result<(), String> {
    let begun = cpu_time::ThreadTime::now();
    let outcome = std::panic::catch_unwind(|| (target.run)(input));
    let taken = begun.elapsed();
    let panics = std::mem::take(&mut *PANICS.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    let what = match (outcome, panics.as_slice()) {
        (Ok(()), []) if taken <= LIMIT => return Ok(()),
        (Ok(()), []) => format!("took {taken:?}"),
        _ => panics.join("\n"),
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("target/fuzz-finds")
        .join(target.name);
    let path = folder.join(format!("{:016x}", fxhash(input)));
    let kept = std::fs::create_dir_all(&folder).and_then(|()| std::fs::write(&path, input));
    Err(format!("{what}\nthe input: {} ({kept:?})", path.display()))
}

/// A name for an input (FNV-1a).
fn fxhash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
