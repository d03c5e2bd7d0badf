//! The methods that `@dataclass` writes, as text; `__init__` is in [`data_init`](super::data_init).

use super::Site;
use super::data_init::init;
use super::fresh::Fresh;
use crate::document::Node;
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
    pub(super) fn line(&mut self, level: usize, text: impl Into<String>) {
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
