//! What is found in real code: the document's own examples, the demo, the standard library.

use std::path::Path;
use std::process::Command;

use pygloss::detect::Analysis;
use pygloss::document::Document;
use pygloss::gloss::Glossary;
use trials::standard_library;

mod seed;
mod trials;

fn analysis(text: &str) -> Analysis {
    Analysis::new(Document::new(text.to_owned()))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every question and title leads to a concept that is found in its example.
#[test]
fn questions_are_answered_in_their_own_examples() {
    let glossary = Glossary::builtin();
    let mut missing = Vec::new();
    for question in seed::questions() {
        let file = root().join("tests/seed/examples").join(question.example);
        let text = std::fs::read_to_string(&file).expect("the example is there");
        let analysis = analysis(&text);
        let found: Vec<&str> = glossary
            .all(&analysis)
            .iter()
            .map(|o| glossary.concept(o).id.as_str())
            .collect();
        if !question.concepts.iter().any(|id| found.contains(id)) {
            missing.push(format!(
                "{:?}: none of {:?} among {found:?}",
                question.text, question.concepts
            ));
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The concept that a topic names first is found in the example of its question, all but the two that no example shows.
#[test]
fn first_concepts_of_the_questions_are_found() {
    let glossary = Glossary::builtin();
    for (question, topic) in seed::questions().iter().zip(seed::topics()).take(30) {
        let file = root().join("tests/seed/examples").join(question.example);
        let analysis = analysis(&std::fs::read_to_string(&file).expect("the example is there"));
        let found: Vec<&str> = glossary
            .all(&analysis)
            .iter()
            .map(|o| glossary.concept(o).id.as_str())
            .collect();
        // Its example calls `combinations`, of the family of `itertools-permutations`; `copy-deepcopy` and so on are all there.
        assert!(
            found.contains(&topic.concepts[0]),
            "{}: {} is not among {found:?}",
            topic.name,
            topic.concepts[0]
        );
    }
}

/// A hover and a scan find the same, anchor for anchor and sentence for sentence.
fn assert_hover_agrees_with_scan(path: &Path) {
    let glossary = Glossary::builtin();
    let text = String::from_utf8_lossy(&std::fs::read(path).expect("it can be read")).into_owned();
    let analysis = analysis(&text);
    let all = glossary.all(&analysis);
    for offset in (0..text.len()).filter(|o| text.is_char_boundary(*o)) {
        let begins = all.iter().any(|o| o.anchors.iter().any(|a| a.start == offset));
        // Every place where an anchor begins, and some others.
        if !begins && offset % 7 != 0 {
            continue;
        }
        let mut scanned: Vec<(String, String)> = all
            .iter()
            .filter(|o| o.is_at(offset))
            .map(|o| {
                let gloss = glossary.gloss(&analysis, o.clone());
                (gloss.concept.id.clone(), format!("{:?}", gloss.here))
            })
            .collect();
        let mut hovered: Vec<(String, String)> = glossary
            .at(&analysis, offset)
            .into_iter()
            // Facts about plain names are no part of a scan.
            .filter(|g| !g.occurrence.is_plain())
            .map(|g| (g.concept.id.clone(), format!("{:?}", g.here)))
            .collect();
        scanned.sort();
        hovered.sort();
        scanned.dedup_by(|a, b| a.0 == b.0);
        assert_eq!(
            hovered,
            scanned,
            "{} at byte {offset}: {:?}",
            path.display(),
            text.get(offset..offset + 30)
        );
    }
}

#[test]
fn hover_agrees_with_scan_on_the_demo() {
    assert_hover_agrees_with_scan(&root().join("demo/tour.py"));
}

#[test]
fn hover_agrees_with_scan_on_the_standard_library() {
    for name in [
        "enum.py",
        "functools.py",
        "contextlib.py",
        "asyncio/locks.py",
        "dataclasses.py",
        "weakref.py",
    ] {
        assert_hover_agrees_with_scan(&standard_library().join(name));
    }
}

/// `pygloss scan` over the whole standard library ends without an error, and every line is a good object.
#[test]
fn the_standard_library_is_scanned_without_an_error() {
    let library = standard_library();
    let folders = std::fs::read_dir(&library)
        .expect("it can be read")
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        // Packages that were installed beside it are not the standard library.
        .filter(|path| !path.ends_with("site-packages") && !path.ends_with("dist-packages"))
        .filter(|path| {
            path.is_dir() && path.join("__init__.py").is_file() || path.extension().is_some_and(|e| e == "py")
        });
    let output = Command::new(env!("CARGO_BIN_EXE_pygloss"))
        .args(["scan", "--format", "jsonl"])
        .args(folders)
        .output()
        .expect("it can be run");
    assert!(
        output.status.success(),
        "{}: {}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("JSON is UTF-8");
    let mut concepts = std::collections::BTreeSet::new();
    for line in text.lines() {
        let object: serde_json::Value = serde_json::from_str(line).expect("a JSON object a line");
        let keys: Vec<&String> = object.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["concept", "end_location", "location", "path"]);
        let row = object["location"]["row"].as_u64().expect("a row");
        assert!(row >= 1 && object["location"]["column"].as_u64().expect("a column") >= 1);
        assert!(object["end_location"]["row"].as_u64().expect("a row") >= row);
        concepts.insert(object["concept"].as_str().expect("an id").to_owned());
    }
    assert!(
        concepts.len() > 80,
        "most concepts occur in the standard library: {}",
        concepts.len()
    );
}
