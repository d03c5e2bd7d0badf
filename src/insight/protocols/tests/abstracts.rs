//! Abstract methods, left and done.

use super::check;

const STORE: &str = "from abc import ABC, abstractmethod\nclass Store(ABC):\n    @abstractmethod\n    def load(self): ...\n    @property\n    @abstractmethod\n    def size(self): ...\n";

fn with_store(code: &str) -> String {
    format!("{STORE}{code}")
}

#[test]
fn abstract_methods_left() {
    let cases = [
        (
            "class <CURSOR>Json(Store):\n    def load(self): return 1\n",
            Some("`Json` still lacks `size` (abstract in `Store`); `Json()` raises `TypeError`"),
        ),
        (
            "class <CURSOR>Json(Store): pass\nx = Json(1)\n",
            Some("`Json` still lacks `load` and `size` (abstract in `Store`); `Json(1)` on line 9 raises `TypeError`"),
        ),
        (
            "class Mix:\n    size = 1\nclass <CURSOR>Json(Mix, Store): pass\n",
            Some("`Json` still lacks `load` (abstract in `Store`); `Json()` raises `TypeError`"),
        ),
        (
            "class Mix:\n    size = 1\nclass <CURSOR>Json(Store, Mix): pass\n",
            Some("`Json` still lacks `load` and `size` (abstract in `Store`); `Json()` raises `TypeError`"),
        ),
        (
            "class <CURSOR>Json(dict, Store):\n    size = 3\n",
            Some("`Json` still lacks `load` (abstract in `Store`)"),
        ),
        ("class <CURSOR>Json(Store, Other): pass\n", None),
        ("class <CURSOR>Json(Store):\n    load = make()\n", None),
        (
            "class <CURSOR>Json(Store):\n    if x:\n        def load(self): pass\n",
            None,
        ),
        ("@fill\nclass <CURSOR>Json(Store): pass\n", None),
    ];
    for (code, expected) in cases {
        check("abstract-left", "class-definition", &[(&with_store(code), expected)]);
    }
    check(
        "abstract-left",
        "class-definition",
        &[
            (
                "import abc\nclass <CURSOR>Store(metaclass=abc.ABCMeta):\n    @abc.abstractmethod\n    def load(self): ...\n",
                Some("`Store` is abstract: a subclass has to define `load`; `Store()` raises `TypeError`"),
            ),
            (
                "from collections.abc import Mapping\nclass <CURSOR>Store(Mapping):\n    def __getitem__(self, k): return 1\n    def __len__(self): return 1\n",
                Some("`Store` still lacks `__iter__` (abstract in `Iterable`); `Store()` raises `TypeError`"),
            ),
            (
                "import abc\nclass <CURSOR>Store:\n    @abc.abstractmethod\n    def load(self): ...\n",
                None,
            ),
        ],
    );
}

#[test]
fn nothing_abstract_left() {
    check(
        "abstract-done",
        "class-definition",
        &[
            (
                &with_store("class <CURSOR>Json(Store):\n    size = 1\n    def load(self): pass\n"),
                Some("`Json` has nothing abstract left: it gets `load` and `size`, abstract in `Store`"),
            ),
            (
                &with_store("class Half(Store):\n    size = 1\nclass <CURSOR>Json(Half):\n    def load(self): pass\n"),
                Some("`Json` has nothing abstract left: it gets `load` and `size`, abstract in `Store`"),
            ),
            (&with_store("class <CURSOR>Json(Store):\n    size = 1\n"), None),
            (
                &with_store("class <CURSOR>Json(Other):\n    size = 1\n    def load(self): pass\n"),
                None,
            ),
        ],
    );
}

#[test]
fn calls_of_abstract_classes() {
    check(
        "abstract-call",
        "closure",
        &[
            (
                &with_store("x = <CURSOR>Store()\n"),
                Some("this raises `TypeError`: `load` and `size` are abstract in `Store`"),
            ),
            (
                &with_store("class Json(Store):\n    size = 1\nx = <CURSOR>Json()\n"),
                Some("this raises `TypeError`: `load` is abstract in `Store` (line 2)"),
            ),
            (
                &with_store("class Json(Store):\n    size = load = 1\nx = <CURSOR>Json()\n"),
                None,
            ),
            (&with_store("Store = f()\nx = <CURSOR>Store()\n"), None),
            (&with_store("x = print(<CURSOR>Store)\n"), None),
        ],
    );
}

#[test]
fn marks_without_effect() {
    check(
        "abstract-mark",
        "abc-abstractmethod",
        &[
            (
                "from abc import abstractmethod\nclass A:\n    @<CURSOR>abstractmethod\n    def f(self): ...\n",
                Some("has no effect: the metaclass of `A` is `type`, not `ABCMeta`; `A()` is not refused for it"),
            ),
            (
                "from abc import abstractmethod\nclass A(B):\n    @<CURSOR>abstractmethod\n    @property\n    def f(self): ...\n",
                Some(
                    "this raises `AttributeError`: a `property` object cannot be marked; `@abstractmethod` belongs below `@property`",
                ),
            ),
            ("import abc\n@abc.<CURSOR>abstractmethod\ndef f(self): ...\n", None),
            (
                "from abc import abstractmethod, ABC\nclass A(ABC):\n    @<CURSOR>abstractmethod\n    def f(self): ...\n",
                None,
            ),
            (
                "from abc import abstractmethod\nclass A(B):\n    @<CURSOR>abstractmethod\n    def f(self): ...\n",
                None,
            ),
            (
                "from abc import abstractmethod\nclass A(metaclass=M):\n    @<CURSOR>abstractmethod\n    def f(self): ...\n",
                None,
            ),
        ],
    );
}
