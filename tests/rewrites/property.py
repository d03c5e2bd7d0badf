class C:
    @property  # <- here
    def x(self):
        "the x"
        return 5
print(C().x, C.x.__doc__, C.x.fget.__name__)
C().x = 3
# ---
class C:
    @property  # <- here
    def x(self):
        return self._x
    @x.setter
    def x(self, value):
        print("set", value)
        self._x = value
    @x.deleter
    def x(self):
        print("del")
        del self._x
c = C()
c.x = 3
print(c.x, C.x.fset.__name__, sorted(k for k in vars(C) if k[:2] != "__"))
del c.x
c.x
# ---
# Asked at the setter.
class C:
    @property
    def x(self):
        return self._x
    # between

    y = 3  # y
    @x.setter  # <- here
    def x(self, value):  # sets
        self._x = value  # the end
    z = 4
c = C()
c.x = 3
print(c.x, c.y, c.z)
del c.x
# ---
# A deleter before the setter.
class C:
    @property  # <- here
    def x(self):
        return "x"
    @x.deleter
    def x(self):
        print("deleted")
    @x.setter
    def x(self, value):
        print("set", value)
c = C()
del c.x
c.x = 1
# ---
# A deleter alone.
class C:
    @property  # <- here
    def x(self):
        return "x"
    @x.deleter
    def x(self):
        print("deleted")
c = C()
del c.x
c.x = 1
# ---
# Other decorators below.
def noted(f):
    print("noted", f.__name__)
    return f
class C:
    @property  # <- here
    @noted
    def x(self):
        return "x"
    @x.setter
    @noted
    def x(self, value):
        print("set", value)
C().x = 1
print(C().x)
# ---
# Used in between.
class C:
    @property  # <- impossible
    def x(self):
        return "x"
    y = x
    @x.setter
    def x(self, value):
        print("set", value)
# ---
# Twice.
class C:
    @property  # <- impossible
    def x(self):
        return "x"
    @property
    def x(self):
        return "y"
# ---
# A base of this file.
class A:
    pass
class B(A):
    @property  # <- here
    def x(self):
        return "x"
    @x.setter
    def x(self, value):
        print("set", value)
B().x = 2
# ---
# A base from elsewhere.
import enum
class B(enum.Enum):
    @property  # <- impossible
    def x(self):
        return "x"
    @x.setter
    def x(self, value):
        print("set", value)
# ---
# A base from elsewhere, a getter alone.
import enum
class B(enum.Enum):
    A = 1
    @property  # <- here
    def x(self):
        return self.value + 1
print(B.A.x, list(B))
# ---
# Another property.
def property(f):
    return f
class C:
    @property  # <- nothing
    def x(self):
        return "x"
# ---
# Not in a class.
@property  # <- nothing
def x(self):
    return "x"
# ---
# Names that collide; a raise in the getter.
_getter = _setter = 0
class C:
    @property  # <- here
    def x(self):
        raise KeyError("x")
    @x.setter
    def x(self, value):
        raise ValueError(value)
try:
    C().x = 2
except ValueError as error:
    print(error)
C().x
# ---
# Tabs, one line, strings over several lines.
class C:
	@property  # <- here
	def x(self): return """a
	b"""
	@x.setter
	def x(self, v): print(v)
C().x = C().x
# ---
# __set_name__, subclasses, inheritance of the property.
class A:
    @property  # <- here
    def x(self):
        return "A.x"
class B(A):
    @A.x.setter
    def x(self, value):
        print("B sets", value)
b = B()
b.x = 3
print(b.x)
# ---
# Two properties in turn.
class C:
    @property  # <- here
    def x(self):
        return 1
    @property
    def y(self):
        return 2
    @x.setter
    def x(self, value):
        print("x", value)
    @y.setter
    def y(self, value):
        print("y", value)
c = C()
c.x = 3
c.y = 4
print(c.x, c.y)
# ---
# In a function, a closure.
def f(n):
    class C:
        @property  # <- here
        def x(self):
            return n
        @x.setter
        def x(self, value):
            nonlocal n
            n = value
    return C()
c = f(4)
c.x = 8
print(c.x)
# ---
# A keyword for the metaclass.
import abc
class C(metaclass=abc.ABCMeta):
    @property  # <- impossible
    def x(self):
        return "x"
# ---
# super() in a getter; async.
class A:
    x = 3
class B(A):
    @property  # <- here
    def x(self):
        return super().x + 1
print(B().x)
# ---
# A docstring of the setter is not the property's.
class C:
    @property  # <- here
    def x(self):
        return 1
    @x.setter
    def x(self, value):
        "the setter's"
        print("set", value)
print(C.x.__doc__, C.x.fset.__doc__)
C().x = 2
# ---
# A default that is evaluated once, when the class is made.
def say(v):
    print("say", v)
    return v
class C:
    print("before")
    @property  # <- here
    def x(self, n=say(5)):
        return n
    print("after")
print(C().x, C().x)
# ---
# The getter raises AttributeError, and __getattr__ answers.
class C:
    @property  # <- here
    def x(self):
        raise AttributeError("hidden")
    def __getattr__(self, name):
        return "asked for " + name
print(C().x)
# ---
# Overridden in a subclass, which calls the first.
class A:
    @property  # <- here
    def x(self):
        return "A"
    @x.setter
    def x(self, value):
        print("A.set", value)
class B(A):
    @property
    def x(self):
        return super().x + "B"
print(B().x)
try:
    B().x = 1
except AttributeError as error:
    print(type(error).__name__)
A().x = 2
# ---
# Private names are those of the class.
class C:
    def __init__(self):
        self.__x = 1
    @property  # <- here
    def x(self):
        return self.__x
    @x.setter
    def x(self, value):
        self.__x = value
c = C()
c.x += 4
print(c.x, sorted(vars(c)))
# ---
# A class in a function, with tabs; the property closes over a variable.
def make(n):
	class C:
		@property  # <- here
		def x(self):
			return n
		@x.deleter
		def x(self):
			nonlocal n
			n = None
	return C()
c = make(3)
print(c.x)
del c.x
print(c.x)
# ---
# A generator as a getter.
class C:
    @property  # <- here
    def items(self):
        try:
            yield 1
            yield 2
        finally:
            print("closed")
c = C()
for item in c.items:
    print(item)
    break
print(list(c.items))
