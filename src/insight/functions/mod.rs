//! Functions: generators and coroutines, parameters, defaults, decorators, calls of functions of this file.

mod callee;
mod calls;
mod decorators;
mod defaults;
mod kind;
mod messages;
pub(super) mod parameters;
pub(super) mod shape;

use super::Finder;

/// Of several facts at one place the first is what a hover says: traps before what is routine.
pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "lost-name",
        concepts: &["decorator", "decorator-with-arguments", "stacked-decorators"],
        find: decorators::loses_name,
    },
    Finder {
        about: "shared-default",
        concepts: &["mutable-default-argument", "param-default"],
        find: defaults::mutable,
    },
    Finder {
        about: "default-call",
        concepts: &["param-default"],
        find: defaults::evaluated_once,
    },
    Finder {
        about: "function-kind",
        concepts: &["function-definition", "async-function"],
        find: kind::of_definition,
    },
    Finder {
        about: "function-kind",
        concepts: &["yield-expression", "yield-from", "async-generator"],
        find: kind::of_yield,
    },
    Finder {
        about: "generator-return",
        concepts: &["generator-return-value", "return-statement"],
        find: kind::of_return,
    },
    Finder {
        about: "decorators",
        concepts: &[
            "decorator",
            "decorator-with-arguments",
            "stacked-decorators",
            "class-decorator",
        ],
        find: decorators::as_assignment,
    },
    Finder {
        about: "decorators",
        concepts: &["function-definition", "async-function", "class-definition"],
        find: decorators::of_definition,
    },
    Finder {
        about: "call-binding",
        concepts: &["call-expression", "call-unpack-iterable", "call-unpack-mapping"],
        find: calls::of_call,
    },
];
