//! Query predicates: the standard ones about texts, and our own about names, scopes and surroundings.

use std::sync::Arc;

use regex::Regex;

use super::Analysis;
use super::clues::last_part;
use super::demands::Supply;
use super::names::{Place, Resolution, dotted_parts, is_builtin};
use super::pattern::{Capture, Compiled, Fault, Way};
use super::rules::Rules;
use super::surroundings::{
    LEVELS, class_defines, derives, is_inside, method_around, node_at, reads, resolve, room, runs_on_import, yields,
};
use super::texts::{Expression, TextTest, fits};
use crate::document::Node;
use crate::document::syntax::{self, ScopeKind};
use crate::knowledge::{Argument, Concept, RawPredicate};

/// One predicate of a pattern.
#[derive(serde::Deserialize, serde::Serialize)]
pub(super) struct Predicate {
    negated: bool,
    pub(super) kind: Kind,
    capture: Capture,
    /// `#eq? @a @b`: the other one.
    other: Option<Capture>,
    pub(super) arguments: Vec<String>,
    /// `#match?`: what is looked for.
    expression: Option<Arc<Expression>>,
    /// `#inside?`: the kinds that its arguments name.
    kinds: Vec<u16>,
    /// Its capture is the node that the pattern begins with.
    pub(super) of_root: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, serde::Deserialize, serde::Serialize)]
pub(super) enum Kind {
    Eq,
    AnyOf,
    Match,
    Resolves,
    Bound,
    In,
    Inside,
    Parent,
    Method,
    Derives,
    Defines,
    RunsOnImport,
    Contains,
    ContainsTwice,
    FollowedBy,
    FollowedTwiceBy,
    PrecededBy,
    Scoped,
    Reads,
    First,
}

const KINDS: [(&str, Kind); 20] = [
    ("eq", Kind::Eq),
    ("any-of", Kind::AnyOf),
    ("match", Kind::Match),
    ("resolves", Kind::Resolves),
    ("bound", Kind::Bound),
    ("in", Kind::In),
    ("inside", Kind::Inside),
    ("parent", Kind::Parent),
    ("method", Kind::Method),
    ("derives", Kind::Derives),
    ("defines", Kind::Defines),
    ("runs-on-import", Kind::RunsOnImport),
    ("contains", Kind::Contains),
    ("contains-twice", Kind::ContainsTwice),
    ("followed-by", Kind::FollowedBy),
    ("followed-twice-by", Kind::FollowedTwiceBy),
    ("preceded-by", Kind::PrecededBy),
    ("scoped", Kind::Scoped),
    ("reads", Kind::Reads),
    ("first", Kind::First),
];

const BOUND_KINDS: [&str; 8] = [
    "class",
    "function",
    "async-function",
    "generator-function",
    "import",
    "parameter",
    "variable",
    "builtin",
];

/// What a predicate is evaluated in.
pub(super) struct Scene<'s, 'a> {
    pub(super) analysis: &'s Analysis,
    pub(super) rules: &'s Rules,
    pub(super) concept: usize,
    pub(super) pattern: &'s Compiled,
    /// Where everything stands in the document, in a scan.
    pub(super) scan: Option<&'s Supply<'a>>,
}

/// What the file says; `None` where it does not tell.
pub(super) type Answer = Option<bool>;

impl Predicate {
    /// Reads a predicate; `number` knows the captures.
    ///
    /// # Errors
    /// What is wrong and what to do.
    pub(super) fn read(raw: &RawPredicate, number: &dyn Fn(&str) -> Option<Capture>) -> Result<Self, Fault> {
        let written = &raw.operator;
        let wrong = |message: String| {
            let help = "the predicates there are stand in knowledge/README.md, under \"Detection\"";
            Fault::new(message, help)
        };
        let name = written.trim_end_matches('?');
        let (negated, name) = match name.strip_prefix("not-") {
            Some(name) => (true, name),
            None => (false, name),
        };
        let kind = KINDS
            .iter()
            .find(|(known, _)| *known == name && written.ends_with('?'))
            .map(|&(_, kind)| kind)
            .ok_or_else(|| wrong(format!("there is no predicate `#{written}`")))?;
        let Some((Argument::Capture(capture), rest)) = raw.arguments.split_first() else {
            return Err(wrong(format!("`#{written}` needs a capture first")));
        };
        let find = |name: &str| number(name).ok_or_else(|| wrong(format!("the pattern has no capture `@{name}`")));
        let mut arguments = Vec::new();
        let mut other = None;
        for argument in rest {
            match argument {
                Argument::Text(text) => arguments.push(text.clone()),
                Argument::Capture(name) if kind == Kind::Eq && other.is_none() => other = Some(find(name)?),
                Argument::Capture(_) => return Err(wrong(format!("`#{written}` takes one capture, then strings"))),
            }
        }
        let fits = match kind {
            Kind::RunsOnImport | Kind::Reads | Kind::First => arguments.is_empty(),
            Kind::Eq => arguments.len() + usize::from(other.is_some()) == 1,
            Kind::Match => arguments.len() == 1,
            _ => !arguments.is_empty(),
        };
        if !fits {
            return Err(wrong(format!("`#{written}` has the wrong number of arguments")));
        }
        let expression = arguments.first().filter(|_| kind == Kind::Match);
        let expression = expression.map(|pattern| Arc::new(Expression::new(pattern)));
        let kinds = arguments.iter().filter(|_| kind == Kind::Inside);
        let kinds = kinds.filter_map(|name| syntax::kind_number(name, true)).collect();
        Ok(Self {
            negated,
            kind,
            kinds,
            capture: find(capture)?,
            other,
            arguments,
            expression,
            of_root: false,
        })
    }

    /// `#scoped?` with a single place: that place.
    pub(super) fn scope(&self) -> Option<Place> {
        match (self.kind, self.arguments.as_slice()) {
            (Kind::Scoped, [one]) if !self.negated => Place::NAMES
                .iter()
                .find(|(name, _)| name == one)
                .map(|&(_, place)| place),
            _ => None,
        }
    }

    /// The fragment without which it cannot hold, if it is about a single one.
    pub(super) fn needed_fragment(&self) -> Option<&str> {
        match self.arguments.as_slice() {
            [one] if self.kind.is_search() && !self.negated => Some(one),
            _ => None,
        }
    }

    /// What it is asked about.
    pub(super) fn capture(&self) -> Capture {
        self.capture
    }

    /// The predicate as a test of one capture's text, if it is no more than that.
    pub(super) fn text_test(&self) -> Option<(Capture, TextTest)> {
        let textual = matches!(self.kind, Kind::Eq | Kind::AnyOf | Kind::Match) && self.other.is_none();
        textual.then(|| {
            let test = TextTest::new(self.negated, self.arguments.clone(), self.expression.clone());
            (self.capture, test)
        })
    }

    /// Whether it is about the rest of the function around.
    pub(super) fn looks_around(&self) -> bool {
        matches!(self.kind, Kind::FollowedBy | Kind::FollowedTwiceBy | Kind::PrecededBy)
    }

    /// Whether it is about the parent of the node that the pattern begins with.
    pub(super) fn is_of_parent(&self) -> bool {
        self.kind == Kind::Parent && self.of_root
    }

    /// Whether it may be true of something in `root`; a cheap look before a pattern is searched.
    pub(super) fn may_hold_below(&self, root: Node<'_>) -> bool {
        match self.kind {
            Kind::Parent if !self.negated && self.of_root => root
                .parent()
                .is_some_and(|p| self.arguments.iter().any(|a| a == p.kind())),
            _ => true,
        }
    }

    /// What it costs to ask, roughly.
    pub(super) fn cost(&self) -> u8 {
        match self.kind {
            Kind::Eq | Kind::AnyOf | Kind::Match | Kind::Parent | Kind::First => 0,
            Kind::In | Kind::Inside | Kind::Method | Kind::RunsOnImport | Kind::Reads => 1,
            Kind::Resolves | Kind::Bound | Kind::Scoped => 2,
            Kind::Derives | Kind::Defines => 3,
            _ => 4,
        }
    }

    /// Whether its arguments mean something.
    ///
    /// # Errors
    /// What is wrong and what to do.
    pub(super) fn check(&self, concept: &Concept, in_fragment: bool) -> Result<(), Fault> {
        let wrong = |is_right: &dyn Fn(&str) -> bool| self.arguments.iter().find(|a| !is_right(a));
        let one_of = |known: &[&str]| {
            wrong(&|a| known.contains(&a)).map(|a| {
                let help = format!("use one of: {}", known.join(", "));
                Fault::new(format!("`{a}` is not a kind here"), help)
            })
        };
        let fault = match self.kind {
            Kind::Match => Regex::new(&self.arguments[0]).err().map(|error| {
                Fault::new(
                    format!("the regular expression is wrong: {error}"),
                    "write one of Rust's `regex` crate",
                )
            }),
            Kind::In => one_of(&ScopeKind::NAMES.map(|(name, _)| name)),
            Kind::Bound => one_of(&BOUND_KINDS),
            Kind::Scoped => one_of(&Place::NAMES.map(|(name, _)| name)),
            Kind::Inside | Kind::Parent => wrong(&|a| syntax::kind_number(a, true).is_some()).map(|a| {
                Fault::new(
                    format!("there is no node kind `{a}`"),
                    "node kinds are those of tree-sitter-python",
                )
            }),
            kind if kind.is_search() && in_fragment => Some(Fault::new(
                "a search stands in a fragment",
                "a fragment is searched as it is; put the condition into the pattern that uses it",
            )),
            kind if kind.is_search() => wrong(&|a| concept.fragment(a).is_some()).map(|a| {
                Fault::new(
                    format!("there is no fragment `{a}`"),
                    format!("add a block ```query {a}"),
                )
            }),
            Kind::Resolves | Kind::Derives => wrong(&|a| !is_builtin(a)).map(|a| {
                Fault::new(
                    format!("`{a}` is a built-in without its module"),
                    format!("write \"builtins.{a}\""),
                )
            }),
            _ => None,
        };
        fault.map_or(Ok(()), Err)
    }

    /// Whether it is true of every node that its capture took.
    pub(super) fn holds(&self, scene: &Scene<'_, '_>, captured: &Way<'_>) -> bool {
        captured
            .iter()
            .filter(|(capture, _)| *capture == self.capture)
            .all(|(_, node)| match self.answer(scene, node, captured) {
                Some(answer) => answer != self.negated,
                None => false,
            })
    }

    fn answer(&self, scene: &Scene<'_, '_>, node: Node<'_>, captures: &Way<'_>) -> Answer {
        let analysis = scene.analysis;
        let has = |text: &str| self.arguments.iter().any(|a| a == text);
        match self.kind {
            Kind::Eq | Kind::AnyOf | Kind::Match => Some(match self.other {
                Some(other) => captures
                    .iter()
                    .filter(|(c, _)| *c == other)
                    .all(|(_, n)| n.text() == node.text()),
                None => fits(&self.arguments, self.expression.as_deref(), node.text()),
            }),
            Kind::Resolves if !self.negated && !self.may_resolve(analysis, node) => None,
            Kind::Resolves => match resolve(analysis, node) {
                Resolution::Dotted(candidates) => Some(candidates.iter().any(|c| has(c))),
                Resolution::Unknown => None,
                _ => Some(false),
            },
            Kind::Bound => self.is_bound(analysis, node),
            Kind::In => {
                let (kind, _) = syntax::scope_within(node, LEVELS)?;
                Some(ScopeKind::NAMES.iter().any(|&(name, k)| k == kind && has(name)))
            }
            Kind::Inside => is_inside(node, &self.kinds),
            Kind::Parent => Some(node.parent().is_some_and(|n| has(n.kind()))),
            Kind::Method => Some(method_around(node).is_some_and(has)),
            Kind::Derives => derives(analysis, node, &self.arguments),
            Kind::Defines => {
                let class = match node.kind() {
                    "class_definition" => node,
                    _ => match resolve(analysis, node) {
                        Resolution::Class(range) => node_at(node.nodes(), &range, "class_definition")?,
                        _ => return None,
                    },
                };
                let defined = |name: &String| class_defines(class, name);
                Some(if self.negated {
                    self.arguments.iter().any(defined)
                } else {
                    self.arguments.iter().all(defined)
                })
            }
            Kind::RunsOnImport => Some(runs_on_import(node)),
            Kind::Contains => Some(self.search(scene, node, node.range(), captures) >= 1),
            Kind::ContainsTwice => Some(self.search(scene, node, node.range(), captures) >= 2),
            Kind::FollowedBy | Kind::FollowedTwiceBy => {
                let around = room(node);
                let found = self.search(scene, around, node.end()..around.end(), captures);
                Some(found > usize::from(self.kind == Kind::FollowedTwiceBy))
            }
            Kind::PrecededBy => {
                let around = room(node);
                Some(self.search(scene, around, around.start()..node.start(), captures) >= 1)
            }
            Kind::Scoped if !analysis.names().is_bound_in(node.text(), self.scope()) => Some(false),
            Kind::Scoped => {
                let place = analysis.names().place(node.text(), node.start())?;
                Some(Place::NAMES.iter().any(|&(name, p)| p == place && has(name)))
            }
            Kind::Reads => Some(reads(analysis, node)),
            Kind::First => {
                let around = node.parent().filter(|n| matches!(n.kind(), "module" | "block"));
                Some(around.is_some_and(|a| a.named_children().find(|n| n.kind() != "comment") == Some(node)))
            }
        }
    }

    /// A cheap look at the last part of a name, which only an import or a rebinding can change.
    fn may_resolve(&self, analysis: &Analysis, node: Node<'_>) -> bool {
        let text = node.text();
        let last = last_part(text).trim();
        let ends_with = |part: &str| self.arguments.iter().any(|a| last_part(a) == part);
        ends_with(last)
            || (last.len() == text.len()
                && analysis
                    .names()
                    .others(text)
                    .is_none_or(|others| others.iter().any(|o| ends_with(o))))
    }

    fn is_bound(&self, analysis: &Analysis, node: Node<'_>) -> Answer {
        let has = |text: &str| self.arguments.iter().any(|a| a == text);
        let (first, _) = dotted_parts(node)?;
        Some(match analysis.names().resolve(first) {
            Resolution::Dotted(all) => {
                let builtin = all.iter().all(|d| d.strip_prefix("builtins.").is_some_and(is_builtin));
                has(if builtin { "builtin" } else { "import" })
            }
            Resolution::Class(_) => has("class"),
            Resolution::Function(range) => {
                has("function")
                    || (has("async-function")
                        && node_at(node.nodes(), &range, "function_definition").is_some_and(syntax::is_async))
                    || (has("generator-function")
                        && node_at(node.nodes(), &range, "function_definition")
                            .is_some_and(|f| !syntax::is_async(f) && yields(f)))
            }
            Resolution::Parameter => has("parameter"),
            Resolution::Variable => has("variable"),
            Resolution::Unknown => return None,
        })
    }
}

impl Kind {
    /// Whether its arguments are fragments.
    fn is_search(self) -> bool {
        matches!(
            self,
            Self::Contains | Self::ContainsTwice | Self::FollowedBy | Self::FollowedTwiceBy | Self::PrecededBy
        )
    }
}
