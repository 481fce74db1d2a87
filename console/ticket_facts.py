"""What somebody typed for a move, read with care: amounts in the currency's major unit, numbers without blanks, a time to come."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from typing import Any

from console.form import Form
from console.promising import time_written
from console.ticket_page_shapes import Fault
from desk.errors import DeskError, NotAllowed, NotNow
from desk.money import Money
from desk.ticket.amounts import Amounts, TooMuch, reviewed
from desk.ticket.facts import Facts, Lacks, NotYours
from desk.ticket.going_back import HeldBack
from desk.ticket.moves import Move, Need
from desk.ticket.ticket import LONGEST_NOTE, Ticket
from desk.width import narrow

LONGEST = {
    "address": 500,
    "carrier": 80,
    "tracking": 80,
    "responsible": 200,
    "measure": 1_000,
    "note": LONGEST_NOTE,
}
DECIMAL_COMMA = re.compile(r",([0-9]{1,2})$")
TYPED = (*LONGEST, "goods", "freight", "fee", "coupons", "until", "booked", "to", "reason")


class Unreadable(DeskError):
    """One field cannot be read as what it is for."""

    def __init__(self, what: Fault, limit: str = "") -> None:
        super().__init__()
        self.what, self.limit = what, limit


class MovedOn(DeskError):
    """Somebody did something to it since the page was drawn."""


def typed(sent: Form) -> dict[str, str]:
    """Everything that was written, to be given back."""
    return {name: sent.text(name) for name in TYPED if sent.text(name)}


def facts(
    held: Ticket, move: Move, sent: Form, zone: tzinfo, at: datetime, most: tuple[int, int], **known: Any
) -> Facts:
    """Raises Unreadable. `most`: of the goods and of the freight can go back. `known`: what else the form does not say."""
    words: dict[str, Any] = {name: sent.text(name).strip()[:most] for name, most in LONGEST.items()}
    words["tracking"] = "".join(words["tracking"].split())
    asks = Need.AMOUNT in move.needs
    return Facts(
        **words,
        amounts=amounts(held, sent, most) if asks else None,
        coupons=sent.text("coupons") == "1" if asks else None,
        until=_until(sent.text("until"), zone, at) if Need.MEASURE in move.needs else None,
        **known,
    )


def amounts(held: Ticket, sent: Form, most: tuple[int, int]) -> Amounts:
    paid, freight_paid = most
    minor = {name: _minor(sent.text(name), held.currency) for name in ("goods", "fee", "freight")}
    try:
        decided = reviewed(paid, freight_paid=freight_paid, currency=held.currency, **minor)
    except TooMuch:
        limit = paid if minor["goods"] > paid else freight_paid
        raise Unreadable("too_much", str(Money(limit, held.currency))) from None
    except ValueError:
        raise Unreadable("amount") from None
    if decided.total <= 0:
        raise Unreadable("amount")  # whoever gives nothing back refuses, and says why
    return decided


def _minor(written: str, currency: str) -> int:
    """A comma before one or two last digits is a decimal point to many; any other says nothing for sure."""
    plain = DECIMAL_COMMA.sub(r".\1", narrow(written))
    try:
        return Money.parse(plain, currency).minor if plain else 0
    except ValueError:
        raise Unreadable("amount") from None


def _until(written: str, zone: tzinfo, at: datetime) -> datetime | None:
    if not written:
        return None
    until = time_written(written, zone)
    if until is None or until <= at:
        raise Unreadable("date")
    return until


def booked(sent: Form, verb: str, quantity: int) -> int:
    """Units that go back on the shelf. Raises Unreadable."""
    written = sent.text("booked").strip()
    if verb != "pass_inspection" or not written:
        return 0
    if not (written.isascii() and written.isdigit() and len(written) < 10 and int(written) <= quantity):
        raise Unreadable("booked", str(quantity))
    return int(written)


REFUSALS = (Unreadable, MovedOn, Lacks, NotNow, NotAllowed)
"""What becomes a word beside the form; everything else is no answer to what was typed."""


def fault(error: DeskError) -> tuple[Fault, int]:
    """What is said of a refusal, and the answer's code."""
    match error:
        case Unreadable():
            return error.what, 422
        case Lacks():
            return _FAULTS[error.need], 422
        case NotYours():
            return error.why.value, 409
        case HeldBack():
            return error.why.value, 409
        case MovedOn():
            return "moved_on", 409
        case NotAllowed():
            return "not_allowed", 403
    return "not_now", 409


def limit_of(error: DeskError) -> str:
    """How much it could be at most, where a refusal names it."""
    match error:
        case Unreadable():
            return error.limit
        case HeldBack():
            return str(error.most)
    return ""


_FAULTS: dict[Need, Fault] = {
    Need.NOTE: "note",
    Need.AMOUNT: "amount",
    Need.ADDRESS: "address",
    Need.TRACKING: "tracking",
    Need.PHOTOS: "photos",
    Need.RESPONSIBLE: "responsible",
    Need.MEASURE: "measure",
}
