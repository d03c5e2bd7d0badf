//! The methods that `@dataclass` writes, as text.

use super::fresh::Fresh;
use super::surroundings::value;
use super::{Site, shown};
use crate::detect::{self, Resolution};
use crate::document::Node;
use crate::document::syntax::{ScopeKind, scope_of};
use crate::insight::fields::body::Item;
use crate::insight::fields::data_class::{DataClass, Default, Field, Kind};

/// A line of a class body.
pub(super) struct Line {
    pub(super) level: usize,
    pub(super) text: String,
}

/// What is added to a class.
pub(super) struct Written {
    /// Lines before the class statement.
    pub(super) before: Vec<String>,
    /// Lines at the end of its body.
    pub(super) lines: Vec<Line>,
    pub(super) notes: Vec<String>,
    /// What stands between a comment that moves up and the statement it belongs to.
    pub(super) comment_indent: String,
}

impl Written {
    fn line(&mut self, level: usize, text: impl Into<String>) {
        self.lines.push(Line {
            level,
            text: text.into(),
        });
    }
}

/// Writes what `@dataclass` writes, in its order.
pub(super) fn write<'a>(site: &Site<'a>, data: &DataClass<'a>, fresh: &mut Fresh) -> Result<Written, String> {
    let mut written = Written {
        before: Vec::new(),
        lines: Vec::new(),
        notes: Vec::new(),
        comment_indent: comment_indent(site, data),
    };
    if data.writes("__init__") {
        init(site, data, fresh, &mut written)?;
    }
    let fields: Vec<&Field<'_>> = data.fields.iter().filter(|field| field.kind == Kind::Field).collect();
    if data.writes("__repr__") {
        repr(&fields, fresh, &mut written);
    }
    if data.writes("__eq__") {
        eq(&fields, &mut written);
    }
    if data.options.order {
        order(&fields, &mut written);
    }
    if data.options.frozen {
        frozen(&fields, fresh, &mut written);
    }
    if writes_hash(data) {
        let compared = |field: &&&Field<'_>| field.hash.unwrap_or(field.compare);
        written.line(0, "");
        written.line(0, "def __hash__(self):");
        let all: Vec<&Field<'_>> = fields.iter().filter(compared).copied().collect();
        written.line(1, format!("return hash({})", tuple("self", &all)));
    }
    if data.options.match_args && data.own("__match_args__").is_none() {
        let [by_place, _] = data.parameters();
        let names: Vec<String> = by_place.iter().map(|field| format!("{:?}", field.name)).collect();
        written.line(0, "");
        written.line(0, format!("__match_args__ = {}", tuple_of(&names)));
    }
    if data.options.slots {
        slots(site, data, &fields, &mut written)?;
    }
    Ok(written)
}

fn comment_indent<'a>(site: &Site<'a>, data: &DataClass<'a>) -> String {
    let text = site.analysis.document().text();
    let body = data.class.child("body").map_or(0, Node::start);
    let before = text.get(..body).unwrap_or("");
    let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let line = before.get(start..).unwrap_or("");
    let indent: String = line.chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    format!("{line_break}{indent}")
}

/// Whether an expression is a literal on one line that is written twice as well as once.
pub(super) fn is_literal(node: Node<'_>) -> bool {
    let is_one_line = !node.text().contains(['\n', '\r']);
    is_one_line
        && match node.kind() {
            "integer" | "float" | "true" | "false" | "none" | "ellipsis" => true,
            "string" => node.children().all(|n| n.kind() != "interpolation"),
            "unary_operator" => node.named_children().all(|n| matches!(n.kind(), "integer" | "float")),
            "tuple" => node.named_children().next().is_none(),
            _ => false,
        }
}

fn init<'a>(site: &Site<'a>, data: &DataClass<'a>, fresh: &mut Fresh, written: &mut Written) -> Result<(), String> {
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

fn repr(fields: &[&Field<'_>], fresh: &mut Fresh, written: &mut Written) {
    let module = fresh.name("reprlib");
    let shown: Vec<String> = fields
        .iter()
        .filter(|field| field.repr)
        .map(|field| format!("{0}={{self.{0}!r}}", field.name))
        .collect();
    written.line(0, "");
    written.line(0, format!("import reprlib as {module}"));
    written.line(0, format!("@{module}.recursive_repr()"));
    written.line(0, "def __repr__(self):");
    written.line(
        1,
        format!("return f\"{{self.__class__.__qualname__}}({})\"", shown.join(", ")),
    );
    written.line(0, format!("del {module}"));
    written
        .notes
        .push("`recursive_repr` shows `...` for an object that holds itself.".to_owned());
}

fn eq(fields: &[&Field<'_>], written: &mut Written) {
    let terms: Vec<String> = fields
        .iter()
        .filter(|field| field.compare)
        .map(|field| format!("self.{0} == other.{0}", field.name))
        .collect();
    written.line(0, "");
    written.line(0, "def __eq__(self, other):");
    written.line(1, "if self is other:");
    written.line(2, "return True");
    written.line(1, "if other.__class__ is self.__class__:");
    let all = if terms.is_empty() {
        "True".to_owned()
    } else {
        terms.join(" and ")
    };
    written.line(2, format!("return {all}"));
    written.line(1, "return NotImplemented");
    written.notes.push(
        "So `__eq__` compares since 3.13; before, it compares two tuples of the fields, for which a value equals itself even if `==` says otherwise, as of `nan`."
            .to_owned(),
    );
}

fn order(fields: &[&Field<'_>], written: &mut Written) {
    let compared: Vec<&Field<'_>> = fields.iter().filter(|field| field.compare).copied().collect();
    for (method, operator) in [("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")] {
        written.line(0, "");
        written.line(0, format!("def {method}(self, other):"));
        written.line(1, "if other.__class__ is self.__class__:");
        written.line(
            2,
            format!(
                "return {} {operator} {}",
                tuple("self", &compared),
                tuple("other", &compared)
            ),
        );
        written.line(1, "return NotImplemented");
    }
}

fn frozen(fields: &[&Field<'_>], fresh: &mut Fresh, written: &mut Written) {
    let error = fresh.name("FrozenInstanceError");
    let names: Vec<String> = fields.iter().map(|field| format!("{:?}", field.name)).collect();
    let condition = if names.is_empty() {
        "type(self) is __class__".to_owned()
    } else {
        format!("type(self) is __class__ or name in {{{}}}", names.join(", "))
    };
    for (method, value, verb) in [("__setattr__", ", value", "assign to"), ("__delattr__", "", "delete")] {
        written.line(0, "");
        written.line(0, format!("def {method}(self, name{value}):"));
        written.line(1, format!("if {condition}:"));
        written.line(2, format!("from dataclasses import FrozenInstanceError as {error}"));
        written.line(2, format!("raise {error}(f\"cannot {verb} field {{name!r}}\")"));
        written.line(1, format!("super().{method}(name{value})"));
    }
    written
        .notes
        .push("`__class__` in a method is the class it stands in, whatever its name stands for later.".to_owned());
}

/// Whether `@dataclass` writes a `__hash__`.
fn writes_hash(data: &DataClass<'_>) -> bool {
    // `__hash__ = None` beside an `__eq__` counts as none.
    let is_explicit = data.own("__hash__").is_some_and(|item| {
        let is_none = matches!(item, Item::Annotated { value: Some(v), .. } | Item::Assigned { value: Some(v), .. } if v.kind() == "none");
        !(is_none && data.own("__eq__").is_some())
    });
    let options = data.options;
    (options.unsafe_hash || (options.eq && options.frozen)) && !is_explicit
}

fn tuple(of: &str, fields: &[&Field<'_>]) -> String {
    let parts: Vec<String> = fields.iter().map(|field| format!("{of}.{}", field.name)).collect();
    tuple_of(&parts)
}

fn tuple_of(parts: &[String]) -> String {
    match parts {
        [only] => format!("({only},)"),
        _ => format!("({})", parts.join(", ")),
    }
}

fn slots<'a>(
    site: &Site<'a>,
    data: &DataClass<'a>,
    fields: &[&Field<'a>],
    written: &mut Written,
) -> Result<(), String> {
    let mut of_class = data.class.descendants().filter(|n| n.kind() == "identifier");
    if let Some(name) = of_class.find(|n| matches!(n.text(), "super" | "__class__")) {
        return Err(format!(
            "with slots `@dataclass` makes the class anew, and before 3.14 `{}` in a method means the first one",
            name.text()
        ));
    }
    let by_hand = data
        .above
        .iter()
        .any(|above| above.items.iter().any(|item| item.name().text() == "__slots__"));
    if by_hand {
        return Err("a base class has slots written by hand".to_owned());
    }
    if data.options.weakref_slot && !data.above.is_empty() {
        return Err("whether a base class has a slot for weak references depends on the version".to_owned());
    }
    let sets_name = |n: &Node<'_>| n.kind() == "identifier" && n.text() == "__set_name__";
    if site.nodes.root().descendants().any(|n| sets_name(&n)) {
        return Err("with slots `@dataclass` makes the class twice, and `__set_name__` is called each time".to_owned());
    }
    let inherited = |name: &str| {
        let above = data.above.iter().filter_map(|above| above.data.as_ref());
        let mut slotted = above.filter(|above| above.options.slots);
        slotted.any(|above| above.fields.iter().any(|f| f.kind == Kind::Field && f.name == name))
    };
    let mut names: Vec<String> = fields
        .iter()
        .filter(|field| !inherited(&field.name))
        .map(|field| format!("{:?}", field.name))
        .collect();
    if data.options.weakref_slot {
        names.push("\"__weakref__\"".to_owned());
    }
    // The values that the signature has taken stand in the way of the slots.
    let values: Vec<&str> = fields
        .iter()
        .filter(|field| field.class == data.class && !field.inherits_default)
        .filter(|field| matches!(field.default, Default::Value(value) if !is_literal(value)))
        .map(|field| field.node.text())
        .collect();
    written.line(0, "");
    if !values.is_empty() {
        written.line(0, format!("del {}", values.join(", ")));
    }
    written.line(0, format!("__slots__ = {}", tuple_of(&names)));
    if data.options.frozen {
        let own = |method: &str| data.own(method).is_some();
        if !own("__getstate__") {
            let all: Vec<String> = fields.iter().map(|field| format!("self.{}", field.name)).collect();
            written.line(0, "");
            written.line(0, "def __getstate__(self):");
            written.line(1, format!("return [{}]", all.join(", ")));
        }
        if !own("__setstate__") {
            let all: Vec<String> = fields.iter().map(|field| format!("{:?}", field.name)).collect();
            written.line(0, "");
            written.line(0, "def __setstate__(self, state):");
            written.line(1, format!("for name, value in zip({}, state):", tuple_of(&all)));
            written.line(2, "object.__setattr__(self, name, value)");
        }
        written.notes.push(
            "Before 3.14 a frozen class with slots refuses an attribute that is no field with a `TypeError` of `super`, here with what `object` raises."
                .to_owned(),
        );
    }
    written.notes.push(
        "`@dataclass` cannot add slots to a class that exists: it makes the class a second time, with `__slots__` in its namespace.".to_owned(),
    );
    Ok(())
}
