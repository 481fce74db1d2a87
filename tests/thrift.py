"""What thousands of stores in one process need not pay for each time. The desk's own processes pay all of it, also in tests."""

from __future__ import annotations

import pytest
import structlog
from sqlalchemy import Dialect

from desk.store import postgres, sqlite
from desk.store.statements import Statements

AS_SHOPS_HAVE_IT = sqlite.PRAGMAS


def thrifty(patch: pytest.MonkeyPatch) -> None:
    _statements(patch)
    # No power fails here: what is committed need not reach the disk.
    patch.setattr(sqlite, "PRAGMAS", AS_SHOPS_HAVE_IT.replace("synchronous=FULL", "synchronous=OFF"))
    # Where `rich` is installed each error is drawn with the values of all its frames, for a second or more.
    drawn = structlog.get_config()["processors"][-1]
    patch.setattr(drawn, "exception_formatter", structlog.dev.plain_traceback)


def _statements(patch: pytest.MonkeyPatch) -> None:
    """The desk has one store in a process, which compiles a statement once. They are the same text for every store, and
    each test spent a fifth of its time on them."""
    known: dict[str, Statements] = {}

    def of(dialect: Dialect) -> Statements:
        return known.setdefault(dialect.name, Statements(dialect))

    for module in (sqlite, postgres):
        patch.setattr(module, "Statements", of)
