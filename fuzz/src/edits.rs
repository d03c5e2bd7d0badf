//! Any sequence of edits: what is left must be what a document of the same text has.

use arbitrary::Unstructured;
use pygloss::detect::Analysis;
use pygloss::document::{Change, Document, Encoding, Nodes, Position, syntax};
use pygloss::gloss::Glossary;
use pygloss::render;

use super::code;

/// Runs one input.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let encoding = *u
        .choose(&[Encoding::Utf8, Encoding::Utf16, Encoding::Utf32])
        .unwrap_or(&Encoding::Utf16);
    let Ok(start) = u.choose(&code::PIECES) else { return };
    let mut document = Document::new(start.clone());
    for _ in 0..u.int_in_range(1..=12_u8).unwrap_or(1) {
        for _ in 0..u.int_in_range(1..=3_u8).unwrap_or(1) {
            let change = change(&mut u, &document, encoding);
            document.apply([change], encoding);
        }
        if document.text().len() > code::LONGEST {
            return;
        }
        // Not every text is asked about.
        if u.arbitrary().unwrap_or(true) {
            document = compare(document);
        }
    }
    compare(document);
}

/// One change: mostly a small one at some place, sometimes reversed, beyond every edge, or of everything.
fn change(u: &mut Unstructured<'_>, document: &Document, encoding: Encoding) -> Change {
    let text = match u.int_in_range(0..=5_u8).unwrap_or(0) {
        0 => String::new(),
        1 => {
            let piece = u.choose(&code::PIECES).cloned().unwrap_or_default();
            let count = u.int_in_range(1..=4_usize).unwrap_or(1);
            piece.lines().take(count).map(|line| format!("{line}\n")).collect()
        }
        _ => code::token(u).to_owned(),
    };
    match u.int_in_range(0..=15_u8).unwrap_or(0) {
        0 => Change::Whole(text),
        1 => {
            let mut anywhere = || Position {
                row: u.int_in_range(0..=60).unwrap_or(0),
                column: u.arbitrary::<u32>().unwrap_or(0) as usize,
            };
            Change::Part {
                start: anywhere(),
                end: anywhere(),
                text,
            }
        }
        _ => {
            let start = code::place(u, document.text());
            let end = start.saturating_add(u.int_in_range(0..=30).unwrap_or(0));
            let (start, end) = (document.position(start, encoding), document.position(end, encoding));
            Change::Part { start, end, text }
        }
    }
}

/// Compares with a document that was never another.
fn compare(document: Document) -> Document {
    let edited = Analysis::new(document);
    let fresh = Analysis::new(Document::new(edited.document().text().to_owned()));
    let text = fresh.document().text();
    assert_eq!(
        edited.document().lines(),
        fresh.document().lines(),
        "the lines of {text:?}"
    );
    let (tree, fresh_tree) = (shape(&edited), shape(&fresh));
    if tree != fresh_tree && (is_broken(&fresh_tree) || has_two_trees(text)) {
        return edited.into_document();
    }
    assert_eq!(tree, fresh_tree, "the tree of {text:?}");
    let glossary = Glossary::builtin();
    assert_eq!(
        glossary.outline(&edited),
        glossary.outline(&fresh),
        "the outline of {text:?}"
    );
    let step = text.len() / 12 + 1;
    for offset in (0..text.len()).step_by(step).map(|at| text.floor_char_boundary(at)) {
        let told = |analysis: &Analysis| {
            let glosses = glossary.at(analysis, offset);
            let told = glosses
                .iter()
                .map(|gloss| (gloss.concept.id.clone(), gloss.told().map(render::plain)));
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(&edited), told(&fresh), "at {offset} of {text:?}");
    }
    edited.into_document()
}

/// A node: its kind, its bytes, its parent.
pub(crate) type Shape = (&'static str, usize, usize, Option<u32>);

/// Whether the parser met a mistake: something is left over, or was made up. How it gets over that depends on what it had read before: both trees are right,
/// and what is told follows the tree.
pub(crate) fn is_broken(tree: &[Shape]) -> bool {
    let is_made_up = |(kind, start, end, _): &Shape| start == end && !matches!(*kind, "module" | "block");
    tree.iter().any(|node| node.0 == "ERROR" || is_made_up(node))
}

/// Whether the grammar has two trees for a text, and the bare parser takes the other one where it begins with its own: `*a.b == c`, which is no Python, behind a comment.
pub(crate) fn has_two_trees(text: &str) -> bool {
    // A lone carriage return ends a line.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&syntax::language())
        .expect("the grammar fits the parser");
    let Some(tree) = parser.parse(&text, None) else {
        return false;
    };
    let mut again = tree.clone();
    let start = tree_sitter::Point { row: 0, column: 0 };
    again.edit(&tree_sitter::InputEdit {
        start_byte: 0,
        old_end_byte: 0,
        new_end_byte: 0,
        start_position: start,
        old_end_position: start,
        new_end_position: start,
    });
    let again = parser.parse(&text, Some(&again));
    again.is_some_and(|again| again.root_node().to_sexp() != tree.root_node().to_sexp())
}

/// Every node.
pub(crate) fn shape(analysis: &Analysis) -> Vec<Shape> {
    let nodes = Nodes::whole(analysis.document());
    nodes
        .all()
        .map(|node| {
            (
                node.kind(),
                node.start(),
                node.end(),
                node.parent().map(pygloss::document::Node::id),
            )
        })
        .collect()
}

/// Numbers: all that an input consists of here.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut random = fastrand::Rng::with_seed(1);
    let seed = |_| std::iter::repeat_with(|| random.u8(..)).take(160).collect();
    (0..64).map(seed).collect()
}
