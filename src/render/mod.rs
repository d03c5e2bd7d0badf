//! Text for readers: hovers, pages, terminal output.
//!
//! Lives here: all wording around the knowledge, Markdown, plain text and styled text. May not live here: finding anything, the protocol.

mod hover;
mod language;
mod page;
mod review;
mod rewrite;
mod text;

use crate::insight::{Piece, Sentence};
use crate::knowledge::{Concept, Version};

pub use crate::insight::code_span;
pub use hover::{Hover, hover};
pub use language::{LANGUAGES, Language};
pub use page::{Links, page};
pub use review::{review, review_entry};
pub use rewrite::{rewrite, title as rewrite_title};
pub use text::{Look, text};

/// "Here: …." as Markdown.
fn here_line(sentence: &Sentence) -> String {
    format!("Here: {}.", written(sentence))
}

/// A sentence for a line of text: its code between backticks.
pub fn plain(sentence: &Sentence) -> String {
    let pieces = sentence.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Code(code) => format!("`{code}`"),
    });
    pieces.collect()
}

/// A sentence as Markdown, without its full stop.
fn written(sentence: &Sentence) -> String {
    let pieces = sentence.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Code(code) => code_span(code),
    });
    pieces.collect()
}

/// What the link to a concept's documentation is called.
pub(crate) fn docs_label(concept: &Concept) -> &'static str {
    if concept.docs.starts_with("https://") {
        "Documentation"
    } else {
        "Python docs"
    }
}

/// `Python 3.8+`, and what became of it.
pub(crate) fn availability(concept: &Concept) -> String {
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
