"""The export: every letter in, every letter out, every change of hands, every deadline, as JSON records.

Keyset pages, each its own read, up to the rows that were there when it began: a long export pins nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ClauseElement, bindparam, func, select

from desk.clock import to_ms
from desk.message import ASIDE
from desk.response_time import Promptness
from desk.store import Book, Store, export_afterwards, export_facts, facts
from desk.store.tables import (
    conversation,
    deadline,
    event,
    inbox,
    message,
    open_matter,
    outbox,
    photo,
    revision,
    session_fact,
    shift_handover,
    ticket,
)

PAGE = 1000
VERSION = 1

LETTERS_IN = (
    select(
        inbox.c.id, inbox.c.channel, inbox.c.account, inbox.c.ext_id, inbox.c.chat, inbox.c.conversation_id,
        inbox.c.seq, inbox.c.state, inbox.c.kind, inbox.c.group_id, inbox.c.event_at, inbox.c.received_at,
        inbox.c.text_sha, inbox.c.reason, message.c.kind,
    )
    .outerjoin(message, (message.c.conversation_id == inbox.c.conversation_id) & (message.c.seq == inbox.c.seq))
    .where(inbox.c.id > bindparam("after"), inbox.c.id <= bindparam("upto"))
    .order_by(inbox.c.id)
    .limit(PAGE)
)  # fmt: skip
FILES = (
    select(photo.c.inbox_id, photo.c.sha256, photo.c.state, photo.c.error)
    .where(photo.c.inbox_id > bindparam("after"), photo.c.inbox_id <= bindparam("upto"))
    .order_by(photo.c.id)
)
REVISIONS = (
    select(inbox.c.id, func.count())
    .join(revision, (revision.c.conversation_id == inbox.c.conversation_id) & (revision.c.seq == inbox.c.seq))
    .where(inbox.c.id > bindparam("after"), inbox.c.id <= bindparam("upto"))
    .group_by(inbox.c.id)
)
RAW = select(inbox.c.raw).where(inbox.c.id == bindparam("id"))
LETTERS_OUT = (
    select(
        outbox.c.id, outbox.c.channel, outbox.c.account, outbox.c.chat, outbox.c.conversation_id, outbox.c.seq,
        outbox.c.author, outbox.c.author_id, inbox.c.ext_id, outbox.c.state, outbox.c.text_sha,
        outbox.c.mode_version, outbox.c.queued_at, outbox.c.sent_at, outbox.c.part, outbox.c.parts, outbox.c.error,
        outbox.c.perfunctory, outbox.c.edits,
    )
    .outerjoin(inbox, inbox.c.id == outbox.c.cause)
    .where(outbox.c.id > bindparam("after"), outbox.c.id <= bindparam("upto"))
    .order_by(outbox.c.id)
    .limit(PAGE)
)  # fmt: skip
MODES = (
    select(
        event.c.number, conversation.c.channel, conversation.c.account, conversation.c.chat,
        event.c.conversation_id, event.c.at, event.c.agent_id, event.c.data,
    )
    .join(conversation, conversation.c.id == event.c.conversation_id)
    .where(event.c.number > bindparam("after"), event.c.number <= bindparam("upto"), event.c.kind == "mode")
    .order_by(event.c.number)
    .limit(PAGE)
)  # fmt: skip
STEPS = (
    select(event.c.number, event.c.conversation_id, event.c.at, event.c.agent_id, event.c.data)
    .where(event.c.number > bindparam("after"), event.c.number <= bindparam("upto"), event.c.kind == "step")
    .order_by(event.c.number)
    .limit(PAGE)
)
TIMERS = (
    select(
        deadline.c.id, deadline.c.conversation_id, deadline.c.kind, deadline.c.generation,
        deadline.c.due_at, deadline.c.fired_at, deadline.c.state,
    )
    .where(deadline.c.id > bindparam("after"), deadline.c.id <= bindparam("upto"))
    .order_by(deadline.c.id)
    .limit(PAGE)
)  # fmt: skip
MATTERS = (
    select(
        open_matter.c.id, open_matter.c.handover_id, open_matter.c.kind, open_matter.c.of,
        open_matter.c.conversation_id, open_matter.c.leaver_id, open_matter.c.to_id, open_matter.c.state,
        open_matter.c.changed_at, open_matter.c.until, shift_handover.c.opened_at, shift_handover.c.state,
        shift_handover.c.ended_at,
    )
    .join(shift_handover, shift_handover.c.id == open_matter.c.handover_id)
    .where(open_matter.c.id > bindparam("after"), open_matter.c.id <= bindparam("upto"))
    .order_by(open_matter.c.id)
    .limit(PAGE)
)  # fmt: skip
LAST = {table.name: select(func.coalesce(func.max(column), 0)) for table, column in (
    (inbox, inbox.c.id), (outbox, outbox.c.id), (event, event.c.number), (deadline, deadline.c.id),
    (open_matter, open_matter.c.id), (session_fact, session_fact.c.conversation_id), (ticket, ticket.c.id),
)} | export_afterwards.LAST_OF  # fmt: skip

Record = dict[str, Any]
Page = tuple[list[Record], int | None]
"""The records, and the key of the last row; None when there was none."""


async def records(store: Store, promptness: Promptness) -> AsyncIterator[bytes]:
    """One JSON object a line; `docs/export.md` says what each key means. `promptness`: the rules in force."""
    while await store.write(facts.catch_up):
        pass
    upto = await store.read(lambda book: {name: int(book.value(last)) for name, last in LAST.items()})
    for table, page in (
        ("inbox", _letters_in),
        ("outbox", _letters_out),
        ("event", _modes),
        ("event", _steps),
        ("deadline", _timers),
        ("open_matter", _matters),
        ("session_fact", export_facts.rounds),
        ("session_fact", export_facts.queueings),
        ("ticket", export_facts.tickets),
        ("score", _scores),
        ("follow_up", _follow_ups),
    ):
        async for record in _pages(store, page, upto[table]):
            yield _line(record)
    yield _line(export_facts.calendar(promptness))


def _line(record: Record) -> bytes:
    return orjson.dumps({**record, "v": VERSION}, option=orjson.OPT_APPEND_NEWLINE)


async def _pages(store: Store, page: Callable[[Book, int, int], Page], upto: int) -> AsyncIterator[Record]:
    after: int | None = 0
    while after is not None:
        found, after = await store.read(_one(page, after, upto))
        for record in found:
            yield record


def _one(page: Callable[[Book, int, int], Page], after: int, upto: int) -> Callable[[Book], Page]:
    return lambda book: page(book, after, upto)


def _rows(book: Book, statement: ClauseElement, after: int, upto: int) -> list[tuple[Any, ...]]:
    return book.rows(statement, {"after": after, "upto": upto})


def _letters_in(book: Book, after: int, upto: int) -> Page:
    rows = _rows(book, LETTERS_IN, after, upto)
    last = rows[-1][0] if rows else None
    files: dict[int, list[Record]] = {}
    for inbox_id, sha, state, error in _rows(book, FILES, after, last or after):
        files.setdefault(inbox_id, []).append(
            {"sha": sha, "state": state, **({"reason": error} if error else {})}
        )
    revisions = {row[0]: row[1] for row in _rows(book, REVISIONS, after, last or after)}
    keys = (
        "channel",
        "account",
        "ext_id",
        "chat",
        "conv",
        "seq",
        "state",
        "kind",
        "group_id",
        "t",
        "received",
        "text_sha",
        "reason",
    )
    return [
        {
            "rec": "in", **dict(zip(keys, row[1:-1], strict=True)), "aside": row[-1] in ASIDE, "files": files.get(row[0], []),
            "revisions": revisions.get(row[0], 0), **_bytes_of_dead(book, row[0], row[7]),
        }
        for row in rows
    ], last  # fmt: skip


def _bytes_of_dead(book: Book, id: int, state: str) -> Record:
    """What was kept of a letter that nobody can read. One row at a time: a page of the largest would not fit."""
    return {"raw_sha": sha256(bytes(book.value(RAW, {"id": id}))).hexdigest()} if state == "dead" else {}


def _letters_out(book: Book, after: int, upto: int) -> Page:
    keys = (
        "id", "channel", "account", "chat", "conv", "seq", "author", "author_id", "cause_ext_id", "state",
        "text_sha", "mode_version", "queued_at", "sent_at", "part", "parts", "error", "perfunctory", "edits",
    )  # fmt: skip
    rows = _rows(book, LETTERS_OUT, after, upto)
    found = [{"rec": "out", **dict(zip(keys, row, strict=True))} for row in rows]
    return [{**one, "perfunctory": bool(one["perfunctory"])} for one in found], rows[-1][0] if rows else None


def _modes(book: Book, after: int, upto: int) -> Page:
    rows = _rows(book, MODES, after, upto)
    found = []
    for number, channel, account, chat, conversation_id, at, agent_id, data in rows:
        said = orjson.loads(data)
        found.append(
            {
                "rec": "mode", "channel": channel, "account": account, "chat": chat, "conv": conversation_id,
                "seq": number, "t": at, "from": said["before"], "to": said["after"], "by": said["by"],
                "verb": said["verb"], "agent_id": agent_id, "reason": said["reason"],
            }
        )  # fmt: skip
    return found, rows[-1][0] if rows else None


def _steps(book: Book, after: int, upto: int) -> Page:
    rows = _rows(book, STEPS, after, upto)
    found = []
    for number, conversation_id, at, agent_id, data in rows:
        said = orjson.loads(data)
        found.append(
            {
                "rec": "step", "conv": conversation_id, "seq": number, "t": at, "act": said["act"],
                "since": to_ms(datetime.fromisoformat(said["since"])),
                "due": to_ms(datetime.fromisoformat(said["due_at"])), "agent_id": agent_id,
            }
        )  # fmt: skip
    return found, rows[-1][0] if rows else None


def _timers(book: Book, after: int, upto: int) -> Page:
    keys = ("conv", "kind", "generation", "due", "fired_at", "state")
    rows = _rows(book, TIMERS, after, upto)
    return [{"rec": "timer", **dict(zip(keys, row[1:], strict=True))} for row in rows], rows[-1][
        0
    ] if rows else None


def _matters(book: Book, after: int, upto: int) -> Page:
    keys = (
        "id", "handover", "kind", "of", "conv", "leaver", "to_whom", "state", "changed_at", "until", "opened_at",
        "handover_state", "ended_at",
    )  # fmt: skip
    rows = _rows(book, MATTERS, after, upto)
    return [{"rec": "matter", **dict(zip(keys, row, strict=True))} for row in rows], rows[-1][
        0
    ] if rows else None


def _scores(book: Book, after: int, upto: int) -> Page:
    return export_afterwards.scores(book, after, upto, PAGE)


def _follow_ups(book: Book, after: int, upto: int) -> Page:
    return export_afterwards.follow_ups(book, after, upto, PAGE)
