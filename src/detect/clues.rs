//! What a pattern says of the nodes it looks for: what it is filed under.

use super::names::Place;
use super::pattern::{capture_number, kinds_of};
use super::predicates::Predicate;
use super::texts::{TextTest, words_of};
use crate::document::syntax;
use crate::knowledge::{Item, Pattern, Shape};

/// A node that every match of a pattern has (or, one of several clues, that one of its branches has).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clue {
    /// Its kind's number; `None`: any.
    pub(super) kind: Option<u16>,
    /// How many levels it stands below the pattern's root.
    pub(super) depth: usize,
    /// The texts it can have, for identifiers.
    pub(super) texts: Option<Vec<String>>,
    /// It begins with two underscores.
    pub(super) underscored: bool,
    /// It is bound in a function around, or in a class body.
    pub(super) scope: Option<Place>,
    /// It can have other texts too, where the file imports or binds one of the names under another.
    pub(super) renamed: bool,
}

impl Clue {
    /// Whether only the kind counts.
    fn is_plain(&self) -> bool {
        self.texts.is_none() && !self.underscored && self.scope.is_none()
    }

    /// How many nodes of a file look like it, roughly: what a scan has to look at.
    fn weight(&self) -> u32 {
        match (&self.texts, self.kind) {
            // Half of the strings begin with a plain quote, few in any other way.
            (Some(texts), Some(kind)) if syntax::kind_name(kind) == "string_start" => {
                if texts.iter().any(|t| matches!(t.as_str(), "'" | "\"")) {
                    60
                } else {
                    15
                }
            }
            (Some(texts), _) => u32::try_from(texts.len()).unwrap_or(1),
            (None, None) => 2000,
            (None, _) if self.underscored => 15,
            (None, _) if self.scope.is_some() => 30,
            (None, Some(kind)) => weight_of_kind(kind),
        }
    }
}

/// Whether nodes of this kind are frequent.
pub(super) fn is_common(kind: u16) -> bool {
    weight_of_kind(kind) > 20
}

fn weight_of_kind(kind: u16) -> u32 {
    match syntax::kind_name(kind) {
        "identifier" => 1000,
        "," | "." | "(" | ")" | "attribute" => 400,
        "call" | "argument_list" | "expression_statement" | "block" | "string" | "assignment" | "=" | ":" => 200,
        "integer"
        | "comparison_operator"
        | "if_statement"
        | "if"
        | "return_statement"
        | "subscript"
        | "function_definition"
        | "parameters"
        | "["
        | "]"
        | "string_content" => 60,
        _ => 20,
    }
}

/// `ref` of `weakref.ref`.
pub(super) fn last_part(dotted: &str) -> &str {
    dotted.rsplit('.').next().unwrap_or(dotted)
}

/// Every way in which a string can begin: the prefixes in any case and order, each with each kind of quote.
fn string_starts() -> impl Iterator<Item = String> {
    let cased = |c: char| [c, c.to_ascii_uppercase()];
    let mut prefixes = vec![String::new()];
    for c in "rubft".chars() {
        prefixes.extend(cased(c).map(String::from));
    }
    for other in "bft".chars() {
        for (r, o) in cased('r').into_iter().flat_map(|r| cased(other).map(|o| (r, o))) {
            prefixes.extend([format!("{r}{o}"), format!("{o}{r}")]);
        }
    }
    let quotes = ["'", "\"", "\'\'\'", "\"\"\""];
    prefixes
        .into_iter()
        .flat_map(move |prefix| quotes.map(|quote| format!("{prefix}{quote}")))
}

/// What is filed for a hover: a clue for each node that the pattern captures as `@anchor`.
pub(super) fn anchors(pattern: &Pattern) -> Vec<Clue> {
    let mut clues = Vec::new();
    let known = Constraints::of(pattern);
    let root = Inside {
        depth: 0,
        captured: false,
        name: None,
    };
    collect_anchors(&known, &pattern.root, root, &mut clues);
    clues
}

/// What is known of an item from those around it.
#[derive(Clone, Copy)]
struct Inside<'k> {
    depth: usize,
    captured: bool,
    /// The last parts of the library names for which the node must stand, and whether it may be spelt otherwise: it is not the last part of a dotted name.
    name: Option<(&'k [&'k str], bool)>,
}

fn collect_anchors(known: &Constraints<'_>, item: &Item, inside: Inside<'_>, clues: &mut Vec<Clue>) {
    let captured = inside.captured || item.is_captured("anchor");
    let own = Constraints::demanded(&known.names, item).map(|names| (names.as_slice(), true));
    let name = own.or(inside.name);
    let (inner, level): (&[Item], bool) = match &item.shape {
        Shape::Node { children, .. } => (children, true),
        Shape::Choice(items) | Shape::Sequence(items) => (items, false),
        Shape::Token(_) | Shape::Any => (&[], true),
    };
    let depth = inside.depth;
    let is_identifier = matches!(&item.shape, Shape::Node { kind: Some(kind), .. } if kind == "identifier");
    if captured && level {
        for mut clue in known.clues(item, depth) {
            if let Some((names, renamed)) = name.filter(|_| is_identifier && clue.texts.is_none()) {
                clue.texts = Some(names.iter().map(|text| (*text).to_owned()).collect());
                (clue.renamed, clue.underscored, clue.scope) = (renamed, false, None);
            }
            if clue.depth == depth && !clues.contains(&clue) {
                clues.push(clue);
            }
        }
    }
    for child in inner {
        let name = match &item.shape {
            Shape::Choice(_) => name,
            Shape::Node { kind: Some(kind), .. }
                if kind == "attribute" && child.field.as_deref() == Some("attribute") =>
            {
                name.map(|(names, _)| (names, false))
            }
            _ => None,
        };
        let inside = Inside {
            depth: depth + usize::from(level),
            captured: captured && !level,
            name,
        };
        collect_anchors(known, child, inside, clues);
    }
}

/// What is filed for a scan: the rarest node that every match has; one for each branch where branches differ.
pub(super) fn triggers(pattern: &Pattern) -> Vec<Clue> {
    let known = Constraints::of(pattern);
    let rarest = rarest(&known, &pattern.root, 0).unwrap_or_default();
    let roots = known.clues(&pattern.root, 0);
    // What children a root has is known when it is met, once, where a child of a kind may be met again and again.
    let is_child = |clue: &Clue| clue.depth == 1 && clue.kind.is_some() && clue.is_plain();
    match rarest.as_slice() {
        [child] if is_child(child) && !roots.is_empty() && total(&roots) <= 4 * child.weight() => roots,
        _ => rarest,
    }
}

fn total(clues: &[Clue]) -> u32 {
    clues.iter().map(Clue::weight).sum()
}

fn rarest(known: &Constraints<'_>, item: &Item, depth: usize) -> Option<Vec<Clue>> {
    if item.is_optional() {
        return None;
    }
    let among = |items: &[Item], depth| {
        let all = items.iter().filter_map(|i| rarest(known, i, depth));
        all.min_by_key(|clues| total(clues))
    };
    let own = || Some(known.clues(item, depth)).filter(|clues| !clues.is_empty());
    match &item.shape {
        Shape::Node { children, .. } => [own(), among(children, depth + 1)]
            .into_iter()
            .flatten()
            .min_by_key(|c| total(c)),
        Shape::Token(_) | Shape::Any => own(),
        Shape::Sequence(items) => among(items, depth),
        Shape::Choice(branches) => {
            let all: Option<Vec<Vec<Clue>>> = branches.iter().map(|b| rarest(known, b, depth)).collect();
            let inside = all.map(|clues| clues.concat());
            // A library name is told by its last part, whichever branch it is.
            let outside = known.names_of(item, depth);
            [inside, outside].into_iter().flatten().min_by_key(|c| total(c))
        }
    }
}

/// What a pattern's predicates demand of its captures.
pub(super) struct Constraints<'p> {
    /// `#eq?` and `#any-of?`.
    pub(super) texts: Vec<(&'p str, Vec<&'p str>)>,
    /// `#resolves?`: the last parts of the names.
    names: Vec<(&'p str, Vec<&'p str>)>,
    /// All tests of a text.
    tests: Vec<(&'p str, TextTest)>,
    /// `#scoped?` with a single place.
    scopes: Vec<(&'p str, Place)>,
}

impl<'p> Constraints<'p> {
    pub(super) fn of(pattern: &'p Pattern) -> Self {
        let mut known = Self {
            texts: Vec::new(),
            names: Vec::new(),
            tests: Vec::new(),
            scopes: Vec::new(),
        };
        for predicate in &pattern.predicates {
            let read = Predicate::read(predicate, &|name| capture_number(pattern, name)).ok();
            let Some((capture, texts)) = predicate.texts() else {
                continue;
            };
            if let Some(place) = read.as_ref().and_then(Predicate::scope) {
                known.scopes.push((capture, place));
            }
            if let Some((_, test)) = read.and_then(|p| p.text_test()) {
                known.tests.push((capture, test));
            }
            match predicate.operator.as_str() {
                "eq?" | "any-of?" => known.texts.push((capture, texts)),
                "match?" => {
                    let words = texts.first().and_then(|regex| words_of(regex));
                    known.texts.extend(words.map(|words| (capture, words)));
                }
                "resolves?" => known.names.push((capture, texts.into_iter().map(last_part).collect())),
                _ => {}
            }
        }
        known
    }

    fn scope_of(&self, item: &Item) -> Option<Place> {
        let of_item = self.scopes.iter().find(|(capture, _)| item.is_captured(capture));
        of_item.map(|(_, place)| *place)
    }

    fn tests_of(&self, item: &Item) -> impl Iterator<Item = &TextTest> {
        let of_item = self.tests.iter().filter(|(capture, _)| item.is_captured(capture));
        of_item.map(|(_, test)| test)
    }

    pub(super) fn demanded<'k>(list: &'k [(&'p str, Vec<&'p str>)], item: &Item) -> Option<&'k Vec<&'p str>> {
        let of_item = list.iter().find(|(capture, _)| item.is_captured(capture));
        of_item.map(|(_, texts)| texts)
    }

    /// Clues to the item's own node: one for each kind it can be.
    fn clues(&self, item: &Item, depth: usize) -> Vec<Clue> {
        let plain = |kind| Clue {
            kind,
            depth,
            texts: None,
            underscored: false,
            scope: None,
            renamed: false,
        };
        match &item.shape {
            Shape::Token(text) => vec![plain(syntax::kind_number(text, false))],
            Shape::Node { kind: Some(kind), .. } if kind == "identifier" => {
                let owned = |texts: &Vec<&str>| texts.iter().map(|t| (*t).to_owned()).collect();
                let names = Self::demanded(&self.names, item);
                let texts = Self::demanded(&self.texts, item);
                let demands = self.tests_of(item).any(TextTest::demands_underscores);
                vec![Clue {
                    texts: texts.or(names).map(owned),
                    underscored: texts.or(names).is_none() && demands,
                    scope: self
                        .scope_of(item)
                        .filter(|p| matches!(p, Place::Enclosing | Place::Class | Place::Later)),
                    renamed: texts.is_none() && names.is_some(),
                    ..plain(syntax::kind_number("identifier", true))
                }]
            }
            Shape::Node { kind: Some(kind), .. } if kind == "string_start" && self.tests_of(item).next().is_some() => {
                let fits = |text: &String| self.tests_of(item).all(|test| test.holds(text));
                vec![Clue {
                    texts: Some(string_starts().filter(fits).collect()),
                    ..plain(syntax::kind_number("string_start", true))
                }]
            }
            Shape::Node { kind: Some(kind), .. } if kind == "string_content" => vec![Clue {
                texts: Self::demanded(&self.texts, item).map(|texts| texts.iter().map(|t| (*t).to_owned()).collect()),
                ..plain(syntax::kind_number("string_content", true))
            }],
            Shape::Node { kind: Some(kind), .. } => {
                let own = || {
                    let kinds = kinds_of(kind).unwrap_or_default();
                    kinds.into_iter().map(|kind| plain(Some(kind))).collect()
                };
                match kind.as_str() {
                    "attribute" | "dotted_name" => self.attribute_of(item, depth).map_or_else(own, |clue| vec![clue]),
                    _ => own(),
                }
            }
            _ => self.names_of(item, depth).unwrap_or_else(|| vec![plain(None)]),
        }
    }

    /// Clues to an item of any kind that stands for a library name: an identifier, or the last part of a dotted name.
    fn names_of(&self, item: &Item, depth: usize) -> Option<Vec<Clue>> {
        let last = self.attribute_of(item, depth)?;
        Some(vec![
            Clue {
                depth,
                renamed: true,
                ..last.clone()
            },
            last,
        ])
    }

    /// The last part of a dotted name.
    fn attribute_of(&self, item: &Item, depth: usize) -> Option<Clue> {
        let names = Self::demanded(&self.names, item)?;
        Some(Clue {
            kind: syntax::kind_number("identifier", true),
            depth: depth + 1,
            texts: Some(names.iter().map(|t| (*t).to_owned()).collect()),
            underscored: false,
            scope: None,
            renamed: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::split;

    fn described(clues: &[Clue]) -> Vec<String> {
        let one = |c: &Clue| {
            let kind = c.kind.map_or("any", syntax::kind_name);
            let texts = c.texts.as_ref().map_or(String::new(), |t| format!(" {}", t.join("|")));
            format!(
                "{kind} at {}{texts}{}",
                c.depth,
                if c.renamed { " or renamed" } else { "" }
            )
        };
        clues.iter().map(one).collect()
    }

    #[test]
    fn patterns_are_filed_under_their_anchors_and_under_their_rarest_nodes() {
        for (source, wanted_anchors, wanted_triggers) in [
            (
                r#"(decorator "@" @anchor [(identifier) @anchor (call function: (attribute attribute: (identifier) @anchor))])"#,
                vec!["@ at 1", "identifier at 1", "identifier at 3"],
                vec!["decorator at 0"],
            ),
            (
                r#"((call function: [(identifier) @anchor (attribute attribute: (identifier) @anchor)] @_name)
                    (#resolves? @_name "weakref.ref" "weakref.proxy"))"#,
                vec!["identifier at 1 ref|proxy or renamed", "identifier at 2 ref|proxy"],
                vec!["identifier at 1 ref|proxy or renamed", "identifier at 2 ref|proxy"],
            ),
            (
                r#"((call function: (attribute object: (identifier) @anchor attribute: (identifier) @anchor) @_name)
                    (#resolves? @_name "weakref.ref"))"#,
                vec!["identifier at 2", "identifier at 2 ref"],
                vec!["identifier at 2 ref"],
            ),
            (
                r#"((call function: [(identifier) @anchor (attribute attribute: (identifier) @anchor)] @_name)
                    (#not-resolves? @_name "weakref.ref"))"#,
                vec!["identifier at 1", "identifier at 2"],
                vec!["call at 0"],
            ),
            (
                r#"((assignment left: (identifier) @anchor right: (_)) (#eq? @anchor "__slots__"))"#,
                vec!["identifier at 1 __slots__"],
                vec!["identifier at 1 __slots__"],
            ),
            (
                "(yield [\"yield\" (_)]+ @anchor)",
                vec!["yield at 1", "any at 1"],
                vec!["yield at 0"],
            ),
            (
                "(ERROR (identifier) @anchor)",
                vec!["identifier at 1"],
                vec!["ERROR at 0"],
            ),
        ] {
            let pattern = split(source).expect("a good query").remove(0);
            assert_eq!(described(&anchors(&pattern)), wanted_anchors, "{source}");
            assert_eq!(described(&triggers(&pattern)), wanted_triggers, "{source}");
        }
    }
}
