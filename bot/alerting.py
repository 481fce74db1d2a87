"""Ringing outside: the owner's phone, when a buyer waits and nobody is looking.

An alert is a row until all addresses have heard it, so a killed desk rings after its start; an address may then hear
one twice."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog

from bot.ringing import ring
from desk.alert import Alert, Message, messages
from desk.clock import Clock
from desk.errors import StoreBusy
from desk.health import Health
from desk.store import Store, alerts

PATIENCE = timedelta(hours=1)
"""After so long an alert is told to nobody any more: whoever is called then is called to something long over."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 5.0, 60.0

log = structlog.get_logger()


class Alerting:
    def __init__(
        self, store: Store, urls: Sequence[str], console_url: str, clock: Clock, health: Health
    ) -> None:
        self._store, self._clock, self._health = store, clock, health
        self._urls, self._console_url = list(urls), console_url
        self._heard: list[set[int]] = [set() for _ in urls]
        """By address: alerts that it has heard and another has not."""
        self._failures = 0

    async def run(self) -> None:
        listener = self._store.bell.listen("alert")
        try:
            while True:
                await listener.wait(await self._tell())
        finally:
            listener.close()

    async def _tell(self) -> float:
        """Returns after how many seconds to try again, if nothing new comes before."""
        try:
            unheard = await self._store.read(alerts.unheard)
            if not unheard:
                return 1.0
            await asyncio.gather(*(self._tell_one(place, unheard) for place in range(len(self._urls))))
            over = self._over(unheard, self._clock())
            if over:
                await self._store.write(lambda book: alerts.drop(book, over))
        except StoreBusy as error:
            log.warning("alerting_waits", reason=str(error))
            return 1.0
        return self._pause(len(unheard) - len(over))

    async def _tell_one(self, place: int, unheard: Sequence[Alert]) -> None:
        """To one address, by itself: a service that is down must not hold up the others."""
        heard = self._heard[place]
        for message in messages([one for one in unheard if one.id not in heard]):
            if await asyncio.to_thread(self._ring, self._urls[place], message):
                heard.update(message.tells)

    def _over(self, unheard: Sequence[Alert], at: datetime) -> set[int]:
        """Heard by all, or told too often."""
        late = {one.id for one in unheard if at - one.at > PATIENCE}
        over = {one.id for one in unheard if all(one.id in heard for heard in self._heard)} | late
        for place, heard in enumerate(self._heard):
            if lost := late - heard:
                # The addresses hold passwords: only their number is told.
                log.error("alert_not_delivered", address=place + 1, alerts=len(lost))
            heard -= over
        return over

    def _pause(self, left: int) -> float:
        if not left:
            self._failures = 0
            self._health.well("alerts")
            return 0.0
        self._failures += 1
        self._health.trouble("alerts", "an address in [alerts] urls does not take them")
        return min(LONGEST_PAUSE_S, FIRST_PAUSE_S * self._failures)

    def _ring(self, url: str, message: Message) -> bool:
        return ring(url, message.title, f"{message.body}\n{self._console_url}{message.path}") is None
