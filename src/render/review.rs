//! A review: what a change introduces, as Markdown.

use std::fmt::Write as _;

use super::{cell, code_span, docs_label, fenced, here_line, hover::title, level};
use crate::knowledge::Knowledge;
use crate::review::{Introduced, Place};

/// More other places than this are counted.
const PLACES: usize = 5;

/// More constructs than this are only listed: a comment has to be read, and may not be longer than the site takes.
const EXPLAINED: usize = 20;

/// One construct: where, the line of code, what it is and does.
pub fn review_entry(introduced: &Introduced<'_>, knowledge: &Knowledge) -> String {
    let mut text = format!("{}\n\n", shown(&introduced.place));
    text.push_str(&fenced(&introduced.line));
    text.push_str(&explained(introduced, knowledge));
    text
}

/// All of them, to be posted as a comment: a table, and under it each in full, folded away.
pub fn review(found: &[Introduced<'_>], summary: &str, knowledge: &Knowledge) -> String {
    let mut text = format!("### {summary}\n\n");
    if found.is_empty() {
        return text;
    }
    text.push_str("| construct | level | first at |\n| --- | --- | --- |\n");
    for introduced in found {
        let concept = introduced.gloss.concept;
        let level = level(concept.level);
        let others = match introduced.others.len() {
            0 => String::new(),
            many => format!(" (+{many})"),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "| [{}]({}) | {level} | {}{others} |",
            concept.title,
            concept.docs_url(),
            cell(&shown(&introduced.place))
        );
    }
    text.push('\n');
    for introduced in found.iter().take(EXPLAINED) {
        let _ = write!(
            text,
            "<details><summary>{}</summary>\n\n{}\n\n{}{}\n</details>\n\n",
            escaped(&introduced.gloss.concept.title),
            shown(&introduced.place),
            fenced(&introduced.line),
            explained(introduced, knowledge)
        );
    }
    if found.len() > EXPLAINED {
        let _ = writeln!(text, "The first {EXPLAINED} are explained here.");
    }
    text
}

fn explained(introduced: &Introduced<'_>, knowledge: &Knowledge) -> String {
    let gloss = &introduced.gloss;
    let mut lines = vec![title(gloss.concept), gloss.concept.hover.clone()];
    lines.extend(gloss.told().map(here_line));
    if !introduced.others.is_empty() {
        let places: Vec<String> = introduced.others.iter().take(PLACES).map(shown).collect();
        let rest = introduced.others.len() - places.len();
        let rest = if rest > 0 {
            format!(" and {rest} more")
        } else {
            String::new()
        };
        lines.push(format!("Also at {}{rest}", places.join(", ")));
    }
    let confused = gloss.concept.confused_with.iter();
    let confused = confused.filter_map(|(id, difference)| Some((&knowledge.get(id)?.title, difference)));
    lines.extend(confused.map(|(title, difference)| format!("Easily confused with {title}: {difference}")));
    lines.push(format!("[{}]({})", docs_label(gloss.concept), gloss.concept.docs_url()));
    lines.join("\n\n") + "\n"
}

/// `src/m.py:12`
fn shown(place: &Place) -> String {
    code_span(&format!("{}:{}", place.path, place.start.0))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
