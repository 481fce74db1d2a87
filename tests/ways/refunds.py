"""Mina wants her money, and sends nothing back."""

from __future__ import annotations

from collections import deque

from tests.ways.case import Case
from tests.ways.telling import sends_it_in, tells_of_a_fault


async def a_refund_before_shipment_that_fails_comes_back_and_is_unsure_is_paid_once(case: Case) -> None:
    faults = case.shop.back_end.faults_of.setdefault(case.order, deque())
    await case.mina.writes(f"I want my money back for order {case.order}, I ordered it by mistake")
    await sends_it_in(case, await case.hears(case.order, "189.00"), "finance_review")
    assert await case.does("Otto", "pay") == 403, "the second approval is finance's"

    faults.append("refuse")
    await case.done("Faye", "pay")
    assert "card expired" in await case.comes_to("refund_failed")
    await case.done("Faye", "send_back", note="Half of it was paid by voucher")
    await case.done("Otto", "amend", goods="94.50")
    faults.append("500 after")
    await case.done("Faye", "pay")
    page = await case.comes_to("done")
    assert case.shop.back_end.paid_for[case.order] == 9_450, "asked once, looked up, never asked again"
    assert "Refund unsure → Done" in page and "Half of it was paid by voucher" in page
    assert await case.does("Faye", "pay") == 409
    await case.hears("94.50")


async def a_small_refund_is_paid_by_the_shop_s_own_rule(case: Case) -> None:
    await case.mina.writes(f"I want my money back for order {case.order}, I ordered it by mistake")
    await sends_it_in(case, await case.hears(case.order, "9.00"), "done")
    assert case.shop.back_end.paid_for[case.order] == 900
    await case.hears("9.00")


async def a_refund_that_she_withdraws_while_finance_has_it(case: Case) -> None:
    await case.mina.writes(f"I want my money back for order {case.order}, I ordered it by mistake")
    await sends_it_in(case, await case.hears(case.order, "189.00"), "finance_review")
    await case.mina.writes("please cancel my refund")
    await case.comes_to("withdrawn")
    assert await case.does("Faye", "pay") == 409


async def a_refund_after_delivery_is_refused_and_the_platform_shall_step_in(case: Case) -> None:
    """Nobody looks at it for three days; she asks for the platform; the supervisor decides, and hears her out a second time."""
    await tells_of_a_fault(case, f"The lamp of order {case.order} arrived broken, I want a refund only")
    await case.time_is_over()
    await case.has_line("raise")
    await case.mina.writes("I want the platform to step in")
    await case.hears("platform")
    page = await case.page()
    assert "Raised to a supervisor" in page and "The buyer asked for the platform" in page
    await case.done("Ruth", "refuse", note="The photos show another lamp")
    await case.hears("The photos show another lamp")
    assert await case.does("Otto", "reconsider", note="She has sent better ones") == 403
    assert await case.does("Ruth", "reconsider") == 422, "not without a reason"
    await case.done("Ruth", "reconsider", note="She has sent better ones")
    assert await case.does("Otto", "approve", goods="189.01") == 422, "never more than was paid"
    await case.done("Otto", "approve", goods="100.00")
    await case.done("Faye", "pay")
    await case.comes_to("done")
    await case.hears("100.00")


async def a_refund_that_is_begun_and_forgotten(case: Case) -> None:
    await case.mina.writes(f"The lamp of order {case.order} arrived broken, I want a refund only")
    await case.hears("□")
    await case.comes_to("telling")
    await case.time_is_over()
    await case.comes_to("withdrawn")
