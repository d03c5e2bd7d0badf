from math import pi  # <- here
print(pi, "math" in globals())
# ---
from math import pi, sqrt as root  # <- here
print(pi, root(4), "sqrt" in globals())
# ---
from os.path import join  # <- here
print(join("a", "b"), "os" in globals())
# ---
# A submodule is imported.
from xml import dom  # <- here
print(dom.__name__)
# ---
from xml.dom import minidom as m, Node  # <- here
print(m.__name__, Node.__name__)
# ---
from no_such_module import x  # <- here
# ---
from math.nothing import x  # <- here
# ---
# A name that is missing is something else in a try.
try:
    from math import nothing  # <- impossible
except ImportError:
    print("none")
# ---
# In the handler nobody waits for it.
try:
    raise ImportError
except ImportError:
    from math import pi  # <- here
print(pi)
# ---
# A function in a try.
try:
    def f():
        from math import pi  # <- here
        return pi
finally:
    print(f())
# ---
from math import *  # <- impossible
# ---
from __future__ import annotations  # <- impossible
# ---
# Over several lines, with comments.
from math import (
    pi,  # one
    tau as two,
)  # <- here
print(pi, two)
# ---
# The hook is called alike.
import builtins
old = builtins.__import__
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print(name, fromlist, level)
    return old(name, globals, locals, fromlist, level)
builtins.__import__ = spy
from xml.dom import Node, minidom as m  # <- here
builtins.__import__ = old
# ---
import builtins
old = builtins.__import__
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print(name, fromlist, level)
    return old(name, globals, locals, fromlist, level)
builtins.__import__ = spy
from math import pi as p  # <- here
builtins.__import__ = old
print(p)
# ---
# Relative, from a package.
import xml.dom
__package__ = "xml.dom"
from . import minidom  # <- here
from .minidom import Document
from .. import sax as s
print(minidom.__name__, Document.__name__, s.__name__)
# ---
import xml.dom
__package__ = "xml.dom"
from .minidom import Document, Element as E  # <- here
print(Document.__name__, E.__name__)
# ---
import xml.dom
__package__ = "xml.dom"
from ..sax import handler  # <- here
print(handler.__name__)
# ---
import xml.dom
__package__ = "xml.dom"
from ... import x  # <- here
# ---
# No package.
__package__ = ""
from . import x  # <- here
# ---
def f():
    from math import pi as p, e  # <- here
    return p, e
print(f())
# ---
class C:
    from math import pi  # <- here
print(C.pi, sorted(k for k in vars(C) if k[0] != "_"))
# ---
class C:
    from math import pi, e  # <- impossible
# ---
def f():
    global pi
    from math import pi, e  # <- here
    return e
print(f(), pi)
# ---
# Names that collide; several on a line; tabs.
_module = "mine"
if True:
	x = 1; from math import pi, e; print(pi, e)  # <- here
	print(_module)
# ---
if True: from math import pi, e; print(pi, e)  # <- here
# ---
# Attributes are fetched in order, by __getattr__ too.
import sys, types
class Odd(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        print("get", name)
        return name.upper()
sys.modules["odd"] = Odd("odd")
from odd import a, b as c  # <- here
del sys.modules["odd"]
print(a, c)
# ---
globals = 5
__package__ = "xml"
from . import dom  # <- impossible
