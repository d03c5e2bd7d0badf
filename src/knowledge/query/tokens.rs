//! The tokens of a query.

use super::QueryError;

pub(super) struct Token<'s> {
    pub(super) start: usize,
    pub(super) text: &'s str,
}

impl Token<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.text.len()
    }
}

pub(super) fn tokens(source: &str) -> Result<Vec<Token<'_>>, QueryError> {
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
                    return Err(QueryError::new(
                        start,
                        "a string is not closed",
                        "write the closing `\"`",
                    ));
                }
                at += 1;
            }
            b'(' | b')' | b'[' | b']' | b'*' | b'+' | b'?' | b'.' | b'!' => at += 1,
            _ => {
                let word = |c: char| !(c.is_whitespace() || "()[]\";".contains(c));
                // A blank of another script begins no word, and is a token nobody knows.
                let first = source[at..].chars().next().map_or(1, char::len_utf8);
                at += source[at..].find(|c| !word(c)).unwrap_or(source.len() - at).max(first);
                let text = &source[start..at];
                if !text.starts_with('#') {
                    // A quantifier may follow a capture or `_` without a blank, an item its field's colon.
                    let quantifiers = text.len() - text.trim_end_matches(['*', '+', '?']).len();
                    if quantifiers > 0 && quantifiers < text.len() {
                        at -= quantifiers;
                    } else if let Some(colon) = text.find(':')
                        && !text.starts_with('@')
                    {
                        at = start + colon + 1;
                    }
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

/// The text that a string token stands for.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let mut plain = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        plain.push(match c {
            '\\' => match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('0') => '\0',
                Some(other) => other,
                None => c,
            },
            _ => c,
        });
    }
    plain
}

pub(super) fn is_kind(text: &str) -> bool {
    !text.is_empty() && text != "_" && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_of_other_scripts_are_tokens_of_their_own() {
        let texts = |source| tokens(source).map(|all| all.iter().map(|token| token.text).collect::<Vec<_>>());
        assert_eq!(
            texts("(a\u{2028}\u{a0}b)").ok(),
            Some(vec!["(", "a", "\u{2028}", "\u{a0}", "b", ")"])
        );
    }
}
