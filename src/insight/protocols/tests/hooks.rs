//! Hooks of attribute access, of subclass checks and of pickling.

use super::check;

#[test]
fn subclass_hooks() {
    check(
        "subclass-hook",
        "dunder-subclasshook",
        &[
            (
                "class M(type):\n    @classmethod\n    def <CURSOR>__subclasshook__(cls, c): return True\n",
                Some(
                    "is never asked: `M` is a metaclass, and the hook is looked up on the class after the comma of `issubclass(D, C)`",
                ),
            ),
            (
                "class M:\n    @classmethod\n    def <CURSOR>__subclasshook__(cls, c): return True\n",
                Some("is never asked: the metaclass of `M` is `type`, and only `ABCMeta` asks the hook"),
            ),
            (
                "from abc import ABC\nclass M(ABC):\n    def <CURSOR>__subclasshook__(cls, c): return True\n",
                Some(
                    "`issubclass(D, M)` passes the class to check alone; this function takes 2, so it raises `TypeError`: `@classmethod` is missing",
                ),
            ),
            (
                "from abc import ABC\nclass M(ABC):\n    @classmethod\n    def <CURSOR>__subclasshook__(cls, c): return True\n",
                Some(
                    "subclasses of `M` inherit this answer for checks against themselves, as it does not ask `cls is M`",
                ),
            ),
            (
                "from abc import ABC\nclass M(ABC):\n    @classmethod\n    def <CURSOR>__subclasshook__(cls, c):\n        if cls is M: return True\n        return NotImplemented\n",
                None,
            ),
            (
                "class M(B):\n    @classmethod\n    def <CURSOR>__subclasshook__(cls, c): return True\n",
                None,
            ),
            (
                "class M(metaclass=X):\n    @classmethod\n    def <CURSOR>__subclasshook__(cls, c): return True\n",
                None,
            ),
        ],
    );
}

#[test]
fn missing_attributes() {
    check(
        "getattr",
        "dunder-getattr",
        &[
            (
                "class A:\n    def <CURSOR>__getattr__(self, name):\n        return getattr(self.data, name)\n",
                Some(
                    "while `self.data` (line 3) is not set, reading it calls `__getattr__` again, without end; `copy` and `pickle` make objects without `__init__`",
                ),
            ),
            (
                "class A:\n    data = None\n    def __init__(self):\n        self.data = {}\n    def <CURSOR>__getattr__(self, name):\n        return self.data[name]\n",
                Some(
                    "a name that is missing raises `KeyError`, not `AttributeError`: `hasattr(x, name)` and `getattr(x, name, default)` let it through",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__getattr__(self, name):\n        if name == 'a':\n            return 1\n",
                Some(
                    "any name that the `if` of line 3 does not know gives `None` instead of an `AttributeError`: `hasattr(x, name)` is then true",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__getattr__(self, name):\n        return lambda *a: None\n",
                Some(
                    "never raises `AttributeError`: `hasattr(x, name)` is true for every name, and a misspelt attribute goes unnoticed",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__getattr__(self, name):\n        if name.startswith('_'):\n            raise AttributeError(name)\n        return getattr(self.data, name)\n",
                None,
            ),
            (
                "class A(B):\n    def <CURSOR>__getattr__(self, name):\n        return getattr(self.data, name)\n",
                None,
            ),
            (
                "class A:\n    data = 1\n    def <CURSOR>__getattr__(self, name):\n        return getattr(self.data, name)\n",
                None,
            ),
            ("class A:\n    def <CURSOR>__getattr__(self, name): ...\n", None),
            (
                "class A:\n    def <CURSOR>__getattr__(self, name):\n        raise AttributeError(name)\n",
                None,
            ),
        ],
    );
}

#[test]
fn halves_of_pickling() {
    check(
        "half-state",
        "dunder-getstate",
        &[
            (
                "class A:\n    def <CURSOR>__getstate__(self): return self.__dict__.copy()\n",
                Some(
                    "there is no `__setstate__`: what this returns has to be a `dict` (or a pair of them, for slots), and updates the `__dict__` of the new object",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__getstate__(self): return [self.x]\n",
                Some(
                    "without a `__setstate__` the state has to be a `dict`: loading a copy with `[self.x]` (line 2) fails",
                ),
            ),
            (
                "class A:\n    def <CURSOR>__getstate__(self): return 1\n    def __setstate__(self, s): pass\n",
                None,
            ),
            ("class A(B):\n    def <CURSOR>__getstate__(self): return 1\n", None),
            (
                "class A:\n    def <CURSOR>__getstate__(self): return 1\n    def __reduce__(self): return A, ()\n",
                None,
            ),
        ],
    );
    check(
        "half-state",
        "dunder-setstate",
        &[
            (
                "class A:\n    def <CURSOR>__setstate__(self, s): pass\n",
                Some(
                    "there is no `__getstate__`: this gets the `__dict__` of the object, and is not called where that is empty",
                ),
            ),
            (
                "class A:\n    __slots__ = ('x',)\n    def <CURSOR>__setstate__(self, s): pass\n",
                None,
            ),
        ],
    );
}
