assert 1  # <- here
print("fine")
# ---
assert 0  # <- here
# ---
assert 0, "message"  # <- here
# ---
assert [], ("a", "tuple")  # <- here
# ---
# The message is evaluated only when it is needed.
def message():
    print("message")
    return "m"
assert True, message()  # <- here
print("fine")
# ---
def message():
    print("message")
    return "m"
def condition():
    print("condition")
    return 0
assert condition(), message()  # <- here
# ---
# Truth is asked once.
class T:
    def __bool__(self):
        print("bool")
        return False
try:
    assert T(), "T"  # <- here
except AssertionError as error:
    print(error.args)
# ---
# Truth fails.
class T:
    def __bool__(self):
        raise ValueError("no truth")
assert T(), "T"  # <- here
# ---
# The condition fails.
assert 1 / 0, "m"  # <- here
# ---
# The message fails.
assert 0, 1 / 0  # <- here
# ---
# Precedence.
a, b = 0, 1
try:
    assert a and b or a, "or"  # <- here
except AssertionError as error:
    print(error)
# ---
x = 3
assert x == 4 or x < 3, f"{x} is wrong"  # <- here
# ---
assert not 1 in [1]  # <- here
# ---
assert lambda: 0  # <- here
print("true")
# ---
x = 0
assert 5 if x else 0, "conditional" if x else "other"  # <- here
# ---
# A walrus in parentheses.
assert (y := 5) > 3, y  # <- here
print(y)
# ---
# A tuple is always true.
assert (0, "message")  # <- here
print("true")
# ---
# Over several lines.
assert (
    1 ==
    2  # wrong
), (
    "one"
    "two"
)  # <- here
# ---
assert 1 == \
    2, \
    "message"  # <- here
# ---
# One of several on a line.
x = 1; assert x == 1; assert x == 2, "two"; print("no")  # <- here
# ---
# Behind a colon.
x = 1
if x: assert x == 2, "colon"  # <- here
print("no")
# ---
def f(x): assert x, "zero"; return x  # <- here
print(f(5))
f(0)
# ---
# In a class body.
class C:
	assert 1
	assert 2 == 3, "class"  # <- here
# ---
# In a generator.
def g():
    yield 1
    assert (yield 2), "sent nothing"  # <- here
    yield 3
it = g()
print(next(it), next(it), it.send(1))
it = g()
next(it), next(it)
next(it)
# ---
# In a handler: context.
try:
    1 / 0
except ZeroDivisionError:
    assert False, "in handler"  # <- here
# ---
# A hidden AssertionError.
class AssertionError(Exception):
    pass
assert True  # <- impossible
# ---
# Awaited.
import asyncio
async def f():
    await asyncio.sleep(0)
    return 0
async def main():
    assert await f(), "awaited"  # <- here
asyncio.run(main())
# ---
# None as message.
try:
    assert 0, None  # <- here
except AssertionError as error:
    print(error.args)
