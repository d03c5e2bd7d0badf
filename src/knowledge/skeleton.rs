//! The beginning of a concept file, for somebody who writes one, and what shows that it is not finished.

use super::problem::Problems;

/// What stands wherever something has to be written.
const MARK: &str = "FILL IN:";

/// The longest id, in bytes: it names a file.
const LONGEST: usize = 80;

/// Whether a text can be a concept's id: lower-case letters, digits and hyphens.
pub fn is_id(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=LONGEST).contains(&text.len()) && text.chars().all(is_allowed)
}

/// Reports what is still to be filled in; whether there is anything.
pub(super) fn check_finished(text: &str, problems: &mut Problems<'_>) -> bool {
    let mut any = false;
    for (at, _) in text.match_indices(MARK) {
        any = true;
        let rest = text.get(at + MARK.len()..).and_then(|rest| rest.lines().next());
        let what = rest.unwrap_or("").trim().trim_end_matches([']', '"', '.']);
        problems.at(
            at,
            format!("this is still to be filled in: {what}"),
            format!("write it in place of `{MARK}` and the words behind it, or take the whole field or section away if it may be absent"),
        );
    }
    any
}

/// A concept file to begin with.
pub fn skeleton() -> &'static str {
    SKELETON
}

const SKELETON: &str = include_str!("skeleton.md");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Knowledge, Source};

    #[test]
    fn a_skeleton_names_each_thing_to_fill_in_and_nothing_else() {
        let source = Source {
            path: "team/retry.md".to_owned(),
            text: skeleton().to_owned(),
        };
        let loaded = Knowledge::load(&[source], None);
        assert!(loaded.knowledge.concepts().is_empty(), "it is not loaded half-done");
        let rows: Vec<usize> = loaded.problems.iter().map(|p| p.row).collect();
        let lines: Vec<&str> = SKELETON.lines().collect();
        assert_eq!(rows.len(), 10);
        for problem in &loaded.problems {
            assert!(lines[problem.row - 1].contains(MARK));
            assert!(
                problem.message.starts_with("this is still to be filled in: "),
                "{problem}"
            );
            assert!(!problem.message.ends_with([':', '"', ']', ' ']), "{problem}");
        }
    }

    #[test]
    fn ids_are_file_names_everywhere() {
        for good in ["retry", "a", "dunder-new", "2to3"] {
            assert!(is_id(good), "{good}");
        }
        for bad in [
            "",
            "..",
            ".",
            "a/b",
            "a\\b",
            "Retry",
            "re try",
            "a.md",
            "größe",
            "a_b",
            &"a".repeat(81),
        ] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
