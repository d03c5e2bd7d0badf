//! The hover: title, one paragraph, one sentence about the reader's code, links.

use super::{availability, code_span, here_line};
use crate::gloss::Gloss;
use crate::knowledge::{Concept, Knowledge};

/// How a hover is written.
pub struct Hover<'a> {
    /// Where the other concepts that it names are.
    pub knowledge: &'a Knowledge,
    /// The address that explains a concept, where the client can follow one.
    pub explain: &'a dyn Fn(&Concept) -> Option<String>,
}

/// A hover in Markdown for what stands at one place, the most specific first; `None` where there is nothing.
pub fn hover(glosses: &[Gloss<'_>], how: &Hover<'_>) -> Option<String> {
    let (first, others) = glosses.split_first()?;
    let concept = first.concept;
    let mut lines = vec![title(concept), concept.hover.clone()];
    lines.extend(first.here.as_ref().map(here_line));
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
        let all: Vec<String> = others.iter().map(|gloss| linked(gloss.concept, how)).collect();
        lines.push(format!("Also here: {}", all.join(" · ")));
    }
    // Addresses by themselves and last: an editor that hides them still counts them when it breaks the line.
    let mut links = Vec::new();
    if let Some(address) = (how.explain)(concept) {
        links.push(format!("[Explain]({address})"));
    }
    let docs = if concept.docs.starts_with("https://") {
        "Documentation"
    } else {
        "Python docs"
    };
    links.push(format!("[{docs}]({})", concept.docs_url()));
    lines.push(links.join(" · "));
    Some(lines.join("\n\n"))
}

/// `**Slots** · `__slots__` · Python 3`
pub(super) fn title(concept: &Concept) -> String {
    let mut line = format!("**{}**", concept.title);
    // `yield` need not be said twice.
    let said = |name: &str| {
        let title = concept.title.to_lowercase();
        title.split(' ').any(|word| word == name.to_lowercase())
    };
    if let Some(name) = concept.name.as_ref().filter(|name| !said(name)) {
        line.push_str(" · ");
        line.push_str(&code_span(name));
    }
    line.push_str(" · ");
    line.push_str(&availability(concept));
    line
}

/// The title of another concept, as a link where the client can follow it.
fn linked(concept: &Concept, how: &Hover<'_>) -> String {
    match (how.explain)(concept) {
        Some(address) => format!("[{}]({address})", concept.title),
        None => concept.title.clone(),
    }
}
