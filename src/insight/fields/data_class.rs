//! What `@dataclass` reads from a class statement: its options, the fields with their defaults, those of base classes included.

use std::rc::Rc;

use super::body::{self, Base, Item};
use crate::detect::{Analysis, Resolution, dotted_parts};
use crate::document::Node;

/// How many classes above a class are followed, and how many fields are listed.
const MOST: usize = 64;

/// A class that `@dataclass` decorates.
pub(super) struct DataClass<'a> {
    pub(super) class: Node<'a>,
    pub(super) name: &'a str,
    pub(super) options: Options,
    /// What its body binds.
    pub(super) items: Vec<Item<'a>>,
    /// The fields of base classes in their order, then its own; class variables and `InitVar`s are among them.
    pub(super) fields: Vec<Field<'a>>,
    /// The classes of this file above it, in method resolution order.
    pub(super) above: Vec<Above<'a>>,
    /// A base of which the file does not tell whether it is a data class.
    pub(super) unknown_base: Option<Node<'a>>,
    /// Other decorators stand above `@dataclass`, and may give the name to something else.
    pub(super) is_decorated_again: bool,
    /// The markers `_: KW_ONLY` of the body.
    pub(super) markers: Vec<Node<'a>>,
}

/// A class above a data class.
#[derive(Clone)]
pub(super) struct Above<'a> {
    pub(super) class: Node<'a>,
    pub(super) items: Rc<Vec<Item<'a>>>,
    pub(super) data: Option<Rc<DataClass<'a>>>,
}

/// The arguments of `@dataclass`.
#[derive(Clone, Copy)]
pub(super) struct Options {
    pub(super) init: bool,
    pub(super) repr: bool,
    pub(super) eq: bool,
    pub(super) order: bool,
    pub(super) unsafe_hash: bool,
    pub(super) frozen: bool,
    pub(super) match_args: bool,
    pub(super) kw_only: bool,
    pub(super) slots: bool,
    pub(super) weakref_slot: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Field,
    /// `InitVar`: a parameter that is not stored.
    InitVar,
    /// `ClassVar`: an attribute of the class.
    ClassVar,
    /// `KW_ONLY`: what follows is keyword-only.
    Marker,
}

#[derive(Clone, Copy)]
pub(super) enum Default<'a> {
    Missing,
    /// This expression, or what this `def` or `class` defines.
    Value(Node<'a>),
    /// The `default_factory`.
    Factory(Node<'a>),
}

#[derive(Clone)]
pub(super) struct Field<'a> {
    /// As the class keeps it: mangled where it begins with two underscores.
    pub(super) name: String,
    /// The identifier in the body.
    pub(super) node: Node<'a>,
    /// The class in whose body it stands.
    pub(super) class: Node<'a>,
    pub(super) kind: Kind,
    pub(super) default: Default<'a>,
    /// Whether the default is a class attribute of a base class that no value in the body replaces.
    pub(super) inherits_default: bool,
    pub(super) init: bool,
    pub(super) keyword_only: bool,
    pub(super) compare: bool,
    /// The call of `field` behind it.
    pub(super) call: Option<Node<'a>>,
}

impl Field<'_> {
    /// Whether a call of the class may give it.
    pub(super) fn is_parameter(&self) -> bool {
        self.init && matches!(self.kind, Kind::Field | Kind::InitVar)
    }

    pub(super) fn has_default(&self) -> bool {
        !matches!(self.default, Default::Missing)
    }
}

impl<'a> DataClass<'a> {
    /// Reads the class; `None` where it is no data class, or where what becomes of it is not settled in this file.
    pub(super) fn read(analysis: &Analysis, class: Node<'a>) -> Option<Self> {
        Self::read_within(analysis, class, MOST / 4)
    }

    fn read_within(analysis: &Analysis, class: Node<'a>, depth: usize) -> Option<Self> {
        let depth = depth.checked_sub(1)?;
        let decoration = Decoration::of(analysis, class)?;
        let name = body::name_of(class)?;
        let items = body::items(class)?;
        let (above, unknown_base) = above(analysis, class, depth)?;
        let mut data = Self {
            class,
            name,
            options: decoration.options,
            items,
            fields: inherited(&above),
            above,
            unknown_base,
            is_decorated_again: decoration.is_decorated_again,
            markers: Vec::new(),
        };
        data.read_own(analysis)?;
        (data.fields.len() <= MOST * 4).then_some(data)
    }

    /// Adds the fields of the body.
    fn read_own(&mut self, analysis: &Analysis) -> Option<()> {
        let text = self.class.nodes().root().text();
        let reader = Annotations::new(analysis, self.class, text)?;
        let mut keyword_only = self.options.kw_only;
        let mut own: Vec<(String, Node<'a>, Node<'a>)> = Vec::new();
        for item in &self.items {
            if let Item::Annotated { name, annotation, .. } = *item {
                let key = body::mangled(self.name, name.text());
                // An annotation that is repeated keeps its place.
                match own.iter_mut().find(|(known, ..)| *known == key) {
                    Some(known) => known.2 = annotation,
                    None => own.push((key, name, annotation)),
                }
            }
        }
        for (name, node, annotation) in own {
            let kind = reader.kind(annotation)?;
            if kind == Kind::Marker {
                keyword_only = true;
                self.markers.push(node);
                continue;
            }
            let field = self.field(analysis, name, node, kind, keyword_only)?;
            match self.fields.iter_mut().find(|known| known.name == field.name) {
                Some(known) => *known = field,
                None => self.fields.push(field),
            }
        }
        Some(())
    }

    fn field(
        &self,
        analysis: &Analysis,
        name: String,
        node: Node<'a>,
        kind: Kind,
        keyword_only: bool,
    ) -> Option<Field<'a>> {
        let mut field = Field {
            name,
            node,
            class: self.class,
            kind,
            default: Default::Missing,
            inherits_default: false,
            init: true,
            keyword_only,
            compare: true,
            call: None,
        };
        match body::binding(&self.items, node.text()) {
            Some(Item::Defined { definition, .. }) => field.default = Default::Value(definition),
            Some(Item::Annotated { value, .. } | Item::Assigned { value, .. }) => {
                specify(analysis, &mut field, value?)?;
            }
            None => {
                field.default = self.inherited_attribute(&field.name)?;
                field.inherits_default = field.has_default();
            }
        }
        Some(field)
    }

    /// The class attribute of a base class, which is the default of a field without a value.
    fn inherited_attribute(&self, name: &str) -> Option<Default<'a>> {
        for above in &self.above {
            if let Some(data) = &above.data {
                let own = data.fields.iter().find(|f| f.name == name && f.class == data.class);
                if own.is_some_and(|f| f.kind == Kind::Field) && data.options.slots {
                    return Some(Default::Missing);
                }
                match own.map(|f| (f.default, f.inherits_default)) {
                    Some((Default::Value(value), false)) => return self.unless_slots(value),
                    Some(_) => continue,
                    None => {}
                }
            }
            match body::binding(&above.items, name) {
                Some(Item::Defined { definition, .. }) => return self.unless_slots(definition),
                Some(Item::Annotated { value, .. } | Item::Assigned { value, .. }) => return self.unless_slots(value?),
                None => {}
            }
        }
        Some(Default::Missing)
    }

    /// Slots written by hand put a descriptor where the base has a value.
    fn unless_slots(&self, value: Node<'a>) -> Option<Default<'a>> {
        let has_slots = |items: &[Item<'a>]| body::binding(items, "__slots__").is_some();
        let any = has_slots(&self.items) || self.above.iter().any(|above| has_slots(&above.items));
        // A `field(…)` of a base that is no data class would be taken for one of this class.
        (!any && value.kind() != "call").then_some(Default::Value(value))
    }

    /// The parameters of `__init__` in their order: those that may be given by place, then the keyword-only ones.
    pub(super) fn parameters(&self) -> [Vec<&Field<'a>>; 2] {
        let parameters = self.fields.iter().filter(|f| f.is_parameter());
        let (keyword_only, by_place) = parameters.partition(|f| f.keyword_only);
        [by_place, keyword_only]
    }

    /// The binding of a name in the body.
    pub(super) fn own(&self, name: &str) -> Option<Item<'a>> {
        body::binding(&self.items, name)
    }

    /// Whether `@dataclass` writes this method: not where the body has its own.
    pub(super) fn writes(&self, method: &str) -> bool {
        let wanted = match method {
            "__init__" => self.options.init,
            "__repr__" => self.options.repr,
            "__eq__" => self.options.eq,
            _ => false,
        };
        wanted && self.own(method).is_none()
    }
}

/// The fields of the classes above, as the loop in `@dataclass` collects them: from the root down, later ones in the place of earlier ones.
fn inherited<'a>(above: &[Above<'a>]) -> Vec<Field<'a>> {
    let mut fields: Vec<Field<'a>> = Vec::new();
    for data in above.iter().rev().filter_map(|above| above.data.as_ref()) {
        for field in &data.fields {
            match fields.iter_mut().find(|known| known.name == field.name) {
                Some(known) => *known = field.clone(),
                None => fields.push(field.clone()),
            }
        }
    }
    fields
}

/// The classes of this file above `class`, in method resolution order, and a base of which nothing is known.
fn above<'a>(analysis: &Analysis, class: Node<'a>, depth: usize) -> Option<(Vec<Above<'a>>, Option<Node<'a>>)> {
    let mut above = Vec::new();
    let mut unknown = None;
    let mut has_plain = false;
    for base in body::bases(analysis, class) {
        match base {
            Base::Library(name) if is_plain(&name) => has_plain = true,
            // Behind a class of the library it may be that the order of bases cannot be kept.
            Base::Class(base) if above.is_empty() && !has_plain => {
                (above, unknown) = lineage(analysis, base, depth)?;
            }
            // Several bases of this file: their order is that of the method resolution.
            Base::Class(_) => return None,
            Base::Unknown(node) => unknown = Some(node),
            Base::Library(_) => unknown = class.child("superclasses"),
        }
    }
    let arguments = class.child("superclasses").into_iter().flat_map(Node::named_children);
    for argument in arguments.filter(|n| n.kind() == "keyword_argument") {
        let is_metaclass = argument.child("name").is_some_and(|n| n.text() == "metaclass");
        let value = argument.child("value")?;
        if is_metaclass && !body::is(analysis, value, "abc.ABCMeta") {
            return None;
        }
    }
    Some((above, unknown))
}

/// A class of this file and those above it.
fn lineage<'a>(analysis: &Analysis, class: Node<'a>, depth: usize) -> Option<(Vec<Above<'a>>, Option<Node<'a>>)> {
    let depth = depth.checked_sub(1)?;
    if body::decorators(class).any(|d| body::is(analysis, d, "dataclasses.dataclass")) {
        let data = DataClass::read_within(analysis, class, depth)?;
        // Whatever the other decorator makes of it, or an error before it exists.
        if data.is_decorated_again || super::data_class_faults::fault(analysis, &data).is_some() {
            return None;
        }
        let unknown = data.unknown_base;
        let mut lineage = vec![Above {
            class,
            items: Rc::new(data.items.clone()),
            data: None,
        }];
        lineage.extend(data.above.iter().cloned());
        if let Some(first) = lineage.first_mut() {
            first.data = Some(Rc::new(data));
        }
        return settled(lineage).map(|lineage| (lineage, unknown));
    }
    if !body::decorators(class).all(|d| is_harmless(analysis, d)) {
        return None;
    }
    let (rest, unknown) = above(analysis, class, depth)?;
    let mut lineage = vec![Above {
        class,
        items: Rc::new(body::items(class)?),
        data: None,
    }];
    lineage.extend(rest);
    settled(lineage).map(|lineage| (lineage, unknown))
}

/// Nothing runs for subclasses that could make data classes of them.
fn settled(lineage: Vec<Above<'_>>) -> Option<Vec<Above<'_>>> {
    let hook = |above: &Above<'_>| body::binding(&above.items, "__init_subclass__").is_some();
    (!lineage.iter().any(hook)).then_some(lineage)
}

/// A class of the library without fields and without attributes that would pass for defaults.
fn is_plain(name: &str) -> bool {
    matches!(
        name,
        "builtins.object" | "abc.ABC" | "typing.Generic" | "builtins.Exception" | "builtins.ValueError"
    )
}

/// A decorator that gives back the class it gets, and leaves its fields as they are.
pub(super) fn is_harmless(analysis: &Analysis, decorator: Node<'_>) -> bool {
    let harmless = [
        "typing.final",
        "typing_extensions.final",
        "typing.runtime_checkable",
        "enum.unique",
    ];
    body::dotted(analysis, decorator).is_some_and(|dotted| harmless.contains(&dotted.as_str()))
}

struct Decoration {
    options: Options,
    is_decorated_again: bool,
}

impl Decoration {
    fn of(analysis: &Analysis, class: Node<'_>) -> Option<Self> {
        let mut found = None;
        let mut is_decorated_again = false;
        for decorator in body::decorators(class) {
            if body::is(analysis, decorator, "dataclasses.dataclass") {
                if found.is_some() {
                    return None;
                }
                found = Some(decorator);
                continue;
            }
            if is_harmless(analysis, decorator) {
                continue;
            }
            // Below `@dataclass` it may change the class before its fields are read.
            if found.is_some() {
                return None;
            }
            is_decorated_again = true;
        }
        Some(Self {
            options: Options::read(found?)?,
            is_decorated_again,
        })
    }
}

impl Options {
    fn read(decorator: Node<'_>) -> Option<Self> {
        let mut options = Self {
            init: true,
            repr: true,
            eq: true,
            order: false,
            unsafe_hash: false,
            frozen: false,
            match_args: true,
            kw_only: false,
            slots: false,
            weakref_slot: false,
        };
        let arguments = match decorator.kind() {
            "call" => decorator.child("arguments"),
            _ => None,
        };
        for (name, value) in body::keywords(arguments)? {
            let option = match name.text() {
                "init" => &mut options.init,
                "repr" => &mut options.repr,
                "eq" => &mut options.eq,
                "order" => &mut options.order,
                "unsafe_hash" => &mut options.unsafe_hash,
                "frozen" => &mut options.frozen,
                "match_args" => &mut options.match_args,
                "kw_only" => &mut options.kw_only,
                "slots" => &mut options.slots,
                "weakref_slot" => &mut options.weakref_slot,
                _ => return None,
            };
            *option = body::boolean(value)?;
        }
        Some(options)
    }
}

/// Reads what stands behind the `=` of a field.
fn specify<'a>(analysis: &Analysis, field: &mut Field<'a>, value: Node<'a>) -> Option<()> {
    if body::is(analysis, value, "dataclasses.MISSING") && value.kind() != "call" {
        return Some(());
    }
    if value.kind() != "call" {
        // One of several values may be a `field(…)`.
        let chooses = matches!(
            value.kind(),
            "conditional_expression" | "boolean_operator" | "named_expression" | "await" | "subscript"
        );
        if chooses && value.text().contains('(') {
            return None;
        }
        field.default = Default::Value(value);
        return Some(());
    }
    if !body::is(analysis, value, "dataclasses.field") {
        field.default = Default::Value(is_known_call(analysis, value).then_some(value)?);
        return Some(());
    }
    field.call = Some(value);
    for (name, argument) in body::keywords(value.child("arguments"))? {
        match name.text() {
            "default" if body::is(analysis, argument, "dataclasses.MISSING") => return None,
            "default" => field.default = Default::Value(argument),
            "default_factory" => field.default = Default::Factory(argument),
            "init" => field.init = body::boolean(argument)?,
            "kw_only" => field.keyword_only = body::boolean(argument)?,
            "compare" => field.compare = body::boolean(argument)?,
            "repr" | "hash" | "metadata" | "doc" => {}
            _ => return None,
        }
    }
    Some(())
}

/// Whether a call gives a plain object: not, as a function of somebody's may, the result of `field(…)`.
fn is_known_call(analysis: &Analysis, call: Node<'_>) -> bool {
    let Some(function) = call.child("function") else {
        return false;
    };
    if matches!(analysis.resolve(function), Resolution::Class(_)) {
        return true;
    }
    let heads = [
        "builtins",
        "collections",
        "datetime",
        "decimal",
        "fractions",
        "pathlib",
        "re",
        "uuid",
        "os",
        "time",
        "math",
        "enum",
        "logging",
        "threading",
        "random",
    ];
    body::dotted(analysis, function)
        .is_some_and(|dotted| dotted.split('.').next().is_some_and(|head| heads.contains(&head)))
}

/// How annotations are read for `ClassVar`, `InitVar` and `KW_ONLY`.
struct Annotations<'x> {
    analysis: &'x Analysis,
    /// `from __future__ import annotations`: they are strings, and `@dataclass` guesses from their first words.
    are_strings: bool,
}

const MARKS: [&str; 3] = ["ClassVar", "InitVar", "KW_ONLY"];

impl<'x> Annotations<'x> {
    /// `None` where one of the marks has another name in the file.
    fn new(analysis: &'x Analysis, class: Node<'_>, text: &str) -> Option<Self> {
        let renamed = MARKS.iter().any(|mark| is_renamed(text, mark));
        let statements = class.nodes().root().named_children().take(64);
        let are_strings = statements
            .filter(|n| n.kind() == "future_import_statement")
            .any(|n| n.text().contains("annotations"));
        (!renamed).then_some(Self { analysis, are_strings })
    }

    fn kind(&self, annotation: Node<'_>) -> Option<Kind> {
        let has_mark = |text: &str| MARKS.iter().any(|mark| text.contains(mark));
        if !has_mark(annotation.text()) {
            return Some(Kind::Field);
        }
        let head = match annotation.kind() {
            "generic_type" => annotation.named_children().next()?,
            "subscript" => annotation.child("value")?,
            _ => annotation,
        };
        let (first, rest) = dotted_parts(head)?;
        let kind = match body::dotted(self.analysis, head)?.as_str() {
            "typing.ClassVar" => Kind::ClassVar,
            "typing_extensions.ClassVar" if !self.are_strings => Kind::ClassVar,
            "dataclasses.InitVar" => Kind::InitVar,
            "dataclasses.KW_ONLY" if head == annotation => Kind::Marker,
            _ => return None,
        };
        // A string is looked up in the module, as `name` or as `module.name`.
        let found =
            !self.are_strings || (rest.len() < 2 && self.analysis.place(first) == Some(crate::detect::Place::Global));
        let rest_of_it = annotation.text().get(head.text().len()..).unwrap_or("");
        (found && !has_mark(rest_of_it)).then_some(kind)
    }
}

/// Whether the text says `… = ClassVar`, `… = typing.ClassVar` or `ClassVar as …`.
fn is_renamed(text: &str, mark: &str) -> bool {
    text.match_indices(mark).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let before = before.trim_end_matches(|c: char| c == '.' || c == '_' || c.is_alphanumeric());
        let after = text.get(at + mark.len()..).unwrap_or("");
        before.trim_end_matches(' ').ends_with('=') || after.trim_start_matches(' ').starts_with("as ")
    })
}
