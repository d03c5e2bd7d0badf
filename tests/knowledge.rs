//! The built-in concept files: one test a file, and what they are together.
//!
//! A file's own test loads it with its neighbours, compiles its queries and runs its cases. The others hold the pack to the document it started
//! from: every topic, every question and title has its concept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use libtest_mimic::{Arguments, Failed, Trial};
use pygloss::detect;
use pygloss::knowledge::{Knowledge, Loaded, read_folder};

mod seed;

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("knowledge");
    let sources = read_folder(&folder).expect("the folder can be read");
    let loaded = Knowledge::load(&sources, None);
    let mut problems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for problem in loaded.problems.iter().cloned().chain(detect::check(&loaded.knowledge)) {
        problems
            .entry(problem.path.clone())
            .or_default()
            .push(problem.to_string());
    }
    let mut trials: Vec<Trial> = Vec::new();
    for source in &sources {
        let name = Path::new(&source.path)
            .file_stem()
            .map(|s| s.to_string_lossy().into_owned())
            .unwrap_or_default();
        let found = problems.remove(&source.path).unwrap_or_default();
        trials.push(Trial::test(format!("concept::{name}"), move || {
            if found.is_empty() {
                Ok(())
            } else {
                Err(Failed::from(found.join("\n")))
            }
        }));
    }
    let loaded = std::sync::Arc::new(loaded);
    for (name, test) in [
        (
            "every_topic_has_a_concept",
            every_topic_has_a_concept as fn(&Loaded) -> Result<(), Failed>,
        ),
        ("every_question_is_asked", every_question_is_asked),
        ("questions_find_their_concepts", questions_find_their_concepts),
        ("titles_are_short_and_texts_plain", titles_are_short_and_texts_plain),
        ("what_is_built_in_is_what_is_here", what_is_built_in_is_what_is_here),
    ] {
        let loaded = std::sync::Arc::clone(&loaded);
        trials.push(Trial::test(name, move || test(&loaded)));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn none(wrong: &[String]) -> Result<(), Failed> {
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(Failed::from(wrong.join("\n")))
    }
}

fn every_topic_has_a_concept(loaded: &Loaded) -> Result<(), Failed> {
    let missing: Vec<String> = seed::topics()
        .iter()
        .flat_map(|topic| topic.concepts.iter().map(move |id| (topic.name, *id)))
        .filter(|(_, id)| loaded.knowledge.get(id).is_none())
        .map(|(topic, id)| format!("{topic}: there is no concept `{id}`"))
        .collect();
    let distinct: BTreeSet<&str> = seed::topics().iter().flat_map(|t| t.concepts.clone()).collect();
    assert_eq!(distinct.len(), 94, "the list of topics is whole");
    none(&missing)
}

/// Each question and each title stands, word for word, in the `asked` of a concept of its own topic.
fn every_question_is_asked(loaded: &Loaded) -> Result<(), Failed> {
    let missing: Vec<String> = seed::questions()
        .into_iter()
        .filter(|question| {
            !question
                .concepts
                .iter()
                .filter_map(|id| loaded.knowledge.get(id))
                .any(|concept| {
                    concept
                        .asked
                        .iter()
                        .any(|asked| seed::normal(asked) == seed::normal(question.text))
                })
        })
        .map(|question| format!("nobody of {:?} is asked {:?}", question.concepts, question.text))
        .collect();
    none(&missing)
}

/// Typing the question finds one of its concepts first.
fn questions_find_their_concepts(loaded: &Loaded) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for question in seed::questions() {
        let found = loaded.knowledge.search(question.text);
        let best = found.first().map_or("nothing", |c| c.id.as_str());
        if !question.concepts.contains(&best) {
            wrong.push(format!(
                "{:?} finds {best}, not one of {:?}",
                question.text, question.concepts
            ));
        }
    }
    for (words, id) in [
        ("difference between new and init", "dunder-new"),
        ("dunder-slots", "dunder-slots"),
        ("__slots__", "dunder-slots"),
        ("gil", "gil"),
        ("what is the gil", "gil"),
        ("lru_cache", "functools-lru-cache"),
        ("functools.lru_cache", "functools-lru-cache"),
        ("with", "with-statement"),
        ("how do decorators work", "decorator"),
        ("monkey patching", "monkey-patching"),
    ] {
        let best = loaded
            .knowledge
            .search(words)
            .first()
            .map_or("nothing", |c| c.id.as_str());
        if best != id {
            wrong.push(format!("{words:?} finds {best}, not {id}"));
        }
    }
    for words in ["qwertyuiop", "zzz zzz"] {
        if let Some(concept) = loaded.knowledge.search(words).first() {
            wrong.push(format!("{words:?} finds {}", concept.id));
        }
    }
    none(&wrong)
}

/// The rules of style that a machine can hold a page to.
fn titles_are_short_and_texts_plain(loaded: &Loaded) -> Result<(), Failed> {
    let banned = [
        "simply",
        "powerful",
        "elegant",
        "Pythonic",
        "pythonic",
        "obviously",
        "of course",
        "TODO",
        "FIXME",
    ];
    let mut wrong = Vec::new();
    for concept in loaded.knowledge.concepts() {
        if concept.title.chars().count() > 48 {
            wrong.push(format!("{}: the title is long: {:?}", concept.path, concept.title));
        }
        let prose = concept
            .sections()
            .iter()
            .map(|s| s.markdown.as_str())
            .chain([concept.hover.as_str()]);
        for text in prose {
            for word in banned {
                let found = text
                    .split(|c: char| !c.is_alphanumeric() && c != ' ')
                    .any(|part| part.split(' ').any(|w| w == word));
                if found || word.contains(' ') && text.contains(word) {
                    wrong.push(format!("{}: it says {word:?}", concept.path));
                }
            }
        }
    }
    none(&wrong)
}

fn what_is_built_in_is_what_is_here(loaded: &Loaded) -> Result<(), Failed> {
    let built_in = Knowledge::load(&pygloss::knowledge::builtin(), None);
    let ids = |l: &Loaded| {
        l.knowledge
            .concepts()
            .iter()
            .map(|c| (c.area.clone(), c.id.clone()))
            .collect::<Vec<_>>()
    };
    assert!(built_in.problems.is_empty(), "{:?}", built_in.problems);
    if ids(&built_in) == ids(loaded) {
        Ok(())
    } else {
        Err("the embedded files are others".into())
    }
}
