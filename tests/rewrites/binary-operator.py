print(5 - 3)  # <- here
# ---
print(2 ** 10, 7 // 2)  # <- here
# ---
print(1.5 + 2)  # <- here
# ---
print(1 + 2.5)  # <- here
# ---
print([1] + [2])  # <- here
# ---
print([1] + 2)  # <- here
# ---
print("a" + 1)  # <- here
# ---
print(1 + "a")  # <- here
# ---
print({} - 1)  # <- here
# ---
print(2 ** "a")  # <- here
# ---
print("%s and %r" % (1, "b"))  # <- here
# ---
def say(word, value):
    print(word)
    return value
print(say("left", 5) - say("right", 3))  # <- here
# ---
class V:
    def __sub__(self, other):
        print("V.sub", other)
        return NotImplemented
class W:
    def __rsub__(self, other):
        print("W.rsub", type(other).__name__)
        return "reflected"
print(V() - W())  # <- here
# ---
class V:
    def __sub__(self, other):
        print("sub")
        return NotImplemented
    def __rsub__(self, other):
        print("rsub")
        return NotImplemented
V() - V()  # <- here
# ---
class V:
    def __sub__(self, other):
        print("V.sub")
        return "V.sub"
    def __rsub__(self, other):
        print("V.rsub")
        return "V.rsub"
class W(V):
    def __rsub__(self, other):
        print("W.rsub")
        return NotImplemented
print(V() - W())  # <- here
# ---
class V:
    def __sub__(self, other):
        return "V.sub"
    def __rsub__(self, other):
        return "V.rsub"
class W(V):
    pass
print(V() - W())  # <- here
# ---
class W:
    def __radd__(self, other):
        return "radd", other
print([1] + W())  # <- here
# ---
class W:
    def __radd__(self, other):
        print("radd")
        return NotImplemented
print([1] + W())  # <- here
# ---
class L(list):
    def __radd__(self, other):
        return "L.radd"
print([1] + L([2]))  # <- here
# ---
class L(list):
    def __radd__(self, other):
        return "L.radd"
print(L([1]) + [2], L() + L())  # <- here
# ---
class V:
    pass
v = V()
v.__sub__ = lambda other: "instance"
v - 1  # <- here
# ---
class V:
    def __or__(self, other):
        raise ValueError("inside")
try:
    V() | 1  # <- here
except ValueError as error:
    print(error)
# ---
class V:
    pass
V() | V()  # <- here
# ---
print(int | None, type(int | str).__name__)  # <- here
# ---
print(None | int)  # <- here
# ---
class V:
    __sub__ = None
V() - 1  # <- here
# ---
class V:
    @staticmethod
    def __sub__(other):
        return "static", other
print(V() - 1)  # <- here
# ---
class Minus:
    def __call__(self, other):
        return "called", other
class V:
    __sub__ = Minus()
print(V() - 1)  # <- here
# ---
print(2 * 3)  # <- impossible
# ---
class C:
    x = 1 - 1  # <- impossible
# ---
type = 5
print(2 - 3)  # <- impossible
# ---
f = lambda a, b: a - b  # <- here
print(f(5, 3), [x - 1 for x in (1, 2)])
# ---
print([x - 1 for x in (1, 2)])  # <- here
# ---
_subtract = 3
print(10 - _subtract)  # <- here
# ---
def f(a):
	while a - 1:  # <- here
		a = a - 1
		print(a)
f(3)
# ---
print({1, 2} & {2, 3}, {1} | {2}, {1} ^ {1, 2}, {1, 2} - {1})  # <- here
# ---
print({1} ^ {1, 2})  # <- here
# ---
print(True - 1, 1 << 4, 256 >> 4)  # <- here
# ---
print(1 << 4)  # <- here
# ---
print(1 >> -1)  # <- here
# ---
class M:
    def __matmul__(self, other):
        return "matmul"
    def __rmatmul__(self, other):
        return "rmatmul"
print(M() @ 1)  # <- here
# ---
class M:
    def __rmatmul__(self, other):
        return "rmatmul"
print(1 @ M())  # <- here
# ---
class I(int):
    def __rsub__(self, other):
        return "I.rsub"
print(1 - I(5))  # <- here
# ---
class I(int):
    def __sub__(self, other):
        return "I.sub"
print(1 - I(5), I(5) - 1)  # <- here
# ---
print(2 ** 3 ** 2)  # <- here
# ---
print((1
       + 2)  # <- here
      )
# ---
def f(x):
    if x: return x % 4  # <- here
    return 0
print(f(7), f(0))
# ---
def g():
    print((yield 1) - (yield 2))  # <- here
it = g()
next(it)
it.send(5)
try:
    it.send(3)
except StopIteration:
    pass
