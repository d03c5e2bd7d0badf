n = 3
while n:  # <- here
    print(n)
    n -= 1
else:
    print("else", n)
# ---
n = 5
while n > 0:  # <- here
    n -= 1
    if n == 2:
        break
else:
    print("no")
print(n)
# ---
n = 2
while n > 0:  # <- here
    n -= 1
    if n == 5:
        break
    print(n)
else:
    print("else")
print(n)
# ---
# The condition's truth is asked once a round.
class T:
    def __init__(self, n):
        self.n = n
    def __bool__(self):
        print("bool", self.n)
        self.n -= 1
        return self.n > 0
t = T(3)
while t:  # <- here
    if t.n == 100:
        break
else:
    print("else")
# ---
# A walrus.
xs = [1, 2, 0, 4]
while x := xs.pop(0):  # <- here
    if x > 5: break
    print(x)
else:
    print("zero", xs)
# ---
xs = [1, 2, 0, 4]
while x := xs.pop(0):  # <- here
    print(x)
else:
    print("zero", xs)
# ---
# Precedence.
a, b = 1, 0
while a and b or a > 1:  # <- here
    break
else:
    print("else")
# ---
# The condition raises.
n = 2
while 1 / n:  # <- here
    n -= 1
    if n > 10:
        break
else:
    print("no")
# ---
# Truth fails.
class T:
    def __bool__(self):
        raise TypeError("no truth")
while T():  # <- here
    break
else:
    print("no")
# ---
# Continue.
n = 0
while n < 5:  # <- here
    n += 1
    if n % 2:
        continue
    if n == 20:
        break
    print(n)
else:
    print("done")
# ---
# Break and continue in else belong to the loop around.
for i in range(4):
    n = i
    while n:  # <- here
        n -= 1
        if n == 10:
            break
    else:
        if i == 1:
            continue
        if i == 3:
            break
    print(i)
# ---
for i in range(4):
    n = i
    while n:  # <- here
        n -= 1
    else:
        if i == 1:
            continue
        if i == 3:
            break
    print(i)
# ---
# Return in the body.
def f(n):
    while n:  # <- here
        n -= 1
        if n == 2:
            return "two"
        if n == 7:
            break
    else:
        return "else"
    return "seven"
print(f(1), f(5), f(9))
# ---
# A break in a nested loop's else.
def f(n):
    while n:  # <- here
        n -= 1
        for i in range(n):
            if i == 3:
                break
        else:
            break
    else:
        return "else"
    return n
print(f(0), f(3), f(9))
# ---
# Nested functions' loops do not count.
n = 1
while n:  # <- here
    n -= 1
    def f():
        while True:
            break
        return 4
else:
    print(f())
# ---
# A generator closed early.
def g():
    n = 3
    try:
        while n:  # <- here
            yield n
            n -= 1
            if n == 10:
                break
        else:
            yield "else"
    finally:
        print("closed")
it = g()
print(next(it), next(it))
it.close()
print(list(g()))
# ---
# Tabs and names that collide.
_finished = "mine"
def f():
	n = 2
	while (n
	> 0):  # <- here
		n -= 1
		if n == 4: break
	else: print("else"); print(_finished)
f()
# ---
# Behind a colon: one line each.
n = 2
while n: n -= 1  # <- here
else: print("else")
# ---
# Exceptions in body and else.
try:
    while True:  # <- here
        raise ValueError
    else:
        print("no")
except ValueError:
    print("caught")
# ---
while False:  # <- here
    break
else:
    raise KeyError("else")
# ---
# Strings over several lines, two blanks.
n = 1
while n:  # <- here
  n -= 1
  if n > 3:
    break
  text = """
  a
    b"""
else:
  # comment
  print(text + '''
c''')
# ---
# Without else.
while False:  # <- nothing
    pass
# ---
class C:
    while False:  # <- here
        break
    else:
        x = 1
# ---
class C:
    n = 2
    while n:  # <- here
        n -= 1
    else:
        x = n
print(C.x, sorted(k for k in vars(C) if k[0] != "_"))
# ---
# not
n = 0
while not n:  # <- here
    n += 1
    if n == 5:
        break
else:
    print("n is", n)
# ---
# A conditional expression, a lambda, await-free.
f = lambda: 0
while f() if True else 1:  # <- here
    break
else:
    print("else")
# ---
def show(c):
    print([(k, v if not callable(v) else v.__qualname__) for k, v in vars(c).items() if k[:2] != "__"])
class C:
    n = 3
    while n:  # <- here
        n -= 1
        if n == 5:
            break
    else:
        m = 1
show(C)
