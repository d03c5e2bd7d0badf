//! The page of a selection or a file: what is advanced in a table, then every construct in the order of the text.

use std::cmp::Reverse;
use std::fmt::Write as _;

use super::page::{Links, reference};
use super::{Language, availability, cell, code_span, docs_label, fenced, here_line, hover, level, named, written};
use crate::document::Document;
use crate::gloss::{Digest, Gloss, Met};
use crate::knowledge::{Concept, Knowledge, Level};

/// What a page is about.
pub struct Excerpt<'a> {
    /// The name of the file, as the reader knows it.
    pub name: &'a str,
    /// It is one of a notebook's cells, and the name the notebook's.
    pub is_cell: bool,
    /// The first and the last line of a selection; `None` for a whole file.
    pub lines: Option<(usize, usize)>,
    /// The text.
    pub document: &'a Document,
    /// The line of a byte, as the reader counts them.
    pub line: &'a dyn Fn(usize) -> usize,
}

/// More rows than this make no summary.
const ROWS: usize = 20;

/// Of more constructs than this the basics are only listed.
const ALL: usize = 20;

/// More constructs than this are not explained in full.
const FULL: usize = 30;

/// More constructs than this are not even listed.
const LISTED: usize = 40;

/// More other places than this are counted.
const PLACES: usize = 5;

/// A sentence that a table has room for, in characters.
const CELL: usize = 120;

/// The page.
pub fn digest(
    digest: &Digest<'_>,
    of: &Excerpt<'_>,
    knowledge: &Knowledge,
    links: Links,
    language: Language,
) -> String {
    let page = Page {
        of,
        knowledge,
        links,
        language,
    };
    let mut text = format!("# {}\n\n{}\n\n", of.heading(), digest_summary(digest));
    text.push_str(&page.table(&digest.met));
    let (full, short) = parted(&digest.met, knowledge);
    if !full.is_empty() {
        text.push_str("## Line by line\n\n");
        text.push_str(&page.in_full(&full));
    }
    if !short.is_empty() {
        text.push_str(&page.in_short(&short, full.is_empty()));
    }
    if digest.hushed > 0 {
        let (many, are) = counted(digest.hushed, "concept", "concepts");
        let _ = writeln!(text, "{many} {are} left out by your settings.\n");
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

/// "22 concepts in 61 places: 5 advanced, 10 intermediate, 7 beginner."
pub fn digest_summary(digest: &Digest<'_>) -> String {
    let (concepts, _) = counted(digest.met.len(), "concept", "concepts");
    let (places, _) = counted(digest.places(), "place", "places");
    let levels = by_level(digest.met.iter().map(|met| met.gloss.concept));
    format!("{concepts} in {places}: {levels}.")
}

/// "5 advanced, 10 intermediate"
pub(super) fn by_level<'c>(concepts: impl Iterator<Item = &'c Concept> + Clone) -> String {
    let parts = [Level::Advanced, Level::Intermediate, Level::Beginner].map(|wanted| {
        let many = concepts.clone().filter(|concept| concept.level == wanted).count();
        (many > 0).then(|| format!("{many} {}", level(wanted)))
    });
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// "1 place" and "is", or "2 places" and "are".
pub(super) fn counted(many: usize, one: &str, several: &str) -> (String, &'static str) {
    match many {
        1 => (format!("1 {one}"), "is"),
        many => (format!("{many} {several}"), "are"),
    }
}

impl Excerpt<'_> {
    /// "Lines 10 to 80 of `contextlib.py`"
    fn heading(&self) -> String {
        let name = named(self.name);
        let cell = if self.is_cell { "a cell of " } else { "" };
        match self.lines {
            None if self.is_cell => format!("A cell of {name}"),
            None => name,
            Some((first, last)) if first == last => format!("Line {first} of {cell}{name}"),
            Some((first, last)) => format!("Lines {first} to {last} of {cell}{name}"),
        }
    }

    /// The same without marks and in short, for a tab: "contextlib.py:10-80"
    pub fn title(&self) -> String {
        match self.lines {
            None => self.name.to_owned(),
            Some((first, last)) if first == last => format!("{}:{first}", self.name),
            Some((first, last)) => format!("{}:{first}-{last}", self.name),
        }
    }

    fn line_of(&self, met: &Met<'_>) -> usize {
        met.places.first().map_or(0, |place| (self.line)(place.start))
    }
}

/// What is explained in full, in the order of the text, and what is only listed, the most advanced first. Where there is much, the basics do not bury the rest.
fn parted<'m, 'g>(met: &'m [Met<'g>], knowledge: &Knowledge) -> (Vec<&'m Met<'g>>, Vec<&'m Met<'g>>) {
    if met.len() <= ALL {
        return (met.iter().collect(), Vec::new());
    }
    let mut ranked: Vec<&Met<'g>> = met
        .iter()
        .filter(|met| met.gloss.concept.level > Level::Beginner)
        .collect();
    // Of one level, that comes first of which there is something to say, and what builds on most.
    ranked.sort_by_key(|met| {
        let gloss = &met.gloss;
        let depth = knowledge.depth(gloss.occurrence.concept);
        Reverse((gloss.concept.level, gloss.told().is_some(), depth))
    });
    ranked.truncate(FULL);
    let is_chosen = |met: &&Met<'g>| ranked.iter().any(|one| std::ptr::eq(*one, *met));
    let (full, mut short): (Vec<_>, Vec<_>) = met.iter().partition(is_chosen);
    short.sort_by_key(|met| Reverse(met.gloss.concept.level));
    (full, short)
}

struct Page<'a> {
    of: &'a Excerpt<'a>,
    knowledge: &'a Knowledge,
    links: Links,
    language: Language,
}

impl Page<'_> {
    /// The most advanced, of the highest level that there is above the lowest.
    fn table(&self, met: &[Met<'_>]) -> String {
        let highest = met.iter().map(|met| met.gloss.concept.level).max();
        let Some(highest) = highest.filter(|level| *level > Level::Beginner) else {
            return String::new();
        };
        let rows: Vec<&Met<'_>> = met.iter().filter(|met| met.gloss.concept.level == highest).collect();
        // Without links the addresses stand in full below; here they would take all the room.
        let (head, rule) = match self.links {
            Links::Files => (" read on |", " --- |"),
            Links::None => ("", ""),
        };
        let mut text = format!(
            "## The {} ones\n\n| concept | here | line |{head}\n| --- | --- | --- |{rule}\n",
            level(highest)
        );
        for met in rows.iter().take(ROWS) {
            let concept = met.gloss.concept;
            let times = match met.places.len() {
                1 => String::new(),
                many => format!(" ({many}×)"),
            };
            let docs = match self.links {
                Links::Files => format!(" {} |", self.docs(concept)),
                Links::None => String::new(),
            };
            let _ = writeln!(
                text,
                "| {} | {} | {}{times} |{docs}",
                cell(&self.titled(concept)),
                cell(&in_a_sentence(&met.gloss)),
                self.of.line_of(met),
            );
        }
        if rows.len() > ROWS {
            let _ = write!(text, "\n… and {} more, below.\n", rows.len() - ROWS);
        }
        text.push('\n');
        text
    }

    /// The constructs that begin in one line stand under it.
    fn in_full(&self, met: &[&Met<'_>]) -> String {
        let mut text = String::new();
        let mut above = None;
        for met in met {
            let line = self.of.line_of(met);
            if above != Some(line) {
                let _ = write!(text, "### Line {line}\n\n{}", self.code(met));
                above = Some(line);
            }
            let concept = met.gloss.concept;
            let mut head = vec![format!("**{}**", self.titled(concept))];
            head.extend(hover::unsaid_name(concept).map(code_span));
            head.push(availability(concept));
            head.push(level(concept.level).to_owned());
            let _ = write!(text, "{}\n\n{}\n\n", head.join(" · "), concept.hover);
            if let Some(told) = met.gloss.told() {
                let _ = write!(text, "{}\n\n", here_line(told));
            }
            let mut last = Vec::new();
            last.extend(self.elsewhere(met));
            last.push(self.docs(concept));
            let _ = write!(text, "{}\n\n", last.join(" · "));
        }
        text
    }

    fn in_short(&self, met: &[&Met<'_>], is_all: bool) -> String {
        let mut text = String::from(if is_all { "" } else { "## The rest in short\n\n" });
        for met in met.iter().take(LISTED) {
            let times = match met.places.len() {
                1 => String::new(),
                many => format!(", {many} times"),
            };
            let concept = met.gloss.concept;
            let (titled, level) = (self.titled(concept), level(concept.level));
            let _ = writeln!(text, "- {titled} ({level}): line {}{times}", self.of.line_of(met));
        }
        if met.len() > LISTED {
            let _ = writeln!(text, "- … and {} more", met.len() - LISTED);
        }
        text.push('\n');
        text
    }

    /// The title, with a link to the page.
    fn titled(&self, concept: &Concept) -> String {
        reference(&concept.id, self.knowledge, self.links)
    }

    fn docs(&self, concept: &Concept) -> String {
        let url = self.language.translate(&concept.docs_url());
        format!("[{}]({url})", docs_label(concept))
    }

    /// The line of code at the first place.
    fn code(&self, met: &Met<'_>) -> String {
        let document = self.of.document;
        let row = met.places.first().map_or(0, |place| document.lines().row(place.start));
        fenced(document.lines().line(document.text(), row).trim())
    }

    /// "Also in lines 14, 20 and 9 more places"
    fn elsewhere(&self, met: &Met<'_>) -> Option<String> {
        let others = met.places.get(1..).filter(|others| !others.is_empty())?;
        let mut lines: Vec<usize> = others.iter().map(|place| (self.of.line)(place.start)).collect();
        lines.dedup();
        let first = self.of.line_of(met);
        if lines == [first] {
            return Some(format!("{} times in this line", met.places.len()));
        }
        lines.retain(|line| *line != first);
        let shown: Vec<String> = lines.iter().take(PLACES).map(usize::to_string).collect();
        let word = if lines.len() == 1 { "line" } else { "lines" };
        let rest = match lines.len() - shown.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        Some(format!(
            "{} times: also in {word} {}{rest}",
            met.places.len(),
            shown.join(", ")
        ))
    }
}

/// What it does here, or else what it is, in one short sentence.
fn in_a_sentence(gloss: &Gloss<'_>) -> String {
    let told = match gloss.told() {
        Some(sentence) => written(sentence),
        None => first_sentence(&gloss.concept.hover).to_owned(),
    };
    shortened(&told.replace(['\r', '\n'], " "))
}

/// The first sentence of a paragraph, without its full stop. One that ends in code does not end there.
fn first_sentence(text: &str) -> &str {
    let mut in_code = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if c == '`' {
            in_code = !in_code;
        }
        if before == '.' && c.is_whitespace() && !in_code {
            return text[..at - 1].trim_end();
        }
        before = c;
    }
    text.trim_end().trim_end_matches('.')
}

/// Cut after a word where it is too long, never inside of code.
fn shortened(text: &str) -> String {
    if text.chars().count() <= CELL {
        return text.to_owned();
    }
    let mut in_code = false;
    let mut end = 0;
    for (count, (at, c)) in text.char_indices().enumerate() {
        if count >= CELL {
            break;
        }
        if c == '`' {
            in_code = !in_code;
        } else if c == ' ' && !in_code {
            end = at;
        }
    }
    format!("{}…", text[..end].trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Analysis;
    use crate::gloss::Glossary;

    /// The page of a program.
    fn page(code: &str, links: Links) -> String {
        let glossary = Glossary::builtin();
        let analysis = Analysis::new(Document::new(code.to_owned()));
        let found = glossary.digest(&analysis, &(0..code.len()), |_| true, |_| true);
        let document = analysis.document();
        let excerpt = Excerpt {
            name: "a|b`c.py",
            is_cell: false,
            lines: None,
            document,
            line: &|offset| document.lines().row(offset) + 1,
        };
        digest(&found, &excerpt, glossary.knowledge(), links, Language::default())
    }

    #[test]
    fn a_bar_in_the_code_does_not_end_a_cell() {
        let page = page("class A(metaclass=x | y):\n    pass\n", Links::Files);
        let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("| [")).collect();
        assert!(!rows.is_empty(), "{page}");
        for row in rows {
            assert_eq!(row.replace("\\|", "").matches('|').count(), 5, "{row}");
        }
    }

    #[test]
    fn without_links_there_is_no_column_for_them() {
        let page = page("def f():\n    yield from (x for x in f())\n", Links::None);
        assert!(
            page.contains("| concept | here | line |\n| --- | --- | --- |\n"),
            "{page}"
        );
        assert!(
            !page.contains(".md)") && page.contains("(https://docs.python.org/"),
            "{page}"
        );
    }

    #[test]
    fn the_basics_of_much_code_are_listed() {
        let tour = include_str!("../../demo/tour.py");
        let page = page(tour, Links::Files);
        let full = page.lines().filter(|line| line.starts_with("**[")).count();
        assert_eq!(full, FULL);
        let listed: Vec<&str> = page.lines().filter(|line| line.starts_with("- [")).collect();
        assert_eq!(listed.len(), LISTED);
        let basics = listed.iter().position(|line| line.contains("(beginner)"));
        assert!(
            listed
                .iter()
                .skip(basics.unwrap_or(0))
                .all(|line| line.contains("(beginner)"))
        );
        assert!(page.trim_end().ends_with(" more"), "{page}");
    }

    #[test]
    fn sentences_are_cut_between_words() {
        assert_eq!(first_sentence("One `a. b` is. Two."), "One `a. b` is");
        assert_eq!(first_sentence("One alone."), "One alone");
        let long = format!("{} `some code` more", "word ".repeat(23));
        let cut = shortened(&long);
        assert!(cut.chars().count() <= CELL + 1 && cut.ends_with('…'), "{cut}");
        assert_eq!(cut.matches('`').count() % 2, 0, "{cut}");
        assert_eq!(shortened("short"), "short");
    }
}
