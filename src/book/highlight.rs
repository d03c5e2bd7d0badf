//! Python in colours: spans with a class for what each piece is.

use std::cell::RefCell;
use std::fmt::Write as _;

use tree_sitter_highlight::{Highlight, HighlightConfiguration, HighlightEvent, Highlighter};

/// What the query calls a piece, and the class it gets; a name that is not here gets none.
const CLASSES: [(&str, &str); 15] = [
    ("keyword", "k"),
    ("string", "s"),
    ("escape", "e"),
    ("comment", "c"),
    ("number", "n"),
    ("constant.builtin", "n"),
    ("constant", ""),
    ("constructor", "t"),
    ("type", "t"),
    ("function", "f"),
    ("function.builtin", "b"),
    ("operator", "o"),
    ("operator.word", "k"),
    ("decorator", "d"),
    ("punctuation.special", "e"),
];

/// What the grammar's own query lacks or gets wrong for a reader.
const MORE: &str = include_str!("assets/highlights.scm");

/// Colours Python.
pub(super) struct Colours {
    /// `None` if the query and the grammar do not go together (a test holds that they do): then code has no colours.
    configuration: Option<HighlightConfiguration>,
    highlighter: RefCell<Highlighter>,
}

impl Colours {
    pub(super) fn new() -> Self {
        let query = format!("{}\n{MORE}", tree_sitter_python::HIGHLIGHTS_QUERY);
        let language = tree_sitter_python::LANGUAGE.into();
        let configuration = HighlightConfiguration::new(language, "python", &query, "", "").ok();
        let configuration = configuration.map(|mut configuration| {
            configuration.configure(&CLASSES.map(|(name, _)| name));
            configuration
        });
        Self {
            configuration,
            highlighter: RefCell::new(Highlighter::new()),
        }
    }

    /// Python as HTML.
    pub(super) fn python(&self, code: &str) -> String {
        self.coloured(code).unwrap_or_else(|| escaped(code))
    }

    fn coloured(&self, code: &str) -> Option<String> {
        let configuration = self.configuration.as_ref()?;
        let mut highlighter = self.highlighter.try_borrow_mut().ok()?;
        let events = highlighter
            .highlight(configuration, code.as_bytes(), None, None, |_| None)
            .ok()?;
        let mut html = String::with_capacity(code.len() * 3);
        let mut open: Vec<&str> = Vec::new();
        for event in events {
            match event.ok()? {
                HighlightEvent::HighlightStart(Highlight(index)) => open.push(CLASSES.get(index)?.1),
                HighlightEvent::HighlightEnd => {
                    open.pop();
                }
                HighlightEvent::Source { start, end } => {
                    let text = escaped(code.get(start..end)?);
                    // The innermost alone counts, so nothing is nested.
                    match open.last() {
                        Some(class) if !class.is_empty() && !text.trim().is_empty() => {
                            // Writing to a string cannot fail.
                            let _ = write!(html, "<span class=\"{class}\">{text}</span>");
                        }
                        _ => html.push_str(&text),
                    }
                }
            }
        }
        Some(html)
    }
}

/// Text for HTML, in an element or between quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_have_classes_and_the_text_stays() {
        let colours = Colours::new();
        let html =
            colours.python("@cache\ndef f(x: int) -> None:\n    return \"<b>\" if not x else len(Point)  # why\n");
        for piece in [
            "<span class=\"d\">cache</span>",
            "<span class=\"k\">def</span> <span class=\"f\">f</span>",
            "<span class=\"t\">int</span>",
            "<span class=\"k\">not</span>",
            "<span class=\"s\">&quot;&lt;b&gt;&quot;</span>",
            "<span class=\"b\">len</span>",
            "<span class=\"t\">Point</span>",
            "<span class=\"c\"># why</span>",
        ] {
            assert!(html.contains(piece), "{piece} in {html}");
        }
        let bare = regex::Regex::new("</?span[^>]*>")
            .expect("a pattern")
            .replace_all(&html, "");
        assert_eq!(
            bare,
            escaped("@cache\ndef f(x: int) -> None:\n    return \"<b>\" if not x else len(Point)  # why\n")
        );
    }

    #[test]
    fn what_is_not_python_stays_text() {
        let colours = Colours::new();
        for code in ["", "<script>", "def", "'", "é\u{0}\"", "((((("] {
            let html = colours.python(code);
            assert!(!html.contains("<script"), "{html}");
        }
    }
}
