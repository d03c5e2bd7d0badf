//! A walk over a tree, or a part of it, that notes every scope and every binding.

use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::super::clues::last_part;
use super::bind::{last_child, single_name};
use super::places::{is_fallback, keeps_to_itself, scope_of_child};
use super::roles::{BINDS, CONDITIONAL, DIVIDES, HANDLES, OPENS, roles};
use super::{Binding, Bound, Kind, Outer, Scope};

use crate::document::Node;

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

/// What a walk has noted.
#[derive(Default)]
pub(super) struct Built {
    /// The first is the module's. Below a function that was looked into by itself, those that it opens: their numbers go on from those around.
    pub(super) scopes: Vec<Scope>,
    /// From which byte on which scope is in force, ascending.
    pub(super) transitions: Vec<(usize, usize)>,
    /// Where the identifiers begin that bind a name instead of using it.
    pub(super) definitions: HashSet<usize>,
    /// For each name, the names and the last parts of dotted names that are bound to it.
    pub(super) links: HashMap<String, Vec<String>>,
    /// Functions that were not looked into, in the order of the text.
    pub(super) cuts: Vec<Cut>,
}

/// A function that was not looked into.
pub(super) struct Cut {
    /// The bytes of its `def`.
    pub(super) range: Range<usize>,
    /// The scope in force there.
    pub(super) scope: usize,
}

#[derive(Default)]
pub(super) struct Builder<'b> {
    pub(super) built: Built,
    /// The scopes around the function that is looked into. Nothing is added to them: that was done where they were read.
    around: &'b [Scope],
    /// Whether functions are left for later.
    cuts: bool,
    /// Bindings of names that are `nonlocal` where they are bound: scope, name, binding.
    nonlocal: Vec<(usize, String, Binding)>,
}

/// All that is below `root`.
pub(super) fn whole(root: Node<'_>) -> Built {
    build(Builder::default(), root)
}

/// What is below `root`, but for the bodies of functions that do nothing to names outside of them.
pub(super) fn skeleton(root: Node<'_>) -> Built {
    let builder = Builder {
        cuts: true,
        ..Builder::default()
    };
    build(builder, root)
}

fn build(mut builder: Builder<'_>, root: Node<'_>) -> Built {
    builder.open(Kind::Module, 0, root.range());
    builder.walk(Level {
        node: root,
        scope: 0,
        own: None,
        outer: 0,
        conditional: false,
        fallback: false,
        roles: 0,
    });
    builder.settle_nonlocal();
    builder.built
}

/// What a function that was cut out has inside; `scope` is the one in force around it, a scope of `around`.
pub(super) fn inside(function: Node<'_>, scope: usize, around: &[Scope]) -> Built {
    let mut builder = Builder {
        around,
        ..Builder::default()
    };
    let mut level = Level {
        node: function,
        scope,
        own: None,
        outer: scope,
        conditional: false,
        fallback: false,
        roles: roles(function.kind_id()),
    };
    builder.open_scopes(&mut level);
    builder.walk(level);
    builder.settle_nonlocal();
    builder.built
}

/// The scope in force at a byte.
pub(super) fn scope_at(transitions: &[(usize, usize)], offset: usize) -> usize {
    let next = transitions.partition_point(|&(from, _)| from <= offset);
    next.checked_sub(1).map_or(0, |at| transitions[at].1)
}

/// How many other last parts of one name are followed.
pub(super) const OTHERS: usize = 64;

impl Builder<'_> {
    fn walk(&mut self, top: Level<'_>) {
        self.built.transitions.push((top.node.start(), top.scope));
        let mut at = top.node.first_child();
        let mut levels: Vec<Level<'_>> = vec![top];
        while let Some(node) = at {
            // Tokens that the grammar spells out bind nothing and open nothing.
            if node.is_named() {
                let level = self.enter(node, &levels);
                let is_cut = self.cuts && self.cut(node, &levels);
                levels.push(level);
                if let Some(child) = node.first_child().filter(|_| !is_cut) {
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

    /// Whether `node` is the body of a function that is left for later.
    fn cut(&mut self, node: Node<'_>, levels: &[Level<'_>]) -> bool {
        let Some(parent) = levels.last().filter(|_| node.field() == Some("body")) else {
            return false;
        };
        let function = parent.node;
        let is_cut =
            function.kind() == "function_definition" && self.is_outermost(parent.scope) && keeps_to_itself(function);
        if is_cut {
            self.built.cuts.push(Cut {
                range: function.range(),
                scope: parent.scope,
            });
        }
        is_cut
    }

    fn is_outermost(&self, mut scope: usize) -> bool {
        while scope != 0 {
            if self.scope(scope).kind == Kind::Function {
                return false;
            }
            scope = self.scope(scope).parent;
        }
        true
    }

    pub(super) fn scope(&self, id: usize) -> &Scope {
        match id.checked_sub(self.around.len()) {
            Some(own) => &self.built.scopes[own],
            None => &self.around[id],
        }
    }

    /// A scope that is read here.
    pub(super) fn own_scope(&mut self, id: usize) -> Option<&mut Scope> {
        let own = id.checked_sub(self.around.len())?;
        self.built.scopes.get_mut(own)
    }

    fn leave(&mut self, levels: &mut Vec<Level<'_>>) {
        if let (Some(level), Some(parent)) = (levels.pop(), levels.last())
            && level.scope != parent.scope
        {
            self.built.transitions.push((level.node.end(), parent.scope));
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
            self.built.transitions.push((node.start(), scope));
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
        self.built.scopes.push(Scope {
            kind,
            parent,
            range,
            declared: HashSet::default(),
            bindings: HashMap::default(),
            outer: HashMap::default(),
            stars: Vec::new(),
        });
        self.around.len() + self.built.scopes.len() - 1
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
                    if let Some(of_file) = self.own_scope(0) {
                        of_file.stars.push(module);
                    }
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
                    self.built.definitions.insert(left.start());
                    if let Some(scope) = self.own_scope(level.scope) {
                        scope.declared.insert(left.text().to_owned());
                    }
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
                    self.built.definitions.insert(keyword.start());
                }
                if let Some(value) = single_name(last_child(node)) {
                    self.bind(level, value, node.start(), Bound::Variable);
                }
            }
            "keyword_argument" => {
                if let Some(name) = node.child("name") {
                    self.built.definitions.insert(name.start());
                }
            }
            _ => {}
        }
    }

    pub(super) fn bind(&mut self, level: &Level<'_>, name: Node<'_>, from: usize, what: Bound) {
        self.built.definitions.insert(name.start());
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
            let links = self.built.links.entry(name.clone()).or_default();
            if links.len() < OTHERS && !links.iter().any(|known| known == link) {
                links.push(link.to_owned());
            }
        }
        let target = match self.scope(scope).outer.get(&name) {
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
        if let Some(scope) = self.own_scope(target) {
            scope.bindings.entry(name).or_default().push(binding);
        }
    }

    fn settle_nonlocal(&mut self) {
        for (scope, name, binding) in std::mem::take(&mut self.nonlocal) {
            let mut id = self.scope(scope).parent;
            while id != 0 {
                let Some(s) = self.own_scope(id) else { break };
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
