"""The log: one line per happening, for people or for machines, without secrets and without what buyers write."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Tokens of bots, and bearer tokens, wherever a library may have put them.
SECRETS = re.compile(r"(?:bot)?[0-9]{6,20}:[A-Za-z0-9_-]{20,100}|(?<=Bearer )[A-Za-z0-9._-]{16,}")


def set_up(level: str, form: str) -> None:
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_secrets,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    logging.basicConfig(handlers=[OneLine()], level=logging.WARNING, force=True)
    # Their INFO lines hold addresses with tokens in them.
    for library in ("httpx", "httpcore", "telegram", "aiohttp.access"):
        logging.getLogger(library).setLevel(logging.ERROR)
    # Its complaints hold whole addresses, which are secret: whoever rings (bot/ringing.py) looks through them, and nobody
    # writes them down.
    ringing = logging.getLogger("apprise")
    ringing.setLevel(logging.DEBUG)
    ringing.propagate = False
    ringing.handlers = [logging.NullHandler()]


def without_secrets(logger: Any, name: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    return {
        key: SECRETS.sub("[secret]", value) if isinstance(value, str) else value
        for key, value in line.items()
    }


class OneLine(logging.Handler):
    """What libraries log goes the same way as ours: one line, without secrets. A request that is no HTTP is any
    stranger's to send, and not worth a traceback."""

    def emit(self, record: logging.LogRecord) -> None:
        log = structlog.get_logger()
        error = record.exc_info[1] if record.exc_info else None
        said = {"of": record.name, "said": record.getMessage()[:300]}
        if error is None:
            log.warning("library", **said)
        elif type(error).__module__.startswith("aiohttp.http"):
            log.info("not_http", error=type(error).__name__)
        else:
            log.error("library", **said, exc_info=error)
