print({x: x * x for x in range(3)})  # <- here
# ---
# Key before value.
def say(word, value):
    print(word, value)
    return value
print({say("key", x + y): say("value", y) for x in say("outer", [1, 2]) if say("if", x) for y in say("inner", [x])})  # <- here
# ---
# The later one wins, the first key stays.
print({x % 2 == 0: x for x in range(5)})  # <- here
# ---
print({1 if x else True: x for x in range(2)})  # <- here
# ---
print({[x]: x for x in range(2)})  # <- here
# ---
print({x: 1 / x for x in (1, 0)})  # <- here
# ---
# An unhashable key: the value is evaluated first.
def v(x):
    print("value")
    return x
print({x: v(x) for x in [[]]})  # <- here
# ---
print({k: v for k, v in 5})  # <- here
# ---
print({k: v for k, v in [(1, 2, 3)]})  # <- here
# ---
print({k: v for k, v in zip("ab", (1, 2))})  # <- here
# ---
k = "mine"
print({k: 1 for k in "ab"}, k)  # <- here
# ---
def f(names, n):
    return {name: (lambda: (name, n)) for name in names}  # <- here
print({k: v() for k, v in f("ab", 1).items()})
# ---
print({x: (y := x) for x in range(3)}, y)  # <- here
# ---
def f():
    r = {(y := x): y + 1 for x in range(3)}  # <- here
    return r, y
print(f())
# ---
class C:
    xs = {x: 1 for x in range(3)}  # <- here
# ---
f = lambda xs: {x: 1 for x in xs}  # <- impossible
# ---
_result, _items, _comprehension, _key = 1, [2], 3, 4
print({_key + x: _result for x in _items}, _comprehension)  # <- here
# ---
import asyncio
async def get(x):
    print("get", x)
    return x
async def main():
    return {await get(x): await get(-x) for x in range(3)}  # <- here
print(asyncio.run(main()))
# ---
def f(xs):
	if xs: return {
		x:  # <- here
		"""a
  b"""
		for x in xs
	}
	return None
print(f([1]), f([]))
# ---
class Key:
    def __init__(self, n): self.n = n
    def __hash__(self):
        print("hash", self.n)
        return 1
    def __eq__(self, other):
        print("eq", self.n, other.n)
        return self.n == other.n
print(len({Key(n): n for n in (1, 2, 1)}))  # <- here
# ---
print({"const": x for x in range(3)})  # <- here
# ---
print(dict(a=1, **{k: v for k, v in [("b", 2)]}))  # <- here
# ---
print({x: {y: x for y in range(2)} for x in range(2)})  # <- here
# ---
x = {"a": [1, 2]}
print({y: x for x in x.values() for y in x})  # <- here
# ---
# The key is a variable around that the value rebinds.
def f():
    k = 1
    def bump():
        nonlocal k
        k += 1
        return k
    return {k: bump() for _ in range(3)}  # <- here
print(f())
