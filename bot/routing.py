"""Routing: who waits is held out to one person after another, at the bell, until somebody comes.

Offers end at their exact time by deadlines of their own; whoever gave no sign of a browser for too long counts as
away at the end of their grace. Everything that decides stands in rows: killed at any point, the next look goes on."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import structlog

from desk.asked_again import next_again
from desk.batches import batches
from desk.clock import Clock
from desk.errors import StoreBusy
from desk.routing import next_for, queue_of
from desk.store import Store, offers, posts, who_waits
from desk.store.who_waits import Look
from desk.targets import Targets

AT_ONCE = 25
"""Offers in one unit: of the many who wait, nobody else's writing shall wait."""

log = structlog.get_logger()


class Routing:
    def __init__(self, store: Store, clock: Clock, targets: Targets) -> None:
        self._store, self._clock, self._targets = store, clock, targets
        self._stood: Look | None = None
        """What the last look found and could give to nobody."""
        self._again_at: datetime | None = None
        """When somebody who let one of these go may be asked again."""

    async def run(self) -> None:
        listener = self._store.bell.listen("handoff", "offer", "post", "queue", "agent", "shift_handover")
        try:
            while True:
                await listener.wait(await self._look())
        finally:
            listener.close()

    async def _look(self) -> float:
        """Returns after how many seconds to look again: when the next grace or pause is over, or in a second."""
        try:
            await self._let_go_who_vanished()
            await self._give_what_waits()
            following = await self._store.read(posts.next_silent)
        except StoreBusy as error:
            log.warning("routing_waits", reason=str(error))
            return 1.0
        at = self._clock()
        times = [one for one in (following, self._again_at) if one is not None]
        return min([1.0, *(max(0.0, (one - at).total_seconds()) for one in times)])

    async def _let_go_who_vanished(self) -> None:
        at = self._clock()
        following = await self._store.read(posts.next_silent)
        if following is not None and following <= at:
            await self._store.write(lambda book: posts.vanished(book, at))

    async def _give_what_waits(self) -> None:
        at = self._clock()
        found = await self._store.read(partial(who_waits.look, at=at))
        if found == self._stood and (self._again_at is None or at < self._again_at):
            return
        await self._sort(found)
        given = next_for(found.waiting, found.colleagues, found.queues, at)
        self._stood = None if given else found
        self._again_at = next_again((one.let_go for one in found.waiting), at)
        queued = [(one, queue_of(one[0], found.queues)) for one in given]
        for some in batches(queued, AT_ONCE):
            await self._store.write(partial(offers.make, given=some, at=self._clock()))

    async def _sort(self, found: Look) -> None:
        sorted_into = [(one, queue_of(one, found.queues)) for one in found.unsorted()]
        for some in batches([pair for pair in sorted_into if pair[1].id], AT_ONCE):
            await self._store.write(
                partial(offers.sort, sorted_into=some, at=self._clock(), targets=self._targets)
            )
