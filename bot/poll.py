"""Polling: we ask the channel for letters, and confirm them only once they are durable."""

from __future__ import annotations

import asyncio
from typing import Protocol

import structlog

from bot.channels import Channel, Polled
from bot.hear import Hearing
from desk.errors import StoreBusy
from desk.health import Health

LONGEST_PAUSE_S = 60.0

log = structlog.get_logger()


class PolledChannel(Channel, Polled, Protocol):
    async def who_am_i(self) -> str: ...

    async def delete_webhook(self) -> None: ...


class Polling:
    def __init__(self, channel: PolledChannel, hearing: Hearing, health: Health) -> None:
        self._channel, self._hearing, self._health = channel, hearing, health
        self._name = f"{channel.name}:{channel.account}"

    async def run(self) -> None:
        """For ever. An unreachable service is asked again with growing pauses; a refused token is told and kept trying."""
        confirmed: str | None = None
        introduced = False
        pause = 1.0
        while True:
            try:
                introduced = introduced or await self._introduced()
                confirmed = await self._once(confirmed)
                self._health.well(self._name)
                pause = 1.0
            except (ConnectionError, PermissionError, StoreBusy) as error:
                self._health.trouble(self._name, str(error))
                log.warning("polling_waits", channel=self._name, reason=str(error), seconds=pause)
                await asyncio.sleep(pause)
                pause = min(LONGEST_PAUSE_S, pause * 2)

    async def _introduced(self) -> bool:
        """Learns the bot's own name, and takes away a webhook of old. Letters can be asked for without either."""
        try:
            await self._channel.who_am_i()
            await self._channel.delete_webhook()
        except (ConnectionError, PermissionError) as error:
            log.warning("polling_not_introduced", channel=self._name, reason=str(error))
            return False
        return True

    async def _once(self, confirmed: str | None) -> str | None:
        """One round; all letters of it durable before the cursor moves.

        One after another: on PostgreSQL two at once could swap places."""
        found = await self._channel.updates(confirmed)
        for _, raw in found:
            await self._hearing.hear(self._channel, raw)
        return found[-1][0] if found else confirmed
