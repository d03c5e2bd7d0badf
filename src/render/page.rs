//! The whole page of a concept, Markdown.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag};

use super::language::ENGLISH;
use super::{Language, availability, code_span, docs_label, here_line, level, written};
use crate::gloss::Gloss;
use crate::knowledge::{Concept, Knowledge, VersionRange};

/// How one page refers to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Links {
    /// A file of the same folder: `decorator.md`.
    Files,
    /// Not at all: the title alone.
    None,
}

/// The page of a concept; `gloss` adds what it does to the reader's own code.
pub fn page(
    concept: &Concept,
    knowledge: &Knowledge,
    gloss: Option<&Gloss<'_>>,
    links: Links,
    language: Language,
) -> String {
    let mut page = format!("# {}\n\n", concept.title);
    let mut facts = Vec::new();
    facts.extend(concept.name.as_deref().map(code_span));
    facts.push(availability(concept));
    facts.push(level(concept.level).to_owned());
    // Writing to a string cannot fail.
    let _ = write!(page, "{}\n\n{}\n\n", facts.join(" · "), concept.hover);
    if let Some(gloss) = gloss {
        page.push_str(&of_this_code(gloss));
    }
    for section in concept.sections() {
        let _ = write!(
            page,
            "## {}\n\n{}\n\n",
            section.title,
            shown(&section.markdown, knowledge, links, language)
        );
    }
    page.push_str(&read_on(concept, knowledge, links, language));
    page
}

/// What the construct does here: the sentence of its concept, and every fact, in full.
fn of_this_code(gloss: &Gloss<'_>) -> String {
    let mut text = String::new();
    if let Some(here) = &gloss.here {
        let _ = write!(text, "> {}\n\n", here_line(here));
    }
    if !gloss.insights.is_empty() {
        text.push_str("## In this code\n\n");
    }
    for insight in &gloss.insights {
        let sentence = written(&insight.sentence);
        let mut letters = sentence.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        let _ = write!(text, "{first}{}.\n\n", letters.as_str());
        if let Some(detail) = &insight.detail {
            let _ = write!(text, "{}\n\n", detail.trim());
        }
    }
    text
}

fn read_on(concept: &Concept, knowledge: &Knowledge, links: Links, language: Language) -> String {
    let mut lines = Vec::new();
    let refer = |id: &str| reference(id, knowledge, links);
    for (id, difference) in &concept.confused_with {
        lines.push(format!("Easily confused with {}: {difference}.", refer(id)).replace("..", "."));
    }
    for (label, ids) in [("Builds on", &concept.builds_on), ("Related", &concept.related)] {
        if !ids.is_empty() {
            lines.push(format!(
                "{label}: {}",
                ids.iter().map(|id| refer(id)).collect::<Vec<_>>().join(", ")
            ));
        }
    }
    for (version, what) in &concept.changed {
        lines.push(format!("Changed in {version}: {what}"));
    }
    let docs = docs_label(concept);
    lines.push(format!("{docs}: <{}>", language.translate(&concept.docs_url())));
    for pep in &concept.peps {
        lines.push(format!("[PEP {pep}](https://peps.python.org/pep-{pep:04}/)"));
    }
    let mut text = String::from("## Read on\n\n");
    for line in lines {
        let _ = writeln!(text, "- {line}");
    }
    text
}

pub(super) fn reference(id: &str, knowledge: &Knowledge, links: Links) -> String {
    let title = knowledge.get(id).map_or(id, |c| c.title.as_str());
    match links {
        Links::Files => format!("[{title}]({id}.md)"),
        Links::None => title.to_owned(),
    }
}

/// A section as readers see it: links to concepts follow `links`, those to Python's documentation lead to `language`, and a program's fences say what it
/// prints instead of what it needs.
pub(super) fn shown(markdown: &str, knowledge: &Knowledge, links: Links, language: Language) -> String {
    let mut changes: Vec<(Range<usize>, String)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if knowledge.get(&dest_url).is_some() => {
                let whole = &markdown[range.clone()];
                if let Some(at) = whole.rfind("](") {
                    let label = whole.get(1..at).unwrap_or("");
                    let link = match links {
                        Links::Files => format!("[{label}]({dest_url}.md)"),
                        Links::None => label.to_owned(),
                    };
                    changes.push((range, link));
                }
            }
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with(ENGLISH) => {
                // The address comes behind the words, and where the words are the address there is no other.
                if let Some(at) = markdown[range.clone()].rfind(ENGLISH) {
                    let start = range.start + at;
                    changes.push((start..start + ENGLISH.len(), language.root()));
                }
            }
            // Editors show a page's source with its own line ends, and wrap by themselves.
            Event::SoftBreak => {
                let rest = &markdown[range.end..];
                let indent = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                changes.push((range.start..range.end + indent, " ".to_owned()));
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let whole = &markdown[range.clone()];
                let first = whole.find('\n').unwrap_or(whole.len());
                let fence: String = whole.chars().take_while(|&c| c == '`' || c == '~').collect();
                let opening = match info.strip_prefix("output") {
                    Some("") => format!("Prints:\n\n{fence}text"),
                    Some(rest) => match rest.trim().parse::<VersionRange>() {
                        Ok(versions) => format!("Prints, on Python {versions}:\n\n{fence}text"),
                        Err(()) => format!("{fence}text"),
                    },
                    None => format!("{fence}{}", info.split_whitespace().next().unwrap_or("text")),
                };
                changes.push((range.start..range.start + first, opening));
            }
            _ => {}
        }
    }
    let mut text = markdown.to_owned();
    changes.sort_by_key(|(range, _)| range.start);
    for (range, new) in changes.into_iter().rev() {
        text.replace_range(range, &new);
    }
    text
}
