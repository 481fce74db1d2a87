"""The desk: the list at the left, a conversation in the middle, what is known of the buyer at the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from aiohttp import web

from console import access, beside, reading, rows
from console.answers import Pieces, drawn, drawn_pieces, frame, is_piece
from console.door import Door, door, language_of, visit
from console.reading import NEWEST, GivenBack, Opened, Wanted
from console.shapes import Conversation, Message
from console.thread import lines
from desk.agent import Agent, Right
from desk.errors import NotFound
from desk.shops import ShopDown
from desk.store import Book, agents, desk_list, drafts, thread


async def desk(request: web.Request) -> web.Response:
    return await draw_desk(request, None)


async def page(request: web.Request) -> web.Response:
    id, before = access.number(request.match_info["id"]), _before(request)
    if not is_piece(request):
        return await draw_desk(request, id, before=before)
    here, agent = door(request), visit(request).agent
    opened, known = await here.store.read(lambda book: reading.whole(book, here, agent, id, before))
    shown = await reading.conversation(request, opened, known)
    return drawn(
        request, "desk/_conversation.html", frame=frame(request), csrf=_csrf(request), conversation=shown
    )


async def draw_desk(
    request: web.Request,
    id: int | None,
    code: int = 200,
    before: int = NEWEST,
    given_back: GivenBack | None = None,
) -> web.Response:
    """The whole page; `given_back` is what was written and did not leave."""
    here, agent, wish = door(request), visit(request).agent, await _wish(request)
    words = here.renderer.languages[language_of(request)]
    listed, opened = await here.store.read(lambda book: _read(book, here, agent, id, before, wish, words))
    shown: Conversation | None = None
    if opened is not None:
        shown = await reading.conversation(request, *opened, given_back)
    inbox, about = reading.inbox(wish, listed), frame(request, listed.about)
    return drawn(request, "desk/desk.html", code, frame=about, inbox=inbox, conversation=shown)


def _read(
    book: Book, here: Door, agent: Agent, id: int | None, before: int, wish: Wanted, words: Mapping[str, str]
) -> tuple[reading.Read, reading.Whole | None]:
    listed = reading.read_list(book, here, agent, wish, words)
    return listed, None if id is None else reading.whole(book, here, agent, id, before)


async def _wish(request: web.Request) -> Wanted:
    wish = reading.wanted(request)
    if not wish.query or len(wish.query) > 64:
        return wish
    try:
        order = await door(request).shop.order(wish.query)
    except ShopDown:
        return wish
    return (
        replace(wish, buyer=(order.channel, order.identity)) if order is not None and order.identity else wish
    )


def _before(request: web.Request) -> int:
    written = request.query.get("before")
    return NEWEST if written is None else min(access.number(written), NEWEST)


def _csrf(request: web.Request) -> str:
    return visit(request).session.csrf


# --- pieces


async def earlier(request: web.Request) -> web.Response:
    """The button once more, then older messages."""
    opened = await _open(request, _before(request))
    reader = reading.reader_of(request, opened.names)
    older = lines(opened.piece, opened.held.id, opened.held.buyer_name, reader, opened.held.agent_id)
    head = rows.head(opened.listed, opened.names, visit(request).agent, opened.held.last_seq)
    button: dict[str, object] = {"conversation": replace(head, earlier=reading.earlier(opened))}
    return drawn_pieces(request, [("desk/_earlier.html", button), *_lines(request, older)])


async def message(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    id, number = access.number(request.match_info["id"]), access.number(request.match_info["message"])

    def unit(book: Book) -> Pieces:
        _, found = access.message(book, agent, id, number)
        return message_pieces(book, request, id, [found.seq])

    return drawn_pieces(request, await here.store.read(unit))


def message_pieces(
    book: Book, request: web.Request, id: int, seqs: list[int], *, open: bool = False
) -> Pieces:
    """Messages as this reader sees them now, with the list's row of their conversation."""
    held, names = access.conversation(book, visit(request).agent, id), agents.names(book)
    reader = reading.reader_of(request, names, open=open)
    drawn_lines = [
        line
        for seq in seqs
        for line in lines(thread.single(book, id, seq), id, held.buyer_name, reader, held.agent_id)
    ]
    return _lines(request, drawn_lines)


def _lines(request: web.Request, found: Iterable[Message]) -> Pieces:
    return [("desk/_message.html", {"message": line, "csrf": _csrf(request)}) for line in found]


async def head(request: web.Request) -> web.Response:
    return await _pieces(request, "head")


async def composer(request: web.Request) -> web.Response:
    return await _pieces(request, "composer")


async def _pieces(request: web.Request, *which: str) -> web.Response:
    here, agent = door(request), visit(request).agent
    id = access.number(request.match_info["id"])
    return drawn_pieces(
        request,
        await here.store.read(lambda book: hand_pieces(book, here, agent, _csrf(request), id, *which)),
    )


def hand_pieces(book: Book, here: Door, agent: Agent, csrf: str, id: int, *which: str) -> Pieces:
    """What depends on who has it: head, composer, row."""
    held, listed, names = access.conversation(book, agent, id), desk_list.one(book, id), agents.names(book)
    if listed is None:
        raise NotFound()
    top = rows.head(listed, names, agent, held.last_seq)
    box = reading.composer(here, held, agent, drafts.of(book, id) if agent.may(Right.CONVERSE) else ())
    pieces: dict[str, tuple[str, dict[str, object]]] = {
        "head": ("desk/_head.html", {"conversation": top, "csrf": csrf}),
        "row": ("desk/_row.html", {"row": top.row}),
    }
    if box is not None:
        pieces["composer"] = ("desk/_composer.html", {"composer": box, "csrf": csrf})
    return [pieces[name] for name in which if name in pieces]


async def side(request: web.Request) -> web.Response:
    here, agent = door(request), visit(request).agent
    id = access.number(request.match_info["id"])
    at = here.clock()
    known = await here.store.read(
        lambda book: beside.known(book, here, access.conversation(book, agent, id), agent, at)
    )
    shown = await beside.side(here, known, agent, language_of(request))
    return drawn(request, "desk/_side.html", csrf=_csrf(request), side=shown)


async def _open(request: web.Request, before: int) -> Opened:
    here, agent = door(request), visit(request).agent
    id = access.number(request.match_info["id"])
    return await here.store.read(lambda book: reading.open_one(book, agent, id, before, here.clock()))
