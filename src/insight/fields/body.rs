//! A class statement as it is written: what its body binds, in order, its decorators, its keywords, its bases.

use super::super::{LONGEST, Piece, Sentence, Site};
use crate::detect::{Analysis, Resolution};
use crate::document::Node;

pub(crate) use crate::document::syntax::decorator_values as decorators;

/// How many statements of a class body are read, and how many nodes of one statement.
const MOST: usize = 512;

/// What a statement of a class body binds.
#[derive(Clone, Copy)]
pub(crate) enum Item<'a> {
    /// `name: annotation`, `name: annotation = value`.
    Annotated {
        name: Node<'a>,
        annotation: Node<'a>,
        value: Option<Node<'a>>,
    },
    /// `name = value`; the value is not known where the target is one of several.
    Assigned { name: Node<'a>, value: Option<Node<'a>> },
    /// `def name` or `class name`.
    Defined { name: Node<'a>, definition: Node<'a> },
}

impl<'a> Item<'a> {
    /// The name that is bound.
    pub(crate) fn name(self) -> Node<'a> {
        match self {
            Self::Annotated { name, .. } | Self::Assigned { name, .. } | Self::Defined { name, .. } => name,
        }
    }

    /// Whether it gives the name a value.
    pub(crate) fn binds(self) -> bool {
        !matches!(self, Self::Annotated { value: None, .. })
    }
}

/// What a class body binds, in its order; `None` where that depends on conditions, loops or names that are made as strings.
pub(crate) fn items<'a>(class: Node<'a>) -> Option<Vec<Item<'a>>> {
    let mut items = Vec::new();
    for statement in class.child("body")?.named_children() {
        if items.len() > MOST {
            return None;
        }
        match statement.kind() {
            "comment" | "pass_statement" | "assert_statement" => {}
            "expression_statement" => expression_statement(statement, &mut items)?,
            "function_definition" | "class_definition" => items.push(Item::Defined {
                name: statement.child("name")?,
                definition: statement,
            }),
            "decorated_definition" => {
                let definition = statement.child("definition")?;
                items.push(Item::Defined {
                    name: definition.child("name")?,
                    definition,
                });
            }
            _ => return None,
        }
    }
    Some(items)
}

fn expression_statement<'a>(statement: Node<'a>, items: &mut Vec<Item<'a>>) -> Option<()> {
    for expression in statement.named_children() {
        match expression.kind() {
            "assignment" => assignment(expression, items)?,
            "augmented_assignment" => items.push(Item::Assigned {
                name: expression.child("left").filter(|n| n.kind() == "identifier")?,
                value: None,
            }),
            "string" | "concatenated_string" | "ellipsis" | "comment" | "integer" | "none" | "identifier" => {}
            // A call may write into the class's namespace.
            _ => return None,
        }
    }
    Some(())
}

fn assignment<'a>(assignment: Node<'a>, items: &mut Vec<Item<'a>>) -> Option<()> {
    let left = assignment.child("left")?;
    if let Some(annotation) = assignment.child("type") {
        items.push(Item::Annotated {
            name: Some(left).filter(|n| n.kind() == "identifier")?,
            annotation: annotation.named_children().next()?,
            value: assignment.child("right"),
        });
        return Some(());
    }
    let mut targets = vec![left];
    let mut right = assignment.child("right")?;
    while right.kind() == "assignment" && targets.len() < MOST {
        targets.push(right.child("left")?);
        right = right.child("right")?;
    }
    for target in targets {
        match target.kind() {
            "identifier" => items.push(Item::Assigned {
                name: target,
                value: Some(right),
            }),
            "pattern_list" | "tuple_pattern" => {
                for name in target.named_children() {
                    let name = Some(name).filter(|n| n.kind() == "identifier")?;
                    items.push(Item::Assigned { name, value: None });
                }
            }
            _ => return None,
        }
    }
    Some(())
}

/// The last item that gives `name` a value.
pub(crate) fn binding<'a>(items: &[Item<'a>], name: &str) -> Option<Item<'a>> {
    let binds = |item: &&Item<'a>| item.binds() && item.name().text() == name;
    items.iter().rev().find(binds).copied()
}

/// The class that a site is about: at its `class`, at its name, in one of its decorators.
pub(super) fn class_at<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    if site.construct.kind() == "class_definition" {
        return Some(site.construct);
    }
    let decorator = decorator_of(site.token)?;
    let class = decorator.parent()?.child("definition")?;
    (class.kind() == "class_definition").then_some(class)
}

/// The decorator whose name, or the last part of it, `token` is.
fn decorator_of(token: Node<'_>) -> Option<Node<'_>> {
    let mut below = token;
    for ancestor in token.ancestors().take(4) {
        match ancestor.kind() {
            "decorator" => return Some(ancestor),
            "attribute" if below.field() == Some("attribute") => {}
            "call" if below.field() == Some("function") => {}
            _ => return None,
        }
        below = ancestor;
    }
    None
}

/// The class whose body a node stands in, as part of a statement of the body itself.
pub(super) fn class_around(node: Node<'_>) -> Option<Node<'_>> {
    for ancestor in node.ancestors().take(32) {
        match ancestor.kind() {
            "class_definition" => return Some(ancestor),
            "function_definition" | "lambda" | "argument_list" => return None,
            _ => {}
        }
    }
    None
}

/// What a class's name is.
pub(super) fn name_of(class: Node<'_>) -> Option<&str> {
    class.child("name").map(Node::text)
}

/// The only dotted name that an expression can stand for, or, of a call, the function that is called.
pub(super) fn dotted(analysis: &Analysis, node: Node<'_>) -> Option<String> {
    let node = match node.kind() {
        "call" => node.child("function")?,
        _ => node,
    };
    match analysis.resolve(node) {
        Resolution::Dotted(mut candidates) if candidates.len() == 1 => candidates.pop(),
        _ => None,
    }
}

/// Whether an expression stands for this dotted name and no other.
pub(crate) fn is(analysis: &Analysis, node: Node<'_>, name: &str) -> bool {
    dotted(analysis, node).is_some_and(|dotted| dotted == name)
}

/// The keyword arguments of a call or a class statement, name and value; `None` where there are others.
pub(crate) fn keywords<'a>(arguments: Option<Node<'a>>) -> Option<Vec<(Node<'a>, Node<'a>)>> {
    let mut keywords = Vec::new();
    for argument in arguments.into_iter().flat_map(Node::named_children) {
        match argument.kind() {
            "comment" => {}
            "keyword_argument" => keywords.push((argument.child("name")?, argument.child("value")?)),
            _ => return None,
        }
    }
    Some(keywords)
}

/// `True` or `False`.
pub(super) fn boolean(node: Node<'_>) -> Option<bool> {
    match node.kind() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// A base of a class statement.
#[derive(Clone)]
pub(super) enum Base<'a> {
    /// A class of this file.
    Class(Node<'a>),
    /// A class from elsewhere, by its dotted name; a built-in's begins with `builtins.`.
    Library(String),
    /// Anything else.
    Unknown(Node<'a>),
}

/// The positional bases of a class, in order.
pub(super) fn bases<'a>(analysis: &Analysis, class: Node<'a>) -> Vec<Base<'a>> {
    let base = |node: Node<'a>| match analysis.resolve(node) {
        Resolution::Class(range) => {
            let class = node.nodes().innermost(&range);
            match class.kind() {
                "class_definition" => Base::Class(class),
                _ => Base::Unknown(node),
            }
        }
        Resolution::Dotted(mut candidates) if candidates.len() == 1 => {
            candidates.pop().map_or(Base::Unknown(node), Base::Library)
        }
        _ => Base::Unknown(node),
    };
    crate::detect::bases(class).take(MOST).map(base).collect()
}

/// The name under which a class keeps what is called `name` in its body.
pub(crate) fn mangled(class: &str, name: &str) -> String {
    let stripped = class.trim_start_matches('_');
    if stripped.is_empty() || !name.starts_with("__") || name.ends_with("__") {
        return name.to_owned();
    }
    format!("_{stripped}{name}")
}

/// The class's place as Python spells it (`Outer.Inner`), where the module binds it for sure and once: what a test can look up.
pub(super) fn qualified(class: Node<'_>) -> Option<String> {
    let around = class.parent().filter(|n| n.kind() == "decorated_definition");
    qualified_in(around.unwrap_or(class), name_of(class)?)
}

/// The same for a name that `statement` binds.
pub(super) fn qualified_in(statement: Node<'_>, name: &str) -> Option<String> {
    let (mut statement, mut own) = (statement, name);
    let mut whole = name.to_owned();
    for _ in 0..16 {
        let block = statement.parent()?;
        if block.named_children().filter(|n| binds(*n, own)).count() != 1 {
            return None;
        }
        match block.kind() {
            "module" => return Some(whole),
            "block" => {
                let class = block.parent().filter(|n| n.kind() == "class_definition")?;
                own = name_of(class)?;
                whole = format!("{own}.{whole}");
                statement = class
                    .parent()
                    .filter(|n| n.kind() == "decorated_definition")
                    .unwrap_or(class);
            }
            _ => return None,
        }
    }
    None
}

/// Whether a statement mentions `name` as something it binds, or holds statements that may.
fn binds(statement: Node<'_>, name: &str) -> bool {
    match statement.kind() {
        "class_definition" | "function_definition" => name_of(statement) == Some(name),
        "decorated_definition" => statement.child("definition").and_then(name_of) == Some(name),
        "expression_statement" | "import_from_statement" | "import_statement" | "delete_statement" => statement
            .descendants()
            .take(MOST)
            .any(|n| n.kind() == "identifier" && n.text() == name && is_target(n)),
        "if_statement" | "try_statement" | "for_statement" | "while_statement" | "with_statement" => statement
            .descendants()
            .take(MOST)
            .any(|n| n.kind() == "identifier" && n.text() == name && is_target(n)),
        _ => false,
    }
}

fn is_target(name: Node<'_>) -> bool {
    matches!(name.field(), Some("left" | "name" | "alias"))
        || name
            .parent()
            .is_some_and(|n| matches!(n.kind(), "dotted_name" | "delete_statement" | "pattern_list"))
}

/// How many characters a sentence has where it is shown.
pub(super) fn length(sentence: &Sentence) -> usize {
    let lengths = sentence.0.iter().map(|piece| match piece {
        Piece::Text(text) => text.chars().count(),
        Piece::Code(text) => text.chars().count() + 2,
    });
    lengths.sum()
}

/// The sentence with one more clause, if that still fits.
pub(super) fn with_clause(mut sentence: Sentence, clause: Sentence) -> Sentence {
    if length(&sentence) + length(&clause) <= LONGEST {
        sentence.0.extend(clause.0);
    }
    sentence
}
