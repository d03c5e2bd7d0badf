//! Facts about classes, and where there is none.

use super::super::testing::fact;

const DIAMOND: &str = "class A: pass\nclass B(A): pass\nclass C(A): pass\n";

#[test]
fn the_order_of_search() {
    let at_name = format!("{DIAMOND}class <CURSOR>D(B, C): pass\n");
    let said = "an attribute is looked for along `D` → `B` → `C` → `A` → `object`";
    assert_eq!(fact("mro", "class-definition", &at_name).as_deref(), Some(said));
    let at_bases = format!("{DIAMOND}class D<CURSOR>(B, C): pass\n");
    assert_eq!(fact("mro", "multiple-inheritance", &at_bases).as_deref(), Some(said));
    let at_attribute = format!("{DIAMOND}class D(B, C): pass\nD.<CURSOR>__mro__\n");
    assert_eq!(fact("mro", "dunder-mro", &at_attribute).as_deref(), Some(said));
    let with_known = "class <CURSOR>E(KeyError, AttributeError): pass\n";
    assert_eq!(
        fact("mro", "class-definition", with_known).as_deref(),
        Some(
            "an attribute is looked for along `E` → `KeyError` → `LookupError` → `AttributeError` → `Exception` → `BaseException` → `object`"
        )
    );
}

#[test]
fn no_order_to_tell() {
    for code in [
        "class <CURSOR>A: pass\n",
        "class A: pass\nclass <CURSOR>B(A): pass\n",
        "from m import A\nclass B: pass\nclass <CURSOR>C(A, B): pass\n",
        "class A: pass\nclass B(A): pass\nA = B = None\nclass <CURSOR>C(B, A): pass\n",
        "class A: pass\nclass B: pass\n@register\nclass <CURSOR>C(A, B): pass\n",
        "class A:\n    __slots__ = ('a',)\nclass B:\n    __slots__ = ('b',)\nclass <CURSOR>C(A, B): pass\n",
        "class <CURSOR>C(int, str): pass\n",
    ] {
        assert_eq!(fact("mro", "class-definition", code), None, "{code}");
    }
}

#[test]
fn bases_without_an_order() {
    let code = "class A: pass\nclass B(A): pass\nclass <CURSOR>X(A, B): pass\n";
    assert_eq!(
        fact("mro-conflict", "class-definition", code).as_deref(),
        Some(
            "this statement fails with `TypeError`: `A` stands before `B`, which derives from it; so there is no method resolution order"
        )
    );
    let twice = "class A: pass\nclass <CURSOR>X(A, A): pass\n";
    assert_eq!(
        fact("mro-conflict", "class-definition", twice).as_deref(),
        Some("this statement fails with `TypeError`: “`duplicate base class A`”")
    );
    let crossed =
        "class A: pass\nclass B: pass\nclass C(A, B): pass\nclass D(B, A): pass\nclass <CURSOR>X(C, D): pass\n";
    assert_eq!(
        fact("mro-conflict", "class-definition", crossed).as_deref(),
        Some(
            "this statement fails with `TypeError`: “`Cannot create a consistent method resolution order (MRO) for bases A, B`”"
        )
    );
    for code in [
        "from m import A\nclass B(A): pass\nclass <CURSOR>X(A, B): pass\n",
        "class A: pass\nclass B(A): pass\nclass <CURSOR>X(B, A): pass\n",
        "class A: pass\nclass X(A, A): pass\nclass <CURSOR>Y(X, A): pass\n",
    ] {
        assert_eq!(fact("mro-conflict", "class-definition", code), None, "{code}");
    }
}

const METACLASSES: &str =
    "class M(type): pass\nclass N(type): pass\nclass A(metaclass=M): pass\nclass B(metaclass=N): pass\n";

#[test]
fn the_metaclass_that_a_base_brings() {
    let code = format!("{METACLASSES}class <CURSOR>C(A): pass\n");
    assert_eq!(
        fact("metaclass", "class-definition", &code).as_deref(),
        Some("the metaclass is `M`, inherited from `A` (line 3)")
    );
    let derived = "from abc import ABC\nclass Base(ABC): pass\nclass <CURSOR>C(Base): pass\n";
    assert_eq!(
        fact("metaclass", "class-definition", derived).as_deref(),
        Some("the metaclass is `ABCMeta`, inherited from `ABC`")
    );
    let outdone =
        "class M(type): pass\nclass N(M): pass\nclass A(metaclass=N): pass\nclass C(A, <CURSOR>metaclass=M): pass\n";
    assert_eq!(
        fact("metaclass", "metaclass-keyword", outdone).as_deref(),
        Some("the metaclass is not `M` but `N`, which derives from it and is that of `A`")
    );
    for code in [
        "class <CURSOR>C: pass\n",
        "class M(type): pass\nclass <CURSOR>C(metaclass=M): pass\n",
        "from m import M\nclass A(metaclass=M): pass\nclass <CURSOR>C(A): pass\n",
        "from m import A\nclass <CURSOR>C(A): pass\n",
        "class M(type):\n    def __new__(m, n, b, d):\n        return type.__new__(m, n, (), d)\nclass A(metaclass=M): pass\nclass <CURSOR>C(A): pass\n",
    ] {
        assert_eq!(fact("metaclass", "class-definition", code), None, "{code}");
    }
}

#[test]
fn metaclasses_that_do_not_fit() {
    let code = format!("{METACLASSES}class <CURSOR>C(A, B): pass\n");
    assert_eq!(
        fact("metaclass-conflict", "class-definition", &code).as_deref(),
        Some(
            "this statement fails with `TypeError`: metaclass conflict, `M` of `A` and `N` of `B` do not derive from one another"
        )
    );
    let header = "from abc import ABC\nclass M(type): pass\nclass <CURSOR>C(ABC, metaclass=M): pass\n";
    assert_eq!(
        fact("metaclass-conflict", "class-definition", header).as_deref(),
        Some(
            "this statement fails with `TypeError`: metaclass conflict, `M` in the header and `ABCMeta` of `ABC` do not derive from one another"
        )
    );
    for code in [
        "class M(type): pass\nclass N(M): pass\nclass A(metaclass=M): pass\nclass <CURSOR>C(A, metaclass=N): pass\n",
        "from abc import ABC\nfrom m import M\nclass <CURSOR>C(ABC, metaclass=M): pass\n",
        "from abc import ABC, ABCMeta\nclass M(ABCMeta): pass\nclass <CURSOR>C(ABC, metaclass=M): pass\n",
    ] {
        assert_eq!(fact("metaclass-conflict", "class-definition", code), None, "{code}");
    }
}

#[test]
fn a_metaclass_of_python_2() {
    let code = "class M(type): pass\nclass C:\n    <CURSOR>__metaclass__ = M\n";
    assert_eq!(
        fact("metaclass-attribute", "closure", code).as_deref(),
        Some("has no effect in Python 3, the metaclass of `C` is `type`; it is given in the header: `metaclass=M`")
    );
    let unknown = "from m import B\nclass C(B):\n    __metaclass__ <CURSOR>= B\n";
    assert_eq!(
        fact("metaclass-attribute", "assignment", unknown).as_deref(),
        Some("has no effect in Python 3; it is given in the header: `metaclass=B`")
    );
    assert_eq!(
        fact("metaclass-attribute", "closure", "<CURSOR>__metaclass__ = M\n"),
        None
    );
    let in_method = "class C:\n    def f(self):\n        <CURSOR>__metaclass__ = M\n";
    assert_eq!(fact("metaclass-attribute", "closure", in_method), None);
}

#[test]
fn what_super_reaches() {
    let diamond = "class A:\n    def save(self): pass\nclass B(A):\n    def save(self):\n        <CURSOR>super().save()\nclass C(A):\n    def save(self): pass\n";
    assert_eq!(
        fact("super-target", "builtin-super", diamond).as_deref(),
        Some("`super().save` is `A.save` (line 2)")
    );
    let joined = format!("{diamond}class D(B, C): pass\n");
    assert_eq!(
        fact("super-target", "builtin-super", &joined).as_deref(),
        Some("`super().save` is `A.save` (line 2) for a plain `B`, but `C.save` (line 7) for a `D`")
    );
    let mixin = "class Mixin:\n    def save(self):\n        <CURSOR>super().save()\n";
    assert_eq!(
        fact("super-target", "builtin-super", mixin).as_deref(),
        Some(
            "no class behind `Mixin` has `save`: it works in a subclass with another base that has it, and in a plain `Mixin` raises `AttributeError`"
        )
    );
    let known = "class D(dict):\n    def __setitem__(self, k, v):\n        <CURSOR>super().__setitem__(k, v)\n";
    assert_eq!(
        fact("super-target", "builtin-super", known).as_deref(),
        Some("`super().__setitem__` is `dict.__setitem__`")
    );
}

#[test]
fn what_super_reaches_is_not_known() {
    for code in [
        "from m import A\nclass B(A):\n    def save(self):\n        <CURSOR>super().save()\n",
        "def super(): pass\nclass B:\n    def save(self):\n        <CURSOR>super().save()\n",
        "class B:\n    def save(self):\n        return [<CURSOR>super().save() for x in y]\n",
        "class B:\n    def save(self):\n        <CURSOR>super(C, self).save()\n",
        "@dataclass\nclass A:\n    def f(self): pass\nclass B(A):\n    def f(self):\n        <CURSOR>super().f()\n",
    ] {
        assert_eq!(fact("super-target", "builtin-super", code), None, "{code}");
    }
}

#[test]
fn methods_that_override() {
    let code = "class A:\n    def run(self, n):\n        print(n)\nclass B(A):\n    def <CURSOR>run(self, n): print(n)\nclass C(B):\n    def run(self): pass\n";
    assert_eq!(
        fact("overriding", "function-definition", code).as_deref(),
        Some("overrides `A.run(self, n)` (line 2) and never calls it; overridden again in `C` (line 7)")
    );
    let calls =
        "class A:\n    def run(self):\n        print()\nclass B(A):\n    def <CURSOR>run(self): super().run()\n";
    assert_eq!(
        fact("overriding", "function-definition", calls).as_deref(),
        Some("overrides `A.run(self)` (line 2)")
    );
    let known = "class D(dict):\n    def <CURSOR>get(self, key): pass\n";
    assert_eq!(
        fact("overriding", "function-definition", known).as_deref(),
        Some("overrides `dict.get`")
    );
    let below = "class A:\n    def <CURSOR>run(self): pass\nclass B(A):\n    def run(self): pass\n";
    assert_eq!(
        fact("overriding", "function-definition", below).as_deref(),
        Some("overridden in `B` (line 4)")
    );
    for code in [
        "from m import A\nclass B(A):\n    def <CURSOR>run(self): pass\n",
        "class B:\n    def <CURSOR>__init__(self): pass\n",
        "class A:\n    def run(self): pass\nclass B(A):\n    def f(self):\n        def <CURSOR>run(self): pass\n",
        "class A:\n    if x:\n        def run(self): pass\nclass B(A):\n    def <CURSOR>run(self): pass\n",
    ] {
        assert_eq!(fact("overriding", "function-definition", code), None, "{code}");
    }
}

#[test]
fn slots_with_and_without_effect() {
    let slots = |code: &str| fact("slots", "dunder-slots", code);
    assert_eq!(
        slots("class Base: pass\nclass P(Base):\n    <CURSOR>__slots__ = ('x', 'y')\n").as_deref(),
        Some("`P` still has a `__dict__`, which `Base` (line 1) brings: any attribute can be set")
    );
    assert_eq!(
        slots("class A:\n    __slots__ = 'w'\nclass P(A):\n    <CURSOR>__slots__ = ['x', 'y']\n").as_deref(),
        Some("instances have room for `w`, `x` and `y` alone: no `__dict__`, no weak references")
    );
    assert_eq!(
        slots("class P(Exception):\n    <CURSOR>__slots__ = ('x',)\n").as_deref(),
        Some("`P` still has a `__dict__`, which `BaseException` brings: any attribute can be set")
    );
    assert_eq!(
        slots("class P(tuple):\n    <CURSOR>__slots__ = ()\n").as_deref(),
        Some("instances have no attributes of their own: no `__dict__`, no weak references")
    );
    assert_eq!(
        slots("from m import B\nclass P(B):\n    <CURSOR>__slots__ = ()\n").as_deref(),
        Some("whether instances still have a `__dict__` depends on `B`, which this file does not tell")
    );
    assert_eq!(slots("class P:\n    <CURSOR>__slots__ = names\n"), None);
    assert_eq!(slots("@d\nclass P:\n    <CURSOR>__slots__ = ()\n"), None);
    assert_eq!(slots("class P:\n    if x:\n        <CURSOR>__slots__ = ()\n"), None);
}

#[test]
fn slots_that_fail() {
    let conflict = |code: &str| fact("slot-conflict", "dunder-slots", code);
    assert_eq!(
        conflict("class P:\n    <CURSOR>__slots__ = ('x',)\n    x = 1\n").as_deref(),
        Some("this class fails with `ValueError`: `x` is a slot, and line 3 binds it in the body too")
    );
    assert_eq!(
        conflict("class P(int):\n    <CURSOR>__slots__ = ('x',)\n").as_deref(),
        Some("this class fails with `TypeError`: instances of `int` vary in size and leave no room for slots")
    );
    assert_eq!(
        conflict("class B: pass\nclass P(B):\n    <CURSOR>__slots__ = ('__dict__',)\n").as_deref(),
        Some("this class fails with `TypeError`: instances have a `__dict__` already")
    );
    assert_eq!(conflict("class P:\n    <CURSOR>__slots__ = ('x',)\n    x: int\n"), None);
    assert_eq!(
        conflict("class P:\n    x = 1\n    del x\n    <CURSOR>__slots__ = ('x',)\n"),
        None
    );
    assert_eq!(
        conflict("from m import B\nclass P(B):\n    <CURSOR>__slots__ = ('__dict__',)\n"),
        None
    );
}

#[test]
fn bases_laid_out_differently() {
    let conflict = |code: &str| fact("layout-conflict", "class-definition", code);
    assert_eq!(
        conflict("class P:\n    __slots__ = 'a'\nclass Q:\n    __slots__ = 'b'\nclass <CURSOR>R(P, Q): pass\n")
            .as_deref(),
        Some(
            "this statement fails with `TypeError`: `P` (by its slots) and `Q` (by its slots) lay out their instances differently"
        )
    );
    assert_eq!(
        conflict("class I(int):\n    __slots__ = ()\nclass <CURSOR>R(I, str): pass\n").as_deref(),
        Some("this statement fails with `TypeError`: `I` (by `int`) and `str` lay out their instances differently")
    );
    assert_eq!(
        conflict("class P:\n    __slots__ = 'a'\nclass Q:\n    __slots__ = ()\nclass <CURSOR>R(P, Q): pass\n"),
        None
    );
    assert_eq!(
        conflict("class P:\n    __slots__ = 'a'\nclass Q(P):\n    __slots__ = 'b'\nclass <CURSOR>R(Q, P): pass\n"),
        None
    );
    assert_eq!(conflict("class <CURSOR>R(KeyError, AttributeError): pass\n"), None);
}

#[test]
fn an_attribute_without_a_slot() {
    let missing = |code: &str| fact("slot-missing", "attribute-assignment", code);
    let said =
        "`P` has no slot `z` and no `__dict__`: `AttributeError`, unless `self` is of a subclass that has room for it";
    assert_eq!(
        missing("class P:\n    __slots__ = ('x',)\n    def f(self):\n        self.z <CURSOR>= 1\n").as_deref(),
        Some(said)
    );
    assert_eq!(
        fact(
            "slot-missing",
            "closure",
            "class P:\n    __slots__ = ('x',)\n    def f(self):\n        self.<CURSOR>z = 1\n"
        )
        .as_deref(),
        Some(said)
    );
    for code in [
        "class P:\n    __slots__ = ('x',)\n    def f(self):\n        self.x <CURSOR>= 1\n",
        "class B: pass\nclass P(B):\n    __slots__ = ('x',)\n    def f(self):\n        self.z <CURSOR>= 1\n",
        "class P:\n    __slots__ = ('x',)\n    @classmethod\n    def f(self):\n        self.z <CURSOR>= 1\n",
        "class P:\n    __slots__ = ('x',)\n    def __setattr__(self, n, v): pass\n    def f(self):\n        self.z <CURSOR>= 1\n",
        "class P:\n    __slots__ = ('__x',)\n    def f(self):\n        self.__x <CURSOR>= 1\n",
        "class P:\n    __slots__ = ('x',)\n    def f(self):\n        self = other()\n        self.z <CURSOR>= 1\n",
        "class P:\n    __slots__ = ('x',)\n    @property\n    def z(self): pass\n    @z.setter\n    def z(self, v): pass\n    def f(self):\n        self.z <CURSOR>= 1\n",
    ] {
        assert_eq!(missing(code), None, "{code}");
    }
}

#[test]
fn a_class_attribute_that_all_share() {
    let shared = |code: &str| fact("shared-attribute", "closure", code);
    let code = "class Cart:\n    <CURSOR>items = []\n    def add(self, item):\n        self.items.append(item)\n";
    assert_eq!(
        shared(code).as_deref(),
        Some("one list for all objects of `Cart`: `self.items.append(item)` (line 4) changes it for each of them")
    );
    assert_eq!(
        shared("class C:\n    <CURSOR>seen = dict()\n    def add(self, k):\n        self.seen[k] = 1\n").as_deref(),
        Some("one dict for all objects of `C`: `self.seen[k] = 1` (line 4) changes it for each of them")
    );
    assert_eq!(
        shared(&format!("{code}a = Cart()\nb = [Cart(), cart()]\n")).as_deref(),
        Some(
            "one list for all objects of `Cart` (2 places here make one): `self.items.append(item)` (line 4) changes it for each of them"
        )
    );
    for code in [
        "class Cart:\n    <CURSOR>items = []\n    def f(self):\n        self.items = []\n    def add(self, item):\n        self.items.append(item)\n",
        "class Cart:\n    <CURSOR>items = ()\n    def add(self, item):\n        self.items.append(item)\n",
        "class Cart:\n    <CURSOR>items = []\n    def f(self):\n        return self.items\n",
        "from m import B\nclass Cart(B):\n    <CURSOR>items = []\n    def add(self, item):\n        self.items.append(item)\n",
        "class Cart:\n    <CURSOR>items = list()\n    def add(self, item):\n        self = f()\n        self.items.append(item)\n",
    ] {
        assert_eq!(shared(code), None, "{code}");
    }
}

#[test]
fn private_names() {
    let private = |code: &str| fact("private-name", "private-name-mangling", code);
    assert_eq!(
        private("class _Vault:\n    def f(self):\n        self.<CURSOR>__key = 1\n").as_deref(),
        Some("`__key` is stored as `_Vault__key`")
    );
    assert_eq!(
        private("class A:\n    def f(self):\n        self.__key = 1\nclass B(A):\n    def g(self):\n        return self.<CURSOR>__key\n").as_deref(),
        Some("looks for `_B__key`, while the base `A` stores its own as `_A__key` (line 3)")
    );
    assert_eq!(
        private("class A:\n    def f(self):\n        self.<CURSOR>__key__ = 1\n"),
        None
    );
    assert_eq!(
        private("class _:\n    def f(self):\n        self.<CURSOR>__key = 1\n"),
        None
    );
}

#[test]
fn private_names_from_outside() {
    let outside = |code: &str| fact("private-outside", "name-mangling-surprise", code);
    for (code, expected) in [
        (
            "class Vault:\n    def __init__(self):\n        self.__key = 1\nv = Vault()\nprint(v.<CURSOR>__key)\n",
            "fails with an `AttributeError`: outside of a class `__key` is looked for as it stands, and `Vault` keeps its own as `_Vault__key` (line 3)",
        ),
        (
            "class Vault:\n    def __open(self): pass\nclass Safe(Vault): pass\ndef f():\n    s = Safe()\n    s.<CURSOR>__open()\n",
            "fails with an `AttributeError`: outside of a class `__open` is looked for as it stands, and `Vault` keeps its own as `_Vault__open` (line 2)",
        ),
        (
            "class Vault:\n    __limit = 3\nVault.<CURSOR>__limit = 4\n",
            "binds a new attribute `__limit`: `Vault` keeps its own as `_Vault__limit` (line 2)",
        ),
    ] {
        assert_eq!(outside(code).as_deref(), Some(expected), "{code}");
    }
    for code in [
        "class V:\n    def __init__(self):\n        self.__key = 1\ndef f(v):\n    print(v.<CURSOR>__key)\n",
        "class V:\n    def __init__(self):\n        self.__key = 1\n    def __getattr__(self, name): pass\nv = V()\nprint(v.<CURSOR>__key)\n",
        "from m import B\nclass V(B):\n    __key = 1\nv = V()\nprint(v.<CURSOR>__key)\n",
        "class V:\n    __key = 1\nv = V()\nv.__key = 2\nprint(v.<CURSOR>__key)\n",
        "class V:\n    __key = 1\nv = V()\nv = f()\nprint(v.<CURSOR>__key)\n",
        "class V: pass\nv = V()\nprint(v.<CURSOR>__key)\n",
    ] {
        assert_eq!(outside(code), None, "{code}");
    }
}
