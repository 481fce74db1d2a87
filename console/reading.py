"""One conversation read for one reader: everything its page needs, out of one picture of the store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from console import access, beside, rows, shapes
from console.answers import Around, around
from console.door import Door, door, language_of, visit
from console.thread import Reader, lines
from console.wording import quick_phrases
from desk.agent import Agent, Right
from desk.conversation import Conversation, Mode
from desk.errors import NotFound
from desk.store import Book, agents, conversations, desk_list, log, thread
from desk.store.desk_list import Listed

MESSAGES = 60
NEWEST = 2**31 - 1
SHOWS: tuple[shapes.Show, ...] = ("waiting", "mine", "bot", "all", "closed")


@dataclass(frozen=True, slots=True)
class Opened:
    """A conversation as it was in one moment."""

    held: Conversation
    listed: Listed
    piece: thread.Piece
    names: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of the list somebody looks at."""

    show: shapes.Show
    query: str = ""
    after: tuple[int, int] | None = None
    buyer: tuple[str, str] | None = None
    """Channel and identity of the buyer whose order number was searched for."""


@dataclass(frozen=True, slots=True)
class GivenBack:
    """What somebody wrote and could not send."""

    refused: shapes.Refused
    note: bool


Whole = tuple[Opened, beside.Known]
Read = tuple[list[Listed], Mapping[shapes.Show, int], Around, Mapping[int, str]]
"""The list, its counts, what surrounds the page, everybody's names."""


def reader_of(request: web.Request, names: Mapping[int, str], *, open: bool = False) -> Reader:
    here, agent = door(request), visit(request).agent
    words = here.renderer.languages[language_of(request)]
    rights = frozenset(right for right in Right if agent.may(right))
    return Reader(rights, words, here.zone, names, here.shop_name, open)


def open_one(book: Book, agent: Agent, id: int, before: int, at: datetime) -> Opened:
    """With its last messages before that one. Raises NotFound."""
    held = access.conversation(book, agent, id)
    listed = desk_list.one(book, id)
    assert listed is not None
    until = at if before > held.last_seq else conversations.message_at(book, id, before).at
    return Opened(held, listed, thread.before(book, id, before, MESSAGES, until), agents.names(book))


def whole(book: Book, here: Door, agent: Agent, id: int, before: int) -> Whole:
    opened = open_one(book, agent, id, before, here.clock())
    return opened, beside.known(book, opened.held, agent, here.clock())


async def conversation(
    request: web.Request, opened: Opened, known: beside.Known, given_back: GivenBack | None = None
) -> shapes.Conversation:
    here, agent = door(request), visit(request).agent
    side = await beside.side(here, known, agent, language_of(request))
    head = rows.head(opened.listed, opened.names, agent)
    return shapes.Conversation(
        row=head.row,
        moves=head.moves,
        messages=lines(
            opened.piece, opened.held.id, opened.held.buyer_name, reader_of(request, opened.names)
        ),
        composer=composer(here, opened.held, agent, given_back),
        side=side,
        earlier=earlier(opened),
        phrases=phrases(here, opened.held, agent, side),
    )


def earlier(opened: Opened) -> int | None:
    piece = opened.piece
    return piece.messages[0].seq if piece.messages and piece.previous_at is not None else None


def composer(
    here: Door, held: Conversation, agent: Agent, given_back: GivenBack | None = None
) -> shapes.Composer | None:
    if not agent.may(Right.CONVERSE):
        return None
    mine = held.mode == Mode.HUMAN and held.agent_id == agent.id
    return shapes.Composer(
        conversation_id=held.id,
        idem=secrets.token_hex(16),
        may_reply=mine and not held.gone,
        limit=here.reach(held.channel).max_text,
        seen=2 * held.last_seq,
        text=given_back.refused.text if given_back else "",
        note=given_back is not None and given_back.note,
        refused=given_back.refused if given_back else None,
        may_take=held.mode in (Mode.BOT, Mode.WAITING),
    )


def phrases(here: Door, held: Conversation, agent: Agent, side: shapes.Side) -> tuple[shapes.Phrase, ...]:
    talked_about = [order.number for order in side.orders if order.talked_about] or [
        o.number for o in side.orders
    ]
    values = {
        "buyer_name": held.buyer_name,
        "agent_name": agent.display_name,
        "order": "".join(talked_about[:1]),
    }
    return quick_phrases(here.packs, held.language, values, agent.roles)


# --- the list


def wanted(request: web.Request) -> Wanted:
    asked = request.query.get("show", "")
    show = next((one for one in SHOWS if one == asked), SHOWS[0])
    query = request.query.get("q", "").replace("\0", "")[:200].strip()
    return Wanted(show, query.encode("utf-8", "replace").decode(), _place(request.query.get("from", "")))


def _place(written: str) -> tuple[int, int] | None:
    """`sort.id`; what is not of that form begins the list anew."""
    try:
        sort, id = (access.number(part) for part in written.split("."))
    except (NotFound, ValueError):
        return None
    return sort, id


def read_list(book: Book, here: Door, agent: Agent, wish: Wanted) -> Read:
    if wish.query:
        found = desk_list.found(book, wish.query, _buyer(book, here, wish))
    else:
        found = desk_list.page(book, wish.show, agent.id, wish.after)
    about = around(book, agent, log.now(book).token())
    return found, desk_list.counts(book, agent.id), about, agents.names(book)


def _buyer(book: Book, here: Door, wish: Wanted) -> int | None:
    if wish.buyer is None:
        return None
    channel, identity = wish.buyer
    for name, account in here.accounts:
        if (
            name == channel
            and (found := conversations.buyer_of(book, channel, account, identity)) is not None
        ):
            return found.id
    return None


def inbox(
    wish: Wanted, found: list[Listed], counts: Mapping[shapes.Show, int], names: Mapping[int, str]
) -> shapes.Inbox:
    shown = found[: desk_list.PAGE]
    more = f"{shown[-1].sort}.{shown[-1].id}" if len(found) > desk_list.PAGE else None
    return shapes.Inbox(wish.show, tuple(rows.row(one, names) for one in shown), counts, wish.query, more)
