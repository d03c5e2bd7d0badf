//! What is said of sequences and assignments.

use crate::insight::testing::fact;

fn said(about: &str, concept: &str, code: &str) -> String {
    fact(about, concept, code).unwrap_or_default()
}

fn all(about: &str, concept: &str, cases: &[(&str, &str)]) {
    for (code, expected) in cases {
        assert_eq!(said(about, concept, code), *expected, "{code}");
    }
}

#[test]
fn slices_in_words() {
    all(
        "slice-in-words",
        "slicing",
        &[
            ("xs[<CURSOR>:3]", "selects the first 3 items"),
            ("xs[-3<CURSOR>:]", "selects the last 3 items"),
            ("xs[<CURSOR>:-1]", "selects all but the last item"),
            (
                "xs[2<CURSOR>:-1]",
                "selects all but the first 2 items and the last item",
            ),
            ("xs[2<CURSOR>:5]", "selects 3 items, number 3 to 5: from index 2 to 4"),
            (
                "xs[1<CURSOR>:8:3]",
                "selects every third item, from index 1 on, up to but without index 8",
            ),
            ("xs[<CURSOR>::-1]", "selects all items, in reverse order"),
            (
                "xs[5<CURSOR>:2]",
                "is always empty: it goes forwards, and 2 does not lie ahead of 5",
            ),
            ("xs[-n<CURSOR>:]", "selects the last `n` items; all if `n` is 0"),
            ("xs[i<CURSOR>:i + n]", "selects at most `n` items, from index `i` on"),
            ("xs[<CURSOR>::0]", "raises `ValueError: slice step cannot be zero`"),
            ("'hello'[1<CURSOR>:3]", "gives `'el'`"),
            ("range(0, 10, 3)[<CURSOR>::-1]", "gives `range(9, -3, -3)`"),
            (
                "def f():\n    t = (1, 2, 3)\n    return t[1<CURSOR>:]",
                "gives `(2, 3)`, with `t` from line 2",
            ),
        ],
    );
}

#[test]
fn slices_of_what_is_not_settled() {
    let words = "selects the first 2 items";
    all(
        "slice-in-words",
        "slicing",
        &[
            ("t = (1, 2, 3)\nif x:\n    t = ()\nt[<CURSOR>:2]", words),
            ("xs = [1, 2, 3]\nxs.sort()\nxs[<CURSOR>:2]", words),
            (
                "t = (1, 2, 3)\ndef f():\n    global t\n    t = ()\nt[<CURSOR>:2]",
                words,
            ),
            ("t = (1, 2, 3)\nwhile x:\n    t[<CURSOR>:2]\n    t = ()", words),
            ("def f(t=(1, 2, 3)):\n    t[<CURSOR>:2]", words),
            ("t = (1, *y)\nt[<CURSOR>:2]", words),
            ("df.loc[<CURSOR>:2]", ""),
            ("xs[<CURSOR>:2, 1]", ""),
        ],
    );
}

#[test]
fn ranges() {
    all(
        "range-items",
        "type-range",
        &[
            ("<CURSOR>range(0, 10, 3)", "gives 0, 3, 6, 9: 4 numbers"),
            ("<CURSOR>range(100)", "gives 0, 1, 2, …, 99: 100 numbers"),
            ("<CURSOR>range(5, 0)", "is empty: 5 is not below 0"),
            (
                "<CURSOR>range(1, 5, 0)",
                "raises `ValueError: range() arg 3 must not be zero`",
            ),
            ("<CURSOR>range(n)", ""),
            ("def range(n): ...\n<CURSOR>range(3)", ""),
        ],
    );
}

#[test]
fn unpacking() {
    all(
        "unpacked-items",
        "sequence-unpacking",
        &[
            (
                "head<CURSOR>, *mid, last = row",
                "needs at least 2 items, else `ValueError`; `mid` is always a list, of the rest",
            ),
            ("a<CURSOR>, b = f()", "needs exactly 2 items, else `ValueError`"),
            ("head<CURSOR>, *rest = 1, 2, 3", "`head` gets `1`, `rest` gets `[2, 3]`"),
            (
                "a<CURSOR>, b = 1, 2, 3",
                "raises `ValueError`: too many values to unpack (expected 2); 3.14 adds: got 3",
            ),
            (
                "a<CURSOR>, b, c = 'xy'",
                "raises `ValueError`: not enough values to unpack (expected 3, got 2)",
            ),
            ("a<CURSOR>, b = *x, 2", "needs exactly 2 items, else `ValueError`"),
            ("a<CURSOR>, *b, *c = x", ""),
            ("print(a<CURSOR>, b)", ""),
            (
                "for i<CURSOR>, x in enumerate(xs): pass",
                "`i` counts from `0`, `x` is the item of `xs`",
            ),
            (
                "for a<CURSOR>, b in zip(p, q): pass",
                "`a` comes from `p`, `b` comes from `q`; ends with the shortest",
            ),
            (
                "from m import zip\nfor a<CURSOR>, b in zip(p, q): pass",
                "each item has to have exactly 2 items, else `ValueError`",
            ),
        ],
    );
}

#[test]
fn order_of_assignments() {
    all(
        "assignment-order",
        "sequence-unpacking",
        &[
            (
                "a<CURSOR>, b = b, a",
                "swaps `a` and `b`: both are read before the first is assigned",
            ),
            (
                "a<CURSOR>, b = b, a + b",
                "computes the whole right side with the old `a` and `b`, then assigns",
            ),
            (
                "i<CURSOR>, x[i] = 1, 2",
                "assigns `i` first: `x[i]` already uses the new `i`",
            ),
            ("a<CURSOR>, b = 1, 2", ""),
            ("a<CURSOR>, b = a, b", ""),
            ("a<CURSOR>, x.a = 1, 2", ""),
        ],
    );
    assert_eq!(
        said(
            "assignment-order",
            "chained-assignment",
            "node <CURSOR>= node.next = other"
        ),
        "assigns `node` first: `node.next` already uses the new `node`"
    );
}

#[test]
fn chained_assignments() {
    all(
        "one-object",
        "chained-assignment",
        &[
            (
                "a <CURSOR>= b = []",
                "makes one list with 2 names: what changes through `b` shows through `a`",
            ),
            (
                "a <CURSOR>= b = c = dict()",
                "makes one dictionary with 3 names: what changes through `c` shows through `a`",
            ),
            ("a <CURSOR>= b = 0", ""),
            ("def dict(): ...\na <CURSOR>= b = dict()", ""),
        ],
    );
}

#[test]
fn augmented_assignments() {
    all(
        "in-place",
        "augmented-assignment",
        &[
            (
                "xs = []\nxs <CURSOR>+= y",
                "`xs` is the list of line 1: it grows in place, under all of its names",
            ),
            (
                "xs = []\nxs <CURSOR>+= 'ab'",
                "adds the characters of `'ab'` one by one to `xs`",
            ),
            (
                "xs = []\nxs <CURSOR>+= 1",
                "raises `TypeError`: a list takes up the items of something, and there are none in `1`",
            ),
            (
                "t = (1, 2)\nt <CURSOR>+= (3,)",
                "binds `t` to a new object, since no tuple can change; other names keep the one of line 1",
            ),
            (
                "t = (1, [2])\nt[1] <CURSOR>+= [3]",
                "raises `TypeError`: a tuple (line 1) takes no assignment to an item; but the list in it has changed by then",
            ),
            (
                "s = {1}\ns <CURSOR>|= [2]",
                "raises `TypeError`: with a set this operator takes only another set, not `[2]`",
            ),
            (
                "s = 'n: '\ns <CURSOR>+= 1",
                "raises `TypeError`: to a text only another text can be added, not `1`",
            ),
            ("def f(xs):\n    xs <CURSOR>+= y", ""),
            ("xs = []\nxs = g(xs)\nxs <CURSOR>+= y", ""),
            ("xs = []\nfor xs in z:\n    xs <CURSOR>+= y", ""),
        ],
    );
}

#[test]
fn walruses() {
    all(
        "walrus-scope",
        "walrus-operator",
        &[
            (
                "def parse():\n    return [last <CURSOR>:= x for x in xs]",
                "binds `last` in `parse()`, not in the comprehension: it keeps the last value",
            ),
            (
                "any((w <CURSOR>:= x) for x in xs)",
                "binds `w` at the level of the module, not in the generator, once that runs",
            ),
            (
                "[x <CURSOR>:= 1 for x in xs]",
                "is a `SyntaxError`: `x` is a loop variable of this comprehension, which a walrus may not rebind",
            ),
            (
                "class C:\n    q = [z <CURSOR>:= 1 for y in xs]",
                "is a `SyntaxError`: in the body of a class, a comprehension may not have `:=`",
            ),
            (
                "[y for x in [(z <CURSOR>:= i) for i in q] for y in x]",
                "is a `SyntaxError`: a walrus may not stand behind the `in` of a comprehension",
            ),
            ("if (n <CURSOR>:= f()): pass", ""),
            ("[(lambda: (z <CURSOR>:= 1)) for x in xs]", ""),
        ],
    );
}

#[test]
fn comprehensions() {
    all(
        "comprehension-as-loop",
        "list-comprehension",
        &[
            (
                "<CURSOR>[row.id for row in rows if row.ok]",
                "is a loop in a scope of its own: `row` stays inside, an outer `row` is left alone",
            ),
            (
                "<CURSOR>[x for row in rows for x in row]",
                "nests its loops as they are written: `for row in rows` outside, `for x in row` inside",
            ),
            ("<CURSOR>[0 for self.x in xs]", ""),
            ("<CURSOR>[x for x in # all\n xs]", ""),
        ],
    );
    assert_eq!(
        said(
            "comprehension-as-loop",
            "generator-expression",
            "sum<CURSOR>(x for x in xs)"
        ),
        "evaluates only `xs` now; the rest runs when items are asked for, and `x` stays inside"
    );
}
