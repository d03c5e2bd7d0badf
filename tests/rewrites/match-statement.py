# since 3.10
def f(x):
    <CURSOR>match x:
        case 1:
            return "one"
        case "a" | "b":
            return "letter"
        case None:
            return "none"
        case _:
            return "other"
print([f(x) for x in (1, 1.0, True, "a", "b", None, 0, [])])
# ---
# since 3.10
# True is not 1.
def f(x):
    <CURSOR>match x:
        case True:
            return "true"
        case 1:
            return "one"
        case False | None:
            return "no"
print([f(x) for x in (1, True, 0, False, None)])
# ---
# since 3.10
# The subject is evaluated once.
def say(x):
    print("subject", x)
    return x
<CURSOR>match say(3):
    case 1:
        print(1)
    case 2 | 3:
        print("2 or 3")
# ---
# since 3.10
# Comparisons are made in order, the subject on the left.
class V:
    def __eq__(self, other):
        print("is it", other)
        return other == 3
<CURSOR>match V():
    case 1 | 2:
        print("no")
    case 3 | 4:
        print("yes")
    case 5:
        print("no")
# ---
# since 3.10
class Color:
    RED = 1
    GREEN = 2
class N:
    Color = Color
<CURSOR>match 2:
    case Color.RED:
        print("red")
    case N.Color.GREEN:
        print("green")
# ---
# since 3.10
# A capture at the end.
<CURSOR>match 5:
    case 1:
        print(1)
    case other:
        print("other", other)
print(other)
# ---
# since 3.10
<CURSOR>match 5:
    case x:
        print(x)
# ---
# since 3.10
<CURSOR>match 5:
    case _:
        print("always")
# ---
# since 3.10
# Guards.
def ok(word, value):
    print("guard", word)
    return value
<CURSOR>match 5:
    case 5 if ok("a", 0):
        print("a")
    case 4 | 5 if ok("b", 0) or ok("c", ""):
        print("b")
    case _ if ok("d", 0):
        print("d")
    case 6 if ok("e", 1):
        print("e")
    case _ if ok("f", []) if 0 else ok("g", 1):
        print("g")
# ---
# since 3.10
# as
<CURSOR>match 2:
    case 1 | 2 as n:
        print(n)
print(n)
# ---
# since 3.10
# Nothing is bound when nothing fits.
<CURSOR>match 7:
    case 1 | 2 as n:
        print(n)
print("n" in globals())
# ---
# since 3.10
# Classes.
def f(x):
    <CURSOR>match x:
        case bool():
            return "bool"
        case int(n):
            return "int", n
        case str() | bytes():
            return "text"
        case float(1.5 | 2.5):
            return "some float"
        case list() | tuple() as items:
            return items
print([f(x) for x in (1, True, "a", b"", 1.5, 3.5, [1], (2,))])
# ---
# since 3.10
class A: pass
class B(A): pass
def f(x):
    <CURSOR>match x:
        case B():
            return "B"
        case A() as a:
            return type(a).__name__
print(f(A()), f(B()), f(1))
# ---
# since 3.10
# Negative and complex numbers, strings over several pieces, parentheses.
def f(x):
    <CURSOR>match x:
        case -1 | -2.5:
            return "negative"
        case 1 + 2j | -1 - 1j:
            return "complex"
        case "a" "b":
            return "ab"
        case (7):
            return "seven"
        case ((8 | 9) as n):
            return n
print([f(x) for x in (-1, -2.5, 1 + 2j, -1 - 1j, "ab", 7, 8, 9, 0)])
# ---
# since 3.10
# A comparison raises.
class V:
    def __eq__(self, other):
        raise ValueError(other)
<CURSOR>match V():
    case None:
        print("none")
    case 2:
        print("no")
# ---
# since 3.10
# A guard raises; a name is unknown.
try:
    <CURSOR>match 1:
        case 1 if undefined:
            pass
except NameError as error:
    print(error)
# ---
# since 3.10
<CURSOR>match undefined:
    case 1:
        pass
# ---
# since 3.10
<CURSOR>match 1:
    case undefined.name:
        pass
# ---
# since 3.10
# Jumps.
for i in range(5):
    <CURSOR>match i:
        case 1:
            continue
        case 3:
            break
    print(i)
# ---
# since 3.10
# Names that collide, tabs, one line, strings over several lines.
_subject = "mine"
def f(x):
	<CURSOR>match (x,
	_subject)[0]:
		# before
		case 1: print("one"); return 1
		# between
		case 2 | \
			3:
			text = """
	a
  b"""
			return text
	return _subject
print(f(1), f(2), f(4))
# ---
# since 3.10
# A generator closed early.
def g(x):
    <CURSOR>match x:
        case 1:
            try:
                yield 1
            finally:
                print("closed")
        case _:
            yield x
it = g(1)
print(next(it))
it.close()
print(list(g(5)))
# ---
# since 3.10
# The subject is kept even when the name is bound anew by a guard.
x = 1
<CURSOR>match x:
    case 1 if (x := 2) == 3:
        print("no")
    case 1:
        print("still", x)
# ---
# since 3.10
# Truth of the comparison is asked once.
class T:
    def __bool__(self):
        print("bool")
        return True
class V:
    def __eq__(self, other):
        return T()
<CURSOR>match V():
    case 1:
        print("one")
# ---
# since 3.10
match [1, 2]:  # <- here
    case [a, b]:
        pass
# ---
# since 3.10
match 1:  # <- here
    case x if x > 1:
        pass
# ---
# since 3.10
match 1, 2:  # <- here
    case _:
        pass
# ---
# since 3.10
match {}:  # <- here
    case {"k": v}:
        pass
# ---
# since 3.10
class P:
    x = 1
match P():  # <- here
    case P(x=1):
        pass
# ---
# since 3.10
class C:
    match 1:  # <- here
        case 1:
            x = 1
# ---
# since 3.10
match 1:  # <- here
    case (1, ):
        pass
# ---
# since 3.10
match 1:  # <- here
    case 1, 2:
        pass
# ---
# since 3.10
match 1:  # <- here
    case int(x) | x:
        pass
# ---
# since 3.10
# Sequences, by kind.
import collections, array
def f(x):
    match x:  # <- here
        case []:
            return "empty"
        case [a]:
            return "one", a
        case [1, b, *rest]:
            return "1", b, rest
        case (a, b, *_):
            return "two or more", a, b
        case other:
            return "none", other
for x in [], (), "ab", b"ab", bytearray(b"a"), [1], (1, 2), [1, 2, 3], [5, 6, 7], range(3), collections.deque([1, 2]), {1, 2}, {1: 2}, iter([1]), None, array.array("i", [4]), memoryview(b"xy"), "":
    try:
        print(f(x) if not hasattr(x, "__next__") else "iterator")
    except Exception as error:
        print(type(error), error)
# ---
# since 3.10
# How items are got: a sequence that says so.
import collections.abc
class S(collections.abc.Sequence):
    def __init__(self, *items):
        self.items = items
    def __len__(self):
        print("len")
        return len(self.items)
    def __getitem__(self, index):
        print("item", index)
        return self.items[index]
    def __iter__(self):
        print("iter")
        return iter(self.items)
class V:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        print("eq", self.n, other)
        return self.n == other
def f(x):
    match x:  # <- here
        case [1, 2, 9]:
            return "129"
        case [1, _, *_]:
            return "1..."
        case [*_, 3]:
            return "...3"
        case [_, _]:
            return "any two"
        case [*_]:
            return "any"
for s in S(V(1), V(2), V(3)), S(V(1), V(5)), S(V(4), V(3)), S(V(4), V(4)), S():
    print(f(s))
# ---
# since 3.10
# A sequence that lies about its length.
import collections.abc
class S(collections.abc.Sequence):
    def __len__(self):
        return 2
    def __getitem__(self, index):
        if index > 2: raise IndexError
        return index
match S():  # <- here
    case [a, b]:
        print(a, b)
# ---
# since 3.10
# Mappings.
import collections
def f(x):
    match x:  # <- here
        case {"a": 1, "b": b}:
            return "a is 1", b
        case {"a": [x, y], **rest}:
            return x, y, rest
        case {1: _, None: n, -1: m}:
            return n, m
        case {**rest}:
            return "rest", rest
        case {}:
            return "never"
        case _:
            return "no mapping"
d = collections.defaultdict(list, {"z": 1})
for x in {"a": 1, "b": 2}, {"a": 1}, {"a": (1, 2), "c": 3}, {1: 2, None: 3, -1: 4}, {}, [], d, "a":
    print(f(x))
print(d)
# ---
# since 3.10
# How values are got.
import collections.abc
class M(collections.abc.Mapping):
    def __getitem__(self, key):
        print("item", key)
        return {"a": 1, "b": 2}[key]
    def __len__(self):
        print("len")
        return 2
    def __iter__(self):
        return iter("ab")
    def get(self, key, default=None):
        print("get", key)
        return super().get(key, default)
match M():  # <- here
    case {"a": 1, "b": 3}:
        print(1)
    case {"x": 1}:
        print(2)
    case {"b": b, **rest}:
        print(3, b, rest)
# ---
# since 3.10
# Keys by name.
class K:
    a = "A"
    b = "B"
match {"A": 1}:  # <- here
    case {K.b: x}:
        print("b", x)
    case {K.a: x}:
        print("a", x)
# ---
# since 3.10
class K:
    a = "A"
match {"A": 1}:  # <- impossible
    case {K.a: x, "B": y}:
        print("b", x)
# ---
# since 3.10
# Attributes of classes.
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y):
        self.x, self.y = x, y
    def __getattr__(self, name):
        print("getattr", name)
        raise AttributeError(name)
class Q(P):
    pass
def f(p):
    match p:  # <- here
        case P(0, 0):
            return "origin"
        case P(x, 0) | P(0, x):
            return "axis", x
        case P(x=1, z=z):
            return "z", z
        case Q(a, b) if a == b:
            return "Q", a
        case P(x, y=Q(1, 2)):
            return "inner", x
        case P() as p2:
            return "P", p2 is p
        case int(n) | str(n):
            return "n", n
        case float() | complex():
            return "number"
for p in P(0, 0), P(3, 0), P(0, 4), P(1, 2), Q(5, 5), P(2, Q(1, 2)), P(8, 9), 5, "s", 2.5, None, True:
    print(f(p))
# ---
# since 3.10
# Too many by place.
class P:
    __match_args__ = ("x",)
match P():  # <- impossible
    case P(1, 2):
        pass
# ---
# since 3.10
# Not settled.
class P:
    pass
match P():  # <- impossible
    case P(1):
        pass
# ---
# since 3.10
# By name needs nothing settled.
class P:
    v = 3
match P():  # <- here
    case P(v=4) | P(w=1):
        print(4)
    case P(v=int(n), w=_):
        print("w", n)
    case P(v=int(n)):
        print(n)
# ---
# since 3.10
# A data class.
from dataclasses import dataclass, field
@dataclass
class P:
    x: int
    y: list = field(default_factory=list)
match P(1, [2, (3, "x")]):  # <- here
    case P(2):
        print("no")
    case P(1, [a, (b, c)]) if b > 5:
        print("guard")
    case P(n, [*_, (3, str(s))]):
        print(n, s)
# ---
# since 3.10
# An attribute that raises something else.
class P:
    @property
    def v(self):
        raise ValueError("v")
match P():  # <- here
    case P(v=1):
        pass
# ---
# since 3.10
# Guards see the names; names of a failed case.
def f(x):
    a = b = None
    match x:  # <- here
        case [a, b] if a > b:
            r = "greater"
        case (a, _) if print("guard", a, b):
            r = "never"
        case [a, *b]:
            r = "rest"
        case _ if a is None:
            r = "none"
    return r, a, b
print(f([2, 1]), f([1, 2]), f([1, 2, 3]), f(5))
# ---
# since 3.10
# The guard raises; the subject is evaluated once.
def say(x):
    print("say", x)
    return x
try:
    match say(1), say(2):  # <- here
        case x, 3 if 1 / 0:
            print("no")
        case 1, y if y / 0:
            print("y")
except ZeroDivisionError as error:
    print(error, y)
# ---
# since 3.10
# Alternatives that bind.
def f(x):
    match x:  # <- here
        case ["go", d] | {"go": d} | (d, "gone", _):
            return d
        case [["a" | "b" as x, _] | [_, "c" as x], *_] as whole:
            return x, whole
        case (int(n) | float(n)) | [n]:
            return "n", n
for x in ["go", 1], {"go": 2}, (3, "gone", 4), [["a", 5], 6], [[7, "c"]], [["x", "y"]], 8, 2.5, ["go"], "go":
    print(f(x))
# ---
# since 3.10
# Jumps.
def f(xs):
    for x in xs:
        match x:  # <- here
            case [1, _]:
                continue
            case {"stop": _}:
                break
            case [y]:
                return y
        print("next", x)
    else:
        return "else"
    return "broken"
print(f([[1, 2], 3, [4], 5]), f([3, {"stop": 1}]), f([]))
# ---
# since 3.10
# Generators, nested match, names that collide, comments.
_subject = _case = _item = "mine"
def f(x):
    match x:  # <- here
        # the first
        case [a, [b, *c]]:  # bound
            y = yield a
            match c:
                case [d]: print("d", d)
                case _: print("c", c)
            print(y, """
  text""")
        # the second
        case _: yield "other"
    # after
    yield _subject, _case, _item
it = f([1, [2, 3]])
print(next(it), it.send("sent"))
print(list(f(3)))
# ---
# since 3.10
# One case; tabs; a tuple of one; a starred subject.
def f(x):
	match *x, 1:  # <- here
		case 1, *rest, 1: return rest
	match x,:
		case [y]: return "y", y
print(f([1, 2, 3]), f([2]))
# ---
# since 3.10
# isinstance is hidden.
isinstance = 3
y = [1]
match y:  # <- impossible
    case [x]:
        print(x)
# ---
# since 3.10
# Literals inside.
def f(x):
    match x:  # <- here
        case [None, True, -1, 2.5, "a" "b", b"x", _]:
            return 1
        case [None | False, *_, 3]:
            return 2
print(f([None, True, -1, 2.5, "ab", b"x", 0]), f([None, 1, -1, 2.5, "ab", b"x", 0]), f([False, 3]), f([0, 3]), f([None]))
# ---
# since 3.10
# Exceptions as classes.
try:
    open("/nowhere/at/all")
except OSError as error:
    match error:  # <- here
        case FileNotFoundError(errno=2, filename=[*_]):
            print("list")
        case FileNotFoundError(errno=n, filename=str(name)):
            print(n, name)
# ---
# since 3.10
# A named tuple has its own; a class from elsewhere is not known.
from somewhere import T
match 1:  # <- impossible
    case T(x=1):
        pass
# ---
# since 3.10
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
class C:
    x = [1, {"k": 2}]
    match x:  # <- here
        case [a, {"k": int(b), **c}]:
            d = a + b
        case (5 | 6 as e, f):
            pass
        case _:
            g = 1
show(C)
# ---
# since 3.10
class M(type):
    def __prepare__(name, bases): return {}
class C(metaclass=M):
    match 1:  # <- impossible
        case [a]: pass
