//! Messages about settings and packs that are wrong.

use std::collections::BTreeSet;

use crate::gloss::{Glossary, Packs};
use crate::knowledge::nearest;

/// More than this would bury the message.
const MOST: usize = 10;

/// More names than this are not looked up: that takes a while for each.
const MOST_UNKNOWN: usize = 50;

/// One message about wrong settings; `None` where nothing is wrong.
pub(super) fn about_settings(wrong: &[&String]) -> Option<String> {
    match wrong {
        [] => None,
        [one] => Some(format!("pygloss: {one}. All other settings apply.")),
        several => {
            let lines = listed(several.iter().map(|line| format!("{line}.")));
            Some(format!(
                "pygloss: {} settings are wrong; all others apply.\n{lines}",
                several.len()
            ))
        }
    }
}

/// What `pygloss.ignore` names that there is not.
pub(super) fn unknown(ignored: &BTreeSet<String>, glossary: &Glossary) -> Vec<String> {
    if ignored.is_empty() {
        return Vec::new();
    }
    let knowledge = glossary.knowledge();
    let areas: BTreeSet<&str> = knowledge.concepts().iter().map(|c| c.area.as_str()).collect();
    let is_unknown = |name: &&String| knowledge.get(name).is_none() && !areas.contains(name.as_str());
    let wrong = ignored.iter().filter(is_unknown).take(MOST_UNKNOWN).map(|name| {
        let ids = knowledge.concepts().iter().map(|c| c.id.as_str());
        let hint = nearest(name, ids.chain(areas.iter().copied()));
        format!("`pygloss.ignore` names `{name}`, which is neither a concept nor an area; {hint}")
    });
    wrong.collect()
}

/// One message about packs that were not loaded, or not wholly; `None` where nothing is wrong. What is wrong in files is left to diagnostics, where the
/// client shows them.
pub(super) fn about_packs(refused: &[String], packs: Option<&Packs>, has_diagnostics: bool) -> Option<String> {
    let mut lines = refused.to_vec();
    if let Some(packs) = packs {
        let unreadable = packs
            .unreadable
            .iter()
            .filter(|folder| !(has_diagnostics && folder.is_own));
        lines.extend(unreadable.map(|folder| format!("{}: cannot be read: {}", folder.folder.display(), folder.why)));
        let problems = packs.problems.iter().filter(|_| !has_diagnostics);
        let problems = problems.map(|problem| {
            let help = problem.help.replace('\n', "; ");
            let place = format!("{}:{}:{}", problem.path, problem.row, problem.column);
            format!("{place}: {} ({help})", problem.message)
        });
        lines.extend(problems.collect::<Vec<_>>());
    }
    if lines.is_empty() {
        return None;
    }
    let lines = listed(lines.into_iter());
    Some(format!("pygloss: not everything in your packs is loaded.\n{lines}"))
}

fn listed(lines: impl ExactSizeIterator<Item = String>) -> String {
    let rest = lines.len().saturating_sub(MOST);
    let mut shown: Vec<String> = lines.take(MOST).map(|line| format!("- {line}")).collect();
    if rest > 0 {
        shown.push(format!("- and {rest} more; `pygloss check FOLDER` shows all of a pack"));
    }
    shown.join("\n")
}
