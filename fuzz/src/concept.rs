//! Any text as a concept file, any text as a query, any words in a search.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use pygloss::detect::{self, Analysis};
use pygloss::document::Document;
use pygloss::gloss::Glossary;
use pygloss::knowledge::{self, Knowledge, Source};
use pygloss::render::{self, Language, Links};

use super::code;

/// What is searched with patterns that pass the checks.
static CODE: LazyLock<Vec<Analysis>> = LazyLock::new(|| {
    let pieces = code::PIECES
        .iter()
        .step_by(40)
        .map(|piece| Analysis::new(Document::new(piece.clone())));
    let deep = format!("x = {}1{}\n", "[(".repeat(60), ")]".repeat(60));
    let long = format!("y = {}\nf({})\n", "a.b + ".repeat(300) + "1", "a, ".repeat(300));
    pieces
        .chain([deep, long].map(|text| Analysis::new(Document::new(text))))
        .collect()
});

/// Parts of patterns.
#[rustfmt::skip]
const PARTS: &[&str] = &[
    "(", ")", "[", "]", "\"", "@anchor", " @x", "_", "(_)", " .", "*", "+", "?", "!", "/", ":", "#", "|", " ", "\n", ";",
    "call", "identifier", "attribute", "binary_operator", "function_definition", "class_definition", "block", "expression_statement", "argument_list", "string", "if_statement", "module", "comparison_operator",
    "function: ", "name: ", "left: ", "right: ", "operator: ", "object: ", "body: ", "arguments: ", "\"def\" @anchor", "\"if\" @anchor", "(identifier) @anchor", "(call function: (identifier) @anchor)",
    "(#eq? @anchor \"x\")", "(#match? @anchor \"^(a|b)*c$\")", "(#not-match? @x \"[\")", "(#any-of? @anchor \"a\" \"b\")", "(#resolves? @anchor \"os.path\")", "(#has-ancestor? @anchor block)", "(#in-function? @anchor)",
    "(#match? @anchor \"(x+x+)+y\")", "(#match? @anchor \"\\\\w{1,500}{1,500}\")", "(_ (_)* (_)* (_)* (_) @anchor)", "(_ (_ (_ (_ \"(\" @anchor))))", "ERROR", "MISSING",
];

/// Runs one input.
pub fn run(data: &[u8]) {
    let mut u = Unstructured::new(data);
    match u.arbitrary::<u8>().unwrap_or(0) % 3 {
        0 => load(String::from_utf8_lossy(code::rest(&mut u)).into_owned()),
        1 => {
            let mut query = String::new();
            while !u.is_empty() && query.len() < 2000 {
                query.push_str(u.choose(PARTS).copied().unwrap_or("("));
            }
            let _ = knowledge::split(&query);
            load(with_query(&query));
        }
        _ => {
            let files = knowledge::builtin();
            let Ok(file) = u.choose(&files) else { return };
            let text = code::changed(&mut u, file.text.clone());
            let words: String = text.chars().take(80).collect();
            Glossary::builtin().knowledge().search(&words);
            load(text);
        }
    }
}

/// A file that is good but for its query.
fn with_query(query: &str) -> String {
    format!("{}\n```query\n{query}\n```\n", GOOD.trim_end())
}

const GOOD: &str = "+++\ntitle = \"Some concept\"\nlevel = \"beginner\"\ndocs = \"reference/expressions.html#calls\"\nhere = [\"takes {x}\", \"is `{anchor}`\"]\nasked = [\"Why?\"]\n+++\n\n**Something** that is here. It does something.\n\n## How it works\nIt works.\n\n## Why it exists\nBecause.\n\n## Where it bites\n- Nowhere.\n\n## Example\n```python\nprint(1)\n```\n```output\n1\n```\n\n## Detection\n";

fn load(text: String) {
    let source = Source {
        path: "area/some-concept.md".to_owned(),
        text,
    };
    let alone = Knowledge::load(std::slice::from_ref(&source), Some(Glossary::builtin().knowledge()));
    // As an editor counts them: a lone carriage return ends a line, too.
    let rows = Document::new(source.text.clone()).lines().count();
    for problem in alone.problems.iter().chain(&detect::check(&alone.knowledge)) {
        assert!(!problem.to_string().is_empty());
        assert!(problem.row <= rows, "{problem} in {:?}", source.text);
    }
    // As if the checks had passed: whoever loads a pack compiles only what is good, and what is not must not break either.
    let glossary = Glossary::new(alone.knowledge);
    for analysis in CODE.iter() {
        let text = analysis.document().text();
        for occurrence in glossary.all(analysis).into_iter().take(20) {
            for anchor in &occurrence.anchors {
                assert!(text.get(anchor.clone()).is_some());
            }
            let gloss = glossary.gloss(analysis, occurrence);
            render::page(
                gloss.concept,
                glossary.knowledge(),
                Some(&gloss),
                Links::Files,
                Language::default(),
            );
        }
        glossary.at(analysis, text.len() / 2);
    }
}

/// Every seventh built-in concept, the skeleton, and some patterns.
pub fn seeds() -> Vec<Vec<u8>> {
    let files = knowledge::builtin();
    let mut seeds: Vec<Vec<u8>> = files.iter().step_by(7).map(|file| code::as_it_is(&file.text)).collect();
    seeds.push(code::as_it_is(knowledge::skeleton()));
    seeds.extend(PARTS.iter().map(|query| code::as_it_is(&with_query(query))));
    let mut random = fastrand::Rng::with_seed(3);
    for mode in [1, 2] {
        seeds.extend((0..24).map(|_| {
            let mut seed = vec![mode];
            seed.extend(std::iter::repeat_with(|| random.u8(..)).take(40));
            seed
        }));
    }
    seeds
}
