"""The library's HTTP to Telegram: every refusal told by its status, and nothing logged that anybody wrote."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp
from telegram.error import TelegramError
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.channels import Unreadable
from bot.channels.checked import Tree, parsed

LONGEST_ANSWER = 1 << 25
"""Bytes of an answer that are read."""


class Answered(TelegramError):
    """Telegram answered, and not with success."""

    def __init__(self, code: int, payload: bytes) -> None:
        self.code = code
        body = _object(payload)
        self.description = str(body.get("description") or f"HTTP {code}")[:200]
        parameters = body.get("parameters")
        self.parameters: Tree = parameters if isinstance(parameters, dict) else {}
        super().__init__(self.description)


class Wire(BaseRequest):
    """The library's requests over aiohttp, which costs a third of what its own client does. Raises Answered for every
    status but success; TelegramError, caused by aiohttp's, when no answer came."""

    def __init__(self, *, connect_s: float, answer_s: float, upload_s: float) -> None:
        self._connect_s, self._answer_s, self._upload_s = connect_s, answer_s, upload_s
        self._http: aiohttp.ClientSession | None = None
        _silence_the_logs()

    @property
    def read_timeout(self) -> float:
        return self._answer_s

    async def initialize(self) -> None:
        """Nothing: a session belongs to the loop in which the first request is made."""

    async def shutdown(self) -> None:
        if self._http is not None:
            await self._http.close()
            self._http = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        answer_s = float(read_timeout) if isinstance(read_timeout, int | float) else self._answer_s
        try:
            code, payload = await self._posted(url, method, request_data, answer_s)
        # Of the error only its kind is told: addresses, which aiohttp names in some, hold the token.
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise TelegramError(type(error).__name__) from error
        if not 200 <= code < 300:
            raise Answered(code, payload)
        return code, payload

    async def _posted(
        self, url: str, method: str, data: RequestData | None, answer_s: float
    ) -> tuple[int, bytes]:
        form: Any = data.json_parameters if data else None
        timeout = aiohttp.ClientTimeout(sock_connect=self._connect_s, sock_read=answer_s)
        if data and data.contains_files:
            form = _multipart(data)
            timeout = aiohttp.ClientTimeout(self._upload_s + answer_s, sock_connect=self._connect_s)
        http = self._http = self._http or aiohttp.ClientSession(
            trust_env=True, cookie_jar=aiohttp.DummyCookieJar(), headers={"User-Agent": self.USER_AGENT}
        )
        address = URL(url, encoded=True)
        async with http.request(method, address, data=form, timeout=timeout, allow_redirects=False) as answer:
            payload = await answer.content.read(LONGEST_ANSWER)
            while more := await answer.content.read(LONGEST_ANSWER - len(payload)):
                payload += more
            return answer.status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        # The library's own would log the whole payload when it is broken.
        body = _object(payload)
        if "result" not in body:
            raise TelegramError("an answer without a result")
        return body


def _multipart(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


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
