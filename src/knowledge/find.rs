//! Finding a concept by words: its id, title, alias, name or a question people ask.

use super::{Concept, Knowledge};

/// Words that say nothing about which concept is meant.
const IDLE: [&str; 34] = [
    "a", "an", "and", "are", "as", "between", "by", "can", "do", "does", "explain", "example", "for", "from", "how",
    "i", "in", "is", "it", "me", "mean", "of", "on", "or", "provide", "purpose", "python", "the", "to", "use", "what",
    "when", "why", "with",
];

impl Knowledge {
    /// The concept whose id, title, name (the last part of it too) or alias is exactly `words`, whatever the case; the first of these that fits.
    pub fn find_exact(&self, words: &str) -> Option<&Concept> {
        let wanted = words.trim();
        let same = |label: &str| label.eq_ignore_ascii_case(wanted);
        let find = |fits: &dyn Fn(&Concept) -> bool| self.concepts().iter().find(|c| fits(c));
        self.get(wanted)
            .or_else(|| find(&|c| same(&c.title)))
            .or_else(|| find(&|c| c.name.as_deref().is_some_and(same)))
            .or_else(|| find(&|c| c.names.iter().any(|n| same(n))))
            .or_else(|| {
                find(&|c| {
                    c.name
                        .iter()
                        .chain(&c.names)
                        .any(|n| n.rsplit('.').next().is_some_and(same))
                })
            })
            .or_else(|| find(&|c| c.aliases.iter().any(|alias| same(alias))))
    }

    /// The concepts that `words` speak of, best first; empty where nothing fits.
    pub fn search(&self, words: &str) -> Vec<&Concept> {
        if let Some(concept) = self.find_exact(words) {
            return vec![concept];
        }
        let wanted = tokens(words);
        let telling: Vec<&String> = wanted.iter().filter(|w| !IDLE.contains(&w.as_str())).collect();
        // Where all words are idle ones (`with`, `for`), they are what is asked for.
        let telling = if telling.is_empty() {
            wanted.iter().collect()
        } else {
            telling
        };
        // Of two that fit alike ("new and init"), the one spoken of first, then the more basic one.
        let mut scored: Vec<_> = self
            .concepts()
            .iter()
            .enumerate()
            .filter_map(|(index, concept)| {
                let score = score(concept, &wanted, &telling);
                let own: Vec<String> = labels(concept).flat_map(tokens).collect();
                let spoken_of = telling.iter().position(|w| own.contains(w)).unwrap_or(telling.len());
                (score > 0).then_some((std::cmp::Reverse(score), spoken_of, self.depth(index), index))
            })
            .collect();
        scored.sort_unstable();
        scored
            .into_iter()
            .map(|(_, _, _, index)| &self.concepts()[index])
            .collect()
    }

    /// What to say of an id that no concept has: with those that look like it.
    pub fn unknown(&self, id: &str) -> String {
        let near = self.suggest(id).join(", ");
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("; near it: {near}")
        };
        format!("there is no concept `{id}`{hint}")
    }

    /// Up to five ids or titles that look like `words`, nearest first.
    pub fn suggest(&self, words: &str) -> Vec<&str> {
        let wanted = words.to_lowercase();
        let mut near: Vec<(usize, &str)> = self
            .concepts()
            .iter()
            .filter_map(|concept| {
                labels(concept)
                    .map(|label| strsim::damerau_levenshtein(&wanted, &label.to_lowercase()))
                    .min()
                    .map(|distance| (distance, concept.id.as_str()))
            })
            .filter(|&(distance, _)| distance <= 2.max(wanted.chars().count() / 2))
            .collect();
        near.sort_unstable();
        near.into_iter().take(5).map(|(_, id)| id).collect()
    }
}

fn labels(concept: &Concept) -> impl Iterator<Item = &str> {
    [concept.id.as_str(), concept.title.as_str()]
        .into_iter()
        .chain(concept.name.as_deref())
        .chain(concept.aliases.iter().map(String::as_str))
}

/// How well a concept answers the words: its own labels count most, then its questions; half of the words at least must be met.
fn score(concept: &Concept, wanted: &[String], words: &[&String]) -> u32 {
    let own: Vec<String> = labels(concept).flat_map(tokens).collect();
    let asked: Vec<Vec<String>> = concept.asked.iter().map(|q| tokens(q)).collect();
    let in_labels = words.iter().filter(|w| own.contains(w)).count();
    let in_question = asked
        .iter()
        .map(|q| words.iter().filter(|w| q.contains(w)).count())
        .max()
        .unwrap_or(0);
    let met = words
        .iter()
        .filter(|w| own.contains(w) || asked.iter().any(|q| q.contains(w)))
        .count();
    if met * 2 < words.len() || met == 0 {
        return 0;
    }
    let all = |n: usize| u32::from(n == words.len());
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX / 100);
    // A short label that is wholly spoken of beats a long one that shares a word.
    let whole_label = labels(concept).any(|label| {
        let label = tokens(label);
        !label.is_empty() && label.iter().all(|t| words.contains(&t))
    });
    let verbatim = asked.iter().any(|q| q == wanted);
    u32::from(verbatim) * 500
        + count(in_labels) * 10
        + count(in_question) * 6
        + all(in_question) * 30
        + all(in_labels) * 20
        + u32::from(whole_label) * 12
}

/// Lower-case words; `__new__` is `new`, `functools.lru_cache` is `functools lru_cache`, `decorators` is `decorator`.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .map(|word| word.trim_matches('_').to_lowercase())
        .map(|word| match word.strip_suffix('s') {
            Some(one) if one.len() > 3 && !one.ends_with('s') => one.to_owned(),
            _ => word,
        })
        .filter(|word| !word.is_empty())
        .collect()
}
