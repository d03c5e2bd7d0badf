//! What a document holds: where each identifier and each kind of node stands. Read once for a scan, so that a pattern which needs what is not there
//! is not tried.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::document::{Node, Nodes, syntax};

/// No identifier.
const NONE: u32 = u32::MAX;

/// Where the identifiers and the kinds of node of one document stand.
pub(super) struct Contents<'a> {
    /// A number for each identifier's text.
    words: FxHashMap<&'a str, u32>,
    /// The number of each node's text, where it is an identifier.
    of_node: Vec<u32>,
    of_words: Grouped,
    of_kinds: Grouped,
    nodes: &'a Nodes<'a>,
}

/// For each of some numbers, the nodes that have it, in the order of the text.
struct Grouped {
    /// Where a number's nodes begin in `nodes`; the next number's end them.
    firsts: Vec<u32>,
    nodes: Vec<u32>,
}

impl Grouped {
    /// `all` gives the number of each node, and the node; `count` numbers there are.
    fn new(count: usize, all: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut firsts = vec![0_u32; count + 1];
        for (number, _) in all.clone() {
            firsts[number as usize + 1] += 1;
        }
        for number in 0..count {
            firsts[number + 1] += firsts[number];
        }
        let mut next = firsts.clone();
        let mut nodes = vec![0; firsts[count] as usize];
        for (number, node) in all {
            let place = &mut next[number as usize];
            nodes[*place as usize] = node;
            *place += 1;
        }
        Self { firsts, nodes }
    }

    fn of(&self, number: usize) -> &[u32] {
        match (self.firsts.get(number), self.firsts.get(number + 1)) {
            (Some(&first), Some(&end)) => &self.nodes[first as usize..end as usize],
            _ => &[],
        }
    }
}

impl<'a> Contents<'a> {
    /// Reads all of `nodes`, which must be [`Nodes::whole`].
    pub(super) fn new(nodes: &'a Nodes<'a>) -> Self {
        let identifier = syntax::kind_number("identifier", true).unwrap_or(syntax::ERROR);
        let mut words: FxHashMap<&str, u32> = FxHashMap::default();
        let of_node: Vec<u32> = nodes
            .all()
            .map(|node| {
                if node.kind_id() != identifier {
                    return NONE;
                }
                let next = number(words.len());
                *words.entry(node.text()).or_insert(next)
            })
            .collect();
        let identifiers = (0..).zip(&of_node).filter(|(_, word)| **word != NONE);
        let of_words = Grouped::new(words.len(), identifiers.map(|(node, word)| (*word, node)));
        let kinds = nodes.all().map(|node| (number(kind_place(node.kind_id())), node.id()));
        let of_kinds = Grouped::new(syntax::kind_count() + 1, kinds);
        Self {
            words,
            of_node,
            of_words,
            of_kinds,
            nodes,
        }
    }

    /// The number of an identifier's text; `None` where it does not occur.
    pub(super) fn word(&self, text: &str) -> Option<usize> {
        self.words.get(text).map(|&word| word as usize)
    }

    /// The texts of the identifiers, with their numbers.
    pub(super) fn words(&self) -> impl Iterator<Item = (&'a str, usize)> {
        self.words.iter().map(|(text, &word)| (*text, word as usize))
    }

    /// How many different identifiers there are: their numbers are below.
    pub(super) fn word_count(&self) -> usize {
        self.words.len()
    }

    /// The number of the text of `node`, if it is an identifier.
    pub(super) fn word_of(&self, node: Node<'_>) -> Option<usize> {
        let word = self.of_node.get(node.id() as usize).copied();
        word.filter(|&word| word != NONE).map(|word| word as usize)
    }

    /// Whether there is a node of this kind.
    pub(super) fn has_kind(&self, kind: u16) -> bool {
        !self.of_kinds.of(kind_place(kind)).is_empty()
    }

    /// Whether a node of this kind begins in `range`.
    pub(super) fn has_kind_in(&self, kind: u16, range: &Range<usize>) -> bool {
        self.within(self.of_kinds.of(kind_place(kind)), range).next().is_some()
    }

    /// The nodes of this kind below `around`, and it itself if it is one.
    pub(super) fn of_kind_below(&self, kind: u16, around: Node<'_>) -> impl Iterator<Item = Node<'a>> {
        let (id, end) = (around.id(), around.end());
        let all = self.within(self.of_kinds.of(kind_place(kind)), &around.range());
        // What begins with it may stand around it.
        all.filter(move |node| node.id() >= id && node.end() <= end)
    }

    /// How often an identifier's text occurs.
    pub(super) fn count(&self, word: usize) -> usize {
        self.of_words.of(word).len()
    }

    /// The identifiers with this text that begin in `range`.
    pub(super) fn identifiers_in(&self, word: usize, range: &Range<usize>) -> impl Iterator<Item = Node<'a>> {
        self.within(self.of_words.of(word), range)
    }

    /// The nodes of an ascending list that begin in `range`. What the parser made up at its end has no width, and counts.
    fn within<'s>(&self, nodes: &'s [u32], range: &Range<usize>) -> impl Iterator<Item = Node<'a>> + use<'s, 'a> {
        let all = self.nodes;
        let first = nodes.partition_point(|&id| all.node(id).start() < range.start);
        let end = range.end;
        let later = nodes
            .get(first..)
            .unwrap_or_default()
            .iter()
            .map(move |&id| all.node(id));
        later.take_while(move |node| node.start() <= end)
    }
}

/// Errors have a number far beyond the others.
fn kind_place(kind: u16) -> usize {
    usize::from(kind).min(syntax::kind_count())
}

fn number(size: usize) -> u32 {
    u32::try_from(size).unwrap_or(NONE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;

    #[test]
    fn identifiers_and_kinds_are_found_where_they_stand() {
        let document = Document::new("def f(a):\n    return a\ng(a)\n".to_owned());
        let nodes = Nodes::whole(&document);
        let contents = Contents::new(&nodes);
        let word = |text| contents.word(text).expect("it occurs");
        assert_eq!(contents.word("h"), None);
        assert_eq!(contents.word_count(), 3);
        for node in nodes.all() {
            let expected = Some(node.text()).filter(|_| node.kind() == "identifier").map(word);
            assert_eq!(contents.word_of(node), expected, "{node:?}");
            assert!(contents.has_kind_in(node.kind_id(), &node.range()));
            assert!(contents.has_kind(node.kind_id()));
        }
        let starts = |text, range| {
            contents
                .identifiers_in(word(text), &range)
                .map(Node::start)
                .collect::<Vec<_>>()
        };
        assert_eq!(starts("a", 14..24), [21]);
        assert_eq!(starts("a", 0..27), [6, 21, 25]);
        assert_eq!(starts("g", 0..20), Vec::<usize>::new());
        let call = syntax::kind_number("call", true).expect("a kind");
        assert!(!contents.has_kind_in(call, &(0..20)));
        assert!(!contents.has_kind(syntax::ERROR));
    }
}
