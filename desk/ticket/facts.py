"""Who makes a move of a ticket, and what it brings with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from desk.agent import Agent, Role
from desk.errors import DeskError, NotAllowed
from desk.record import record
from desk.ticket.amounts import Amounts
from desk.ticket.approval import Barred
from desk.ticket.moves import Actor, Need


class Lacks(DeskError):
    """Something is missing without which this cannot be done."""

    def __init__(self, need: Need) -> None:
        super().__init__()
        self.need = need


class NotYours(NotAllowed):
    """Somebody else has to approve this."""

    def __init__(self, why: Barred) -> None:
        super().__init__()
        self.why = why


@record(frozen=True, slots=True)
class Mover:
    """Who acts, and as what."""

    by: frozenset[Actor]
    person: int | None = None
    """A person of the shop."""

    @classmethod
    def of(cls, agent: Agent) -> Mover:
        """Whoever is signed in acts as all that they are."""
        return cls(frozenset(SIDES[Role(role)] for role in agent.roles if Role(role) in SIDES), agent.id)


SIDES: Mapping[Role, Actor] = {
    Role.AGENT: Actor.AGENT,
    Role.SUPERVISOR: Actor.SUPERVISOR,
    Role.FINANCE: Actor.FINANCE,
    Role.WAREHOUSE: Actor.WAREHOUSE,
}
BUYER = Mover(frozenset({Actor.BUYER}))
THE_DESK = Mover(frozenset({Actor.DESK}))
THE_SHOP = Mover(frozenset({Actor.SHOP}))


@record(frozen=True, slots=True)
class Facts:
    """What a move brings with it."""

    note: str = ""
    amounts: Amounts | None = None
    coupons: bool | None = None
    """Coupons, points and gifts are given back, too: only the reviewer says so (C2)."""
    address: str = ""
    carrier: str = ""
    tracking: str = ""
    photos: int = 0
    """How many of its own the move has."""
    booked_in: int = 0
    """Units that go back onto the shelf."""
    responsible: str = ""
    measure: str = ""
    until: datetime | None = None
    """Of the measure."""
    buyer_before: int = 0
    """Minor units that this buyer got back lately."""


HAS: Mapping[Need, Callable[[Facts], bool]] = {
    Need.NOTE: lambda facts: bool(facts.note.strip()),
    Need.AMOUNT: lambda facts: facts.amounts is not None,
    Need.ADDRESS: lambda facts: bool(facts.address.strip()),
    Need.TRACKING: lambda facts: bool(facts.tracking.strip()),
    Need.PHOTOS: lambda facts: facts.photos > 0,
    Need.RESPONSIBLE: lambda facts: bool(facts.responsible.strip()),
    Need.MEASURE: lambda facts: bool(facts.measure.strip()) and facts.until is not None,
}
