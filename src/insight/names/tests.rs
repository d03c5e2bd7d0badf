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
