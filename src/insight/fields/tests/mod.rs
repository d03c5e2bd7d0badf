mod creation;
mod enums;
mod named_tuples;

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
    assert_eq!(
        keyword("def wrap(c): return c\n@dataclass\n@wrap\nclass C:\n    a: int\n    _: <CURSOR>KW_ONLY\n    b: int\n"),
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
    assert_eq!(
        variable("@dataclass\nclass C:\n    def f(self):\n        a: <CURSOR>ClassVar[int] = 1\n"),
        None
    );
}

#[test]
fn fields_come_in_the_order_of_resolution() {
    let init = |code: &str| class("dataclass-init", code);
    let diamond =
        "@dataclass\nclass A:\n    a: int\n    x: int = 1\n@dataclass\nclass B(A):\n    b: int = 0\nclass C(A): pass\n";
    assert_eq!(
        init(&format!(
            "{diamond}@dataclass(eq=False)\nclass <CURSOR>D(B, C):\n    a: str\n"
        ))
        .as_deref(),
        Some("a call is `D(a, x=1, b=0)`")
    );
    // The order of bases cannot be kept, or one is made elsewhere.
    assert_eq!(
        init(&format!(
            "{diamond}@dataclass\nclass <CURSOR>D(A, B):\n    d: int = 1\n"
        )),
        None
    );
    assert_eq!(
        init(&format!(
            "{diamond}B = change(B)\n@dataclass\nclass <CURSOR>D(B, C):\n    d: int = 1\n"
        )),
        None
    );
}
