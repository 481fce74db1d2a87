"""Timers: deadlines fire at their time, once, each in a transaction that also does what it is for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot import due_items, shift_ends
from bot.changed_rules import ChangedRules
from bot.ladder import STEPS, Ladders
from bot.moved_clock import MovedClock
from bot.satisfaction import Satisfaction
from bot.waiting_room import Corrections
from desk.clock import Clock
from desk.conversation import Conversation, Mode
from desk.deadlines import Deadline, Kind
from desk.errors import StoreBusy
from desk.events import Late
from desk.store import Book, Store, clockwork, conversations, offers
from desk.targets import Targets

AT_ONCE = 50
ASKS = frozenset({Kind.SCORE, Kind.CASE_OVER})
ONCE_MORE = timedelta(minutes=1)
"""After so long what could not be done is tried again."""

log = structlog.get_logger()


class Timers:
    def __init__(
        self,
        store: Store,
        clock: Clock,
        targets: Targets,
        ladders: Ladders,
        corrections: Corrections | None = None,
        uptime: Callable[[], float] | None = None,
        satisfaction: Satisfaction | None = None,
    ) -> None:
        """`uptime`: seconds that really passed; without it nobody notices when the clock is moved."""
        self._store, self._clock, self._targets = store, clock, targets
        self._ladders, self._corrections, self._satisfaction = ladders, corrections, satisfaction
        self._moved_clock = MovedClock(store, clock, uptime) if uptime else None
        self._rules = ChangedRules(store, clock, targets)

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
            if self._moved_clock is not None:
                await self._moved_clock.follow()
            await self._rules.follow()
            while await self._fire_some():
                pass
            following = await self._store.read(clockwork.next_due)
        except StoreBusy as error:
            log.warning("timers_wait", reason=str(error))
            return 1.0
        return 1.0 if following is None else min(1.0, max(0.0, (following - self._clock()).total_seconds()))

    async def _fire_some(self) -> bool:
        """Whether anything was due."""
        at = self._clock()
        try:
            return await self._store.write(partial(self._fire_due, at=at))
        except StoreBusy:
            raise
        except Exception:
            # One of them cannot be done: that must not keep the others from their time.
            return await self._fire_each(at)

    def _fire_due(self, book: Book, at: datetime) -> bool:
        due = clockwork.due(book, at, AT_ONCE)
        for deadline in due:
            self._fire(book, deadline, at)
        return bool(due)

    async def _fire_each(self, at: datetime) -> bool:
        """Each by itself. What cannot be done is tried again in a while, and every time it is logged."""
        due = await self._store.read(lambda book: clockwork.due(book, at, AT_ONCE))
        for deadline in due:
            try:
                await self._store.write(partial(self._fire, deadline=deadline, at=at))
            except StoreBusy:
                raise
            except Exception:
                log.exception("deadline_failed", deadline=deadline.id, kind=deadline.kind)
                later = at + ONCE_MORE
                await self._store.write(partial(clockwork.put_off, id=deadline.id, until=later))
        return bool(due)

    def _fire(self, book: Book, deadline: Deadline, at: datetime) -> None:
        kind = Kind(deadline.kind)
        if kind == Kind.SHIFT_END:
            if clockwork.fire(book, deadline.id, at):
                shift_ends.board_opens(book, deadline, at, self._targets.rules.promptness.hours.zone)
        elif kind in due_items.FIRED:
            if clockwork.fire(book, deadline.id, at):
                due_items.FIRED[kind](book, deadline, at, self._targets.rules.after_sales)
        else:
            assert deadline.conversation_id is not None
            conversation = conversations.by_id(book, deadline.conversation_id)  # locked before its deadline
            if clockwork.fire(book, deadline.id, at):
                self._fire_in(book, conversation, deadline, at)

    def _fire_in(self, book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
        kind = Kind(deadline.kind)
        if kind in STEPS:
            self._ladders.climb(book, conversation, deadline, at)
        elif kind == Kind.OFFERED:
            _offer_lapses(book, conversation, deadline, at)
        elif kind == Kind.QUEUE:
            if self._corrections is not None:
                self._corrections.tell(conversation, deadline, at)
        elif kind in ASKS:
            if self._satisfaction is not None:
                self._satisfaction.fire(book, conversation, deadline, at)
        else:
            FIRED[kind](conversation, deadline, at, self._targets)


def _reply_is_late(conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets) -> None:
    if conversation.waiting_since is not None:
        late = Late(at=at, conversation_id=conversation.id, round=deadline.generation)
        conversation.events.append(late)


def _idle(conversation: Conversation, deadline: Deadline, at: datetime, targets: Targets) -> None:
    if conversation.mode == Mode.CLOSED:
        return
    if conversation.mode == Mode.BOT and at - conversation.last_at >= targets.idle:
        conversation.close(at, targets=targets)
    else:
        conversation.watch_idle(at + targets.idle if conversation.mode != Mode.BOT else at, targets)


def _offer_lapses(book: Book, conversation: Conversation, deadline: Deadline, at: datetime) -> None:
    """Who waits comes to the next at the next look; who is with somebody silent must be asked about here."""
    offers.expire(book, deadline.generation, at)
    if conversation.mode == Mode.HUMAN:
        offers.ask_another(book, conversation, at)


FIRED: dict[Kind, Callable[[Conversation, Deadline, datetime, Targets], None]] = {
    Kind.REPLY: _reply_is_late,
    Kind.IDLE: _idle,
}
"""Besides the steps of ladders."""
