if (n := len("abc")) > 2:  # <- here
    print(n)
# ---
def f(xs):
    if (n := len(xs)) > 2:  # <- here
        return "many", n
    elif n:
        return "some", n
    else:
        return "none", n
print(f("abcd"), f("a"), f(""))
# ---
items = iter([3, 2, 0, 5])
while (x := next(items)):  # <- here
    print(x)
print("end", x, list(items))
# ---
items = iter([3, 2, 1, 0, 5])
while (x := next(items)) > 0:  # <- here
    if x == 2:
        continue
    print(x)
print("end", x)
# ---
items = iter([3, 2, 1, 0, 5])
while (x := next(items)) > 0 and x != 1:  # <- here
    # a comment
    print("""a
  b""", x)
    # the end
print("end", x)
# ---
while x := False:  # <- here
    print(x)
print(x)
# ---
items = iter("ab")
while (x := next(items, "")):  # <- impossible
    print(x)
else:
    print("else")
# ---
print(n := 5, n + 1)  # <- here
# ---
print(1, n := 5)  # <- impossible
# ---
def say(word, value):
    print(word)
    return value
r = (y := say("y", 1)) + say("z", y + 1)  # <- here
print(r, y)
# ---
def say(word, value):
    print(word)
    return value
r = say("z", 1) + (y := say("y", 1))  # <- impossible
print(r, y)
# ---
x = 0
print(x and (y := 1))  # <- impossible
# ---
if (m := None) is None and not m:  # <- here
    print(m)
# ---
def f():
    return (x := 1 / 0)  # <- here
try:
    f()
except ZeroDivisionError as error:
    print(error)
# ---
def f():
    global g
    if (g := 5):  # <- here
        pass
f()
print(g)
# ---
class C:
    if (a := 1) > 0:  # <- here
        b = a
print(C.a, C.b)
# ---
print([y := x for x in range(3)])  # <- impossible
# ---
f = lambda: (y := 1)  # <- impossible
# ---
(x := 5)  # <- here
print(x)
# ---
x = (y := 5)  # <- here
print(x, y)
# ---
x = [y := 5, y + 1]  # <- here
print(x, y)
# ---
x = (y := 5, y + 1)  # <- here
print(x)
# ---
for i in (n := range(3)):  # <- here
    print(i, n)
# ---
assert (n := 1), n  # <- here
print(n)
# ---
assert not (n := 1), n  # <- here
# ---
d = {"a": 1}
print((e := d)["a"], e)  # <- here
# ---
print((s := " a ").strip(), s)  # <- here
# ---
if 0:
    pass
elif (n := 2):  # <- impossible
    print(n)
# ---
print("t" if (n := 3) > 2 else "f", n)  # <- here
# ---
if (n := int("5")) > 3: print(n); print("more")  # <- here
# ---
def f(n):
	while (n := n - 1): print(n); print("x")  # <- here
	return n
print(f(3))
# ---
n = 1; print(n := n + 1); print(n)  # <- here
# ---
def print_all(*xs): print(xs)
print_all(n := 5)  # <- impossible
# ---
if (  # why
    n := len("abc")  # <- here
) > 2: # behind
    print(n)
# ---
import asyncio
async def f():
    if (x := await asyncio.sleep(0, 3)) > 2:  # <- here
        return x
print(asyncio.run(f()))
# ---
print(f"{(n := 3) = }")  # <- impossible
# ---
class T:
    def __bool__(self):
        print("bool")
        return False
while (t := T()):  # <- here
    pass
if not t:
    print("no")
