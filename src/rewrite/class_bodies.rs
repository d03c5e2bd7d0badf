//! The body of a `class` statement as a function that returns the namespace: what it defines keeps its names, its private names, its `super()`.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::classes::{Header, is_plain_string, qualified};
use super::fresh::Fresh;
use super::layout::{Edits, Layout, edited};
use super::surroundings::parts;
use super::{Draft, Site};
use crate::detect::{self, Resolution};
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
struct Body<'a, 's> {
    site: &'s Site<'a>,
    class: Node<'a>,
    name: &'a str,
    qualified: String,
    layout: Layout<'a>,
    line_break: &'static str,
    /// The names that the body binds, in order, as far as it is read; private ones as they are written.
    bound: Vec<&'a str>,
    /// All names that it binds.
    all_bound: FxHashSet<&'a str>,
    /// Those of them with an annotation and no value.
    annotations: Option<String>,
    /// Where private names are to be written out.
    private: Edits,
    edits: Edits,
    notes: Vec<String>,
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

    fn private_text(&self, range: Range<usize>) -> String {
        edited(self.site.analysis.document().text(), range, &self.private)
    }

    fn replace(&mut self, range: Range<usize>, new: String) {
        self.private
            .retain(|(piece, _)| !(range.start <= piece.start && piece.end <= range.end) || range.is_empty());
        self.edits.push((range, new));
    }

    fn bind(&mut self, name: &'a str) {
        if !self.bound.contains(&name) {
            self.bound.push(name);
        }
    }

    fn statement(&mut self, statement: Node<'a>, fresh: &mut Fresh) -> Result<(), String> {
        self.reads_are_bound(statement)?;
        match statement.kind() {
            "pass_statement" | "assert_statement" => {}
            "expression_statement" => self.expression(statement, fresh)?,
            "function_definition" => self.function(statement)?,
            "class_definition" => self.inner_class(statement)?,
            "decorated_definition" => self.decorated(statement, fresh)?,
            "import_statement" | "import_from_statement" => {
                let names = statement.descendants().filter(|n| n.kind() == "identifier");
                let names: Vec<Node<'a>> = names.filter(|n| detect::is_variable(*n)).collect();
                if statement.descendants().any(|n| n.kind() == "wildcard_import") {
                    return Err("a star import binds names that the file does not tell".to_owned());
                }
                for name in names {
                    self.bind(name.text());
                }
            }
            _ => {
                return Err("its body holds a statement that may bind names or not, and a function has no place for names that may be missing".to_owned());
            }
        }
        Ok(())
    }

    /// A name that the body binds is read only behind that: before, it would be found outside of the class.
    fn reads_are_bound(&self, statement: Node<'a>) -> Result<(), String> {
        let names = statement
            .descendants()
            .filter(|n| n.kind() == "identifier" && detect::is_variable(*n));
        for name in names {
            let is_read = !self.site.analysis.is_definition(name);
            if is_read
                && self.all_bound.contains(&name.text())
                && !self.bound.contains(&name.text())
                && scope_of(name).1 == Some(self.class)
            {
                return Err(format!(
                    "the body reads `{}` before it binds it; a function would not look outside then",
                    name.text()
                ));
            }
        }
        Ok(())
    }

    fn expression(&mut self, statement: Node<'a>, fresh: &mut Fresh) -> Result<(), String> {
        for expression in parts(statement) {
            let mut assignment = expression;
            if expression.kind() == "augmented_assignment" {
                let left = expression.child("left").filter(|n| n.kind() == "identifier");
                self.bind(
                    left.ok_or("an assignment of its body changes something else than a name")?
                        .text(),
                );
                continue;
            }
            if expression.kind() != "assignment" {
                if expression.descendants().any(|n| n.kind() == "lambda") {
                    return Err("a `lambda` in its body has a `__qualname__` that names the class".to_owned());
                }
                continue;
            }
            if let Some(annotation) = expression.child("type") {
                self.annotated(expression, annotation, fresh)?;
                continue;
            }
            let mut targets = Vec::new();
            let mut right = None;
            while assignment.kind() == "assignment" {
                targets.push(assignment.child("left").ok_or("an assignment without a target")?);
                right = assignment.child("right");
                assignment = right.ok_or("an assignment without a value")?;
            }
            for target in &targets {
                for name in target
                    .descendants()
                    .filter(|n| n.kind() == "identifier" && detect::is_variable(*n))
                {
                    if self.site.analysis.is_definition(name) {
                        self.bind(name.text());
                    }
                }
            }
            let right = right.ok_or("an assignment without a value")?;
            let lambdas = right
                .descendants()
                .filter(|n| n.kind() == "lambda" && n.is_named())
                .count();
            match (lambdas, &targets[..]) {
                (0, _) => {}
                (1, [target]) if right.kind() == "lambda" && target.kind() == "identifier" => {
                    let named = mangled(self.name, target.text());
                    self.behind(
                        statement,
                        &format!("{named}.__qualname__ = \"{}.<lambda>\"", self.qualified.clone()),
                    )?;
                }
                _ => return Err("a `lambda` in its body has a `__qualname__` that names the class".to_owned()),
            }
        }
        Ok(())
    }

    /// `name: annotation = value` as an assignment and an entry of `__annotations__`.
    fn annotated(&mut self, assignment: Node<'a>, annotation: Node<'a>, fresh: &mut Fresh) -> Result<(), String> {
        let target = assignment.child("left").filter(|n| n.kind() == "identifier");
        let target = target.ok_or("an annotation of its body is for something else than a name")?;
        if assignment.parent().is_some_and(|n| parts(n).count() > 1)
            || annotation.descendants().any(|n| n.kind() == "lambda")
        {
            return Err("an annotation of its body stands in an unusual place".to_owned());
        }
        let future = self.site.nodes.root().named_children().take(64);
        let are_strings = future
            .filter(|n| n.kind() == "future_import_statement")
            .any(|n| n.text().contains("annotations"));
        let is_plain = annotation
            .text()
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        let text = match (are_strings, is_plain) {
            (false, _) => {
                let expression = annotation.named_children().next().ok_or("an empty annotation")?;
                let text = self.private_text(expression.range());
                if text.contains(['\n', '\r']) {
                    format!("({text})")
                } else {
                    text
                }
            }
            (true, true) => format!("{:?}", annotation.text()),
            (true, false) => {
                return Err("its annotations are kept as strings, in the compiler's own spelling".to_owned());
            }
        };
        let all = match &self.annotations {
            Some(name) => name.clone(),
            None => {
                let name = fresh.name("annotations");
                self.annotations = Some(name.clone());
                self.notes.push(
                    "From 3.14 annotations are evaluated when somebody asks for them; here, as before, at once."
                        .to_owned(),
                );
                name
            }
        };
        let key = mangled(self.name, target.text());
        let entry = format!("{all}[{key:?}] = {text}");
        match assignment.child("right") {
            Some(right) => {
                if right.descendants().any(|n| n.kind() == "lambda") {
                    return Err("a `lambda` in its body has a `__qualname__` that names the class".to_owned());
                }
                self.bind(target.text());
                self.replace(target.end()..annotation.end(), String::new());
                let statement = assignment.parent().ok_or("an assignment stands nowhere")?;
                self.behind(statement, &entry)?;
            }
            None => self.replace(assignment.range(), entry),
        }
        Ok(())
    }

    fn function(&mut self, function: Node<'a>) -> Result<(), String> {
        let name = function.child("name").ok_or("a function without a name")?;
        if function.child("type_parameters").is_some() {
            return Err("a method's type parameters have a scope of their own".to_owned());
        }
        self.bind(name.text());
        let body = function.child("body");
        let inner = |n: Node<'_>| matches!(n.kind(), "function_definition" | "class_definition" | "lambda");
        if body.is_some_and(|body| body.descendants().any(inner)) {
            let note = "What a method defines inside of it gets a longer `__qualname__` than in a class.".to_owned();
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
        let own = mangled(self.name, name.text());
        let line = format!("{own}.__qualname__ = {:?}", format!("{}.{own}", self.qualified));
        // The compiler names the function after what is written.
        let renamed = own != name.text();
        if renamed {
            let name_line = format!("{own}.__name__ = {:?}", name.text());
            let qualified = format!(
                "{own}.__qualname__ = {:?}",
                format!("{}.{}", self.qualified, name.text())
            );
            return self.behind(function, &format!("{name_line}; {qualified}"));
        }
        self.behind(function, &line)
    }

    fn inner_class(&mut self, class: Node<'a>) -> Result<(), String> {
        let name = class.child("name").ok_or("a class without a name")?;
        let has_functions = class
            .descendants()
            .skip(1)
            .any(|n| matches!(n.kind(), "function_definition" | "class_definition" | "lambda"));
        let arguments = class.child("superclasses").into_iter().flat_map(parts);
        let is_known = |n: Node<'a>| match self.site.analysis.resolve(n) {
            Resolution::Dotted(names) => names
                .iter()
                .all(|name| name.strip_prefix("builtins.").is_some_and(detect::is_builtin)),
            _ => false,
        };
        if has_functions || !arguments.into_iter().all(is_known) || class.child("type_parameters").is_some() {
            return Err(
                "a class inside of it has methods, or bases that may want to know its `__qualname__` at once"
                    .to_owned(),
            );
        }
        self.bind(name.text());
        let own = mangled(self.name, name.text());
        if own != name.text() {
            return Err("a class inside of it has a private name".to_owned());
        }
        self.behind(
            class,
            &format!("{own}.__qualname__ = {:?}", format!("{}.{own}", self.qualified)),
        )
    }

    /// Decorators are called after the function has its `__qualname__`.
    fn decorated(&mut self, decorated: Node<'a>, fresh: &mut Fresh) -> Result<(), String> {
        let function = decorated
            .child("definition")
            .filter(|n| n.kind() == "function_definition");
        let function = function.ok_or("a class inside of it is decorated")?;
        let name = function.child("name").ok_or("a function without a name")?;
        let own = mangled(self.name, name.text());
        let mut head = String::new();
        let mut kept: Vec<String> = Vec::new();
        let new_line = format!("{}{}", self.line_break, self.layout.inner);
        for child in decorated.named_children().take_while(|n| *n != function) {
            if child.kind() != "decorator" {
                head += &format!("{}{new_line}", child.text());
                continue;
            }
            let expression = parts(child).next().ok_or("an empty decorator")?;
            if expression.descendants().any(|n| n.kind() == "lambda") {
                return Err("a `lambda` in its body has a `__qualname__` that names the class".to_owned());
            }
            for comment in child.descendants().filter(|n| n.kind() == "comment") {
                head += &format!("{}{new_line}", comment.text());
            }
            if self.is_settled(expression) {
                kept.push(expression.text().to_owned());
            } else {
                let temporary = fresh.name("decorator");
                let text = self.private_text(expression.range());
                let text = if text.contains(['\n', '\r']) {
                    format!("({text})")
                } else {
                    text
                };
                head += &format!("{temporary} = {text}{new_line}");
                kept.push(temporary);
            }
        }
        self.function(function)?;
        let call = kept
            .iter()
            .rev()
            .fold(own.clone(), |call, name| format!("{name}({call})"));
        self.behind(function, &format!("{own} = {call}"))?;
        self.replace(decorated.start()..function.start(), head);
        Ok(())
    }

    /// Whether a decorator stands for the same before and after the definition.
    fn is_settled(&self, decorator: Node<'a>) -> bool {
        let Some((first, _)) = detect::dotted_parts(decorator) else {
            return false;
        };
        let is_known = matches!(
            self.site.analysis.resolve(decorator),
            Resolution::Dotted(_) | Resolution::Class(_) | Resolution::Function(_)
        );
        is_known && !self.all_bound.contains(&first.text()) && !decorator.text().contains(['\n', '\r'])
    }

    /// Adds a line behind a statement, and behind the comment in its last line.
    fn behind(&mut self, statement: Node<'a>, line: &str) -> Result<(), String> {
        let text = self.site.analysis.document().text();
        let rest = text.get(statement.end()..).unwrap_or("");
        let rest = rest.split(['\n', '\r']).next().unwrap_or("");
        let mark = rest.trim_start();
        let at = statement.end() + if mark.starts_with('#') { rest.len() } else { 0 };
        let new_line = format!("{}{}", self.line_break, self.layout.inner);
        let lines: Vec<&str> = line.split("; ").collect();
        let is_joined = mark.starts_with(';') || self.layout.is_on_one_line;
        if is_joined {
            if statement.kind().ends_with("_definition") {
                return Err("it is written on one line".to_owned());
            }
            self.edits
                .push((statement.end()..statement.end(), format!("; {}", lines.join("; "))));
        } else {
            self.edits
                .push((at..at, format!("{new_line}{}", lines.join(&new_line))));
        }
        Ok(())
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
        if layout.is_on_one_line {
            for statement in parts(self.class.child("body").unwrap_or(self.class)) {
                after += &format!(
                    "{line_break}{}{}",
                    layout.inner,
                    edited(text, statement.range(), &edits)
                );
            }
            after += layout.trailing;
        } else {
            after += &edited(text, layout.head_end..layout.end, &edits);
        }
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
