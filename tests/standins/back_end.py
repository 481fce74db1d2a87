"""A stand-in for a shop's paying back end: the real protocol over loopback, with the faults that real ones have.

It is honest about money: `paid` has every payment that went out, also those that nobody heard of, and also the second one for
the same key where it is told to forget keys, as many back ends do."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import Counter, deque
from typing import Any

from aiohttp import web

SECRET = "a-secret-of-the-back-end"
FAULTS = {
    "500 before": "refuses with a 500 and does nothing",
    "500 after": "pays, and answers 500",
    "cut after": "pays, and the connection breaks",
    "cut before": "the connection breaks, nothing is paid",
    "slow": "pays, and answers when nobody listens any more",
    "pending": "pays later: when it is looked up",
    "refuse": "says that it does not pay",
    "already": "pays, and says what one says of what was paid before",
    "rubbish": "pays, and answers something else",
    "nul": "pays, and its reference has what no store can hold",
    "in pieces": "pays, and its answer comes in pieces",
}


class BackEnd:
    def __init__(self, *, keeps_keys: bool = True, can_look_up: bool = True) -> None:
        self.keeps_keys, self.can_look_up = keeps_keys, can_look_up
        self.paid: list[tuple[str, int]] = []
        """Key and minor units, one for each payment that really went out."""
        self.paid_for = Counter[str]()
        """Minor units by order."""
        self.asked: list[str] = []
        self.faults: deque[str] = deque()
        """One for each asking to come; none: all is well."""
        self.faults_of = dict[str, deque[str]]()
        """The same for an order, where several are under way at once."""
        self.silent = set[str]()
        """Orders of which it says nothing when a refund of theirs is looked up."""
        self._order_of = dict[str, str]()
        self.url, self._port = "", 0
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> BackEnd:
        app = web.Application()
        app.router.add_post("/refunds", self._refund)
        app.router.add_get("/refunds/{key}", self._look_up)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await self.comes_back()
        host, self._port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{self._port}/refunds"
        return self

    async def goes_away(self) -> None:
        """Nobody listens there any more."""
        assert self._runner is not None
        for site in list(self._runner.sites):
            await site.stop()

    async def comes_back(self) -> None:
        assert self._runner is not None
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def __aexit__(self, *error: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _refund(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        told: dict[str, Any] = await request.json()
        key = told["key"]
        if not self._signed(request, key, body):
            return web.json_response({"state": "not_paid", "reason": "wrong signature"}, status=401)
        self.asked.append(key)
        self._order_of[key] = told["order"]
        faults = self.faults_of.get(told["order"]) or self.faults
        fault = faults.popleft() if faults else ""
        if fault == "500 before":
            return web.Response(status=500)
        if fault == "cut before":
            return self._cut(request)
        if fault == "refuse":
            return web.json_response({"state": "not_paid", "reason": "card expired"}, status=422)
        if not (self.keeps_keys and any(key == other for other, _ in self.paid)):
            self.paid.append((key, told["minor"]))
            self.paid_for[told["order"]] += told["minor"]
        match fault:
            case "500 after":
                return web.Response(status=500)
            case "cut after":
                return self._cut(request)
            case "slow":
                await asyncio.sleep(60)
            case "pending":
                return web.json_response({"state": "pending"}, status=202)
            case "already":
                return web.json_response({"state": "paid", "reference": "B-1"}, status=409)
            case "nul":
                return web.json_response({"state": "paid", "reference": "B\0-1"})
            case "in pieces":
                return await self._in_pieces(request)
            case "rubbish":
                return web.Response(text="<html>thank you", content_type="text/html")
        return web.json_response({"state": "paid", "reference": f"B-{len(self.paid)}"})

    async def _look_up(self, request: web.Request) -> web.Response:
        key = request.match_info["key"]
        if not self.can_look_up or self._order_of.get(key) in self.silent:
            return web.Response(status=404)
        for number, (paid, _) in enumerate(self.paid, start=1):
            if paid == key:
                return web.json_response({"state": "paid", "reference": f"B-{number}"})
        return web.json_response({"state": "unknown_key"}, status=404)

    @staticmethod
    async def _in_pieces(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse()
        await answer.prepare(request)
        for piece in (b'{"state": "paid", ', b'"reference": "B-1"}'):
            await answer.write(piece)
            await asyncio.sleep(0.05)
        return answer

    def _signed(self, request: web.Request, key: str, body: bytes) -> bool:
        at = request.headers["Shopdesk-Time"]
        wanted = hmac.new(SECRET.encode(), f"{at}.{key}.".encode() + body, hashlib.sha256).hexdigest()
        return (
            hmac.compare_digest(wanted, request.headers["Shopdesk-Signature"])
            and request.headers["Idempotency-Key"] == key
        )

    @staticmethod
    def _cut(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()
