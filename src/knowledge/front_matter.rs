//! The front matter of a concept file: TOML, read with the place of every value.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use pulldown_cmark::{Event, Options, Parser, Tag};
use serde::Deserialize;
use toml::Spanned;

use super::problem::{Problems, nearest, offset_in};
use super::template::Template;
use super::version::Version;
use super::{Concept, Level};

const FIELDS: [&str; 18] = [
    "title",
    "name",
    "since",
    "changed",
    "deprecated",
    "removed",
    "level",
    "docs",
    "peps",
    "asked",
    "aliases",
    "builds-on",
    "related",
    "confused-with",
    "here",
    "names",
    "methods",
    "attributes",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Raw {
    title: Spanned<String>,
    name: Option<Spanned<String>>,
    since: Option<Spanned<String>>,
    #[serde(default)]
    changed: BTreeMap<Spanned<String>, Spanned<String>>,
    deprecated: Option<Spanned<String>>,
    removed: Option<Spanned<String>>,
    level: Level,
    docs: Spanned<String>,
    #[serde(default)]
    peps: Vec<u32>,
    #[serde(default)]
    asked: Vec<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    #[serde(default)]
    builds_on: Vec<Spanned<String>>,
    #[serde(default)]
    related: Vec<Spanned<String>>,
    #[serde(default)]
    confused_with: BTreeMap<Spanned<String>, Spanned<String>>,
    // A string or a list of strings; an untagged enum would lose the place.
    here: Option<Spanned<toml::Value>>,
    #[serde(default)]
    names: Vec<Spanned<String>>,
    #[serde(default)]
    methods: Vec<Spanned<String>>,
    #[serde(default)]
    attributes: Vec<Spanned<String>>,
}

/// Splits a file into its front matter and what follows, both as slices of `text`.
pub(super) fn split<'f>(text: &'f str, problems: &mut Problems<'_>) -> Option<(&'f str, &'f str)> {
    let help = "begin the file with a line `+++`, then `title = \"…\"` and the other fields, then a second line `+++`";
    let Some(rest) = text.strip_prefix("+++\n") else {
        problems.at(0, "the file does not begin with front matter", help);
        return None;
    };
    let Some(end) = rest.find("\n+++\n") else {
        problems.at(0, "the front matter is not closed", help);
        return None;
    };
    Some((&rest[..=end], &rest[end + 5..]))
}

/// Where a file refers to other concepts: id and byte in the file.
pub(super) type References = Vec<(String, usize)>;

/// Reads the front matter into a concept that has no body yet.
pub(super) fn read(
    id: &str,
    toml_text: &str,
    file: &str,
    problems: &mut Problems<'_>,
) -> Option<(Concept, References)> {
    let base = offset_in(file, toml_text);
    let raw: Raw = match toml::from_str(toml_text) {
        Ok(raw) => raw,
        Err(error) => {
            report(&error, toml_text, base, problems);
            return None;
        }
    };
    let mut reader = Reader { base, problems };
    let mut references: References = Vec::new();
    for id in raw.builds_on.iter().chain(&raw.related).chain(raw.confused_with.keys()) {
        references.push((id.get_ref().clone(), base + id.span().start));
    }
    let own = references.iter().find(|(other, _)| other == id).cloned();
    if let Some((_, at)) = own {
        reader.problems.at(
            at,
            "a concept refers to itself",
            "name another concept, or take it away",
        );
    }
    let mut changed: Vec<(Version, String)> = raw
        .changed
        .iter()
        .filter_map(|(version, what)| Some((reader.version(version)?, reader.prose("changed", what)?)))
        .collect();
    changed.sort();
    let here = raw.here.as_ref().map(|h| reader.sentences(h)).unwrap_or_default();
    let concept = Concept {
        id: id.to_owned(),
        area: String::new(),
        path: String::new(),
        title: reader.title(&raw.title)?,
        name: raw.name.as_ref().and_then(|n| reader.text("name", n)),
        since: raw.since.as_ref().and_then(|v| reader.version(v)),
        changed,
        deprecated: raw.deprecated.as_ref().and_then(|v| reader.version(v)),
        removed: raw.removed.as_ref().and_then(|v| reader.version(v)),
        level: raw.level,
        docs: reader.docs(&raw.docs),
        peps: raw.peps,
        asked: reader.texts("asked", &raw.asked),
        aliases: reader.texts("aliases", &raw.aliases),
        builds_on: plain(&raw.builds_on),
        related: plain(&raw.related),
        confused_with: raw
            .confused_with
            .iter()
            .filter_map(|(id, what)| Some((id.get_ref().clone(), reader.prose("confused-with", what)?)))
            .collect(),
        here,
        names: reader.names(&raw.names),
        methods: reader.specials("methods", &raw.methods),
        attributes: reader.specials("attributes", &raw.attributes),
        hover: String::new(),
        queries: Vec::new(),
        source: file.to_owned().into(),
        body: OnceLock::new(),
    };
    Some((concept, references))
}

fn plain(ids: &[Spanned<String>]) -> Vec<String> {
    ids.iter().map(|id| id.get_ref().clone()).collect()
}

/// An error of the TOML reader, in our words where they help more.
fn report(error: &toml::de::Error, text: &str, base: usize, problems: &mut Problems<'_>) {
    let at = error.span().map_or(0, |span: Range<usize>| span.start);
    let message = error
        .message()
        .lines()
        .next()
        .unwrap_or("the front matter is not valid TOML");
    let unknown = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once('`'))
        .map(|(field, _)| field);
    match unknown {
        Some(field) => problems.at(
            base + at,
            format!("there is no field `{field}`"),
            nearest(field, FIELDS),
        ),
        None => {
            let line = text.get(at..).and_then(|t| t.lines().next()).unwrap_or("");
            let help = format!(
                "see \"Front matter\" in knowledge/README.md; it was reading `{}`",
                line.trim()
            );
            problems.at(base + at, message, help);
        }
    }
}

struct Reader<'p, 'f> {
    base: usize,
    problems: &'p mut Problems<'f>,
}

impl Reader<'_, '_> {
    fn at(&mut self, value: &Spanned<String>, message: String, help: &str) {
        self.problems.at(self.base + value.span().start, message, help);
    }

    fn text(&mut self, field: &str, value: &Spanned<String>) -> Option<String> {
        let text = value.get_ref().trim();
        if text.is_empty() || text.contains('\n') {
            self.at(
                value,
                format!("`{field}` is empty or has more than one line"),
                "write one line of text, or take the field away",
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that is shown as Markdown. It holds no links: a pack of somebody else's must not lead elsewhere than it says.
    fn prose(&mut self, field: &str, value: &Spanned<String>) -> Option<String> {
        let text = self.text(field, value)?;
        if leads_elsewhere(&text) {
            let help = "write words and code in backticks; links stand in the sections of the page";
            self.at(value, format!("`{field}` has a link, an image or HTML"), help);
            return None;
        }
        Some(text)
    }

    /// A title stands in links and beside other titles, so it has no brackets at all.
    fn title(&mut self, value: &Spanned<String>) -> Option<String> {
        let title = self.text("title", value)?;
        if title.contains(['[', ']', '<', '>']) {
            self.at(
                value,
                "`title` has brackets".to_owned(),
                "say in words what a person would call it; the token itself is the `name`",
            );
            return None;
        }
        Some(title)
    }

    fn texts(&mut self, field: &str, values: &[Spanned<String>]) -> Vec<String> {
        values.iter().filter_map(|v| self.text(field, v)).collect()
    }

    fn version(&mut self, value: &Spanned<String>) -> Option<Version> {
        let version = value.get_ref().parse().ok();
        if version.is_none() {
            self.at(
                value,
                format!("`{}` is not a version of Python", value.get_ref()),
                "write it as \"3.8\"",
            );
        }
        version
    }

    fn docs(&mut self, value: &Spanned<String>) -> String {
        let docs = value.get_ref();
        let (page, anchor) = docs.split_once('#').unwrap_or((docs, "-"));
        // What would end the address in Markdown, or mean something there.
        let is_address = |s: &str| {
            s.chars()
                .all(|c| !c.is_whitespace() && !c.is_control() && !"()<>[]\\`\"'".contains(c))
        };
        let plain = |s: &str| !s.is_empty() && s.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
        let relative = plain(page) && page.ends_with(".html") && !page.starts_with('/') && plain(anchor);
        if !(relative || docs.starts_with("https://") && is_address(docs)) {
            self.at(
                value,
                format!("`{docs}` is not a page of the documentation"),
                "write page and anchor below docs.python.org/3/, such as \"reference/compound_stmts.html#for\", or an https:// address",
            );
        }
        docs.clone()
    }

    fn sentences(&mut self, value: &Spanned<toml::Value>) -> Vec<Template> {
        let at = self.base + value.span().start;
        let all = match value.get_ref() {
            toml::Value::String(one) => vec![one.as_str()],
            toml::Value::Array(several) => several.iter().filter_map(toml::Value::as_str).collect(),
            _ => Vec::new(),
        };
        if all.is_empty() {
            self.problems.at(
                at,
                "`here` is neither a sentence nor a list of sentences",
                "write here = \"calls {value}\"",
            );
        }
        all.into_iter().filter_map(|text| self.sentence(text, at)).collect()
    }

    fn sentence(&mut self, text: &str, at: usize) -> Option<Template> {
        let lower = text.starts_with(|c: char| !c.is_uppercase());
        if !lower || text.ends_with('.') || text.to_lowercase().starts_with("here") {
            self.problems.at(
                at,
                format!("`{text}` does not begin in lower case, or has a full stop"),
                "a sentence of `here` is shown after \"Here: \", and the full stop is added",
            );
        }
        if leads_elsewhere(text) {
            self.problems.at(
                at,
                format!("`{text}` has a link, an image or HTML"),
                "write words, code in backticks and parts in braces",
            );
            return None;
        }
        Template::parse(text)
            .inspect_err(|(_, message)| {
                self.problems.at(
                    at,
                    format!("{message}: `{text}`"),
                    "a part is written `{part}`, a brace of its own `{{` or `}}`",
                );
            })
            .ok()
    }

    fn names(&mut self, values: &[Spanned<String>]) -> Vec<String> {
        for value in values {
            if !value.get_ref().contains('.') || !value.get_ref().split('.').all(is_identifier) {
                self.at(
                    value,
                    format!("`{}` is not a dotted name", value.get_ref()),
                    "write module and name, \"functools.lru_cache\"; a built-in is \"builtins.super\"",
                );
            }
        }
        plain(values)
    }

    fn specials(&mut self, field: &str, values: &[Spanned<String>]) -> Vec<String> {
        for value in values {
            if !is_identifier(value.get_ref()) {
                self.at(
                    value,
                    format!("`{}` in `{field}` is not a name", value.get_ref()),
                    "write one name, \"__enter__\"",
                );
            }
        }
        plain(values)
    }
}

/// Whether a text of Markdown holds a link, an image or HTML.
fn leads_elsewhere(text: &str) -> bool {
    Parser::new_ext(text, Options::ENABLE_TABLES).any(|event| {
        matches!(
            event,
            Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_)
        )
    })
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_')
}
