//! The hover: title, one paragraph, one sentence about the reader's code, links.

use super::page::{Links, shown};
use super::{Language, availability, code_span, docs_label, here_line};
use crate::gloss::Gloss;
use crate::knowledge::{Concept, Knowledge};

/// How a hover is written.
pub struct Hover<'a> {
    /// Where the other concepts that it names are.
    pub knowledge: &'a Knowledge,
    /// The address that explains a concept, where the client can follow one.
    pub explain: &'a dyn Fn(&Concept) -> Option<String>,
    /// The address under which the reader says "I know this" of a concept, or takes it back, where the client can follow one.
    pub know: &'a dyn Fn(&Concept) -> Option<String>,
    /// The translation of Python's documentation that it links to.
    pub language: Language,
    /// With all that is known of the code, and the concept's example.
    pub full: bool,
}

/// How many of the other concepts at a place are named.
const OTHERS: usize = 5;

/// A hover in Markdown for what stands at one place, the most specific first; `None` where there is nothing.
pub fn hover(glosses: &[Gloss<'_>], how: &Hover<'_>) -> Option<String> {
    let (first, others) = glosses.split_first()?;
    let concept = first.concept;
    let mut lines = vec![title(concept), concept.hover.clone()];
    lines.extend(first.told().map(here_line));
    if how.full {
        let detail = first.insights.first().and_then(|insight| insight.detail.as_deref());
        lines.extend(detail.map(|detail| detail.trim().to_owned()));
        let example = concept.section("Example");
        lines.extend(example.map(|example| shown(example.markdown.trim(), how.knowledge, Links::None, how.language)));
    }
    let before = lines.len();
    let confused: Vec<String> = concept
        .confused_with
        .iter()
        .filter_map(|(id, _)| how.knowledge.get(id))
        .map(|other| linked(other, how))
        .collect();
    if !confused.is_empty() {
        lines.push(format!("Easily confused with: {}", confused.join(" · ")));
    }
    if !others.is_empty() {
        let all: Vec<String> = others
            .iter()
            .take(OTHERS)
            .map(|gloss| linked(gloss.concept, how))
            .collect();
        lines.push(format!("Also here: {}", all.join(" · ")));
    }
    let mut links = Vec::new();
    let explain = (how.explain)(concept);
    if let Some(address) = &explain {
        links.push(format!("[Explain]({address})"));
    }
    let docs = docs_label(concept);
    links.push(format!("[{docs}]({})", how.language.translate(&concept.docs_url())));
    links.extend((how.know)(concept).map(|address| format!("[I know this]({address})")));
    // What explains this very concept comes before links to others. Without such links the address stands by itself and last: an editor that
    // hides addresses still counts them when it breaks the line.
    let at = if explain.is_some() { before } else { lines.len() };
    lines.insert(at, links.join(" · "));
    Some(lines.join("\n\n"))
}

/// What is left of a hover where the reader knows the concept: its title line.
pub fn known_hover(concept: &Concept, how: &Hover<'_>) -> String {
    let mut line = title(concept);
    if let Some(address) = (how.know)(concept) {
        line.push_str(&format!(" · [Explain again]({address})"));
    }
    line
}

/// `**Slots** · `__slots__` · Python 3`
pub(super) fn title(concept: &Concept) -> String {
    let mut line = format!("**{}**", concept.title);
    if let Some(name) = unsaid_name(concept) {
        line.push_str(" · ");
        line.push_str(&code_span(name));
    }
    line.push_str(" · ");
    line.push_str(&availability(concept));
    line
}

/// The token as it is written, unless the title says it: `yield` need not be said twice.
pub(super) fn unsaid_name(concept: &Concept) -> Option<&str> {
    let title = concept.title.to_lowercase();
    let is_said = |name: &&str| title.split(' ').any(|word| word == name.to_lowercase());
    concept.name.as_deref().filter(|name| !is_said(name))
}

/// The title of another concept, as a link where the client can follow it.
fn linked(concept: &Concept, how: &Hover<'_>) -> String {
    match (how.explain)(concept) {
        Some(address) => format!("[{}]({address})", concept.title),
        None => concept.title.clone(),
    }
}
