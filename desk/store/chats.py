"""A chat as its buyer sees it: what they said and what reached them, never what colleagues say among themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import and_, bindparam, exists, or_, select

from desk.line import Line
from desk.message import Author
from desk.photo import PhotoState, ViewState
from desk.record import record
from desk.store import log
from desk.store.book import Book
from desk.store.log import Happened, Place
from desk.store.mapping import to_json
from desk.store.tables import agent, conversation, event, inbox, message, outbox, photo


@record(frozen=True, slots=True)
class Shown:
    """A message as the buyer sees it; the same `n` with a higher `rev` is the same message, changed."""

    n: int
    rev: int
    author: Author
    name: str | None
    """Of the person of the shop who wrote it."""
    text: str
    at_ms: int
    ext_id: str | None
    """The channel's own id of a letter of the buyer."""
    photos: list[tuple[str, PhotoState]]
    """(address, state): ok only once there is something to look at."""
    buttons: list[list[str]]


@record(frozen=True, slots=True)
class State:
    """Who has the chat now; `agent` by the name that buyers see."""

    mode: str
    agent: str | None


_OF_LINE = (
    conversation.c.channel == bindparam("channel"),
    conversation.c.account == bindparam("account"),
    conversation.c.chat == bindparam("chat"),
)
CONVERSATIONS = select(conversation.c.id).where(*_OF_LINE).order_by(conversation.c.id)
STATE = (
    select(conversation.c.mode, agent.c.display_name)
    .select_from(conversation.outerjoin(agent, agent.c.id == conversation.c.agent_id))
    .where(*_OF_LINE)
    .order_by(conversation.c.id.desc())
    .limit(1)
)
LINES = select(conversation.c.channel, conversation.c.account, conversation.c.chat).where(
    conversation.c.id == bindparam("id")
)
# A message of ours is the buyer's to see once its last letter was sent: a withdrawn one never was said, and a
# note among colleagues has no letter at all.
_ARRIVED = or_(
    message.c.author == "buyer",
    exists().where(
        outbox.c.conversation_id == message.c.conversation_id,
        outbox.c.seq == message.c.seq,
        outbox.c.state == "sent",
        outbox.c.part == outbox.c.parts,
    ),
)
_SHOWN = (
    select(
        message.c.id, message.c.conversation_id, message.c.seq, message.c.author, message.c.kind, message.c.text,
        message.c.at, message.c.buttons, message.c.revision, inbox.c.ext_id, agent.c.display_name,
    )
    .select_from(
        message.outerjoin(inbox, inbox.c.id == message.c.inbox_id).outerjoin(agent, agent.c.id == message.c.author_id)
    )
    .where(message.c.conversation_id == bindparam("conversation"), _ARRIVED)
)  # fmt: skip
PAGE = _SHOWN.where(message.c.id > bindparam("after")).order_by(message.c.seq).limit(bindparam("count"))
ONE = _SHOWN.where(message.c.seq == bindparam("seq"))
SENT_WITH = select(outbox.c.photo).where(
    outbox.c.conversation_id == bindparam("conversation"),
    outbox.c.seq == bindparam("seq"),
    outbox.c.photo.is_not(None),
)
PHOTOS = (
    select(photo.c.key, photo.c.state, photo.c.view_state, photo.c.version)
    .where(
        or_(
            and_(photo.c.conversation_id == bindparam("conversation"), photo.c.seq == bindparam("seq")),
            photo.c.key.in_(SENT_WITH),
        )
    )
    .order_by(photo.c.id)
)
NEAREST = (
    select(message.c.seq)
    .where(message.c.conversation_id == bindparam("conversation"), message.c.id <= bindparam("n"))
    .order_by(message.c.seq.desc())
    .limit(1)
)
SAID_AT = (
    select(event.c.xid, event.c.number)
    .where(event.c.conversation_id == bindparam("conversation"))
    .where(
        or_(*(event.c.kind == kind for kind in ("heard", "heard_aside", "said"))),
        event.c.data == bindparam("data"),
    )
    .order_by(event.c.number)
    .limit(1)
)


def state(book: Book, line: Line) -> State:
    row = book.row(STATE, line._asdict())
    return State(*row) if row is not None else State("bot", None)


def lines_of(book: Book, conversation_ids: Iterable[int]) -> dict[int, Line]:
    return {id: Line(*row) for id in conversation_ids if (row := book.row(LINES, {"id": id})) is not None}


def history(book: Book, line: Line, after: int, count: int) -> list[Shown]:
    """The first messages with a greater number than `after`, oldest first."""
    found: list[Shown] = []
    for (conversation_id,) in book.rows(CONVERSATIONS, line._asdict()):
        values = {"conversation": conversation_id, "after": after, "count": count - len(found)}
        found += [_shown(book, row) for row in book.rows(PAGE, values)]
        if len(found) >= count:
            break
    return found


def resume(book: Book, line: Line, n: int) -> Place | None:
    """From where in the log somebody must read on who knows the messages up to number `n`; None: from the start.

    It is the place where that message was written, not where it arrived: an answer that was written earlier and
    delivered later lies behind it, and would otherwise be missed."""
    for (conversation_id,) in reversed(book.rows(CONVERSATIONS, line._asdict())):
        seq = book.value(NEAREST, {"conversation": conversation_id, "n": n})
        if seq is not None:
            row = book.row(SAID_AT, {"conversation": conversation_id, "data": to_json({"seq": seq})})
            return Place(*row) if row is not None else None
    return None


def news(book: Book, line: Line, since: Place, count: int) -> tuple[list[Shown], Place, bool]:
    """Messages that came or changed since then, to what place this is all, and whether there is more after it."""
    touched: dict[tuple[int, int], None] = {}
    for happened in log.of_line(book, line, since):
        if len(touched) >= count:
            return _ones(book, touched), since, True
        if (key := _of_message(happened)) is not None:
            touched[key] = None
        since = happened.place
    return _ones(book, touched), since, False


def _of_message(happened: Happened) -> tuple[int, int] | None:
    seq = happened.data.get("seq")
    return None if seq is None or happened.conversation_id is None else (happened.conversation_id, seq)


def _ones(book: Book, keys: Iterable[tuple[int, int]]) -> list[Shown]:
    rows = [book.row(ONE, {"conversation": conversation_id, "seq": seq}) for conversation_id, seq in keys]
    return [_shown(book, row) for row in rows if row is not None]


def _shown(book: Book, row: tuple[Any, ...]) -> Shown:
    id, conversation_id, seq, author, kind, text, at, buttons, revision, ext_id, name = row
    photos = book.rows(PHOTOS, {"conversation": conversation_id, "seq": seq}) if kind == "photo" else []
    return Shown(
        n=id,
        # Both only grow, so their sum does.
        rev=revision + sum(version for *_, version in photos),
        author=Author(author),
        name=name,
        text=text,
        at_ms=at,
        ext_id=ext_id,
        photos=[(key, _visible(state, view)) for key, state, view, _ in photos],
        # Of a pressed button the buyer sees its words only.
        buttons=orjson.loads(buttons) if author != Author.BUYER else [],
    )


def _visible(state: str, view: str) -> PhotoState:
    if state == PhotoState.FAILED or view == ViewState.FAILED:
        return PhotoState.FAILED
    return PhotoState.OK if view == ViewState.OK else PhotoState.PENDING
