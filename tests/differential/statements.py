"""The other statements, and the patterns of `match`."""

import ast

from constructs import BY_METHOD


class Statements:
    def visit_If(self, node):
        piece = self.piece
        start = piece.start(node)
        elif_ = piece.text(start) == "elif"
        self.say("elif-clause" if elif_ else "if-statement", start)
        self.truth(node.test, start, True)
        if not elif_ and self.is_main_guard(node.test):
            self.say("main-guard", start)
        self.visit(node.test)
        self.visit_all(node.body)
        self.otherwise(node, "if-else-clause")
        self.visit_all(node.orelse)

    def otherwise(self, node, concept):
        if node.orelse:
            at = self.first_token(node.orelse[0])
            if self.piece.text(at) != "elif":
                self.say(concept, at - 2)

    def first_token(self, statement):
        if getattr(statement, "decorator_list", None):
            return self.piece.before(statement.decorator_list[0])
        return self.piece.start(statement)

    def is_main_guard(self, test):
        if self.scope.kind != "module" or not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
            return False
        left, right = test.left, test.comparators[0]
        straight = True
        if isinstance(left, ast.Constant):
            left, right, straight = right, left, False
        if not (isinstance(left, ast.Name) and left.id == "__name__" and isinstance(right, ast.Constant) and right.value == "__main__"):
            return False
        start = self.piece.start(right)
        plain = start == self.piece.end(right) and self.piece.text(start) in ("'__main__'", '"__main__"')
        return plain and self.bare(left) and self.bare(right) and (straight or self.bare(test))

    def truth(self, test, keyword, constants):
        """Only where the whole test is a bare name or attribute, or `not` before one. `constants`: but not TYPE_CHECKING and __debug__."""
        bare = isinstance(test, (ast.Name, ast.Attribute)) and self.bare(test)
        if bare and constants:
            name = test.attr if isinstance(test, ast.Attribute) else test.id
            bare = not name.endswith(("TYPE_CHECKING", "__debug__"))
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not) and self.bare(test):
            bare = isinstance(test.operand, (ast.Name, ast.Attribute)) and self.bare(test.operand)
        if bare:
            self.say("truth-value-testing", keyword)

    def visit_For(self, node):
        self.unpacking(node.target)
        self.visit_all([node.target, node.iter, *node.body])
        self.otherwise(node, "loop-else")
        self.visit_all(node.orelse)

    visit_AsyncFor = visit_For

    def visit_While(self, node):
        self.truth(node.test, self.piece.start(node), False)
        self.visit_all([node.test, *node.body])
        self.otherwise(node, "loop-else")
        self.visit_all(node.orelse)

    def visit_Try(self, node):
        star = isinstance(node, ast.TryStar)
        self.visit_all(node.body)
        for handler in node.handlers:
            at = self.piece.start(handler)
            self.say("except-star" if star else "except-clause", at)
            if handler.type is None:
                self.say("bare-except", at)
            elif isinstance(handler.type, ast.Tuple) and self.bare(handler.type):
                self.say("except-tuple", at)
            if handler.name:
                name = self.piece.after(handler.type) + 1
                self.say("except-as", name - 1)
                self.mangled(handler.name, name)
                self.bind(handler.name, "variable")
            self.visit_all([handler.type, *handler.body])
        self.otherwise(node, "try-else")
        self.visit_all(node.orelse)
        if node.finalbody:
            self.say("finally-clause", self.first_token(node.finalbody[0]) - 2)
        self.visit_all(node.finalbody)

    visit_TryStar = visit_Try

    def visit_With(self, node):
        start = self.piece.start(node)
        with_ = start + isinstance(node, ast.AsyncWith)
        if isinstance(node, ast.With) and len(node.items) > 1:
            self.say("with-multiple", start)
        if self.bracketed_items(self.piece, node):
            self.say("with-parenthesized", with_)
        for item in node.items:
            if item.optional_vars is not None:
                self.say("with-as-target", self.piece.before(item.optional_vars))
        self.visit_children(node)

    visit_AsyncWith = visit_With

    def visit_Assert(self, node):
        test = node.test
        if isinstance(test, ast.Tuple) and test.elts and self.bare(test) and not isinstance(test.elts[0], ast.Starred):
            self.say("assert-tuple", self.piece.start(node))
        self.visit_children(node)

    def visit_Raise(self, node):
        start = self.piece.start(node)
        if node.exc is None:
            self.say("bare-raise", start)
        if node.cause is not None:
            self.say("raise-from", self.piece.before(node.cause))
        self.visit_children(node)

    def visit_Import(self, node):
        for alias in node.names:
            if alias.asname:
                self.say("import-as", self.piece.end(alias) - 1)
            self.bind((alias.asname or alias.name).split(".")[0], "import")

    def visit_ImportFrom(self, node):
        start = self.piece.start(node)
        future = node.module == "__future__" and not node.level
        self.say("future-import" if future else "from-import", start)
        if node.level:
            self.say("relative-import", start + 1)
        for alias in node.names:
            at = self.piece.start(alias)
            if alias.name == "*":
                self.say("star-import", at)
            elif future and alias.name == "annotations":
                self.say("future-annotations", at)
            if alias.asname:
                self.say("import-as", self.piece.end(alias) - 1)
            self.bind(alias.asname or alias.name, "import")

    def visit_Global(self, node):
        for offset, name in enumerate(node.names):
            at = self.piece.start(node) + 1 + 2 * offset
            self.mangled(name, at)
            self.special_name(name, at, False)

    visit_Nonlocal = visit_Global

    def visit_Expr(self, node):
        self.expression_statement(node.value)
        self.visit(node.value)

    def expression_statement(self, value):
        """Of calls the name at the beginning, of comparisons with `==` and of names alone the first name. A comma may follow."""
        if isinstance(value, ast.Tuple) and len(value.elts) == 1 and not self.piece.bracketed(value):
            value = value.elts[0]
        if not self.bare(value):
            return
        root = None
        if isinstance(value, ast.Call):
            root = value.func
            depth = 0
            while isinstance(root, ast.Attribute) and self.bare(root) and depth < 3:
                root, depth = root.value, depth + 1
            if depth == 1 and isinstance(root, ast.Call) and self.bare(root) and isinstance(root.func, ast.Name):
                root = root.func
            elif depth == 1 and isinstance(root, ast.Subscript) and self.bare(root) and isinstance(root.value, ast.Name):
                root = root.value
        elif isinstance(value, ast.Compare) and any(isinstance(op, ast.Eq) for op in value.ops):
            root = value.left
            if isinstance(root, ast.Attribute) and self.bare(root):
                root = root.value
            elif isinstance(root, ast.Constant) and self.bare(root):
                if root.value is None or type(root.value) in (int, bool):
                    self.say("expression-statement", self.piece.start(root))
                return
        elif isinstance(value, ast.Attribute):
            root = value.value
        elif isinstance(value, ast.Name):
            root = value
        if isinstance(root, ast.Name) and self.bare(root):
            self.say("expression-statement", self.piece.start(root))

    def visit_Assign(self, node):
        piece = self.piece
        signs = [piece.after(target) for target in node.targets]
        if len(signs) > 1:
            self.say("chained-assignment", signs[0])
        elif isinstance(node.targets[0], ast.Name):
            self.say("assignment", signs[0])
        for target, sign in zip(node.targets, signs):
            self.unpacking(target)
            self.target(target, sign)
            if isinstance(target, ast.Name):
                self.special(target)
        self.sent(node.value)
        self.visit_children(node)

    def special(self, target):
        """An assignment to a special method's name in a class body, or to the same in a module."""
        if self.scope.kind == "class":
            for concept, _ in BY_METHOD.get(target.id, ()):
                self.say(concept, self.piece.start(target))
            if target.id == "__sizeof__":
                self.say("dunder-sizeof", self.piece.start(target))
        elif self.scope.kind == "module" and target.id in ("__getattr__", "__dir__"):
            self.say({"__getattr__": "module-getattr", "__dir__": "module-dir"}[target.id], self.piece.start(target))

    def target(self, target, sign):
        if isinstance(target, ast.Attribute):
            self.say("attribute-assignment", sign)
            owner = target.value
            if isinstance(owner, ast.Name):
                for concept, patched in BY_METHOD.get(target.attr, ()):
                    at = self.piece.end(target)
                    if patched and self.scope.last.get(owner.id) == "class":
                        self.say(concept, at)
                    elif patched and owner.id not in self.scope.last:
                        self.later.append((concept, self.piece.row(at), self.scope, owner.id))
        elif isinstance(target, ast.Subscript):
            parts = self.subscripts(target)
            if any(isinstance(part, ast.Slice) for part in parts):
                self.say("slice-assignment", sign)
            else:
                self.say("item-assignment", sign)

    def subscripts(self, node):
        """What stands between the brackets."""
        if isinstance(node.slice, ast.Tuple) and not self.piece.bracketed(node.slice):
            return node.slice.elts
        return [node.slice]

    def visit_AnnAssign(self, node):
        piece = self.piece
        colon = piece.after(node.target)
        self.say("annotation", colon)
        if node.value is None:
            self.say("bare-annotation", colon)
        else:
            sign = piece.before(node.value)
            self.say("annotated-assignment", colon)
            self.target(node.target, sign)
            if isinstance(node.target, ast.Name):
                self.special(node.target)
            self.sent(node.value)
        self.visit(node.target)
        self.annotation(node.annotation)
        self.visit_all([node.value])

    def visit_AugAssign(self, node):
        self.say("augmented-assignment", self.piece.after(node.target))
        self.sent(node.value)
        self.visit_children(node)

    def sent(self, value):
        if isinstance(value, ast.Yield) and self.scope.kind in ("function", "lambda"):
            self.say("yield-send-value", self.piece.start(value))

    def unpacking(self, target):
        if not isinstance(target, (ast.Tuple, ast.List)):
            return
        piece = self.piece
        if piece.bracketed(target):
            if target.elts or isinstance(target, ast.List):
                self.say("sequence-unpacking", piece.start(target))
        else:
            self.say("sequence-unpacking", piece.after(target.elts[0]))
        todo = [target]
        while todo:
            for part in todo.pop().elts:
                if isinstance(part, ast.Starred):
                    self.say("starred-assignment", piece.start(part))
                elif isinstance(part, (ast.Tuple, ast.List)):
                    if part.elts or isinstance(part, ast.List):
                        self.say("nested-unpacking", piece.start(part))
                    todo.append(part)

    # Patterns

    def visit_Match(self, node):
        self.visit(node.subject)
        for case in node.cases:
            self.say("case-clause", self.case(self.piece, case))
            if case.guard is not None:
                self.say("case-guard", self.piece.before(case.guard))
            self.visit_all([case.pattern, case.guard, *case.body])

    def visit_MatchValue(self, node):
        start = self.piece.start(node)
        if isinstance(node.value, ast.Attribute):
            self.say("pattern-value", start)
            self.read_dotted(node.value)
        else:
            self.say("pattern-literal", start)
            if isinstance(node.value, ast.Constant):
                self.visit(node.value)

    def read_dotted(self, node):
        while isinstance(node, ast.Attribute):
            node = node.value
        self.reading(node.id, self.piece.start(node))

    def visit_MatchSingleton(self, node):
        self.say("pattern-literal", self.piece.start(node))

    def visit_MatchAs(self, node):
        if node.pattern is not None:
            self.say("pattern-as", self.piece.after(node.pattern))
            self.visit(node.pattern)
        else:
            self.say("pattern-wildcard" if node.name is None else "pattern-capture", self.piece.start(node))
        if node.name:
            self.mangled(node.name, self.piece.end(node))
            self.bind(node.name, "variable")

    def visit_MatchClass(self, node):
        self.say("pattern-class", self.piece.end(node.cls))
        self.read_dotted(node.cls)
        self.visit_all([*node.patterns, *node.kwd_patterns])

    def visit_MatchMapping(self, node):
        self.visit_all(key for key in node.keys if isinstance(key, ast.Constant))
        self.visit_all(node.patterns)

    def visit_MatchOr(self, node):
        self.say("pattern-or", self.piece.after(node.patterns[0]))
        self.visit_all(node.patterns)

    def visit_MatchSequence(self, node):
        piece = self.piece
        bracketed = piece.bracketed(node)
        self.say("pattern-sequence", piece.start(node) if bracketed else piece.after(node.patterns[0]))
        self.visit_all(node.patterns)
