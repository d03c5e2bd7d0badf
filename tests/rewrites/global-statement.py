def f():
    global x  # <- here
    x = 1
    return x
print(f(), x)
# ---
x = 1
def f():
    global x  # <- here
    x += 1
    x *= x + 1
f()
print(x)
# ---
# In place.
xs = [1]
ys = xs
def say(x):
    print(x, xs)
    return x
def f():
    global xs  # <- here
    xs += say([2])
f()
print(xs, ys, xs is ys)
# ---
# Not there yet.
def f():
    global x  # <- here
    x += 1
f()
# ---
def f():
    global x  # <- here
    del x
x = 3
f()
print("x" in globals())
f()
# ---
# Falls back to the built-ins.
def f():
    global len  # <- here
    print(len("abc"))
    len = lambda x: -1
    print(len("abc"))
f()
print(len([]))
del len
print(len([]))
# ---
# Loops, with, unpacking.
import contextlib
def f():
    global a, b, c, d  # <- here
    for a in range(3):
        pass
    for i, b in enumerate("xy"):
        print(i, b)
    with contextlib.nullcontext(5) as c:
        print(c)
    d, *e = "pqr"
    (a, [b, *c]) = 1, (2, 3, 4)
    print(e)
f()
print(a, b, c, d, "i" in globals())
# ---
# Imports.
def f():
    global os, p, O  # <- here
    import os
    import os.path as p
    from collections import OrderedDict as O
f()
print(os.__name__, p.join("a", "b"), O.__name__)
# ---
def f():
    global os  # <- impossible
    import os.path
f()
# ---
def f():
    global deque  # <- here
    from collections import deque  # why
    return deque([1])
print(f(), deque)
# ---
# A definition.
def f():
    global g  # <- impossible
    def g(): pass
f()
# ---
def f():
    global x  # <- impossible
    if (x := 3): pass
f()
# ---
def f():
    global x  # <- impossible
    print([(x := i) for i in range(3)])
f()
# ---
def f():
    global e  # <- impossible
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
f()
# ---
# An outer function has one of its own.
def outer():
    x = "outer"
    def f():
        global x  # <- impossible
        x = 1
        return x
    return f(), x
print(outer(), x)
# ---
# An inner function reads and declares.
def f():
    global x  # <- here
    x = 1
    def g():
        return x
    def h():
        global x
        x = 5
    h()
    return g()
print(f(), x)
# ---
# An inner function has one of its own.
def f():
    global x  # <- here
    x = 1
    def g():
        x = 2
        return x
    def h(x):
        return x, [x for x in range(2)]
    return g(), h(7), x
print(f())
# ---
# In a method of a class that has one of its own.
x = 0
class C:
    x = 5
    def f(self):
        global x  # <- here
        x = x + 1
        return x, self.x
print(C().f(), x)
# ---
# Exceptions: the value comes first.
x = 0
def f():
    global x  # <- here
    x = 1 / 0
try:
    f()
except ZeroDivisionError as error:
    print(error, x)
# ---
# Attributes, keywords, strings.
class x: y = 1
def f(**k):
    global x  # <- here
    f2 = dict(x=x.y, z="x")
    x.x = 2
    x = f2
    return f"{x}"
print(f())
# ---
# Chained, on a line of several, alone in its block, tabs.
def f(v):
	if v:
		global x  # <- here
	x = y = 3; x = x + 1
	return x, y
print(f(1), x)
# ---
# Alone.
def f():
    global x  # <- here
print(f())
# ---
# Several on a line.
def f():
    global x; x = 1; x += 1  # <- impossible
f()
# ---
# Name that collides; generator; async.
_value = 0
x = 0
def f():
    global x  # <- here
    for _ in range(2):
        x += yield x
it = f()
print(next(it), it.send(4), x)
# ---
# globals is hidden.
def f(globals):
    global x  # <- impossible
    x = 1
# ---
# In a class body.
class C:
    global x  # <- impossible
    x = 1
# ---
# One line.
def f(): global x; x = 3  # <- impossible
# ---
# Comments.
def f():
    # before
    global x  # <- here
    # behind
    x = (1,  # one
         2)  # two
    x += (  # three
        4,
    )
f()
print(x)
# ---
# In the loop of a loop, subscripts with the name.
i = 0
a = [0, 0, 0]
def f():
    global i, a  # <- here
    for i in range(3):
        a[i] = i
        a[i] += i
    for a[i] in range(5): pass
f()
print(i, a)
# ---
# Read, written and read again across an exception.
n = 1
def f():
    global n  # <- here
    n = n + 1
    try:
        n = n // 0
    except ZeroDivisionError as error:
        print(error, n)
    n = "done"
f()
print(n)
# ---
# A generator that is closed early.
state = "new"
def f():
    global state  # <- here
    state = "open"
    try:
        yield state
    finally:
        state = "closed"
it = f()
print(state, next(it), state)
it.close()
print(state)
