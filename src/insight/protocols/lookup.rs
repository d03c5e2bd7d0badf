//! Where a class gets a special method from.

use super::super::{Site, model};
use super::body::{self, Own};
use crate::document::Node;

/// Where a class has a name from.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// From nowhere: neither the class nor any base has it, `object` included.
    Nowhere,
    /// From the body of this class of the file, its own or a base's.
    Class(Node<'a>, Own<'a>),
    /// From a class that Python brings along: its dotted name.
    Known(&'static str),
    /// The file does not tell.
    Unsure,
}

/// Where `class` has `name` from.
pub(super) fn find<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Found<'a> {
    match model::find_member(site.analysis, class, name) {
        model::Member::Here(node) => Found::Class(class, body::meaning(node)),
        model::Member::Inherited(base, node) => Found::Class(base, body::meaning(node)),
        model::Member::Builtin(known) => Found::Known(known),
        model::Member::Absent if !is_protocol(site, class) => Found::Nowhere,
        _ => Found::Unsure,
    }
}

/// Whether nothing gives the class `name`, as far as Python looks it up on classes.
pub(super) fn is_nowhere<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> bool {
    matches!(find(site, class, name), Found::Nowhere)
}

/// Whether the class has `name` from `object` alone.
pub(super) fn is_default<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> bool {
    matches!(find(site, class, name), Found::Known("builtins.object"))
}

/// Whether the class states what others have to have, for type checkers.
fn is_protocol<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let bases = model::bases(site.analysis, class).unwrap_or_default();
    let mut bases = bases.iter();
    bases.any(|base| matches!(base, model::Base::Known(known) if known.name == "typing.Protocol"))
}

/// The order in which attributes of the class are looked up, where all of it is known.
pub(super) fn order<'a>(site: &Site<'a>, class: Node<'a>) -> Option<Vec<model::Entry<'a>>> {
    match model::mro(site.analysis, class) {
        model::Mro::Complete(order) => Some(order),
        _ => None,
    }
}

/// Whether calling the class makes an object of it: no `__new__` of a base, no metaclass of this file or of unknown origin, no decorator in between.
pub(super) fn makes_its_own<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let is_type = match model::metaclass(site.analysis, class) {
        model::Winner::Is(model::Metaclass::Known(name), _) => ["type", "ABCMeta"].contains(&name),
        _ => false,
    };
    is_type && is_default(site, class, "__new__") && !model::may_be_replaced(site.analysis, class)
}

/// The calls of a class in the file, as far as they name it plainly.
pub(super) fn calls<'a>(site: &Site<'a>, class: Node<'a>) -> impl Iterator<Item = Node<'a>> {
    let site = *site;
    let name = body::name_of(class);
    let places = site.analysis.document().text().match_indices(name).take(256);
    places.filter_map(move |(at, _)| {
        let token = site.nodes.innermost(&(at..at + name.len()));
        let is_name = token.kind() == "identifier" && token.text() == name;
        let call = token
            .parent()
            .filter(|n| is_name && n.kind() == "call" && n.child("function") == Some(token))?;
        (model::class_with(site.analysis, token) == Some(class)).then_some(call)
    })
}
