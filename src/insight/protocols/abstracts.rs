//! Abstract methods: which are left, and marks without effect.

use serde_json::json;

use super::super::sentence::{Sentence, code, say};
use super::super::{Insight, Site, model};
use super::body;
use crate::detect::Analysis;
use crate::document::Node;

/// The abstract methods of Python's own classes.
const OF_PYTHON: &[(&str, &[&str])] = &[
    ("collections.abc.AsyncGenerator", &["asend", "athrow"]),
    ("collections.abc.AsyncIterable", &["__aiter__"]),
    ("collections.abc.AsyncIterator", &["__anext__"]),
    ("collections.abc.Awaitable", &["__await__"]),
    ("collections.abc.Container", &["__contains__"]),
    ("collections.abc.Coroutine", &["send", "throw"]),
    ("collections.abc.Generator", &["send", "throw"]),
    ("collections.abc.Hashable", &["__hash__"]),
    ("collections.abc.Iterable", &["__iter__"]),
    ("collections.abc.Iterator", &["__next__"]),
    ("collections.abc.Mapping", &["__getitem__"]),
    ("collections.abc.MutableMapping", &["__delitem__", "__setitem__"]),
    (
        "collections.abc.MutableSequence",
        &["__delitem__", "__setitem__", "insert"],
    ),
    ("collections.abc.MutableSet", &["add", "discard"]),
    ("collections.abc.Reversible", &["__reversed__"]),
    ("collections.abc.Sequence", &["__getitem__"]),
    ("collections.abc.Sized", &["__len__"]),
    ("contextlib.AbstractAsyncContextManager", &["__aexit__"]),
    ("contextlib.AbstractContextManager", &["__exit__"]),
];

/// Classes of Python's with the metaclass `ABCMeta` whose abstract methods are not in the list.
const UNLISTED: &[&str] = &["io.", "numbers.", "typing.Protocol"];

/// How many names are followed through the bases, and how much text may be read for that.
const MOST_NAMES: usize = 48;
const MOST_TEXT: usize = 24 << 20;

/// An abstract method that a class still has.
struct Left<'a> {
    name: &'a str,
    /// The class that marks it.
    owner: &'a str,
    /// Where it is marked, in this file.
    place: Option<Node<'a>>,
    is_own: bool,
}

/// The abstract methods that a class of the file still has, in the order of their classes; `None` where the file does not tell, or where it is no
/// abstract base class.
fn left<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Vec<Left<'a>>> {
    if !has_abc_meta(site.analysis, class) {
        return None;
    }
    let order = model::complete_order(site.analysis, class)?;
    let mut names: Vec<&'a str> = Vec::new();
    for entry in &order {
        let marked: Vec<&'a str> = match entry {
            model::Entry::Class(class) => marked_names(site.analysis, *class)?,
            model::Entry::Known(known) if UNLISTED.iter().any(|prefix| known.name.starts_with(prefix)) => {
                // `Protocol` itself has none, but a class directly below it is not there to be called.
                if known.name != "typing.Protocol" {
                    return None;
                }
                Vec::new()
            }
            model::Entry::Known(known) => of_python(known.name).to_vec(),
        };
        for name in marked {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    let text = site.analysis.document().text().len();
    if names.len() > MOST_NAMES || text.saturating_mul(order.len()).saturating_mul(names.len()) > MOST_TEXT {
        return None;
    }
    let mut found = Vec::new();
    for name in names {
        let (owner, place) = match model::find_along(site.analysis, &order, name) {
            model::Member::Here(_) => (class, is_abstract(site.analysis, class, name)?),
            model::Member::Inherited(base, _) => (base, is_abstract(site.analysis, base, name)?),
            model::Member::Builtin(known) => {
                if of_python(known).contains(&name) {
                    let owner = known.rsplit('.').next().unwrap_or(known);
                    found.push(Left {
                        name,
                        owner,
                        place: None,
                        is_own: false,
                    });
                }
                continue;
            }
            // The class statement itself sets `__hash__` to `None`: no mark there.
            model::Member::NoHash(_) => continue,
            model::Member::Absent | model::Member::Unknown => return None,
        };
        // The mark of a class with another metaclass does not count, unless the class itself makes it its own.
        if place && (owner == class || has_abc_meta(site.analysis, owner)) {
            found.push(Left {
                name,
                owner: body::name_of(owner),
                place: Some(owner),
                is_own: owner == class,
            });
        }
    }
    Some(found)
}

fn of_python(name: &str) -> &'static [&'static str] {
    let found = OF_PYTHON.iter().find(|(known, _)| *known == name);
    found.map_or(&[], |(_, names)| names)
}

/// Whether the metaclass of a class is `ABCMeta`, or the one of protocols that derives from it.
fn has_abc_meta<'a>(analysis: &Analysis, class: Node<'a>) -> bool {
    match model::metaclass(analysis, class) {
        model::Winner::Is(model::Metaclass::Known(name), _) => ["ABCMeta", "_ProtocolMeta"].contains(&name),
        _ => false,
    }
}

/// The names that a class body marks as abstract somewhere.
fn marked_names<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Vec<&'a str>> {
    let bindings = model::bindings(class)?;
    let defs = bindings
        .iter()
        .filter(|binding| binding.node.kind() == "function_definition");
    let marked = defs.filter(|binding| body::decorators(binding.node).any(|n| is_mark(analysis, n)));
    Some(marked.map(|binding| binding.name).collect())
}

/// `@abstractmethod` and its outdated relatives.
fn is_mark(analysis: &Analysis, decorator: Node<'_>) -> bool {
    const MARKS: &[&str] = &[
        "abc.abstractmethod",
        "abc.abstractproperty",
        "abc.abstractclassmethod",
        "abc.abstractstaticmethod",
    ];
    body::is_one_of(analysis, decorator, MARKS)
}

/// Whether what a class body binds to `name` is marked as abstract; `None` where that cannot be told.
fn is_abstract(analysis: &Analysis, class: Node<'_>, name: &str) -> Option<bool> {
    const PLAIN: &[&str] = &[
        "none",
        "true",
        "false",
        "integer",
        "float",
        "string",
        "list",
        "dictionary",
        "tuple",
        "set",
        "lambda",
    ];
    let mut state = Some(false);
    for binding in model::bindings(class)?.iter().filter(|binding| binding.name == name) {
        if binding.conditional || binding.deletes {
            return None;
        }
        state = match body::meaning(binding.node) {
            body::Own::Def(def) => of_def(analysis, def, name, state),
            body::Own::Value(value) if PLAIN.contains(&value.kind()) => Some(false),
            _ => None,
        };
    }
    state
}

/// Whether a `def` with its decorators is marked as abstract; `before`: whether what the name stood for until then is.
fn of_def(analysis: &Analysis, def: Node<'_>, name: &str, before: Option<bool>) -> Option<bool> {
    let mut state = Some(false);
    let decorators: Vec<_> = body::decorators(def).collect();
    for decorator in decorators.into_iter().rev() {
        let passes = [
            "builtins.property",
            "builtins.classmethod",
            "builtins.staticmethod",
            "typing.final",
            "typing.overload",
            "typing.override",
        ];
        let is_accessor = decorator.kind() == "attribute"
            && decorator.child("object").is_some_and(|object| object.text() == name)
            && decorator
                .child("attribute")
                .is_some_and(|accessor| matches!(accessor.text(), "setter" | "getter" | "deleter"));
        state = if is_mark(analysis, decorator) {
            Some(true)
        } else if is_accessor {
            // A property is abstract as soon as one of its functions is; a getter may take the place of one that was.
            match (state, before) {
                (Some(true), _) => Some(true),
                (Some(false), Some(false)) => Some(false),
                (Some(false), Some(true)) if decorator.child("attribute").is_some_and(|n| n.text() == "setter") => {
                    Some(true)
                }
                _ => None,
            }
        } else if body::is_one_of(analysis, decorator, &passes) {
            state
        } else {
            None
        };
    }
    state
}

/// What is left to define before objects of a class can be made.
pub(super) fn methods_left(site: &Site<'_>) -> Option<Insight> {
    let class = super::context::class_asked(site, &[])?;
    if is_bare_protocol(site, class) {
        return None;
    }
    let left = left(site, class)?;
    if left.is_empty() {
        return None;
    }
    let name = body::name_of(class);
    let own: Vec<&str> = left.iter().filter(|left| left.is_own).map(|left| left.name).collect();
    let inherited: Vec<&Left<'_>> = left.iter().filter(|left| !left.is_own).collect();
    let mut sentence = code(name);
    if let Some(first) = inherited.first() {
        let names: Vec<&str> = inherited.iter().map(|left| left.name).collect();
        sentence = sentence.say(" still lacks ").codes(&names, 3);
        if inherited.iter().all(|left| left.owner == first.owner) {
            sentence = sentence.say(" (abstract in ").code(first.owner).say(")");
        }
        if !own.is_empty() {
            sentence = sentence.say(" and adds ").codes(&own, 2).say(" as abstract");
        }
    } else {
        sentence = sentence.say(" is abstract: a subclass has to define ").codes(&own, 4);
    }
    if is_refused(site, class) {
        sentence = refusal(sentence, site, class);
    }
    let mut names: Vec<&str> = left.iter().map(|left| left.name).collect();
    names.sort_unstable();
    let claim = json!({ "class": name, "abstract": names });
    Some(Insight::new(sentence).with_detail(table(&left)).with_claim(claim))
}

fn refusal<'a>(sentence: Sentence, site: &Site<'a>, class: Node<'a>) -> Sentence {
    let sentence = match model::calls_of(site.analysis, site.nodes, class).next() {
        Some(call) => sentence.say("; ").node(call).say(" on ").line(call),
        None => sentence.say("; ").code(&format!("{}()", body::name_of(class))),
    };
    sentence.say(" raises ").code("TypeError")
}

fn table(left: &[Left<'_>]) -> String {
    let mut rows = vec!["| abstract | in | line |".to_owned(), "| --- | --- | --- |".to_owned()];
    for one in left.iter().take(30) {
        let span = super::super::code_span;
        let line = one.place.and_then(|class| {
            let model::Own::Here(def) = model::own_member(class, one.name) else {
                return None;
            };
            Some(super::super::sentence::line_of(def).to_string())
        });
        rows.push(format!(
            "| {} | {} | {} |",
            span(one.name),
            span(one.owner),
            line.unwrap_or_default()
        ));
    }
    rows.join("\n")
}

fn is_bare_protocol<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let bases = model::bases(site.analysis, class).unwrap_or_default();
    let mut bases = bases.iter();
    bases.any(|base| matches!(base, model::Base::Known(known) if known.name == "typing.Protocol"))
}

/// Whether making an object asks `object.__new__`, which refuses abstract classes. That of `dict` or `Exception` does not.
fn is_refused<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    model::is_default(site.analysis, class, "__new__") && !model::may_be_replaced(site.analysis, class)
}

/// A call of a class that still has abstract methods.
pub(super) fn call_refused(site: &Site<'_>) -> Option<Insight> {
    let call = site
        .token
        .parent()
        .filter(|n| n.kind() == "call" && n.child("function") == Some(site.token))?;
    let class = model::class_with(site.analysis, site.token)?;
    if is_bare_protocol(site, class) || !is_refused(site, class) {
        return None;
    }
    let left = left(site, class)?;
    let first = left.first()?;
    let names: Vec<&str> = left.iter().map(|left| left.name).collect();
    let sentence = say("this raises ").code("TypeError").say(": ").codes(&names, 3);
    let verb = if names.len() == 1 {
        " is abstract"
    } else {
        " are abstract"
    };
    let sentence = sentence.say(verb).say(" in ").code(first.owner);
    let sentence = match first.place.filter(|owner| *owner != class) {
        Some(owner) => sentence.say(" (").line(owner).say(")"),
        None => sentence,
    };
    let same = left.iter().all(|one| one.owner == first.owner);
    let is_inside_try = call.ancestors().any(|n| n.kind() == "try_statement");
    (same && !is_inside_try).then(|| Insight::new(sentence))
}

/// A class that has defined all that was abstract in its bases.
pub(super) fn all_done(site: &Site<'_>) -> Option<Insight> {
    let class = super::context::class_asked(site, &[])?;
    if is_bare_protocol(site, class) || !left(site, class)?.is_empty() {
        return None;
    }
    let order = model::complete_order(site.analysis, class)?;
    let mut names: Vec<&str> = Vec::new();
    let mut owners: Vec<&str> = Vec::new();
    for entry in order.iter().skip(1) {
        let marked: Vec<&str> = match entry {
            model::Entry::Class(base) if has_abc_meta(site.analysis, *base) => marked_names(site.analysis, *base)?,
            model::Entry::Class(_) => Vec::new(),
            model::Entry::Known(known) => of_python(known.name).to_vec(),
        };
        if !marked.is_empty() {
            owners.push(entry.name());
        }
        names.extend(
            marked
                .into_iter()
                .filter(|name| !names.contains(name))
                .collect::<Vec<_>>(),
        );
    }
    if names.is_empty() {
        return None;
    }
    let sentence = code(body::name_of(class))
        .say(" has nothing abstract left: it gets ")
        .codes(&names, 3)
        .say(", abstract in ")
        .codes(&owners, 2);
    let claim = json!({ "class": body::name_of(class), "abstract": [] });
    Some(Insight::new(sentence).with_claim(claim))
}

/// `@abstractmethod` where nobody reads it, or where it fails.
pub(super) fn mark_without_effect(site: &Site<'_>) -> Option<Insight> {
    let decorator = site.token.ancestors().find(|n| n.kind() == "decorator")?;
    let def = decorator
        .parent()
        .and_then(|n| n.child("definition"))
        .filter(|n| n.kind() == "function_definition")?;
    let all: Vec<_> = body::decorators(def).collect();
    let at = all
        .iter()
        .position(|n| n.start() >= decorator.start() && n.end() <= decorator.end())?;
    let mark = *all.get(at)?;
    if !body::is_one_of(site.analysis, mark, &["abc.abstractmethod"]) {
        return None;
    }
    if let Some(inner) = all.get(at + 1)
        && body::is_one_of(
            site.analysis,
            *inner,
            &["builtins.property", "builtins.classmethod", "builtins.staticmethod"],
        )
    {
        let sentence = say("this raises ")
            .code("AttributeError")
            .say(": a ")
            .node(*inner)
            .say(" object cannot be marked; ")
            .code("@abstractmethod")
            .say(" belongs below ")
            .code(&format!("@{}", inner.text()));
        return Some(Insight::new(sentence));
    }
    let class = body::class_around(decorator)?;
    let name = body::name_of(class);
    match model::metaclass(site.analysis, class) {
        model::Winner::Is(model::Metaclass::Known("type"), _) if !model::may_be_replaced(site.analysis, class) => {}
        _ => return None,
    }
    let sentence = say("has no effect: the metaclass of ")
        .code(name)
        .say(" is ")
        .code("type")
        .say(", not ")
        .code("ABCMeta")
        .say("; ")
        .code(&format!("{name}()"))
        .say(" is not refused for it");
    Some(Insight::new(sentence))
}
