//! Patterns, compiled to the grammar's numbers. It costs microseconds, so nothing needs to be prepared before the first answer.

use std::sync::Arc;

use crate::document::{Node, syntax, trait_of};
use crate::knowledge::{self, Item, Quantifier, Shape};

use super::grammar;
use super::predicates::{Predicate, TextTest};

/// What is wrong with a pattern, and what to do.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) message: String,
    pub(super) help: String,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
        }
    }
}

pub(super) struct Compiled {
    pub(super) root: Element,
    /// What the captures are called, in the order of their numbers.
    pub(super) captures: Vec<Arc<str>>,
    pub(super) anchor: Option<Capture>,
    pub(super) construct: Option<Capture>,
    /// Tests of a capture's text that are made as soon as it is captured.
    pub(super) early: Vec<Vec<TextTest>>,
    /// The other predicates, asked about each way of finding the pattern.
    pub(super) predicates: Vec<Predicate>,
    /// The kinds of node that it can begin with; none: any.
    pub(super) roots: Vec<u16>,
    /// What the node it begins with must have, see [`Node::traits`].
    pub(super) traits: u128,
    /// Texts without which it matches nothing, see [`knowledge::Pattern::required`].
    pub(super) required: Vec<Vec<String>>,
    /// It looks so far below the node it begins with that `required` is worth a look first.
    pub(super) is_wide: bool,
}

/// A capture's number in its pattern.
pub(super) type Capture = u8;

/// One way of finding a pattern: what each capture took, in the order of the pattern.
pub(super) type Captured<'a> = Vec<(Capture, Node<'a>)>;

pub(super) struct Element {
    pub(super) form: Form,
    /// The field's number, 0 for any place.
    pub(super) field: u16,
    pub(super) captures: Vec<Capture>,
    pub(super) quantifier: Quantifier,
    pub(super) adjacent: bool,
}

pub(super) enum Form {
    Node {
        test: Test,
        without: Vec<u16>,
        children: Vec<Element>,
        ends: bool,
    },
    Choice(Vec<Element>),
    Sequence(Vec<Element>),
}

pub(super) enum Test {
    Kind(u16),
    OneOf(Vec<u16>),
    Named,
    Any,
}

impl Test {
    pub(super) fn holds(&self, node: Node<'_>) -> bool {
        match self {
            Self::Kind(kind) => node.kind_id() == *kind,
            Self::OneOf(kinds) => kinds.contains(&node.kind_id()),
            Self::Named => node.is_named() && node.kind_id() != syntax::ERROR,
            Self::Any => node.kind_id() != syntax::ERROR,
        }
    }
}

impl Compiled {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What is wrong with it and what to do.
    pub(super) fn new(pattern: &knowledge::Pattern) -> Result<Self, Fault> {
        let names = &pattern.captures;
        if names.len() > usize::from(Capture::MAX) {
            return Err(Fault::new("the pattern has too many captures", "take some away"));
        }
        let number = |name: &str| capture_number(pattern, name);
        let root = element(&pattern.root, &number)?;
        let mut early: Vec<Vec<TextTest>> = names.iter().map(|_| Vec::new()).collect();
        let mut predicates = Vec::new();
        for raw in &pattern.predicates {
            let mut predicate = Predicate::read(raw, &number)?;
            predicate.of_root = root.captures.contains(&predicate.capture());
            match predicate.text_test() {
                // What is repeated or optional must be found first and judged then.
                Some((capture, test)) if !is_uncertain(&root, capture) => early[usize::from(capture)].push(test),
                _ => predicates.push(predicate),
            }
        }
        // The cheap ones first.
        predicates.sort_by_key(Predicate::cost);
        let mut roots = Vec::new();
        for kind in pattern.roots().unwrap_or_default() {
            roots.extend(kinds_of(kind)?);
        }
        Ok(Self {
            captures: names.iter().map(|n| n.as_str().into()).collect(),
            anchor: number("anchor"),
            construct: number("construct"),
            traits: required_traits(&root),
            is_wide: height(&root) > 2,
            required: pattern
                .required()
                .into_iter()
                .map(|texts| texts.into_iter().map(str::to_owned).collect())
                .collect(),
            root,
            early,
            predicates,
            roots,
        })
    }
}

/// The number of the capture `name` in a pattern.
pub(super) fn capture_number(pattern: &knowledge::Pattern, name: &str) -> Option<Capture> {
    let at = pattern.captures.iter().position(|n| n == name)?;
    Capture::try_from(at).ok()
}

/// How many levels an element reaches down.
fn height(element: &Element) -> usize {
    let (Form::Node { children, .. } | Form::Choice(children) | Form::Sequence(children)) = &element.form;
    let own = usize::from(matches!(element.form, Form::Node { .. }));
    own + children.iter().map(height).max().unwrap_or(0)
}

/// The children that a node must have for `element` to be found there.
fn required_traits(element: &Element) -> u128 {
    let mut traits = 0;
    if let Form::Node { children, .. } = &element.form {
        let certain = |c: &&Element| matches!(c.quantifier, Quantifier::One | Quantifier::Some);
        for child in children.iter().filter(certain) {
            if let Form::Node {
                test: Test::Kind(kind), ..
            } = child.form
            {
                traits |= trait_of(child.field, kind);
            }
        }
    }
    traits
}

/// The numbers of the kinds that a name in a pattern stands for.
pub(super) fn kinds_of(name: &str) -> Result<Vec<u16>, Fault> {
    let kinds = grammar::kinds_of_supertype(name);
    let mut numbers = Vec::new();
    for kind in kinds.unwrap_or_else(|| vec![name]) {
        numbers.push(syntax::kind_number(kind, true).ok_or_else(|| {
            let help = "node kinds are those of tree-sitter-python; see its node-types.json";
            Fault::new(format!("there is no node kind `{name}`"), help)
        })?);
    }
    numbers.sort_unstable();
    Ok(numbers)
}

fn field_number(name: &str) -> Result<u16, Fault> {
    syntax::language()
        .field_id_for_name(name)
        .map(std::num::NonZeroU16::get)
        .ok_or_else(|| {
            let help = "fields are those of tree-sitter-python; see its node-types.json";
            Fault::new(format!("there is no field `{name}`"), help)
        })
}

fn element(item: &Item, number: &dyn Fn(&str) -> Option<Capture>) -> Result<Element, Fault> {
    let all = |items: &[Item]| items.iter().map(|i| element(i, number)).collect::<Result<Vec<_>, _>>();
    let leaf = |test| Form::Node {
        test,
        without: Vec::new(),
        children: Vec::new(),
        ends: false,
    };
    let form = match &item.shape {
        Shape::Node {
            kind,
            without,
            children,
            ends,
        } => Form::Node {
            test: match kind {
                None => Test::Named,
                Some(kind) => match kinds_of(kind)?.as_slice() {
                    [one] => Test::Kind(*one),
                    several => Test::OneOf(several.to_vec()),
                },
            },
            without: without
                .iter()
                .map(|name| field_number(name))
                .collect::<Result<_, _>>()?,
            children: all(children)?,
            ends: *ends,
        },
        Shape::Token(text) => match syntax::language().id_for_node_kind(text, false) {
            0 => {
                let help = "tokens are those that the grammar spells out, such as \"with\" or \"is not\"";
                return Err(Fault::new(format!("there is no token `{text}`"), help));
            }
            kind => leaf(Test::Kind(kind)),
        },
        Shape::Any => leaf(Test::Any),
        Shape::Choice(items) => Form::Choice(all(items)?),
        Shape::Sequence(items) => Form::Sequence(all(items)?),
    };
    Ok(Element {
        form,
        field: item.field.as_deref().map_or(Ok(0), field_number)?,
        captures: item.captures.iter().filter_map(|name| number(name)).collect(),
        quantifier: item.quantifier,
        adjacent: item.adjacent,
    })
}

/// Whether a capture stands behind a quantifier.
fn is_uncertain(element: &Element, capture: Capture) -> bool {
    let (Form::Node { children, .. } | Form::Choice(children) | Form::Sequence(children)) = &element.form;
    let has = |e: &Element| has_capture(e, capture);
    (element.quantifier != Quantifier::One && has(element)) || children.iter().any(|c| is_uncertain(c, capture))
}

fn has_capture(element: &Element, capture: Capture) -> bool {
    let (Form::Node { children, .. } | Form::Choice(children) | Form::Sequence(children)) = &element.form;
    element.captures.contains(&capture) || children.iter().any(|c| has_capture(c, capture))
}
