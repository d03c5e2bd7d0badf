//! Data classes that cannot be made: what `@dataclass` raises.

use serde_json::json;

use super::super::sentence::{Sentence, code, line_of, say};
use super::super::{Finder, Insight, Piece, Site};
use super::body::{self, Item};
use super::data_class::{DataClass, Default, Field, Kind};
use super::data_class_source::{Decoration, Options};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

pub(super) const FAULT: Finder = Finder {
    about: "dataclass-error",
    concepts: &[
        "mutable-dataclass-default",
        "dataclasses-dataclass",
        "dataclasses-field",
        "class-definition",
    ],
    find: find_fault,
};

/// What making the class raises.
pub(super) struct Fault {
    exception: &'static str,
    /// As every version says it.
    message: String,
    /// The cause, or what to do: follows the message.
    because: Sentence,
    /// Whether the message is the same text in every module.
    is_exact: bool,
}

fn find_fault<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = match site.concept {
        "mutable-dataclass-default" | "dataclasses-field" => body::class_around(site.token)?,
        _ => body::class_at(site)?,
    };
    let data = DataClass::read(site.analysis, class)?;
    let fault = fault(site.analysis, &data)?;
    let error = format!("{}: {}", fault.exception, fault.message);
    let mut sentence = say("making ").code(data.name).say(" raises ");
    // An error is quoted whole.
    sentence.0.push(Piece::Code(error.chars().take(110).collect()));
    sentence.0.extend(fault.because.0);
    let insight = Insight::new(sentence);
    Some(match body::qualified(class).filter(|_| fault.is_exact) {
        Some(name) => insight.with_claim(json!({ "class": name, "raises": error })),
        None => insight,
    })
}

/// What making the class raises: the exception and its message.
pub(crate) fn raised(analysis: &Analysis, data: &DataClass<'_>) -> Option<String> {
    fault(analysis, data).map(|fault| format!("{}: {}", fault.exception, fault.message))
}

/// The first error of the class, in the order in which `@dataclass` looks for them.
pub(super) fn fault(analysis: &Analysis, data: &DataClass<'_>) -> Option<Fault> {
    both_defaults(analysis, data)
        .or_else(|| field_fault(analysis, data))
        .or_else(|| no_annotation(analysis, data))
        .or_else(|| frozen_fault(data))
        .or_else(|| order_fault(data.options))
        .or_else(|| default_order(data))
        .or_else(|| overwritten(data))
        .or_else(|| slots_fault(data))
}

fn type_error(message: String, because: Sentence) -> Fault {
    Fault {
        exception: "TypeError",
        message,
        because,
        is_exact: true,
    }
}

fn value_error(message: String, because: Sentence) -> Fault {
    Fault {
        exception: "ValueError",
        ..type_error(message, because)
    }
}

/// The fields of the body, in its order, which is not theirs where they stand in the place of inherited ones.
fn own_fields<'x, 'a>(data: &'x DataClass<'a>) -> impl Iterator<Item = &'x Field<'a>> {
    let mut own: Vec<_> = data.fields.iter().filter(|field| field.class == data.class).collect();
    own.sort_by_key(|field| field.node.start());
    own.into_iter()
}

/// `field(default=…, default_factory=…)`, wherever it stands: the body itself fails.
fn both_defaults(analysis: &Analysis, data: &DataClass<'_>) -> Option<Fault> {
    let both = data.items.iter().find(|item| {
        let (Item::Annotated { value, .. } | Item::Assigned { value, .. }) = **item else {
            return false;
        };
        let call = value.filter(|value| value.kind() == "call" && body::is(analysis, *value, "dataclasses.field"));
        call.is_some_and(|call| has_keyword(call, "default") && has_keyword(call, "default_factory"))
    })?;
    let because = say(": ").code(both.name().text()).say(" has both");
    Some(value_error(
        "cannot specify both default and default_factory".to_owned(),
        because,
    ))
}

fn has_keyword(call: Node<'_>, name: &str) -> bool {
    let keywords = body::keywords(call.child("arguments")).unwrap_or_default();
    keywords.iter().any(|(keyword, _)| keyword.text() == name)
}

/// Errors of single fields.
fn field_fault(analysis: &Analysis, data: &DataClass<'_>) -> Option<Fault> {
    if let Some(second) = data.markers.get(1) {
        let message = format!("'{}' is KW_ONLY, but KW_ONLY has already been specified", second.text());
        return Some(type_error(message, Sentence::default()));
    }
    own_fields(data).find_map(|field| {
        let is_variable = matches!(field.kind, Kind::ClassVar | Kind::InitVar);
        match field.default {
            Default::Factory(_) if is_variable => {
                let message = format!("field {} cannot have a default factory", field.name);
                Some(type_error(message, Sentence::default()))
            }
            _ if field.kind == Kind::ClassVar && field.call.is_some_and(|call| has_keyword(call, "kw_only")) => {
                let message = format!("field {} is a ClassVar but specifies kw_only", field.name);
                Some(type_error(message, Sentence::default()))
            }
            Default::Value(value) if field.kind == Kind::Field => mutable(analysis, field, value),
            _ => None,
        }
    })
}

/// A default that would be shared: recognized by its being unhashable.
fn mutable(analysis: &Analysis, field: &Field<'_>, value: Node<'_>) -> Option<Fault> {
    let message = |kind: &str| {
        format!(
            "mutable default {kind} for field {} is not allowed: use default_factory",
            field.name
        )
    };
    let display = match value.kind() {
        "list" | "list_comprehension" => Some("list"),
        "dictionary" | "dictionary_comprehension" => Some("dict"),
        "set" | "set_comprehension" => Some("set"),
        _ => None,
    };
    let called = value.child("function").filter(|_| value.kind() == "call");
    let dotted = called.and_then(|function| body::dotted(analysis, function));
    let made = dotted.as_deref().and_then(|dotted| match dotted {
        "builtins.list" => Some("list"),
        "builtins.dict" => Some("dict"),
        "builtins.set" => Some("set"),
        "collections.defaultdict" | "collections.OrderedDict" | "collections.Counter" => Some(dotted),
        _ => None,
    });
    if let Some(kind) = display.or(made) {
        let is_empty = value.text().chars().filter(|c| !c.is_whitespace()).count() == 2;
        let last = kind.rsplit('.').next().unwrap_or(kind);
        let factory = if is_empty || value.text() == format!("{last}()") {
            format!("field(default_factory={last})")
        } else {
            format!("field(default_factory=lambda: {})", value.text())
        };
        return Some(value_error(
            message(&format!("<class '{kind}'>")),
            say("; write ").code(&factory),
        ));
    }
    let Resolution::Class(range) = analysis.resolve(called?) else {
        return None;
    };
    let class = value.nodes().innermost(&range);
    let name = body::name_of(class)?;
    is_unhashable(analysis, class).then(|| Fault {
        is_exact: false,
        ..value_error(
            message("…"),
            say(" since 3.11: ").code(name).say(" objects are unhashable"),
        )
    })
}

/// Whether the class sets its own `__hash__` to `None`.
fn is_unhashable(analysis: &Analysis, class: Node<'_>) -> bool {
    if body::decorators(class).next().is_none() {
        let Some(items) = body::items(class) else { return false };
        let has_metaclass = class.child("superclasses").is_some_and(|n| n.text().contains('='));
        return !has_metaclass
            && body::binding(&items, "__eq__").is_some()
            && body::binding(&items, "__hash__").is_none();
    }
    // The bases of that class do not matter, so none is read.
    let (Some(decoration), Some(items)) = (Decoration::of(analysis, class), body::items(class)) else {
        return false;
    };
    let Options {
        eq,
        frozen,
        unsafe_hash,
        ..
    } = decoration.options;
    let has_hash = body::binding(&items, "__hash__").is_some();
    eq && !frozen && !unsafe_hash && !decoration.is_decorated_again && !has_hash
}

/// `name = field(…)` without an annotation.
fn no_annotation(analysis: &Analysis, data: &DataClass<'_>) -> Option<Fault> {
    let is_annotated = |name: &str| {
        let annotates = |item: &Item<'_>| matches!(item, Item::Annotated { .. }) && item.name().text() == name;
        data.items.iter().any(annotates)
    };
    let name = data.items.iter().find_map(|item| match *item {
        Item::Assigned {
            name,
            value: Some(value),
        } => {
            let is_last = data.own(name.text()).is_some_and(|last| last.name() == name);
            let is_field = value.kind() == "call" && body::is(analysis, value, "dataclasses.field");
            (is_field && is_last && !is_annotated(name.text())).then_some(name)
        }
        _ => None,
    })?;
    let name = body::mangled(data.name, name.text());
    let message = format!("'{name}' is a field but has no type annotation");
    Some(type_error(message, Sentence::default()))
}

/// Frozen and not frozen classes do not mix.
fn frozen_fault(data: &DataClass<'_>) -> Option<Fault> {
    let mut above = data.above.iter().filter_map(|above| above.data.as_ref());
    let other = above.find(|above| above.options.frozen != data.options.frozen)?;
    let message = if data.options.frozen {
        "cannot inherit frozen dataclass from a non-frozen one"
    } else {
        "cannot inherit non-frozen dataclass from a frozen one"
    };
    let because = say(": ").code(other.name).say(", ").line(other.class);
    Some(type_error(message.to_owned(), because))
}

fn order_fault(options: Options) -> Option<Fault> {
    let wrong = options.order && !options.eq;
    wrong.then(|| value_error("eq must be true if order is true".to_owned(), Sentence::default()))
}

/// A parameter without a default behind one with a default.
fn default_order(data: &DataClass<'_>) -> Option<Fault> {
    // A base from elsewhere may have declared the field first.
    if !data.options.init || data.unknown_base.is_some() {
        return None;
    }
    let [by_place, _] = data.parameters();
    let first = by_place.iter().position(|field| field.has_default())?;
    let late = by_place.iter().skip(first).find(|field| !field.has_default())?;
    let before = by_place.get(first)?;
    let because = code(&before.name).say(" has one");
    let because = if before.class == data.class {
        because.say(&format!(" (line {})", line_of(before.node)))
    } else {
        let owner = body::name_of(before.class)?;
        because.say(", inherited from ").code(owner)
    };
    let mut sentence = say(": ");
    sentence.0.extend(because.0);
    let message = format!("non-default argument '{}' follows default argument", late.name);
    Some(type_error(message, sentence))
}

/// Methods of the body that `@dataclass` refuses to replace.
fn overwritten(data: &DataClass<'_>) -> Option<Fault> {
    let order: &[&str] = if data.options.order {
        &["__lt__", "__le__", "__gt__", "__ge__"]
    } else {
        &[]
    };
    let frozen: &[&str] = if data.options.frozen {
        &["__setattr__", "__delattr__"]
    } else {
        &[]
    };
    let hash: &[&str] = if data.options.unsafe_hash { &["__hash__"] } else { &[] };
    let refused = [
        (order, "order=True"),
        (frozen, "frozen=True"),
        (hash, "unsafe_hash=True"),
    ];
    let (item, option) = refused.iter().find_map(|(methods, option)| {
        let item = methods.iter().find_map(|method| data.own(method))?;
        Some((item, option))
    })?;
    // `__hash__ = None` beside `__eq__` counts as none.
    let is_hash = item.name().text() == "__hash__";
    if is_hash && !matches!(item, Item::Defined { .. }) && data.own("__eq__").is_some() {
        return None;
    }
    let message = format!(
        "Cannot overwrite attribute {} in class {}",
        item.name().text(),
        data.name
    );
    let because = say("; ").code(option).say(" writes it, and so does ").line(item.name());
    // Which of several is refused first depends on the version.
    let is_refused = |(methods, _): &&(&[&str], &str)| methods.iter().any(|method| data.own(method).is_some());
    Some(Fault {
        is_exact: refused.iter().filter(is_refused).count() == 1,
        ..type_error(message, because)
    })
}

fn slots_fault(data: &DataClass<'_>) -> Option<Fault> {
    if data.options.weakref_slot && !data.options.slots {
        let message = "weakref_slot is True but slots is False".to_owned();
        return Some(type_error(message, Sentence::default()));
    }
    let slots = data.own("__slots__").filter(|_| data.options.slots)?;
    let message = format!("{} already specifies __slots__", data.name);
    Some(type_error(message, say(", ").line(slots.name())))
}
