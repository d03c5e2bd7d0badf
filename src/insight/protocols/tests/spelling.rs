//! Facts about special methods, hits and near misses.

use super::super::super::testing::fact;
use super::super::special::METHODS;

#[test]
fn spelling_of_special_methods() {
    let said = |code: &str| fact("spelling", "function-definition", code);
    assert_eq!(
        said("class A:\n    def __lengh__<CURSOR>(self): return 1\n").as_deref(),
        None,
        "cursor behind the name"
    );
    assert_eq!(
        said("class A:\n    def <CURSOR>__contians__(self, x): return 1\n").as_deref(),
        Some("`__contians__` is not a name that Python calls; for `y in x` it is `__contains__`")
    );
    assert_eq!(
        said("class A:\n    def <CURSOR>__seitem__(self, k, v): pass\n").as_deref(),
        Some("`__seitem__` is not a name that Python calls; for `x[key] = v` it is `__setitem__`")
    );
    assert_eq!(
        said("class A:\n    def <CURSOR>__init_(self): pass\n").as_deref(),
        Some("`__init_` is not a name that Python calls; for `C(…)` it is `__init__`")
    );
    for code in [
        // A library's, a protocol of the program's own, the right one is there too, outside of a class, a known name.
        "class A:\n    def <CURSOR>__array__(self): pass\n",
        "class A:\n    def <CURSOR>__contians__(self): pass\nprint(A().__contians__())\n",
        "class A:\n    def __contains__(self, x): pass\n    def <CURSOR>__contians__(self): pass\n",
        "def <CURSOR>__contians__(self): pass\n",
        "class A:\n    def <CURSOR>__contains__(self, x): pass\n",
        "class A:\n    def <CURSOR>__len(self): pass\n",
        "class A:\n    def <CURSOR>_init_(self): pass\n",
        "class A:\n    def <CURSOR>__addr__(self): pass\n",
    ] {
        assert_eq!(said(code), None, "{code}");
    }
    let attribute = |code: &str| fact("spelling", "closure", code);
    assert_eq!(
        attribute("class A:\n    <CURSOR>__slot__ = ('x',)\n").as_deref(),
        Some("`__slot__` is not a name that Python reads; for the attributes that objects may have it is `__slots__`")
    );
    assert_eq!(attribute("class A:\n    <CURSOR>__slots__ = ('x',)\n"), None);
    assert_eq!(attribute("<CURSOR>__slot__ = ('x',)\n"), None);
    assert_eq!(
        fact(
            "spelling",
            "dunder-typo",
            "class A:\n    def <CURSOR>__int__(self, x, y):\n        self.x = x\n"
        )
        .as_deref(),
        Some("`int(x)` calls `__int__` with the object alone, and fails; with `(self, x, y)` it looks like `__init__`")
    );
    assert_eq!(
        fact(
            "spelling",
            "dunder-typo",
            "class A:\n    def <CURSOR>__int__(self): return 1\n"
        ),
        None
    );
}

#[test]
fn every_known_method_is_near_itself_alone() {
    use super::super::spelling::meant_for_tests;
    for method in METHODS {
        assert_eq!(meant_for_tests(method.name), None, "{}", method.name);
    }
}

#[test]
fn special_methods_stored_in_objects() {
    let said = |code: &str| fact("instance-dunder", "special-method-lookup", code);
    assert_eq!(
        said("class Box:\n    def __init__(self, f):\n        self.<CURSOR>__len__ = f\n").as_deref(),
        Some("`len(x)` asks the class, and `Box` has no `__len__`: what is stored in the object is never called by it")
    );
    assert_eq!(
        said("class Box:\n    def __len__(self): return 1\n    def f(self, f):\n        self.<CURSOR>__len__ = f\n")
            .as_deref(),
        Some("`len(x)` asks the class, and so calls the `__len__` of `Box` (line 2), not what is stored in the object")
    );
    let outside = |code: &str| fact("instance-dunder", "closure", code);
    assert_eq!(
        outside("class Box: pass\nbox = Box()\nbox.<CURSOR>__call__ = print\n").as_deref(),
        Some("`x(…)` asks the class, and `Box` has no `__call__`: what is stored in the object is never called by it")
    );
    for code in [
        "class Box(Base): pass\nbox = Box()\nbox.<CURSOR>__call__ = print\n",
        "class Box(type): pass\nbox = Box()\nbox.<CURSOR>__call__ = print\n",
        "class Box: pass\nBox.<CURSOR>__call__ = print\n",
        "class Box: pass\nbox = Box()\nbox = other()\nbox.<CURSOR>__call__ = print\n",
        "class Box: pass\nbox = Box()\nbox.<CURSOR>__doc__ = 'x'\n",
        "def f(box):\n    box.<CURSOR>__call__ = print\n",
    ] {
        assert_eq!(outside(code), None, "{code}");
    }
}
