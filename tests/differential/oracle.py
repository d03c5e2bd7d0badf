"""What CPython itself says stands where: `oracle.py FILE…` prints path, concept and row, one occurrence a line.

The standard library's `ast`, `tokenize` and `symtable` name the constructs; the concept pages (their `## Detection`) say at which token a concept is anchored
and where it is narrower than the plain construct. Nothing here reads pygloss's queries. Runs on CPython 3.11, whose grammar decides what is looked for.

A syntax tree gives the place of an expression but not of its operators, so each file is tokenized too, and a token is found by counting from the nodes
around it. F-strings are one token to CPython 3.11, and its places inside them are unreliable: their fields are cut out here, and each is parsed by itself.
"""

import ast
import io
import symtable
import sys
import tokenize

from constructs import PLAIN
from definitions import Definitions
from expressions import Expressions
from literals import Literals
from pieces import DEFS, Bag, Piece, Scope
from statements import Statements


class Oracle(Literals, Definitions, Statements, Expressions):
    """Walks a file's tree; `found` is what it came upon."""

    def __init__(self, data):
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
        tree = ast.parse(data)
        self.found = Bag()
        self.later = []
        self.unknown_escape = False
        self.scope = Scope("module", symtable.symtable(data, "file", "exec"), None)
        self.classes = []
        self.typing = 0
        self.enter_piece(Piece(text, tree))
        for concept, row, scope, name in self.later:
            if scope.is_class(name):
                self.found.add((concept, row))

    def say(self, concept, index):
        self.found.add((concept, self.piece.row(index)))

    # Pieces

    def enter_piece(self, piece):
        self.piece = piece
        self.groups = self.grouping(piece)
        if isinstance(piece.tree, ast.Expression):
            self.groups.discard(0)
        for token in self.groups:
            self.say("parenthesized-expression", token)
        self.read_tokens(piece)
        self.found.update(("line-continuation", row) for row in piece.continued)
        self.visit(piece.tree)

    def grouping(self, piece):
        """The opening brackets that do nothing but group an expression. Sets each node's parent on the way."""
        owned = set()
        todo = [piece.tree]
        piece.tree.up = None
        while todo:
            node = todo.pop()
            if isinstance(node, (ast.JoinedStr, ast.Constant)):
                continue
            for child in ast.iter_child_nodes(node):
                child.up = node
                todo.append(child)
            if isinstance(getattr(node, "ctx", None), ast.Store):
                # A target in brackets is no expression.
                at, end = piece.start(node) - 1, piece.end(node) + 1
                while piece.text(at) == "(" and piece.match[at] == end:
                    owned.add(at)
                    at, end = at - 1, end + 1
            if isinstance(node, ast.Call):
                owned.add(piece.after(node.func))
            elif isinstance(node, (ast.GeneratorExp, ast.Tuple)):
                if piece.bracketed(node):
                    owned.add(piece.start(node))
            elif isinstance(node, DEFS):
                at = piece.start(node)
                while piece.text(at) != "(":
                    at += 1
                owned.add(at)
            elif isinstance(node, ast.ClassDef):
                at = piece.start(node) + 2
                if piece.text(at) == "(":
                    owned.add(at)
            elif isinstance(node, ast.ImportFrom):
                owned.update(i for i in range(piece.start(node), piece.end(node)) if piece.text(i) == "(")
            elif isinstance(node, ast.With):
                if self.bracketed_items(piece, node):
                    owned.add(piece.start(node) + 1)
            elif isinstance(node, ast.AsyncWith):
                if self.bracketed_items(piece, node):
                    owned.add(piece.start(node) + 2)
            elif isinstance(node, ast.match_case):
                at = piece.end(node.pattern) + 1
                while piece.text(at) not in (":", "if"):
                    at += 1
                case = self.case(piece, node)
                owned.update(i for i in range(case, at) if piece.text(i) == "(")
        return {i for i, t in enumerate(piece.tokens) if t[1] == "(" and t[0] == tokenize.OP and i not in owned}

    @staticmethod
    def case(piece, node):
        """The word `case` before a pattern: it begins a line."""
        at = piece.start(node.pattern)
        while at not in piece.begins_line:
            at -= 1
        return at

    @staticmethod
    def bracketed_items(piece, node):
        """Whether the brackets after `with` hold its items: several, one with `as`, or one with a comma after it."""
        at = piece.start(node) + 1 + isinstance(node, ast.AsyncWith)
        if piece.text(at) != "(" or piece.text(piece.match[at] + 1) != ":":
            return False
        first = node.items[0].context_expr
        if isinstance(first, (ast.Tuple, ast.GeneratorExp)) and piece.start(first) == at:
            return False
        return len(node.items) > 1 or node.items[0].optional_vars is not None or piece.text(piece.match[at] - 1) == ","

    def bare(self, node):
        """Whether no brackets group the node."""
        before, after = self.piece.start(node) - 1, self.piece.end(node) + 1
        return not (before in self.groups and self.piece.match.get(before) == after)

    def outside(self, node):
        """The node's first and last token, with all brackets around it."""
        start, end = self.piece.start(node), self.piece.end(node)
        while start - 1 in self.groups and self.piece.match.get(start - 1) == end + 1:
            start, end = start - 1, end + 1
        return start, end

    # Scopes

    def visit(self, node):
        plain = PLAIN.get(type(node))
        if plain is not None:
            self.say(plain, self.piece.start(node))
        method = getattr(self, "visit_" + type(node).__name__, None)
        if method is not None:
            method(node)
        else:
            self.visit_children(node)

    def visit_children(self, node):
        for field in node._fields:
            value = getattr(node, field, None)
            if isinstance(value, list):
                for item in value:
                    if isinstance(item, ast.AST):
                        self.visit(item)
            elif isinstance(value, ast.AST):
                self.visit(value)

    def visit_all(self, nodes):
        for node in nodes:
            if node is not None:
                self.visit(node)

    def within(self, scope, nodes):
        outer, self.scope = self.scope, scope
        typing, self.typing = self.typing, 0
        self.visit_all(nodes)
        self.scope, self.typing = outer, typing

    def annotation(self, node):
        if node is not None:
            self.typing += 1
            self.visit(node)
            self.typing -= 1

    def bind(self, name, what):
        scope = self.scope
        symbol = scope.symbol(name)
        if symbol is not None and symbol.is_declared_global():
            while scope.parent is not None:
                scope = scope.parent
        scope.bound.setdefault(name, set()).add(what)
        scope.last[name] = what


def occurrences(path):
    """Of each (concept, row) of a file the number. SyntaxError, ValueError or tokenize.TokenError where CPython cannot read it."""
    with open(path, "rb") as file:
        data = file.read()
    return Oracle(data).found


def main():
    sys.setrecursionlimit(20000)
    for path in sys.argv[1:]:
        for concept, row in sorted(occurrences(path).elements(), key=lambda found: (found[1], found[0])):
            print(path, concept, row, sep="\t")


if __name__ == "__main__":
    main()
