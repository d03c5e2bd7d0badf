"""Source text with its tokens, scopes with what `symtable` knows of them, and the places found."""

import ast
import collections
import io
import re
import tokenize

SKIP = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER, tokenize.NEWLINE}
DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = {ast.ListComp: "listcomp", ast.SetComp: "setcomp", ast.DictComp: "dictcomp", ast.GeneratorExp: "genexpr"}
MANGLED = re.compile(r"__\w*[^\W_]\w*(?<!__)$")
ESCAPE = re.compile(r"""\\(\r\n|[\r\n\\'"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2}|N\{[^}]*\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})""")
BYTES_ESCAPE = re.compile(r"""\\(\r\n|[\r\n\\'"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2})""")


def newlines(text):
    return text.count("\n") + text.count("\r") - text.count("\r\n")


class Bag(collections.Counter):
    """Places with the number of occurrences at each."""

    def add(self, place):
        self[place] += 1


class Scope:
    """A scope of the program: its kind, the table `symtable` has for it, what its names are bound by, and by what last."""

    def __init__(self, kind, table, parent):
        self.kind, self.table, self.parent = kind, table, parent
        self.bound, self.last = {}, {}
        self.unused = list(table.get_children()) if table is not None else []

    def enter(self, kind, name, line):
        """The scope below this one that begins at `line`."""
        fits = [t for t in self.unused if t.get_name() == name]
        table = next((t for t in fits if t.get_lineno() == line), fits[0] if fits else None)
        if table is not None:
            self.unused.remove(table)
        return Scope(kind, table, self)

    def symbol(self, name):
        if self.table is None:
            return None
        if MANGLED.match(name):
            scope = self
            while scope is not None and scope.kind != "class":
                scope = scope.parent
            if scope is not None and scope.table is not None:
                name = f"_{scope.table.get_name().lstrip('_')}{name}"
        try:
            return self.table.lookup(name)
        except KeyError:
            return None

    def is_class(self, name):
        """Whether `name`, used here, is bound by class statements alone."""
        scope, direct = self, True
        while scope is not None:
            if name in scope.bound and (scope.kind != "class" or direct):
                return scope.bound[name] == {"class"}
            direct = False
            scope = scope.parent
        return False


class Piece:
    """Source text, its tokens and its tree: a file, or the expression of an f-string's field."""

    def __init__(self, text, tree, row=1):
        self.tree, self.shift = tree, row - 1
        self.tokens, self.first, self.last, self.begins_line = [], {}, {}, set()
        self.comments, self.continued, self.semicolons = [], [], []
        fresh = True
        width = {}
        line = 1
        for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
            kind = token.type
            if kind not in (tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER):
                # Between two tokens a line ends by a backslash, if no token says otherwise. The page does not find one that stands before a string.
                if kind != tokenize.STRING:
                    self.continued += [at + self.shift for at in range(line, token.start[0])]
                line = token.end[0] + (kind in (tokenize.NL, tokenize.NEWLINE))
            if kind == tokenize.COMMENT:
                self.comments.append(token.start[0] + self.shift)
            if kind in SKIP:
                fresh = fresh or kind == tokenize.NEWLINE
                continue
            (row, column), (end_row, end_column) = token.start, token.end
            if not token.line.isascii():
                # A token of several lines has them all in `line`; columns are counted in the first and the last.
                lines = width.get(token.line) or width.setdefault(token.line, token.line.splitlines(keepends=True))
                column = len(lines[0][:column].encode())
                end_column = len(lines[min(end_row - row, len(lines) - 1)][:end_column].encode())
            index = len(self.tokens)
            if fresh:
                self.begins_line.add(index)
                fresh = False
            self.tokens.append((kind, token.string, row))
            self.first[row, column] = index
            self.last[end_row, end_column] = index
        self.match = {}
        stack = []
        for index, (kind, string, _) in enumerate(self.tokens):
            if kind == tokenize.OP:
                if string in "([{":
                    stack.append(index)
                elif string in ")]}" and stack:
                    other = stack.pop()
                    self.match[other], self.match[index] = index, other

    def row(self, index):
        return self.tokens[index][2] + self.shift

    def text(self, index):
        return self.tokens[index][1] if 0 <= index < len(self.tokens) else ""

    def start(self, node):
        return self.first[node.lineno, node.col_offset]

    def end(self, node):
        return self.last[node.end_lineno, node.end_col_offset]

    def after(self, node):
        """The first token after a node and the brackets around it."""
        index = self.end(node) + 1
        while self.text(index) == ")":
            index += 1
        return index

    def before(self, node):
        """The last token before a node and the brackets around it."""
        index = self.start(node) - 1
        while self.text(index) == "(":
            index -= 1
        return index

    def bracketed(self, node):
        """Whether a tuple (or a pattern) has brackets of its own."""
        start = self.start(node)
        return self.text(start) in ("(", "[") and self.match.get(start) == self.end(node)
