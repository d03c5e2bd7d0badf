//! Patterns as programs: what is looked for, step by step, as [`matching`](super::matching) takes the steps.

use smallvec::SmallVec;

use super::pattern::{Capture, Element, Form, Test};
use super::texts::TextTest;
use crate::document::{Node, syntax};
use crate::knowledge::Quantifier;

/// The steps of one pattern. A number of a step is its place in the list.
pub(super) type Program = Vec<Step>;

/// What is known of a pattern as a whole.
#[derive(Clone, Copy)]
struct Known<'e> {
    /// For each capture, the tests of its text.
    early: &'e [Vec<TextTest>],
    /// See [`Look::holds_anchors`].
    holders: &'e [&'e Element],
}

/// The elements that have all anchors of a pattern in them, as far as nothing before is found more or less often than once: what that comes to may depend on
/// whether there is an anchor behind it.
fn holders(root: &Element, anchor: Option<Capture>) -> Vec<&Element> {
    let Some(anchor) = anchor else { return Vec::new() };
    let all = root.count_of(anchor);
    let (mut holders, mut todo) = (Vec::new(), vec![root]);
    while let Some(element) = todo.pop().filter(|element| element.quantifier == Quantifier::One) {
        if all > 0 && element.count_of(anchor) == all {
            holders.push(element);
        }
        todo.extend(element.below().iter().rev());
    }
    holders
}

#[derive(serde::Deserialize, serde::Serialize)]
pub(super) enum Step {
    /// A node from the cursor on that is so; the cursor then stands behind it.
    Next { look: Look, adjacent: bool },
    /// A node from the cursor on, where one of the branches goes on; or else one of the groups, from the cursor on.
    NextOf {
        look: Look,
        adjacent: bool,
        ways: Box<Branches>,
    },
    /// This very node is so.
    Here(Look),
    /// This very node is so, and one of the branches goes on there.
    HereOf { look: Look, branches: Box<Branches> },
    /// The end of a node's children: with `ends`, none with a name is left.
    Leave { ends: bool },
    /// Goes on with another step.
    Jump(usize),
    /// What follows, if it is there; else from `rest` on.
    Optional { rest: usize },
    /// What follows, up to [`Accept`](Self::Accept), as often as it is there, then from `rest` on.
    Repeat { rest: usize, at_least_one: bool },
    /// What is repeated was found once.
    Accept,
    /// Everything was found.
    Done,
}

/// Where the branches of a choice begin: those that stand at one node, and groups of several.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Branches {
    pub(super) single: Vec<usize>,
    pub(super) groups: Vec<usize>,
}

/// How one node must look. Small, since a scan goes over thousands of them again and again.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Look {
    /// See [`Node::traits`].
    traits: [u64; 2],
    kind: Kind,
    /// 0: any.
    field: u8,
    captures: SmallCaptures,
    /// The steps up to the next [`Step::Leave`] are about its children.
    pub(super) enters: bool,
    /// Some capture's text is tested.
    pub(super) is_tested: bool,
    /// All anchors of what is found are this node or stand below it, and what is found with anchors elsewhere is not found less for leaving this node out.
    pub(super) holds_anchors: bool,
    /// Kinds of which it must be one, fields that no child may stand in.
    more: Option<Box<(Vec<u16>, Vec<u16>)>>,
}

#[derive(Clone, Copy, serde::Deserialize, serde::Serialize)]
enum Kind {
    One(u16),
    /// What the grammar gives a name, but no error.
    Named,
    /// Anything but an error.
    NoError,
    Any,
}

/// A few captures.
type SmallCaptures = SmallVec<[Capture; 8]>;

impl Look {
    fn new(element: &Element, known: Known<'_>) -> Self {
        let mut look = Self {
            traits: [0; 2],
            // The branches of a choice say what the node must be, an error included.
            kind: Kind::Any,
            field: u8::try_from(element.field).unwrap_or(0),
            captures: element.captures.iter().copied().collect(),
            enters: false,
            is_tested: element
                .captures
                .iter()
                .any(|c| !known.early[usize::from(*c)].is_empty()),
            holds_anchors: known.holders.iter().any(|holder| std::ptr::eq(*holder, element)),
            more: None,
        };
        if let Form::Node {
            test,
            without,
            children,
            ends,
            traits,
        } = &element.form
        {
            let mut one_of = Vec::new();
            look.kind = match test {
                Test::Kind(kind) => Kind::One(*kind),
                Test::OneOf(kinds) => {
                    one_of.clone_from(kinds);
                    Kind::Any
                }
                Test::Named => Kind::Named,
                Test::Any => Kind::NoError,
            };
            if !one_of.is_empty() || !without.is_empty() {
                look.more = Some(Box::new((one_of, without.clone())));
            }
            look.traits = halves(*traits);
            look.enters = *ends || !children.is_empty();
        } else if let Some(kinds) = kinds_of(element) {
            look.more = Some(Box::new((kinds, Vec::new())));
        }
        look
    }

    /// Whether a node's kind and field are so.
    #[inline]
    pub(super) fn may_be(&self, node: Node<'_>) -> bool {
        let kind = node.kind_id();
        let is_kind = match self.kind {
            Kind::One(one) => kind == one,
            Kind::Named => kind != syntax::ERROR && node.is_named(),
            Kind::NoError => kind != syntax::ERROR,
            Kind::Any => true,
        };
        is_kind && (self.field == 0 || node.field_id() == u16::from(self.field))
    }

    /// Whether the rest of a node is so, its captures aside.
    #[inline]
    pub(super) fn is(&self, node: Node<'_>) -> bool {
        if self.traits != [0; 2] {
            let traits = halves(node.traits());
            if traits[0] & self.traits[0] != self.traits[0] || traits[1] & self.traits[1] != self.traits[1] {
                return false;
            }
        }
        self.more.as_deref().is_none_or(|(one_of, without)| {
            (one_of.is_empty() || one_of.contains(&node.kind_id()))
                && without
                    .iter()
                    .all(|field| node.children().all(|child| child.field_id() != *field))
        })
    }

    pub(super) fn captures(&self) -> &[Capture] {
        &self.captures
    }
}

/// The kinds of which a node must be one to be `element`, or to be one of its branches that stand at one node; `None` where it may be of others.
fn kinds_of(element: &Element) -> Option<Vec<u16>> {
    match &element.form {
        Form::Node { test, .. } => match test {
            Test::Kind(kind) => Some(vec![*kind]),
            Test::OneOf(kinds) => Some(kinds.clone()),
            Test::Named | Test::Any => None,
        },
        Form::Choice(branches) => kinds_of_any(branches.iter().filter(|b| !matches!(b.form, Form::Sequence(_)))),
        Form::Sequence(_) => None,
    }
}

/// The same for a choice between these; `None`, too, where there is none of them.
pub(super) fn kinds_of_any<'e>(branches: impl Iterator<Item = &'e Element>) -> Option<Vec<u16>> {
    let mut kinds = branches.map(kinds_of).collect::<Option<Vec<_>>>()?.concat();
    kinds.sort_unstable();
    kinds.dedup();
    Some(kinds).filter(|kinds| !kinds.is_empty())
}

fn halves(traits: u128) -> [u64; 2] {
    [(traits >> 64) as u64, traits as u64]
}

/// The program that finds `root`; its captures `anchor` are what a reader points at, and `early` has for each capture the tests of its text.
pub(super) fn program(root: &Element, early: &[Vec<TextTest>], anchor: Option<Capture>) -> Program {
    let mut steps = Vec::new();
    let holders = &holders(root, anchor);
    here(root, Known { early, holders }, &mut steps);
    steps.push(Step::Done);
    steps
}

/// `element` at this very node.
fn here(element: &Element, known: Known<'_>, steps: &mut Program) {
    match &element.form {
        Form::Node { .. } => {
            steps.push(Step::Here(Look::new(element, known)));
            children(element, known, steps);
        }
        // A group of several stands at no one node: no branch, never found.
        Form::Choice(_) | Form::Sequence(_) => {
            let at = steps.len();
            steps.push(Step::Done);
            let branches = branches(element, known, steps);
            steps[at] = Step::HereOf {
                look: Look::new(element, known),
                branches: Box::new(Branches {
                    single: branches,
                    groups: Vec::new(),
                }),
            };
        }
    }
}

/// The steps for the children of an element's node.
fn children(element: &Element, known: Known<'_>, steps: &mut Program) {
    if let Form::Node { children, ends, .. } = &element.form
        && (*ends || !children.is_empty())
    {
        among(children, known, steps);
        steps.push(Step::Leave { ends: *ends });
    }
}

/// The branches of a choice that stand at one node, each going on behind all of them; where they begin.
fn branches(element: &Element, known: Known<'_>, steps: &mut Program) -> Vec<usize> {
    let Form::Choice(all) = &element.form else {
        return Vec::new();
    };
    let single = all.iter().filter(|branch| !matches!(branch.form, Form::Sequence(_)));
    alternatives(single, steps, |branch, steps| here(branch, known, steps))
}

/// Alternatives, each going on behind all of them; where they begin.
fn alternatives<'e>(
    all: impl Iterator<Item = &'e Element>,
    steps: &mut Program,
    add: impl Fn(&Element, &mut Program),
) -> Vec<usize> {
    let mut begins = Vec::new();
    let mut jumps = Vec::new();
    for one in all {
        begins.push(steps.len());
        add(one, steps);
        jumps.push(steps.len());
        steps.push(Step::Jump(0));
    }
    let end = steps.len();
    for jump in jumps {
        steps[jump] = Step::Jump(end);
    }
    begins
}

/// `elements`, in order, from the cursor on.
fn among(elements: &[Element], known: Known<'_>, steps: &mut Program) {
    for element in elements {
        let at = steps.len();
        match element.quantifier {
            Quantifier::One => next(element, known, steps),
            Quantifier::Optional => {
                steps.push(Step::Done);
                next(element, known, steps);
                steps[at] = Step::Optional { rest: steps.len() };
            }
            Quantifier::Any | Quantifier::Some => {
                steps.push(Step::Done);
                next(element, known, steps);
                steps.push(Step::Accept);
                steps[at] = Step::Repeat {
                    rest: steps.len(),
                    at_least_one: element.quantifier == Quantifier::Some,
                };
            }
        }
    }
}

/// `element` once, from the cursor on.
fn next(element: &Element, known: Known<'_>, steps: &mut Program) {
    match &element.form {
        Form::Sequence(elements) => among(elements, known, steps),
        Form::Node { .. } => {
            steps.push(Step::Next {
                look: Look::new(element, known),
                adjacent: element.adjacent,
            });
            children(element, known, steps);
        }
        Form::Choice(all) => {
            let at = steps.len();
            steps.push(Step::Done);
            let branches = branches(element, known, steps);
            // Where the branches end, the groups would begin: past them.
            let past = steps.len();
            steps.push(Step::Done);
            let of_several = all.iter().filter(|branch| matches!(branch.form, Form::Sequence(_)));
            let groups = alternatives(of_several, steps, |branch, steps| {
                if let Form::Sequence(elements) = &branch.form {
                    among(elements, known, steps);
                }
            });
            steps[past] = Step::Jump(steps.len());
            steps[at] = Step::NextOf {
                look: Look::new(element, known),
                adjacent: element.adjacent,
                ways: Box::new(Branches {
                    single: branches,
                    groups,
                }),
            };
        }
    }
}
