"""Otto raises something to Ruth, by the real console: with its deadline, taken, finished, and seen by whom it concerns."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desk.escalation import Escalation, Matter
from desk.store import Book, escalations
from tests.console.room import Person, Room

SMOKES = {
    "kind": "danger",
    "text": "A lamp smokes, the buyer has unplugged it",
    "due": "",
    "owner": "",
    "conversation": "",
}


async def raised(room: Room, who: Person, **change: str) -> Escalation:
    answer = await who.post("/escalations", {**SMOKES, **change})
    assert (answer.status, answer.headers["Location"]) == (303, "/escalations?said=escalated")

    def unit(book: Book) -> Escalation:
        return escalations.raised_by(book, room.people[who.name].id, 2**62)[0]

    return await room.store.read(unit)


async def test_it_goes_to_any_supervisor_within_the_time_of_its_matter(both: Room) -> None:
    otto, ruth = await both.person("Otto"), await both.person("Ruth")
    id = await both.asked_for(both.mina())
    one = await raised(both, otto, conversation=str(id))
    assert (one.kind, one.owner_id, one.conversation_id) == (Matter.DANGER, None, id)
    assert one.due_at - one.raised_at == timedelta(minutes=15)
    page = await ruth.page("/escalations")
    assert "A lamp smokes" in page and "Danger to persons" in page and f'href="/desk/{id}"' in page
    assert '<b class="count" id="escalations-count" >1</b>' in page


async def test_ruth_takes_it_finishes_it_and_otto_reads_how_it_ended(both: Room) -> None:
    otto, ruth = await both.person("Otto"), await both.person("Ruth")
    one = await raised(both, otto)
    assert (await ruth.post(f"/escalations/{one.id}/finishing", {"outcome": "x"})).status == 409
    assert (await ruth.post(f"/escalations/{one.id}/taking")).status == 303
    assert (await ruth.post(f"/escalations/{one.id}/finishing", {"outcome": " "})).status == 422
    done = await ruth.post(f"/escalations/{one.id}/finishing", {"outcome": "The maker calls the lot back"})
    assert done.status == 303
    assert "The maker calls the lot back" in await ruth.page("/escalations?show=done&kind=danger&mine=1")
    assert "The maker calls the lot back" in await otto.page("/escalations")
    assert "A lamp smokes" not in await ruth.page("/escalations")
    assert (await ruth.post(f"/escalations/{one.id}/taking")).status == 409


async def test_meant_for_ruth_with_a_deadline_of_its_own(room: Room) -> None:
    otto = await room.person("Otto")
    ruth = await room.hires("Ruth")
    one = await raised(room, otto, owner=str(ruth.id), due="2026-11-23T12:00", kind="feedback")
    assert one.owner_id == ruth.id
    assert one.due_at.isoformat() == "2026-11-23T04:00:00+00:00"
    assert "Ruth" in await otto.page("/escalations")


@pytest.mark.parametrize(
    "change, told",
    [
        ({"kind": "x"}, "Choose a matter"),
        ({"text": "  "}, "Choose a matter"),
        ({"due": "2026-11-23T08:00"}, "a time to come"),
        ({"due": "soon"}, "a time to come"),
        ({"owner": "999"}, "not here any more"),
        ({"conversation": "999"}, "no such conversation"),
        ({"conversation": "1 or 1"}, "no such conversation"),
    ],
)
async def test_what_is_wrong_is_told_and_what_was_written_is_given_back(
    room: Room, change: dict[str, str], told: str
) -> None:
    otto = await room.person("Otto")
    answer = await otto.post("/escalations", {**SMOKES, **change})
    page = await answer.text()
    assert answer.status == 422 and told in page
    assert change.get("text") is not None or SMOKES["text"] in page
    assert await room.store.read(escalations.waiting) == 0


async def test_an_agent_cannot_be_made_its_owner(room: Room) -> None:
    otto, ines = await room.person("Otto"), await room.hires("Ines")
    assert (await otto.post("/escalations", {**SMOKES, "owner": str(ines.id)})).status == 422


async def test_each_sees_what_they_raised_and_only_ruth_sees_all(both: Room) -> None:
    otto, walt, ruth = await both.person("Otto"), await both.person("Walt"), await both.person("Ruth")
    one = await raised(both, walt, kind="breach", text="Somebody took goods without a slip")
    assert "without a slip" in await walt.page("/escalations")
    assert "without a slip" not in await otto.page("/escalations?show=open")
    assert "without a slip" in await ruth.page("/escalations?kind=breach")
    assert "without a slip" not in await ruth.page("/escalations?kind=market")
    assert "without a slip" not in await ruth.page("/escalations?mine=1")
    assert (await walt.post(f"/escalations/{one.id}/taking")).status == 403


async def test_the_form_of_a_conversation_knows_its_number_and_every_matters_time(room: Room) -> None:
    otto = await room.person("Otto")
    page = await otto.page("/escalations/new?conversation=7")
    assert 'value="7"' in page and "within 15 min" in page and "within days: 3" in page
    assert page.count('name="kind"') == len(Matter)


async def test_numbers_of_buyers_are_masked(room: Room) -> None:
    otto = await room.person("Otto")
    await raised(room, otto, text="The buyer of 13912345678 threatens us")
    assert "13912345678" not in await otto.page("/escalations")
