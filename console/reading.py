"""One conversation read for one reader: everything its page needs, out of one picture of the store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from aiohttp import web

from console import access, allowing, beside, routing, rows, shapes
from console.answers import Around, around
from console.door import Door, door, language_of, visit
from console.routing_shapes import Offer, QueueName
from console.thread import Reader, lines
from console.wording import quick_phrases
from desk.agent import Agent, Right
from desk.conversation import Conversation, Mode
from desk.errors import NotFound
from desk.record import record
from desk.store import Book, agents, conversations, desk_list, drafts, log, thread
from desk.store.desk_list import Listed

MESSAGES = 60
NEWEST = 2**31 - 1
SHOWS: tuple[shapes.Show, ...] = ("waiting", "mine", "bot", "all", "closed")


@record(frozen=True, slots=True)
class Opened:
    """A conversation as it was in one moment."""

    held: Conversation
    listed: Listed
    piece: thread.Piece
    names: Mapping[int, str]
    drafts: Sequence[drafts.Draft] = ()
    asking: shapes.Asking | None = None


@record(frozen=True, slots=True)
class Wanted:
    """Which part of the list somebody looks at."""

    show: shapes.Show
    query: str = ""
    after: tuple[int, int] | None = None
    buyer: tuple[str, str] | None = None
    """Channel and identity of the buyer whose order number was searched for."""
    queue: int | None = None
    """Whose queue of those who wait; 0 = none."""


@record(frozen=True, slots=True)
class GivenBack:
    """What somebody wrote and could not send."""

    refused: shapes.Refused
    note: bool


Whole = tuple[Opened, beside.Known]


@record(frozen=True, slots=True)
class Read:
    """The list with its counts, what surrounds the page, everybody's names."""

    found: list[Listed]
    counts: Mapping[shapes.Show, int]
    about: Around
    names: Mapping[int, str]
    offers: tuple[Offer, ...] = ()
    queues: tuple[QueueName, ...] = ()


def reader_of(request: web.Request, names: Mapping[int, str], *, open: bool = False) -> Reader:
    here, agent = door(request), visit(request).agent
    words = here.renderer.languages[language_of(request)]
    rights = frozenset(right for right in Right if agent.may(right))
    return Reader(rights, words, here.zone, names, here.shop_name, open, agent.id)


def open_one(book: Book, agent: Agent, id: int, before: int, at: datetime) -> Opened:
    """With its last messages before that one. Raises NotFound."""
    held = access.conversation(book, agent, id)
    listed = desk_list.one(book, id)
    assert listed is not None
    until = at if before > held.last_seq else conversations.message_at(book, id, before).at
    begun = drafts.of(book, id) if agent.may(Right.CONVERSE) else ()
    asking = allowing.asking(book, agent, id) if agent.may(Right.CONVERSE) else None
    piece = thread.before(book, id, before, MESSAGES, until)
    return Opened(held, listed, piece, agents.names(book), begun, asking)


def whole(book: Book, here: Door, agent: Agent, id: int, before: int) -> Whole:
    opened = open_one(book, agent, id, before, here.clock())
    return opened, beside.known(book, here, opened.held, agent, here.clock())


async def conversation(
    request: web.Request, opened: Opened, known: beside.Known, given_back: GivenBack | None = None
) -> shapes.Conversation:
    here, agent = door(request), visit(request).agent
    side = await beside.side(here, known, agent, language_of(request))
    head = rows.head(opened.listed, opened.names, agent, opened.held.last_seq)
    return shapes.Conversation(
        row=head.row,
        moves=head.moves,
        messages=lines(
            opened.piece,
            opened.held.id,
            opened.held.buyer_name,
            reader_of(request, opened.names),
            opened.held.agent_id,
        ),
        composer=composer(here, opened.held, agent, opened.drafts, given_back),
        side=side,
        earlier=earlier(opened),
        phrases=phrases(here, opened.held, agent, side),
        may_whisper=head.may_whisper,
        seen=head.seen,
        asking=opened.asking,
    )


def earlier(opened: Opened) -> int | None:
    piece = opened.piece
    return piece.messages[0].seq if piece.messages and piece.previous_at is not None else None


def composer(
    here: Door,
    held: Conversation,
    agent: Agent,
    begun: Sequence[drafts.Draft],
    given_back: GivenBack | None = None,
) -> shapes.Composer | None:
    """With what the reader had begun to write; and, for who has it, what colleagues had."""
    if not agent.may(Right.CONVERSE):
        return None
    mine = held.mode == Mode.HUMAN and held.agent_id == agent.id
    own = next((one for one in begun if one.agent_id == agent.id), None)
    others = [one for one in begun if one.agent_id != agent.id and not one.note] if mine else []
    return shapes.Composer(
        conversation_id=held.id,
        idem=secrets.token_hex(16),
        may_reply=mine and not held.gone,
        limit=here.reach(held.channel).max_text,
        seen=2 * held.last_seq,
        text=given_back.refused.text if given_back else own.text if own else "",
        note=given_back.note if given_back else own is not None and own.note,
        drafts=tuple(shapes.Draft(one.id, one.author, one.text, one.at) for one in others),
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
    query = query.encode("utf-8", "replace").decode()
    return Wanted(
        show, query, _place(request.query.get("from", "")), queue=_queue(request.query.get("queue", ""))
    )


def _queue(written: str) -> int | None:
    try:
        return 0 if written == "0" else access.number(written)
    except NotFound:
        return None


def _place(written: str) -> tuple[int, int] | None:
    """`sort.id`; what is not of that form begins the list anew."""
    try:
        sort, id = (access.number(part) for part in written.split("."))
    except (NotFound, ValueError):
        return None
    return sort, id


def read_list(book: Book, here: Door, agent: Agent, wish: Wanted, words: Mapping[str, str]) -> Read:
    if wish.query:
        found = desk_list.found(book, wish.query, _buyer(book, here, wish))
    else:
        found = desk_list.page(book, wish.show, agent.id, wish.after, wish.queue)
    about, names = around(book, agent, log.now(book).token()), agents.names(book)
    held_out = routing.offers_of(book, agent, words) if agent.may(Right.CONVERSE) else ()
    return Read(found, desk_list.counts(book, agent.id), about, names, held_out, routing.queue_names(book))


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


def inbox(wish: Wanted, read: Read) -> shapes.Inbox:
    shown = read.found[: desk_list.PAGE]
    return shapes.Inbox(
        wish.show,
        tuple(rows.row(one, read.names) for one in shown),
        read.counts,
        wish.query,
        offers=read.offers,
        queues=read.queues,
        queue=wish.queue,
        more=f"{shown[-1].sort}.{shown[-1].id}" if len(read.found) > desk_list.PAGE else None,
    )
