f = lambda x: x + 1  # <- here
print(f(2), f.__name__, f.__qualname__)
# ---
print(sorted(["bb", "a"], key=lambda s: len(s)))  # <- here
# ---
print((lambda: 1)())  # <- here
# ---
f = lambda *args, **kw: (args, kw)  # <- here
print(f(1, a=2))
# ---
f = lambda x, y=2: (x, y)  # <- here
print(f(1), f(1, 3))
# ---
# since 3.10
f = lambda x: x  # <- here
f()
# ---
# since 3.10
f = lambda x, /, y, *, z: (x, y, z)  # <- here
print(f(1, y=2, z=3))
f(x=1, y=2, z=3)
# ---
def say(word):
    print(word)
    return word
print(say("a"), lambda x=say("b"): x)  # <- impossible
# ---
def f(n):
    g = lambda: n  # <- here
    n = 10
    return g(), g.__qualname__
print(f(1))
# ---
class C:
    def f(self):
        return lambda: (self.__class__.__name__, self.__x)  # <- here
    __x = 5
g = C().f()
print(g(), g.__qualname__)
# ---
class A:
    def f(self): return "A.f"
class B(A):
    def f(self):
        return (lambda self: super().f())(self)  # <- here
print(B().f())
# ---
class C:
    f = lambda self: 1  # <- here
# ---
fs = [lambda: i for i in range(3)]  # <- impossible
# ---
fs = []
for i in range(3):
    fs.append(lambda i=i: i)  # <- impossible
print([f() for f in fs])
# ---
fs = []
for i in range(3):
    f = lambda i=i: i  # <- here
    fs.append(f)
print([f() for f in fs])
# ---
fs = []
for i in range(3):
    fs.append(lambda: i)  # <- here
print([f() for f in fs], len(set(fs)))
# ---
f = lambda: (yield 1)  # <- here
print(list(f()))
# ---
f = lambda x: x if x else (lambda: 2)()  # <- here
print(f(1), f(0))
# ---
f = <CURSOR>lambda x: lambda y: x + y
print(f(1)(2))
# ---
f = lambda x: lambda<CURSOR> y: x + y  # <- impossible
# ---
while (lambda: False)():  # <- impossible
    pass
# ---
if (lambda: True)():  # <- here
    print("yes")
# ---
for x in map(lambda x: x * 2, [1, 2]):  # <- here
    print(x)
# ---
def f(g=lambda: 5):  # <- here
    return g()
print(f())
# ---
f = (lambda x:  # <- here
     x
     + 1)
print(f(1))
# ---
def f(x):
	if x: return lambda: x  # <- here
	return None
print(f(1)(), f(0))
# ---
_function = 5
f = lambda: _function  # <- here
print(f())
# ---
f = lambda: 1 / 0  # <- here
try:
    f()
except ZeroDivisionError as error:
    print(error)
# ---
f = lambda x: (y := x * 2) + y  # <- here
print(f(2), "y" in globals())
# ---
f = lambda: """a
  b"""  # <- here
print(f())
# ---
f = lambda: {"a": 1}  # <- here
print(f() is f(), f.__defaults__, f.__kwdefaults__, f.__annotations__, f.__doc__)
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
class C:
    n = 3
    f = lambda self, n=n: n  # <- here
show(C)
print(C().f())
