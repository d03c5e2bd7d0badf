//! To which scope a name belongs, by the rules of Python's compiler: what a function captures, and from where.

use std::ops::Range;

use super::{Binding, Bound};
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
