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

/// Whether the class states what others have to have, for type checkers.
fn is_protocol<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let bases = model::bases(site.analysis, class).unwrap_or_default();
    let mut bases = bases.iter();
    bases.any(|base| matches!(base, model::Base::Known(known) if known.name == "typing.Protocol"))
}
