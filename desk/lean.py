"""What is imported without what it would take with it for nothing.

structlog takes rich with it wherever rich is installed (the command line's library brings it), to colour tracebacks that
`desk/log.py` writes as plain lines: 5 MiB at rest and a tenth of a second of each start; and greenlet, for threads that
nobody here has. httpx takes rich, click and pygments, for a command line of its own: 4 MiB. Without them both fall back
by themselves; who asks for these later still gets them."""

from __future__ import annotations

import importlib
import sys

FOR_NOTHING = {"structlog": ("rich", "greenlet"), "httpx": ("click",)}


def lean(library: str) -> None:
    """Imports it as if what it has for nothing were not installed. Whatever is there already stays."""
    if library in sys.modules:
        return
    hidden = [name for name in FOR_NOTHING[library] if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]  # None: how Python writes "there is none"
    try:
        importlib.import_module(library)
    finally:
        for name in hidden:
            del sys.modules[name]


lean("structlog")
