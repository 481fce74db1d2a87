"""What the export tells of rounds, places in the queue and cases, and by which hours they are counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, select

from desk.response_time import Ladder, Promptness
from desk.shop import SpecialDays
from desk.store.book import Book
from desk.store.tables import piece_fact, queue_fact, refund, round_fact, session_fact, ticket, ticket_step

PAGE = 500
"""Conversations, or cases, of one read."""

Record = dict[str, Any]
Page = tuple[list[Record], int | None]

_after: Any = bindparam("after")
_upto: Any = bindparam("upto")
IDS = (
    select(session_fact.c.conversation_id)
    .where(session_fact.c.conversation_id > _after, session_fact.c.conversation_id <= _upto)
    .order_by(session_fact.c.conversation_id)
    .limit(PAGE)
)
r, p, q, t = round_fact.c, piece_fact.c, queue_fact.c, ticket.c
ROUNDS = (
    select(
        r.conversation_id, r.n, r.channel, r.account, r.queue, r.topic, r.reason, r.since, r.until, r.ended, r.agent_id
    )
    .where(r.conversation_id > _after, r.conversation_id <= _upto)
    .order_by(r.conversation_id, r.n)
)  # fmt: skip
PIECES = (
    select(p.conversation_id, p.n, p.agent_id, p.since, p.until)
    .where(p.conversation_id > _after, p.conversation_id <= _upto)
    .order_by(p.conversation_id, p.n, p.k)
)
QUEUES = (
    select(
        q.conversation_id, q.n, q.channel, q.account, q.queue, q.topic, q.reason, q.entered_at, q.left_at, q.left,
        q.agent_id,
    )
    .where(q.conversation_id > _after, q.conversation_id <= _upto)
    .order_by(q.conversation_id, q.n)
)  # fmt: skip
STEP = ("t", "verb", "from", "to", "actor", "agent_id")
REFUND = ("state", "minor", "currency", "settled_at")
TICKETS = (
    select(
        t.id, t.conversation_id, t.kind, t.state, t.reason_id, t.assignee_id, t.opened_at, t.submitted_at, t.reviewed_at,
        t.closed_at, t.order_number, t.sku,
    )
    .where(t.id > _after, t.id <= _upto)
    .order_by(t.id)
    .limit(PAGE)
)  # fmt: skip
STEPS = (
    select(
        ticket_step.c.ticket_id, ticket_step.c.at, ticket_step.c.verb, ticket_step.c.before, ticket_step.c.after,
        ticket_step.c.actor, ticket_step.c.agent_id,
    )
    .where(ticket_step.c.ticket_id > _after, ticket_step.c.ticket_id <= _upto)
    .order_by(ticket_step.c.ticket_id, ticket_step.c.id)
)  # fmt: skip
REFUNDS = (
    select(refund.c.ticket_id, refund.c.state, refund.c.minor, refund.c.currency, refund.c.settled_at)
    .where(refund.c.ticket_id > _after, refund.c.ticket_id <= _upto)
    .order_by(refund.c.ticket_id, refund.c.id)
)


def rounds(book: Book, after: int, upto: int) -> Page:
    keys = (
        "conv",
        "n",
        "channel",
        "account",
        "queue",
        "topic",
        "reason",
        "since",
        "until",
        "ended",
        "agent_id",
    )
    values, last = _conversations(book, after, upto)
    pieces: dict[tuple[int, int], list[Record]] = {}
    for conv, n, agent_id, since, until in book.rows(PIECES, values):
        pieces.setdefault((conv, n), []).append({"agent_id": agent_id, "since": since, "until": until})
    found = [{"rec": "round", **dict(zip(keys, row, strict=True))} for row in book.rows(ROUNDS, values)]
    return [{**one, "pieces": pieces[one["conv"], one["n"]]} for one in found], last  # fmt: skip


def queueings(book: Book, after: int, upto: int) -> Page:
    keys = (
        "conv", "n", "channel", "account", "queue", "topic", "reason", "entered_at", "left_at", "left", "agent_id",
    )  # fmt: skip
    values, last = _conversations(book, after, upto)
    return [{"rec": "queue", **dict(zip(keys, row, strict=True))} for row in book.rows(QUEUES, values)], last


def _conversations(book: Book, after: int, upto: int) -> tuple[Mapping[str, int], int | None]:
    """Some more of them: the values that name them, and the last one."""
    ids = book.rows(IDS, {"after": after, "upto": upto})
    last = ids[-1][0] if ids else None
    return {"after": after, "upto": after if last is None else last}, last


def tickets(book: Book, after: int, upto: int) -> Page:
    keys = (
        "id", "conv", "kind", "state", "reason_id", "assignee_id", "opened_at", "submitted_at", "reviewed_at",
        "closed_at", "order_number", "sku",
    )  # fmt: skip
    rows = book.rows(TICKETS, {"after": after, "upto": upto})
    last = rows[-1][0] if rows else None
    values = {"after": after, "upto": after if last is None else last}
    steps: dict[int, list[Record]] = {}
    for id, *step in book.rows(STEPS, values):
        steps.setdefault(id, []).append(dict(zip(STEP, step, strict=True)))
    refunds: dict[int, list[Record]] = {}
    for id, *paid in book.rows(REFUNDS, values):
        refunds.setdefault(id, []).append(dict(zip(REFUND, paid, strict=True)))
    return [
        {
            "rec": "ticket", **dict(zip(keys, row, strict=True)), "steps": steps.get(row[0], []),
            "refunds": refunds.get(row[0], []),
        }
        for row in rows
    ], last  # fmt: skip


def calendar(promptness: Promptness) -> Record:
    """The hours and ladders in force."""
    hours = promptness.hours
    return {
        "rec": "calendar",
        "zone": str(hours.zone),
        "week": {str(day): _spans(spans) for day, spans in sorted(hours.week.items())},
        "holidays": [_special(one) for one in hours.holidays],
        "promotions": [_special(one) for one in hours.promotions],
        "ladders": [_ladder(one) for one in promptness.ladders],
    }


def _spans(spans: Any) -> list[list[str]]:
    return [[f"{start:%H:%M}", f"{end:%H:%M}"] for start, end in spans]


def _special(one: SpecialDays) -> Record:
    return {"first": one.first.isoformat(), "last": one.last.isoformat(), "open": _spans(one.spans)}


def _ladder(one: Ladder) -> Record:
    scope = one.scope
    return {
        "channel": scope.channel, "queue": scope.queue, "topic": scope.topic,
        "around_the_clock": one.around_the_clock,
        "steps": [{"act": str(step.act), "after": step.after.total_seconds()} for step in one.steps],
    }  # fmt: skip
