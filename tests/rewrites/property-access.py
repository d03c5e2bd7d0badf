class C:
    @property
    def x(self):
        print("get")
        return 5
    def f(self):
        return self.x + 1  # <- here
print(C().f())
# ---
class C:
    @property
    def x(self):
        return self._x
    @x.setter
    def x(self, value):
        print("set", value)
        self._x = value
    def f(self):
        self.x = 3  # <- here
        return self.x
print(C().f())
# ---
class C:
    @property
    def x(self):
        return 1
    @x.deleter
    def x(self):
        print("deleted")
c = C()
del c.x  # <- here
# ---
# No setter, no deleter.
class C:
    @property
    def x(self):
        return 1
c = C()
c.x = 3  # <- here
# ---
class C:
    @property
    def x(self):
        return 1
c = C()
del c.x  # <- here
# ---
# A local variable; the value is evaluated first.
class C:
    @property
    def x(self):
        return self.v
    @x.setter
    def x(self, value):
        print("set", value)
        self.v = value
def say(v):
    print("say", v)
    return v
def f():
    c = C()
    c.x = say(1) + say(2)  # <- here
    return c.x
print(f())
# ---
# The value raises.
class C:
    @property
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        print("set", value)
def f():
    c = C()
    c.x = 1 / 0  # <- here
f()
# ---
# The getter raises.
class C:
    @property
    def x(self):
        raise AttributeError("inside")
c = C()
print(c.x)  # <- here
# ---
# __getattr__ would take over.
class C:
    @property
    def x(self):
        raise AttributeError("inside")
    def __getattr__(self, name):
        return name
c = C()
print(c.x)  # <- impossible
# ---
# An attribute in __dict__ does not count.
class C:
    @property
    def x(self):
        return "property"
c = C()
c.__dict__["x"] = "instance"
print(c.x)  # <- nothing
# ---
# Inherited, overridden below.
class A:
    @property
    def x(self):
        return "A.x"
    def f(self):
        return self.x  # <- impossible
class B(A):
    @property
    def x(self):
        return "B.x"
print(A().f(), B().f())
# ---
# Inherited.
class A:
    @property
    def x(self):
        return "A.x", type(self).__name__
class B(A):
    def f(self):
        return self.x  # <- here
print(B().f())
# ---
# Not a property.
class A:
    x = 3
a = A()
print(a.x)  # <- nothing
# ---
# A name that is bound twice.
class A:
    @property
    def x(self):
        return 1
a = A()
a = A()
print(a.x)  # <- nothing
# ---
# An unknown object.
class A:
    @property
    def x(self):
        return 1
def f(a):
    return a.x  # <- nothing
print(f(A()))
# ---
# A static method's first argument is no object.
class A:
    @property
    def x(self):
        return 1
    @staticmethod
    def f(self):
        return self.x  # <- nothing
class B:
    x = 2
print(A.f(B()))
# ---
# Targets among others.
class A:
    @property
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        print(value)
a = A()
a.x, b = 1, 2  # <- impossible
# ---
class A:
    @property
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        print(value)
a = A()
a.x += 1  # <- impossible
# ---
# In a nested function, in an f-string, several at once.
class A:
    def __init__(self, n):
        self.n = n
    @property
    def x(self):
        print("get", self.n)
        return self.n
    def f(self):
        def g():
            return f"{self.x:>3}|{self.n}"  # <- here
        return g()
print(A(4).f())
# ---
# The text is printed.
class A:
    @property
    def x(self):
        return 1
a = A()
print(f"{a.<CURSOR>x=}")  # <- impossible
# ---
# A call of what the property returns; type is hidden.
class A:
    @property
    def x(self):
        return lambda n: n + 1
a = A()
print(a.x(3))  # <- here
# ---
def f(type):
    class A:
        @property
        def x(self):
            return 1
        def g(self):
            return self.x  # <- impossible
    return A().g()
print(f(3))
# ---
# A value that is a name, one that is yielded.
class A:
    @property
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        print("set", value)
def g():
    a = A()
    a.x = yield 1  # <- here
it = g()
next(it)
try:
    it.send("sent")
except StopIteration:
    print("stop")
# ---
# In a comparison, a call's arguments, a subscript: in the order of the text.
class A:
    def __init__(self, n):
        self.n = n
    @property
    def x(self):
        print("get", self.n)
        return self.n
def say(v):
    print("say", v)
    return v
a = A(2)
print([10, 20, 30][a.x] + say(1))  # <- here
# ---
# In a condition; the property is truthy.
class A:
    def __init__(self):
        self.rounds = 0
    @property
    def more(self):
        self.rounds += 1
        return self.rounds < 3
    def run(self):
        while self.more:  # <- here
            print("round", self.rounds)
A().run()
# ---
# A method of what the property returns.
class A:
    @property
    def items(self):
        print("made")
        return [3, 1, 2]
    def f(self):
        self.items.sort()  # <- here
        return self.items
print(A().f())
# ---
# The setter raises.
class A:
    @property
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        if value < 0:
            raise ValueError("negative: %d" % value)
        print("set", value)
    def f(self, value):
        self.x = value  # <- here
A().f(1)
A().f(-1)
# ---
# The deleter raises.
class A:
    @property
    def x(self):
        return 1
    @x.deleter
    def x(self):
        raise RuntimeError("kept")
    def f(self):
        try:
            del self.x  # <- here
        finally:
            print("finally")
A().f()
# ---
# Returned from a generator that is closed early.
class A:
    @property
    def x(self):
        print("get")
        return 1
    def f(self):
        try:
            while True:
                yield self.x  # <- here
        finally:
            print("closed")
it = A().f()
print(next(it), next(it))
it.close()
# ---
# A comment behind, another indentation.
class A:
  @property
  def x(self):
    return 1
  @x.setter
  def x(self, value):
    print("set", value)
  def f(self):
    if True:
      self.x = (1,  # <- here
                2)  # two
A().f()
# ---
# A slot under the property.
class A:
    __slots__ = ("_x",)
    @property
    def x(self):
        return self._x
    @x.setter
    def x(self, value):
        self._x = value * 2
a = A()
a.x = 4  # <- here
print(a.x, a._x)
# ---
# A conditional expression evaluates one side.
class A:
    @property
    def x(self):
        print("get")
        return 1
    def f(self, ask):
        return self.x if ask else 0  # <- here
print(A().f(False), A().f(True))
