//! What is answered of an edited text is what a fresh reading of it would answer: real files of the standard library, edited at random, the same every time.

mod trials;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use pygloss::detect::Analysis;
use pygloss::document::{Document, Nodes};
use pygloss::gloss::Glossary;
use trials::{Numbers, standard_library};

/// How long files are taken up; the edits of the last one are carried through.
const TIME: Duration = Duration::from_secs(30);
/// How many files at least, however slow the machine is.
const FILES: usize = 4;
const STEPS: usize = 12;
/// How many hovers are compared after each edit.
const HOVERS: usize = 25;

/// What is put in beside lines of the file itself.
const PIECES: [&str; 14] = [
    "",
    " ",
    "\n",
    "(",
    ")",
    "\"\"\"",
    "\ndef g(self):\n    ",
    "    ",
    "#",
    " = self",
    "\nglobal x\n",
    "import a as b\n",
    "\nclass C(D):\n",
    "é",
];

#[test]
fn hovers_and_names_of_an_edited_file_are_those_of_a_fresh_one() {
    let glossary = Glossary::builtin();
    let (begin, mut numbers, mut done) = (Instant::now(), Numbers(6), 0);
    let mut files = programs();
    while !files.is_empty() && (done < FILES || begin.elapsed() < TIME) {
        let path = files.swap_remove(numbers.below(files.len()));
        let Some(text) = std::fs::read_to_string(&path).ok().filter(|text| text.len() < 60_000) else {
            continue;
        };
        done += 1;
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let mut edited = Analysis::new(Document::new(text.clone()));
        for step in 0..STEPS {
            let length = edited.document().text().len();
            let start = numbers.below(length + 1);
            let end = start + [0, 0, 1, 40][numbers.below(4)];
            let [start, end] = [start, end].map(|at| edited.document().text().floor_char_boundary(at.min(length)));
            let piece = if numbers.below(3) == 0 {
                lines.get(numbers.below(lines.len())).copied().unwrap_or_default()
            } else {
                PIECES[numbers.below(PIECES.len())]
            };
            edited = edited.changed(|document| document.replace(start..end, piece));
            // Some edits follow another with no question between.
            if numbers.below(4) == 0 {
                continue;
            }
            compare(
                glossary,
                &edited,
                &mut numbers,
                start,
                &format!("{}, step {step}", path.display()),
            );
        }
    }
    assert!(done >= FILES, "the standard library has more than {done} files");
}

/// Hovers at places all over the text and near the edit; names at every identifier among them.
fn compare(glossary: &Glossary, edited: &Analysis, numbers: &mut Numbers, near: usize, what: &str) {
    let fresh = Analysis::new(Document::new(edited.document().text().to_owned()));
    // A question about the whole file has all of its names read.
    let everything = glossary.outline(&fresh);
    let length = edited.document().text().len();
    let (old, new) = (Nodes::new(edited.document()), Nodes::new(fresh.document()));
    for turn in 0..HOVERS {
        let mut at = match turn % 3 {
            0 => (near + numbers.below(200)).saturating_sub(100).min(length),
            1 => numbers.below(length + 1),
            _ => everything
                .get(numbers.below(everything.len()))
                .map_or(0, |o| o.anchor().start),
        };
        at = edited.document().text().floor_char_boundary(at);
        let said = |analysis: &Analysis| format!("{:#?}", glossary.at(analysis, at));
        assert_eq!(said(edited), said(&fresh), "{what}, byte {at}");
        let (Some(one), Some(other)) = (old.path(at).pop(), new.path(at).pop()) else {
            continue;
        };
        assert_eq!(
            (one.kind(), one.range()),
            (other.kind(), other.range()),
            "{what}, byte {at}"
        );
        let name = one.text();
        assert_eq!(edited.resolve(one), fresh.resolve(other), "{what}, {name} at {at}");
        assert_eq!(edited.place(one), fresh.place(other), "{what}, {name} at {at}");
        assert_eq!(edited.owner(name, at), fresh.owner(name, at), "{what}, {name} at {at}");
        assert_eq!(
            edited.bindings(name, at, 9),
            fresh.bindings(name, at, 9),
            "{what}, {name} at {at}"
        );
        assert_eq!(
            edited.is_definition(one),
            fresh.is_definition(other),
            "{what}, {name} at {at}"
        );
    }
}

fn programs() -> Vec<PathBuf> {
    let root = standard_library();
    let folders = ["", "asyncio", "email", "json", "unittest", "importlib", "test"];
    let entries = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten());
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "py"))
        .collect();
    files.sort();
    files
}
