use super::fact;

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
    assert_eq!(keyword("class B(Base, metaclass=M, <CURSOR>tag=1): pass\n"), None);
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
