use super::fact;

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
