//! Our own query predicates. The standard ones (`#eq?`, `#match?`, `#any-of?`) are evaluated by tree-sitter's binding.

use tree_sitter::{Node, Query, QueryCapture, QueryCursor, QueryPredicate, QueryPredicateArg, StreamingIterator};

use super::names::{Resolution, dotted_parts, is_builtin};
use super::rules::Rules;
use super::{Analysis, parts};
use crate::document::syntax::{self, ScopeKind};
use crate::knowledge::Concept;

/// One predicate of a pattern.
pub(super) struct Predicate {
    negated: bool,
    kind: Kind,
    capture: u32,
    arguments: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
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
}

const KINDS: [(&str, Kind); 10] = [
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
];

const BOUND_KINDS: [&str; 6] = ["class", "function", "import", "parameter", "variable", "builtin"];

/// What a predicate is evaluated in.
pub(super) struct Scene<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) rules: &'a Rules,
    pub(super) concept: usize,
    pub(super) query: &'a Query,
}

/// What the file says; `None` where it does not tell.
type Answer = Option<bool>;

impl Predicate {
    /// Reads a predicate.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(super) fn read(raw: &QueryPredicate) -> Result<Self, String> {
        let written = raw.operator.trim_start_matches('#');
        let name = written.trim_end_matches('?');
        let (negated, name) = match name.strip_prefix("not-") {
            Some(name) => (true, name),
            None => (false, name),
        };
        let kind = KINDS
            .iter()
            .find(|(known, _)| *known == name && written.ends_with('?'))
            .map(|&(_, kind)| kind)
            .ok_or_else(|| format!("there is no predicate `#{written}`"))?;
        let Some((QueryPredicateArg::Capture(capture), rest)) = raw.args.split_first() else {
            return Err(format!("`#{written}` needs a capture first"));
        };
        let arguments = rest
            .iter()
            .map(|argument| match argument {
                QueryPredicateArg::String(text) => Ok(text.to_string()),
                QueryPredicateArg::Capture(_) => Err(format!("`#{written}` takes one capture, then strings")),
            })
            .collect::<Result<Vec<_>, _>>()?;
        if arguments.is_empty() != (kind == Kind::RunsOnImport) {
            return Err(format!("`#{written}` has the wrong number of arguments"));
        }
        Ok(Self {
            negated,
            kind,
            capture: *capture,
            arguments,
        })
    }

    /// Whether its arguments mean something.
    ///
    /// # Errors
    /// What is wrong and what to do.
    pub(super) fn check(&self, concept: &Concept, in_fragment: bool) -> Result<(), (String, String)> {
        let language = syntax::language();
        let one_of = |known: &[&str]| {
            self.arguments
                .iter()
                .find(|a| !known.contains(&a.as_str()))
                .map_or(Ok(()), |wrong| {
                    Err((
                        format!("`{wrong}` is not a kind here"),
                        format!("use one of: {}", known.join(", ")),
                    ))
                })
        };
        match self.kind {
            Kind::In => one_of(&ScopeKind::NAMES.map(|(name, _)| name)),
            Kind::Bound => one_of(&BOUND_KINDS),
            Kind::Inside | Kind::Parent => self
                .arguments
                .iter()
                .find(|a| language.id_for_node_kind(a, true) == 0 && a.as_str() != "ERROR")
                .map_or(Ok(()), |wrong| {
                    Err((
                        format!("there is no node kind `{wrong}`"),
                        "node kinds are those of tree-sitter-python".to_owned(),
                    ))
                }),
            Kind::Contains if in_fragment => Err((
                "`#contains?` stands in a fragment".to_owned(),
                "a fragment is searched as it is; put the condition into the pattern that uses it".to_owned(),
            )),
            Kind::Contains => self
                .arguments
                .iter()
                .find(|a| concept.fragment(a).is_none())
                .map_or(Ok(()), |wrong| {
                    Err((
                        format!("there is no fragment `{wrong}`"),
                        format!("add a block ```query {wrong}"),
                    ))
                }),
            Kind::Resolves | Kind::Derives => self.arguments.iter().find(|a| is_builtin(a)).map_or(Ok(()), |wrong| {
                Err((
                    format!("`{wrong}` is a built-in without its module"),
                    format!("write \"builtins.{wrong}\""),
                ))
            }),
            Kind::Method | Kind::Defines | Kind::RunsOnImport => Ok(()),
        }
    }

    /// Whether it is true of every node that its capture took.
    pub(super) fn holds(&self, scene: &Scene<'_>, captures: &[QueryCapture<'_>]) -> bool {
        captures
            .iter()
            .filter(|c| c.index == self.capture)
            .all(|c| match self.answer(scene, c.node, captures) {
                Some(answer) => answer != self.negated,
                None => false,
            })
    }

    fn answer(&self, scene: &Scene<'_>, node: Node<'_>, captures: &[QueryCapture<'_>]) -> Answer {
        let analysis = scene.analysis;
        let has = |text: &str| self.arguments.iter().any(|a| a == text);
        match self.kind {
            Kind::Resolves => match resolve(analysis, node) {
                Resolution::Dotted(candidates) => Some(candidates.iter().any(|c| has(c))),
                Resolution::Unknown => None,
                _ => Some(false),
            },
            Kind::Bound => self.is_bound(analysis, node),
            Kind::In => {
                let (kind, _) = syntax::scope_of(node);
                Some(ScopeKind::NAMES.iter().any(|&(name, k)| k == kind && has(name)))
            }
            Kind::Inside => Some(syntax::ancestors(node).any(|n| has(n.kind()))),
            Kind::Parent => Some(node.parent().is_some_and(|n| has(n.kind()))),
            Kind::Method => Some(method_around(analysis, node).is_some_and(has)),
            Kind::Derives => derives(analysis, node, &self.arguments),
            Kind::Defines => {
                let defined = |name: &String| class_defines(analysis, node, name);
                Some(if self.negated {
                    self.arguments.iter().any(defined)
                } else {
                    self.arguments.iter().all(defined)
                })
            }
            Kind::RunsOnImport => Some(runs_on_import(analysis, node)),
            Kind::Contains => Some(self.arguments.iter().any(|name| contains(scene, node, name, captures))),
        }
    }

    fn is_bound(&self, analysis: &Analysis, node: Node<'_>) -> Answer {
        let has = |text: &str| self.arguments.iter().any(|a| a == text);
        let (first, _) = dotted_parts(node, analysis.document().text())?;
        Some(match analysis.names().resolve(analysis.document(), first) {
            Resolution::Dotted(all) => {
                let builtin = all.iter().all(|d| d.strip_prefix("builtins.").is_some_and(is_builtin));
                has(if builtin { "builtin" } else { "import" })
            }
            Resolution::Class(_) => has("class"),
            Resolution::Function(_) => has("function"),
            Resolution::Parameter => has("parameter"),
            Resolution::Variable => has("variable"),
            Resolution::Unknown => return None,
        })
    }
}

fn resolve(analysis: &Analysis, node: Node<'_>) -> Resolution {
    analysis.names().resolve(analysis.document(), node)
}

/// The name of the innermost function around `node`, if that is a method.
fn method_around<'a>(analysis: &'a Analysis, node: Node<'_>) -> Option<&'a str> {
    let mut at = node;
    loop {
        let (kind, scope) = syntax::scope_of(at);
        let scope = scope?;
        match kind {
            ScopeKind::Function | ScopeKind::AsyncFunction => {
                let in_class = syntax::scope_of(scope).0 == ScopeKind::Class;
                let name = scope.child_by_field_name("name")?;
                return in_class.then(|| analysis.text(name));
            }
            ScopeKind::Comprehension => at = scope,
            ScopeKind::Module | ScopeKind::Class | ScopeKind::Lambda => return None,
        }
    }
}

/// How many classes of the file are followed upwards.
const CLASSES: usize = 64;

/// Whether a class derives from one of `names`; `None` where a base is not in the file and nothing else settles it.
fn derives(analysis: &Analysis, class: Node<'_>, names: &[String]) -> Answer {
    let root = analysis.document().tree().root_node();
    let mut todo = vec![class.byte_range()];
    let mut seen = Vec::new();
    let mut unknown = false;
    while let Some(range) = todo.pop() {
        if seen.contains(&range) {
            continue;
        }
        seen.push(range.clone());
        if seen.len() > CLASSES {
            return None;
        }
        let Some(class) = root
            .descendant_for_byte_range(range.start, range.end)
            .filter(|n| n.kind() == "class_definition")
        else {
            unknown = true;
            continue;
        };
        for base in parts::bases(class) {
            match resolve(analysis, base) {
                Resolution::Dotted(all) if all.iter().any(|d| names.contains(d)) => return Some(true),
                Resolution::Dotted(all) if all.iter().all(|d| d == "builtins.object") => {}
                Resolution::Class(range) => todo.push(range),
                _ => unknown = true,
            }
        }
    }
    if unknown { None } else { Some(false) }
}

/// Whether a class body defines `name` by `def` or assignment, `if`, `try` and `with` blocks of the body included.
fn class_defines(analysis: &Analysis, class: Node<'_>, name: &str) -> bool {
    parts::class_members(class).any(|member| {
        let field = match member.kind() {
            "function_definition" => "name",
            "assignment" if member.child_by_field_name("right").is_some() => "left",
            _ => return false,
        };
        member
            .child_by_field_name(field)
            .is_some_and(|n| analysis.text(n) == name)
    })
}

/// Whether `node` runs when its module is imported.
fn runs_on_import(analysis: &Analysis, node: Node<'_>) -> bool {
    let mut below = node;
    for ancestor in syntax::ancestors(node) {
        match ancestor.kind() {
            "function_definition" | "lambda" if syntax::field(ancestor, below) == Some("body") => return false,
            "if_statement" => {
                let main = ancestor
                    .child_by_field_name("condition")
                    .is_some_and(|c| is_main_test(analysis.text(c)));
                if main && syntax::field(ancestor, below) == Some("consequence") {
                    return false;
                }
            }
            _ => {}
        }
        below = ancestor;
    }
    true
}

/// `__name__ == "__main__"`, either way round, with anything added by `and`.
fn is_main_test(condition: &str) -> bool {
    condition.contains("__name__") && condition.contains("__main__") && condition.contains("==")
}

/// Whether something inside `node` matches the fragment `name`, captures of the same name having the same text.
fn contains(scene: &Scene<'_>, node: Node<'_>, name: &str, captures: &[QueryCapture<'_>]) -> bool {
    let Some(fragment) = scene.rules.fragment(scene.concept, name) else {
        return false;
    };
    let text = scene.analysis.document().text();
    let inner_scene = Scene {
        analysis: scene.analysis,
        rules: scene.rules,
        concept: scene.concept,
        query: &fragment.query,
    };
    let mut cursor = QueryCursor::new();
    let mut matches = cursor.matches(&fragment.query, node, text.as_bytes());
    while let Some(one) = matches.next() {
        let same_text = one.captures().iter().all(|inner| {
            let name = fragment.query.capture_names()[inner.index as usize];
            captures
                .iter()
                .filter(|outer| scene.query.capture_names()[outer.index as usize] == name)
                .all(|outer| scene.analysis.text(outer.node) == scene.analysis.text(inner.node))
        });
        if same_text
            && fragment.predicates[one.pattern_index]
                .iter()
                .all(|p| p.holds(&inner_scene, one.captures()))
        {
            return true;
        }
    }
    false
}
