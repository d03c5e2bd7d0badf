//! Orders, whole and half.

use super::check;

#[test]
fn operators_that_fail() {
    check(
        "ordering",
        "ordering-methods",
        &[
            (
                "class V:\n    def <CURSOR>__lt__(self, o): return True\n",
                Some("between two `V` objects `x > y` works too, as `y < x`; `x <= y` and `x >= y` raise `TypeError`"),
            ),
            (
                "class V:\n    def <CURSOR>__lt__(self, o): return True\n    def __gt__(self, o): return True\n",
                Some("between two `V` objects `x <= y` and `x >= y` raise `TypeError`"),
            ),
            (
                "class B:\n    def __ge__(self, o): return True\nclass V(B):\n    def <CURSOR>__le__(self, o): return True\n",
                Some("between two `V` objects `x < y` and `x > y` raise `TypeError`"),
            ),
            (
                "class V:\n    def <CURSOR>__lt__(self, o): return True\n    def __ge__(self, o): return True\n",
                None,
            ),
            ("class V(B):\n    def <CURSOR>__lt__(self, o): return True\n", None),
            (
                "@complete\nclass V:\n    def <CURSOR>__lt__(self, o): return True\n",
                None,
            ),
            ("class V(int):\n    def <CURSOR>__lt__(self, o): return True\n", None),
            (
                "class V:\n    def <CURSOR>__lt__(self, o): return True\nV.__le__ = f\n",
                None,
            ),
        ],
    );
}

#[test]
fn operators_that_are_added() {
    check(
        "total-ordering",
        "functools-total-ordering",
        &[
            (
                "from functools import total_ordering\n@<CURSOR>total_ordering\nclass V:\n    def __eq__(self, o): return True\n    def __lt__(self, o): return True\n",
                Some("gives `V` `__le__`, `__gt__` and `__ge__`, made from its `__lt__` (line 5)"),
            ),
            (
                "import functools as ft\n@ft.<CURSOR>total_ordering\nclass V:\n    def __ge__(self, o): return True\n    def __le__(self, o): return True\n",
                Some(
                    "gives `V` `__lt__` and `__gt__`, made from its `__le__` (line 5); without an `__eq__`, `x < y` compares by identity where it asks whether the two are equal",
                ),
            ),
            (
                "from functools import total_ordering\n@<CURSOR>total_ordering\nclass V:\n    def __eq__(self, o): return True\n",
                Some("this raises `ValueError`: `V` has none of `__lt__`, `__le__`, `__gt__` and `__ge__`"),
            ),
            (
                "from functools import total_ordering\n@<CURSOR>total_ordering\nclass V(B):\n    def __eq__(self, o): return True\n",
                None,
            ),
            (
                "from functools import total_ordering\n@<CURSOR>total_ordering\n@other\nclass V:\n    def __lt__(self, o): return True\n",
                None,
            ),
            (
                "from functools import total_ordering\n@<CURSOR>total_ordering\nclass V:\n    if x:\n        def __lt__(self, o): return True\n",
                None,
            ),
        ],
    );
}
