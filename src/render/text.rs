//! Markdown as text: styled for a terminal, plain for a pipe or an editor that shows no Markdown.

use anstyle::{AnsiColor, Style};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// The column at which lines are broken; `None` leaves paragraphs on one line.
    pub width: Option<usize>,
    /// Colours and weights by escape sequences. Without, code keeps its backticks.
    pub styled: bool,
}

impl Look {
    /// Text alone, for those who lay it out themselves.
    pub const PLAIN: Self = Self {
        width: None,
        styled: false,
    };
}

const HEADING: Style = Style::new().bold().underline();
const STRONG: Style = Style::new().bold();
const EMPHASIS: Style = Style::new().italic();
const CODE: Style = AnsiColor::Cyan.on_default();
const BLOCK: Style = AnsiColor::Green.on_default();
const FAINT: Style = Style::new().dimmed();

/// Renders Markdown as text that ends with a line break.
pub fn text(markdown: &str, look: Look) -> String {
    let mut writer = Writer {
        look,
        out: String::new(),
        line: String::new(),
        prefixes: Vec::new(),
        lists: Vec::new(),
        link: None,
        in_code: false,
        cells: Vec::new(),
        rows: Vec::new(),
    };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.out
}

struct Writer {
    look: Look,
    out: String,
    /// The paragraph, heading or item that is being collected.
    line: String,
    /// What stands before every line: for lists and quotes. The first is used once where it differs.
    prefixes: Vec<(String, String)>,
    /// The next number of each open list; `None` for bullets.
    lists: Vec<Option<u64>>,
    /// The target of the open link, and where its text begins in `line`.
    link: Option<(String, usize)>,
    in_code: bool,
    cells: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.block(&super::lines_spelled_out(&text)),
            Event::Text(text) => self.line.push_str(&super::spelled_out(&text)),
            Event::Code(code) if self.look.styled => self.styled(CODE, &super::spelled_out(&code)),
            Event::Code(code) => self.line.push_str(&super::code_span(&code)),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.flush(),
            Event::Rule => self.line.push_str("---"),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { .. } | Tag::Table(_) => self.gap(),
            Tag::Paragraph if self.lists.is_empty() => self.gap(),
            Tag::CodeBlock(_) => {
                self.flush();
                self.gap();
                self.in_code = true;
            }
            Tag::List(number) => {
                self.flush();
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(number);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let rest = " ".repeat(mark.len());
                self.prefixes.push((mark, rest));
            }
            Tag::BlockQuote(_) => {
                self.gap();
                self.prefixes.push(("| ".to_owned(), "| ".to_owned()));
            }
            Tag::Strong => self.on(STRONG),
            Tag::Emphasis => self.on(EMPHASIS),
            Tag::Link { dest_url, .. } => {
                self.link = Some((super::spelled_out(&dest_url).into_owned(), self.line.len()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => {
                let text = std::mem::take(&mut self.line);
                self.on(HEADING);
                self.line.push_str(&text);
                self.off(HEADING);
                self.flush();
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::Item => {
                self.flush();
                self.prefixes.pop();
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.prefixes.pop();
            }
            TagEnd::Strong => self.off(STRONG),
            TagEnd::Emphasis => self.off(EMPHASIS),
            TagEnd::Link => self.end_link(),
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.line)),
            TagEnd::TableRow | TagEnd::TableHead => self.rows.push(std::mem::take(&mut self.cells)),
            TagEnd::Table => self.table(),
            _ => {}
        }
    }

    fn on(&mut self, style: Style) {
        if self.look.styled {
            self.line.push_str(&style.render().to_string());
        }
    }

    fn off(&mut self, style: Style) {
        if self.look.styled {
            self.line.push_str(&style.render_reset().to_string());
        }
    }

    fn styled(&mut self, style: Style, text: &str) {
        self.on(style);
        self.line.push_str(text);
        self.off(style);
    }

    /// An address outside is shown behind the link's text, unless it is the text.
    fn end_link(&mut self) {
        if let Some((target, start)) = self.link.take() {
            let shown = self.line.get(start..).unwrap_or("");
            if target.starts_with("https://") && shown != target {
                let address = format!(" <{target}>");
                if self.look.styled {
                    self.styled(FAINT, &address);
                } else {
                    self.line.push_str(&address);
                }
            }
        }
    }

    /// An empty line, unless there is one already.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Writes the collected line out, wrapped.
    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        let first: String = self.prefixes.iter().map(|(first, _)| first.as_str()).collect();
        let rest: String = self.prefixes.iter().map(|(_, rest)| rest.as_str()).collect();
        match self.look.width {
            Some(width) => {
                let options = textwrap::Options::new(width)
                    .initial_indent(&first)
                    .subsequent_indent(&rest)
                    .break_words(false);
                self.out.push_str(&textwrap::fill(line.trim(), options));
            }
            None => {
                self.out.push_str(&first);
                self.out.push_str(line.trim());
            }
        }
        self.out.push('\n');
        for (first, rest) in &mut self.prefixes {
            first.clone_from(rest);
        }
    }

    /// Code, as it stands, four columns in.
    fn block(&mut self, code: &str) {
        for line in code.lines() {
            if !line.is_empty() {
                self.out.push_str("    ");
                if self.look.styled {
                    self.out
                        .push_str(&format!("{}{line}{}", BLOCK.render(), BLOCK.render_reset()));
                } else {
                    self.out.push_str(line);
                }
            }
            self.out.push('\n');
        }
    }

    /// The columns under each other; where they are too wide together, the widest are wrapped.
    fn table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell_width = |cell: &String| textwrap::core::display_width(cell);
        let mut widths: Vec<usize> = (0..columns)
            .map(|c| rows.iter().filter_map(|r| r.get(c)).map(cell_width).max().unwrap_or(0))
            .collect();
        if let Some(width) = self.look.width {
            narrow(&mut widths, width.saturating_sub(GAP * columns.saturating_sub(1)));
        }
        for row in rows {
            let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(c, &w)| folded(c, w)).collect();
            let height = cells.iter().map(Vec::len).max().unwrap_or(0);
            for part in 0..height {
                let mut line = String::new();
                for (cell, width) in cells.iter().zip(&widths) {
                    let text = cell.get(part).map_or("", String::as_str);
                    line.push_str(text);
                    let used = textwrap::core::display_width(text);
                    line.push_str(&" ".repeat(width.saturating_sub(used) + GAP));
                }
                self.out.push_str(line.trim_end());
                self.out.push('\n');
            }
        }
    }
}

/// Between two columns.
const GAP: usize = 2;

/// A column is not made narrower than this.
const NARROWEST: usize = 12;

/// Takes from the widest columns until all have room.
fn narrow(widths: &mut [usize], room: usize) {
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter_mut().max().filter(|width| **width > NARROWEST) else {
            break;
        };
        *widest -= 1;
    }
}

/// A cell in lines of a width. A style that goes on in the next line ends in each, or it would run into the next column.
fn folded(cell: &str, width: usize) -> Vec<String> {
    if textwrap::core::display_width(cell) <= width {
        return vec![cell.to_owned()];
    }
    let end = Style::new().bold().render_reset().to_string();
    let mut open = String::new();
    let lines = textwrap::wrap(cell, textwrap::Options::new(width))
        .into_iter()
        .map(|line| {
            let mut text = format!("{open}{line}");
            let last = text.rfind("\u{1b}[");
            open = last
                .and_then(|at| text.get(at..))
                .filter(|rest| !rest.starts_with(&end))
                .and_then(|rest| rest.split_inclusive('m').next())
                .unwrap_or("")
                .to_owned();
            if !open.is_empty() {
                text.push_str(&end);
            }
            text
        });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Look = Look {
        width: Some(30),
        styled: false,
    };

    #[test]
    fn markdown_becomes_text() {
        let markdown = "# Title\n\nSome *long* text with `code` that **is** wrapped at thirty.\n\n- one [link](https://x.y/)\n- two\n  words\n\n```python\nx = [1]\n```\n";
        let expected = "Title\n\nSome long text with `code`\nthat is wrapped at thirty.\n\n- one link <https://x.y/>\n- two words\n\n    x = [1]\n";
        assert_eq!(text(markdown, PLAIN), expected);
    }

    #[test]
    fn numbers_quotes_and_tables() {
        let markdown = "1. a\n2. b\n\n> quoted\n\n| a | bb |\n| --- | --- |\n| ccc | d |\n";
        assert_eq!(text(markdown, PLAIN), "1. a\n2. b\n\n| quoted\n\na    bb\nccc  d\n");
    }

    #[test]
    fn a_wide_table_is_wrapped() {
        let markdown = "| a | b | c |\n| - | - | - |\n| x | some words in a cell that is long | y |\n";
        let wrapped = text(markdown, PLAIN);
        assert_eq!(
            wrapped,
            "a  b                         c\nx  some words in a cell      y\n   that is long\n"
        );
        let plain = text(markdown, Look::PLAIN);
        assert!(plain.contains("some words in a cell that is long"), "{plain}");
        // What cannot be made to fit is wide.
        let narrow = Look {
            width: Some(5),
            styled: false,
        };
        assert!(
            text(markdown, narrow)
                .lines()
                .all(|line| line.len() <= 2 * 3 + NARROWEST + 2)
        );
    }

    #[test]
    fn styles_end_with_a_cells_line() {
        let look = Look {
            width: Some(20),
            styled: true,
        };
        let markdown = "| a | b |\n| - | - |\n| `some code in a cell` | y |\n";
        let styled = text(markdown, look);
        for line in styled.lines() {
            let (on, off) = (line.matches("\u{1b}[36m").count(), line.matches("\u{1b}[0m").count());
            assert_eq!(on, off, "{styled:?}");
        }
        assert!(styled.lines().count() > 2, "{styled:?}");
    }

    #[test]
    fn styles_do_not_count_as_width() {
        let look = Look {
            width: Some(12),
            styled: true,
        };
        let lines: Vec<String> = text("aaaa `bbbb` cc dd", look).lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 2, "{lines:?}");
    }
}
