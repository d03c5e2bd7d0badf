//! Packs: folders of concept files, checked together.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use rustc_hash::FxHashMap;

use super::front_matter::{self, References};
use super::problem::{Problems, nearest};
use super::{Concept, Problem, body, skeleton};
use crate::document::is_unseen;

/// The longest title, in characters.
const LONGEST_TITLE: usize = 100;

/// A concept file that has not been read yet.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's path, for messages; its last folder is the area, its stem the id.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Concepts, by id, with the graph they form.
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
pub struct Knowledge {
    pub(super) concepts: Vec<Concept>,
    by_id: FxHashMap<String, usize>,
    /// For each concept, the longest way down `builds-on` to a concept that builds on nothing.
    depths: Vec<usize>,
}

/// What came of loading files.
#[derive(Clone, Debug, Default)]
pub struct Loaded {
    /// The concepts of the good files.
    pub knowledge: Knowledge,
    /// What is wrong with the others.
    pub problems: Vec<Problem>,
}

impl Knowledge {
    /// All concepts, in the order of area and id.
    pub fn concepts(&self) -> &[Concept] {
        &self.concepts
    }

    /// The concept with this id.
    pub fn get(&self, id: &str) -> Option<&Concept> {
        self.by_id.get(id).map(|&at| &self.concepts[at])
    }

    /// How far above the ground the concept at `index` of [`concepts`](Self::concepts) stands: one more than the highest it builds on.
    pub fn depth(&self, index: usize) -> usize {
        self.depths.get(index).copied().unwrap_or(0)
    }

    /// Reads and checks files: each by itself, then what they say of each other. A concept may refer to those of `base`.
    ///
    /// A file with a problem is left out, and nothing else is: a reference to it dangles until it is mended.
    pub fn load(sources: &[Source], base: Option<&Self>) -> Loaded {
        let mut problems = Vec::new();
        let mut read: Vec<(Concept, References)> = Vec::new();
        for source in sources {
            let mut found = Problems::new(&source.path, &source.text);
            if let Some(one) = read_one(source, &mut found) {
                read.push(one);
            }
            problems.extend(found.into_vec());
        }
        read.sort_by(|(a, _), (b, _)| (&a.area, &a.id).cmp(&(&b.area, &b.id)));
        let files = sources.iter().map(|source| id_of(&source.path)).collect();
        problems.extend(check_together(&mut read, &files, base));
        problems.sort_by(|a, b| (&a.path, a.row, a.column).cmp(&(&b.path, b.row, b.column)));
        let concepts: Vec<Concept> = read.into_iter().map(|(concept, _)| concept).collect();
        Loaded {
            knowledge: Self::of(concepts),
            problems,
        }
    }

    /// These concepts and those of `pack`, which take the places of those with the same ids. A concept whose `builds-on` goes in a circle only now is left
    /// out and reported.
    pub fn with(&self, pack: Self) -> Loaded {
        let ids = |pack: &[Concept]| {
            let replaced = |c: &&Concept| !pack.iter().any(|own| own.id == c.id);
            let all = self.concepts.iter().filter(replaced).chain(pack);
            all.cloned().collect::<Vec<_>>()
        };
        let merged = ids(&pack.concepts);
        let mut by_id: BTreeMap<&str, &Concept> = merged.iter().map(|c| (c.id.as_str(), c)).collect();
        let mut problems = Vec::new();
        let (mut sound, mut circular) = (Vec::new(), false);
        for concept in pack.concepts {
            match cycle_from(&concept, &by_id) {
                None => sound.push(concept),
                Some(cycle) => {
                    circular = true;
                    by_id.remove(concept.id.as_str());
                    let at = field(&concept, "builds-on");
                    let message = format!("`builds-on` goes in a circle: {}", cycle.join(" → "));
                    let help = "a concept builds on simpler ones";
                    problems.push(Problem::in_concept(&concept, at, message, help));
                }
            }
        }
        let mut concepts = if circular { ids(&sound) } else { merged.clone() };
        concepts.sort_by(|a, b| (&a.area, &a.id).cmp(&(&b.area, &b.id)));
        Loaded {
            knowledge: Self::of(concepts),
            problems,
        }
    }

    /// Concepts that were checked already.
    pub(crate) fn of(concepts: Vec<Concept>) -> Self {
        let by_id: FxHashMap<String, usize> = concepts.iter().enumerate().map(|(at, c)| (c.id.clone(), at)).collect();
        let mut depths = vec![0; concepts.len()];
        // No cycles (they were refused), so as many rounds as concepts are enough, and a few are.
        for _ in 0..concepts.len() {
            let mut changed = false;
            for (at, concept) in concepts.iter().enumerate() {
                let below = concept
                    .builds_on
                    .iter()
                    .filter_map(|id| by_id.get(id))
                    .map(|&b| depths[b] + 1);
                let depth = below.max().unwrap_or(0);
                changed |= depth != depths[at];
                depths[at] = depth;
            }
            if !changed {
                break;
            }
        }
        Self {
            concepts,
            by_id,
            depths,
        }
    }
}

/// The id that a file's name gives.
fn id_of(path: &str) -> String {
    let stem = Path::new(path).file_stem();
    stem.map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read_one(source: &Source, problems: &mut Problems<'_>) -> Option<(Concept, References)> {
    let id = id_of(&source.path);
    if !skeleton::is_id(&id) {
        problems.at(
            0,
            format!("`{id}` cannot be an id"),
            "name the file with lower-case letters, digits and hyphens",
        );
        return None;
    }
    if skeleton::check_finished(&source.text, problems) {
        return None;
    }
    let is_hidden = |c: char| is_unseen(c) && !matches!(c, '\n' | '\r' | '\t');
    if let Some(at) = source.text.find(is_hidden) {
        hidden(at, problems);
    }
    let (head, tail) = front_matter::split(&source.text, problems)?;
    let (mut concept, mut references) = front_matter::read(&id, head, &source.text, problems)?;
    let folder = Path::new(&source.path).parent().and_then(Path::file_name);
    concept.area = folder
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    concept.path.clone_from(&source.path);
    body::complete(&mut concept, tail, &source.text, &mut references, problems);
    check_parts(&concept, problems);
    // TOML can write them as escapes.
    let texts = [&concept.title, &concept.docs].into_iter().chain(&concept.name);
    let texts = texts.chain(&concept.asked).chain(&concept.aliases);
    let others = concept.changed.iter().map(|(_, what)| what);
    if texts
        .chain(others)
        .chain(concept.confused_with.iter().map(|(_, difference)| difference))
        .any(|text| text.contains(is_unseen))
    {
        hidden(source.text.find("\\").unwrap_or(0), problems);
    }
    if concept.title.chars().count() > LONGEST_TITLE {
        let message = format!("the title is longer than {LONGEST_TITLE} characters");
        problems.at(
            field(&concept, "title"),
            message,
            "a title is a few words; the hover says the rest",
        );
    }
    problems.is_empty().then_some((concept, references))
}

fn hidden(at: usize, problems: &mut Problems<'_>) {
    problems.at(
        at,
        "a character that nobody sees".to_owned(),
        "take it away; in an example, write it as Python's escape",
    );
}

/// Every part of `here` is a capture or a part that needs none.
fn check_parts(concept: &Concept, problems: &mut Problems<'_>) {
    let mut captures: Vec<String> = Vec::new();
    for block in concept.queries.iter().filter(|q| q.fragment.is_none()) {
        match super::split(concept.query(block)) {
            Ok(patterns) => captures.extend(patterns.into_iter().flat_map(|p| p.captures)),
            Err(error) => problems.at(block.start + error.offset, error.message, error.help),
        }
    }
    let known: Vec<&str> = super::AUTOMATIC_PARTS
        .into_iter()
        .chain(captures.iter().map(String::as_str))
        .collect();
    for part in concept.here.iter().flat_map(super::Template::parts) {
        if !known.contains(&part) {
            let at = concept.source.find(&format!("{{{part}}}")).unwrap_or(0);
            problems.at(
                at,
                format!("`here` names a part `{{{part}}}` that no pattern captures"),
                nearest(part, known.iter().copied()),
            );
        }
    }
}

/// What only the files together show: ids and titles twice, dangling references, cycles. Takes the guilty ones out. `files` are
/// the ids of all files, the broken ones too: what is wrong with one is not told of those that refer to it.
fn check_together(
    read: &mut Vec<(Concept, References)>,
    files: &BTreeSet<String>,
    base: Option<&Knowledge>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut bad: HashSet<usize> = HashSet::new();
    let mut report = |index: usize, concept: &Concept, at: usize, message: String, help: String| {
        let mut found = Problems::new(&concept.path, &concept.source);
        found.at(at, message, help);
        problems.extend(found.into_vec());
        bad.insert(index);
    };
    let mut ids: BTreeMap<&str, &Concept> = BTreeMap::new();
    let mut titles: BTreeMap<&str, &Concept> = BTreeMap::new();
    for (index, (concept, _)) in read.iter().enumerate() {
        if let Some(other) = ids.get(concept.id.as_str()) {
            report(
                index,
                concept,
                0,
                format!("the id `{}` is taken by {}", concept.id, other.path),
                "rename one of the files".to_owned(),
            );
            continue;
        }
        ids.insert(&concept.id, concept);
        if let Some(other) = titles.insert(&concept.title, concept) {
            let at = field(concept, "title");
            report(
                index,
                concept,
                at,
                format!("{} has the same title", other.path),
                "tell the two apart by their titles".to_owned(),
            );
        }
    }
    let mut sound = ids.clone();
    for (index, (concept, references)) in read.iter().enumerate() {
        for (id, at) in references {
            if !files.contains(id) && base.is_none_or(|b| b.get(id).is_none()) {
                let candidates = ids
                    .keys()
                    .copied()
                    .chain(base.iter().flat_map(|b| b.by_id.keys().map(String::as_str)));
                report(
                    index,
                    concept,
                    *at,
                    format!("there is no concept `{id}`"),
                    nearest(id, candidates),
                );
            }
        }
        // One message a circle: whoever mends it sees the whole way.
        if let Some(cycle) = cycle_from(concept, &sound) {
            sound.remove(concept.id.as_str());
            let next = references.iter().find(|(id, _)| cycle.get(1) == Some(id));
            let at = next.map_or(0, |(_, at)| *at);
            report(
                index,
                concept,
                at,
                format!("`builds-on` goes in a circle: {}", cycle.join(" → ")),
                "a concept builds on simpler ones".to_owned(),
            );
        }
    }
    let mut index = 0;
    read.retain(|_| {
        index += 1;
        !bad.contains(&(index - 1))
    });
    problems
}

/// Where a field of the front matter stands.
fn field(concept: &Concept, name: &str) -> usize {
    let line = concept.source.find(&format!("\n{name}"));
    line.map_or(0, |at| at + 1)
}

/// The ids of a circle through `concept`, if `builds-on` leads back to it.
fn cycle_from(concept: &Concept, ids: &BTreeMap<&str, &Concept>) -> Option<Vec<String>> {
    let mut came_from: HashMap<&str, &str> = HashMap::new();
    let mut todo: Vec<&Concept> = vec![concept];
    while let Some(at) = todo.pop() {
        for next in &at.builds_on {
            if *next == concept.id {
                let mut way = vec![concept.id.clone(), at.id.clone()];
                let mut id = at.id.as_str();
                while let Some(&before) = came_from.get(id) {
                    way.push(before.to_owned());
                    id = before;
                }
                way.dedup();
                way.reverse();
                if way.len() == 1 {
                    way.push(concept.id.clone());
                }
                return Some(way);
            }
            if let Some(&found) = ids.get(next.as_str())
                && !came_from.contains_key(found.id.as_str())
            {
                came_from.insert(&found.id, &at.id);
                todo.push(found);
            }
        }
    }
    None
}
