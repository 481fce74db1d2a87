"""The only door from a handler to conversations, tickets, photos, messages and orders: what this person may see, or NotFound."""

from __future__ import annotations

import re

from console.door import Door
from desk.agent import Agent, Right
from desk.allowance import Allowance
from desk.conversation import Conversation
from desk.errors import NotAllowed, NotFound, NotNow
from desk.escalation import Escalation
from desk.message import Message
from desk.open_matter import MatterKind, MatterState, OpenMatter
from desk.order import Order
from desk.photo import Photo
from desk.promise import Promise
from desk.satisfaction import Score
from desk.shift_handover import ShiftHandover, ShiftHandoverState
from desk.store import (
    Book,
    allowances,
    conversations,
    escalations,
    photos,
    promises,
    scores,
    shift_handovers,
    thread,
    tickets,
    waiting,
)
from desk.ticket.ticket import Ticket

NUMBER = re.compile(r"[1-9][0-9]{0,17}")
KEY = re.compile(r"[0-9A-Za-z_-]{16,64}")
OWNED_SHOWN = 5


def number(written: str) -> int:
    """An id as our addresses write it; anything else names nothing."""
    if not NUMBER.fullmatch(written):
        raise NotFound()
    return int(written)


def conversation(book: Book, agent: Agent, id: int) -> Conversation:
    """Every conversation of the shop is open to whoever sees the desk; one shop is one installation."""
    if not agent.may(Right.SEE_DESK):
        raise NotFound()
    return conversations.by_id(book, id)


def message(book: Book, agent: Agent, conversation_id: int, id: int) -> tuple[Conversation, Message]:
    held = conversation(book, agent, conversation_id)
    found = thread.by_id(book, conversation_id, id)
    if found is None:
        raise NotFound()
    return held, found


def photo(book: Book, agent: Agent, key: str) -> Photo:
    """A photo of a conversation that this person may see; never one that no message holds yet."""
    found = photos.by_key(book, key) if KEY.fullmatch(key) else None
    if found is None or found.conversation_id is None:
        raise NotFound()
    conversation(book, agent, found.conversation_id)
    return found


def allowance(book: Book, agent: Agent, id: int) -> Allowance:
    """One's own; any for who may decide."""
    found = allowances.by_id(book, id)
    if found.agent_id != agent.id and not agent.may(Right.ALLOW):
        raise NotFound()
    conversation(book, agent, found.conversation_id)
    return found


def promise(book: Book, agent: Agent, id: int) -> Promise:
    """One's own; everybody's for who sees them all."""
    found = promises.by_id(book, id)
    if found.owner_id != agent.id and not agent.may(Right.ALL_PROMISES):
        raise NotFound()
    return found


def escalation(book: Book, agent: Agent, id: int) -> Escalation:
    """What one raised; everything for who decides."""
    found = escalations.by_id(book, id)
    if found.raised_by != agent.id and not agent.may(Right.DECIDE):
        raise NotFound()
    return found


def score(book: Book, agent: Agent, id: int) -> Score:
    """Those about oneself; everybody's for who sees them all."""
    found = scores.by_id(book, id)
    if found.agent_id != agent.id and not agent.may(Right.ALL_SCORES):
        raise NotFound()
    return found


def ticket(book: Book, agent: Agent, id: int) -> Ticket:
    """Every case of the shop is open to whoever sees them; what one may do in it, its table says."""
    if not agent.may(Right.SEE_TICKETS):
        raise NotFound()
    return tickets.by_id(book, id)


def handover(book: Book, agent: Agent, id: int) -> ShiftHandover:
    """One's own, or one in which something came to one; everybody's for who sees them all."""
    found = shift_handovers.by_id(book, id)
    if found.leaver_id == agent.id or agent.may(Right.ALL_HANDOVERS):
        return found
    if not any(one.to_id == agent.id for one in shift_handovers.of_handover(book, id)):
        raise NotFound()
    return found


def own_matter(book: Book, agent: Agent, id: int) -> OpenMatter:
    """Of one's own board, while it is open."""
    found = shift_handovers.matter_by_id(book, id)
    if found.leaver_id != agent.id:
        raise NotFound()
    if shift_handovers.by_id(book, found.handover_id).state != ShiftHandoverState.OPEN:
        raise NotNow()
    return found


def offered_matter(book: Book, agent: Agent, id: int) -> OpenMatter:
    """What is or was offered to this person, and what is open to all."""
    found = shift_handovers.matter_by_id(book, id)
    to_all = found.kind == MatterKind.PROMISE and found.state in (MatterState.REOFFERED, MatterState.ACCEPTED)
    concerned = agent.id in (found.to_id, found.declined_by) or agent.may(Right.ALL_HANDOVERS)
    if found.leaver_id == agent.id or not (to_all or concerned):
        raise NotNow()  # taken back meanwhile, or given to somebody else
    return found


async def orders(
    door: Door, held: Conversation, owned: frozenset[str], limit: int = OWNED_SHOWN
) -> list[Order]:
    """The buyer's: bound to this account of theirs, or shown to be theirs. Raises ShopDown."""
    bound = await door.shop.orders_of(held.channel, held.identity, limit)
    numbers = {order.number for order in bound}
    others = [await door.shop.order(number) for number in sorted(owned - numbers)[:limit]]
    return [*bound, *(order for order in others if order is not None)]


async def order_of(door: Door, held: Ticket) -> Order | None:
    """The order that a ticket is about: it was shown to be the buyer's when the ticket was opened. Raises ShopDown."""
    return await door.shop.order(held.order_number) if held.order_number else None


async def order(door: Door, agent: Agent, conversation_id: int, written: str) -> tuple[Conversation, Order]:
    """One order of this conversation's buyer. The same NotFound for "not theirs" and "no such order"."""
    if not agent.may(Right.REVEAL):
        raise NotAllowed()

    def unit(book: Book) -> tuple[Conversation, frozenset[str]]:
        held = conversation(book, agent, conversation_id)
        return held, waiting.owned(book, held.buyer_id)

    held, owned = await door.store.read(unit)
    found = await door.shop.order(written[:64])
    if found is None or not (found.bound_to(held.channel, held.identity) or found.number in owned):
        raise NotFound()
    return held, found
