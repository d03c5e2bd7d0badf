//! Matching a pattern at a node.
//!
//! A pattern gives what tree-sitter's own query would give: every way in which its items can be found, in order, among the children of a node; a
//! repeated item as often as it can, an optional one left out only where it is not there.

use smallvec::{SmallVec, smallvec};

use super::pattern::{Capture, Compiled, Way};
use super::program::{Look, Step};
use crate::document::Node;

/// How many nodes are looked at for one pattern at one node before it counts as not found: nobody's code needs as many.
const STEPS: u32 = 100_000;
/// How many ways of finding a pattern at one node are told apart.
const WAYS: usize = 512;

impl Compiled {
    /// Every way in which the pattern, but for its predicates, is found at `node`. Where `given` has a capture, it must have that text. Those with no anchor at the
    /// byte `only_at` may be left out.
    pub(super) fn ways<'a>(
        &self,
        node: Node<'a>,
        given: &[(Capture, &str)],
        only_at: Option<usize>,
    ) -> SmallVec<[Way<'a>; 1]> {
        let mut search = Search {
            pattern: self,
            given,
            only_at,
            cursors: SmallVec::new(),
            way: Way::new(node.nodes()),
            ways: SmallVec::new(),
            accepted: None,
            steps: STEPS,
            found: 0,
        };
        search.run(0, node);
        search.ways
    }
}

/// One search for a pattern. It descends with the pattern's steps, never with the tree or along its siblings.
struct Search<'s, 'a> {
    pattern: &'s Compiled,
    given: &'s [(Capture, &'s str)],
    only_at: Option<usize>,
    /// For each node whose children are looked at, outermost first: the child that comes next.
    cursors: SmallVec<[Option<Node<'a>>; 4]>,
    way: Way<'a>,
    ways: SmallVec<[Way<'a>; 1]>,
    /// Where the cursor stood when what is repeated was found.
    accepted: Option<Option<Node<'a>>>,
    steps: u32,
    found: usize,
}

impl<'a> Search<'_, 'a> {
    /// Takes the steps from `at` on, in every way; `here` is the node that a choice is about. Whether that settles the matter: then nothing else is tried,
    /// and what was captured is kept. Else all is left as it was.
    fn run(&mut self, at: usize, here: Node<'a>) -> bool {
        let mut at = at;
        let pattern = self.pattern;
        while let Step::Jump(to) = pattern.program[at] {
            at = to;
        }
        match &pattern.program[at] {
            Step::Jump(_) => false,
            Step::Next { look, adjacent } => self.next(look, *adjacent, |search, node| {
                search.enter(look, node);
                let settled = search.run(at + 1, node);
                if !settled {
                    search.leave(look);
                }
                settled
            }),
            Step::NextOf { look, adjacent, ways } => {
                self.next(look, *adjacent, |search, node| {
                    ways.single.iter().any(|&branch| search.run(branch, node))
                }) || ways.groups.iter().any(|&group| self.run(group, here))
            }
            Step::Here(look) => {
                let before = self.way.len();
                if self.fits(look, here) {
                    self.enter(look, here);
                    if self.run(at + 1, here) {
                        return true;
                    }
                    self.leave(look);
                }
                self.way.truncate(before);
                false
            }
            Step::HereOf { look, branches } => {
                let before = self.way.len();
                if self.fits(look, here) && branches.single.iter().any(|&branch| self.run(branch, here)) {
                    return true;
                }
                self.way.truncate(before);
                false
            }
            Step::Leave { ends } => {
                let Some(left) = self.cursors.pop() else { return false };
                if (!ends || !siblings(left).any(Node::is_named)) && self.run(at + 1, here) {
                    return true;
                }
                self.cursors.push(left);
                false
            }
            Step::Optional { rest } => {
                let before = self.found;
                self.run(at + 1, here) || (self.found == before && self.run(*rest, here))
            }
            Step::Repeat { rest, at_least_one } => self.repeat(at + 1, *rest, *at_least_one, here),
            Step::Accept => {
                self.accepted = Some(self.cursor());
                true
            }
            Step::Done => {
                self.found += 1;
                if !self.ways.contains(&self.way) {
                    self.ways.push(self.way.clone());
                }
                self.steps == 0 || self.ways.len() == WAYS
            }
        }
    }

    fn cursor(&self) -> Option<Node<'a>> {
        self.cursors.last().copied().flatten()
    }

    fn set_cursor(&mut self, node: Option<Node<'a>>) {
        if let Some(cursor) = self.cursors.last_mut() {
            *cursor = node;
        }
    }

    fn enter(&mut self, look: &Look, node: Node<'a>) {
        if look.enters {
            self.cursors.push(node.first_child());
        }
    }

    fn leave(&mut self, look: &Look) {
        if look.enters {
            self.cursors.pop();
        }
    }

    /// Goes on with each node from the cursor on that looks so, the cursor behind it, until the matter is settled.
    fn next(&mut self, look: &Look, adjacent: bool, mut go_on: impl FnMut(&mut Self, Node<'a>) -> bool) -> bool {
        let from = self.cursor();
        let before = self.way.len();
        let only_at = self.only_at.filter(|_| look.holds_anchors);
        for node in siblings(from) {
            self.steps = self.steps.saturating_sub(1);
            if only_at.is_some_and(|offset| node.start() > offset) {
                break;
            }
            if only_at.is_none_or(|offset| offset < node.end()) && self.fits(look, node) {
                self.set_cursor(node.next_sibling());
                if go_on(self, node) {
                    return true;
                }
            }
            self.way.truncate(before);
            if self.steps == 0 {
                return true;
            }
            if adjacent && node.is_named() {
                break;
            }
        }
        self.set_cursor(from);
        false
    }

    /// As much of the steps from `body` on as there is, then less and less, until the rest is found.
    fn repeat(&mut self, body: usize, rest: usize, at_least_one: bool, here: Node<'a>) -> bool {
        let from = self.cursor();
        let before = self.way.len();
        let mut stages: SmallVec<[_; 8]> = smallvec![(before, from)];
        let depth = self.cursors.len();
        loop {
            let at = self.cursor();
            let settled = self.run(body, here);
            self.cursors.truncate(depth);
            match self.accepted.take() {
                Some(next) if settled && next != at => {
                    stages.push((self.way.len(), next));
                    self.set_cursor(next);
                }
                _ => break,
            }
        }
        if at_least_one {
            stages.remove(0);
        }
        for (length, next) in stages.into_iter().rev() {
            self.way.truncate(length);
            self.set_cursor(next);
            let found = self.found;
            if self.run(rest, here) {
                return true;
            }
            if self.found != found || self.steps == 0 {
                break;
            }
        }
        self.way.truncate(before);
        self.set_cursor(from);
        self.steps == 0
    }

    /// Whether a node looks so; notes its captures if it does.
    #[inline]
    fn fits(&mut self, look: &Look, node: Node<'a>) -> bool {
        if !look.may_be(node) {
            return false;
        }
        look.is(node) && self.capture(look, node)
    }

    /// Notes captures; whether their texts fit.
    fn capture(&mut self, look: &Look, node: Node<'a>) -> bool {
        for &capture in look.captures() {
            self.way.push(capture, node);
        }
        if look.is_tested {
            let text = node.text();
            let fits = |capture: &Capture| {
                self.pattern.early[usize::from(*capture)]
                    .iter()
                    .all(|test| test.holds(text))
            };
            if !look.captures().iter().all(fits) {
                return false;
            }
        }
        let differs = |(given, text): &(Capture, &str)| look.captures().contains(given) && node.text() != *text;
        !self.given.iter().any(differs)
    }
}

fn siblings<'a>(from: Option<Node<'a>>) -> impl Iterator<Item = Node<'a>> {
    std::iter::successors(from, |n| n.next_sibling())
}
