//! What follows the front matter: the hover, the sections, the fenced blocks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::concept::{Body, CaseBlock, Code, Program, QueryBlock, Section};
use super::front_matter::{self, References};
use super::problem::{Problems, nearest, offset_in};
use super::{Cases, Concept};

/// The sections of a page, in their order, and whether each must be there.
const SECTIONS: [(&str, bool); 6] = [
    ("How to read it", false),
    ("How it works", true),
    ("Why it exists", true),
    ("Where it bites", true),
    ("Example", true),
    ("Detection", true),
];

/// The longest hover, in characters.
const HOVER_LIMIT: usize = 360;

/// A fenced block, with where it and its text stand in the file.
struct Block {
    info: String,
    text: String,
    block: Range<usize>,
    text_start: usize,
}

/// What the body of a file says.
#[derive(Default)]
struct Read {
    hover: String,
    queries: Vec<QueryBlock>,
    body: Body,
}

/// Completes `concept` with the body of its file.
pub(super) fn complete(
    concept: &mut Concept,
    body: &str,
    file: &str,
    references: &mut References,
    problems: &mut Problems<'_>,
) {
    let (read, sections) = read(body, file, references, problems);
    concept.hover = read.hover;
    concept.queries = read.queries;
    concept.body = read.body.into();
    check_whole(concept, &sections, offset_in(file, body), problems);
}

/// Reads the body of a file that passed its checks already.
pub(super) fn again(file: &str) -> Body {
    let mut problems = Problems::new("", file);
    let Some((_, body)) = front_matter::split(file, &mut problems) else {
        return Body::default();
    };
    read(body, file, &mut References::new(), &mut problems).0.body
}

/// What the body of a file says, and where its sections stand.
fn read(
    body: &str,
    file: &str,
    references: &mut References,
    problems: &mut Problems<'_>,
) -> (Read, Vec<(String, Range<usize>)>) {
    let mut read = Read::default();
    let base = offset_in(file, body);
    let mut headings: Vec<(String, Range<usize>)> = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut in_heading: Option<Range<usize>> = None;
    let mut heading = String::new();
    let mut paragraphs_of_hover = 0;
    for (event, range) in Parser::new_ext(body, Options::ENABLE_TABLES).into_offset_iter() {
        let at = base + range.start;
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                if level != HeadingLevel::H2 {
                    problems.at(
                        at,
                        "a heading is not of the second level",
                        "begin every section with `## `; a page has no further headings",
                    );
                }
                heading.clear();
                in_heading = Some(range);
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(range) = in_heading.take() {
                    headings.push((std::mem::take(&mut heading), range));
                }
            }
            Event::Text(text) | Event::Code(text) if in_heading.is_some() => heading.push_str(&text),
            Event::Start(Tag::CodeBlock(kind)) => {
                if let Some(block) = fenced(&kind, body, range, base) {
                    blocks.push(block);
                } else {
                    problems.at(at, "an indented block of code", "fence it: ```python");
                }
            }
            Event::Start(Tag::Paragraph) if headings.is_empty() => paragraphs_of_hover += 1,
            Event::Start(Tag::Image { .. }) => problems.at(at, "an image", "a page is text; take it away"),
            Event::Html(_) | Event::InlineHtml(_) => problems.at(at, "HTML", "write Markdown, and code in backticks"),
            Event::Start(Tag::Link { .. }) if headings.is_empty() => problems.at(
                at,
                "a link in the hover",
                "name the thing there, and link to it from a section: not every editor follows links in a hover",
            ),
            Event::Start(Tag::Link { dest_url, .. }) => link(&dest_url, at, references, problems),
            _ => {}
        }
    }
    let hover_end = headings.first().map_or(body.len(), |(_, range)| range.start);
    read.hover = read_hover(&body[..hover_end], paragraphs_of_hover, base, problems);
    let sections = read_sections(&headings, body, base, problems);
    for (title, range) in &sections {
        let inside: Vec<&Block> = blocks.iter().filter(|b| range.contains(&(b.block.start))).collect();
        if title == "Detection" {
            read_detection(&mut read, &inside, problems);
        } else {
            read.body.sections.push(Section {
                title: title.clone(),
                markdown: body[range.clone()].trim().to_owned(),
            });
            read_code(&mut read.body.code, &inside, file, problems);
        }
    }
    (read, sections)
}

fn fenced(kind: &CodeBlockKind<'_>, body: &str, range: Range<usize>, base: usize) -> Option<Block> {
    let CodeBlockKind::Fenced(info) = kind else {
        return None;
    };
    let whole = &body[range.clone()];
    let first = whole.find('\n').map_or(whole.len(), |n| n + 1);
    let last = whole.trim_end().rfind('\n').map_or(first, |n| n + 1).max(first);
    Some(Block {
        info: info.trim().to_owned(),
        text: whole[first..last].to_owned(),
        text_start: base + range.start + first,
        block: range,
    })
}

fn link(target: &str, at: usize, references: &mut References, problems: &mut Problems<'_>) {
    if target.starts_with("https://") {
        return;
    }
    if !target.is_empty() && target.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        references.push((target.to_owned(), at));
    } else {
        problems.at(
            at,
            format!("`{target}` is no target of a link"),
            "link to a concept by its id, or to an https:// address",
        );
    }
}

fn read_hover(text: &str, paragraphs: usize, base: usize, problems: &mut Problems<'_>) -> String {
    let hover = text.trim();
    let at = base + offset_in(text, hover);
    if hover.is_empty() {
        problems.at(
            at,
            "there is no text before the first heading",
            "write the hover there: one paragraph that says what the construct does",
        );
    } else if paragraphs != 1 || text.contains("```") {
        problems.at(
            at,
            "the hover is not one paragraph",
            "keep one paragraph before the first heading and move the rest into a section",
        );
    }
    let length = hover.chars().count();
    if length > HOVER_LIMIT {
        problems.at(
            at,
            format!(
                "the hover has {length} characters, {} more than it may",
                length - HOVER_LIMIT
            ),
            "keep what a reader needs first and move the rest to \"How it works\"",
        );
    }
    hover.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The sections with the range of their text in the body.
fn read_sections(
    headings: &[(String, Range<usize>)],
    body: &str,
    base: usize,
    problems: &mut Problems<'_>,
) -> Vec<(String, Range<usize>)> {
    let mut sections: Vec<(String, Range<usize>)> = Vec::new();
    let mut last = None;
    for (index, (title, range)) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(body.len(), |(_, next)| next.start);
        let Some(place) = SECTIONS.iter().position(|(name, _)| name == title) else {
            problems.at(
                base + range.start,
                format!("there is no section `{title}`"),
                nearest(title, SECTIONS.map(|(name, _)| name)),
            );
            continue;
        };
        if last >= Some(place) {
            problems.at(
                base + range.start,
                format!("`{title}` stands twice or in the wrong place"),
                format!("the order is: {}", SECTIONS.map(|(name, _)| name).join(", ")),
            );
        }
        last = last.max(Some(place));
        if body[range.end..end].trim().is_empty() {
            problems.at(
                base + range.start,
                format!("the section `{title}` is empty"),
                "write it; a concept is not loaded half-done",
            );
        }
        sections.push((title.clone(), range.end..end));
    }
    sections
}

fn read_detection(read: &mut Read, blocks: &[&Block], problems: &mut Problems<'_>) {
    for block in blocks {
        let mut words = block.info.split_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some("query"), fragment, None) => {
                if fragment.is_some() && read.queries.iter().any(|q| q.fragment.as_deref() == fragment) {
                    problems.at(block.text_start, "two fragments of the same name", "give each its own");
                }
                read.queries.push(QueryBlock {
                    fragment: fragment.map(str::to_owned),
                    start: block.text_start,
                    end: block.text_start + block.text.len(),
                });
            }
            (Some("cases"), None, None) => match Cases::parse(&block.text) {
                Ok(cases) => read.body.cases.push(CaseBlock {
                    cases,
                    start: block.text_start,
                }),
                Err((at, message)) => problems.at(
                    block.text_start + at,
                    message,
                    "a mark's line stands under the line of code it marks",
                ),
            },
            _ => problems.at(
                block.text_start,
                format!("`{}` is no block of the section Detection", block.info),
                "use ```query, ```query FRAGMENT-NAME or ```cases",
            ),
        }
    }
}

fn read_code(code: &mut Vec<Code>, blocks: &[&Block], file: &str, problems: &mut Problems<'_>) {
    let row = |block: &Block| file[..block.text_start].matches('\n').count() + 1;
    let mut at = 0;
    while at < blocks.len() {
        let block = blocks[at];
        at += 1;
        let mut words = block.info.split_whitespace();
        match words.next() {
            Some("python") => {}
            Some("output") => {
                problems.at(
                    block.text_start,
                    "an `output` block without a program",
                    "put it right behind a `python` block",
                );
                continue;
            }
            Some("text") => continue,
            _ => {
                problems.at(
                    block.text_start,
                    format!("`{}` is no kind of block here", block.info),
                    "use ```python, ```output or ```text",
                );
                continue;
            }
        }
        let mut program = Program {
            source: block.text.clone(),
            row: row(block),
            since: None,
            threads: false,
            processes: false,
            outputs: Vec::new(),
        };
        let mut kept = None;
        for word in words {
            match word {
                "needs=threads" => program.threads = true,
                "needs=processes" => program.processes = true,
                "only-compiles" | "does-not-compile" => kept = Some(word),
                _ => match word.strip_prefix("needs=").and_then(|v| v.parse().ok()) {
                    Some(version) => program.since = Some(version),
                    None => problems.at(
                        block.text_start,
                        format!("`{word}` is nothing a program can need"),
                        "use needs=threads, needs=processes, needs=3.N, only-compiles or does-not-compile",
                    ),
                },
            }
        }
        while let Some(output) = blocks
            .get(at)
            .filter(|b| b.info.split_whitespace().next() == Some("output"))
        {
            at += 1;
            let range = output.info.strip_prefix("output").map_or("", str::trim);
            match (range, range.parse()) {
                ("", _) => program.outputs.push((None, output.text.clone())),
                (_, Ok(range)) => program.outputs.push((Some(range), output.text.clone())),
                _ => problems.at(
                    output.text_start,
                    format!("`{range}` is no range of versions"),
                    "write ```output >=3.13 or ```output <3.13",
                ),
            }
        }
        let (source, row) = (program.source.clone(), program.row);
        code.push(match (kept, program.outputs.is_empty()) {
            (Some("does-not-compile"), _) => Code::Refused { source, row },
            (Some(_), _) | (None, true) => Code::Compiles { source, row },
            (None, false) => Code::Program(program),
        });
    }
}

/// What only the whole file shows.
fn check_whole(concept: &Concept, sections: &[(String, Range<usize>)], base: usize, problems: &mut Problems<'_>) {
    for (title, required) in SECTIONS {
        if required && !sections.iter().any(|(name, _)| name == title) {
            problems.at(
                base,
                format!("the section `{title}` is missing"),
                "write it; a concept is not loaded half-done",
            );
        }
    }
    let example = sections.iter().find(|(name, _)| name == "Example");
    let in_example = |row: usize| {
        example.is_some_and(|(_, range)| {
            let first = concept.source[..base + range.start].matches('\n').count();
            let last = concept.source[..base + range.end].matches('\n').count();
            (first..=last).contains(&(row - 1))
        })
    };
    if example.is_some() && !concept.programs().any(|p| in_example(p.row)) {
        problems.at(
            base,
            "the section `Example` has no program with an `output` block",
            "add one; CPython will run it",
        );
    }
    if concept.names.is_empty()
        && concept.methods.is_empty()
        && concept.attributes.is_empty()
        && concept.queries.iter().all(|q| q.fragment.is_some())
    {
        problems.at(
            base,
            "nothing says how the concept is found",
            "add a ```query, or `names`, `methods` or `attributes`",
        );
    }
    let marks = || concept.cases().iter().flat_map(|c| &c.cases.marks);
    for (expectation, word) in [(super::Expectation::Here, "here"), (super::Expectation::Not, "not")] {
        if !marks().any(|m| m.expectation == expectation) {
            problems.at(
                base,
                format!("no case marks a place with `{word}`"),
                "a ```cases block needs a hit and a near miss",
            );
        }
    }
}
