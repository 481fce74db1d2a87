"""What went wrong on the way, and complaints: Otto opens them for Mina, who is told what comes out and may not agree."""

from __future__ import annotations

from datetime import timedelta

from desk.clock import system_clock
from desk.ticket.kinds import TicketKind
from tests.ways.case import Case
from tests.ways.telling import sends_it_in


async def a_parcel_that_never_came_is_looked_into_twice_and_paid_for(case: Case) -> None:
    await opened_by_otto(case, TicketKind.DELIVERY, "It never came")
    assert await case.does("Otto", "take_up") == 422, "somebody is responsible"
    await case.done("Otto", "take_up", responsible="Dispatch")
    await case.done("Otto", "tell_outcome", note="The carrier says it lies in your garden.")
    await case.hears("it lies in your garden")
    await case.presses("disagree")
    await case.comes_to("investigating")
    assert await case.does("Otto", "compensate", goods="189.00", note="He was wrong") == 409, "he opened it"
    assert await case.does("Ines", "compensate", goods="189.00") == 422, "not without a word"
    await case.done("Ines", "compensate", goods="189.00", note="The carrier was wrong")
    await case.done("Faye", "pay")
    await case.comes_to("done")
    assert case.shop.back_end.paid_for[case.order] == 18_900
    await case.hears("189.00")


async def a_dented_parcel_whose_outcome_she_accepts(case: Case) -> None:
    await opened_by_otto(case, TicketKind.DELIVERY, "The box is dented")
    await case.done("Otto", "take_up", responsible="Dispatch")
    await case.done("Otto", "tell_outcome", note="The next one goes in a stronger box.")
    await case.hears("a stronger box")
    await case.presses("agree")
    await case.comes_to("done")


async def a_complaint_until_its_measure_was_checked(case: Case) -> None:
    await opened_by_otto(case, TicketKind.COMPLAINT, "The driver shouted at her")
    await case.done("Otto", "take_up", responsible="The carrier")
    await case.done("Otto", "tell_outcome", note="He was rude, and we are sorry.")
    await case.hears("we are sorry")
    await case.mina.writes("I do not agree")
    await case.comes_to("investigating")
    await case.done("Otto", "tell_outcome", note="The carrier sends somebody else from now on.")
    await case.hears("somebody else")
    await case.presses("agree")
    await case.comes_to("measure")
    assert await case.does("Otto", "plan_measure", measure="Ask the carrier monthly") == 422, "by when?"
    until = f"{system_clock() + timedelta(days=9):%Y-%m-%dT%H:%M}"
    await case.done("Otto", "plan_measure", measure="Ask the carrier monthly", until=until)
    assert await case.does("Otto", "check_effect", note="No more of it") == 403
    await case.done("Ruth", "check_effect", note="No more of it")
    assert "Ask the carrier monthly" in await case.comes_to("done")


async def a_lost_parcel_of_which_she_tells_and_which_is_found(case: Case) -> None:
    await case.mina.writes(f"my parcel {case.order} is lost")
    await sends_it_in(case, await case.hears(case.order, "?"))
    await case.done("Otto", "take_up", responsible="Dispatch")
    await case.done("Otto", "tell_outcome", note="Your neighbour has it.")
    await case.hears("Your neighbour has it")
    await case.presses("agree")
    await case.comes_to("done")


async def a_lost_parcel_that_comes_while_she_tells(case: Case) -> None:
    await case.mina.writes(f"my parcel {case.order} is lost")
    await case.hears(case.order, "?")
    await case.mina.writes("never mind")
    await case.comes_to("withdrawn")


async def a_complaint_that_she_thinks_better_of(case: Case) -> None:
    await case.mina.writes("I want to complain about your service, nobody has answered my mails since Monday")
    await case.hears("?")
    await case.mina.writes("cancel my complaint please")
    await case.comes_to("withdrawn")


async def opened_by_otto(case: Case, kind: TicketKind, words: str) -> None:
    """She has asked for a person, who opens it for her."""
    case.kind = kind
    await case.mina.writes("hello")
    await case.hears("Lantern")
    assert await case.opens(words="") == 422, "what is it about?"
    assert await case.opens(words=words) == 303
    await case.comes_to("submitted")
