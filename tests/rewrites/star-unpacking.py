a, *b, c = [1, 2, 3, 4]  # <- here
print(a, b, c)
# ---
xs = range(5)
*a, b = xs  # <- here
print(a, b)
# ---
xs = "abc"
a, *b = xs  # <- here
print(a, b)
# ---
xs = (1, 2)
[a, *b, c] = xs  # <- here
print(a, b, c)
# ---
(*a,) = iter("xy")  # <- here
print(a)
# ---
*a, = 1, 2  # <- here
print(a)
# ---
a, *b, c = [1]  # <- here
# ---
def g():
    print("start")
    yield 1
    print("end")
a, *b, c = g()  # <- here
# ---
a, *b = 5  # <- here
# ---
a, *b = None  # <- here
# ---
class S:
    def __getitem__(self, i):
        print("get", i)
        if i > 2: raise IndexError
        return i
a, *b = S()  # <- here
print(a, b)
# ---
class It:
    def __iter__(self):
        print("iter")
        return iter([1, 2, 3])
    def __len__(self):
        print("len")
        return 3
a, *b = It()  # <- here
print(a, b)
# ---
def g():
    yield 1
    raise ValueError("inside")
a = "old"
try:
    a, *b = g()  # <- here
except ValueError as error:
    print(error, a)
# ---
# Targets from left to right.
class Log(dict):
    def __setitem__(self, key, value):
        print("set", key, value)
def say(word, value):
    print(word)
    return value
d = Log()
say("first", d)[say("k1", 1)], *say("second", d)[say("k2", 2)] = say("value", [1, 2, 3])  # <- here
# ---
class Box: pass
box = Box()
box.a, *box.b = "xyz"  # <- here
print(box.a, box.b)
# ---
a, *b, (c, *d) = [1, 2, "xyz"]  # <- here
print(a, b, c, d)
# ---
a, *b, (c, d) = [1, 2, 3]  # <- here
# ---
# Swapping.
a, b = 1, 2
a, *b = b, a, a  # <- here
print(a, b)
# ---
x = a, *b = [1, 2, 3]  # <- impossible
# ---
a, *b = x = [1, 2, 3]  # <- impossible
# ---
class C:
    a, *b = [1, 2]  # <- impossible
# ---
list = 5
a, *b = [1, 2]  # <- impossible
# ---
a, b = 1, 2  # <- nothing
# ---
def f(xs):
	head, *tail = xs; print(head, tail)  # <- here
	return tail
f([1, 2])
# ---
_items, _value = [1, 2, 3], 5
a, *b = _items  # <- here
print(a, b, _items, _value)
# ---
# Objects live no longer than before.
class Loud:
    def __init__(self, n): self.n = n
    def __del__(self): print("gone", self.n)
def make(): return [Loud(1), Loud(2)]
a, *b = make()  # <- here
a = None
print("after a")
b = None
print("after b")
# ---
def g():
    a, *b = yield  # <- here
    print(a, b)
it = g()
next(it)
try:
    it.send("abc")
except StopIteration:
    print("stop")
# ---
d = {"a": 1, "b": 2}
a, *b = d  # <- here
print(a, b)
# ---
a, *b = (x * 2 for x in range(3))  # <- here
print(a, b)
# ---
a, *b = (3, *[1, 2])  # <- here
print(a, b)
# ---
a, *b, c, d = (  # <- here
    1, 2,
    3
)
print(a, b, c, d)
# ---
class NoIter:
    __iter__ = None
a, *b = NoIter()  # <- here
