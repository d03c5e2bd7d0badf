//! Iterators, whole and half.

use super::check;

#[test]
fn halves_of_iterators() {
    check(
        "half-iterator",
        "dunder-iter",
        &[
            (
                "class A:\n    def <CURSOR>__iter__(self): return self\n",
                Some("`__iter__` (line 2) returns `self`, but `A` has no `__next__`: `for` raises `TypeError`"),
            ),
            (
                "class A:\n    def <CURSOR>__iter__(self): return [1, 2]\n",
                Some(
                    "`__iter__` returns `[1, 2]` (line 2), which is not an iterator: `for` raises `TypeError`; `return iter(…)` is meant",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__iter__(self):\n        self.at = 0\n",
                Some("`__iter__` returns nothing, and `None` is not an iterator: `for` raises `TypeError`"),
            ),
            (
                "class A:\n    async def <CURSOR>__iter__(self): return self\n",
                Some("`async def __iter__` gives a coroutine, which is not an iterator: `for` raises `TypeError`"),
            ),
            (
                "class A:\n    def <CURSOR>__iter__(self): return self\n    def __next__(self): return 1\n",
                None,
            ),
            ("class A(B):\n    def <CURSOR>__iter__(self): return self\n", None),
            ("class A:\n    def <CURSOR>__iter__(self): return iter(self.x)\n", None),
            (
                "class A:\n    def <CURSOR>__iter__(self):\n        self.at = 0\n        yield 1\n",
                None,
            ),
            ("class A:\n    def <CURSOR>__iter__(self): ...\n", None),
            (
                "class A:\n    def <CURSOR>__iter__(self):\n        raise NotImplementedError\n",
                None,
            ),
            (
                "class A:\n    def <CURSOR>__iter__(self):\n        self = iter(self)\n        return self\n    ",
                None,
            ),
            (
                "class A:\n    @wrap\n    def <CURSOR>__iter__(self): return [1]\n",
                None,
            ),
        ],
    );
    check(
        "half-iterator",
        "dunder-next",
        &[
            (
                "class A:\n    def <CURSOR>__next__(self): return 1\n",
                Some("`A` has `__next__` but no `__iter__`: `next(x)` works, `for y in x` raises `TypeError`"),
            ),
            (
                "class A:\n    def <CURSOR>__next__(self): return 1\n    def __getitem__(self, i): return 1\n",
                None,
            ),
            (
                "from collections.abc import Iterator\nclass A(Iterator):\n    def <CURSOR>__next__(self): return 1\n",
                None,
            ),
        ],
    );
    check(
        "half-iterator",
        "async-iterator-methods",
        &[
            (
                "class A:\n    async def <CURSOR>__aiter__(self): return self\n    async def __anext__(self): return 1\n",
                Some("`__aiter__` may not be an `async def` without `yield`: `async for` raises `TypeError`"),
            ),
            (
                "class A:\n    async def <CURSOR>__anext__(self): return 1\n",
                Some(
                    "`A` has `__anext__` but no `__aiter__`: `await x.__anext__()` works, `async for y in x` raises `TypeError`",
                ),
            ),
            ("class A:\n    async def <CURSOR>__aiter__(self): yield 1\n", None),
        ],
    );
}

#[test]
fn loops_without_end() {
    check(
        "endless-iterator",
        "dunder-next",
        &[
            (
                "class A:\n    def __iter__(self): return self\n    def <CURSOR>__next__(self):\n        self.at += 1\n        return self.at\n",
                Some(
                    "nothing here raises `StopIteration`: a `for` over such an object ends only by `break`, `return` or another exception",
                ),
            ),
            (
                "class A:\n    def __iter__(self): return self\n    def <CURSOR>__next__(self):\n        yield 1\n",
                Some(
                    "with the `yield` of line 4 each `next(x)` gives a new generator and runs none of this: a `for` over it never ends",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__next__(self):\n        return next(self.it)\n",
                None,
            ),
            (
                "class A:\n    def <CURSOR>__next__(self):\n        if self.at > 3:\n            raise StopIteration\n        return 1\n",
                None,
            ),
            ("class A:\n    def <CURSOR>__next__(self): ...\n", None),
        ],
    );
    check(
        "endless-iterator",
        "dunder-getitem",
        &[
            (
                "class A:\n    def <CURSOR>__getitem__(self, i):\n        return i * 2\n",
                Some(
                    "nothing here raises `IndexError`: a `for` over such an object ends only by `break`, `return` or another exception",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__getitem__(self, i):\n        return self.items[i]\n",
                None,
            ),
            (
                "class A(B):\n    def <CURSOR>__getitem__(self, i):\n        return i * 2\n",
                None,
            ),
        ],
    );
}

#[test]
fn truth_and_coroutines() {
    check(
        "truth-by-length",
        "dunder-len",
        &[
            (
                "class A:\n    def <CURSOR>__len__(self): return 0\n",
                Some("`A` has no `__bool__`, so this decides `if x:` too: an object of length 0 counts as false"),
            ),
            (
                "class B: pass\nclass A(B):\n    def <CURSOR>__len__(self): return 0\n",
                Some("`A` has no `__bool__`, so this decides `if x:` too: an object of length 0 counts as false"),
            ),
            (
                "class A:\n    def <CURSOR>__len__(self): return 0\n    def __bool__(self): return True\n",
                None,
            ),
            ("class A(B):\n    def <CURSOR>__len__(self): return 0\n", None),
        ],
    );
    check(
        "coroutine-method",
        "dunder-contains",
        &[
            (
                "class A:\n    async def <CURSOR>__contains__(self, x): return False\n",
                Some("`y in x` does not await it: the coroutine counts as true, so the answer is always `True`"),
            ),
            ("class A:\n    def <CURSOR>__contains__(self, x): return False\n", None),
        ],
    );
    check(
        "coroutine-method",
        "dunder-init",
        &[
            (
                "class A:\n    async def <CURSOR>__init__(self): pass\n",
                Some("`A(…)` does not await it, and for a coroutine raises `TypeError`"),
            ),
            (
                "class A:\n    def <CURSOR>__init__(self):\n        yield\n",
                Some(
                    "the `yield` of line 3 makes `__init__` a generator function: making an object raises `TypeError`",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__init__(self):\n        def f(): yield\n",
                None,
            ),
        ],
    );
}
