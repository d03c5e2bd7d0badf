//! The page of a rewriting: both versions, and what differs.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use crate::document::Document;
use crate::rewrite::{Outcome, Rewrite};

/// A rewriting as a page of its own, or why there is none.
pub fn rewrite(document: &Document, outcome: &Outcome) -> String {
    let title = title(outcome);
    match outcome {
        Outcome::Rewritten(rewrite) => both(document, &title, rewrite),
        Outcome::Impossible { range, reason, .. } => {
            let code = fenced(&lines(document, range, None));
            format!("# {title}\n\n{code}\nNo plainer code does the same here: {reason}.\n")
        }
    }
}

/// The heading of its page, Markdown. What cannot be rewritten is called by its `about` in words.
pub fn title(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Rewritten(rewrite) => capital(&rewrite.title),
        Outcome::Impossible { about, .. } => capital(&about.replace('-', " ")),
    }
}

fn both(document: &Document, title: &str, rewrite: &Rewrite) -> String {
    let mut page = format!("# {title}\n\nWritten:\n\n");
    page.push_str(&fenced(&lines(document, &rewrite.statement, None)));
    page.push_str("\nIn plainer Python:\n\n");
    page.push_str(&fenced(&lines(document, &rewrite.statement, Some(&rewrite.after))));
    if !rewrite.notes.is_empty() {
        page.push('\n');
    }
    for note in &rewrite.notes {
        // Writing to a string cannot fail.
        let _ = writeln!(page, "- {note}");
    }
    page
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The whole lines that `range` lies in, with `replacement` in its place.
fn lines(document: &Document, range: &Range<usize>, replacement: Option<&str>) -> String {
    let (text, index) = (document.text(), document.lines());
    let first = index.row(range.start);
    let last = index.row(range.end);
    let start = index.start(first).unwrap_or(range.start);
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
    let before = part(start, range.start);
    let column = range.end - index.start(last).unwrap_or(range.end);
    let behind = index.line(text, last).get(column..).unwrap_or("");
    let middle = replacement.unwrap_or_else(|| part(range.start, range.end));
    format!("{before}{middle}{behind}")
}

/// Code between fences that are longer than any in it.
fn fenced(code: &str) -> String {
    let code = &*super::lines_spelled_out(code);
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let code = outdented(code.trim_end_matches(['\n', '\r']));
    format!("{fence}python\n{code}\n{fence}\n")
}

/// Code that begins at the left. What holds a text of several lines stays where it is: the indentation may be the text's own.
fn outdented(code: &str) -> Cow<'_, str> {
    if ["\"\"\"", "'''", "\\\n", "\\\r"].iter().any(|mark| code.contains(mark)) {
        return Cow::Borrowed(code);
    }
    Cow::Owned(textwrap::dedent(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_begins_at_the_left_but_texts_stay_as_they_are() {
        assert_eq!(
            outdented("    for x in y:\n        z\n    else:\n        w"),
            "for x in y:\n    z\nelse:\n    w"
        );
        for text in ["    x = '''a\n    b'''", "    x = 'a\\\n    b'"] {
            assert_eq!(outdented(text), text);
        }
    }
}
