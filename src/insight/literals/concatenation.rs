//! Strings next to each other: one string.

use serde_json::json;

use super::value::{Text, text};
use crate::document::Node;
use crate::insight::conditions::source::is_broken;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// The most literals that are joined, and items that are counted.
const MOST: usize = 200;
/// How much of a joined text is shown, in characters.
const FITS: usize = 40;

/// What adjacent literals make, and how many items there are around them.
pub fn joined(site: &Site<'_>) -> Option<Insight> {
    let whole = site
        .token
        .ancestors()
        .take(2)
        .find(|node| node.kind() == "concatenated_string")?;
    if is_broken(whole) {
        return None;
    }
    let parts: Vec<Node<'_>> = whole.named_children().filter(|node| node.kind() == "string").collect();
    if !(2..=MOST).contains(&parts.len()) {
        return None;
    }
    let texts: Option<Vec<Text>> = parts.iter().map(|part| text(*part)).collect();
    let value = texts.as_deref().and_then(join);
    let shown = value
        .as_ref()
        .and_then(Text::shown)
        .filter(|shown| shown.chars().count() <= FITS);
    if let Some((what, items)) = items(whole) {
        let apart = items + parts.len() - 1;
        let sentence = match shown {
            Some(shown) => say("is the one string ").code(&shown),
            None => say(&format!("is one string of {} literals", parts.len())),
        };
        let plural = if items == 1 { "" } else { "s" };
        let sentence = sentence.say(&format!(": the {what} has {items} item{plural}, not {apart}"));
        return Some(Insight::new(sentence).with_claim(json!({"items": items})));
    }
    let glued = texts.as_deref().and_then(glued);
    let count = value.as_ref().map(|value| value.units.len());
    let sentence = match (glued, count, shown) {
        (Some((left, right)), ..) => {
            let sentence = say("joins ").code(&left).say(" and ").code(&right).say(" to ");
            sentence.code(&format!("{left}{right}")).say(", without a blank")
        }
        (None, Some(_), Some(shown)) => say("is the one string ").code(&shown),
        (None, Some(count), None) => say(&format!(
            "is one string of {count} characters, joined from {} literals",
            parts.len()
        )),
        (None, None, _) => return None,
    };
    let insight = Insight::new(sentence);
    Some(match count {
        Some(count) => insight.with_claim(json!({"literal": whole.text(), "length": count})),
        None => insight,
    })
}

/// All of them, one after the other; bytes and texts do not mix.
fn join(texts: &[Text]) -> Option<Text> {
    let first = texts.first()?;
    if texts.iter().any(|text| text.is_bytes != first.is_bytes) || first.is_bytes {
        return None;
    }
    Some(Text {
        is_bytes: false,
        units: texts.iter().flat_map(|text| text.units.iter().copied()).collect(),
        has_escapes: texts.iter().any(|text| text.has_escapes),
    })
}

/// The display around, and how many items it has; nothing for one that spreads others out, or has a single item.
fn items(whole: Node<'_>) -> Option<(&'static str, usize)> {
    let around = whole.parent()?;
    let what = match around.kind() {
        "list" => "list",
        "tuple" => "tuple",
        "set" => "set",
        _ => return None,
    };
    let items: Vec<Node<'_>> = around
        .named_children()
        .filter(|node| node.kind() != "comment")
        .take(MOST + 1)
        .collect();
    let spread = items.iter().any(|item| item.kind() == "list_splat");
    // Equal items of a set count once.
    let counted = !spread && what != "set" && items.len() <= MOST;
    counted.then_some((what, items.len()))
}

/// The first two words that grow together.
fn glued(texts: &[Text]) -> Option<(String, String)> {
    texts.windows(2).find_map(|pair| {
        let [left, right] = pair else {
            return None;
        };
        let (left, right) = (left.known()?, right.known()?);
        let word = |c: &char| c.is_alphanumeric();
        let end: String = left.chars().rev().take_while(word).take(20).collect();
        let begin: String = right.chars().take_while(word).take(20).collect();
        let both = !end.is_empty() && !begin.is_empty();
        both.then(|| (end.chars().rev().collect(), begin))
    })
}
