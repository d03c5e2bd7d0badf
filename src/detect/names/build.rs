//! One walk over the tree that notes every scope and every binding.

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::super::clues::last_part;
use super::bind::{last_child, single_name};
use super::roles::{BINDS, CONDITIONAL, DIVIDES, HANDLES, OPENS, roles};
use super::{Binding, Bound, Kind, Names, Outer, Scope};

use crate::document::{Node, syntax};

/// A node on the way from the root to where the walk is.
pub(super) struct Level<'tree> {
    pub(super) node: Node<'tree>,
    /// The scope in force at the node itself.
    pub(super) scope: usize,
    /// The scope that the node opens for some of its children.
    pub(super) own: Option<usize>,
    /// The scope of the node's type parameters, or the one around it.
    pub(super) outer: usize,
    pub(super) conditional: bool,
    pub(super) fallback: bool,
    roles: u8,
}

pub(super) struct Builder {
    pub(super) scopes: Vec<Scope>,
    pub(super) transitions: Vec<(usize, usize)>,
    pub(super) definitions: HashSet<usize>,
    /// For each name, the names and the last parts of dotted names that are bound to it.
    pub(super) links: HashMap<String, Vec<String>>,
    /// Bindings of names that are `nonlocal` where they are bound: scope, name, binding.
    pub(super) nonlocal: Vec<(usize, String, Binding)>,
}

pub(super) fn build(root: Node<'_>) -> Names {
    let mut builder = Builder {
        scopes: Vec::new(),
        transitions: Vec::new(),
        definitions: HashSet::default(),
        links: HashMap::default(),
        nonlocal: Vec::new(),
    };
    builder.open(Kind::Module, 0, root.range());
    builder.walk(root);
    builder.settle_nonlocal();
    let [in_classes, in_functions, around_functions] = builder.names_by_place();
    Names {
        in_classes,
        in_functions,
        around_functions,
        scopes: builder.scopes,
        transitions: builder.transitions,
        definitions: builder.definitions,
        others: others(&builder.links),
    }
}

/// How many other last parts of one name are followed.
pub(super) const OTHERS: usize = 64;

/// The last parts that each name leads to, over any number of links.
fn others(links: &HashMap<String, Vec<String>>) -> HashMap<String, Vec<String>> {
    let others_of = |name: &String| {
        let mut found: Vec<&String> = Vec::new();
        let mut at = name;
        let mut followed = 0;
        loop {
            for link in links.get(at).into_iter().flatten() {
                if found.len() < OTHERS && !found.contains(&link) {
                    found.push(link);
                }
            }
            let Some(next) = found.get(followed) else { break };
            at = next;
            followed += 1;
        }
        (name.clone(), found.into_iter().cloned().collect())
    };
    links.keys().map(others_of).collect()
}

impl Builder {
    fn walk(&mut self, root: Node<'_>) {
        let mut levels: Vec<Level<'_>> = vec![Level {
            node: root,
            scope: 0,
            own: None,
            outer: 0,
            conditional: false,
            fallback: false,
            roles: 0,
        }];
        self.transitions.push((0, 0));
        let mut at = root.first_child();
        while let Some(node) = at {
            // Tokens that the grammar spells out bind nothing and open nothing.
            if node.is_named() {
                let level = self.enter(node, &levels);
                levels.push(level);
                if let Some(child) = node.first_child() {
                    at = Some(child);
                    continue;
                }
                self.leave(&mut levels);
            }
            let mut done = node;
            at = loop {
                if let Some(next) = done.next_sibling() {
                    break Some(next);
                }
                if levels.len() == 1 {
                    break None;
                }
                done = levels[levels.len() - 1].node;
                self.leave(&mut levels);
            };
        }
    }

    fn leave(&mut self, levels: &mut Vec<Level<'_>>) {
        if let (Some(level), Some(parent)) = (levels.pop(), levels.last())
            && level.scope != parent.scope
        {
            self.transitions.push((level.node.end(), parent.scope));
        }
    }

    fn enter<'tree>(&mut self, node: Node<'tree>, levels: &[Level<'tree>]) -> Level<'tree> {
        // `levels` begins with the root, so there is a parent.
        let parent = &levels[levels.len() - 1];
        let scope = match parent.roles & DIVIDES {
            0 => parent.scope,
            _ => scope_of_child(node, levels),
        };
        if scope != parent.scope {
            self.transitions.push((node.start(), scope));
        }
        let same = scope == parent.scope;
        let mut level = Level {
            node,
            scope,
            own: None,
            outer: scope,
            conditional: same && (parent.conditional || parent.roles & CONDITIONAL != 0),
            fallback: same && (parent.fallback || (parent.roles & HANDLES != 0 && is_fallback(parent.node))),
            roles: roles(node.kind_id()),
        };
        if level.roles & OPENS != 0 {
            self.open_scopes(&mut level);
        }
        if level.roles & BINDS != 0 {
            self.bind_node(&level, parent);
        }
        level
    }

    fn open_scopes(&mut self, level: &mut Level<'_>) {
        let node = level.node;
        let kind = match node.kind() {
            "function_definition" | "lambda" => Kind::Function,
            "class_definition" => Kind::Class,
            "list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression" => {
                Kind::Comprehension
            }
            "type_alias_statement" => Kind::TypeParameters,
            _ => return,
        };
        if node.child("type_parameters").is_some() {
            level.outer = self.open(Kind::TypeParameters, level.scope, node.range());
        }
        level.own = Some(self.open(kind, level.outer, node.range()));
    }

    fn open(&mut self, kind: Kind, parent: usize, range: Range<usize>) -> usize {
        self.scopes.push(Scope {
            kind,
            parent,
            range,
            declared: HashSet::default(),
            bindings: HashMap::default(),
            outer: HashMap::default(),
            stars: Vec::new(),
        });
        self.scopes.len() - 1
    }

    fn bind_node(&mut self, level: &Level<'_>, parent: &Level<'_>) {
        let node = level.node;
        match node.kind() {
            "import_statement" => self.bind_imports(level, ""),
            "import_from_statement" | "future_import_statement" => {
                let module = node.child("module_name").map_or("__future__", Node::text);
                let module = module.split_whitespace().collect::<String>();
                self.bind_imports(level, &module);
            }
            "wildcard_import" => {
                if let Some(module) = parent.node.child("module_name") {
                    // A star import inside a function is a `SyntaxError`, so it counts for the module.
                    let module = module.text().to_owned();
                    self.scopes[0].stars.push(module);
                }
            }
            "class_definition" | "function_definition" => {
                if let Some(name) = node.child("name") {
                    let range = node.range();
                    let what = match node.kind() {
                        "class_definition" => Bound::Class(range),
                        _ => Bound::Function(range),
                    };
                    self.bind(level, name, node.end(), what);
                }
            }
            "parameters" | "lambda_parameters" => self.bind_parameters(level),
            "assignment" => {
                if let (Some(left), Some(right)) = (node.child("left"), node.child("right")) {
                    self.bind_assignment(level, left, right);
                } else if let Some(left) = node.child("left").filter(|n| n.kind() == "identifier") {
                    // A bare annotation gives no value, but does not read the name either.
                    self.definitions.insert(left.start());
                    self.scopes[level.scope].declared.insert(left.text().to_owned());
                }
            }
            "augmented_assignment" | "for_statement" | "for_in_clause" => {
                let from = match node.kind() {
                    "augmented_assignment" => node.end(),
                    // The target of a comprehension stands behind the expression that uses it.
                    "for_in_clause" => 0,
                    _ => node.start(),
                };
                if let Some(left) = node.child("left") {
                    self.bind_targets(level, left, from, &Bound::Variable);
                }
            }
            "named_expression" => {
                if let Some(name) = node.child("name") {
                    self.bind_walrus(level, name);
                }
            }
            "as_pattern_target" => self.bind_targets(level, node, node.start(), &Bound::Variable),
            "delete_statement" => self.bind_targets(level, node, node.end(), &Bound::Nothing),
            "global_statement" | "nonlocal_statement" => self.bind_outer(level),
            "type_alias_statement" => self.bind_type_alias(level),
            "type_parameter" if node.field() == Some("type_parameters") => self.bind_type_parameters(level, parent),
            "case_pattern" => self.bind_pattern(level),
            "splat_pattern" => {
                if let Some(name) = single_name(last_child(node)) {
                    self.bind(level, name, node.start(), Bound::Variable);
                }
            }
            "keyword_pattern" => {
                if let Some(keyword) = node.named_children().next() {
                    self.definitions.insert(keyword.start());
                }
                if let Some(value) = single_name(last_child(node)) {
                    self.bind(level, value, node.start(), Bound::Variable);
                }
            }
            "keyword_argument" => {
                if let Some(name) = node.child("name") {
                    self.definitions.insert(name.start());
                }
            }
            _ => {}
        }
    }

    pub(super) fn bind(&mut self, level: &Level<'_>, name: Node<'_>, from: usize, what: Bound) {
        self.definitions.insert(name.start());
        let binding = Binding {
            at: name.start(),
            from,
            what,
            conditional: level.conditional,
            elsewhere: false,
            fallback: level.fallback,
        };
        self.bind_in(level.scope, name.text().to_owned(), binding);
    }

    pub(super) fn bind_in(&mut self, scope: usize, name: String, mut binding: Binding) {
        let link = match &binding.what {
            Bound::Alias(first, _, rest) => rest.last().unwrap_or(first).as_str(),
            Bound::Import(dotted) => last_part(dotted),
            _ => &name,
        };
        if link != name {
            let links = self.links.entry(name.clone()).or_default();
            if links.len() < OTHERS && !links.iter().any(|known| known == link) {
                links.push(link.to_owned());
            }
        }
        let target = match self.scopes[scope].outer.get(&name) {
            Some(Outer::Global) => {
                // When the function runs is not known.
                binding.conditional = true;
                binding.elsewhere = true;
                0
            }
            Some(Outer::Nonlocal) => {
                binding.conditional = true;
                binding.elsewhere = true;
                self.nonlocal.push((scope, name, binding));
                return;
            }
            None => scope,
        };
        self.scopes[target].bindings.entry(name).or_default().push(binding);
    }

    /// The names that class bodies bind, that functions bind, and that functions (and their comprehensions) with functions inside bind.
    fn names_by_place(&self) -> [HashSet<String>; 3] {
        let mut around = vec![false; self.scopes.len()];
        for scope in self.scopes.iter().filter(|s| s.kind == Kind::Function) {
            let mut id = scope.parent;
            // Scopes are numbered from the outside in; those above a marked one are marked.
            while id != 0 && !around[id] {
                around[id] = true;
                id = self.scopes[id].parent;
            }
        }
        let names = |wanted: &dyn Fn(usize, &Scope) -> bool| {
            let scopes = self.scopes.iter().enumerate().filter(|(id, scope)| wanted(*id, scope));
            scopes.flat_map(|(_, scope)| scope.bindings.keys().cloned()).collect()
        };
        [
            names(&|_, scope| scope.kind == Kind::Class),
            names(&|_, scope| scope.kind == Kind::Function),
            names(&|id, scope| around[id] && !matches!(scope.kind, Kind::Class | Kind::Module)),
        ]
    }

    fn settle_nonlocal(&mut self) {
        for (scope, name, binding) in std::mem::take(&mut self.nonlocal) {
            let mut id = self.scopes[scope].parent;
            while id != 0 {
                let s = &mut self.scopes[id];
                if s.kind == Kind::Function
                    && !s.outer.contains_key(&name)
                    && let Some(bindings) = s.bindings.get_mut(&name)
                {
                    bindings.push(binding);
                    break;
                }
                id = s.parent;
            }
        }
    }
}

/// The scope in force at a child of `levels`' last node.
fn scope_of_child<'a>(node: Node<'a>, levels: &[Level<'a>]) -> usize {
    let parent = &levels[levels.len() - 1];
    let around = levels.len().checked_sub(2).map(|at| &levels[at]);
    let farther = levels.len().checked_sub(3).map(|at| &levels[at]);
    match (parent.node.kind(), node.field()) {
        ("function_definition" | "lambda", Some("parameters" | "body")) | ("class_definition", Some("body")) => {
            parent.own.unwrap_or(parent.scope)
        }
        ("function_definition" | "class_definition", Some("return_type" | "superclasses" | "type_parameters")) => {
            parent.outer
        }
        ("type_alias_statement", _) => parent.own.unwrap_or(parent.scope),
        ("typed_parameter" | "default_parameter" | "typed_default_parameter", Some("type" | "value")) => {
            // [… function, parameters, parameter]
            match (around, farther) {
                (Some(list), Some(function)) if list.node.kind().ends_with("parameters") => function.outer,
                _ => parent.scope,
            }
        }
        ("list_comprehension" | "set_comprehension" | "dictionary_comprehension" | "generator_expression", _) => {
            parent.own.unwrap_or(parent.scope)
        }
        ("for_in_clause", Some("right")) => match around {
            Some(comprehension) if syntax::first_iterable(comprehension.node) == Some(node) => comprehension.scope,
            _ => parent.scope,
        },
        _ => parent.scope,
    }
}

/// Whether the `except` clause `node` is for what a failed import or a missing attribute raises.
fn is_fallback(node: Node<'_>) -> bool {
    let names = ["ImportError", "ModuleNotFoundError", "AttributeError"];
    node.child("value")
        .is_some_and(|value| names.iter().any(|name| value.text().contains(name)))
}
