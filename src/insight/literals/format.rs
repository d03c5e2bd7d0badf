//! Format specifications, read as `format()` reads them and put in words.

use super::value::is_printable;

/// A number in a specification, or the field that gives it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    Number(u32),
    Field(String),
}

/// A piece of a specification as it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Piece {
    Char(char),
    Field(String),
}

/// A format specification, taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Spec {
    pub(super) fill: Option<char>,
    pub(super) align: Option<char>,
    pub(super) sign: Option<char>,
    pub(super) no_negative_zero: bool,
    pub(super) alternate: bool,
    pub(super) zero: bool,
    pub(super) width: Option<Part>,
    pub(super) group: Option<char>,
    pub(super) precision: Option<Part>,
    pub(super) kind: Option<char>,
}

/// Which built-in values accept a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Accepted {
    pub(super) text: bool,
    pub(super) int: bool,
    pub(super) float: bool,
}

const ALIGN: [char; 4] = ['<', '>', '=', '^'];

/// Reads pieces one after the other.
struct Reader<'p> {
    pieces: &'p [Piece],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self, ahead: usize) -> Option<&Piece> {
        self.pieces.get(self.at + ahead)
    }

    fn char_at(&self, ahead: usize) -> Option<char> {
        match self.peek(ahead) {
            Some(Piece::Char(c)) => Some(*c),
            _ => None,
        }
    }

    fn take(&mut self, one_of: &[char]) -> Option<char> {
        let c = self.char_at(0).filter(|c| one_of.contains(c))?;
        self.at += 1;
        Some(c)
    }

    /// A number, or a field that stands for one; `Err` for more than a width can be.
    fn number(&mut self) -> Result<Option<Part>, ()> {
        if let Some(Piece::Field(field)) = self.peek(0) {
            let field = Part::Field(field.clone());
            self.at += 1;
            // Digits behind a field would make one number of both.
            return match self.peek(0) {
                Some(Piece::Field(_)) => Err(()),
                Some(Piece::Char(c)) if c.is_ascii_digit() => Err(()),
                _ => Ok(Some(field)),
            };
        }
        let mut number: Option<u32> = None;
        while let Some(digit) = self.char_at(0).and_then(|c| c.to_digit(10)) {
            let before = number.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(digit));
            number = Some(before.filter(|n| *n <= 1_000_000).ok_or(())?);
            self.at += 1;
        }
        match self.peek(0) {
            Some(Piece::Field(_)) if number.is_some() => Err(()),
            _ => Ok(number.map(Part::Number)),
        }
    }
}

impl Spec {
    /// Takes a specification apart; `None` where it is not of the form that texts and numbers understand.
    pub(super) fn read(pieces: &[Piece]) -> Option<Self> {
        let mut spec = Self::default();
        let mut reader = Reader { pieces, at: 0 };
        if reader.char_at(1).is_some_and(|c| ALIGN.contains(&c)) {
            spec.fill = Some(reader.char_at(0)?);
            reader.at += 1;
        }
        spec.align = reader.take(&ALIGN);
        spec.sign = reader.take(&['+', '-', ' ']);
        spec.no_negative_zero = reader.take(&['z']).is_some();
        spec.alternate = reader.take(&['#']).is_some();
        spec.zero = spec.fill.is_none() && reader.take(&['0']).is_some();
        spec.width = reader.number().ok()?;
        spec.group = reader.take(&[',', '_']);
        if reader.take(&['.']).is_some() {
            spec.precision = Some(reader.number().ok()??);
        }
        if let Some(kind) = reader.char_at(0) {
            spec.kind = Some(kind);
            reader.at += 1;
        }
        let is_kind = spec.kind.is_none_or(|kind| "bcdeEfFgGnosxX%".contains(kind));
        (is_kind && reader.peek(0).is_none() && spec.groups()).then_some(spec)
    }

    /// Whether the kind may have its digits grouped so.
    fn groups(&self) -> bool {
        let kind = self.kind.unwrap_or('d');
        match self.group {
            None => true,
            Some(',') => "deEfFgG%".contains(kind),
            Some(_) => "deEfFgG%boxX".contains(kind),
        }
    }

    /// Which built-in values accept it.
    pub(super) fn accepted(&self) -> Accepted {
        let whole = self.kind.is_none_or(|kind| "bcdnoxX".contains(kind));
        let powers = self.kind.is_some_and(|kind| "eEfFgG%".contains(kind));
        let plain = self.precision.is_none() && !self.no_negative_zero;
        let character = self.kind == Some('c');
        Accepted {
            text: matches!(self.kind, None | Some('s'))
                && self.sign.is_none()
                && self.align != Some('=')
                && !self.alternate
                && !self.no_negative_zero
                && self.group.is_none(),
            int: powers || (whole && plain && !(character && (self.sign.is_some() || self.alternate))),
            float: powers || matches!(self.kind, None | Some('n')),
        }
    }

    /// What it does to a value that accepts it, piece by piece: the piece, and the words. `is_text`: the value is known to be a text.
    pub(super) fn words(&self, is_text: bool) -> Vec<(String, String)> {
        let accepted = self.accepted();
        let text = is_text || (accepted.text && !accepted.int && !accepted.float);
        let number = !text && !accepted.text;
        let mut words = Vec::new();
        words.extend(self.layout(text, number));
        words.extend(self.digits(text));
        if let Some(group) = self.group {
            let name = if group == ',' { "commas" } else { "underscores" };
            let every = match self.kind {
                Some('b' | 'o' | 'x' | 'X') => "between groups of four digits",
                _ => "between the thousands",
            };
            words.push((group.to_string(), format!("with {name} {every}")));
        }
        match self.sign {
            Some('+') => words.push(("+".to_owned(), "always with a sign".to_owned())),
            Some(' ') => words.push((" ".to_owned(), "a blank where a minus would stand".to_owned())),
            Some(_) => words.push(("-".to_owned(), "a sign for negative numbers only".to_owned())),
            None => {}
        }
        if self.no_negative_zero {
            words.push(("z".to_owned(), "without a minus before a zero (3.11)".to_owned()));
        }
        words
    }

    /// Width and alignment.
    fn layout(&self, text: bool, number: bool) -> Option<(String, String)> {
        let (written, columns) = match self.width.as_ref()? {
            Part::Number(0) => return None,
            Part::Number(1) => ("1".to_owned(), "1 column".to_owned()),
            Part::Number(n) => (n.to_string(), format!("{n} columns")),
            Part::Field(field) => (format!("{{{field}}}"), format!("`{field}` columns")),
        };
        let mut piece = String::new();
        piece.extend(self.fill);
        piece.extend(self.align);
        piece.push_str(if self.zero { "0" } else { "" });
        piece.push_str(&written);
        let zeros = self.zero || self.fill == Some('0');
        let side = match self.align {
            Some('<') => "left-aligned in ",
            Some('>') => "right-aligned in ",
            Some('^') => "centred in ",
            Some(_) if zeros => return Some((piece, format!("padded with zeros behind the sign to {columns}"))),
            Some(_) => "sign to the left and digits to the right in ",
            None if self.zero && number => {
                return Some((piece, format!("padded with zeros behind the sign to {columns}")));
            }
            None if self.zero && text => "left-aligned in ",
            None if self.zero => {
                let words = format!("padded to {columns} with zeros: in front of a number, behind a text (3.10)");
                return Some((piece, words));
            }
            None if text => "left-aligned in ",
            None if number => "right-aligned in ",
            None => return Some((piece, format!("in {columns}, text to the left, numbers to the right"))),
        };
        let filled = match self.fill {
            _ if zeros => ", filled with zeros".to_owned(),
            Some(' ') | None => String::new(),
            Some('`') => ", filled with backticks".to_owned(),
            Some(fill) if is_printable(fill) => format!(", filled with `{fill}`"),
            Some(fill) => format!(", filled with U+{:04X}", u32::from(fill)),
        };
        Some((piece, format!("{side}{columns}{filled}")))
    }

    /// Precision and kind.
    fn digits(&self, text: bool) -> Vec<(String, String)> {
        let amount = |what: &str| match &self.precision {
            Some(Part::Number(1)) => format!("1 {what}"),
            Some(Part::Number(0)) if what == "decimal" => "no decimals".to_owned(),
            // Zero significant digits count as one.
            Some(Part::Number(0)) => format!("1 {what}"),
            Some(Part::Number(n)) => format!("{n} {what}s"),
            Some(Part::Field(field)) => format!("`{field}` {what}s"),
            None => format!("6 {what}s"),
        };
        let written = match &self.precision {
            Some(Part::Number(n)) => format!(".{n}"),
            Some(Part::Field(field)) => format!(".{{{field}}}"),
            None => String::new(),
        };
        let prefix = if self.alternate { "#" } else { "" };
        let piece = format!("{prefix}{written}{}", self.kind.map(String::from).unwrap_or_default());
        let based = |name: &str, mark: &str| match self.alternate {
            true => format!("{name} with `{mark}` in front"),
            false => name.to_owned(),
        };
        let point = if self.alternate { ", always with a point" } else { "" };
        let zeros = if self.alternate { ", zeros at the end kept" } else { "" };
        let characters = match &self.precision {
            Some(Part::Number(1)) => "character".to_owned(),
            Some(Part::Number(n)) => format!("{n} characters"),
            Some(Part::Field(field)) => format!("`{field}` characters"),
            None => String::new(),
        };
        let words = match self.kind {
            Some('f' | 'F') => format!("with {}{point}", amount("decimal")),
            Some('e') => format!("as a power of ten with {}{point}", amount("decimal")),
            Some('E') => format!("as a power of ten (`E`) with {}{point}", amount("decimal")),
            Some('g' | 'G') => format!(
                "with {}, a power of ten if very large or small{zeros}",
                amount("significant digit")
            ),
            Some('%') => format!("times 100 with {} and a percent sign{point}", amount("decimal")),
            Some('n') if self.precision.is_some() => {
                format!("with {} and the locale's separators", amount("significant digit"))
            }
            Some('n') => "with the locale's separators".to_owned(),
            Some('d') => "as a whole number".to_owned(),
            Some('x') => based("in hexadecimal", "0x"),
            Some('X') => based("in hexadecimal in capitals", "0X"),
            Some('b') => based("in binary", "0b"),
            Some('o') => based("in octal", "0o"),
            Some('c') => "as the character with that number".to_owned(),
            Some('s') | None if text && !characters.is_empty() => format!("cut to the first {characters}"),
            None if self.precision.is_some() && self.accepted().text => {
                format!(
                    "with {} if a float, cut to {characters} if a text",
                    amount("significant digit")
                )
            }
            None if self.precision.is_some() => format!("with {}{point}", amount("significant digit")),
            _ => return Vec::new(),
        };
        vec![(piece, words)]
    }
}

/// The parts of a date that `strftime` names, in words; `None` where the text has none, or one that is not in the table.
pub(super) fn date_words(spec: &str) -> Option<Vec<&'static str>> {
    let mut words = Vec::new();
    let mut chars = spec.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            continue;
        }
        words.push(match chars.next()? {
            'Y' => "year",
            'y' => "year in two digits",
            'm' => "month as a number",
            'B' => "name of the month",
            'b' => "short name of the month",
            'd' => "day of the month",
            'j' => "day of the year",
            'A' => "name of the weekday",
            'a' => "short name of the weekday",
            'H' => "hour (24)",
            'I' => "hour (12)",
            'p' => "AM or PM",
            'M' => "minute",
            'S' => "second",
            'f' => "microsecond",
            'z' => "UTC offset",
            'Z' => "name of the time zone",
            _ => return None,
        });
    }
    (!words.is_empty()).then_some(words)
}
