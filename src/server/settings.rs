//! The settings: what there is, what each may be, and what is in force.
//!
//! Lives here: the one table that the reading of values, the schema in `docs/settings.schema.json` and the defaults are made from. May not live here: where
//! values come from (that is `options`), what changes when they do (`configuration`).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::knowledge::{Concept, Level, Version, nearest};
use crate::render::{LANGUAGES, Language};

/// What is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    pub(super) detail: Detail,
    /// What is for readers below this level is not spoken of.
    pub(super) level: Level,
    /// Concepts and areas that are not spoken of.
    pub(super) ignore: BTreeSet<String>,
    pub(super) code_lens: bool,
    pub(super) known: Known,
    /// What was met and explained is noted.
    pub(super) progress: bool,
    pub(super) language: Language,
    /// Folders of concepts of the reader's own, as they are written.
    pub(super) packs: Vec<String>,
    /// The oldest Python that code has to run on, instead of what the project declares.
    pub(super) python: Option<Version>,
}

/// How much a hover says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    /// Nothing.
    Off,
    /// The tip.
    Brief,
    /// The tip, all that is known of the code, and an example.
    Full,
}

/// What a hover says of a concept that the reader knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing.
    Hide,
    /// Its title.
    Brief,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            detail: Detail::Brief,
            level: Level::Beginner,
            ignore: BTreeSet::new(),
            code_lens: false,
            known: Known::Brief,
            progress: true,
            language: Language::default(),
            packs: Vec::new(),
            python: None,
        }
    }
}

impl Settings {
    /// Whether the reader wants to hear of a concept without asking for it.
    pub(super) fn speaks_of(&self, concept: &Concept) -> bool {
        let is_ignored = self.ignore.contains(&concept.id) || self.ignore.contains(&concept.area);
        concept.level >= self.level && !is_ignored
    }
}

/// One setting.
pub(super) struct Setting {
    /// Its name without `pygloss.`.
    pub(super) name: &'static str,
    kind: Kind,
    /// The default, JSON.
    default: &'static str,
    /// What it is for, for the user: Markdown.
    meaning: &'static str,
    keep: fn(&mut Settings, &Given),
}

/// What a setting may be.
enum Kind {
    /// One of these words.
    Word(&'static [&'static str]),
    Switch,
    /// Ids of concepts, or areas.
    Concepts,
    Folders,
    /// A version of Python, or null.
    Python,
}

/// A value that a setting may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Word(&'static str),
    Switch(bool),
    Words(Vec<String>),
    Python(Option<Version>),
}

/// All settings.
pub(super) static SETTINGS: [Setting; 9] = [
    Setting {
        name: "hover.detail",
        kind: Kind::Word(&["off", "brief", "full"]),
        default: r#""brief""#,
        meaning: "How much a hover says: nothing (`off`), the tip (`brief`), or the tip with all that is known of your code and an example (`full`).",
        keep: |settings, given| match given {
            Given::Word("off") => settings.detail = Detail::Off,
            Given::Word("full") => settings.detail = Detail::Full,
            _ => settings.detail = Detail::Brief,
        },
    },
    Setting {
        name: "level",
        kind: Kind::Word(&["beginner", "intermediate", "advanced"]),
        default: r#""beginner""#,
        meaning: "Who you are. What is for readers below this level has no hover, action, lens or line in a list.",
        keep: |settings, given| match given {
            Given::Word("intermediate") => settings.level = Level::Intermediate,
            Given::Word("advanced") => settings.level = Level::Advanced,
            _ => settings.level = Level::Beginner,
        },
    },
    Setting {
        name: "ignore",
        kind: Kind::Concepts,
        default: "[]",
        meaning: "Concepts that have no hover, action, lens or line in a list: ids (`dunder-slots`) or areas (`library`). `pygloss list` shows both.",
        keep: |settings, given| {
            if let Given::Words(words) = given {
                settings.ignore = words.iter().cloned().collect();
            }
        },
    },
    Setting {
        name: "known",
        kind: Kind::Word(&["brief", "hide"]),
        default: r#""brief""#,
        meaning: "What a hover says of a concept that you know: its title line (`brief`), or nothing (`hide`).",
        keep: |settings, given| match given {
            Given::Word("hide") => settings.known = Known::Hide,
            _ => settings.known = Known::Brief,
        },
    },
    Setting {
        name: "progress",
        kind: Kind::Switch,
        default: "true",
        meaning: "Notes which concepts you meet and have explained, on this machine alone, for `pygloss progress`.",
        keep: |settings, given| settings.progress = *given == Given::Switch(true),
    },
    Setting {
        name: "codeLens",
        kind: Kind::Switch,
        default: "false",
        meaning: "Names the advanced concepts of each function and class in a line above it.",
        keep: |settings, given| settings.code_lens = *given == Given::Switch(true),
    },
    Setting {
        name: "docs.language",
        kind: Kind::Word(&LANGUAGES),
        default: r#""en""#,
        meaning: "The translation of Python's documentation that links lead to.",
        keep: |settings, given| {
            if let Given::Word(language) = given {
                settings.language = Language(language);
            }
        },
    },
    Setting {
        name: "packs",
        kind: Kind::Folders,
        default: "[]",
        meaning: "Folders with concept files of your own, which are added to the built-in ones. A file with the name of a built-in concept takes its place. A relative folder is below the first folder of the workspace.",
        keep: |settings, given| {
            if let Given::Words(words) = given {
                settings.packs.clone_from(words);
            }
        },
    },
    Setting {
        name: "pythonVersion",
        kind: Kind::Python,
        default: "null",
        meaning: "The oldest Python that your code must run on, such as `\"3.9\"`: instead of the project's `requires-python`.",
        keep: |settings, given| {
            if let Given::Python(version) = given {
                settings.python = *version;
            }
        },
    },
];

impl Setting {
    /// Puts a value in force.
    pub(super) fn keep(&self, settings: &mut Settings, given: &Given) {
        (self.keep)(settings, given);
    }

    /// Reads a value; `place` is what it is called in a message. What is wrong is told and does not apply; of a list the other entries do.
    pub(super) fn read(&self, value: &Value, place: &str, wrong: &mut Vec<String>) -> Option<Given> {
        let given = match (&self.kind, value) {
            (Kind::Word(words), Value::String(word)) => match words.iter().find(|known| *known == word) {
                Some(word) => Ok(Given::Word(word)),
                None => Err(format!("{}; {}", one_of(words), near(word, words))),
            },
            (Kind::Word(words), _) => Err(one_of(words)),
            (Kind::Switch, Value::Bool(yes)) => Ok(Given::Switch(*yes)),
            (Kind::Switch, _) => Err("true or false".to_owned()),
            (Kind::Concepts | Kind::Folders, Value::Array(entries)) => {
                Ok(Given::Words(self.words(entries, place, wrong)))
            }
            (Kind::Concepts, _) => {
                Err("a list of ids of concepts and of areas, such as [\"dunder-slots\", \"library\"]".to_owned())
            }
            (Kind::Folders, _) => Err("a list of folders, such as [\"docs/concepts\"]".to_owned()),
            (Kind::Python, Value::Null) => Ok(Given::Python(None)),
            (Kind::Python, Value::String(text)) => match text.parse::<Version>() {
                Ok(version) if version.major == 3 && version.minor < 100 && version.to_string() == *text => {
                    Ok(Given::Python(Some(version)))
                }
                _ => Err("a version of Python 3 such as \"3.9\", or null".to_owned()),
            },
            (Kind::Python, _) => Err("a version of Python 3 in quotes, such as \"3.9\", or null".to_owned()),
        };
        match given {
            Ok(given) => Some(given),
            Err(allowed) => {
                wrong.push(format!("{place} is {}; it must be {allowed}", shortened(value)));
                None
            }
        }
    }

    /// The texts of a list.
    fn words(&self, entries: &[Value], place: &str, wrong: &mut Vec<String>) -> Vec<String> {
        let what = match self.kind {
            Kind::Folders => "a folder",
            _ => "the id of a concept, or an area",
        };
        let mut words = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            match entry.as_str().filter(|word| !word.trim().is_empty()) {
                Some(word) => words.push(word.to_owned()),
                None => wrong.push(format!("{place}[{at}] is {}; it must be {what}", shortened(entry))),
            }
        }
        words
    }

    /// What the schema says of it.
    fn schema(&self) -> Value {
        let mut schema = match self.kind {
            Kind::Word(words) => json!({ "type": "string", "enum": words }),
            Kind::Switch => json!({ "type": "boolean" }),
            Kind::Concepts | Kind::Folders => {
                json!({ "type": "array", "items": { "type": "string", "minLength": 1 } })
            }
            Kind::Python => json!({ "type": ["string", "null"], "pattern": "^3\\.(0|[1-9][0-9]?)$" }),
        };
        // A test reads every default.
        schema["default"] = serde_json::from_str(self.default).unwrap_or(Value::Null);
        schema["markdownDescription"] = json!(self.meaning);
        schema["description"] = json!(self.meaning.replace('`', ""));
        schema
    }
}

/// A JSON Schema of all settings, by their whole names.
pub fn schema() -> Value {
    let settings = SETTINGS.iter();
    let properties: serde_json::Map<String, Value> = settings
        .map(|setting| (format!("pygloss.{}", setting.name), setting.schema()))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of pygloss",
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    })
}

/// `"a", "b" or "c"`.
fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => quoted.join(""),
    }
}

/// The word that was meant, however it is spelt.
fn near(word: &str, words: &[&str]) -> String {
    nearest(&word.trim().to_lowercase().replace('_', "-"), words.iter().copied())
}

/// A wrong value, short enough for a message.
pub(super) fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_of_the_table_are_those_in_force() {
        let mut settings = Settings {
            detail: Detail::Full,
            level: Level::Advanced,
            ignore: ["x".to_owned()].into(),
            code_lens: true,
            known: Known::Hide,
            progress: false,
            language: Language("ja"),
            packs: vec!["x".to_owned()],
            python: Some(Version { major: 3, minor: 9 }),
        };
        for setting in &SETTINGS {
            let value = serde_json::from_str(setting.default).expect("JSON");
            let mut wrong = Vec::new();
            let given = setting.read(&value, setting.name, &mut wrong).expect("a good value");
            assert!(wrong.is_empty(), "{wrong:?}");
            setting.keep(&mut settings, &given);
        }
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn every_word_has_a_meaning_of_its_own() {
        for setting in &SETTINGS {
            let Kind::Word(words) = setting.kind else { continue };
            let mut met = Vec::new();
            for word in words {
                let mut settings = Settings::default();
                setting.keep(&mut settings, &Given::Word(word));
                assert!(!met.contains(&settings), "{}: {word}", setting.name);
                met.push(settings);
            }
        }
    }

    #[test]
    fn versions_are_written_as_python_is_called() {
        let read = |value: Value| {
            let mut wrong = Vec::new();
            let setting = SETTINGS
                .iter()
                .find(|s| s.name == "pythonVersion")
                .expect("it is there");
            let given = setting.read(&value, "here", &mut wrong);
            assert_eq!(given.is_none(), wrong.len() == 1, "{value}: {wrong:?}");
            given
        };
        assert_eq!(
            read(json!("3.10")),
            Some(Given::Python(Some(Version { major: 3, minor: 10 })))
        );
        for wrong in [
            json!("3"),
            json!("2.7"),
            json!("3.09"),
            json!("3.100"),
            json!("3.9.1"),
            json!(3.9),
            json!(">=3.9"),
            json!(""),
        ] {
            assert_eq!(read(wrong.clone()), None, "{wrong}");
        }
    }
}
