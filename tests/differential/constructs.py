"""The concepts that oracle.py tells of, and for those that need no more than a kind of node or a name: which."""

import ast

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
compare-to-none comparison-operators comprehension-for-clause comprehension-if-clause conditional-expression debug-constant decorator
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
