use super::{class, fact, told};

#[test]
fn a_named_tuple_shows_its_call() {
    let class = |code: &str| class("namedtuple-fields", code);
    assert_eq!(
        class("class <CURSOR>P(NamedTuple):\n    x: int\n    y: int = 0\n    z = 3\n").as_deref(),
        Some(
            "a call is `P(x, y=0)`; it is a tuple of 2: `.x` is `[0]`, `.y` is `[-1]`; `z` has no annotation and is no field"
        )
    );
    assert_eq!(
        told(
            "namedtuple-fields",
            "typing-namedtuple",
            "class P(typing.<CURSOR>NamedTuple):\n    x: int\n"
        )
        .as_deref(),
        Some("a call is `P(x)`; it is a tuple of one item, `.x`")
    );
    assert_eq!(
        class("from m import Base\nclass <CURSOR>P(NamedTuple, Base):\n    x: int\n"),
        None
    );
    assert_eq!(
        class("class NamedTuple: ...\nclass <CURSOR>P(NamedTuple):\n    x: int\n"),
        None
    );
    assert_eq!(class("@replace\nclass <CURSOR>P(NamedTuple):\n    x: int\n"), None);
    let call = |code: &str| {
        let code = format!("import collections\nfrom collections import namedtuple\n{code}");
        fact("namedtuple-fields", "collections-namedtuple", &code)
    };
    assert_eq!(
        call("P = <CURSOR>namedtuple('P', 'x y, z', defaults=[1, None])\n").as_deref(),
        Some("a call is `P(x, y=1, z=None)`; it is a tuple of 3: `.x` is `[0]`, `.z` is `[-1]`")
    );
    assert_eq!(
        call("P = collections.<CURSOR>namedtuple('P', ['x', 'class', 'x', '_a'], rename=True)\n").as_deref(),
        Some("a call is `P(x, _1, _2, _3)`; it is a tuple of 4: `.x` is `[0]`, `._3` is `[-1]`")
    );
    assert_eq!(call("P = <CURSOR>namedtuple('P', names)\n"), None);
    assert_eq!(call("P = <CURSOR>namedtuple('P', 'x', defaults=values)\n"), None);
}

#[test]
fn a_named_tuple_that_cannot_be_made() {
    let error = |code: &str| class("namedtuple-error", code);
    assert_eq!(
        error("class <CURSOR>P(NamedTuple):\n    x: int = 0\n    y: int\n").as_deref(),
        Some("making `P` raises `TypeError: Non-default namedtuple field y cannot follow default field`")
    );
    assert_eq!(
        error("class <CURSOR>P(NamedTuple):\n    __x: int = 0\n").as_deref(),
        Some("making `P` raises `ValueError: Field names cannot start with an underscore: '_P__x'`")
    );
    assert_eq!(
        error("class <CURSOR>P(NamedTuple):\n    x: int = 0\n    def __new__(cls): ...\n").as_deref(),
        Some("making `P` raises `AttributeError: Cannot overwrite NamedTuple attribute __new__`")
    );
    assert_eq!(
        error("class <CURSOR>P(NamedTuple):\n    x: int\n    y: int = 0\n"),
        None
    );
    let call = |code: &str| {
        let code = format!("from collections import namedtuple\n{code}");
        fact("namedtuple-error", "collections-namedtuple", &code)
    };
    assert_eq!(
        call("P = <CURSOR>namedtuple('P', 'x class')\n").as_deref(),
        Some("making `P` raises `ValueError: Type names and field names cannot be a keyword: 'class'`")
    );
    assert_eq!(
        call("P = <CURSOR>namedtuple('P', 'x', defaults=(1, 2))\n").as_deref(),
        Some("making `P` raises `TypeError: Got more default values than field names`")
    );
    assert_eq!(
        call("P = <CURSOR>namedtuple('P', 'x x')\n").as_deref(),
        Some("making `P` raises `ValueError: Encountered duplicate field name: 'x'`")
    );
    assert_eq!(call("P = <CURSOR>namedtuple('P', 'x class', rename=True)\n"), None);
}

#[test]
fn match_args_say_what_a_pattern_means() {
    let own = |code: &str| told("match-args", "dunder-match-args", code);
    assert_eq!(
        own("class P:\n    <CURSOR>__match_args__ = ('x', 'y')\n").as_deref(),
        Some("`case P(a, b)` means `case P(x=a, y=b)`")
    );
    assert_eq!(
        own("class P:\n    <CURSOR>__match_args__ = ['x', 'y']\n").as_deref(),
        Some("a pattern `P(x)` raises `TypeError`: a tuple is asked for, this is a list")
    );
    assert_eq!(
        own("@dataclass\nclass P:\n    x: int\n    y: int = field(kw_only=True)\nP.<CURSOR>__match_args__\n")
            .as_deref(),
        Some("`case P(a)` means `case P(x=a)`")
    );
    assert_eq!(
        own("class P(NamedTuple):\n    x: int\n    y: int\nP.<CURSOR>__match_args__\n").as_deref(),
        Some("`case P(a, b)` means `case P(x=a, y=b)`")
    );
    assert_eq!(
        own("from m import Q\nclass P(Q): pass\nP.<CURSOR>__match_args__\n"),
        None
    );
    assert_eq!(own("class P:\n    <CURSOR>__match_args__ = names\n"), None);
    assert_eq!(
        own("@dataclass(match_args=False)\nclass P:\n    x: int\nP.<CURSOR>__match_args__\n"),
        None
    );
}
