for x in [1, 2, 3]:  # <- here
    print(x)
print(x)
# ---
# Order: iterable, iter, next, body.
class I:
    def __init__(self, n):
        print("make")
        self.n = n
    def __iter__(self):
        print("iter")
        return self
    def __next__(self):
        print("next")
        if not self.n:
            raise StopIteration
        self.n -= 1
        return self.n
for i in I(2):  # <- here
    print("body", i)
# ---
# The old protocol.
class S:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i * i
for x in S():  # <- here
    print(x)
# ---
# Not iterable.
for x in 5:  # <- here
    print(x)
# ---
# iter gives no iterator.
class B:
    def __iter__(self):
        return [1]
for x in B():  # <- here
    print(x)
# ---
# Else after the last item.
for x in "ab":  # <- here
    print(x)
else:
    print("else", x)
# ---
# Else and break.
for n in range(2, 8):
    for d in range(2, n):  # <- here
        if n % d == 0:
            print(n, "=", d, "*", n // d)
            break
    else:
        print(n, "is prime")
        if n == 5:
            break
print("end", n)
# ---
# Break and continue.
for x in range(10):  # <- here
    if x % 2:
        continue
    if x > 5:
        break
    print(x)
print("last", x)
# ---
# A generator is closed as soon as the loop is left.
def g():
    try:
        yield 1
        yield 2
    finally:
        print("closed")
for x in g():  # <- here
    print(x)
    break
print("after")
# ---
# By an exception: closed before the handler runs.
def g():
    try:
        yield 1
        yield 2
    finally:
        print("closed")
def f():
    try:
        for x in g():  # <- here
            raise ValueError(x)
    except ValueError as error:
        print("handler", error)
f()
# ---
# By return.
def g():
    try:
        yield 1
        yield 2
    finally:
        print("closed")
def f():
    try:
        for x in g():  # <- here
            return print("value")
    finally:
        print("finally")
f()
# ---
# By break with else.
def g():
    try:
        yield 1
        yield 2
    finally:
        print("closed")
for x in g():  # <- here
    if x == 1:
        break
else:
    print("no")
print("after")
# ---
# Unpacking fails with an exception of its own.
class T:
    def __iter__(self):
        raise StopIteration("from unpacking")
try:
    for a, b in [T()]:  # <- here
        print("no")
except StopIteration as error:
    print("passes:", error)
# ---
# Targets of all kinds.
d = {}
for d["k"], (e, *f) in [(1, "abc"), (2, "de")]:  # <- here
    print(d, e, f)
# ---
# A target with side effects, evaluated after the item.
class I:
    def __iter__(self):
        return self
    n = 0
    def __next__(self):
        print("next")
        I.n += 1
        if I.n > 2:
            raise StopIteration
        return I.n
def where():
    print("where")
    return {}
for where()["x"] in I():  # <- here
    print("body")
# ---
# since 3.9
# One item, a trailing comma; a bare tuple with a star.
for x, in [(1,), (2,)]:
    print(x)
ys = [4, 5]
for x in *ys, 6:  # <- here
    print(x)
# ---
for x, in [(1,), (2, 3)]:  # <- here
    print(x)
# ---
# The body raises StopIteration.
def f():
    for x in range(3):  # <- here
        if x == 1:
            raise StopIteration("mine")
try:
    f()
except StopIteration as error:
    print(error)
# ---
# next raises something else.
def g():
    yield 1
    raise KeyError("k")
for x in g():  # <- here
    print(x)
# ---
# The sequence grows.
xs = [1]
for x in xs:  # <- here
    if x < 4:
        xs.append(x + 1)
print(xs)
# ---
# In a generator, closed early and sent to.
def inner():
    try:
        yield from range(5)
    finally:
        print("inner closed")
def g():
    for x in inner():  # <- here
        got = yield x
        print("got", got)
it = g()
print(next(it), it.send("s"))
it.close()
print("done")
# ---
# Tabs, one line, comments, names that collide.
_it = _it2 = _item = "mine"
def f():
	for x in (1, 2): print(x, _it); y = x  # <- here
	return y, _item
print(f())
# ---
# Two blanks and strings over several lines.
def f():
  for x in (1,
            2):  # <- here
    text = '''a
  b
'''
    # comment

    if x == 2:
      return text, (x
   +1)
print(f())
# ---
# Not bound when there is nothing.
for x in ():  # <- here
    pass
print(x)
# ---
# In a class body.
class C:
    for x in range(3):  # <- here
        pass
# ---
# A built-in that is hidden.
def next(x):
    return 5
for x in [1]:  # <- impossible
    print(x)
# ---
# Shadowed range.
def range(n):
    try:
        yield n
        yield n
    finally:
        print("closed")
for x in range(2):  # <- here
    break
print("end")
# ---
# Nested and rewritten outside.
for a in "ab":  # <- here
    for b in "xy":
        if b == "y":
            break
        print(a, b)
    else:
        continue
    print("broke", a)
else:
    print("else")
# ---
# The else of a loop inside of a loop.
for i in range(3):
    for x in "a":  # <- here
        pass
    else:
        if i == 1:
            continue
    print(i)
# ---
# Exceptions in else; the iterator is gone by then.
def g():
    try:
        yield 1
    finally:
        print("closed")
for x in g():  # <- here
    print(x)
else:
    raise ValueError("else")
# ---
for x in undefined:  # <- here
    print(x)
# ---
# Late capture.
fs = []
for i in range(3):  # <- here
    fs.append(lambda: i)
print([f() for f in fs])
# ---
# A handler's exception is seen inside.
import sys
class I:
    def __iter__(self):
        return self
    def __next__(self):
        print(sys.exc_info()[0])
        raise StopIteration
try:
    1 / 0
except ZeroDivisionError:
    for x in I():  # <- here
        pass
    else:
        print(sys.exc_info()[0])
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
class C:
    for x, y in [(1, 2), (3, 4)]:  # <- here
        z = x + y
    else:
        w = 1
show(C)
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
class A: pass
class C(A):
    for x in range(0):  # <- here
        z = x
    for x, in []: pass
show(C)
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
class C:
    for x, in []:  # <- here
        pass
show(C)
# ---
class C:
    try:
        for x in [1, 2]:  # <- impossible
            1 / 0
    except ZeroDivisionError:
        pass
# ---
import enum
class C(enum.Enum):
    for A in range(2):  # <- impossible
        pass
# ---
# Comments.
for x in [  # first
    1,  # one
    2,
]:  # <- here
    # body
    print(x)  # prints
else:  # at the end
    print("else")
