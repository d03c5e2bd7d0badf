//! The index that the search reads: a script, because a page that was opened from a disk may load no other data.

use serde_json::json;

use super::{Book, Error, markdown};

/// The index as JavaScript: concepts in the course's order, each a list of id, title, name, area, level, summary, other names, questions.
pub(super) fn index(book: &Book<'_>) -> Result<String, Error> {
    let areas: Vec<&str> = book.areas.iter().map(|area| area.title.as_str()).collect();
    let concepts = book.course.concepts().iter().map(|concept| {
        let area = book.areas.iter().position(|area| area.key == concept.area);
        let others: Vec<&String> = concept.aliases.iter().chain(&concept.names).collect();
        json!([
            concept.id,
            concept.title,
            concept.name.as_deref().unwrap_or(""),
            area,
            concept.level as u8,
            markdown::plain(&concept.hover),
            others,
            concept.asked,
        ])
    });
    let concepts: Vec<String> = concepts.map(|c| serde_json::to_string(&c)).collect::<Result<_, _>>()?;
    Ok(format!(
        "globalThis.pyglossIndex = {{ areas: {}, concepts: [\n{}\n] }};\n",
        serde_json::to_string(&areas)?,
        concepts.join(",\n")
    ))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{built_in, text_of};
    use crate::gloss::Glossary;

    #[test]
    fn the_index_has_every_concept_on_a_line() {
        let index = text_of(built_in(), "search-index.js");
        let concepts = Glossary::builtin().knowledge().concepts();
        assert_eq!(index.lines().count(), concepts.len() + 2);
        for line in index.lines().skip(1).take(concepts.len()) {
            let entry: serde_json::Value = serde_json::from_str(line.trim_end_matches(',')).expect("JSON");
            assert_eq!(entry.as_array().map(Vec::len), Some(8), "{line}");
        }
    }
}
