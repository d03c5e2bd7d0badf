//! `class` statements as calls of their metaclass. Where the body is nothing but a docstring and assignments it becomes a dict; others are read in
//! [`class_bodies`].

use super::class_bodies;
use super::surroundings::{built_ins, parts, value};
use super::{Answer, Code, Draft, Rewriting, Site, shown};
use crate::detect::{self, Resolution};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[Rewriting {
    about: "class-statement",
    kinds: &["class_definition"],
    rewrite: class_statement,
}];

/// No more base classes than these are followed.
const MOST: usize = 64;

fn class_statement(site: &Site<'_>) -> Answer {
    let name = site.node.child("name")?;
    let body = site.node.child("body")?;
    Some(rewrite(site, name, body))
}

fn rewrite<'a>(site: &Site<'a>, name: Node<'a>, body: Node<'a>) -> Result<Draft, String> {
    if site.node.parent().is_some_and(|n| n.kind() == "decorated_definition") {
        return Err("it is decorated; that is what has to be rewritten first".to_owned());
    }
    if site.node.child("type_parameters").is_some() {
        return Err("its type parameters have a scope of their own, which no call makes".to_owned());
    }
    if site
        .node
        .child("superclasses")
        .is_some_and(|list| parts(list).nth(MOST).is_some())
    {
        return Err(format!("it has more than {MOST} base classes"));
    }
    let (mut bases, mut keywords, mut metaclass) = (Vec::new(), Vec::new(), None);
    for argument in site.node.child("superclasses").into_iter().flat_map(parts) {
        match argument.kind() {
            "keyword_argument" if argument.child("name").map(Node::text) == Some("metaclass") => {
                metaclass = argument.child("value");
            }
            "keyword_argument" if argument.child("value").is_some_and(has_effect) => {
                return Err(
                    "a keyword's value is evaluated before the body, and in the call it would be after it".to_owned(),
                );
            }
            "keyword_argument" => keywords.push(argument.text()),
            "identifier" | "attribute" if metaclass_is_type(site, argument) => bases.push(argument.text()),
            _ => {
                return Err(format!(
                    "which metaclass `{}` brings is not known, and so not what has to be called",
                    shown(argument)
                ));
            }
        }
    }
    if let Some(metaclass) = metaclass.filter(|m| !is_plain_metaclass(site, *m)) {
        return Err(format!(
            "whether `{}` prepares a namespace of its own is not known",
            shown(metaclass)
        ));
    }
    built_ins(site, &["type"])?;
    let header = Header {
        name,
        bases: &bases,
        keywords: &keywords,
        metaclass,
    };
    let Ok(members) = members(name, body) else {
        return class_bodies::rewrite(site, &header, body);
    };
    let spot = site.spot()?;
    let mut code = Code::default();
    let (called, bases) = (header.called(), header.bases());
    code.line(0, format!("{} = {called}(", name.text()));
    code.line(1, format!("{:?},", name.text()));
    code.line(1, format!("{bases},"));
    code.line(1, "{");
    code.line(2, "\"__module__\": __name__,");
    code.line(2, format!("\"__qualname__\": {:?},", qualified(site.node, name)));
    for (key, member) in members {
        code.line(2, format!("\"{key}\": {member},"));
    }
    code.line(1, "},");
    for keyword in keywords {
        code.line(1, format!("{keyword},"));
    }
    code.line(0, ")");
    Ok(Draft::new(
        "a `class` statement as a call of its metaclass",
        spot.range.clone(),
        spot.fill(&code),
    )
    .note("The call is given the name, the base classes and the namespace that the body filled.")
    .note("From 3.13 a `class` statement also sets `__firstlineno__` and `__static_attributes__`."))
}

/// What stands before the colon of a class statement.
pub(super) struct Header<'a, 'h> {
    pub(super) name: Node<'a>,
    pub(super) bases: &'h [&'a str],
    pub(super) keywords: &'h [&'a str],
    pub(super) metaclass: Option<Node<'a>>,
}

impl Header<'_, '_> {
    /// What makes the class.
    pub(super) fn called(&self) -> &str {
        self.metaclass.map_or("type", Node::text)
    }

    /// The base classes as a tuple.
    pub(super) fn bases(&self) -> String {
        match self.bases {
            [only] => format!("({only},)"),
            _ => format!("({})", self.bases.join(", ")),
        }
    }
}

/// Whether evaluating an expression may do more than to look up a name.
fn has_effect(expression: Node<'_>) -> bool {
    let is_plain = |n: Node<'_>| {
        matches!(
            n.kind(),
            "identifier" | "integer" | "float" | "true" | "false" | "none" | "string"
        )
    };
    !is_plain(expression) || expression.descendants().any(|n| n.kind() == "interpolation")
}

/// What the body binds, in order.
fn members<'a>(name: Node<'a>, body: Node<'a>) -> Result<Vec<(&'a str, String)>, String> {
    let mut members: Vec<(&str, String)> = Vec::new();
    for (at, statement) in parts(body).enumerate() {
        match statement.kind() {
            "pass_statement" => continue,
            "function_definition" | "decorated_definition" | "class_definition" => {
                return Err("what the body defines is compiled as part of the class: its `__qualname__`, private names and `super()` know it; moved outside it would be something else".to_owned());
            }
            _ => {}
        }
        let only = parts(statement)
            .next()
            .filter(|_| statement.kind() == "expression_statement");
        match only.map(|n| (n.kind(), n)) {
            Some(("ellipsis", _)) => {}
            Some(("string", text)) if at == 0 && is_plain_string(text) => {
                if text.text().contains(['\n', '\r']) {
                    return Err(
                        "from 3.13 the compiler takes the indentation out of a docstring, and of no other string"
                            .to_owned(),
                    );
                }
                members.push(("__doc__", text.text().to_owned()));
            }
            Some(("assignment", assignment)) => members.push(member(assignment)?),
            _ => {
                return Err(
                    "its body is more than a docstring and assignments: statements cannot stand in a call".to_owned(),
                );
            }
        }
    }
    let bound: Vec<&str> = members.iter().map(|(key, _)| *key).collect();
    let repeated = bound
        .iter()
        .enumerate()
        .any(|(at, key)| bound.iter().take(at).any(|k| k == key));
    if repeated {
        return Err("its body binds a name twice".to_owned());
    }
    let uses_own = body
        .descendants()
        .filter(|n| n.kind() == "identifier" && !is_no_read(*n))
        .any(|n| bound.contains(&n.text()) || n.text() == name.text() || n.text().starts_with("__"));
    if uses_own {
        return Err("its body reads names that the body itself binds, which a call has no scope for".to_owned());
    }
    Ok(members)
}

fn member<'a>(assignment: Node<'a>) -> Result<(&'a str, String), String> {
    let target = assignment.child("left").filter(|n| n.kind() == "identifier");
    let right = assignment.child("right").filter(|n| n.kind() != "assignment");
    let (Some(target), Some(right), None) = (target, right, assignment.child("type")) else {
        return Err("its body is more than a docstring and plain assignments".to_owned());
    };
    let is_private = target.text().starts_with("__") && !target.text().ends_with("__");
    if is_private {
        return Err("the compiler renames a private name after its class".to_owned());
    }
    let has_scope = right.descendants().any(|n| {
        matches!(
            n.kind(),
            "lambda"
                | "list_comprehension"
                | "set_comprehension"
                | "dictionary_comprehension"
                | "generator_expression"
                | "named_expression"
                | "await"
                | "yield"
        )
    });
    if has_scope {
        return Err(
            "an expression in its body has a scope of its own or binds a name, which knows that it stands in a class"
                .to_owned(),
        );
    }
    Ok((target.text(), value(right)))
}

/// Whether an identifier is the target of an assignment or the name of an attribute.
fn is_no_read(identifier: Node<'_>) -> bool {
    let parent = identifier.parent().map_or("", Node::kind);
    matches!(
        (parent, identifier.field()),
        ("assignment", Some("left")) | ("attribute", Some("attribute"))
    )
}

pub(super) fn is_plain_string(node: Node<'_>) -> bool {
    let start = node.first_child().map_or("", Node::text).to_ascii_lowercase();
    !start.contains(['f', 'b', 't'])
}

/// Whether the metaclass of this base is `type`, as far as the file tells for certain.
pub(super) fn metaclass_is_type<'a>(site: &Site<'a>, base: Node<'a>) -> bool {
    let mut todo = vec![base];
    let mut seen: Vec<Node<'_>> = Vec::new();
    while let Some(base) = todo.pop() {
        let class = match site.analysis.resolve(base) {
            Resolution::Dotted(names) => match names.as_slice() {
                [name] if name.strip_prefix("builtins.").is_some_and(detect::is_builtin) => continue,
                _ => return false,
            },
            Resolution::Class(range) => site.nodes.at(&range),
            _ => return false,
        };
        if seen.contains(&class) {
            continue;
        }
        seen.push(class);
        let is_decorated = class.parent().is_some_and(|n| n.kind() == "decorated_definition");
        let is_plain = class.kind() == "class_definition" && class.child("type_parameters").is_none() && !is_decorated;
        if !is_plain || seen.len() > MOST {
            return false;
        }
        for argument in class.child("superclasses").into_iter().flat_map(parts) {
            match argument.kind() {
                "identifier" | "attribute" if todo.len() < MOST => todo.push(argument),
                "keyword_argument" if argument.child("name").map(Node::text) != Some("metaclass") => {}
                _ => return false,
            }
        }
    }
    true
}

/// Whether a metaclass is `type`, or a class of this file right below it that prepares no namespace, or a function.
fn is_plain_metaclass(site: &Site<'_>, metaclass: Node<'_>) -> bool {
    match site.analysis.resolve(metaclass) {
        Resolution::Dotted(names) => matches!(names.as_slice(), [only] if only == "builtins.type"),
        Resolution::Class(range) => {
            let class = site.nodes.at(&range);
            let bases: Vec<Node<'_>> = class.child("superclasses").into_iter().flat_map(parts).collect();
            let below_type = matches!(bases[..], [base] if super::surroundings::is_builtin(site, base, "type"));
            let prepares = class
                .descendants()
                .any(|n| n.kind() == "identifier" && n.text() == "__prepare__");
            class.kind() == "class_definition" && below_type && !prepares
        }
        _ => false,
    }
}

/// The `__qualname__` of a class.
pub(super) fn qualified(class: Node<'_>, name: Node<'_>) -> String {
    let mut names = vec![name.text().to_owned()];
    let mut below = class;
    for node in class.ancestors() {
        let own = node.child("name").filter(|_| below.field() == Some("body"));
        match (node.kind(), own) {
            ("function_definition", Some(own)) => names.push(format!("{}.<locals>", own.text())),
            ("class_definition", Some(own)) => names.push(own.text().to_owned()),
            _ => {}
        }
        below = node;
    }
    names.reverse();
    names.join(".")
}
