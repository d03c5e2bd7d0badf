"""Expressions: operators, displays, comprehensions, names."""

import ast
import re
import tokenize

from constructs import BINARY, BY_ATTRIBUTE, COMPARE, IN_CLASS, IN_METHOD, NAMES, NOT_IN_CLASS
from pieces import COMPREHENSIONS, MANGLED


class Expressions:
    def visit_Name(self, node):
        index = self.piece.start(node)
        name = node.id
        if not isinstance(node.ctx, ast.Load):
            self.bind(name, "variable")
        else:
            self.reading(name, index)
        if name.startswith("__"):
            self.mangled(name, index)
            self.special_name(name, index, not isinstance(node.ctx, ast.Load))

    def special_name(self, name, index, stored):
        known = NAMES.get(name)
        if known is None:
            return
        concept, where = known
        kind = self.scope.kind
        if where == NOT_IN_CLASS:
            here = kind != "class" or (name == "__doc__" and stored)
        elif where == IN_CLASS:
            here = kind == "class"
        elif where == IN_METHOD:
            here = kind not in ("module", "class") and bool(self.classes)
        else:
            here = name not in ("__name__", "__file__") or kind != "class" or not stored
        if here:
            self.say(concept, index)

    def reading(self, name, index):
        seen = self.scope
        symbol = seen.symbol(name)
        if seen.kind == "class" and symbol is not None and symbol.is_local():
            self.say("class-scope", index)
            return
        # What a comprehension or a class body reads of the function around it makes no closure: it runs right away.
        while seen.kind in ("comprehension", "class"):
            symbol = seen.symbol(name)
            if seen.kind == "comprehension" and symbol is not None and symbol.is_local():
                return
            seen = seen.parent
        symbol = seen.symbol(name)
        if symbol is None or not symbol.is_free():
            return
        if name == "__class__":
            # The cell that every method may read is the compiler's, unless a function around binds the name itself.
            while seen is not None and not (seen.kind in ("function", "async-function", "lambda") and "__class__" in seen.bound):
                seen = seen.parent
        if seen is not None:
            self.say("closure", index)

    def mangled(self, name, index):
        if name.startswith("__") and self.classes and self.scope.kind != "module" and MANGLED.match(name):
            self.say("private-name-mangling", index)

    def visit_Attribute(self, node):
        piece = self.piece
        self.say("attribute-access", piece.after(node.value))
        end = piece.end(node)
        self.mangled(node.attr, end)
        concept = BY_ATTRIBUTE.get(node.attr)
        if concept is not None:
            self.say(concept, end)
        if node.attr == "__sizeof__":
            self.say("dunder-sizeof", end)
        self.visit(node.value)

    def visit_Subscript(self, node):
        piece = self.piece
        opening = piece.after(node.value)
        parts = self.subscripts(node)
        if any(isinstance(part, ast.Slice) for part in parts):
            self.say("slicing", opening)
        first = parts[0] if parts else node.slice
        plain = not isinstance(first, ast.Slice)
        name = node.value.id if isinstance(node.value, ast.Name) and self.bare(node.value) else ""
        last = isinstance(first, ast.UnaryOp) and ast.unparse(first) == "-1"
        if plain and not self.typing and (last or name not in ("list", "dict", "tuple", "set", "frozenset", "type")):
            self.say("subscription", opening)
        for part in parts:
            if isinstance(part, ast.Starred):
                self.say("starred-subscript", piece.start(part))
        self.visit(node.value)
        self.visit_all(parts)

    def visit_Call(self, node):
        piece = self.piece
        opening = piece.after(node.func)
        only = node.args[0] if len(node.args) == 1 and not node.keywords else None
        if not (isinstance(only, ast.GeneratorExp) and piece.start(only) == opening):
            self.say("call-expression", opening)
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                self.say("call-unpack-iterable", piece.start(arg))
        for keyword in node.keywords:
            start = piece.start(keyword)
            if keyword.arg is None:
                self.say("call-unpack-mapping", start)
            else:
                self.say("keyword-argument", start + 1)
        self.visit_children(node)

    def visit_BinOp(self, node):
        piece = self.piece
        sign = piece.after(node.left)
        concept = BINARY.get(type(node.op))
        if concept is not None:
            self.say(concept, sign)
        elif isinstance(node.op, ast.Mod):
            left, right = node.left, node.right
            text = isinstance(left, ast.JoinedStr) or isinstance(left, ast.Constant) and isinstance(left.value, (str, bytes))
            if text and sum(1 for _ in range(self.outside(left)[0], piece.start(left))) < 2:
                self.say("string-formatting-percent", sign)
            elif isinstance(left, (ast.Name, ast.Attribute)) and self.bare(left) and isinstance(right, (ast.Tuple, ast.Dict)) and self.bare(right):
                self.say("string-formatting-percent", sign)
            if not self.formats(node):
                self.say("modulo-operator", sign)
        self.precedence_of_binary(node, sign)
        self.visit_children(node)

    def formats(self, node):
        """Whether one side of a `%` shows that it formats text: a string to the left, brackets with a comma or braces to the right."""
        piece = self.piece
        start = self.outside(node.left)[0]
        if piece.text(start) == "(":
            start += 1
        if piece.tokens[start][0] == tokenize.STRING:
            return True
        start, end = self.outside(node.right)
        text = "".join(piece.text(i) for i in range(start, end + 1))
        return text.startswith("{") or re.match(r"[(][^()]*,", text) is not None

    def precedence_of_binary(self, node, sign):
        def family(side, operators):
            return isinstance(side, ast.BinOp) and isinstance(side.op, operators) and self.bare(side)

        if isinstance(node.op, (ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)):
            inner = (ast.Add, ast.Sub, ast.BitAnd, ast.BitXor) if isinstance(node.op, ast.BitOr) else (ast.Add, ast.Sub)
            if family(node.left, inner) or family(node.right, inner):
                self.say("operator-precedence", sign)
        elif isinstance(node.op, ast.Add) and family(node.left, ast.Mod):
            first = node.left.left
            text = isinstance(first, ast.JoinedStr) or isinstance(first, ast.Constant) and isinstance(first.value, (str, bytes))
            if text and self.bare(first):
                self.say("operator-precedence", sign)

    def visit_BoolOp(self, node):
        bare_and = [isinstance(v, ast.BoolOp) and isinstance(v.op, ast.And) and self.bare(v) for v in node.values]
        for number, value in enumerate(node.values[:-1]):
            sign = self.piece.after(value)
            self.say("boolean-operators", sign)
            if isinstance(node.op, ast.Or) and (bare_and[number + 1] or number == 0 and bare_and[0]):
                self.say("operator-precedence", sign)
        self.visit_children(node)

    def visit_UnaryOp(self, node):
        start = self.piece.start(node)
        if isinstance(node.op, ast.Not):
            self.say("not-operator", start)
            if isinstance(node.operand, ast.Compare) and self.bare(node.operand):
                self.say("operator-precedence", start)
        else:
            self.say("unary-operators", start)
            power = node.operand
            if isinstance(node.op, ast.USub) and isinstance(power, ast.BinOp) and isinstance(power.op, ast.Pow) and self.bare(power):
                self.say("unary-minus-power", start)
        self.visit(node.operand)

    def visit_Compare(self, node):
        piece = self.piece
        operands = [node.left, *node.comparators]
        signs = [piece.after(operand) for operand in operands[:-1]]
        if len(signs) > 1:
            self.say("chained-comparison", signs[0])
        said = set()
        for op, sign in zip(node.ops, signs):
            concept = COMPARE.get(type(op), "comparison-operators")
            if concept not in said:
                said.add(concept)
                self.say(concept, sign)
        self.none(node, signs[0])
        for number, sign in enumerate(signs):
            sides = operands[number], operands[number + 1]
            if isinstance(node.ops[number], (ast.Is, ast.IsNot)):
                if any(self.is_constant(side) for side in sides) or self.is_display(sides[1]) or number == 0 and self.is_display(sides[0]):
                    self.say("is-with-literal", sign)
        for number, sign in enumerate(signs):
            sides = operands[number], operands[number + 1]
            if any(isinstance(s, ast.BinOp) and isinstance(s.op, (ast.BitAnd, ast.BitOr, ast.BitXor)) and self.bare(s) for s in sides):
                self.say("operator-precedence", sign)
                break
        self.visit_children(node)

    def is_constant(self, node):
        if isinstance(node, ast.UnaryOp) and not isinstance(node.op, ast.Not) and self.bare(node):
            node = node.operand
            return isinstance(node, ast.Constant) and type(node.value) in (int, float, complex) and self.bare(node)
        if isinstance(node, (ast.Tuple, ast.JoinedStr)):
            return self.bare(node)
        return isinstance(node, ast.Constant) and type(node.value) in (int, float, complex, str, bytes) and self.bare(node)

    def is_display(self, node):
        return isinstance(node, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)) and self.bare(node)

    def none(self, node, sign):
        """A value compared with None by `==` or `!=`; of an attribute only where no ORM could mean it."""
        if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            return

        def is_none(side):
            return isinstance(side, ast.Constant) and side.value is None and self.bare(side)

        left, right = node.left, node.comparators[0]
        kinds = (ast.Name, ast.Call, ast.Subscript, ast.Await)
        if is_none(right):
            if not self.bare(left) or isinstance(left, kinds):
                self.say("compare-to-none", sign)
            elif isinstance(left, ast.Attribute):
                up = node.up
                inside = isinstance(up, ast.List) or isinstance(up, ast.Tuple) and (self.piece.bracketed(up) or isinstance(up.up, ast.Subscript))
                inside = inside or isinstance(up, ast.Call) and node in up.args or isinstance(up, ast.Subscript) and node is up.slice
                if self.bare(node) and not inside:
                    self.say("compare-to-none", sign)
        elif is_none(left) and isinstance(right, kinds) and self.bare(right):
            self.say("compare-to-none", sign)

    def visit_IfExp(self, node):
        sign = self.piece.after(node.body)
        self.say("conditional-expression", sign)
        if isinstance(node.body, (ast.BinOp, ast.BoolOp)) and self.bare(node.body):
            self.say("operator-precedence", sign)
        self.truth(node.test, sign, False)
        self.visit_all([node.test, node.body, node.orelse])

    def visit_NamedExpr(self, node):
        self.say("walrus-operator", self.piece.end(node.target) + 1)
        self.visit_children(node)

    def visit_Yield(self, node):
        start = self.piece.start(node)
        kind = self.scope.kind
        if kind == "async-function":
            self.say("async-generator", start)
        elif kind in ("function", "lambda"):
            self.say("yield-expression", start)
            if not self.bare(node) and not isinstance(node.up, ast.Expr):
                self.say("yield-send-value", start)
        self.visit_children(node)

    def visit_List(self, node):
        start = self.piece.start(node)
        if isinstance(node.ctx, ast.Load) and not self.typing:
            self.say("list-display", start)
        self.display(node)

    def visit_Set(self, node):
        self.display(node)

    def visit_Tuple(self, node):
        if isinstance(node.ctx, ast.Load):
            bracketed = self.piece.bracketed(node)
            if getattr(node, "of_field", False):
                bracketed = False
            if bracketed:
                self.say("tuple-display", self.piece.start(node))
            elif node.elts and not isinstance(node.up, (ast.Expr, ast.Match)):
                self.say("tuple-display", self.piece.after(node.elts[0]))
        self.display(node)

    def display(self, node):
        if isinstance(getattr(node, "ctx", None), ast.Load) or isinstance(node, ast.Set):
            for item in node.elts:
                if isinstance(item, ast.Starred):
                    self.say("display-unpacking", self.piece.start(item))
        self.visit_children(node)

    def visit_Dict(self, node):
        for key, value in zip(node.keys, node.values):
            if key is None:
                self.say("display-unpacking", self.piece.before(value))
        self.visit_children(node)

    def comprehension(self, node):
        scope = self.scope.enter("comprehension", COMPREHENSIONS[type(node)], node.lineno)
        piece = self.piece
        # The first iterable is evaluated outside.
        self.visit(node.generators[0].iter)
        outer, self.scope = self.scope, scope
        for number, clause in enumerate(node.generators):
            at = piece.before(clause.target)
            if clause.is_async:
                self.say("async-comprehension", at - 1)
            elif number:
                self.say("comprehension-for-clause", at)
            self.unpacking(clause.target)
            self.visit(clause.target)
            if number:
                self.visit(clause.iter)
            for test in clause.ifs:
                sign = piece.before(test)
                self.say("comprehension-if-clause", sign)
                if isinstance(test, (ast.Name, ast.Attribute)) and self.bare(test):
                    self.say("truth-value-testing", sign)
                self.visit(test)
        self.visit_all([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt])
        self.scope = outer

    visit_ListComp = visit_SetComp = visit_DictComp = visit_GeneratorExp = comprehension
