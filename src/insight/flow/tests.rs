//! What is said of statements, and where nothing is.

use crate::insight::testing::{says, silent};

#[test]
fn loop_else() {
    says(
        "loop-else",
        "loop-else",
        "for x in xs:\n    if x:\n        break\n<CURSOR>else:\n    print()",
        "skipped by the `break` in line 3 (if `x`), runs when the loop ends without it",
    );
    let twice = "while xs:\n    if a: break\n    for y in xs:\n        break\n    else:\n        break\n<CURSOR>else:\n    print()";
    let sentence = "skipped by each `break` (lines 2 and 6), runs when the loop ends without one";
    says("loop-else", "loop-else", twice, sentence);
    let none =
        "for x in xs:\n    def f():\n        for y in x: break\n    for z in x: break\n<CURSOR>else:\n    print()";
    let sentence = "always runs when the loop ends by itself: there is no `break` in it, so the block could as well stand after the loop";
    says("loop-else", "loop-else", none, sentence);
    let endless = "while True:\n    if x: break\n<CURSOR>else:\n    print()";
    let sentence = "never runs: the test `True` never turns false, and `break` skips it";
    says("loop-else", "loop-else", endless, sentence);
    silent("loop-else", "loop-else", "if x:\n    pass\n<CURSOR>else:\n    print()");
    silent(
        "loop-else",
        "loop-else",
        "try:\n    pass\nexcept E:\n    pass\n<CURSOR>else:\n    print()",
    );
}

#[test]
fn break_target() {
    let inner = "for a in b:\n    for c in a:\n        <CURSOR>break";
    says(
        "break-target",
        "break-statement",
        inner,
        "leaves `for c in a` (line 2), not the loop around it (line 1)",
    );
    let skips = "for a in b:\n    for c in a:\n        pass\n    else:\n        <CURSOR>break\nelse:\n    pass";
    says(
        "break-target",
        "break-statement",
        skips,
        "leaves `for a in b` (line 1) and skips its `else` (line 6)",
    );
    silent("break-target", "break-statement", "for a in b:\n    <CURSOR>break");
    silent(
        "break-target",
        "break-statement",
        "for a in b:\n    def f():\n        while a:\n            <CURSOR>break",
    );
}

#[test]
fn loop_variable() {
    let function = "def f(rows):\n    <CURSOR>for row in rows:\n        print(row)\n    return row";
    let sentence = "`row` keeps its last value after the loop: line 4 reads it; if there were no items, that raises `UnboundLocalError`";
    says("loop-variable", "for-loop", function, sentence);
    let known = "<CURSOR>for i in range(3):\n    print(i)\nprint(i)";
    says(
        "loop-variable",
        "for-loop",
        known,
        "`i` is still `2` after the loop, in line 3",
    );
    let bound = "def f(rows):\n    row = None\n    <CURSOR>for row in rows:\n        print(row)\n    return row";
    says(
        "loop-variable",
        "for-loop",
        bound,
        "`row` keeps its last value after the loop: line 5 reads it",
    );
    let otherwise =
        "def f(rows):\n    <CURSOR>for row in rows:\n        break\n    else:\n        return\n    return row";
    says(
        "loop-variable",
        "for-loop",
        otherwise,
        "`row` keeps its last value after the loop: line 6 reads it",
    );
    let built_in = "<CURSOR>for id in ids:\n    pass\nprint(id)";
    says(
        "loop-variable",
        "for-loop",
        built_in,
        "`id` keeps its last value after the loop: line 3 reads it",
    );
    for silence in [
        "def f(rows):\n    <CURSOR>for row in rows:\n        print(row)\n    row = 1\n    return row",
        "def f(rows):\n    <CURSOR>for row in rows:\n        print(row)\n    del row",
        "def f(rows):\n    if rows:\n        <CURSOR>for row in rows:\n            print(row)\n    else:\n        return row",
        "def f(rows):\n    <CURSOR>for row in rows:\n        print(row)\n    return rows.row",
        "<CURSOR>for row in rows:\n    print(row)\ndef f(row):\n    return row",
    ] {
        silent("loop-variable", "for-loop", silence);
    }
}

#[test]
fn unreachable_except() {
    let built_in = "try:\n    f()\nexcept OSError:\n    pass\n<CURSOR>except FileNotFoundError:\n    pass";
    let sentence = "can never run: `except OSError` (line 3) catches `FileNotFoundError` first";
    says("unreachable-except", "except-clause", built_in, sentence);
    let own = "class A(ValueError): pass\nclass B(A): pass\ntry:\n    f()\nexcept (A, KeyError) as e:\n    pass\n<CURSOR>except B:\n    pass";
    let sentence = "can never run: `except (A, KeyError) as e` (line 5) catches `B` first";
    says("unreachable-except", "except-clause", own, sentence);
    let bare = "try:\n    f()\nexcept BaseException:\n    pass\n<CURSOR>except:\n    pass";
    let sentence = "can never run: `except BaseException` (line 3) catches everything first";
    says("unreachable-except", "bare-except", bare, sentence);
    let part = "try:\n    f()\nexcept OSError:\n    pass\n<CURSOR>except (KeyError, IOError):\n    pass";
    let sentence = "`IOError` is never caught here: `except OSError` (line 3) comes first";
    says("unreachable-except", "except-clause", part, sentence);
    let within = "try:\n    f()\n<CURSOR>except (OSError, FileNotFoundError):\n    pass";
    says(
        "unreachable-except",
        "except-tuple",
        within,
        "`FileNotFoundError` adds nothing: `OSError` includes it",
    );
    let early = "try:\n    f()\n<CURSOR>except:\n    pass\nexcept KeyError:\n    pass";
    let sentence = "a `SyntaxError`: an `except:` without a class must be the last clause";
    says("unreachable-except", "bare-except", early, sentence);
    for silence in [
        "try:\n    f()\nexcept FileNotFoundError:\n    pass\n<CURSOR>except OSError:\n    pass",
        "from m import OSError\ntry:\n    f()\nexcept OSError:\n    pass\n<CURSOR>except FileNotFoundError:\n    pass",
        "from m import Base\nclass A(Base): pass\ntry:\n    f()\nexcept ValueError:\n    pass\n<CURSOR>except A:\n    pass",
        "@wrap\nclass A(ValueError): pass\ntry:\n    f()\nexcept ValueError:\n    pass\n<CURSOR>except A:\n    pass",
        "if x:\n    class A(ValueError): pass\nelse:\n    A = KeyError\ntry:\n    f()\nexcept ValueError:\n    pass\n<CURSOR>except A:\n    pass",
    ] {
        silent("unreachable-except", "except-clause", silence);
    }
}

#[test]
fn except_operand() {
    let either = "try:\n    f()\n<CURSOR>except KeyError or IndexError:\n    pass";
    let sentence = "catches `KeyError` alone, not `IndexError`: for both, write `except (KeyError, IndexError)`";
    says("except-operand", "except-clause", either, sentence);
    let list = "try:\n    f()\n<CURSOR>except [KeyError]:\n    pass";
    let sentence = "raises `TypeError` once an exception gets here: several classes need a tuple, not `[KeyError]`";
    says("except-operand", "except-clause", list, sentence);
    silent(
        "except-operand",
        "except-clause",
        "import m\ntry:\n    f()\n<CURSOR>except m.A or IndexError:\n    pass",
    );
    silent(
        "except-operand",
        "except-clause",
        "try:\n    f()\n<CURSOR>except (KeyError, IndexError):\n    pass",
    );
}

#[test]
fn except_and_what_is_raised() {
    let exit = "import sys\ntry:\n    sys.exit(1)\n<CURSOR>except Exception:\n    pass";
    let sentence = "does not catch `sys.exit(1)` (line 3): `SystemExit` is no `Exception`";
    says("except-exit", "except-clause", exit, sentence);
    let bare = "import sys\ntry:\n    sys.exit(1)\n<CURSOR>except:\n    pass";
    says(
        "except-exit",
        "bare-except",
        bare,
        "catches `sys.exit(1)` (line 3): `SystemExit` is a `BaseException`",
    );
    let cancelled =
        "import asyncio\nasync def f():\n    try:\n        await g()\n    <CURSOR>except Exception:\n        pass";
    let sentence =
        "does not catch `asyncio.CancelledError`, which ends a cancelled task at the `await` in line 4 (since 3.8)";
    says("except-exit", "except-clause", cancelled, sentence);
    let raised = "try:\n    raise KeyError(1)\n<CURSOR>except LookupError:\n    pass";
    says(
        "except-catches",
        "except-clause",
        raised,
        "catches the `raise KeyError(1)` in line 2",
    );
    let missed = "class Stop(BaseException): pass\ntry:\n    raise Stop\n<CURSOR>except Exception:\n    pass";
    says(
        "except-catches",
        "except-clause",
        missed,
        "does not catch the `raise Stop` in line 3, which leaves the `try`",
    );
    silent(
        "except-exit",
        "except-clause",
        "import sys\ntry:\n    def f(): sys.exit(1)\n<CURSOR>except Exception:\n    pass",
    );
    silent(
        "except-exit",
        "except-clause",
        "import sys\ntry:\n    sys.exit(1)\nexcept E:\n    pass\n<CURSOR>except Exception:\n    pass",
    );
    silent(
        "except-catches",
        "except-clause",
        "from m import E\ntry:\n    raise E\n<CURSOR>except ValueError:\n    pass",
    );
    silent(
        "except-catches",
        "except-clause",
        "try:\n    try:\n        raise KeyError\n    except KeyError:\n        pass\n<CURSOR>except KeyError:\n    pass",
    );
}

#[test]
fn finally_discards() {
    let kept = "def f():\n    try:\n        return 1\n    finally:\n        if x:\n            <CURSOR>return 2";
    let sentence =
        "drops any exception of the `try` in line 2 and replaces the `return 1` of line 3; `SyntaxWarning` from 3.14";
    says("finally-discards", "return-in-finally", kept, sentence);
    let clause = "while x:\n    try:\n        f()\n    <CURSOR>finally:\n        break";
    let sentence = "the `break` in line 5 drops any exception of this `try`; `SyntaxWarning` from 3.14";
    says("finally-discards", "finally-clause", clause, sentence);
    let inner = "def f():\n    try:\n        g()\n    <CURSOR>finally:\n        for x in y:\n            break\n        def h():\n            return 1";
    silent("finally-discards", "finally-clause", inner);
    silent(
        "finally-discards",
        "finally-clause",
        "def f():\n    try:\n        return 1\n    <CURSOR>finally:\n        pass",
    );
}

const MANAGER: &str = "class M:\n    def __enter__(self):\n        return self.file\n    def __exit__(self, *a):\n        self.file.close()\n";

#[test]
fn with_protocol() {
    let file = format!("{MANAGER}<CURSOR>with M() as f:\n    pass");
    let sentence =
        "`f` is `self.file`, which `__enter__` returns in line 3, not the `M`; `__exit__` lets exceptions go on";
    says("with-protocol", "with-statement", &file, sentence);
    let drops = "class M:\n    def __enter__(self): return self\n    def __exit__(self, *a):\n        return True\nclass N(M): pass\n<CURSOR>with N() as f:\n    pass";
    let sentence = "`f` is the `N` itself: `__enter__` returns `self` (line 2); `__exit__` returns `True` (line 4): every exception of the block is dropped";
    says("with-protocol", "with-statement", drops, sentence);
    let half = "class M:\n    def __enter__(self): pass\n<CURSOR>with M():\n    pass";
    let sentence = "fails: `M` has no `__exit__` (`TypeError`, `AttributeError` before 3.11)";
    says("with-protocol", "with-statement", half, sentence);
    let generator = "from contextlib import contextmanager\n@contextmanager\ndef m():\n    a = 1\n    yield a\n    print()\nwith m() <CURSOR>as x:\n    pass";
    let sentence = "`x` is `a`, which `m` yields in line 5; an exception in the block skips line 6, as no `try` is around the `yield`";
    says("with-protocol", "with-as-target", generator, sentence);
    for silence in [
        "from m import B\nclass M(B):\n    pass\n<CURSOR>with M():\n    pass",
        "from m import M\n<CURSOR>with M() as f:\n    pass",
        "@wrap\nclass M:\n    pass\n<CURSOR>with M():\n    pass",
        "class M:\n    __enter__ = __exit__ = f\n<CURSOR>with M():\n    pass",
        "class M:\n    pass\nM.__exit__ = f\nM.__enter__ = f\n<CURSOR>with M():\n    pass",
        "class M(metaclass=T):\n    pass\n<CURSOR>with M():\n    pass",
    ] {
        silent("with-protocol", "with-statement", silence);
    }
}

#[test]
fn with_several() {
    let two = "<CURSOR>with lock, open(p) as f:\n    pass";
    let sentence = "enters `lock`, then `open(p)`, and leaves them in reverse; if the second cannot be entered, the first is left all the same";
    says("with-order", "with-multiple", two, sentence);
    let three = "<CURSOR>with (a as x, b as y, c as z):\n    pass";
    let sentence = "enters its 3 managers from `a` to `c`, and leaves them in reverse; if one cannot be entered, those before it are left all the same";
    says("with-order", "with-parenthesized", three, sentence);
    silent(
        "with-order",
        "with-parenthesized",
        "<CURSOR>with (open(p) as f):\n    pass",
    );
    let tuple = "<CURSOR>with (a, b) as (x, y):\n    pass";
    let sentence = "`(a, b)` is one manager here, a tuple: `TypeError` (`AttributeError` before 3.11); each of its own is `with a as x, b as y`";
    says("tuple-manager", "with-statement", tuple, sentence);
    let sentence = "`(lock, open(p))` is one manager here, a tuple: `TypeError` (`AttributeError` before 3.11); each of its own is `with lock, open(p)`";
    says(
        "tuple-manager",
        "with-statement",
        "<CURSOR>with (lock, open(p)) as t:\n    pass",
        sentence,
    );
    silent(
        "with-order",
        "with-multiple",
        "<CURSOR>with (a, b) as (x, y):\n    pass",
    );
    silent("tuple-manager", "with-statement", "<CURSOR>with (a, b):\n    pass");
    silent(
        "tuple-manager",
        "with-statement",
        "<CURSOR>with f(a, b) as t:\n    pass",
    );
}
