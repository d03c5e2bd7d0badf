//! Where a class gets a special method from.

use super::super::Site;
use super::body::{self, Own};
use crate::detect;
use crate::document::Node;

/// Where a class has a name from.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// From nowhere: neither the class nor any base has it, `object` included.
    Nowhere,
    /// From the body of this class of the file, its own or a base's.
    Class(Node<'a>, Own<'a>),
    /// The file does not tell.
    Unsure,
}

/// Where `class` has `name` from.
pub(super) fn find<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Found<'a> {
    match body::own(site.analysis, class, name) {
        Own::Unsure => Found::Unsure,
        Own::Absent if detect::bases(class).next().is_some() || body::is_patched(site, class, name) => Found::Unsure,
        Own::Absent => Found::Nowhere,
        own => Found::Class(class, own),
    }
}

/// The class statement with this range.
pub(super) fn class_at<'a>(site: &Site<'a>, range: &std::ops::Range<usize>) -> Option<Node<'a>> {
    Some(site.nodes.at(range)).filter(|n| n.kind() == "class_definition")
}

/// Whether calling the class makes an object of it: no `__new__` or metaclass of this file or of unknown origin, no decorator in between.
pub(super) fn makes_its_own<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    matches!(find(site, class, "__new__"), Found::Nowhere)
}
