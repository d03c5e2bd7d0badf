//! Standard output: colours and wrapping on a terminal, plain text in a pipe.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use anstream::{AutoStream, ColorChoice};

use crate::render::{self, Look};

/// The widest a paragraph becomes, however wide the terminal.
const WIDEST: usize = 100;

pub(super) struct Output {
    out: BufWriter<Stdout>,
    pub(super) look: Look,
}

impl Output {
    pub(super) fn stdout() -> Self {
        let stdout = io::stdout();
        let styled = AutoStream::choice(&stdout) != ColorChoice::Never;
        let width = stdout.is_terminal().then(|| textwrap::termwidth().clamp(30, WIDEST));
        Self {
            out: BufWriter::new(stdout),
            look: Look { width, styled },
        }
    }

    /// Markdown, rendered.
    pub(super) fn markdown(&mut self, markdown: &str) -> io::Result<()> {
        let text = render::text(markdown, self.look);
        self.out.write_all(text.as_bytes())
    }

    /// Text for a reader, in lines. Parts of it may be somebody else's, such as names of files: a terminal is told nothing by it but our own styles.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(harmless(text, self.look.styled).as_bytes())
    }

    /// JSON. What a terminal would take for more than text is escaped in the way that JSON has.
    pub(super) fn json(&mut self, json: &str) -> io::Result<()> {
        if is_plain(json) {
            return self.out.write_all(json.as_bytes());
        }
        let mut units = [0; 2];
        for c in json.chars() {
            if c == '\n' || render::spelled_out(c.encode_utf8(&mut [0; 4])).len() == c.len_utf8() {
                write!(self.out, "{c}")?;
            } else {
                for unit in c.encode_utf16(&mut units) {
                    write!(self.out, "\\u{unit:04x}")?;
                }
            }
        }
        Ok(())
    }

    /// A program's own text, as it is: what a shell reads.
    pub(super) fn program(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// `text` in a style, if styles are shown.
    pub(super) fn styled(&self, style: anstyle::Style, text: &str) -> String {
        if self.look.styled {
            format!("{}{text}{}", style.render(), style.render_reset())
        } else {
            text.to_owned()
        }
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What is wrong, for standard error. It may quote anything.
pub(super) fn complain(text: &str) {
    anstream::eprintln!("{}", render::lines_spelled_out(text));
}

/// A quick look: nothing in it but what ASCII can print, and letters of other scripts.
fn is_plain(text: &str) -> bool {
    // The first bytes of all characters that are not seen.
    let is_suspect =
        |b: u8| (b < 0x20 && b != b'\n' && b != b'\t') | matches!(b, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3);
    // A piece is looked at to its end, which processors do many bytes at a time.
    let has_one = |piece: &[u8]| piece.iter().fold(false, |found, b| found | is_suspect(*b));
    !text.as_bytes().chunks(4 << 10).any(has_one)
}

/// The text with all that is not seen spelled out, but for our own styles where there are any.
fn harmless(text: &str, styled: bool) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    if !styled {
        return render::lines_spelled_out(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        shown.push_str(&render::lines_spelled_out(&rest[..at]));
        let length = style(&rest[at..]).unwrap_or(0);
        shown.push_str(&rest[at..at + length]);
        // No style: the character alone is spelled out, and what follows is text.
        let next = if length == 0 { 1 } else { length };
        if length == 0 {
            shown.push_str(&render::spelled_out(&rest[at..=at]));
        }
        rest = &rest[at + next..];
    }
    shown.push_str(&render::lines_spelled_out(rest));
    Cow::Owned(shown)
}

/// The length of a style that `text` begins with: one of those that we use, none that hides or moves anything.
fn style(text: &str) -> Option<usize> {
    let code = text.strip_prefix("\u{1b}[")?.split_once('m')?.0;
    let is_ours = code.split(';').all(|code| {
        matches!(
            code,
            "0" | "1" | "2" | "3" | "4" | "30" | "31" | "32" | "33" | "34" | "35" | "36" | "37"
        )
    });
    is_ours.then_some(code.len() + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_is_told_our_styles_and_nothing_else() {
        for (text, styled, plain) in [
            ("\u{1b}[1mx\u{1b}[0m\n", "\u{1b}[1mx\u{1b}[0m\n", "\\x1b[1mx\\x1b[0m\n"),
            ("\u{1b}[8mx", "\\x1b[8mx", "\\x1b[8mx"),
            ("\u{1b}]0;title\u{7}", "\\x1b]0;title\\x07", "\\x1b]0;title\\x07"),
            ("\u{1b}", "\\x1b", "\\x1b"),
            ("\u{9b}2J é \u{202e}", "\\x9b2J é \\u202e", "\\x9b2J é \\u202e"),
            ("a\r\nb\tc\u{1F40D}", "a\nb\tc\u{1F40D}", "a\nb\tc\u{1F40D}"),
        ] {
            assert_eq!(harmless(text, true), styled);
            assert_eq!(harmless(text, false), plain);
        }
    }
}
