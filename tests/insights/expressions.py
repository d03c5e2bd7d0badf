"""Expressions, calls and patterns: programs made at random, and what CPython says of the claims about them.

Each function in CHECKS takes a claim and returns True or False, or None where CPython cannot tell without running the program around it.
"""

import ast
import contextlib
import decimal
import io
import itertools
import random
import re
import symtable
import unicodedata
import warnings

SAMPLES = [[], [7], list(range(10, 12)), list(range(20, 25)), list(range(30, 43))]


# Programs


def atoms(random):
    return random.choice(["a", "b", "c", "x.y", "f(a)", "1", "2", "'s'", "[1, 2]", "xs[0]", "None", "True", "-1"])


def expression(random, depth=3):
    """Operators of all kinds over each other."""
    if depth == 0 or random.random() < 0.15:
        return atoms(random)
    inner = lambda: expression(random, depth - 1)  # noqa: E731
    kind = random.random()
    if kind < 0.35:
        operator = random.choice(["+", "-", "*", "/", "//", "%", "@", "**", "<<", ">>", "&", "|", "^"])
        return f"{inner()} {operator} {inner()}"
    if kind < 0.55:
        return f"{inner()} {random.choice(['and', 'or'])} {inner()}"
    if kind < 0.7:
        operator = random.choice(["<", "<=", "==", "!=", ">", ">=", "is", "is not", "in", "not in"])
        return f"{inner()} {operator} {inner()}"
    if kind < 0.8:
        return f"{random.choice(['-', '+', '~', 'not '])}{inner()}"
    if kind < 0.88:
        return f"{inner()} if {inner()} else {inner()}"
    if kind < 0.92:
        return f"lambda q: {inner()}"
    return f"({inner()})"


def expressions(random):
    lines = []
    while len(lines) < 12:
        text = f"v = {expression(random)}"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(text, "program", "exec")
        except SyntaxError:
            continue
        lines.append(text)
    for _ in range(4):
        operators = [random.choice(["<", "<=", "==", "!=", ">", "is", "in", "not in"]) for _ in range(random.randint(2, 4))]
        lines.append("v = " + "".join(f"{atoms(random)} {operator} " for operator in operators) + atoms(random))
    return "\n".join(lines) + "\n"


def bound(random):
    return random.choice(["", "", str(random.randint(-6, 9)), str(random.randint(-3, 3))])


def slices(random):
    lines = ["def f(xs, n):"]
    for _ in range(12):
        step = random.choice(["", "", "", ":", f":{random.choice([-3, -2, -1, 1, 2, 3, 4])}"])
        lines.append(f"    xs[{bound(random)}:{bound(random)}{step}]")
    for _ in range(6):
        value = random.choice(["[1, 2, 3, 4, 5]", "(1, 2, 3)", "'abcdef'", "range(10)", "range(9, 0, -2)"])
        lines.append(f"v = {value}[{bound(random)}:{bound(random)}{random.choice(['', ':-1', ':2'])}]")
        numbers = ", ".join(str(random.randint(-5, 20)) for _ in range(random.randint(1, 2)))
        lines.append(f"v = range({numbers})")
    return "\n".join(lines) + "\n"


def specification(random):
    fill = random.choice(["", "", "*", "0", " "])
    align = random.choice(["<", ">", "^", "="]) if fill or random.random() < 0.4 else ""
    sign = random.choice(["", "", "", "+", "-", " "])
    alternate = random.choice(["", "", "", "#"])
    zero = random.choice(["", "", "0"])
    width = random.choice(["", "1", "8", "12"])
    group = random.choice(["", "", "", ",", "_"])
    precision = random.choice(["", "", ".0", ".1", ".3"])
    return f"{fill if align else ''}{align}{sign}{alternate}{zero}{width}{group}{precision}{random.choice(['', '', *'bcdeEfFgGnosxX%'])}"


def formats(random):
    lines = []
    for _ in range(14):
        value = random.choice(["value", "value", "total", "'text'", "12", "3.5"])
        lines.append(f"""v = f"{{{value}:{specification(random)}}}\"""")
        conversion = random.choice(["!r", "!s", "!a", "=", " = ", "=!s", "=:>9", "!r:>9"])
        lines.append(f"""v = f"{{{random.choice(['value', 'total', 'name'])}{conversion}}}\"""")
    return "\n".join(lines) + "\n"


ESCAPES = ["\\n", "\\t", "\\\\", "\\'", "\\0", "\\x41", "\\xe9", "\\101", "\\7", "\\a", "\\d", "\\.", "\\s", "\\8", "\\ ", "\\u20ac", "\\u00a0", "\\U0001f600", "\\N{BULLET}", "\\N{greek small letter pi}", "\\N{HANGUL SYLLABLE GA}"]


def strings(random):
    lines = []
    for _ in range(20):
        prefix = random.choice(["", "", "", "b", "r", "rb", "u", "B", "Rb"])
        parts = [random.choice(["a", "b", " ", "1", *ESCAPES, *ESCAPES]) for _ in range(random.randint(1, 6))]
        text = "".join(parts)
        if "b" in prefix.lower():
            text = text.encode("ascii", "replace").decode()
        lines.append(f"v = {prefix}'{text}'")
    for _ in range(6):
        lines.append(f"v = {random.choice(ESCAPES)!r} {random.choice(['there', ' is', 'x'])!r}")
        lines.append(f"v = ['a', {'b'!r} 'c', {random.choice(['1', 'x'])!r}]")
        lines.append(f"v = {random.choice(['0x1f', '0b1011', '0o755', '1_000_000', '65536', '0.1', '2.675', '1e23', '1e3', '0.25', '123456789.0', '0xFFFF', '3.14'])}")
    return "\n".join(lines) + "\n"


def unpackings(random):
    lines = []
    for _ in range(16):
        count = random.randint(1, 4)
        targets = ["a", "b", "c", "d"][:count]
        if random.random() < 0.5:
            at = random.randrange(count)
            targets[at] = "*" + targets[at]
        items = [random.choice(["1", "2.5", "'x'", "None", "(1, 2)", "[3]"]) for _ in range(random.randint(0, 5))]
        value = random.choice(["[" + ", ".join(items) + "]", "(" + "".join(f"{item}, " for item in items) + ")", "'" + "xyz"[: len(items)] + "'", f"range({len(items)})"])
        left = ", ".join(targets) + ("," if count == 1 else "")
        lines.append(f"{random.choice([left, f'({left})', f'[{left}]'])} = {value}")
    return "\n".join(lines) + "\n"


def signature(random):
    """Parameters without `self`, and whether there are any."""
    names = ["a", "b", "c", "d"][: random.randint(0, 4)]
    split = random.randint(0, len(names))
    parts, has_default = [], False
    slash = random.randint(1, split) if split and random.random() < 0.3 else 0
    for at, name in enumerate(names[:split]):
        has_default = has_default or random.random() < 0.3
        parts.append(f"{name}={at * 10}" if has_default else name)
        if at + 1 == slash:
            parts.append("/")
    if random.random() < 0.2:
        parts.append("*args")
    elif names[split:]:
        parts.append("*")
    parts += [random.choice([name, f"{name}={name!r}"]) for name in names[split:]]
    if random.random() < 0.2:
        parts.append("**kw")
    return ", ".join(parts)


def arguments(random):
    parts = [random.choice(["1", "'x'", "None"]) for _ in range(random.randint(0, 4))]
    names = random.sample(["a", "b", "c", "d", "z"], random.choice([0, 0, 1, 2]))
    return ", ".join(parts + [f"{name}={random.randint(5, 9)}" for name in names])


def calls(random):
    """Functions, methods and classes that give back what they got, and calls of them."""
    lines = ["from dataclasses import dataclass, field", "from typing import NamedTuple"]
    callables = []
    for number in range(3):
        listed = signature(random)
        lines += [f"def f{number}({listed}):", "    return dict(locals())"]
        callables.append(f"f{number}")
    for number in range(2):
        listed = signature(random)
        own = f"self, {listed}" if listed else "self"
        lines += [f"class C{number}:", f"    def __init__({own}):", "        self.__dict__.update({k: v for k, v in locals().items() if k != 'self'})"]
        callables.append(f"C{number}")
    lines += ["class M:"]
    for number in range(3):
        listed = signature(random)
        kind, first = random.choice([("", "self"), ("    @staticmethod", ""), ("    @classmethod", "cls")])
        own = ", ".join(part for part in (first, listed) if part)
        lines += [kind] * bool(kind) + [f"    def m{number}({own}):", "        return {k: v for k, v in locals().items() if k not in ('self', 'cls')}"]
        callables.append(f"made.m{number}")
    fields = ["a", "b", "c"][: random.randint(1, 3)]
    lines += [random.choice(["@dataclass", "@dataclass(frozen=True)"]), "class D:"]
    lines += [f"    {name}: int{random.choice(['', '', ' = 3']) if at == len(fields) - 1 else ''}" for at, name in enumerate(fields)]
    lines += ["class T(NamedTuple):"]
    lines += [f"    {name}: int{random.choice(['', ' = 3']) if at == len(fields) - 1 else ''}" for at, name in enumerate(fields)]
    lines += ["class N: pass", "made = M()"]
    callables += ["D", "T", "N"]
    lines += [f"probe(lambda: {name}({arguments(random)}))" for name in callables for _ in range(3)]
    return "\n".join(lines) + "\n"


def pattern(random, depth=2):
    leaves = ["1", "'x'", "None", "True", "-2", "_", "M.ONE", "2.5"]
    kind = random.random()
    if depth == 0 or kind < 0.3:
        return random.choice([*leaves, "NAME"])
    inner = lambda: pattern(random, depth - 1)  # noqa: E731
    if kind < 0.5:
        parts = [inner() for _ in range(random.randint(0, 3))]
        if random.random() < 0.4:
            parts.insert(random.randint(0, len(parts)), random.choice(["*_", "*NAME"]))
        return random.choice(["[" + ", ".join(parts) + "]", "(" + "".join(f"{part}, " for part in parts) + ")"])
    if kind < 0.65:
        parts = [f"{key!r}: {inner()}" for key in ("k", "l")[: random.randint(0, 2)]]
        if random.random() < 0.3:
            parts.append("**NAME")
        return "{" + ", ".join(parts) + "}"
    if kind < 0.85:
        return random.choice([f"P({inner()}, {inner()})", f"P(x={inner()})", f"P({inner()}, y={inner()})", f"int({inner()})", "str()", "P()", f"T({inner()}, {inner()})"])
    if kind < 0.93:
        return f"{random.choice(leaves[:5])} | {random.choice(leaves[:5])}"
    return f"({inner()}) as NAME"


CLASSES = """from dataclasses import dataclass
from typing import NamedTuple
@dataclass
class P:
    x: object
    y: object
class T(NamedTuple):
    u: object
    v: object
class M:
    ONE = 1
"""


def named(text):
    """Each capture a name of its own."""
    numbers = itertools.count()
    return re.sub("NAME", lambda match: f"n{next(numbers)}", text)


def patterns(random):
    lines = [CLASSES]
    for _ in range(12):
        lines.append(f"match subject:\n    case {named(pattern(random))}:\n        pass\n")
    return "".join(lines)


def names(random):
    """Functions, classes and comprehensions that hide each other's names."""
    pool = ["list", "x", "y", "id", "count"]
    lines = [f"{name} = 0" for name in random.sample(pool, 2)]

    def body(depth, indent):
        found = []
        for _ in range(random.randint(1, 3)):
            name = random.choice(pool)
            kind = random.random()
            if kind < 0.3:
                found.append(f"{indent}{name} = 1")
            elif kind < 0.5:
                found.append(f"{indent}z = [{name} for {random.choice(pool)} in w]")
            elif kind < 0.7 or depth == 0:
                found.append(f"{indent}print({name})")
            elif kind < 0.85:
                found.append(f"{indent}def g{depth}({random.choice(pool)}):")
                found += body(depth - 1, indent + "    ")
            else:
                found.append(f"{indent}class K{depth}:")
                found += body(depth - 1, indent + "    ")
        return found

    for number in range(3):
        lines.append(f"def f{number}({random.choice(pool)}):")
        lines += body(2, "    ")
    lines += body(3, "")
    lines += [f"print({name})" for name in random.sample(pool, 2)] + ["y = 5"]
    return "\n".join(lines) + "\n"


KINDS = [(expressions, 130), (slices, 40), (formats, 60), (strings, 40), (unpackings, 40), (calls, 80), (patterns, 60), (names, 60)]


def programs():
    """All programs: name and text."""
    for kind, count in KINDS:
        for number in range(count):
            yield f"{kind.__name__}_{number:03}", kind(random.Random(f"{kind.__name__} {number}"))


# What CPython says


def tree(code):
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(f"({code}\n)", mode="eval").body
    except SyntaxError:
        return None


def value_of(code):
    """The value of a literal, in a tuple; None where it is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return (ast.literal_eval(code),)
    except (ValueError, SyntaxError, TypeError):
        return None


def chain(claim, _):
    whole, spelt = tree(claim["expression"]), tree(claim["means"])
    if not isinstance(whole, ast.Compare):
        return None if whole is None else False
    if not isinstance(spelt, ast.BoolOp) or not isinstance(spelt.op, ast.And):
        return False
    operands = [whole.left, *whole.comparators]
    wanted = [ast.Compare(left, [operator], [right]) for left, operator, right in zip(operands, whole.ops, operands[1:])]
    return [ast.dump(part) for part in spelt.values] == [ast.dump(part) for part in wanted]


def grouping(claim, _):
    written, grouped = tree(claim["expression"]), tree(claim["grouped"])
    if written is None:
        return None
    return grouped is not None and claim["expression"] != claim["grouped"] and ast.dump(written) == ast.dump(grouped)


NUMBERS = {"a": 1, "second": 2, "third": 3}


def index_of(words):
    """A place in words as a number."""
    if words == "the last one":
        return -1
    match = re.fullmatch(r"number (\d+) from the end", words)
    return -int(match[1]) if match else int(re.fullmatch(r"index (-?\d+)", words)[1])


def count_of(words):
    """`the first 3 items`: 3."""
    number = re.search(r"\d+", words)
    return int(number[0]) if number else 1


def selected(words, items):
    """What a slice selects of the items, by the words alone: written without slices of other than plain prefixes and suffixes."""
    size = len(items)
    if words.startswith("is always empty"):
        return []
    words = words.removeprefix("selects ")
    if match := re.fullmatch(r"all but the first(?: \d+)? items? and the last(?: \d+)? items?", words):
        first, last = words.split(" and the last")
        return [item for at, item in enumerate(items) if at >= count_of(first) and at < size - count_of(last)]
    if match := re.fullmatch(r"all but the (first|last)(?: \d+)? items?", words):
        count = count_of(words)
        return [item for at, item in enumerate(items) if (at >= count if match[1] == "first" else at < size - count)]
    if match := re.fullmatch(r"the (first|last)(?: \d+)? items?", words):
        count = count_of(words)
        return [item for at, item in enumerate(items) if (at < count if match[1] == "first" else at >= size - count)]
    if match := re.fullmatch(r"the (\d+) items? before the last(?: (\d+))? items?", words):
        end = size - int(match[2] or 1)
        return [item for at, item in enumerate(items) if end - int(match[1]) <= at < end]
    if match := re.fullmatch(r"1 item, the one at index (\d+)", words):
        return [item for at, item in enumerate(items) if at == int(match[1])]
    if match := re.fullmatch(r"(\d+) items, number (\d+) to (\d+): from index (\d+) to (\d+)", words):
        count, first, last, start, stop = map(int, match.groups())
        found = [item for at, item in enumerate(items) if start <= at <= stop]
        return found if first == start + 1 and last == stop + 1 and count == stop - start + 1 else "wrong words"
    if match := re.fullmatch(r"what stands from (.*) up to but without (.*)", words):
        start = 0 if match[1] == "the first one" else index_of(match[1])
        stop = index_of(match[2])
        start, stop = (at + size if at < 0 else at for at in (start, stop))
        return [item for at, item in enumerate(items) if start <= at < stop]
    if words == "all items, in reverse order":
        return list(reversed(items))
    match = re.fullmatch(r"(all|every (\w+)) items?, from (.*?) (on|backwards)(?:, up to but without (.*))?", words)
    if not match:
        raise ValueError(words)
    every = 1 if match[1] == "all" else NUMBERS.get(match[2]) or int(match[2].removesuffix("th"))
    forwards = match[4] == "on"
    start = {"the first one": 0}.get(match[3])
    start = index_of(match[3]) if start is None else start
    start = start + size if start < 0 else start
    # Behind the end there is nothing: from there backwards begins with the last.
    start = min(start, size - 1) if not forwards else max(start, 0)
    stop = None
    if match[5]:
        stop = index_of(match[5])
        stop = stop + size if stop < 0 else stop
    found, at = [], start
    while 0 <= at < size and (stop is None or (at < stop if forwards else at > stop)):
        found.append(items[at])
        at += every if forwards else -every
    return found


def slicing(claim, sentence):
    if "slice" not in claim:
        return evaluated(claim, sentence)
    code = claim["slice"]
    if not re.fullmatch(r"\[ *(-?\d+)? *: *(-?\d+)? *(: *(-?\d+)?)? *\]", code):
        # With the reader's names in it.
        return None
    return all(selected(sentence, items) == eval(f"items{code}", {"items": items}) for items in SAMPLES)


def evaluated(claim, _):
    if "value" not in claim:
        return None
    try:
        return eval(claim["expression"], {}) == eval(claim["value"], {})
    except NameError:
        return None


def numbers(claim, _):
    try:
        made = eval(claim["expression"], {})
    except ValueError:
        return claim["count"] == 0
    return len(made) == claim["count"]


def accepts(spec, value):
    try:
        format(value, spec)
        return True
    except (ValueError, OverflowError):
        return False


def shown(words, value):
    """A value as a sentence about its format says it is shown: (text, known)."""
    text = isinstance(value, str)
    parts = [part.strip() for part in words.split(", ")]
    # Remarks that belong to the words before them.
    flat = words
    body = value if text else None
    if text:
        if match := re.search(r"cut to (?:the first )?(?:(\d+) characters?|character)", flat):
            body = value[: int(match[1] or 1)]
    else:
        digits = re.search(r"with (no|\d+) decimals?", flat)
        count = None if not digits else 0 if digits[1] == "no" else int(digits[1])
        magnitude = abs(value)
        if "power of ten (`E`) with" in flat and count is not None:
            body = "%.*E" % (count, magnitude)
        elif "as a power of ten with" in flat and count is not None:
            body = "%.*e" % (count, magnitude)
        elif "times 100" in flat and count is not None:
            body = "%.*f%%" % (count, magnitude * 100)
        elif count is not None:
            body = "%.*f" % (count, magnitude)
        elif "hexadecimal in capitals" in flat:
            body = ("0X" if "`0X`" in flat else "") + "%X" % magnitude
        elif "hexadecimal" in flat:
            body = ("0x" if "`0x`" in flat else "") + "%x" % magnitude
        elif "octal" in flat:
            body = ("0o" if "`0o`" in flat else "") + "%o" % magnitude
        elif "binary" in flat:
            body = bin(magnitude)[0 if "`0b`" in flat else 2 :]
        elif "as a whole number" in flat or (isinstance(value, int) and not re.search("significant|locale|power|character", flat)):
            body = str(magnitude)
        elif not re.search("significant|locale|power|character", flat):
            body = repr(magnitude)
        else:
            return None
        if match := re.search(r"with (commas|underscores) between (the thousands|groups of four digits)", flat):
            mark, size = {"commas": ",", "underscores": "_"}[match[1]], 3 if "thousands" in match[2] else 4
            prefix = re.match("0[xXob]", body)
            lead = prefix[0] if prefix and size == 4 else ""
            whole = re.match(r"[0-9a-fA-F]+" if size == 4 else r"\d+", body[len(lead) :])[0]
            rest = body[len(lead) + len(whole) :]
            grouped = ""
            while len(whole) > size:
                whole, grouped = whole[:-size], mark + whole[-size:] + grouped
            body = lead + whole + grouped + rest
            if "zeros" in flat:
                # They are grouped as well.
                return None
        if "always with a point" in flat and count == 0:
            return None
        sign = "-" if value < 0 else "+" if "always with a sign" in flat else " " if "a blank where a minus would stand" in flat else ""
        columns = re.search(r"(?:in|to) (\d+) columns?", flat)
        width = int(columns[1]) if columns else 0
        if "behind the sign" in flat or "sign to the left and digits to the right" in flat or ("in front of a number" in flat):
            fill = re.search(r"filled with `(.)`", flat)
            fill = "0" if "zeros" in flat else fill[1] if fill else " "
            lead = re.match("0[xXob]", body)
            lead = lead[0] if lead and re.search("`0[xXob]`", flat) else ""
            return sign + lead + body[len(lead) :].rjust(width - len(sign) - len(lead), fill)
        body = sign + body
    columns = re.search(r"(?:in|to) (\d+) columns?", flat)
    width = int(columns[1]) if columns else 0
    fill = re.search(r"filled with `(.)`", flat)
    fill = "0" if "filled with zeros" in flat or "with zeros: in front" in flat else fill[1] if fill else " "
    if "right-aligned" in parts[0]:
        return body.rjust(width, fill)
    if "centred" in parts[0]:
        left = (width - len(body)) // 2 if width > len(body) else 0
        return (fill * left + body).ljust(width, fill)
    if "left-aligned" in parts[0] or text:
        return body.ljust(width, fill)
    return body.rjust(width, fill)


def formatting(claim, sentence):
    spec = claim["spec"]
    if "{" in spec:
        return None
    if "text" not in claim:
        kinds = {"a text": "text", "an int": 12, "a float": 3.5}
        value = next(value for words, value in kinds.items() if words in sentence)
        return not accepts(spec, value)
    if [accepts(spec, value) for value in ("text", 65, 3.5)] != [claim["text"], claim["int"], claim["float"]]:
        return False
    words = sentence.split("` ", 1)[1]
    values = ["text"] * claim["text"] + [65, 1234567, -4321] * claim["int"] + [3.5, -1234.5678, 0.25] * claim["float"]
    if re.search("significant|locale|as the character", words):
        values = [value for value in values if isinstance(value, str)]
    if sentence.startswith(("shows `'", "shows `repr", "shows `str", "shows `ascii")):
        values = ["text"] if claim["text"] else []
    elif re.match(r"shows `\d", sentence):
        values = [value for value in values if not isinstance(value, str)]
        if re.match(r"shows `\d+`", sentence):
            values = [value for value in values if isinstance(value, int)]
        else:
            values = [value for value in values if isinstance(value, float)]
    for value in values:
        told = shown(words, value)
        if told is not None and told != format(value, spec):
            return False
    return True


FIELDS = {"value": 1234.5, "total": 12, "name": "n\u00e4me"}


def field(claim, _):
    try:
        real = eval(f"f{claim['field']!r}", dict(FIELDS))
        told = eval(claim["call"], dict(FIELDS))
    except (NameError, SyntaxError):
        return None
    except (ValueError, TypeError):
        return None
    return real == claim["text"] + told


def escape(claim, _):
    value = value_of(("b" if claim["bytes"] else "") + '"' + claim["escape"] + '"')
    if value is None or len(value[0]) != 1:
        return False
    number = value[0][0] if claim["bytes"] else ord(value[0])
    name = None if claim["bytes"] else unicodedata.name(value[0], None)
    return number == claim["number"] and ("name" not in claim or name in (None, claim["name"]))


def literal(claim, _):
    if "literal" not in claim or "length" not in claim:
        return None
    value = value_of(claim["literal"])
    return None if value is None else len(value[0]) == claim["length"]


def integer(claim, _):
    value = value_of(claim["literal"])
    return value is not None and str(value[0]) == claim["value"]


def fraction(claim, _):
    if "exact" not in claim:
        return None
    value = value_of(claim["literal"])
    return value is not None and decimal.Decimal(value[0]) == decimal.Decimal(claim["exact"])


def invalid(claim, _):
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            compile(claim["literal"], "program", "eval")
        except (SyntaxError, ValueError):
            return None
    found = [str(one.message) for one in told if "invalid" in str(one.message)]
    if not found:
        # Of the inside of an f-string some versions say nothing.
        return None if "{" in claim["literal"] else False
    wanted = claim["warning"].split("'")[1]
    return f"'{wanted}'" in found[0] or f'"{wanted}"' in found[0]


def unpacking(claim, _):
    code = claim["statement"]
    try:
        statement = ast.parse(code).body[0]
    except SyntaxError:
        return None
    if not isinstance(statement, ast.Assign):
        return None
    space = {}
    try:
        exec(code, space)
    except ValueError as error:
        return "error" in claim and str(error).startswith(claim["error"].split(", got")[0].rstrip(")"))
    except (NameError, AttributeError, TypeError):
        return None
    if "error" in claim:
        return False
    try:
        return all(eval(name, space) == eval(value, {}) for name, value in claim["bound"])
    except NameError:
        return None


def match_tree(tree, subject, space, bound):
    """Whether a subject is what a tree asks for: by the language reference, without `match`."""
    kind, *rest = tree
    if kind == "anything":
        return True
    if kind == "literal":
        if rest[0] in ("None", "True", "False"):
            return subject is eval(rest[0])
        return subject == eval(rest[0])
    if kind == "value":
        return subject == eval(rest[0], space)
    if kind == "as":
        if not match_tree(rest[0], subject, space, bound):
            return False
        bound[rest[1]] = subject
        return True
    if kind == "or":
        return any(match_tree(one, subject, space, bound) for one in rest[0])
    if kind == "sequence":
        if not isinstance(subject, (list, tuple, range)):
            return False
        items, parts = list(subject), rest[0]
        star = next((at for at, part in enumerate(parts) if part[0] == "star"), None)
        if star is None:
            return len(items) == len(parts) and all(match_tree(part, item, space, bound) for part, item in zip(parts, items))
        after = len(parts) - star - 1
        if len(items) < len(parts) - 1:
            return False
        before = all(match_tree(part, item, space, bound) for part, item in zip(parts[:star], items))
        end = len(items) - after
        behind = before and all(match_tree(part, item, space, bound) for part, item in zip(parts[star + 1 :], items[end:]))
        if behind and parts[star][1]:
            bound[parts[star][1]] = items[star:end]
        return behind
    if kind == "mapping":
        if not isinstance(subject, dict):
            return False
        keys = [eval(key, space) for key, _ in rest[0]]
        if not all(key in subject for key in keys):
            return False
        if not all(match_tree(part, subject[key], space, bound) for key, (_, part) in zip(keys, rest[0])):
            return False
        if rest[1]:
            bound[rest[1]] = {key: value for key, value in subject.items() if key not in keys}
        return True
    if kind == "class":
        if not isinstance(subject, eval(rest[0], space)):
            return False
        for name, part in rest[1]:
            inner = subject if name is None else getattr(subject, name, match_tree)
            if inner is match_tree or not match_tree(part, inner, space, bound):
                return False
        return True
    raise ValueError(kind)


def subjects(space):
    simple = [1, 2.5, "x", None, True, -2, 0]
    P, T = space["P"], space["T"]
    yield from simple
    for first in simple:
        yield [first]
        yield P(first, 1)
        yield P(1, first)
        yield T(first, 1)
        yield T(1, first)
        yield {"k": first}
        yield {"k": 1, "l": first, "m": 3}
        yield (first, 1)
        yield [1, first, "x"]
    yield from ([], (), {}, "", b"ab", {1}, [[1], 1], [1, [1, 2]], P([1], {"k": 1}), {"k": [1]}, range(2), [P(1, 1), 1], P(P(1, 1), 1), T([], "x"))


def case(claim, _):
    space = {}
    exec(CLASSES, space)
    code = f"def run(subject):\n    match subject:\n        case {claim['case']}:\n            return dict(locals())\n"
    try:
        exec(code, space)
    except SyntaxError:
        return None
    try:
        for subject in subjects(space):
            real = space["run"](subject)
            bound = {}
            told = match_tree(claim["means"], subject, space, bound)
            if told != (real is not None):
                return False
            if told and {key: value for key, value in real.items() if key != "subject"} != bound:
                return False
    except NameError:
        return None
    return True


CHECKS = {
    "chain-spelt-out": chain,
    "grouping": grouping,
    "slice-in-words": slicing,
    "range-items": numbers,
    "format-in-words": formatting,
    "field-as-call": field,
    "escape-meaning": escape,
    "string-length": literal,
    "joined-strings": literal,
    "integer-value": integer,
    "float-value": fraction,
    "invalid-escape": invalid,
    "unpacked-items": unpacking,
    "case-words": case,
}

# Claims that are wrong, with their sentences: a check that does not say so compares nothing.
UNTRUE = [
    ("chain-spelt-out", {"expression": "a < b < c", "means": "a < b and a < c"}, ""),
    ("grouping", {"expression": "a or b and c", "grouped": "(a or b) and c"}, ""),
    ("grouping", {"expression": "a or b", "grouped": "a or b"}, ""),
    ("slice-in-words", {"slice": "[:-2]"}, "selects the first 2 items"),
    ("slice-in-words", {"slice": "[::-2]"}, "selects every second item, from the first one on"),
    ("slice-in-words", {"expression": "[1, 2][1:]", "value": "[1]"}, ""),
    ("range-items", {"expression": "range(3)", "count": 4}, ""),
    ("format-in-words", {"spec": ">8.2f", "text": True, "int": True, "float": True}, "shows `v` right-aligned in 8 columns, with 2 decimals"),
    ("format-in-words", {"spec": ">8.2f", "text": False, "int": True, "float": True}, "shows `v` left-aligned in 8 columns, with 2 decimals"),
    ("format-in-words", {"spec": "x", "text": False, "int": True, "float": False}, "shows `v` in octal"),
    ("format-in-words", {"spec": "d", "fits": False}, "raises `ValueError`: an int cannot be formatted by `d`"),
    ("field-as-call", {"field": "{name!r}", "text": "", "call": "str(name)"}, ""),
    ("escape-meaning", {"escape": "\\n", "bytes": False, "number": 13}, ""),
    ("escape-meaning", {"escape": "\\u20ac", "bytes": False, "number": 0x20AC, "name": "BULLET"}, ""),
    ("string-length", {"literal": "'a\\n'", "length": 3}, ""),
    ("integer-value", {"literal": "0x10", "value": "10"}, ""),
    ("float-value", {"literal": "0.1", "exact": "0.1"}, ""),
    ("invalid-escape", {"literal": "'\\n'", "warning": "invalid escape sequence '\\n'"}, ""),
    ("unpacked-items", {"statement": "a, *b = 1, 2, 3", "bound": [["a", "1"], ["b", "[2]"]]}, ""),
    ("unpacked-items", {"statement": "a, b = 1, 2", "error": "too many values to unpack (expected 2)"}, ""),
    ("case-words", {"case": "[1, *n0]", "means": ["sequence", [["literal", "1"], ["star", None]]]}, ""),
    ("case-words", {"case": "P(1, y=None)", "means": ["class", "P", [["y", ["literal", "1"]], ["x", ["literal", "1"]]]]}, ""),
]


def believed():
    """The wrong claims that a check takes for true."""
    return [(about, claim) for about, claim, sentence in UNTRUE if CHECKS[about](claim, sentence) is not False]


# What needs the whole file


class Called:
    """What the calls of a program made by `calls` do."""

    def __init__(self, text):
        import sys

        self.by_line = {}

        def probe(call):
            line = sys._getframe(1).f_lineno
            try:
                self.by_line[line] = ("bound", call())
            except TypeError as error:
                self.by_line[line] = ("message", str(error))

        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(text, "program", "exec"), {"probe": probe, "__name__": "program"})

    def check(self, claim):
        if claim["line"] not in self.by_line or claim["call"] == "probe":
            return None
        kind, value = self.by_line[claim["line"]]
        if kind == "message":
            return claim.get("message") == value
        if "bound" not in claim:
            return False
        if hasattr(value, "_asdict"):
            value = value._asdict()
        value = value if isinstance(value, dict) else vars(value)
        return all(value[name] == eval(code, {}) for name, code in claim["bound"])


class Scopes:
    """To which scopes the names of a file belong."""

    KINDS = {"lambda": "lambda", "listcomp": "list_comprehension", "setcomp": "set_comprehension", "dictcomp": "dictionary_comprehension", "genexpr": "generator_expression"}

    def __init__(self, text):
        self.tables = {}
        todo = [symtable.symtable(text, "program", "exec")]
        while todo:
            table = todo.pop()
            kind = {"module": "module", "class": "class_definition"}.get(table.get_type(), "function_definition")
            if table.get_type() == "function":
                kind = self.KINDS.get(table.get_name(), kind)
            self.tables.setdefault((kind, None if kind == "module" else table.get_lineno()), []).append(table)
            todo += table.get_children()

    def check(self, claim):
        tables = self.tables.get((claim["scope"], claim["scope_line"]), [])
        verdicts = []
        for table in tables:
            with contextlib.suppress(KeyError):
                symbol = table.lookup(claim["name"])
                if table.get_type() == "module":
                    verdicts.append(claim["belongs"] == "global")
                else:
                    verdicts.append({"local": symbol.is_local, "global": symbol.is_global, "free": symbol.is_free}[claim["belongs"]]())
        # Several lambdas of one line: any of them.
        return any(verdicts) if verdicts else None
