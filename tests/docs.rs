//! The documentation links of `knowledge/`: each leads to an anchor that exists.
//!
//! Debian's `python3.11-doc` holds the pages of Python 3.11 (`$PYGLOSS_PYTHON_DOC` is their folder; `scripts/test` unpacks them). Anchors that are newer
//! are listed by hand in `tests/docs/newer-anchors.txt`. Without the pages the first test is skipped, unless `PYGLOSS_TEST_ALL` is set.
#![allow(clippy::print_stderr, reason = "a test that skips says so")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use pygloss::knowledge::{Knowledge, builtin};

/// The links below docs.python.org/3/, each with the files that have it.
fn links() -> BTreeMap<String, Vec<String>> {
    let mut links: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for concept in Knowledge::load(&builtin(), None).knowledge.concepts() {
        if !concept.docs.starts_with("https://") {
            links
                .entry(concept.docs.clone())
                .or_default()
                .push(concept.path.clone());
        }
        // Links in the text of a page.
        for part in concept.source.split("https://docs.python.org/3/").skip(1) {
            let link: String = part
                .chars()
                .take_while(|c| !c.is_whitespace() && !")>]\"'`".contains(*c))
                .collect();
            links.entry(link).or_default().push(concept.path.clone());
        }
    }
    links
}

fn newer() -> BTreeSet<&'static str> {
    include_str!("docs/newer-anchors.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .collect()
}

fn pages() -> Option<PathBuf> {
    let folder = std::env::var_os("PYGLOSS_PYTHON_DOC")
        .map_or_else(|| PathBuf::from("/usr/share/doc/python3.11/html"), PathBuf::from);
    folder.join("objects.inv").is_file().then_some(folder)
}

fn resolves(folder: &Path, link: &str) -> bool {
    let (page, anchor) = link.split_once('#').unwrap_or((link, ""));
    let Ok(html) = std::fs::read_to_string(folder.join(page)) else {
        return false;
    };
    anchor.is_empty() || html.contains(&format!("id=\"{anchor}\""))
}

#[test]
fn every_link_has_its_anchor() {
    let Some(folder) = pages() else {
        assert!(
            std::env::var_os("PYGLOSS_TEST_ALL").is_none(),
            "the pages of python3.11-doc are not here; set PYGLOSS_PYTHON_DOC"
        );
        eprintln!("SKIPPED documentation links: the pages of python3.11-doc are not here; set PYGLOSS_PYTHON_DOC");
        return;
    };
    let newer = newer();
    let links = links();
    assert!(links.len() > 50, "there are links to check: {}", links.len());
    let dangling: Vec<_> = links
        .iter()
        .filter(|(link, _)| !newer.contains(link.as_str()) && !resolves(&folder, link))
        .collect();
    assert!(
        dangling.is_empty(),
        "neither in the pages of 3.11 nor among the newer anchors: {dangling:#?}"
    );
    let older: Vec<_> = newer.iter().filter(|link| resolves(&folder, link)).collect();
    assert!(
        older.is_empty(),
        "listed as newer, and in the pages of 3.11: {older:#?}"
    );
}

#[test]
fn the_list_of_newer_anchors_is_in_use() {
    let links = links();
    let idle: Vec<_> = newer().into_iter().filter(|link| !links.contains_key(*link)).collect();
    assert!(idle.is_empty(), "no page links to {idle:?}");
}
