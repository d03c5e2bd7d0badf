//! A construct that is newer than the Python a project declares.

use super::Insight;
use super::sentence::say;
use crate::document::Node;
use crate::knowledge::Version;
use crate::project::{By, Project};

/// That a construct of Python `since` is too new for the project; nothing where the code sees to that itself: under a test of the version, behind a
/// failed import, in an annotation that nobody evaluates.
pub fn too_new(since: Version, project: &Project, construct: Node<'_>) -> Option<Insight> {
    if since <= project.oldest || is_guarded(construct) {
        return None;
    }
    let sentence = match project.by {
        By::Project => say(&format!("needs Python {since}; this project declares ")).code(&project.declared),
        By::Setting => say(&format!("needs Python {since}; the setting says {}", project.oldest)),
    };
    Some(Insight {
        about: "version-floor",
        ..Insight::new(sentence)
    })
}

fn is_guarded(construct: Node<'_>) -> bool {
    construct.ancestors().any(|ancestor| match ancestor.kind() {
        "if_statement" | "elif_clause" | "conditional_expression" | "while_statement" => {
            let tested = match ancestor.child("condition") {
                Some(condition) => condition.text(),
                None => ancestor.text(),
            };
            ["version_info", "hexversion", "TYPE_CHECKING", "hasattr"]
                .iter()
                .any(|word| tested.contains(word))
        }
        "try_statement" => ancestor
            .children()
            .filter(|child| child.kind() == "except_clause")
            .any(|clause| is_for_missing(clause)),
        "type" => has_future_annotations(construct),
        _ => false,
    })
}

/// Whether an `except` clause is for what is not there.
fn is_for_missing(clause: Node<'_>) -> bool {
    let names = ["ImportError", "ModuleNotFoundError", "AttributeError", "NameError"];
    match clause.child("value") {
        Some(value) => names.iter().any(|name| value.text().contains(name)),
        None => true,
    }
}

fn has_future_annotations(node: Node<'_>) -> bool {
    let root = node.nodes().root();
    let statements = root
        .named_children()
        .take_while(|s| matches!(s.kind(), "comment" | "expression_statement" | "future_import_statement"));
    statements
        .filter(|s| s.kind() == "future_import_statement")
        .any(|s| s.children_in("name").any(|name| name.text() == "annotations"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Document, Nodes};

    fn said(code: &str, declared: &str, oldest: &str) -> bool {
        let offset = code.find("<CURSOR>").expect("a cursor");
        let document = Document::new(code.replace("<CURSOR>", ""));
        let nodes = Nodes::new(&document);
        let path = nodes.path(offset);
        let project = Project {
            declared: declared.to_owned(),
            oldest: oldest.parse().expect("a version"),
            by: By::Project,
        };
        let since = Version { major: 3, minor: 10 };
        path.last().and_then(|node| too_new(since, &project, *node)).is_some()
    }

    #[test]
    fn what_is_too_new_is_told_unless_the_code_sees_to_it() {
        assert!(said("<CURSOR>match x:\n    case 1: pass\n", ">=3.9", "3.9"));
        assert!(!said("<CURSOR>match x:\n    case 1: pass\n", ">=3.10", "3.10"));
        for guarded in [
            "import sys\nif sys.version_info >= (3, 10):\n    <CURSOR>f()\n",
            "try:\n    from m import <CURSOR>f\nexcept ImportError:\n    f = None\n",
            "from __future__ import annotations\ndef f(x: int <CURSOR>| None): pass\n",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from m import <CURSOR>f\n",
        ] {
            assert!(!said(guarded, ">=3.9", "3.9"), "{guarded}");
        }
        assert!(said("def f(x: int <CURSOR>| None): pass\n", ">=3.9", "3.9"));
        assert!(said("if ready:\n    <CURSOR>f()\n", ">=3.9", "3.9"));
    }
}
