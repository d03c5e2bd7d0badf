name = "Ada"
print(f"Hello {name}!")  # <- here
# ---
x = 1.5
print(f"{x:>10.2f}|{x!r:>8}|{x!s}|{'é'!a}")  # <- here
# ---
# Order: each is formatted before the next is evaluated.
class Loud:
    def __init__(self, n):
        print("make", n)
        self.n = n
    def __format__(self, spec):
        print("format", self.n, repr(spec))
        return f"<{self.n}>"
    def __repr__(self):
        print("repr", self.n)
        return "R"
    def __str__(self):
        print("str", self.n)
        return "S"
print(f"{Loud(1)} and {Loud(2)!r:>3} and {Loud(3)!s} {Loud(4):x}")  # <- here
# ---
def say(word, value):
    print(word)
    return value
print(f"{say('value', 3.14159):{say('width', 10)}.{say('precision', 2)}f}")  # <- here
# ---
print(f"{{}} {1} {{{2}}}")  # <- here
# ---
print(f"a\n\t\"{1}\" \N{BULLET} \x41")  # <- here
# ---
x = 3
print(f"{x=} {x = } {x=!s} {x=:>5} {x + 1=}")  # <- here
# ---
print(f"{1, 2} {[3]} { {4: 5}[4] } {(lambda y: y)(6)}")  # <- here
# ---
print(f"{1 / 0} {print('never')}")  # <- here
# ---
print(f"{undefined}")  # <- here
# ---
print(f"{[]:x}")  # <- here
# ---
class Bad:
    def __format__(self, spec):
        return 5
print(f"{Bad()}")  # <- here
# ---
class Str(str):
    pass
class F:
    def __format__(self, spec):
        return Str("s")
print(type(f"{F()}").__name__, type(f" {F()}").__name__)  # <- here
# ---
class Str(str):
    pass
class F:
    def __format__(self, spec):
        return Str("s")
print(type(f" {F()}").__name__)  # <- here
# ---
x = 2
print("a{x}" f"b{x}" 'c' f'{x}')  # <- here
# ---
print(f"nothing {{here}}" "{x}")  # <- here
# ---
x = "v"
print(f"""one
  {x}
three {x!r}""".upper())  # <- here
# ---
x = "v"
print(rf"\d{x}\w")  # <- here
# ---
x = "v"
print(rf"\{x}")  # <- impossible
# ---
x = "v"
print(f"""a"{x}""")  # <- impossible
# ---
format = print
print(f"{1}")  # <- impossible
# ---
x = 1
print(f"{f'{x}' + 'b'}")  # <- here
# ---
x = 1
print(f"{f'{<CURSOR>x}'}")  # <- impossible
# ---
class C:
    n = 1
    s = f"{n:03}"  # <- here
print(C.s)
# ---
f = lambda x: f"<{x}>"  # <- here
print(f(1), [f"{y}" for y in range(2)])
# ---
print([f"{y}" for y in range(2)])  # <- here
# ---
import datetime
print(f"{datetime.date(2020, 1, 2):%Y-%m-%d}")  # <- here
# ---
def g():
    print(f"{(yield 1)} {(yield 2)}")  # <- here
it = g()
next(it)
print(it.send("a"))
try:
    it.send("b")
except StopIteration:
    pass
# ---
import asyncio
async def f():
    return f"{await asyncio.sleep(0, 5)}"  # <- here
print(asyncio.run(f()))
# ---
print(f"{(n := 5):>{n}}")  # <- here
# ---
print("plain")  # <- nothing
# ---
x = 1
print(f"{x:{'>'}{10}}", f"{x:}")  # <- here
# ---
x = 1
print(f"{x:}")  # <- here
# ---
print(F"{1}" rf'{2}')  # <- here
# ---
print(f"" "")  # <- here
# ---
print(f"{True} {None} {...}" % ())  # <- here
# ---
# Comments.
x = 2
y = ("a"  # one
     f"{x:>3}")  # <- here
print(y)
