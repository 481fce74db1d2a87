"""Random after-sales cases, against a back end that keeps its own book: `python -m tests.prove.cases --cases 20000`.

Whatever anybody presses, in whatever order, and however the back end answers: money goes out once at most and never more than
was paid for the line by all its cases and no more units than were bought, no more goods leave than there are, the history has no gap, and every case that is not over has a way on.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from desk.errors import DeskError
from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.ticket.amounts import Amounts, TooMuch, paid_for, reviewed
from desk.ticket.dues import DUES
from desk.ticket.eligibility import eligible
from desk.ticket.facts import BUYER, THE_DESK, THE_SHOP, Facts, Mover
from desk.ticket.going_back import HeldBack, as_earlier, left, look_before_paying
from desk.ticket.goods import GoodsMove
from desk.ticket.kinds import CLAIMS, TicketKind
from desk.ticket.moves import MOVES, OVER, Actor, Approval, TicketState, open_to
from desk.ticket.opening import claim, submit
from desk.ticket.policy import Policy
from desk.ticket.refund import (
    VERBS,
    NotPaid,
    Paid,
    Refund,
    RefundOutcome,
    RefundState,
    SettledByHand,
    Unclear,
)
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket
from tests.prove import results

BEGAN = datetime(2026, 11, 23, 1, tzinfo=UTC)
STEPS = 40
PEOPLE = [
    Mover(frozenset({Actor.AGENT}), 1),
    Mover(frozenset({Actor.AGENT}), 2),
    Mover(frozenset({Actor.SUPERVISOR}), 3),
    Mover(frozenset({Actor.FINANCE}), 4),
    Mover(frozenset({Actor.WAREHOUSE}), 5),
    Mover(frozenset({Actor.AGENT, Actor.FINANCE, Actor.WAREHOUSE}), 6),  # a small shop's everybody
]
SHIPPED = (Status.PAID, Status.SHIPPED, Status.DELIVERED, Status.COMPLETED)
WORKERS = "send_back_by_rule"
"""Done by whoever carries refunds out, with the refund itself."""
ENDS_SOON = frozenset({"withdraw", "refuse"})
VERBS_OF_ALL = sorted({move.verb for move in MOVES})


@dataclass(slots=True)
class Case:
    """One case from its beginning, with the back end and the shelf behind it."""

    dice: random.Random
    policy: Policy
    order: Order
    ticket: Ticket
    now: datetime = BEGAN
    stock: Counter[str] = field(default_factory=Counter)
    paid_out: list[tuple[str, int]] = field(default_factory=list)
    """The back end's own book: every payment that really went."""
    refunds: list[Refund] = field(default_factory=list)
    steps: list[TicketStep] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    before: Case | None = None
    """The case that the line had before shipment."""

    @property
    def others(self) -> list[Ticket]:
        return [self.before.ticket] if self.before else []

    @property
    def gone(self) -> int:
        """Minor units that went for the line by all its cases."""
        return sum(minor for _, minor in self.paid_out) + (self.before.gone if self.before else 0)

    def go(self) -> list[str]:
        for _ in range(STEPS):
            self.now += timedelta(hours=self.dice.randrange(60))
            self.dice.choices(
                (self.somebody, self.anybody, self.the_back_end, self.the_desk), (70, 10, 15, 5)
            )[0]()
            self.saved()
            self.judge()
        return self.violations

    # --- who acts

    def somebody(self) -> None:
        """Something that the table has there."""
        moves = [
            one
            for one in open_to(self.ticket.kind, self.ticket.state, tuple(Actor))
            if Actor.SHOP not in one.by and one.verb != WORKERS
        ]
        if moves:
            # Most cases would be withdrawn before anything happens.
            [move] = self.dice.choices(moves, [1 if one.verb in ENDS_SOON else 12 for one in moves])
            movers = [one for one in (*PEOPLE, BUYER) if one.by & move.by] or [THE_DESK]
            self.tries(move.verb, self.dice.choice(movers))

    def anybody(self) -> None:
        """Anything, by anybody."""
        self.tries(self.dice.choice(VERBS_OF_ALL), self.dice.choice((*PEOPLE, BUYER)))

    def the_desk(self) -> None:
        due = DUES.get(self.ticket.state)
        if due is not None and due.then:
            self.tries(due.then, THE_DESK)

    def tries(self, verb: str, mover: Mover) -> None:
        before = (self.ticket.state, self.ticket.kind, self.ticket.amounts, len(self.ticket.born))
        try:
            self.ticket.do(verb, mover, self.now, self.policy, self.facts(verb))
        except (DeskError, ValueError):
            after = (self.ticket.state, self.ticket.kind, self.ticket.amounts, len(self.ticket.born))
            self.holds(before == after, f"{verb} was refused and changed something")
            return
        self._by_the_table(verb, mover, before[0], before[1])

    def facts(self, verb: str) -> Facts:
        """Mostly what is needed, sometimes too much of it, sometimes nothing."""
        dice, ticket = self.dice, self.ticket
        if dice.random() < 0.1:
            return Facts()
        if verb in ("was_paid", "was_not_paid") and not self._true(verb):
            return Facts()  # finance looks at the bank before it says so
        return Facts(
            note="because", amounts=self.amounts(), address="1 Loom Lane", carrier="SF", tracking=f"SF{dice.random()}",
            photos=1, responsible="Walt", measure="a better box", until=self.now + timedelta(days=9),
            booked_in=dice.randrange(ticket.quantity + 2),
        )  # fmt: skip

    def amounts(self) -> Amounts | None:
        """As the console makes them: what is too much never becomes an amount."""
        top = self.ticket.paid + 2
        goods, freight = left(self.ticket, self.others, self.order)
        try:
            return reviewed(
                goods, goods=self.dice.randrange(-1, top + 1), fee=self.dice.randrange(-1, top // 3 + 2),
                freight=self.dice.choice((0, 0, self.ticket.freight_paid, self.ticket.freight_paid + 1)),
                freight_paid=freight, currency="CNY",
            )  # fmt: skip
        except (TooMuch, ValueError):
            return None

    def _true(self, verb: str) -> bool:
        return bool(self.paid_out) == (verb == "was_paid")

    def the_back_end(self) -> None:
        """As bot/refunds.py does: asked once, looked up afterwards. An import may say that less was paid."""
        if self.dice.random() < 0.05:
            self.cheaper()
        for refund in self.refunds:
            if refund.state is RefundState.WANTED:
                if self.held_back(refund):
                    continue
                refund.ask(self.now)
                self.settle(refund, self.pays(refund))
            elif refund.state is RefundState.UNKNOWN and self.dice.random() < 0.5:
                went = any(key == refund.key for key, _ in self.paid_out)
                self.settle(refund, Paid("found") if went else NotPaid("never heard of it"))

    def cheaper(self) -> None:
        lines = [
            replace(one, paid=Money(self.dice.randrange(paid_for(self.order, one.sku) + 1), "CNY"))
            for one in self.order.lines
        ]
        self.order = replace(self.order, lines=tuple(lines))

    def held_back(self, refund: Refund) -> bool:
        try:
            look_before_paying(self.ticket, self.others, self.order)
        except HeldBack as error:
            refund.hold_back(error.note, self.now)
            self.ticket.do(WORKERS, THE_DESK, self.now, self.policy, Facts(note=error.note))
            return True
        return False

    def pays(self, refund: Refund) -> RefundOutcome:
        how = self.dice.choice(("paid", "refused", "lost before", "lost after"))
        if how in ("paid", "lost after"):
            most = paid_for(self.order, refund.sku) + (self.order.freight.minor if self.order.freight else 0)
            was = self.before.gone if self.before else 0
            self.holds(refund.minor + was <= max(most, was), f"{refund.minor} after {was} of {most}")
            self.paid_out.append((refund.key, refund.minor))
        if how == "paid":
            return Paid("ok")
        return NotPaid("no") if how == "refused" else Unclear("cut")

    def settle(self, refund: Refund, outcome: RefundOutcome) -> None:
        refund.settle(outcome, self.now)
        verb = VERBS[type(outcome)]
        if verb in {move.verb for move in open_to(self.ticket.kind, self.ticket.state, {Actor.SHOP})}:
            self.ticket.do(verb, THE_SHOP, self.now, self.policy)

    # --- what the book does

    def saved(self) -> None:
        for born in self.ticket.born:
            match born:
                case Refund():
                    self.refunds.append(born)
                case TicketStep():
                    self.steps.append(born)
                case GoodsMove(sku=sku, units=units):
                    if self.stock[sku] + units >= 0:  # otherwise the shop refuses, and the case is raised
                        self.stock[sku] += units
                case SettledByHand(state=state):
                    self.refunds[-1].state = state
        self.ticket.born.clear()
        self.ticket.events.clear()
        self.ticket.version += 1

    # --- what is judged

    def judge(self) -> None:
        ticket, money = self.ticket, sum(minor for _, minor in self.paid_out)
        self.holds(len(self.paid_out) <= 1, f"paid {len(self.paid_out)} times")
        self.holds(money <= ticket.paid + ticket.freight_paid, f"{money} of {ticket.paid} went back")
        self.holds(
            0 <= ticket.amounts.total <= ticket.paid + ticket.freight_paid, "an amount is out of bounds"
        )
        [line] = [one for one in self.order.lines if one.sku == ticket.sku]
        units = sum(as_earlier(one).gives_units_back for one in self.others)
        if ticket.kind in CLAIMS:
            self.holds(ticket.quantity + units <= line.quantity, "more units than were bought")
        self.holds(min(self.stock.values(), default=0) >= 0, "more left the shelf than was there")
        self.holds(self._history_is_whole(), "the history has a gap")
        self.holds(
            (ticket.state in OVER) == (ticket.closed_at is not None), "closed and not over, or the other way"
        )
        if ticket.state not in OVER:
            self.holds(
                bool(open_to(ticket.kind, ticket.state, tuple(Actor))), f"no way on from {ticket.state}"
            )
            self.holds(ticket.due_at is not None, f"nobody's time runs in {ticket.state}")
        if ticket.state is TicketState.AWAITING_REFUND:
            under_way = [one for one in self.refunds if one.state in (RefundState.WANTED, RefundState.ASKING)]
            self.holds(len(under_way) == 1, f"{len(under_way)} orders to pay at once")
        if self.paid_out and ticket.state is TicketState.WITHDRAWN:
            self.violations.append("withdrawn though it was paid")

    def _history_is_whole(self) -> bool:
        chained = all(one.after == two.before for one, two in zip(self.steps, self.steps[1:], strict=False))
        return chained and self.steps[-1].after == self.ticket.state

    def _by_the_table(self, verb: str, mover: Mover, state: TicketState, kind: TicketKind) -> None:
        [move] = [one for one in MOVES if one.verb == verb and state in one.at and kind in one.kinds]
        self.holds(bool(move.by & mover.by), f"{verb} by {sorted(mover.by)}")
        if move.approves is Approval.FINANCE and self.policy.second_person:
            self.holds(mover.person not in self.ticket.approved_by, "both approvals by one person")

    def holds(self, right: bool, what: str) -> None:
        if not right:
            self.violations.append(what)


def begun(dice: random.Random) -> Case | None:
    """A case on a random order; None where the order is open to none of it. Some lines had one before shipment."""
    case = begun_on(dice, placed(dice))
    if case is None or not case.ticket.unshipped or dice.random() < 0.5:
        return case
    case.go()
    order = replace(case.order, status=dice.choice(SHIPPED[1:]))
    after = begun_on(dice, order, before=case)
    return after or case


def placed(dice: random.Random) -> Order:
    count = dice.randint(1, 3)
    lines = tuple(
        OrderLine(f"S{n}", dice.randint(1, 4), Money(dice.randrange(10**5), "CNY")) for n in range(count)
    )
    return Order(
        "A-1", "Mina", "", "web", "7", dice.choice(SHIPPED), BEGAN, Money(0, "CNY"), completed_at=BEGAN,
        freight=Money(dice.randrange(2_000), "CNY"), discount=Money(dice.randrange(5_000), "CNY"), lines=lines,
    )  # fmt: skip


def begun_on(dice: random.Random, order: Order, before: Case | None = None) -> Case | None:
    policy = Policy(automatic=dice.choice((0, 0, 50_000)), second_person=dice.random() < 0.8)
    line = next(
        (one for one in order.lines if before and one.sku == before.ticket.sku), dice.choice(order.lines)
    )
    kind = dice.choice(sorted(TicketKind))
    others = [before.ticket] if before else []
    earlier = [as_earlier(one) for one in others]
    if kind in CLAIMS and eligible(order, line, earlier, BEGAN, policy)[kind] is not None:
        return None
    opener = dice.choice((BUYER, PEOPLE[0], PEOPLE[5]))
    ticket = claim(
        order, line, kind, dice.randint(1, line.quantity), item="", buyer_id=1, conversation_id=1, at=BEGAN,
        opened_by=opener.person, others=others,
    )  # fmt: skip
    ticket.id = 2 if before else 1
    assert ticket.paid <= paid_for(order, line.sku)
    if kind not in CLAIMS:
        ticket.goods = ticket.freight = 0  # as desk.ticket.opening.case has it
    case = Case(dice, policy, order, ticket, before=before)
    case.stock.update({line.sku: dice.randrange(3)})
    ticket.begin(opener, policy)
    case.saved()
    submit(ticket, opener, BEGAN, policy, by_rule=0)
    case.saved()
    return case


def walked(seed: int) -> Case | None:
    case = begun(random.Random(seed))
    if case is not None:
        case.go()
    return case


def prove(count: int) -> bool:
    """Cases that were open to their order; those that were not are not counted."""
    seed, cases, ends, moves, bad = 0, 0, Counter[str](), 0, []
    while cases < count:
        case = walked(seed)
        seed += 1
        if case is None:
            continue
        cases += 1
        moves += len(case.steps)
        ends[str(case.ticket.state)] += 1
        bad += [{"seed": seed - 1, "what": what} for what in case.violations]
    found: dict[str, Any] = {
        "cases": cases,
        "moves": moves,
        "ends": dict(ends.most_common()),
        "violations": bad[:50],
    }
    results.save("cases", found)
    print(
        f"{cases} cases, {moves} moves, {len(bad)} violations; ended as {dict(ends.most_common())}",
        flush=True,
    )
    return not bad


def main() -> None:
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--cases", type=int, default=20_000)
    sys.exit(0 if prove(asks.parse_args().cases) else 1)


if __name__ == "__main__":
    main()
