# Names are read twice.
a, b, c = 1, 2, 3
print(a < b < c)  # <- here
# ---
# Single evaluation of the middle, and order.
def say(word, value):
    print(word)
    return value
print(say("a", 1) < say("b", 2) < say("c", 3))  # <- here
# ---
# The last is not evaluated when the first comparison fails.
def say(word, value):
    print(word)
    return value
x = say("a", 5) < say("b", 2) < say("c", 3)  # <- here
print(x)
# ---
# The value is that of the last comparison made.
class Odd:
    def __init__(self, name):
        self.name = name
    def __lt__(self, other):
        print(self.name, "<", other.name)
        return [self.name] if self.name != "b" else []
a, b, c, d = map(Odd, "abcd")
x = a < b < c < d  # <- here
print(x)
# ---
# Truth is asked once.
class Truth:
    def __init__(self, value):
        self.value = value
    def __bool__(self):
        print("bool")
        return self.value
class V:
    def __lt__(self, other):
        return Truth(True)
    def __gt__(self, other):
        return Truth(False)
x = V() < V() > V()  # <- here
print(x.value)
# ---
# Exceptions in each place.
def f(n):
    print(n)
    if n == 2:
        raise ValueError(n)
    return n
try:
    print(f(1) < f(2) < f(3))  # <- here
except ValueError as error:
    print(repr(error))
# ---
print(1 < "a" < 2)  # <- here
# ---
a = 1
print(a < undefined < 3)  # <- here
# ---
# Words as operators.
x, xs = 1, [1]
print(x in xs is not None, x)  # <- here
# ---
x = 3
print(not 1 < x < 5, not 1 < x < 2)  # <- here
# ---
x = 3
print(not 1 < x < 2, x)  # <- here
# ---
# In a condition.
def f(x):
    if 0 <= x < 10:  # <- here
        return "digit"
    elif 10 <= x < 20:
        return "teen"
print(f(3), f(12), f(30))
# ---
def f(x):
    if x < 0:
        return "minus"
    elif 10 <= x + 1 < 20:  # <- here
        return "teen"
print(f(3), f(12), f(-3))
# ---
# A loop's condition is evaluated each time.
n = 0
def get():
    print("get")
    return n
while -1 < get() < 3:  # <- here
    n += 1
print(n)
# ---
# Part of larger expressions.
a, b, c = 1, 2, 3
print(0 or a < b < c, [a < b < c], (a < b < c) + 1)  # <- here
# ---
a, b, c = 1, 2, 3
x = "t" if a < b > c else "f"  # <- here
print(x)
# ---
a, b, c = 1, 2, 3
x = [0, a < b < c, a]  # <- here
print(x)
# ---
# Somebody rebinds the name in the middle.
class Trap:
    def __lt__(self, other):
        global b
        b = 100
        return True
a, b = Trap(), 5
print(a < b < 10)  # <- here
# ---
# A fresh name that is taken.
_middle = "mine"
print(1 < int("2") < 3, _middle)  # <- here
# ---
# In a comprehension.
xs = range(20)
print([x for x in xs if 3 < x < 7])  # <- here
# ---
xs = range(20)
print([x for x in xs if 3 < x + 1 < 7])  # <- impossible
# ---
# In a class body.
class C:
    x = 3
    y = 1 < x + 1 < 5  # <- impossible
# ---
class C:
    x = 3
    y = 1 < x < 5  # <- here
print(C.y, [n for n in dir(C) if n[0] != "_"])
# ---
# In a lambda.
f = lambda n: 1 < n * 2 < 10  # <- here
print(f(0), f(2), f(7))
# ---
# Over lines.
a = 2
print(1
      < (a +  # <- here
         1)
      <= 3)
# ---
# A default value.
def f(x=1 < int("2") < 3):  # <- here
    return x
print(f())
# ---
# An f-string that prints its source.
b = 2
print(f"{1 < b < 3 = }")  # <- impossible
# ---
b = 2
print(f"{1 < b < 3}")  # <- here
# ---
# A generator's middle.
def g():
    x = 1 < (yield "first") < 3  # <- here
    yield x
it = g()
print(next(it), it.send(2))
# ---
# Two operators only are no chain.
print(1 < 2 and 2 < 3)  # <- nothing
# ---
# Chained is and ==.
x = y = z = []
print(x is y == z is not None != 0)  # <- here
# ---
# Identity of the middle.
def new():
    return []
print(new() == new() is not None, new() is new() == [])  # <- here
# ---
# Comments.
x = 2
print((1  # low
       < x  # it
       < 3))  # <- here
