<CURSOR>try:
    print("body")
except ValueError:
    print("handler")
else:
    print("else")
finally:
    print("finally")
# ---
<CURSOR>try:
    print("body")
    raise ValueError("v")
except ValueError as error:
    print("handler", error)
else:
    print("else")
finally:
    print("finally")
# ---
<CURSOR>try:
    raise KeyError("k")
except ValueError:
    print("handler")
else:
    print("else")
finally:
    print("finally")
# ---
# Else raises what a handler would catch.
<CURSOR>try:
    print("body")
except ValueError:
    print("handler")
else:
    raise ValueError("else")
# ---
<CURSOR>try:
    print("body")
except ValueError:
    print("handler")
else:
    raise ValueError("else")
finally:
    print("finally")
# ---
# A handler raises.
<CURSOR>try:
    1 / 0
except ZeroDivisionError:
    raise KeyError("handler")
finally:
    print("finally")
# ---
# Finally raises over all.
<CURSOR>try:
    1 / 0
except ZeroDivisionError:
    raise KeyError("handler")
finally:
    raise OSError("finally")
# ---
# Return in the body: no else.
def f():
    <CURSOR>try:
        return "body"
    except ValueError:
        return "handler"
    else:
        return "else"
    finally:
        print("finally")
print(f())
# ---
# Return in finally wins.
def f():
    <CURSOR>try:
        return 1 / 0
    except ZeroDivisionError:
        return "handler"
    else:
        return "else"
    finally:
        return "finally"
print(f())
# ---
# Break and continue.
for i in range(4):
    <CURSOR>try:
        if i == 0:
            continue
        if i == 2:
            break
    except ValueError:
        pass
    else:
        print("else", i)
    finally:
        print("finally", i)
# ---
# Break in else, in a handler, continue in finally.
for i in range(5):
    <CURSOR>try:
        1 / (i - 1)
    except ZeroDivisionError:
        continue
    else:
        if i == 3:
            break
        print("else", i)
    finally:
        print("finally", i)
# ---
# Several handlers, evaluated in order, one without a name.
def say(kind):
    print("is it", kind.__name__)
    return kind
<CURSOR>try:
    {}["k"]
except say(ValueError):
    print(1)
except (say(OSError), say(KeyError)) as error:
    print(2, error)
except:
    print(3)
else:
    print("else")
print("error" in globals())
# ---
<CURSOR>try:
    undefined
except ValueError:
    print(1)
except:
    print("bare")
finally:
    print("finally")
# ---
# Else without finally.
def f(x):
    <CURSOR>try:
        y = 1 / x
    except ZeroDivisionError:
        y = 0
    else:
        y += 1
    return y
print(f(0), f(1))
# ---
# A generator closed early.
def g():
    <CURSOR>try:
        yield 1
        yield 2
    except GeneratorExit:
        print("exit")
        raise
    else:
        yield "else"
    finally:
        print("finally")
it = g()
print(next(it))
it.close()
print(list(g()))
# ---
# One line each, tabs.
def f(x):
	<CURSOR>try: 1 / x
	except ZeroDivisionError: print("handler"); return 1
	else: print("else"); return 2
	finally: print("finally")
print(f(0), f(1))
# ---
# Comments and strings over several lines; names that collide.
_passed = "mine"
<CURSOR>try:
  # before
  text = """a
    b
  c"""  # behind
  # after

except ValueError:  # handler
  pass
# between
else:
  # in else
  print(text, _passed)
finally:
  print('''x
y''')
# ---
# Nested.
<CURSOR>try:
    try:
        1 / 0
    finally:
        print("inner")
except ZeroDivisionError as error:
    try:
        raise ValueError from error
    except ValueError as other:
        print(repr(other.__cause__))
    else:
        print("no")
finally:
    print("outer")
# ---
# In a loop the flag begins anew.
for x in (1, 0, 1):
    <CURSOR>try:
        1 / x
    except ZeroDivisionError:
        print("handler")
    else:
        print("else")
# ---
# sys.exc_info in else and finally.
import sys
<CURSOR>try:
    pass
except ValueError:
    pass
else:
    print(sys.exc_info())
finally:
    print(sys.exc_info())
# ---
import sys
<CURSOR>try:
    1 / 0
except ZeroDivisionError:
    print(sys.exc_info()[0])
finally:
    print(sys.exc_info())
# ---
# In a class body: finally alone needs no name.
class C:
    <CURSOR>try:
        x = 1 / 0
    except ZeroDivisionError:
        x = 5
    finally:
        y = 6
print(C.x, C.y, sorted(k for k in vars(C) if k[:2] != "__"))
# ---
class C:
    try:  # <- impossible
        x = 1
    except ZeroDivisionError:
        x = 5
    else:
        y = 6
# ---
# Nothing to rewrite.
try:  # <- nothing
    x = 1
finally:
    pass
# ---
try:  # <- nothing
    x = 1
except ValueError:
    pass
# ---
# since 3.11
# since 3.11
<CURSOR>try:
    raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
except* ValueError as group:
    print(group.exceptions)
except* KeyError:
    print("key")
else:
    print("else")
finally:
    print("finally")
# ---
# A walrus and a wrong class.
<CURSOR>try:
    1 / 0
except 5:
    print("no")
else:
    print("else")
finally:
    print("finally")
