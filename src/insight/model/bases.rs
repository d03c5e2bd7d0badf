//! Which class a place is about, and what its bases are.

use std::ops::Range;

use super::known::{Known, known};
use super::mro::{Entry, Numbered};
use crate::detect::{self, Analysis, Resolution};
use crate::document::{Node, Nodes, syntax};

/// A base in a class's header.
#[derive(Clone, Copy)]
pub(in crate::insight) enum Base<'a> {
    /// A class of this file, which nothing replaces.
    Class(Node<'a>),
    /// A class that Python brings along.
    Known(&'static Known),
    /// Anything else: the node is the base's expression.
    Unknown(Node<'a>),
}

impl<'a> Base<'a> {
    /// The class, where it is known.
    pub fn entry(self) -> Option<Entry<'a>> {
        match self {
            Self::Class(class) => Some(Entry::Class(class)),
            Self::Known(known) => Some(Entry::Known(known)),
            Self::Unknown(_) => None,
        }
    }
}

/// How many bases of one class are looked at.
pub(super) const MOST_BASES: usize = 64;

/// The class whose header or body `node` stands in (directly or within its methods), or whose `class_definition` it is. The decorators of a
/// class count as its own.
pub(in crate::insight) fn class_of(node: Node<'_>) -> Option<Node<'_>> {
    let mut around = std::iter::once(node).chain(node.ancestors());
    around.find_map(|n| match n.kind() {
        "class_definition" => Some(n),
        "decorated_definition" => n.child("definition").filter(|d| d.kind() == "class_definition"),
        _ => None,
    })
}

/// The class of this file that an expression names, where that is settled and nothing may have replaced it.
pub(in crate::insight) fn class_with<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Node<'a>> {
    let Resolution::Class(range) = analysis.resolve(name) else {
        return None;
    };
    class_at(name.nodes(), &range).filter(|class| !may_be_replaced(analysis, *class))
}

/// The `class_definition` with this range.
pub(in crate::insight) fn class_at<'a>(nodes: &'a Nodes<'a>, range: &Range<usize>) -> Option<Node<'a>> {
    let mut node = nodes.at(range);
    while node.kind() != "class_definition" {
        node = node.children().find(|child| child.range() == *range)?;
    }
    Some(node)
}

/// The bases of a class as they end up in `__bases__`, `object` left out where it is not written. `None` where a star argument hides some or there are too many.
pub(in crate::insight) fn bases<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Vec<Base<'a>>> {
    let known = class.remembered(|| {
        let numbered = |base: Base<'_>| match base {
            Base::Class(class) => Ok(Numbered::of(Entry::Class(class))),
            Base::Known(known) => Ok(Numbered::of(Entry::Known(known))),
            Base::Unknown(node) => Err(node.id()),
        };
        Remembered(read(analysis, class).map(|all| all.into_iter().map(numbered).collect()))
    });
    let base = |numbered: &Result<Numbered, u32>| match numbered {
        Ok(numbered) => match numbered.seen_from(class) {
            Entry::Class(class) => Base::Class(class),
            Entry::Known(known) => Base::Known(known),
        },
        Err(id) => Base::Unknown(class.nodes().node(*id)),
    };
    Some(known.0.as_ref()?.iter().map(base).collect())
}

/// [`bases`] as they are remembered of a class: the number of the expression where the base is not known.
struct Remembered(Option<Vec<Result<Numbered, u32>>>);

fn read<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Vec<Base<'a>>> {
    let arguments = class.child("superclasses");
    let mut found: Vec<(Node<'a>, Base<'a>)> = Vec::new();
    for argument in arguments.into_iter().flat_map(Node::named_children) {
        match argument.kind() {
            "comment" | "keyword_argument" | "dictionary_splat" | "line_continuation" => {}
            "list_splat" => return None,
            _ if found.len() == MOST_BASES => return None,
            _ => found.push((argument, base(analysis, argument))),
        }
    }
    let bare_protocol = found
        .iter()
        .any(|(node, base)| node.kind() != "subscript" && is(base, "typing.Protocol"));
    let last_alias = found.iter().rposition(|(node, base)| {
        let is_alias = matches!(base, Base::Class(_)) || is(base, "typing.Protocol") || is(base, "typing.Generic");
        node.kind() == "subscript" && is_alias
    });
    // Twice `Generic[…]` is refused, in one way or another.
    let generics = found
        .iter()
        .filter(|(node, base)| node.kind() == "subscript" && is(base, "typing.Generic"));
    if generics.count() > 1 {
        return None;
    }
    let mut kept: Vec<Base<'a>> = Vec::new();
    for (at, (node, base)) in found.iter().enumerate() {
        // `Generic[T]` stands aside for a bare `Protocol`, and for a generic class in brackets that follows.
        let stands_aside = bare_protocol || last_alias.is_some_and(|last| last > at);
        if node.kind() != "subscript" || !is(base, "typing.Generic") || !stands_aside {
            kept.push(*base);
        }
    }
    // Type parameters in the header add `Generic[…]` behind the bases.
    if class.child("type_parameters").is_some()
        && !bare_protocol
        && let Some(generic) = known("typing.Generic")
    {
        kept.push(Base::Known(generic));
    }
    Some(kept)
}

fn is(base: &Base<'_>, name: &str) -> bool {
    matches!(base, Base::Known(known) if known.name == name)
}

fn base<'a>(analysis: &Analysis, argument: Node<'a>) -> Base<'a> {
    let mut expression = argument;
    for _ in 0..8 {
        match expression.kind() {
            "parenthesized_expression" => match expression.named_children().next() {
                Some(inner) => expression = inner,
                None => return Base::Unknown(argument),
            },
            _ => break,
        }
    }
    if expression.kind() == "subscript" {
        return subscripted(analysis, expression).unwrap_or(Base::Unknown(argument));
    }
    named(analysis, expression).unwrap_or(Base::Unknown(argument))
}

fn named<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Base<'a>> {
    match analysis.resolve(name) {
        Resolution::Class(_) => class_with(analysis, name).map(Base::Class),
        Resolution::Dotted(candidates) => match candidates.as_slice() {
            [one] => known(one).map(Base::Known),
            _ => None,
        },
        _ => None,
    }
}

/// What `Generic[T]`, `dict[str, int]` and `Box[int]` (where `Box` is generic by its own header) come to as a base: the class before the bracket.
fn subscripted<'a>(analysis: &Analysis, subscript: Node<'a>) -> Option<Base<'a>> {
    let base = named(analysis, subscript.child("value")?)?;
    let is_plain = match base {
        Base::Known(known) => {
            matches!(known.name, "typing.Generic" | "typing.Protocol")
                || known.name.starts_with("collections.")
                || [
                    "builtins.dict",
                    "builtins.list",
                    "builtins.set",
                    "builtins.frozenset",
                    "builtins.tuple",
                    "builtins.type",
                ]
                .contains(&known.name)
        }
        Base::Class(class) => is_generic_itself(analysis, class),
        Base::Unknown(_) => false,
    };
    is_plain.then_some(base)
}

/// Whether a class has type parameters, or `Generic[…]` or `Protocol[…]` among its bases, and no `__class_getitem__` of its own.
fn is_generic_itself(analysis: &Analysis, class: Node<'_>) -> bool {
    let generic = |n: Node<'_>| {
        let Resolution::Dotted(names) = analysis.resolve(n) else {
            return false;
        };
        matches!(names.as_slice(), [one] if matches!(one.as_str(), "typing.Generic" | "typing.Protocol"))
    };
    let own = detect::members(class).take(256).any(|member| {
        member
            .child("name")
            .is_some_and(|name| name.text() == "__class_getitem__")
    });
    let by_header = class.child("type_parameters").is_some() || detect::bases(class).take(MOST_BASES).any(generic);
    by_header && !own
}

/// Decorators that return the class that they are given, or one just like it.
const KEEPING: [&str; 9] = [
    "dataclasses.dataclass",
    "functools.total_ordering",
    "typing.final",
    "typing.runtime_checkable",
    "typing.dataclass_transform",
    "enum.unique",
    "enum.verify",
    "abc.update_abstractmethods",
    "warnings.deprecated",
];

/// The dotted names of a class's decorators, without their calls; `None` for each that is not known.
pub(in crate::insight) fn decorators<'a>(
    analysis: &Analysis,
    class: Node<'a>,
) -> impl Iterator<Item = (Node<'a>, Option<String>)> {
    syntax::decorators(class).map(|decorator| {
        let expression = syntax::decorator_value(decorator);
        let name = expression.and_then(|expression| match expression.kind() {
            "call" => expression.child("function"),
            _ => Some(expression),
        });
        let dotted = name.and_then(|name| match analysis.resolve(name) {
            Resolution::Dotted(names) => match names.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            },
            _ => None,
        });
        (decorator, dotted)
    })
}

/// Whether a decorator may put something else in the place of a class.
pub(in crate::insight) fn may_be_replaced(analysis: &Analysis, class: Node<'_>) -> bool {
    decorators(analysis, class).any(|(_, name)| !name.is_some_and(|name| KEEPING.contains(&name.as_str())))
}
