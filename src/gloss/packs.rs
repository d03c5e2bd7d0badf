//! Packs of the reader's own: folders of concept files that are added to the built-in ones.
//!
//! What is wrong with them is kept as data, so that it can be told in a message or shown in the files. A file that is broken leaves its last good version
//! in place.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::Glossary;
use crate::detect;
use crate::knowledge::{Concept, Knowledge, Listing, Problem, Source};

/// A folder that may hold concept files.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The folder.
    pub folder: PathBuf,
    /// Somebody named it, so it is there; any other folder may be absent or empty.
    pub is_named: bool,
}

/// Texts that an editor has and the disk may not, by their files.
pub type Texts = HashMap<PathBuf, String>;

/// What came of loading packs.
pub struct Packs {
    /// What is wrong with files.
    pub problems: Vec<Problem>,
    /// The texts of the files that have problems, where they have one.
    pub texts: BTreeMap<String, String>,
    /// Folders that could not be read at all.
    pub unreadable: Vec<Unreadable>,
    /// Tells the concepts of the packs from others.
    pub fingerprint: u64,
    /// Tells the places of the packs from others.
    pub place: u64,
    /// The concept of each file that serves: as it is now, or as it last was good.
    serving: BTreeMap<String, Concept>,
    /// `None` where the packs add nothing to the built-in concepts.
    glossary: Option<Arc<Glossary>>,
    stamps: Stamps,
}

/// A folder that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The folder.
    pub folder: PathBuf,
    /// Why.
    pub why: String,
    /// Nobody named it: it is where packs are looked for.
    pub is_own: bool,
}

/// What shows that something in some folders has changed, without reading a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamps(Vec<(PathBuf, Option<SystemTime>, u64)>);

impl Stamps {
    /// As the folders are now.
    pub fn of(places: &[Place]) -> Self {
        let listings = places.iter().filter_map(|place| Listing::of(&place.folder).ok());
        Self(listings.flat_map(|listing| listing.stamps()).collect())
    }
}

impl Packs {
    /// Whether there is neither a concept nor anything to say.
    pub fn is_empty(&self) -> bool {
        self.serving.is_empty() && self.problems.is_empty() && self.unreadable.is_empty()
    }

    /// The built-in concepts and those of the packs, without the files that have problems.
    pub fn glossary(&self) -> &Glossary {
        self.glossary.as_deref().unwrap_or_else(|| Glossary::builtin())
    }

    /// Whether there is a concept in them.
    pub fn has_concepts(&self) -> bool {
        !self.serving.is_empty()
    }

    /// How the files were when they were read.
    pub fn stamps(&self) -> &Stamps {
        &self.stamps
    }
}

impl Glossary {
    /// The built-in concepts and those of the packs in `places`. A later pack's concept takes the place of an earlier one's with the same id, and of the
    /// built-in one. `open` are the texts that count instead of the disk's, and `before` is what was loaded last.
    pub fn with_packs(places: &[Place], open: &Texts, before: Option<&Packs>) -> Packs {
        // Before the files, so that a change while they are read is seen as one.
        let stamps = Stamps::of(places);
        let mut loader = Loader {
            knowledge: Cow::Borrowed(Self::builtin().knowledge()),
            before: before.map(|packs| &packs.serving),
            problems: Vec::new(),
            texts: BTreeMap::new(),
            serving: BTreeMap::new(),
        };
        let mut unreadable = Vec::new();
        for place in places {
            if let Err(why) = loader.load(place, open) {
                unreadable.push(Unreadable {
                    folder: place.folder.clone(),
                    why,
                    is_own: !place.is_named,
                });
            }
        }
        let order: Vec<&PathBuf> = places.iter().map(|place| &place.folder).collect();
        let mut hasher = DefaultHasher::new();
        order.hash(&mut hasher);
        let place = hasher.finish();
        for (path, concept) in &loader.serving {
            (path, &concept.source).hash(&mut hasher);
        }
        let fingerprint = hasher.finish();
        // Compiling all patterns anew is what takes longest, and while somebody writes there is seldom a need to.
        let same = before.filter(|packs| packs.fingerprint == fingerprint);
        let glossary = match (same, loader.knowledge) {
            (Some(packs), _) => packs.glossary.clone(),
            (None, Cow::Borrowed(_)) => None,
            (None, Cow::Owned(knowledge)) => Some(Arc::new(Self::new(knowledge))),
        };
        Packs {
            glossary,
            problems: loader.problems,
            texts: loader.texts,
            unreadable,
            fingerprint,
            place,
            serving: loader.serving,
            stamps,
        }
    }
}

struct Loader<'b> {
    /// What there is so far.
    knowledge: Cow<'static, Knowledge>,
    before: Option<&'b BTreeMap<String, Concept>>,
    problems: Vec<Problem>,
    texts: BTreeMap<String, String>,
    serving: BTreeMap<String, Concept>,
}

impl Loader<'_> {
    /// Adds one pack.
    fn load(&mut self, place: &Place, open: &Texts) -> Result<(), String> {
        let listing = match Listing::of(&place.folder) {
            Ok(listing) => listing,
            Err(error) if !place.is_named && error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error.to_string()),
        };
        if listing.files.is_empty() && place.is_named {
            return Err("there are no concept files (*.md) in it".to_owned());
        }
        let read = listing.read(|file: &Path| open.get(file).cloned());
        let (mut problems, good) = check(&read.sources, &self.knowledge);
        problems.extend(read.problems);
        let mut pack: BTreeMap<String, Concept> = good.into_iter().map(|c| (c.path.clone(), c)).collect();
        let bad: BTreeSet<String> = problems.iter().map(|problem| problem.path.clone()).collect();
        for path in &bad {
            self.keep_last(path, &mut pack);
        }
        // Round and round, until what is left goes together: each file becomes what it last was, and then goes.
        while !pack.is_empty() {
            let merged = self.knowledge.with(Knowledge::of(pack.values().cloned().collect()));
            if merged.problems.is_empty() {
                self.knowledge = Cow::Owned(merged.knowledge);
                break;
            }
            for problem in merged.problems {
                let removed = pack.remove(&problem.path);
                let is_new = |last: &&Concept| removed.as_ref().is_some_and(|now| now.source != last.source);
                if self.last(&problem.path).filter(is_new).is_some() {
                    self.keep_last(&problem.path, &mut pack);
                }
                if !problems.iter().any(|known| known.path == problem.path) {
                    problems.push(problem);
                }
            }
        }
        for source in read.sources {
            if problems.iter().any(|problem| problem.path == source.path) {
                self.texts.insert(source.path, source.text);
            }
        }
        self.problems.extend(problems);
        self.serving.extend(pack);
        Ok(())
    }

    fn last(&self, path: &str) -> Option<&Concept> {
        self.before.and_then(|before| before.get(path))
    }

    /// Lets a file be what it last was, if that was good and nobody has taken its id.
    fn keep_last(&self, path: &str, pack: &mut BTreeMap<String, Concept>) {
        if let Some(last) = self.last(path)
            && !pack.values().any(|other| other.id == last.id)
        {
            pack.insert(path.to_owned(), last.clone());
        }
    }
}

/// Checks one pack as `pygloss check` does it: what is wrong, and the concepts of the files that are good.
fn check(sources: &[Source], base: &Knowledge) -> (Vec<Problem>, Vec<Concept>) {
    let loaded = Knowledge::load(sources, Some(base));
    let mut problems = loaded.problems;
    problems.extend(detect::check(&loaded.knowledge));
    let is_good = |concept: &&Concept| !problems.iter().any(|problem| problem.path == concept.path);
    let good = loaded.knowledge.concepts().iter().filter(is_good).cloned().collect();
    (problems, good)
}
