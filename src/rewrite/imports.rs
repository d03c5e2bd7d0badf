//! Imports as calls of `__import__` and assignments.

use super::surroundings::{built_ins, names_stay_inside, parts};
use super::{Answer, Code, Draft, Rewriting, Site};
use crate::document::Node;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "import-statement",
        kinds: &["import_statement"],
        rewrite: import_statement,
    },
    Rewriting {
        about: "import-from",
        kinds: &["import_from_statement"],
        rewrite: import_from,
    },
    Rewriting {
        about: "import-from",
        kinds: &["future_import_statement"],
        rewrite: |_| {
            Some(Err(
                "`from __future__ import` is an instruction to the compiler: it changes how the file is read"
                    .to_owned(),
            ))
        },
    },
];

/// What is imported, and the name it gets by `as`.
fn import(node: Node<'_>) -> (Node<'_>, Option<&str>) {
    match node.kind() {
        "aliased_import" => (node.child("name").unwrap_or(node), node.child("alias").map(Node::text)),
        _ => (node, None),
    }
}

/// A dotted name without blanks and backslashes.
fn dotted(node: Node<'_>) -> String {
    let names: Vec<&str> = parts(node)
        .filter(|n| n.kind() == "identifier")
        .map(Node::text)
        .collect();
    names.join(".")
}

fn import_statement(site: &Site<'_>) -> Answer {
    let imports: Vec<_> = site.node.children_in("name").map(import).collect();
    (!imports.is_empty()).then(|| rewrite_import(site, &imports))
}

fn rewrite_import(site: &Site<'_>, imports: &[(Node<'_>, Option<&str>)]) -> Result<Draft, String> {
    built_ins(site, &["__import__"])?;
    let spot = site.spot()?;
    let mut code = Code::default();
    let mut has_dots = false;
    for (module, alias) in imports {
        let module = dotted(*module);
        let (first, rest) = module
            .split_once('.')
            .map_or((module.as_str(), ""), |(first, rest)| (first, rest));
        has_dots |= !rest.is_empty();
        code.line(
            0,
            match alias {
                Some(alias) if !rest.is_empty() => format!("{alias} = __import__({module:?}).{rest}"),
                Some(alias) => format!("{alias} = __import__({module:?})"),
                None => format!("{first} = __import__({module:?})"),
            },
        );
    }
    let mut draft = Draft::new(
        "`import` as a call of `__import__`",
        spot.range.clone(),
        spot.fill(&code),
    );
    if has_dots {
        draft = draft.note("`__import__(\"a.b\")` imports both and returns `a`.");
    }
    if imports
        .iter()
        .any(|(module, alias)| alias.is_some() && module.text().contains('.'))
    {
        draft = draft.note("Where the submodule is not yet an attribute of its package (a circular import), `import` finds it in `sys.modules` (3.7); the attribute access here does not.");
    }
    Ok(draft)
}

fn import_from(site: &Site<'_>) -> Answer {
    let module = site.node.child("module_name")?;
    let imports: Vec<_> = site.node.children_in("name").map(import).collect();
    if site.node.children().any(|n| n.kind() == "wildcard_import") {
        return Some(Err("which names `*` binds only the module tells".to_owned()));
    }
    (!imports.is_empty()).then(|| rewrite_from(site, module, &imports))
}

fn rewrite_from(site: &Site<'_>, module: Node<'_>, imports: &[(Node<'_>, Option<&str>)]) -> Result<Draft, String> {
    if is_tried(site.node) {
        return Err("a name that the module lacks is an `ImportError`, which the `try` around may wait for; an attribute access would raise an `AttributeError`".to_owned());
    }
    if imports.len() > 1 {
        names_stay_inside(site)?;
    }
    let (path, level) = origin(module);
    built_ins(
        site,
        if level > 0 {
            &["__import__", "globals"]
        } else {
            &["__import__"]
        },
    )?;
    let spot = site.spot()?;
    let names: Vec<String> = imports.iter().map(|(name, _)| format!("{:?}", dotted(*name))).collect();
    let list = names.join(", ");
    let list = if names.len() == 1 {
        format!("({list},)")
    } else {
        format!("({list})")
    };
    let call = if level > 0 {
        format!("__import__({path:?}, globals(), fromlist={list}, level={level})")
    } else {
        format!("__import__({path:?}, fromlist={list})")
    };
    let mut code = Code::default();
    if let [(name, alias)] = imports {
        let name = dotted(*name);
        code.line(0, format!("{} = {call}.{name}", alias.unwrap_or(&name)));
    } else {
        let own = site.fresh().name("module");
        code.line(0, format!("{own} = {call}"));
        for (name, alias) in imports {
            let name = dotted(*name);
            code.line(0, format!("{} = {own}.{name}", alias.unwrap_or(&name)));
        }
    }
    Ok(Draft::new("`from … import` as a call of `__import__`", spot.range.clone(), spot.fill(&code))
        .note("With `fromlist`, `__import__` returns the module that the whole dotted name means, and imports what the list names of a package's submodules.")
        .note("A name that the module lacks is an `ImportError` for `from … import` (it looks in `sys.modules` for a submodule first), here an `AttributeError`."))
}

/// The module's name without leading dots, and how many there are.
fn origin(module: Node<'_>) -> (String, usize) {
    if module.kind() != "relative_import" {
        return (dotted(module), 0);
    }
    let prefix = parts(module).find(|n| n.kind() == "import_prefix");
    let level = prefix.map_or(0, |n| n.text().matches('.').count());
    let path = parts(module).find(|n| n.kind() == "dotted_name").map(dotted);
    (path.unwrap_or_default(), level)
}

/// Whether the statement stands in the body of a `try` of the same function.
fn is_tried(statement: Node<'_>) -> bool {
    let mut below = statement;
    for node in statement.ancestors() {
        match node.kind() {
            "function_definition" | "class_definition" => return false,
            "try_statement" if below.field() == Some("body") => return true,
            _ => below = node,
        }
    }
    false
}
