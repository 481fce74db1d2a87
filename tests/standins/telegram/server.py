"""The stand-in itself: Telegram's Bot API over real HTTP on loopback, for several bots at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from aiohttp import web

from tests.standins.telegram.body import read_body
from tests.standins.telegram.bot import Bot
from tests.standins.telegram.broken import cut, half, instead, told
from tests.standins.telegram.buyers import Buyer
from tests.standins.telegram.content import Files, Values
from tests.standins.telegram.control import control_routes
from tests.standins.telegram.faults import Fault, Faults
from tests.standins.telegram.methods import METHODS, NAMES
from tests.standins.telegram.record import Record, sha
from tests.standins.telegram.refusal import Refusal
from tests.standins.telegram.updates import Updates

LARGEST_REQUEST_BYTES = 50 << 20


class TelegramStandIn:
    """`accounts` maps what the shop calls a bot to its token. Use as an asynchronous context, or start and stop.

    `speed` divides the pauses between the tries of a webhook; `out` is a folder for the records.
    """

    def __init__(
        self, accounts: Mapping[str, str], *, port: int = 0, speed: float = 20.0, out: Path | None = None
    ) -> None:
        self.record = Record(out)
        self.faults = Faults()
        self.port = port
        self._bots = {
            token: Bot(account, token, self.record, Updates(self.record, speed))
            for account, token in accounts.items()
        }
        self._runner: web.AppRunner | None = None
        self._away: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The `api_url` of the shop's configuration."""
        return f"http://127.0.0.1:{self.port}"

    def bot(self, account: str = "main") -> Bot:
        return next(bot for bot in self._bots.values() if bot.account == account)

    def bots(self) -> list[Bot]:
        return list(self._bots.values())

    def buyer(self, number: int, name: str, *, language: str | None = "en", account: str = "main") -> Buyer:
        """A person who has pressed Start: the bot may write to her."""
        chat = {"id": number, "first_name": name, "type": "private"}
        return self.bot(account).meet(Buyer(self.bot(account), number, name, language, chat))

    async def start(self) -> None:
        """Also after goes_away: on the same port, with all that it held."""
        app = web.Application(client_max_size=LARGEST_REQUEST_BYTES)
        app.router.add_route("*", "/bot{token}/{method}", self._method)
        app.router.add_get("/file/bot{token}/{path:.+}", self._file)
        app.add_routes(control_routes(self))
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def goes_away(self) -> None:
        """Refuses connections until started again."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def goes_away_for(self, seconds: float) -> None:
        async def away() -> None:
            await self.goes_away()
            await asyncio.sleep(seconds)
            await self.start()

        self._away = asyncio.get_running_loop().create_task(away())

    async def stop(self) -> None:
        if self._away is not None:
            self._away.cancel()
        for bot in self._bots.values():
            await bot.updates.close()
        await self.goes_away()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def _method(self, request: web.Request) -> web.StreamResponse:
        bot = self._bots.get(request.match_info["token"])
        name = NAMES.get(request.match_info["method"].lower())
        if bot is None or name is None:
            return told(Refusal(401, "Unauthorized") if bot is None else Refusal(404, "Not Found"))
        values, files = await read_body(request)
        line = {
            "n": self.record.next_request(),
            "t": self.record.now_ms(),
            "method": name,
            "account": bot.account,
        }
        line |= _wanted(values, files)
        fault = self.faults.next(name)
        if fault is None:
            answer, outcome = await self._done(bot, name, values, files)
        else:
            answer, outcome = await self._faulted(fault, request, bot, name, values, files)
        self.record.went_out(line | outcome)
        return answer

    async def _done(
        self, bot: Bot, name: str, values: Values, files: Files
    ) -> tuple[web.StreamResponse, dict[str, Any]]:
        try:
            result = await METHODS[name](bot, values, files)
        except Refusal as refusal:
            return told(refusal), {"verdict": "4xx", "retry_after": None, "message_id": None}
        number = _message_id(result)
        return web.json_response({"ok": True, "result": result}), _verdict("ok", message_id=number)

    async def _faulted(
        self, fault: Fault, request: web.Request, bot: Bot, name: str, values: Values, files: Files
    ) -> tuple[web.StreamResponse, dict[str, Any]]:
        if fault.what == "late":
            await asyncio.sleep(fault.seconds)
            return await self._done(bot, name, values, files)
        if fault.what in ("refuse", "page", "reset") and not fault.accepted:
            return instead(fault, request), _refused(fault)
        answer, outcome = await self._done(bot, name, values, files)
        if outcome["verdict"] == "ok":
            outcome = outcome | {"verdict": "accepted_answer_lost"}
        if fault.what == "stall":
            await asyncio.sleep(fault.seconds)
            return answer, outcome
        if fault.what == "half_json":
            return await half(answer, request), outcome
        return instead(
            replace(fault, what="reset") if fault.what == "answer_lost" else fault, request
        ), outcome

    async def _file(self, request: web.Request) -> web.StreamResponse:
        bot = self._bots.get(request.match_info["token"])
        files = bot.files.values() if bot else ()
        file = next((file for file in files if file.path == request.match_info["path"]), None)
        fault = self.faults.next("download")
        if fault is not None and fault.what == "cut" and file is not None:
            return await cut(request, file.data, fault.seconds)
        if fault is not None and fault.what in ("late", "stall"):
            await asyncio.sleep(fault.seconds)
        elif fault is not None:
            return instead(fault, request)
        if file is None:
            return told(Refusal(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")


def _wanted(values: Values, files: Files) -> dict[str, Any]:
    chat, text = values.get("chat_id"), values.get("text", values.get("caption"))
    file = next(iter(files.values()), None)
    return {"chat": None if chat is None else str(chat), "text": text, "file_sha": sha(file)}


def _verdict(verdict: str, *, retry_after: object = None, message_id: str | None = None) -> dict[str, Any]:
    return {"verdict": verdict, "retry_after": retry_after, "message_id": message_id}


def _refused(fault: Fault) -> dict[str, Any]:
    if fault.what == "refuse" and fault.code == 429:
        return _verdict("429", retry_after=fault.parameters.get("retry_after"))
    return _verdict("4xx" if fault.what == "refuse" and fault.code < 500 else "refused_before")


def _message_id(result: object) -> str | None:
    first = result[0] if isinstance(result, list) and result else result
    number = first.get("message_id") if isinstance(first, dict) else None
    return None if number is None else str(number)
