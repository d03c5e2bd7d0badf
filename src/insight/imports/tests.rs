//! What is said of imports, and where nothing is.

use crate::insight::testing::{says, silent};

#[test]
fn binding() {
    let about = "import-binding";
    let sentence = "binds `a` alone; runs `a`, `a.b` and `a.b.c` in this order, each if it has not run yet; the last is reached as `a.b.c`";
    says(about, "import-statement", "<CURSOR>import a.b.c", sentence);
    says(
        about,
        "import-statement",
        "<CURSOR>import os, sys as s",
        "binds `os` and `s`",
    );
    says(
        about,
        "import-as",
        "import a.b <CURSOR>as m",
        "binds `m` to the module `a.b` itself; `a` is not bound",
    );
    says(
        about,
        "import-as",
        "import a <CURSOR>as m",
        "binds `m` to the module `a`; `a` is not bound",
    );
    says(
        about,
        "import-as",
        "from ..a import b <CURSOR>as c",
        "binds `c` to `..a.b`; `b` is not bound",
    );
    says(
        about,
        "import-as",
        "from . import b <CURSOR>as c",
        "binds `c` to `.b`; `b` is not bound",
    );
    says(
        about,
        "from-import",
        "<CURSOR>from a.b import c, d as e",
        "binds `c` and `e`, not `a`; runs `a` and `a.b` in this order, each if it has not run yet",
    );
    let patched = "import m\n<CURSOR>from m import f\nm.f = 1";
    says(
        about,
        "from-import",
        patched,
        "`f` keeps the object of now: it does not follow when line 3 sets `m.f`",
    );
    silent(about, "import-statement", "<CURSOR>import os");
    says(
        about,
        "from-import",
        "<CURSOR>from . import views, urls",
        "binds `views` and `urls`; `.` is the package that this file belongs to: `views` is a name in its `__init__`, or else its module of that name, which then runs",
    );
    says(
        about,
        "from-import",
        "<CURSOR>from ..core.m import f",
        "binds `f`; `..` is the package around that of this file, and `core.m` a module in it",
    );
    silent(about, "from-import", "<CURSOR>from .... import os");
    silent(about, "from-import", "<CURSOR>from . import *");
    silent(about, "from-import", "<CURSOR>from m import *");
}

#[test]
fn hiding() {
    let about = "import-hides";
    says(
        about,
        "from-import",
        "<CURSOR>from os import open",
        "hides the built-in `open` in this file",
    );
    let twice = "from a import x\n\n<CURSOR>from b import x";
    says(
        about,
        "from-import",
        twice,
        "binds `x` anew: what line 1 bound is lost, and nothing used it",
    );
    let function = "def x(): pass\n<CURSOR>import m as x";
    says(
        about,
        "import-statement",
        function,
        "binds `x` anew: what line 1 bound is lost, and nothing used it",
    );
    for silence in [
        "from a import x\nx()\n<CURSOR>from b import x",
        "try:\n    from a import x\nexcept ImportError:\n    <CURSOR>from b import x",
        "@keep\ndef x(): pass\n<CURSOR>from b import x",
        "<CURSOR>from builtins import open",
        "<CURSOR>from io import BlockingIOError",
        "def f():\n    <CURSOR>from os import open",
        "from a import y as x\n<CURSOR>from b import y",
    ] {
        silent(about, "from-import", silence);
    }
    silent(about, "import-statement", "import a.b\n<CURSOR>import a.c");
}

#[test]
fn exported() {
    let about = "exports";
    let missing = "<CURSOR>__all__ = ['load', 'dumpp']\ndef load(): pass\ndef dump(): pass";
    let sentence = "`from … import *` raises `AttributeError`: this file does not bind `dumpp` (unless it is a submodule of this package)";
    says(about, "dunder-all", missing, sentence);
    let left = "<CURSOR>__all__ = ['load']\n__all__ += ['D']\ndef load(): pass\ndef helper(): pass\nclass D: pass\ndef _own(): pass";
    says(about, "dunder-all", left, "leaves out `helper`, whose name is public");
    let comma = "<CURSOR>__all__ = ['load' 'dump']\ndef load(): pass\ndef dump(): pass";
    says(
        about,
        "dunder-all",
        comma,
        "`'load' 'dump'` is one name: a comma is missing between the strings (line 1)",
    );
    let object = "def load(): pass\n<CURSOR>__all__ = [load]";
    says(
        about,
        "dunder-all",
        object,
        "`from … import *` raises `TypeError`: `load` is no string, write its name in quotes",
    );
    let twice = "<CURSOR>__all__ = ['a',\n 'a']\na = 1";
    says(about, "dunder-all", twice, "`'a'` is listed twice, again in line 2");
    for silence in [
        "from m import *\n<CURSOR>__all__ = ['load']",
        "<CURSOR>__all__ = ['load']\ndef __getattr__(name): pass",
        "<CURSOR>__all__ = ['load', x]\nimport x",
        "<CURSOR>__all__ = ['a', 'b', 'c', 'D', 'e']\nimport a\nfor b in a: pass\nwith a as c: pass\nclass D: pass\nif a:\n    def e(): pass",
        "<CURSOR>__all__ = m.__all__ + ['x']\nimport m",
        "class C:\n    <CURSOR>__all__ = ['x']",
    ] {
        silent(about, "dunder-all", silence);
    }
}

#[test]
fn versions() {
    let about = "version-floor";
    let newer = "<CURSOR>match x:\n    case 1:\n        pass\ntype X = int";
    let sentence = "needs Python 3.10, but this file needs 3.12 anyway, for the `type` statement in line 4";
    says(about, "match-statement", newer, sentence);
    let star = "print(x <CURSOR>:= 1)\ntry:\n    pass\nexcept* E:\n    pass";
    says(
        about,
        "walrus-operator",
        star,
        "needs Python 3.8, but this file needs 3.11 anyway, for `except*` in line 4",
    );
    silent(
        about,
        "match-statement",
        "<CURSOR>match x:\n    case 1:\n        print(y := 1)",
    );
    silent(about, "walrus-operator", "print(x <CURSOR>:= 1)\nlist[int]");
    silent(about, "walrus-operator", "print(x <CURSOR>:= 1)\ntype(x).y = z");
}
