def counter():
    n = 0
    def step():
        nonlocal n  # <- here
        n += 1
        return n
    return step, lambda: n
step, read = counter()
print(step(), step(), read())
a, b = counter()
print(a(), b(), read())
# ---
# A parameter.
def f(n):
    "doc"
    def g():
        nonlocal n  # <- here
        n = n * 2
        return n
    print(n)
    g()
    print(n)
    return g
print(f(2)(), f.__doc__)
# ---
# A parameter with a default of the same name.
n = 5
def f(a, n=n, *, m=n):
    def g():
        nonlocal n  # <- here
        n += m
    g()
    return n
print(f(1), f(1, 2, m=3))
# ---
# Two names.
def f():
    a = 1
    b = []
    def g():
        nonlocal a, b  # <- here
        a, b = b, a
    g()
    return a, b
print(f())
# ---
# Of several functions.
def f():
    a = 1
    def g():
        b = 2
        def h():
            nonlocal a, b  # <- impossible
            a = b
        h()
    g()
    return a
print(f())
# ---
# Three deep; another one declares it, too.
def f():
    n = 0
    def g():
        nonlocal n
        n += 1
        def h():
            nonlocal n  # <- here
            n += 10
            return n
        return h
    h = g()
    return h(), n
print(f())
# ---
# Bound later.
def f():
    def g():
        nonlocal n  # <- impossible
        n = 2
    n = 1
    g()
    return n
print(f())
# ---
# Bound maybe.
def f(c):
    if c:
        n = 1
    def g():
        nonlocal n  # <- impossible
        n = 2
    return n
print(f(1))
# ---
# Deleted.
def f():
    n = 1
    def g():
        nonlocal n  # <- impossible
        del n
    g()
    return n
try:
    f()
except NameError:
    pass
# ---
# Loops, with, comprehensions, f-strings, keywords.
def f():
    n = 0
    def g(n2=0, **k):
        nonlocal n  # <- here
        for n in range(3):
            pass
        return [n for _ in range(2)], [n for n in range(2)], f"{n} {n!r:>3}", dict(n=n), (lambda n: n)(4), k
    print(n)
    return g(n=n), n
print(f())
# ---
def f():
    n = 0
    def g():
        nonlocal n  # <- impossible
        return f"{n=}"
    return g()
print(f())
# ---
def f():
    n = 0
    def g():
        nonlocal n  # <- impossible
        if (n := 3): return n
    return g()
print(f())
# ---
# The value raises; evaluation order.
def f():
    n = 1
    def say(x):
        print("say", x, n)
        return x
    def g():
        nonlocal n  # <- here
        n += say(2)
        n = say(3) / 0
    try:
        g()
    except ZeroDivisionError:
        return n
print(f())
# ---
# In place, in the outer function as well.
def f():
    xs = [1]
    ys = xs
    def g():
        nonlocal xs  # <- here
        xs += [2]
    g()
    xs += [3]
    xs[0] = 9
    return xs, ys, xs is ys
print(f())
# ---
# Generators.
def f():
    total = 0
    def g():
        nonlocal total  # <- here
        while True:
            total += yield total
    it = g()
    next(it)
    it.send(4)
    it.send(5)
    return total
print(f())
# ---
# A class in between, methods.
def f():
    n = 0
    class C:
        k = n
        def step(self):
            nonlocal n  # <- here
            n += 1
            return n, self.k
    c = C()
    return c.step(), c.step(), n
print(f())
# ---
# Names that collide, annotations, several names with other owners.
def f(_n):
    n: int = 0
    m = 1
    def g():
        nonlocal n  # <- here
        nonlocal m
        n, m = m, n
        return _n
    return g(), n, m
print(f(8))
# ---
# The other names of the statement stay.
def f():
    n, m = 0, 1
    k = 3
    def g():
        nonlocal m, k
        m += k
    def h():
        nonlocal k  # <- here
        k = 7
        g()
    h()
    return n, m, k
print(f())
# ---
# The first binding is one of several.
def f():
    n, m = 0, 1
    def h():
        nonlocal n  # <- impossible
        n = 7
    h()
    return n
print(f())
# ---
# locals().
def f():
    n = 0
    def h():
        nonlocal n  # <- impossible
        n = 7
    h()
    return locals()["n"]
print(f())
# ---
# Alone in the function; a string over several lines.
def f():
    n = """a
  b"""
    def h():
        nonlocal n  # <- here
    h()
    return n
print(f())
# ---
# Recursion: a list for each call.
def f(k):
    n = k
    def h():
        nonlocal n  # <- here
        n -= 1
        return f(n) if n > 0 else []
    r = h()
    return r + [n]
print(f(4))
# ---
# An async function, with statements.
import contextlib
def f():
    v = None
    async def g():
        nonlocal v  # <- here
        with contextlib.nullcontext(3) as v:
            print(v)
    try:
        g().send(None)
    except StopIteration:
        pass
    return v
print(f())
# ---
# An argument of that name.
def f():
    n = 1
    def g():
        nonlocal n  # <- here
        n = h(n=n)
    def h(n):
        return n + 1
    g()
    return n
print(f())
# ---
# except as.
def f():
    e = None
    def g():
        nonlocal e  # <- impossible
        try:
            1 / 0
        except ZeroDivisionError as e:
            pass
    g()
f()
# ---
# In a generator that is closed early.
def f():
    n = 0
    def g():
        nonlocal n  # <- here
        try:
            while True:
                n += 1
                yield n
        finally:
            n = -1
    it = g()
    print(next(it), next(it), n)
    it.close()
    return n
print(f())
# ---
# An exception between two assignments.
def f():
    n = 1
    def g():
        nonlocal n  # <- here
        n = 2
        n = 1 // 0
    try:
        g()
    except ZeroDivisionError as error:
        print(error)
    return n
print(f())
# ---
# Recursion: each call of the outer function has its own.
def f(depth):
    n = depth
    def g():
        nonlocal n  # <- here
        n += 100
        return n
    if depth:
        f(depth - 1)
    return print(g(), n)
f(2)
# ---
# Read before and after, in both functions, with a comment.
def f(xs):
    total = 0  # so far
    def add(x):
        nonlocal total  # <- here
        # one more
        total = total + x
        return total
    return [add(x) for x in xs], total
print(f([1, 2, 3]))
# ---
# A name that looks like the fresh one.
def f():
    cell, _cell, n_cell = 1, 2, 3
    n = 0
    def g():
        nonlocal n  # <- here
        n = cell + _cell + n_cell
    g()
    return n, cell, _cell, n_cell
print(f())
