//! All names of a text, read in one walk.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};

use super::build::{self, OTHERS};
use super::lookup::Scopes;
use super::{Binding, Kind, Outer, Place, Scope};
use crate::document::Nodes;

/// All names of one text, scope by scope.
pub struct Whole {
    /// The first is the module's.
    pub(super) scopes: Vec<Scope>,
    /// From which byte on which scope is in force, ascending.
    transitions: Vec<(usize, usize)>,
    /// Where the identifiers begin that bind a name instead of using it.
    definitions: HashSet<usize>,
    /// For names that may stand for a dotted name with another last part (`import … as`, rebinding): those last parts.
    pub(super) others: HashMap<String, Vec<String>>,
    /// Names that some class body binds, those that some function binds, those that some function around another binds.
    in_classes: HashSet<String>,
    in_functions: HashSet<String>,
    around_functions: HashSet<String>,
}

impl Whole {
    /// Reads the scopes and bindings of a document from all of its nodes.
    pub fn new<'a>(nodes: &'a Nodes<'a>) -> Self {
        let built = build::whole(nodes.root());
        let [in_classes, in_functions, around_functions] = names_by_place(&built.scopes);
        Self {
            in_classes,
            in_functions,
            around_functions,
            scopes: built.scopes,
            transitions: built.transitions,
            definitions: built.definitions,
            others: others(&built.links),
        }
    }

    pub(super) fn is_definition(&self, offset: usize) -> bool {
        self.definitions.contains(&offset)
    }

    pub(super) fn others(&self, name: &str) -> &[String] {
        self.others.get(name).map_or(&[], Vec::as_slice)
    }

    pub(super) fn is_bound_in(&self, name: &str, place: Option<Place>) -> bool {
        match place {
            Some(Place::Class) => self.in_classes.contains(name),
            Some(Place::Enclosing) => self.around_functions.contains(name),
            Some(Place::Later) => self.in_functions.contains(name),
            _ => true,
        }
    }
}

impl Scopes for Whole {
    type Id = usize;

    fn scope_at(&self, offset: usize) -> usize {
        build::scope_at(&self.transitions, offset)
    }

    fn module(&self) -> usize {
        0
    }

    fn kind(&self, id: usize) -> Kind {
        self.scopes[id].kind
    }

    fn parent(&self, id: usize) -> Option<usize> {
        (id != 0).then(|| self.scopes[id].parent)
    }

    fn range(&self, id: usize) -> Range<usize> {
        self.scopes[id].range.clone()
    }

    fn outer(&self, id: usize, name: &str) -> Option<Outer> {
        self.scopes[id].outer.get(name).copied()
    }

    fn bound(&self, id: usize, name: &str) -> Cow<'_, [Binding]> {
        let bindings = self.scopes[id].bindings.get(name);
        bindings.map_or(Cow::Borrowed(&[]), |all| Cow::Borrowed(all))
    }

    fn declares(&self, id: usize, name: &str) -> bool {
        self.scopes[id].declared.contains(name)
    }

    fn stars(&self) -> &[String] {
        &self.scopes[0].stars
    }
}

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

/// The names that class bodies bind, that functions bind, and that functions (and their comprehensions) with functions inside bind.
fn names_by_place(scopes: &[Scope]) -> [HashSet<String>; 3] {
    let mut around = vec![false; scopes.len()];
    for scope in scopes.iter().filter(|s| s.kind == Kind::Function) {
        let mut id = scope.parent;
        // Scopes are numbered from the outside in; those above a marked one are marked.
        while id != 0 && !around[id] {
            around[id] = true;
            id = scopes[id].parent;
        }
    }
    let names = |wanted: &dyn Fn(usize, &Scope) -> bool| {
        let scopes = scopes.iter().enumerate().filter(|(id, scope)| wanted(*id, scope));
        scopes.flat_map(|(_, scope)| scope.bindings.keys().cloned()).collect()
    };
    [
        names(&|_, scope| scope.kind == Kind::Class),
        names(&|_, scope| scope.kind == Kind::Function),
        names(&|id, scope| around[id] && !matches!(scope.kind, Kind::Class | Kind::Module)),
    ]
}
