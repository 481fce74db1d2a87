"""Mina sends it back: with a fault, too late, or not at all."""

from __future__ import annotations

from desk.deadlines import Kind
from tests.test_way import picture
from tests.ways.case import RETURN_TO, Case
from tests.ways.telling import NOT_WANTED, by_buttons, tells_of_a_fault


async def a_return_whose_inspection_fails_and_an_exception_by_ruth(case: Case) -> None:
    await tells_of_a_fault(
        case, f"my lamp of order {case.order} arrived broken, I want to send it back and get a refund"
    )
    assert await case.does("Faye", "approve", goods="189.00", address=RETURN_TO) == 403
    assert await case.does("Otto", "approve", goods="189.01", address=RETURN_TO) == 422
    await case.done("Otto", "approve", goods="189.00", fee="9.00", address=RETURN_TO)
    await case.hears(RETURN_TO)
    await case.mina.writes(f"sent it, tracking number {case.parcel}")
    await case.comes_to("returning")

    await case.done("Walt", "receive")
    scratched = picture("black", "PNG")
    assert await case.does("Walt", "refuse_inspection", note="The switch is missing") == 422, "no photo"
    await case.done("Walt", "refuse_inspection", note="The switch is missing", file=scratched)
    await case.hears("The switch is missing")
    assert await case.does("Otto", "accept_anyway", note="She is right") == 403
    await case.done("Ruth", "accept_anyway", note="It was missing from the start")
    assert await case.does("Ruth", "pay") == 409, "who made the exception does not pay"
    await case.done("Faye", "pay")
    page = await case.comes_to("done")
    assert case.shop.back_end.paid_for[case.order] == 18_000
    assert page.count("/photos/") >= 4 and "It was missing from the start" in page


async def a_return_that_is_late_and_opened_again_by_her_parcel(case: Case) -> None:
    await by_buttons(case, f"I want to return the lamp of order {case.order}", NOT_WANTED)
    await case.done("Otto", "approve", goods="189.00", address=RETURN_TO)
    await case.hears("approved", RETURN_TO)
    await case.time_is_over(Kind.TICKET_SOON)
    await case.hears("reminder", RETURN_TO)
    await case.time_is_over()
    await case.comes_to("return_overdue")
    await case.hears("not sent in time")
    await case.mina.writes(f"sorry, I was ill. I posted it today: {case.parcel}")
    page = await case.comes_to("returning")
    assert case.parcel in page
    found = await case.shop.people["Walt"].page(f"/tickets/receive?number={case.parcel}")
    assert f"/tickets/{case.id}/moves/receive" in found, "by its number, as it is scanned"
    await case.done("Walt", "receive")
    await case.done("Walt", "pass_inspection", booked="1")
    await case.done("Faye", "pay")
    await case.comes_to("done")
    assert case.shop.back_end.paid_for[case.order] == 18_900


async def a_return_that_rests_is_opened_again_by_its_button_and_then_withdrawn(case: Case) -> None:
    await by_buttons(case, f"I want to return the lamp of order {case.order}", NOT_WANTED)
    await case.done("Otto", "approve", goods="189.00", address=RETURN_TO)
    await case.time_is_over()
    await case.presses("reopen")
    await case.comes_to("awaiting_return")
    await case.mina.writes("please cancel my return")
    await case.comes_to("withdrawn")


async def a_return_that_is_begun_and_called_off(case: Case) -> None:
    await case.mina.writes(f"I want to return the lamp of order {case.order}")
    await case.hears("?")
    await case.mina.writes("forget it, I keep it")
    await case.comes_to("withdrawn")
