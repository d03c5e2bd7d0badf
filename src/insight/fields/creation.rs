//! How a class statement makes its class: `__set_name__`, `__init_subclass__` with its keyword arguments, decorators, in this order.

use serde_json::{Map, json};

use super::super::model::{self, Entry, Member, Metaclass, Mro, Winner};
use super::super::sentence::{Sentence, code, code_span, line_of, say};
use super::super::{Finder, Insight, LONGEST, Site};
use super::body::{self, Item};
use crate::detect::{Analysis, Resolution};
use crate::document::{Node, syntax};

pub(super) const FAULT: Finder = Finder {
    about: "class-keywords-error",
    concepts: &["class-keyword-arguments", "class-definition"],
    find: fault,
};

pub(super) const KEYWORDS: Finder = Finder {
    about: "class-keywords",
    concepts: &["class-keyword-arguments"],
    find: keywords,
};

pub(super) const REGISTRY: Finder = Finder {
    about: "init-subclass",
    concepts: &["dunder-init-subclass", "registry-init-subclass"],
    find: registry,
};

pub(super) const ORDER: Finder = Finder {
    about: "class-order",
    concepts: &["class-definition"],
    find: order,
};

/// How many classes of a file are asked, how many statements are passed to find them; how many rows a table has.
const MOST_CLASSES: usize = 64;
const MOST_STATEMENTS: usize = 20_000;
const ROWS: usize = 30;

/// What runs as `__init_subclass__` when a class is made.
enum Hook<'a> {
    /// The one of `object`: it takes no keyword arguments.
    None,
    /// This `def` in this class of the file.
    Def(Node<'a>, Node<'a>),
}

/// `None` where the file does not tell.
fn hook<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Hook<'a>> {
    match model::metaclass(analysis, class) {
        Winner::Is(Metaclass::Known(name), _) if name == "type" || name == "ABCMeta" => {}
        _ => return None,
    }
    let Mro::Complete(order) = model::mro(analysis, class) else {
        return None;
    };
    for entry in order.iter().skip(1) {
        match entry {
            Entry::Known(known) if known.name == "builtins.object" => return Some(Hook::None),
            Entry::Known(known) if known.has("__init_subclass__") == Some(false) => {}
            Entry::Known(_) => return None,
            Entry::Class(above) => match model::own_member(*above, "__init_subclass__") {
                model::Own::Absent => {}
                model::Own::Here(def) if def.kind() == "function_definition" => {
                    return Some(Hook::Def(*above, def));
                }
                _ => return None,
            },
        }
    }
    None
}

/// The keyword arguments of a class statement but for `metaclass`; `None` where `**` adds others.
fn class_keywords<'a>(class: Node<'a>) -> Option<Vec<(&'a str, Node<'a>)>> {
    let arguments = class.child("superclasses").into_iter().flat_map(Node::named_children);
    let mut keywords = Vec::new();
    for argument in arguments.take(MOST_CLASSES) {
        match argument.kind() {
            "dictionary_splat" | "list_splat" => return None,
            "keyword_argument" => {
                let name = argument.child("name")?.text();
                if name != "metaclass" {
                    keywords.push((name, argument));
                }
            }
            _ => {}
        }
    }
    Some(keywords)
}

/// What an `__init_subclass__` takes by name: the names, those without a default, whether `**` takes any.
struct Accepted<'a> {
    names: Vec<&'a str>,
    required: Vec<&'a str>,
    any: bool,
}

fn accepted<'a>(def: Node<'a>) -> Option<Accepted<'a>> {
    let is_decorated = def.parent().is_some_and(|n| n.kind() == "decorated_definition");
    let mut accepted = Accepted {
        names: Vec::new(),
        required: Vec::new(),
        any: false,
    };
    let mut parameters = def
        .child("parameters")?
        .named_children()
        .filter(|n| n.kind() != "comment");
    // The class itself. A decorator may be `classmethod`, which changes nothing, or any other.
    parameters
        .next()
        .filter(|first| !is_decorated && first.kind() == "identifier")?;
    for parameter in parameters {
        let name = match parameter.kind() {
            "identifier" => Some(parameter),
            "default_parameter" | "typed_default_parameter" => parameter.child("name"),
            "typed_parameter" => parameter.named_children().next(),
            _ => None,
        };
        match name.map(Node::kind) {
            Some("identifier") => {
                let name = name?.text();
                accepted.names.push(name);
                if parameter.child("value").is_none() {
                    accepted.required.push(name);
                }
            }
            Some("dictionary_splat_pattern") => accepted.any = true,
            _ => match parameter.kind() {
                "dictionary_splat_pattern" => accepted.any = true,
                "keyword_separator" | "list_splat_pattern" => {}
                // What stands before the slash cannot be given by name, and a class statement gives all by name.
                "positional_separator" if accepted.names.is_empty() => {}
                _ => return None,
            },
        }
    }
    Some(accepted)
}

/// The class of a site, which may be at a keyword of its header.
fn class_at<'a>(site: &Site<'a>) -> Option<Node<'a>> {
    if site.concept == "class-keyword-arguments" {
        let around = site
            .token
            .ancestors()
            .take(4)
            .find(|n| n.field() == Some("superclasses"))?;
        return around.parent().filter(|n| n.kind() == "class_definition");
    }
    body::class_at(site)
}

/// Keyword arguments that nothing takes, or that are missing.
fn fault<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = class_at(site)?;
    let keywords = class_keywords(class)?;
    let making = say("making ")
        .code(body::name_of(class)?)
        .say(" raises ")
        .code("TypeError")
        .say(": ");
    let sentence = match hook(site.analysis, class)? {
        Hook::None => {
            let (name, _) = keywords.first()?;
            making
                .say("no base has an ")
                .code("__init_subclass__")
                .say(" that takes ")
                .code(name)
        }
        Hook::Def(owner, def) => {
            let accepted = accepted(def)?;
            let own = format!("{}.__init_subclass__", body::name_of(owner)?);
            let wrong = keywords
                .iter()
                .find(|(name, _)| !accepted.any && !accepted.names.contains(name));
            let missing = accepted
                .required
                .iter()
                .find(|name| !keywords.iter().any(|(k, _)| k == *name));
            match (wrong, missing) {
                (Some((wrong, _)), _) => making.code(&own).say(" (").line(def).say(") takes no ").code(wrong),
                (None, Some(missing)) => making
                    .code(&own)
                    .say(" (")
                    .line(def)
                    .say(") needs ")
                    .code(missing)
                    .say(", as in ")
                    .code(&format!("class {}(…, {missing}=…)", body::name_of(class)?)),
                (None, None) => return None,
            }
        }
    };
    let insight = Insight::new(sentence);
    Some(match body::qualified(class) {
        Some(name) => insight.with_claim(json!({ "class": name, "raises": "TypeError" })),
        None => insight,
    })
}

fn keywords<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = class_at(site)?;
    if fault(site).is_some() {
        return None;
    }
    let Hook::Def(owner, def) = hook(site.analysis, class)? else {
        return None;
    };
    let (name, argument) = class_keywords(class)?
        .into_iter()
        .find(|(_, argument)| argument.range().contains(&site.token.start()))?;
    let accepted = accepted(def)?;
    let sentence = code(&syntax::shorten(argument, 40))
        .say(" goes to ")
        .code(&format!("{}.__init_subclass__", body::name_of(owner)?))
        .say(" (")
        .line(def);
    Some(Insight::new(if accepted.names.contains(&name) {
        sentence.say("), as its parameter ").code(name)
    } else {
        sentence.say("), among its ").code("**")
    }))
}

/// The class statements of a file, those in blocks and functions included, in its order.
fn classes<'a>(root: Node<'a>) -> Option<Vec<Node<'a>>> {
    let mut classes = Vec::new();
    let mut todo = vec![root];
    for _ in 0..MOST_STATEMENTS {
        let Some(node) = todo.pop() else { return Some(classes) };
        if node.kind() == "class_definition" {
            classes.push(node);
        }
        let holds = |n: &Node<'_>| {
            matches!(
                n.kind(),
                "block"
                    | "class_definition"
                    | "function_definition"
                    | "decorated_definition"
                    | "if_statement"
                    | "elif_clause"
                    | "else_clause"
                    | "try_statement"
                    | "except_clause"
                    | "finally_clause"
                    | "with_statement"
                    | "for_statement"
                    | "while_statement"
            )
        };
        let inner: Vec<_> = node.named_children().filter(holds).collect();
        todo.extend(inner.into_iter().rev());
    }
    None
}

/// For which classes of this file an `__init_subclass__` runs.
fn registry<'a>(site: &Site<'a>) -> Option<Insight> {
    let def = std::iter::once(site.token).chain(site.token.ancestors()).take(3);
    let def = def.into_iter().find(|n| n.kind() == "function_definition")?;
    let owner = body::class_around(def)?;
    let own = body::name_of(owner)?;
    let all = classes(site.nodes.root())?;
    let derived: Vec<Node<'a>> = all
        .into_iter()
        .filter(|class| *class != owner && class.child("superclasses").is_some())
        .collect();
    if derived.len() > MOST_CLASSES {
        return None;
    }
    let runs = |class: &Node<'a>| matches!(hook(site.analysis, *class), Some(Hook::Def(above, _)) if above == owner);
    let made: Vec<Node<'a>> = derived.into_iter().filter(runs).collect();
    let names: Vec<&str> = made.iter().filter_map(|class| body::name_of(*class)).collect();
    if names.is_empty() {
        return None;
    }
    let noun = if names.len() == 1 { "the class " } else { "the classes " };
    let mut sentence = say("runs when ").say(noun).codes(&names, 3);
    sentence = sentence.say(if names.len() == 1 { " is made" } else { " are made" });
    let given = made.iter().find_map(|class| {
        let keywords = class_keywords(*class)?;
        keywords.first().map(|(_, argument)| (*class, *argument))
    });
    if let Some((class, argument)) = given {
        let clause = say(", for ").code(body::name_of(class)?).say(" with ");
        sentence = body::with_clause(sentence, clause.code(&syntax::shorten(argument, 40)));
    }
    sentence = body::with_clause(sentence, say("; not for ").code(own).say(" itself"));
    let mut detail = "| class | line | keyword arguments |\n| --- | --- | --- |\n".to_owned();
    let mut claim = Map::new();
    for class in &made {
        let keywords = class_keywords(*class).unwrap_or_default();
        let shown: Vec<String> = keywords
            .iter()
            .map(|(_, argument)| code_span(&syntax::shorten(*argument, 40)).replace('|', "\\|"))
            .collect();
        if claim.len() < ROWS {
            let name = code_span(body::name_of(*class)?);
            detail.push_str(&format!("| {name} | {} | {} |\n", line_of(*class), shown.join(", ")));
        }
        let names: Vec<&str> = keywords.iter().map(|(name, _)| *name).collect();
        if let Some(name) = body::qualified(*class) {
            claim.insert(name, json!(names));
        }
    }
    let insight = Insight::new(sentence).with_detail(detail);
    Some(match body::qualified(owner).filter(|_| claim.len() == made.len()) {
        Some(name) => insight.with_claim(json!({ "class": name, "init_subclass": claim })),
        None => insight,
    })
}

/// The attributes of a body whose values are objects of classes of this file with a `__set_name__`.
fn named_attributes<'a>(analysis: &Analysis, class: Node<'a>) -> Option<Vec<&'a str>> {
    let items = body::items(class)?;
    let mut names = Vec::new();
    for item in &items {
        let (Item::Assigned { name, value } | Item::Annotated { name, value, .. }) = *item else {
            continue;
        };
        let Some(function) = value.filter(|v| v.kind() == "call").and_then(|v| v.child("function")) else {
            continue;
        };
        let Resolution::Class(_) = analysis.resolve(function) else {
            continue;
        };
        let made = model::class_with(analysis, function)?;
        match model::find_member(analysis, made, "__set_name__") {
            Member::Here(_) | Member::Inherited(..) => {}
            Member::Absent => continue,
            _ => return None,
        }
        let is_last = body::binding(&items, name.text()).is_some_and(|last| last.name() == name);
        if is_last && names.len() < MOST_CLASSES {
            names.push(name.text());
        }
    }
    Some(names)
}

/// The steps in which the class is made, where there are some beside running the body.
fn order<'a>(site: &Site<'a>) -> Option<Insight> {
    let class = class_at(site)?;
    let body = class.child("body")?;
    if fault(site).is_some() {
        return None;
    }
    let hook = hook(site.analysis, class)?;
    let named = named_attributes(site.analysis, class)?;
    let decorators: Vec<Node<'a>> = body::decorators(class).collect();
    let has_hook = matches!(hook, Hook::Def(..));
    if named.is_empty() && !has_hook {
        return None;
    }
    let mut steps: Vec<Sentence> = vec![say("its body (").line(body).say(")")];
    if !named.is_empty() {
        steps.push(code("__set_name__").say(" of ").codes(&named, 3));
    }
    if let Hook::Def(owner, def) = hook {
        let keywords = class_keywords(class)?;
        let given: Vec<&str> = keywords.iter().map(|(_, argument)| argument.text()).collect();
        let call = format!("{}.__init_subclass__({})", body::name_of(owner)?, given.join(", "));
        steps.push(code(&call).say(" (").line(def).say(")"));
    }
    for decorator in decorators.iter().rev().take(3) {
        steps.push(code(&format!("@{}", syntax::shorten(*decorator, 30))));
    }
    let mut sentence = say("making ").code(body::name_of(class)?).say(" runs ");
    let last = steps.len().saturating_sub(1);
    for (at, step) in steps.into_iter().enumerate() {
        if at > 0 {
            sentence = sentence.say(if at == last { ", then " } else { ", " });
        }
        sentence.0.extend(step.0);
    }
    (body::length(&sentence) <= LONGEST).then(|| Insight::new(sentence))
}
