//! What of a cell is IPython's and not Python.
//!
//! A line that begins with `%`, `!`, `?`, `,`, `;` or `/` where a statement may begin, or ends in `?`, is IPython's. Of `files = !ls` the right side is. A cell that
//! begins with `%%` is what its magic makes of it.

use std::sync::OnceLock;

use super::{Cell, FENCE};
use crate::document::LineIndex;

/// What a cell is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It knows their names, and they know its.
    Shared,
    /// It knows their names, they do not know its: it runs in a scope of its own.
    Apart,
    /// Nothing goes in or out: it runs in another process.
    Alone,
    /// It is not Python.
    Silent,
}

/// What stands in the place of a command whose result is bound.
const COMMAND: &str = "get_ipython()";

/// How a cell stands that begins with this magic.
fn standing(magic: &str) -> Standing {
    match magic {
        "time" | "capture" | "prun" | "memit" | "mprun" | "lprun" | "debug" | "px" | "ipytest" | "run_pytest"
        | "heat" | "snakeviz" | "scalene" | "pyinstrument" | "memray_flamegraph" | "manim" | "cache" => {
            Standing::Shared
        }
        "timeit" => Standing::Apart,
        "python" | "python3" | "pypy" => Standing::Alone,
        _ => Standing::Silent,
    }
}

/// Reads a text; `is_cell` says that a `%%` at its beginning is about all of it.
pub(super) fn read(text: &str, is_cell: bool) -> Cell {
    let lines = LineIndex::new(text);
    let mut python = String::with_capacity(text.len() + 1);
    let mut silent = Vec::new();
    let first = (0..lines.count()).find(|row| !lines.line(text, *row).trim().is_empty());
    let magic = first
        .filter(|_| is_cell)
        .and_then(|row| cell_magic(lines.line(text, row)));
    let standing = magic.map_or(Standing::Shared, standing);
    let mut state = State::default();
    for row in 0..lines.count() {
        let line = lines.line(text, row);
        let start = lines.start(row).unwrap_or(text.len());
        let end = lines.start(row + 1).unwrap_or(text.len());
        state.base = python.len();
        match state.read(line) {
            _ if standing == Standing::Silent => {}
            None => python.push_str(line),
            Some(from) => {
                silent.push((row, from));
                let before = line.get(..from).unwrap_or("");
                python.push_str(before);
                if !before.trim().is_empty() {
                    python.push_str(COMMAND);
                } else if from > 0 {
                    // In a block it may be the only statement.
                    python.push_str(FENCE);
                }
            }
        }
        match text.get(start + line.len()..end).unwrap_or("") {
            // What follows may not make one line break of two.
            "\r" if end == text.len() => python.push('\n'),
            line_break => python.push_str(line_break),
        }
    }
    Cell {
        open: state.quote.map(|_| state.quote_at),
        python,
        rows: lines.count(),
        silent,
        standing,
        calm: OnceLock::new(),
    }
}

/// The name of the magic that a cell beginning with `line` is for; `%%name?` asks about it, and the rest of the cell is as ever.
fn cell_magic(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("%%")?;
    let end = rest
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(rest.len());
    let (name, behind) = rest.split_at_checked(end)?;
    (!name.is_empty() && !behind.starts_with('?')).then_some(name)
}

/// Where in Python's tokens a line begins.
#[derive(Default)]
struct State {
    /// How many brackets are open.
    depth: usize,
    /// The quote that is open, and whether it is three.
    quote: Option<(u8, bool)>,
    /// Where that is, in the text read so far.
    quote_at: usize,
    /// How much was read before this line.
    base: usize,
    /// The line before ends in a backslash.
    is_continued: bool,
    /// The line before was IPython's, and ends in a backslash.
    goes_on: bool,
}

impl State {
    /// From which byte on the next line is not Python, if it is not.
    fn read(&mut self, line: &str) -> Option<usize> {
        let indent = line.len() - line.trim_start().len();
        if self.goes_on {
            self.goes_on = line.ends_with('\\');
            return Some(0);
        }
        let begins = self.depth == 0 && self.quote.is_none() && !self.is_continued;
        if begins && line.trim_start().starts_with(['%', '!', '?', ',', ';', '/']) {
            self.goes_on = line.ends_with('\\');
            return Some(indent);
        }
        let before = (self.depth, self.quote);
        let (ends_in_question, command) = self.scan(line.as_bytes());
        if begins && ends_in_question {
            (self.depth, self.quote) = before;
            self.is_continued = false;
            return Some(indent);
        }
        if let Some(command) = command.filter(|_| begins) {
            (self.depth, self.quote) = before;
            self.is_continued = false;
            self.goes_on = line.ends_with('\\');
            return Some(command);
        }
        None
    }

    /// Follows the tokens of a line. Whether its code ends in `?`; where the command begins that is assigned.
    fn scan(&mut self, line: &[u8]) -> (bool, Option<usize>) {
        let mut last = b' ';
        let mut command = None;
        let mut at = 0;
        self.is_continued = false;
        while let Some(&byte) = line.get(at) {
            let is_last = at + 1 == line.len();
            if let Some((quote, triple)) = self.quote {
                if byte == b'\\' {
                    self.is_continued = is_last;
                    at += 2;
                    continue;
                }
                let closes = byte == quote && (!triple || line[at..].starts_with(&[quote; 3]));
                at += if closes && triple { 3 } else { 1 };
                if closes {
                    self.quote = None;
                    last = quote;
                }
                continue;
            }
            match byte {
                b'#' => break,
                b'\\' if is_last => self.is_continued = true,
                b'"' | b'\'' => {
                    let triple = line[at..].starts_with(&[byte; 3]);
                    self.quote = Some((byte, triple));
                    self.quote_at = self.base + at;
                    at += if triple { 2 } else { 0 };
                }
                b'(' | b'[' | b'{' => self.depth += 1,
                b')' | b']' | b'}' => self.depth = self.depth.saturating_sub(1),
                b'=' if self.depth == 0 && command.is_none() => command = assigned_command(line, at, last),
                _ => {}
            }
            if !byte.is_ascii_whitespace() {
                last = byte;
            }
            at += 1;
            if command.is_some() {
                break;
            }
        }
        // A string of one quote ends with its line, unless a backslash says that it does not.
        if matches!(self.quote, Some((_, false))) && !self.is_continued {
            self.quote = None;
        }
        (last == b'?', command)
    }
}

/// Where the command begins that the `=` at the byte `at` assigns, if it does: no Python begins with `!` or `%`.
fn assigned_command(line: &[u8], at: usize, last: u8) -> Option<usize> {
    if b"=!<>:+-*/%&|^@".contains(&last) {
        return None;
    }
    let rest = line.get(at + 1..)?;
    let from = at + 1 + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    matches!(line.get(from), Some(b'!' | b'%'))
        .then_some(from)
        .filter(|from| line.get(*from..*from + 2) != Some(b"!="))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn python(text: &str) -> String {
        let cell = read(text, true);
        assert_eq!(cell.rows, LineIndex::new(&cell.python).count(), "{text:?}");
        cell.python
    }

    #[test]
    fn lines_of_ipython_are_blanked() {
        for line in [
            "%matplotlib inline",
            "!pip install x",
            "!!ls",
            "?",
            "?len",
            "len?",
            "len??",
            "a.b? ",
            "%time?",
            "/f 1",
            ",f a b",
            ";f a b",
            "%%time",
            "f(x)?  # why",
        ] {
            assert_eq!(python(&format!("x = 1\n{line}\ny = 2")), "x = 1\n\ny = 2", "{line}");
            assert_eq!(
                python(&format!("if x:\r\n    {line}\r\ny = 2")),
                "if x:\r\n    pass\r\ny = 2",
                "{line}"
            );
        }
        assert_eq!(python("!ls \\\n  -l \\\n  -a\nx = 1"), "\n\n\nx = 1");
    }

    #[test]
    fn results_of_commands_stay_bound() {
        assert_eq!(python("files = !ls -l | wc\nx"), "files = get_ipython()\nx");
        assert_eq!(python("a = b = %timeit -o \\\n  f()"), "a = b = get_ipython()\n");
        assert_eq!(python("a.b, c[1] = !x (\ny"), "a.b, c[1] = get_ipython()\ny");
    }

    #[test]
    fn python_stays_as_it_is() {
        for text in [
            "x = (a\n% b\n)",
            "x = a \\\n% b",
            "'''\n%time\n!ls\nwhat?\n'''",
            "print('really?')  # why?",
            "x = '?'",
            "x != 1; y %= 2; f(a=1)",
            "f(a=\n!1)",
            "'a\\\n%b'",
            "x == 1",
            "'''it's\n%x'''\n{\n!a\n}",
            "x = 'it''s'  # (",
        ] {
            assert_eq!(python(text), text);
        }
    }

    #[test]
    fn the_magic_of_a_cell_decides() {
        let read = |text| {
            let cell = read(text, true);
            (cell.standing, cell.python)
        };
        let said = |standing, python: &str| (standing, python.to_owned());
        assert_eq!(read("%%time\nx = 1"), said(Standing::Shared, "\nx = 1"));
        assert_eq!(
            read("\n  %%capture out\nx = 1\n!ls"),
            said(Standing::Shared, "\n  pass\nx = 1\n")
        );
        assert_eq!(read("%%timeit -n 3\nx = 1"), said(Standing::Apart, "\nx = 1"));
        assert_eq!(read("%%python\nx = 1"), said(Standing::Alone, "\nx = 1"));
        assert_eq!(read("%%bash\r\nfor x in y; do\rdone"), said(Standing::Silent, "\r\n\r"));
        assert_eq!(read("%%unheard_of\nx = 1"), said(Standing::Silent, "\n"));
        assert_eq!(
            read("x = 1\n%%bash"),
            said(Standing::Shared, "x = 1\n"),
            "not at the beginning"
        );
        assert_eq!(
            read("%%bash?\nx = 1"),
            said(Standing::Shared, "\nx = 1"),
            "a question about the magic"
        );
        let joined = super::read("%%bash\nx = 1\r", false);
        assert_eq!(
            (joined.standing, joined.python.as_str()),
            (Standing::Shared, "\nx = 1\n")
        );
    }

    #[test]
    fn open_quotes_are_known() {
        for (text, open) in [
            ("x = '''a\nb", Some(4)),
            ("'''a'''\n\"\"\"'''", Some(8)),
            ("x = 'a", None),
            ("x = '''a'''", None),
            ("# '''", None),
            ("!it's '''\n'''", Some(1)),
            ("x = '''\\'''", Some(4)),
        ] {
            assert_eq!(read(text, true).open, open, "{text:?}");
        }
    }

    #[test]
    fn what_is_not_python_is_known_by_place() {
        let cell = read("files = !ls\n  %x\ny", true);
        assert!(!cell.is_silent(0, 7) && cell.is_silent(0, 8) && cell.is_silent(0, 99));
        assert!(!cell.is_silent(1, 1) && cell.is_silent(1, 2));
        assert!(!cell.is_silent(2, 0));
        assert!(cell.has_silent(1..3) && !cell.has_silent(2..3));
        assert!(read("%%html\n<p>", true).is_silent(1, 0));
    }
}
