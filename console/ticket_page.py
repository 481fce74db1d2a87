"""A ticket's page: what the store knows, read in one moment, and what the shop's system adds while it answers."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from console import access, beside, shapes
from console.answers import Around, around
from console.door import Door, door, language_of, visit
from console.reading import NEWEST, reader_of
from console.thread import lines
from console.ticket_acts import acts, buyer_before
from console.ticket_case import case
from console.ticket_page_shapes import Acts, Case, Past, Refused, TicketPage
from desk.agent import Agent, Right
from desk.conversation import Conversation
from desk.money import Money
from desk.record import record
from desk.shops import ShopDown
from desk.store import Book, agents, conversations, log, thread, ticket_beside, waiting
from desk.ticket.ticket import Ticket

LINES = 6
ORDERS = 200


@record(frozen=True, slots=True)
class Known:
    """What the store says."""

    about: Around
    held: Ticket
    talk: Conversation
    owned: frozenset[str]
    page: TicketPage


def known(book: Book, request: web.Request, id: int, refused: Refused | None = None) -> Known:
    """Raises NotFound."""
    here, agent, language = door(request), visit(request).agent, language_of(request)
    at = here.clock()
    held = access.ticket(book, agent, id)
    talk = access.conversation(book, agent, held.conversation_id)
    reader = reader_of(request, agents.names(book))
    piece = thread.before(book, talk.id, NEWEST, LINES, at)
    shown = TicketPage(
        case=case(book, held, here, reader, language, at),
        acts=acts(book, held, here, agent, language, at, refused),
        past=past(book, here, agent, held, talk),
        now=at,
        lines=tuple(
            one for one in lines(piece, talk.id, talk.buyer_name, reader, None) if one.kind != "event"
        )[-LINES:],
    )
    about = around(book, agent, log.now(book).token())
    return Known(about, held, talk, waiting.owned(book, talk.buyer_id), shown)


def case_of(book: Book, request: web.Request, id: int) -> Case:
    here, agent = door(request), visit(request).agent
    reader = reader_of(request, agents.names(book))
    return case(book, access.ticket(book, agent, id), here, reader, language_of(request), here.clock())


def acts_of(book: Book, request: web.Request, id: int) -> Acts:
    here, agent = door(request), visit(request).agent
    held = access.ticket(book, agent, id)
    return acts(book, held, here, agent, language_of(request), here.clock(), None)


def past(book: Book, here: Door, reader: Agent, held: Ticket, talk: Conversation) -> Past:
    cases, returned = ticket_beside.of_buyer(book, held.buyer_id)
    buyer = conversations.buyer_by_id(book, held.buyer_id)
    return Past(
        name=talk.buyer_name,
        channel=talk.channel,
        account=talk.account,
        since=buyer.created_at,
        cases=cases - 1,
        returned=returned,
        orders=None,
        got=Money(buyer_before(book, held, here, here.clock()), held.currency),
        level=shapes.Level(talk.id, buyer.level, reader.may(Right.BUYER_LEVEL), held.id),
    )


async def whole(here: Door, known: Known, agent: Agent, language: str) -> TicketPage:
    """With the order as the shop has it now. When its system is down the page says so and shows the rest."""
    try:
        sold = beside.sold_by(await here.shop.catalogue())
        order = await access.order_of(here, known.held)
        orders = await access.orders(here, known.talk, known.owned, ORDERS)
    except ShopDown:
        return replace(known.page, shop_down=True)
    card: shapes.OrderCard | None = None
    if order is not None:
        card = beside.order_card(order, known.talk, sold, agent, language)
    return replace(known.page, order=card, past=replace(known.page.past, orders=len(orders)))
