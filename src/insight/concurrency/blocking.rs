//! Calls that keep the event loop waiting.

use crate::detect::Resolution;
use crate::document::Node;
use crate::insight::sentence::say;
use crate::insight::{Insight, Site};

/// What does the same without blocking.
const INSTEAD: [(&str, &str); 6] = [
    ("time.sleep", "await asyncio.sleep(…)"),
    ("subprocess.run", "await asyncio.create_subprocess_exec(…)"),
    ("subprocess.call", "await asyncio.create_subprocess_exec(…)"),
    ("subprocess.check_call", "await asyncio.create_subprocess_exec(…)"),
    ("subprocess.check_output", "await asyncio.create_subprocess_exec(…)"),
    ("socket.create_connection", "await asyncio.open_connection(…)"),
];

/// For how long, and what to do instead.
pub(super) fn blocks(site: &Site<'_>) -> Option<Insight> {
    let name = site.name();
    let call = site.call()?;
    let function = name.ancestors().find(|n| n.kind() == "function_definition")?;
    let Resolution::Dotted(names) = site.analysis.resolve(name) else {
        return None;
    };
    let [dotted] = names.as_slice() else { return None };
    let arguments = call.child("arguments").filter(|a| a.kind() == "argument_list")?;
    let first = arguments.named_children().find(|n| n.kind() != "comment");
    let sentence = say("every other task waits");
    let sentence = match first.filter(|n| matches!(n.kind(), "integer" | "float") && dotted == "time.sleep") {
        Some(seconds) if seconds.text() == "1" => sentence.say(" 1 second"),
        Some(seconds) => sentence.say(&format!(" {} seconds", seconds.text())),
        None => sentence,
    };
    let sentence = sentence
        .say(" while ")
        .node(name)
        .say(" blocks ")
        .node(function.child("name")?)
        .say(": ");
    let instead = INSTEAD.iter().find(|(one, _)| one == dotted);
    let sentence = match (instead, first) {
        (Some((_, how)), Some(first)) if is_sleep(dotted) => {
            sentence.code(&how.replace('…', first.text())).say(" lets them run")
        }
        (Some((_, how)), _) => sentence.code(how).say(" lets them run"),
        (None, _) => {
            let arguments: Vec<&str> = std::iter::once(name.text())
                .chain(arguments.named_children().map(Node::text))
                .collect();
            let threaded = format!("await asyncio.to_thread({})", arguments.join(", "));
            sentence.code(&threaded).say(" lets them run (3.9)")
        }
    };
    Some(Insight::new(sentence))
}

fn is_sleep(dotted: &str) -> bool {
    dotted == "time.sleep"
}
