//! Class patterns of `match`: which attributes they ask for.

use super::patterns::{Captures, Reader, Step, tokens, unwrapped};
use super::surroundings::{parts, value};
use crate::detect::{self, Resolution, matches_itself};
use crate::document::Node;
use crate::insight::fields::body::{self, Item};
use crate::insight::fields::data_class::DataClass;

/// Built-in classes without attributes to match by place.
const CLASSES: [&str; 7] = ["complex", "object", "range", "slice", "memoryview", "type", "property"];

/// No more classes above one are looked at.
const FURTHEST: usize = 16;

impl<'a> Reader<'a, '_> {
    /// A class pattern.
    pub(super) fn class(
        &mut self,
        node: Node<'a>,
        subject: &str,
        steps: &mut Vec<Step>,
        captures: &mut Captures<'a>,
        depth: usize,
    ) -> Result<(), String> {
        let mut inside = parts(node);
        let class = inside.next().ok_or("the pattern names no class")?;
        let (mut by_place, mut by_name): (Vec<Node<'a>>, Vec<(&str, Vec<Node<'a>>)>) = (Vec::new(), Vec::new());
        for argument in inside {
            match argument.first_child().filter(|n| n.kind() == "keyword_pattern") {
                Some(keyword) => {
                    let nodes = tokens(keyword);
                    let name = nodes.first().map_or("", |n| n.text());
                    by_name.push((name, nodes.iter().skip(2).copied().collect()));
                }
                None => by_place.push(argument),
            }
        }
        let names = self.match_args(class)?;
        self.built_ins.push("isinstance");
        steps.push(Step::Test(format!("isinstance({subject}, {})", value(class))));
        let mut found: Vec<(String, Vec<Node<'a>>)> = Vec::new();
        match names {
            MatchArgs::Itself => match by_place[..] {
                [] => {}
                [only] => found.push((subject.to_owned(), unwrapped(only))),
                _ => return Err("the class takes one pattern by place, and is given more: a `TypeError`".to_owned()),
            },
            MatchArgs::Names(names) => {
                if by_place.len() > names.len() {
                    return Err(format!(
                        "the class has {} attributes to match by place, and is given {} patterns: a `TypeError`",
                        names.len(),
                        by_place.len()
                    ));
                }
                for (pattern, name) in by_place.iter().zip(&names) {
                    let item = self.attribute(subject, name, steps);
                    found.push((item, unwrapped(*pattern)));
                }
                if by_name
                    .iter()
                    .any(|(name, _)| names.iter().take(by_place.len()).any(|n| n == name))
                {
                    return Err("one attribute is matched twice: a `TypeError`".to_owned());
                }
            }
            MatchArgs::Unknown if by_place.is_empty() => {}
            MatchArgs::Unknown => {
                return Err("which attributes the patterns by place are for is said by the class's `__match_args__`, which this file does not settle".to_owned());
            }
        }
        for (name, pattern) in by_name {
            let item = self.attribute(subject, name, steps);
            found.push((item, pattern));
        }
        for (item, pattern) in found {
            self.read(&pattern, &item, steps, captures, depth)?;
        }
        Ok(())
    }

    fn attribute(&mut self, subject: &str, name: &str, steps: &mut Vec<Step>) -> String {
        let missing = self.missing();
        self.built_ins.push("getattr");
        let item = self.temporary(name.trim_start_matches('_'));
        steps.push(Step::Do(format!("{item} = getattr({subject}, {name:?}, {missing})")));
        steps.push(Step::Test(format!("{item} is not {missing}")));
        item
    }

    /// What patterns by place are for; `Err` where that it is a class is not known.
    fn match_args(&self, name: Node<'a>) -> Result<MatchArgs, String> {
        let class = match self.site.analysis.resolve(name) {
            Resolution::Dotted(names) => {
                let is_own = |name: &String| name.strip_prefix("builtins.").is_some_and(matches_itself);
                let is_other = |name: &String| {
                    let name = name.strip_prefix("builtins.").unwrap_or("");
                    detect::is_builtin(name)
                        && (name.ends_with("Error") || name.ends_with("Exception") || CLASSES.contains(&name))
                };
                return match names.as_slice() {
                    [only] if is_own(only) => Ok(MatchArgs::Itself),
                    [only] if is_other(only) => Ok(MatchArgs::Names(Vec::new())),
                    _ => Err("that what the pattern names is a class is not known".to_owned()),
                };
            }
            Resolution::Class(range) => self.site.nodes.innermost(&range),
            _ => return Err("that what the pattern names is a class is not known".to_owned()),
        };
        if class.kind() != "class_definition" {
            return Err("that what the pattern names is a class is not known".to_owned());
        }
        self.match_args_of(class, FURTHEST)
    }

    /// The same for a class of this file, or the one that it inherits from.
    fn match_args_of(&self, class: Node<'a>, further: usize) -> Result<MatchArgs, String> {
        let data = DataClass::read(self.site.analysis, class);
        let items = body::items(class);
        let written = items
            .as_deref()
            .and_then(|items| body::binding(items, "__match_args__"));
        Ok(match (written, data) {
            (Some(Item::Assigned { value: Some(value), .. }), _) => match strings(value) {
                Some(names) => MatchArgs::Names(names),
                None => MatchArgs::Unknown,
            },
            (Some(_), _) => MatchArgs::Unknown,
            (None, Some(data)) if data.options.match_args && data.unknown_base.is_none() => {
                let [by_place, _] = data.parameters();
                MatchArgs::Names(by_place.iter().map(|field| field.name.clone()).collect())
            }
            (None, _) => {
                let mut bases = class.child("superclasses").into_iter().flat_map(parts);
                let (base, others) = (bases.next(), bases.next());
                let resolved = base
                    .filter(|_| others.is_none())
                    .map(|base| self.site.analysis.resolve(base));
                match (resolved, further.checked_sub(1)) {
                    (Some(Resolution::Class(range)), Some(further)) if items.is_some() => {
                        let base = self.site.nodes.innermost(&range);
                        return self.match_args_of(base, further);
                    }
                    _ => MatchArgs::Unknown,
                }
            }
        })
    }
}

enum MatchArgs {
    /// One pattern by place is for the object itself.
    Itself,
    Names(Vec<String>),
    Unknown,
}

/// The strings of a tuple of plain strings.
fn strings(tuple: Node<'_>) -> Option<Vec<String>> {
    if !matches!(tuple.kind(), "tuple" | "expression_list") {
        return None;
    }
    let string = |n: Node<'_>| {
        let text = n.text();
        let inner = text.get(1..text.len().checked_sub(1)?)?;
        let is_name = !inner.is_empty() && inner.chars().all(|c| c.is_alphanumeric() || c == '_');
        (n.kind() == "string" && is_name).then(|| inner.to_owned())
    };
    parts(tuple).map(string).collect()
}
