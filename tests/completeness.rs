//! Nothing of the language is missing: every node class, keyword, operator and delimiter of CPython 3.14 and every special name of the data model is
//! explained where it stands.
//!
//! The lists are CPython's own, from 3.14 in Node (`npm ci` in `tests/python`; `tests/completeness/list.py` asks it), and from the data model's chapter
//! among the pages of Debian's `python3.11-doc` (`$PYGLOSS_PYTHON_DOC`). What is not here is skipped, unless `PYGLOSS_TEST_ALL` is set. A node class,
//! keyword or token is shown to be explained by a sample in `tests/completeness/samples.txt`, which CPython confirms; a special name by
//! code that is made of it. What need not be explained stands with its reason in `tests/completeness/exclusions.tsv`.
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use pygloss::detect::Analysis;
use pygloss::document::Document;
use pygloss::gloss::{Gloss, Glossary};
use serde_json::{Value, json};

/// Source with one token marked, and what CPython calls that token.
struct Sample {
    names: Vec<&'static str>,
    source: String,
    mark: Range<usize>,
    row: usize,
}

impl Sample {
    fn show(&self) -> String {
        let (before, after) = (&self.source[..self.mark.start], &self.source[self.mark.end..]);
        let text = &self.source[self.mark.clone()];
        format!("samples.txt:{}: {before}«{text}»{}", self.row, after.trim_end())
    }
}

static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let text = include_str!("completeness/samples.txt");
    let mut samples: Vec<Sample> = Vec::new();
    for (row, line) in (1..).zip(text.lines()) {
        if let Some(names) = line.strip_prefix("== ") {
            samples.push(Sample {
                names: names.split_whitespace().collect(),
                source: String::new(),
                mark: 0..0,
                row,
            });
        } else if let Some(sample) = samples.last_mut() {
            sample.source.extend([line, "\n"]);
        }
    }
    for sample in &mut samples {
        let parts: Vec<&str> = sample.source.split(['«', '»']).collect();
        let [before, token, after] = parts[..] else {
            panic!("samples.txt:{}: «» marks one token", sample.row);
        };
        sample.mark = before.len()..before.len() + token.len();
        sample.source = [before, token, after].concat();
        assert!(sample.source.is_ascii(), "samples.txt:{}: ASCII, please", sample.row);
    }
    samples
});

/// Names that need no concept, each with its reason.
static EXCLUSIONS: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    include_str!("completeness/exclusions.tsv")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .map(|l| l.split_once('\t').expect("a name, a tab and a reason"))
        .collect()
});

/// What CPython 3.14 said, or why it was not asked.
static NEWEST: LazyLock<Result<Value, String>> = LazyLock::new(ask_newest);

fn ask_newest() -> Result<Value, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    if !folder.join("python/node_modules/pyodide").is_dir() {
        return Err("tests/python/node_modules is not there; run `npm ci` in tests/python".to_owned());
    }
    let input: Vec<Value> = SAMPLES
        .iter()
        .map(|s| json!({ "names": s.names, "source": s.source, "start": s.mark.start, "end": s.mark.end }))
        .collect();
    let mut node = Command::new("node")
        .arg(folder.join("completeness/list.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("node cannot be run: {e}"))?;
    let mut stdin = node.stdin.take().ok_or("a pipe")?;
    // It is read whole before anything is printed.
    let written = stdin.write_all(json!(input).to_string().as_bytes());
    drop(stdin);
    let output = node.wait_with_output().map_err(|e| e.to_string())?;
    // From here on a failure is no reason to skip.
    assert!(output.status.success(), "list.mjs ended with {}", output.status);
    written.expect("list.mjs reads the samples");
    let answer: Value = serde_json::from_slice(&output.stdout).expect("list.mjs prints JSON");
    assert_eq!(answer["version"], "3.14", "the package is another CPython");
    Ok(answer)
}

/// CPython's answer; none where the test is to be skipped.
fn newest() -> Option<&'static Value> {
    match &*NEWEST {
        Ok(answer) => Some(answer),
        Err(why) => {
            skip("what CPython 3.14 has", why);
            None
        }
    }
}

fn skip(what: &str, why: &str) {
    assert!(std::env::var_os("PYGLOSS_TEST_ALL").is_none(), "{what}: {why}");
    eprintln!("SKIPPED {what}: {why}");
}

fn none(wrong: &[String], advice: &str) {
    assert!(wrong.is_empty(), "{advice}\n{}", wrong.join("\n"));
}

fn is_special(name: &str) -> bool {
    name.starts_with("__")
}

#[test]
fn every_name_has_a_sample_or_a_reason() {
    let Some(answer) = newest() else { return };
    let names = answer["names"].as_object().expect("names");
    assert!(names.len() > 200, "CPython names its tokens: {}", names.len());
    let sampled: BTreeSet<&str> = SAMPLES.iter().flat_map(|s| s.names.clone()).collect();
    let mut wrong = Vec::new();
    for (name, written) in names {
        let written = written.as_str().map_or_else(String::new, |w| format!(" (`{w}`)"));
        match (sampled.contains(name.as_str()), EXCLUSIONS.contains_key(name.as_str())) {
            (false, false) => wrong.push(format!(
                "{name}{written}: neither a sample nor a reason why there is none"
            )),
            (true, true) => wrong.push(format!("{name}{written}: a sample, and a reason why there is none")),
            _ => {}
        }
    }
    let excluded = EXCLUSIONS.keys().filter(|n| !is_special(n));
    for name in sampled.iter().chain(excluded).filter(|n| !names.contains_key(**n)) {
        wrong.push(format!("{name}: CPython 3.14 has no such name"));
    }
    none(
        &wrong,
        "Add `== NAME` and a program with the token marked to tests/completeness/samples.txt:",
    );
}

#[test]
fn samples_are_what_cpython_says() {
    let Some(answer) = newest() else { return };
    let wrong = answer["wrong"].as_array().expect("an array");
    let wrong: Vec<String> = wrong.iter().map(|w| w.as_str().unwrap_or("?").to_owned()).collect();
    none(&wrong, "Mend these in tests/completeness/samples.txt:");
}

fn analysis(source: &str) -> Analysis {
    Analysis::new(Document::new(source.to_owned()))
}

/// Whether this explains the token: it is anchored there, and not just around it, and says what the token is and not only what may be wrong with it.
fn explains(gloss: &Gloss<'_>, token: &Range<usize>) -> bool {
    let edge = |a: &Range<usize>| a.start == token.start || a.end == token.end;
    let anchors = &gloss.occurrence.anchors;
    let there = anchors.iter().any(|a| a.contains(&token.start) && edge(a));
    there && !["pitfalls", "idioms"].contains(&gloss.concept.area.as_str())
}

#[test]
fn samples_are_explained_at_their_tokens() {
    let glossary = Glossary::builtin();
    let wrong: Vec<String> = SAMPLES
        .iter()
        .filter(|sample| {
            let analysis = analysis(&sample.source);
            let found = glossary.at(&analysis, sample.mark.start);
            !found.iter().any(|gloss| explains(gloss, &sample.mark))
        })
        .map(|sample| format!("{}: {}", sample.names.join(" "), sample.show()))
        .collect();
    none(
        &wrong,
        "No concept has its anchor at these tokens; add or mend a concept file under knowledge/:",
    );
}

/// Programs that use a special name, each with what stands before and after it: first those in which a class has it.
const USES: [(&str, &str); 10] = [
    ("class C:\n    def ", "(self, *args): return g(self, *args)\n"),
    (
        "class C:\n    @classmethod\n    def ",
        "(cls, *args): return g(cls, *args)\n",
    ),
    ("class C:\n    ", " = g()\n"),
    ("def ", "(name): return g(name)\n"),
    ("", " = g()\n"),
    ("x = g(", ")\n"),
    ("x = g(y.", ")\n"),
    ("super().", "(1)\n"),
    ("def f(x): return type(x).", "\n"),
    ("from ", " import x\n"),
];

/// How many of [`USES`] are in a class.
const IN_CLASS: usize = 3;

/// The concepts at a special name in one of [`USES`].
fn concepts_in(use_of_it: (&str, &str), name: &str) -> BTreeSet<&'static str> {
    let (before, after) = use_of_it;
    let glosses = Glossary::builtin().at(&analysis(&format!("{before}{name}{after}")), before.len());
    let token = before.len()..before.len() + name.len();
    let explaining = glosses.iter().filter(|gloss| explains(gloss, &token));
    explaining.map(|gloss| gloss.concept.id.as_str()).collect()
}

/// A concept that explains the special name in one of `uses`: it speaks of that name, and is not found at any name that stands there.
fn concept_of(name: &str, uses: &[(&str, &str)]) -> Option<&'static str> {
    let knowledge = Glossary::builtin().knowledge();
    uses.iter().find_map(|use_of_it| {
        let anyway = concepts_in(*use_of_it, "__no_such_name__");
        concepts_in(*use_of_it, name)
            .into_iter()
            .filter(|id| !anyway.contains(id))
            .find(|id| knowledge.get(id).is_some_and(|c| c.source.contains(name)))
    })
}

/// Each of these names has a concept, found in one of `uses`, or a reason; the text says what the name is.
fn assert_explained<'a>(names: impl Iterator<Item = (&'a str, String)>, uses: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (name, of) in names {
        match (concept_of(name, uses), EXCLUSIONS.get(name)) {
            (None, None) => wrong.push(format!("{name}: {of}")),
            (Some(id), Some(_)) => wrong.push(format!("{name}: excluded, but `{id}` explains it")),
            _ => {}
        }
    }
    none(
        &wrong,
        "No concept is found at these special names; write one, or add a reason to tests/completeness/exclusions.tsv:",
    );
}

#[test]
fn special_names_of_cpython_are_explained() {
    let Some(answer) = newest() else { return };
    let special = answer["special"].as_object().expect("an object");
    assert!(special.len() > 100, "objects carry special names: {}", special.len());
    let names = special.iter().map(|(name, of)| {
        let of = of.as_array().into_iter().flatten().filter_map(Value::as_str);
        (
            name.as_str(),
            format!("of {}", of.take(3).collect::<Vec<_>>().join(", ")),
        )
    });
    assert_explained(names, &USES);
    let chapter = chapter();
    let idle: Vec<String> = EXCLUSIONS
        .keys()
        .filter(|name| is_special(name) && !special.contains_key(**name))
        .filter(|name| chapter.as_ref().is_some_and(|c| !c.contains_key(**name)))
        .map(|name| (*name).to_owned())
        .collect();
    none(&idle, "Excluded, and no special name of CPython's:");
}

/// The special names that the data model's chapter speaks of, each with whether it is an entry of its own, for a class to have; none where the
/// pages are not here.
fn chapter() -> Option<BTreeMap<String, bool>> {
    let folder = std::env::var_os("PYGLOSS_PYTHON_DOC")
        .map_or_else(|| PathBuf::from("/usr/share/doc/python3.11/html"), PathBuf::from);
    let html = std::fs::read_to_string(folder.join("reference/datamodel.html")).ok()?;
    let mut names = BTreeMap::new();
    for word in html.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')) {
        let inner = word.strip_prefix("__").and_then(|w| w.strip_suffix("__"));
        if inner.is_some_and(|inner| inner.starts_with(|c: char| c.is_ascii_lowercase())) {
            let is_entry = |of| html.contains(&format!("id=\"{of}.{word}\""));
            names.insert(word.to_owned(), is_entry("object") || is_entry("class"));
        }
    }
    Some(names)
}

#[test]
fn special_names_of_the_data_model_chapter_are_explained() {
    let Some(chapter) = chapter() else {
        let why = "the pages of python3.11-doc are not here; set PYGLOSS_PYTHON_DOC";
        skip("special names of the data model's chapter", why);
        return;
    };
    let (entries, others): (Vec<_>, Vec<_>) = chapter.iter().partition(|(_, is_entry)| **is_entry);
    assert!(entries.len() > 90, "the chapter has its entries: {}", entries.len());
    let entries = entries
        .into_iter()
        .map(|(name, _)| (name.as_str(), "an entry of the chapter, in a class body".to_owned()));
    assert_explained(entries, &USES[..IN_CLASS]);
    let others = others
        .into_iter()
        .map(|(name, _)| (name.as_str(), "named in the chapter".to_owned()));
    assert_explained(others, &USES);
}
