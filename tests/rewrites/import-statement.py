import math  # <- here
print(math.pi)
# ---
import os.path  # <- here
print(os.sep, os.path.join("a", "b"))
# ---
import os.path as p  # <- here
print(p.join("a", "b"), "os" in globals())
# ---
import math as m  # <- here
print(m.pi, "math" in globals())
# ---
import math, os.path, json as j, xml.dom as d  # <- here
print(math.pi, os.path.sep, j.dumps([]), d.__name__, "xml" in globals())
# ---
import no_such_module  # <- here
# ---
import math.nothing  # <- here
# ---
import math.nothing as n  # <- here
# ---
try:
    import no_such_module as n  # <- here
except ImportError as error:
    print(type(error).__name__, error, error.name)
# ---
# The first is bound when the second fails.
try:
    import math, no_such_module  # <- here
except ImportError:
    print(math.pi)
# ---
# The hook is called alike.
import builtins
old = builtins.__import__
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    print(name, fromlist or (), level)
    return old(name, globals, locals, fromlist, level)
builtins.__import__ = spy
try:
    import xml.dom as d  # <- here
finally:
    builtins.__import__ = old
print(d.__name__)
# ---
# Executed once.
import sys, types
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("made_up"):
            from importlib.machinery import ModuleSpec
            return ModuleSpec(name, Finder, is_package=True)
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        print("executing", module.__name__)
        module.x = 1
sys.meta_path.insert(0, Finder)
try:
    import made_up.a.b  # <- here
    import made_up.a.b as b
    print(made_up.x, b.x, made_up.a.b is b)
finally:
    sys.meta_path.remove(Finder)
    for name in ("made_up", "made_up.a", "made_up.a.b"):
        sys.modules.pop(name, None)
# ---
import sys, types
class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.startswith("made_up"):
            from importlib.machinery import ModuleSpec
            return ModuleSpec(name, Finder, is_package=True)
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        print("executing", module.__name__)
        if module.__name__ == "made_up.a":
            raise ValueError("broken")
sys.meta_path.insert(0, Finder)
try:
    import made_up.a.b as b  # <- here
finally:
    sys.meta_path.remove(Finder)
    sys.modules.pop("made_up", None)
# ---
def f():
    import math as m, os  # <- here
    return m.pi, os.sep, sorted(locals())
print(f())
# ---
class C:
    import math  # <- here
    import os.path as p
print(C.math.pi, sorted(k for k in vars(C) if k[0] != "_"))
# ---
def f():
    global math
    import math  # <- here
f()
print(math.pi)
# ---
# A line of several statements, tabs, behind a colon.
if True:
	x = 1; import math; y = math.pi  # <- here
	print(x, y)
# ---
if True: import math; print(math.pi)  # <- here
# ---
# Over several lines.
import os \
    .path as p, \
    math  # <- here
print(p.sep, math.pi)
# ---
# A name of its own that hides.
__import__ = print
import math  # <- impossible
# ---
# A name that exists is bound anew.
math = 5
import math  # <- here
print(math.pi)
# ---
# sys.modules says None.
import sys
sys.modules["blocked"] = None
try:
    import blocked  # <- here
finally:
    del sys.modules["blocked"]
# ---
# sys.modules may hold anything.
import sys
sys.modules["odd"] = "a string"
import odd  # <- here
del sys.modules["odd"]
print(odd.upper())
# ---
import importlib.util, importlib.machinery as machinery  # <- here
print(importlib.util.__name__, machinery.__name__)
# ---
import __main__ as me  # <- here
x = 5
print(me.__name__)
