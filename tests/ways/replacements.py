"""Mina gets another lamp, or her own one mended."""

from __future__ import annotations

from tests.ways.case import RETURN_TO, Case
from tests.ways.telling import SIZE, by_buttons, tells, tells_of_a_fault

NEW_ONE = "SF9876543210123"


async def an_exchange_that_is_read_back_and_dropped(case: Case) -> None:
    await tells(case, f"I want to exchange the lamp of order {case.order}", SIZE)
    await case.mina.writes("no, that's wrong")
    await case.mina.presses(await case.hears("?"), "Never mind")
    await case.comes_to("withdrawn")


async def a_repair_that_is_begun_and_not_needed(case: Case) -> None:
    await case.mina.writes(f"The lamp of order {case.order} stopped working, please repair it")
    await case.hears("□")
    await case.mina.writes("never mind")
    await case.comes_to("withdrawn")
    await case.hears("withdrawn")


async def an_exchange_that_is_still_wrong_becomes_a_return_refused_and_looked_at_again(case: Case) -> None:
    await by_buttons(
        case, f"I want to exchange the lamp of order {case.order}", "Size or colour does not suit"
    )
    await case.done("Otto", "approve", address=RETURN_TO)
    await case.done("Walt", "receive")
    await case.done("Walt", "pass_inspection", booked="1")
    await case.done("Walt", "reship", carrier="SF", tracking=NEW_ONE)
    await case.hears(NEW_ONE)
    await case.mina.writes("the new lamp is still wrong")
    page = await case.comes_to("submitted")
    assert "Exchange” to “Return and refund" in page or "Return and refund" in page
    await case.done("Otto", "refuse", note="It is the one you chose")
    await case.hears("It is the one you chose")
    assert await case.does("Otto", "reconsider", note="x") == 403
    await case.done("Ruth", "reconsider", note="She chose by a wrong picture of ours")
    await case.done("Otto", "withdraw")
    await case.comes_to("withdrawn")


async def a_repair_from_the_fault_to_her_contentment(case: Case) -> None:
    await tells_of_a_fault(case, f"The lamp of order {case.order} stopped working, please repair it")
    assert await case.does("Otto", "approve") == 422, "nobody sends anything without an address"
    await case.done("Otto", "approve", address=RETURN_TO)
    await case.hears(RETURN_TO)
    await case.mina.writes(f"posted it with SF, {case.parcel}")
    await case.comes_to("returning")
    assert await case.does("Otto", "receive") == 403, "what comes in is the warehouse's"
    await case.done("Walt", "receive")
    await case.done("Walt", "pass_inspection")
    await case.comes_to("in_repair")
    assert await case.does("Walt", "reship", carrier="SF", tracking=NEW_ONE) == 409, "it is not repaired yet"
    await case.done("Walt", "repaired", note="A new switch")
    assert await case.does("Walt", "reship", carrier="SF") == 422
    await case.done("Walt", "reship", carrier="SF", tracking=NEW_ONE)
    await case.hears(NEW_ONE)
    await case.presses("satisfied")
    page = await case.comes_to("done")
    assert "A new switch" in page and case.shop.back_end.paid_for[case.order] == 0
