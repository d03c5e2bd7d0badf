//! What is said of operators.

use crate::insight::testing::fact;

fn chain(code: &str) -> Option<String> {
    fact("chain-spelt-out", "chained-comparison", code)
}

fn said(about: &str, concept: &str, code: &str) -> String {
    fact(about, concept, code).unwrap_or_default()
}

#[test]
fn chains_are_spelt_out() {
    assert_eq!(
        chain("0 <CURSOR><= idx < len(xs)\n").as_deref(),
        Some("means `0 <= idx and idx < len(xs)`; `idx` is evaluated once")
    );
    assert_eq!(
        chain("1 <CURSOR>in [1] == True\n").as_deref(),
        Some("means `1 in [1] and [1] == True`; `[1] == True` is never true")
    );
    assert_eq!(
        chain("a <CURSOR>in b == c\n").as_deref(),
        Some("means `a in b and b == c`; the result of `a in b` is not compared")
    );
    assert_eq!(
        chain("a <CURSOR>!= b != c\n").as_deref(),
        Some("means `a != b and b != c`; `a` and `c` are not compared")
    );
    assert_eq!(
        chain("low() <= some_long_function_name(argument) <CURSOR>< another_function(x)\n").as_deref(),
        Some(
            "means `low() <= some_long_function_name(argument)` and `some_long_function_name(argument) < another_fun…`; `some_long_function_name(argument)` is evaluated once"
        )
    );
}

#[test]
fn no_chain_no_word() {
    assert_eq!(chain("(a <CURSOR>< b) < c\n"), None);
    assert_eq!(chain("a <CURSOR>< b and b < c\n"), None);
    assert_eq!(chain("a <CURSOR>< b < # c\n"), None);
}

#[test]
fn grouping_is_shown() {
    let grouping = |concept, code| said("grouping", concept, code);
    assert_eq!(
        grouping("operator-precedence", "if flags & MASK <CURSOR>== 0: pass\n"),
        "is grouped as `(flags & MASK) == 0`: `&` binds more tightly than `==`"
    );
    assert_eq!(
        grouping("unary-minus-power", "<CURSOR>-x ** 2\n"),
        "is grouped as `-(x ** 2)`: `**` binds more tightly than the sign before it"
    );
    assert_eq!(
        grouping("operator-precedence", "<CURSOR>not a == b\n"),
        "is grouped as `not (a == b)`: `==` binds more tightly than `not`"
    );
    assert_eq!(
        grouping("operator-precedence", "a <CURSOR>or b and c\n"),
        "is grouped as `a or (b and c)`: `and` binds more tightly than `or`"
    );
    assert_eq!(
        grouping("boolean-operators", "a or b <CURSOR>and c\n"),
        "is grouped as `a or (b and c)`: `and` binds more tightly than `or`"
    );
    assert_eq!(
        grouping("power-operator", "a <CURSOR>** b ** c\n"),
        "is grouped as `a ** (b ** c)`: `**` goes from right to left"
    );
    assert_eq!(
        grouping(
            "operator-precedence",
            "s = \"total \" + str(n) <CURSOR>if n else \"none\"\n"
        ),
        "is grouped as `(\"total \" + str(n)) if n else \"none\"`: `+` binds more tightly than `if … else`"
    );
    assert_eq!(
        grouping("walrus-operator", "if (n <CURSOR>:= len(a) > 10): pass\n"),
        "is grouped as `n := (len(a) > 10)`: `>` binds more tightly than `:=`"
    );
    assert_eq!(
        grouping("operator-precedence", "1 <CURSOR><< n - 1\n"),
        "is grouped as `1 << (n - 1)`: `-` binds more tightly than `<<`"
    );
    assert_eq!(
        grouping("floor-division", "-7 <CURSOR>// 2\n"),
        "is grouped as `(-7) // 2`: `-` binds more tightly than `//`"
    );
}

#[test]
fn no_doubt_no_parentheses() {
    for (concept, code) in [
        ("arithmetic-operators", "a <CURSOR>+ b * c\n"),
        ("comparison-operators", "a + b <CURSOR>== c\n"),
        ("boolean-operators", "a <CURSOR>and b and c\n"),
        ("comparison-operators", "(flags & MASK) <CURSOR>== 0\n"),
        ("boolean-operators", "a == b <CURSOR>and c\n"),
    ] {
        assert_eq!(fact("grouping", concept, code), None, "{code}");
    }
}

#[test]
fn what_or_gives() {
    let given = |code| fact("operand-given", "boolean-operators", code);
    assert_eq!(
        given("x = name <CURSOR>or 'anon'\n").as_deref(),
        Some("gives `'anon'` also where `name` is an empty text, not only for `None`")
    );
    assert_eq!(
        given("x = size <CURSOR>or 10\n").as_deref(),
        Some("gives `10` also where `size` is `0`, not only for `None`")
    );
    assert_eq!(
        given("items = items <CURSOR>or []\n").as_deref(),
        Some("an empty `items` is replaced too, by a new `[]`: what is added to that, the old one does not get")
    );
    assert_eq!(
        given("def f(a, b):\n    return a <CURSOR>and b\n").as_deref(),
        Some("gives `a` itself if that is falsy (`None`, `0`, `''`, empty), else `b`")
    );
    assert_eq!(given("if a <CURSOR>or b: pass\n"), None);
    assert_eq!(given("x = not a <CURSOR>or b == c\n"), None);
}

#[test]
fn a_literal_is_not_compared() {
    let never = |code| fact("never-compared", "boolean-operators", code);
    assert_eq!(
        never("if x == 'a' <CURSOR>or 'b': pass\n").as_deref(),
        Some("is always true: `'b'` is not compared with `x`, it is an operand of `or` by itself")
    );
    assert_eq!(
        never("if x == 1 or 2 <CURSOR>or 3: pass\n").as_deref(),
        Some("is always true: `2` is not compared with `x`, it is an operand of `or` by itself")
    );
    assert_eq!(never("if x == 'a' <CURSOR>or '': pass\n"), None);
    assert_eq!(never("if x == 'a' <CURSOR>or y: pass\n"), None);
    assert_eq!(never("if x == 0 <CURSOR>or 0x0: pass\n"), None);
}

#[test]
fn one_branch_is_evaluated() {
    let chosen = |code| fact("branch-chosen", "conditional-expression", code);
    assert_eq!(
        chosen("y = xs[0] <CURSOR>if xs else None\n").as_deref(),
        Some("evaluates `xs[0]` only if `xs` is true")
    );
    assert_eq!(
        chosen("y = f() <CURSOR>if ok else g()\n").as_deref(),
        Some("evaluates `ok` first, then only `f()` or only `g()`")
    );
    assert_eq!(chosen("y = a <CURSOR>if ok else b\n"), None);
    assert_eq!(chosen("y = [a for a in b <CURSOR>if f(a)]\n"), None);
}

/// A class with some operators, on lines 1 to 8.
const VEC: &str = "class Vec:\n    def __add__(self, other): return self\n    def __rmul__(self, n): return self\n    def __eq__(self, other): return True\n    def __iter__(self): return iter(())\n    def __iadd__(self, other): return self\n    def __neg__(self): return self\np = Vec()\n";

#[test]
fn operators_call_methods() {
    for (concept, line, expected) in [
        (
            "arithmetic-operators",
            "p <CURSOR>+ q",
            "calls `Vec.__add__` (line 2); on the right, an instance of a subclass may be asked first",
        ),
        ("arithmetic-operators", "p <CURSOR>+ 1", "calls `Vec.__add__` (line 2)"),
        ("arithmetic-operators", "p <CURSOR>+ p", "calls `Vec.__add__` (line 2)"),
        (
            "arithmetic-operators",
            "2 <CURSOR>* p",
            "`2` has no answer: calls `Vec.__rmul__` (line 3)",
        ),
        (
            "arithmetic-operators",
            "p <CURSOR>- 1",
            "`Vec` has no `__sub__`, and the other side does not know it: raises `TypeError`",
        ),
        (
            "arithmetic-operators",
            "p <CURSOR>- q",
            "`Vec` has no `__sub__`: `q` is asked for `__rsub__`, else `TypeError`",
        ),
        ("comparison-operators", "p <CURSOR>== 1", "calls `Vec.__eq__` (line 4)"),
        (
            "comparison-operators",
            "p <CURSOR>!= 1",
            "calls `Vec.__eq__` (line 4) and turns the answer round",
        ),
        (
            "membership-operator",
            "1 <CURSOR>in p",
            "`Vec` has no `__contains__`: goes through `Vec.__iter__` (line 5) item by item",
        ),
        ("unary-operators", "<CURSOR>-p", "calls `Vec.__neg__` (line 7)"),
        (
            "unary-operators",
            "<CURSOR>~p",
            "`Vec` has no `__invert__`: raises `TypeError`",
        ),
        (
            "augmented-assignment",
            "p <CURSOR>+= 1",
            "calls `Vec.__iadd__` (line 6) and binds `p` to what that returns",
        ),
        (
            "arithmetic-operators",
            "def f(v: Vec):\n    return v <CURSOR>+ 1",
            "`v` is declared as `Vec`: calls `Vec.__add__` (line 2)",
        ),
    ] {
        assert_eq!(
            said("operator-method", concept, &format!("{VEC}{line}")),
            expected,
            "{line}"
        );
    }
}

#[test]
fn operators_of_what_is_not_settled() {
    for code in [
        format!("{VEC}p = q\np <CURSOR>+ 1"),
        format!("{VEC}Vec.__add__ = f\np <CURSOR>+ 1"),
        format!("@d\n{VEC}p <CURSOR>+ 1"),
        VEC.replace("class Vec:", "class Vec(Base):") + "p <CURSOR>+ 1",
        VEC.replace("class Vec:", "class Vec(metaclass=M):") + "p <CURSOR>+ 1",
        VEC.replace("class Vec:", "class Vec:\n    def __new__(cls): return 1") + "p <CURSOR>+ 1",
        VEC.replace("    def __add__", "    @d\n    def __add__") + "p <CURSOR>+ 1",
        VEC.replace("    def __add__", "    if x:\n      def __add__") + "p <CURSOR>+ 1",
        format!("{VEC}def f(v: Vec):\n    v = 1\n    return v <CURSOR>+ 1"),
        format!("{VEC}q <CURSOR>+ 1"),
    ] {
        assert_eq!(fact("operator-method", "arithmetic-operators", &code), None, "{code}");
    }
}
