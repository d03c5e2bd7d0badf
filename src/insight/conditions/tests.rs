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
