//! What a pattern says of its anchors, and which texts it cannot do without: what detection files it under.

use super::{Anchor, AnchorKind, Token, is_kind, item_end};

/// What stands open while [`anchors`] reads a pattern.
enum Open {
    /// A node, with what it is.
    Node(Anchor),
    /// A group or an alternation, with the items in it so far.
    Several(Vec<Anchor>),
}

/// The nodes that `@anchor` is written behind. Every level of parentheses around a node is exactly one level of the tree.
pub(super) fn anchors(tokens: &[Token<'_>]) -> Vec<Anchor> {
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // What a capture that comes next would capture.
    let mut last: Vec<Anchor> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let next = tokens.get(at + 1).map_or("", |t| t.text);
        let depth = open.iter().filter(|o| matches!(o, Open::Node(_))).count();
        at += 1;
        match token.text {
            "(" if next.starts_with('#') => {
                at += tokens[at..].iter().position(|t| t.text == ")").unwrap_or(0) + 1;
                continue;
            }
            "(" if next == "_" || is_kind(next) => {
                at += 1;
                let kind = if next == "_" {
                    AnchorKind::Any
                } else {
                    AnchorKind::Node(next.to_owned())
                };
                open.push(Open::Node(Anchor { kind, depth }));
                continue;
            }
            "(" | "[" => {
                open.push(Open::Several(Vec::new()));
                continue;
            }
            ")" | "]" => {
                last = match open.pop() {
                    Some(Open::Node(node)) => vec![node],
                    Some(Open::Several(items)) => items,
                    None => Vec::new(),
                };
            }
            "_" => {
                last = vec![Anchor {
                    kind: AnchorKind::Any,
                    depth,
                }];
            }
            text if text.starts_with('"') => {
                let kind = AnchorKind::Token(unquoted(text));
                last = vec![Anchor { kind, depth }];
            }
            "@anchor" => {
                for anchor in &last {
                    if !anchors.contains(anchor) {
                        anchors.push(anchor.clone());
                    }
                }
                continue;
            }
            _ => continue,
        }
        if let Some(Open::Several(items)) = open.last_mut() {
            items.extend(last.iter().cloned());
        }
    }
    anchors
}

/// The predicates `(#eq? @capture "x")` and `(#any-of? @capture "x" "y")`: capture and strings.
pub(super) fn texts_of<'t>(tokens: &'t [Token<'_>]) -> impl Iterator<Item = (&'t str, Vec<String>)> + 't {
    tokens.windows(3).enumerate().filter_map(|(at, window)| {
        let predicate = window[0].text == "(" && matches!(window[1].text, "#eq?" | "#any-of?");
        let rest = tokens[at + 3..].iter().map(|t| t.text).take_while(|t| *t != ")");
        let texts: Vec<&str> = rest.collect();
        let all_strings = texts.iter().all(|t| t.starts_with('"'));
        (predicate && all_strings).then(|| (window[2].text, texts.into_iter().map(unquoted).collect()))
    })
}

/// The texts that captures must have which every match makes: those in no alternation and behind no `?` or `*`.
pub(super) fn required(tokens: &[Token<'_>]) -> Vec<Vec<String>> {
    let mut certain: Vec<&str> = Vec::new();
    let mut predicate_ends = 0;
    for (at, token) in tokens.iter().enumerate() {
        if token.text.starts_with('#') {
            predicate_ends = at + tokens[at..].iter().position(|t| t.text == ")").unwrap_or(0);
        }
        if !token.text.starts_with('@') || at < predicate_ends {
            continue;
        }
        let quantified = at > 0 && matches!(tokens[at - 1].text, "?" | "*");
        let optional = (0..at).any(|open| {
            matches!(tokens[open].text, "(" | "[")
                && item_end(tokens, open).is_ok_and(|end| {
                    end > at
                        && (tokens[open].text == "[" || tokens.get(end).is_some_and(|t| matches!(t.text, "?" | "*")))
                })
        });
        if !quantified && !optional {
            certain.push(token.text);
        }
    }
    texts_of(tokens)
        .filter(|(capture, _)| certain.contains(capture))
        .map(|(_, texts)| texts)
        .collect()
}

fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|t| t.strip_suffix('"')).unwrap_or(text);
    let mut plain = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        plain.push(if c == '\\' { chars.next().unwrap_or(c) } else { c });
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;

    #[test]
    fn anchors_are_found_with_their_depth() {
        let source = r#"((decorator "@" @anchor [(identifier) @anchor (call function: (attribute attribute: (identifier) @anchor))])
            (#any-of? @anchor "@" "wr\"aps") (#in? @anchor "class"))"#;
        let pattern = split(source).expect("a good query").remove(0);
        let identifier = |depth| Anchor {
            kind: AnchorKind::Node("identifier".to_owned()),
            depth,
        };
        let at = Anchor {
            kind: AnchorKind::Token("@".to_owned()),
            depth: 1,
        };
        assert_eq!(pattern.anchors, [at, identifier(1), identifier(3)]);
        assert_eq!(pattern.anchor_texts, Some(vec!["@".to_owned(), "wr\"aps".to_owned()]));
        assert_eq!(
            pattern.required,
            [["@", "wr\"aps"]],
            "the first anchor is in every match"
        );
        let sure = r#"((assignment left: (identifier) @a right: [(list) (_) @b] (comment)? @c) (#eq? @a "x") (#eq? @b "y") (#eq? @c "z"))"#;
        assert_eq!(split(sure).expect("a good query")[0].required, [["x"]]);
        let pattern = split("(yield [\"yield\" (_)]+ @anchor) @whole")
            .expect("a good query")
            .remove(0);
        assert_eq!(pattern.anchors.len(), 2);
        assert_eq!(pattern.anchors[1].kind, AnchorKind::Any);
        assert_eq!(
            split("(pass_statement) @anchor").expect("a good query")[0].anchors[0].depth,
            0
        );
    }
}
