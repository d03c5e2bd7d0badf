//! Markdown of concepts as HTML: no HTML of its own, no pictures, links to concepts and to `https://` alone.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use crate::knowledge::Knowledge;

/// Renders Markdown for a page in `concepts/`.
pub(super) fn html(markdown: &str, knowledge: &Knowledge) -> String {
    let mut out = String::new();
    let mut dropped = 0_usize;
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => None,
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => {
            if knowledge.get(&dest_url).is_some() {
                let dest_url = format!("{dest_url}.html").into();
                Some(Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }))
            } else if dest_url.starts_with("https://") {
                Some(Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }))
            } else {
                dropped += 1;
                None
            }
        }
        // Links do not nest.
        Event::End(TagEnd::Link) if dropped > 0 => {
            dropped -= 1;
            None
        }
        // An alignment would be a style in the tag, which the page's policy forbids.
        Event::Start(Tag::Table(_)) => Some(Event::Start(Tag::Table(Vec::new()))),
        event => Some(event),
    });
    html::push_html(&mut out, events);
    out
}
