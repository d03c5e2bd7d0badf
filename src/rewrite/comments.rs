//! Comments inside of what is rewritten: those that the new code has no place for move up to the line before it.

use rustc_hash::FxHashMap;

use super::{Draft, Site, statement_of};
use crate::document::Node;

/// More comments than these are not moved.
const MOST: usize = 64;

/// The draft with all comments of the text that it replaces; `Err` where one has no place.
pub(super) fn kept(site: &Site<'_>, mut draft: Draft) -> Result<Draft, String> {
    let text = site.analysis.document().text();
    let lost = lost(site, &draft);
    if lost.is_empty() {
        return Ok(draft);
    }
    if lost.len() > MOST {
        return Err("more comments stand in it than could move elsewhere".to_owned());
    }
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    if let Some(first) = draft.after.strip_prefix(line_break) {
        // What stood behind a colon is on lines of its own now.
        let indent: String = first.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let above: String = lost
            .iter()
            .map(|comment| format!("{line_break}{indent}{comment}"))
            .collect();
        draft.after.insert_str(0, &above);
        return Ok(draft);
    }
    let line_start = |offset: usize| {
        let before = text.get(..offset).unwrap_or("");
        before.rfind(['\n', '\r']).map_or(0, |at| at + 1)
    };
    let statement = statement_of(site.node);
    let start = match statement.start() < draft.statement.start {
        true => statement.start(),
        false => draft.statement.start,
    };
    let indent = text.get(line_start(start)..start).unwrap_or("");
    if !indent.trim().is_empty() {
        return Err("a comment stands in it, and no line before it has place for that".to_owned());
    }
    let mut after = String::new();
    for comment in lost {
        after += &format!("{comment}{line_break}{indent}");
    }
    after += text.get(start..draft.statement.start).unwrap_or("");
    after += &draft.after;
    draft.after = after;
    draft.statement.start = start;
    Ok(draft)
}

/// The comments that stand in what is replaced, and not in what takes its place.
fn lost<'a>(site: &Site<'a>, draft: &Draft) -> Vec<&'a str> {
    let range = &draft.statement;
    let inside = |n: &Node<'_>| n.kind() == "comment" && range.start <= n.start() && n.end() <= range.end;
    // The smallest node around: comments are nodes of the tree like others.
    let mut around = site.node;
    while let Some(parent) = around
        .parent()
        .filter(|_| around.start() > range.start || around.end() < range.end)
    {
        around = parent;
    }
    let mut comments: Vec<&'a str> = Vec::new();
    let mut at = Some(around);
    while let Some(node) = at {
        let touches = node.start() < range.end && range.start < node.end();
        if inside(&node) {
            comments.push(node.text());
        }
        at = node.next_below(around, touches);
    }
    let mut kept = ends_of_lines(&draft.after);
    comments.retain(|comment| match kept.get_mut(comment.trim_end()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
    comments
}

/// No more `#` of one line are looked at.
const MOST_MARKS: usize = 8;

/// What ends a line and begins with `#`, with how often it does.
fn ends_of_lines(code: &str) -> FxHashMap<&str, usize> {
    let mut ends = FxHashMap::default();
    for line in code.split(['\n', '\r']) {
        let line = line.trim_end();
        for (at, _) in line.match_indices('#').take(MOST_MARKS) {
            *ends.entry(line.get(at..).unwrap_or("")).or_insert(0) += 1;
        }
    }
    ends
}
