//! Markdown of concepts as HTML: no HTML of its own, no pictures, links to concepts and to `https://` alone, Python in colours.

use std::fmt::Write as _;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

use super::highlight::{Colours, escaped};
use crate::knowledge::{Knowledge, VersionRange};

/// What Markdown is rendered with.
pub(super) struct Renderer<'a> {
    pub(super) knowledge: &'a Knowledge,
    pub(super) colours: &'a Colours,
}

impl Renderer<'_> {
    /// Paragraphs, lists, tables, code, for a page in `concepts/`.
    pub(super) fn html(&self, markdown: &str) -> String {
        let mut out = String::new();
        html::push_html(&mut out, self.events(markdown).into_iter());
        out
    }

    /// One sentence, without a paragraph around it.
    pub(super) fn inline(&self, markdown: &str) -> String {
        let mut out = String::new();
        let events = self.events(markdown).into_iter();
        let inside = events.filter(|e| !matches!(e, Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)));
        html::push_html(&mut out, inside);
        out
    }

    fn events<'m>(&self, markdown: &'m str) -> Vec<Event<'m>> {
        let mut events = Vec::new();
        let mut code: Option<(String, String)> = None;
        // Whether each of the open links is shown; they do not nest, but nothing here depends on it.
        let mut links = Vec::new();
        let mut versions = false;
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            match event {
                Event::Text(text) if code.is_some() => {
                    if let Some((_, block)) = &mut code {
                        block.push_str(&text);
                    }
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Fenced(info) => info.into_string(),
                        CodeBlockKind::Indented => String::new(),
                    };
                    code = Some((info, String::new()));
                }
                Event::End(TagEnd::CodeBlock) => {
                    let (info, text) = code.take().unwrap_or_default();
                    events.push(Event::Html(self.block(&info, &text, &mut versions).into()));
                }
                Event::Html(text) | Event::InlineHtml(text) => events.push(Event::Text(text)),
                Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
                Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
                Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
                Event::Start(Tag::Heading { .. }) => events.push(Event::Start(Tag::Heading {
                    level: HeadingLevel::H3,
                    id: None,
                    classes: Vec::new(),
                    attrs: Vec::new(),
                })),
                Event::End(TagEnd::Heading(_)) => events.push(Event::End(TagEnd::Heading(HeadingLevel::H3))),
                Event::Start(Tag::Link {
                    link_type,
                    dest_url,
                    title,
                    id,
                }) => {
                    let dest_url = match self.knowledge.get(&dest_url) {
                        Some(concept) => Some(format!("{}.html", concept.id).into()),
                        None => dest_url.starts_with("https://").then_some(dest_url),
                    };
                    links.push(dest_url.is_some());
                    events.extend(dest_url.map(|dest_url| {
                        Event::Start(Tag::Link {
                            link_type,
                            dest_url,
                            title,
                            id,
                        })
                    }));
                }
                Event::End(TagEnd::Link) => events.extend(links.pop().filter(|shown| *shown).map(|_| event)),
                // An alignment would be a style in the tag, which the page's policy forbids.
                Event::Start(Tag::Table(_)) => {
                    events.push(Event::Html("<div class=\"scroll\">".into()));
                    events.push(Event::Start(Tag::Table(Vec::new())));
                }
                Event::End(TagEnd::Table) => {
                    events.push(event);
                    events.push(Event::Html("</div>\n".into()));
                }
                event => events.push(event),
            }
        }
        events
    }

    /// A fenced block. `versions` tells whether what was printed before was for some versions alone.
    fn block(&self, info: &str, text: &str, versions: &mut bool) -> String {
        let text = text.strip_suffix('\n').unwrap_or(text);
        let mut words = info.split_whitespace();
        let (kind, label) = match words.next() {
            Some("python") => {
                let label = words.find_map(|word| match word {
                    "does-not-compile" => Some("Python refuses this".to_owned()),
                    word => word
                        .strip_prefix("needs=")
                        .filter(|needs| needs.starts_with(|c: char| c.is_ascii_digit()))
                        .map(|version| format!("Needs Python {version}")),
                });
                *versions = false;
                ("python", label)
            }
            Some("output") => {
                let range = words.next().and_then(|word| word.parse::<VersionRange>().ok());
                let label = match range {
                    Some(range) => format!("Prints, on Python {range}"),
                    None if *versions => "Prints, on any other Python".to_owned(),
                    None => "Prints".to_owned(),
                };
                *versions = range.is_some();
                ("output", Some(label))
            }
            _ => ("text", None),
        };
        let inside = match kind {
            "python" => format!("<code>{}</code>", self.colours.python(text)),
            "output" => format!("<samp>{}</samp>", escaped(text)),
            _ => format!("<code>{}</code>", escaped(text)),
        };
        let mut html = format!("<figure class=\"{kind}\">");
        if let Some(label) = label {
            // Writing to a string cannot fail.
            let _ = write!(html, "<figcaption>{}</figcaption>", escaped(&label));
        }
        let _ = writeln!(html, "<pre>{inside}</pre></figure>");
        html
    }
}

/// Markdown as plain text on one line.
pub(super) fn plain(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => text.push_str(&t),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gloss::Glossary;

    fn render(markdown: &str) -> String {
        let renderer = Renderer {
            knowledge: Glossary::builtin().knowledge(),
            colours: &Colours::new(),
        };
        renderer.html(markdown)
    }

    #[test]
    fn links_lead_to_concepts_and_secure_addresses_alone() {
        assert_eq!(
            render("[a](dunder-slots)"),
            "<p><a href=\"dunder-slots.html\">a</a></p>\n"
        );
        assert_eq!(
            render("[a](https://x.org/?a=1&b=\"2)"),
            "<p><a href=\"https://x.org/?a=1&amp;b=%222\">a</a></p>\n"
        );
        for target in [
            "javascript:alert(1)",
            "JavaScript:x",
            "data:text/html,x",
            "http://x.org",
            "//x.org",
            "../../etc",
            "",
            "no-such-concept",
        ] {
            assert_eq!(render(&format!("[a](<{target}>) b")), "<p>a b</p>\n", "{target}");
        }
        assert_eq!(render("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>\n");
        assert_eq!(render("[a]\n\n[a]: javascript:alert(1)"), "<p>a</p>\n");
    }

    #[test]
    fn html_is_text_and_pictures_are_their_words() {
        for markdown in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "<!-- <script> -->",
            "<style>*{display:none}</style>",
            "`<script>`",
            "```\n<script>\n```",
            "```python\nx = '<script>'\n```",
            "```output\n<script>\n```",
            "```python does-not-compile\n<script>\n```",
            "| <script> |\n| --- |\n| <img src=x> |",
            "# <script>",
        ] {
            let html = render(markdown);
            for bad in ["<script", "<img", "<style", "<!--"] {
                assert!(!html.contains(bad), "{markdown}: {html}");
            }
        }
        assert_eq!(render("![words](https://x.org/a.png)"), "<p>words</p>\n");
        assert!(!render("| a |\n| :-: |\n| b |").contains("style="));
    }

    #[test]
    fn programs_and_what_they_print_are_labelled() {
        let html = render("```python needs=3.13\nx\n```\n```output >=3.15\n1\n```\n```output\n2\n```\n");
        for piece in [
            "<figcaption>Needs Python 3.13</figcaption>",
            "<figcaption>Prints, on Python 3.15 and later</figcaption><pre><samp>1</samp></pre>",
            "<figcaption>Prints, on any other Python</figcaption><pre><samp>2</samp></pre>",
        ] {
            assert!(html.contains(piece), "{piece} in {html}");
        }
        assert!(!render("```python needs=threads\nx\n```").contains("figcaption"));
    }
}
