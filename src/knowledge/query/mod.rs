//! The outside of a tree-sitter query: where its patterns begin and end, and which kinds of node they begin with.
//!
//! Compiling is detection's business; this much is needed to file a pattern under the node kinds it can match.

mod anchors;

use anchors::{anchors, required, texts_of};

/// One pattern of a query block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Where it begins in its block, in bytes.
    pub start: usize,
    /// Its source, with predicates and trailing captures.
    pub source: String,
    /// The kinds of node that its root can be.
    pub roots: Vec<String>,
    /// The captures it names, without `@`, each once.
    pub captures: Vec<String>,
    /// The nodes that `@anchor` can take.
    pub anchors: Vec<Anchor>,
    /// The texts that an anchor can have, where a predicate `#eq?` or `#any-of?` says so.
    pub anchor_texts: Option<Vec<String>>,
    /// Texts without which nothing matches: of each list, one at least stands somewhere in the root node.
    pub required: Vec<Vec<String>>,
}

/// A node that a pattern captures as `@anchor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// What kind of node it is.
    pub kind: AnchorKind,
    /// How many levels it stands below the pattern's root.
    pub depth: usize,
}

/// See [`Anchor`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorKind {
    /// A token that is written in the pattern: `"with"`.
    Token(String),
    /// A named node: `(identifier)`.
    Node(String),
    /// Any node: `(_)` or `_`.
    Any,
}

/// Why a query cannot be split, and at which byte of its block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Bytes from the beginning of the block.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// Splits the source of a query block into its patterns.
///
/// # Errors
/// Unbalanced brackets, and roots that are not a named node or an alternation of named nodes.
pub fn split(source: &str) -> Result<Vec<Pattern>, QueryError> {
    let tokens = tokens(source)?;
    let mut patterns = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let end = item_end(&tokens, at)?;
        let mut last = end;
        while last < tokens.len() && tokens[last].text.starts_with('@') {
            last += 1;
        }
        if let Some(token) = tokens.get(last).filter(|t| matches!(t.text, "*" | "+" | "?")) {
            return Err(error(
                token.start,
                "a whole pattern cannot be repeated",
                "take the quantifier away",
            ));
        }
        let item = &tokens[at..end];
        let start = tokens[at].start;
        let stop = tokens[last - 1].start + tokens[last - 1].text.len();
        let mut captures = Vec::new();
        for token in &tokens[at..last] {
            if let Some(name) = token.text.strip_prefix('@')
                && !captures.iter().any(|c| c == name)
            {
                captures.push(name.to_owned());
            }
        }
        patterns.push(Pattern {
            start,
            source: source[start..stop].to_owned(),
            roots: roots(item)?,
            captures,
            anchors: anchors(&tokens[at..last]),
            anchor_texts: texts_of(item)
                .find(|(capture, _)| *capture == "@anchor")
                .map(|(_, texts)| texts),
            required: required(&tokens[at..last]),
        });
        at = last;
    }
    Ok(patterns)
}

struct Token<'s> {
    start: usize,
    text: &'s str,
}

fn error(offset: usize, message: &str, help: &str) -> QueryError {
    QueryError {
        offset,
        message: message.to_owned(),
        help: help.to_owned(),
    }
}

fn tokens(source: &str) -> Result<Vec<Token<'_>>, QueryError> {
    let bytes = source.as_bytes();
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        match bytes[at] {
            b if b.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b';' => {
                at = source[at..].find('\n').map_or(bytes.len(), |n| at + n);
                continue;
            }
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += 1 + usize::from(bytes[at] == b'\\');
                }
                if at >= bytes.len() {
                    return Err(error(start, "a string is not closed", "write the closing `\"`"));
                }
                at += 1;
            }
            b'(' | b')' | b'[' | b']' | b'*' | b'+' | b'?' | b'.' | b'!' => at += 1,
            _ => {
                let word = |c: char| !(c.is_whitespace() || "()[]\";".contains(c));
                at += source[at..].find(|c| !word(c)).unwrap_or(source.len() - at).max(1);
                // A quantifier or a dot may follow without a blank: `(a)+`, `name:`; a capture's name may hold dots.
                let text = &source[start..at];
                let quantifiers = text.len() - text.trim_end_matches(['*', '+', '?']).len();
                if quantifiers > 0 && quantifiers < text.len() && !text.starts_with('#') {
                    at -= quantifiers;
                }
            }
        }
        tokens.push(Token {
            start,
            text: &source[start..at],
        });
    }
    Ok(tokens)
}

/// The index behind the item (a bracketed group or a single token) that begins at `at`.
fn item_end(tokens: &[Token<'_>], at: usize) -> Result<usize, QueryError> {
    let mut open = Vec::new();
    for (index, token) in tokens.iter().enumerate().skip(at) {
        match token.text {
            "(" | "[" => open.push(token),
            ")" | "]" => {
                let wanted = if token.text == ")" { "(" } else { "[" };
                if open.pop().is_none_or(|o| o.text != wanted) {
                    return Err(error(
                        token.start,
                        &format!("`{}` closes nothing", token.text),
                        "balance the brackets",
                    ));
                }
            }
            _ => {}
        }
        if open.is_empty() {
            return Ok(index + 1);
        }
    }
    let start = open.last().map_or(0, |t| t.start);
    Err(error(start, "a bracket is not closed", "balance the brackets"))
}

/// The node kinds with which an item can begin.
fn roots(item: &[Token<'_>]) -> Result<Vec<String>, QueryError> {
    let mut kinds = Vec::new();
    let mut todo = vec![item];
    while let Some(item) = todo.pop() {
        let start = item.first().map_or(0, |t| t.start);
        match item {
            [open, name, ..] if open.text == "(" && is_kind(name.text) => {
                if !kinds.contains(&name.text.to_owned()) {
                    kinds.push(name.text.to_owned());
                }
            }
            // A group: `((node) (#predicate …))`. Its first item is the root.
            [open, inner @ .., _] if open.text == "(" && matches!(inner.first().map(|t| t.text), Some("(" | "[")) => {
                let end = item_end(inner, 0)?;
                let mut rest = end;
                while rest < inner.len() {
                    let token = &inner[rest];
                    let next = item_end(inner, rest)?;
                    let predicate = token.text == "(" && inner.get(rest + 1).is_some_and(|t| t.text.starts_with('#'));
                    if !(predicate || token.text.starts_with('@')) {
                        return Err(error(
                            token.start,
                            "a pattern has two roots",
                            "put both nodes below the node that holds them",
                        ));
                    }
                    rest = next;
                }
                todo.push(&inner[..end]);
            }
            [open, inner @ .., _] if open.text == "[" => {
                let mut at = 0;
                while at < inner.len() {
                    let end = item_end(inner, at)?;
                    if !inner[at].text.starts_with('@') {
                        todo.push(&inner[at..end]);
                    }
                    at = end;
                }
            }
            _ => {
                return Err(error(
                    start,
                    "a pattern must begin with a named node",
                    "begin it with the node that holds what it looks for, such as `(for_statement …)`, or `[(a …) (b …)]`",
                ));
            }
        }
    }
    kinds.reverse();
    Ok(kinds)
}

fn is_kind(text: &str) -> bool {
    !text.is_empty() && text != "_" && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_roots(source: &str) -> Vec<Vec<String>> {
        split(source)
            .expect("a good query")
            .into_iter()
            .map(|p| p.roots)
            .collect()
    }

    #[test]
    fn patterns_are_split_and_rooted() {
        let source = r#"; a comment (
            (for_statement "for" @anchor) @loop
            ((assignment left: (identifier) @a (_)+ @rest) (#eq? @a "x)") (#in? @a "class"))
            [(yield "yield" @anchor) (await)] @x
        "#;
        assert_eq!(
            all_roots(source),
            [vec!["for_statement"], vec!["assignment"], vec!["yield", "await"]]
        );
        let patterns = split(source).expect("a good query");
        assert_eq!(patterns[0].captures, ["anchor", "loop"]);
        assert_eq!(patterns[1].captures, ["a", "rest"]);
        assert!(patterns[2].source.ends_with("@x"));
    }

    #[test]
    fn what_cannot_be_filed_is_refused() {
        for source in [
            "(_) @anchor",
            "\"for\" @anchor",
            "((a) (b))",
            "(a",
            "(a))",
            "(a)+ @x",
            "(a \"x)",
        ] {
            assert!(split(source).is_err(), "{source}");
        }
    }
}
