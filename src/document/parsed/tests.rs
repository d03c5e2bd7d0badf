use super::super::{Document, Nodes};
use super::*;

const TEXT: &str = r#"#!/usr/bin/env python
# A comment.
"""Docstring."""
from __future__ import annotations

import a, b as c
x = (1,
2,
  3)
    # Indented for no reason.
if x:
    y = """
text
"""
elif y: pass
# Between.
else:
    for i in x:
        continue
    # Inside.
# Outside.
  # In between.

'a' 'b'
@decorator(1)
# Below a decorator.
class C(A, metaclass=M):
    """Docstring."""

    a: int = 1

    @property
    def f(self, *args):
        # Comment.
        return f"{self.a!r:>{x}}"

        # The end.
    # The end of the class.

# A function.
async def g(): return 1; await x
def h():
    match x:
        case [1, *_]:
            pass
    # Trailing.


    # More.
"text"; print(x)
try:
    pass
except* E as e:
    raise
finally:
    del x
with a as b, c as d: pass
x = y = \
    3
type X = int
print "x"
lambda: (yield)
while True:
	break
else:
	x
match = 1
global z
assert x, y
"#;

/// What is put in: most of it leaves a program a program.
const PIECES: [&str; 30] = [
    "",
    "",
    "",
    " ",
    "x",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "#",
    "(",
    ")",
    "\"\"\"",
    "'",
    "\\",
    ":",
    ";",
    "@d\n",
    "    ",
    "\t",
    "pass\n",
    "else:\n    pass\n",
    "elif",
    "x = 1\n",
    "\n# é\n",
    "    # c\n",
    "def f():\n    pass\n",
    "if x:\n",
    "\u{c}",
    "async ",
];

fn shape<'d>(nodes: impl Iterator<Item = super::super::Node<'d>>) -> Vec<(&'d str, Range<usize>, Option<&'d str>)> {
    nodes.map(|n| (n.kind(), n.range(), n.field())).collect()
}

/// Fails with the first difference.
fn same<T: PartialEq + std::fmt::Debug>(one: &[T], other: &[T], document: &Document, what: &str) {
    let at = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (one.get(at), other.get(at));
    let grafts: Vec<_> = document.parsed().grafts.iter().map(|graft| &graft.range).collect();
    assert!(
        one == other,
        "{what}: {one:?}, not {other:?}, in {:?} with {grafts:?}",
        document.text()
    );
}

/// A text with an edit is read as if it had never been another; what was understood in both states is the tree that a fresh parse gives.
fn check(document: &Document, what: &str) {
    let fresh = Document::new(document.text().to_owned());
    assert_eq!(document.has_error(), fresh.has_error(), "{what}: {:?}", document.text());
    if fresh.has_error() {
        return;
    }
    let (one, other) = (Nodes::whole(document), Nodes::whole(&fresh));
    same(&shape(one.all()), &shape(other.all()), document, what);
    let one = Nodes::new(document);
    for offset in (0..=document.text().len()).rev().step_by(3) {
        assert_eq!(
            shape(one.path(offset).into_iter()),
            shape(other.path(offset).into_iter()),
            "{what}, {offset}"
        );
    }
    same(&shape(one.root().descendants()), &shape(other.all()), document, what);
    assert_eq!(one.root().count(), other.len(), "{what}");
    assert_eq!(document.statements(), fresh.statements(), "{what}");
    let ranges = |document: &Document| {
        document
            .branches()
            .iter()
            .map(|b| (b.range(), b.shape()))
            .collect::<Vec<_>>()
    };
    assert_eq!(ranges(document), ranges(&fresh), "{what}");
}

#[test]
fn what_is_grafted_is_what_a_fresh_parse_finds() {
    let (mut grafted, mut several, mut understood) = (0, 0, 0);
    for seed in 0..400 {
        let mut numbers = fastrand::Rng::with_seed(seed);
        let mut document = Document::new(TEXT.to_owned());
        document.parsed();
        for step in 0..16 {
            let text = document.text();
            // Within a line or at its ends, more often than not.
            let start = text.floor_char_boundary(numbers.usize(..=text.len()));
            let end = match numbers.usize(..6) {
                0 => start + numbers.usize(..80),
                1 => start + 1,
                _ => start,
            };
            let end = text.ceil_char_boundary(end.min(text.len()));
            let piece = if numbers.usize(..8) == 0 {
                let lines: Vec<&str> = TEXT.split_inclusive('\n').collect();
                lines[numbers.usize(..lines.len())]
            } else {
                PIECES[numbers.usize(..PIECES.len())]
            };
            let before = document.clone();
            document.replace(start..end, piece);
            if numbers.usize(..4) == 0 {
                continue;
            }
            check(&document, &format!("seed {seed}, step {step}"));
            grafted += usize::from(!document.parsed().is_one_tree());
            several += usize::from(document.parsed().grafts.len() > 1);
            if document.has_error() {
                // From here on nothing would be grafted.
                document = before;
            } else {
                understood += 1;
            }
        }
    }
    assert!(understood > 600, "{understood}");
    assert!(grafted > understood / 2, "{grafted} of {understood}");
    assert!(several > understood / 4, "{several} of {understood}");
}

#[test]
fn an_edit_of_one_statement_leaves_the_others_alone() {
    let mut document = Document::new("def f():\n    pass\n".repeat(GRAFTS * 3));
    document.parsed();
    for number in 1..=GRAFTS {
        let at = document.text().len() / (GRAFTS + 3) * number;
        let at = document.text()[..at].rfind("pass").expect("a function before");
        document.replace(at..at, "x = 1;");
        assert_eq!(document.parsed().grafts.len(), number);
        let length: usize = document.parsed().grafts.iter().map(|g| g.range.len()).sum();
        assert!(length <= number * 40, "{length}");
    }
    // Typing goes on in one of them.
    let at = document.text().find("x = 1").expect("it was put in");
    for _ in 0..40 {
        document.replace(at..at, "y");
        assert_eq!(document.parsed().grafts.len(), GRAFTS);
    }
    check(&document, "typed");
    // One too many.
    let at = document.text().rfind("pass").expect("the last");
    document.replace(at..at, "x");
    assert!(document.parsed().is_one_tree());
    check(&document, "whole");
}
