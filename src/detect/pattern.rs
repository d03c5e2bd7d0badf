//! Patterns, compiled to the grammar's numbers.

use std::sync::Arc;

use smallvec::SmallVec;

use crate::document::{Node, Nodes, syntax, trait_of};
use crate::knowledge::{self, Item, Quantifier, Root, Shape};

use super::grammar;
use super::predicates::Predicate;
use super::program::{Program, kinds_of_any, program};
use super::texts::TextTest;

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

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Compiled {
    /// How it is found.
    pub(super) program: Program,
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
    /// The captures of the node it begins with.
    pub(super) of_root: Vec<Capture>,
    /// Children that the node it begins with must have, by field and kind, and what those must have.
    pub(super) below: Vec<(u16, u16, u128)>,
    /// Texts without which it matches nothing, see [`knowledge::Pattern::required`].
    pub(super) required: Vec<Vec<String>>,
    /// Identifiers that every match captures, and how many levels below the root they stand.
    pub(super) identifiers: Vec<(Capture, usize)>,
    /// What every match captures.
    pub(super) certain: Vec<Capture>,
    /// It looks so far below the node it begins with that `required` is worth a look first.
    pub(super) is_wide: bool,
}

/// A capture's number in its pattern.
pub(super) type Capture = u8;

/// One way of finding a pattern: what each capture took, in the order of the pattern.
pub(super) struct Way<'a> {
    nodes: &'a Nodes<'a>,
    /// Captures, and the numbers of nodes.
    taken: SmallVec<[(Capture, u32); 8]>,
}

impl<'a> Way<'a> {
    pub(super) fn new(nodes: &'a Nodes<'a>) -> Self {
        Self {
            nodes,
            taken: SmallVec::new(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.taken.len()
    }

    pub(super) fn push(&mut self, capture: Capture, node: Node<'a>) {
        self.taken.push((capture, node.id()));
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.taken.truncate(length);
    }

    /// The nodes taken, each with its capture.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Capture, Node<'a>)> {
        self.taken.iter().map(|&(capture, id)| (capture, self.nodes.node(id)))
    }
}

impl Clone for Way<'_> {
    fn clone(&self) -> Self {
        Self {
            nodes: self.nodes,
            taken: SmallVec::from_slice(&self.taken),
        }
    }
}

impl PartialEq for Way<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.taken == other.taken
    }
}

pub(super) struct Element {
    pub(super) form: Form,
    /// The field's number, 0 for any place.
    pub(super) field: u16,
    pub(super) captures: Vec<Capture>,
    pub(super) quantifier: Quantifier,
    pub(super) adjacent: bool,
}

impl Element {
    /// Those right below it: a node's children, a choice's branches, a sequence's items.
    pub(super) fn below(&self) -> &[Self] {
        let (Form::Node { children, .. } | Form::Choice(children) | Form::Sequence(children)) = &self.form;
        children
    }

    /// In how many places it has a capture.
    pub(super) fn count_of(&self, capture: Capture) -> usize {
        let own = self.captures.iter().filter(|c| **c == capture).count();
        own + self.below().iter().map(|below| below.count_of(capture)).sum::<usize>()
    }
}

pub(super) enum Form {
    Node {
        test: Test,
        without: Vec<u16>,
        children: Vec<Element>,
        ends: bool,
        /// What a node must have for the children to be found, see [`Node::traits`].
        traits: u128,
    },
    Choice(Vec<Element>),
    Sequence(Vec<Element>),
}

#[derive(Clone)]
pub(super) enum Test {
    Kind(u16),
    OneOf(Vec<u16>),
    /// What the grammar gives a name, but no error.
    Named,
    /// Anything but an error.
    Any,
}

impl Compiled {
    /// Whether [`may_begin`](Self::may_begin) says anything.
    pub(super) fn looks_first(&self) -> bool {
        self.is_wide
            || !self.below.is_empty()
            || self.of_root.iter().any(|c| !self.early[usize::from(*c)].is_empty())
            || self.predicates.iter().any(Predicate::is_of_parent)
    }

    /// A cheap look at a node and what stands below it: whether the pattern may begin there.
    pub(super) fn may_begin(&self, root: Node<'_>) -> bool {
        let fits = |capture: &Capture| {
            let tests = &self.early[usize::from(*capture)];
            tests.iter().all(|test| test.holds(root.text()))
        };
        self.of_root.iter().all(fits)
            && self.predicates.iter().all(|p| p.may_hold_below(root))
            && self.below.iter().all(|&(field, kind, traits)| {
                root.children().any(|child| {
                    child.kind_id() == kind
                        && (field == 0 || child.field_id() == field)
                        && child.traits() & traits == traits
                })
            })
    }

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
        for root in pattern.roots().unwrap_or_default() {
            match root {
                Root::Node(kind) => roots.extend(kinds_of(kind)?),
                Root::Token(text) => roots.extend(syntax::kind_number(text, false)),
            }
        }
        Ok(Self {
            captures: names.iter().map(|n| n.as_str().into()).collect(),
            anchor: number("anchor"),
            construct: number("construct"),
            traits: match root.form {
                Form::Node { traits, .. } => traits,
                _ => 0,
            },
            is_wide: height(&root) > 2,
            required: pattern
                .required()
                .into_iter()
                .map(|texts| texts.into_iter().map(str::to_owned).collect())
                .collect(),
            identifiers: identifiers(&root),
            certain: (0..)
                .zip(names)
                .map(|(c, _)| c)
                .filter(|c| is_certain(&root, *c))
                .collect(),
            below: below(&root),
            of_root: root.captures.clone(),
            program: program(&root, &early, number("anchor")),
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

/// The children of `root`, but for the first, which is seen at once, that must have children of their own.
fn below(root: &Element) -> Vec<(u16, u16, u128)> {
    let Form::Node { children, .. } = &root.form else {
        return Vec::new();
    };
    let certain = |c: &&Element| matches!(c.quantifier, Quantifier::One | Quantifier::Some);
    let demanding = |child: &Element| match child.form {
        Form::Node {
            test: Test::Kind(kind),
            traits,
            ..
        } if traits != 0 => Some((child.field, kind, traits)),
        _ => None,
    };
    children.iter().skip(1).filter(certain).filter_map(demanding).collect()
}

/// The captures that are certain to be identifiers at a certain level below the root.
fn identifiers(root: &Element) -> Vec<(Capture, usize)> {
    fn collect(element: &Element, depth: usize, kind: u16, found: &mut Vec<(Capture, usize)>) {
        if let (Form::Node { test, children, .. }, Quantifier::One) = (&element.form, element.quantifier) {
            if matches!(test, Test::Kind(k) if *k == kind) {
                found.extend(element.captures.iter().map(|&capture| (capture, depth)));
            }
            children.iter().for_each(|child| collect(child, depth + 1, kind, found));
        }
    }
    let mut found = Vec::new();
    let kind = syntax::kind_number("identifier", true).unwrap_or(syntax::ERROR);
    collect(root, 0, kind, &mut found);
    found
}

/// How many levels an element reaches down.
fn height(element: &Element) -> usize {
    let own = usize::from(matches!(element.form, Form::Node { .. }));
    own + element.below().iter().map(height).max().unwrap_or(0)
}

/// What a node must have for `children` to be found in it.
fn required_traits(children: &[Element]) -> u128 {
    let certain = |c: &&Element| matches!(c.quantifier, Quantifier::One | Quantifier::Some);
    let mut traits = 0;
    for child in children.iter().filter(certain) {
        if let Form::Node {
            test: Test::Kind(kind), ..
        } = child.form
        {
            traits |= trait_of(child.field, kind);
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
        traits: 0,
    };
    let form = match &item.shape {
        Shape::Node {
            kind,
            without,
            children,
            ends,
        } => {
            let children = all(children)?;
            Form::Node {
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
                traits: required_traits(&children),
                children,
                ends: *ends,
            }
        }
        Shape::Token(text) => match syntax::language().id_for_node_kind(text, false) {
            0 => {
                let help = "tokens are those that the grammar spells out, such as \"with\" or \"is not\"";
                return Err(Fault::new(format!("there is no token `{text}`"), help));
            }
            kind => leaf(Test::Kind(kind)),
        },
        Shape::Any => leaf(Test::Any),
        Shape::Choice(items) => {
            let branches = all(items)?;
            match one_of(&branches) {
                Some(kinds) => leaf(Test::OneOf(kinds)),
                None => Form::Choice(branches),
            }
        }
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

/// The kinds of which a node must be one, where a choice is about nothing else: that is seen at one look.
fn one_of(branches: &[Element]) -> Option<Vec<u16>> {
    let is_kind = |branch: &Element| {
        let is_leaf = matches!(&branch.form, Form::Node { without, children, ends: false, .. } if without.is_empty() && children.is_empty());
        let is_plain = branch.field == 0 && branch.captures.is_empty() && branch.quantifier == Quantifier::One;
        is_leaf && is_plain && !branch.adjacent
    };
    branches.iter().all(is_kind).then(|| kinds_of_any(branches.iter()))?
}

/// Whether a capture stands behind a quantifier.
fn is_uncertain(element: &Element, capture: Capture) -> bool {
    let has = |e: &Element| e.count_of(capture) > 0;
    (element.quantifier != Quantifier::One && has(element)) || element.below().iter().any(|c| is_uncertain(c, capture))
}

/// Whether every match captures something as `capture`.
fn is_certain(element: &Element, capture: Capture) -> bool {
    let inside = |elements: &[Element]| elements.iter().any(|e| is_certain(e, capture));
    matches!(element.quantifier, Quantifier::One | Quantifier::Some)
        && (element.captures.contains(&capture)
            || match &element.form {
                Form::Node { children, .. } => inside(children),
                Form::Sequence(elements) => inside(elements),
                Form::Choice(branches) => branches.iter().all(|branch| is_certain(branch, capture)),
            })
}
