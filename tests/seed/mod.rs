//! The document that pygloss started from: thirty interview questions with their examples, further titles, and the topics it names.
//!
//! The document's line breaks were lost; the files in `examples/` are its examples with them restored and nothing else changed. Three titles have
//! no example there, so `examples/title-*.py` are ours.
#![allow(dead_code, reason = "each test uses its part")]

/// A topic of the document, and the concepts it must lead to.
pub struct Topic {
    pub name: &'static str,
    pub concepts: Vec<&'static str>,
}

/// A question or title, with the concepts that may answer it and the example in which one of them is found.
pub struct Question {
    pub text: &'static str,
    pub concepts: Vec<&'static str>,
    pub example: &'static str,
}

/// All topics.
pub fn topics() -> Vec<Topic> {
    include_str!("topics.tsv")
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .map(|(name, concepts)| Topic {
            name,
            concepts: concepts.split(", ").collect(),
        })
        .collect()
}

/// The thirty questions, then the titles.
pub fn questions() -> Vec<Question> {
    include_str!("questions.tsv")
        .lines()
        .map(|line| {
            let mut fields = line.split('\t');
            let mut field = || fields.next().expect("three fields a line");
            Question {
                text: field(),
                concepts: field().split(", ").collect(),
                example: field(),
            }
        })
        .collect()
}

/// A question without the differences of type and spacing that mean nothing.
pub fn normal(question: &str) -> String {
    let plain = question.replace('’', "'").replace('`', "");
    plain
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .replace(" ?", "?")
}
