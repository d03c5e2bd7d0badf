//! `@property` as a call, and what an attribute that is a property stands for: calls of the descriptor's methods.

use super::classes::metaclass_is_type;
use super::layout::{Edits, edited};
use super::scopes::{is_steady, reads_source, sees_new_names};
use super::surroundings::{built_ins, is_builtin, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site, statement_of};
use crate::detect::{self, Owner, Resolution};
use crate::document::Node;
use crate::document::syntax::{ScopeKind, scope_of};

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "property",
        kinds: &["decorated_definition"],
        rewrite: definition,
    },
    Rewriting {
        about: "property-access",
        kinds: &["attribute"],
        rewrite: access,
    },
];

/// No more statements of a body, and classes above one, are looked at.
const MOST: usize = 400;

/// What a definition is for a property.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Getter,
    Setter,
    Deleter,
}

/// A definition that belongs to a property.
struct Accessor<'a> {
    part: Part,
    decorated: Node<'a>,
    decorator: Node<'a>,
    function: Node<'a>,
}

fn name_of(function: Node<'_>) -> &str {
    function.child("name").map_or("", Node::text)
}

/// The definition as a part of a property, by its uppermost decorator.
fn accessor<'a>(site: &Site<'a>, decorated: Node<'a>) -> Option<Accessor<'a>> {
    let function = decorated
        .child("definition")
        .filter(|n| n.kind() == "function_definition")?;
    let decorator = decorated.named_children().find(|n| n.kind() == "decorator")?;
    let expression = parts(decorator).next()?;
    let part = if is_builtin(site, expression, "property") {
        Part::Getter
    } else {
        let object = expression
            .child("object")
            .filter(|n| expression.kind() == "attribute" && n.kind() == "identifier")?;
        let part = match expression.child("attribute")?.text() {
            "setter" => Part::Setter,
            "deleter" => Part::Deleter,
            _ => return None,
        };
        (object.text() == name_of(function)).then_some(part)?
    };
    Some(Accessor {
        part,
        decorated,
        decorator,
        function,
    })
}

fn definition(site: &Site<'_>) -> Answer {
    let (kind, class) = scope_of(site.node);
    let class = class.filter(|_| kind == ScopeKind::Class)?;
    let own = accessor(site, site.node)?;
    let name = name_of(own.function);
    let body = class.child("body")?;
    let statements: Vec<Node<'_>> = parts(body).take(MOST).collect();
    let all: Vec<Accessor<'_>> = statements
        .iter()
        .filter(|n| n.kind() == "decorated_definition")
        .filter_map(|n| accessor(site, *n))
        .filter(|accessor| name_of(accessor.function) == name)
        .collect();
    Some(defined(site, class, name, &statements, &all))
}

fn defined<'a>(
    site: &Site<'a>,
    class: Node<'a>,
    name: &str,
    statements: &[Node<'a>],
    all: &[Accessor<'a>],
) -> Result<Draft, String> {
    let (Some(first), Some(last)) = (all.first(), all.last()) else {
        return Err("the property has no getter".to_owned());
    };
    let count = |part: Part| all.iter().filter(|accessor| accessor.part == part).count();
    if first.part != Part::Getter
        || [Part::Getter, Part::Setter, Part::Deleter]
            .iter()
            .any(|part| count(*part) > 1)
    {
        return Err(format!(
            "the body defines the getter, setter or deleter of `{name}` twice, or not in this order"
        ));
    }
    let mut bases = class.child("superclasses").into_iter().flat_map(parts);
    let has_keywords = bases.any(|n| n.kind() == "keyword_argument");
    if has_keywords || (all.len() > 1 && !has_plain_namespace(site, class)) {
        return Err("the rewriting binds names for a moment, and a metaclass that the file does not tell may give a namespace that notices".to_owned());
    }
    let range = first.decorated.start()..last.decorated.end();
    let is_part = |n: Node<'a>| all.iter().any(|accessor| accessor.decorated == n);
    let mut between = statements
        .iter()
        .filter(|n| range.contains(&n.start()) && !is_part(**n));
    let is_own = |n: Node<'a>| n.kind() == "identifier" && n.text() == name && scope_of(n).1 == Some(class);
    if between.any(|n| n.descendants().any(is_own)) {
        return Err(format!("the body uses `{name}` between its parts"));
    }
    built_ins(site, &["property"])?;
    let spot = site.spot()?;
    let text = site.analysis.document().text();
    let mut fresh = site.fresh();
    let mut edits = Edits::new();
    let indent: String = {
        let before = text.get(..range.start).unwrap_or("");
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        before.get(start..).unwrap_or("").to_owned()
    };
    let new_line = format!("{}{indent}", spot.line_break());
    let mut arguments = Vec::new();
    let mut kept = Vec::new();
    for accessor in all {
        // The decorator's line goes; comments stay.
        let behind = accessor
            .decorator
            .next_sibling()
            .map_or(accessor.function.start(), Node::start);
        let comments = accessor.decorator.descendants().filter(|n| n.kind() == "comment");
        let comments: String = comments.map(|n| format!("{}{new_line}", n.text())).collect();
        edits.push((accessor.decorator.start()..behind, comments));
        let mut line = String::new();
        let stem = match accessor.part {
            Part::Getter => "getter",
            Part::Setter => "setter",
            Part::Deleter => "deleter",
        };
        let own = if all.len() == 1 {
            name.to_owned()
        } else {
            let own = fresh.name(stem);
            line += &format!("{new_line}{own} = {name}");
            kept.push(own.clone());
            own
        };
        match accessor.part {
            Part::Deleter if count(Part::Setter) == 0 => arguments.push(format!("fdel={own}")),
            _ => arguments.push(own),
        }
        if accessor.decorated == last.decorated {
            // In the order of the parameters.
            if all.len() == 3 && all.get(1).is_some_and(|a| a.part == Part::Deleter) {
                arguments.swap(1, 2);
                if let Some(argument) = arguments.last_mut() {
                    *argument = argument.trim_start_matches("fdel=").to_owned();
                }
            }
            line += &format!("{new_line}{name} = property({})", arguments.join(", "));
            if !kept.is_empty() {
                line += &format!("{new_line}del {}", kept.join(", "));
            }
        }
        let end = accessor.decorated.end();
        let rest = text.get(end..).unwrap_or("").split(['\n', '\r']).next().unwrap_or("");
        let at = end
            + if rest.trim_start().starts_with('#') {
                rest.len()
            } else {
                0
            };
        edits.push((at..at, line));
    }
    let end = edits.last().map_or(range.end, |(piece, _)| piece.end);
    let after = edited(text, range.start..end, &edits);
    Ok(Draft::new("`@property` as a call of `property`", range.start..end, after)
        .note(format!("The class attribute `{name}` is a descriptor: reading `object.{name}` calls `type(object).{name}.__get__`, assigning `__set__`, `del` `__delete__`; they call these functions."))
        .note(format!("With decorators, `{name}` is the property from its first definition on; here only after the last.")))
}

fn access(site: &Site<'_>) -> Answer {
    // A cheap look: most files have none.
    if !site.analysis.document().text().contains("property") {
        return None;
    }
    let object = site.node.child("object").filter(|n| n.kind() == "identifier")?;
    let attribute = site.node.child("attribute")?;
    let class = class_of(site, object)?;
    let (owner, accessor) = property_of(site, class, attribute.text())?;
    Some(accessed(site, object, attribute.text(), owner, &accessor))
}

/// The class of this file of which the name's value is an instance: `self` in a method, a variable that is bound once, to a call of the class.
fn class_of<'a>(site: &Site<'a>, object: Node<'a>) -> Option<Node<'a>> {
    let text = object.text();
    let owner = site.analysis.owner(text, object.start())?;
    let scope = owner.range().map(|range| site.nodes.innermost(range));
    let root = site.nodes.root();
    let mut bound = scope
        .unwrap_or(root)
        .descendants()
        .filter(|n| n.kind() == "identifier" && n.text() == text && site.analysis.is_definition(*n))
        .filter(|n| site.analysis.owner(text, n.start()).as_ref() == Some(&owner));
    let only = bound.next()?;
    if bound.next().is_some() {
        return None;
    }
    let parent = only.parent()?;
    match parent.kind() {
        "parameters" => {
            let function = scope.filter(|n| n.kind() == "function_definition")?;
            let is_first = parts(parent).next() == Some(only);
            let is_method = function.parent().is_some_and(|n| n.kind() == "block");
            let (kind, class) = scope_of(function);
            class.filter(|_| is_first && is_method && kind == ScopeKind::Class)
        }
        "assignment" if !matches!(owner, Owner::Class(_)) => {
            let call = parent.child("right").filter(|n| n.kind() == "call")?;
            let is_statement = parent.parent().is_some_and(|n| n.kind() == "expression_statement");
            let Resolution::Class(range) = site.analysis.resolve(call.child("function")?) else {
                return None;
            };
            let class = site.nodes.innermost(&range);
            let is_plain = class.kind() == "class_definition"
                && class.parent().is_some_and(|n| n.kind() != "decorated_definition");
            let is_plain = is_plain && parent.child("left") == Some(only) && is_steady(site.nodes, text);
            (is_statement && is_plain && only.start() < object.start()).then_some(class)
        }
        _ => None,
    }
}

/// The class that defines the property `name` for `class`, and the property's getter, where the first class that binds the name has a property.
fn property_of<'a>(site: &Site<'a>, class: Node<'a>, name: &str) -> Option<(Node<'a>, Vec<Accessor<'a>>)> {
    let mut at = class;
    for _ in 0..16 {
        let body = at.child("body")?;
        let binds = |n: Node<'a>| {
            n.kind() == "identifier" && n.text() == name && site.analysis.is_definition(n) && scope_of(n).1 == Some(at)
        };
        if body.descendants().take(100 * MOST).any(binds) {
            let statements = parts(body).take(MOST).filter(|n| n.kind() == "decorated_definition");
            let all: Vec<Accessor<'a>> = statements
                .filter_map(|n| accessor(site, n))
                .filter(|accessor| name_of(accessor.function) == name)
                .collect();
            return (all.first()?.part == Part::Getter).then_some((at, all));
        }
        let mut bases = at.child("superclasses").into_iter().flat_map(parts);
        let base = bases.next()?;
        if bases.next().is_some() || base.kind() != "identifier" {
            return None;
        }
        let Resolution::Class(range) = site.analysis.resolve(base) else {
            return None;
        };
        at = site.nodes.innermost(&range);
        if at.kind() != "class_definition" {
            return None;
        }
    }
    None
}

fn accessed<'a>(
    site: &Site<'a>,
    object: Node<'a>,
    name: &str,
    owner: Node<'a>,
    all: &[Accessor<'a>],
) -> Result<Draft, String> {
    reads_source(site.node)?;
    built_ins(site, &["type", "property"])?;
    let hooks = [
        "__getattr__",
        "__getattribute__",
        "__setattr__",
        "__delattr__",
        "__class__",
    ];
    let mut identifiers = site.nodes.root().descendants().filter(|n| n.kind() == "identifier");
    if let Some(hook) = identifiers.find(|n| hooks.contains(&n.text())) {
        return Err(format!(
            "`{}` in this file may have a say in every attribute",
            hook.text()
        ));
    }
    let class_name = owner.child("name").map_or("", Node::text);
    let mut others = site
        .nodes
        .root()
        .descendants()
        .filter(|n| n.kind() == "identifier" && n.text() == name);
    let rebinds = |n: &Node<'a>| {
        let scope = scope_of(*n);
        let in_group = all.iter().any(|accessor| accessor.function.child("name") == Some(*n));
        scope.0 == ScopeKind::Class && site.analysis.is_definition(*n) && !in_group
    };
    if let Some(other) = others.find(rebinds) {
        return Err(format!(
            "another class body of this file binds `{}` too, and an object of a class below `{class_name}` may have that",
            other.text()
        ));
    }
    let descriptor = format!("type({0}).{name}", object.text());
    let note = |draft: Draft| {
        draft
            .note(format!("`{name}` is a property of `{class_name}`: a descriptor, found on the type, whose methods come before what the object itself holds."))
            .note("An object of a class below that replaces the property by a plain attribute would behave differently.")
    };
    let parent = site.node.parent().ok_or("the attribute stands nowhere")?;
    match (parent.kind(), site.node.field()) {
        ("assignment", Some("left")) => assigned(site, parent, &descriptor, object).map(note),
        ("delete_statement", _) => {
            let spot = site.spot()?;
            let mut code = Code::default();
            code.line(0, format!("{descriptor}.__delete__({})", object.text()));
            let draft = Draft::new(
                "`del` of a property as a call of `__delete__`",
                spot.range.clone(),
                spot.fill(&code),
            );
            Ok(note(draft))
        }
        ("augmented_assignment", Some("left")) => {
            Err("an augmented assignment reads and assigns it; that has a rewriting of its own".to_owned())
        }
        (kind, field) => {
            let is_target = kind.contains("pattern")
                || kind == "as_pattern_target"
                || (matches!(kind, "for_statement" | "for_in_clause") && field == Some("left"))
                || parent.parent().is_some_and(|n| n.kind() == "delete_statement");
            if is_target {
                return Err("it is a target among others, or of a loop".to_owned());
            }
            let after = format!("{descriptor}.__get__({0}, type({0}))", object.text());
            Ok(note(Draft::new(
                "a property that is read as a call of `__get__`",
                site.node.range(),
                after,
            )))
        }
    }
}

fn assigned<'a>(site: &Site<'a>, assignment: Node<'a>, descriptor: &str, object: Node<'a>) -> Result<Draft, String> {
    let right = assignment.child("right").ok_or("nothing is assigned")?;
    let is_alone =
        assignment.parent().is_some_and(|p| p.kind() == "expression_statement") && right.kind() != "assignment";
    let statement = statement_of(site.node);
    if !is_alone || assignment.child("type").is_some() || parts(statement).count() > 1 {
        return Err("it is a target among others, or of a loop".to_owned());
    }
    let spot = site.spot()?;
    let mut code = Code::default();
    let is_plain = matches!(
        right.kind(),
        "integer" | "float" | "true" | "false" | "none" | "identifier"
    );
    if is_plain {
        code.line(0, format!("{descriptor}.__set__({}, {})", object.text(), right.text()));
    } else {
        sees_new_names(site.node)?;
        let own = site.fresh().name("value");
        code.line(0, format!("{own} = {}", value(right)));
        code.line(0, format!("{descriptor}.__set__({}, {own})", object.text()));
        code.line(0, format!("del {own}"));
    }
    Ok(Draft::new(
        "assigning to a property as a call of `__set__`",
        spot.range.clone(),
        spot.fill(&code),
    ))
}

/// Whether the body of a class fills a plain dict: what makes the class is known to be `type`.
pub(super) fn has_plain_namespace<'a>(site: &Site<'a>, class: Node<'a>) -> bool {
    let bases: Vec<Node<'a>> = class
        .child("superclasses")
        .into_iter()
        .flat_map(parts)
        .take(17)
        .collect();
    bases.len() < 17
        && bases
            .into_iter()
            .all(|n| n.kind() != "keyword_argument" && metaclass_is_type(site, n) && detect::dotted_parts(n).is_some())
}
