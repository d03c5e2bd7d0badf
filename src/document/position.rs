//! Lines, and the conversion between byte offsets and (row, column) in each encoding. The only place that does it.

use std::sync::OnceLock;

/// What a column counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Encoding {
    /// Bytes.
    Utf8,
    /// 16-bit code units, the protocol's default: a character outside the basic plane counts two.
    #[default]
    Utf16,
    /// Code points.
    Utf32,
}

impl Encoding {
    fn width(self, c: char) -> usize {
        match self {
            Self::Utf8 => c.len_utf8(),
            Self::Utf16 => c.len_utf16(),
            Self::Utf32 => 1,
        }
    }
}

/// A place in a text: row and column, both from 0; the column counts the units of some [`Encoding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Position {
    /// Row, from 0.
    pub row: usize,
    /// Column, from 0, in units of an encoding that goes with it.
    pub column: usize,
}

/// The byte offset at which each line of a text begins.
///
/// A line ends at `\n`, `\r\n` or a lone `\r`, as the protocol and Python's tokenizer have it; form feeds and Unicode's separators end none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineIndex {
    /// Strictly increasing; the first is 0.
    starts: Vec<usize>,
    marks: Marks,
}

/// A longer line is not looked through for each place in it: a scan asks a million times in a line of megabytes.
const LONG: usize = 4 << 10;

/// How many UTF-16 code units and characters stand before every so many bytes of the text; counted when a long line is asked about first.
#[derive(Clone, Debug, Default)]
struct Marks(OnceLock<Vec<(usize, usize)>>);

impl PartialEq for Marks {
    /// What was counted follows from the text.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Marks {}

impl Marks {
    /// How many units and characters stand before a byte between characters.
    fn before(&self, text: &str, offset: usize) -> (usize, usize) {
        let marks = self.0.get_or_init(|| {
            let mut counts = (0, 0);
            let pieces = (0..text.len()).step_by(LONG).map(|at| {
                let piece = &text[text.floor_char_boundary(at)..text.floor_char_boundary(at + LONG)];
                let before = counts;
                let (units, characters) = count(piece);
                counts = (before.0 + units, before.1 + characters);
                before
            });
            pieces.collect()
        });
        let at = offset / LONG;
        let (units, characters) = marks.get(at).copied().unwrap_or_default();
        let rest = count(&text[text.floor_char_boundary(at * LONG).min(offset)..offset]);
        (units + rest.0, characters + rest.1)
    }
}

/// How many UTF-16 code units and characters a text has.
fn count(text: &str) -> (usize, usize) {
    if text.is_ascii() {
        (text.len(), text.len())
    } else {
        (text.chars().map(char::len_utf16).sum(), text.chars().count())
    }
}

impl LineIndex {
    /// The lines of `text`.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        scan(text.as_bytes(), 0..text.len(), &mut starts);
        Self {
            starts,
            marks: Marks::default(),
        }
    }

    /// How many lines there are: one more than line breaks.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// The row (from 0) that holds the byte at `offset`; the last row for anything beyond the end.
    pub fn row(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset) - 1
    }

    /// The byte offset at which `row` begins, or `None` beyond the last row.
    pub fn start(&self, row: usize) -> Option<usize> {
        self.starts.get(row).copied()
    }

    /// The text of `row` without its line break; empty beyond the last row.
    pub fn line<'t>(&self, text: &'t str, row: usize) -> &'t str {
        let Some(start) = self.start(row) else {
            return "";
        };
        let end = self.start(row + 1).unwrap_or(text.len());
        let line = &text[start..end];
        line.strip_suffix("\r\n")
            .or_else(|| line.strip_suffix(['\n', '\r']))
            .unwrap_or(line)
    }

    /// The byte offset of `position` in `text`. A row beyond the last is the end of the text, a column beyond a line's end is the line's end
    /// (before its break), and a column inside a character is the character's beginning.
    pub fn offset(&self, text: &str, position: Position, encoding: Encoding) -> usize {
        let Some(start) = self.start(position.row) else {
            return text.len();
        };
        let line = self.line(text, position.row);
        let mut column = 0;
        for (at, c) in line.char_indices() {
            column += encoding.width(c);
            if column > position.column {
                return start + at;
            }
        }
        start + line.len()
    }

    /// The position of a byte offset of `text`; an offset beyond the end is the end, one inside a character its beginning.
    pub fn position(&self, text: &str, offset: usize, encoding: Encoding) -> Position {
        let offset = text.floor_char_boundary(offset);
        self.position_in(text, self.row(offset), offset, encoding)
    }

    /// The position of a byte between characters, in the row that holds it.
    fn position_in(&self, text: &str, row: usize, offset: usize, encoding: Encoding) -> Position {
        let before = &text[self.starts[row]..offset];
        let column = match encoding {
            Encoding::Utf8 => before.len(),
            _ if before.len() > LONG => {
                let start = self.marks.before(text, self.starts[row]);
                let end = self.marks.before(text, offset);
                match encoding {
                    Encoding::Utf32 => end.1 - start.1,
                    _ => end.0 - start.0,
                }
            }
            // Looked at in one go where that is enough.
            _ if before.is_ascii() => before.len(),
            _ => before.chars().map(|c| encoding.width(c)).sum(),
        };
        Position { row, column }
    }

    /// Brings the index up to date after the bytes `old` were replaced by `inserted` bytes, which gave `text`.
    ///
    /// Costs a scan of the lines touched and one addition for each line after them.
    pub(super) fn replace(&mut self, text: &str, old: std::ops::Range<usize>, inserted: usize) {
        self.marks = Marks::default();
        // From the line before: its break may be a `\r` that the new text turns into `\r\n`, or the reverse.
        let first = self.row(old.start).saturating_sub(1);
        // Up to the first line whose break lies wholly behind the replaced bytes, and so is still one.
        let last = self.starts.partition_point(|&start| start <= old.end);
        let moved = |start: usize| start - old.end + old.start + inserted;
        let end = self.starts.get(last).map_or(text.len(), |&s| moved(s));
        let mut between = Vec::new();
        scan(text.as_bytes(), self.starts[first]..end, &mut between);
        // The scan found that line's own beginning again.
        let behind = (last + 1).min(self.starts.len());
        for start in &mut self.starts[behind..] {
            *start = *start - old.end + old.start + inserted;
        }
        self.starts.splice(first + 1..behind, between);
    }
}

/// Positions of places that are asked about in the order of the text, or nearly: each is looked for from the one before.
pub struct Positions<'a> {
    text: &'a str,
    lines: &'a LineIndex,
    encoding: Encoding,
    /// The row of the last one.
    row: usize,
}

/// A row so many further is gone to, one after the other; beyond it is searched.
const STEPS: usize = 8;

impl<'a> Positions<'a> {
    pub(super) fn new(text: &'a str, lines: &'a LineIndex, encoding: Encoding) -> Self {
        Self {
            text,
            lines,
            encoding,
            row: 0,
        }
    }

    /// As [`LineIndex::position`].
    pub fn at(&mut self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let starts = &self.lines.starts;
        let is_in = |row: &usize| starts[*row] <= offset && starts.get(row + 1).is_none_or(|next| offset < *next);
        let near = self.row..starts.len().min(self.row + STEPS);
        self.row = near.clone().find(is_in).unwrap_or_else(|| self.lines.row(offset));
        self.lines.position_in(self.text, self.row, offset, self.encoding)
    }
}

/// Pushes the beginnings of the lines that follow a line break within `range` of `bytes`.
fn scan(bytes: &[u8], range: std::ops::Range<usize>, starts: &mut Vec<usize>) {
    let start = range.start;
    for at in memchr::memchr2_iter(b'\n', b'\r', &bytes[range]).map(|at| start + at) {
        // The two together are one.
        if bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n') {
            starts.push(at + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_lf_crlf_and_lone_cr() {
        let text = "a\nb\r\nc\rd\u{c}e\u{2028}f";
        let lines = LineIndex::new(text);
        let all: Vec<_> = (0..lines.count()).map(|r| lines.line(text, r)).collect();
        assert_eq!(all, ["a", "b", "c", "d\u{c}e\u{2028}f"]);
    }

    #[test]
    fn columns_count_the_units_of_the_encoding() {
        let text = "x = '\u{1F40D}é' # z";
        let lines = LineIndex::new(text);
        let z = text.find('z').expect("it is there");
        for (encoding, column) in [(Encoding::Utf8, 15), (Encoding::Utf16, 12), (Encoding::Utf32, 11)] {
            let position = lines.position(text, z, encoding);
            assert_eq!(position, Position { row: 0, column }, "{encoding:?}");
            assert_eq!(lines.offset(text, position, encoding), z, "{encoding:?}");
        }
    }

    #[test]
    fn columns_of_long_lines_are_those_of_short_ones() {
        let text = format!("é\n{}\r\n{}", "\u{1F40D}xé".repeat(3000), "a\u{1F40D}".repeat(2000));
        let lines = LineIndex::new(&text);
        for encoding in [Encoding::Utf16, Encoding::Utf32] {
            let mut columns = Vec::new();
            let mut column = 0;
            for (at, c) in text.char_indices() {
                if lines.row(at) > 0 && lines.start(lines.row(at)) == Some(at) {
                    column = 0;
                }
                columns.push((at, column));
                column += encoding.width(c);
            }
            for (at, column) in columns.into_iter().step_by(7) {
                let row = lines.row(at);
                assert_eq!(lines.position(&text, at, encoding), Position { row, column }, "{at}");
            }
        }
    }

    #[test]
    fn positions_in_a_row_are_those_of_one_at_a_time() {
        let text = format!("é\n\n{}\r\nx\ry", "a\u{1F40D}b\n".repeat(40));
        let lines = LineIndex::new(&text);
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let mut positions = Positions::new(&text, &lines, encoding);
            // Forward by small steps and by large ones, and back; into characters, and beyond the end.
            for at in (0..text.len())
                .chain((0..text.len() + 99).step_by(97))
                .chain((0..text.len()).rev())
            {
                assert_eq!(positions.at(at), lines.position(&text, at, encoding), "{at}");
            }
        }
    }

    #[test]
    fn positions_are_clamped() {
        let text = "ab\r\n\u{1F40D}c\n";
        let lines = LineIndex::new(text);
        let at = |row, column| lines.offset(text, Position { row, column }, Encoding::Utf16);
        assert_eq!(at(0, 99), 2, "before the line break");
        assert_eq!(at(1, 1), 4, "inside a surrogate pair: its beginning");
        assert_eq!(at(99, 0), text.len());
        assert_eq!(at(2, usize::MAX), text.len());
        assert_eq!(
            lines.position(text, 999, Encoding::Utf8),
            Position { row: 2, column: 0 }
        );
        assert_eq!(lines.position(text, 5, Encoding::Utf8), Position { row: 1, column: 0 });
    }
}
