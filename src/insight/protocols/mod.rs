//! Special methods: halves of protocols, hashability, ordering, abstract methods left, descriptors, spelling.

mod abstracts;
mod arity;
mod body;
mod context;
mod descriptor;
mod hashing;
mod hooks;
mod instance;
mod iteration;
mod lookup;
mod ordering;
mod property;
mod special;
mod spelling;

use super::Finder;

/// The concepts of the special methods whose arguments are fixed.
const METHOD_CONCEPTS: &[&str] = &[
    "arithmetic-methods",
    "async-context-methods",
    "async-iterator-methods",
    "bitwise-methods",
    "dunder-await",
    "dunder-bool",
    "dunder-buffer",
    "dunder-bytes",
    "dunder-class-getitem",
    "dunder-contains",
    "dunder-copy",
    "dunder-deepcopy",
    "dunder-del",
    "dunder-delattr",
    "dunder-delete",
    "dunder-delitem",
    "dunder-dir",
    "dunder-enter",
    "dunder-eq",
    "dunder-exit",
    "dunder-format",
    "dunder-fspath",
    "dunder-get",
    "dunder-getattr",
    "dunder-getattribute",
    "dunder-getitem",
    "dunder-getnewargs",
    "dunder-getstate",
    "dunder-hash",
    "dunder-index",
    "dunder-init",
    "dunder-instancecheck",
    "dunder-iter",
    "dunder-len",
    "dunder-length-hint",
    "dunder-missing",
    "dunder-post-init",
    "dunder-init-subclass",
    "dunder-ne",
    "dunder-next",
    "dunder-reduce",
    "dunder-release-buffer",
    "dunder-repr",
    "dunder-reversed",
    "dunder-set",
    "dunder-set-name",
    "dunder-setattr",
    "dunder-setitem",
    "dunder-setstate",
    "dunder-sizeof",
    "dunder-str",
    "dunder-subclasscheck",
    "inplace-operators",
    "numeric-conversion-methods",
    "ordering-methods",
    "reflected-operators",
    "rounding-methods",
    "unary-methods",
];

/// Of several at one place, what fails comes first, what is merely so comes last.
pub(super) const FINDERS: &[Finder] = &[
    Finder {
        about: "with-fails",
        concepts: &["with-statement", "async-with", "with-multiple", "with-parenthesized"],
        find: context::with_fails,
    },
    Finder {
        about: "abstract-call",
        concepts: &["closure"],
        find: abstracts::call_refused,
    },
    Finder {
        about: "abstract-mark",
        concepts: &["abc-abstractmethod"],
        find: abstracts::mark_without_effect,
    },
    Finder {
        about: "arity",
        concepts: METHOD_CONCEPTS,
        find: context::arity,
    },
    Finder {
        about: "coroutine-method",
        concepts: METHOD_CONCEPTS,
        find: iteration::coroutine,
    },
    Finder {
        about: "half-context-manager",
        concepts: &[
            "class-definition",
            "dunder-enter",
            "dunder-exit",
            "context-manager-protocol",
            "context-manager-class",
            "async-context-methods",
        ],
        find: context::half,
    },
    Finder {
        about: "enter-kind",
        concepts: &["dunder-enter"],
        find: context::enter_kind,
    },
    Finder {
        about: "not-awaitable",
        concepts: &["async-context-methods", "async-iterator-methods"],
        find: context::not_awaitable,
    },
    Finder {
        about: "exit-swallows",
        concepts: &["dunder-exit", "exit-swallows", "async-context-methods"],
        find: context::swallows,
    },
    Finder {
        about: "half-iterator",
        concepts: &[
            "class-definition",
            "dunder-iter",
            "dunder-next",
            "iterator-class",
            "iterator-protocol",
            "async-iterator-methods",
        ],
        find: iteration::half,
    },
    Finder {
        about: "endless-iterator",
        concepts: &[
            "dunder-next",
            "dunder-getitem",
            "sequence-protocol-fallback",
            "async-iterator-methods",
        ],
        find: iteration::endless,
    },
    Finder {
        about: "getattr",
        concepts: &["dunder-getattr", "getattr-recursion"],
        find: hooks::getattr,
    },
    Finder {
        about: "subclass-hook",
        concepts: &["dunder-subclasshook"],
        find: hooks::subclass_hook,
    },
    Finder {
        about: "descriptor-attribute",
        concepts: &["closure"],
        find: descriptor::attribute,
    },
    Finder {
        about: "abstract-left",
        concepts: &["class-definition", "abstract-base-class"],
        find: abstracts::methods_left,
    },
    Finder {
        about: "property-broken",
        concepts: &["builtin-property", "property-getter-setter"],
        find: property::broken,
    },
    Finder {
        about: "total-ordering",
        concepts: &["functools-total-ordering"],
        find: ordering::completed,
    },
    Finder {
        about: "ordering",
        concepts: &["ordering-methods"],
        find: ordering::incomplete,
    },
    Finder {
        about: "hashable",
        concepts: &[
            "class-definition",
            "dunder-eq",
            "dunder-hash",
            "eq-without-hash",
            "hashability",
        ],
        find: hashing::unhashable,
    },
    Finder {
        about: "half-equality",
        concepts: &["dunder-hash", "dunder-ne"],
        find: hashing::half_of_equality,
    },
    Finder {
        about: "spelling",
        concepts: &[
            "dunder-typo",
            "function-definition",
            "closure",
            "numeric-conversion-methods",
        ],
        find: spelling::spelling,
    },
    Finder {
        about: "instance-dunder",
        concepts: &["special-method-lookup", "closure"],
        find: instance::instance,
    },
    Finder {
        about: "descriptor-kind",
        concepts: &[
            "class-definition",
            "descriptor-protocol",
            "descriptor-class",
            "dunder-get",
            "dunder-set",
            "dunder-delete",
        ],
        find: descriptor::kind,
    },
    Finder {
        about: "half-state",
        concepts: &["dunder-getstate", "dunder-setstate"],
        find: hooks::half_of_state,
    },
    Finder {
        about: "property-kind",
        concepts: &["builtin-property", "property-getter-setter"],
        find: property::kind,
    },
    Finder {
        about: "property-read-only",
        concepts: &["builtin-property"],
        find: property::read_only,
    },
    Finder {
        about: "truth-by-length",
        concepts: &["dunder-len"],
        find: iteration::truth_by_length,
    },
    Finder {
        about: "abstract-done",
        concepts: &["class-definition"],
        find: abstracts::all_done,
    },
];

#[cfg(test)]
mod tests;
