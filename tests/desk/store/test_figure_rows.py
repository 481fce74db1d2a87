"""What figures read besides conversations: each by its own time, the first instant of a span and not the one after."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from desk.banned.hit import BannedHit
from desk.clock import to_ms
from desk.conversation import Conversation
from desk.figures.facts import Session
from desk.figures.other_facts import Case, Handoff, NotUnderstood, PaidBack, Pledge, Stopped
from desk.handover import Handoff as HandoffRow
from desk.handover import Reason
from desk.promise import Promise, PromiseState
from desk.promise_words import About
from desk.store import Book, Store, conversations, facts, figures
from desk.store.tables import lesson
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.refund import Refund, RefundState
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket
from tests.cast import Loopback, Writer, hire
from tests.conftest import Watch

S = TicketState
DAY = timedelta(days=1)


@pytest.fixture
async def talk(store: Store, watch: Watch) -> int:
    heard = await Writer(store, watch, Loopback()).writes("hello")
    assert heard.conversation_id is not None
    return heard.conversation_id


async def read(store: Store, kind: type[Any], since: datetime, until: datetime) -> list[Any]:
    found = await store.read(lambda book: figures.of_span(book, (kind,), since, until))
    return list(found[kind])


async def around(store: Store, watch: Watch, add: Callable[[Book, datetime], Any]) -> None:
    """One at the first instant of the span, one a millisecond before, one at its end."""
    for ms in (-1, 0, 1000):
        at = watch() + timedelta(milliseconds=ms)
        await store.write(lambda book, at=at: add(book, at) and None)  # type: ignore[misc]


async def test_each_kind_is_read_by_its_time(store: Store, watch: Watch, talk: int) -> None:
    otto, at = (await hire(store, watch, "Otto")).id, watch()
    until = at + timedelta(seconds=1)

    def promise(book: Book, due: datetime) -> Any:
        return book.add(
            Promise(0, talk, 1, None, otto, About.CALL, "I call", due, due, PromiseState.KEPT, due, otto, kept_at=due)
        )  # fmt: skip

    def hit(book: Book, when: datetime) -> Any:
        for decision in ("block", "warn"):
            one = BannedHit(0, when, "r", "absolute", decision, talk, "agent", otto, "loopback", 0, 3, "best")  # type: ignore[arg-type]
            book.add(one)
        return True

    def asked(book: Book, when: datetime) -> Any:
        return book.add(HandoffRow(0, talk, Reason.ASKED, "", when, topic="refund"))

    def not_understood(book: Book) -> None:
        for why in ("not_understood", "corrected"):
            row = {"conversation_id": talk, "inbox_id": 1, "why": why, "at": to_ms(at), "how": ""}
            book.insert_new(lesson, row)

    for add in (promise, hit, asked):
        await around(store, watch, add)
    await store.write(not_understood)
    assert await read(store, NotUnderstood, at, until) == [NotUnderstood(talk, "loopback", "main", "", at)]
    (pledge,) = await read(store, Pledge, at, until)
    assert (pledge.at, pledge.agent_id, pledge.kept_at, pledge.called_off) == (at, otto, at, False)
    assert await read(store, Stopped, at, until) == [
        Stopped(talk, "loopback", "main", "", otto, "absolute", at)
    ]
    (handoff,) = await read(store, Handoff, at, until)
    assert (handoff.at, handoff.reason, handoff.topic) == (at, "asked", "refund")


def at_seconds(watch: Watch, seconds: float | None) -> datetime | None:
    return None if seconds is None else watch() + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("steps", "state", "reviewed", "in_hand", "needs_review"),
    [
        pytest.param([(0, S.TELLING, S.SUBMITTED)], S.SUBMITTED, None, [], True, id="not decided"),
        pytest.param(
            [(0, S.TELLING, S.SUBMITTED), (60, S.SUBMITTED, S.FINANCE_REVIEW), (90, S.FINANCE_REVIEW, S.AWAITING_REFUND),
             (100, S.AWAITING_REFUND, S.DONE)],
            S.DONE, 60, [(60, 90), (90, 100)], True, id="approved and paid",
        ),
        pytest.param(
            [(0, S.TELLING, S.FINANCE_REVIEW), (30, S.FINANCE_REVIEW, S.AWAITING_REFUND)],
            S.AWAITING_REFUND, None, [(0, 30), (30, None)], False, id="before shipment: no review, in hand at once",
        ),
        pytest.param(
            [(0, S.TELLING, S.SUBMITTED), (60, S.SUBMITTED, S.AWAITING_RETURN), (900, S.AWAITING_RETURN, S.RETURNING),
             (1000, S.RETURNING, S.RECEIVED)],
            S.RECEIVED, 60, [(900, 1000), (1000, None)], True, id="waiting for the buyer is none of it",
        ),
        pytest.param(
            [(0, S.TELLING, S.SUBMITTED), (60, S.SUBMITTED, S.REFUSED), (500, S.REFUSED, S.SUBMITTED),
             (800, S.SUBMITTED, S.FINANCE_REVIEW)],
            S.FINANCE_REVIEW, 60, [(500, 800), (800, None)], True, id="reconsidered: the first decision is the review",
        ),
        pytest.param(
            [(0, S.TELLING, S.SUBMITTED), (60, S.SUBMITTED, S.FINANCE_REVIEW), (70, S.FINANCE_REVIEW, S.AMOUNT_REVIEW),
             (95, S.AMOUNT_REVIEW, S.FINANCE_REVIEW)],
            S.FINANCE_REVIEW, 60, [(60, 70), (70, 95), (95, None)], True, id="sent back by finance",
        ),
        pytest.param(
            [(0, S.TELLING, S.SUBMITTED), (60, S.SUBMITTED, S.WITHDRAWN)], S.WITHDRAWN, None, [], True, id="withdrawn",
        ),
        pytest.param([], S.DONE, None, [], False, id="a history that nobody kept"),
    ],
)  # fmt: skip
async def test_a_case_is_told_by_its_history(
    store: Store, watch: Watch, talk: int, steps: list[Any], state: S, reviewed: float | None,
    in_hand: list[Any], needs_review: bool,
) -> None:  # fmt: skip
    start = watch()

    def unit(book: Book) -> int:
        ticket = Ticket(0, TicketKind.RETURN, state, 1, talk, None, start, start, "CNY", submitted_at=start)
        made = book.add(ticket)
        for seconds, before, after in [*steps, (5000, state, state)]:
            when = start + timedelta(seconds=seconds)
            book.add(TicketStep(0, made.id, when, "verb", before, after, Actor.AGENT, None, ""))
        return made.id

    id = await store.write(unit)
    (case,) = await read(store, Case, start, start + DAY)
    assert (case.ticket_id, case.kind, case.state, case.submitted_at) == (id, "return", state, start)
    assert case.reviewed_at == at_seconds(watch, reviewed) and case.needs_review is needs_review
    assert case.in_hand == tuple((at_seconds(watch, a), at_seconds(watch, b)) for a, b in in_hand)
    assert await read(store, Case, start + timedelta(milliseconds=1), start + DAY) == []


async def test_only_what_was_paid_back_is_refunded(store: Store, watch: Watch, talk: int) -> None:
    at = watch()

    def unit(book: Book) -> None:
        ticket = book.add(Ticket(0, TicketKind.REFUND, S.DONE, 1, talk, None, at, at, "CNY"))
        for n, (state, later) in enumerate([("paid", 0), ("not_paid", 0), ("paid", 2000), ("paid", -1)]):
            when = at + timedelta(milliseconds=later)
            book.add(
                Refund(0, ticket.id, f"k{n}", "100", "", 1, 900 + n, "CNY", RefundState(state), at, settled_at=when)
            )  # fmt: skip

    await store.write(unit)
    paid = await read(store, PaidBack, at, at + timedelta(seconds=2))
    assert [(one.minor, one.currency, one.at) for one in paid] == [(900, "CNY", at)]


async def test_a_session_knows_when_the_same_buyer_came_back(store: Store, watch: Watch) -> None:
    mina, noor = (Writer(store, watch, Loopback(), chat=chat, name=chat) for chat in ("7", "8"))
    began = watch()
    await mina.writes("hello")

    def closes(held: Conversation) -> None:
        held.close(watch())

    watch.move(minutes=1)
    await store.write(lambda book: closes(conversations.by_id(book, 1)))
    await noor.writes("hello")
    watch.move(minutes=11)
    again = watch()
    await mina.writes("me again")
    while await store.write(facts.catch_up):
        pass
    found = await read(store, Session, began, began + DAY)
    assert [(one.conversation_id, one.again_at) for one in found] == [(1, again), (2, None), (3, None)]
