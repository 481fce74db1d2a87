"""What is imported first, so that nothing is imported for nothing.

structlog takes rich with it wherever rich is installed (the command line's library brings it), to colour tracebacks that
`desk/log.py` writes as plain lines: 5 MiB at rest and a tenth of a second of each start. Without it structlog falls back
by itself; who asks for rich later still gets it."""

from __future__ import annotations

import importlib
import sys

if "structlog" not in sys.modules and "rich" not in sys.modules:
    sys.modules["rich"] = None  # type: ignore[assignment]  # how Python writes "there is none"
    try:
        importlib.import_module("structlog")
    finally:
        del sys.modules["rich"]
