def g():
    yield from [1, 2, 3]  # <- here
print(list(g()))
# ---
def inner():
    got = yield 1
    print("got", got)
    return "result"
def g():
    r = yield from inner()  # <- here
    yield r
it = g()
print(next(it), it.send("x"))
# ---
def g():
    return (yield from iter("ab"))  # <- here
it = g()
print(next(it), next(it))
try:
    next(it)
except StopIteration as stop:
    print(stop.value)
# ---
# Return value of the generator.
def inner():
    yield 1
    return 5
def g():
    return (yield from inner())  # <- here
def top():
    print((yield from g()))
print(list(top()))
# ---
# Closed early.
def inner():
    try:
        yield 1
        yield 2
    finally:
        print("inner closed")
def g():
    try:
        yield from inner()  # <- here
    finally:
        print("outer closed")
it = g()
next(it)
it.close()
print("end")
# ---
# Thrown into.
def inner():
    while True:
        try:
            yield 1
        except ValueError as error:
            print("inner", error)
            yield "caught"
def g():
    yield from inner()  # <- here
it = g()
print(next(it), it.throw(ValueError("v")), next(it))
it.throw(KeyError("passes"))
# ---
# The inner ends when thrown into.
def inner():
    try:
        yield 1
    except ValueError:
        return "ended"
def g():
    r = yield from inner()  # <- here
    yield r
it = g()
print(next(it), it.throw(ValueError()))
# ---
# An iterator without throw.
def g():
    try:
        yield from [1, 2]  # <- here
    except ValueError as error:
        yield error.args
it = g()
print(next(it), it.throw(ValueError("v")))
# ---
# Sending to an iterator that takes nothing.
def g():
    yield from [1, 2]  # <- here
it = g()
next(it)
it.send("x")
# ---
# Sending None is next.
def g():
    yield from [1, 2]  # <- here
it = g()
print(next(it), it.send(None))
# ---
# Closing an iterator without close.
def g():
    try:
        yield from [1, 2]  # <- here
    except GeneratorExit:
        print("exit")
        raise
it = g()
next(it)
it.close()
# ---
# Closing fails.
class I:
    def __iter__(self):
        return self
    def __next__(self):
        return 1
    def close(self):
        print("close")
        raise ValueError("close")
def g():
    yield from I()  # <- here
it = g()
next(it)
it.close()
# ---
# The inner ignores the exit.
def inner():
    try:
        yield 1
    except GeneratorExit:
        yield 2
def g():
    yield from inner()  # <- here
it = g()
next(it)
it.close()
# ---
# Not iterable.
def g():
    yield from 5  # <- here
next(g())
# ---
# Empty.
def g():
    x = yield from ()  # <- here
    yield x
print(list(g()))
# ---
# The first item raises.
def inner():
    raise KeyError("first")
    yield
def g():
    yield from inner()  # <- here
list(g())
# ---
# A StopIteration of the value's own.
class I:
    def __iter__(self):
        return self
    def __next__(self):
        raise StopIteration("value")
def g():
    d = {}
    d["k"] = yield from I()  # <- here
    yield d
print(list(g()))
# ---
# Targets are evaluated after the value.
d = {}
def say(word, value):
    print(word)
    return value
def inner():
    print("inner")
    return 1
    yield
def two(word):
    yield from word
    return word
def g():
    say("target", d)[say("key", 1)], x = yield from two(say("iterable", "ab"))  # <- here
it = g()
print(next(it), next(it))
next(it)
# ---
# Chained assignment.
def inner():
    yield 1
    return 7
def g():
    a = b = yield from inner()  # <- here
    yield a, b
print(list(g()))
# ---
# Part of a larger expression.
def g():
    x = 1 + (yield from [1])  # <- impossible
# ---
def g():
    x = 1
    x += yield from [1]  # <- impossible
# ---
def g():
    print((yield from [1]))  # <- impossible
# ---
# Recursive.
def walk(tree):
    if isinstance(tree, list):
        for t in tree:
            yield from walk(t)  # <- here
    else:
        yield tree
print(list(walk([1, [2, [3]], 4])))
# ---
# In a loop with break behind it; names that collide; tabs.
_it = _item = _sent = _stop = "mine"
def g():
	for x in range(3):
		if x: yield from (x, x); y = x  # <- here
		if x == 2: break
	yield _it, y
print(list(g()))
# ---
# A comprehension's iterable.
def g(n):
    yield from (x * x for x in range(n))  # <- here
    yield from [y for y in range(n)]
print(list(g(3)))
# ---
# A bare tuple is no iterable; over several lines.
def g():
    x = (yield from (
        1,
        2,
    ))  # <- here
    yield x
print(list(g()))
# ---
# The exception's context.
def inner():
    try:
        yield 1
    except ValueError:
        raise KeyError("k")
def g():
    yield from inner()  # <- here
it = g()
next(it)
it.throw(ValueError("v"))
# ---
# Thrown classes and custom iterators.
class I:
    def __iter__(self):
        return self
    def __next__(self):
        return 1
    def throw(self, error, *more):
        print("thrown", repr(error))
        return 2
def g():
    yield from I()  # <- here
it = g()
print(next(it), it.throw(ValueError("v")))
# ---
# A plain yield.
def g():
    yield 1  # <- nothing
# ---
def next(it):
    return 5
def g():
    yield from [1]  # <- impossible
