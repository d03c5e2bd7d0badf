//! A concept: one file of knowledge, read and checked.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::{Cases, Template, Version, VersionRange, body};

/// Who needs a concept explained.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Somebody who learns the language.
    Beginner,
    /// Somebody who writes it.
    Intermediate,
    /// Somebody who writes libraries in it.
    Advanced,
}

/// One thing worth explaining. `knowledge/README.md` says what each field is for.
#[derive(Clone, Debug, serde::Deserialize, serde::Serialize)]
pub struct Concept {
    /// The file's stem.
    pub id: String,
    /// The folder it stands in; empty at a pack's top.
    pub area: String,
    /// The file, as its pack names it.
    pub path: String,
    /// What a person would call it.
    pub title: String,
    /// The token as written, where the title does not show it.
    pub name: Option<String>,
    /// The first Python that has it.
    pub since: Option<Version>,
    /// What later Pythons changed, oldest first.
    pub changed: Vec<(Version, String)>,
    /// The Python that deprecated it.
    pub deprecated: Option<Version>,
    /// The Python that removed it.
    pub removed: Option<Version>,
    /// Who needs it explained.
    pub level: Level,
    /// Page and anchor below docs.python.org/3/, or a whole `https://` address.
    pub docs: String,
    /// Numbers of the proposals that define it.
    pub peps: Vec<u32>,
    /// The questions people ask.
    pub asked: Vec<String>,
    /// Other names for it.
    pub aliases: Vec<String>,
    /// Ids of what to know first.
    pub builds_on: Vec<String>,
    /// Ids worth reading next.
    pub related: Vec<String>,
    /// Ids, each with the sentence that tells the two apart.
    pub confused_with: Vec<(String, String)>,
    /// Sentences about the reader's own code, the most telling first.
    pub here: Vec<Template>,
    /// Dotted names that are found by what a name resolves to.
    pub names: Vec<String>,
    /// Special methods that are found in class bodies.
    pub methods: Vec<String>,
    /// Attributes that are found after a dot.
    pub attributes: Vec<String>,
    /// The paragraph for the hover, Markdown.
    pub hover: String,
    /// tree-sitter queries.
    pub queries: Vec<QueryBlock>,
    /// The whole file; of a built-in concept it stays where the program has it.
    #[serde(skip)]
    pub source: Cow<'static, str>,
    /// Read from `source` when asked for first, unless that was done for its checks.
    #[serde(skip)]
    pub(super) body: OnceLock<Body>,
}

/// What of a concept's file only its page and its tests need.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) sections: Vec<Section>,
    pub(super) code: Vec<Code>,
    pub(super) cases: Vec<CaseBlock>,
}

/// A section of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Its heading's text.
    pub title: String,
    /// What stands under the heading, Markdown.
    pub markdown: String,
}

/// A `query` block.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub struct QueryBlock {
    /// The fragment's name, for `#contains?`; `None` for a query of the concept itself.
    pub fragment: Option<String>,
    /// Where the query begins in the file, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
}

/// A `cases` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseBlock {
    /// Code and marks.
    pub cases: Cases,
    /// Where the block's text begins in the file, in bytes.
    pub start: usize,
}

/// A fenced `python` block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// A whole program: CPython runs it.
    Program(Program),
    /// A piece that must compile and is not run.
    Compiles {
        /// The code.
        source: String,
        /// The row of its first line in the file, from 1.
        row: usize,
    },
    /// A piece that must be refused with a `SyntaxError`.
    Refused {
        /// The code.
        source: String,
        /// The row of its first line in the file, from 1.
        row: usize,
    },
}

/// A program of a page, with what it prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The code.
    pub source: String,
    /// The row of its first line in the file, from 1.
    pub row: usize,
    /// The Python it needs, if the concept's `since` does not say it.
    pub since: Option<Version>,
    /// It starts threads.
    pub threads: bool,
    /// It starts processes.
    pub processes: bool,
    /// What it prints: the first whose range contains the version counts, and `None` is all others.
    pub outputs: Vec<(Option<VersionRange>, String)>,
}

impl Program {
    /// What the program prints on `version`.
    pub fn output(&self, version: Version) -> Option<&str> {
        self.outputs
            .iter()
            .find(|(range, _)| range.is_none_or(|r| r.contains(version)))
            .map(|(_, text)| text.as_str())
    }
}

impl Concept {
    /// The address of its page in Python's documentation (or the pack's own).
    pub fn docs_url(&self) -> String {
        if self.docs.starts_with("https://") {
            self.docs.clone()
        } else {
            format!("https://docs.python.org/3/{}", self.docs)
        }
    }

    fn body(&self) -> &Body {
        self.body.get_or_init(|| body::again(&self.source))
    }

    /// The sections, to be changed by tests of what comes after the checks.
    #[cfg(test)]
    pub(crate) fn sections_mut(&mut self) -> &mut [Section] {
        self.body();
        self.body.get_mut().map_or(&mut [], |body| &mut body.sections)
    }

    /// The sections of the page, in order; `Detection` is not among them.
    pub fn sections(&self) -> &[Section] {
        &self.body().sections
    }

    /// The fenced Python of all sections, in order.
    pub fn code(&self) -> &[Code] {
        &self.body().code
    }

    /// The tests of the detection.
    pub fn cases(&self) -> &[CaseBlock] {
        &self.body().cases
    }

    /// What a query block says.
    pub fn query(&self, block: &QueryBlock) -> &str {
        self.source.get(block.start..block.end).unwrap_or_default()
    }

    /// The section of this title.
    pub fn section(&self, title: &str) -> Option<&Section> {
        self.sections().iter().find(|s| s.title == title)
    }

    /// The programs of its sections.
    pub fn programs(&self) -> impl Iterator<Item = &Program> {
        self.code().iter().filter_map(|code| match code {
            Code::Program(program) => Some(program),
            _ => None,
        })
    }

    /// The query of a fragment.
    pub fn fragment(&self, name: &str) -> Option<&QueryBlock> {
        self.queries.iter().find(|q| q.fragment.as_deref() == Some(name))
    }
}
