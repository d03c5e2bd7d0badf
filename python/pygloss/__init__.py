"""pygloss, a language server that explains Python.

The program itself is a binary, which is installed as the command ``pygloss``. This package finds it (``find_pygloss_bin``), runs it
(``python -m pygloss``) and tells JupyterLab of it (``pygloss.jupyter``). It has no other purpose: pygloss is not a library.
"""

from ._find import PyglossNotFound, find_pygloss_bin

__all__ = ["PyglossNotFound", "find_pygloss_bin"]
