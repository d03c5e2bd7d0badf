//! What `@dataclass` reads from a class statement: its options, the fields with their defaults, those of base classes included.

use std::cell::Cell;
use std::rc::Rc;

use super::super::model::{self, Entry, Mro};
use super::body::{self, Base, Item};
use super::data_class_source::{Annotations, Decoration, Options, is_harmless, specify};
use crate::detect::Analysis;
use crate::document::Node;

/// How many classes above a class are followed, and how many fields are listed.
const MOST: usize = 64;

/// How deep classes are followed, and how many more are read altogether.
#[derive(Clone, Copy)]
struct Limit<'l> {
    depth: usize,
    budget: &'l Cell<usize>,
}

impl Limit<'_> {
    fn step(self) -> Option<Self> {
        self.budget.set(self.budget.get().checked_sub(1)?);
        Some(Self {
            depth: self.depth.checked_sub(1)?,
            ..self
        })
    }
}

/// A class that `@dataclass` decorates.
pub(crate) struct DataClass<'a> {
    pub(crate) class: Node<'a>,
    pub(crate) name: &'a str,
    pub(crate) options: Options,
    /// What its body binds.
    pub(crate) items: Vec<Item<'a>>,
    /// The fields of base classes in their order, then its own; class variables and `InitVar`s are among them.
    pub(crate) fields: Vec<Field<'a>>,
    /// The classes of this file above it, in method resolution order.
    pub(crate) above: Vec<Above<'a>>,
    /// A base of which the file does not tell whether it is a data class.
    pub(crate) unknown_base: Option<Node<'a>>,
    /// Other decorators stand above `@dataclass`, and may give the name to something else.
    pub(crate) is_decorated_again: bool,
    /// The markers `_: KW_ONLY` of the body.
    pub(crate) markers: Vec<Node<'a>>,
}

/// A class above a data class.
#[derive(Clone)]
pub(crate) struct Above<'a> {
    pub(crate) items: Rc<Vec<Item<'a>>>,
    /// What `@dataclass` makes of it, where it is one.
    pub(crate) data: Option<Rc<DataClass<'a>>>,
    /// The data class whose fields are found on it: itself, or the next one above.
    nearest: Option<Rc<DataClass<'a>>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    Field,
    /// `InitVar`: a parameter that is not stored.
    InitVar,
    /// `ClassVar`: an attribute of the class.
    ClassVar,
    /// `KW_ONLY`: what follows is keyword-only.
    Marker,
}

#[derive(Clone, Copy)]
pub(crate) enum Default<'a> {
    Missing,
    /// This expression, or what this `def` or `class` defines.
    Value(Node<'a>),
    /// The `default_factory`.
    Factory(Node<'a>),
}

#[derive(Clone)]
pub(crate) struct Field<'a> {
    /// As the class keeps it: mangled where it begins with two underscores.
    pub(crate) name: String,
    /// The identifier in the body.
    pub(crate) node: Node<'a>,
    /// The class in whose body it stands.
    pub(crate) class: Node<'a>,
    pub(crate) kind: Kind,
    pub(crate) default: Default<'a>,
    /// Whether the default is a class attribute of a base class that no value in the body replaces.
    pub(crate) inherits_default: bool,
    pub(crate) init: bool,
    pub(crate) keyword_only: bool,
    pub(crate) compare: bool,
    pub(crate) repr: bool,
    /// Whether it counts for the hash; as `compare` where not said.
    pub(crate) hash: Option<bool>,
    /// The call of `field` behind it.
    pub(crate) call: Option<Node<'a>>,
}

impl Field<'_> {
    /// Whether a call of the class may give it.
    pub(crate) fn is_parameter(&self) -> bool {
        self.init && matches!(self.kind, Kind::Field | Kind::InitVar)
    }

    pub(crate) fn has_default(&self) -> bool {
        !matches!(self.default, Default::Missing)
    }
}

impl<'a> DataClass<'a> {
    /// Reads the class; `None` where it is no data class, or where what becomes of it is not settled in this file.
    pub(crate) fn read(analysis: &Analysis, class: Node<'a>) -> Option<Self> {
        let budget = Cell::new(MOST);
        Self::read_within(
            analysis,
            class,
            Limit {
                depth: MOST / 4,
                budget: &budget,
            },
        )
    }

    fn read_within(analysis: &Analysis, class: Node<'a>, limit: Limit<'_>) -> Option<Self> {
        let limit = limit.step()?;
        let decoration = Decoration::of(analysis, class)?;
        let name = body::name_of(class)?;
        let items = body::items(class)?;
        let (above, unknown_base) = above(analysis, class, limit)?;
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
            repr: true,
            hash: None,
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
    pub(crate) fn parameters(&self) -> [Vec<&Field<'a>>; 2] {
        let parameters = self.fields.iter().filter(|f| f.is_parameter());
        let (keyword_only, by_place) = parameters.partition(|f| f.keyword_only);
        [by_place, keyword_only]
    }

    /// The binding of a name in the body.
    pub(crate) fn own(&self, name: &str) -> Option<Item<'a>> {
        body::binding(&self.items, name)
    }

    /// Whether `@dataclass` writes this method: not where the body has its own.
    pub(crate) fn writes(&self, method: &str) -> bool {
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
    for data in above.iter().rev().filter_map(|above| above.nearest.as_ref()) {
        for field in &data.fields {
            match fields.iter_mut().find(|known| known.name == field.name) {
                Some(known) => *known = field.clone(),
                None => fields.push(field.clone()),
            }
        }
    }
    fields
}

type Lineage<'a> = (Vec<Above<'a>>, Option<Node<'a>>);

/// The classes of this file above `class`, in method resolution order, and a base of which nothing is known.
fn above<'a>(analysis: &Analysis, class: Node<'a>, limit: Limit<'_>) -> Option<Lineage<'a>> {
    let arguments = class.child("superclasses").into_iter().flat_map(Node::named_children);
    for argument in arguments.filter(|n| n.kind() == "keyword_argument") {
        let is_metaclass = argument.child("name").is_some_and(|n| n.text() == "metaclass");
        let value = argument.child("value")?;
        if is_metaclass && !body::is(analysis, value, "abc.ABCMeta") {
            return None;
        }
    }
    let bases = body::bases(analysis, class);
    let is_own = |base: &&Base<'a>| matches!(base, Base::Class(_));
    let is_first = matches!(bases.first(), Some(Base::Class(_)));
    match bases.iter().filter(is_own).count() {
        0 => {}
        1 if is_first => {}
        _ => return Some((several(analysis, class, limit)?, None)),
    }
    let mut lines = (Vec::new(), None);
    for base in bases {
        match base {
            Base::Library(name) if is_plain(&name) => {}
            Base::Class(base) => lines = lineage(analysis, base, limit)?,
            Base::Unknown(node) => lines.1 = Some(node),
            Base::Library(_) => lines.1 = class.child("superclasses"),
        }
    }
    Some(lines)
}

/// The classes above one with several bases: in their method resolution order, all of it known.
fn several<'a>(analysis: &Analysis, class: Node<'a>, limit: Limit<'_>) -> Option<Vec<Above<'a>>> {
    let Mro::Complete(order) = model::mro(analysis, class) else {
        return None;
    };
    let mut above = Vec::new();
    for entry in order.iter().skip(1) {
        match entry {
            Entry::Known(known) if is_plain(known.name) => {}
            Entry::Known(_) => return None,
            Entry::Class(class) => {
                let (line, unknown) = lineage(analysis, *class, limit)?;
                if unknown.is_some() {
                    return None;
                }
                above.push(line.into_iter().next()?);
            }
        }
    }
    settled(above)
}

/// A class of this file and those above it.
fn lineage<'a>(analysis: &Analysis, class: Node<'a>, limit: Limit<'_>) -> Option<Lineage<'a>> {
    let limit = limit.step()?;
    if body::decorators(class).any(|d| body::is(analysis, d, "dataclasses.dataclass")) {
        let data = DataClass::read_within(analysis, class, limit)?;
        // Whatever the other decorator makes of it, or an error before it exists.
        if data.is_decorated_again || super::data_class_faults::fault(analysis, &data).is_some() {
            return None;
        }
        let unknown = data.unknown_base;
        let data = Rc::new(data);
        let mut lineage = vec![Above {
            items: Rc::new(data.items.clone()),
            data: Some(Rc::clone(&data)),
            nearest: Some(Rc::clone(&data)),
        }];
        lineage.extend(data.above.iter().cloned());
        return settled(lineage).map(|lineage| (lineage, unknown));
    }
    if !body::decorators(class).all(|d| is_harmless(analysis, d)) {
        return None;
    }
    let (rest, unknown) = above(analysis, class, limit)?;
    let mut lineage = vec![Above {
        items: Rc::new(body::items(class)?),
        data: None,
        nearest: rest.iter().find_map(|above| above.data.clone()),
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
