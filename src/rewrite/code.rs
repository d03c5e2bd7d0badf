//! Lines of Python: where a statement stands, and code that is indented to stand there.

use std::ops::Range;

use crate::document::Node;

/// Where statements stand, and how lines in their place are indented.
pub(super) struct Spot<'a> {
    text: &'a str,
    /// What is replaced: the statement, with the others of its line.
    pub(super) range: Range<usize>,
    /// The whitespace before every line.
    indent: String,
    /// What each level adds.
    unit: String,
    /// Whether the statement stands behind a colon, so that it has to move to a line of its own.
    behind_colon: bool,
    /// The statements of the same line that come before and behind.
    before: Vec<&'a str>,
    behind: Vec<&'a str>,
    line_break: &'static str,
}

/// Lines of code to be.
#[derive(Clone, Default)]
pub(super) struct Code {
    lines: Vec<Line>,
}

#[derive(Clone)]
enum Line {
    /// Levels below the spot, and text. Only its first line is indented.
    Indented(usize, String),
    /// As it is: the inside of a string, or the rest of a line that a backslash continues.
    Verbatim(String),
}

impl<'a> Spot<'a> {
    /// Where `statement` stands in `text`. `Err` says why nothing can be put in its place.
    pub(super) fn new(text: &'a str, statement: Node<'a>) -> Result<Self, String> {
        let (before, behind, range) = line_of(statement);
        let begin = line_start(text, range.start);
        let prefix = text.get(begin..range.start).unwrap_or("");
        let unit = unit_of(statement, text);
        let continued = text.get(..begin).is_some_and(ends_with_backslash);
        let mut spot = Self {
            text,
            range,
            indent: prefix.to_owned(),
            unit,
            behind_colon: false,
            before,
            behind,
            line_break: line_break_of(text),
        };
        if continued {
            return Err("a backslash joins the statement's line to the one before".to_owned());
        }
        if !is_blank(prefix) {
            // `if x: statement`: the body moves to a line of its own.
            let owner = statement.parent().and_then(Node::parent);
            let owner = owner.ok_or("the statement does not begin its line")?;
            let start = line_start(text, owner.start());
            let behind = text.get(start..).unwrap_or("");
            let indent: String = behind.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
            if !prefix.trim_end().ends_with(':') {
                return Err("the statement does not begin its line".to_owned());
            }
            spot.range.start = begin + prefix.trim_end().len();
            spot.indent = indent + &spot.unit;
            spot.behind_colon = true;
        }
        Ok(spot)
    }

    /// What each level of indentation adds.
    pub(super) fn unit(&self) -> &str {
        &self.unit
    }

    /// What ends a line of this file.
    pub(super) fn line_break(&self) -> &'static str {
        self.line_break
    }

    /// `code` as the text that takes the place of [`range`](Self::range), along with the other statements of the line.
    pub(super) fn fill(&self, code: &Code) -> String {
        let mut all = Code::default();
        for statement in &self.before {
            all.line(0, *statement);
        }
        all.append(code, 0);
        for statement in &self.behind {
            all.line(0, *statement);
        }
        let mut text = String::new();
        for (at, line) in all.lines.iter().enumerate() {
            if at > 0 || self.behind_colon {
                text.push_str(self.line_break);
            }
            match line {
                Line::Indented(_, line) if line.is_empty() => {}
                Line::Indented(level, line) => {
                    if at > 0 || self.behind_colon {
                        text.push_str(&self.indent);
                    }
                    text.push_str(&self.unit.repeat(*level));
                    text.push_str(line);
                }
                Line::Verbatim(line) => text.push_str(line),
            }
        }
        text
    }

    /// The first line of a clause up to its colon, as one line of [`Code`].
    pub(super) fn head(&self, clause: Node<'a>, block: Node<'a>) -> String {
        let colon = clause
            .children()
            .filter(|n| n.kind() == ":" && n.end() <= block.start());
        let end = colon.last().map_or(block.start(), Node::end);
        self.text.get(clause.start()..end).unwrap_or("").to_owned()
    }

    /// The lines of a body, to stand `level` levels below the spot. The inside of strings and lines behind a backslash stay as they are.
    pub(super) fn body(&self, block: Node<'a>, level: usize) -> Result<Code, String> {
        let mut code = Code::default();
        let start = line_start(self.text, block.start());
        let prefix = self.text.get(start..block.start()).unwrap_or("");
        if !is_blank(prefix) {
            // Behind its colon: one line, however many it takes.
            code.line(level, block.text());
            return Ok(code);
        }
        let inside = insides(block);
        let mut at = block.start();
        while at < block.end() {
            let end = line_end(self.text, at).min(block.end());
            let line = self.text.get(at..end).unwrap_or("").trim_end_matches(['\r', '\n']);
            let whole = self
                .text
                .get(line_start(self.text, at)..at + line.len())
                .unwrap_or(line);
            if inside.iter().any(|range| range.start < at && at < range.end)
                || self
                    .text
                    .get(..at)
                    .is_some_and(|t| at != block.start() && ends_with_backslash(t))
            {
                code.lines.push(Line::Verbatim(line.to_owned()));
            } else if whole.trim().is_empty() {
                code.line(0, "");
            } else {
                let rest = whole.strip_prefix(prefix);
                let rest = rest.unwrap_or_else(|| whole.trim_start_matches([' ', '\t']));
                code.line(level, rest);
            }
            at = line_end(self.text, at);
        }
        Ok(code)
    }
}

impl Code {
    /// Adds a line; `text` may go on over more lines inside of brackets.
    pub(super) fn line(&mut self, level: usize, text: impl Into<String>) {
        self.lines.push(Line::Indented(level, text.into()));
    }

    /// Adds other lines, deeper by `level`.
    pub(super) fn append(&mut self, other: &Self, level: usize) {
        self.lines.extend(other.lines.iter().map(|line| match line {
            Line::Indented(own, text) => Line::Indented(own + level, text.clone()),
            verbatim @ Line::Verbatim(_) => verbatim.clone(),
        }));
    }
}

/// The statements of the line of `statement` before and behind it, and the bytes of them all.
fn line_of(statement: Node<'_>) -> (Vec<&str>, Vec<&str>, Range<usize>) {
    let (mut before, mut behind) = (Vec::new(), Vec::new());
    let mut range = statement.range();
    let Some(parent) = statement.parent() else {
        return (before, behind, range);
    };
    // Those of the same line are joined by semicolons.
    let mut group: Vec<Node<'_>> = Vec::new();
    let mut joined = false;
    let mut found = false;
    for child in parent.children() {
        if child.kind() == ";" {
            joined = true;
            if found && group.last().is_some_and(|last| last.end() <= child.start()) {
                range.end = child.end();
            }
            continue;
        }
        if !child.is_named() || child.kind() == "comment" {
            continue;
        }
        if !joined {
            if found {
                break;
            }
            group.clear();
        }
        joined = false;
        found |= child == statement;
        group.push(child);
    }
    let own = group.iter().position(|n| *n == statement).unwrap_or(0);
    before.extend(group.iter().take(own).map(|n| n.text()));
    behind.extend(group.iter().skip(own + 1).map(|n| n.text()));
    range.start = group.first().map_or(range.start, |n| n.start());
    range.end = group.last().map_or(range.end, |n| n.end().max(range.end));
    (before, behind, range)
}

/// What one level of indentation is in this file: the innermost body's that the statement lies in, else the first body's, else four spaces.
fn unit_of(statement: Node<'_>, text: &str) -> String {
    let blocks_around = statement.ancestors().filter(|n| n.kind() == "block");
    let all = statement
        .nodes()
        .root()
        .descendants()
        .take(20_000)
        .filter(|n| n.kind() == "block");
    let unit = blocks_around.chain(all).find_map(|block| {
        let start = line_start(text, block.start());
        let own = text.get(start..block.start()).filter(|own| is_blank(own))?;
        let owner = block.parent()?;
        let before = line_start(text, owner.start());
        let outer: String = text
            .get(before..)?
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t'))
            .collect();
        let unit = own.strip_prefix(outer.as_str())?;
        (!unit.is_empty()).then(|| unit.to_owned())
    });
    unit.unwrap_or_else(|| "    ".to_owned())
}

/// The strings inside of `node` that go over several lines.
fn insides(node: Node<'_>) -> Vec<Range<usize>> {
    let strings = node.descendants().filter(|n| n.kind() == "string");
    strings.filter(|n| n.text().contains('\n')).map(Node::range).collect()
}

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| matches!(c, ' ' | '\t' | '\x0c' | '\u{feff}'))
}

/// Where the line of the byte at `offset` begins.
fn line_start(text: &str, offset: usize) -> usize {
    let before = text.get(..offset).unwrap_or("");
    before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}

/// Where the line behind that of the byte at `offset` begins.
fn line_end(text: &str, offset: usize) -> usize {
    let behind = text.get(offset..).unwrap_or("");
    behind.find('\n').map_or(text.len(), |at| offset + at + 1)
}

/// Whether the last line of `text`, which ends with its line break, ends with a backslash.
fn ends_with_backslash(text: &str) -> bool {
    text.trim_end_matches('\n').trim_end_matches('\r').ends_with('\\') && text.ends_with(['\n', '\r'])
}

fn line_break_of(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if at > 0 && text.as_bytes().get(at - 1) == Some(&b'\r') => "\r\n",
        _ => "\n",
    }
}
