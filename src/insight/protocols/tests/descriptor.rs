//! Descriptors.

use super::check;

#[test]
fn data_and_other_descriptors() {
    check(
        "descriptor-kind",
        "dunder-get",
        &[
            (
                "class F:\n    def <CURSOR>__get__(self, o, t=None): return 1\n    def __set__(self, o, v): pass\nclass A:\n    price = F()\n",
                Some(
                    "with `__set__`, `F` is a data descriptor: it wins over what the object stores under its name (so `A.price`, line 5)",
                ),
            ),
            (
                "class F:\n    def <CURSOR>__get__(self, o, t=None): return 1\n    def __delete__(self, o): pass\n",
                Some(
                    "with `__delete__`, `F` is a data descriptor: it wins over what the object stores under its name; with no `__set__` assigning raises `AttributeError`",
                ),
            ),
            (
                "class F:\n    def <CURSOR>__get__(self, o, t=None): return 1\n",
                Some("`F` has `__get__` alone: what an object stores under its name hides it"),
            ),
            (
                "class F:\n    def <CURSOR>__get__(self, obj, t=None):\n        v = obj.__dict__[self.n] = 1\n        obj.__dict__[self.n] = v\n        return v\n",
                Some(
                    "`F` has `__get__` alone: what an object stores under its name hides it, so after the store on line 3 the stored value is read directly",
                ),
            ),
            (
                "class F(B):\n    def <CURSOR>__get__(self, o, t=None): return 1\n",
                None,
            ),
            (
                "class F:\n    def <CURSOR>__get__(self, o, t=None): return 1\n    if x:\n        def __set__(self, o, v): pass\n",
                None,
            ),
            (
                "class F:\n    def <CURSOR>__get__(self, o, t=None): return 1\nF.__set__ = f\n",
                None,
            ),
        ],
    );
    check(
        "descriptor-kind",
        "dunder-set",
        &[(
            "class F:\n    def <CURSOR>__set__(self, o, v): pass\n",
            Some(
                "`F` has `__set__` but no `__get__`: reading gives what the object's `__dict__` has under the name, or else the `F` object itself",
            ),
        )],
    );
}

#[test]
fn attributes_that_are_descriptors() {
    check(
        "descriptor-attribute",
        "closure",
        &[
            (
                "class F:\n    def __get__(self, o, t=None): return 1\n    def __set__(self, o, v): pass\nclass A:\n    <CURSOR>price = F()\n",
                Some("reading `x.price` calls `F.__get__` (line 2), assigning calls `F.__set__`"),
            ),
            (
                "class F:\n    def __get__(self, o, t=None): return 1\nclass A:\n    <CURSOR>price = F()\n",
                Some(
                    "reading `x.price` calls `F.__get__` (line 2) until something is assigned to it: that is stored in the object and hides it",
                ),
            ),
            (
                "class F:\n    def __get__(self, o, t=None): return 1\nclass A:\n    def __init__(self):\n        self.<CURSOR>price = F()\n",
                Some(
                    "a descriptor works only in a class: stored in an object, `self.price` is the `F` object itself, and its `__get__` is not called",
                ),
            ),
            ("class F: pass\nclass A:\n    <CURSOR>price = F()\n", None),
            (
                "class F(B):\n    def __get__(self, o, t=None): return 1\nclass A:\n    <CURSOR>price = F()\n",
                None,
            ),
            (
                "class F:\n    def __get__(self, o, t=None): return 1\n<CURSOR>price = F()\n",
                None,
            ),
        ],
    );
}
