x = 1
x += 2  # <- here
print(x)
# ---
# In place: the same list.
x = y = [1]
x += (2, 3)  # <- here
print(x, y, x is y)
# ---
# Not in place: another tuple.
x = y = (1,)
x += (2, 3)  # <- here
print(x, y)
# ---
# The object and the key are evaluated once, in order.
def say(word, value):
    print(word)
    return value
class Log(dict):
    def __getitem__(self, key):
        print("get", key)
        return super().__getitem__(key)
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)
d = Log(a=1)
say("object", d)[say("key", "a")] += say("value", 5)  # <- here
print(dict(d))
# ---
class Box:
    @property
    def x(self):
        print("get")
        return 1
    @x.setter
    def x(self, value):
        print("set", value)
def get():
    print("object")
    return Box()
get().x -= 3  # <- here
# ---
# A tuple's item: TypeError, and the list has grown.
t = ([1],)
try:
    t[0] += [2]  # <- here
except TypeError as error:
    print(error)
print(t)
# ---
print_ = "a"
print_ += 1  # <- here
# ---
x = 1
x += "a"  # <- here
# ---
class V:
    def __iadd__(self, other):
        print("iadd", other)
        return "result"
v = V()
v += 1  # <- here
print(v)
# ---
class V:
    def __iadd__(self, other):
        print("iadd", other)
        return NotImplemented
    def __add__(self, other):
        print("add", other)
        return "sum"
v = V()
v += 1  # <- here
print(v)
# ---
class W:
    def __radd__(self, other):
        print("radd", other)
        return "reflected"
x = 1
x += W()  # <- here
print(x)
# ---
class V:
    def __isub__(self, other):
        raise ValueError("no")
v = V()
try:
    v -= 1  # <- here
except ValueError as error:
    print(error, type(v).__name__)
# ---
def f():
    x += 1  # <- here
try:
    f()
except UnboundLocalError as error:
    print(error)
# ---
undefined += print("not evaluated")  # <- here
# ---
def counter():
    n = 0
    def step():
        nonlocal n
        n += 1  # <- here
        return n
    return step
step = counter()
print(step(), step())
# ---
x = [1, 2, 3, 4]
x[1:3] *= 2  # <- here
print(x)
# ---
x = list(range(10))
x[::2] += []  # <- here
print(x)
# ---
class Grid(dict):
    pass
g = Grid({(1, 2): 5, (1,): 6})
g[1, 2] **= 2  # <- here
print(g)
# ---
g = {(1,): 6}
g[1,] //= 4  # <- here
print(g)
# ---
# The value rebinds the key.
xs, i = [10, 20], 0
xs[i] += (i := 1)  # <- here
print(xs, i)
# ---
xs, i = [10, 20], 0
def bump():
    global i
    i = 1
    return 5
xs[i] += bump()  # <- here
print(xs, i)
# ---
x = ()
x += 1, 2  # <- here
print(x)
# ---
def g():
    x = 1
    x += yield x  # <- here
    print(x)
it = g()
next(it)
try:
    it.send(5)
except StopIteration:
    pass
# ---
import asyncio
async def f():
    x = 1
    x += await asyncio.sleep(0, 5)  # <- here
    return x
print(asyncio.run(f()))
# ---
class C:
    n = 1
    n += 1  # <- impossible
# ---
class C:
    __n = 5
    def f(self):
        self.__n %= 3  # <- here
        return self.__n
print(C().f())
# ---
_operator, _object, _key = 1, 2, 3
d = {3: [4]}
d.copy()[_key] += [_operator]; print(d)  # <- here
# ---
if 1: x = 1; x <<= 3; print(x)  # <- here
# ---
for op in range(2):
	a = b = {1, 2}
	a |= {3}  # <- here
	print(a is b)
# ---
x = 7
x &= 5  # <- here
x ^= 1
print(x)
# ---
x = 7
x >>= 1  # <- here
print(x)
# ---
x = 7
x /= 2  # <- here
print(x)
# ---
class M:
    def __imatmul__(self, other):
        return ("mat", other)
m = M()
m @= 2  # <- here
print(m)
# ---
operator = "mine"
x = (
    1)
x += (  # <- here
    2
)
print(x, operator)
# ---
x = 1
x = x + 1  # <- nothing
