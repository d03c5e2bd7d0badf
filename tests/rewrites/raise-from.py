try:
    1 / 0
except ZeroDivisionError as error:
    raise ValueError("v") from error  # <- here
# ---
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise ValueError("v") from None  # <- here
except ValueError as error:
    print(error.__cause__, repr(error.__context__), error.__suppress_context__)
# ---
# Classes are called.
raise ValueError from KeyError  # <- here
# ---
raise ValueError("v") from KeyError  # <- here
# ---
# The order: both expressions, then the calls.
class E(Exception):
    def __init__(self):
        print("make", type(self).__name__)
class F(E):
    pass
def say(word, value):
    print(word)
    return value
try:
    raise say("error", E) from say("cause", F)  # <- here
except E as error:
    print(repr(error), repr(error.__cause__))
# ---
class E(Exception):
    def __init__(self):
        print("make", type(self).__name__)
def say(word):
    print(word)
    return OSError(word)
try:
    raise E from say("cause")  # <- here
except E as error:
    print(repr(error), repr(error.__cause__))
# ---
# Order with an instance.
def say(word):
    print(word)
    return word
raise ValueError(say("error")) from KeyError(say("cause"))  # <- here
# ---
# Not an exception: fails before the cause is looked at.
raise 5 from None  # <- here
# ---
raise int from ValueError  # <- here
# ---
def f():
    return "text"
raise f() from KeyError("k")  # <- here
# ---
# The expression fails.
raise undefined from KeyError  # <- here
# ---
raise ValueError from 1 / 0  # <- here
# ---
# Making the exception fails.
class E(Exception):
    def __init__(self, needed):
        pass
raise E from None  # <- here
# ---
# A variable.
error = ValueError("kept")
cause = OSError("c")
try:
    raise error from cause  # <- here
except ValueError as caught:
    print(caught is error, caught.__cause__ is cause, caught.__suppress_context__)
# ---
# An earlier cause is replaced.
error = ValueError("v")
error.__cause__ = KeyError("old")
try:
    raise error from None  # <- here
except ValueError as caught:
    print(caught.__cause__)
# ---
# The same exception raised in its own handler.
try:
    try:
        raise KeyError("k")
    except KeyError as error:
        raise error from ValueError("w")  # <- here
except KeyError as error:
    print(repr(error.__cause__), error.__context__)
# ---
# In a function, names that collide.
_error, _cause = "mine", "too"
def f(e, c):
    raise e from c  # <- here
for e in (ValueError, ValueError("x")):
    for c in (None, KeyError, KeyError("y")):
        try:
            f(e, c)
        except ValueError as error:
            print(repr(error), repr(error.__cause__), error.__suppress_context__, _error, _cause)
# ---
# Behind a colon; several on a line.
x = 1
if x: x = 2; raise ValueError(x) from None  # <- here
# ---
# Over several lines.
try:
    {}["k"]
except KeyError as error:
    raise RuntimeError(
        "several "
        "lines"
    ) from (
        error
    )  # <- here
# ---
# The caught exception is rebound.
try:
    {}["k"]
except KeyError as error:
    error = OSError
    raise RuntimeError("r") from error  # <- here
# ---
# In a class body.
class C:
    raise ValueError from None  # <- impossible
# ---
# Hidden names.
ValueError = KeyError
raise ValueError("hidden") from OSError  # <- here
# ---
isinstance = 5
def f(x):
    raise x from None  # <- impossible
# ---
# Finally and else around.
def f():
    try:
        raise ValueError("v") from OSError("o")  # <- here
    finally:
        print("finally")
f()
# ---
# In a generator.
def g():
    try:
        yield 1
    except GeneratorExit as error:
        raise RuntimeError("closing") from error  # <- here
it = g()
next(it)
it.close()
# ---
# Without from.
raise ValueError("v")  # <- nothing
