//! How `@dataclass` is written: its arguments, what stands behind the `=` of a field, what its annotation marks.

use super::body;
use super::data_class::{Default, Field, Kind};
use crate::detect::{Analysis, Place, Resolution, dotted_parts};
use crate::document::Node;

/// The arguments of `@dataclass`.
#[derive(Clone, Copy)]
pub(crate) struct Options {
    pub(crate) init: bool,
    pub(crate) repr: bool,
    pub(crate) eq: bool,
    pub(crate) order: bool,
    pub(crate) unsafe_hash: bool,
    pub(crate) frozen: bool,
    pub(crate) match_args: bool,
    pub(crate) kw_only: bool,
    pub(crate) slots: bool,
    pub(crate) weakref_slot: bool,
}

/// A decorator that gives back the class it gets, and leaves its fields as they are.
pub(super) fn is_harmless(analysis: &Analysis, decorator: Node<'_>) -> bool {
    let harmless = [
        "typing.final",
        "typing_extensions.final",
        "typing.runtime_checkable",
        "enum.unique",
    ];
    body::dotted(analysis, decorator).is_some_and(|dotted| harmless.contains(&dotted.as_str()))
}

/// The decorators of a data class.
pub(super) struct Decoration {
    pub(super) options: Options,
    /// Others stand above `@dataclass`.
    pub(super) is_decorated_again: bool,
}

impl Decoration {
    /// `None` where it is no data class, or others may change it before.
    pub(super) fn of(analysis: &Analysis, class: Node<'_>) -> Option<Self> {
        let mut found = None;
        let mut is_decorated_again = false;
        for decorator in body::decorators(class) {
            if body::is(analysis, decorator, "dataclasses.dataclass") {
                if found.is_some() {
                    return None;
                }
                found = Some(decorator);
                continue;
            }
            if is_harmless(analysis, decorator) {
                continue;
            }
            // Below `@dataclass` it may change the class before its fields are read.
            if found.is_some() {
                return None;
            }
            is_decorated_again = true;
        }
        Some(Self {
            options: Options::read(found?)?,
            is_decorated_again,
        })
    }
}

impl Options {
    fn read(decorator: Node<'_>) -> Option<Self> {
        let mut options = Self {
            init: true,
            repr: true,
            eq: true,
            order: false,
            unsafe_hash: false,
            frozen: false,
            match_args: true,
            kw_only: false,
            slots: false,
            weakref_slot: false,
        };
        let arguments = match decorator.kind() {
            "call" => decorator.child("arguments"),
            _ => None,
        };
        for (name, value) in body::keywords(arguments)? {
            let option = match name.text() {
                "init" => &mut options.init,
                "repr" => &mut options.repr,
                "eq" => &mut options.eq,
                "order" => &mut options.order,
                "unsafe_hash" => &mut options.unsafe_hash,
                "frozen" => &mut options.frozen,
                "match_args" => &mut options.match_args,
                "kw_only" => &mut options.kw_only,
                "slots" => &mut options.slots,
                "weakref_slot" => &mut options.weakref_slot,
                _ => return None,
            };
            *option = body::boolean(value)?;
        }
        Some(options)
    }
}

/// Reads what stands behind the `=` of a field.
pub(super) fn specify<'a>(analysis: &Analysis, field: &mut Field<'a>, value: Node<'a>) -> Option<()> {
    if body::is(analysis, value, "dataclasses.MISSING") && value.kind() != "call" {
        return Some(());
    }
    if value.kind() != "call" {
        // One of several values may be a `field(…)`.
        let chooses = matches!(
            value.kind(),
            "conditional_expression" | "boolean_operator" | "named_expression" | "await" | "subscript"
        );
        if chooses && value.text().contains('(') {
            return None;
        }
        field.default = Default::Value(value);
        return Some(());
    }
    if !body::is(analysis, value, "dataclasses.field") {
        field.default = Default::Value(is_known_call(analysis, value).then_some(value)?);
        return Some(());
    }
    field.call = Some(value);
    for (name, argument) in body::keywords(value.child("arguments"))? {
        match name.text() {
            "default" if body::is(analysis, argument, "dataclasses.MISSING") => return None,
            "default" => field.default = Default::Value(argument),
            "default_factory" => field.default = Default::Factory(argument),
            "init" => field.init = body::boolean(argument)?,
            "kw_only" => field.keyword_only = body::boolean(argument)?,
            "compare" => field.compare = body::boolean(argument)?,
            "repr" => field.repr = body::boolean(argument)?,
            "hash" if argument.kind() == "none" => {}
            "hash" => field.hash = Some(body::boolean(argument)?),
            "metadata" | "doc" => {}
            _ => return None,
        }
    }
    Some(())
}

/// Whether a call gives a plain object: not, as a function of somebody's may, the result of `field(…)`.
fn is_known_call(analysis: &Analysis, call: Node<'_>) -> bool {
    let Some(function) = call.child("function") else {
        return false;
    };
    if matches!(analysis.resolve(function), Resolution::Class(_)) {
        return true;
    }
    let heads = [
        "builtins",
        "collections",
        "datetime",
        "decimal",
        "fractions",
        "pathlib",
        "re",
        "uuid",
        "os",
        "time",
        "math",
        "enum",
        "logging",
        "threading",
        "random",
    ];
    body::dotted(analysis, function)
        .is_some_and(|dotted| dotted.split('.').next().is_some_and(|head| heads.contains(&head)))
}

/// How annotations are read for `ClassVar`, `InitVar` and `KW_ONLY`.
pub(super) struct Annotations<'x> {
    analysis: &'x Analysis,
    /// `from __future__ import annotations`: they are strings, and `@dataclass` guesses from their first words.
    are_strings: bool,
}

const MARKS: [&str; 3] = ["ClassVar", "InitVar", "KW_ONLY"];

impl<'x> Annotations<'x> {
    /// `None` where one of the marks has another name in the file.
    pub(super) fn new(analysis: &'x Analysis, class: Node<'_>, text: &str) -> Option<Self> {
        let renamed = MARKS.iter().any(|mark| is_renamed(text, mark));
        let statements = class.nodes().root().named_children().take(64);
        let are_strings = statements
            .filter(|n| n.kind() == "future_import_statement")
            .any(|n| n.text().contains("annotations"));
        (!renamed).then_some(Self { analysis, are_strings })
    }

    /// What the annotation makes of the name; `None` where that is not settled.
    pub(super) fn kind(&self, annotation: Node<'_>) -> Option<Kind> {
        let has_mark = |text: &str| MARKS.iter().any(|mark| text.contains(mark));
        if !has_mark(annotation.text()) {
            return Some(Kind::Field);
        }
        let head = match annotation.kind() {
            "generic_type" => annotation.named_children().next()?,
            "subscript" => annotation.child("value")?,
            _ => annotation,
        };
        let (first, rest) = dotted_parts(head)?;
        let kind = match body::dotted(self.analysis, head)?.as_str() {
            "typing.ClassVar" => Kind::ClassVar,
            "typing_extensions.ClassVar" if !self.are_strings => Kind::ClassVar,
            "dataclasses.InitVar" => Kind::InitVar,
            "dataclasses.KW_ONLY" if head == annotation => Kind::Marker,
            _ => return None,
        };
        // A string is looked up in the module, as `name` or as `module.name`.
        let found = !self.are_strings || (rest.len() < 2 && self.analysis.place(first) == Some(Place::Global));
        let rest_of_it = annotation.text().get(head.text().len()..).unwrap_or("");
        (found && !has_mark(rest_of_it)).then_some(kind)
    }
}

/// Whether the text says `… = ClassVar`, `… = typing.ClassVar` or `ClassVar as …`.
fn is_renamed(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let before = before.trim_end_matches(|c: char| c == '.' || c == '_' || c.is_alphanumeric());
        let after = text.get(at + mark.len()..).unwrap_or("");
        before.trim_end_matches(' ').ends_with('=') || after.trim_start_matches(' ').starts_with("as ")
    })
}
