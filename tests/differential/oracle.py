"""What CPython itself says stands where: `oracle.py FILE…` prints path, concept and row, one occurrence a line.

The standard library's `ast`, `tokenize` and `symtable` name the constructs; the concept pages (their `## Detection`) say at which token a concept is anchored
and where it is narrower than the plain construct. Nothing here reads pygloss's queries. Runs on CPython 3.11, whose grammar decides what is looked for.

A syntax tree gives the place of an expression but not of its operators, so each file is tokenized too, and a token is found by counting from the nodes
around it. F-strings are one token to CPython 3.11, and its places inside them are unreliable: their fields are cut out here, and each is parsed by itself.
"""

import ast
import collections
import io
import re
import symtable
import sys
import tokenize

METHODS = {  # concept: the special methods it stands for. `*`: also an assignment to a class of the file, `C.__len__ = f`
    "dunder-call": "__call__ *",
    "dunder-del": "__del__ *",
    "dunder-getattr": "__getattr__ *",
    "dunder-getattribute": "__getattribute__ *",
    "dunder-getitem": "__getitem__ *",
    "dunder-init": "__init__ *",
    "dunder-new": "__new__ *",
    "dunder-repr": "__repr__ *",
    "dunder-setitem": "__setitem__ *",
    "dunder-str": "__str__ *",
    "dunder-enter": "__enter__",
    "dunder-exit": "__exit__",
    "dunder-iter": "__iter__",
    "dunder-next": "__next__",
    "dunder-instancecheck": "__instancecheck__",
    "dunder-subclasscheck": "__subclasscheck__",
    "dunder-subclasshook": "__subclasshook__",
    "descriptor-protocol": "__get__ __set__ __delete__ __set_name__",
    "arithmetic-methods": "__add__ __sub__ __mul__ __matmul__ __truediv__ __floordiv__ __mod__ __divmod__ __pow__ *",
    "async-context-methods": "__aenter__ __aexit__",
    "async-iterator-methods": "__aiter__ __anext__",
    "bitwise-methods": "__and__ __or__ __xor__ __lshift__ __rshift__ *",
    "dunder-await": "__await__",
    "dunder-bool": "__bool__ *",
    "dunder-buffer": "__buffer__",
    "dunder-bytes": "__bytes__ *",
    "dunder-class-getitem": "__class_getitem__",
    "dunder-contains": "__contains__ *",
    "dunder-copy": "__copy__",
    "dunder-deepcopy": "__deepcopy__",
    "dunder-delattr": "__delattr__ *",
    "dunder-delete": "__delete__",
    "dunder-delitem": "__delitem__ *",
    "dunder-dir": "__dir__ *",
    "dunder-eq": "__eq__ *",
    "dunder-format": "__format__ *",
    "dunder-fspath": "__fspath__",
    "dunder-get": "__get__",
    "dunder-getnewargs": "__getnewargs__ __getnewargs_ex__",
    "dunder-getstate": "__getstate__",
    "dunder-hash": "__hash__ *",
    "dunder-index": "__index__ *",
    "dunder-init-subclass": "__init_subclass__",
    "dunder-len": "__len__ *",
    "dunder-length-hint": "__length_hint__",
    "dunder-missing": "__missing__",
    "dunder-mro-entries": "__mro_entries__",
    "dunder-ne": "__ne__ *",
    "dunder-post-init": "__post_init__",
    "dunder-prepare": "__prepare__",
    "dunder-reduce": "__reduce__ __reduce_ex__",
    "dunder-release-buffer": "__release_buffer__",
    "dunder-replace": "__replace__",
    "dunder-reversed": "__reversed__ *",
    "dunder-set-name": "__set_name__",
    "dunder-set": "__set__",
    "dunder-setattr": "__setattr__ *",
    "dunder-setstate": "__setstate__",
    "inplace-operators": "__iadd__ __isub__ __imul__ __imatmul__ __itruediv__ __ifloordiv__ __imod__ __ipow__ __ilshift__ __irshift__ __iand__ "
    "__ixor__ __ior__ *",
    "numeric-conversion-methods": "__int__ __float__ __complex__ *",
    "ordering-methods": "__lt__ __le__ __gt__ __ge__ *",
    "reflected-operators": "__radd__ __rsub__ __rmul__ __rmatmul__ __rtruediv__ __rfloordiv__ __rmod__ __rdivmod__ __rpow__ __rlshift__ __rrshift__ "
    "__rand__ __rxor__ __ror__ *",
    "rounding-methods": "__round__ __trunc__ __floor__ __ceil__ *",
    "unary-methods": "__neg__ __pos__ __abs__ __invert__ *",
}
ATTRIBUTES = {  # concept: the special attributes it stands for
    "dunder-annotations": "__annotations__",
    "dunder-bases": "__bases__",
    "dunder-mro": "__mro__",
    "dunder-abstractmethods": "__abstractmethods__",
    "dunder-annotate": "__annotate__",
    "dunder-base": "__base__",
    "dunder-class": "__class__",
    "dunder-closure": "__closure__ __code__ __globals__",
    "dunder-defaults": "__defaults__ __kwdefaults__",
    "dunder-doc": "__doc__",
    "dunder-file": "__file__",
    "dunder-firstlineno": "__firstlineno__",
    "dunder-func": "__func__ __self__",
    "dunder-module": "__module__",
    "dunder-name": "__name__",
    "dunder-objclass": "__objclass__",
    "dunder-orig-bases": "__orig_bases__",
    "dunder-path": "__path__",
    "dunder-qualname": "__qualname__",
    "dunder-spec": "__spec__ __loader__ __package__ __cached__",
    "dunder-static-attributes": "__static_attributes__",
    "dunder-subclasses": "__subclasses__",
    "dunder-type-params": "__type_params__",
    "dunder-wrapped": "__wrapped__",
    "exception-cause-context": "__cause__ __context__ __suppress_context__",
    "exception-traceback-attr": "__traceback__ with_traceback",
}
# Special names that stand by themselves too: where a module or a class has such a name.
ANYWHERE, NOT_IN_CLASS, IN_CLASS, IN_METHOD = "anywhere", "not in a class body", "in a class body", "in a function of a class"
NAMES = {
    "__annotations__": ("dunder-annotations", ANYWHERE),
    "__class__": ("dunder-class", IN_METHOD),
    "__debug__": ("debug-constant", ANYWHERE),
    "__doc__": ("dunder-doc", NOT_IN_CLASS),
    "__file__": ("dunder-file", ANYWHERE),
    "__module__": ("dunder-module", IN_CLASS),
    "__name__": ("dunder-name", ANYWHERE),
    "__path__": ("dunder-path", NOT_IN_CLASS),
    "__qualname__": ("dunder-qualname", IN_CLASS),
    "__spec__": ("dunder-spec", NOT_IN_CLASS),
    "__loader__": ("dunder-spec", NOT_IN_CLASS),
    "__package__": ("dunder-spec", NOT_IN_CLASS),
    "__cached__": ("dunder-spec", NOT_IN_CLASS),
}
PLAIN = {  # concepts whose anchor is the first token of a node of `ast`
    ast.Assert: "assert-statement",
    ast.AsyncFor: "async-for",
    ast.AsyncFunctionDef: "async-function",
    ast.AsyncWith: "async-with",
    ast.Await: "await-expression",
    ast.Break: "break-statement",
    ast.ClassDef: "class-definition",
    ast.Continue: "continue-statement",
    ast.Delete: "del-statement",
    ast.Dict: "dict-display",
    ast.DictComp: "dict-comprehension",
    ast.For: "for-loop",
    ast.FunctionDef: "function-definition",
    ast.GeneratorExp: "generator-expression",
    ast.Global: "global-statement",
    ast.Import: "import-statement",
    ast.Lambda: "lambda-expression",
    ast.ListComp: "list-comprehension",
    ast.Match: "match-statement",
    ast.MatchMapping: "pattern-mapping",
    ast.MatchStar: "pattern-star",
    ast.Nonlocal: "nonlocal-statement",
    ast.Pass: "pass-statement",
    ast.Raise: "raise-statement",
    ast.Return: "return-statement",
    ast.Set: "set-display",
    ast.SetComp: "set-comprehension",
    ast.Try: "try-statement",
    ast.TryStar: "try-statement",
    ast.While: "while-loop",
    ast.With: "with-statement",
    ast.YieldFrom: "yield-from",
}
BINARY = {
    ast.Add: "arithmetic-operators",
    ast.Sub: "arithmetic-operators",
    ast.Mult: "arithmetic-operators",
    ast.Div: "arithmetic-operators",
    ast.FloorDiv: "floor-division",
    ast.MatMult: "matmul-operator",
    ast.Pow: "power-operator",
}
COMPARE = {
    ast.Is: "identity-operator",
    ast.IsNot: "identity-operator",
    ast.In: "membership-operator",
    ast.NotIn: "membership-operator",
}
BY_METHOD = {name: [] for names in METHODS.values() for name in names.split() if name != "*"}
for _concept, _names in METHODS.items():
    for _name in _names.split():
        if _name != "*":
            BY_METHOD[_name].append((_concept, _names.endswith("*")))
BY_ATTRIBUTE = {name: concept for concept, names in ATTRIBUTES.items() for name in names.split()}

OTHERS = """
annotated-assignment annotation arithmetic-operators assert-tuple assignment async-comprehension async-generator attribute-access attribute-assignment
augmented-assignment bare-annotation bare-except bare-raise boolean-literals boolean-operators bytes-literal call-expression call-unpack-iterable
call-unpack-mapping case-clause case-guard chained-assignment chained-comparison class-bases class-decorator class-keyword-arguments class-scope closure
comment compare-to-none comparison-operators comprehension-for-clause comprehension-if-clause conditional-expression debug-constant decorator
decorator-any-expression decorator-with-arguments digit-separator display-unpacking docstring dunder-sizeof elif-clause ellipsis-literal escape-sequence
except-as except-clause except-star except-tuple expression-statement f-string finally-clause float-literal from-import fstring-brace-escape
fstring-conversion fstring-debug fstring-format-spec future-annotations future-import if-else-clause if-statement imaginary-literal implicit-concatenation
import-as integer-literal invalid-escape is-with-literal item-assignment keyword-argument line-continuation list-display loop-else main-guard
metaclass-keyword module-dir module-getattr modulo-operator multiple-inheritance nested-function nested-unpacking none-constant not-operator
operator-precedence param-annotation param-annotation-unpack param-default param-keyword-only param-positional-only param-positional-or-keyword
param-var-keyword param-var-positional parenthesized-expression pattern-as pattern-capture pattern-class pattern-literal pattern-or pattern-sequence
pattern-value pattern-wildcard private-name-mangling raise-from raw-string relative-import return-annotation self-parameter semicolon-statements
sequence-unpacking slice-assignment slicing stacked-decorators star-import starred-assignment starred-subscript string-formatting-percent string-literal
subscription triple-quoted-string truth-value-testing try-else tuple-display unary-minus-power unary-operators unicode-name-escape walrus-operator
with-as-target with-multiple with-parenthesized yield-expression yield-send-value
""".split()
CONCEPTS = frozenset([*METHODS, *ATTRIBUTES, *PLAIN.values(), *BINARY.values(), *COMPARE.values(), *OTHERS])

SKIP = {tokenize.COMMENT, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.ENCODING, tokenize.ENDMARKER, tokenize.NEWLINE}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
DEFS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMPREHENSIONS = {ast.ListComp: "listcomp", ast.SetComp: "setcomp", ast.DictComp: "dictcomp", ast.GeneratorExp: "genexpr"}
COMPOUND = (*DEFS, ast.ClassDef, ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
MANGLED = re.compile(r"__\w*[^\W_]\w*(?<!__)$")
ESCAPE = re.compile(r"""\\(\r\n|[\r\n\\'"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2}|N\{[^}]*\}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})""")
BYTES_ESCAPE = re.compile(r"""\\(\r\n|[\r\n\\'"abfnrtv]|[0-7]{1,3}|x[0-9a-fA-F]{2})""")


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

    def around(self):
        """The innermost scope that is no comprehension."""
        scope = self
        while scope.kind == "comprehension":
            scope = scope.parent
        return scope

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


class Oracle(ast.NodeVisitor):
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
        self.found.update(("comment", row) for row in piece.comments)
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
        at = piece.start(node.pattern)
        if piece.text(at) != "case" or at not in piece.begins_line:
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

    # Tokens

    def read_tokens(self, piece):
        tokens = piece.tokens
        importing = None
        for index, (kind, string, row) in enumerate(tokens):
            if index in piece.begins_line:
                importing = string in ("from", "import")
            if string == ";":
                importing = None
            if kind == tokenize.NAME:
                if string in ("True", "False"):
                    self.say("boolean-literals", index)
                elif string == "None":
                    self.say("none-constant", index)
            elif kind == tokenize.NUMBER:
                low = string.lower()
                if "_" in string:
                    self.say("digit-separator", index)
                if low.startswith(("0x", "0b", "0o")):
                    self.say("integer-literal", index)
                elif low.endswith("j"):
                    self.say("imaginary-literal", index)
                elif "." in low or "e" in low:
                    self.say("float-literal", index)
                else:
                    self.say("integer-literal", index)
            elif kind == tokenize.STRING:
                self.read_string(piece, index)
            elif string == "..." and not (importing and tokens[index - 1][1] in ("from", ".", "...")):
                self.say("ellipsis-literal", index)
            elif string == ";":
                piece.semicolons.append(index)

    def read_string(self, piece, index):
        string = piece.text(index)
        prefix = re.match(r"\w*", string)[0].lower()
        if "b" in prefix:
            self.say("bytes-literal", index)
        if "r" in prefix:
            self.say("raw-string", index)
        if "f" in prefix:
            self.say("f-string", index)
        after = self.piece.tokens[index + 1 : index + 2]
        if after and after[0][0] == tokenize.STRING and index + 1 not in piece.begins_line:
            if not (piece.tokens[index - 1][0] == tokenize.STRING and index not in piece.begins_line):
                self.say("implicit-concatenation", index)
        if "r" not in prefix and "\\" in string and "f" not in prefix:
            self.unknown_escape = False
            at = string.find("\\")
            while at >= 0:
                at = string.find("\\", self.escape(string, at, piece.row(index), BYTES_ESCAPE if "b" in prefix else ESCAPE))
            if self.unknown_escape:
                self.say("invalid-escape", index)

    def escape(self, string, at, row, escapes):
        """The backslash at `at`: an escape sequence, or two characters that stand for themselves. Gives where it ends."""
        found = escapes.match(string, at)
        if found is None:
            self.unknown_escape = True
            return at + 2
        row += newlines(string[:at])
        self.found.add(("escape-sequence", row))
        if found[1][0] == "N":
            self.found.add(("unicode-name-escape", row))
        return found.end()

    def strings(self, node):
        """The f-strings of a literal: their fields, in the scope where the literal stands."""
        for index in range(self.piece.start(node), self.piece.end(node) + 1):
            kind, string, _ = self.piece.tokens[index]
            if kind == tokenize.STRING and "f" in string[: string.index(string[-1])].lower():
                self.fields(string, self.piece.row(index))

    def fields(self, string, row):
        opening = re.match(r"(\w*)('''|\"\"\"|'|\")", string)
        raw = "r" in opening[1].lower()
        at, end = opening.end(), len(string) - len(opening[2])
        outer, self.unknown_escape = self.unknown_escape, False
        self.literal_part(string, at, end, row, raw, top=True)
        if self.unknown_escape:
            self.found.add(("invalid-escape", row))
        self.unknown_escape = outer

    def literal_part(self, string, at, end, row, raw, top):
        """Text with fields in it, up to `end` or, in a format, up to the `}` that ends its field. Gives where it stopped."""
        while at < end:
            char = string[at]
            if char == "\\" and not raw:
                after = self.escape(string, at, row, ESCAPE)
                at = at + 1 if string[at + 1] in "{}" else after
            elif top and string[at : at + 2] in ("{{", "}}"):
                self.found.add(("fstring-brace-escape", row + newlines(string[:at])))
                at += 2
            elif char == "{":
                at = self.field(string, at + 1, end, row, raw, top)
            elif char == "}" and not top:
                return at
            else:
                at += 1
        return at

    def field(self, string, at, end, row, raw, top):
        begin, depth, quote = at, 0, None
        debug = None
        while at < end:
            char = string[at]
            if quote:
                if string.startswith(quote, at):
                    at += len(quote) - 1
                    quote = None
            elif char in "'\"":
                quote = char * 3 if string.startswith(char * 3, at) else char
                at += len(quote) - 1
            elif char in "([{":
                depth += 1
            elif char in ")]}" and depth:
                depth -= 1
            elif depth == 0:
                if char in "=!<>" and string[at + 1 : at + 2] == "=":
                    at += 1
                elif char == "=":
                    debug = at
                    break
                elif char in "!:}<>":
                    if char not in "<>":
                        break
            at += 1
        expression = string[begin:at]
        if debug is not None:
            at += 1
            while string[at] not in "!:}":
                at += 1
            if top:
                self.found.add(("fstring-debug", row + newlines(string[:debug])))
        if string[at] == "!":
            if top:
                self.found.add(("fstring-conversion", row + newlines(string[:at])))
            while string[at] not in ":}":
                at += 1
        if string[at] == ":":
            if top:
                self.found.add(("fstring-format-spec", row + newlines(string[:at])))
            at = self.literal_part(string, at + 1, end, row, raw, top=False)
        tree = ast.parse("(" + expression + ")", mode="eval")
        saved = self.piece, self.groups
        piece = Piece("(" + expression + ")", tree, row + newlines(string[:begin]))
        # The brackets around the field's expression are not in the file.
        if isinstance(tree.body, ast.Tuple) and piece.start(tree.body) == 0:
            tree.body.of_field = True
        self.enter_piece(piece)
        self.piece, self.groups = saved
        return at + 1

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

    # Statements

    def visit_Module(self, node):
        self.docstring(node)
        self.visit_all(node.body)
        # The page does not find the `;` of a module's own lines.
        own = {self.piece.end(statement) + 1 for statement in node.body if not isinstance(statement, COMPOUND)}
        for index in self.piece.semicolons:
            if index not in own:
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

    # Expressions

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

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            self.literal(node)
            self.strings(node)
        elif isinstance(node.value, bytes):
            self.literal(node)

    def visit_JoinedStr(self, node):
        self.literal(node)
        self.strings(node)

    def literal(self, node):
        piece = self.piece
        start, end = piece.start(node), piece.end(node)
        alone = start == end and isinstance(node.up, ast.Expr) and self.bare(node)
        if start == end and isinstance(node.up, ast.Tuple) and isinstance(node.up.up, ast.Expr) and self.bare(node) and not piece.bracketed(node.up):
            alone = True
        if not alone:
            for index in range(start, end + 1):
                kind, string, _ = piece.tokens[index]
                if kind == tokenize.STRING:
                    if string.lstrip("uU")[0] in "'\"":
                        self.say("string-literal", index)
                    if re.match(r"\w*(\"\"\"|''')", string):
                        self.say("triple-quoted-string", index)


def newlines(text):
    return text.count("\n") + text.count("\r") - text.count("\r\n")


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
