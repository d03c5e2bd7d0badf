def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
class E(Exception): pass  # <- here
show(E)
raise E("e")
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
class E(ValueError):  # <- here
    """What is wrong."""
show(E)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
class C:  # <- here
    x = 1
    y = [2, 3]
show(C)
print(C().x)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
class C():  # <- here
    ...
show(C)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
class A:
    def f(self):
        return "A.f"
class B(A):  # <- here
    x = 1
show(B)
print(B().f())
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
class A: pass
class B(A): pass
class C(B, A):  # <- here
    pass
show(C)
print(C.__mro__)
# ---
# No order.
class A: pass
class B(A): pass
class C(A, B):  # <- here
    pass
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# Evaluation order.
def say(x):
    print(x)
    return x
class C:  # <- here
    x = say("x")
    y = say("y")
show(C)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# In a function.
def f(n):
    class C:  # <- here
        x = n
    return C
show(f(5))
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# In a class.
class Outer:
    <CURSOR>class Inner(Exception):
        code = 3
    other = 1
show(Outer.Inner)
print(Outer.Inner.code)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# A metaclass.
class M(type):
    def __new__(mcs, name, bases, namespace):
        print("new", name, bases, [k for k in namespace if k not in ("__firstlineno__", "__static_attributes__")])
        return super().__new__(mcs, name, bases, namespace)
class C(metaclass=M):  # <- here
    x = 1
show(C)
# ---
# A metaclass that prepares.
class M(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return {"z": 1}
class C(metaclass=M):  # <- impossible
    x = 1
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# Keywords for __init_subclass__.
class A:
    def __init_subclass__(cls, **keywords):
        print("init_subclass", cls.__name__, keywords)
class B(A, kind="b", n=2):  # <- here
    x = 1
show(B)
# ---
class A:
    pass
class B(A, kind="b"):  # <- here
    x = 1
# ---
# Slots.
class C:  # <- here
    __slots__ = ("a", "b")
c = C()
c.a = 1
try:
    c.z = 2
except AttributeError as error:
    print(error)
# ---
# __set_name__.
class D:
    def __set_name__(self, owner, name):
        print("set_name", owner, name)
class C:  # <- here
    x = D()
    y = D()
# ---
# A member raises.
class C:  # <- here
    x = 1 / 0
# ---
# A base is unknown.
class C(undefined):  # <- impossible
    x = 1
# ---
import enum
class C(enum.Enum):  # <- impossible
    x = 1
# ---
class C:  # <- here
    def f(self):
        return 1
print({k: v for k, v in vars(C).items() if k[:2] != '__'}, [v.__qualname__ for k, v in vars(C).items() if k[:2] != '__' and hasattr(v, '__code__')])
# ---
class C:  # <- here
    x = 1
    y = x + 1
print({k: v for k, v in vars(C).items() if k[:2] != '__'}, [v.__qualname__ for k, v in vars(C).items() if k[:2] != '__' and hasattr(v, '__code__')])
# ---
class C:  # <- here
    x: int = 1
print({k: v for k, v in vars(C).items() if k[:2] != '__'}, [v.__qualname__ for k, v in vars(C).items() if k[:2] != '__' and hasattr(v, '__code__')])
# ---
class C:  # <- here
    __x = 1
print({k: v for k, v in vars(C).items() if k[:2] != '__'}, [v.__qualname__ for k, v in vars(C).items() if k[:2] != '__' and hasattr(v, '__code__')])
# ---
class C:  # <- impossible
    for x in range(2): pass
# ---
class C:  # <- here
    f = lambda self: 1
print({k: v for k, v in vars(C).items() if k[:2] != '__'}, [v.__qualname__ for k, v in vars(C).items() if k[:2] != '__' and hasattr(v, '__code__')])
# ---
def d(c): return c
@d
class C:  # <- impossible
    x = 1
# ---
# A built-in base that cannot be one.
class C(bool):  # <- here
    x = 1
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# int below.
class C(int):  # <- here
    "doc"; unit = "m"
show(C)
print(C(5) + 1, C(5).unit)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# Tabs, several on a line, comments.
if True:
	<CURSOR>class C(Exception): x = (1,
	2); y = "a"  # mine
	show(C)
# ---
# A hidden base.
Exception = ValueError
class E(Exception):  # <- here
    pass
# ---
# A parameter hides type.
def f(type):
    class C:  # <- impossible
        pass
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# A tuple without parentheses, a string over several lines.
class C:  # <- here
    x = 1, 2
    text = """a
  b"""
show(C)
# ---
def show(c):
    ns = {k: v for k, v in vars(c).items() if k not in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__")}
    print(type(c).__name__, c, c.__bases__, c.__qualname__, c.__module__, c.__doc__, {k: v for k, v in ns.items() if k[:2] != "__"})
# type itself as base.
class M(type):  # <- here
    x = 1
show(M)
print(M("D", (), {}).x)
# ---
# Pickled by its name.
import pickle
class E(Exception):  # <- here
    code = 4
print(repr(pickle.loads(pickle.dumps(E("e")))))
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
class C:  # <- here
    """Doc."""
    x = 1
    def f(self, y=x):
        """f's doc."""
        return self.x + y
    @property
    def g(self):
        return "g"
    @g.setter
    def g(self, v):
        print("set", v)
    @staticmethod
    def h():
        return "h"
    @classmethod
    def k(cls):
        return cls.__name__
show(C)
c = C()
c.g = 3
print(c.f(), c.g, c.h(), C.k(), c.f(5))
try:
    c.f(1, 2)
except TypeError as error:
    print(error)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A docstring over several lines.
class C:  # <- here
    """Doc.

      More.
        """

    # a comment
    def f(self):
        return """a
  b"""  # the end
    # behind
show(C)
print(C().f())
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# super().
class A:
    def f(self):
        return "A.f"
class B(A):  # <- here
    def f(self):
        return "B.f " + super().f()
    def g(self):
        return __class__.__name__
    @classmethod
    def make(cls):
        return super().__new__(cls)
show(B)
print(B().f(), B().g(), B.make().f())
C = B
B = None
print(C().f())
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# super() with a hook.
class A:
    def __init_subclass__(cls):
        cls().f()
class B(A):  # <- impossible
    def f(self):
        return super().__repr__()
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Private names.
class _C:  # <- here
    __x = 1
    def __f(self, __y=2):
        self.__z = 3
        return f"{self.__x} {__y} {self.__z}"
    def g(self):
        return self.__f(5)
    __h__ = 4
show(_C)
c = _C()
print(c.g(), vars(c))
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Annotations.
class C:  # <- here
    a: int
    b: "str" = "x"
    c: "list[int]" = [1]  # why
    __d: float = 2.0
    def f(self, x: int) -> str:
        return x
print(C.__annotations__, C.f.__annotations__, C.b, C.c, hasattr(C, "a"), C._C__d)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A method called as a built-in that another one calls.
class C:  # <- impossible
    def open(self):
        return open("x")
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A method and an attribute of the same name.
class C:  # <- here
    def open(self):
        return self.open.__name__
    def close(self):
        open = 3
        return open
    def twice(self, open):
        return [open for _ in range(2)]
show(C)
print(C().open(), C().close(), C().twice(4))
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A comprehension does not see the names of the class.
n = 3
class C:  # <- impossible
    n = 2
    xs = [n for _ in range(n)]
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# But its first iterable does.
class C:  # <- here
    n = 2
    xs = [i for i in range(n)]
    ys = {k: v for k, v in zip(xs, xs)}
show(C)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Read before it is bound.
x = 1
class C:  # <- impossible
    x = x + 1
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# An error in the body, in the middle.
def say(x):
    print(x)
    return x
try:
    class C:  # <- here
        a = say(1)
        def f(self): return 1
        b = say(2) / 0
        c = say(3)
except ZeroDivisionError as error:
    print(error, "C" in globals())
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A body with calls, chained and starred assignments, imports.
class C:  # <- here
    print("body")
    a = b = 2
    c, *d = 1, 2, 3
    import os.path as p, sys
    from collections import OrderedDict as O
    a += 5
    assert a
    "a string"
print(C.a, C.b, C.c, C.d, C.p.__name__, C.sys.__name__, C.O.__name__)
show(C) if False else None
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Conditions.
class C:  # <- impossible
    if True:
        x = 1
    def f(self): pass
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# An inner class.
class C:  # <- here
    class Error(Exception):
        """Mine."""
    class Meta:
        ordering = ["x"]
    def f(self):
        raise self.Error("e")
show(C)
print(C.Error.__qualname__, C.Meta.__qualname__)
C().f()
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# An inner class with methods.
class C:  # <- impossible
    class D:
        def f(self): pass
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# In a function: variables of the function, nonlocal.
def f(n):
    count = 0
    class C:  # <- here
        m = n
        def g(self):
            nonlocal count
            count += 1
            return n, count
    return C, C()
C, c = f(4)
show(C)
print(c.g(), c.g(), C.m)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# In a class.
class Outer:
    v = 1
    class Inner:  # <- here
        "doc"
        def f(self):
            return "f"
        def g(self):
            return self.f()
    w = 2
show(Outer.Inner)
print(Outer.Inner().g(), sorted(k for k in vars(Outer) if k[:2] != "__"))
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A metaclass, keywords.
class M(type):
    def __new__(mcs, name, bases, namespace, **keywords):
        print("new", name, bases, [k for k in namespace if k[:2] != "__" or k == "__init__"], keywords)
        return super().__new__(mcs, name, bases, namespace)
    def __init__(cls, name, bases, namespace, **keywords):
        print("init", cls.__qualname__, namespace["f"].__qualname__)
class C(metaclass=M, k=3):  # <- here
    def f(self): return 1
    def __init__(self): pass
show(C)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# __set_name__ and __init_subclass__ without super().
class D:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
class A:
    def __init_subclass__(cls, **keywords):
        print("init_subclass", cls.__name__, keywords, cls.f.__qualname__)
class B(A, kind="b"):  # <- here
    d = D()
    def f(self): return 1
show(B)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Slots, __new__, __class_getitem__, __init_subclass__ of its own.
class C:  # <- here
    __slots__ = ("a",)
    def __new__(cls, *args):
        print("new", args)
        return object.__new__(cls)
    def __init__(self, a):
        self.a = a
    def __class_getitem__(cls, item):
        return item
    def __init_subclass__(cls):
        print("below", cls.__name__)
class D(C):
    pass
print(C(1).a, C[4], hasattr(C(1), "__dict__"))
show(C) if False else None
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Decorators that are evaluated before.
def deco(x):
    print("evaluated", x)
    def decorate(f):
        print("called", x, f.__qualname__)
        return f
    return decorate
class C:  # <- here
    d = deco
    @deco(1)  # one
    # between
    @d(2)
    def f(self): return 1
    @deco(
        3,  # three
    )
    def g(self):
        return 2
show(C)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Generators, coroutines, inner functions.
class C:  # <- here
    def g(self):
        yield 1
        yield from (i for i in (2, 3))
    async def a(self):
        return 5
    def make(self):
        def inner():
            return self
        return inner
c = C()
print(list(c.g()), c.g().__qualname__, c.make()() is c)
a = c.a()
print(a.__qualname__)
try:
    a.send(None)
except StopIteration as stop:
    print(stop.value)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Lambdas.
class C:  # <- here
    f = lambda self: 1
    h = g = 3; k = lambda: 2
show(C)
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
class C:  # <- impossible
    fs = [lambda: 1]
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# Tabs, one line, names that collide.
_namespace = _make = 1
if True:
	class C: x = 1; y = x + 1; f = lambda self: 3  # <- here
	show(C)
	class D: z = 1
print(_namespace, _make, C.y, C().f(5) if False else C().f())
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# locals in the body.
class C:  # <- impossible
    def f(self): pass
    print(sorted(locals()))
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# The name type is bound by the body.
class C:  # <- here
    type = "c"
    def f(self):
        return self.type
show(C)
print(C().f())
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# A name is deleted.
class C:  # <- impossible
    x = 1
    def f(self): pass
    del x
# ---
def show(c):
    for name, value in vars(c).items():
        if name in ("__dict__", "__weakref__", "__firstlineno__", "__static_attributes__", "__annotations_cache__", "__annotate_func__", "__annotate__"):
            continue
        for f in (value, getattr(value, "fget", None), getattr(value, "__func__", None)):
            if hasattr(f, "__code__"):
                print(" ", name, f.__name__, f.__qualname__, f.__module__, f.__doc__)
        if not hasattr(value, "__code__"):
            print(" ", name, repr(value).partition(" at ")[0])
    print(c.__name__, c.__qualname__, c.__module__, c.__doc__, c.__bases__)
# An abstract method that is missing; the error of an instance.
import abc
class A(metaclass=abc.ABCMeta):
    @abc.abstractmethod
    def f(self): ...
class B(A):  # <- impossible
    def g(self): pass
