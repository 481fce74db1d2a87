"""A refund 退款: carried out once by the shop's back end, under a key that stays the same however often it is asked.

An outcome that nobody knows is held. Real back ends accept the same refund twice: so it is never asked again without the
back end's word, found by the key, that it was not done."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from desk.machine import Moves
from desk.money import Money
from desk.record import noun, record


class RefundState(StrEnum):
    WANTED = "wanted"
    ASKING = "asking"  # the back end is being asked, or we died while it was
    PAID = "paid"
    NOT_PAID = "not_paid"
    UNKNOWN = "unknown"


MOVES = Moves(
    {
        (RefundState.WANTED, "ask"): RefundState.ASKING,
        (RefundState.WANTED, "hold_back"): RefundState.NOT_PAID,
        (RefundState.ASKING, "not_asked"): RefundState.WANTED,  # the back end could surely not be reached
        (RefundState.ASKING, "paid"): RefundState.PAID,
        (RefundState.ASKING, "not_paid"): RefundState.NOT_PAID,
        (RefundState.ASKING, "unclear"): RefundState.UNKNOWN,
        # By the back end's word, or by that of somebody who looked there.
        (RefundState.UNKNOWN, "paid"): RefundState.PAID,
        (RefundState.UNKNOWN, "not_paid"): RefundState.NOT_PAID,
        (RefundState.NOT_PAID, "paid"): RefundState.PAID,
    }
)


@noun(slots=True)
class Refund:
    """One order to pay. A failed one stays as it is: what is paid after it is another, with another key."""

    id: int
    ticket_id: int
    key: str
    """Towards the back end; unique."""
    order_number: str
    sku: str
    quantity: int
    minor: int
    currency: str
    state: RefundState
    wanted_at: datetime
    asked_at: datetime | None = None
    settled_at: datetime | None = None
    reference: str = ""
    """The back end's own, or that of whoever settled it by hand."""
    reason: str = ""
    version: int = 0

    @property
    def money(self) -> Money:
        return Money(self.minor, self.currency)

    def hold_back(self, reason: str, at: datetime) -> None:
        """It is not asked at all."""
        self.state, self.reason, self.settled_at = MOVES.next(self.state, "hold_back"), reason, at

    def ask(self, at: datetime) -> None:
        """Written down before the back end is asked: found in this state after a crash, nobody knows the outcome."""
        self.state, self.asked_at = MOVES.next(self.state, "ask"), at

    def not_asked(self, reason: str) -> None:
        """It surely never left us: asked again later, under the same key."""
        self.state, self.reason, self.asked_at = MOVES.next(self.state, "not_asked"), reason, None

    def settle(self, outcome: RefundOutcome, at: datetime) -> None:
        match outcome:
            case Paid(reference):
                self.state, self.reference = MOVES.next(self.state, "paid"), reference
            case NotPaid(reason):
                self.state, self.reason = MOVES.next(self.state, "not_paid"), reason
            case Unclear(reason):
                if self.state is not RefundState.UNKNOWN:
                    self.state = MOVES.next(self.state, "unclear")
                self.reason = reason
                return
        self.settled_at = at


@record(frozen=True, slots=True)
class Paid:
    """The money has gone, by this asking or an earlier one with the same key."""

    reference: str = ""


@record(frozen=True, slots=True)
class NotPaid:
    """It surely has not, and will not by itself."""

    reason: str


@record(frozen=True, slots=True)
class Unclear:
    """Nobody knows."""

    reason: str


RefundOutcome = Paid | NotPaid | Unclear
VERBS: dict[type[RefundOutcome], str] = {Paid: "paid", NotPaid: "not_paid", Unclear: "unclear"}
"""What each means for the ticket."""


@record(frozen=True, slots=True)
class SettledByHand:
    """Somebody looked at the back end and says how a refund of this ticket ended."""

    ticket_id: int
    state: RefundState
    words: str
    at: datetime
