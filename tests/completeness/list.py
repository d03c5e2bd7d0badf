"""Run by CPython 3.14 through list.mjs: its own lists, and its judgement of the samples."""
import _ast
import ast
import builtins
import io
import json
import keyword
import sys
import token
import tokenize
import types


def names():
    """Every name that needs a sample, with what it is written as, if that is fixed."""
    found = {}
    # `_ast` is generated from the grammar; what `ast` adds to it is abstract or deprecated.
    for name, kind in vars(_ast).items():
        if isinstance(kind, type) and issubclass(kind, ast.AST) and not kind.__subclasses__():
            found["ast." + name] = None
    for word in keyword.kwlist:
        found["keyword." + word] = word
    for word in keyword.softkwlist:
        found["soft." + word] = word
    written = {number: text for text, number in token.EXACT_TOKEN_TYPES.items()}
    for number, name in token.tok_name.items():
        found["token." + name] = written.get(number)
    return found


def special():
    """The special names of the objects that the data model describes: each with the kinds of object that carry it."""

    class Class:
        def method(self):
            pass

    def function():
        yield

    async def coroutine():
        pass

    async def generator():
        yield

    def traceback():
        try:
            raise ValueError
        except ValueError as error:
            return error.__traceback__

    objects = {
        "class": Class,
        "method": Class().method,
        "function": function,
        "generator": function(),
        "coroutine": coroutine(),
        "asynchronous generator": generator(),
        "module": types,
        "traceback": traceback(),
        "frame": sys._getframe(),
        "code": function.__code__,
        "iterator": iter([]),
        "memory view": memoryview(b""),
        "member descriptor": types.FunctionType.__globals__,
        "method descriptor": str.join,
        "exception": BaseException(),
        "exception group": ExceptionGroup("", [ValueError()]),
        "generic alias": list[int],
        "union": int | str,
    }
    for name, thing in vars(builtins).items():
        if isinstance(thing, type) and name[0] != "_" and not issubclass(thing, BaseException):
            objects["type " + name] = thing
    objects["coroutine"].close()
    found = {}
    for kind, thing in objects.items():
        carried = set(dir(thing)) | set(dir(type(thing)))
        for name in carried:
            if name.startswith("__") and name.endswith("__"):
                found.setdefault(name, []).append(kind)
    return found


def placed(node):
    return hasattr(node, "end_lineno")


def children(node):
    """The nearest nodes below that have a place."""
    for child in ast.iter_child_nodes(node):
        if placed(child):
            yield child
        else:
            yield from children(child)


class Sample:
    def __init__(self, source, start, end):
        self.source, self.start, self.end = source, start, end
        self.text = source[start:end]
        self.lines = [0]
        for line in source.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.tree = ast.parse(source)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}

    def range(self, node):
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[node.end_lineno - 1] + node.end_col_offset

    def covers(self, range):
        return range[0] <= self.start and self.end <= range[1]

    def owner(self, node):
        """The node itself, or the one around it that has a place."""
        while node is not None and not placed(node):
            node = self.parents.get(node)
        return node

    def is_of(self, node):
        """Whether the marked token belongs to this node and not to a part of it."""
        owner = self.owner(node)
        if owner is None or not self.covers(self.range(owner)):
            return False
        # A part that is as long as the whole (the value of an `Expr`) does not take the token away.
        inner = [c for c in children(owner) if self.range(c) != self.range(owner)]
        return not any(self.covers(self.range(c)) for c in inner)

    def tokens(self):
        return [
            t
            for t in tokenize.generate_tokens(io.StringIO(self.source).readline)
            if (self.lines[t.start[0] - 1] + t.start[1], self.lines[t.end[0] - 1] + t.end[1]) == (self.start, self.end)
        ]

    def wrong(self, name):
        kind, _, name = name.partition(".")
        if kind == "ast":
            nodes = [n for n in ast.walk(self.tree) if type(n).__name__ == name]
            if not nodes:
                return "CPython finds no such node in it"
            if not any(self.is_of(n) for n in nodes):
                return "the marked token is not that node's own: %s" % [ast.dump(n) for n in nodes]
        elif kind == "token":
            if not any(token.tok_name[t.exact_type] == name or token.tok_name[t.type] == name for t in self.tokens()):
                return "CPython sees %s there" % (self.tokens() or "no whole token")
        else:
            if self.text != name or not any(t.type == token.NAME for t in self.tokens()):
                return "the marked token is not that word"
            # A soft keyword may be a plain name, and is one if the tree has a name there.
            if any(isinstance(n, ast.Name) and self.covers(self.range(n)) for n in ast.walk(self.tree)):
                return "it is a plain name there"
        return None


wrong = []
for sample in json.loads(samples_json):
    for name in sample["names"]:
        try:
            problem = Sample(sample["source"], sample["start"], sample["end"]).wrong(name)
        except SyntaxError as error:
            problem = "does not compile: %s" % error
        if problem:
            wrong.append("%s: %s" % (name, problem))
answer = json.dumps({"version": "%d.%d" % sys.version_info[:2], "names": names(), "special": special(), "wrong": wrong})
