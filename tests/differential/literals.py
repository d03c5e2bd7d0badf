"""Numbers, strings and the fields of f-strings."""

import ast
import re
import tokenize

from pieces import BYTES_ESCAPE, ESCAPE, Piece, newlines


class Literals:
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
