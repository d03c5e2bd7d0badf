//! Going from token to token with the nodes around each.

use std::ops::Range;

use super::{Node, Nodes};
use crate::document::words;

impl<'d> Nodes<'d> {
    /// The path to the first token that ends behind the byte at `offset`; just the root where there is none.
    pub fn path_from(&'d self, offset: usize) -> Vec<Node<'d>> {
        let step = |at: &Node<'d>| at.children().find(|n| n.end() > offset);
        std::iter::successors(Some(self.root()), step).collect()
    }

    /// The innermost nodes with just the bytes of `word`, or around them, wherever it stands in `range` as a word. It is looked for in the text: nothing else is read.
    pub fn at_word<'w>(&'d self, range: &Range<usize>, word: &'w str) -> impl Iterator<Item = Node<'d>> + use<'d, 'w>
    where
        'd: 'w,
    {
        let (start, inside): (usize, &'w str) = (range.start, self.text_of(range));
        words(inside, word).map(move |at| self.innermost(&(start + at..start + at + word.len())))
    }

    /// Makes of the [`path`](Self::path) to a token the path to the next one; false behind the last.
    pub fn go_on(&'d self, path: &mut Vec<Node<'d>>) -> bool {
        while let Some(node) = path.pop() {
            let Some(mut next) = node.next_sibling() else { continue };
            path.push(next);
            while let Some(child) = next.first_child() {
                path.push(child);
                next = child;
            }
            return true;
        }
        false
    }
}
