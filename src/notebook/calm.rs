//! What of a broken cell can stand beside other cells.

use super::FENCE;
use crate::document::Document;

/// The text that `python` is replaced by among other cells; `None` where it can stay as it is. `open` is where quotes begin that nothing closes.
///
/// Code that is not finished may swallow what follows it: open quotes all up to the next ones, an open bracket the next statements. The first is known; the
/// second is tried with a fence behind. If the fence is swallowed, the statements that are sound stay, and the rest is blanked.
pub(super) fn calmed(python: &str, open: Option<usize>) -> Option<String> {
    let cut = open.map(|open| without_string(python, open));
    let text = cut.as_deref().unwrap_or(python);
    if is_contained(text) {
        return cut;
    }
    let partly = sound_statements(text);
    Some(if is_contained(&partly) { partly } else { blank(python) })
}

/// The text up to a string that begins at the byte `open`, and blanks from there on.
fn without_string(python: &str, open: usize) -> String {
    let before = python.get(..open).unwrap_or("");
    // A word right before quotes is the string's prefix.
    let before = before.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let rest = python.get(before.len()..).unwrap_or("");
    format!("{before}{}", blank(rest))
}

/// The text with nothing but its line breaks left, in the same bytes.
pub(super) fn blank(text: &str) -> String {
    let blanked = text.bytes().map(|byte| match byte {
        b'\n' => '\n',
        b'\r' => '\r',
        _ => ' ',
    });
    blanked.collect()
}

fn between_fences(python: &str) -> Document {
    Document::new(format!("{FENCE}\n{python}\n{FENCE}\n"))
}

/// Whether the parser finds the fence behind the text to be the statement it is.
fn is_contained(python: &str) -> bool {
    let document = between_fences(python);
    let fence = FENCE.len() + 1 + python.len() + 1;
    !document.has_error() || has_fence(&document, fence)
}

/// Whether a fence at the byte `at` is one, for the parser.
fn has_fence(document: &Document, at: usize) -> bool {
    are_fences(document, &[at])
}

/// Whether fences at the bytes `all`, in order, are fences for the parser.
pub(super) fn are_fences(document: &Document, all: &[usize]) -> bool {
    let statements = document.statements();
    let is_fence = |at: &usize| {
        let found = statements.binary_search_by_key(at, |statement| statement.range.start);
        let found = found.ok().and_then(|found| statements.get(found));
        found.is_some_and(|found| found.is_sound && found.range.len() == FENCE.len())
    };
    document.is_module() && all.iter().all(is_fence)
}

/// The sound statements of a text where they are, and blanks elsewhere.
fn sound_statements(python: &str) -> String {
    let document = between_fences(python);
    let mut kept = blank(python);
    for statement in document.statements().iter().filter(|statement| statement.is_sound) {
        let from = statement.range.start.checked_sub(FENCE.len() + 1);
        let range = from.map(|from| from..from + statement.range.len());
        // The fences themselves lie outside.
        if let Some((range, code)) = range.and_then(|range| Some((range.clone(), python.get(range)?))) {
            kept.replace_range(range, code);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calm(python: &str) -> Option<String> {
        crate::notebook::Cell::new(python).calm().map(str::to_owned)
    }

    #[test]
    fn unfinished_code_that_stays_by_itself_is_left_alone() {
        for python in [
            "",
            "# nothing",
            "x = 1\ny = 2",
            "def f():\n    return 1",
            "  x = 1\n  y = 2",
            "if x:",
            "x = 'open",
            "x = ",
            "x.",
            "import ",
            "return )",
            "async with a as b: await c",
        ] {
            assert_eq!(calm(python), None, "{python:?}");
        }
    }

    #[test]
    fn what_would_swallow_other_cells_is_blanked_and_the_rest_stays() {
        for (python, kept) in [
            (
                "import os\nx = \"\"\"open\nimport re",
                "import os\nx =        \n         ",
            ),
            ("import os\r\nf\"\"\"{x}", "import os\r\n       "),
            ("'''\u{e9}", "     "),
            ("import os\nfor x in y", "import os\n          "),
        ] {
            assert_eq!(calm(python).as_deref(), Some(kept), "{python:?}");
        }
    }

    #[test]
    fn nothing_that_is_calmed_swallows_a_fence() {
        let starts = [
            "",
            "import os\n",
            "def f():\n    ",
            "class C:\n  def g(self):\n    ",
            "if x:\n  pass\n",
        ];
        let ends = [
            "(",
            "x = foo(1,",
            "[1, 2",
            "{'a': 1,",
            "x = '''",
            "f'''{",
            "x = 1 + \\",
            "@d(",
            "print(f'{x",
            "\"\"\"a\"",
            "lambda (",
            "foo(\nbar(\n[",
            "f\"{x!",
            "@d",
            "for x in y",
            "class C",
            "while (",
            "match x:",
            "try:",
        ];
        for start in starts {
            for end in ends {
                let python = format!("{start}{end}");
                let calm = calm(&python).unwrap_or_else(|| python.clone());
                assert_eq!(calm.len(), python.len(), "{python:?}");
                assert!(is_contained(&calm), "{python:?}: {calm:?}");
                if start == "import os\n" {
                    assert!(calm.starts_with(start), "{python:?}: {calm:?}");
                }
            }
        }
    }
}
