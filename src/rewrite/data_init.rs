//! The `__init__` that `@dataclass` writes, as text.

use super::data_methods::{Written, is_literal};
use super::fresh::Fresh;
use super::surroundings::value;
use super::{Site, shown};
use crate::detect::{self, Resolution};
use crate::document::Node;
use crate::document::syntax::{ScopeKind, scope_of};
use crate::insight::fields::body::Item;
use crate::insight::fields::data_class::{DataClass, Default, Field, Kind};

pub(super) fn init<'a>(
    site: &Site<'a>,
    data: &DataClass<'a>,
    fresh: &mut Fresh,
    written: &mut Written,
) -> Result<(), String> {
    let [by_place, keyword_only] = data.parameters();
    let names: Vec<&str> = by_place
        .iter()
        .chain(&keyword_only)
        .map(|field| field.name.as_str())
        .collect();
    let own = if data.fields.iter().any(|field| field.name == "self") {
        "__dataclass_self__"
    } else {
        "self"
    };
    let is_nested = scope_of(site.node).0 == ScopeKind::Class;
    let has_factory = by_place
        .iter()
        .chain(&keyword_only)
        .any(|f| matches!(f.default, Default::Factory(_)));
    let missing = fresh.name("missing");
    if has_factory {
        if is_nested {
            return Err("`__init__` needs a mark for an argument that is not given, and nothing in a class body is seen both by the inner class's body and by its methods".to_owned());
        }
        written.before.push(format!("{missing} = object()"));
        written.notes.push(format!(
            "`{missing}` marks an argument that is not given, so that the factory is called anew for each object; `@dataclass` has a mark of its own, shown as `<factory>`."
        ));
    }
    let mut parameters = vec![own.to_owned()];
    for (at, field) in by_place.iter().chain(&keyword_only).enumerate() {
        if at == by_place.len() {
            parameters.push("*".to_owned());
        }
        let annotation = annotation(site, data, field);
        if annotation.is_none() {
            written.notes.push(format!("`@dataclass` gives the parameter `{}` its annotation, too; evaluated once more it might be something else.", field.name));
        }
        let equals = if annotation.is_some() { " = " } else { "=" };
        let default = match field.default {
            Default::Missing => String::new(),
            Default::Factory(_) => format!("{equals}{missing}"),
            Default::Value(default) => format!("{equals}{}", default_text(site, data, field, default)?),
        };
        let annotation = annotation.map_or(String::new(), |text| format!(": {text}"));
        parameters.push(format!("{}{annotation}{default}", field.name));
    }
    written.line(0, "");
    written.line(0, format!("def __init__({}) -> None:", parameters.join(", ")));
    let start = written.lines.len();
    if data.options.frozen && names.contains(&"object") {
        return Err(
            "a parameter called `object` hides the built-in that sets the fields of a frozen object".to_owned(),
        );
    }
    for field in data.fields.iter().filter(|field| field.kind == Kind::Field) {
        let given = match field.default {
            Default::Factory(factory) => {
                let call = called(site, data, field, factory, &names)?;
                if field.init {
                    format!("{call} if {0} is {missing} else {0}", field.name)
                } else {
                    call
                }
            }
            _ if field.init => field.name.clone(),
            Default::Value(default) if data.options.slots => {
                if !is_literal(default) {
                    return Err(format!(
                        "the default of `{}` is no literal, and with slots no attribute of the class keeps it for `__init__`",
                        field.name
                    ));
                }
                default.text().to_owned()
            }
            _ => continue,
        };
        written.line(
            1,
            if data.options.frozen {
                format!("object.__setattr__({own}, {:?}, {given})", field.name)
            } else {
                format!("{own}.{} = {given}", field.name)
            },
        );
    }
    let has_post_init = data.own("__post_init__").is_some()
        || data.above.iter().any(|above| {
            let binds = |item: &Item<'_>| item.binds() && item.name().text() == "__post_init__";
            above.items.iter().any(binds)
        });
    if has_post_init {
        let variables: Vec<&Field<'_>> = data.fields.iter().filter(|f| f.kind == Kind::InitVar).collect();
        if let Some(field) = variables.iter().find(|field| !field.init) {
            return Err(format!(
                "`__post_init__` is to be given `{}`, which is no parameter",
                field.name
            ));
        }
        let names: Vec<&str> = variables.iter().map(|field| field.name.as_str()).collect();
        written.line(1, format!("{own}.__post_init__({})", names.join(", ")));
    }
    if written.lines.len() == start {
        written.line(1, "pass");
    }
    Ok(())
}

/// A field's annotation, where evaluating it once more does no harm and gives the same.
fn annotation<'a>(site: &Site<'a>, data: &DataClass<'a>, field: &Field<'a>) -> Option<String> {
    if field.class != data.class && scope_of(field.class).1.is_some() {
        return None;
    }
    let annotation = field.node.parent()?.child("type")?;
    let is_plain = |n: Node<'a>| {
        let is_name = n.kind() == "identifier" && n.field() != Some("attribute");
        let is_call = matches!(n.kind(), "call" | "await" | "yield" | "lambda" | "named_expression");
        !is_call && !(is_name && (is_bound(data, n.text()) || is_bound_twice(site, n)))
    };
    let text = annotation.text();
    (annotation.descendants().all(is_plain) && !text.contains(['\n', '\r'])).then(|| text.to_owned())
}

/// Whether the body of the class, or of the one that a field comes from, binds a name.
fn is_bound(data: &DataClass<'_>, name: &str) -> bool {
    let binds = |item: &Item<'_>| item.binds() && item.name().text() == name;
    data.items.iter().any(binds) || data.above.iter().any(|above| above.items.iter().any(binds))
}

/// Whether a name that the file binds may be something else by the time it is read again.
fn is_bound_twice<'a>(site: &Site<'a>, name: Node<'a>) -> bool {
    !matches!(
        site.analysis.resolve(name),
        Resolution::Dotted(_) | Resolution::Class(_) | Resolution::Function(_)
    ) && !detect::is_builtin(name.text())
}

fn default_text<'a>(
    site: &Site<'a>,
    data: &DataClass<'a>,
    field: &Field<'a>,
    default: Node<'a>,
) -> Result<String, String> {
    if is_literal(default) {
        return Ok(default.text().to_owned());
    }
    if field.class == data.class && !field.inherits_default {
        // The body has the value under this very name.
        return Ok(field.node.text().to_owned());
    }
    let base = super::surroundings::parts(data.class.child("superclasses").ok_or("the class has no base")?).next();
    let base = base
        .filter(|n| n.kind() == "identifier")
        .ok_or("the base has no plain name")?;
    let stores = |n: Node<'_>| n.kind() == "attribute" && n.child("attribute").map(Node::text) == Some(&field.name);
    let is_slot = data
        .above
        .iter()
        .filter_map(|above| above.data.as_ref())
        .any(|above| above.options.slots);
    let is_replaced = site
        .nodes
        .root()
        .descendants()
        .any(|n| stores(n) && n.field() == Some("left"));
    if is_slot || is_replaced {
        return Err(format!(
            "the default of `{}` is no literal, and `{}` does not keep it",
            field.name,
            base.text()
        ));
    }
    Ok(format!("{}.{}", base.text(), field.name))
}

/// The call of a factory, as `__init__` can make it.
fn called<'a>(
    site: &Site<'a>,
    data: &DataClass<'a>,
    field: &Field<'a>,
    factory: Node<'a>,
    parameters: &[&str],
) -> Result<String, String> {
    let mut names = factory
        .descendants()
        .filter(|n| n.kind() == "identifier" && n.field() != Some("attribute"));
    if field.class != data.class && scope_of(field.class).1 != scope_of(data.class).1 {
        return Err(format!("the factory of `{}` stands in another scope", field.name));
    }
    if let Some(name) = names.find(|n| is_bound(data, n.text()) || parameters.contains(&n.text()) || n.text() == "self")
    {
        return Err(format!(
            "`__init__` cannot call the factory of `{}`: `{}` means something else there",
            field.name,
            name.text()
        ));
    }
    match factory.kind() {
        "lambda" => {
            let body = factory.child("body").ok_or("a `lambda` without a body")?;
            let binds = body
                .descendants()
                .any(|n| matches!(n.kind(), "named_expression" | "yield" | "await"));
            if factory.child("parameters").is_some() || binds || factory.text().contains("__") {
                return Err(format!("the factory of `{}` is more than an expression", field.name));
            }
            let text = value(body);
            Ok(match body.kind() {
                "conditional_expression" | "lambda" => format!("({text})"),
                _ => text,
            })
        }
        "identifier" | "attribute" => match site.analysis.resolve(factory) {
            Resolution::Dotted(_) | Resolution::Class(_) | Resolution::Function(_) => {
                Ok(format!("{}()", factory.text()))
            }
            _ => Err(not_kept(field, factory)),
        },
        _ => Err(not_kept(field, factory)),
    }
}

fn not_kept(field: &Field<'_>, factory: Node<'_>) -> String {
    format!(
        "`@dataclass` evaluates the factory of `{}` once and keeps it; what `{}` is later is not known",
        field.name,
        shown(factory)
    )
}
