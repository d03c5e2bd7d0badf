//! `pygloss/search`: the concepts that some words speak of, for a box that is typed into.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tower_lsp::jsonrpc::{Error, Result};

use super::Server;
use crate::knowledge::{Concept, Knowledge, Level};

/// The most that are answered: nobody reads on.
const MOST: usize = 40;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wanted {
    words: String,
}

/// One concept, as a line of a list shows it.
#[derive(Serialize)]
pub(super) struct Hit {
    concept: String,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    level: Level,
    area: String,
    /// Markdown.
    summary: String,
}

impl Server {
    /// What is found, best first; empty where nothing is.
    pub(super) async fn search(&self, params: Value) -> Result<Vec<Hit>> {
        let wanted = Wanted::deserialize(params)
            .map_err(|error| Error::invalid_params(format!("`pygloss/search` takes {{words}}: {error}")))?;
        let moment = self.moment();
        self.ask(move || {
            let found = search(moment.glossary.knowledge(), &wanted.words);
            found.into_iter().take(MOST).map(hit).collect()
        })
        .await
    }
}

/// What the words speak of, and behind that whatever is called by a name that holds them: a word may be half typed.
fn search<'a>(knowledge: &'a Knowledge, words: &str) -> Vec<&'a Concept> {
    let part = words.trim().to_lowercase();
    if part.is_empty() {
        return Vec::new();
    }
    let mut found = knowledge.search(words);
    let holds = |label: &str| label.to_lowercase().contains(&part);
    for concept in knowledge.concepts() {
        let mut labels = [&concept.id, &concept.title]
            .into_iter()
            .chain(&concept.name)
            .chain(&concept.names)
            .chain(&concept.aliases);
        if labels.any(|label| holds(label)) && !found.iter().any(|known| known.id == concept.id) {
            found.push(concept);
        }
    }
    found
}

fn hit(concept: &Concept) -> Hit {
    Hit {
        concept: concept.id.clone(),
        title: concept.title.clone(),
        name: concept.name.clone(),
        level: concept.level,
        area: concept.area.clone(),
        summary: concept.hover.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gloss::Glossary;

    fn ids(words: &str) -> Vec<String> {
        let found = search(Glossary::builtin().knowledge(), words);
        found.iter().map(|concept| concept.id.clone()).collect()
    }

    #[test]
    fn names_questions_and_half_words_find_concepts() {
        assert_eq!(ids("__slots__").first().map(String::as_str), Some("dunder-slots"));
        assert!(
            ids("difference between new and init")
                .iter()
                .any(|id| id == "dunder-new")
        );
        assert!(ids("genera").iter().any(|id| id.contains("generator")), "half a word");
        assert!(ids("  ").is_empty());
        assert!(ids("qqqqxyzzy").is_empty());
    }

    #[test]
    fn nothing_is_found_twice() {
        let mut all = ids("class");
        let count = all.len();
        assert!(count > 3);
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
