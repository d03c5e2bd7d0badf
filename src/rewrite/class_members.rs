//! The statements of a class body that becomes a function's, one at a time.

use super::class_bodies::Body;
use super::fresh::Fresh;
use super::surroundings::parts;
use crate::detect::{self, Resolution};
use crate::document::Node;
use crate::document::syntax::scope_of;
use crate::insight::fields::body::mangled;

impl<'a> Body<'a, '_> {
    pub(super) fn statement(&mut self, statement: Node<'a>, fresh: &mut Fresh) -> Result<(), String> {
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

    fn bind(&mut self, name: &'a str) {
        if !self.bound.contains(&name) {
            self.bound.push(name);
        }
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
}
