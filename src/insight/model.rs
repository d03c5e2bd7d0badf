//! What several facts ask of the same things: the classes of a file, the parameters of a function. A file a thing.

mod assigned;
mod bases;
mod known;
mod members;
mod metaclass;
mod mro;
mod objects;
mod slots;

#[cfg(test)]
mod tests;

pub(super) use self::{
    bases::{Base, bases, class_at, class_of, class_with, decorators, may_be_replaced},
    members::{Member, Own, assignments, bindings, find_along, find_member, mangled, own_member},
    metaclass::{Metaclass, Winner, metaclass, metaclass_keyword},
    mro::{Entry, Mro, mro, order_of},
    objects::{calls_of, class_of_object, complete_order, is_default, makes_its_own},
    slots::{Slots, slots, string},
};
