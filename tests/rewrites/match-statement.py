# since 3.10
def f(x):
    <CURSOR>match x:
        case 1:
            return "one"
        case "a" | "b":
            return "letter"
        case None:
            return "none"
        case _:
            return "other"
print([f(x) for x in (1, 1.0, True, "a", "b", None, 0, [])])
# ---
# since 3.10
# True is not 1.
def f(x):
    <CURSOR>match x:
        case True:
            return "true"
        case 1:
            return "one"
        case False | None:
            return "no"
print([f(x) for x in (1, True, 0, False, None)])
# ---
# since 3.10
# The subject is evaluated once.
def say(x):
    print("subject", x)
    return x
<CURSOR>match say(3):
    case 1:
        print(1)
    case 2 | 3:
        print("2 or 3")
# ---
# since 3.10
# Comparisons are made in order, the subject on the left.
class V:
    def __eq__(self, other):
        print("is it", other)
        return other == 3
<CURSOR>match V():
    case 1 | 2:
        print("no")
    case 3 | 4:
        print("yes")
    case 5:
        print("no")
# ---
# since 3.10
class Color:
    RED = 1
    GREEN = 2
class N:
    Color = Color
<CURSOR>match 2:
    case Color.RED:
        print("red")
    case N.Color.GREEN:
        print("green")
# ---
# since 3.10
# A capture at the end.
<CURSOR>match 5:
    case 1:
        print(1)
    case other:
        print("other", other)
print(other)
# ---
# since 3.10
<CURSOR>match 5:
    case x:
        print(x)
# ---
# since 3.10
<CURSOR>match 5:
    case _:
        print("always")
# ---
# since 3.10
# Guards.
def ok(word, value):
    print("guard", word)
    return value
<CURSOR>match 5:
    case 5 if ok("a", 0):
        print("a")
    case 4 | 5 if ok("b", 0) or ok("c", ""):
        print("b")
    case _ if ok("d", 0):
        print("d")
    case 6 if ok("e", 1):
        print("e")
    case _ if ok("f", []) if 0 else ok("g", 1):
        print("g")
# ---
# since 3.10
# as
<CURSOR>match 2:
    case 1 | 2 as n:
        print(n)
print(n)
# ---
# since 3.10
# Nothing is bound when nothing fits.
<CURSOR>match 7:
    case 1 | 2 as n:
        print(n)
print("n" in globals())
# ---
# since 3.10
# Classes.
def f(x):
    <CURSOR>match x:
        case bool():
            return "bool"
        case int(n):
            return "int", n
        case str() | bytes():
            return "text"
        case float(1.5 | 2.5):
            return "some float"
        case list() | tuple() as items:
            return items
print([f(x) for x in (1, True, "a", b"", 1.5, 3.5, [1], (2,))])
# ---
# since 3.10
class A: pass
class B(A): pass
def f(x):
    <CURSOR>match x:
        case B():
            return "B"
        case A() as a:
            return type(a).__name__
print(f(A()), f(B()), f(1))
# ---
# since 3.10
# Negative and complex numbers, strings over several pieces, parentheses.
def f(x):
    <CURSOR>match x:
        case -1 | -2.5:
            return "negative"
        case 1 + 2j | -1 - 1j:
            return "complex"
        case "a" "b":
            return "ab"
        case (7):
            return "seven"
        case ((8 | 9) as n):
            return n
print([f(x) for x in (-1, -2.5, 1 + 2j, -1 - 1j, "ab", 7, 8, 9, 0)])
# ---
# since 3.10
# A comparison raises.
class V:
    def __eq__(self, other):
        raise ValueError(other)
<CURSOR>match V():
    case None:
        print("none")
    case 2:
        print("no")
# ---
# since 3.10
# A guard raises; a name is unknown.
try:
    <CURSOR>match 1:
        case 1 if undefined:
            pass
except NameError as error:
    print(error)
# ---
# since 3.10
<CURSOR>match undefined:
    case 1:
        pass
# ---
# since 3.10
<CURSOR>match 1:
    case undefined.name:
        pass
# ---
# since 3.10
# Jumps.
for i in range(5):
    <CURSOR>match i:
        case 1:
            continue
        case 3:
            break
    print(i)
# ---
# since 3.10
# Names that collide, tabs, one line, strings over several lines.
_subject = "mine"
def f(x):
	<CURSOR>match (x,
	_subject)[0]:
		# before
		case 1: print("one"); return 1
		# between
		case 2 | \
			3:
			text = """
	a
  b"""
			return text
	return _subject
print(f(1), f(2), f(4))
# ---
# since 3.10
# A generator closed early.
def g(x):
    <CURSOR>match x:
        case 1:
            try:
                yield 1
            finally:
                print("closed")
        case _:
            yield x
it = g(1)
print(next(it))
it.close()
print(list(g(5)))
# ---
# since 3.10
# The subject is kept even when the name is bound anew by a guard.
x = 1
<CURSOR>match x:
    case 1 if (x := 2) == 3:
        print("no")
    case 1:
        print("still", x)
# ---
# since 3.10
# Truth of the comparison is asked once.
class T:
    def __bool__(self):
        print("bool")
        return True
class V:
    def __eq__(self, other):
        return T()
<CURSOR>match V():
    case 1:
        print("one")
# ---
# since 3.10
match [1, 2]:  # <- impossible
    case [a, b]:
        pass
# ---
# since 3.10
match 1:  # <- impossible
    case x if x > 1:
        pass
# ---
# since 3.10
match 1, 2:  # <- impossible
    case _:
        pass
# ---
# since 3.10
match {}:  # <- impossible
    case {"k": v}:
        pass
# ---
# since 3.10
class P:
    x = 1
match P():  # <- impossible
    case P(x=1):
        pass
# ---
# since 3.10
class C:
    match 1:  # <- impossible
        case 1:
            x = 1
# ---
# since 3.10
match 1:  # <- impossible
    case (1, ):
        pass
# ---
# since 3.10
match 1:  # <- impossible
    case 1, 2:
        pass
# ---
# since 3.10
match 1:  # <- impossible
    case int(x) | x:
        pass
