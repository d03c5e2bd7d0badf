//! Which variable a plain name means, where another of that name is near: one further out, a built-in, one of the class around, one bound only later.
//!
//! Where the name has but one meaning, nothing is said.

use serde_json::{Value, json};

use crate::detect::{Analysis, BoundAt, Owner, Place, Resolution, Way, is_builtin, is_variable};
use crate::document::{Node, syntax};
use crate::insight::functions::shape::{SCOPES, is_private, name_of};
use crate::insight::names::captured::binds;
use crate::insight::names::closures::owner_node;
use crate::insight::names::unbound::BINDINGS;
use crate::insight::sentence::{Sentence, line_of, say, shortest_of};
use crate::insight::{Insight, Site};

/// At a plain name.
pub(super) fn of_name(site: &Site<'_>) -> Option<Insight> {
    let (analysis, name) = (site.analysis, site.token);
    let text = name.text();
    // `_` is for what nobody wants; `__x` has another name inside of classes.
    if name.kind() != "identifier" || text == "_" || is_private(text) || !is_variable(name) {
        return None;
    }
    let sentence = if analysis.is_definition(name) {
        own_variable(analysis, name)
    } else {
        match analysis.owner(text, name.start())? {
            Owner::Global => not_of_class(analysis, name)
                .or_else(|| module_over_builtin(analysis, name))
                .or_else(|| bound_later(analysis, name)),
            Owner::Class(_) => class_body_over_others(analysis, name),
            Owner::TypeParameters(_) => None,
            Owner::Function(_) | Owner::Comprehension(_) => {
                local_over_others(analysis, name).or_else(|| not_of_class(analysis, name))
            }
        }
    };
    let insight = Insight::new(shortest_of([sentence?])?);
    Some(match claim(analysis, name) {
        Some(claim) => insight.with_claim(claim),
        None => insight,
    })
}

/// For programs: what `symtable` says of the name in the scope of its use.
fn claim(analysis: &Analysis, name: Node<'_>) -> Option<Value> {
    let owner = analysis.owner(name.text(), name.start())?;
    let (_, scope) = syntax::scope_of(name);
    let (kind, line) = match scope {
        None => ("module", None),
        Some(node) => (node.kind(), Some(line_of(node))),
    };
    let is_own = owner
        .range()
        .is_some_and(|range| scope.is_some_and(|scope| scope.range() == *range));
    let belongs = match owner {
        Owner::Global => "global",
        _ if is_own => "local",
        _ => "free",
    };
    Some(json!({"name": name.text(), "scope": kind, "scope_line": line, "belongs": belongs}))
}

/// What else has the name, further out.
enum Hidden<'a> {
    /// A variable of this function, or of another scope.
    Of(Node<'a>),
    Module(BoundAt),
    Builtin,
}

/// What `name` would mean just outside of `scope`.
fn hidden_by<'a>(analysis: &Analysis, name: &str, scope: Node<'a>) -> Option<Hidden<'a>> {
    let at = scope.start();
    let owner = analysis.owner(name, at)?;
    let first = analysis
        .bindings(name, at, BINDINGS)
        .into_iter()
        .find(|one| one.way != Way::Deletion);
    match (owner, first) {
        (Owner::Global, Some(first)) if first.is_conditional => None,
        (Owner::Global, Some(first)) => Some(Hidden::Module(first)),
        (Owner::Global, None) => is_builtin(name).then_some(Hidden::Builtin),
        (owner @ Owner::Function(_), _) => owner_node(scope, &owner).map(Hidden::Of),
        _ => None,
    }
}

fn say_hidden(sentence: Sentence, name: Node<'_>, hidden: &Hidden<'_>) -> Sentence {
    match hidden {
        Hidden::Builtin => sentence.say("the built-in ").code(name.text()),
        Hidden::Module(first) => {
            let line = name.nodes().line(first.at);
            sentence.say(&format!("the {} of line {line}", noun(first.way)))
        }
        Hidden::Of(scope) if scope.kind() == "lambda" => sentence
            .say("the ")
            .code(name.text())
            .say(" of the lambda on ")
            .line(*scope),
        Hidden::Of(scope) => {
            let sentence = sentence.say("the ").code(name.text()).say(" of ");
            sentence.code(name_of(*scope)).say(" (").line(*scope).say(")")
        }
    }
}

/// What the module has under a name.
fn noun(way: Way) -> &'static str {
    match way {
        Way::Import => "import",
        Way::Class => "class",
        Way::Function => "function",
        Way::Parameter => "parameter",
        Way::Variable | Way::Deletion => "module's variable",
    }
}

/// The function or comprehension whose own variable the name is; `None` where it belongs to one further out.
fn own_scope<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Node<'a>> {
    let owner = analysis.owner(name.text(), name.start())?;
    let range = owner.range()?;
    let mut at = name;
    for _ in 0..SCOPES {
        let scope = syntax::scope_of(at).1?;
        if scope.range() == *range {
            return Some(scope);
        }
        if !is_comprehension(scope) {
            return None;
        }
        at = scope;
    }
    None
}

fn is_comprehension(node: Node<'_>) -> bool {
    node.kind().ends_with("comprehension") || node.kind() == "generator_expression"
}

/// "`f`" or "this lambda".
fn say_scope(sentence: Sentence, scope: Node<'_>) -> Sentence {
    match scope.kind() {
        "lambda" => sentence.say("this lambda"),
        _ => sentence.code(name_of(scope)),
    }
}

/// At a use of a function's own variable that hides one further out.
fn local_over_others<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Sentence> {
    let text = name.text();
    let scope = own_scope(analysis, name).filter(|_| analysis.place(name) != Some(Place::Later))?;
    let hidden = hidden_by(analysis, text, scope)?;
    let found = analysis.bindings(text, name.start(), BINDINGS);
    let first = found.iter().find(|one| one.way != Way::Deletion)?;
    let line = name.nodes().line(first.at);
    let sentence = match first.way {
        _ if is_comprehension(scope) => say("is the comprehension's own"),
        Way::Parameter => say_scope(say("is the parameter of "), scope),
        Way::Import => say_scope(say(&format!("is what line {line} imports in ")), scope),
        Way::Class | Way::Function => say_scope(say(&format!("is the {} of line {line} in ", noun(first.way))), scope),
        Way::Variable | Way::Deletion => say_scope(say(&format!("is the variable that line {line} binds in ")), scope),
    };
    Some(say_hidden(sentence.say(", not "), name, &hidden))
}

/// Where an assignment or a loop binds a variable of the function's own, and one further out stays as it is.
fn own_variable<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Sentence> {
    let text = name.text();
    let statement = name
        .ancestors()
        .take(6)
        .find(|at| !at.kind().ends_with("pattern") && at.kind() != "pattern_list")?;
    let is_bound = matches!(statement.kind(), "assignment" | "for_statement" | "for_in_clause");
    if !is_bound || !binds(analysis, name) {
        return None;
    }
    let scope = own_scope(analysis, name)?;
    let (hidden, stays) = match hidden_by(analysis, text, scope)? {
        // What a `def` or an import makes is not meant to change.
        Hidden::Module(first) if first.way != Way::Variable => (Hidden::Module(first), false),
        Hidden::Builtin => return None,
        hidden => (hidden, true),
    };
    let sentence = match is_comprehension(scope) {
        true => say("is the comprehension's own: "),
        false => say_scope(say("is a variable of "), scope).say("'s own: "),
    };
    let sentence = say_hidden(sentence, name, &hidden);
    Some(sentence.say(if stays { " stays as it is" } else { " is not seen here" }))
}

/// At a use in a class body, of a name that the body binds further up.
fn class_body_over_others<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Sentence> {
    let text = name.text();
    let owner = analysis.owner(text, name.start())?;
    let class = owner_node(name, &owner)?;
    let found = analysis.bindings(text, name.start(), BINDINGS);
    let before = |one: &&BoundAt| one.from <= name.start();
    if found.iter().any(|one| one.way == Way::Deletion) {
        return None;
    }
    let last = found.iter().rfind(|one| before(one) && !one.is_conditional)?;
    let hidden = hidden_by(analysis, text, class)?;
    // An import or a name of the same value is what it was.
    if last.way == Way::Import || matches!(hidden, Hidden::Module(_)) && last.way == Way::Variable {
        return None;
    }
    let what = if last.way == Way::Function {
        "method"
    } else {
        noun(last.way)
    };
    let what = what.trim_start_matches("module's ");
    let sentence = say(&format!("is the {what} of line {} in ", name.nodes().line(last.at)));
    let sentence = sentence.code(name_of(class)).say(", not ");
    Some(say_hidden(sentence, name, &hidden))
}

/// At a use of what the module has in the place of a built-in.
fn module_over_builtin<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Sentence> {
    let text = name.text();
    if !is_builtin(text) {
        return None;
    }
    let found = analysis.bindings(text, name.start(), BINDINGS);
    if found.iter().any(|one| one.way == Way::Deletion) {
        return None;
    }
    // Inside of a function: what the module had bound when the function was made.
    let made = outermost_function(name).map_or(name.start(), Node::start);
    let first = found.iter().find(|one| one.from <= made && !one.is_conditional)?;
    let resolved = analysis.resolve(name);
    // Often the built-in itself: `from io import open`, `open = open`.
    let is_same = matches!(&resolved, Resolution::Dotted(names) if names.iter().any(|name| {
        ["builtins.", "io.", "six.", "future."].iter().any(|prefix| name.starts_with(prefix))
    }));
    let is_exception = text.starts_with(char::is_uppercase) && first.way == Way::Import;
    if is_same || is_exception {
        return None;
    }
    let line = name.nodes().line(first.at);
    let sentence = match first.way {
        Way::Import => say(&format!("is what line {line} imports, not ")),
        way => say(&format!("is the {} of line {line}, not ", noun(way))),
    };
    Some(say_hidden(sentence, name, &Hidden::Builtin))
}

/// The outermost function whose code the node is part of.
fn outermost_function(node: Node<'_>) -> Option<Node<'_>> {
    let mut at = node;
    let mut found = None;
    for _ in 0..SCOPES {
        let Some(scope) = syntax::scope_of(at).1 else {
            return found;
        };
        if matches!(scope.kind(), "function_definition" | "lambda") {
            found = Some(scope);
        }
        at = scope;
    }
    None
}

/// At a use in a method, of a name that the body of the class binds too: methods do not see that one.
fn not_of_class<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Sentence> {
    let text = name.text();
    let class = class_of_method(name)?;
    let inside = class.child("body")?.start();
    if analysis.owner(text, inside)? != Owner::Class(class.range()) {
        return None;
    }
    let of_class = analysis.bindings(text, inside, BINDINGS);
    let of_class = of_class.iter().find(|one| one.way != Way::Deletion)?;
    let what = match of_class.way {
        Way::Function => "method".to_owned(),
        Way::Class | Way::Import => noun(of_class.way).to_owned(),
        _ => "one".to_owned(),
    };
    let line = name.nodes().line(of_class.at);
    let owner = analysis.owner(text, name.start())?;
    let begin = match (&owner, analysis.bindings(text, name.start(), BINDINGS).first()) {
        (Owner::Global, Some(first)) => {
            let of_module = Hidden::Module(*first);
            say_hidden(say("is "), name, &of_module)
        }
        (Owner::Global, None) if analysis.has_stars() => return None,
        (Owner::Global, None) if is_builtin(text) => say("is the built-in ").code(text),
        (Owner::Global, None) if makes_names(analysis) || in_annotation(name) || text.starts_with("__") => return None,
        (Owner::Global, None) => {
            let sentence = say("is a ")
                .code("NameError")
                .say(&format!(": the {what} of line {line} belongs to the body of "));
            let sentence = sentence.code(name_of(class)).say(", which methods do not see; write ");
            let self_name = first_parameter(name, class);
            let dotted = format!("{}.{text}", self_name.unwrap_or_else(|| name_of(class)));
            return Some(sentence.code(&dotted));
        }
        // A variable of the method's own hides what its class has, as it should.
        (Owner::Function(range), _) if class.start() <= range.start => return None,
        (Owner::Function(_), _) => say_hidden(say("is "), name, &Hidden::Of(owner_node(name, &owner)?)),
        _ => return None,
    };
    let sentence = begin.say(&format!(": the {what} of line {line} belongs to the body of "));
    Some(sentence.code(name_of(class)).say(", which methods do not see"))
}

/// The class whose method the node is part of: the body right around the outermost function in it.
fn class_of_method(node: Node<'_>) -> Option<Node<'_>> {
    let mut at = node;
    let mut in_function = false;
    for _ in 0..SCOPES {
        let scope = syntax::scope_of(at).1?;
        match scope.kind() {
            "class_definition" => return in_function.then_some(scope),
            "function_definition" | "lambda" => in_function = true,
            _ => {}
        }
        at = scope;
    }
    None
}

/// `self`, `cls`: the first parameter of the method of `class` that the node is part of.
fn first_parameter<'a>(node: Node<'a>, class: Node<'a>) -> Option<&'a str> {
    let mut at = node;
    for _ in 0..SCOPES {
        let scope = syntax::scope_of(at).1?;
        if syntax::scope_of(scope).1 == Some(class) && scope.kind() == "function_definition" {
            let is_plain = scope.parent().is_some_and(|parent| parent.kind() == "block");
            let first = scope.child("parameters")?.named_children().next()?;
            return (is_plain && first.kind() == "identifier").then(|| first.text());
        }
        at = scope;
    }
    None
}

/// Whether the file may make names that no statement of it binds.
fn makes_names(analysis: &Analysis) -> bool {
    ["globals(", "exec(", "setattr(", "__dict__", "builtins", "exec "]
        .iter()
        .any(|way| analysis.document().mentions(way))
}

fn in_annotation(name: Node<'_>) -> bool {
    name.ancestors().take(8).any(|at| at.kind() == "type")
}

/// At a use in a function, of a variable that the module binds only below the function.
fn bound_later<'a>(analysis: &Analysis, name: Node<'a>) -> Option<Sentence> {
    let text = name.text();
    let function = outermost_function(name).filter(|_| !is_builtin(text) && !analysis.has_stars())?;
    let found = analysis.bindings(text, name.start(), BINDINGS);
    let first = found.first()?;
    if first.at < function.end() || found.iter().any(|one| one.is_elsewhere || one.way == Way::Deletion) {
        return None;
    }
    let line = name.nodes().line(first.at);
    if let Some(call) = called_between(analysis, function, first.at) {
        let sentence = say(&format!("is the {} of line {line}, and ", noun(first.way))).line(call);
        let sentence = sentence
            .say(" calls ")
            .code(name_of(function))
            .say(" before that: a read of it then is a ");
        return Some(sentence.code("NameError"));
    }
    // That functions use functions and classes further down is the rule.
    if first.way != Way::Variable || found.iter().any(|one| one.is_conditional) {
        return None;
    }
    let sentence = say(&format!(
        "is the module's, which line {line} binds, further down: before that a call of "
    ));
    let sentence = match function.child("name") {
        Some(name) => sentence.node(name),
        None => sentence.say("this lambda"),
    };
    Some(sentence.say(" would find none"))
}

/// How many statements of a module are looked at.
const STATEMENTS: usize = 2_000;

/// The first call of the function itself among the module's own statements between it and the byte `before`.
fn called_between<'a>(analysis: &Analysis, function: Node<'a>, before: usize) -> Option<Node<'a>> {
    let root = function.nodes().root();
    if function.parent() != Some(root) || syntax::scope_of(function).1.is_some() {
        return None;
    }
    let below = std::iter::successors(function.next_sibling(), |at| at.next_sibling());
    let statements = below.take(STATEMENTS).take_while(|at| at.end() <= before);
    let calls = statements.filter_map(|at| {
        let value = at.first_child().filter(|_| at.kind() == "expression_statement")?;
        let value = if value.kind() == "assignment" {
            value.child("right")?
        } else {
            value
        };
        let called = value.child("function").filter(|_| value.kind() == "call")?;
        (called.kind() == "identifier" && called.text() == name_of(function)).then_some(called)
    });
    calls
        .into_iter()
        .find(|called| analysis.resolve(*called) == Resolution::Function(function.range()))
}
