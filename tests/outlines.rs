//! After any edit, what is found by searching only what changed is what is found by searching everything.
//!
//! Files of the standard library are edited at random, edit after edit, by numbers that a seed gives; `PYGLOSS_OUTLINE_EDITS=N` sets how many edits each file gets.

mod trials;

use pygloss::detect::{Analysis, Outline};
use pygloss::document::Document;
use pygloss::gloss::Glossary;
use trials::{Numbers, standard_library};

/// Files in which much is found: classes that build on each other, closures, generators, imports under other names.
const FILES: [&str; 12] = [
    "contextlib.py",
    "functools.py",
    "dataclasses.py",
    "enum.py",
    "abc.py",
    "weakref.py",
    "queue.py",
    "types.py",
    "graphlib.py",
    "asyncio/taskgroups.py",
    "asyncio/queues.py",
    "concurrent/futures/thread.py",
];

/// What somebody may type or paste, whole or in parts.
const PIECES: [&str; 40] = [
    " ",
    "\n",
    "x",
    "_",
    ".",
    "(",
    ")",
    "[",
    ":",
    "\"",
    "\"\"\"",
    "'",
    "#",
    "@",
    "*",
    "\\\n",
    "\r",
    "é",
    "yield",
    "yield from x\n",
    "await ",
    "async ",
    "lambda: ",
    "import os as functools\n",
    "from abc import *\n",
    "from functools import partial as x\n",
    "global x\n",
    "nonlocal x\n",
    "x = y\n",
    "self = cls\n",
    "del x\n",
    "class A(B, metaclass=C):\n    __slots__ = ()\n    def __init__(self): pass\n",
    "class Enum(object): pass\n",
    "def f(a, *b, **c):\n    return a\n",
    "if __name__ == \"__main__\":\n    main()\n",
    "@functools.wraps(f)\n",
    "    ",
    "with a as b, c as d:\n    pass\n",
    "try:\n    import x\nexcept ImportError:\n    x = None\n",
    "for x in range(3): print(x)\n",
];

/// The words of a text: where they begin and end.
fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_alphanumeric() || c == '_', start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

/// The bytes that an edit replaces, and what with.
fn edit(text: &str, numbers: &mut Numbers) -> (std::ops::Range<usize>, String) {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(text.match_indices('\n').map(|(at, _)| at + 1))
        .collect();
    let line = |numbers: &mut Numbers| {
        let row = numbers.below(starts.len());
        starts[row]..starts.get(row + 1).copied().unwrap_or(text.len())
    };
    let boundary = |at: usize| text.floor_char_boundary(at.min(text.len()));
    match numbers.below(12) {
        // A word becomes another word of the file, or a shorter or longer one.
        0..=2 => {
            let words = words(text);
            if words.is_empty() {
                return (0..0, "x = 1\n".to_owned());
            }
            let (start, end) = words[numbers.below(words.len())];
            let (from, to) = words[numbers.below(words.len())];
            match numbers.below(4) {
                0 => (start..boundary(end - 1).max(start), String::new()),
                1 => (end..end, "s".to_owned()),
                _ => (start..end, text[from..to].to_owned()),
            }
        }
        3 => (line(numbers), String::new()),
        4 => {
            let (one, other) = (line(numbers), line(numbers));
            (one.start..one.start, text[other].to_owned())
        }
        5 => {
            let one = line(numbers);
            let deeper = numbers.below(2) == 0;
            match text[one.clone()].strip_prefix("    ") {
                Some(_) if !deeper => (one.start..one.start + 4, String::new()),
                _ => (one.start..one.start, "    ".to_owned()),
            }
        }
        // A stretch goes, within a few lines.
        6 => {
            let start = boundary(numbers.below(text.len() + 1));
            let end = boundary(start + numbers.below(80)).max(start);
            (start..end, String::new())
        }
        7 => {
            let one = line(numbers);
            (one.start..one.start, PIECES[numbers.below(PIECES.len())].to_owned())
        }
        8 => {
            let one = line(numbers);
            let indent: String = text[one.clone()].chars().take_while(|c| *c == ' ').collect();
            (
                one.start..one.start,
                format!("{indent}{}", PIECES[numbers.below(PIECES.len())]),
            )
        }
        _ => {
            let at = boundary(numbers.below(text.len() + 1));
            (at..at, PIECES[numbers.below(PIECES.len())].to_owned())
        }
    }
}

#[test]
fn after_any_edits_nothing_differs_from_a_search_of_everything() {
    let edits: usize = std::env::var("PYGLOSS_OUTLINE_EDITS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(30);
    let glossary = Glossary::builtin();
    let root = standard_library();
    for (seed, file) in (1..).zip(FILES) {
        let whole = std::fs::read_to_string(root.join(file)).expect("the standard library has it");
        let mut numbers = Numbers(seed);
        let mut document = Document::new(whole.clone());
        let mut before: Option<Outline> = None;
        for step in 0..edits {
            // Nothing is left of a file after enough edits: now and then it begins anew, as when another version is checked out.
            if step % 20 == 19 {
                document.become_text(&whole);
            }
            let count = 1 + numbers.below(2) * numbers.below(3);
            let mut done = Vec::new();
            for _ in 0..count {
                let (range, new) = edit(document.text(), &mut numbers);
                document.replace(range.clone(), &new);
                done.push((range, new));
            }
            let analysis = Analysis::new(document);
            let outline = glossary.outline_after(&analysis, before.as_ref());
            let afresh = glossary.outline(&analysis);
            if outline.occurrences() != afresh {
                let describe = |all: &[pygloss::detect::Occurrence], others: &[pygloss::detect::Occurrence]| {
                    let missing = all.iter().filter(|o| !others.contains(o));
                    let described = missing.take(10).map(|o| {
                        let text = analysis.document().text();
                        let row = text[..o.anchor().start].matches('\n').count() + 1;
                        format!("{} at {row}: {:?} {o:?}", glossary.concept(o).id, &text[o.anchor()])
                    });
                    described.collect::<Vec<_>>().join("\n")
                };
                panic!(
                    "{file}, step {step}: after {done:?}\nmissing:\n{}\ntoo much:\n{}",
                    describe(&afresh, outline.occurrences()),
                    describe(outline.occurrences(), &afresh)
                );
            }
            before = Some(outline);
            document = analysis.into_document();
        }
    }
}
