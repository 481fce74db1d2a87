"""Timers: deadlines fire at their time, once, each in a transaction that also does what it is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from bot import due_items
from bot.ladder import STEPS, Ladders, Ring
from desk.alerts import Alerts
from desk.clock import Clock
from desk.conversation import Conversation, Mode
from desk.deadlines import Deadline, Kind
from desk.errors import StoreBusy
from desk.events import Late
from desk.store import Book, Store, clockwork, conversations
from desk.targets import Targets

AT_ONCE = 50
MOST_CALLS = 3
"""Alarms of one look that are told one by one."""

log = structlog.get_logger()


class Timers:
    def __init__(
        self, store: Store, alerts: Alerts, clock: Clock, targets: Targets, ladders: Ladders
    ) -> None:
        self._store, self._alerts, self._clock, self._targets = store, alerts, clock, targets
        self._ladders = ladders

    async def run(self) -> None:
        listener = self._store.bell.listen("deadline")
        try:
            while True:
                await listener.wait(await self._fire_what_is_due())
        finally:
            listener.close()

    async def _fire_what_is_due(self) -> float:
        """Returns after how many seconds to look again: exactly when the next one is due, or in a second."""
        try:
            fired: list[Ring | due_items.Call] = []
            while some := await self._fire_some():
                fired += [one for one in some if one is not None]
            await self._ring([one for one in fired if isinstance(one, Ring)])
            await due_items.tell(self._alerts, [one for one in fired if not isinstance(one, Ring)])
            following = await self._store.read(clockwork.next_due)
        except StoreBusy as error:
            log.warning("timers_wait", reason=str(error))
            return 1.0
        return 1.0 if following is None else min(1.0, max(0.0, (following - self._clock()).total_seconds()))

    async def _ring(self, rings: list[Ring]) -> None:
        """One call for many: after a stop of the desk, or a rush, no telephone rings a hundred times."""
        if len(rings) > MOST_CALLS:
            await self._alerts.buyers_wait(len(rings), min(ring.since for ring in rings))
            return
        for ring in rings:
            await self._alerts.buyer_waits(ring.conversation_id, ring.buyer_name, ring.reason, ring.since)

    async def _fire_some(self) -> list[Ring | due_items.Call | None]:
        at = self._clock()
        return await self._store.write(
            lambda book: [self._fire(book, deadline, at) for deadline in clockwork.due(book, at, AT_ONCE)]
        )

    def _fire(self, book: Book, deadline: Deadline, at: datetime) -> Ring | due_items.Call | None:
        own = due_items.FIRED.get(Kind(deadline.kind))
        if own is not None:
            return own(book, deadline, at) if clockwork.fire(book, deadline.id, at) else None
        assert deadline.conversation_id is not None
        conversation = conversations.by_id(book, deadline.conversation_id)
        if not clockwork.fire(book, deadline.id, at):
            return None
        kind = Kind(deadline.kind)
        if kind in STEPS:
            return self._ladders.climb(conversation, deadline, at)
        FIRED[kind](conversation, deadline, at, self._targets)
        return None


def _reply_is_late(conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets) -> None:
    if conversation.waiting_since is not None:
        late = Late(at=at, conversation_id=conversation.id, round=deadline.generation)
        conversation.events.append(late)


def _idle(conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets) -> None:
    if conversation.mode == Mode.CLOSED:
        return
    if conversation.mode == Mode.BOT and at - conversation.last_at >= targets.idle:
        conversation.close(at)
    else:
        conversation.watch_idle(at + targets.idle if conversation.mode != Mode.BOT else at, targets)


FIRED: dict[Kind, Callable[[Conversation, Deadline, datetime, Targets], None]] = {
    Kind.REPLY: _reply_is_late,
    Kind.IDLE: _idle,
}
"""Besides the steps of ladders."""
