//! `with` and its two halves.

use super::check;

#[test]
fn half_of_a_context_manager() {
    check(
        "half-context-manager",
        "dunder-enter",
        &[
            (
                "class Half:\n    def <CURSOR>__enter__(self): return self\n",
                Some(
                    "`Half` has `__enter__` but no `__exit__`: `with Half(…)` raises `TypeError` (`AttributeError` before 3.11)",
                ),
            ),
            (
                "class Half:\n    def <CURSOR>__enter__(self): return self\n    def __exit__(self, *a): pass\n",
                None,
            ),
            (
                "class Half:\n    def <CURSOR>__enter__(self): return self\n    __exit__ = close\n",
                None,
            ),
            (
                "class Half:\n    def <CURSOR>__enter__(self): return self\n    if x:\n        def __exit__(self, *a): pass\n",
                None,
            ),
            (
                "class Half(Base):\n    def <CURSOR>__enter__(self): return self\n",
                None,
            ),
            (
                "class Half:\n    def <CURSOR>__enter__(self): return self\nHalf.__exit__ = f\n",
                None,
            ),
            (
                "@add\nclass Half:\n    def <CURSOR>__enter__(self): return self\n",
                None,
            ),
            (
                "class Half(metaclass=M):\n    def <CURSOR>__enter__(self): return self\n",
                None,
            ),
        ],
    );
    check(
        "half-context-manager",
        "class-definition",
        &[(
            "class <CURSOR>Pool:\n    async def __aexit__(self, *a): pass\n",
            Some(
                "`Pool` has `__aexit__` but no `__aenter__`: `async with Pool(…)` raises `TypeError` (`AttributeError` before 3.11)",
            ),
        )],
    );
}

#[test]
fn with_over_no_context_manager() {
    check(
        "with-fails",
        "with-statement",
        &[
            (
                "class Pool:\n    async def __aenter__(self): pass\n    async def __aexit__(self, *a): pass\n<CURSOR>with Pool() as p: pass\n",
                Some("this fails: `Pool` (line 1) has no `__enter__`; it is for an `async with`"),
            ),
            (
                "class Half:\n    def __enter__(self): pass\n<CURSOR>with Half(): pass\n",
                Some("this fails: `Half` (line 1) has no `__exit__`"),
            ),
            (
                "class Half(Base):\n    def __enter__(self): pass\n<CURSOR>with Half(): pass\n",
                None,
            ),
            (
                "class Half:\n    def __new__(cls): return open('x')\n<CURSOR>with Half(): pass\n",
                None,
            ),
            ("@wrap\nclass Half: pass\n<CURSOR>with Half(): pass\n", None),
            ("class Half: pass\n<CURSOR>with Half.open(): pass\n", None),
        ],
    );
}

#[test]
fn what_exit_swallows() {
    check(
        "exit-swallows",
        "dunder-exit",
        &[
            (
                "class A:\n    def <CURSOR>__exit__(self, *e):\n        self.close()\n        return True\n",
                Some("`return True` on line 4 swallows every exception of the block, even `KeyboardInterrupt`"),
            ),
            (
                "class A:\n    def <CURSOR>__exit__(self, t, e, tb):\n        if t is KeyError:\n            return True\n        return False\n",
                Some("`return True` on line 4 swallows an exception of the block only if `t is KeyError`"),
            ),
            (
                "class A:\n    def <CURSOR>__exit__(self, t, e, tb):\n        if t is None:\n            return\n        return True\n",
                Some(
                    "`return True` on line 5 swallows an exception of the block when it is reached; any other way out lets it go on",
                ),
            ),
            (
                "class A:\n    async def <CURSOR>__exit__(self, *e):\n        pass\n",
                Some(
                    "`with` does not await `async def __exit__`: its body never runs, and the coroutine counts as true, so every exception of the block is swallowed",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__exit__(self, *e):\n        return self.done\n",
                None,
            ),
            (
                "class A:\n    def <CURSOR>__exit__(self, *e):\n        def f(): return True\n        f()\n",
                None,
            ),
            (
                "class A:\n    @wrap\n    def <CURSOR>__exit__(self, *e):\n        return True\n",
                None,
            ),
            (
                "class A:\n    def <CURSOR>__exit__(self, *e):\n        try:\n            return True\n        finally:\n            return False\n",
                None,
            ),
        ],
    );
}

#[test]
fn numbers_of_arguments() {
    check(
        "arity",
        "dunder-exit",
        &[
            (
                "class A:\n    def <CURSOR>__exit__(self): pass\n",
                Some("`with x` gives `__exit__` 4 arguments, the object included; this one takes 1, so the call fails"),
            ),
            ("class A:\n    def <CURSOR>__exit__(self, *e): pass\n", None),
            ("class A:\n    def <CURSOR>__exit__(self, a, b=1, c=2): pass\n", None),
            (
                "class A:\n    @staticmethod\n    def <CURSOR>__exit__(a, b, c): pass\n",
                None,
            ),
            ("class A:\n    @wrap\n    def <CURSOR>__exit__(self): pass\n", None),
            ("def <CURSOR>__exit__(self): pass\n", None),
        ],
    );
    check(
        "arity",
        "dunder-setitem",
        &[(
            "class A:\n    def <CURSOR>__setitem__(self, key): pass\n",
            Some(
                "`x[key] = v` gives `__setitem__` 3 arguments, the object included; this one takes 2, so the call fails",
            ),
        )],
    );
}

#[test]
fn halves_that_are_not_what_they_should_be() {
    check(
        "enter-kind",
        "dunder-enter",
        &[
            (
                "class A:\n    def <CURSOR>__enter__(self):\n        yield self\n",
                Some(
                    "with the `yield` of line 3 a call only makes a generator: its body does not run, and `as` binds the generator",
                ),
            ),
            (
                "class A:\n    async def <CURSOR>__enter__(self):\n        return self\n",
                Some(
                    "`with` does not await `async def __enter__`: its body never runs, and `as` binds the coroutine; `async with` calls `__aenter__`",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__enter__(self):\n        def f(): yield\n        return self\n",
                None,
            ),
            (
                "class A:\n    @wrap\n    def <CURSOR>__enter__(self):\n        yield\n",
                None,
            ),
        ],
    );
    check(
        "not-awaitable",
        "async-context-methods",
        &[
            (
                "class A:\n    def <CURSOR>__aenter__(self):\n        return self\n",
                Some(
                    "`async with` awaits what `__aenter__` returns, and this plain `def` returns nothing that can be awaited: `TypeError`; write `async def __aenter__`",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__aenter__(self):\n        pass\n",
                Some(
                    "`async with` awaits what `__aenter__` returns, and this plain `def` returns nothing that can be awaited: `TypeError`; write `async def __aenter__`",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__aenter__(self):\n        return self._enter()\n",
                None,
            ),
            ("class A:\n    def <CURSOR>__aenter__(self): ...\n", None),
            (
                "class A:\n    async def <CURSOR>__aenter__(self):\n        return self\n",
                None,
            ),
        ],
    );
}
