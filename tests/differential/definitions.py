"""Modules, functions, classes: what stands in their heads, and docstrings."""

import ast
import re

from constructs import BY_METHOD


class Definitions:
    def visit_Module(self, node):
        self.docstring(node)
        self.visit_all(node.body)
        for index in self.piece.semicolons:
            self.say("semicolon-statements", index)

    def docstring(self, node):
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
            start = self.piece.start(first.value)
            # One literal without brackets.
            if start == self.piece.end(first.value) and self.piece.start(first) == start:
                self.say("docstring", start)

    def visit_FunctionDef(self, node):
        piece = self.piece
        start = piece.start(node)
        at = start + isinstance(node, ast.AsyncFunctionDef)
        if self.scope.kind in ("function", "async-function"):
            self.say("nested-function", at)
        if self.scope.kind == "class":
            for concept, _ in BY_METHOD.get(node.name, ()):
                self.say(concept, at + 1)
            if node.name == "__sizeof__":
                self.say("dunder-sizeof", at + 1)
        elif self.scope.kind == "module" and node.name in ("__getattr__", "__dir__"):
            self.say({"__getattr__": "module-getattr", "__dir__": "module-dir"}[node.name], at + 1)
        self.mangled(node.name, at + 1)
        self.self_parameter(node)
        self.decorators(node, False)
        self.bind(node.name, "function")
        arguments = node.args
        self.visit_all([*arguments.defaults, *arguments.kw_defaults])
        opening = at + 2
        words = [arg.arg for arg in (*arguments.posonlyargs, *arguments.args)]
        if not arguments.vararg and not arguments.kwonlyargs and not arguments.kwarg and not arguments.posonlyargs:
            if any(word not in ("self", "cls", "mcs") for word in words):
                inside = "".join(piece.text(i) for i in range(opening, piece.match[opening]))
                if "*" not in inside and "/" not in inside:
                    self.say("param-positional-or-keyword", opening)
        scope = self.scope.enter("async-function" if isinstance(node, ast.AsyncFunctionDef) else "function", node.name, node.lineno)
        self.parameters(arguments, scope)
        if node.returns is not None:
            self.say("return-annotation", piece.before(node.returns))
            self.annotation(node.returns)
        self.docstring(node)
        self.within(scope, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def self_parameter(self, node):
        """The first parameter of a method, if it is called so; not where a decorator or the method's name makes it the class."""
        arguments = node.args
        positional = [*arguments.posonlyargs, *arguments.args]
        if self.scope.kind != "class" or not positional or len(positional) == len(arguments.defaults):
            return
        if positional[0].arg not in ("self", "_self", "this", "me"):
            return
        if node.name != "__init__":
            if any(re.search("staticmethod|classmethod", ast.unparse(decorator)) for decorator in node.decorator_list):
                return
            if not node.decorator_list and node.name in ("__new__", "__init_subclass__", "__class_getitem__"):
                return
        self.say("self-parameter", self.piece.start(positional[0]))

    def visit_Lambda(self, node):
        self.visit_all([*node.args.defaults, *node.args.kw_defaults])
        scope = self.scope.enter("lambda", "lambda", node.lineno)
        self.parameters(node.args, scope)
        self.within(scope, [node.body])

    def parameters(self, arguments, scope):
        piece = self.piece
        positional = [*arguments.posonlyargs, *arguments.args]
        every = [*positional, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for arg in every:
            if arg is None:
                continue
            scope.bound.setdefault(arg.arg, set()).add("parameter")
            start = piece.start(arg)
            outer, self.scope = self.scope, scope
            self.mangled(arg.arg, start)
            self.scope = outer
            if arg.annotation is not None:
                self.say("param-annotation", start + 1)
                if isinstance(arg.annotation, ast.Starred):
                    self.say("param-annotation-unpack", start + 2)
                self.annotation(arg.annotation)
        for default in [*arguments.defaults, *arguments.kw_defaults]:
            if default is not None:
                self.say("param-default", piece.before(default))
        if arguments.vararg:
            self.say("param-var-positional", piece.start(arguments.vararg) - 1)
        elif arguments.kwonlyargs:
            self.say("param-keyword-only", piece.start(arguments.kwonlyargs[0]) - 2)
        if arguments.kwarg:
            self.say("param-var-keyword", piece.start(arguments.kwarg) - 1)
        if arguments.posonlyargs:
            last = arguments.posonlyargs[-1]
            place = len(arguments.posonlyargs) - 1 - (len(positional) - len(arguments.defaults))
            at = piece.after(arguments.defaults[place]) if place >= 0 else piece.end(last) + 1
            self.say("param-positional-only", at + 1)

    def decorators(self, node, of_class):
        piece = self.piece
        for number, decorator in enumerate(node.decorator_list):
            at = piece.before(decorator)
            self.say("decorator", at)
            if number == 0 and len(node.decorator_list) > 1:
                self.say("stacked-decorators", at)
            if of_class:
                self.say("class-decorator", at)
            bare = self.bare(decorator)
            if isinstance(decorator, ast.Call) and bare:
                self.say("decorator-with-arguments", at)
                called = decorator.func
            else:
                called = decorator
            # Before 3.9 a decorator was a dotted name or a call of one.
            while isinstance(called, ast.Attribute) and self.bare(called):
                called = called.value
            if not (isinstance(called, ast.Name) and self.bare(called)):
                self.say("decorator-any-expression", at)
            self.visit(decorator)

    def visit_ClassDef(self, node):
        piece = self.piece
        at = piece.start(node)
        self.decorators(node, True)
        self.bind(node.name, "class")
        if node.bases:
            self.say("class-bases", at + 2)
        kinds = (ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Starred)
        if sum(isinstance(base, kinds) and self.bare(base) for base in node.bases) > 1:
            self.say("multiple-inheritance", at + 2)
        for keyword in node.keywords:
            name = "metaclass-keyword" if keyword.arg == "metaclass" else "class-keyword-arguments"
            self.say(name, piece.start(keyword))
        inside, self.classes = self.classes, [*self.classes, node.name]
        self.visit_all([*node.bases, *(k.value for k in node.keywords)])
        self.docstring(node)
        scope = self.scope.enter("class", node.name, node.lineno)
        self.within(scope, node.body)
        self.classes = inside
