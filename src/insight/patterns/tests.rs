//! What is said of patterns, and where nothing is.

use crate::insight::testing::{says, silent};

fn case(pattern: &str) -> String {
    format!("class P:\n    __match_args__ = ('x', 'y')\nmatch v:\n    <CURSOR>case {pattern}:\n        pass")
}

#[test]
fn in_words() {
    for (pattern, words) in [
        ("a", "matches anything, which becomes `a`"),
        ("_", "matches anything"),
        ("1", "matches what equals `1`"),
        ("None", "matches `None` itself, as `is` would"),
        ("m.A", "matches what equals `m.A`"),
        ("1 | -2 | 'a'", "matches `1`, `-2` or `'a'`"),
        ("(1)", "matches what equals `1`"),
        ("(1,)", "matches a sequence of exactly 1 item: `1`"),
        ("[]", "matches an empty sequence"),
        (
            "[1, *_]",
            "matches a sequence of 1 item or more: `1`, any number of others",
        ),
        (
            "a, *b",
            "matches a sequence of 1 item or more: anything (as `a`), the rest as the list `b`",
        ),
        (
            "{'k': a, 'l': _}",
            "matches a mapping whose `'k'` is anything (as `a`) and that has `'l'`",
        ),
        (
            "{-1: 2, **r}",
            "matches a mapping whose `-1` is `2`, its other items as the dict `r`",
        ),
        (
            "P(0, y=b)",
            "matches an instance of `P` whose `x` is `0` and `y` is anything (as `b`)",
        ),
        (
            "[1] as a",
            "matches a sequence of exactly 1 item: `1` (the whole as `a`)",
        ),
        ("str(s)", "matches an instance of `str` (as `s`)"),
        (
            "a if a > 1",
            "matches anything, which becomes `a`, if `a > 1` is true; `a` stays bound if not",
        ),
    ] {
        says("case-words", "case-clause", &case(pattern), words);
    }
    silent(
        "case-words",
        "case-clause",
        "from m import Q\nmatch v:\n    <CURSOR>case Q(1):\n        pass",
    );
    silent("case-words", "case-clause", "case = 1\n<CURSOR>case");
}

#[test]
fn refused() {
    let first = "match v:\n    <CURSOR>case RED:\n        pass\n    case 1:\n        pass";
    let sentence = "a `SyntaxError`: `RED` matches everything, so the cases from line 4 on are unreachable";
    says("pattern-error", "case-clause", first, sentence);
    let wild = "match v:\n    case <CURSOR>_:\n        pass\n    case 1:\n        pass";
    let sentence = "a `SyntaxError`: `_` matches everything, so the cases from line 4 on are unreachable";
    says("pattern-error", "pattern-wildcard", wild, sentence);
    let sentence = "a `SyntaxError`: `x` matches everything, the alternatives after it never get a turn";
    says("pattern-error", "case-clause", &case("x | 1"), sentence);
    says(
        "pattern-error",
        "case-clause",
        &case("[x] | [1, y]"),
        "a `SyntaxError`: not every alternative binds `x`",
    );
    for silence in [
        "match v:\n    <CURSOR>case RED if v:\n        pass\n    case 1:\n        pass",
        "match v:\n    case 1:\n        pass\n    <CURSOR>case RED:\n        pass",
        "match v:\n    <CURSOR>case a.RED:\n        pass\n    case 1:\n        pass",
        "match v:\n    <CURSOR>case [x] | (x, 1):\n        pass",
    ] {
        silent("pattern-error", "case-clause", silence);
    }
}

#[test]
fn captured_instead_of_compared() {
    let constant = "RED = 1\ndef f(v):\n    match v:\n        case <CURSOR>RED:\n            pass";
    let sentence =
        "binds a new `RED` to any value, and is not compared with the `RED` of line 1: only a dotted name is compared";
    says("capture-not-compared", "pattern-capture", constant, sentence);
    let class = "class Point: pass\nmatch v:\n    case [<CURSOR>Point]:\n        pass";
    let sentence =
        "binds a new `Point` to any value, and does not test for the class of line 1: for that write `Point()`";
    says("capture-not-compared", "pattern-capture", class, sentence);
    let built_in = "match v:\n    case <CURSOR>str:\n        pass";
    let sentence = "binds a new `str` to any value, and does not test for the built-in class: for that write `str()`";
    says("capture-not-compared", "pattern-capture", built_in, sentence);
    silent(
        "capture-not-compared",
        "pattern-capture",
        "x = 1\nmatch v:\n    case <CURSOR>x:\n        pass",
    );
    silent(
        "capture-not-compared",
        "pattern-capture",
        "match v:\n    case <CURSOR>RED:\n        pass",
    );
    silent(
        "capture-not-compared",
        "pattern-capture",
        "def f():\n    RED = 1\nmatch v:\n    case <CURSOR>RED:\n        pass",
    );
}

fn after(earlier: &str, later: &str) -> String {
    format!(
        "class P: pass\nclass Q(P): pass\nfrom m import R\nclass S(R): pass\nmatch v:\n    case {earlier}:\n        pass\n    <CURSOR>case {later}:\n        pass"
    )
}

#[test]
fn unreachable() {
    for (earlier, later) in [
        ("P()", "Q(x=1)"),
        ("int()", "bool() | True"),
        ("1 | 2", "2"),
        ("[a, b]", "(1, 2)"),
        ("[*_]", "[1, *r]"),
        ("{}", "{'a': 1}"),
        ("R()", "R()"),
        ("{'a': _}", "{'b': 1, 'a': 2}"),
    ] {
        let sentence = format!("can never match: `case {earlier}` (line 6) takes all of it first");
        says("unreachable-case", "case-clause", &after(earlier, later), &sentence);
    }
    for (earlier, later) in [
        ("Q()", "P()"),
        ("R()", "S()"),
        ("int()", "1"),
        ("1 | 2", "3"),
        ("[a, b]", "(1, 2, 3)"),
        ("[a, 1]", "[1, a]"),
        ("{'a': 1}", "{'a': _}"),
        ("P() if v", "P()"),
        ("P(x=1)", "P()"),
    ] {
        silent("unreachable-case", "case-clause", &after(earlier, later));
    }
}

#[test]
fn class_patterns() {
    let at = |pattern: &str| {
        case(pattern)
            .replace("<CURSOR>", "")
            .replace("case P", "case <CURSOR>P")
    };
    says(
        "class-pattern",
        "pattern-class",
        &at("P(0, y=b)"),
        "by position `__match_args__` counts: the same as `P(x=0, y=b)`",
    );
    let sentence = "raises `TypeError` for every `P`: its `__match_args__` has 2 names, the pattern 3 by position";
    says("class-pattern", "pattern-class", &at("P(0, 1, 2)"), sentence);
    says(
        "class-pattern",
        "pattern-class",
        &at("P(0, x=b)"),
        "raises `TypeError`: `x` is matched by position and by name",
    );
    let none = "class N: pass\nmatch v:\n    case <CURSOR>N(1):\n        pass";
    let sentence = "raises `TypeError` for every `N`: its `__match_args__` has no name, the pattern 1 by position";
    says("class-pattern", "pattern-class", none, sentence);
    let data = "from dataclasses import dataclass\n@dataclass\nclass D:\n    a: int\n    b: str = ''\nmatch v:\n    case <CURSOR>D(1, c):\n        pass";
    says(
        "class-pattern",
        "pattern-class",
        data,
        "by position `__match_args__` counts: the same as `D(a=1, b=c)`",
    );
    for (class, same) in [
        (
            "from typing import NamedTuple\nclass D(NamedTuple):\n    a: int\n    b: str = ''\n",
            "D(a=1, b=c)",
        ),
        (
            "from collections import namedtuple\nD = namedtuple('D', 'a b')\n",
            "D(a=1, b=c)",
        ),
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass A:\n    a: int\n    k: int = field(kw_only=True)\n@dataclass\nclass D(A):\n    b: int\n",
            "D(a=1, b=c)",
        ),
        (
            "class A:\n    __match_args__ = 'a', 'b'\nclass D(A): pass\n",
            "D(a=1, b=c)",
        ),
    ] {
        let code = format!("{class}match v:\n    case <CURSOR>D(1, c):\n        pass");
        let sentence = format!("by position `__match_args__` counts: the same as `{same}`");
        says("class-pattern", "pattern-class", &code, &sentence);
    }
    let own_int = "class D(int): pass\nmatch v:\n    case <CURSOR>D(n):\n        pass";
    says(
        "class-pattern",
        "pattern-class",
        own_int,
        "the pattern inside is compared with the `D` itself",
    );
    let whole = "match v:\n    case <CURSOR>int(n):\n        pass";
    says(
        "class-pattern",
        "pattern-class",
        whole,
        "the pattern inside is compared with the `int` itself",
    );
    let bare = "match v:\n    case <CURSOR>int():\n        pass";
    let sentence =
        "asks for `isinstance(v, int)`, calls nothing; `True` and `False` match too, as a `bool` is an `int`";
    says("class-pattern", "pattern-class", bare, sentence);
    for silence in [
        "from m import P\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "from m import B\nclass P(B): pass\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "class P(metaclass=M): pass\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "@wrap\nclass P: pass\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "class P: pass\nP.__match_args__ = ('x',)\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "from dataclasses import dataclass\n@dataclass(match_args=False)\nclass P:\n    x: int\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "from collections import namedtuple\nP = namedtuple('P', names)\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "from collections import namedtuple\nP = namedtuple('P', 'x')\nP = f()\nmatch v:\n    case <CURSOR>P(1):\n        pass",
        "int = f()\nmatch v:\n    case <CURSOR>int(n):\n        pass",
    ] {
        silent("class-pattern", "pattern-class", silence);
    }
}

#[test]
fn sequences_and_mappings() {
    let at = |pattern: &str| format!("match v:\n    case <CURSOR>{pattern}:\n        pass");
    let sentence = "matches a sequence of exactly 2 items, such as a list or tuple, never a `str`, `bytes` or `set`";
    says("sequence-pattern", "pattern-sequence", &at("[a, b]"), sentence);
    let sentence = "matches a sequence of 1 item or more, such as a list or tuple, never a `str`, `bytes` or `set`; `b` becomes a list";
    says("sequence-pattern", "pattern-sequence", &at("(a, *b)"), sentence);
    silent("sequence-pattern", "pattern-sequence", &at("(a)"));
    silent("sequence-pattern", "pattern-sequence", "[a, b] = <CURSOR>[1, 2]");
    says(
        "mapping-pattern",
        "pattern-mapping",
        &at("{}"),
        "matches every mapping, not just an empty one",
    );
    says(
        "mapping-pattern",
        "pattern-mapping",
        &at("{'a': 1}"),
        "asks for the key `'a'`; other keys may be there too",
    );
    let sentence = "asks for `'a'`; `r` becomes a new `dict` of the other items";
    says("mapping-pattern", "pattern-mapping", &at("{'a': 1, **r}"), sentence);
    silent("mapping-pattern", "pattern-mapping", "x = <CURSOR>{'a': 1}");
    silent("mapping-pattern", "pattern-mapping", &at("['a']"));
}
