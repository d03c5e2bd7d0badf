//! What must hold of Markdown that holds code of a reader's: none of it is markup.

use pulldown_cmark::{Event, Options, Parser, Tag};

/// No tag of HTML, no picture, and no link but to documentation, to a page beside this one, or to what `explain` gives.
pub fn check(markdown: &str, explain: &str) {
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML in Markdown: {html:?} in\n{markdown}"),
            Event::Start(Tag::Image { dest_url, .. }) => panic!("a picture: {dest_url:?} in\n{markdown}"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_page = dest_url.strip_suffix(".md").is_some_and(pygloss::knowledge::is_id);
                let is_known = ["https://docs.python.org/", "https://peps.python.org/", explain]
                    .iter()
                    .any(|known| dest_url.starts_with(known));
                assert!(
                    (is_page || is_known) && !dest_url.contains("evil"),
                    "a link to {dest_url:?} in\n{markdown}"
                );
            }
            _ => {}
        }
    }
}
