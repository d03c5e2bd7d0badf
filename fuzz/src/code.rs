//! Python, or nearly: what text some bytes stand for.

use std::fmt::Write as _;
use std::sync::LazyLock;

use arbitrary::Unstructured;

use super::grammar;

/// Longer texts find nothing that shorter ones do not; what is long on purpose is in `tests/hostile.rs`.
pub const LONGEST: usize = 24 << 10;

/// The Python of every built-in concept: examples, programs, cases.
pub static PIECES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut pieces = Vec::new();
    for source in pygloss::knowledge::builtin() {
        let mut block: Option<String> = None;
        for line in source.text.lines() {
            match &mut block {
                Some(text) if line.starts_with("```") => {
                    pieces.push(std::mem::take(text));
                    block = None;
                }
                Some(text) => {
                    text.push_str(line);
                    text.push('\n');
                }
                None if line.starts_with("```python") || line.starts_with("```cases") => block = Some(String::new()),
                None => {}
            }
        }
    }
    pieces
});

/// Tokens and bits of lines that mean something to the parser, to us, or to Markdown.
#[rustfmt::skip]
const TOKENS: &[&str] = &[
    "\n", "\n    ", "\n        ", "\n\t", "\r\n", "\r", "\u{c}", " ", " ", "  ", "\\\n", "#", ";", ":", ",", ".", "(", ")", "[", "]", "{", "}",
    "=", "==", "!=", "<", "<=", ">", ":=", "->", "+", "-", "*", "**", "/", "//", "%", "@", "&", "|", "^", "~", "<<", ">>", "+=", "**=", "...", "!", "$", "?", "`",
    "'", "\"", "'''", "\"\"\"", "f'", "f\"", "rb'", "u'", "f'''", "t'", "{x}", "{x!r:>{w}}", "{{", "\\N{DASH}", "\\x", "\\u12", "\\", "%s", "%(a)d", "{0}", "{a.b[0]}",
    "a", "b", "x", "y", "self", "cls", "_", "__", "__x", "__name__", "__slots__", "__init__", "__new__", "__eq__", "__hash__", "__call__", "__enter__", "__getattr__", "__all__",
    "print", "len", "range", "list", "dict", "set", "super", "property", "staticmethod", "classmethod", "dataclass", "field", "Enum", "NamedTuple", "functools", "wraps",
    "é", "\u{1F40D}", "ａ", "\u{301}", "\u{feff}", "\u{2028}", "\0", "\u{202e}", "\u{fffd}",
    "0", "1", "1_0", "0x_f", "0b2", "0o9", "1e400", "1.", ".5", "1j", "99999999999999999999", "0777", "1__0", "1e",
    "if ", "elif ", "else:", "while ", "for ", " in ", " not in ", " is ", " is not ", "not ", " and ", " or ", "lambda ", "lambda: ", " if ", " else ",
    "def ", "def f(", "async ", "await ", "class ", "class C(", "return", "yield", "yield from ", "raise", " from ", "import ", "from ", " as ", "import *", "with ", "try:", "except", "except*", "finally:",
    "global ", "nonlocal ", "del ", "assert ", "pass", "break", "continue", "match ", "case ", "case _:", "type ", "exec ", "print ", "None", "True", "False",
    "@property\n", "@x.setter\n", "@dataclass(", "frozen=True", "*args", "**kwargs", "/, ", "*, ", "-> int:", ": int = ", "[::-1]", "[:]", "[T]",
    "](https://evil.example)", "[x](command:evil)", "<script>", "<a href=evil>", "```", "~~~", "&lt;", "| a |", "# -*- coding: latin-1 -*-\n", "%%bash\n", "!ls\n", "%time ", "?x",
    "from __future__ import annotations\n", "if TYPE_CHECKING:\n    ", "if __name__ == '__main__':\n    ", "while True:\n    ", "try:\n    ", "class A:\n    ", "def g(a, b=[], *, c):\n    ", "for i in range(len(x)):\n    ",
];

pub(super) const NAMES: &[&str] = &[
    "a", "b", "x", "xs", "self", "cls", "f", "C", "_p", "__q", "é", "list", "len", "print", "super", "T", "i",
];

/// The text that the input stands for: bytes as they are, tokens in a row, a program by a grammar, or pieces of known code with something done to them.
pub fn code(u: &mut Unstructured<'_>) -> String {
    let mut text = match u.arbitrary::<u8>().unwrap_or(0) % 4 {
        0 => String::from_utf8_lossy(rest(u)).into_owned(),
        1 => soup(u),
        2 => grammar::program(u),
        _ => pieces(u),
    };
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
    }
    text
}

/// All bytes that are left.
pub fn rest<'a>(u: &mut Unstructured<'a>) -> &'a [u8] {
    u.bytes(u.len()).unwrap_or_default()
}

/// An input of [`code`] that stands for exactly this text.
pub fn as_it_is(text: &str) -> Vec<u8> {
    let mut input = vec![0];
    input.extend_from_slice(text.as_bytes());
    input
}

/// One of them, for edits and the like.
pub fn token<'a>(u: &mut Unstructured<'_>) -> &'a str {
    u.choose(TOKENS).copied().unwrap_or("\n")
}

fn soup(u: &mut Unstructured<'_>) -> String {
    let mut text = String::new();
    while !u.is_empty() && text.len() < LONGEST {
        text.push_str(token(u));
        if u.ratio(1, 3).unwrap_or(false) {
            text.push(' ');
        }
    }
    text
}

fn pieces(u: &mut Unstructured<'_>) -> String {
    let mut text = String::new();
    while !u.is_empty() && text.len() < LONGEST {
        let Ok(piece) = u.choose(&PIECES) else { break };
        let piece = changed(u, piece.clone());
        let around = [
            "",
            "",
            "",
            "def around():\n",
            "class Around:\n",
            "if x:\n",
            "async def around():\n",
            "try:\n",
            "match x:\n  case y:\n",
        ];
        match u.choose(&around).copied().unwrap_or("") {
            "" => text.push_str(&piece),
            head => {
                text.push_str(head);
                for line in piece.lines() {
                    let _ = writeln!(text, "    {line}");
                }
            }
        }
    }
    text
}

/// A text with up to eight small changes.
pub fn changed(u: &mut Unstructured<'_>, mut text: String) -> String {
    for _ in 0..u.int_in_range(0..=8_u8).unwrap_or(0) {
        let at = place(u, &text);
        let end = text
            .floor_char_boundary((at + u.int_in_range(0..=40_usize).unwrap_or(0)).min(text.len()))
            .max(at);
        match u.int_in_range(0..=7_u8).unwrap_or(0) {
            0 => text.insert_str(at, token(u)),
            1 => text.replace_range(at..end, ""),
            2 => text.replace_range(at..end, token(u)),
            3 => {
                let again = text[at..end].to_owned();
                let to = place(u, &text);
                text.insert_str(to, &again.repeat(u.int_in_range(1..=4).unwrap_or(1)));
            }
            4 => text.truncate(at),
            // A line away.
            5 => {
                let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
                let end = text[at..].find('\n').map_or(text.len(), |n| at + n + 1);
                text.replace_range(start..end, "");
            }
            // Another line end throughout.
            6 => {
                text = text.replace(
                    '\n',
                    u.choose(&["\r\n", "\r", "\n\n", "\n\t", ";", " "])
                        .copied()
                        .unwrap_or("\r"),
                );
            }
            _ => {
                let from = *u.choose(NAMES).unwrap_or(&"a");
                text = text.replace(from, u.choose(NAMES).copied().unwrap_or("b"));
            }
        }
        if text.len() > LONGEST {
            break;
        }
    }
    text
}

/// A byte of the text between characters.
pub fn place(u: &mut Unstructured<'_>, text: &str) -> usize {
    text.floor_char_boundary(u.int_in_range(0..=text.len()).unwrap_or(0))
}
