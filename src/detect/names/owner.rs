//! To which scope a name belongs, by the rules of Python's compiler: what a function captures, and from where.

use std::ops::Range;

use super::{Kind, Names, Outer};
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

/// How many scopes around a use are looked at.
const SCOPES: usize = 64;

impl Names {
    /// To which scope `name` belongs where it is used at `at`; `None` where scopes nest too deep to tell.
    pub fn owner(&self, name: &str, at: usize) -> Option<Owner> {
        let mut id = self.scope_at(at);
        let mut direct = true;
        let mut in_function = false;
        for _ in 0..SCOPES {
            let scope = self.scopes.get(id)?;
            // What a class body declares holds for the body alone.
            let outer = scope.outer.get(name).filter(|_| scope.kind != Kind::Class || direct);
            if id == 0 || outer == Some(&Outer::Global) {
                return Some(Owner::Global);
            }
            let cell = name == "__class__" && scope.kind == Kind::Class && in_function;
            let visible = outer.is_none() && (scope.kind != Kind::Class || direct);
            let bound = || scope.bindings.contains_key(name) || scope.declared.contains(name);
            if cell || (visible && bound()) {
                let range = scope.range.clone();
                return Some(match scope.kind {
                    Kind::Module => Owner::Global,
                    Kind::Class => Owner::Class(range),
                    Kind::Function => Owner::Function(range),
                    Kind::Comprehension => Owner::Comprehension(range),
                    Kind::TypeParameters => Owner::TypeParameters(range),
                });
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
