"""What jupyter-lsp asks for: how to start the server, and for which documents. The entry point ``jupyter_lsp_spec_v1`` names ``language_servers``."""

import json
import sys
from pathlib import Path

from ._find import PyglossNotFound, find_pygloss_bin


class LanguageServers:
    """jupyter-lsp leaves out a server that says it is not installed, and asks the others for their specification."""

    def is_installed(self, manager):
        try:
            find_pygloss_bin()
        except PyglossNotFound:
            return False
        return True

    def __call__(self, manager):
        specification = {
            "version": 2,
            "display_name": "pygloss",
            "argv": [sys.executable, "-m", "pygloss", "server"],
            "languages": ["python"],
            "mime_types": ["text/python", "text/x-python", "text/x-ipython"],
            # The text comes with the protocol; nothing has to be written to disk for it.
            "requires_documents_on_disk": False,
            "install": {"pip": "pip install pygloss"},
        }
        settings = _settings()
        if settings:
            specification["config_schema"] = settings
        return {"pygloss": specification}


def _settings():
    """What JupyterLab's settings editor offers: the schema of the settings, without the name of its own format, which JupyterLab does not know."""
    try:
        text = Path(__file__).with_name("settings.schema.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    schema = json.loads(text)
    schema.pop("$schema", None)
    return schema


language_servers = LanguageServers()
