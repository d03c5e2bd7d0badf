print(list(x * 2 for x in [1, 2, 3]))  # <- here
# ---
print(sum((x for x in range(4)), 10))  # <- here
# ---
# Laziness and order.
def say(word, value):
    print(word, value)
    return value
g = (say("element", (x, y)) for x in say("outer", [1, 2, 3]) if say("odd", x % 2) for y in say("inner", [x]))  # <- here
print("made")
for r in g:
    print("got", r)
# ---
# The first iterable is evaluated at once, and asked for its iterator at once.
class It:
    def __init__(self): print("init")
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
g = (x for x in It())  # <- here
print("made")
print(list(g))
# ---
# Not iterable: at once.
try:
    g = (x for x in 5)  # <- here
except TypeError as error:
    print(error)
# ---
# The second one later.
g = (x for x in [1] for y in x)  # <- here
print("made")
next(g)
# ---
# An iterator without __iter__.
class Next:
    n = 0
    def __next__(self):
        self.n += 1
        if self.n > 3: raise StopIteration
        return self.n
class Items:
    def __iter__(self): return Next()
print(list(x for x in Items()))  # <- here
# ---
# Closed early.
class Items:
    def __iter__(self):
        try:
            yield 1
            yield 2
        finally:
            print("items closed")
g = (x for x in Items())  # <- here
print(next(g))
g.close()
print("closed", list(g))
# ---
# throw.
g = (x for x in range(5))  # <- here
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as error:
    print(error, list(g))
# ---
# StopIteration inside becomes RuntimeError.
g = (next(iter([])) for x in range(3))  # <- here
try:
    list(g)
except RuntimeError as error:
    print(error)
# ---
# StopIteration while unpacking.
class Bad:
    def __iter__(self):
        raise StopIteration("bad")
g = (a for a, b in [Bad()])  # <- here
try:
    list(g)
except RuntimeError as error:
    print(error)
# ---
# Names around are looked up when it runs.
n = 1
g = (x + n for x in range(2))  # <- here
n = 10
print(list(g))
# ---
def f(n):
    g = (x + n for x in range(n))  # <- here
    n = 10
    return list(g)
print(f(2))
# ---
x = "mine"
print(list(x for x in "ab"), x)  # <- here
# ---
print(any(x > 1 for x in (1, 2, 3)))  # <- here
# ---
g = ((y := x) for x in range(3))  # <- here
next(g)
print(y, list(g), y)
# ---
def f():
    g = ((y := x) for x in range(3))  # <- here
    next(g)
    return y, list(g), y
print(f())
# ---
class C:
    xs = list(x for x in range(3))  # <- here
# ---
f = lambda xs: (x for x in xs)  # <- impossible
# ---
print(list(list(y for y in range(x)) for x in range(3)))  # <- here
# ---
_generator, _items, _item = 1, [(2, 3)], 4
print(list(_item + a + b for a, b in _items), _generator)  # <- here
# ---
iter = 5
print(list(x for x in "ab"))  # <- impossible
# ---
import asyncio
async def get(x):
    print("get", x)
    return x
async def main():
    g = (await get(x) for x in range(3))  # <- here
    print("made")
    async for x in g:
        print(x)
asyncio.run(main())
# ---
import asyncio
async def items():
    yield 1
async def main():
    return [x async for x in (y async for y in items())]  # <- impossible
# ---
import asyncio
async def items(n):
    yield n
async def main():
    async for x in (y for x in (1, 2) async for y in items(x)):  # <- here
        print(x)
asyncio.run(main())
# ---
def f(xs):
	while any(x > 1 for x in xs):  # <- here
		# inside
		xs.pop()
		print(xs)
	return xs
f([1, 2, 3])
# ---
# A parameter, keyword, star.
print(*(x for x in "ab"), sep="-")  # <- here
# ---
print(max((x for x in []), default=3))  # <- here
# ---
(a, b) = (x for x in "ab")  # <- here
print(a, b)
# ---
def f():
    yield from (x for x in range(3))  # <- here
print(list(f()))
# ---
# No generator expression.
x = (1, 2)  # <- nothing
# ---
# Running out twice.
g = (x for x in "a")  # <- here
print(next(g), next(g, "none"), next(g, "none"))
# ---
# Attributes as targets.
class Box: pass
box = Box()
print(list(box.x for box.x in (1, 2)), box.x)  # <- here
# ---
g = (y := x for x in range(3))  # <- here
print(list(g), y)
# ---
# Comments.
xs = list(
    x  # each
    for x in (1, 2)  # of two
)  # <- here
print(xs)
