//! Standard output: colours and wrapping on a terminal, plain text in a pipe.

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

    /// Text as it is.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        self.bytes(text.as_bytes())
    }

    /// Text as it is, encoded.
    pub(super) fn bytes(&mut self, text: &[u8]) -> io::Result<()> {
        self.out.write_all(text)
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
