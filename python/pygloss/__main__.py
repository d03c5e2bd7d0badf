"""``python -m pygloss``: the binary, with the same arguments, streams and exit code."""

import os
import sys

from ._find import PyglossNotFound, find_pygloss_bin


def main():
    try:
        program = find_pygloss_bin()
    except PyglossNotFound as missing:
        print("pygloss:", missing, file=sys.stderr)
        return 2
    command = [program] + sys.argv[1:]
    try:
        if os.name != "nt":
            os.execv(program, command)
        # Windows has no exec: its process would end, and the editor's pipe with it.
        import subprocess

        return subprocess.call(command)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print("pygloss: cannot start %s: %s" % (program, error), file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
