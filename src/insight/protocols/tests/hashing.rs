//! Objects that can be hashed and such that cannot.

use super::check;

#[test]
fn unhashable_objects() {
    check(
        "hashable",
        "dunder-eq",
        &[
            (
                "class Money:\n    def <CURSOR>__eq__(self, other): return True\n",
                Some(
                    "with `__eq__` (line 2) and no `__hash__`, `Money` objects are unhashable: no dictionary key, no member of a set",
                ),
            ),
            (
                "class Money:\n    def <CURSOR>__eq__(self, other): return True\nprices = {Money(): 1}\n",
                Some(
                    "with `__eq__` (line 2) and no `__hash__`, `Money` objects are unhashable; line 3 hashes one: `{Money(): 1}`",
                ),
            ),
            (
                "from functools import cache as memo\nclass Money:\n    def <CURSOR>__eq__(self, other): return True\n    @memo\n    def rate(self): return 1\n",
                Some(
                    "with `__eq__` (line 3) and no `__hash__`, `Money` objects are unhashable; the cache on `rate` (line 5) hashes `self`",
                ),
            ),
            (
                "class Money:\n    def <CURSOR>__eq__(self, other): return True\n    def __hash__(self): return 1\n",
                None,
            ),
            (
                "class Money(Base):\n    def <CURSOR>__eq__(self, other): return True\n",
                None,
            ),
            (
                "class Money(metaclass=M):\n    def <CURSOR>__eq__(self, other): return True\n",
                None,
            ),
            (
                "@attrs\nclass Money:\n    def <CURSOR>__eq__(self, other): return True\n",
                None,
            ),
            (
                "class Money:\n    def <CURSOR>__eq__(self, other): return True\nMoney.__hash__ = f\n",
                None,
            ),
            (
                "class Money:\n    def <CURSOR>__eq__(self, other): return True\n    if x:\n        __hash__ = f\n",
                None,
            ),
        ],
    );
    check(
        "hashable",
        "class-definition",
        &[
            (
                "class Money:\n    def __eq__(self, other): return True\nclass <CURSOR>Price(Money): pass\n",
                Some(
                    "`Price` objects are unhashable, like those of its base `Money`, which has `__eq__` (line 2) and no `__hash__`: no dictionary key, no member of a set",
                ),
            ),
            (
                "class Money:\n    __hash__ = None\nclass <CURSOR>Price(Money): pass\n",
                Some(
                    "`Price` objects are unhashable, as its base `Money` sets `__hash__ = None` (line 2): no dictionary key, no member of a set",
                ),
            ),
            (
                "class <CURSOR>Bag(dict): pass\nx = hash(Bag())\n",
                Some("`Bag` objects are unhashable like every `dict`; line 2 hashes one: `hash(Bag())`"),
            ),
            (
                "class Money:\n    def __eq__(self, other): return True\nclass <CURSOR>Price(Money):\n    __hash__ = object.__hash__\n",
                None,
            ),
            ("class <CURSOR>Bag(tuple): pass\n", None),
            ("class dict: pass\nclass <CURSOR>Bag(dict): pass\n", None),
        ],
    );
}

#[test]
fn half_of_equality() {
    check(
        "half-equality",
        "dunder-hash",
        &[
            (
                "class A:\n    def <CURSOR>__hash__(self): return 1\n",
                Some(
                    "`A` has no `__eq__`: two objects with the same hash are still two different keys, compared by identity",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__hash__(self): return 1\n    def __eq__(self, o): return True\n",
                None,
            ),
            ("class A(B):\n    def <CURSOR>__hash__(self): return 1\n", None),
            ("class A(tuple):\n    def <CURSOR>__hash__(self): return 1\n", None),
        ],
    );
    check(
        "half-equality",
        "dunder-ne",
        &[(
            "class A:\n    def <CURSOR>__ne__(self, o): return True\n",
            Some("`A` has no `__eq__`: `!=` calls this method, but `==` compares by identity"),
        )],
    );
}
