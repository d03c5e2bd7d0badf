"""Programs to compare on: class hierarchies (some that CPython refuses), slots, equality, data classes, enumerations, functions and closures.

Every program is made from its number alone, so that a difference can be looked at again.
"""

import random

PASS = "    pass\n"
NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def hierarchy(random):
    """Classes over each other, diamonds among them; the last one may have no order of bases that works."""
    lines, names = [], []
    roots = ["", "(object)", "(dict)", "(Exception)", "(list)", "(ValueError)"]
    for name in NAMES[: random.randint(3, 12)]:
        count = random.choice([0, 1, 1, 2, 2, 3, 4])
        bases = random.sample(names, min(count, len(names)))
        if random.random() < 0.7:
            bases.sort(key=names.index, reverse=True)
        if bases and random.random() < 0.05:
            bases.append(bases[0])
        head = f"({', '.join(bases)})" if bases else random.choice(roots)
        body = random.choice(["pass", "x = 1", "def f(self): return 1", "__slots__ = ()", "__slots__ = ('a', 'b')"])
        if random.random() < 0.15:
            body = "def __eq__(self, other): return True"
        lines.append(f"class {name}{head}:\n    {body}\n")
        names.append(name)
    return "".join(lines)


def slots(random):
    """Slots in several spellings, over bases with and without."""
    lines, names = [], []
    for name in NAMES[: random.randint(2, 6)]:
        fields = [f"{name.lower()}{number}" for number in range(random.randint(0, 3))]
        spelt = random.choice(
            [
                lambda: repr(tuple(fields)),
                lambda: repr(fields),
                lambda: "(" + "".join(f"{field!r}, " for field in fields) + ")",
                lambda: repr(fields[0]) if fields else "()",
                lambda: repr({field: "about it" for field in fields}),
            ]
        )()
        body = [f"    __slots__ = {spelt}\n"] if random.random() < 0.75 else ["    pass\n"]
        if random.random() < 0.15:
            body = ["    __slots__ = ('__dict__', 'q')\n"]
        base = f"({random.choice(names)})" if names and random.random() < 0.6 else ""
        lines.append(f"class {name}{base}:\n{''.join(body)}")
        names.append(name)
    return "".join(lines)


def equality(random):
    lines, names = [], []
    for name in NAMES[: random.randint(2, 7)]:
        body = []
        if random.random() < 0.5:
            body.append("    def __eq__(self, other): return self is other\n")
        if random.random() < 0.3:
            body.append(random.choice(["    def __hash__(self): return 1\n", "    __hash__ = None\n", "    __hash__ = object.__hash__\n"]))
        base = random.choice(["", "", "(dict)", "(str)", "(tuple)"]) if not names or random.random() < 0.5 else f"({random.choice(names)})"
        lines.append(f"class {name}{base}:\n{''.join(body) or PASS}")
        names.append(name)
    return "".join(lines)


def dataclass(random):
    lines = ["from dataclasses import dataclass, field, KW_ONLY, InitVar\nimport dataclasses\nfrom typing import ClassVar\n"]
    names = []
    for name in NAMES[: random.randint(1, 4)]:
        options = [o for o in ["frozen=False", "order=True", "kw_only=True", "slots=True", "eq=False", "init=False", "repr=False", "unsafe_hash=True"] if random.random() < 0.12]
        if "eq=False" in options and "order=True" in options:
            options.remove("order=True")
        head = random.choice(["@dataclass", "@dataclasses.dataclass"]) + (f"({', '.join(options)})" if options else random.choice(["", "()"]))
        base = f"({random.choice(names)})" if names and random.random() < 0.5 else ""
        body, defaults = [], False
        for number in range(random.randint(0, 5)):
            field = random.choice([f"{name.lower()}{number}", f"f{number}"])
            kinds = ["plain", "default", "factory", "class", "none", "kw", "initvar", "noinit", "both"]
            kind = random.choice(kinds)
            if kind == "plain":
                body.append(f"    {field}: int\n")
            elif kind == "default":
                body.append(f"    {field}: int = {number}\n")
            elif kind == "factory":
                body.append(f"    {field}: list = field(default_factory=list)\n")
            elif kind == "class":
                body.append(f"    {field}: ClassVar[int] = 3\n")
            elif kind == "none":
                body.append(f"    {field} = 3\n")
            elif kind == "kw" and "_: KW_ONLY" not in "".join(body):
                body.append("    _: KW_ONLY\n")
            elif kind == "initvar":
                body.append(f"    {field}: InitVar[int]\n")
            elif kind == "noinit":
                body.append(f"    {field}: int = field(init=False)\n")
            elif kind == "both":
                body.append(f"    {field}: str = field(default='x', kw_only=True)\n")
        lines.append(f"{head}\nclass {name}{base}:\n{''.join(body) or PASS}")
        names.append(name)
    return "".join(lines)


def enumeration(random):
    kind = random.choice(["Enum", "IntEnum", "Flag", "IntFlag", "enum.Enum"])
    body = []
    for number, name in enumerate(random.sample(["RED", "GREEN", "BLUE", "CRIMSON", "GREY"], random.randint(1, 5))):
        value = random.choice(["auto()", str(number + 1), str(random.randint(1, 3)), "enum.auto()"])
        if kind in ("Enum", "enum.Enum") and random.random() < 0.2:
            value = random.choice(["'r'", "'g'", "1"])
        body.append(f"    {name} = {value}\n")
    if random.random() < 0.3:
        body.append("    def shout(self): return self.name\n")
    return f"import enum\nfrom enum import Enum, IntEnum, Flag, IntFlag, auto\nclass Color({kind}):\n{''.join(body)}"


def parameters(random):
    """A parameter list, without the brackets, and the names in it."""
    names = random.sample(["a", "b", "c", "d", "e", "f"], random.randint(0, 5))
    split = random.randint(0, len(names))
    positional, keyword = names[:split], names[split:]
    parts, has_default = [], False
    slash = random.randint(1, len(positional)) if positional and random.random() < 0.4 else 0
    for at, name in enumerate(positional):
        has_default = has_default or random.random() < 0.25
        parts.append(f"{name}={at}" if has_default else name)
        if at + 1 == slash:
            parts.append("/")
    if random.random() < 0.3:
        parts.append("*args")
        names.append("args")
    elif keyword:
        parts.append("*")
    parts += [random.choice([name, f"{name}=1", f"{name}: int = 1", f"{name}: str"]) for name in keyword]
    if random.random() < 0.3:
        parts.append("**kw")
        names.append("kw")
    return ", ".join(parts), names


def function(random, depth=0, outer=("top",), name="f"):
    """A function with what it binds, captures and yields, as lines."""
    listed, own = parameters(random)
    prefix = "async " if random.random() < 0.2 else ""
    lines = [f"{prefix}def {name}({listed}):"]
    body = []
    local = own + [f"v{depth}"]
    body.append(f"v{depth} = 0")
    for other in random.sample(list(outer), min(len(outer), random.randint(0, 2))):
        body.append(random.choice([f"print({other})", f"w{depth} = {other}", f"w{depth} = [{other} for i in range(3)]", f"w{depth} = lambda q: ({other}, q)"]))
    if depth and random.random() < 0.3:
        enclosing = [n for n in outer if n.startswith("v") and n not in local]
        if enclosing:
            body.insert(0, f"nonlocal {enclosing[-1]}")
            body.append(f"{enclosing[-1]} += 1")
    choice = random.random()
    if choice < 0.25:
        body.append(random.choice(["yield 1", f"v{depth} = yield"] + ([] if prefix else ["yield from ()", "return (yield)"])))
    elif choice < 0.4 and prefix:
        body.append(random.choice(["await v0x()", "async with v0x() as z: pass"]).replace("v0x", "print"))
    if depth < 3 and random.random() < 0.6:
        body += function(random, depth + 1, tuple(outer) + tuple(local), random.choice(["g", "h", "inner"]) + str(depth))
    may_return = not (prefix and choice < 0.25)
    if random.random() < 0.3 and may_return:
        body.append(f"return lambda k={random.choice(local)}: (k, {random.choice(local)})")
    return lines + ["    " + line for line in body]


def functions(random):
    lines = ["top = 1"]
    for name in ("one", "two", "three"):
        lines += function(random, name=name)
    if random.random() < 0.5:
        method = function(random, name="method")
        lines += ["class C:", "    k = 1"] + ["    " + line for line in method]
    return "\n".join(lines) + "\n"


KINDS = [(hierarchy, 330), (slots, 60), (equality, 60), (dataclass, 120), (enumeration, 60), (functions, 150)]


def programs():
    """All programs: name and text."""
    for kind, count in KINDS:
        for number in range(count):
            yield f"{kind.__name__}_{number:03}", kind(random.Random(f"{kind.__name__} {number}"))
