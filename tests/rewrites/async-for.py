import asyncio
async def g():
    yield 1
    yield 2
async def main():
    async for x in g():  # <- here
        print(x)
    print("after", x)
asyncio.run(main())
# ---
import asyncio
class I:
    def __init__(self, n):
        print("make")
        self.n = n
    def __aiter__(self):
        print("aiter")
        return self
    async def __anext__(self):
        print("anext")
        await asyncio.sleep(0)
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n
async def main():
    async for i in I(2):  # <- here
        print("body", i)
    else:
        print("else")
asyncio.run(main())
# ---
import asyncio
async def g():
    yield 1
    yield 2
async def main():
    async for x in g():  # <- here
        if x == 2:
            break
    else:
        print("no")
    print(x)
asyncio.run(main())
# ---
# Continue and return.
import asyncio
async def g():
    for i in range(5):
        yield i
async def main():
    async for x in g():  # <- here
        if x % 2:
            continue
        print(x)
        if x == 2:
            return "two"
print(asyncio.run(main()))
# ---
# The body raises.
import asyncio
async def g():
    try:
        yield 1
    finally:
        print("closed")
async def main():
    try:
        async for x in g():  # <- here
            raise ValueError(x)
    except ValueError as error:
        print("handler", error)
    await asyncio.sleep(0.01)
    print("end")
asyncio.run(main())
# ---
# Left early: the loop closes the generator later.
import asyncio
async def g():
    try:
        yield 1
    finally:
        print("closed")
async def main():
    async for x in g():  # <- here
        break
    print("after")
    await asyncio.sleep(0.01)
    print("end")
asyncio.run(main())
# ---
# Left by return in the middle of a longer life.
import asyncio
async def g():
    try:
        yield 1
    finally:
        print("closed")
async def f():
    async for x in g():  # <- here
        return x
async def main():
    print(await f())
    await asyncio.sleep(0.01)
    print("end")
asyncio.run(main())
# ---
# The iterator raises.
import asyncio
async def g():
    yield 1
    raise KeyError("k")
async def main():
    async for x in g():  # <- here
        print(x)
    else:
        print("no")
asyncio.run(main())
# ---
# StopAsyncIteration from the body.
import asyncio
async def g():
    yield 1
async def main():
    async for x in g():  # <- here
        raise StopAsyncIteration("mine")
asyncio.run(main())
# ---
# From unpacking.
import asyncio
class T:
    def __iter__(self):
        raise StopAsyncIteration("from unpacking")
async def g():
    yield T()
async def main():
    async for a, b in g():  # <- here
        print("no")
asyncio.run(main())
# ---
# Targets.
import asyncio
d = {}
async def g():
    yield 1, (2, 3, 4)
    yield 5, (6,)
async def main():
    async for d["k"], (e, *f) in g():  # <- here
        print(d, e, f)
asyncio.run(main())
# ---
# Awaits in the body, nested.
import asyncio
async def g(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i
async def main():
    async for a in g(3):  # <- here
        async for b in g(a):
            if b == 1:
                break
            await asyncio.sleep(0)
            print(a, b)
        else:
            continue
        print("broke", a)
asyncio.run(main())
# ---
# In an asynchronous generator, closed early.
import asyncio
async def inner():
    try:
        yield 1
        yield 2
    finally:
        print("inner closed")
async def g():
    try:
        async for x in inner():  # <- here
            yield x
    finally:
        print("outer closed")
async def main():
    it = g()
    print(await it.__anext__())
    await it.aclose()
    await asyncio.sleep(0.01)
    print("end")
asyncio.run(main())
# ---
# The special methods are looked up on the type.
import asyncio
class I:
    n = 0
    def __aiter__(self):
        return self
    async def __anext__(self):
        self.n += 1
        if self.n > 2:
            raise StopAsyncIteration
        return self.n
async def main():
    i = I()
    i.__anext__ = i.__aiter__ = None
    async for x in i:  # <- here
        print(x)
asyncio.run(main())
# ---
# One line, tabs, names that collide.
import asyncio
_it = _item = "mine"
async def g():
	yield 1, 2
async def main():
	if True:
		async for a, b in g(): print(a, b); c = a  # <- here
	return c, _it, _item
print(asyncio.run(main()))
# ---
# Strings over several lines, comments, two blanks.
import asyncio
async def g():
  yield 1
async def main():
  async for x in (
    g()
  ):  # <- here
    # comment
    text = """a
  b"""
    return text, (x
+ 1)
print(asyncio.run(main()))
# ---
# The header raises.
import asyncio
async def main():
    async for x in undefined:  # <- here
        pass
asyncio.run(main())
# ---
# Cancelled while waiting.
import asyncio
async def g():
    yield 1
    try:
        await asyncio.sleep(10)
    finally:
        print("cancelled inside")
async def f():
    async for x in g():  # <- here
        print(x)
    else:
        print("no")
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
# An empty one.
import asyncio
async def g():
    return
    yield
async def main():
    async for x in g():  # <- here
        print("no")
    else:
        print("else")
    try:
        x
    except NameError as error:
        print(type(error).__name__)
asyncio.run(main())
# ---
# A parameter hides a built-in.
async def f(type, xs):
    async for x in xs:  # <- impossible
        print(x)
# ---
# A plain loop.
for x in ():  # <- nothing
    pass
# ---
# Else with a jump of the loop around.
import asyncio
async def g():
    yield 1
async def main():
    for i in range(3):
        async for x in g():  # <- here
            pass
        else:
            if i == 1:
                break
        print(i)
asyncio.run(main())
# ---
# An asynchronous iterator apart from its iterable.
import asyncio
class A:
    def __aiter__(self):
        print("aiter")
        return g()
    def __del__(self):
        print("gone")
async def g():
    yield 1
async def main():
    async for x in A():  # <- here
        print(x)
asyncio.run(main())
