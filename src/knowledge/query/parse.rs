//! Reading patterns.

use super::tokens::{Token, is_kind, tokens, unquoted};
use super::{Argument, Item, Pattern, Quantifier, QueryError, RawPredicate, Shape};

/// How deep brackets may nest. The reader descends with them, and a pack may come from anywhere.
const DEPTH: usize = 64;

/// Reads the patterns of a query block.
///
/// # Errors
/// Whatever cannot be read, with its place and a remedy.
pub fn split(source: &str) -> Result<Vec<Pattern>, QueryError> {
    let mut reader = Reader {
        tokens: tokens(source)?,
        at: 0,
        depth: 0,
        predicates: Vec::new(),
        captures: Vec::new(),
        source,
    };
    let mut patterns = Vec::new();
    while let Some(token) = reader.peek() {
        let start = token.start;
        let root = reader.item(false)?;
        if root.quantifier != Quantifier::One {
            let help = "take the quantifier away";
            return Err(QueryError::new(start, "a whole pattern cannot be repeated", help));
        }
        let end = reader.tokens[reader.at - 1].end();
        patterns.push(Pattern {
            start,
            source: source[start..end].to_owned(),
            root,
            predicates: std::mem::take(&mut reader.predicates),
            captures: std::mem::take(&mut reader.captures),
        });
    }
    for pattern in &patterns {
        check_captures(pattern)?;
    }
    Ok(patterns)
}

/// A predicate about a capture that the pattern does not have would always hold.
fn check_captures(pattern: &Pattern) -> Result<(), QueryError> {
    for predicate in &pattern.predicates {
        for argument in &predicate.arguments {
            if let Argument::Capture(name) = argument
                && !pattern.captures.contains(name)
            {
                return Err(QueryError::new(
                    predicate.start,
                    format!("the pattern has no capture `@{name}`"),
                    "capture the node the predicate is about, inside the same pattern's parentheses",
                ));
            }
        }
    }
    Ok(())
}

struct Reader<'s> {
    source: &'s str,
    tokens: Vec<Token<'s>>,
    at: usize,
    depth: usize,
    predicates: Vec<RawPredicate>,
    captures: Vec<String>,
}

impl<'s> Reader<'s> {
    fn peek(&self) -> Option<&Token<'s>> {
        self.tokens.get(self.at)
    }

    fn text(&self, ahead: usize) -> &'s str {
        self.tokens.get(self.at + ahead).map_or("", |t| t.text)
    }

    fn here(&self) -> usize {
        self.peek().map_or(self.source.len(), |t| t.start)
    }

    fn error<T>(&self, message: impl Into<String>, help: &str) -> Result<T, QueryError> {
        Err(QueryError::new(self.here(), message, help))
    }

    /// A field, a shape, a quantifier, captures.
    fn item(&mut self, adjacent: bool) -> Result<Item, QueryError> {
        let mut field = None;
        if let Some(name) = self.text(0).strip_suffix(':').filter(|n| is_kind(n)) {
            field = Some(name.to_owned());
            self.at += 1;
        }
        let start = self.here();
        let shape = self.shape()?;
        let mut item = Item {
            shape,
            field,
            captures: Vec::new(),
            quantifier: Quantifier::One,
            adjacent,
        };
        loop {
            let text = self.text(0);
            if let Some(name) = text.strip_prefix('@') {
                item.captures.push(name.to_owned());
                if !self.captures.iter().any(|c| c == name) {
                    self.captures.push(name.to_owned());
                }
            } else {
                let quantifier = match text {
                    "?" => Quantifier::Optional,
                    "*" => Quantifier::Any,
                    "+" => Quantifier::Some,
                    _ => break,
                };
                if item.quantifier != Quantifier::One {
                    return self.error("two quantifiers behind one item", "keep one of them");
                }
                item.quantifier = quantifier;
            }
            self.at += 1;
        }
        simplify(item).map_err(|message| QueryError::new(start, message, "capture the nodes inside the group"))
    }

    fn shape(&mut self) -> Result<Shape, QueryError> {
        let text = self.text(0);
        match text {
            "(" | "[" => {
                self.depth += 1;
                if self.depth > DEPTH {
                    return self.error("the brackets nest too deep", "look for less at a time");
                }
                let opened = self.here();
                self.at += 1;
                let shape = match (text, self.text(0)) {
                    ("[", _) => self.choice(opened)?,
                    (_, kind) if kind == "_" || is_kind(kind) => {
                        self.at += 1;
                        self.node(kind, opened)?
                    }
                    _ => {
                        let (items, without, ends) = self.items(opened)?;
                        if items.is_empty() || ends || !without.is_empty() {
                            let help = "write the nodes it looks for between the parentheses";
                            return Err(QueryError::new(opened, "a group without a node", help));
                        }
                        Shape::Sequence(items)
                    }
                };
                self.depth -= 1;
                Ok(shape)
            }
            "_" => {
                self.at += 1;
                Ok(Shape::Any)
            }
            _ if text.starts_with('"') => {
                self.at += 1;
                Ok(Shape::Token(unquoted(text)))
            }
            ")" | "]" => self.error(format!("`{text}` closes nothing"), "balance the brackets"),
            "" => self.error("a bracket is not closed", "balance the brackets"),
            _ => self.error(
                format!("`{text}` stands where a node should"),
                "write `(kind)` for a node, `\"text\"` for a token, `_` for any",
            ),
        }
    }

    fn node(&mut self, kind: &str, opened: usize) -> Result<Shape, QueryError> {
        if kind == "MISSING" {
            return self.error(
                "`MISSING` cannot be looked for here",
                "look for `(ERROR)` or leave it out",
            );
        }
        let (children, without, ends) = self.items(opened)?;
        Ok(Shape::Node {
            kind: (kind != "_").then(|| kind.to_owned()),
            without,
            children,
            ends,
        })
    }

    fn choice(&mut self, opened: usize) -> Result<Shape, QueryError> {
        let mut branches = Vec::new();
        while self.text(0) != "]" {
            if self.peek().is_none() {
                return Err(QueryError::new(
                    opened,
                    "a bracket is not closed",
                    "balance the brackets",
                ));
            }
            branches.push(self.item(false)?);
        }
        self.at += 1;
        if branches.is_empty() {
            return Err(QueryError::new(
                opened,
                "`[]` matches nothing",
                "write what may stand there",
            ));
        }
        Ok(Shape::Choice(branches))
    }

    /// What stands between parentheses, up to and with the closing one: items, fields that must be absent, whether a `.` ends it.
    fn items(&mut self, opened: usize) -> Result<(Vec<Item>, Vec<String>, bool), QueryError> {
        let (mut items, mut without, mut adjacent) = (Vec::new(), Vec::new(), false);
        loop {
            match (self.text(0), self.text(1)) {
                ("", _) => {
                    return Err(QueryError::new(
                        opened,
                        "a bracket is not closed",
                        "balance the brackets",
                    ));
                }
                (")", _) => {
                    self.at += 1;
                    return Ok((items, without, adjacent));
                }
                (".", _) => {
                    adjacent = true;
                    self.at += 1;
                }
                ("!", name) if is_kind(name) => {
                    without.push(name.to_owned());
                    self.at += 2;
                }
                ("(", operator) if operator.starts_with('#') => self.predicate()?,
                _ => {
                    items.push(self.item(adjacent)?);
                    adjacent = false;
                }
            }
        }
    }

    fn predicate(&mut self) -> Result<(), QueryError> {
        let start = self.here();
        let operator = self.text(1).trim_start_matches('#').to_owned();
        self.at += 2;
        let mut arguments = Vec::new();
        loop {
            let text = self.text(0);
            if text == ")" {
                break;
            } else if let Some(name) = text.strip_prefix('@') {
                arguments.push(Argument::Capture(name.to_owned()));
            } else if text.starts_with('"') {
                arguments.push(Argument::Text(unquoted(text)));
            } else {
                return self.error(
                    format!("`{text}` is no argument of `#{operator}`"),
                    "arguments are captures (`@name`) and strings in quotes",
                );
            }
            self.at += 1;
        }
        self.at += 1;
        self.predicates.push(RawPredicate {
            operator,
            arguments,
            start,
        });
        Ok(())
    }
}

/// A group around a single item is that item.
fn simplify(mut item: Item) -> Result<Item, &'static str> {
    match &mut item.shape {
        Shape::Sequence(items) if items.len() == 1 => {
            let mut inner = items.remove(0);
            if inner.quantifier != Quantifier::One && item.quantifier != Quantifier::One {
                return Err("a repeated group around a repeated item");
            }
            if item.quantifier != Quantifier::One {
                inner.quantifier = item.quantifier;
            }
            inner.captures.append(&mut item.captures);
            inner.field = item.field.or(inner.field);
            inner.adjacent |= item.adjacent;
            Ok(inner)
        }
        Shape::Sequence(_) if !item.captures.is_empty() || item.field.is_some() => {
            Err("a group of several nodes is captured")
        }
        _ => Ok(item),
    }
}
