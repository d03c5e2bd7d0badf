# since 3.9
def say(x):
    print("say", x)
    return x
a = [1, 2]
x = [say(0), *say(a), say(3), *say((4, 5)), say(6)]  # <- here
print(x, sorted(k for k in globals() if k[0] == "_" and k[1] != "_"))
# ---
# since 3.9
a = range(3)
x = (*a, "b", *"cd")  # <- here
print(x)
# ---
# since 3.9
a = [1]
x = *a, 2  # <- here
print(x)
# ---
# since 3.9
def f(a):
    return {1, 2, *a, 3, *[4, 1]}  # <- here
print(f([7]), f(()))
# ---
# since 3.9
a = {"x": 1, "y": 2}
x = {**a, "x": 3, "z": 4, **{"y": 5}}  # <- here
print(x, list(x))
# ---
# since 3.9
# Not iterable.
x = [1, *2]  # <- here
# ---
# since 3.9
def f(a):
    return (*a, 1)  # <- here
try:
    f(5)
except TypeError as error:
    print(error)
f(None)
# ---
# since 3.9
x = {*3}  # <- here
# ---
# since 3.9
x = {**[("a", 1)]}  # <- here
# ---
# since 3.9
x = {"a": 1, **None}  # <- here
# ---
# since 3.9
# A mapping of one's own.
class M:
    def keys(self):
        print("keys")
        return ["a", "b"]
    def __getitem__(self, key):
        print("item", key)
        return key.upper()
m = M()
x = {"a": 0, **m, "c": 1}  # <- here
print(x)
# ---
# since 3.9
# Order with effects while it is emptied.
def g(name):
    print("start", name)
    yield name
    print("end", name)
def say(x):
    print("say", x)
    return x
x = [*g("a"), say("b"), *g("c"), say("d")]  # <- here
print(x)
# ---
# since 3.9
# An error in the middle.
def g():
    yield 1
    raise ValueError("g")
def say(x):
    print("say", x)
    return x
try:
    x = [say(0), *g(), say(1)]  # <- here
except ValueError as error:
    print(error)
# ---
# since 3.9
# Unhashable.
def say(x):
    print("say", x)
    return x
try:
    x = {say(1), say((2,)), *say([[]]), say(3)}  # <- here
except TypeError as error:
    print(error)
try:
    y = {**{}, [say(1)]: say(2)}
except TypeError as error:
    print(error)
# ---
# since 3.9
# Something that is iterated by __getitem__; something whose __iter__ fails.
class S:
    def __getitem__(self, index):
        if index > 2: raise IndexError
        return index
class B:
    def __iter__(self):
        raise TypeError("mine")
s, b = S(), B()
x = [*s]  # <- here
print(x)
# ---
# since 3.9
class B:
    def __iter__(self):
        raise TypeError("mine")
b = B()
x = [*b]  # <- here
# ---
# since 3.9
# As an argument of a built-in, in an if, in a for.
a = [1, 2]
print([0, *a])  # <- here
# ---
# since 3.9
a = [1, 2]
if [*a]:  # <- here
    print("yes")
elif a:
    print("no")
# ---
# since 3.9
a = [1, 2]
for x in [*a, 3]:  # <- here
    print(x)
# ---
# since 3.9
a = [1, 2]
while [*a]:  # <- impossible
    a.pop()
print(a)
# ---
# since 3.9
# Not first.
def f(x, y):
    return x + y
a = [1]
y = f([0], [*a])  # <- impossible
# ---
# since 3.9
f = lambda a: [*a]  # <- impossible
# ---
# since 3.9
# Comments; names that collide; over several lines; tabs.
_items = _iterable = (7, 8)
def f(a):
	if a: return [  # the list
		1,  # one
		*a,  # all of a
		*_items,
	]  # <- here
print(f([2]), _iterable)
# ---
# since 3.9
# In a class body.
class C:
    a = [1, 2]
    x = [*a, *a]  # <- here
print({k: v for k, v in vars(C).items() if k[:2] != "__"})
# ---
# since 3.9
# list is hidden; the tuple needs tuple.
tuple = 3
a = [1]
x = (*a,)  # <- impossible
# ---
# since 3.9
# A yield, a walrus, a lambda inside.
def f(a):
    x = [(yield 1), *(yield 2), (y := 3), *[lambda: 4][:0]]  # <- here
    return x, y
it = f(0)
print(next(it), it.send("a"))
try:
    it.send([5, 6])
except StopIteration as stop:
    print(stop.value)
# ---
# since 3.9
# Chained targets, attributes.
class O: pass
o = O()
a = {"k": 1}
o.x = y = {**a}  # <- here
print(o.x, y, o.x is y, o.x is a)
# ---
# since 3.9
# An iterator that changes what comes later.
a = [1]
def g():
    a.append(2)
    yield 0
x = [*g(), *a]  # <- here
print(x)
# ---
# since 3.9
x = [1, 2]  # <- nothing
