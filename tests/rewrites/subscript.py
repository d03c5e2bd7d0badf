xs = [1, 2, 3]
print(xs[0])  # <- here
# ---
xs = [1, 2, 3, 4]
print(xs[1:3], xs)  # <- here
# ---
class Show:
    def __getitem__(self, key):
        print("get", key)
        return key
s = Show()
s[1:2, ::3, ..., 4:]  # <- here
# ---
class Show:
    def __getitem__(self, key):
        print("get", key)
s = Show()
s[1,]  # <- here
s[()]
# ---
class Show:
    def __getitem__(self, key):
        print("get", key)
s = Show()
s[:]  # <- here
# ---
class Show:
    def __getitem__(self, key):
        print("get", key)
s = Show()
s[::]  # <- here
# ---
def say(word, value):
    print(word)
    return value
print(say("object", [1, 2])[say("key", 1)])  # <- here
# ---
print([1][5])  # <- here
# ---
print({}["a"])  # <- here
# ---
print(5[0])  # <- here
# ---
x = 5
x[0] = 1  # <- here
# ---
x = ()
x[0] = 1  # <- here
# ---
x = ()
del x[0]  # <- here
# ---
print(list[int], dict[str, int])  # <- here
# ---
class C:
    def __class_getitem__(cls, key):
        return key
print(C[5])  # <- here
# ---
class C:
    pass
print(C[5])  # <- here
# ---
class Log(dict):
    def __setitem__(self, key, value):
        print("set", key, value)
        super().__setitem__(key, value)
    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)
def say(word, value):
    print(word)
    return value
d = Log()
say("object", d)[say("key", 1)] = say("value", 2)  # <- here
print(dict(d))
# ---
class Log(dict):
    def __delitem__(self, key):
        print("del", key)
        super().__delitem__(key)
def say(word, value):
    print(word)
    return value
d = Log({1: 2})
del say("object", d)[say("key", 1)]  # <- here
print(dict(d))
del d[1]
# ---
xs = list(range(10))
xs[2:5] = "ab", "c"  # <- here
print(xs)
# ---
xs = list(range(10))
del xs[::2]  # <- here
print(xs)
# ---
xs = [[1, 2], [3]]
print(xs[0]<CURSOR>[1])
# ---
xs = [[1, 2], [3]]
xs[0]<CURSOR>[1] = 5
print(xs)
# ---
xs = [1, 2]
a = xs[0] = 3  # <- impossible
# ---
xs = [1, 2]
xs[0], xs[1] = 3, 4  # <- impossible
# ---
xs = [1, 2]
for xs[0] in "ab":  # <- impossible
    pass
# ---
xs = [1, 2]
def f(x: list[int]): pass  # <- nothing
# ---
xs = [1, 2]
f = lambda i: xs[i]  # <- here
print(f(1))
# ---
xs = [1, 2]
print([xs[i] for i in (1, 0)])  # <- here
# ---
class C:
    xs = [1]
    x = xs[0]  # <- impossible
# ---
def f(xs):
	while xs[0]:  # <- here
		xs[0] -= 1
		print(xs)
f([2])
# ---
slice = 5
xs = [1]
print(xs[:1])  # <- impossible
# ---
_operator, _value = 1, [5]
_value[0] = _operator + 1  # <- here
print(_value)
# ---
def g():
    d = {}
    d[(yield 1)] = yield 2  # <- here
    print(d)
it = g()
print(next(it), it.send("value"))
try:
    it.send("key")
except StopIteration:
    pass
# ---
xs = "abc"
print(xs[-1], xs[::-1])  # <- here
# ---
xs = [0]
xs[0] = undefined  # <- here
# ---
undefined1[undefined2] = undefined3  # <- here
# ---
xs = [5, 6]
x = 1 if xs[0] else 2; print(x)  # <- here
# ---
d = {"a": 1}
d["a"] += 1  # <- nothing
# ---
d = {"a": [1, 2]}
print(f"{d['a']}")  # <- here
# ---
class M(type):
    def __getitem__(cls, key):
        return "meta", key
class C(metaclass=M):
    def __getitem__(self, key):
        return "own", key
print(C[1])  # <- here
print(C()[1])
# ---
class C:
    pass
c = C()
c.__getitem__ = lambda key: key
print(c[1])  # <- here
