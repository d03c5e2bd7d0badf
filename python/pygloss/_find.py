"""Where the installer put the binary that belongs to this package."""

import os
import sys
import sysconfig
from importlib import metadata
from pathlib import Path


class PyglossNotFound(FileNotFoundError):
    """The package is there, its binary is not."""


def find_pygloss_bin():
    """The path of the binary that was installed with this package.

    The installer wrote down where it put each file; that is right for virtual environments, user installations and ``--prefix`` alike. Where the record
    is missing or does not fit (pip moves scripts after it has recorded them with ``--target``), the folders for scripts are searched, those nearest to
    the package first. PATH is not: what is found there may be another version.
    """
    name = "pygloss" + (sysconfig.get_config_var("EXE") or "")
    seen = []
    for candidate in _candidates(name):
        if candidate in seen:
            continue
        seen.append(candidate)
        if os.path.isfile(candidate):
            return candidate
    raise PyglossNotFound(
        "the binary of pygloss is missing; reinstall it with `%s -m pip install --force-reinstall pygloss`. Looked for:\n%s"
        % (sys.executable or "python", "\n".join("  " + candidate for candidate in seen))
    )


def _candidates(name):
    package = Path(__file__).resolve().parent
    for distribution in _distributions(package.parent):
        for file in distribution.files or ():
            # bash's completions are in a file of the same name.
            if file.name == name and file.parent.name in ("bin", "Scripts"):
                yield os.path.normpath(str(distribution.locate_file(file)))
    for folder in _script_folders(package.parent):
        yield os.path.join(folder, name)


def _distributions(site):
    """What is recorded beside the package, and then (an editable installation keeps its sources elsewhere) of that name anywhere."""
    yield from metadata.distributions(name="pygloss", path=[str(site)])
    yield from metadata.distributions(name="pygloss")


def _script_folders(site):
    leaf = "Scripts" if os.name == "nt" else "bin"
    # `pip install --target DIR` makes DIR/pygloss and DIR/bin.
    yield str(site / leaf)
    yield str(site / "bin")
    # PREFIX/lib/python3.X/site-packages, or PREFIX\Lib\site-packages.
    up = 1 if os.name == "nt" else 2
    if site.name in ("site-packages", "dist-packages") and len(site.parents) > up:
        yield str(site.parents[up] / leaf)
    yield sysconfig.get_path("scripts")
    if _user_scheme() in sysconfig.get_scheme_names():
        yield sysconfig.get_path("scripts", scheme=_user_scheme())


def _user_scheme():
    if hasattr(sysconfig, "get_preferred_scheme"):  # since 3.10
        return sysconfig.get_preferred_scheme("user")
    if os.name == "nt":
        return "nt_user"
    if sys.platform == "darwin" and getattr(sys, "_framework", ""):
        return "osx_framework_user"
    return "posix_user"
