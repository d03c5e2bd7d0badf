//! What a pattern says of its root and of the texts it cannot do without.

use super::{Item, Pattern, Quantifier, Shape};

/// What a pattern can begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Root<'p> {
    /// A node of this kind.
    Node(&'p str),
    /// A token that the grammar spells out.
    Token(&'p str),
}

impl Pattern {
    /// What it can begin with; `None` where that may be anything.
    pub fn roots(&self) -> Option<Vec<Root<'_>>> {
        let mut kinds = Vec::new();
        let branches = match &self.root.shape {
            Shape::Choice(branches) => branches.as_slice(),
            _ => std::slice::from_ref(&self.root),
        };
        for branch in branches {
            match &branch.shape {
                Shape::Node { kind: Some(kind), .. } if branch.quantifier == Quantifier::One => {
                    kinds.push(Root::Node(kind));
                }
                Shape::Token(text) if branch.quantifier == Quantifier::One => kinds.push(Root::Token(text)),
                _ => return None,
            }
        }
        Some(kinds)
    }

    /// Texts without which nothing matches: of each list, one at least stands somewhere in the root node.
    pub fn required(&self) -> Vec<Vec<&str>> {
        let mut certain = Certain::default();
        certain.read(&self.root);
        let mut required: Vec<Vec<&str>> = self
            .texts()
            .filter(|(capture, _)| certain.captures.contains(capture))
            .map(|(_, texts)| texts)
            .collect();
        certain.words.sort_unstable();
        certain.words.dedup();
        required.extend(certain.words.into_iter().map(|word| vec![word]));
        required
    }

    /// Whether every match captures something as `name`.
    pub fn always_captures(&self, name: &str) -> bool {
        let mut certain = Certain::default();
        certain.read(&self.root);
        certain.captures.contains(&name)
    }

    /// The predicates `(#eq? @capture "x")` and `(#any-of? @capture "x" "y")`: capture and strings.
    fn texts(&self) -> impl Iterator<Item = (&str, Vec<&str>)> {
        self.predicates
            .iter()
            .filter(|predicate| matches!(predicate.operator.as_str(), "eq?" | "any-of?"))
            .filter_map(super::RawPredicate::texts)
    }
}

/// What every match has: what stands behind no `?` or `*`, and in every branch of an alternation or outside of any.
#[derive(Default)]
struct Certain<'p> {
    captures: Vec<&'p str>,
    /// Tokens that are words, and the words with which nodes of some kinds begin.
    words: Vec<&'p str>,
}

impl<'p> Certain<'p> {
    fn read(&mut self, item: &'p Item) {
        if item.is_optional() {
            return;
        }
        self.captures.extend(item.captures.iter().map(String::as_str));
        match &item.shape {
            Shape::Node { kind, children, .. } => {
                let word = kind
                    .as_deref()
                    .and_then(|kind| KEYWORDS.iter().find(|(k, _)| *k == kind));
                self.words.extend(word.map(|(_, word)| *word));
                children.iter().for_each(|child| self.read(child));
            }
            Shape::Sequence(items) => items.iter().for_each(|child| self.read(child)),
            Shape::Token(text) if text.len() > 2 && text.bytes().all(|b| b.is_ascii_alphabetic()) => {
                self.words.push(text);
            }
            // What every branch has.
            Shape::Choice(branches) => {
                let all = branches.iter().map(|branch| {
                    let mut certain = Self::default();
                    certain.read(branch);
                    certain
                });
                let common = all.reduce(|mut one, other| {
                    one.captures.retain(|c| other.captures.contains(c));
                    one.words.retain(|w| other.words.contains(w));
                    one
                });
                let common = common.unwrap_or_default();
                self.captures.extend(common.captures);
                self.words.extend(common.words);
            }
            Shape::Token(_) | Shape::Any => {}
        }
    }
}

/// Kinds of node that have a keyword of their own.
const KEYWORDS: [(&str, &str); 22] = [
    ("yield", "yield"),
    ("await", "await"),
    ("lambda", "lambda"),
    ("return_statement", "return"),
    ("raise_statement", "raise"),
    ("try_statement", "try"),
    ("for_statement", "for"),
    ("for_in_clause", "for"),
    ("while_statement", "while"),
    ("with_statement", "with"),
    ("if_statement", "if"),
    ("match_statement", "match"),
    ("global_statement", "global"),
    ("nonlocal_statement", "nonlocal"),
    ("import_statement", "import"),
    ("import_from_statement", "import"),
    ("function_definition", "def"),
    ("class_definition", "class"),
    ("delete_statement", "del"),
    ("assert_statement", "assert"),
    ("break_statement", "break"),
    ("continue_statement", "continue"),
];

#[cfg(test)]
mod tests {
    use super::super::split;
    use super::*;

    fn one(source: &str) -> Pattern {
        split(source).expect("a good query").remove(0)
    }

    #[test]
    fn texts_that_every_match_has_are_known() {
        let source = r#"((decorator "@" @anchor [(identifier) @anchor]) (#any-of? @anchor "@" "wr\"aps") (#in? @anchor "class"))"#;
        assert_eq!(
            one(source).required(),
            [["@", "wr\"aps"]],
            "the first anchor is in every match"
        );
        let sure = r#"((assignment left: (identifier) @a right: [(list) (_) @b] (comment)? @c) (#eq? @a "x") (#eq? @b "y") (#eq? @c "z"))"#;
        assert_eq!(one(sure).required(), [["x"]]);
        let words = r#"(function_definition body: (block (return_statement "return" @anchor (await)) (lambda)?))"#;
        assert_eq!(one(words).required(), [["await"], ["def"], ["return"]]);
    }

    #[test]
    fn patterns_are_split_and_rooted() {
        let source = r#"; a comment (
            (for_statement "for" @anchor) @loop
            ((assignment left: (identifier) @a (_)+ @rest) (#eq? @a "x)") (#in? @a "class"))
            [(yield "yield" @anchor) (await)] @x
        "#;
        let patterns = split(source).expect("a good query");
        let roots: Vec<_> = patterns.iter().map(|p| p.roots().expect("named roots")).collect();
        assert_eq!(
            roots,
            [
                vec![Root::Node("for_statement")],
                vec![Root::Node("assignment")],
                vec![Root::Node("yield"), Root::Node("await")]
            ]
        );
        assert_eq!(patterns[0].captures, ["anchor", "loop"]);
        assert_eq!(patterns[1].captures, ["a", "rest"]);
        assert!(patterns[2].source.ends_with("@x"));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let deep = "(a ".repeat(100) + &")".repeat(100);
        for source in [
            "((a) (b)) @x",
            "(a",
            "(a))",
            "(a)+ @x",
            "(a \"x)",
            "((a) (#eq? @b \"x\"))",
            "(a b)",
            "[]",
            &deep,
        ] {
            assert!(split(source).is_err(), "{source}");
        }
        for source in ["(_) @anchor", "((a) (b))", "[(a) _]"] {
            assert_eq!(one(source).roots(), None, "{source}");
        }
        assert_eq!(one("\";\" @anchor").roots(), Some(vec![Root::Token(";")]));
    }
}
