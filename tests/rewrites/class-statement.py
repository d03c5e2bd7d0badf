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
class C:  # <- impossible
    def f(self):
        return 1
# ---
class C:  # <- impossible
    x = 1
    y = x + 1
# ---
class C:  # <- impossible
    x: int = 1
# ---
class C:  # <- impossible
    __x = 1
# ---
class C:  # <- impossible
    for x in range(2): pass
# ---
class C:  # <- impossible
    f = lambda self: 1
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
