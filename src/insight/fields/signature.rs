//! How a data class or a named tuple is called: the parameters that nobody writes out.

use super::data_class::{DataClass, Default};
use super::data_class_faults::fault;
use super::named_tuples;
use crate::detect::Analysis;
use crate::document::Node;

/// A parameter of a call that makes an object.
pub(in crate::insight) struct Parameter {
    pub(in crate::insight) name: String,
    pub(in crate::insight) is_keyword_only: bool,
    /// What it is where the call does not give it, as code.
    pub(in crate::insight) default: Option<String>,
}

/// The method that takes the arguments, and its parameters without the first.
pub(in crate::insight) struct Signature {
    pub(in crate::insight) method: &'static str,
    pub(in crate::insight) parameters: Vec<Parameter>,
}

/// The call of a data class whose `__init__` is written by `@dataclass`, or of a named tuple.
pub(in crate::insight) fn signature<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Signature> {
    if let Some(tuple) = named_tuples::of_class(analysis, class) {
        let fields = named_tuples::sound(tuple)?.fields;
        let parameters = fields.into_iter().map(|field| Parameter {
            name: field.name,
            is_keyword_only: false,
            default: field.default,
        });
        return Some(Signature {
            method: "__new__",
            parameters: parameters.collect(),
        });
    }
    let data = DataClass::read(analysis, class)?;
    let is_known = data.unknown_base.is_none() && !data.is_decorated_again && data.writes("__init__");
    if !is_known || fault(analysis, &data).is_some() {
        return None;
    }
    let [by_place, keyword_only] = data.parameters();
    let parameters = by_place.into_iter().chain(keyword_only).map(|field| Parameter {
        name: field.name.clone(),
        is_keyword_only: field.keyword_only,
        default: match field.default {
            Default::Missing => None,
            Default::Factory(factory) => Some(format!("{}()", factory.text())),
            Default::Value(value) if value.kind().ends_with("_definition") => Some("…".to_owned()),
            Default::Value(value) => Some(value.text().to_owned()),
        },
    });
    Some(Signature {
        method: "__init__",
        parameters: parameters.collect(),
    })
}
