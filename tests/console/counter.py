"""Where cases are opened: Mina's, as the chat or an agent would open them, and how far they have come."""

from __future__ import annotations

from typing import Any

from desk.store import Book, tickets
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts, Mover
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket
from tests.console.room import Room

MINA = Mover(frozenset({Actor.BUYER}))
LAMP = {"order_number": "1007", "sku": "LAMP-W", "item": "Linen lamp", "paid": 12_900, "goods": 12_900}
EVERYTHING = Facts(
    note="Seen", amounts=Amounts(12_900), address="Hall 3", carrier="SF", tracking="SF1234", photos=1, responsible="Walt"
)  # fmt: skip


async def mina_opens(
    room: Room, kind: str = "return", *, sent: bool = True, opened_by: int | None = None, **more: Any
) -> int:
    """A case about her lamp."""
    mina = room.mina()
    await mina.writes("My lamp is broken")
    held = (await mina.conversation()).id

    def unit(book: Book) -> int:
        at, values = room.clock(), {**LAMP, "words": "It flickers", **more}
        whose = {
            "buyer_id": 1,
            "conversation_id": held,
            "opened_by": opened_by,
            "opened_at": at,
            "changed_at": at,
        }
        made = Ticket(0, TicketKind(kind), TicketState.TELLING, **{**whose, "currency": "CNY", **values})
        tickets.open_ticket(book, made, MINA, USUALLY)
        if sent:
            made.do("submit", MINA, at, USUALLY)
        return made.id

    return await room.store.write(unit)


async def goes_on(
    room: Room, id: int, *verbs: str, as_: Actor | None = None, person: int | None = None
) -> None:
    """By whoever may, with all that is needed; nobody in particular of the shop, unless a person is named."""

    def unit(book: Book) -> None:
        for verb in verbs:
            held = tickets.by_id(book, id)
            found = next(move for move in held.moves(Actor) if move.verb == verb)
            held.do(
                verb, Mover(frozenset({as_}) if as_ else found.by, person), room.clock(), USUALLY, EVERYTHING
            )

    await room.store.write(unit)


async def held(room: Room, id: int) -> Ticket:
    return await room.store.read(lambda book: tickets.by_id(book, id))


async def steps(room: Room, id: int) -> list[str]:
    found = await room.store.read(lambda book: tickets.steps(book, id))
    return [step.verb for step in found]
