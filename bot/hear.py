"""Hearing: a letter of a buyer becomes rows, in one transaction, before the channel is told that we have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.asked import Asked
from bot.at_once import AtOnce
from bot.channels import Channel, Incoming, Unreadable
from bot.letter import Heard, Placing, inbox_row, unread_row
from bot.said import Said
from desk.clock import Clock
from desk.store import Book, Store, letters
from desk.targets import Targets

__all__ = ["Heard", "Hearing"]


class Hearing:
    """The way in, for every channel: webhook, polling loop and widget all call `hear`."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        targets: Targets,
        tell: Callable[[int, Said | None], None],
        at_once: AtOnce | None = None,
        asked: Asked | None = None,
    ) -> None:
        self._store, self._clock, self._targets, self._tell = store, clock, targets, tell
        self._at_once, self._asked = at_once, asked

    async def hear(self, channel: Channel, raw: bytes) -> Heard:
        """Durable when it returns. What cannot be read is kept as a dead letter. Raises StoreBusy only."""
        at = self._clock()
        letter = self._read(channel, raw)
        if self._at_once is not None and not isinstance(letter, Unreadable):
            answered = await self._at_once.hear(channel, raw, letter, at)
            if answered is not None:
                return answered
        heard = await self._store.write(lambda book: self._write_down(book, channel, raw, letter, at))
        if heard.owed and heard.conversation_id is not None:
            self._tell(heard.conversation_id, heard.alone)
        return heard

    def _read(self, channel: Channel, raw: bytes) -> Incoming | Unreadable:
        try:
            return channel.read(raw)
        except Unreadable as reason:
            return reason

    def _write_down(
        self, book: Book, channel: Channel, raw: bytes, letter: Incoming | Unreadable, at: datetime
    ) -> Heard:
        if isinstance(letter, Unreadable):
            row = unread_row(channel, raw, channel.external_id(raw), at)
            row |= {"state": "dead", "reason": str(letter)[:500]}
            return Heard(None, False, letters.keep(book, row) is not None)
        placing = Placing(book, channel, letter, at, self._targets, self._asked)
        return placing.keep(inbox_row(channel, raw, letter, at))
