"""Follow-ups 回访 (F2): those that are due are sent, once each, where nothing else goes on with the buyer; those that
nobody answered are over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.dialogue.buttons import choice
from bot.dialogue.steps import Say
from bot.looking import keep_looking
from bot.perform import Performing
from desk.clock import Clock
from desk.conversation import Conversation, Mode
from desk.errors import StoreBusy
from desk.follow_up import (
    ANSWERED_WITHIN,
    PUT_OFF,
    Because,
    FollowUp,
    FollowUpState,
    Standing,
    Why,
    now,
    same_day,
)
from desk.house_rules import HouseRules
from desk.order import Order
from desk.store import Book, Store, conversations, follow_ups, order_watch, scores

LOOK_SECONDS = 60.0
DELIVERIES_EVERY = timedelta(hours=1)
DELIVERED_WITHIN = timedelta(days=8)
"""What was delivered longer ago is not followed up any more, also where that is switched on only now."""

log = structlog.get_logger()


class FollowUps:
    def __init__(self, store: Store, performing: Performing, rules: HouseRules, clock: Clock) -> None:
        self._store, self._performing, self._rules, self._clock = store, performing, rules, clock
        self._looked_at: datetime | None = None

    async def run(self) -> None:
        await keep_looking(
            self._store, "setting", self._look, "follow_ups_wait", again=LOOK_SECONDS, seldom=LOOK_SECONDS
        )

    async def _look(self) -> bool:
        at = self._clock()
        if self._rules.afterwards.follow_deliveries and self._time_for_deliveries(at):
            await self._note_deliveries(at)
            self._looked_at = at
        await self._each(at, partial(follow_ups.unanswered, before=at - ANSWERED_WITHIN), self._lapse)
        # What is quiet now is quiet for everybody: nothing is put off one by one, and nothing is lost.
        if not self._rules.hours.is_quiet(at):
            await self._each(at, partial(follow_ups.due, at=at), self._send)
        return False

    def _time_for_deliveries(self, at: datetime) -> bool:
        return self._looked_at is None or at - self._looked_at >= DELIVERIES_EVERY

    async def _each(
        self,
        at: datetime,
        page: Callable[..., Sequence[int]],
        do: Callable[[Book, int, datetime], None],
    ) -> None:
        """Page by page, each a unit of its own. One that cannot be done keeps no other from its time."""
        after = 0
        while numbers := await self._store.read(partial(page, after=after)):
            for number in numbers:
                try:
                    await self._store.write(partial(do, id=number, at=at))  # type: ignore[call-arg]
                except StoreBusy:
                    raise
                except Exception:
                    log.exception("follow_up_failed", follow_up=number)
            after = numbers[-1]

    # --- due

    def _send(self, book: Book, id: int, at: datetime) -> None:
        chat = self._latest(book, follow_ups.conversation_of(book, id))  # locked before the follow-up
        due = follow_ups.by_id(book, id)
        if due.state is not FollowUpState.DUE:
            return
        what = now(due, self._standing(book, due, chat, at), at)
        if isinstance(what, Why):
            due.call_off(what, at)
        elif what == "later":
            due.put_off(at + PUT_OFF)
        else:
            assert chat is not None
            self._say(due, chat, at)

    def _latest(self, book: Book, number: int | None) -> Conversation | None:
        if number is None:
            return None
        began = conversations.by_id(book, number)
        return conversations.latest_of_chat(book, began.channel, began.account, began.chat) or began

    def _standing(self, book: Book, due: FollowUp, chat: Conversation | None, at: datetime) -> Standing:
        rules, buyer = self._rules.afterwards, due.buyer_id
        asked = scores.last_asked(book, buyer)
        return Standing(
            wanted=rules.follow_cases if due.because is Because.CASE else rules.follow_deliveries,
            chat=chat is not None and not chat.in_group,
            blocked=chat is not None and chat.gone,
            in_window=chat is not None and self._in_window(book, chat, at),
            no_more=follow_ups.wants_no_more(book, buyer),
            quiet=self._rules.hours.is_quiet(at),
            busy=(chat is not None and chat.mode != Mode.CLOSED)
            or scores.open_elsewhere(book, buyer)
            or follow_ups.has_open_case(book, buyer)
            or follow_ups.another_waits(book, buyer, due.matter),
            asked_today=asked is not None and same_day(asked, at, self._rules.zone),
        )

    def _in_window(self, book: Book, chat: Conversation, at: datetime) -> bool:
        within = self._performing.begins_within(chat)
        if within is None:
            return True
        spoke = scores.spoke_at(book, chat.channel, chat.account, chat.chat)
        return spoke is not None and at - spoke <= within

    def _say(self, due: FollowUp, chat: Conversation, at: datetime) -> None:
        due.send(chat.id)
        if not self._performing.ask(chat, _words(due), at, f"follow_up:{due.id}"):
            due.call_off(Why.UNDELIVERED, at)
            return
        chat.follow_up_id = due.id

    def _lapse(self, book: Book, id: int, at: datetime) -> None:
        held = follow_ups.by_id(book, id)
        if held.state in (FollowUpState.SENDING, FollowUpState.SENT):
            held.lapse(at)

    # --- deliveries

    async def _note_deliveries(self, at: datetime) -> None:
        """Those that are due before the next look; what was delivered later is found then."""
        first = self._rules.afterwards.first
        for status in ("delivered", "completed"):
            last: Order | None = None
            while orders := await self._store.read(
                lambda book, last=last, status=status: follow_ups.delivered(  # type: ignore[misc]
                    book, status, at - DELIVERED_WITHIN, at, last
                )
            ):
                for order in orders:
                    await self._store.write(partial(_note, order=order, first=first))
                last = orders[-1]


def _note(book: Book, order: Order, first: timedelta) -> None:
    chat = order_watch.chat_of(book, order)
    if chat is None or order.delivered_at is None:
        return
    buyer = conversations.by_id(book, chat).buyer_id
    since = order.delivered_at
    follow_ups.begin(book, follow_ups.of_delivery(order.number, buyer, chat, since, since + first))


def _words(due: FollowUp) -> Say:
    key = f"follow_up_{due.because}" if due.n == 1 else f"follow_up_{due.because}_again"
    about = {"ticket": str(due.ticket_id)} if due.ticket_id is not None else {"order": due.order_number}
    choices = (
        choice("follow_up", f"{due.id}:well", key="follow_up_choice_well"),
        choice("follow_up", f"{due.id}:no_more", key="follow_up_choice_no_more"),
    )
    return Say(key, 0, about, tuple(one for one in choices if one is not None))
