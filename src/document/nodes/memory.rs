//! What was found out about a text, remembered as long as its nodes are there.

use std::any::{Any, TypeId};
use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::{Node, Nodes};

/// So many answers of [`Nodes::mentions`] are kept.
const MENTIONS: usize = 32;

#[derive(Default)]
pub(super) struct Memory {
    /// What was looked for in the text, and whether it is there: facts look for the same few words at every place of a file.
    mentioned: RefCell<Vec<(String, bool)>>,
    /// What was found out about a node, by what kind of thing that is and the node's number.
    of_nodes: RefCell<FxHashMap<(TypeId, u32), Rc<dyn Any>>>,
}

impl Nodes<'_> {
    /// See [`Document::mentions`](crate::document::Document::mentions).
    pub fn mentions(&self, what: &str) -> bool {
        let mentioned = &self.memory.mentioned;
        let known = mentioned
            .borrow()
            .iter()
            .find(|(text, _)| text == what)
            .map(|(_, is)| *is);
        known.unwrap_or_else(|| {
            let is = crate::document::mentions(self.text, what);
            let mut mentioned = mentioned.borrow_mut();
            if mentioned.len() < MENTIONS {
                mentioned.push((what.to_owned(), is));
            }
            is
        })
    }
}

impl Node<'_> {
    /// What was [`remembered`](Self::remembered) of the node, if anything was.
    pub fn recalled<T: 'static>(self) -> Option<Rc<T>> {
        let known = self.nodes.memory.of_nodes.borrow();
        // By its key it is nothing else.
        Rc::clone(known.get(&(TypeId::of::<T>(), self.id))?).downcast().ok()
    }

    /// What `find` finds out about the node, kept for whoever asks for a `T` of it again: the type says what it is about.
    pub fn remembered<T: 'static>(self, find: impl FnOnce() -> T) -> Rc<T> {
        self.recalled().unwrap_or_else(|| {
            let found = Rc::new(find());
            let mut kept = self.nodes.memory.of_nodes.borrow_mut();
            kept.insert((TypeId::of::<T>(), self.id), Rc::clone(&found) as Rc<dyn Any>);
            found
        })
    }
}
