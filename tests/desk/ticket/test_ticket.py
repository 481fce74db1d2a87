"""A ticket moves by the table, keeps its history, and arms what is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from desk.deadlines import Deadline, Kind
from desk.errors import NotAllowed, NotNow
from desk.ticket.amounts import Amounts
from desk.ticket.facts import Facts, Lacks, Mover, NotYours
from desk.ticket.goods import GoodsMove
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState
from desk.ticket.policy import USUALLY
from desk.ticket.refund import Refund
from desk.ticket.step import TicketStep
from desk.ticket.ticket import Ticket, generation, number_of

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
MINA = Mover(frozenset({Actor.BUYER}))
OTTO = Mover(frozenset({Actor.AGENT}), 1)
RUTH = Mover(frozenset({Actor.SUPERVISOR}), 2)
FAYE = Mover(frozenset({Actor.FINANCE}), 3)
WALT = Mover(frozenset({Actor.WAREHOUSE}), 4)
SHOP = Mover(frozenset({Actor.SHOP}))
DESK = Mover(frozenset({Actor.DESK}))
GOODS = Facts(amounts=Amounts(1_000), address="1 Loom Lane", tracking="not asked for")
PARCEL = Facts(carrier="SF", tracking="SF1234567890")


def a_ticket(kind: TicketKind = TicketKind.RETURN, opened_by: int | None = None) -> Ticket:
    ticket = Ticket(
        81,
        kind,
        TicketState.TELLING,
        7,
        70,
        opened_by,
        NOW,
        NOW,
        "CNY",
        order_number="A-1",
        sku="LAMP",
        paid=1_000,
    )
    ticket.begin(MINA, USUALLY)
    return ticket


def walk(ticket: Ticket, *steps: tuple[str, Mover, Facts]) -> Ticket:
    for verb, mover, facts in steps:
        ticket.do(verb, mover, NOW, USUALLY, facts)
    return ticket


BACK = (
    ("submit", MINA, Facts()),
    ("approve", OTTO, GOODS),
    ("send", MINA, PARCEL),
    ("receive", WALT, Facts()),
)


def steps(ticket: Ticket) -> list[TicketStep]:
    return [one for one in ticket.born if isinstance(one, TicketStep)]


def dues(ticket: Ticket, kind: Kind = Kind.TICKET_DUE) -> list[Deadline]:
    return [one for one in ticket.born if isinstance(one, Deadline) and one.kind == kind]


def test_a_return_goes_its_way_and_money_is_wanted_once() -> None:
    ticket = walk(a_ticket(), *BACK, ("pass_inspection", WALT, Facts()), ("pay", FAYE, Facts()))
    assert ticket.state is TicketState.AWAITING_REFUND and ticket.approved_by == [1]
    [refund] = [one for one in ticket.born if isinstance(one, Refund)]
    assert (refund.minor, refund.order_number, refund.sku) == (1_000, "A-1", "LAMP")
    walk(ticket, ("paid", SHOP, Facts()))
    assert ticket.over and ticket.closed_at == NOW and ticket.due_at is None


def test_the_history_says_who_did_what_from_what_to_what() -> None:
    ticket = walk(a_ticket(), *BACK)
    told = [(one.verb, one.actor, one.agent_id, one.before, one.after) for one in steps(ticket)]
    assert told == [
        ("open", Actor.BUYER, None, "", "telling"),
        ("submit", Actor.BUYER, None, "telling", "submitted"),
        ("approve", Actor.AGENT, 1, "submitted", "awaiting_return"),
        ("send", Actor.BUYER, None, "awaiting_return", "returning"),
        ("receive", Actor.WAREHOUSE, 4, "returning", "received"),
    ]
    approval = steps(ticket)[2]
    assert approval.changes == [["goods", "0", "1000"], ["address", "", "1 Loom Lane"]]
    assert steps(ticket)[3].changes == [["carrier_back", "", "SF"], ["tracking_back", "", "SF1234567890"]]


def test_what_is_recorded_is_the_side_on_which_it_was_done() -> None:
    both = Mover(frozenset({Actor.AGENT, Actor.WAREHOUSE}), 9)
    ticket = walk(a_ticket(), *BACK[:3], ("receive", both, Facts()))
    assert steps(ticket)[-1].actor is Actor.WAREHOUSE


@pytest.mark.parametrize(
    ("verb", "mover", "facts", "refusal"),
    [
        ("receive", WALT, Facts(), NotNow),
        ("approve", WALT, GOODS, NotAllowed),
        ("approve", OTTO, Facts(amounts=Amounts(1)), Lacks),
        ("refuse", OTTO, Facts(note="  "), Lacks),
        ("pay", FAYE, Facts(), NotNow),
        ("no_such_verb", RUTH, Facts(), NotNow),
    ],
)
def test_what_is_refused_changes_nothing(
    verb: str, mover: Mover, facts: Facts, refusal: type[Exception]
) -> None:
    ticket = walk(a_ticket(), BACK[0])
    before, written = ticket.state, len(ticket.born)
    with pytest.raises(refusal):
        ticket.do(verb, mover, NOW, USUALLY, facts)
    assert (ticket.state, len(ticket.born)) == (before, written)


def test_who_opened_a_case_does_not_approve_it() -> None:
    ticket = walk(a_ticket(opened_by=1), ("submit", OTTO, Facts()))
    with pytest.raises(NotYours):
        ticket.do("approve", OTTO, NOW, USUALLY, GOODS)
    ticket.do("approve", RUTH, NOW, USUALLY, GOODS)


def test_who_makes_an_exception_does_not_pay_for_it() -> None:
    both = Mover(frozenset({Actor.SUPERVISOR, Actor.FINANCE}), 9)
    refused = ("refuse_inspection", WALT, Facts(note="scratched", photos=1))
    ticket = walk(a_ticket(), *BACK, refused, ("accept_anyway", both, Facts(note="she is right")))
    with pytest.raises(NotYours):
        ticket.do("pay", both, NOW, USUALLY)
    ticket.do("pay", FAYE, NOW, USUALLY)


TWICE = (
    *BACK,
    ("pass_inspection", WALT, Facts()),
    ("send_back", FAYE, Facts(note="Less")),
    ("amend", OTTO, GOODS),
)
LATER = NOW + timedelta(days=2)


@pytest.mark.parametrize(
    ("before", "verb", "reviewed"),
    [
        ((), "submit", None),
        (BACK[:1], "approve", LATER),
        (BACK[:1], "refuse", LATER),
        (BACK[:1], "withdraw", None),
        (BACK[:2], "send", NOW),
        (TWICE[:5], "send_back", None),
        (TWICE[:6], "amend", LATER),
    ],
)
def test_it_is_reviewed_when_the_service_decides_and_not_while_it_has_to(
    before: tuple[tuple[str, Mover, Facts], ...], verb: str, reviewed: datetime | None
) -> None:
    ticket = walk(a_ticket(), *before)
    [mover] = [
        who
        for who in (MINA, OTTO, FAYE)
        if any(move.verb == verb and who.by & move.by for move in ticket.moves(who.by))
    ][:1]
    ticket.do(verb, mover, LATER, USUALLY, replace(GOODS, note="Seen"))
    assert ticket.reviewed_at == reviewed


def test_each_state_is_due_by_its_row_and_what_is_over_is_due_no_more() -> None:
    ticket = walk(a_ticket(), *BACK[:2])
    assert ticket.due_at == NOW + timedelta(days=7)
    assert [one.due_at for one in dues(ticket, Kind.TICKET_SOON)] == [NOW + timedelta(days=5)]
    assert len({one.generation for one in dues(ticket)}) == 3
    assert dues(ticket)[-1].generation == generation(ticket)
    assert number_of(generation(ticket)) == 81


def test_what_replaces_goods_leaves_within_its_time_of_their_receipt() -> None:
    ticket = walk(a_ticket(TicketKind.EXCHANGE), BACK[0], ("approve", OTTO, GOODS), *BACK[2:])
    assert ticket.due_at == NOW + timedelta(days=2)
    ticket.do("pass_inspection", WALT, NOW + timedelta(days=1), USUALLY)
    assert ticket.due_at == NOW + timedelta(days=2)


def test_not_satisfied_a_second_time_it_is_a_return() -> None:
    ticket = walk(
        a_ticket(TicketKind.EXCHANGE), BACK[0], ("approve", OTTO, GOODS), *BACK[2:],
        ("pass_inspection", WALT, Facts()), ("reship", WALT, PARCEL), ("still_wrong", MINA, Facts()),
    )  # fmt: skip
    assert (ticket.kind, ticket.state) == (TicketKind.RETURN, TicketState.SUBMITTED)
    assert ["kind", "exchange", "return"] in steps(ticket)[-1].changes
    assert ticket.tracking_out == "SF1234567890"


def test_a_refund_that_failed_may_be_paid_again_by_the_same_person_under_another_key() -> None:
    ticket = walk(
        a_ticket(),
        *BACK,
        ("pass_inspection", WALT, Facts()),
        ("pay", FAYE, Facts()),
        ("not_paid", SHOP, Facts()),
    )
    ticket.version += 1  # as it is saved
    ticket.do("pay_again", FAYE, NOW, USUALLY)
    keys = [one.key for one in ticket.born if isinstance(one, Refund)]
    assert len(set(keys)) == 2


def test_the_buyer_changes_the_reason_and_an_over_ticket_is_left_alone() -> None:
    ticket = walk(a_ticket(), BACK[0])
    ticket.change(MINA, NOW, reason_id=4)
    assert steps(ticket)[-1].changes == [["reason_id", "", "4"]]
    written = len(ticket.born)
    ticket.change(MINA, NOW, reason_id=4)
    assert len(ticket.born) == written
    walk(ticket, ("withdraw", MINA, Facts()))
    with pytest.raises(NotNow):
        ticket.change(MINA, NOW, reason_id=5)


def test_it_is_raised_and_a_move_answers_that() -> None:
    ticket = walk(a_ticket(), BACK[0])
    ticket.raise_(NOW, MINA, "platform")
    assert ticket.raised_at == ticket.platform_at == NOW
    walk(ticket, ("approve", OTTO, GOODS))
    assert ticket.raised_at is None and ticket.platform_at == NOW


def test_a_reminder_is_told_and_changes_nothing_else() -> None:
    ticket = walk(a_ticket(), *BACK[:2])
    ticket.untold, due = False, ticket.due_at
    ticket.remind(NOW, DESK)
    assert ticket.untold and ticket.due_at == due and ticket.state is TicketState.AWAITING_RETURN
    assert (steps(ticket)[-1].verb, steps(ticket)[-1].actor) == ("remind", Actor.DESK)


def test_another_number_puts_nothing_off_however_often_it_comes() -> None:
    ticket = walk(a_ticket(), *BACK[:3])
    due, dues_so_far = ticket.due_at, ticket.dues
    for hour in range(1, 50):
        ticket.do("send", MINA, NOW + timedelta(hours=hour), USUALLY, PARCEL)
    assert (ticket.due_at, ticket.dues) == (due, dues_so_far)


def goods_moved(ticket: Ticket) -> list[tuple[str, int]]:
    return [(one.sku, one.units) for one in ticket.born if isinstance(one, GoodsMove)]


def test_what_replaced_an_article_is_what_comes_back_the_second_time() -> None:
    ticket = a_ticket(TicketKind.EXCHANGE)
    ticket.wanted_sku = "LAMP-L"
    booked = Facts(booked_in=1)
    walk(
        ticket,
        *BACK,
        ("pass_inspection", WALT, booked),
        ("reship", WALT, PARCEL),
        ("still_wrong", MINA, PARCEL),
    )
    walk(ticket, *BACK[1:], ("pass_inspection", WALT, booked))
    assert goods_moved(ticket) == [("LAMP", 1), ("LAMP-L", -1), ("LAMP-L", 1)]


def test_what_is_repaired_is_the_buyers_and_stands_on_no_shelf() -> None:
    ticket = walk(a_ticket(TicketKind.REPAIR), *BACK, ("pass_inspection", WALT, Facts(booked_in=1)))
    assert goods_moved(ticket) == [] and ticket.booked_in == 0
