//! Tests of a short text. Most regular expressions in patterns are a few characters at one end of the text, which is seen sooner than
//! an engine is started.

use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use regex::Regex;
use regex_automata::{meta, util::syntax};
use regex_syntax::hir::{Class, Hir, HirKind, Look};
use rustc_hash::{FxHashMap, FxHashSet};

/// A test of a text alone.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct TextTest {
    negated: bool,
    arguments: Vec<String>,
    expression: Option<Arc<Expression>>,
}

impl TextTest {
    /// With an expression, a test by it; else whether the text is one of `arguments`.
    pub(super) fn new(negated: bool, arguments: Vec<String>, expression: Option<Arc<Expression>>) -> Self {
        Self {
            negated,
            arguments,
            expression,
        }
    }

    /// Whether only texts that begin with two underscores can pass.
    pub(super) fn demands_underscores(&self) -> bool {
        let demands = |pattern: &String| {
            let rest = pattern.strip_prefix("^__").filter(|r| !r.starts_with(['?', '*', '{']));
            let mut depth = 0;
            rest.is_some_and(|rest| {
                rest.chars().all(|c| {
                    depth += i32::from(c == '(') - i32::from(c == ')');
                    c != '|' || depth > 0
                })
            })
        };
        self.expression.is_some() && !self.negated && self.arguments.iter().all(demands)
    }

    pub(super) fn holds(&self, text: &str) -> bool {
        fits(&self.arguments, self.expression.as_deref(), text) != self.negated
    }
}

/// Whether a text is one of those that `#eq?`, `#any-of?` or `#match?` asks for.
pub(super) fn fits(arguments: &[String], expression: Option<&Expression>, text: &str) -> bool {
    match expression {
        Some(expression) => expression.is_in(text),
        None => arguments.iter().any(|a| a == text),
    }
}

/// A regular expression.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Expression {
    pattern: String,
    /// For texts of ASCII characters alone: it is found where one of them is. Empty where that cannot be said so.
    simple: Vec<Simple>,
    /// It asks for one of some words.
    words: Option<FxHashSet<String>>,
    /// Compiled when first needed; `None` where it is wrong, which its check says.
    #[serde(skip)]
    regex: OnceLock<Option<Regex>>,
    /// The same for texts of ASCII characters alone: without the thousand ranges of a Unicode class it is compiled in a fraction of the time.
    #[serde(skip)]
    ascii: OnceLock<Option<meta::Regex>>,
}

/// The words that a regular expression of the form `^(one|other)$` is for.
pub(super) fn words_of(regex: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = regex.strip_prefix("^(")?.strip_suffix(")$")?.split('|').collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    words.iter().all(is_word).then_some(words)
}

/// So many runs of characters are soon looked for.
const RUNS: usize = 8;

/// A run of characters, each one of a few, for texts of ASCII characters alone.
#[derive(Clone, Default, serde::Deserialize, serde::Serialize)]
struct Simple {
    /// For each character, bits for those that it can be.
    sets: Vec<u128>,
    /// The last one stands once or more.
    repeats: bool,
    at_start: bool,
    at_end: bool,
}

impl Expression {
    pub(super) fn new(pattern: &str) -> Self {
        Self {
            simple: regex_syntax::parse(pattern).map_or_else(|_| Vec::new(), |hir| Simple::all_of(&hir)),
            words: words_of(pattern).map(|words| words.into_iter().map(str::to_owned).collect()),
            pattern: pattern.to_owned(),
            regex: OnceLock::new(),
            ascii: OnceLock::new(),
        }
    }

    /// Whether it is found in `text`.
    pub(super) fn is_in(&self, text: &str) -> bool {
        if let Some(words) = &self.words {
            return words.contains(text);
        }
        if text.is_ascii() {
            if !self.simple.is_empty() {
                return self.simple.iter().any(|simple| simple.is_in(text.as_bytes()));
            }
            // A pattern that asks for a script or the like has no such form.
            if let Some(regex) = self.ascii.get_or_init(|| ascii(&self.pattern)) {
                return regex.is_match(text);
            }
        }
        let regex = self.regex.get_or_init(|| Regex::new(&self.pattern).ok());
        regex.as_ref().is_some_and(|r| r.is_match(text))
    }
}

/// The expression for texts of ASCII characters, soon compiled rather than fast: what it looks at is short. Several patterns may have the same one.
fn ascii(pattern: &str) -> Option<meta::Regex> {
    static COMPILED: LazyLock<Mutex<FxHashMap<String, meta::Regex>>> = LazyLock::new(Mutex::default);
    let lock = || COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(regex) = lock().get(pattern) {
        return Some(regex.clone());
    }
    let config = meta::Config::new()
        .utf8_empty(false)
        .dfa(false)
        .onepass(false)
        .auto_prefilter(false);
    let syntax = syntax::Config::new().unicode(false).utf8(false);
    let built = meta::Regex::builder().configure(config).syntax(syntax).build(pattern);
    let regex = built.ok()?;
    let mut compiled = lock();
    // Packs may come and go for as long as a server lives.
    if compiled.len() < MOST_COMPILED {
        compiled.insert(pattern.to_owned(), regex.clone());
    }
    Some(regex)
}

/// So many expressions are shared; the built-in concepts have some dozens.
const MOST_COMPILED: usize = 512;

impl Simple {
    /// The runs of which one is there where the expression is found; none where it is more than a few runs.
    fn all_of(hir: &Hir) -> Vec<Self> {
        let all = Self::all_with(&[Self::default()], hir);
        // A run of nothing is everywhere.
        let all = all.filter(|all| all.iter().all(|simple| !simple.sets.is_empty()));
        all.unwrap_or_default()
    }

    /// Each of `all`, going on with `part` in every way.
    fn all_with(all: &[Self], part: &Hir) -> Option<Vec<Self>> {
        match part.kind() {
            HirKind::Concat(parts) => parts
                .iter()
                .try_fold(all.to_vec(), |all, part| Self::all_with(&all, part)),
            HirKind::Capture(group) => Self::all_with(all, &group.sub),
            HirKind::Alternation(branches) if branches.len() <= RUNS => {
                let ways = branches.iter().map(|branch| Self::all_with(all, branch));
                Some(ways.collect::<Option<Vec<_>>>()?.concat())
            }
            HirKind::Repetition(repeated) if (repeated.min, repeated.max) == (0, Some(1)) => {
                let with = Self::all_with(all, &repeated.sub)?;
                Some([with, all.to_vec()].concat())
            }
            HirKind::Repetition(repeated) if repeated.max == Some(repeated.min) && repeated.min <= 8 => {
                (0..repeated.min).try_fold(all.to_vec(), |all, _| Self::all_with(&all, &repeated.sub))
            }
            _ => all.iter().map(|simple| simple.with(part)).collect(),
        }
        .filter(|all| all.len() <= RUNS)
    }

    /// The same run, going on with `part`.
    fn with(&self, part: &Hir) -> Option<Self> {
        let mut simple = self.clone();
        match part.kind() {
            HirKind::Empty => {}
            _ if simple.at_end => return None,
            HirKind::Look(Look::Start) if simple.sets.is_empty() => simple.at_start = true,
            HirKind::Look(Look::End) => simple.at_end = true,
            _ if simple.repeats => return None,
            HirKind::Literal(literal) if literal.0.is_ascii() => {
                simple.sets.extend(literal.0.iter().map(|&byte| 1_u128 << byte));
            }
            HirKind::Class(class) => simple.sets.push(set(class)?),
            HirKind::Repetition(repeated) if repeated.min == 1 && repeated.max.is_none() => {
                simple.sets.push(match repeated.sub.kind() {
                    HirKind::Class(class) => set(class)?,
                    HirKind::Literal(literal) => match literal.0.as_ref() {
                        [byte] if byte.is_ascii() => 1 << byte,
                        _ => return None,
                    },
                    _ => return None,
                });
                simple.repeats = true;
            }
            _ => return None,
        }
        Some(simple)
    }

    fn is_in(&self, text: &[u8]) -> bool {
        let Some(last) = text.len().checked_sub(self.sets.len()) else {
            return false;
        };
        if self.repeats {
            let mut starts = if self.at_start { 0..=0 } else { 0..=last };
            return starts.any(|start| self.begins(&text[start..]) && (!self.at_end || self.goes_on(&text[start..])));
        }
        match (self.at_start, self.at_end) {
            (true, true) => last == 0 && self.begins(text),
            (true, false) => self.begins(text),
            (false, true) => self.begins(&text[last..]),
            (false, false) => match self.sets.as_slice() {
                [set] if set.is_power_of_two() => text.contains(&(set.trailing_zeros() as u8)),
                [set] => text.iter().any(|&byte| set >> byte & 1 == 1),
                _ => (0..=last).any(|start| self.begins(&text[start..])),
            },
        }
    }

    fn begins(&self, text: &[u8]) -> bool {
        self.sets.iter().zip(text).all(|(set, &byte)| set >> byte & 1 == 1)
    }

    /// Whether what follows the run, to the end, repeats its last character's set.
    fn goes_on(&self, text: &[u8]) -> bool {
        let set = self.sets.last().copied().unwrap_or_default();
        text[self.sets.len()..].iter().all(|&byte| set >> byte & 1 == 1)
    }
}

/// The ASCII characters of a class, as bits.
fn set(class: &Class) -> Option<u128> {
    let Class::Unicode(class) = class else {
        return None;
    };
    let ranges = class.iter().filter(|range| range.start().is_ascii());
    let bits = ranges.flat_map(|range| u32::from(range.start())..=u32::from(range.end()).min(127));
    Some(bits.fold(0, |set, bit| set | 1 << bit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_ones_find_what_the_engine_finds() {
        let texts = [
            "",
            "a",
            "\\n",
            "\\x41",
            "0x1F",
            "0x",
            "0b1",
            "1_000",
            "2j",
            "ab__",
            "__",
            "__init__",
            "with",
            "without",
            "a with",
            "'''",
            "r\"",
            "Rb'",
            "\\\\",
            "x\n",
            "\n",
            "é",
            "é__",
            "\\é",
            "async def",
            "a\nb",
            "aab",
            "ba",
        ];
        let simple = [
            "[rR]",
            "^.x",
            "^.[0-7]",
            "^.n$",
            "^with",
            "__$",
            "^0[xX][0-9a-fA-F_]+$",
            "[0-9]+",
            "^[0-9_]+$",
            "[\"']{3}$",
            "\\\\",
            "[jJ]$",
            "^.[\"'\\\\]$",
            "^a+b",
            "a+$",
            "^[rRuU]['\"]",
            "(?s)^.$",
            "^__\\w+",
            "\\w+$",
            "^a$",
            "_",
            "[\"']{3}$",
            "a+$",
            "^a+",
            "^[rRuU]?['\"]",
            "^[rRuU]?['\"]+$",
            "^[rRuU]?('''|\"\"\")$",
            "(^|b)a",
            "^(a|b_?)_{2}",
            "^a|b$",
            "^(with|without|(a|x)b?)$",
            "^(a|b)$",
            "(?i)WITH",
        ];
        let others = [
            "a*b",
            "\\bwith\\b",
            "^$",
            "",
            "^a?$",
            "a+b",
            "(a+|x)b",
            "[ab]?[ab]?[ab]?[ab]?",
            "(?m)^b",
            "^\\w+[.]\\W*$",
            "(?i)k|\\S\\b",
            "^[^\\W_]",
            "\\p{Ll}_?",
            "é|\\d",
            "^.$",
        ];
        for pattern in simple.iter().chain(&others) {
            let expression = Expression::new(pattern);
            let regex = Regex::new(pattern).expect("a good one");
            for text in texts {
                assert_eq!(expression.is_in(text), regex.is_match(text), "{pattern} in {text:?}");
            }
        }
        assert_eq!(words_of("^(a|b_1)$"), Some(vec!["a", "b_1"]));
        assert_eq!(words_of("^(a|b+)$"), None);
        let known = |pattern: &&str| !Expression::new(pattern).simple.is_empty();
        let unknown: Vec<_> = simple.iter().filter(|pattern| !known(pattern)).collect();
        assert_eq!(unknown, [&"^a+b"], "a run that repeats in the middle");
    }
}
