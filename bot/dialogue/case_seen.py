"""A case that is being told, as it stands in this very thought: what is known, what is open, what must still be asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bot.dialogue.case_facts import Case, filled
from bot.dialogue.claim import MONEY, Claim
from bot.dialogue.digits import order_key
from bot.dialogue.stock_words import item_name, left
from bot.dialogue.turn import Turn
from desk.order import Order, OrderLine
from desk.record import record
from desk.stock import Product, Variant
from desk.ticket.eligibility import Why, eligible, units_left
from desk.ticket.evidence import Shows, missing
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.reason import TicketReason

Stage = Literal["line", "count", "kind", "reason", "want", "photos", "confirm"]
EITHER_MONEY = (TicketKind.REFUND, TicketKind.RETURN)


@record(frozen=True, slots=True)
class Told:
    """Of an order of theirs; which line, may still be open."""

    claim: Claim
    order: Order
    why: Mapping[str, Mapping[TicketKind, Why | None]]
    """For each line, for each kind: None, or why not."""
    units: Mapping[str, int]
    """Of each line, that a case can be about."""

    @property
    def lines(self) -> list[OrderLine]:
        """Those that any kind is open to."""
        return [line for line in self.order.lines if None in self.why[line.sku].values()]

    @property
    def line(self) -> OrderLine | None:
        return next((line for line in self.lines if line.sku == self.claim.sku), None)

    @property
    def most(self) -> int:
        """Units of the line that a case can be about."""
        return self.units[self.line.sku] if self.line else 1

    @property
    def counted(self) -> bool:
        """Of how many, is known; others may have gone back since it was told."""
        return 0 < self.claim.quantity <= self.most

    @property
    def kinds(self) -> list[TicketKind]:
        """That are open to the line; of those that are wished where the wish leaves a choice."""
        open_ = [kind for kind, why in self.why[self.claim.sku].items() if why is None]
        money = [kind for kind in open_ if kind in EITHER_MONEY]
        return money if self.claim.kind == MONEY and money else open_


def told_of(turn: Turn) -> Told | None:
    """None where nothing is told yet, or the order is not known to be theirs in this thought."""
    claim = turn.memory.claim
    known = turn.facts.order(claim.order) if claim and claim.order else None
    if claim is None or known is None:
        return None
    if not known.own and order_key(claim.order) not in turn.shown:
        return None
    order = known.order
    after = turn.facts.after
    return Told(
        claim,
        order,
        {line.sku: why_not(turn, order, line) for line in order.lines},
        {line.sku: units_left(line, after.had(order.number, line.sku)) for line in order.lines},
    )


def why_not(turn: Turn, order: Order, line: OrderLine) -> Mapping[TicketKind, Why | None]:
    after, facts = turn.facts.after, turn.facts
    return eligible(
        order, line, after.had(order.number, line.sku), facts.now, after.policy, facts.front.times
    )


def in_hand(turn: Turn) -> Case | None:
    """The ticket of what is being told, as far as the book has it."""
    claim, after = turn.memory.claim, turn.facts.after
    if claim is None:
        return None
    if claim.ticket:
        return after.case(claim.ticket)
    found = after.being_told(claim.order, claim.sku)
    return found or (next((c for c in after.cases if _same_line(c, claim)), None) if claim.opened else None)


def _same_line(case: Case, claim: Claim) -> bool:
    return order_key(case.order) == order_key(claim.order) and case.sku == claim.sku


def look_into_the_book(turn: Turn) -> None:
    """Once in a thought: an agent may have changed, sent in or put away what the buyer is telling."""
    claim = turn.memory.claim
    if claim is None or turn.case_read:
        return
    turn.case_read = True
    case = in_hand(turn)
    if case is None:
        if claim.ticket:  # not theirs any more, or erased
            turn.memory.drop_claim()
    elif case.state is TicketState.TELLING:
        turn.memory.claim = claim.of(case)
    else:
        turn.memory.drop_claim()


def item(turn: Turn, sku: str, language: str) -> str:
    """What the article is called; its number where the catalogue has it no more."""
    sold = turn.facts.sold(sku)
    return item_name(*sold, language) if sold else sku


def reasons_for(turn: Turn, kind: TicketKind) -> list[TicketReason]:
    return turn.facts.after.offered(kind)


def shown(turn: Turn, kind: TicketKind) -> tuple[Shows, ...]:
    """Photos that hang on the case or will, with this thought."""
    case = in_hand(turn)
    return filled(kind, case.shows if case else (), turn.facts.after.loose)


def lacking(turn: Turn, told: Told) -> list[Shows]:
    kind, reason = told.claim.ticket_kind, turn.facts.after.reason(told.claim.reason)
    if kind is None:
        return []
    return missing(kind, shown(turn, kind), demanded=reason is not None and reason.photos)


def swaps(turn: Turn, sku: str) -> tuple[Product, list[Variant]] | None:
    """What may come instead: variants of the same article that are there now and cost no more, the same one first. Nobody
    pays a difference by an exchange."""
    sold = turn.facts.sold(sku)
    if sold is None:
        return None
    product, same = sold
    there = [v for v in product.variants if left(turn, v.sku) > 0 and v.price.minor <= same.price.minor]
    return product, sorted(there, key=lambda v: v.sku != same.sku)


def open_stage(turn: Turn, told: Told) -> Stage:
    """What must be asked next."""
    claim, line = told.claim, told.line
    if line is None:
        return "line"
    if not told.counted:
        return "count"
    kind = claim.ticket_kind
    if kind is None or kind not in told.kinds:
        return "kind"
    reasons = reasons_for(turn, kind)
    if reasons and claim.reason not in {reason.id for reason in reasons}:
        return "reason"
    if kind is TicketKind.EXCHANGE and not claim.wanted:
        return "want"
    return "photos" if lacking(turn, told) else "confirm"
