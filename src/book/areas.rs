//! The areas: what they are called, in which order one meets them, and which file each is.

use std::collections::BTreeMap;

use crate::knowledge::{Concept, Knowledge};

/// The built-in areas in the order to meet them: folder, title, what is in it.
const KNOWN: [(&str, &str, &str); 9] = [
    (
        "literals",
        "Literals",
        "Numbers, texts and constants as they are written.",
    ),
    (
        "expressions",
        "Expressions",
        "What has a value: operators, calls, comprehensions, displays.",
    ),
    (
        "statements",
        "Statements",
        "What a program does: assign, branch, loop, raise, import.",
    ),
    (
        "functions-and-classes",
        "Functions and classes",
        "Parameters, annotations, decorators, bases, scopes.",
    ),
    (
        "builtins",
        "Built-ins",
        "Functions, types and exceptions that are always there.",
    ),
    (
        "data-model",
        "Data model",
        "Special methods and attributes: how objects take part in the language.",
    ),
    (
        "library",
        "Standard library",
        "The modules one meets most, by their functions and classes.",
    ),
    ("idioms", "Idioms", "Patterns that experienced people write, and why."),
    (
        "pitfalls",
        "Pitfalls",
        "What looks right and is not, and what to write in its place.",
    ),
];

/// An area.
#[derive(Debug)]
pub(super) struct Area<'k> {
    /// The folder that its concepts stand in.
    pub(super) key: &'k str,
    /// Its file's stem: letters, digits and hyphens.
    pub(super) slug: String,
    pub(super) title: String,
    /// A sentence; empty for an area of a pack.
    pub(super) about: &'static str,
    pub(super) concepts: Vec<&'k Concept>,
}

/// The areas that have concepts: the built-in ones in their order, then those of packs by name.
pub(super) fn areas(knowledge: &Knowledge) -> Vec<Area<'_>> {
    let mut by_key: BTreeMap<&str, Vec<&Concept>> = BTreeMap::new();
    for concept in knowledge.concepts() {
        by_key.entry(&concept.area).or_default().push(concept);
    }
    let mut areas = Vec::new();
    for (key, title, about) in KNOWN {
        if let Some((key, concepts)) = by_key.remove_entry(key) {
            areas.push(Area {
                key,
                slug: key.to_owned(),
                title: title.to_owned(),
                about,
                concepts,
            });
        }
    }
    for (key, concepts) in by_key {
        let slug = free(&slug(key), &areas);
        areas.push(Area {
            key,
            slug,
            title: title(key),
            about: "",
            concepts,
        });
    }
    areas
}

/// What a pack's folder is called as an area: `web-framework` is "Web framework".
fn title(key: &str) -> String {
    let words = key.trim_start_matches('.').replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => "Your own".to_owned(),
    }
}

/// A folder's name as a file's name that every system and every address takes.
fn slug(key: &str) -> String {
    let mut slug = String::new();
    for c in key.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    // `index.html` is the page of all areas.
    match slug {
        "" | "index" => format!("own-{slug}").trim_end_matches('-').to_owned(),
        _ => slug.to_owned(),
    }
}

/// `slug`, with a number behind it if another area has it.
fn free(slug: &str, areas: &[Area<'_>]) -> String {
    let taken = |name: &str| areas.iter().any(|area| area.slug == name);
    let mut name = slug.to_owned();
    let mut number = 2;
    while taken(&name) {
        name = format!("{slug}-{number}");
        number += 1;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_folder_has_a_file_name_and_a_title() {
        for (key, file, name) in [
            ("web-framework", "web-framework", "Web framework"),
            (".pygloss", "pygloss", "Pygloss"),
            ("", "own", "Your own"),
            ("../x", "x", "/x"),
            ("<b>", "b", "<b>"),
            ("größe", "gr-e", "Größe"),
            ("index", "own-index", "Index"),
        ] {
            assert_eq!(slug(key), file);
            assert_eq!(title(key), name);
        }
    }

    #[test]
    fn two_areas_never_share_a_file() {
        let area = |slug: &str| Area {
            key: "",
            slug: slug.to_owned(),
            title: String::new(),
            about: "",
            concepts: Vec::new(),
        };
        let areas = [area("own"), area("own-2")];
        assert_eq!(free("own", &areas), "own-3");
        assert_eq!(free("other", &areas), "other");
    }
}
