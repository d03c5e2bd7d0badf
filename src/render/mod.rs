//! Text for readers: hovers, pages, terminal output.
//!
//! Lives here: all wording around the knowledge, Markdown, plain text and styled text. May not live here: finding anything, the protocol.

mod hover;
mod page;
mod text;

use crate::gloss::{Here, Piece};
use crate::knowledge::{Concept, Version};

pub use hover::{Hover, hover};
pub use page::{Links, page};
pub use text::{Look, text};

/// Code as Markdown, whatever it holds: fenced by more backticks than it has in a row.
pub fn code_span(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// "Here: …." as Markdown.
fn here_line(here: &Here) -> String {
    let mut line = String::from("Here: ");
    for piece in &here.0 {
        match piece {
            Piece::Text(text) => line.push_str(text),
            Piece::Code(code) => line.push_str(&code_span(code)),
        }
    }
    line.push('.');
    line
}

/// `Python 3.8+`, and what became of it.
fn availability(concept: &Concept) -> String {
    let first = Version { major: 3, minor: 0 };
    let mut words = match concept.since {
        Some(since) if since > first => format!("Python {since}+"),
        _ => "Python 3".to_owned(),
    };
    if let Some(removed) = concept.removed {
        words = format!("{words}, removed in {removed}");
    } else if let Some(deprecated) = concept.deprecated {
        words = format!("{words}, deprecated in {deprecated}");
    }
    words
}
