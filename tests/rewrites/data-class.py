from dataclasses import dataclass
@dataclass
class Point:  # <- here
    x: int
    y: int = 0
p = Point(1)
print(p, p == Point(1, 0), p == Point(1, 2), p != 3, p.__eq__(3))
print(Point.__match_args__ if hasattr(Point, "__match_args__") else ("x", "y"))
p.x = 5
print(p, Point.y, "x" in vars(Point))
try:
    hash(p)
except TypeError as error:
    print(error)
try:
    Point()
except TypeError as error:
    print("y" in str(error), "x" in str(error))
print(Point.__init__.__annotations__)
# ---
# A factory, and one that is not a parameter.
from dataclasses import dataclass, field
@dataclass
class Bag:  # <- here
    """Holds things."""
    items: list = field(default_factory=list)
    names: dict = field(default_factory=dict, init=False, repr=False)
    sizes: list = field(default_factory=lambda: [1, 2])
a, b = Bag(), Bag([9])
a.items.append(1)
a.names["x"] = 1
print(a, b, a.names, b.names, a == b, Bag() == Bag(), a.sizes is b.sizes)
print("items" in vars(Bag), Bag.__doc__)
print(Bag(sizes=None))
# ---
# since 3.10
# Keyword-only fields.
from dataclasses import dataclass, KW_ONLY, field
@dataclass
class C:  # <- here
    a: int
    _: KW_ONLY
    b: int = 2
    c: int = field(default=3, kw_only=False)
print(C(1), C(1, 5, b=6), C.__match_args__)
try:
    C(1, 2, 3)
except TypeError as error:
    print(error)
# ---
# since 3.10
from dataclasses import dataclass, field
@dataclass(kw_only=True)
class C:  # <- here
    a: int
    b: int = 2
print(C(a=1), C(b=3, a=4), C.__match_args__)
C(1)
# ---
# InitVar, __post_init__, ClassVar.
from dataclasses import dataclass, field, InitVar
from typing import ClassVar
@dataclass
class C:  # <- here
    a: int
    scale: InitVar[int] = 3
    total: ClassVar[int] = 0
    product: int = field(init=False)
    def __post_init__(self, scale):
        self.product = self.a * scale
        C.total += 1
print(C(2), C(2, 5), C.total, C.scale)
print(C(2, scale=7).product)
# ---
# Order.
from dataclasses import dataclass, field
@dataclass(order=True)
class V:  # <- here
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)
print(sorted([V(2), V(1, 5), V(1, 2, "z")]), V(1) < V(1, 1), V(1) <= V(1, 0, "q"), V(3) > V(2), V(3) >= V(4))
print(V(1).__lt__(3), V(1, 0, "a") == V(1, 0, "b"))
V(1) < 3
# ---
# Order without __eq__.
from dataclasses import dataclass
@dataclass(order=True, eq=False)
class V:  # <- impossible
    major: int
# ---
# Order methods of its own.
from dataclasses import dataclass
@dataclass(order=True)
class V:  # <- impossible
    major: int
    def __lt__(self, other):
        return True
# ---
# Frozen.
from dataclasses import dataclass, FrozenInstanceError
@dataclass(frozen=True)
class P:  # <- here
    x: int
    y: int = 1
p = P(1)
for act in (lambda: setattr(p, "x", 2), lambda: delattr(p, "y"), lambda: setattr(p, "z", 2), lambda: delattr(p, "z")):
    try:
        act()
    except FrozenInstanceError as error:
        print(type(error), error, error.args)
print(hash(p) == hash((1, 1)), {p: 1}[P(1)], p)
class Q(P):
    pass
q = Q(1)
q.z = 3
print(q.z)
del q.z
try:
    q.x = 2
except AttributeError as error:
    print(error)
del q.zz
# ---
# A frozen class with a factory and __post_init__.
from dataclasses import dataclass, field
@dataclass(frozen=True)
class P:  # <- here
    xs: tuple = field(default_factory=tuple)
    n: int = field(init=False, default=7)
    def __post_init__(self):
        print("post", self.xs, self.n)
        self.m = 1
P((1, 2))
# ---
# unsafe_hash, fields that do not count.
from dataclasses import dataclass, field
@dataclass(unsafe_hash=True)
class P:  # <- here
    x: int
    y: int = field(compare=False)
    z: int = field(hash=False)
    w: int = field(hash=True, compare=False)
print(hash(P(1, 2, 3, 4)) == hash((1, 4)), P(1, 2, 3, 4) == P(1, 5, 3, 9), P(1, 2, 3, 4) == P(1, 2, 4, 4))
# ---
# unsafe_hash with a __hash__ of its own.
from dataclasses import dataclass
@dataclass(unsafe_hash=True)
class P:  # <- impossible
    x: int
    def __hash__(self):
        return 1
# ---
# Methods of its own are kept.
from dataclasses import dataclass
@dataclass
class P:  # <- here
    x: int
    def __repr__(self):
        return f"<{self.x}>"
    def __eq__(self, other):
        print("eq")
        return True
    def __hash__(self):
        return 5
print(P(1), P(1) == P(2), hash(P(3)))
# ---
# An __init__ of its own; no repr, no eq.
from dataclasses import dataclass
@dataclass(repr=False, eq=False)
class P:  # <- here
    x: int
    def __init__(self):
        self.x = 4
p = P()
print(p.x, p == P(), p == p, hash(p) == object.__hash__(p), repr(p).startswith("<__main__.P object at"))
# ---
# No __init__.
from dataclasses import dataclass
@dataclass(init=False)
class P:  # <- here
    x: int = 3
print(P(), P.x)
P(1)
# ---
# A shared mutable default.
from dataclasses import dataclass
@dataclass
class P:  # <- impossible
    xs: list = []
# ---
# No default behind a default.
from dataclasses import dataclass
@dataclass
class P:  # <- impossible
    x: int = 1
    y: int
# ---
# Inherited fields.
from dataclasses import dataclass, field
@dataclass
class A:
    x: int
    y: list = field(default_factory=list)
    z: int = 3
@dataclass
class B(A):  # <- here
    x: int = 5
    w: int = 6
print(B(), B(1, 2, 3, 4), A(1), B() == B(), A(5) == B())
# ---
# A base of data classes.
from dataclasses import dataclass
@dataclass
class A:  # <- impossible
    x: int
@dataclass
class B(A):
    y: int
print(B(1, 2))
# ---
# A default that is inherited, one that is evaluated once.
from dataclasses import dataclass
def say(x):
    print("say", x)
    return x
n = say(1)
@dataclass
class A:
    x: int = n
@dataclass
class B(A):  # <- here
    y: int = n
    z: int = 2 + 3
n = 7
print(B(), B.__init__.__defaults__, B.y)
# ---
# A base that is unknown.
from dataclasses import dataclass
from somewhere import Base
@dataclass
class A(Base):  # <- impossible
    x: int
# ---
# It holds itself.
from dataclasses import dataclass
@dataclass
class Node:  # <- here
    value: int
    next: object = None
n = Node(1)
n.next = n
print(n)
# ---
# since 3.10
# Slots.
from dataclasses import dataclass, field
@dataclass(slots=True)
class P:  # <- here
    x: int
    y: int = 2
    z: tuple = (1, 2)
    w: list = field(default_factory=list)
    def total(self):
        return self.x + self.y
p = P(1)
print(p, p.total(), P.__slots__, hasattr(p, "__dict__"), p.z)
p.q = 3
# ---
# since 3.11
# Slots, frozen, copied and pickled.
from dataclasses import dataclass, field, FrozenInstanceError
import copy
import pickle
@dataclass(frozen=True, slots=True)
class P:  # <- here
    x: int
    y: int = field(init=False, default=4)
p = P(1)
print(p, copy.copy(p), pickle.loads(pickle.dumps(p)) == p, P.__slots__, hash(p) == hash((1, 4)))
try:
    p.x = 3
except FrozenInstanceError as error:
    print(error)
# ---
# since 3.11
# A slot for weak references.
from dataclasses import dataclass
import weakref
@dataclass(slots=True, weakref_slot=True)
class P:  # <- here
    x: int
p = P(1)
print(weakref.ref(p)() is p, P.__slots__)
# ---
from dataclasses import dataclass
@dataclass(slots=True)
class P:  # <- impossible
    x: int
    def f(self):
        return super().__repr__()
# ---
# since 3.10
from dataclasses import dataclass
@dataclass(slots=True)
class P:  # <- impossible
    x: int
    __slots__ = ("x",)
# ---
# since 3.11
# Slots above.
from dataclasses import dataclass
@dataclass(slots=True)
class A:
    x: int
@dataclass(slots=True)
class B(A):  # <- here
    x: int = 1
    y: int = 2
print(B(), B.__slots__, A.__slots__)
# ---
# Other decorators; comments inside.
import dataclasses
def noted(cls):
    print("noted", cls.__name__, cls(1))
    return cls
# before
@noted  # the first
# between
@dataclasses.dataclass(
    eq=False,  # no comparison
)
# behind
class P:  # <- here
    # the field
    x: int  # a coordinate
    y: list = dataclasses.field(
        default_factory=list,  # a new one
    )  # the list
    # the end
print(P(2))
# ---
# On one line, in a function, with odd indentation.
import dataclasses as dc
def f(n):
  @dc.dataclass
  class P: x: int; y: int = n  # <- here
  return P(1), P(1, 2)
print(f(5), f.__name__)
# ---
# Without any field.
from dataclasses import dataclass
@dataclass(order=True, frozen=True)
class P:  # <- here
    pass
print(P(), P() == P(), P() < P(), hash(P()) == hash(()))
P().x = 1
# ---
# A field called self, private names.
from dataclasses import dataclass
@dataclass
class P:  # <- here
    self: int
    __private: int = 3
print(P(1), P(1)._P__private, P(self=2, _P__private=4))
# ---
# Names that collide with the fresh ones.
from dataclasses import dataclass, field
_missing = _reprlib = "mine"
@dataclass
class P:  # <- here
    _missing2: list = field(default_factory=list)
print(P(), P(_missing2=3), _missing, _reprlib)
# ---
# A factory that a parameter hides.
from dataclasses import dataclass, field
@dataclass
class P:  # <- impossible
    list: list = field(default_factory=list)
# ---
# A factory that the body defines.
from dataclasses import dataclass, field
@dataclass
class P:  # <- impossible
    def make():
        return [1]
    xs: list = field(default_factory=make)
# ---
# The built-in is hidden.
from dataclasses import dataclass
def f(hash):
    @dataclass
    class P:  # <- impossible
        x: int
# ---
# Two decorators on one class; a nested data class.
from dataclasses import dataclass
class Outer:
    @dataclass
    class P:  # <- here
        x: int
        y: "Outer" = None
    other = 1
print(Outer.P(1), Outer.P.__qualname__, sorted(k for k in vars(Outer) if k[:2] != "__"))
# ---
# since 3.13
# nan.
from dataclasses import dataclass
@dataclass
class P:  # <- here
    x: float
nan = float("nan")
p = P(nan)
print(p == P(nan), p == p)
# ---
# Not a data class.
def dataclass(c):
    return c
@dataclass
class P:  # <- nothing
    x: int
# ---
# since 3.12
# Type parameters.
from dataclasses import dataclass
@dataclass
class P[T]:  # <- here
    x: T
    y: "T | None" = None
print(P(1), P[int](2))
# ---
# Exceptions in a default and in __eq__.
from dataclasses import dataclass
class Bad:
    def __eq__(self, other):
        raise ValueError("eq")
    def __repr__(self):
        raise KeyError("repr")
@dataclass
class P:  # <- here
    x: object
try:
    P(Bad()) == P(Bad())
except ValueError as error:
    print(error)
print(P(Bad()))
# ---
# since 3.13
# A comparison stops at the first difference.
from dataclasses import dataclass
class V:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        print("compare", self.n, other.n)
        return self.n == other.n
@dataclass
class P:  # <- here
    x: V
    y: V
print(P(V(1), V(2)) == P(V(3), V(2)), P(V(1), V(2)) == P(V(1), V(2)))
# ---
# A subclass is another class.
from dataclasses import dataclass
@dataclass
class P:  # <- here
    x: int
class Q(P):
    pass
print(P(1) == Q(1), Q(1) == P(1), Q(1), Q(1) == Q(1), P(1).__eq__(Q(1)))
# ---
# since 3.10
# match takes the fields by place.
from dataclasses import dataclass
@dataclass
class P:  # <- here
    x: int
    y: int
match P(1, 2):
    case P(a, b):
        print(a, b)
