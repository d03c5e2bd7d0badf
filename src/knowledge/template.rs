//! The sentences of `here`: text with `{parts}` of the reader's own code.

/// The parts that detection knows without a capture. `knowledge/README.md` says what each is.
pub const AUTOMATIC_PARTS: [&str; 12] = [
    "anchor",
    "class",
    "function",
    "name",
    "call",
    "arguments",
    "first",
    "target",
    "decorated",
    "subclass",
    "parameters",
    "object",
];

/// One sentence of `here`.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct Template {
    /// Its text and parts, in order.
    pub segments: Vec<Segment>,
}

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub enum Segment {
    /// Markdown, as the concept file has it.
    Text(String),
    /// The name of a part: a capture, or one of [`AUTOMATIC_PARTS`].
    Part(String),
}

impl Template {
    /// Reads a sentence: `{part}` is a part, `{{` and `}}` are braces.
    ///
    /// # Errors
    /// The byte at which a brace stands alone, with what is wrong.
    pub fn parse(source: &str) -> Result<Self, (usize, String)> {
        let mut segments = Vec::new();
        let mut text = String::new();
        let mut rest = source;
        while let Some(at) = rest.find(['{', '}']) {
            text.push_str(&rest[..at]);
            let here = source.len() - rest.len() + at;
            let tail = &rest[at..];
            if tail.starts_with("{{") || tail.starts_with("}}") {
                text.push_str(&tail[..1]);
                rest = &tail[2..];
            } else if let Some((name, after)) = tail.strip_prefix('{').and_then(|t| t.split_once('}')) {
                if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
                    return Err((here, format!("`{{{name}}}` is not the name of a part")));
                }
                if !text.is_empty() {
                    segments.push(Segment::Text(std::mem::take(&mut text)));
                }
                segments.push(Segment::Part(name.to_owned()));
                rest = after;
            } else {
                return Err((here, "a brace stands alone".to_owned()));
            }
        }
        text.push_str(rest);
        if !text.is_empty() {
            segments.push(Segment::Text(text));
        }
        Ok(Self { segments })
    }

    /// The names of its parts.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.segments.iter().filter_map(|segment| match segment {
            Segment::Part(name) => Some(name.as_str()),
            Segment::Text(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_braces() {
        let template = Template::parse("a `{{x}}` {value} b").expect("a good sentence");
        assert_eq!(template.parts().collect::<Vec<_>>(), ["value"]);
        assert_eq!(template.segments[0], Segment::Text("a `{x}` ".to_owned()));
        assert_eq!(Template::parse("a { b").expect_err("alone").0, 2);
        assert_eq!(Template::parse("é }").expect_err("alone").0, 3);
        assert!(Template::parse("{a b}").is_err());
    }
}
