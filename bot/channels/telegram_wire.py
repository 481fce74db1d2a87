"""The library's HTTP to Telegram: every refusal told by its status, and nothing logged that anybody wrote."""

from __future__ import annotations

import logging
from typing import Any

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels import Unreadable
from bot.channels.checked import Tree, parsed


class Answered(TelegramError):
    """Telegram answered, and not with success."""

    def __init__(self, code: int, payload: bytes) -> None:
        self.code = code
        body = _object(payload)
        self.description = str(body.get("description") or f"HTTP {code}")[:200]
        parameters = body.get("parameters")
        self.parameters: Tree = parameters if isinstance(parameters, dict) else {}
        super().__init__(self.description)


class Wire(HTTPXRequest):
    """Raises Answered for every status but success; TelegramError, caused by httpx's, when no answer came."""

    def __init__(self, *, connect_s: float, answer_s: float, upload_s: float) -> None:
        super().__init__(
            connect_timeout=connect_s,
            read_timeout=answer_s,
            write_timeout=answer_s,
            media_write_timeout=upload_s,
        )
        _silence_the_logs()

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        code, payload = await super().do_request(*args, **kwargs)
        if not 200 <= code < 300:
            raise Answered(code, payload)
        return code, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        # The library's own would log the whole payload when it is broken.
        body = _object(payload)
        if "result" not in body:
            raise TelegramError("an answer without a result")
        return body


def _object(payload: bytes) -> Tree:
    try:
        body = parsed(payload)
    except Unreadable:
        return {}
    return body if isinstance(body, dict) else {}


def _silence_the_logs() -> None:
    """At INFO httpx logs addresses, which hold the token; at DEBUG the library logs what buyers wrote."""
    for name in ("httpx", "httpcore", "telegram"):
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
