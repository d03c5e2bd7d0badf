"""Runs pairs of programs and says which of them do not behave alike.

Reads [{"name": …, "before": …, "after": …}, …] from standard input; writes a list of what differs.
"""

import contextlib
import gc
import io
import json
import re
import signal
import sys
import types
import warnings


def behaviour(source):
    """What a program prints and how it ends, addresses left out."""
    printed = io.StringIO()
    ended = "it ends"
    module = types.ModuleType("__main__")
    sys.modules["__main__"] = module
    try:
        code = compile(source, "<program>", "exec", dont_inherit=True)
        signal.alarm(20)
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            try:
                exec(code, module.__dict__)
            finally:
                gc.collect()
    except BaseException as error:
        ended = f"{type(error).__qualname__}: {error}"
        if isinstance(error, SyntaxError):
            ended = f"{ended} (line {error.lineno})"
        for chained in (error.__cause__, error.__context__):
            ended += f" <- {type(chained).__qualname__}: {chained}" if chained is not None else ""
    finally:
        signal.alarm(0)
    return re.sub(r"\b0x[0-9a-f]+", "0x…", f"{printed.getvalue()}{ended}")


def late(*_):
    raise TimeoutError("still running")


warnings.simplefilter("ignore")
signal.signal(signal.SIGALRM, late)
output, wrong = sys.stdout, []
for pair in json.load(sys.stdin):
    before, after = behaviour(pair["before"]), behaviour(pair["after"])
    if before.rpartition("\n")[2].startswith("SyntaxError"):
        wrong.append(f"{pair['name']}: the program itself does not compile: {before}")
    elif before != after:
        wrong.append(f"{pair['name']}:\n{pair['after']}\n-- printed\n{after}\n-- and the original printed\n{before}")
json.dump(wrong, output)
