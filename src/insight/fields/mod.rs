//! What a class statement makes of its body: data classes, enumerations, named tuples, the order in which a class is made.

pub(crate) mod body;
mod creation;
pub(crate) mod data_class;
mod data_class_facts;
pub(crate) mod data_class_faults;
mod data_class_source;
mod enum_facts;
mod enums;
mod match_args;
mod named_tuples;
mod signature;

use super::Finder;

pub(super) use match_args::match_args;
pub(super) use named_tuples::tuple_fields;
pub(super) use signature::signature;

pub(super) const FINDERS: &[Finder] = &[
    data_class_faults::FAULT,
    creation::FAULT,
    data_class_facts::NOT_A_FIELD,
    data_class_facts::FIELD,
    data_class_facts::KEYWORD_ONLY,
    data_class_facts::GENERATED,
    enum_facts::FAULT,
    enum_facts::MEMBERS,
    enum_facts::AUTO,
    named_tuples::FAULT,
    named_tuples::FIELDS,
    match_args::MATCH_ARGS,
    creation::KEYWORDS,
    creation::REGISTRY,
    creation::ORDER,
];

#[cfg(test)]
mod tests;
