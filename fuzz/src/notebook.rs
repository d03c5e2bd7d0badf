//! Any cells of a notebook, edited: what is left must be what a notebook of the same cells has.

use std::sync::Arc;

use arbitrary::Unstructured;
use pygloss::gloss::Glossary;
use pygloss::notebook::{Book, Cell};
use pygloss::render;

use super::code;
use super::edits::{has_two_trees, is_broken, shape};

/// Runs one input.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    let mut texts: Vec<String> = Vec::new();
    let mut before = Book::new(Vec::new(), None);
    for _ in 0..u.int_in_range(1..=10_u8).unwrap_or(1) {
        let at = u.int_in_range(0..=texts.len()).unwrap_or(0);
        match u.int_in_range(0..=5_u8).unwrap_or(0) {
            0 if at < texts.len() => drop(texts.remove(at)),
            1 if at < texts.len() => {
                let text = std::mem::take(&mut texts[at]);
                texts[at] = code::changed(&mut u, text);
            }
            _ if texts.len() < 8 => texts.insert(at, text(&mut u)),
            _ => {}
        }
        let cells = || texts.iter().map(|text| Arc::new(Cell::new(text))).collect::<Vec<_>>();
        let book = Book::new(cells(), Some(&before));
        let fresh = Book::new(cells(), None);
        if u.ratio(2, 3).unwrap_or(true) {
            compare(&texts, &book, &fresh);
        }
        before = book;
    }
}

/// A cell: some Python, or what only a notebook has.
fn text(u: &mut Unstructured<'_>) -> String {
    let odd = [
        "%%bash\nls",
        "%%time\nx = 1",
        "!ls {x}",
        "%matplotlib inline",
        "x?",
        "x = !ls",
        "    indented",
        "f(",
        "'''",
        "else:\n  pass",
        "return 1",
        "a\\",
        "",
    ];
    match u.int_in_range(0..=3_u8).unwrap_or(0) {
        0 => u.choose(&odd).copied().unwrap_or("").to_owned(),
        1 => (0..u.int_in_range(0..=20_u8).unwrap_or(0))
            .map(|_| code::token(u))
            .collect(),
        _ => {
            let piece = u.choose(&code::PIECES).cloned().unwrap_or_default();
            code::changed(u, piece)
        }
    }
}

fn compare(texts: &[String], book: &Book, fresh: &Book) {
    let glossary = Glossary::builtin();
    assert!(book.excerpt(texts.len()).is_none());
    for at in 0..texts.len() {
        let (Some(edited), Some(new)) = (book.excerpt(at), fresh.excerpt(at)) else {
            panic!("no cell {at} of {texts:?}")
        };
        let (a, b) = (edited.analysis.document(), new.analysis.document());
        assert_eq!(a.text(), b.text(), "cell {at} of {texts:?}");
        assert_eq!(
            (&edited.bytes, edited.first_row),
            (&new.bytes, new.first_row),
            "cell {at} of {texts:?}"
        );
        assert!(a.text().get(edited.bytes.clone()).is_some(), "cell {at} of {texts:?}");
        let (tree, fresh_tree) = (shape(&edited.analysis), shape(&new.analysis));
        if tree != fresh_tree && (is_broken(&fresh_tree) || has_two_trees(a.text())) {
            continue;
        }
        assert_eq!(tree, fresh_tree, "the tree of cell {at} of {texts:?}");
        let step = edited.bytes.len() / 6 + 1;
        for offset in edited
            .bytes
            .clone()
            .step_by(step)
            .map(|at| a.text().floor_char_boundary(at))
        {
            let told = |analysis| {
                let glosses = glossary.at(analysis, offset);
                let told = glosses
                    .iter()
                    .map(|gloss| (gloss.concept.id.clone(), gloss.told().map(render::plain)));
                told.collect::<Vec<_>>()
            };
            assert_eq!(
                told(&edited.analysis),
                told(&new.analysis),
                "at {offset} of cell {at} of {texts:?}"
            );
        }
    }
}

/// Numbers: all that an input consists of here.
pub fn seeds() -> Vec<Vec<u8>> {
    super::edits::seeds()
}
