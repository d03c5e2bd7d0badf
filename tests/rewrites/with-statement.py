class M:
    def __init__(self, name, swallow=False):
        print("make", name)
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name.upper()
    def __exit__(self, kind, error, traceback):
        print("exit", self.name, kind, error, traceback is not None)
        return self.swallow
with M("a") as a:  # <- here
    print("body", a)
print("after")
# ---
# Without a name; an exception passes.
class M:
    def __enter__(self):
        print("enter")
    def __exit__(self, kind, error, traceback):
        print("exit", kind.__name__, error)
try:
    with M():  # <- here
        print("body")
        raise ValueError("bad")
        print("not reached")
except ValueError as error:
    print("caught", error)
# ---
# An exception is swallowed.
class M:
    def __enter__(self):
        return self
    def __exit__(self, *details):
        print(details[0])
        return 1
with M() as m:  # <- here
    1 / 0
print("after", type(m).__name__)
# ---
# Several, in order, the outer sees what the inner lets pass.
class M:
    def __init__(self, name, swallow=False):
        print("make", name)
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, kind, error, traceback):
        print("exit", self.name, kind)
        return self.swallow
with M("a", True) as a, M("b") as b, M(a + b) as c:  # <- here
    print(a, b, c)
    raise KeyError(c)
print("after")
# ---
# Making the second fails: the first is left.
class M:
    def __init__(self, name):
        if name == "bad":
            raise ValueError(name)
        self.name = name
    def __enter__(self):
        print("enter", self.name)
    def __exit__(self, kind, error, traceback):
        print("exit", self.name, error)
with M("a"), M("bad"):  # <- here
    print("not reached")
# ---
# since 3.9
# Entering the second fails.
class M:
    def __init__(self, name):
        self.name = name
    def __enter__(self):
        print("enter", self.name)
        if self.name == "b":
            raise OSError("no")
    def __exit__(self, kind, error, traceback):
        print("exit", self.name, error)
        return True
with (
    M("a"),  # the first
    M("b"),
):  # <- here
    print("not reached")
print("after")
# ---
# Return inside: the exit runs after the value is computed.
class M:
    def __enter__(self):
        return self
    def __exit__(self, *details):
        print("exit", details)
def value():
    print("value")
    return 5
def f():
    with M():  # <- here
        return value()
    print("not reached")
print(f())
# ---
# Break and continue.
class M:
    def __init__(self, n):
        self.n = n
    def __enter__(self):
        return self.n
    def __exit__(self, *details):
        print("exit", self.n, details[0])
for i in range(5):
    with M(i) as n:  # <- here
        if n == 1:
            continue
        if n == 3:
            break
        print("body", n)
print("after")
# ---
# A loop inside with a break of its own: nothing leaves.
class M:
    def __enter__(self):
        return 1
    def __exit__(self, *details):
        print("exit", details)
with M() as x:  # <- here
    for i in range(3):
        if i == x:
            break
    else:
        print("no")
    def f():
        return i
    print(f())
# ---
# A target that fails.
class M:
    def __enter__(self):
        return (1, 2, 3)
    def __exit__(self, kind, error, traceback):
        print("exit", kind, error)
        return True
with M() as (a, b):  # <- here
    print("not reached")
with M() as (a, *b):
    print(a, b)
# ---
# Targets with side effects, evaluated after the entry.
class M:
    def __enter__(self):
        print("enter")
        return 7
    def __exit__(self, *details):
        print("exit")
def say(word):
    print(word)
    return word
d = {}
def get():
    print("get")
    return d
with M() as get()[say("key")]:  # <- here
    print(d)
# ---
# A generator closed early.
class M:
    def __enter__(self):
        print("enter")
    def __exit__(self, kind, error, traceback):
        print("exit", kind)
def g():
    with M():  # <- here
        yield 1
        yield 2
it = g()
print(next(it))
it.close()
print("closed")
# ---
# Exceptions thrown into a generator.
class M:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, traceback):
        print("exit", kind, error)
        return kind is ValueError
def g():
    with M():  # <- here
        print("got", (yield 1))
        yield 2
    yield 3
it = g()
print(next(it), it.send("s"), it.throw(ValueError("v")))
# ---
# The exit raises another exception.
class M:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, traceback):
        raise RuntimeError("exit")
with M():  # <- here
    raise ValueError("body")
# ---
# The exit raises after a body that ended well.
class M:
    def __enter__(self):
        return self
    def __exit__(self, kind, error, traceback):
        print(kind)
        raise RuntimeError("exit")
with M():  # <- here
    print("fine")
# ---
# The special methods are looked up on the type.
class M:
    def __enter__(self):
        print("type's enter")
    def __exit__(self, *details):
        print("type's exit")
m = M()
m.__enter__ = m.__exit__ = lambda *a: print("instance's")
with m:  # <- here
    print("body")
# ---
# The type's exit is looked up before the body, and the truth of its result asked once.
class Truth:
    def __bool__(self):
        print("asked")
        return True
class M:
    def __enter__(self):
        return self
    def __exit__(self, *details):
        print("first exit")
        return Truth()
with M() as m:  # <- here
    M.__exit__ = lambda *a: print("second exit")
    raise ValueError
# ---
# Names that collide.
class M:
    def __enter__(self):
        return 1
    def __exit__(self, *details):
        print("exit", details)
_manager, _exit, _value, _error, _normal, _exit2 = range(6)
with M() as (_value):  # <- here
    _exit = "mine"
print(_manager, _exit, _value, _error, _normal)
# ---
# On one line, behind a colon.
class M:
    def __enter__(self): return 3
    def __exit__(self, *details): print("exit", details)
if True:
	with M() as x: print(x); y = x + 1  # <- here
	print(y)
# ---
# Two blanks, comments, strings over several lines, continued lines.
class M:
  def __enter__(self):
    return 3
  def __exit__(self, *details):
    print("exit", details)
def f():
  with M() as x, \
      M() as y:  # <- here
    # a comment
    text = """a
  b
      c"""
    total = x + \
  y
    return (text,
total)
  # another
print(f())
# ---
# Nested; the inner one is rewritten.
class M:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
    def __exit__(self, kind, error, traceback):
        print("exit", self.name, kind)
        return self.swallow
with M("outer", True):
    with M("inner"):  # <- here
        with M("innermost"):
            print(1)
        raise KeyboardInterrupt
print("after")
# ---
# In a class body the names would become attributes.
class M:
    def __enter__(self):
        return 3
    def __exit__(self, *details):
        pass
class C:
    with M() as x:  # <- here
        y = x
# ---
# A parameter hides a built-in.
class M:
    def __enter__(self):
        return 3
    def __exit__(self, *details):
        pass
def f(type):
    with M() as x:  # <- impossible
        return x
# ---
# Another function's parameter does not.
class M:
    def __enter__(self):
        return 3
    def __exit__(self, *details):
        print("exit")
class K:
    type = 5
def g(type):
    return type
def f():
    with M() as x:  # <- here
        print(x)
f()
# ---
# Exceptions in the header.
with undefined as x:  # <- here
    print(x)
# ---
# sys.exc_info in the exit, and a body within a handler.
import sys
class M:
    def __enter__(self):
        print(sys.exc_info()[1])
    def __exit__(self, *details):
        print(sys.exc_info()[1], details[1], details[1] and details[1].__context__)
try:
    1 / 0
except ZeroDivisionError:
    with M():  # <- here
        print("fine")
    try:
        with M():
            raise ValueError("v")
    except ValueError:
        pass
# ---
# A nested function returns: that is no jump.
import contextlib
@contextlib.contextmanager
def m():
    print("in")
    try:
        yield 5
    finally:
        print("out")
with m() as x:  # <- here
    f = lambda: x
    class C:
        def g(self):
            return x
print(f(), C().g())
# ---
# A while loop's else leaves the loop around.
import contextlib
for i in range(2):
    with contextlib.suppress(KeyError):  # <- here
        while False:
            pass
        else:
            continue
        print("never")
print("end")
# ---
# Asynchronous: the plain one's name covers it too.
import asyncio
class M:
    async def __aenter__(self):
        print("enter")
        await asyncio.sleep(0)
        return 4
    async def __aexit__(self, kind, error, traceback):
        await asyncio.sleep(0)
        print("exit", kind)
        return True
async def f():
    async with M() as x:  # <- here
        print(x)
        raise ValueError
    async with M():
        return 9
print(asyncio.run(f()))
# ---
import asyncio
class M:
    def __init__(self, n):
        self.n = n
    async def __aenter__(self):
        print("enter", self.n)
        return self.n
    async def __aexit__(self, kind, error, traceback):
        print("exit", self.n, kind)
async def f():
    async with M(1) as x, M(x + 1) as y:  # <- here
        await asyncio.sleep(0)
        return x + y
print(asyncio.run(f()))
# ---
# Cancelled while inside.
import asyncio
class M:
    async def __aenter__(self):
        return self
    async def __aexit__(self, kind, error, traceback):
        print("exit", kind.__name__)
async def f():
    async with M():  # <- here
        print("sleeping")
        await asyncio.sleep(10)
async def main():
    task = asyncio.create_task(f())
    await asyncio.sleep(0.01)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
asyncio.run(main())
# ---
# An asynchronous generator closed early.
import asyncio
class M:
    async def __aenter__(self):
        return 1
    async def __aexit__(self, kind, error, traceback):
        print("exit", kind.__name__)
async def g():
    async with M() as x:  # <- here
        yield x
        yield x + 1
async def main():
    it = g()
    print(await it.__anext__())
    await it.aclose()
asyncio.run(main())
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
import contextlib
class C:
    with contextlib.nullcontext(3) as x, contextlib.nullcontext((4, 5)) as (y, z):  # <- here
        w = x + y
        def f(self): pass
show(C)
# ---
import contextlib
class C:
    for x in [1, 2]:
        with contextlib.nullcontext(3):  # <- impossible
            continue
# ---
# since 3.9
# Comments.
import contextlib
with (  # <- here
    contextlib.nullcontext(1) as a,  # one
    # two
    contextlib.nullcontext(2) as b,
):  # body
    print(a, b)
    # end
