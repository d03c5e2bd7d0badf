//! Patterns of `match` as tests and assignments, in the order in which CPython makes them. How a whole statement is put together is in
//! [`cases`](super::cases).

use super::fresh::Fresh;
use super::surroundings::{operand, parts, value};
use super::{Code, Site};
use crate::document::Node;

/// What finding out whether a pattern fits takes.
pub(super) enum Step {
    /// This must be true.
    Test(String),
    /// This is done.
    Do(String),
    /// One of these must come to its end, tried in order; the name of the flag that says so.
    Either(String, Vec<Vec<Self>>),
}

/// What a pattern binds, once all of it fits: the name, and where its value is until then.
pub(super) type Captures<'a> = Vec<(&'a str, String)>;

/// Longer patterns in one `match` are left alone.
const MOST: usize = 200;

pub(super) struct Reader<'a, 's> {
    pub(super) site: &'s Site<'a>,
    pub(super) fresh: Fresh,
    /// The name under which `collections.abc.Sequence` is imported, once it is needed; and `Mapping`.
    pub(super) sequence: Option<String>,
    pub(super) mapping: Option<String>,
    /// The object that stands for what is missing, once it is needed.
    pub(super) missing: Option<String>,
    /// The names that were made up.
    pub(super) temporary: Vec<String>,
    pub(super) built_ins: Vec<&'static str>,
    read: usize,
}

/// A pattern's nodes: one, or a minus sign and a number.
pub(super) fn unwrapped(pattern: Node<'_>) -> Vec<Node<'_>> {
    match pattern.kind() {
        "case_pattern" => tokens(pattern),
        _ => vec![pattern],
    }
}

pub(super) fn tokens(node: Node<'_>) -> Vec<Node<'_>> {
    node.children()
        .filter(|n| !matches!(n.kind(), "comment" | "line_continuation"))
        .collect()
}

impl<'a, 's> Reader<'a, 's> {
    pub(super) fn new(site: &'s Site<'a>) -> Self {
        Self {
            site,
            fresh: site.fresh(),
            sequence: None,
            mapping: None,
            missing: None,
            temporary: Vec::new(),
            built_ins: Vec::new(),
            read: 0,
        }
    }

    pub(super) fn temporary(&mut self, stem: &str) -> String {
        let name = self.fresh.name(stem);
        self.temporary.push(name.clone());
        name
    }

    pub(super) fn missing(&mut self) -> String {
        match &self.missing {
            Some(name) => name.clone(),
            None => {
                self.built_ins.push("object");
                let name = self.temporary("missing");
                self.missing = Some(name.clone());
                name
            }
        }
    }

    /// Adds what it takes for `pattern` to fit `subject`, a name.
    pub(super) fn read(
        &mut self,
        pattern: &[Node<'a>],
        subject: &str,
        steps: &mut Vec<Step>,
        captures: &mut Captures<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let depth = depth.checked_sub(1).ok_or("the patterns are nested too deep")?;
        self.read += 1;
        if self.read > MOST {
            return Err("the patterns are too many to be plainer in other words".to_owned());
        }
        let mut test = |text: String| steps.push(Step::Test(text));
        let node = match *pattern {
            [node] => node,
            [minus, number] if minus.kind() == "-" => {
                test(format!("{subject} == -{}", number.text()));
                return Ok(());
            }
            _ => return Err(unknown()),
        };
        match node.kind() {
            "_" => {}
            "integer" | "float" | "string" => test(format!("{subject} == {}", operand(node))),
            "concatenated_string" | "complex_pattern" => test(format!("{subject} == ({})", node.text())),
            "none" | "true" | "false" => test(format!("{subject} is {}", node.text())),
            "dotted_name" if parts(node).count() == 1 => captures.push((node.text(), subject.to_owned())),
            "dotted_name" => test(format!("{subject} == {}", value(node))),
            "case_pattern" => self.read(&unwrapped(node), subject, steps, captures, depth)?,
            "as_pattern" => {
                let mut inside = parts(node);
                let (Some(pattern), Some(name)) = (inside.next(), inside.next()) else {
                    return Err(unknown());
                };
                self.read(&unwrapped(pattern), subject, steps, captures, depth)?;
                captures.push((name.text(), subject.to_owned()));
            }
            "union_pattern" => self.either(node, subject, steps, captures, depth)?,
            "tuple_pattern" | "list_pattern" => {
                let inside: Vec<Node<'a>> = parts(node).collect();
                let is_group = node.kind() == "tuple_pattern" && node.children().all(|n| n.kind() != ",");
                match inside[..] {
                    [pattern] if is_group && star(pattern).is_none() => {
                        self.read(&unwrapped(pattern), subject, steps, captures, depth)?;
                    }
                    _ => self.items(&inside, subject, steps, captures, depth)?,
                }
            }
            "dict_pattern" => self.pairs(node, subject, steps, captures, depth)?,
            "class_pattern" => self.class(node, subject, steps, captures, depth)?,
            _ => return Err(unknown()),
        }
        Ok(())
    }

    fn either(
        &mut self,
        node: Node<'a>,
        subject: &str,
        steps: &mut Vec<Step>,
        captures: &mut Captures<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let nodes = tokens(node);
        let mut all: Vec<(Vec<Step>, Captures<'a>)> = Vec::new();
        for alternative in nodes.split(|n| n.kind() == "|") {
            let (mut inner, mut bound) = (Vec::new(), Captures::new());
            self.read(alternative, subject, &mut inner, &mut bound, depth)?;
            all.push((inner, bound));
        }
        let is_test = |steps: &Vec<Step>| steps.iter().all(|step| matches!(step, Step::Test(_))) && !steps.is_empty();
        if all.iter().all(|(steps, bound)| is_test(steps) && bound.is_empty()) {
            let texts = all.iter().map(|(steps, _)| {
                let tests: Vec<&str> = steps.iter().filter_map(Step::test).collect();
                match tests[..] {
                    [only] => only.to_owned(),
                    _ => format!("({})", tests.join(" and ")),
                }
            });
            steps.push(Step::Test(format!("({})", texts.collect::<Vec<_>>().join(" or "))));
            return Ok(());
        }
        // What the alternatives bind, they bind under the same names.
        let names: Vec<&'a str> = all
            .first()
            .map_or(Vec::new(), |(_, bound)| bound.iter().map(|(n, _)| *n).collect());
        let kept: Vec<String> = names.iter().map(|_| self.temporary("captured")).collect();
        let flag = self.temporary("fits");
        let mut alternatives = Vec::new();
        for (mut inner, bound) in all {
            for (name, kept) in names.iter().zip(&kept) {
                let (_, from) = bound.iter().find(|(n, _)| n == name).ok_or_else(unknown)?;
                inner.push(Step::Do(format!("{kept} = {from}")));
            }
            alternatives.push(inner);
        }
        steps.push(Step::Either(flag, alternatives));
        captures.extend(names.into_iter().zip(kept));
        Ok(())
    }

    /// A sequence pattern.
    pub(super) fn items(
        &mut self,
        patterns: &[Node<'a>],
        subject: &str,
        steps: &mut Vec<Step>,
        captures: &mut Captures<'a>,
        depth: usize,
    ) -> Result<(), String> {
        if patterns.len() > MOST {
            return Err("the patterns are too many to be plainer in other words".to_owned());
        }
        let sequence = match &self.sequence {
            Some(name) => name.clone(),
            None => {
                let name = self.temporary("Sequence");
                self.sequence = Some(name.clone());
                name
            }
        };
        self.built_ins.extend(["isinstance", "str", "bytes", "bytearray"]);
        steps.push(Step::Test(format!("isinstance({subject}, {sequence})")));
        steps.push(Step::Test(format!(
            "not isinstance({subject}, (str, bytes, bytearray))"
        )));
        let star_at = patterns.iter().position(|pattern| star(*pattern).is_some());
        let star_is_wild = star_at
            .and_then(|at| patterns.get(at))
            .and_then(|n| star(*n))
            .is_some_and(|n| n.text() == "_");
        let size = patterns.len();
        match star_at {
            None => {
                self.built_ins.push("len");
                steps.push(Step::Test(format!("len({subject}) == {size}")));
            }
            Some(_) if size > 1 => {
                self.built_ins.push("len");
                steps.push(Step::Test(format!("len({subject}) >= {}", size - 1)));
            }
            Some(_) => {}
        }
        let is_wild = |pattern: &Node<'a>| match star(*pattern) {
            Some(name) => name.text() == "_",
            None => matches!(unwrapped(*pattern)[..], [only] if only.kind() == "_"),
        };
        if patterns.iter().all(is_wild) {
            return Ok(());
        }
        if star_is_wild {
            for (at, pattern) in patterns.iter().enumerate().filter(|(_, pattern)| !is_wild(pattern)) {
                let index = match star_at {
                    Some(star) if at > star => format!("len({subject}) - {}", size - at),
                    _ => at.to_string(),
                };
                let item = self.temporary("item");
                steps.push(Step::Do(format!("{item} = {subject}[{index}]")));
                self.read(&unwrapped(*pattern), &item, steps, captures, depth)?;
            }
            return Ok(());
        }
        let names: Vec<String> = patterns.iter().map(|_| self.temporary("item")).collect();
        let targets: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(at, name)| {
                if Some(at) == star_at {
                    format!("*{name}")
                } else {
                    name.clone()
                }
            })
            .collect();
        let comma = if size == 1 { "," } else { "" };
        steps.push(Step::Do(format!("{}{comma} = {subject}", targets.join(", "))));
        for (pattern, name) in patterns.iter().zip(&names) {
            match star(*pattern) {
                Some(target) => captures.push((target.text(), name.clone())),
                None => self.read(&unwrapped(*pattern), name, steps, captures, depth)?,
            }
        }
        Ok(())
    }

    /// A mapping pattern.
    fn pairs(
        &mut self,
        node: Node<'a>,
        subject: &str,
        steps: &mut Vec<Step>,
        captures: &mut Captures<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let mapping = match &self.mapping {
            Some(name) => name.clone(),
            None => {
                let name = self.temporary("Mapping");
                self.mapping = Some(name.clone());
                name
            }
        };
        self.built_ins.push("isinstance");
        steps.push(Step::Test(format!("isinstance({subject}, {mapping})")));
        let mut pairs: Vec<(String, bool, Node<'a>)> = Vec::new();
        let mut rest = None;
        let mut key = String::new();
        let mut is_literal = true;
        for child in tokens(node) {
            match (child.kind(), child.field()) {
                ("splat_pattern", _) => rest = parts(child).next(),
                (kind, Some("key")) => {
                    is_literal = kind != "dotted_name";
                    key.push_str(child.text());
                }
                (_, Some("value")) => pairs.push((std::mem::take(&mut key), is_literal, child)),
                _ => {}
            }
        }
        if !pairs.is_empty() {
            self.built_ins.push("len");
            steps.push(Step::Test(format!("len({subject}) >= {}", pairs.len())));
        }
        let has_names = pairs.iter().any(|(_, is_literal, _)| !is_literal);
        if has_names && pairs.len() > 1 {
            return Err("CPython checks that the keys of a pattern differ, and of names only running tells".to_owned());
        }
        // All values are there before any is looked at.
        let mut found = Vec::new();
        let mut keys = Vec::new();
        for (key, is_literal, pattern) in &pairs {
            let missing = self.missing();
            let key = if *is_literal {
                if key.contains(['\n', '\r']) {
                    format!("({key})")
                } else {
                    key.clone()
                }
            } else {
                let name = self.temporary("key");
                steps.push(Step::Do(format!("{name} = {key}")));
                name
            };
            let item = self.temporary("value");
            steps.push(Step::Do(format!("{item} = {subject}.get({key}, {missing})")));
            steps.push(Step::Test(format!("{item} is not {missing}")));
            found.push((item, *pattern));
            keys.push(key);
        }
        for (item, pattern) in found {
            self.read(&unwrapped(pattern), &item, steps, captures, depth)?;
        }
        if let Some(rest) = rest {
            let others = self.temporary("others");
            steps.push(Step::Do(format!("{others} = {{**{subject}}}")));
            for key in keys {
                steps.push(Step::Do(format!("del {others}[{key}]")));
            }
            captures.push((rest.text(), others));
        }
        Ok(())
    }
}

/// The name behind the star of a pattern.
fn star(pattern: Node<'_>) -> Option<Node<'_>> {
    let inner = match pattern.kind() {
        "case_pattern" => pattern.first_child()?,
        _ => pattern,
    };
    // `_` is a token without a name.
    inner.children().nth(1).filter(|_| inner.kind() == "splat_pattern")
}

fn unknown() -> String {
    "this pattern is none that a comparison stands for".to_owned()
}

impl Step {
    fn test(&self) -> Option<&str> {
        match self {
            Self::Test(text) => Some(text),
            _ => None,
        }
    }
}

/// The steps as lines, and `last` where all of them have come to their end.
pub(super) fn emit(code: &mut Code, level: usize, steps: &[Step], first: Option<&str>, last: &[String]) {
    let mut level = level;
    let mut tests: Vec<&str> = first.into_iter().collect();
    for step in steps {
        if let Step::Test(text) = step {
            tests.push(text);
            continue;
        }
        if !tests.is_empty() {
            code.line(level, format!("if {}:", tests.join(" and ")));
            tests.clear();
            level += 1;
        }
        match step {
            Step::Test(_) => {}
            Step::Do(line) => code.line(level, line.clone()),
            Step::Either(flag, alternatives) => {
                code.line(level, format!("{flag} = False"));
                let fits = [format!("{flag} = True")];
                let first = format!("not {flag}");
                for (at, alternative) in alternatives.iter().enumerate() {
                    emit(code, level, alternative, (at > 0).then_some(first.as_str()), &fits);
                }
                tests.push(flag);
            }
        }
    }
    if !tests.is_empty() {
        code.line(level, format!("if {}:", tests.join(" and ")));
        level += 1;
    }
    for line in last {
        code.line(level, line.clone());
    }
}
