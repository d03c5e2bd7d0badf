//! Going from token to token with the nodes around each.

use super::{Node, Nodes};

impl<'d> Nodes<'d> {
    /// The path to the first token that ends behind the byte at `offset`; just the root where there is none.
    pub fn path_from(&'d self, offset: usize) -> Vec<Node<'d>> {
        let step = |at: &Node<'d>| at.children().find(|n| n.end() > offset);
        std::iter::successors(Some(self.root()), step).collect()
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
