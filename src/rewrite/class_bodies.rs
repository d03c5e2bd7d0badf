//! The body of a `class` statement as a function that returns the namespace: what it defines keeps its names, its private names, its `super()`.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::classes::{Header, is_plain_string, qualified};
use super::layout::{Edits, Layout, edited};
use super::surroundings::parts;
use super::{Draft, Site};
use crate::detect;
use crate::document::Node;
use crate::document::syntax::{ScopeKind, scope_of};
use crate::insight::fields::body::mangled;

/// Longer bodies are left alone.
const MOST: usize = 200;

/// What sees where it is evaluated.
const SEEING: [&str; 9] = [
    "locals",
    "vars",
    "dir",
    "eval",
    "exec",
    "_getframe",
    "currentframe",
    "__qualname__",
    "__module__",
];

/// A body on its way to be a function's.
pub(super) struct Body<'a, 's> {
    pub(super) site: &'s Site<'a>,
    pub(super) class: Node<'a>,
    pub(super) name: &'a str,
    pub(super) qualified: String,
    pub(super) layout: Layout<'a>,
    pub(super) line_break: &'static str,
    /// The names that the body binds, in order, as far as it is read; private ones as they are written.
    pub(super) bound: Vec<&'a str>,
    /// All names that it binds.
    pub(super) all_bound: FxHashSet<&'a str>,
    /// Those of them with an annotation and no value.
    pub(super) annotations: Option<String>,
    /// Where private names are to be written out.
    pub(super) private: Edits,
    pub(super) edits: Edits,
    pub(super) notes: Vec<String>,
}

pub(super) fn rewrite<'a>(site: &Site<'a>, header: &Header<'a, '_>, body: Node<'a>) -> Result<Draft, String> {
    let spot = site.spot()?;
    let text = site.analysis.document().text();
    let class = site.node;
    let statements: Vec<Node<'a>> = parts(body).collect();
    if statements.len() > MOST {
        return Err("its body is too long to be shown twice".to_owned());
    }
    let mut fresh = site.fresh();
    let mut new = Body {
        site,
        class,
        name: header.name.text(),
        qualified: qualified(class, header.name),
        layout: Layout::new(text, class, body, spot.unit()),
        line_break: spot.line_break(),
        bound: Vec::new(),
        all_bound: all_bound(site, class, body),
        annotations: None,
        private: Edits::new(),
        edits: Edits::new(),
        notes: Vec::new(),
    };
    let needs_cell = new.look_inside(body)?;
    new.write_private_names_out(body)?;
    let mut docstring = None;
    for (at, statement) in statements.iter().enumerate() {
        if at == 0
            && let Some(text) = docstring_of(*statement)
        {
            docstring = Some(text);
            continue;
        }
        new.statement(*statement, &mut fresh)?;
    }
    new.nothing_is_captured(body, header, needs_cell)?;
    if needs_cell && has_hooks(site) {
        return Err(
            "`super()` reads the variable `__class__` of the function around the method, and here that is set when the class is made; the `__init_subclass__` or `__set_name__` of this file would run before"
                .to_owned(),
        );
    }
    let function = fresh.name(if needs_cell { "make" } else { "namespace" });
    let in_class = scope_of(class).0 == ScopeKind::Class;
    let mut members: Vec<(String, String)> = vec![
        ("__module__".to_owned(), "__name__".to_owned()),
        ("__qualname__".to_owned(), format!("{:?}", new.qualified)),
    ];
    if let Some(docstring) = docstring {
        let is_one_line = !docstring.text().contains(['\n', '\r']);
        if in_class && !is_one_line {
            return Err(
                "its docstring goes over several lines, whose indentation the compiler takes out from 3.13".to_owned(),
            );
        }
        let text = if in_class {
            docstring.text().to_owned()
        } else {
            format!("{function}.__doc__")
        };
        members.push(("__doc__".to_owned(), text));
    }
    if let Some(annotations) = &new.annotations {
        members.push(("__annotations__".to_owned(), annotations.clone()));
    }
    for name in &new.bound {
        let key = mangled(new.name, name);
        members.retain(|(known, _)| *known != key);
        members.push((key.clone(), key));
    }
    let draft = new.draft(header, &function, &members, &spot, needs_cell);
    Ok(draft)
}

fn docstring_of(statement: Node<'_>) -> Option<Node<'_>> {
    let only = parts(statement)
        .next()
        .filter(|_| statement.kind() == "expression_statement")?;
    (only.kind() == "string" && is_plain_string(only)).then_some(only)
}

/// All names that the body of a class binds.
fn all_bound<'a>(site: &Site<'a>, class: Node<'a>, body: Node<'a>) -> FxHashSet<&'a str> {
    let names = body.descendants().filter(|n| n.kind() == "identifier");
    let own = names.filter(|n| site.analysis.is_definition(*n) && scope_of(*n).1 == Some(class));
    own.map(Node::text).collect()
}

/// Whether the file has hooks that run while a class is made.
fn has_hooks(site: &Site<'_>) -> bool {
    let mut names = site.nodes.root().descendants().filter(|n| n.kind() == "identifier");
    names.any(|n| matches!(n.text(), "__init_subclass__" | "__set_name__" | "metaclass"))
}

impl<'a> Body<'a, '_> {
    /// Whether the function needs a variable `__class__`; `Err` where something inside depends on being in a class body.
    fn look_inside(&self, body: Node<'a>) -> Result<bool, String> {
        let mut needs_cell = false;
        for node in body.descendants() {
            let own = || scope_of(node).1 == Some(self.class);
            match node.kind() {
                "identifier" if matches!(node.text(), "super" | "__class__") && detect::is_variable(node) => {
                    if own() {
                        return Err(format!(
                            "`{}` in the class body itself means something else in a function",
                            node.text()
                        ));
                    }
                    needs_cell = true;
                }
                "identifier" if SEEING.contains(&node.text()) && own() => {
                    return Err(format!("`{}` depends on the scope it is called in", node.text()));
                }
                "named_expression" | "global_statement" | "nonlocal_statement" if own() => {
                    return Err("the body declares names, or binds one inside of an expression".to_owned());
                }
                _ => {}
            }
        }
        Ok(needs_cell)
    }

    /// Private names are renamed after the class by the compiler, which knows the class from its statement.
    fn write_private_names_out(&mut self, body: Node<'a>) -> Result<(), String> {
        for node in body.descendants().filter(|n| n.kind() == "identifier") {
            let new = mangled(self.name, node.text());
            // The names of arguments and of attributes in patterns stay as they are.
            let parent = node.parent().map_or("", Node::kind);
            let is_keyword = parent == "keyword_argument" && node.field() == Some("name");
            if new == node.text() || is_keyword || parent == "keyword_pattern" {
                continue;
            }
            if node.ancestors().take(3).any(|n| n.kind().starts_with("import")) {
                return Err("it imports under a private name".to_owned());
            }
            let inner = node.ancestors().find(|n| n.kind() == "class_definition");
            if inner != Some(self.class) && inner.and_then(|n| n.child("name")) != Some(node) {
                return Err("a class inside of it has private names of its own".to_owned());
            }
            self.private.push((node.range(), new));
        }
        if !self.private.is_empty() {
            self.notes.push(
                "The compiler renames a private name after its class; here the new name is written out.".to_owned(),
            );
        }
        Ok(())
    }

    pub(super) fn private_text(&self, range: Range<usize>) -> String {
        edited(self.site.analysis.document().text(), range, &self.private)
    }

    pub(super) fn replace(&mut self, range: Range<usize>, new: String) {
        self.private
            .retain(|(piece, _)| !(range.start <= piece.start && piece.end <= range.end) || range.is_empty());
        self.edits.push((range, new));
    }

    /// The names of the body are variables of the function now: nothing inside may see them that did not see them before.
    fn nothing_is_captured(&self, body: Node<'a>, header: &Header<'a, '_>, needs_cell: bool) -> Result<(), String> {
        let inside = |range: &Range<usize>| body.start() <= range.start && range.end <= body.end();
        for name in body
            .descendants()
            .filter(|n| n.kind() == "identifier" && detect::is_variable(*n))
        {
            if !self.bound.contains(&name.text()) || scope_of(name).1 == Some(self.class) {
                continue;
            }
            let owner = self.site.analysis.owner(name.text(), name.start());
            let is_inner = owner.as_ref().and_then(detect::Owner::range).is_some_and(inside);
            if !is_inner {
                return Err(format!(
                    "`{0}` in a function or class inside of it is not the `{0}` that the body binds; in a function it would be",
                    name.text()
                ));
            }
        }
        let used = header
            .bases
            .iter()
            .chain(header.keywords)
            .flat_map(|text| text.split('='));
        let used: Vec<&str> = used.chain(["__name__", header.called()]).collect();
        let hidden = |name: &&&str| used.contains(*name) && (needs_cell || **name == "__name__");
        if let Some(name) = self.bound.iter().find(hidden) {
            return Err(format!("the body binds `{name}`, which the call needs"));
        }
        if self
            .bound
            .iter()
            .any(|name| matches!(*name, "__class__" | "__classcell__"))
        {
            return Err("the body binds `__class__`".to_owned());
        }
        Ok(())
    }

    fn draft(
        mut self,
        header: &Header<'a, '_>,
        function: &str,
        members: &[(String, String)],
        spot: &super::Spot<'a>,
        needs_cell: bool,
    ) -> Draft {
        let text = self.site.analysis.document().text();
        let mut edits = std::mem::take(&mut self.edits);
        edits.append(&mut self.private);
        edits.sort_by_key(|(range, _)| range.start);
        let (layout, line_break, unit) = (&self.layout, self.line_break, spot.unit());
        let mut after = format!("def {function}():");
        let body = self.class.child("body").unwrap_or(self.class);
        after += &layout.statements(text, body, line_break, &edits);
        let mut line = |levels: usize, text: &str| {
            let indent = if levels == 0 {
                layout.outer.clone()
            } else {
                format!("{}{}", layout.inner, unit.repeat(levels - 1))
            };
            after += &format!("{line_break}{indent}{text}");
        };
        let open = if needs_cell {
            format!(
                "__class__ = {}({:?}, {}, {{",
                header.called(),
                self.name,
                header.bases()
            )
        } else {
            "return {".to_owned()
        };
        line(1, &open);
        for (key, value) in members {
            line(2, &format!("{key:?}: {value},"));
        }
        let keywords: String = header.keywords.iter().map(|keyword| format!(", {keyword}")).collect();
        if needs_cell {
            line(1, &format!("}}{keywords})"));
            line(1, "return __class__");
            line(0, &format!("{} = {function}()", self.name));
        } else {
            line(1, "}");
            line(
                0,
                &format!(
                    "{0} = {1}({0:?}, {2}, {function}(){keywords})",
                    self.name,
                    header.called(),
                    header.bases()
                ),
            );
        }
        line(0, &format!("del {function}"));
        if let Some(annotations) = &self.annotations {
            let first = format!("{line_break}{}{annotations} = {{}}", layout.inner);
            let at = after.find(':').map_or(0, |at| at + 1);
            let at = match docstring_of_class(self.class) {
                Some(docstring) => {
                    let from = after.find(docstring.text());
                    from.map_or(at, |from| from + docstring.text().len())
                }
                _ => at,
            };
            after.insert_str(at, &first);
        }
        let mut draft = Draft::new(
            "a `class` statement as a call of its metaclass",
            spot.range.start..layout.end,
            after,
        )
        .note("The body runs once, from top to bottom, and what it binds is the namespace of the class.")
        .note("From 3.13 a `class` statement also sets `__firstlineno__` and `__static_attributes__`.");
        if needs_cell {
            draft = draft.note("`super()` without arguments reads the variable `__class__` of the function around the method, and the method's first argument.");
        }
        draft.notes.append(&mut self.notes);
        draft
    }
}

fn docstring_of_class(class: Node<'_>) -> Option<Node<'_>> {
    docstring_of(parts(class.child("body")?).next()?)
}
