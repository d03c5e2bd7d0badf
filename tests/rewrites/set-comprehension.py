print(sorted({x % 3 for x in range(10)}))  # <- here
# ---
def say(word, value):
    print(word, value)
    return value
r = {say("element", (x, y)) for x in say("outer", [1, 2, 3]) if say("odd", x % 2) for y in say("inner", [x, x])}  # <- here
print(sorted(r))
# ---
print({x for x in [[1]]})  # <- here
# ---
print({x for x in 5})  # <- here
# ---
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self):
        print("hash", self.n)
        return 1
    def __eq__(self, other):
        print("eq", self.n, other.n)
        return self.n == other.n
print(len({Key(n) for n in (1, 2, 1)}))  # <- here
# ---
x = 9
print({x for x in range(2)}, x)  # <- here
# ---
def f(xs, n):
    return {x + n for x in xs}  # <- here
print(f([1, 2], 1))
# ---
print({(y := x) for x in range(3)}, y)  # <- here
# ---
def f():
    r = {(y := x) for x in range(3)}  # <- here
    return r, y
print(f())
# ---
set = frozenset
print({x for x in range(3)})  # <- impossible
# ---
class C:
    xs = {x for x in range(3)}  # <- here
# ---
f = lambda xs: {x for x in xs}  # <- impossible
# ---
import asyncio
async def get(x): return x
async def main():
    return {await get(x) for x in range(3)}  # <- here
print(asyncio.run(main()))
# ---
import asyncio
async def items():
    yield 1
    yield 1
async def main():
    return {x async for x in items()}  # <- here
print(asyncio.run(main()))
# ---
_result, _items, _comprehension = 1, [2], 3
print({_result + x for x in _items}, _comprehension)  # <- here
# ---
def f(xs):
  if xs: return {x for x in xs if x}  # <- here
  return None
print(f([0, 1]), f([]))
# ---
print({a: {b for b in a} for a in ("xx", "y")})  # <- impossible
# ---
print([x for x in {y % 2 for y in range(5)}])  # <- here
# ---
try:
    print({1 / x for x in (1, 0)})  # <- here
except ZeroDivisionError as error:
    print(error)
# ---
print({x for x in range(3)} | {9}, {1, 2})  # <- here
# ---
print({x.y for x in [1]})  # <- here
# ---
def g():
    r = {x for x in (yield "items")}  # <- here
    yield r
it = g()
print(next(it), it.send("aa"))
# ---
# The first iterable sees the names around.
x = [[1], [2]]
print(sorted({y for x in x for y in x}), x)  # <- here
# ---
def f(n):
    fs = {(lambda: i + n) for i in range(3)}  # <- here
    n = 10
    return sorted(f() for f in fs)
print(f(1))
# ---
if {x for x in "ab" if x > "a"}: print("some")  # <- here
else: print("none")
# ---
try:
    print({y for x in range(3)})  # <- here
except NameError as error:
    print(error)
