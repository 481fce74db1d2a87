"""The updates Telegram holds for one bot, until polling confirms them or the webhook takes them."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.standins.telegram.record import Record
from tests.standins.telegram.refusal import Refusal

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
MESSAGE_LIFE_MS = 86_400_000
PRESS_LIFE_MS = 150_000
LONGEST_RETRY_AFTER_S = 3_600.0
WEBHOOK_TIMEOUT_S = 60.0


@dataclass(slots=True)
class Update:
    id: int
    body: dict[str, Any]
    queue: int
    expires_ms: int
    line: dict[str, Any]
    tries: int = 0


@dataclass(slots=True)
class Webhook:
    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str | None = None


@dataclass(slots=True)
class Updates:
    """`speed` divides the pauses between tries of the webhook; ids and lives are Telegram's own."""

    record: Record
    speed: float = 1.0
    next_id: int = 500_001
    held: list[Update] = field(default_factory=list)
    webhook: Webhook | None = None
    allowed: Sequence[str] = ()
    dropped: int = 0
    _poll: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _couriers: dict[int, asyncio.Task[None]] = field(default_factory=dict)
    _session: aiohttp.ClientSession | None = None
    _dice: random.Random = field(default_factory=lambda: random.Random(1))

    def add(self, kind: str, content: dict[str, Any], *, queue: int, line: dict[str, Any]) -> int | None:
        """The update's number; None when the bot has not asked for this kind."""
        if self.allowed and kind not in self.allowed:
            return None
        number, self.next_id = self.next_id, self.next_id + 1
        life_ms = PRESS_LIFE_MS if kind == "callback_query" else MESSAGE_LIFE_MS
        body = {"update_id": number, kind: content}
        line = {"channel": "telegram", "ext_id": str(number)} | line
        self.held.append(Update(number, body, queue, self.record.now_ms() + life_ms, line))
        self._tell()
        return number

    async def take(self, offset: int, limit: int, timeout_s: float) -> list[dict[str, Any]]:
        if self.webhook is not None:
            words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise Refusal(409, f"Conflict: {words}")
        self._poll += 1
        mine = self._poll
        self._news.set()
        self._confirm(offset if offset >= 0 else self.next_id + offset)
        await self._wait(mine, timeout_s)
        found = self.held[: max(1, min(limit, 100))]
        for update in found:
            self._tried(update, None)
        return [update.body for update in found]

    async def set_webhook(self, webhook: Webhook | None) -> None:
        await self.close()
        self.webhook = webhook
        if webhook is not None:
            connector = aiohttp.TCPConnector(limit=webhook.max_connections)
            timeout = aiohttp.ClientTimeout(WEBHOOK_TIMEOUT_S)
            self._session = aiohttp.ClientSession(connector=connector, timeout=timeout)
        self._tell()

    async def close(self) -> None:
        """Ends deliveries that are under way; what was not taken stays held."""
        couriers, self._couriers = list(self._couriers.values()), {}
        for courier in couriers:
            courier.cancel()
        await asyncio.gather(*couriers, return_exceptions=True)
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _wait(self, mine: int, timeout_s: float) -> None:
        try:
            async with asyncio.timeout(timeout_s):
                while not self.held or mine != self._poll:
                    if mine != self._poll:
                        words = "terminated by other getUpdates request; make sure that only one bot instance is running"
                        raise Refusal(409, f"Conflict: {words}")
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            return

    def _confirm(self, offset: int) -> None:
        for update in self.held:
            if update.id < offset:
                self._tried(update, 200, again=False)
        self.held = [update for update in self.held if update.id >= offset]

    def _tried(self, update: Update, status: int | None, *, again: bool = True) -> None:
        update.tries += again
        self.record.came_in(
            {"try": update.tries, "t": self.record.now_ms()} | update.line | {"status": status}
        )

    def _tell(self) -> None:
        self._news.set()
        if self.webhook is None:
            return
        for update in self.held:
            if update.queue not in self._couriers:
                courier = asyncio.get_running_loop().create_task(self._deliver(self.webhook, update.queue))
                self._couriers[update.queue] = courier

    async def _deliver(self, webhook: Webhook, queue: int) -> None:
        """One queue's updates one after another: the next leaves only when this one was taken or dropped."""
        while update := next((update for update in self.held if update.queue == queue), None):
            status, asked_s = await self._try(webhook, update)
            pause_s = asked_s if asked_s is not None else self._pause_s(update.tries)
            taken = status is not None and 200 <= status < 300
            expired = self.record.now_ms() + pause_s * 1000 > update.expires_ms
            if taken or expired:
                self.dropped += not taken
                self.held.remove(update)
            else:
                await asyncio.sleep(pause_s / self.speed)
        self._couriers.pop(queue, None)

    async def _try(self, webhook: Webhook, update: Update) -> tuple[int | None, float | None]:
        """The status of the answer, and the seconds of its Retry-After. Also an attempt cut short is recorded."""
        assert self._session is not None
        headers = {"Content-Type": "application/json"} | (
            {SECRET_HEADER: webhook.secret} if webhook.secret else {}
        )
        status, asked_s = None, None
        try:
            async with self._session.post(
                webhook.url, data=json.dumps(update.body), headers=headers
            ) as answer:
                status = answer.status
                after = answer.headers.get("Retry-After", "")
                asked_s = min(float(after), LONGEST_RETRY_AFTER_S) if after.isdecimal() else None
            webhook.last_error = None if status < 300 else f"Wrong response from the webhook: {status}"
        except (aiohttp.ClientError, TimeoutError) as error:
            webhook.last_error = type(error).__name__
        finally:
            self._tried(update, status)
        return status, asked_s

    def _pause_s(self, tries: int) -> float:
        """At once, then 2, 4, 8 ... s, at most a random 60 to 120 s, as tdlib/telegram-bot-api does."""
        if tries <= 1:
            return 0.0
        return min(2.0 ** (tries - 1), self._dice.uniform(60, 120))
