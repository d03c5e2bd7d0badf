xs = [1, 2, 3]
print([x * 2 for x in xs])  # <- here
# ---
# Conditions and loops, in order.
def say(word, value):
    print(word, value)
    return value
r = [say("element", (x, y)) for x in say("outer", [1, 2, 3]) if say("odd", x % 2) for y in say("inner", [x, x + 1]) if y if say("y", y) > 1]  # <- here
print(r)
# ---
# The target does not leak.
x = "mine"
r = [x for x in range(3)]  # <- here
print(r, x)
# ---
# The first iterable sees the names around, the second the loop's.
x = [[1, 2], [3]]
r = [y for x in x for y in x]  # <- here
print(r, x)
# ---
# Unbound names.
try:
    print([x for x in range(3) if y])  # <- here
except NameError as error:
    print(error)
# ---
# Not iterable.
print([x for x in 5])  # <- here
# ---
print([x for x in [1, 2] for y in x])  # <- here
# ---
# An exception half-way.
log = []
def f(x):
    log.append(x)
    return 1 / x
try:
    [f(x) for x in (2, 1, 0, 5)]  # <- here
except ZeroDivisionError as error:
    print(error, log)
# ---
# In a function, with variables around.
def f(n, xs):
    total = [x + n for x in xs if x != n]  # <- here
    n = 100
    return total, n
print(f(1, [1, 2, 3]))
# ---
# Late capture by lambdas.
fs = [lambda: i for i in range(3)]  # <- here
print([f() for f in fs])
# ---
# A walrus binds around.
r = [y := x * 2 for x in range(3)]  # <- here
print(r, y)
# ---
def f():
    r = [last := x for x in range(3) if (other := x) < 2]  # <- here
    return r, last, other
print(f())
# ---
def f(last):
    r = [last := x for x in range(3)]  # <- here
    return r, last
print(f(9), f("a"))
# ---
def f():
    global last
    r = [last := x for x in range(3)]  # <- here
    return r
print(f(), last)
# ---
def outer():
    last = "start"
    def f():
        nonlocal last
        return [last := x for x in range(3)]  # <- here
    return f(), last
print(outer())
# ---
# Nothing bound where nothing was iterated.
def f(xs):
    r = [(last := x) for x in xs]  # <- here
    return last
print(f([1]))
try:
    f([])
except UnboundLocalError as error:
    print(type(error))
# ---
# Nested: the inner one sees the outer one's names.
m = [[1, 2], [3, 4]]
print([[y * <CURSOR>len(row) for y in row] for row in m])  # <- impossible
# ---
m = [[1, 2], [3, 4]]
print(<CURSOR>[[y * len(row) for y in row] for row in m])
# ---
# The inner one as first iterable.
print([x + 1 for x in <CURSOR>[y * 2 for y in range(3)]])
# ---
# In a lambda, in a class body.
f = lambda xs: [x for x in xs]  # <- impossible
# ---
class C:
    xs = [x for x in range(3)]  # <- here
# ---
class C:
    n = 3
    def __secret(self, x):
        return x + self.n
    def f(self, xs):
        return [self.__secret(x) for x in xs]  # <- here
print(C().f([1, 2]))
# ---
class A:
    def f(self): return 1
class B(A):
    def f(self):
        return [super().f() for x in range(3)]  # <- impossible
# ---
def f():
    return [locals() for x in range(3)]  # <- impossible
# ---
# In conditions and headers.
def f(xs):
    if [x for x in xs if x > 2]:  # <- here
        return "some"
    else:
        return "none"
print(f([1]), f([3]))
# ---
def f(xs):
    if not xs:
        return "empty"
    elif [x for x in xs if x > 2]:  # <- here
        return "some"
    return "none"
print(f([]), f([1]), f([3]))
# ---
xs = [3, 2, 1]
while [x for x in xs if x > 1]:  # <- here
    print(xs.pop(0))
# ---
for n in [x for x in range(5) if x % 2]:  # <- here
    print(n)
else:
    print("end")
# ---
def f(xs=[x for x in range(3)]):  # <- here
    xs.append(1)
    return xs
print(f(), f())
# ---
# Behind a colon, among semicolons.
xs = [1, 2]
if xs: a = 1; b = [x for x in xs]; c = 3  # <- here
print(a, b, c)
# ---
# Tabs, comments, lines, strings.
def f(xs):
	# above
	r = [
		x  # the element
		for x in xs  # <- here
		if x != """a
  b"""
	]  # behind
	# below
	return r
print(f(["""a
  b""", 1]))
# ---
# Targets of all kinds.
pairs = [(1, (2, 3)), (4, (5, 6))]
print([a + b + c for a, (b, c) in pairs])  # <- here
# ---
print([b for a, *b in ["abc", "de"]])  # <- here
# ---
class Box: pass
box, items = Box(), {}
print([box.x + items["k"] for box.x, items["k"] in [(1, 2), (3, 4)]], box.x, items)  # <- here
# ---
# A conditional element, a tuple, a lambda in the condition.
print([(x, "e" if x % 2 == 0 else "o") for x in range(4) if (lambda y: y > 1)(x)])  # <- here
# ---
# Names that collide.
_comprehension, _items, _result = 1, [2, 3], 4
print([_items + _result for _items in _items], _comprehension)  # <- here
# ---
# An iterator with side effects.
class It:
    def __iter__(self):
        print("iter")
        self.n = 0
        return self
    def __next__(self):
        self.n += 1
        print("next", self.n)
        if self.n > 2:
            raise StopIteration
        return self.n
    def __len__(self):
        print("len")
        return 2
print([x for x in It()])  # <- here
# ---
# Waiting.
import asyncio
async def get(x):
    print("get", x)
    return x
async def items():
    for i in range(3):
        yield i
async def main():
    a = [await get(x) for x in range(2)]  # <- here
    return a
print(asyncio.run(main()))
# ---
import asyncio
async def items():
    for i in range(3):
        yield i
async def main():
    return [x + y async for x in items() if x for y in (1, 2)]  # <- here
print(asyncio.run(main()))
# ---
import asyncio
async def get():
    print("get")
    return [1, 2]
async def main():
    return [x for x in await get()]  # <- here
print(asyncio.run(main()))
# ---
# In an f-string.
print(f"{[x for x in 'ab']}")  # <- here
# ---
# since 3.10
def f(x):
    match x:
        case [*rest] if [y for y in rest if y > 2]:  # <- here
            return "big", rest
        case _:
            return "other"
print(f([1, 5]), f([1]), f(3))
# ---
# A decorator's argument.
def deco(xs):
    print(xs)
    return lambda f: f
@deco([x for x in range(2)])  # <- here
def f():
    pass
# ---
# StopIteration from the element is not swallowed.
def f():
    return [next(iter([])) for x in range(2)]  # <- here
try:
    f()
except StopIteration as error:
    print("stop")
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
n = 1
class C:
    n = 2
    xs = [n for n in range(n)]  # <- here
    __p = 3
show(C)
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
n = 1
class C:
    n = 2
    xs = [(n, i) for i in range(n)]  # <- here
show(C)
# ---
class C:
    if [x for x in range(3)]:  # <- impossible
        y = 1
# ---
import enum
class C(enum.Enum):
    A = [x for x in range(3)]  # <- impossible
# ---
# Comments.
def f(ys):
    xs = [  # the list
        x + 1  # each
        for x in ys  # of these
        # but not
        if x > 1
    ]  # <- here
    return xs  # done
print(f([1, 2, 3]))
# ---
# Comments, on a line with others.
def f(ys):
    a = 1; xs = [x  # each
                 for x in ys]  # <- here
    return xs
print(f([1, 2, 3]))
