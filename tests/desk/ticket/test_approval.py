"""Nobody approves a case that they handled, and large sums are a supervisor's (C5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desk.ticket.approval import Barred, Handled, Sums, barred, own
from desk.ticket.kinds import TicketKind
from desk.ticket.moves import Actor, TicketState, find
from desk.ticket.policy import USUALLY

OTTO, FAYE, RUTH = 1, 2, 3
APPROVE = find(TicketKind.RETURN, TicketState.SUBMITTED, "approve")
PAY = find(TicketKind.RETURN, TicketState.FINANCE_REVIEW, "pay")
PAY_AGAIN = find(TicketKind.RETURN, TicketState.REFUND_FAILED, "pay_again")
REFUSE = find(TicketKind.RETURN, TicketState.SUBMITTED, "refuse")
AGENT, FINANCE, SUPERVISOR = {Actor.AGENT}, {Actor.FINANCE}, {Actor.SUPERVISOR}
CAPPED = replace(USUALLY, agent_cap=5_000, finance_cap=10_000, buyer_cap=20_000)


@pytest.mark.parametrize(
    ("move", "person", "opened_by", "approved_by", "expected"),
    [
        (APPROVE, OTTO, None, (), None),
        (APPROVE, OTTO, OTTO, (), Barred.HANDLED),
        (APPROVE, OTTO, FAYE, (), None),
        (REFUSE, OTTO, OTTO, (), None),
        (PAY, FAYE, None, (OTTO,), None),
        (PAY, FAYE, FAYE, (OTTO,), Barred.HANDLED),
        (PAY, FAYE, None, (FAYE,), Barred.HANDLED),
    ],
)
def test_whose_own_case_it_is(
    move: object, person: int, opened_by: int | None, approved_by: tuple[int, ...], expected: Barred | None
) -> None:
    handled, everything = Handled(opened_by, approved_by), {*AGENT, *FINANCE, *SUPERVISOR}
    assert barred(move, person, everything, handled, Sums(1), USUALLY) is expected  # type: ignore[arg-type]


def test_a_shop_of_one_person_may_and_the_case_is_marked() -> None:
    handled = Handled(OTTO, (OTTO,))
    assert barred(PAY, OTTO, FINANCE, handled, Sums(1), replace(USUALLY, second_person=False)) is None
    assert own(PAY, OTTO, handled) and own(APPROVE, OTTO, handled) and not own(REFUSE, OTTO, handled)


@pytest.mark.parametrize(
    ("move", "by", "amount", "before", "expected"),
    [
        (APPROVE, AGENT, 5_000, 0, None),
        (APPROVE, AGENT, 5_001, 0, Barred.OVER_CAP),
        (PAY, FINANCE, 10_000, 0, None),
        (PAY, FINANCE, 10_001, 0, Barred.OVER_CAP),
        (PAY, FINANCE, 10_000, 10_001, Barred.OVER_BUYER_CAP),
        (PAY, FINANCE, 10_000, 10_000, None),
        (PAY_AGAIN, FINANCE, 10_000, 10_001, Barred.OVER_BUYER_CAP),
        (PAY, SUPERVISOR, 99_999, 99_999, None),
        (APPROVE, SUPERVISOR, 99_999, 0, None),
    ],
)
def test_caps_by_role_and_by_buyer(
    move: object, by: set[Actor], amount: int, before: int, expected: Barred | None
) -> None:
    nobody = Handled(None, ())
    assert barred(move, RUTH, by, nobody, Sums(amount, before), CAPPED) is expected  # type: ignore[arg-type]
