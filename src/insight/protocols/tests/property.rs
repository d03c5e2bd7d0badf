//! Properties.

use super::check;

#[test]
fn properties_that_fail() {
    check(
        "property-broken",
        "builtin-property",
        &[
            (
                "class A:\n    @<CURSOR>property\n    def area(self):\n        return self.area\n",
                Some(
                    "the `self.area` on line 4 calls this function again, without end: `RecursionError`; the value has to be kept under another name",
                ),
            ),
            (
                "class A:\n    @property\n    def area(self): return 1\n    @area.<CURSOR>setter\n    def area(self, value):\n        self.area = value\n",
                Some(
                    "the `self.area` on line 6 calls this function again, without end: `RecursionError`; the value has to be kept under another name",
                ),
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self, unit): return 1\n",
                Some("`x.area` passes the object alone; this function takes 2, so it raises `TypeError`"),
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self): return 1\n    area = 3\n",
                Some("is lost: line 4 binds `area` in the class again"),
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self):\n        return self._area\n",
                None,
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self):\n        if self.x:\n            return self.area\n        return 1\n",
                None,
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self):\n        return other.area\n",
                None,
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self):\n        return self.x and self.area\n",
                None,
            ),
        ],
    );
}

#[test]
fn properties_without_a_setter() {
    check(
        "property-read-only",
        "builtin-property",
        &[
            (
                "class A:\n    @<CURSOR>property\n    def area(self): return 1\n",
                Some(
                    "`area` is read-only: without a `@area.setter` `x.area = …` raises `AttributeError` on `A` objects",
                ),
            ),
            (
                "class A:\n    def __init__(self):\n        self.area = 3\n    @<CURSOR>property\n    def area(self): return 1\n",
                Some("`area` has no setter, so `self.area` on line 3 raises `AttributeError`"),
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self): return 1\n    @area.setter\n    def area(self, v): pass\n",
                None,
            ),
            (
                "class A:\n    def __setattr__(self, n, v): pass\n    @<CURSOR>property\n    def area(self): return 1\n",
                None,
            ),
            (
                "class A(B):\n    @<CURSOR>property\n    def area(self): return 1\n",
                None,
            ),
            (
                "class A:\n    @<CURSOR>property\n    def area(self): return 1\n    area = area.setter(f)\n",
                None,
            ),
            (
                "def property(f): return f\nclass A:\n    @<CURSOR>property\n    def area(self): return 1\n",
                None,
            ),
        ],
    );
}

#[test]
fn coroutines_and_generators_as_properties() {
    check(
        "property-kind",
        "builtin-property",
        &[
            (
                "class A:\n    @<CURSOR>property\n    async def area(self): return 1\n",
                Some("reading `x.area` gives a coroutine: the value is `await x.area`"),
            ),
            (
                "class A:\n    @<CURSOR>property\n    def rows(self):\n        yield 1\n",
                Some("each read of `x.rows` gives a new generator"),
            ),
            ("class A:\n    @<CURSOR>property\n    def rows(self): return 1\n", None),
            (
                "class A:\n    @cache\n    def rows(self):\n        yield <CURSOR>1\n",
                None,
            ),
        ],
    );
}
