"""A buyer's after-sales cases out of the book, as the dialogue takes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.dialogue.case_facts import AfterSales, Case
from bot.dialogue.digits import order_key
from desk.store import Book, ticket_reasons, tickets
from desk.ticket.moves import OVER
from desk.ticket.policy import Policy
from desk.ticket.step import TicketStep
from desk.ticket.ticket import EXTEND, REMIND, Ticket

REFUSES = frozenset({"refuse", "refuse_inspection"})
MOST_CASES = 12
"""Of which the dialogue knows: those that run, then the latest."""


def cases_of(book: Book, buyer_id: int, named: Iterable[str] = ()) -> tuple[Case, ...]:
    """The newest first; what runs is never left out for what is over. `named`: numbers of the letters, of a case, an order or a
    parcel: what they name is there, however old."""
    found = tickets.of_buyer(book, buyer_id)
    running = [ticket for ticket in found if ticket.state not in OVER]
    if len(found) == tickets.AT_ONCE:  # there may be more than were read
        running = tickets.running_of_buyer(book, buyer_id)
    running = running[:MOST_CASES]
    over = [ticket for ticket in found if ticket.state in OVER][: MOST_CASES - len(running)]
    few = {ticket.id: ticket for ticket in (*running, *over)}
    if len(found) > len(few):
        asked = [one for number in named for one in tickets.numbered_of_buyer(book, buyer_id, number)]
        few |= {ticket.id: ticket for ticket in asked[:MOST_CASES]}
    return tuple(case_of(book, few[id]) for id in sorted(few, reverse=True))


def case_of(book: Book, ticket: Ticket) -> Case:
    steps = tickets.steps(book, ticket.id)
    return Case(
        id=ticket.id,
        kind=ticket.kind,
        state=ticket.state,
        order=ticket.order_number,
        sku=ticket.sku,
        item=ticket.item,
        quantity=ticket.quantity,
        total=ticket.total,
        opened_at=ticket.opened_at,
        freight=ticket.freight,
        fee=ticket.fee,
        reason=ticket.reason_id,
        wanted=ticket.wanted_sku,
        words=ticket.words,
        due_at=ticket.due_at,
        address=ticket.address,
        tracking_back=ticket.tracking_back,
        carrier_out=ticket.carrier_out,
        tracking_out=ticket.tracking_out,
        note=ticket.finding or _refusal(steps),
        reminded=bool(steps) and steps[-1].verb == REMIND,
        held_until=_held_until(steps),
        disputed=ticket.platform_at is not None,
        shows=tuple(shows for shows, photo in tickets.photos(book, ticket.id) if not photo.shows_nothing),
        version=ticket.version,
    )


def _refusal(steps: Sequence[TicketStep]) -> str:
    return next((step.note for step in reversed(steps) if step.verb in REFUSES), "")


def _held_until(steps: Sequence[TicketStep]) -> date | None:
    last = next((step for step in reversed(steps) if step.verb == EXTEND), None)
    return date.fromisoformat(last.changes[0][2]) if last else None


def after_sales(
    book: Book, cases: tuple[Case, ...], conversation_id: int, orders: Iterable[str], policy: Policy
) -> AfterSales:
    """`orders`: those that may be spoken of; what their lines had is asked for each."""
    earlier = {}
    for number in orders:
        skus = dict.fromkeys(one.sku for one in tickets.of_order(book, number))
        earlier[order_key(number)] = {sku: tuple(tickets.earlier(book, number, sku)) for sku in skus}
    return AfterSales(
        cases,
        tuple(ticket_reasons.every(book)),
        earlier,
        len(tickets.loose_photos(book, conversation_id)),
        policy,
    )
