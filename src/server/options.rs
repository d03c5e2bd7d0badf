//! Reading settings from what a client sends: nested, dotted, with or without `pygloss` around them.

use serde_json::{Map, Value};

use super::settings::{Given, SETTINGS, Setting, Settings, shortened};
use super::{explain, known};
use crate::knowledge::nearest;

/// What was said of settings in one place, the good values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layer(Vec<(usize, Given)>);

/// What was read, and what is wrong with it: a sentence each, without full stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Read {
    pub(super) layer: Layer,
    pub(super) wrong: Vec<String>,
}

/// What a client says of itself in `initializationOptions`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Flags {
    /// Links to commands in hovers are followed.
    pub(super) command_links: bool,
    /// Those to "I know this" and "Explain again" are too.
    pub(super) know_links: bool,
    /// Our notification `pygloss/changed` is understood.
    pub(super) changes: bool,
    /// Whether the workspace's own text may be loaded.
    pub(super) trust: Trust,
}

/// What a client says of a workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Trust {
    /// Nothing: it knows no such thing.
    #[default]
    Unsaid,
    /// It is not trusted: no packs at all, since the settings may be its own.
    No,
    /// It is.
    Yes,
}

impl Layer {
    /// Puts its values in force.
    pub(super) fn apply(&self, settings: &mut Settings) {
        for (index, given) in &self.0 {
            if let Some(setting) = SETTINGS.get(*index) {
                setting.keep(settings, given);
            }
        }
    }
}

/// Settings that belong to editors' own parts of pygloss; they arrive with the others.
const EDITORS_OWN: [&str; 2] = ["server", "trace"];

const FLAGS: [&str; 3] = ["commandLinks", "changes", "trusted"];

/// Reads `initializationOptions`: settings, and what the client says of itself. There may be things for others among them.
pub(super) fn from_options(options: Option<&Value>) -> (Read, Flags) {
    let mut read = Read::default();
    let mut flags = Flags::default();
    let Some(Value::Object(object)) = options else {
        return (read, flags);
    };
    let own = object.get("pygloss");
    for object in [Some(object), own.and_then(Value::as_object)].into_iter().flatten() {
        command_links(object, &mut flags, &mut read.wrong);
        let mut said = |name, keep: &mut dyn FnMut(bool)| flag(object, name, keep, &mut read.wrong);
        said("changes", &mut |yes| flags.changes = yes);
        said("trusted", &mut |yes| {
            flags.trust = if yes { Trust::Yes } else { Trust::No }
        });
    }
    let bare = object.iter().filter(|(key, _)| *key != "pygloss");
    walk("", bare, &is_near_ours, &mut read);
    match own {
        None | Some(Value::Null) => {}
        Some(Value::Object(own)) => walk("", own.iter(), &|_| true, &mut read),
        Some(other) => read.wrong.push(not_an_object(other)),
    }
    (read, flags)
}

/// Reads the section `pygloss` of the client's configuration; `None` where there is none.
pub(super) fn from_section(section: &Value) -> Option<Read> {
    let mut read = Read::default();
    match section {
        Value::Null => return None,
        Value::Object(object) => walk("", object.iter(), &|_| true, &mut read),
        other => read.wrong.push(not_an_object(other)),
    }
    Some(read)
}

/// Reads the params of `workspace/didChangeConfiguration`: the section `pygloss`, or names that begin so. `None` where nothing of the kind is there.
pub(super) fn from_change(settings: &Value) -> Option<Read> {
    let object = settings.as_object()?;
    let section = object.get("pygloss").and_then(from_section);
    let mut dotted = object.iter().filter(|(key, _)| key.starts_with("pygloss.")).peekable();
    if section.is_none() && dotted.peek().is_none() {
        return None;
    }
    let mut read = section.unwrap_or_default();
    walk("", dotted, &|_| true, &mut read);
    Some(read)
}

/// Reads the entries of an object that stands below `above`.
fn walk<'v>(
    above: &str,
    entries: impl Iterator<Item = (&'v String, &'v Value)>,
    is_for_us: &dyn Fn(&str) -> bool,
    read: &mut Read,
) {
    for (key, value) in entries {
        let whole = format!("{above}{key}");
        let name = whole.strip_prefix("pygloss.").unwrap_or(&whole);
        if let Some((index, setting)) = named(name) {
            // An editor sends null for what nobody has set; it is a value of one setting alone.
            if !value.is_null() || name == "pythonVersion" {
                let given = setting.read(value, &place(name), &mut read.wrong);
                read.layer.0.extend(given.map(|given| (index, given)));
            }
            continue;
        }
        match value {
            Value::Object(object) if is_group(name) => one_group(name, object, read),
            Value::Null if is_group(name) => {}
            _ if is_editors_own(name) || (above.is_empty() && FLAGS.contains(&name)) => {}
            _ if is_for_us(name) || key != name => {
                let names = SETTINGS.iter().map(|setting| setting.name);
                read.wrong
                    .push(format!("{} is no setting; {}", place(name), nearest(name, names)));
            }
            _ => {}
        }
    }
}

/// What a setting is called in a message.
fn place(name: &str) -> String {
    format!("`pygloss.{name}`")
}

/// Reads a group of settings, `{"detail": …}` under `hover`. It cannot hold another group, so this goes no deeper.
fn one_group(group: &str, object: &Map<String, Value>, read: &mut Read) {
    walk(&format!("{group}."), object.iter(), &|_| true, read);
}

fn named(name: &str) -> Option<(usize, &'static Setting)> {
    SETTINGS.iter().enumerate().find(|(_, setting)| setting.name == name)
}

/// Whether settings stand below `name`.
fn is_group(name: &str) -> bool {
    let is_below = |setting: &Setting| {
        setting
            .name
            .strip_prefix(name)
            .is_some_and(|rest| rest.starts_with('.'))
    };
    SETTINGS.iter().any(is_below)
}

fn is_editors_own(name: &str) -> bool {
    name.split('.').next().is_some_and(|first| EDITORS_OWN.contains(&first))
}

/// Whether a name that is no setting was meant for us, where there may be names for others.
fn is_near_ours(name: &str) -> bool {
    let near = |setting: &Setting| strsim::damerau_levenshtein(setting.name, name) <= 2;
    let first = name.split('.').next().unwrap_or(name);
    is_group(first) || SETTINGS.iter().any(near)
}

fn flag(object: &Map<String, Value>, name: &str, keep: &mut dyn FnMut(bool), wrong: &mut Vec<String>) {
    match object.get(name) {
        None | Some(Value::Null) => {}
        Some(Value::Bool(yes)) => keep(*yes),
        Some(other) => wrong.push(format!(
            "`{name}` in initializationOptions is {}; it must be true or false",
            shortened(other)
        )),
    }
}

/// `commandLinks`: true for links to `pygloss.explain`, or a list of the commands that links may lead to.
fn command_links(object: &Map<String, Value>, flags: &mut Flags, wrong: &mut Vec<String>) {
    match object.get("commandLinks") {
        // Commands of later versions may be among them.
        Some(Value::Array(commands)) if commands.iter().all(Value::is_string) => {
            let has = |name: &str| commands.iter().any(|command| command == name);
            flags.command_links = has(explain::COMMAND);
            flags.know_links = has(known::KNOW) && has(known::AGAIN);
        }
        None | Some(Value::Null) => {}
        Some(Value::Bool(yes)) => (flags.command_links, flags.know_links) = (*yes, false),
        Some(other) => wrong.push(format!(
            "`commandLinks` in initializationOptions is {}; it must be true, false or a list of commands, such as [\"{}\"]",
            shortened(other),
            explain::COMMAND
        )),
    }
}

fn not_an_object(value: &Value) -> String {
    format!("`pygloss` is {}; it must be an object of settings", shortened(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(read: &Read) -> Settings {
        let mut settings = Settings::default();
        read.layer.apply(&mut settings);
        settings
    }

    #[test]
    fn one_setting_is_written_in_many_ways() {
        let wanted = from_section(&json!({ "hover": { "detail": "full" } })).expect("a section");
        assert_eq!(wanted.wrong, Vec::<String>::new());
        assert_ne!(settings(&wanted), Settings::default());
        for options in [
            json!({ "hover": { "detail": "full" } }),
            json!({ "hover.detail": "full" }),
            json!({ "pygloss.hover.detail": "full" }),
            json!({ "pygloss": { "hover": { "detail": "full" } }, "others": 1 }),
            json!({ "pygloss": { "hover.detail": "full" }, "commandLinks": true }),
        ] {
            assert_eq!(from_options(Some(&options)).0, wanted, "{options}");
        }
        for change in [
            json!({ "pygloss": { "hover": { "detail": "full" } } }),
            json!({ "pygloss.hover.detail": "full", "python.analysis": { "x": 1 } }),
            json!({ "pygloss.hover": { "detail": "full" } }),
        ] {
            assert_eq!(from_change(&change), Some(wanted.clone()), "{change}");
        }
        for nothing in [
            Value::Null,
            json!({}),
            json!([]),
            json!({ "python": { "level": 1 } }),
            json!({ "pygloss": null }),
        ] {
            assert_eq!(from_change(&nothing), None, "{nothing}");
        }
    }

    #[test]
    fn null_is_what_nobody_has_set_but_for_the_version() {
        let read = from_section(&json!({ "level": null, "hover": null, "pythonVersion": null })).expect("a section");
        assert_eq!((read.layer.0.len(), read.wrong.len()), (1, 0), "{read:?}");
    }

    #[test]
    fn what_is_no_setting_is_named_and_what_is_an_editors_own_is_not() {
        let wrong = |section: Value| from_section(&section).expect("a section").wrong;
        assert_eq!(
            wrong(json!({ "hover": { "detial": "full" } })),
            ["`pygloss.hover.detial` is no setting; did you mean `hover.detail`?"]
        );
        assert_eq!(wrong(json!({ "hover": "full" })).len(), 1);
        assert_eq!(wrong(json!({ "quux": 1, "": 2 })).len(), 2);
        assert!(wrong(json!({ "trace": { "server": "off" }, "server": { "path": "" } })).is_empty());
        assert_eq!(
            wrong(json!(["level"])),
            ["`pygloss` is [\"level\"]; it must be an object of settings"]
        );

        let options = |options: Value| from_options(Some(&options)).0.wrong;
        assert!(options(json!({ "somebody": "else's", "commandLinks": true })).is_empty());
        assert_eq!(
            options(json!({ "levle": "advanced", "hover": { "x": 1 }, "pygloss.y": 1 })).len(),
            3
        );
        assert_eq!(options(json!({ "pygloss": { "somebody": 1 } })).len(), 1);
        assert_eq!(options(json!({ "pygloss": 5, "trusted": "no" })).len(), 2);
    }
}
