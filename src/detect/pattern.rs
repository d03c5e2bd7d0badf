//! Patterns, compiled to the grammar's numbers, and matching them at a node.
//!
//! A pattern gives what tree-sitter's own query would give: every way in which its items can be found, in order, among the children of a node; a
//! repeated item as often as it can, an optional one left out only where it is not there. `tests/detection.rs` compares the two over real code.
//! Compiling costs microseconds, so nothing needs to be prepared before the first answer.

use std::sync::Arc;

use crate::document::{Node, syntax, trait_of};
use crate::knowledge::{self, Item, Quantifier, Shape};

use super::grammar;
use super::predicates::{Predicate, TextTest};

/// How many steps are spent on one pattern at one node before it counts as not found: nobody's code needs as many.
const STEPS: u32 = 50_000;
/// How many ways of finding a pattern at one node are told apart.
const WAYS: usize = 512;

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
    root: Element,
    /// What the captures are called, in the order of their numbers.
    pub(super) captures: Vec<Arc<str>>,
    pub(super) anchor: Option<Capture>,
    pub(super) construct: Option<Capture>,
    /// Tests of a capture's text that are made as soon as it is captured.
    early: Vec<Vec<TextTest>>,
    /// The other predicates, asked about each way of finding the pattern.
    pub(super) predicates: Vec<Predicate>,
    /// The kinds of node that it can begin with; none: any.
    pub(super) roots: Vec<u16>,
    /// What the node it begins with must have, see [`Node::traits`].
    pub(super) traits: u128,
    /// Texts without which it matches nothing, see [`knowledge::Pattern::required`].
    pub(super) required: Vec<Vec<String>>,
    /// It looks more than a few levels below the node it begins with, or searches there.
    pub(super) is_wide: bool,
}

/// A capture's number in its pattern.
pub(super) type Capture = u8;

/// One way of finding a pattern: what each capture took, in the order of the pattern.
pub(super) type Captured<'a> = Vec<(Capture, Node<'a>)>;

struct Element {
    form: Form,
    /// The field's number, 0 for any place.
    field: u16,
    captures: Vec<Capture>,
    quantifier: Quantifier,
    adjacent: bool,
}

enum Form {
    Node {
        test: Test,
        without: Vec<u16>,
        children: Vec<Element>,
        ends: bool,
    },
    Choice(Vec<Element>),
    Sequence(Vec<Element>),
}

enum Test {
    Kind(u16),
    OneOf(Vec<u16>),
    Named,
    Any,
}

impl Test {
    fn holds(&self, node: Node<'_>) -> bool {
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
        let number = |name: &str| names.iter().position(|n| n == name).and_then(|n| Capture::try_from(n).ok());
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

    /// Every way in which the pattern, but for its predicates, is found at `node`. Where `given` has a capture, it must have that text.
    pub(super) fn ways<'a>(&self, node: Node<'a>, given: &[(Capture, &str)]) -> Vec<Captured<'a>> {
        let mut ways: Vec<Captured<'a>> = Vec::new();
        let mut search = Search {
            pattern: self,
            given,
            steps: STEPS,
            found: 0,
        };
        search.at(&self.root, node, &mut Vec::with_capacity(8), &mut |search, captured| {
            search.found += 1;
            if ways.len() < WAYS && !ways.contains(captured) {
                ways.push(captured.clone());
            }
            false
        });
        ways
    }
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
    syntax::language().field_id_for_name(name).map(std::num::NonZeroU16::get).ok_or_else(|| {
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
            without: without.iter().map(|name| field_number(name)).collect::<Result<_, _>>()?,
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

/// One search for a pattern. Its functions descend with the pattern's brackets, never with the tree or along its siblings.
///
/// They take what is to be done with what was found. It returns whether that settles the matter; then nothing else is tried and the
/// captures are kept.
struct Search<'s> {
    pattern: &'s Compiled,
    given: &'s [(Capture, &'s str)],
    steps: u32,
    found: usize,
}

type Then<'t, 'a> = &'t mut dyn FnMut(&mut Search<'_>, &mut Captured<'a>) -> bool;
type ThenOn<'t, 'a> = &'t mut dyn FnMut(&mut Search<'_>, Option<Node<'a>>, &mut Captured<'a>) -> bool;

impl Search<'_> {
    /// `element` at this very node.
    fn at<'a>(&mut self, element: &Element, node: Node<'a>, captured: &mut Captured<'a>, then: Then<'_, 'a>) -> bool {
        let Some(left) = self.steps.checked_sub(1) else {
            return true;
        };
        self.steps = left;
        if element.field != 0 && node.field_id() != element.field {
            return false;
        }
        let before = captured.len();
        let settled = match &element.form {
            Form::Node {
                test,
                without,
                children,
                ends,
            } => {
                if !test.holds(node)
                    || !without.iter().all(|field| node.children().all(|c| c.field_id() != *field))
                    || !self.capture(element, node, captured)
                {
                    captured.truncate(before);
                    return false;
                }
                if children.is_empty() && !ends {
                    then(self, captured)
                } else {
                    self.among(children, *ends, node.first_child(), captured, &mut |search, _, captured| {
                        then(search, captured)
                    })
                }
            }
            Form::Choice(branches) => {
                if !self.capture(element, node, captured) {
                    captured.truncate(before);
                    return false;
                }
                branches.iter().any(|branch| self.at(branch, node, captured, then))
            }
            // A group of several stands at no one node.
            Form::Sequence(_) => false,
        };
        if !settled {
            captured.truncate(before);
        }
        settled
    }

    /// Notes the element's captures; whether their texts fit.
    fn capture<'a>(&self, element: &Element, node: Node<'a>, captured: &mut Captured<'a>) -> bool {
        element.captures.iter().all(|&capture| {
            captured.push((capture, node));
            self.pattern.early[usize::from(capture)].iter().all(|test| test.holds(node.text()))
                && self.given.iter().all(|&(given, text)| given != capture || node.text() == text)
        })
    }

    /// `elements`, in order, among `from` and its later siblings.
    fn among<'a>(
        &mut self,
        elements: &[Element],
        ends: bool,
        from: Option<Node<'a>>,
        captured: &mut Captured<'a>,
        then: ThenOn<'_, 'a>,
    ) -> bool {
        let Some((first, rest)) = elements.split_first() else {
            let more = ends && siblings(from).any(Node::is_named);
            return !more && then(self, from, captured);
        };
        let mut go_on = |search: &mut Search<'_>, next: Option<Node<'a>>, captured: &mut Captured<'a>| {
            search.among(rest, ends, next, captured, then)
        };
        match first.quantifier {
            Quantifier::One => self.next(first, from, captured, &mut go_on),
            Quantifier::Optional => {
                let before = self.found;
                self.next(first, from, captured, &mut go_on)
                    || (self.found == before && go_on(self, from, captured))
            }
            Quantifier::Any | Quantifier::Some => self.repeated(first, from, captured, &mut go_on),
        }
    }

    /// As many of `element` as there are, then fewer and fewer, until the rest of the pattern is found.
    fn repeated<'a>(
        &mut self,
        element: &Element,
        from: Option<Node<'a>>,
        captured: &mut Captured<'a>,
        then: ThenOn<'_, 'a>,
    ) -> bool {
        let start = captured.len();
        let mut stages = vec![(start, from)];
        let mut at = from;
        loop {
            let mut after = None;
            let one = self.next(element, at, captured, &mut |_, next, _| {
                after = Some(next);
                true
            });
            match after {
                Some(next) if one => {
                    stages.push((captured.len(), next));
                    at = next;
                }
                _ => break,
            }
        }
        if element.quantifier == Quantifier::Some {
            stages.remove(0);
        }
        for (length, next) in stages.into_iter().rev() {
            captured.truncate(length);
            let before = self.found;
            if then(self, next, captured) {
                return true;
            }
            if self.found != before || self.steps == 0 {
                break;
            }
        }
        captured.truncate(start);
        false
    }

    /// `element` once, at `from` or a later sibling.
    fn next<'a>(
        &mut self,
        element: &Element,
        from: Option<Node<'a>>,
        captured: &mut Captured<'a>,
        then: ThenOn<'_, 'a>,
    ) -> bool {
        if let Form::Sequence(elements) = &element.form {
            return self.among(elements, false, from, captured, then);
        }
        for node in siblings(from) {
            let mut here = |search: &mut Search<'_>, captured: &mut Captured<'a>| {
                then(search, node.next_sibling(), captured)
            };
            if self.at(element, node, captured, &mut here) {
                return true;
            }
            if (element.adjacent && node.is_named()) || self.steps == 0 {
                break;
            }
        }
        if let Form::Choice(branches) = &element.form {
            for branch in branches {
                if let Form::Sequence(elements) = &branch.form
                    && self.among(elements, false, from, captured, then)
                {
                    return true;
                }
            }
        }
        false
    }
}

fn siblings<'a>(from: Option<Node<'a>>) -> impl Iterator<Item = Node<'a>> {
    std::iter::successors(from, |n| n.next_sibling())
}
