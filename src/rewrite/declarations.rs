//! `global` and `nonlocal`: nothing plainer does what they do.

use super::Rewriting;

pub(super) const REWRITINGS: &[Rewriting] = &[
    Rewriting {
        about: "global-statement",
        kinds: &["global_statement"],
        rewrite: |_| {
            Some(Err("`global` runs nothing: it tells the compiler which variable a name means in the whole function. `globals()[\"name\"]` in its place \
                      would raise `KeyError` instead of `NameError`, and would not find built-ins"
                .to_owned()))
        },
    },
    Rewriting {
        about: "nonlocal-statement",
        kinds: &["nonlocal_statement"],
        rewrite: |_| {
            Some(Err("`nonlocal` runs nothing: it tells the compiler which variable a name means in the whole function, and nothing else reaches \
                      another function's variables"
                .to_owned()))
        },
    },
];

#[cfg(test)]
mod tests {
    use crate::detect::Analysis;
    use crate::document::{Document, Nodes};
    use crate::rewrite::{Outcome, rewrites};

    fn reason(code: &str, about: &str) -> Option<String> {
        let offset = code.find("<CURSOR>").expect("a cursor");
        let analysis = Analysis::new(Document::new(code.replace("<CURSOR>", "")));
        let nodes = Nodes::whole(analysis.document());
        let found = rewrites(&analysis, &nodes, offset);
        found.into_iter().find_map(|outcome| match outcome {
            Outcome::Impossible { about: of, reason, .. } if of == about => Some(reason),
            _ => None,
        })
    }

    #[test]
    fn declarations_have_no_plainer_form() {
        let global = reason("def f():\n    <CURSOR>global x\n    x = 1\n", "global-statement");
        assert!(global.is_some_and(|why| why.contains("compiler")));
        let nonlocal = reason(
            "def f():\n    x = 1\n    def g():\n        <CURSOR>nonlocal x\n        x = 2\n",
            "nonlocal-statement",
        );
        assert!(nonlocal.is_some_and(|why| why.contains("compiler")));
    }

    #[test]
    fn other_statements_say_nothing_of_it() {
        assert_eq!(reason("def f():\n    <CURSOR>x = 1\n", "global-statement"), None);
        assert_eq!(reason("<CURSOR>import x\n", "nonlocal-statement"), None);
    }
}
