"""Timers: deadlines fire at their time, once, each in a transaction that also does what it is for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot import due_items
from desk.alerts import Alerts
from desk.clock import Clock
from desk.conversation import Conversation, Mode, Targets
from desk.deadlines import Deadline, Kind
from desk.errors import StoreBusy
from desk.events import Late
from desk.store import Book, Store, clockwork, conversations

AT_ONCE = 50

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Ring:
    """Somebody outside must hear of this conversation."""

    conversation_id: int
    buyer_name: str
    reason: str
    since: datetime


class Timers:
    def __init__(self, store: Store, alerts: Alerts, clock: Clock, targets: Targets) -> None:
        self._store, self._alerts, self._clock, self._targets = store, alerts, clock, targets

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
            while fired := await self._fire_some():
                for ring in fired:
                    if isinstance(ring, Ring):
                        await self._alerts.buyer_waits(
                            ring.conversation_id, ring.buyer_name, ring.reason, ring.since
                        )
                calls = [call for call in fired if call is not None and not isinstance(call, Ring)]
                await due_items.tell(self._alerts, calls)
            following = await self._store.read(clockwork.next_due)
        except StoreBusy as error:
            log.warning("timers_wait", reason=str(error))
            return 1.0
        return 1.0 if following is None else min(1.0, max(0.0, (following - self._clock()).total_seconds()))

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
        return FIRED[Kind(deadline.kind)](conversation, deadline, at, self._targets)


def _reply_is_late(conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets) -> None:
    if conversation.waiting_since is not None:
        late = Late(at=at, conversation_id=conversation.id, round=deadline.generation)
        conversation.events.append(late)


def _nobody_came(
    conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets
) -> Ring | None:
    if conversation.mode != Mode.WAITING:
        return None
    since = conversation.owed_since or deadline.due_at
    return Ring(conversation.id, conversation.buyer_name, conversation.reason or "", since)


def _idle(conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets) -> None:
    if conversation.mode == Mode.CLOSED:
        return
    if conversation.mode == Mode.BOT and at - conversation.last_at >= targets.idle:
        conversation.close(at)
    else:
        conversation.watch_idle(at + targets.idle if conversation.mode != Mode.BOT else at, targets)


FIRED: dict[Kind, Callable[[Conversation, Deadline, datetime, Targets], Ring | None]] = {
    Kind.REPLY: _reply_is_late,
    Kind.ALERT: _nobody_came,
    Kind.IDLE: _idle,
}
