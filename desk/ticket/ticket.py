"""A ticket 工单: one after-sales case of a buyer, and its way. It moves by the table, and by nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import field
from datetime import date, datetime
from typing import Any

from desk import events
from desk.deadlines import Deadline, Kind
from desk.errors import NotAllowed, NotNow
from desk.money import Money
from desk.record import noun
from desk.ticket.amounts import Amounts
from desk.ticket.approval import Handled, Sums, barred, own
from desk.ticket.dues import DUES, due_at
from desk.ticket.facts import HAS, Facts, Lacks, Mover, NotYours
from desk.ticket.goods import GoodsMove, GoodsState
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import OVER, REVIEWS, Actor, Approval, Move, Need, TicketState, find, open_to
from desk.ticket.policy import Policy
from desk.ticket.receipt import ReceiptHeld, exchange_is_over
from desk.ticket.refund import Refund, RefundState, SettledByHand
from desk.ticket.step import TicketStep

LONGEST_NOTE = 2_000
DUES_OF_ONE = 10_000
"""Deadlines of one ticket at most; see `generation`."""


REMIND = "remind"
EXTEND = "extend"
OUT = frozenset({"reship", "return_goods"})
"""Moves whose parcel leaves the shop; of all others it comes."""
ENDS = frozenset({TicketState.DONE, TicketState.REFUSED, TicketState.SENT_BACK})
"""Ends of which the buyer may be asked how it went: what they withdrew or let lapse they ended themselves."""
BY_HAND = {"was_paid": RefundState.PAID, "was_not_paid": RefundState.NOT_PAID}
"""Moves by which somebody says how a refund ended of which nobody knew."""


@noun(slots=True)
class Ticket:
    id: int
    kind: TicketKind
    state: TicketState
    buyer_id: int
    conversation_id: int
    opened_by: int | None
    """A person of the shop; None: the buyer, in the chat."""
    opened_at: datetime
    changed_at: datetime
    currency: str
    order_number: str = ""
    sku: str = ""
    item: str = ""
    """What the article was called."""
    quantity: int = 1
    wanted_sku: str = ""
    """Of an exchange: what shall come instead."""
    reason_id: int | None = None
    words: str = ""
    """The buyer's own."""
    unshipped: bool = False
    """It began before anything was shipped."""
    paid: int = 0
    """Minor units that were paid for these units: no more ever goes back for them."""
    freight_paid: int = 0
    goods: int = 0
    freight: int = 0
    fee: int = 0
    coupons: bool = False
    assignee_id: int | None = None
    submitted_at: datetime | None = None
    due_at: datetime | None = None
    closed_at: datetime | None = None
    approved_by: list[int] = field(default_factory=list)
    """For the service."""
    alone: bool = False
    """Some approval was by one who had handled it: a shop of one person."""
    raised_at: datetime | None = None
    """It was raised to a supervisor (C8)."""
    platform_at: datetime | None = None
    """The buyer asked for the platform to step in (C8)."""
    address: str = ""
    """Where the goods go back to."""
    carrier_back: str = ""
    tracking_back: str = ""
    carrier_out: str = ""
    tracking_out: str = ""
    booked_in: int = 0
    """Units that went back on the shelf."""
    responsible: str = ""
    finding: str = ""
    measure: str = ""
    dues: int = 0
    """How many due times it has had."""
    card_seq: int | None = None
    """The message that is its card in the chat, in the conversation `card_in`."""
    untold: bool = False
    """The buyer has not been told how it stands."""
    card_in: int | None = None
    undrawn: bool = False
    """Its card may not say how it stands."""
    ordered_at: datetime | None = None
    """When its order was placed."""
    reviewed_at: datetime | None = None
    """When the service decided it; None while it has it to decide, and where no review was needed."""
    version: int = 0
    events: list[events.Event] = field(default_factory=list)
    born: list[Any] = field(default_factory=list)

    @property
    def amounts(self) -> Amounts:
        return Amounts(self.goods, self.freight, self.fee)

    @property
    def total(self) -> Money:
        return Money(self.amounts.total, self.currency)

    @property
    def over(self) -> bool:
        return self.state in OVER

    def begin(self, mover: Mover, policy: Policy) -> None:
        """Once it has its number."""
        self._arm(self.opened_at, policy, self.state)
        self._wrote("open", self.opened_at, mover, "", "", [])

    def moves(self, by: Collection[Actor]) -> list[Move]:
        return open_to(self.kind, self.state, by)

    def do(self, verb: str, mover: Mover, at: datetime, policy: Policy, facts: Facts = Facts()) -> None:  # noqa: B008
        """Raises NotNow where the state has no such move, NotAllowed where it is somebody else's, NotYours where a second
        person is needed, and Lacks. Nothing is changed then."""
        move = find(self.kind, self.state, verb)
        if not move.by & mover.by:
            raise NotAllowed()
        for need in Need:
            if need in move.needs and not HAS[need](facts):
                raise Lacks(need)
        self._may_approve(move, mover, policy, facts)
        before, changes = self.state, self._take(move, mover, facts)
        self.state = move.after
        if move.becomes is not None and move.becomes != self.kind:
            changes.append(["kind", str(self.kind), str(move.becomes)])
            self.kind = move.becomes
        if self.state is TicketState.AWAITING_REFUND:
            self._want_refund(at)
        if verb in BY_HAND:
            self.born.append(SettledByHand(self.id, BY_HAND[verb], facts.note.strip(), at))
        if verb == "pass_inspection" and facts.booked_in > 0 and self.kind is not TicketKind.REPAIR:
            self.booked_in = min(facts.booked_in, self.quantity)
            self._move_goods(self._came_back, self.booked_in, at)
        if verb == "reship" and self.kind is TicketKind.EXCHANGE:
            self._move_goods(self.wanted_sku or self.sku, -self.quantity, at)
        if verb == "approve" and self.kind is TicketKind.EXCHANGE and self.order_number:
            self.born.append(ReceiptHeld(self.order_number, exchange_is_over(at, policy), at))
        if verb.startswith("submit"):
            self.submitted_at = at
        self._review(before, at)
        self.closed_at = at if self.over else None
        self.untold = self.untold or Actor.BUYER not in mover.by
        if self.state != before:
            self.raised_at = None
        self._arm(at, policy, before, facts.until if verb == "plan_measure" else None, verb)
        if self.state in ENDS:
            self.born.append(Deadline(0, self.conversation_id, Kind.CASE_OVER, generation(self), at))
        self._wrote(verb, at, Mover(move.by & mover.by, mover.person), before, facts.note, changes)

    def change(self, mover: Mover, at: datetime, note: str = "", **values: Any) -> None:
        """What may be changed on the way without a move: reason, words, assignee, photos. Nothing, and nothing is written.
        Raises NotNow when the ticket is over."""
        if self.over:
            raise NotNow()
        changes = self._set(values)
        if changes:
            self._wrote("change", at, mover, self.state, note, changes)

    def raise_(self, at: datetime, mover: Mover, verb: str = "raise", note: str = "") -> None:
        """To a supervisor: its time is over, or (`platform`) the buyer wants the platform to step in (C8)."""
        if self.over:
            raise NotNow()
        if verb == "platform":
            self.platform_at = at
        self.raised_at = self.raised_at or at
        self._wrote(verb, at, mover, self.state, note, [])

    def goods_refused(self, at: datetime, mover: Mover, note: str) -> None:
        """The shop has not moved goods of it. Also of a ticket that is over: what is booked and what lies there differ."""
        if self.over:
            self._wrote("raise", at, mover, self.state, note, [])
        else:
            self.raise_(at, mover, note=note)

    def remind(self, at: datetime, mover: Mover) -> None:
        """The buyer shall hear once more what is expected of them."""
        self.untold = True
        self._wrote(REMIND, at, mover, self.state, "", [])

    def receipt_held(self, until: date, at: datetime, mover: Mover) -> None:
        """The shop has done it: the order does not complete by itself before then."""
        self._wrote(EXTEND, at, mover, self.state, "", [["extended_until", "", until.isoformat()]])

    # --- how it is done

    def _may_approve(self, move: Move, mover: Mover, policy: Policy, facts: Facts) -> None:
        if mover.person is None:
            return
        total = facts.amounts.total if facts.amounts is not None else self.amounts.total
        sums = Sums(total, facts.buyer_before)
        why = barred(move, mover.person, mover.by, self._handled, sums, policy)
        if why is not None:
            raise NotYours(why)

    def _take(self, move: Move, mover: Mover, facts: Facts) -> list[list[str]]:
        values: dict[str, Any] = {}
        if facts.amounts is not None and Need.AMOUNT in move.needs:
            amounts = facts.amounts
            values |= {"goods": amounts.goods, "freight": amounts.freight, "fee": amounts.fee}
            if facts.coupons is not None:
                values["coupons"] = facts.coupons
        if Need.ADDRESS in move.needs:
            values["address"] = facts.address.strip()
        if facts.tracking.strip() and Need.TRACKING in move.needs | move.takes:
            side = "out" if move.verb in OUT else "back"
            values |= {f"carrier_{side}": facts.carrier.strip(), f"tracking_{side}": facts.tracking.strip()}
        if Need.RESPONSIBLE in move.needs:
            values["responsible"] = facts.responsible.strip()
        if Need.MEASURE in move.needs:
            values["measure"] = facts.measure.strip()
        if move.verb == "tell_outcome":
            values["finding"] = facts.note.strip()
        if mover.person is not None and move.approves is not None:
            self.alone = self.alone or own(move, mover.person, self._handled)
            if move.approves is Approval.SERVICE and mover.person not in self.approved_by:
                self.approved_by = [*self.approved_by, mover.person]
        return self._set(values)

    def _review(self, before: TicketState, at: datetime) -> None:
        if self.state in REVIEWS:
            self.reviewed_at = None
        elif before in REVIEWS and self.state is not TicketState.WITHDRAWN:
            self.reviewed_at = at

    @property
    def _handled(self) -> Handled:
        return Handled(self.opened_by, self.approved_by)

    @property
    def _came_back(self) -> str:
        """What went to the buyer last: a return that was an exchange brings back what had replaced it."""
        replaced = self.kind is TicketKind.RETURN and self.tracking_out
        return (self.wanted_sku if replaced else "") or self.sku

    def _set(self, values: dict[str, Any]) -> list[list[str]]:
        changes = []
        for name, value in values.items():
            was = getattr(self, name)
            if was != value:
                setattr(self, name, value)
                changes.append([name, _written(was), _written(value)])
        return changes

    def _want_refund(self, at: datetime) -> None:
        key = f"ticket-{self.id}-{self.version}"
        money, wanted = self.amounts.total, RefundState.WANTED
        self.born.append(
            Refund(
                0, self.id, key, self.order_number, self.sku, self.quantity, money, self.currency, wanted, at
            )
        )

    def _move_goods(self, sku: str, units: int, at: datetime) -> None:
        key = f"ticket-{self.id}-{self.version}-{'in' if units > 0 else 'out'}"
        self.born.append(GoodsMove(0, self.id, key, sku, units, GoodsState.WANTED, at))

    def _arm(
        self,
        at: datetime,
        policy: Policy,
        before: TicketState,
        until: datetime | None = None,
        verb: str = "open",
    ) -> None:
        if verb == "send" and before == self.state:
            return  # another number puts nothing off, however often it comes
        self.due_at = until or due_at(self.state, at, policy, before=before, was=self.due_at)
        self.dues += 1
        if self.due_at is None:
            return
        self.born.append(Deadline(0, None, Kind.TICKET_DUE, generation(self), self.due_at))
        if DUES[self.state].reminds:
            soon = max(self.due_at - policy.remind_before, at)
            self.born.append(Deadline(0, None, Kind.TICKET_SOON, generation(self), soon))

    def _wrote(
        self, verb: str, at: datetime, mover: Mover, before: str, note: str, changes: list[list[str]]
    ) -> None:
        self.changed_at = at
        self.undrawn = self.undrawn or self.card_seq is not None
        [actor, *_] = (actor for actor in Actor if actor in mover.by)
        self.born.append(
            TicketStep(
                0,
                self.id,
                at,
                verb,
                before,
                str(self.state),
                actor,
                mover.person,
                note[:LONGEST_NOTE],
                changes,
            )
        )
        self.events.append(
            events.TicketMoved(
                at=at,
                conversation_id=self.conversation_id,
                agent_id=mover.person,
                ticket=self.id,
                verb=verb,
                state=str(self.state),
                assignee=self.assignee_id,
            )
        )


def generation(ticket: Ticket) -> int:
    """Of a due time: each of a ticket has its own, so that what is over never stands for what runs."""
    return ticket.id * DUES_OF_ONE + ticket.dues


def number_of(generation: int) -> int:
    """The ticket whose due time this is."""
    return generation // DUES_OF_ONE


def _written(value: object) -> str:
    return "" if value is None else str(value)
