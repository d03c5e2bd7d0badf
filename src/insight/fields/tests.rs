use super::super::testing::fact;

const IMPORTS: &str = "import dataclasses, typing\nfrom dataclasses import dataclass, field, InitVar, KW_ONLY\nfrom typing import ClassVar, NamedTuple\n";

/// The fact about the class whose name the cursor stands before, or about the name of a concept.
fn told(about: &str, concept: &str, code: &str) -> Option<String> {
    fact(about, concept, &format!("{IMPORTS}{code}"))
}

fn class(about: &str, code: &str) -> Option<String> {
    told(about, "class-definition", code)
}

#[test]
fn a_data_class_shows_its_call() {
    let init = |code: &str| class("dataclass-init", code);
    assert_eq!(
        init("@dataclass\nclass <CURSOR>Order:\n    id: int\n    items: list = field(default_factory=list)\n    count: ClassVar[int] = 0\n    rate = 0.5\n    _: KW_ONLY\n    note: str = ''\n").as_deref(),
        Some("a call is `Order(id, items=<factory>, *, note='')`; the objects are unhashable (`eq` without `frozen`); `rate` has no annotation and is no field")
    );
    assert_eq!(
        init("@dataclass(frozen=True, order=True)\nclass Base:\n    x: int\n    y: int = 0\n@dataclass(frozen=True, order=True)\nclass <CURSOR>Sub(Base):\n    z: InitVar[str] = 'a'\n    x: int = 1\n").as_deref(),
        Some("a call is `Sub(x=1, y=0, z='a')`; the objects are frozen, ordered by their fields and hashed by their fields")
    );
    assert_eq!(
        init("@dataclasses.dataclass(eq=False)\nclass <CURSOR>V:\n    a: int\n    def __init__(self): pass\n")
            .as_deref(),
        Some("keeps its own `__init__` of line 7")
    );
    assert_eq!(
        init("from lib import Base\n@dataclass\nclass <CURSOR>V(Base):\n    a: int\n    b: int = 1\n").as_deref(),
        Some(
            "its own fields are `a` and `b=1`; any of a base that is not in this file come first; the objects are unhashable (`eq` without `frozen`)"
        )
    );
    // A default of the base class is found as an attribute; slots hide it.
    assert_eq!(
        init("@dataclass\nclass B:\n    a: int = 5\n@dataclass(eq=False)\nclass <CURSOR>C(B):\n    a: str\n")
            .as_deref(),
        Some("a call is `C(a=5)`")
    );
    assert_eq!(
        init(
            "@dataclass(slots=True)\nclass B:\n    a: int = 5\n@dataclass(eq=False)\nclass <CURSOR>C(B):\n    a: str\n"
        )
        .as_deref(),
        Some("a call is `C(a)`")
    );
    // What the file does not settle.
    assert_eq!(
        init("def dataclass(c): return c\n@dataclass\nclass <CURSOR>C:\n    a: int\n"),
        None
    );
    assert_eq!(
        init("from pydantic.dataclasses import dataclass\n@dataclass\nclass <CURSOR>C:\n    a: int\n"),
        None
    );
    assert_eq!(
        init("@dataclass\nclass <CURSOR>C:\n    a: int\n    if x:\n        b: int\n"),
        None
    );
    assert_eq!(init("@dataclass(**options)\nclass <CURSOR>C:\n    a: int\n"), None);
    assert_eq!(init("@dataclass\n@change\nclass <CURSOR>C:\n    a: int\n"), None);
    assert_eq!(
        init("from lib import make\n@dataclass\nclass <CURSOR>C:\n    a: int = make()\n"),
        None
    );
    assert_eq!(
        init("CV = ClassVar\n@dataclass\nclass <CURSOR>C:\n    a: CV[int] = 1\n"),
        None
    );
    assert_eq!(init("class <CURSOR>C:\n    a: int\n"), None);
}

#[test]
fn a_data_class_that_cannot_be_made() {
    let error = |code: &str| class("dataclass-error", code);
    assert_eq!(
        error("@dataclass\nclass <CURSOR>C:\n    x: int = 0\n    y: int\n").as_deref(),
        Some("making `C` raises `TypeError: non-default argument 'y' follows default argument`: `x` has one (line 6)")
    );
    assert_eq!(
        error("@dataclass\nclass A:\n    x: int = 0\n@dataclass\nclass <CURSOR>C(A):\n    y: int\n").as_deref(),
        Some(
            "making `C` raises `TypeError: non-default argument 'y' follows default argument`: `x` has one, inherited from `A`"
        )
    );
    assert_eq!(
        error("@dataclass\nclass <CURSOR>C:\n    x: list = []\n").as_deref(),
        Some(
            "making `C` raises `ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory`; write `field(default_factory=list)`"
        )
    );
    assert_eq!(
        told(
            "dataclass-error",
            "mutable-dataclass-default",
            "@dataclass\nclass C:\n    x: dict = <CURSOR>{'a': 1}\n"
        )
        .as_deref(),
        Some(
            "making `C` raises `ValueError: mutable default <class 'dict'> for field x is not allowed: use default_factory`; write `field(default_factory=lambda: {'a': 1})`"
        )
    );
    assert_eq!(
        error("@dataclass\nclass P:\n    x: int = 0\n@dataclass\nclass <CURSOR>C:\n    p: P = P()\n").as_deref(),
        Some(
            "making `C` raises `ValueError: mutable default … for field p is not allowed: use default_factory` since 3.11: `P` objects are unhashable"
        )
    );
    assert_eq!(
        error("@dataclass(frozen=True)\nclass P:\n    x: int = 0\n@dataclass\nclass <CURSOR>C(P):\n    p: int = 0\n")
            .as_deref(),
        Some("making `C` raises `TypeError: cannot inherit non-frozen dataclass from a frozen one`: `P`, line 5")
    );
    assert_eq!(
        error("@dataclass(order=True)\nclass <CURSOR>C:\n    p: int\n    def __lt__(self, o): ...\n").as_deref(),
        Some(
            "making `C` raises `TypeError: Cannot overwrite attribute __lt__ in class C`; `order=True` writes it, and so does line 7"
        )
    );
    assert_eq!(
        error("@dataclass\nclass <CURSOR>C:\n    p = field(default=1)\n").as_deref(),
        Some("making `C` raises `TypeError: 'p' is a field but has no type annotation`")
    );
    // Keyword-only fields may come in any order; a class variable and an `InitVar` may be a list; a base from elsewhere may declare the field first.
    assert_eq!(
        error("@dataclass(kw_only=True)\nclass <CURSOR>C:\n    x: int = 0\n    y: int\n"),
        None
    );
    assert_eq!(
        error("@dataclass\nclass <CURSOR>C:\n    x: ClassVar[list] = []\n    y: InitVar[list] = []\n"),
        None
    );
    assert_eq!(
        error("from m import A\n@dataclass\nclass <CURSOR>C(A):\n    x: int = 0\n    y: int\n"),
        None
    );
    assert_eq!(
        error("@dataclass(frozen=True)\nclass P:\n    x: int = 0\n@dataclass\nclass <CURSOR>C:\n    p: P = P()\n"),
        None
    );
    assert_eq!(
        error("@dataclass\nclass <CURSOR>C:\n    x: int = field(default=0, init=False)\n    y: int\n"),
        None
    );
}

#[test]
fn a_field_says_what_it_does() {
    let field = |code: &str| told("dataclass-field", "dataclasses-field", code);
    assert_eq!(
        field("@dataclass\nclass C:\n    x: list = <CURSOR>field(default_factory=list)\n").as_deref(),
        Some("`x` may be left out: each `C` then gets its own `list()`")
    );
    assert_eq!(
        field("@dataclass\nclass C:\n    x: list = dataclasses.<CURSOR>field(init=False, repr=False)\n").as_deref(),
        Some("`x` is no parameter and has no value until something sets it, such as `__post_init__`")
    );
    assert_eq!(
        field("@dataclass\nclass C:\n    x: int = <CURSOR>field(default=3, kw_only=True)\n").as_deref(),
        Some("`x` may be left out, it is then `3`; it is given by name only")
    );
    assert_eq!(field("@other\nclass C:\n    x: int = <CURSOR>field(default=3)\n"), None);
    assert_eq!(
        field("@dataclass\nclass C:\n    x: int = <CURSOR>field(default=3)\n    def __init__(self): pass\n"),
        None
    );
    let keyword = |code: &str| told("dataclass-kw-only", "dataclasses-kw-only", code);
    assert_eq!(
        keyword("@dataclass\nclass C:\n    a: int\n    _: <CURSOR>KW_ONLY\n    b: int = 1\n    c: int\n").as_deref(),
        Some("`b` and `c` are given by name only: `C(a, *, b=1, c)`")
    );
    assert_eq!(
        keyword("@dataclass\nclass C:\n    a: int\n    _: <CURSOR>KW_ONLY\n").as_deref(),
        Some("no field follows, so it changes nothing")
    );
    assert_eq!(
        keyword("class C:\n    a: int\n    _: <CURSOR>KW_ONLY\n    b: int\n"),
        None
    );
    let variable = |code: &str| told("dataclass-classvar", "typing-classvar", code);
    assert_eq!(
        variable("@dataclass\nclass C:\n    a: <CURSOR>ClassVar[int] = 1\n").as_deref(),
        Some("`a` belongs to the class `C` and is no field: no parameter, not in the `repr`, not compared")
    );
    assert_eq!(
        variable("from __future__ import annotations\n@dataclass\nclass C:\n    a: typing.<CURSOR>ClassVar = 1\n")
            .as_deref(),
        Some("`a` belongs to the class `C` and is no field: no parameter, not in the `repr`, not compared")
    );
    assert_eq!(variable("class C:\n    a: <CURSOR>ClassVar[int] = 1\n"), None);
}

const ENUM: &str = "import enum\nfrom enum import Enum, IntEnum, StrEnum, Flag, IntFlag, auto, unique\n";

#[test]
fn an_enumeration_shows_its_members() {
    let members = |code: &str| fact("enum-members", "class-definition", &format!("{ENUM}{code}"));
    assert_eq!(
        members("class <CURSOR>Color(Enum):\n    RED = 1\n    GREEN = auto()\n    CRIMSON = 1\n    hex: str\n    def f(self): ...\n").as_deref(),
        Some("2 members: `RED=1` and `GREEN=2`; `CRIMSON` is another name of `RED`")
    );
    assert_eq!(
        members("class <CURSOR>P(enum.IntFlag):\n    R = auto()\n    W = 1 << 1\n    RW = R | W\n    NO = 0\n")
            .as_deref(),
        Some("2 members: `R=1` and `W=2`; a loop leaves out `RW` and `NO` since 3.11")
    );
    assert_eq!(
        members("class <CURSOR>S(StrEnum):\n    ONE = auto()\n").as_deref(),
        Some("the only member is `ONE='one'`")
    );
    assert_eq!(
        members("class <CURSOR>S(Enum):\n    a = 'it''s'\n    b = (1, 2)\n    c: int\n"),
        None
    );
    assert_eq!(
        members("class <CURSOR>S(Enum):\n    a = \"it's\"\n    b = (1, 2)\n    c: int\n").as_deref(),
        Some("2 members: `a=\"it's\"` and `b=(1, 2)`; `c` has no value and is no member")
    );
    assert_eq!(
        fact(
            "enum-members",
            "enum-enum",
            &format!("{ENUM}class S(enum.<CURSOR>Enum):\n    a = 1\n")
        )
        .as_deref(),
        Some("the only member is `a=1`")
    );
    // Values that are made elsewhere, bases that are, members under a condition.
    assert_eq!(members("class <CURSOR>S(Enum):\n    a = make()\n"), None);
    assert_eq!(
        members("from lib import Base\nclass <CURSOR>S(Base, Enum):\n    a = 1\n"),
        None
    );
    assert_eq!(
        members("class <CURSOR>S(Enum):\n    a = 1\n    if x:\n        b = 2\n"),
        None
    );
    assert_eq!(
        members("class <CURSOR>S(Enum):\n    a = 1\n    def __new__(cls, v): ...\n"),
        None
    );
    assert_eq!(members("class Enum: pass\nclass <CURSOR>S(Enum):\n    a = 1\n"), None);
    assert_eq!(members("class <CURSOR>S(Enum):\n    class A: pass\n"), None);
}

#[test]
fn an_enumeration_that_cannot_be_made() {
    let error = |code: &str| fact("enum-error", "class-definition", &format!("{ENUM}{code}"));
    assert_eq!(
        error("@unique\nclass <CURSOR>C(Enum):\n    A = 1\n    B = 1\n").as_deref(),
        Some("making `C` raises `ValueError: duplicate values found`: `B` has the value of `A`")
    );
    assert_eq!(
        error("class <CURSOR>C(Enum):\n    A = 1\n    A = 2\n").as_deref(),
        Some("making `C` raises `TypeError`: `A` is defined a second time")
    );
    assert_eq!(
        error("class B(Enum):\n    A = 1\nclass <CURSOR>C(B):\n    D = 1\n").as_deref(),
        Some(
            "making `C` raises `TypeError`: `B` has members (`A`), and only an enumeration without members may be a base"
        )
    );
    assert_eq!(error("class <CURSOR>C(Enum):\n    A = 1\n    B = 1\n"), None);
    assert_eq!(
        error("class B(Enum):\n    def f(self): ...\nclass <CURSOR>C(B):\n    D = 1\n"),
        None
    );
}

#[test]
fn auto_shows_its_value() {
    let auto = |code: &str| fact("enum-auto", "enum-auto", &format!("{ENUM}{code}"));
    assert_eq!(
        auto("class C(Enum):\n    A = 1\n    B = <CURSOR>auto()\n").as_deref(),
        Some("`B` is `2`")
    );
    assert_eq!(
        auto("class C(Enum):\n    A = 5\n    B = 1\n    C = enum.<CURSOR>auto()\n").as_deref(),
        Some("`C` is `6`, one above the greatest value; before 3.11 `2`, one above the last")
    );
    assert_eq!(
        auto("class C(Flag):\n    A = 3\n    B = <CURSOR>auto()\n").as_deref(),
        Some("`B` is `4`")
    );
    assert_eq!(auto("class C(Enum):\n    A = 'x'\n    B = <CURSOR>auto()\n"), None);
    assert_eq!(
        auto("class C(Enum):\n    def _generate_next_value_(*a): ...\n    B = <CURSOR>auto()\n"),
        None
    );
}

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

const HOOK: &str =
    "class Base:\n    def __init_subclass__(cls, /, tag=None, **rest):\n        super().__init_subclass__(**rest)\n";

#[test]
fn a_hook_says_for_which_classes_it_runs() {
    let hook = |code: &str| fact("init-subclass", "dunder-init-subclass", code);
    let begin = "class Base:\n    def <CURSOR>__init_subclass__(cls, /, tag=None, **rest):\n        super().__init_subclass__(**rest)\n";
    assert_eq!(
        hook(&format!("{begin}class A(Base, tag='a'): pass\nclass B(A): pass\nclass C(Base):\n    def __init_subclass__(cls): pass\nclass D(C): pass\n")).as_deref(),
        Some("runs when the classes `A`, `B` and `C` are made, for `A` with `tag='a'`; not for `Base` itself")
    );
    assert_eq!(
        hook(&format!("{begin}if x:\n    class A(Base): pass\n")).as_deref(),
        Some("runs when the class `A` is made; not for `Base` itself")
    );
    assert_eq!(hook(begin), None);
    assert_eq!(
        hook(&format!("{begin}from m import Mixin\nclass A(Mixin, Base): pass\n")),
        None
    );
    assert_eq!(
        hook(&format!(
            "{begin}from m import Meta\nclass A(Base, metaclass=Meta): pass\n"
        )),
        None
    );
}

#[test]
fn keyword_arguments_of_a_class_have_a_taker() {
    let error = |code: &str| fact("class-keywords-error", "class-definition", &format!("{HOOK}{code}"));
    assert_eq!(
        error("class A: pass\nclass <CURSOR>B(A, tag=1): pass\n").as_deref(),
        Some("making `B` raises `TypeError`: no base has an `__init_subclass__` that takes `tag`")
    );
    let strict = "class S:\n    def __init_subclass__(cls, *, tag): pass\n";
    assert_eq!(
        error(&format!("{strict}class <CURSOR>B(S): pass\n")).as_deref(),
        Some("making `B` raises `TypeError`: `S.__init_subclass__` (line 5) needs `tag`, as in `class B(…, tag=…)`")
    );
    assert_eq!(
        error(&format!("{strict}class <CURSOR>B(S, tug=1): pass\n")).as_deref(),
        Some("making `B` raises `TypeError`: `S.__init_subclass__` (line 5) takes no `tug`")
    );
    assert_eq!(error("class <CURSOR>B(Base, tug=1): pass\n"), None);
    assert_eq!(error("from m import A\nclass <CURSOR>B(A, tag=1): pass\n"), None);
    assert_eq!(
        error("from m import M\nclass <CURSOR>B(metaclass=M, tag=1): pass\n"),
        None
    );
    assert_eq!(
        error("from typing import TypedDict\nclass <CURSOR>B(TypedDict, total=False): pass\n"),
        None
    );
    let keyword = |code: &str| fact("class-keywords", "class-keyword-arguments", &format!("{HOOK}{code}"));
    assert_eq!(
        keyword("class B(Base, <CURSOR>tag=1): pass\n").as_deref(),
        Some("`tag=1` goes to `Base.__init_subclass__` (line 2), as its parameter `tag`")
    );
    assert_eq!(
        keyword("class B(Base, <CURSOR>tug=1): pass\n").as_deref(),
        Some("`tug=1` goes to `Base.__init_subclass__` (line 2), among its `**`")
    );
    assert_eq!(keyword("class B(Other, <CURSOR>tug=1): pass\n"), None);
}

#[test]
fn a_class_is_made_in_steps() {
    let order = |code: &str| fact("class-order", "class-definition", &format!("{HOOK}{code}"));
    let field = "class Field:\n    def __set_name__(self, owner, name): ...\n";
    assert_eq!(
        order(&format!("{field}def register(c): return c\n@register\nclass <CURSOR>C(Base, tag='a'):\n    price = Field()\n    n = 1\n    qty = Field()\n")).as_deref(),
        Some("making `C` runs its body (line 9), `__set_name__` of `price` and `qty`, `Base.__init_subclass__(tag='a')` (line 2), then `@register`")
    );
    assert_eq!(
        order("class <CURSOR>C(Base): pass\n").as_deref(),
        Some("making `C` runs its body (line 4), then `Base.__init_subclass__()` (line 2)")
    );
    assert_eq!(order("class <CURSOR>C: pass\n"), None);
    assert_eq!(order("from m import Other\nclass <CURSOR>C(Other, Base): pass\n"), None);
    assert_eq!(
        order(&format!(
            "{field}from m import M\nclass <CURSOR>C(metaclass=M):\n    a = Field()\n"
        )),
        None
    );
}
