"""The only door from a handler to conversations, photos, messages and orders: what this person may see, or NotFound."""

from __future__ import annotations

import re

from console.door import Door
from desk.agent import Agent, Right
from desk.conversation import Conversation
from desk.errors import NotAllowed, NotFound
from desk.escalation import Escalation
from desk.message import Message
from desk.order import Order
from desk.photo import Photo
from desk.promise import Promise
from desk.store import Book, conversations, escalations, photos, promises, thread, waiting

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


async def orders(door: Door, held: Conversation, owned: frozenset[str]) -> list[Order]:
    """The buyer's: bound to this account of theirs, or shown to be theirs. Raises ShopDown."""
    bound = await door.shop.orders_of(held.channel, held.identity)
    numbers = {order.number for order in bound}
    others = [await door.shop.order(number) for number in sorted(owned - numbers)[:OWNED_SHOWN]]
    return [*bound, *(order for order in others if order is not None)]


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
