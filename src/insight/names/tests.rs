//! Facts about names, with near misses.

use crate::insight::testing::fact;

fn closure(code: &str) -> Option<String> {
    fact("closure", "function-definition", code)
}

fn captured(code: &str) -> Option<String> {
    fact("captured", "closure", code)
}

#[test]
fn a_function_captures_variables_of_functions_around_it() {
    for (code, expected) in [
        (
            "def outer(f, n):\n    calls = 0\n    def <CURSOR>inner():\n        nonlocal calls\n        calls += 1\n        return f(n)\n    return inner\n",
            "`inner` captures `calls`, `f` and `n` of `outer` (line 1); by `nonlocal` it binds `calls` anew",
        ),
        (
            "class C:\n    def <CURSOR>m(self):\n        return super().m()\n",
            "`m` captures the class `C`, as `__class__`, for `super()`",
        ),
        (
            "def a(x):\n    def b(y):\n        def <CURSOR>c():\n            return [x + y for _ in z]\n",
            "`c` captures `x` of `a` (line 1) and `y` of `b` (line 2)",
        ),
        (
            "def a(x):\n    def <CURSOR>b():\n        def c():\n            return x\n",
            "`b` captures `x` of `a` (line 1)",
        ),
        (
            "def a():\n    x: int\n    def <CURSOR>b():\n        return x\n    x = 1\n",
            "`b` captures `x` of `a` (line 1)",
        ),
        (
            "def <CURSOR>a[T](x):\n    return T\n",
            "`a` captures `T` of the type parameters of `a` (line 1)",
        ),
    ] {
        assert_eq!(closure(code).as_deref(), Some(expected), "{code}");
    }
    assert_eq!(
        fact(
            "closure",
            "lambda-expression",
            "def f(n):\n    return lam<CURSOR>bda x: x + n\n"
        )
        .as_deref(),
        Some("the lambda captures `n` of `f` (line 1)")
    );
}

#[test]
fn what_is_global_or_local_or_a_default_is_not_captured() {
    for code in [
        "x = 1\ndef <CURSOR>f():\n    return x\n",
        "def a(x):\n    def <CURSOR>b(x):\n        return x\n",
        "def a(x):\n    def <CURSOR>b(y=x):\n        return y\n",
        "def a(x):\n    def <CURSOR>b():\n        global x\n        return x\n",
        "class C:\n    x = 1\n    def <CURSOR>m(self):\n        return x\n",
        "def a(x):\n    def <CURSOR>b(o):\n        return o.x, o(x=1)\n",
        "def <CURSOR>m(self):\n    return super().m()\n",
    ] {
        assert_eq!(closure(code), None, "{code}");
    }
}

#[test]
fn a_captured_variable_says_so_on_both_sides() {
    for (code, expected) in [
        (
            "def outer(n):\n    def inner():\n        return <CURSOR>n\n",
            "is the variable of `outer` (line 1) that `inner` captures: a parameter that nothing binds anew",
        ),
        (
            "def outer():\n    n = 1\n    def inner():\n        return <CURSOR>n\n    n = 2\n",
            "is the variable of `outer` (line 1) that `inner` captures: bound on lines 2, 5; read as it stands at each call",
        ),
        (
            "def outer():\n    fs = []\n    for i in range(3):\n        fs.append(lambda: <CURSOR>i)\n",
            "is the variable of `outer` (line 1) that the lambda captures: it is read at each call, so a call after the loop on line 3 sees the last `i`",
        ),
        (
            "def outer():\n    <CURSOR>n = 1\n    def inc():\n        nonlocal n\n        n += 1\n",
            "captured by `inc` (line 3), which reads it as it stands at each call; `inc` binds it anew by `nonlocal`",
        ),
        (
            "def outer():\n    n = 1\n    def inc():\n        nonlocal n\n        <CURSOR>n += 1\n",
            "binds the variable of `outer` (line 1) anew, by `nonlocal`: no variable of its own",
        ),
    ] {
        assert_eq!(captured(code).as_deref(), Some(expected), "{code}");
    }
    for code in [
        "def outer(n):\n    m = <CURSOR>n\n    def inner(n):\n        return n\n",
        "n = 1\ndef inner():\n    return <CURSOR>n\n",
        "def f():\n    __n = 1\n    class C:\n        def m(self):\n            return <CURSOR>__n\n",
        "class C:\n    n = 1\n    def inner(self):\n        return <CURSOR>n\n",
    ] {
        assert_eq!(captured(code), None, "{code}");
    }
}

#[test]
fn names_that_only_annotations_use_are_captured_by_some_versions() {
    let code = "def a(T):\n    def <CURSOR>b():\n        x: T = 1\n        return x\n";
    assert_eq!(closure(code), None);
    let code = "from __future__ import annotations\ndef a(T):\n    def <CURSOR>b():\n        def c(x: T): pass\n        return c\n";
    assert_eq!(closure(code), None);
    let code = "def a(T):\n    def <CURSOR>b():\n        def c(x: T): pass\n        return c\n";
    assert!(closure(code).is_some());
}

#[test]
fn a_function_made_in_a_loop_reads_its_variable_late() {
    let late = |code: &str| fact("late-binding", "late-binding-closure", code);
    for (code, expected) in [
        (
            "fs = [<CURSOR>lambda: i for i in range(3)]\n",
            "reads `i` when it is called: after the loop on line 1, `i` is `2` in every one of them; `lambda i=i: …` keeps the value of its round",
        ),
        (
            "def f(fs):\n    for name in 'save', 'quit':\n        fs.append(<CURSOR>lambda event: do(name))\n",
            "reads `name` when it is called: after the loop on line 2 every one of them sees the same `name`; `lambda event, name=name: …` keeps the value of its round",
        ),
        (
            "def f(fs):\n    for name in ['save', 'quit']:\n        fs.append(<CURSOR>lambda *event: do(name))\n",
            "reads `name` when it is called: after the loop on line 2, `name` is `'quit'` in every one of them",
        ),
        (
            "for i in range(3):\n    <CURSOR>def f(x):\n        return i\n    fs.append(f)\ni = 4\n",
            "reads `i` when it is called: after the loop on line 1 every one of them sees the same `i`; `def f(x, i=i)` keeps the value of its round",
        ),
    ] {
        assert_eq!(late(code).as_deref(), Some(expected), "{code}");
    }
    for code in [
        "fs = [<CURSOR>lambda i=i: i for i in range(3)]\n",
        "fs = [<CURSOR>lambda x: j for i in range(3)]\n",
        "range = f\nfs = [(lambda i: <CURSOR>i) for i in range(3)]\n",
    ] {
        assert_eq!(late(code), None, "{code}");
    }
}

fn meaning(code: &str) -> Option<String> {
    fact("name-meaning", "name-lookup", code)
}

#[test]
fn a_name_that_hides_another_says_which_it_is() {
    for (code, expected) in [
        (
            "def f(id):\n    return <CURSOR>id\n",
            "is the parameter of `f`, not the built-in `id`",
        ),
        (
            "count = 0\ndef f():\n    count = 1\n    return <CURSOR>count\n",
            "is the variable that line 3 binds in `f`, not the module's variable of line 1",
        ),
        (
            "def f(n):\n    def g(n):\n        return <CURSOR>n\n",
            "is the parameter of `g`, not the `n` of `f` (line 1)",
        ),
        (
            "import os\ndef f():\n    from m import os\n    return <CURSOR>os\n",
            "is what line 3 imports in `f`, not the import of line 1",
        ),
        (
            "x = 1\nsquares = [<CURSOR>x * x for x in y]\n",
            "is the comprehension's own, not the module's variable of line 1",
        ),
        (
            "def open(path): pass\n<CURSOR>open(1)\n",
            "is the function of line 1, not the built-in `open`",
        ),
        (
            "list = [1]\ndef f():\n    return <CURSOR>list\n",
            "is the module's variable of line 1, not the built-in `list`",
        ),
        (
            "from m import open\n<CURSOR>open(1)\n",
            "is what line 1 imports, not the built-in `open`",
        ),
        (
            "class C:\n    def list(self): pass\n    def f(self) -> <CURSOR>list[int]: pass\n",
            "is the method of line 2 in `C`, not the built-in `list`",
        ),
    ] {
        assert_eq!(meaning(code).as_deref(), Some(expected), "{code}");
    }
}

#[test]
fn a_variable_of_ones_own_leaves_the_outer_one_alone() {
    for (code, expected) in [
        (
            "count = 0\ndef f():\n    <CURSOR>count = 1\n",
            "is a variable of `f`'s own: the module's variable of line 1 stays as it is",
        ),
        (
            "def f(n):\n    def g():\n        for <CURSOR>n in x: pass\n",
            "is a variable of `g`'s own: the `n` of `f` (line 1) stays as it is",
        ),
        (
            "x = 1\ny = [x for <CURSOR>x in z]\n",
            "is the comprehension's own: the module's variable of line 1 stays as it is",
        ),
        (
            "def load(): pass\ndef f():\n    <CURSOR>load = 1\n",
            "is a variable of `f`'s own: the function of line 1 is not seen here",
        ),
    ] {
        assert_eq!(meaning(code).as_deref(), Some(expected), "{code}");
    }
}

#[test]
fn a_method_does_not_see_the_names_of_its_class() {
    for (code, expected) in [
        (
            "class P:\n    rate = 3\n    def f(self):\n        return <CURSOR>rate\n",
            "is a `NameError`: the one of line 2 belongs to the body of `P`, which methods do not see; write `self.rate`",
        ),
        (
            "rate = 1\nclass P:\n    rate = 3\n    f = lambda self: <CURSOR>rate\n",
            "is the module's variable of line 1: the one of line 3 belongs to the body of `P`, which methods do not see",
        ),
        (
            "class P:\n    def type(self): pass\n    def f(self):\n        return <CURSOR>type(self)\n",
            "is the built-in `type`: the method of line 2 belongs to the body of `P`, which methods do not see",
        ),
        (
            "def make(rate):\n    class P:\n        rate = 3\n        def f(self):\n            return <CURSOR>rate\n",
            "is the `rate` of `make` (line 1): the one of line 3 belongs to the body of `P`, which methods do not see",
        ),
    ] {
        assert_eq!(meaning(code).as_deref(), Some(expected), "{code}");
    }
}

#[test]
fn a_variable_that_the_module_binds_below_the_function() {
    for (code, expected) in [
        (
            "def f():\n    return <CURSOR>limit\nlimit = 3\n",
            "is the module's, which line 3 binds, further down: before that a call of `f` would find none",
        ),
        (
            "def f():\n    return <CURSOR>g()\nx = f()\ndef g(): pass\n",
            "is the function of line 4, and line 3 calls `f` before that: a read of it then is a `NameError`",
        ),
    ] {
        assert_eq!(meaning(code).as_deref(), Some(expected), "{code}");
    }
}

#[test]
fn a_name_of_one_meaning_is_silent() {
    for code in [
        // Nothing else has the name.
        "def f(n):\n    return <CURSOR>n\n",
        "x = 1\nprint(<CURSOR>x)\n",
        "<CURSOR>print(1)\n",
        "def f():\n    return <CURSOR>g()\ndef g(): pass\n",
        // Captured: said as such.
        "n = 1\ndef f(n):\n    def g():\n        return <CURSOR>n\n",
        // Moved out of the function.
        "count = 0\ndef f():\n    global count\n    <CURSOR>count = 1\n",
        // Not a name but an attribute, a keyword, a thing to throw away.
        "id = 1\ndef f(o):\n    return o.<CURSOR>id, o(id=2)\n",
        "_ = 1\ndef f():\n    for <CURSOR>_ in x: pass\n",
        // What only some runs bind; the method's own.
        "if x:\n    n = 1\ndef f(n):\n    return <CURSOR>n\n",
        "class P:\n    rate = 3\n    def f(self, rate):\n        return <CURSOR>rate\n",
        // The built-in itself, or perhaps.
        "from io import open\n<CURSOR>open(1)\n",
        "try:\n    input = raw_input\nexcept NameError:\n    pass\n<CURSOR>input()\n",
        "list = [1]\ndel list\n<CURSOR>list(1)\n",
        "<CURSOR>list(1)\nlist = 3\n",
        // The class's body itself; a name that others may make.
        "class P:\n    rate = 3\n    other = <CURSOR>rate\n",
        "from m import *\nclass P:\n    rate = 3\n    def f(self):\n        return <CURSOR>rate\n",
        "globals()['rate'] = 1\nclass P:\n    rate = 3\n    def f(self):\n        return <CURSOR>rate\n",
        // Bound above as well, or by another function.
        "limit = 1\ndef f():\n    return <CURSOR>limit\nlimit = 3\n",
        "def f():\n    return <CURSOR>limit\ndef g():\n    global limit\n    limit = 3\n",
        "if x:\n    pass\ndef f():\n    return <CURSOR>limit\nif y:\n    limit = 3\n",
    ] {
        assert_eq!(meaning(code), None, "{code}");
    }
}
