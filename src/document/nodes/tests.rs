use super::*;

const TEXT: &str =
    "class C:\n    def f(self, *a):\n        # é\n        return [x for x in a if x] + [*a]\nC.f(1, b=2)(\n";

fn described(node: Node<'_>) -> (&str, Range<usize>, Option<&str>, bool, Option<Range<usize>>) {
    (
        node.kind(),
        node.range(),
        node.field(),
        node.is_named(),
        node.parent().map(Node::range),
    )
}

#[test]
fn reading_as_asked_and_reading_everything_give_the_same() {
    let document = Document::new(TEXT.to_owned());
    let (some, whole) = (Nodes::new(&document), Nodes::whole(&document));
    for node in whole.all() {
        let raw = document
            .parsed()
            .root()
            .descendant_for_byte_range(node.start(), node.end());
        let is_leaf = LEAVES.get(usize::from(node.kind_id())).copied().unwrap_or(false);
        assert!(!is_leaf || raw.is_some_and(|r| r.child_count() == 0), "{node:?}");
        assert!(raw.is_some_and(|r| r.kind_id() != node.kind_id() || r.is_named() == node.is_named()));
    }
    for node in whole.all() {
        let of_children = node
            .children()
            .map(|c| trait_of(0, c.kind_id()) | trait_of(c.field_id(), c.kind_id()));
        assert_eq!(node.traits(), of_children.fold(0, |all, one| all | one), "{node:?}");
        assert_eq!(
            Nodes::new(&document).at(&node.range()).traits(),
            whole.at(&node.range()).traits()
        );
    }
    let one: Vec<_> = some.root().descendants().map(described).collect();
    let other: Vec<_> = whole.all().map(described).collect();
    assert_eq!(one, other);
    assert_eq!(one.len(), document.parsed().root().descendant_count());
    // Many siblings, read one at a time, before and after all of them.
    let long = Document::new(format!("x = [{}]\n", "(1, a), ".repeat(40)) + &"f(\n  1)\n\ny\n".repeat(40));
    let (one, all) = (Nodes::new(&long), Nodes::whole(&long));
    let ways = |nodes: Vec<Node<'_>>| nodes.into_iter().map(|n| (n.kind(), n.range())).collect::<Vec<_>>();
    let check = |offset| {
        let fresh = Nodes::new(&long);
        assert_eq!(ways(fresh.path(offset)), ways(all.path(offset)), "{offset}");
        assert_eq!(ways(one.path(offset)), ways(all.path(offset)), "{offset}");
        let token = one.path(offset).pop().expect("the root at least");
        assert_eq!(one.path(offset).pop(), Some(token), "a node is read once");
        let after = |token: Node<'_>| token.ancestors().filter_map(Node::next_sibling).map(described).count();
        assert_eq!(
            described(one.innermost(&token.range())),
            described(all.innermost(&token.range()))
        );
        assert_eq!(token.ancestors().count(), all.path(offset).len() - 1);
        if offset % 7 == 0 {
            assert_eq!(after(token), after(all.innermost(&token.range())), "{offset}");
        }
    };
    (0..long.text().len()).rev().for_each(check);
    let walked: Vec<_> = one.root().descendants().map(described).collect();
    assert_eq!(walked, all.all().map(described).collect::<Vec<_>>());
    for offset in 0..TEXT.len() {
        let path = |nodes: Vec<Node<'_>>| nodes.into_iter().map(|n| (n.kind(), n.range())).collect::<Vec<_>>();
        assert_eq!(path(some.path(offset)), path(whole.path(offset)));
    }
    for node in whole.all() {
        assert_eq!(node.count(), node.descendants().count());
        assert_eq!(
            some.innermost(&node.range()).count(),
            whole.innermost(&node.range()).count()
        );
        assert_eq!(whole.at(&node.range()).range(), node.range());
        let fresh = Nodes::new(&document);
        assert_eq!(described(fresh.at(&node.range())), described(whole.at(&node.range())));
    }
}
