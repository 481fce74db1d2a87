"""What figures read, a span of time at a time: each statement goes by an index of its time, so its cost follows the span
and not the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select
from sqlalchemy.sql import Select

from desk.clock import from_ms, to_ms
from desk.figures import other_facts as other
from desk.figures.facts import Session
from desk.promise import PromiseState
from desk.store import facts
from desk.store.book import Book
from desk.store.tables import (
    banned_hit,
    conversation,
    follow_up,
    handoff,
    lesson,
    promise,
    refund,
    score,
    session_fact,
    ticket,
    ticket_step,
)
from desk.ticket.dues import DUES
from desk.ticket.moves import REVIEWS, Actor, TicketState

c, t = conversation.c, ticket.c
SINCE: Any = bindparam("since")
UNTIL: Any = bindparam("until")
_whose = (c.channel, c.account, c.language)


def _text(value: str) -> Any:
    return literal_column(f"'{value}'")


_next = session_fact.alias("next")
AGAIN = (
    select(session_fact.c.conversation_id, func.min(_next.c.started_at))
    .join(_next, (_next.c.buyer_id == session_fact.c.buyer_id) & (_next.c.started_at > session_fact.c.ended_at))
    .where(session_fact.c.started_at >= SINCE, session_fact.c.started_at < UNTIL)
    .where(session_fact.c.people_said == 0, _next.c.started_at < session_fact.c.ended_at + bindparam("within"))
    .group_by(session_fact.c.conversation_id)
)  # fmt: skip
HANDOFFS = (
    select(handoff.c.conversation_id, *_whose, handoff.c.topic, handoff.c.reason, handoff.c.asked_at)
    .join(conversation, c.id == handoff.c.conversation_id)
    .where(handoff.c.asked_at >= SINCE, handoff.c.asked_at < UNTIL)
    .order_by(handoff.c.asked_at, handoff.c.id)
)
NOT_UNDERSTOOD = (
    select(lesson.c.conversation_id, *_whose, lesson.c.at)
    .join(conversation, c.id == lesson.c.conversation_id)
    .where(lesson.c.at >= SINCE, lesson.c.at < UNTIL, lesson.c.why == _text("not_understood"))
    .order_by(lesson.c.at, lesson.c.id)
)
STOPPED = (
    select(
        banned_hit.c.conversation_id, banned_hit.c.channel, c.account, c.language, banned_hit.c.agent_id,
        banned_hit.c.family, banned_hit.c.at,
    )
    .join(conversation, c.id == banned_hit.c.conversation_id)
    .where(banned_hit.c.at >= SINCE, banned_hit.c.at < UNTIL)
    .where(or_(banned_hit.c.verdict == _text("ask"), banned_hit.c.verdict == _text("block")))
    .order_by(banned_hit.c.at, banned_hit.c.id)
)  # fmt: skip
PLEDGES = (
    select(
        promise.c.conversation_id, *_whose, promise.c.owner_id, promise.c.due_at, promise.c.kept_at, promise.c.state
    )
    .join(conversation, c.id == promise.c.conversation_id)
    .where(promise.c.due_at >= SINCE, promise.c.due_at < UNTIL)
    .order_by(promise.c.due_at, promise.c.id)
)  # fmt: skip
CASES = (
    select(
        t.id, t.conversation_id, *_whose, t.assignee_id, t.kind, t.state, t.reason_id, t.submitted_at,
        t.closed_at,
    )
    .join(conversation, c.id == t.conversation_id)
    .where(t.submitted_at >= SINCE, t.submitted_at < UNTIL)
    .order_by(t.submitted_at, t.id)
)  # fmt: skip
STEPS = (
    select(ticket_step.c.ticket_id, ticket_step.c.at, ticket_step.c.before, ticket_step.c.after)
    .join(ticket, t.id == ticket_step.c.ticket_id)
    .where(t.submitted_at >= SINCE, t.submitted_at < UNTIL, ticket_step.c.before != ticket_step.c.after)
    .order_by(ticket_step.c.ticket_id, ticket_step.c.id)
)
PAID_BACK = (
    select(
        refund.c.ticket_id, t.conversation_id, c.channel, c.account, t.kind, t.reason_id, refund.c.minor,
        refund.c.currency, refund.c.settled_at,
    )
    .join(ticket, t.id == refund.c.ticket_id)
    .join(conversation, c.id == t.conversation_id)
    .where(refund.c.settled_at >= SINCE, refund.c.settled_at < UNTIL, refund.c.state == _text("paid"))
    .order_by(refund.c.settled_at, refund.c.id)
)  # fmt: skip

SCORES = (
    select(score.c.conversation_id, *_whose, score.c.agent_id, score.c.value, score.c.asked_at)
    .join(conversation, c.id == score.c.conversation_id)
    .where(score.c.asked_at >= SINCE, score.c.asked_at < UNTIL)
    .order_by(score.c.asked_at, score.c.id)
)
FOLLOW_UPS = (
    select(follow_up.c.conversation_id, c.channel, c.account, follow_up.c.because, follow_up.c.sent_at)
    .join(conversation, c.id == follow_up.c.conversation_id)
    .where(follow_up.c.sent_at >= SINCE, follow_up.c.sent_at < UNTIL)
    .order_by(follow_up.c.sent_at, follow_up.c.id)
)
SHOPS = frozenset({Actor.AGENT, Actor.FINANCE, Actor.WAREHOUSE, Actor.SUPERVISOR, Actor.SHOP})
IN_HAND = frozenset(str(state) for state, due in DUES.items() if due.of in SHOPS)
"""States in which a case lies with the shop, not with the buyer."""


def sessions(book: Book, since: datetime, until: datetime) -> Sequence[Session]:
    """With when each of those that the bot had alone was begun anew by the same buyer."""
    found = facts.of_span(book, Session, since, until)
    again = {
        id: from_ms(at)
        for id, at in book.rows(AGAIN, {"since": to_ms(since), "until": to_ms(until), "within": WITHIN})
    }
    return [
        one if (at := again.get(one.conversation_id)) is None else replace(one, again_at=at) for one in found
    ]


WITHIN = 31 * 24 * 3_600_000
"""Milliseconds: no pack asks for a longer return of the buyer."""


Rows = Iterable[tuple[Any, ...]]


def _made(kind: type[Any], *times: int) -> Callable[[Rows], Iterable[Any]]:
    """Records of rows with their fields in order; at these places stand times."""

    def made(rows: Rows) -> Iterable[Any]:
        for row in rows:
            values = list(row)
            for place in times:
                values[place] = _maybe(values[place])
            yield kind(*values)

    return made


def _pledges(rows: Rows) -> Iterable[other.Pledge]:
    for *whose, due_at, kept_at, state in rows:
        values: tuple[Any, ...] = (*whose, from_ms(due_at), _maybe(kept_at), state not in DUE)
        yield other.Pledge(*values)


DUE = frozenset({PromiseState.OPEN, PromiseState.KEPT, PromiseState.BROKEN})


def _paid_back(rows: Rows) -> Iterable[other.PaidBack]:
    for id, conversation_id, channel, account, kind, reason, minor, currency, at in rows:
        yield other.PaidBack(
            id, conversation_id, channel, account, kind, str(reason or ""), minor, currency, from_ms(at)
        )


def cases(book: Book, since: datetime, until: datetime) -> Sequence[other.Case]:
    values = {"since": to_ms(since), "until": to_ms(until)}
    steps = {id: list(rows) for id, rows in groupby(book.rows(STEPS, values), key=lambda row: row[0])}
    return [_case(row, steps.get(row[0], ())) for row in book.rows(CASES, values)]


def _case(row: tuple[Any, ...], steps: Sequence[tuple[Any, ...]]) -> other.Case:
    """By its history: the ticket itself says only when it was last decided."""
    *whose, reason, submitted, closed = row
    needs_review = any(after == TicketState.SUBMITTED for *_, after in steps)
    decided = next((at for _, at, before, after in steps if _decides(before, after)), None)
    from_then_on = decided if needs_review else submitted
    times = from_ms(submitted), _maybe(decided), _maybe(closed)
    in_hand = _in_hand(steps, from_then_on)
    made: tuple[Any, ...] = (*whose, str(reason or ""), *times, in_hand, needs_review)
    return other.Case(*made)


def _decides(before: str, after: str) -> bool:
    return before in REVIEWS and after not in REVIEWS and after != TicketState.WITHDRAWN


def _in_hand(
    steps: Sequence[tuple[Any, ...]], since: int | None
) -> tuple[tuple[datetime, datetime | None], ...]:
    """The stretches from then on in which it lay with the shop."""
    ends = [*(at for _, at, *_ in steps[1:]), None]
    return tuple(
        (from_ms(at), _maybe(end))
        for (_, at, _, after), end in zip(steps, ends, strict=False)
        if after in IN_HAND and since is not None and at >= since
    )


def _maybe(ms: int | None) -> datetime | None:
    return None if ms is None else from_ms(ms)


Reads = Callable[[Book, datetime, datetime], Sequence[Any]]


def _rows(statement: Select[Any], made: Callable[[Rows], Iterable[Any]]) -> Reads:
    return lambda book, since, until: list(
        made(book.rows(statement, {"since": to_ms(since), "until": to_ms(until)}))
    )


def _facts(kind: type[Any]) -> Reads:
    return lambda book, since, until: facts.of_span(book, kind, since, until)


READS: Mapping[type[Any], Reads] = {
    **{kind: _facts(kind) for kind in facts.TABLES},
    Session: sessions,
    other.Handoff: _rows(HANDOFFS, _made(other.Handoff, 6)),
    other.NotUnderstood: _rows(NOT_UNDERSTOOD, _made(other.NotUnderstood, 4)),
    other.Stopped: _rows(STOPPED, _made(other.Stopped, 6)),
    other.Pledge: _rows(PLEDGES, _pledges),
    other.Case: cases,
    other.PaidBack: _rows(PAID_BACK, _paid_back),
    other.Score: _rows(SCORES, _made(other.Score, 6)),
    other.FollowUp: _rows(FOLLOW_UPS, _made(other.FollowUp, 4)),
}


def of_span(
    book: Book, kinds: Iterable[type[Any]], since: datetime, until: datetime
) -> dict[type[Any], Sequence[Any]]:
    """The facts of these kinds that began in it: `since` inclusive, `until` not."""
    return {kind: READS[kind](book, since, until) for kind in kinds}
