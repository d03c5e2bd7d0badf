"""What CPython itself says of the classes and functions of a module: `facts.py FILE…` or `facts.py --import MODULE…`, printed as JSON.

A class is told by the row in which its `class` stands, a function by that of its `def`. Classes are caught when they are made, so those inside of
functions that nobody calls are not told of.
"""

import ast
import builtins
import contextlib
import enum
import importlib
import inspect
import io
import json
import sys
import types
import warnings


def functions_of(path, text):
    """The functions of a text, by the row of `def` and the name; from its compiled code, so nothing of it runs."""
    rows = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
            rows[first, node.name] = node.lineno
    todo, found = [compile(text, path, "exec", dont_inherit=True)], {}
    while todo:
        code = todo.pop()
        todo += [c for c in code.co_consts if isinstance(c, types.CodeType)]
        row = rows.get((code.co_firstlineno, code.co_name))
        if row is None:
            continue
        flags = code.co_flags
        kind = "function"
        for flag, name in [(inspect.CO_GENERATOR, "generator"), (inspect.CO_COROUTINE, "coroutine"), (inspect.CO_ASYNC_GENERATOR, "async generator")]:
            if flags & flag:
                kind = name
        count, keyword_only = code.co_argcount, code.co_kwonlyargcount
        names = list(code.co_varnames)
        parameters = [[n, "positional-only" if at < code.co_posonlyargcount else "positional or keyword"] for at, n in enumerate(names[:count])]
        after = count + keyword_only
        if flags & inspect.CO_VARARGS:
            parameters.append([names[after], "variadic positional"])
            after += 1
        parameters += [[n, "keyword-only"] for n in names[count : count + keyword_only]]
        if flags & inspect.CO_VARKEYWORDS:
            parameters.append([names[after], "variadic keyword"])
        # Two of one name in one row cannot be told apart.
        key = f"{row} {code.co_name}"
        found[key] = None if key in found else {"kind": kind, "freevars": sorted(code.co_freevars), "parameters": parameters}
    return found


def about(cls):
    told = {
        "mro": [c.__name__ for c in cls.__mro__],
        "hashable": cls.__hash__ is not None,
        "abstract": sorted(getattr(cls, "__abstractmethods__", ())),
        "dict": cls.__dictoffset__ != 0,
        "metaclass": type(cls).__name__,
    }
    if "__slots__" in cls.__dict__:
        slots = cls.__dict__["__slots__"]
        told["slots"] = [slots] if isinstance(slots, str) else list(slots)
    if "__match_args__" in cls.__dict__ and isinstance(cls.__match_args__, tuple):
        told["match_args"] = list(cls.__match_args__)
    if "__dataclass_fields__" in cls.__dict__:
        with contextlib.suppress(ValueError, TypeError):
            signature = inspect.signature(cls)
            bare = [
                p.replace(annotation=p.empty, default=p.empty if p.default is p.empty else ...) for p in signature.parameters.values()
            ]
            told["init"] = str(inspect.Signature(bare)).replace("=Ellipsis", "=...")
    if isinstance(cls, enum.EnumMeta):
        told["members"] = {
            name: member.value for name, member in cls.__members__.items() if isinstance(member.value, (int, str))
        }
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        told["fields"] = list(cls._fields)
    return told


class Caught:
    """Classes as they are made, by file and row."""

    def __init__(self):
        self.classes, self.errors = {}, {}
        self.original = builtins.__build_class__

    def build(self, function, name, /, *bases, **keywords):
        code = function.__code__
        key = code.co_filename, code.co_firstlineno, name
        try:
            cls = self.original(function, name, *bases, **keywords)
        except TypeError as error:
            self.errors[key] = f"{type(error).__name__}: {error}"
            raise
        except ValueError as error:
            self.errors[key] = f"{type(error).__name__}: {error}"
            raise
        # A statement that runs twice makes two classes; what the text says is said of each.
        self.classes[key] = cls
        return cls


def class_rows(text):
    rows = {}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            first = node.decorator_list[0].lineno if node.decorator_list else node.lineno
            rows[first, node.name] = node.lineno
    return rows


def told(caught, path, text):
    rows = class_rows(text)
    classes, errors = {}, {}
    for (file, first, name), cls in caught.classes.items():
        if file == path and (first, name) in rows and isinstance(cls, type):
            classes[f"{rows[first, name]} {name}"] = about(cls)
    for (file, first, name), message in caught.errors.items():
        if file == path and (first, name) in rows:
            errors[f"{rows[first, name]} {name}"] = message
    return {"functions": functions_of(path, text), "classes": classes, "errors": errors}


def run_file(path):
    """Runs a program statement by statement: what fails is passed over, as are the statements that need it."""
    text = open(path, encoding="utf-8").read()
    caught = Caught()
    builtins.__build_class__ = caught.build
    module = types.ModuleType("program")
    sys.modules["program"] = module
    failures = {}
    try:
        for statement in ast.parse(text).body:
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(ast.Module([statement], []), path, "exec", dont_inherit=True), module.__dict__)
            except Exception as error:
                if isinstance(statement, ast.ClassDef):
                    failures[f"{statement.lineno} {statement.name}"] = f"{type(error).__name__}: {error}"
                    module.__dict__.pop(statement.name, None)
    finally:
        builtins.__build_class__ = caught.original
    result = told(caught, path, text)
    result["errors"].update(failures)
    for key in failures:
        result["classes"].pop(key, None)
    return path, result


def run_module(name):
    """Imports a module of the standard library again, to see its classes made."""
    path = importlib.import_module(name).__file__
    caught = Caught()
    del sys.modules[name]
    builtins.__build_class__ = caught.build
    try:
        importlib.import_module(name)
    finally:
        builtins.__build_class__ = caught.original
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return path, told(caught, path, text)


def main(arguments):
    warnings.simplefilter("ignore")
    if arguments[:1] == ["--import"]:
        results = dict(run_module(name) for name in arguments[1:])
    else:
        results = dict(run_file(path) for path in arguments)
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
