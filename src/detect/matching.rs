//! Matching a pattern at a node.
//!
//! A pattern gives what tree-sitter's own query would give: every way in which its items can be found, in order, among the children of a node; a
//! repeated item as often as it can, an optional one left out only where it is not there.

use super::pattern::{Capture, Captured, Compiled, Element, Form};
use crate::document::Node;
use crate::knowledge::Quantifier;

/// How many steps are spent on one pattern at one node before it counts as not found: nobody's code needs as many.
const STEPS: u32 = 50_000;
/// How many ways of finding a pattern at one node are told apart.
const WAYS: usize = 512;

impl Compiled {
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
                    || !without
                        .iter()
                        .all(|field| node.children().all(|c| c.field_id() != *field))
                    || !self.capture(element, node, captured)
                {
                    captured.truncate(before);
                    return false;
                }
                if children.is_empty() && !ends {
                    then(self, captured)
                } else {
                    self.among(
                        children,
                        *ends,
                        node.first_child(),
                        captured,
                        &mut |search, _, captured| then(search, captured),
                    )
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
            self.pattern.early[usize::from(capture)]
                .iter()
                .all(|test| test.holds(node.text()))
                && self
                    .given
                    .iter()
                    .all(|&(given, text)| given != capture || node.text() == text)
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
                self.next(first, from, captured, &mut go_on) || (self.found == before && go_on(self, from, captured))
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
            let mut here =
                |search: &mut Search<'_>, captured: &mut Captured<'a>| then(search, node.next_sibling(), captured);
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
