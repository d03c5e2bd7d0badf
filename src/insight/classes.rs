//! Classes: method resolution order, what `super()` calls, overriding, metaclass, slots.

mod layout;
mod metaclasses;
mod order;
mod overriding;
mod parents;
mod private;
mod shared;
mod slots;

use super::model::{class_at, class_of, class_with};
use super::{Finder, Insight, Site};
use crate::detect::Resolution;
use crate::document::syntax::{self, ScopeKind};
use crate::document::{Class, Node};

/// Where a fact about a whole class is told: at `class`, at the name, at its header's parentheses.
const HEADER: &[&str] = &[
    "class-definition",
    "class-bases",
    "multiple-inheritance",
    "mro",
    "dunder-mro",
    "dunder-mro-method",
];

/// And at `metaclass=`.
const METACLASS: &[&str] = &[
    "class-definition",
    "class-bases",
    "multiple-inheritance",
    "metaclass-keyword",
];

pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "mro-conflict",
        concepts: HEADER,
        find: order::conflict,
    },
    Finder {
        about: "metaclass-conflict",
        concepts: METACLASS,
        find: metaclasses::conflict,
    },
    Finder {
        about: "metaclass-attribute",
        concepts: &["closure", "assignment"],
        find: metaclasses::attribute,
    },
    Finder {
        about: "slot-conflict",
        concepts: &["dunder-slots", "slots-with-default", "class-definition"],
        find: slots::conflict,
    },
    Finder {
        about: "layout-conflict",
        concepts: HEADER,
        find: slots::layout_conflict,
    },
    Finder {
        about: "slot-missing",
        concepts: &["attribute-assignment", "closure"],
        find: slots::missing,
    },
    Finder {
        about: "shared-attribute",
        concepts: &["shared-class-attribute", "closure"],
        find: shared::shared,
    },
    Finder {
        about: "private-name",
        concepts: &["private-name-mangling", "name-mangling-surprise"],
        find: private::private,
    },
    Finder {
        about: "private-outside",
        concepts: &["name-mangling-surprise"],
        find: private::from_outside,
    },
    Finder {
        about: "slots",
        concepts: &["dunder-slots", "slots-ineffective"],
        find: slots::effective,
    },
    Finder {
        about: "super-target",
        concepts: &["builtin-super", "cooperative-super"],
        find: parents::target,
    },
    Finder {
        about: "mro",
        concepts: HEADER,
        find: order::order,
    },
    Finder {
        about: "metaclass",
        concepts: METACLASS,
        find: metaclasses::metaclass,
    },
    Finder {
        about: "overriding",
        concepts: &["function-definition"],
        find: overriding::overriding,
    },
];

/// The class that a place in a class's header, or an attribute of a class (`D.__mro__`), is about.
fn headed_class<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    let class = class_of(site.token).filter(|class| {
        let body = class.child("body").map_or(class.end(), Node::start);
        (class.start()..body).contains(&site.token.start())
    });
    class.or_else(|| {
        let attribute = site.token.parent().filter(|parent| parent.kind() == "attribute")?;
        class_with(site.analysis, attribute.child("object")?)
    })
}

/// The classes at the level of the module, those in its `if` and `try` blocks included, whose headers are wanted.
fn classes_of<'a>(site: &Site<'a>, is_wanted: impl Fn(&str) -> bool) -> impl Iterator<Item = Node<'a>> {
    let Site { analysis, nodes, .. } = *site;
    let wanted = move |class: &&Class| is_wanted(nodes.text_of(&class.header));
    let classes = analysis.classes().iter().filter(wanted);
    classes.filter_map(move |class| class_at(nodes, &class.range))
}

/// The class in whose body a statement stands directly: a `def`, decorated or not, or an assignment.
fn body_class(statement: Node<'_>) -> Option<Node<'_>> {
    let wraps = |n: &Node<'_>| matches!(n.kind(), "decorated_definition" | "expression_statement");
    let block = match statement.parent()? {
        around if wraps(&around) => around.parent()?,
        block => block,
    };
    block
        .parent()
        .filter(|class| block.kind() == "block" && class.kind() == "class_definition")
}

/// The class and the `def` of which `name` is the first parameter, where it is used in the method itself: `self`.
fn method_of<'a>(site: &Site<'a>, name: Node<'a>) -> Option<(Node<'a>, Node<'a>)> {
    if name.kind() != "identifier" || site.analysis.resolve(name) != Resolution::Parameter {
        return None;
    }
    let (kind, scope) = syntax::scope_of(name);
    let is_function = matches!(kind, ScopeKind::Function | ScopeKind::AsyncFunction);
    let function = scope.filter(|_| is_function)?;
    let class = body_class(function)?;
    let first = function.child("parameters")?.named_children().next()?;
    let first = match first.kind() {
        "typed_parameter" => first.named_children().next()?,
        _ => first,
    };
    let other_kind = syntax::decorators(function).any(|decorator| decorator.text().contains("method"));
    let name_of_function = function.child("name").map_or("", Node::text);
    let implicit = ["__new__", "__init_subclass__", "__class_getitem__"].contains(&name_of_function);
    (first.kind() == "identifier" && first.text() == name.text() && !other_kind && !implicit)
        .then_some((class, function))
}

/// What a class is called.
fn name_of(class: Node<'_>) -> &str {
    class.child("name").map_or("", Node::text)
}

/// The class's name with those of the classes and functions around it, as CPython's `__qualname__` has it.
fn qualified_name(class: Node<'_>) -> String {
    let mut parts = vec![name_of(class)];
    for around in class.ancestors() {
        match around.kind() {
            "class_definition" => parts.push(name_of(around)),
            "function_definition" => parts.extend(["<locals>", name_of(around)]),
            _ => {}
        }
    }
    parts.reverse();
    parts.join(".")
}

#[cfg(test)]
mod tests;
