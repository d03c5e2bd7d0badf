//! To which scope a name belongs, by the rules of Python's compiler: what a function captures, and from where.

use std::ops::Range;

use super::{Binding, Bound, Kind, Names, Outer};
use crate::document::Node;

/// The scope to which a name belongs where it is used. A range is that of the node that opens the scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A `def` or a `lambda`.
    Function(Range<usize>),
    /// A comprehension or generator expression.
    Comprehension(Range<usize>),
    /// A class body, for its own statements; and for `__class__`, which its methods see.
    Class(Range<usize>),
    /// The type parameters of a `def`, a class or a `type` statement.
    TypeParameters(Range<usize>),
    /// The module's names, and behind them the built-in ones.
    Global,
}

impl Owner {
    /// The node that opens the scope: for a variable that inner functions can capture.
    pub fn range(&self) -> Option<&Range<usize>> {
        match self {
            Self::Function(range) | Self::Comprehension(range) | Self::Class(range) | Self::TypeParameters(range) => {
                Some(range)
            }
            Self::Global => None,
        }
    }
}

/// A place that binds a name, or unbinds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BoundAt {
    /// Where the name stands.
    pub at: usize,
    /// The byte from which on the name has this meaning.
    pub from: usize,
    /// Not every run of the scope gets there: under an `if`, in another scope.
    pub is_conditional: bool,
    /// By `global` or `nonlocal` in another scope.
    pub is_elsewhere: bool,
    /// What binds it.
    pub way: Way,
}

/// What binds a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// `import`, `from … import`.
    Import,
    /// `class`.
    Class,
    /// `def`.
    Function,
    /// A parameter.
    Parameter,
    /// An assignment, a loop, `with`, `except`, a pattern.
    Variable,
    /// `del`.
    Deletion,
}

impl From<&Binding> for BoundAt {
    fn from(binding: &Binding) -> Self {
        Self {
            at: binding.at,
            from: binding.from,
            is_conditional: binding.conditional || binding.fallback,
            is_elsewhere: binding.elsewhere,
            way: match binding.what {
                Bound::Import(_) => Way::Import,
                Bound::Class(_) => Way::Class,
                Bound::Function(_) => Way::Function,
                Bound::Parameter => Way::Parameter,
                Bound::Alias(..) | Bound::Variable => Way::Variable,
                Bound::Nothing => Way::Deletion,
            },
        }
    }
}

/// How many scopes around a use are looked at.
const SCOPES: usize = 64;

impl Names {
    /// To which scope `name` belongs where it is used at `at`; `None` where scopes nest too deep to tell.
    pub fn owner(&self, name: &str, at: usize) -> Option<Owner> {
        let scope = self.scopes.get(self.owner_scope(name, at)?)?;
        let range = scope.range.clone();
        Some(match scope.kind {
            Kind::Module => Owner::Global,
            Kind::Class => Owner::Class(range),
            Kind::Function => Owner::Function(range),
            Kind::Comprehension => Owner::Comprehension(range),
            Kind::TypeParameters => Owner::TypeParameters(range),
        })
    }

    /// The places that bind `name` in the scope to which it belongs where it is used at `at`, at most `most` of them, in the order in which they were
    /// met: those of the scope in the order of the text.
    pub fn bindings(&self, name: &str, at: usize, most: usize) -> Vec<BoundAt> {
        let scope = self.owner_scope(name, at).and_then(|id| self.scopes.get(id));
        let found = scope.and_then(|scope| scope.bindings.get(name));
        found.into_iter().flatten().take(most).map(BoundAt::from).collect()
    }

    /// Whether the file imports names with `*`: then a name that nothing binds may be bound all the same.
    pub fn has_stars(&self) -> bool {
        self.scopes.first().is_some_and(|module| !module.stars.is_empty())
    }

    fn owner_scope(&self, name: &str, at: usize) -> Option<usize> {
        let mut id = self.scope_at(at);
        let mut direct = true;
        let mut in_function = false;
        for _ in 0..SCOPES {
            let scope = self.scopes.get(id)?;
            // What a class body declares holds for the body alone.
            let outer = scope.outer.get(name).filter(|_| scope.kind != Kind::Class || direct);
            if id == 0 || outer == Some(&Outer::Global) {
                return Some(0);
            }
            let cell = name == "__class__" && scope.kind == Kind::Class && in_function;
            let visible = outer.is_none() && (scope.kind != Kind::Class || direct);
            let bound = || scope.bindings.contains_key(name) || scope.declared.contains(name);
            if cell || (visible && bound()) {
                return Some(id);
            }
            in_function |= matches!(scope.kind, Kind::Function | Kind::Comprehension);
            direct &= scope.kind == Kind::TypeParameters;
            id = scope.parent;
        }
        None
    }

    /// Whether the use at `at` is evaluated in a class body, not in a function.
    pub fn is_in_class_body(&self, at: usize) -> bool {
        self.scopes
            .get(self.scope_at(at))
            .is_some_and(|scope| matches!(scope.kind, Kind::Class | Kind::TypeParameters))
    }
}

/// Whether the identifier is the name of a variable, not of an attribute, a keyword argument or a part of an import.
pub fn is_variable(identifier: Node<'_>) -> bool {
    let Some(parent) = identifier.parent() else {
        return false;
    };
    match parent.kind() {
        "attribute" => identifier.field() != Some("attribute"),
        "keyword_argument" => identifier.field() != Some("name"),
        "keyword_pattern" => parent.named_children().next() != Some(identifier),
        "aliased_import" => identifier.field() == Some("alias"),
        "dotted_name" => match parent.parent().map(Node::kind) {
            Some("import_statement") => parent.named_children().next() == Some(identifier),
            Some("import_from_statement" | "future_import_statement") => {
                parent.field() == Some("name") && parent.named_children().next() == Some(identifier)
            }
            Some("aliased_import" | "relative_import") => false,
            _ => parent.named_children().next() == Some(identifier),
        },
        _ => true,
    }
}
