//! Whether a text mentions a word, remembered.

use super::Nodes;

/// So many answers of [`Nodes::mentions`] are kept.
const MENTIONS: usize = 32;

impl Nodes<'_> {
    /// See [`Document::mentions`](crate::document::Document::mentions).
    pub fn mentions(&self, what: &str) -> bool {
        let known = self
            .mentioned
            .borrow()
            .iter()
            .find(|(text, _)| text == what)
            .map(|(_, is)| *is);
        known.unwrap_or_else(|| {
            let is = crate::document::mentions(self.text, what);
            let mut mentioned = self.mentioned.borrow_mut();
            if mentioned.len() < MENTIONS {
                mentioned.push((what.to_owned(), is));
            }
            is
        })
    }
}
