"""How a case begins, and what it is about in money."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.money import Money
from desk.order import Order, OrderLine, Status
from desk.ticket.facts import BUYER
from desk.ticket.going_back import as_earlier, left
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import TicketState
from desk.ticket.opening import (
    Shut,
    case,
    claim,
    look_again,
    look_whether_it_is_used,
    submit,
    told_anew,
)
from desk.ticket.policy import USUALLY
from desk.ticket.ticket import Ticket

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
LAMP, CUP = OrderLine("LAMP", 2, Money(5_000, "CNY")), OrderLine("CUP", 1, Money(1_000, "CNY"))


def order(status: Status = Status.PAID) -> Order:
    freight = Money(800, "CNY")
    return Order(
        "A-1", "Mina", "", "web", "7", status, NOW, Money(11_800, "CNY"), freight=freight, lines=(LAMP, CUP)
    )


def claimed(
    kind: TicketKind = TicketKind.REFUND,
    quantity: int = 2,
    status: Status = Status.PAID,
    line: OrderLine = LAMP,
    others: tuple[Ticket, ...] = (),
) -> Ticket:
    return claim(
        order(status), line, kind, quantity, item="lamp", buyer_id=7, conversation_id=70, opened_by=None, at=NOW,
        others=others,
    )  # fmt: skip


def test_part_of_a_line_is_part_of_the_money() -> None:
    assert (claimed(quantity=1).goods, claimed(quantity=2).goods) == (5_000, 10_000)
    assert claimed(quantity=9).quantity == 2


def test_of_what_is_left_of_a_line_the_rest_of_the_money_goes_back() -> None:
    one = claimed(quantity=1)
    one.id, one.state = 1, TicketState.DONE
    rest = claimed(TicketKind.RETURN, quantity=2, status=Status.DELIVERED, others=(one,))
    assert (rest.quantity, rest.paid, rest.goods) == (1, 5_000, 5_000)


def test_what_was_compensated_already_is_not_asked_back_again() -> None:
    lost = claimed(TicketKind.DELIVERY)
    lost.id, lost.state, lost.goods = 1, TicketState.DONE, 4_000
    assert (claimed(TicketKind.RETURN, others=(lost,)).goods, claimed(others=(lost,)).paid) == (6_000, 10_000)


def test_when_less_was_paid_than_the_case_knows_less_is_left() -> None:
    lamps = claimed(quantity=1)
    cheaper = replace(order(), lines=(replace(LAMP, paid=Money(6_000, "CNY")), CUP))
    assert left(lamps, (), cheaper) == (3_000, 800)


def test_what_the_buyer_confirmed_is_not_cut_down_behind_their_back() -> None:
    told, one = claimed(TicketKind.RETURN, status=Status.DELIVERED), claimed(quantity=1)
    one.id, one.state = 1, TicketState.DONE
    with pytest.raises(Shut):
        look_again(
            told, order(Status.DELIVERED), BUYER, NOW, USUALLY, earlier=[as_earlier(one)], others=[one]
        )


@pytest.mark.parametrize(
    ("unshipped", "state", "used"),
    [(True, "awaiting_return", True), (True, "withdrawn", False), (False, "awaiting_return", False)],
)
def test_a_case_refused_before_shipment_is_not_reconsidered_beside_the_one_after(
    unshipped: bool, state: str, used: bool
) -> None:
    refused, after = claimed(), claimed(TicketKind.RETURN, status=Status.DELIVERED)
    refused.state, refused.unshipped, after.state = TicketState.REFUSED, unshipped, TicketState(state)
    with pytest.raises(Shut) if used else nullcontext():
        look_whether_it_is_used(refused, [as_earlier(after)])


def test_an_exchange_is_about_no_money() -> None:
    ticket = claimed(TicketKind.EXCHANGE, status=Status.DELIVERED)
    assert (ticket.goods, ticket.freight, ticket.paid) == (0, 0, 10_000)


@pytest.mark.parametrize(
    ("state", "freight"),
    [("finance_review", 800), ("done", 800), ("withdrawn", 0), ("refused", 0), ("telling", 0)],
)
def test_freight_goes_with_the_case_that_makes_the_order_whole(state: str, freight: int) -> None:
    lamps = claimed()
    lamps.state = TicketState(state)
    assert lamps.freight == 0
    assert claimed(quantity=1, line=CUP, others=(lamps,)).freight == freight
    shipped = claimed(quantity=1, line=CUP, others=(lamps,), status=Status.DELIVERED)
    assert shipped.freight == 0 and not shipped.unshipped


def test_freight_goes_back_once_whatever_is_withdrawn_and_begun_anew() -> None:
    lamps, cup = claimed(), claimed(quantity=1, line=CUP)
    lamps.state = cup.state = TicketState.FINANCE_REVIEW
    cup = claimed(quantity=1, line=CUP, others=(lamps,))
    cup.state = TicketState.FINANCE_REVIEW
    assert cup.freight == 800
    lamps.state = TicketState.WITHDRAWN
    assert claimed(others=(lamps, cup)).freight == 0


def test_an_exception_before_shipment_gives_no_line_back() -> None:
    lost = claimed()
    lost.kind, lost.state = TicketKind.DELIVERY, TicketState.INVESTIGATING
    assert claimed(quantity=1, line=CUP, others=(lost,)).freight == 0


def test_two_cases_of_one_line_are_about_the_same_money() -> None:
    lamps = claimed(quantity=1)
    lamps.id, lamps.state = 1, TicketState.DONE
    lost = claimed(TicketKind.DELIVERY, status=Status.DELIVERED)
    lost.id = 2
    assert left(lost, (lamps, lost), order()) == (5_000, 800)
    assert left(lost, (lamps, lost), None) == (5_000, 800), "the line was paid as far as the cases know"
    lamps.goods, lamps.freight, lamps.fee = 5_000, 800, 1_000
    assert left(lost, (lamps,), order()) == (6_000, 0)
    lamps.state = TicketState.SENT_BACK
    assert left(lost, (lamps,), order()) == (10_000, 800)


@pytest.mark.parametrize(
    ("status", "automatic", "by_rule", "expected"),
    [
        (Status.DELIVERED, 99_999, 0, TicketState.SUBMITTED),
        (Status.PAID, 0, 0, TicketState.FINANCE_REVIEW),
        (Status.PAID, 9_999, 0, TicketState.FINANCE_REVIEW),
        (Status.PAID, 10_000, 0, TicketState.AWAITING_REFUND),
        # What went without finance before counts: many small sums are a large one.
        (Status.PAID, 10_000, 1, TicketState.FINANCE_REVIEW),
        (Status.PAID, 15_000, 5_000, TicketState.AWAITING_REFUND),
        (Status.PAID, 15_000, 90_000, TicketState.FINANCE_REVIEW),
    ],
)
def test_who_looks_at_it_first(status: Status, automatic: int, by_rule: int, expected: TicketState) -> None:
    ticket = claimed(status=status)
    ticket.id = 1
    submit(ticket, BUYER, NOW, replace(USUALLY, automatic=automatic), by_rule)
    assert ticket.state is expected


def test_what_otto_opened_is_never_paid_by_rule() -> None:
    ticket = claimed()
    ticket.id, ticket.opened_by = 1, 3
    submit(ticket, BUYER, NOW, replace(USUALLY, automatic=99_999), by_rule=0)
    assert ticket.state is TicketState.FINANCE_REVIEW


def test_told_anew_it_is_about_the_other_line_and_its_money_and_the_history_says_so() -> None:
    lamps, cup = claimed(), claimed(line=CUP, quantity=1)
    told_anew(lamps, cup, BUYER, NOW)
    assert (lamps.sku, lamps.quantity, lamps.goods, lamps.paid) == ("CUP", 1, 1_000, 1_000)
    [step] = lamps.born
    assert (step.verb, step.changes[0]) == ("change", ["sku", "LAMP", "CUP"])


def test_a_case_knows_when_its_order_was_placed_and_told_anew_of_another_one_its() -> None:
    lamps, other = claimed(), claimed()
    assert lamps.ordered_at == NOW
    other.order_number, other.ordered_at = "A-2", NOW - timedelta(days=9)
    told_anew(lamps, other, BUYER, NOW)
    assert (lamps.order_number, lamps.ordered_at) == ("A-2", NOW - timedelta(days=9))
    assert [name for name, *_ in lamps.born[0].changes] == ["order_number"]


def test_a_delivery_exception_is_about_a_line_and_about_no_money_yet() -> None:
    opened = case(
        TicketKind.DELIVERY, "CNY", buyer_id=7, conversation_id=70, opened_by=3, at=NOW, about=claimed(quantity=1)
    )  # fmt: skip
    assert (opened.kind, opened.sku, opened.paid, opened.amounts.total) == ("delivery", "LAMP", 5_000, 0)


def test_a_complaint_needs_no_order() -> None:
    opened = case(TicketKind.COMPLAINT, "CNY", buyer_id=7, conversation_id=70, opened_by=3, at=NOW)
    assert (opened.state, opened.order_number, opened.paid) == (TicketState.TELLING, "", 0)
