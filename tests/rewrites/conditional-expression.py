# An assignment.
a, b, c = 1, 2, 0
x = a if c else b  # <- here
print(x)
# ---
# Evaluation order, and only one branch.
def say(word, value):
    print(word)
    return value
x = say("yes", 1) if say("condition", True) else say("no", 2)  # <- here
print(x)
# ---
def say(word, value):
    print(word)
    return value
def f(flag):
    return say("yes", 1) if say("condition", flag) else say("no", 2)  # <- here
print(f(True), f(False))
# ---
# The target is evaluated last.
class Log(dict):
    def __setitem__(self, key, value):
        print("set", key, value)
def say(word):
    print(word)
    return word
say("object") and None
d = Log()
def get():
    print("get")
    return d
get()[say("key")] = say("yes") if say("condition") else say("no")  # <- here
# ---
# Several targets.
a = b = 1 if [] else 2  # <- here
print(a, b)
# ---
# An exception in the condition.
class Strange:
    def __bool__(self):
        raise ValueError("no truth")
x = 1 if Strange() else 2  # <- here
# ---
# An exception in a branch.
x = 1 / 0 if True else undefined  # <- here
# ---
x = 1 / 0 if False else undefined  # <- here
# ---
# __bool__ is called once.
class Once:
    count = 0
    def __bool__(self):
        Once.count += 1
        return Once.count % 2 == 1
once = Once()
for i in range(3):
    x = "odd" if once else "even"  # <- here
    print(x, Once.count)
# ---
# Behind a colon.
def f(x):
    if x: y = 1 if x > 5 else 2  # <- here
    else: y = 3
    return y
print(f(9), f(1), f(0))
# ---
# With semicolons.
print("a"); x = 1 if 0 else 2; print(x)  # <- here
print("end")
# ---
# With tabs.
def f(n):
	for i in range(n):
		x = "even" if i % 2 == 0 else "odd"  # <- here
		print(i, x)
f(3)
# ---
# With two blanks, and a comment above.
def f(n):
  # a comment
  return "big" if n > 3 else "small"  # <- here
  # another
print(f(1), f(5))
# ---
# In parentheses, over lines.
x = (
    "yes"
    if 1 > 2  # no
    else <CURSOR>"no"
)
print(x)
# ---
# Parts over lines.
x = (1 +
     2 if [<CURSOR>] else 3 +
     4)
print(x)
# ---
# Nested on the right.
for n in (-1, 0, 1):
    x = "minus" if n < 0 else "zero" if n == 0 else "plus"  # <- here
    print(x)
# ---
# The inner one of two is part of an expression.
n = 0
x = "minus" if n < 0 else "zero" if n =<CURSOR>= 0 else "plus"  # <- impossible
print(x)
# ---
# A string over lines stays.
def f(x):
    return """a
  b""" if x else '''c
d'''  # <- here
print(f(1), f(0))
# ---
# A lambda as a branch, a tuple around.
f = (lambda: 1 if 0 else 2)  # <- impossible
print(f())
# ---
# Part of a larger expression.
x = 1 + (2 if 0 else 3)  # <- impossible
# ---
print(1 if 0 else 2)  # <- impossible
# ---
# An expression alone.
print("a") if 0 else print("b")  # <- here
# ---
# Unpacking the chosen.
a, *b = [1, 2, 3] if 1 else "xyz"  # <- here
print(a, b)
# ---
# A generator.
def g(x):
    y = (yield "first") if x else (yield "second")  # <- here
    print("got", y)
for flag in (0, 1):
    it = g(flag)
    print(next(it))
    try:
        it.send("value")
    except StopIteration:
        print("done")
# ---
# In a class body.
class C:
    x = "yes" if 0 else "no"  # <- here
print(C.x)
# ---
# A walrus in the condition.
x = n if (n := 5) > 3 else -n  # <- here
print(x, n)
# ---
# With an annotation, the target of a name is evaluated by nobody.
x: int = 1 if 0 else 2  # <- impossible
print(x)
# ---
# A name that is unbound in one branch.
def f(flag):
    if flag:
        y = 1
    x = y if flag else 0  # <- here
    return x
print(f(True), f(False))
# ---
# One line of a match, with a semicolon at the end.
def f(x):
    while x: x = x - 1 if x > 2 else 0;  # <- here
    return x
print(f(5))
# ---
# An await.
import asyncio
async def one():
    print("one")
    return 1
async def main(flag):
    x = await one() if flag else 2  # <- here
    return x
print(asyncio.run(main(True)), asyncio.run(main(False)))
# ---
# An augmented assignment reads its target first.
x = 1
x += 2 if x else 3  # <- impossible
print(x)
# ---
# No conditional expression.
x = [i for i in range(3) if i]  # <- nothing
# ---
# Comments.
def f(c):
    return (1  # yes
            if c  # the condition
            else 2)  # <- here
print(f(True), f(False))
