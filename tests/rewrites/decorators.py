def d(f):
    print("decorating", f.__name__)
    return f
@d
def f():  # <- here
    return 1
print(f())
# ---
# Several: evaluated from top to bottom, called from bottom to top.
def say(word):
    print("evaluate", word)
    def decorate(f):
        print("call", word, f)
        return (word, f) if isinstance(f, tuple) else (word,)
    return decorate
@say("a")
@say("b")
@say("c")
def f(): pass  # <- here
print(f)
# ---
# Decorators come before defaults and annotations.
def say(word):
    print(word)
    return lambda f: f
def note(x):
    print(x)
    return x
@say("decorator")
def f(a: note("annotation") = note("default")) -> note("return"):  # <- here
    return a
print(f())
# ---
# A plain name before defaults.
def note(x):
    print(x)
    return x
def d(f):
    print("d")
    return f
@d
def f(a=note("default")):  # <- here
    return a
print(f())
# ---
# The name is that of the decorator: the old one is called.
def f(g):
    print("old f", g.__name__)
    return "new"
@f
def f():  # <- here
    pass
print(f)
# ---
# In a class: property and its setter.
class C:
    @property
    def x(self):  # <- here
        """doc"""
        return self._x
    @x.setter
    def x(self, value):
        print("set", value)
        self._x = value
c = C()
c.x = 5
print(c.x, C.x.__doc__, list(k for k in vars(C) if k[:2] != "__"))
# ---
# The setter itself.
class C:
    @property
    def x(self):
        return self._x
    @x.setter
    def x(self, value):  # <- here
        print("set", value)
        self._x = value
    @x.deleter
    def x(self):
        print("delete")
c = C()
c.x = 5
print(c.x, sorted(k for k in vars(C) if k[:2] != "__"))
del c.x
# ---
# staticmethod and classmethod.
class C:
    @staticmethod
    def s(x):  # <- here
        return x
    @classmethod
    def c(cls, x):
        return cls, x
print(C.s(1), C().s(2), C.c(3))
# ---
# Two of them in a class.
import functools
class C:
    @classmethod
    @functools.lru_cache
    def c(cls, x):  # <- here
        print("once", x)
        return x
print(C.c(3), C.c(3))
# ---
# A class decorated.
import functools
@functools.total_ordering
class V:  # <- here
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __lt__(self, other):
        return self.n < other.n
print(V(1) >= V(2), V(3) >= V(2))
# ---
# A class decorated with arguments, before its bases and its body.
def say(word):
    print(word)
    return lambda c: c
class Base: pass
def base():
    print("base")
    return Base
@say("decorator")
class C(base()):  # <- here
    print("body")
    def f(self):
        return super().__repr__()
    def g(self):
        return __class__
print(C().g())
# ---
# wraps, in a function.
import functools
def d(f):
    @functools.wraps(f)
    def inner(*args):  # <- here
        """inner"""
        return f(*args) + 1
    return inner
@d
def f(x):
    "doc of f"
    return x
print(f(1), f.__name__, f.__doc__)
# ---
# async def and generators.
import asyncio
def d(f):
    print(asyncio.iscoroutinefunction(f))
    return f
@d
async def f():  # <- here
    return 5
print(asyncio.run(f()))
# ---
# A decorator raises.
def d(f):
    raise ValueError("no")
@d
def f():  # <- here
    pass
# ---
# An unknown name.
@undefined
def f():  # <- here
    pass
# ---
# A factory raises before anything is defined.
def factory(n):
    raise KeyError(n)
try:
    @factory(3)
    def f():  # <- here
        pass
except KeyError:
    print("f" in globals())
# ---
# since 3.9
# A lambda, a subscript, a conditional expression.
ds = [lambda f: ("first", f.__name__)]
@ds[0]
def f():  # <- here
    pass
print(f)
# ---
# since 3.9
@(lambda f: f.__name__)
def f():  # <- here
    pass
print(f)
# ---
# Over several lines, with comments.
def d(a, b):
    return lambda f: (a, b, f.__name__)
@d(
    1,  # one
    2,
)  # the end
# before the def
def f():  # <- here
    # inside
    pass
print(f)
# ---
# Names that collide, tabs, strings over several lines.
_decorator = "mine"
def d(n):
	return lambda f: lambda: (n, f())
if True:
	@d(1)
	@d(2)
	def f():  # <- here
		return """a
	b
c"""
	print(f(), _decorator)
# ---
# Recursion goes through the decorated name.
def d(f):
    def inner(n):
        print("call", n)
        return f(n)
    return inner
@d
def fact(n):  # <- here
    return n * fact(n - 1) if n else 1
print(fact(3))
# ---
# A name rebound by its own default value: read before.
def d(f):
    return "old"
d2 = d
@d2
def f(a=(d2 := 5)):  # <- here
    pass
print(f, d2)
# ---
# A parameter as decorator.
def apply(d):
    @d
    def f():  # <- here
        return 1
    return f
print(apply(lambda f: f() + 1))
# ---
# A metaclass whose namespace notices.
class N(dict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)
class M(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return N()
class C(metaclass=M):
    @property
    def x(self):  # <- impossible
        return 1
# ---
# In a class with bases, a fresh name would be seen.
import enum
def d(n):
    return lambda f: f
class E(enum.Enum):
    A = 1
    @d(1)
    def x(self):  # <- impossible
        return 1
# ---
# Private names.
class C:
    @staticmethod
    def __f():  # <- here
        return 7
    def g(self):
        return self.__f()
print(C().g(), hasattr(C, "_C__f"))
# ---
# global.
def d(f):
    return "decorated"
def make():
    global f
    @d
    def f():  # <- here
        pass
make()
print(f)
